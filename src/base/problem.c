#include "problem.h"

#include <apr_strings.h>
#include <string.h>

cc_problems_t *cc_problems_make(apr_pool_t *pool)
{
    cc_problems_t *problems = apr_palloc(pool, sizeof(*problems));

    problems->pool = pool;
    problems->list = apr_array_make(pool, 4, sizeof(cc_problem_t));
    return problems;
}

void cc_problem_add(cc_problems_t *problems, const char *field, const char *message, const char *arg)
{
    if (!problems || problems->list->nelts >= CC_PROBLEMS_MAX || cc_problem_of(problems, field)) {
        return;
    }
    cc_problem_t *problem = apr_array_push(problems->list);
    *problem = (cc_problem_t){field, message, arg};
}

bool cc_problems_any(const cc_problems_t *problems)
{
    return problems->list->nelts > 0;
}

const cc_problem_t *cc_problem_of(const cc_problems_t *problems, const char *field)
{
    for (int i = 0; i < problems->list->nelts; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(problems->list, i, cc_problem_t);
        if (!strcmp(problem->field, field)) {
            return problem;
        }
    }
    return NULL;
}

const char *cc_problem_text(apr_pool_t *pool, const cc_problem_t *problem)
{
    const char *gap = strstr(problem->message, "{}");

    if (!gap) {
        return problem->message;
    }
    return apr_pstrcat(pool, apr_pstrmemdup(pool, problem->message, gap - problem->message),
                       problem->arg ? problem->arg : "", gap + 2, NULL);
}
