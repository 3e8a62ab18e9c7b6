/* Declared in grid_ranges.h. */
#include "grid_ranges.h"

#include "../base/date.h"
#include "../base/decimal.h"
#include "../base/text.h"

#include <apr_strings.h>
#include <string.h>

static void push(apr_array_header_t *args, const char *value)
{
    APR_ARRAY_PUSH(args, const char *) = value;
}

/* "a..b" into its ends, "" where one is open; a single value is both ends. */
static void split_range(apr_pool_t *pool, const char *text, const char **from, const char **to)
{
    const char *dots = strstr(text, "..");

    *from = dots ? cc_text_trim(pool, apr_pstrmemdup(pool, text, (apr_size_t)(dots - text))) : text;
    *to = dots ? cc_text_trim(pool, dots + 2) : text;
}

typedef bool (*parse_fn)(const char *text, int64_t *value);

static bool parse_whole(const char *text, int64_t *value)
{
    return cc_text_to_int(text, CC_GRID_NUMBER_MAX, value);
}

/* What is no range matches nothing; an open end is what `all` has. */
static cc_grid_range_t parse_range(const char *from, const char *to, parse_fn parse, cc_grid_range_t all)
{
    return (*from && !parse(from, &all.from)) || (*to && !parse(to, &all.to)) ? (cc_grid_range_t){1, 0} : all;
}

/* An open end is not "none at all". */
cc_grid_range_t cc_grid_amount_range(apr_pool_t *pool, const char *folded, const char *language)
{
    const char *from, *to;

    split_range(pool, folded ? folded : "", &from, &to);
    return parse_range(cc_decimal_plain(pool, from, language), cc_decimal_plain(pool, to, language), cc_decimal_parse,
                       (cc_grid_range_t){folded ? -INT64_MAX : INT64_MIN, INT64_MAX});
}

void cc_grid_push_range(apr_array_header_t *args, cc_grid_range_t range)
{
    push(args, cc_text_int(args->pool, range.from));
    push(args, cc_text_int(args->pool, range.to));
}

void cc_grid_push_numbers(apr_array_header_t *args, const char *folded)
{
    const char *from, *to;

    split_range(args->pool, folded ? folded : "", &from, &to);
    cc_grid_push_range(args, parse_range(from, to, parse_whole, (cc_grid_range_t){0, CC_GRID_NUMBER_MAX}));
}

/* A day, a month ("2026-11"), a year, or a range of them. Text compares like the dates, and a prefix comes before
 * whatever it begins. */
static bool is_date_part(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++) {
        if (i >= sizeof(form) - 1 || (form[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')) {
            return false;
        }
    }
    return length == 0 || length == 4 || length == 7 || length == 10;
}

void cc_grid_push_dates(apr_array_header_t *args, const char *folded)
{
    const char *from = "", *to = "";

    split_range(args->pool, folded ? folded : "", &from, &to);
    if (!is_date_part(from) || !is_date_part(to)) {
        from = CC_LAST_DATE;
        to = CC_FIRST_DATE;
    }
    /* an open end is not "none at all" */
    push(args, folded && !*from ? CC_FIRST_DATE : from);
    push(args, *to ? apr_pstrcat(args->pool, to, "~", NULL) : CC_LAST_DATE);
}

bool cc_grid_whole_months(apr_pool_t *pool, const char *folded)
{
    const char *from, *to;

    split_range(pool, folded, &from, &to);
    return is_date_part(from) && is_date_part(to) && strlen(from) < sizeof(CC_LAST_DATE) - 1 &&
           strlen(to) < sizeof(CC_LAST_DATE) - 1;
}

/* Can the text be in a date from this place on? Months begin with 0 or 1, days with 0 to 3. */
static bool fits_date(const char *text, size_t at)
{
    static const char form[] = "9999-19-39";

    for (; *text && at < sizeof(form) - 1; text++, at++) {
        if (form[at] == '-' ? *text != '-' : *text < '0' || *text > form[at]) {
            return false;
        }
    }
    return !*text;
}

#define IN_MONTH 8 /* characters that all dates of a month begin with */
#define DAYS 31

cc_grid_in_dates_t cc_grid_in_dates(const char *text)
{
    size_t length = strlen(text);
    cc_grid_in_dates_t in = CC_IN_NO_DATE;

    for (size_t at = 0; in != CC_IN_DAYS && at < IN_MONTH + 2; at++) {
        if (fits_date(text, at)) {
            in = at + length > IN_MONTH ? CC_IN_DAYS : CC_IN_MONTHS;
        }
    }
    return in;
}

const char *cc_grid_days_with(apr_pool_t *pool, const char *text)
{
    size_t length = strlen(text);
    const char *list = "";

    for (int day = 1; day <= DAYS; day++) {
        const char *digits = apr_psprintf(pool, "%02d", day);
        bool with = false;
        for (size_t at = 0; at < IN_MONTH + 2; at++) {
            size_t in_month = at < IN_MONTH ? IN_MONTH - at : 0, from = at > IN_MONTH ? at - IN_MONTH : 0;
            with = with || (at + length > IN_MONTH && fits_date(text, at) &&
                            !strncmp(text + in_month, digits + from, length - in_month));
        }
        list = with ? apr_pstrcat(pool, list, *list ? "," : "", "\"", digits, "\"", NULL) : list;
    }
    return apr_pstrcat(pool, "[", list, "]", NULL);
}

#define SECONDS_OF_DAY INT64_C(86400)

/* When a day, a month or a year begins, in UTC; `next`: the one after it. */
static bool begin_of(apr_pool_t *pool, const char *part, bool next, int64_t *seconds)
{
    static const char *const rest[] = {"-01-01", "-01", ""};
    size_t length = strlen(part);
    const char *day = apr_pstrcat(pool, part, rest[length == 4 ? 0 : length == 7 ? 1 : 2], NULL);

    if (!cc_date_valid(day)) {
        return false;
    }
    if (next && !strncmp(CC_LAST_DATE, part, length)) {
        *seconds = INT64_MAX; /* nothing comes after it */
        return true;
    }
    if (next && length == 10) {
        day = cc_date_plus(pool, day, 1);
    } else if (next) {
        /* 31 days after the first of a month, or 366 after that of a year, is always in the next one */
        day = apr_pstrmemdup(pool, cc_date_plus(pool, day, length == 7 ? 31 : 366), length);
        day = apr_pstrcat(pool, day, rest[length == 4 ? 0 : 1], NULL);
    }
    *seconds = cc_date_between("1970-01-01", day) * SECONDS_OF_DAY; /* less than 0 for those before */
    return true;
}

/* The same dates as of a point in time, by days in UTC. */
void cc_grid_push_times(apr_array_header_t *args, const char *folded)
{
    const char *from = "", *to = "";
    int64_t first = folded ? -INT64_MAX : INT64_MIN, last = INT64_MAX; /* an open end is not "never" */
    bool good = true;

    split_range(args->pool, folded ? folded : "", &from, &to);
    if (*from) {
        good = is_date_part(from) && begin_of(args->pool, from, false, &first);
    }
    if (*to) {
        good = good && is_date_part(to) && begin_of(args->pool, to, true, &last);
        last--;
    }
    push(args, cc_text_int(args->pool, good ? first : 1));
    push(args, cc_text_int(args->pool, good ? last : 0));
}

/* Days overdue from a to b are due dates from b to a days ago, or, where that is before all dates, the first of them.
 */
void cc_grid_push_overdue(apr_array_header_t *args, const char *today, const char *folded)
{
    const char *from = "", *to = "";
    int64_t least = 0, most = CC_GRID_NUMBER_MAX;

    if (!folded) {
        push(args, "");
        push(args, CC_LAST_DATE);
        return;
    }
    split_range(args->pool, folded, &from, &to);
    bool good = (!*from || parse_whole(from, &least)) && (!*to || parse_whole(to, &most));
    push(args, good ? cc_date_minus(args->pool, today, (int)most) : CC_LAST_DATE);
    push(args, good ? cc_date_minus(args->pool, today, (int)(least > 1 ? least : 1)) : CC_FIRST_DATE);
}
