/* Ranges of amounts in steps: whatever the range, each amount within it is in one step or at one end, and no other is.
 */
#include "domain/grid_amounts.h"

#include "tap.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <inttypes.h>
#include <string.h>

/* How often an amount is counted: the names of its steps are those that the triggers of the store make. */
static int times(apr_pool_t *pool, const cc_grid_amounts_t *amounts, int64_t amount, int step_digits)
{
    const char *digits = apr_psprintf(pool, "%" PRIu64, amount < 0 ? (uint64_t)-amount : (uint64_t)amount);
    int count = 0;

    for (int n = 0; n <= step_digits && n <= (int)strlen(digits); n++) {
        count += strstr(amounts->steps, apr_psprintf(pool, "\"%s%c%.*s\"", amount < 0 ? "-" : "",
                                                     'A' - 1 + (int)strlen(digits), n, digits)) != NULL;
    }
    for (int i = 0; i < 2; i++) {
        count += amount >= amounts->ends[i].from && amount <= amounts->ends[i].to;
    }
    return count;
}

static int names(const char *steps)
{
    int count = 0;

    for (; *steps; steps++) {
        count += *steps == '"';
    }
    return count / 2;
}

/* Steps follow each other without a gap and make up the one they are within. */
static void test_steps(apr_pool_t *pool)
{
    cc_grid_step_t all[CC_GRID_STEPS_MAX], within[CC_GRID_STEPS_MAX];
    int count = cc_grid_steps_within(NULL, all), wrong = 0;
    int64_t from, to, first, last, before = 0;

    for (int i = 0; i < count; i++) {
        int inner = cc_grid_steps_within(&all[i], within);
        cc_grid_step_ends(&all[i], &from, &to);
        wrong += i && from != before + 1 && !(from == 0 && before == 0); /* 0 is on both sides */
        before = to;
        for (int k = 0; k < inner; k++) {
            int64_t end = k ? last : 0;
            cc_grid_step_ends(&within[k], &first, &last);
            wrong += k ? first != end + 1 : first != from;
        }
        wrong += last != to;
    }
    ok(!wrong && count == CC_GRID_STEPS_MAX && from == 1000000000000000000, "steps follow each other");
    is_str(cc_grid_step_name(pool, &within[0]), "S1", "the first of the last");
    within[0] = (cc_grid_step_t){true, 3, 3, 120};
    ok(!cc_grid_steps_within(&within[0], all), "nothing is within a single amount");
    is_str(cc_grid_step_name(pool, &within[0]), "-C120", "which is below nothing");
}

int main(void)
{
    static const int64_t table[] = {0,
                                    1,
                                    5,
                                    9,
                                    10,
                                    11,
                                    19,
                                    20,
                                    99,
                                    100,
                                    101,
                                    109,
                                    110,
                                    119,
                                    120,
                                    999,
                                    1000,
                                    1001,
                                    10000000,
                                    12345678,
                                    12999999,
                                    13000000,
                                    99999999,
                                    100000000,
                                    999999999,
                                    INT64_MAX,
                                    123450000,
                                    2711170000,
                                    INT64_MAX / 2,
                                    1000000000000000000};
    enum { COUNT = 2 * sizeof(table) / sizeof(table[0]) };
    int64_t amounts[COUNT];
    apr_pool_t *pool, *each;
    int wrong = 0, most = 0;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_pool_create(&each, pool);
    for (int i = 0; i < COUNT; i++) {
        amounts[i] = i % 2 ? -table[i / 2] : table[i / 2];
    }
    for (int n = 0; n < 2 * COUNT; n++) {
        int from = n / 2, digits = CC_GRID_STEP_DIGITS - n % 2;
        for (int to = 0; to < COUNT; to++) {
            cc_grid_amounts_t made = cc_grid_amounts(each, amounts[from], amounts[to], digits);
            most = names(made.steps) > most ? names(made.steps) : most;
            for (int i = 0; i < COUNT; i++) {
                int expected = amounts[i] >= amounts[from] && amounts[i] <= amounts[to];
                if (times(each, &made, amounts[i], digits) != expected && !wrong++) {
                    diag("%" PRId64 " of %" PRId64 "..%" PRId64 ": %s", amounts[i], amounts[from], amounts[to],
                         made.steps);
                }
            }
            apr_pool_clear(each);
        }
    }
    ok(!wrong, "every amount is counted once, or not at all");
    ok(most > 20 && most <= 160, "in a bounded number of steps");
    is_str(cc_grid_amounts(pool, 10000000, 49999999, 2).steps, "[\"H1\",\"H2\",\"H3\",\"H4\"]", "10 to below 50");
    is_str(cc_grid_amounts(pool, -19, 9, 2).steps, "[\"-A\",\"-B1\",\"A\"]", "from below nothing to above it");
    is_str(cc_grid_amounts(pool, 1, 0, 2).steps, "[]", "no range, no steps");
    is_str(cc_grid_amounts(pool, 10000000, 10009999, 2).steps, "[]", "less than a step of two digits");
    is_str(cc_grid_amounts(pool, 10000000, 10199999, 3).steps, "[\"H100\",\"H101\"]", "two of three digits");
    test_steps(pool);
    return done();
}
