/* Dates and times: held against the calendar of the C library. Input: a number of days, then two dates on lines of
 * their own, then a point in time. */
#include "fuzz.h"

#include "../../src/base/date.h"

#include <stdio.h>
#include <time.h>

/* Seconds since the epoch of a date that exists, by the C library. */
static bool expected(const char *iso, time_t *seconds)
{
    struct tm tm = {0}, back;
    char text[40];

    if (strlen(iso) != 10 || iso[4] != '-' || iso[7] != '-' || strspn(iso, "0123456789-") != 10 ||
        sscanf(iso, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) != 3 || tm.tm_year < 1) {
        return false;
    }
    tm.tm_year -= 1900;
    tm.tm_mon--;
    *seconds = timegm(&tm);
    gmtime_r(seconds, &back);
    snprintf(text, sizeof(text), "%04d-%02d-%02d", back.tm_year + 1900, back.tm_mon + 1, back.tm_mday);
    return !strcmp(text, iso);
}

static void check_pair(apr_pool_t *pool, const char *a, const char *b, int days)
{
    time_t from = 0, to = 0;
    int between;

    if (!expected(a, &from) || !expected(b, &to)) {
        must(cc_date_between(a, b) == 0);
        return;
    }
    between = cc_date_between(a, b);
    must(between == (to - from) / 86400);
    must((strcmp(a, b) < 0) == (between > 0));
    if (between >= 0) {
        must(!strcmp(cc_date_plus(pool, a, between), b));
        must(!strcmp(cc_date_minus(pool, b, between), a));
    }
    b = cc_date_minus(pool, a, days);
    must(cc_date_valid(b) && strcmp(b, a) <= 0);
    must(cc_date_between(b, a) == days || !strcmp(b, "0001-01-01"));
    b = cc_date_plus(pool, a, days);
    must(cc_date_valid(b) && strcmp(b, a) >= 0);
    must(cc_date_between(a, b) == days || !strcmp(b, "9999-12-31"));
}

static void check_time(apr_pool_t *pool, const char *text)
{
    int64_t seconds = 77;

    if (!cc_date_utc_parse(text, &seconds)) {
        must(seconds == 77);
        return;
    }
    must(!strcmp(cc_date_utc(pool, seconds), text));
    must(seconds >= 0);
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    int days = (int)((unsigned)fuzz_number(&text, &length) % 40000);
    const char *a = fuzz_until(pool, &text, &length, '\n'), *b = fuzz_until(pool, &text, &length, '\n');
    time_t seconds;

    must(cc_date_valid(a) == expected(a, &seconds));
    must(cc_date_valid(b) == expected(b, &seconds));
    if (!cc_date_valid(a)) {
        must(!strcmp(cc_date_minus(pool, a, days), "9999-12-31"));
    }
    check_pair(pool, a, b, days);
    check_time(pool, text);
}
