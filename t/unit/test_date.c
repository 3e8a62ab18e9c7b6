/* Calendar dates: which exist, and what lies some days before. */
#include "base/date.h"

#include "tap.h"

#include <apr_general.h>
#include <stdlib.h>
#include <time.h>

static void test_valid(void)
{
    static const struct {
        const char *date;
        bool valid;
    } table[] = {
        {"2026-11-22", true},  {"2024-02-29", true},  {"2000-02-29", true},  {"0001-01-01", true},
        {"9999-12-31", true},  {"2026-02-29", false}, {"1900-02-29", false}, {"2026-04-31", false},
        {"2026-13-01", false}, {"2026-00-10", false}, {"2026-01-00", false}, {"2026-1-01", false},
        {"26-01-01", false},   {"2026-01-1", false},  {"2026/01/01", false}, {"2026-01-01 ", false},
        {" 026-01-01", false}, {"+026-01-01", false}, {"0000-01-01", false}, {"", false},
        {NULL, false},         {"20260101", false},   {"2026-01-32", false}, {"2026-01-0x", false},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        ok(cc_date_valid(table[i].date) == table[i].valid, "'%s' %s", table[i].date ? table[i].date : "(null)",
           table[i].valid ? "is a date" : "is none");
    }
}

static void test_plus(apr_pool_t *pool)
{
    static const struct {
        const char *from;
        int days;
        const char *want;
    } table[] = {
        {"2026-11-22", 0, "2026-11-22"},    {"2026-10-31", 22, "2026-11-22"},    {"2025-12-31", 1, "2026-01-01"},
        {"2024-02-28", 1, "2024-02-29"},    {"2024-02-29", 1, "2024-03-01"},     {"2023-02-28", 1, "2023-03-01"},
        {"2024-02-26", 1000, "2026-11-22"}, {"1926-12-17", 36500, "2026-11-22"}, {"9999-12-30", 1, "9999-12-31"},
        {"9999-12-31", 1, "9999-12-31"},    {"9999-01-01", 36500, "9999-12-31"}, {"no date", 1, "9999-12-31"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        char name[80];
        snprintf(name, sizeof(name), "%s + %d days", table[i].from, table[i].days);
        is_str(cc_date_plus(pool, table[i].from, table[i].days), table[i].want, name);
    }
}

static void test_minus(apr_pool_t *pool)
{
    static const struct {
        const char *from;
        int days;
        const char *want;
    } table[] = {
        {"2026-11-22", 0, "2026-11-22"},
        {"2026-11-22", 22, "2026-10-31"},
        {"2026-01-01", 1, "2025-12-31"},
        {"2024-03-01", 1, "2024-02-29"},
        {"2023-03-01", 1, "2023-02-28"},
        {"2000-03-01", 1, "2000-02-29"},
        {"2100-03-01", 1, "2100-02-28"},
        {"2024-12-31", 366, "2023-12-31"},
        {"2026-11-22", 365, "2025-11-22"},
        {"2024-02-29", 366, "2023-02-28"},
        {"2026-11-22", 1000, "2024-02-26"},
        {"2026-11-22", 36500, "1926-12-17"},
        {"0001-01-05", 4, "0001-01-01"},
        {"0001-01-05", 5, "0001-01-01"},
        {"0001-01-05", 36500, "0001-01-01"},
        {"0100-12-31", 36500, "0001-01-24"},
        {"0100-01-01", 36159, "0001-01-01"},
        {"no date", 1, "9999-12-31"},
        {NULL, 1, "9999-12-31"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        char name[80];
        snprintf(name, sizeof(name), "%s - %d days", table[i].from ? table[i].from : "(null)", table[i].days);
        is_str(cc_date_minus(pool, table[i].from, table[i].days), table[i].want, name);
    }
}

/* Ten years one day at a time: every step is one that exists and is smaller than the one before. */
static void test_every_day(apr_pool_t *pool)
{
    const char *day = "2028-12-31";
    int wrong = 0;

    for (int i = 0; i < 3653; i++) {
        const char *before = cc_date_minus(pool, day, 1);
        wrong += !cc_date_valid(before) || strcmp(before, day) >= 0 ||
                 strcmp(cc_date_minus(pool, "2028-12-31", i + 1), before) != 0;
        day = before;
    }
    is_int(wrong, 0, "ten years backwards day by day");
    is_str(day, "2018-12-31", "ten years are 3653 days");
}

static void test_clock(apr_pool_t *pool)
{
    is_str(cc_date_utc(pool, 0), "1970-01-01T00:00:00Z", "the epoch");
    is_str(cc_date_utc(pool, 1795332600), "2026-11-22T07:30:00Z", "a time");
    setenv("TZ", "Europe/Sofia", 1);
    tzset();
    is_str(cc_date_local(pool, 1795384799), "2026-11-22", "one second before local midnight");
    is_str(cc_date_local(pool, 1795384800), "2026-11-23", "local midnight, not that of UTC");
    setenv("TZ", "UTC", 1);
    tzset();
    is_str(cc_date_local(pool, 1795384800), "2026-11-22", "in UTC still the day before");
}

int main(void)
{
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    test_valid();
    test_minus(pool);
    test_plus(pool);
    test_every_day(pool);
    test_clock(pool);
    return done();
}
