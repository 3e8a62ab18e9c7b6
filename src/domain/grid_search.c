#include "grid_search.h"

#include "../store/grid_finds.h"
#include "grid_args.h"
#include "grid_roles.h"
#include "grid_search_args.h"
#include "grid_words.h"

#include <string.h>

/* So many rows are read sooner, and so are those of a customer who has less than one in so many of all rows: the
 * indexes find in the lists of all customers. */
#define MANY 2000
#define SHARE 20
/* From one in so many rows on, they are not worth being read out of order. */
#define MANY_HITS 4
/* Of the first rows along the order so many times as many are looked at as should do. */
#define SLACK 4
#define NEAR_LEAST 256
#define NEAR_MOST 262144

/* All columns may be seen, as who may see a list may: the indexes find in all. */
static bool sees_all(const cc_grid_shape_t *shape)
{
    return shape->columns == (1U << shape->def->count) - 1;
}

/* Columns filtered by a part of a text, of three letters at least or of fewer. */
static unsigned findable(const cc_grid_shape_t *shape, const cc_grid_query_t *query, bool few)
{
    unsigned found = 0;

    for (int i = 0; i < shape->def->count; i++) {
        const char *folded = query->filter_keys[i];
        bool part = folded && *folded != '=' && cc_grid_is_short(folded) == few;
        bool none = shape->def->columns[i].type == CC_COLUMN_PERSON && folded && !strcmp(folded, CC_GRID_NO_PERSON);
        found |= part && !none && cc_grid_find_of(shape->def, i) ? 1U << i : 0;
    }
    return found;
}

/* How many rows the list has, and, if it is of one customer, those of all. */
static cc_status_t count_all(const cc_grid_plan_t *plan, const cc_grid_def_t *def, int64_t *all, int64_t *of_all)
{
    cc_grid_shape_t whole = cc_grid_shape(def, plan->view, NULL);
    apr_array_header_t *nobody = apr_array_make(plan->ctx->pool, 1, sizeof(const char *));
    cc_grid_totals_t totals;
    cc_status_t status;

    whole.counted = true;
    status = cc_grid_read_totals(plan->ctx, &whole, cc_grid_args(plan->ctx, &whole, plan->view, NULL), &totals);
    *of_all = *all = totals.count;
    if (status == CC_OK && *def->scope && *all > MANY) {
        APR_ARRAY_PUSH(nobody, const char *) = "0"; /* no customer has it: all */
        status = cc_grid_read_totals(plan->ctx, &whole, nobody, &totals);
        *of_all = totals.count;
    }
    return status;
}

static bool is_in_roles(const char *folded)
{
    const char *codes[CC_ROLES];

    return cc_grid_roles(folded, codes) > 0;
}

/* Columns whose texts are not those of the table of the list. */
static unsigned of_others(const cc_grid_def_t *def)
{
    unsigned columns = 0;

    for (int i = 0; i < def->count; i++) {
        cc_column_type_t type = def->columns[i].type;
        columns |= type == CC_COLUMN_PERSON || type == CC_COLUMN_CUSTOMER ? 1U << i : 0;
    }
    return columns;
}

/* Can it be neither the end of a customer's name and what lies before the number, nor that and the number? */
static bool is_of_one_part(const char *folded)
{
    return !strchr(folded, '#') && folded[strlen(folded) - 1] != ' ';
}

/* PostgreSQL takes its indexes by itself for what is asked of one table, however that is put together by OR. What is
 * asked of several tables it would compare row by row, so what each of them finds is asked apart. And what is compared
 * though it is not asked for, as each document has it, would be looked for in the index as well, which has it nowhere.
 */
static void find_by_patterns(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, unsigned found, bool search)
{
    unsigned others = of_others(shape->def);

    for (int i = 0; i < shape->def->count; i++) {
        bool asked = (found & others) >> i & 1;
        shape->found |= asked && is_of_one_part(plan->query->filter_keys[i]) ? 1U << i : 0;
    }
    shape->found_search = search && others && is_of_one_part(plan->query->q_key);
    shape->found_roles = shape->found_search && is_in_roles(plan->query->q_key);
    shape->by_patterns = true;
    shape->lean = !shape->def->finds;
}

/* Of how many pieces is what a search finds put together? */
static int pieces(const cc_grid_shape_t *shape)
{
    int count = 0;

    for (const cc_grid_find_t *find = shape->def->finds; find->sql; find++) {
        count += cc_grid_find_asks(shape, find);
    }
    return count;
}

/* Finds a search of one or two letters, if an index is worth asking. */
static cc_status_t search_letters(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, int64_t rows)
{
    bool can = true;
    cc_status_t status = CC_OK;

    shape->found_roles = is_in_roles(plan->query->q_key);
    if (pieces(shape) > 1) {
        rows /= MANY_HITS; /* ids of several are put in order */
    }
    for (const cc_grid_find_t *find = shape->def->finds; status == CC_OK && can && find->sql; find++) {
        if (!find->roles) {
            status = cc_grid_find_letters(plan, find, plan->query->q_key, rows, &can);
        }
    }
    shape->found_search = status == CC_OK && can;
    shape->found_roles = shape->found_search && shape->found_roles;
    return status;
}

static cc_status_t filter_letters(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, int64_t rows)
{
    unsigned few = findable(shape, plan->query, true);
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < shape->def->count; i++) {
        bool can = false;
        if ((few >> i) & 1) {
            status =
                cc_grid_find_letters(plan, cc_grid_find_of(shape->def, i), plan->query->filter_keys[i], rows, &can);
        }
        shape->found |= can ? 1U << i : 0;
    }
    return status;
}

cc_status_t cc_grid_search(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, int64_t *all)
{
    const cc_grid_def_t *def = shape->def;
    bool search = shape->searched && !cc_grid_is_short(plan->query->q_key);
    unsigned found = def->finds ? findable(shape, plan->query, false) : 0;
    int64_t rows, of_all;
    cc_dialect_t dialect;
    cc_status_t status = CC_OK;

    *all = 0;
    if (!shape->filtered || (def->finds && !sees_all(shape))) {
        return CC_OK;
    }
    status = cc_db_dialect(plan->ctx->db, &dialect);
    if (status == CC_OK && dialect == CC_DIALECT_PGSQL) {
        find_by_patterns(plan, shape, found, search);
    }
    if (status != CC_OK || dialect != CC_DIALECT_SQLITE || !def->finds) {
        return status;
    }
    status = count_all(plan, def, &rows, &of_all);
    *all = status == CC_OK && rows > MANY ? rows : 0;
    if (*all && *all >= of_all / SHARE) {
        shape->found = found;
        shape->found_search = search;
        shape->found_roles = search && is_in_roles(plan->query->q_key);
        status = filter_letters(plan, shape, of_all);
        if (status == CC_OK && shape->searched && !search) {
            status = search_letters(plan, shape, of_all);
        }
    }
    shape->scanned = shape->searched && !shape->asked && !shape->found_search && *all > of_all / MANY_HITS;
    return status;
}

/* So many rows along the order that the page is among them, even if what is found comes a few times less often there
 * than elsewhere: one of a few numbers, each of which is a statement. */
static int64_t near_rows(int64_t total, int64_t all, int64_t rows)
{
    int64_t near = NEAR_LEAST;

    while (near / SLACK < rows * all / total) {
        near *= SLACK;
    }
    return near;
}

bool cc_grid_search_begins(const cc_grid_shape_t *shape, int64_t total, int64_t all, int64_t rows, int *near)
{
    int64_t n = all && !shape->group_count && total > CC_GRID_FEW_HITS ? near_rows(total, all, rows) : total + 1;

    *near = n <= total && n <= NEAR_MOST ? (int)n : 0;
    return *near > 0;
}

bool cc_grid_search_walks(const cc_grid_shape_t *found, int64_t total, int64_t all, int64_t rows, bool begun)
{
    if (!found->found && !found->found_search) {
        return true;
    }
    return begun ? total > all / MANY_HITS : total > CC_GRID_FEW_HITS && total >= rows * all / total;
}

/* Is nothing asked that the counts are not by? */
static bool are_counted(const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    bool counted = def->counted && !shape->searched;

    for (int i = 0; i < def->count; i++) {
        bool absent = (shape->absent >> i) & 1, asked = (shape->asked >> i) & 1;
        counted = counted && (!asked || (absent ? def->counted_absent : def->columns[i].counted_by) != NULL);
    }
    return counted;
}

void cc_grid_search_counts(cc_grid_shape_t *shape)
{
    shape->counted = are_counted(shape);
    shape->found = shape->counted ? 0 : shape->found;
}
