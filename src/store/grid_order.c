/* What the shape of a grid says: what of it is seen, and in which order. Declared in grid_sql.h. */
#include "grid_sql.h"

#include <string.h>

bool cc_grid_sees(const cc_grid_shape_t *shape, int column)
{
    return (shape->columns >> column) & 1;
}

bool cc_grid_is_number(const cc_grid_column_t *column)
{
    return column->type == CC_COLUMN_NUMBER || column->type == CC_COLUMN_MONEY || column->type == CC_COLUMN_TIME ||
           column->type == CC_COLUMN_FLAG;
}

int cc_grid_date_column(const cc_grid_def_t *def)
{
    for (int i = 0; def->date_scope && i < def->count; i++) {
        size_t length = strlen(def->columns[i].match);
        if (!strncmp(def->date_scope, def->columns[i].match, length) && def->date_scope[length] == ' ') {
            return i;
        }
    }
    return -1;
}

bool cc_grid_has_sums(const cc_grid_shape_t *shape)
{
    bool money = false;

    for (int i = 0; shape->def->currency && i < shape->def->count; i++) {
        money = money || (cc_grid_sees(shape, i) && shape->def->columns[i].type == CC_COLUMN_MONEY);
    }
    return money;
}

int cc_grid_order(const cc_grid_shape_t *shape, cc_grid_order_t *order, bool *by_id)
{
    const cc_grid_def_t *def = shape->def;
    int count = 0, date = cc_grid_date_column(def);
    /* the more days overdue, the earlier the due date */
    bool down = shape->descending != (def->columns[shape->sort].type == CC_COLUMN_OVERDUE);
    bool has_sort = false, has_date = false;

    for (int i = 0; i < shape->group_count; i++) {
        bool sorted = shape->groups[i] == shape->sort;
        order[count++] = (cc_grid_order_t){shape->groups[i], sorted && down};
        has_sort = has_sort || sorted;
        has_date = has_date || shape->groups[i] == date;
    }
    if (!has_sort) {
        order[count++] = (cc_grid_order_t){shape->sort, down};
    }
    if (date < 0 || shape->sort == date) {
        *by_id = down;
        return count;
    }
    /* rows that are equal so far: the newest first, or, backwards, last, as the indexes have them */
    if (!has_date) {
        order[count++] = (cc_grid_order_t){date, !down};
    }
    *by_id = !down;
    return count;
}
