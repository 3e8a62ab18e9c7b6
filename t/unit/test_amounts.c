/* Ranges of amounts in steps: whatever the range, each amount within it is in one step or at one end, and no other is.
 */
#include "domain/grid_amounts.h"

#include "tap.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <inttypes.h>
#include <string.h>

/* How often an amount is counted: the names of its steps are those that the triggers of the store make. */
static int times(apr_pool_t *pool, const cc_grid_amounts_t *amounts, int64_t amount)
{
    const char *digits = apr_psprintf(pool, "%" PRIu64, amount < 0 ? (uint64_t)-amount : (uint64_t)amount);
    int count = 0;

    for (int n = 0; n <= 2 && n <= (int)strlen(digits); n++) {
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
    for (int from = 0; from < COUNT; from++) {
        for (int to = 0; to < COUNT; to++) {
            cc_grid_amounts_t made = cc_grid_amounts(each, amounts[from], amounts[to]);
            most = names(made.steps) > most ? names(made.steps) : most;
            for (int i = 0; i < COUNT; i++) {
                int expected = amounts[i] >= amounts[from] && amounts[i] <= amounts[to];
                if (times(each, &made, amounts[i]) != expected && !wrong++) {
                    diag("%" PRId64 " of %" PRId64 "..%" PRId64 ": %s", amounts[i], amounts[from], amounts[to],
                         made.steps);
                }
            }
            apr_pool_clear(each);
        }
    }
    ok(!wrong, "every amount is counted once, or not at all");
    ok(most > 20 && most <= 110, "in a bounded number of steps");
    is_str(cc_grid_amounts(pool, 10000000, 49999999).steps, "[\"H1\",\"H2\",\"H3\",\"H4\"]", "10 to below 50");
    is_str(cc_grid_amounts(pool, -19, 9).steps, "[\"-A\",\"-B1\",\"A\"]", "from below nothing to above it");
    is_str(cc_grid_amounts(pool, 1, 0).steps, "[]", "no range, no steps");
    return done();
}
