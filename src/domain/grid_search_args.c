/* Declared in grid_search_args.h. */
#include "grid_search_args.h"

#include "../base/text.h"
#include "../store/grid_finds.h"
#include "grid_roles.h"

#include <apr_strings.h>
#include <string.h>

/* A phrase of a text index; its quotes are doubled. */
static const char *phrase(apr_pool_t *pool, const char *text)
{
    const char *made = "\"";

    for (const char *at; (at = strchr(text, '"')) != NULL; text = at + 1) {
        made = apr_pstrcat(pool, made, apr_pstrmemdup(pool, text, (apr_size_t)(at - text)), "\"\"", NULL);
    }
    return apr_pstrcat(pool, made, text, "\"", NULL);
}

/* The text in one column of the index, or in any that the list has. */
static void push_find(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_grid_find_t *find,
                      const cc_view_t *view, int column, const char *folded)
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
    asked = phrase(args->pool, folded);
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
            push_find(args, shape, find, view, i, query->filter_keys[i]);
        }
    }
    for (const cc_grid_find_t *find = def->finds; shape->found_search && find->sql; find++) {
        if (cc_grid_find_asks(shape, find)) {
            push_find(args, shape, find, view, -1, query->q_key);
        }
    }
}
