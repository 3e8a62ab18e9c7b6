/* Declared in grid_amounts.h. */
#include "grid_amounts.h"

#include <apr_strings.h>
#include <stdbool.h>

#define DIGITS_MAX 19 /* of INT64_MAX */
#define STEP_DIGITS 2 /* that a step may have given */

typedef struct {
    apr_pool_t *pool;
    bool minus;
    uint64_t from, to; /* without the sign */
    bool any;
    uint64_t first, last; /* of what the steps so far are made of */
    const char *steps;
} cover_t;

static uint64_t power(int n)
{
    return n ? 10 * power(n - 1) : 1;
}

/* All numbers of so many digits that begin with the `given` digits of `begin`, whole, or as far as they are in range.
 */
static void cover(cover_t *to, int digits, int given, uint64_t begin)
{
    uint64_t width = power(digits - given), first = begin * width, last = first + (width - 1);

    if (!given) { /* 0 is a number of one digit */
        first = digits == 1 ? 0 : power(digits - 1);
    }
    if (last < to->from || first > to->to) {
        return;
    }
    if (first >= to->from && last <= to->to) {
        to->steps = apr_psprintf(to->pool, given ? "%s%s\"%s%c%d\"" : "%s%s\"%s%c\"", to->steps, to->any ? "," : "",
                                 to->minus ? "-" : "", 'A' - 1 + digits, (int)begin);
        to->first = to->any ? to->first : first;
        to->last = last;
        to->any = true;
        return;
    }
    for (uint64_t digit = 0; given < STEP_DIGITS && given < digits && digit < 10; digit++) {
        if (given || digit || digits == 1) {
            cover(to, digits, given + 1, 10 * begin + digit);
        }
    }
}

static void cover_all(cover_t *to)
{
    for (int digits = 1; digits <= DIGITS_MAX; digits++) {
        cover(to, digits, 0, 0);
    }
}

cc_grid_amounts_t cc_grid_amounts(apr_pool_t *pool, int64_t from, int64_t to)
{
    cc_grid_amounts_t amounts = {.ends = {{from, to}, {1, 0}}};
    cover_t minus = {.pool = pool, .minus = true, .steps = ""}, plus = {.pool = pool, .steps = ""};

    if (from <= to && from < 0) {
        minus.from = to < 0 ? (uint64_t)-to : 0;
        minus.to = (uint64_t)-from;
        cover_all(&minus);
    }
    if (from <= to && to >= 0) {
        plus.from = from < 0 ? 0 : (uint64_t)from;
        plus.to = (uint64_t)to;
        cover_all(&plus);
    }
    if (minus.any || plus.any) {
        /* steps follow each other without a gap, from the least amount to the greatest */
        amounts.ends[0].to = (minus.any ? -(int64_t)minus.last : (int64_t)plus.first) - 1;
        amounts.ends[1].from = (plus.any ? (int64_t)plus.last : -(int64_t)minus.first) + 1;
        amounts.ends[1].to = to;
    }
    amounts.steps = apr_pstrcat(pool, "[", minus.steps, minus.any && plus.any ? "," : "", plus.steps, "]", NULL);
    return amounts;
}
