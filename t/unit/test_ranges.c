/* Where in dates a search can be: whatever is in a date is looked for where it is. */
#include "domain/grid_ranges.h"

#include "tap.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <string.h>

/* Is a text looked for in this day, whose month begins all dates of it? */
static bool is_sought(apr_pool_t *pool, const char *text, const char *month, const char *day)
{
    cc_grid_in_dates_t in = cc_grid_in_dates(text);

    return (in != CC_IN_NO_DATE && strstr(month, text)) ||
           (in == CC_IN_DAYS && strstr(cc_grid_days_with(pool, text), apr_pstrcat(pool, "\"", day, "\"", NULL)));
}

static const char *ends_text(apr_pool_t *pool, const apr_array_header_t *ends)
{
    return apr_pstrcat(pool, APR_ARRAY_IDX(ends, 0, const char *), " ", APR_ARRAY_IDX(ends, 1, const char *), NULL);
}

/* A range reaches as far as it says, and without an end as far as there is anything. */
static void test_ends(apr_pool_t *pool)
{
    static const struct {
        const char *text, *want;
    } times[] = {{"1960..1970-01-01", "-315619200 86399"}, {"1969-12-31", "-86400 -1"},
                 {"0001..1969", "-62135596800 -1"},        {"1960..", "-315619200 9223372036854775807"},
                 {"2026..1960", "1767225600 -283996801"},  {"1960-02-30..", "1 0"}},
      overdue[] = {{"1..", "0001-01-01 2027-01-14"},          {"..", "0001-01-01 2027-01-14"},
                   {"36500..36501", "1927-02-08 1927-02-09"}, {"5..10", "2027-01-05 2027-01-10"},
                   {"..5", "2027-01-10 2027-01-14"},          {"2147483648..", "9999-12-31 0001-01-01"},
                   {"5..x", "9999-12-31 0001-01-01"}};
    cc_grid_range_t amounts = cc_grid_amount_range(pool, "..0", "en");

    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        apr_array_header_t *ends = apr_array_make(pool, 2, sizeof(const char *));
        cc_grid_push_times(ends, times[i].text);
        is_str(ends_text(pool, ends), times[i].want, times[i].text);
    }
    for (size_t i = 0; i < sizeof(overdue) / sizeof(overdue[0]); i++) {
        apr_array_header_t *ends = apr_array_make(pool, 2, sizeof(const char *));
        cc_grid_push_overdue(ends, "2027-01-15", overdue[i].text);
        is_str(ends_text(pool, ends), overdue[i].want, overdue[i].text);
    }
    ok(amounts.from == -INT64_MAX && amounts.to == 0, "an open range of amounts begins with the least of all");
}

int main(void)
{
    static const char *const nowhere[] = {"a", "2026-2", "9-9", "--", "-4-", "2026-11-07-", "7:", "2026-11-45", ""};
    static const char *const whole[] = {"2026", "2026-11", "2025..2026-11", "2026-11..", "..2026", "..", NULL};
    static const char *const days[] = {"2026-11-07", "2026-11..2026-11-07", "2026-11-07..", "x", "2026-1", NULL};
    apr_pool_t *pool, *each;
    apr_array_header_t *times;
    int missed = 0, asked = 0;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_pool_create(&each, pool);
    times = apr_array_make(pool, 6, sizeof(const char *));
    for (int month = 1; month <= 24; month++) {
        for (int day = 1; day <= 31; day++) {
            const char *begin = apr_psprintf(each, "%04d-%02d-", 2019 + month, 1 + month % 12);
            const char *end = apr_psprintf(each, "%02d", day), *date = apr_pstrcat(each, begin, end, NULL);
            for (int from = 0; from < 10; from++) {
                for (int length = 1; from + length <= 10; length++) {
                    missed += !is_sought(each, apr_pstrmemdup(each, date + from, (apr_size_t)length), begin, end);
                    asked++;
                }
            }
            apr_pool_clear(each);
        }
    }
    ok(!missed, "every part of %d dates is found in them", asked / 55);
    for (int i = 0; *nowhere[i]; i++) {
        ok(cc_grid_in_dates(nowhere[i]) == CC_IN_NO_DATE, "%s is in no date", nowhere[i]);
    }
    ok(cc_grid_in_dates("777") == CC_IN_MONTHS, "three digits are in the year");
    ok(cc_grid_in_dates("2026-11") == CC_IN_MONTHS, "a month is in all its days");
    ok(cc_grid_in_dates("77") == CC_IN_MONTHS, "no day is the 77th");
    is_str(cc_grid_days_with(pool, "7"), "[\"07\",\"17\",\"27\"]", "days with a digit");
    is_str(cc_grid_days_with(pool, "2026-11-07"), "[\"07\"]", "a day");
    cc_grid_push_times(times, "9999");
    cc_grid_push_times(times, "9999-12");
    cc_grid_push_times(times, "2026-11..9999-12-31");
    for (int i = 0; i < times->nelts; i += 2) {
        ok(apr_atoi64(APR_ARRAY_IDX(times, i, const char *)) > 1, "the last year begins");
        is_str(APR_ARRAY_IDX(times, i + 1, const char *), "9223372036854775806", "and nothing comes after it");
    }
    test_ends(pool);
    for (int i = 0; whole[i]; i++) {
        ok(cc_grid_whole_months(pool, whole[i]), "%s is whole months", whole[i]);
    }
    for (int i = 0; days[i]; i++) {
        ok(!cc_grid_whole_months(pool, days[i]), "%s is not whole months", days[i]);
    }
    return done();
}
