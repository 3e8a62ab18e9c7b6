/* Fields of a request: the body of a form, or the query string. Bounded, valid UTF-8, repetitions remembered. */
#ifndef CC_HTTPD_FORM_H
#define CC_HTTPD_FORM_H

#include "../base/problem.h"

#include <httpd.h>
#include <stdbool.h>

#define CC_FORM_BYTES_MAX 65536
#define CC_FORM_FIELDS_MAX 200

typedef struct cc_form_t cc_form_t;

/** Reads the body. OK, or the HTTP status of what is wrong: 400 invalid UTF-8 or NUL, 413 too large or too many
 *  fields, 415 not application/x-www-form-urlencoded. */
int cc_form_read_body(request_rec *r, cc_form_t **form);

/** Reads the query string. OK or 400. */
int cc_form_read_query(request_rec *r, cc_form_t **form);

/** First value of the field, or NULL. */
const char *cc_form_get(const cc_form_t *form, const char *name);

/** All values of the field joined by commas (a list of check boxes), or NULL. */
const char *cc_form_list(const cc_form_t *form, apr_pool_t *pool, const char *name);

/** True if the field was sent more than once. */
bool cc_form_repeated(const cc_form_t *form, const char *name);

/** Visits each field once. */
void cc_form_each(const cc_form_t *form, void (*visit)(void *baton, const char *name, const char *value), void *baton);

#endif
