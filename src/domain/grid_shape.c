/* Which text of a grid a request gets. Declared in grid_args.h. */
#include "grid_args.h"

#include "grid_roles.h"

#include <string.h>

const char *const *cc_grid_types(const cc_grid_def_t *def, const cc_view_t *view)
{
    if (!view->settings || def->types == CC_TYPES_ALL) {
        return NULL;
    }
    return def->types == CC_TYPES_ORDERS ? view->settings->order_types : view->settings->invoice_types;
}

static bool is_filtered(const cc_grid_query_t *query, const cc_grid_def_t *def)
{
    bool filtered = query && query->q_key;

    for (int i = 0; query && i < def->count; i++) {
        filtered = filtered || query->filter_keys[i];
    }
    return filtered;
}

bool cc_grid_is_exact(const cc_grid_query_t *query, const cc_grid_column_t *column, int n)
{
    bool by_text = column->type == CC_COLUMN_TEXT || column->type == CC_COLUMN_CODE;

    return by_text && query->filter_keys[n] && *query->filter_keys[n] == '=';
}

/* An index that begins with the role has the rows of one in their order, which it has not of several. */
static bool is_one_role(const cc_grid_query_t *query, const cc_grid_column_t *column, int n)
{
    const char *codes[CC_ROLES];

    return column->type == CC_COLUMN_ROLE && query->filter_keys[n] && cc_grid_roles(query->filter_keys[n], codes) == 1;
}

/* Is a person asked for who is not there? */
static bool is_absent(const cc_grid_query_t *query, const cc_grid_def_t *def, int n)
{
    return def->absent && def->columns[n].type == CC_COLUMN_PERSON && query->filter_keys[n] &&
           !strcmp(query->filter_keys[n], CC_GRID_NO_PERSON);
}

cc_grid_shape_t cc_grid_shape(const cc_grid_def_t *def, const cc_view_t *view, const cc_grid_query_t *query)
{
    cc_grid_shape_t shape = {.def = def, .filtered = is_filtered(query, def), .index = -1};

    for (int i = 0; i < def->count; i++) {
        shape.columns |= cc_grid_column_allowed(&def->columns[i], view) ? 1U << i : 0;
    }
    for (const char *const *code = cc_grid_types(def, view); code && *code; code++) {
        shape.types++;
    }
    shape.no_types = cc_grid_types(def, view) && !shape.types;
    for (int i = 0; query && i < def->count; i++) {
        shape.asked |= query->filter_keys[i] ? 1U << i : 0;
        shape.exact |=
            cc_grid_is_exact(query, &def->columns[i], i) || is_one_role(query, &def->columns[i], i) ? 1U << i : 0;
        shape.absent |= is_absent(query, def, i) ? 1U << i : 0;
    }
    shape.searched = query && query->q_key;
    if (query) {
        shape.sort = query->sort;
        shape.descending = query->descending;
        shape.group_count = query->group_count;
        memcpy(shape.groups, query->groups, sizeof(shape.groups));
    }
    return shape;
}
