/* The rows of a panel: fields named row.N.FIELD. */
#ifndef CC_FORM_ROWS_H
#define CC_FORM_ROWS_H

#include "form.h"
#include "problem.h"

#define CC_FORM_ROW_FIELDS 8

typedef struct {
    int n;
    const char *values[CC_FORM_ROW_FIELDS]; /**< in the order of the names; NULL: not sent */
} cc_form_row_t;

/** The rows of the form in the order of their numbers (0 to 999999), an array of cc_form_row_t. `names` are the fields
 *  of a row, at most CC_FORM_ROW_FIELDS, and end with NULL; other fields are ignored. One that was sent twice is a
 *  problem. */
apr_array_header_t *cc_form_rows(const cc_form_t *form, apr_pool_t *pool, const char *const *names,
                                 cc_problems_t *problems);

#endif
