/* What is wrong with an input, per field: the one form in which pages, ccadmin and tests read it. */
#ifndef CC_PROBLEM_H
#define CC_PROBLEM_H

#include <apr_pools.h>
#include <apr_tables.h>
#include <stdbool.h>

/** One problem. `message` is English with at most one `{}`; it is also the key of its translations.
 *  `arg` replaces the `{}` and is NULL when there is none. */
typedef struct {
    const char *field;
    const char *message;
    const char *arg;
} cc_problem_t;

typedef struct {
    apr_pool_t *pool;
    apr_array_header_t *list; /**< of cc_problem_t */
} cc_problems_t;

cc_problems_t *cc_problems_make(apr_pool_t *pool);

/** Nobody mends more at once, and each is compared with all before it. */
#define CC_PROBLEMS_MAX 1000

/** Adds a problem unless the field has one already: the first says enough. So do CC_PROBLEMS_MAX of all fields. */
void cc_problem_add(cc_problems_t *problems, const char *field, const char *message, const char *arg);

bool cc_problems_any(const cc_problems_t *problems);

/** The problem of one field, or NULL. */
const cc_problem_t *cc_problem_of(const cc_problems_t *problems, const char *field);

/** The English sentence with its argument filled in. */
const char *cc_problem_text(apr_pool_t *pool, const cc_problem_t *problem);

#endif
