/* Decimal texts: what is read is what was written, by a second reckoning in 128 bits. Input: a text. */
#include "fuzz.h"

#include "../../src/base/decimal.h"

#include <stdio.h>
#include <stdlib.h>

/* What the header says is a decimal, and its value. */
static bool expected(const char *text, __int128 *value)
{
    bool negative = *text == '-';
    size_t whole = strspn(text + negative, "0123456789"), decimals = 0;
    const char *p = text + negative;

    if (!whole || (p[whole] && p[whole] != '.')) {
        return false;
    }
    if (p[whole] == '.') {
        decimals = strspn(p + whole + 1, "0123456789");
        if (!decimals || decimals > 6 || p[whole + 1 + decimals]) {
            return false;
        }
    }
    *value = 0;
    for (size_t i = 0; i < whole; i++) {
        *value = *value * 10 + (p[i] - '0');
        if (*value > INT64_MAX) {
            return false;
        }
    }
    for (size_t i = 0; i < 6; i++) {
        *value = *value * 10 + (i < decimals ? p[whole + 1 + i] - '0' : 0);
    }
    *value = negative ? -*value : *value;
    return *value <= INT64_MAX && *value >= -(__int128)INT64_MAX;
}

/* The text without what separates thousands, and with a plain point. */
static const char *ungroup(char *out, size_t size, const char *text, const char *thousands, char point)
{
    size_t used = 0;

    for (const char *p = text; *p && used + 1 < size; p++) {
        if (!strncmp(p, thousands, strlen(thousands))) {
            p += strlen(thousands) - 1;
        } else {
            out[used++] = *p == point ? '.' : *p;
        }
    }
    out[used] = '\0';
    return out;
}

static void check_group(apr_pool_t *pool, const char *text)
{
    static const char *const languages[][3] = {{"en", ",", "."}, {"de", ".", ","}, {"bg", "\xC2\xA0", ","}};
    char plain[64];

    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        const char *grouped = cc_decimal_group(pool, text, languages[i][0]);
        must(!strcmp(ungroup(plain, sizeof(plain), grouped, languages[i][1], *languages[i][2]), text));
    }
    must(!strcmp(cc_decimal_group(pool, text, "xx"), cc_decimal_group(pool, text, "en")));
}

static void check_value(apr_pool_t *pool, int64_t value)
{
    for (int decimals = 0; decimals <= 6; decimals++) {
        const char *text = cc_decimal_text(pool, value, decimals), *point = strchr(text, '.');
        int64_t again = 0;
        must(cc_decimal_parse(text, &again) && again == value);
        must(strlen(text) < CC_DECIMAL_SIZE);
        must(point ? strlen(point + 1) >= (size_t)decimals : decimals == 0);
        check_group(pool, text);
    }
}

static void check_sum(apr_pool_t *pool, int64_t ones, int64_t millionths)
{
    __int128 total;
    char want[64];

    ones %= INT64_MAX / 4; /* sums of real amounts are far below, so that adding the carry cannot overflow */
    total = (__int128)ones * CC_DECIMAL_ONE + millionths;
    unsigned __int128 size = total < 0 ? -(unsigned __int128)total : (unsigned __int128)total;
    snprintf(want, sizeof(want), "%s%lld.%06d", total < 0 ? "-" : "", (long long)(size / CC_DECIMAL_ONE),
             (int)(size % CC_DECIMAL_ONE));
    must(!strcmp(cc_decimal_sum(pool, ones, millionths, 6), want));
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    const char *rest = text;
    int64_t value = 77;
    __int128 want = 0;
    bool good = cc_decimal_parse(text, &value);

    must(good == expected(text, &want));
    must(value == (good ? (int64_t)want : 77));
    check_value(pool, value);
    value = fuzz_number(&rest, &length);
    if (value != CC_DECIMAL_NONE) {
        check_value(pool, value);
    }
    check_sum(pool, fuzz_number(&rest, &length), value);
}
