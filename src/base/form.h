/* Fields of a form or a query string (application/x-www-form-urlencoded), decoded: valid UTF-8, lines that end with LF,
 * in the order sent, repetitions remembered. */
#ifndef CC_FORM_H
#define CC_FORM_H

#include "types.h"

#include <apr_pools.h>
#include <apr_tables.h>

typedef struct cc_form_t cc_form_t;

/** Splits name=value&… and decodes it, at most `fields_max` fields. CC_INVALID: a broken escape, a NUL or invalid
 *  UTF-8; CC_REFUSED: more fields than that. What came before is in the form in any case. */
cc_status_t cc_form_parse(apr_pool_t *pool, const char *text, int fields_max, cc_form_t **form);

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
