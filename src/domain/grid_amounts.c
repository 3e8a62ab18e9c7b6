/* Declared in grid_amounts.h. */
#include "grid_amounts.h"

#include <apr_strings.h>

#define DIGITS_MAX 19 /* of INT64_MAX */

typedef struct {
    apr_pool_t *pool;
    bool minus;
    int step_digits;
    uint64_t from, to; /* without the sign */
    bool any;
    uint64_t first, last; /* of what the steps so far are made of */
    const char *steps;
} cover_t;

static uint64_t power(int n)
{
    return n ? 10 * power(n - 1) : 1;
}

/* Its numbers without the sign. */
static void ends_of(const cc_grid_step_t *step, uint64_t *first, uint64_t *last)
{
    uint64_t width = power(step->digits - step->given);

    *first = step->begin * width;
    *last = *first + (width - 1);
    if (!step->given) { /* 0 is a number of one digit */
        *first = step->digits == 1 ? 0 : power(step->digits - 1);
    }
}

const char *cc_grid_step_name(apr_pool_t *pool, const cc_grid_step_t *step)
{
    return apr_psprintf(pool, step->given ? "%s%c%d" : "%s%c", step->minus ? "-" : "", 'A' - 1 + step->digits,
                        (int)step->begin);
}

void cc_grid_step_ends(const cc_grid_step_t *step, int64_t *from, int64_t *to)
{
    uint64_t first, last;

    ends_of(step, &first, &last);
    last = last > INT64_MAX ? INT64_MAX : last;
    *from = step->minus ? -(int64_t)last : (int64_t)first;
    *to = step->minus ? -(int64_t)first : (int64_t)last;
}

int cc_grid_steps_within(const cc_grid_step_t *step, cc_grid_step_t *steps)
{
    int count = 0, least = step && (step->given || step->digits == 1) ? 0 : 1;

    if (!step) {
        for (int digits = DIGITS_MAX; digits > 0; digits--) {
            steps[count++] = (cc_grid_step_t){true, digits, 0, 0};
        }
        for (int digits = 1; digits <= DIGITS_MAX; digits++) {
            steps[count++] = (cc_grid_step_t){false, digits, 0, 0};
        }
        return count;
    }
    for (int i = least; step->given < step->digits && i < 10; i++) {
        uint64_t digit = (uint64_t)(step->minus ? 9 + least - i : i);
        steps[count++] = (cc_grid_step_t){step->minus, step->digits, step->given + 1, 10 * step->begin + digit};
    }
    return count;
}

/* A step, whole, or as far as it is in range. */
static void cover(cover_t *to, const cc_grid_step_t *step)
{
    cc_grid_step_t within[CC_GRID_STEPS_MAX];
    uint64_t first, last;
    int count;

    ends_of(step, &first, &last);
    if (last < to->from || first > to->to) {
        return;
    }
    if (first >= to->from && last <= to->to) {
        to->steps =
            apr_pstrcat(to->pool, to->steps, to->any ? "," : "", "\"", cc_grid_step_name(to->pool, step), "\"", NULL);
        to->first = to->any && first > to->first ? to->first : first;
        to->last = to->any && last < to->last ? to->last : last;
        to->any = true;
        return;
    }
    count = step->given < to->step_digits ? cc_grid_steps_within(step, within) : 0;
    for (int i = 0; i < count; i++) {
        cover(to, &within[i]);
    }
}

static void cover_all(cover_t *to)
{
    for (int digits = 1; digits <= DIGITS_MAX; digits++) {
        const cc_grid_step_t step = {to->minus, digits, 0, 0};
        cover(to, &step);
    }
}

cc_grid_amounts_t cc_grid_amounts(apr_pool_t *pool, int64_t from, int64_t to, int step_digits)
{
    cc_grid_amounts_t amounts = {.ends = {{from, to}, {1, 0}}};
    cover_t minus = {.pool = pool, .minus = true, .step_digits = step_digits, .steps = ""},
            plus = {.pool = pool, .step_digits = step_digits, .steps = ""};

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
