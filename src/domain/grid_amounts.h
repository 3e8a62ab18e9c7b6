/* Amounts in steps: the database keeps totals of all amounts with the same sign, number of digits, and first or first
 * two digits (store/schema_sqlite.h), and a range of amounts is made of some of these and what is left at its ends.
 * Used by the files of the grid alone. */
#ifndef CC_GRID_AMOUNTS_H
#define CC_GRID_AMOUNTS_H

#include <apr_pools.h>
#include <stdint.h>

typedef struct {
    const char *steps; /**< names of those that lie within the range, as a JSON array */
    struct {
        int64_t from, to; /**< both included; from > to: nothing */
    } ends[2];            /**< the rest of the range */
} cc_grid_amounts_t;

/** What a range of amounts in millionths is made of, both ends included. At most 110 steps. */
cc_grid_amounts_t cc_grid_amounts(apr_pool_t *pool, int64_t from, int64_t to);

#endif
