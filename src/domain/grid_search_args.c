/* Declared in grid_search_args.h. */
#include "grid_search_args.h"

#include "../base/text.h"
#include "../store/grid_finds.h"
#include "grid_roles.h"
#include "grid_words.h"

#include <apr_strings.h>
#include <string.h>

/* For each row that it finds an index looks at all words that it was asked for: so many of these for a row of the list
 * take about as long as reading the list. */
#define WORTH 60

/* What an index is asked for some letters. */
typedef struct {
    const cc_grid_find_t *find;
    const char *folded, *asked;
} letters_t;

typedef struct {
    apr_array_header_t *words;
    int64_t texts; /* that have them */
} looked_up_t;

static cc_status_t word_row(void *baton, const cc_row_t *row)
{
    looked_up_t *found = baton;

    cc_grid_add_word(found->words, cc_row_text(row, 0));
    found->texts += cc_row_int(row, 1, 0);
    return CC_OK;
}

cc_status_t cc_grid_find_letters(const cc_grid_plan_t *plan, const cc_grid_find_t *find, const char *folded,
                                 int64_t rows, bool *can)
{
    apr_pool_t *pool = plan->ctx->pool;
    looked_up_t found = {apr_array_make(pool, 64, sizeof(const char *)), 0};
    cc_status_t status;

    *can = false;
    if (!find->index) {
        return CC_OK;
    }
    status = cc_db_select_text(plan->ctx->db, "cc_grid_letters", cc_grid_sql_find_words(pool, find),
                               CC_ARGS(folded, cc_grid_words_end(pool, folded)), word_row, &found);
    *can = status == CC_OK && found.texts <= rows && found.texts * found.words->nelts <= rows * WORTH;
    if (*can) {
        if (!plan->query->letters) {
            plan->query->letters = apr_array_make(pool, 4, sizeof(letters_t));
        }
        APR_ARRAY_PUSH(plan->query->letters, letters_t) = (letters_t){find, folded, cc_grid_any_word(found.words)};
    }
    return status;
}

/* A text of three letters and more, or what was looked up for one or two. */
static const char *asked_for(apr_pool_t *pool, const cc_grid_query_t *query, const cc_grid_find_t *find,
                             const char *folded)
{
    const char *asked = cc_grid_phrase(pool, folded);

    for (int i = 0; query->letters && cc_grid_is_short(folded) && i < query->letters->nelts; i++) {
        const letters_t *letters = &APR_ARRAY_IDX(query->letters, i, letters_t);
        asked = letters->find == find && !strcmp(letters->folded, folded) ? letters->asked : asked;
    }
    return asked;
}

/* The text in one column of the index, or in any that the list has. */
static void push_find(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_grid_find_t *find,
                      const cc_view_t *view, const cc_grid_query_t *query, int column, const char *folded)
{
    const cc_grid_def_t *def = shape->def;
    int64_t customer = *def->scope == 'p' ? view->customer_id : *def->scope ? view->current->customer.id : 0;
    const char *names = "", *asked;

    if (find->scoped) {
        APR_ARRAY_PUSH(args, const char *) = cc_text_int(args->pool, customer);
    }
    if (find->roles) {
        cc_grid_push_roles(args, folded);
        return;
    }
    if (shape->by_patterns) {
        APR_ARRAY_PUSH(args, const char *) = cc_text_like(args->pool, folded);
        return;
    }
    for (int i = 0; i < def->count; i++) {
        if (find->names[i] && (column < 0 || column == i)) {
            names = apr_pstrcat(args->pool, names, " ", find->names[i], NULL);
        }
    }
    asked = asked_for(args->pool, query, find, folded);
    asked = find->whole && column < 0 ? asked : apr_pstrcat(args->pool, "{", names, "} : ", asked, NULL);
    APR_ARRAY_PUSH(args, const char *) =
        find->within ? apr_pstrcat(args->pool, "customer : ", cc_grid_find_customer_word(args->pool, customer), " AND ",
                                   asked, NULL)
                     : asked;
}

void cc_grid_push_found(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view,
                        const cc_grid_query_t *query)
{
    const cc_grid_def_t *def = shape->def;

    for (int i = 0; i < def->count; i++) {
        const cc_grid_find_t *find = (shape->found >> i) & 1 ? cc_grid_find_of(def, i) : NULL;
        if (find) {
            push_find(args, shape, find, view, query, i, query->filter_keys[i]);
        }
    }
    for (const cc_grid_find_t *find = def->finds; shape->found_search && find->sql; find++) {
        if (cc_grid_find_asks(shape, find)) {
            push_find(args, shape, find, view, query, -1, query->q_key);
        }
    }
}
