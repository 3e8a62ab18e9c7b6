/* Fields of a request: the body of a form, or the query string. Bounded, valid UTF-8, repetitions remembered. */
#ifndef CC_HTTPD_FORM_H
#define CC_HTTPD_FORM_H

#include "../base/problem.h"

#include <httpd.h>
#include <stdbool.h>

#define CC_FORM_BYTES_MAX 65536
#define CC_FORM_FIELDS_MAX 200
/* of a route that takes whole panels: 5,000 rows of the longest texts */
#define CC_FORM_PANEL_BYTES_MAX (8 * 1024 * 1024)
#define CC_FORM_PANEL_FIELDS_MAX 60000

typedef struct cc_form_t cc_form_t;

/** Reads the body: a large one (CC_FORM_PANEL_…) where the route takes whole panels. OK, or the HTTP status of what is
 * wrong: 400 invalid UTF-8 or NUL, 413 too large or too many fields, 415 not application/x-www-form-urlencoded. */
int cc_form_read_body(request_rec *r, bool panel, cc_form_t **form);

/** Reads the query string. OK or 400. */
int cc_form_read_query(request_rec *r, cc_form_t **form);

/** First value of the field, or NULL. */
const char *cc_form_get(const cc_form_t *form, const char *name);

/** All values of the field joined by commas (a list of check boxes), or NULL. */
const char *cc_form_list(const cc_form_t *form, apr_pool_t *pool, const char *name);

/** True if the field was sent more than once. */
bool cc_form_repeated(const cc_form_t *form, const char *name);

/** Visits all fields in the order sent, repeated ones as well. */
void cc_form_every(const cc_form_t *form, void (*visit)(void *baton, const char *name, const char *value), void *baton);

/** Visits each field once: for short forms. */
void cc_form_each(const cc_form_t *form, void (*visit)(void *baton, const char *name, const char *value), void *baton);

#endif
