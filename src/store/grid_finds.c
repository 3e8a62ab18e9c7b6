#include "grid_finds.h"

#include <apr_strings.h>

const cc_grid_find_t *cc_grid_find_of(const cc_grid_def_t *def, int column)
{
    for (const cc_grid_find_t *find = def->finds; find && find->sql; find++) {
        if (find->names[column] && def->columns[column].type != CC_COLUMN_NUMBER) {
            return find;
        }
    }
    return NULL;
}

bool cc_grid_find_asks(const cc_grid_shape_t *shape, const cc_grid_find_t *find)
{
    return !find->roles || shape->found_roles;
}

const char *cc_grid_sql_find_words(apr_pool_t *pool, const cc_grid_find_t *find)
{
    return apr_pstrcat(pool, "SELECT term, SUM(doc) FROM ", find->index,
                       "_search_words WHERE term >= %s AND term < %s GROUP BY term", NULL);
}

/* All pieces that are asked: what has the text in any of the columns. */
static const char *anywhere(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const char *sql = NULL;

    for (const cc_grid_find_t *find = shape->def->finds; find->sql; find++) {
        if (!cc_grid_find_asks(shape, find)) {
            continue;
        }
        sql = sql ? apr_pstrcat(pool, sql, " UNION ", find->sql, NULL) : find->sql;
    }
    return sql;
}

const char *cc_grid_sql_found(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = "";

    for (int i = 0; i < def->count; i++) {
        const cc_grid_find_t *find = (shape->found >> i) & 1 ? cc_grid_find_of(def, i) : NULL;
        if (find) {
            sql = apr_pstrcat(pool, sql, " AND ", def->id, " IN (", find->sql, ")", NULL);
        }
    }
    return shape->found_search ? apr_pstrcat(pool, sql, " AND ", def->id, " IN (", anywhere(pool, shape), ")", NULL)
                               : sql;
}

/* Letters of private use (CUSTOMER_WORD in schema_finds.c). */
const char *cc_grid_find_customer_word(apr_pool_t *pool, int64_t id)
{
    char *word = apr_palloc(pool, 10), *at = word;

    for (int shift = 24; shift >= 0; shift -= 12) {
        unsigned letter = 0xE000 + (unsigned)(id >> shift) % 4096;
        *at++ = (char)(0xE0 | letter >> 12);
        *at++ = (char)(0x80 | (letter >> 6 & 0x3F));
        *at++ = (char)(0x80 | (letter & 0x3F));
    }
    *at = '\0';
    return word;
}

/* Is what is found of the list's scope and no other? */
static bool finds_within(const cc_grid_def_t *def)
{
    bool within = true;

    for (const cc_grid_find_t *find = def->finds; *def->scope && find->sql; find++) {
        within = within && (find->within || find->scoped);
    }
    return within;
}

const char *cc_grid_sql_found_count(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = NULL;

    if (!def->finds || !finds_within(def) || shape->asked != shape->found || shape->searched != shape->found_search) {
        return NULL;
    }
    if (shape->found_search && !shape->found) {
        sql = anywhere(pool, shape);
    }
    for (int i = 0; !shape->found_search && i < def->count; i++) {
        const cc_grid_find_t *find = shape->found == 1U << i ? cc_grid_find_of(def, i) : NULL;
        if (find) {
            sql = find->sql;
        }
    }
    return sql ? apr_pstrcat(pool, "SELECT COUNT(*) FROM ",
                             *def->scope ? "(SELECT {number} AS customer_id) scope CROSS JOIN (" : "(", sql, ") found",
                             NULL)
               : NULL;
}
