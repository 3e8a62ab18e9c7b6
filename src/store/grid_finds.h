/* SQL that finds rows of a list by its text indexes (schema_finds.h, schema_trigrams.h): pieces of the texts of
 * grid_sql.c. What it finds is what LIKE would find, no more and no less. */
#ifndef CC_GRID_FINDS_H
#define CC_GRID_FINDS_H

#include "grid_sql.h"

/** The piece of the definition that a filter of this column asks, or NULL. */
const cc_grid_find_t *cc_grid_find_of(const cc_grid_def_t *def, int column);

/** Is this piece of the definition asked by a search? That of roles only if a role's label has the text. */
bool cc_grid_find_asks(const cc_grid_shape_t *shape, const cc_grid_find_t *find);

/** The words of its index on SQLite that begin with some letters, and how many texts have each. Parameters: the
 * letters, and what comes after all that begin with them. */
const char *cc_grid_sql_find_words(apr_pool_t *pool, const cc_grid_find_t *find);

/** What the text index of access calls a customer: a word of three letters that no text has. */
const char *cc_grid_find_customer_word(apr_pool_t *pool, int64_t id);

/** " AND id IN (…)" for the filters that are `found` and for the search, if that is. Parameters of each piece: the
 *  customer, if it is `scoped`, then what its index is asked for, or its pattern, or the codes of roles. */
const char *cc_grid_sql_found(apr_pool_t *pool, const cc_grid_shape_t *shape);

/** "SELECT COUNT(*) …" of what is found where nothing else is asked, or NULL. Parameters: that of the
 *  scope, if there is one, and the same. */
const char *cc_grid_sql_found_count(apr_pool_t *pool, const cc_grid_shape_t *shape);

#endif
