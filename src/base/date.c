#include "date.h"

#include <apr_strings.h>
#include <apr_time.h>
#include <string.h>

const char *cc_date_local(apr_pool_t *pool, int64_t now)
{
    apr_time_exp_t t;

    apr_time_exp_lt(&t, apr_time_from_sec(now));
    return apr_psprintf(pool, "%04d-%02d-%02d", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday);
}

const char *cc_date_utc(apr_pool_t *pool, int64_t seconds)
{
    apr_time_exp_t t;

    apr_time_exp_gmt(&t, apr_time_from_sec(seconds));
    return apr_psprintf(pool, "%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour,
                        t.tm_min, t.tm_sec);
}

static int digits(const char *s, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (s[i] < '0' || s[i] > '9') {
            return -1;
        }
        value = value * 10 + (s[i] - '0');
    }
    return value;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

static bool parse(const char *iso, int *year, int *month, int *day)
{
    if (!iso || strlen(iso) != 10 || iso[4] != '-' || iso[7] != '-') {
        return false;
    }
    *year = digits(iso, 4);
    *month = digits(iso + 5, 2);
    *day = digits(iso + 8, 2);
    return *year >= 1 && *month >= 1 && *month <= 12 && *day >= 1 && *day <= days_in_month(*year, *month);
}

bool cc_date_valid(const char *iso)
{
    int year, month, day;

    return parse(iso, &year, &month, &day);
}

const char *cc_date_minus(apr_pool_t *pool, const char *iso, int days)
{
    int year, month, day;

    if (!parse(iso, &year, &month, &day)) {
        return "9999-12-31"; /* a cut-off date that nothing passes: no access rather than no limit */
    }
    /* Whole months at a time, so that 100 years are 1,200 steps and no calendar arithmetic can overflow. */
    day -= days;
    while (day < 1) {
        if (--month < 1) {
            month = 12;
            if (--year < 1) {
                return "0001-01-01";
            }
        }
        day += days_in_month(year, month);
    }
    return apr_psprintf(pool, "%04d-%02d-%02d", year, month, day);
}

const char *cc_date_plus(apr_pool_t *pool, const char *iso, int days)
{
    int year, month, day;

    if (!parse(iso, &year, &month, &day)) {
        return "9999-12-31";
    }
    for (day += days; day > days_in_month(year, month);) {
        day -= days_in_month(year, month);
        if (++month > 12) {
            month = 1;
            if (++year > 9999) {
                return "9999-12-31";
            }
        }
    }
    return apr_psprintf(pool, "%04d-%02d-%02d", year, month, day);
}

bool cc_date_utc_parse(const char *text, int64_t *seconds)
{
    apr_time_exp_t t = {0};
    apr_time_t time;
    int year, month, day;

    if (!text || strlen(text) != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z') {
        return false;
    }
    char date[11] = {0};
    memcpy(date, text, 10);
    t.tm_hour = digits(text + 11, 2);
    t.tm_min = digits(text + 14, 2);
    t.tm_sec = digits(text + 17, 2);
    if (!parse(date, &year, &month, &day) || year < 1970 || t.tm_hour < 0 || t.tm_hour > 23 || t.tm_min < 0 ||
        t.tm_min > 59 || t.tm_sec < 0 || t.tm_sec > 59) {
        return false;
    }
    t.tm_year = year - 1900;
    t.tm_mon = month - 1;
    t.tm_mday = day;
    if (apr_time_exp_gmt_get(&time, &t) != APR_SUCCESS) {
        return false;
    }
    *seconds = apr_time_sec(time);
    return true;
}

/* Days since the first of March of the year 0: leap days come at the end of such years. */
static int64_t day_number(int year, int month, int day)
{
    if (month < 3) {
        year--;
        month += 12;
    }
    return 365LL * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day;
}

int cc_date_between(const char *from, const char *to)
{
    int y1, m1, d1, y2, m2, d2;

    if (!parse(from, &y1, &m1, &d1) || !parse(to, &y2, &m2, &d2)) {
        return 0;
    }
    return (int)(day_number(y2, m2, d2) - day_number(y1, m1, d1));
}
