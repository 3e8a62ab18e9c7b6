/* Amounts in steps: the database keeps totals of all amounts with the same sign, number of digits, and first, first
 * two or first three digits (store/schema_sqlite.h), and a range of amounts is made of some of these and what is left
 * at its ends. Used by the files of the grid alone. */
#ifndef CC_GRID_AMOUNTS_H
#define CC_GRID_AMOUNTS_H

#include <apr_pools.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const char *steps; /**< names of those that lie within the range, as a JSON array */
    struct {
        int64_t from, to; /**< both included; from > to: nothing */
    } ends[2];            /**< the rest of the range */
} cc_grid_amounts_t;

/** First digits that the smallest steps have in common. */
#define CC_GRID_STEP_DIGITS 3

/** What a range of amounts in millionths is made of, both ends included, in steps of up to so many first digits. At
 *  most 160 steps. */
cc_grid_amounts_t cc_grid_amounts(apr_pool_t *pool, int64_t from, int64_t to, int step_digits);

/** All amounts with this sign and so many digits, the first of which are those of `begin`. */
typedef struct {
    bool minus;
    int digits, given; /**< how many, and how many of them are given */
    uint64_t begin;    /**< 0: none is */
} cc_grid_step_t;

/** Those with one digit more, or, of NULL, those of which none is given, from the least amounts to the greatest.
 *  Returns how many: 0 where there are no further digits. */
int cc_grid_steps_within(const cc_grid_step_t *step, cc_grid_step_t *steps);
#define CC_GRID_STEPS_MAX 38

/** The name that totals have it under, and its least and greatest amount. */
const char *cc_grid_step_name(apr_pool_t *pool, const cc_grid_step_t *step);
void cc_grid_step_ends(const cc_grid_step_t *step, int64_t *from, int64_t *to);

#endif
