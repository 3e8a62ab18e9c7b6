/* Decimal text and millionths: what is read, what is refused, how it is written, and back. */
#include "base/decimal.h"
#include "base/text.h"

#include "tap.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <stdlib.h>

static void test_parse(void)
{
    static const struct {
        const char *text;
        int64_t value;
    } table[] = {
        {"0", 0},
        {"-0", 0},
        {"0.0", 0},
        {"0.000000", 0},
        {"1", 1000000},
        {"-1", -1000000},
        {"18.00", 18000000},
        {"18.5", 18500000},
        {"0.05", 50000},
        {"0.1", 100000},
        {"-0.1", -100000},
        {"0.000001", 1},
        {"-0.000001", -1},
        {"0.999999", 999999},
        {"007", 7000000},
        {"0000000000000000000000000000001.5", 1500000},
        {"1234567.891234", 1234567891234},
        {"9223372036854", 9223372036854000000},
        {"9223372036854.775807", INT64_MAX},
        {"-9223372036854.775807", -INT64_MAX},
        {"9223372036854.77580", 9223372036854775800},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        int64_t value = 4711;
        ok(cc_decimal_parse(table[i].text, &value) && value == table[i].value, "'%s' is %lld millionths", table[i].text,
           (long long)table[i].value);
    }
}

static void test_refuse(apr_pool_t *pool)
{
    static const char *const table[] = {
        NULL,
        "",
        "-",
        "--1",
        "+1",
        "-+1",
        ".",
        ".5",
        "5.",
        "-.5",
        "1..5",
        "1.5.",
        "1.5.5",
        " 1",
        "1 ",
        "1. 5",
        "\t1",
        "1\n",
        "- 1",
        "1e3",
        "1E3",
        "1e",
        "0x10",
        "1,5",
        "1,000.00",
        "1'000",
        "1_000",
        "NaN",
        "inf",
        "abc",
        "1a",
        "a1",
        "1.a",
        "0.0000001",
        "0.0000000",
        "1.1234567",
        "9223372036854.775808",
        "-9223372036854.775808",
        "9223372036854.8",
        "9223372036855",
        "-9223372036855",
        "10000000000000",
        "9223372036854775807",
        "18446744073709551616",
        "99999999999999999999999999999999999999999",
        "\xd9\xa1",
        "\xef\xbc\x91",
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        int64_t value = 4711;
        ok(!cc_decimal_parse(table[i], &value) && value == 4711, "'%s' is none",
           table[i] ? cc_escape_log(pool, table[i]) : "(null)");
    }
}

static void test_text(apr_pool_t *pool)
{
    static const struct {
        int64_t value;
        int decimals;
        const char *text, *grouped;
    } table[] = {
        {0, 0, "0", "0"},
        {0, 2, "0.00", "0.00"},
        {0, 6, "0.000000", "0.000000"},
        {18000000, 0, "18", "18"},
        {18000000, 2, "18.00", "18.00"},
        {18500000, 2, "18.50", "18.50"},
        {18500000, 1, "18.5", "18.5"},
        {18500000, 0, "18.5", "18.5"},
        {18125000, 2, "18.125", "18.125"},
        {50000, 0, "0.05", "0.05"},
        {1, 0, "0.000001", "0.000001"},
        {1, 2, "0.000001", "0.000001"},
        {-1, 2, "-0.000001", "-0.000001"},
        {-500000, 2, "-0.50", "-0.50"},
        {10, 0, "0.00001", "0.00001"},
        {999000000, 2, "999.00", "999.00"},
        {1000000000, 2, "1000.00", "1,000.00"},
        {-1000000000, 0, "-1000", "-1,000"},
        {-999000000, 0, "-999", "-999"},
        {12345678900000, 2, "12345678.90", "12,345,678.90"},
        {100000000000, 0, "100000", "100,000"},
        {INT64_MAX, 2, "9223372036854.775807", "9,223,372,036,854.775807"},
        {-INT64_MAX, 2, "-9223372036854.775807", "-9,223,372,036,854.775807"},
        {CC_DECIMAL_NONE, 2, "", ""},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const char *text = cc_decimal_text(pool, table[i].value, table[i].decimals);
        int64_t back = CC_DECIMAL_NONE;
        is_str(text, table[i].text, table[i].text);
        is_str(cc_decimal_group(pool, text, "en"), table[i].grouped, table[i].grouped);
        ok(cc_decimal_parse(text, &back) == (table[i].value != CC_DECIMAL_NONE) && back == table[i].value,
           "'%s' and back", text);
    }
}

static void test_languages(apr_pool_t *pool)
{
    is_str(cc_decimal_group(pool, "-1234567.50", "de"), "-1.234.567,50", "German");
    is_str(cc_decimal_group(pool, "1234567.5", "bg"),
           "1\xC2\xA0"
           "234\xC2\xA0"
           "567,5",
           "Bulgarian");
    is_str(cc_decimal_group(pool, "1234.5", "de-AT"), "1.234,5",
           "German of a region, as pages in German are shown for");
    is_str(cc_decimal_group(pool, "1234.5", "den"), "1,234.5", "another language that begins like one");
    is_str(cc_decimal_group(pool, "1234.5", "xx"), "1,234.5", "a language that is not known");
    is_str(cc_decimal_group(pool, "999", NULL), "999", "no language");
}

/* What is typed, folded: in the form of the language, or plain. */
static void test_typed(apr_pool_t *pool)
{
    static const struct {
        const char *language, *typed, *plain;
    } table[] = {
        {"en", "1,234.50", "1234.50"},
        {"en", "1,234", "1234"},
        {"en", "1234.5", "1234.5"},
        {"en", "12,5", "12,5"},
        {"en", "1,23,456", "1,23,456"},
        {"en", ",123", ",123"},
        {"en", "-1,234", "-1234"},
        {"de", "1.234,50", "1234.50"},
        {"de", "1.234", "1234"},
        {"de", "12,5", "12.5"},
        {"de", "12.5", "12.5"},
        {"de", "0.125", "0.125"},
        {"de", "-0.125", "-0.125"},
        {"de", "12.3456", "12.3456"},
        {"de", "1,2,3", "1,2,3"},
        {"de", "1,234.50", "1,234.50"},
        {"bg", "1 234,5", "1234.5"},
        {"bg", "1234.50", "1234.50"},
        {"bg", "12 34", "12 34"},
        {"de", "", ""},
        {"de", ".", "."},
        {"de", "9.223.372.036.855", "9.223.372.036.855"},
        {NULL, "1,234.50", "1234.50"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const char *name = apr_pstrcat(pool, "typed in ", table[i].language ? table[i].language : "no language", ": '",
                                       table[i].typed, "'", NULL);
        is_str(cc_decimal_plain(pool, table[i].typed, table[i].language), table[i].plain, name);
    }
}

/* Sums in two parts of either sign. */
static void test_sums(apr_pool_t *pool)
{
    is_str(cc_decimal_sum(pool, 0, 0, 2), "0.00", "nothing");
    is_str(cc_decimal_sum(pool, 12, 2500000, 2), "14.50", "millionths carry");
    is_str(cc_decimal_sum(pool, 1, -500000, 2), "0.50", "signs differ");
    is_str(cc_decimal_sum(pool, -1, 500000, 2), "-0.50", "the other way");
    is_str(cc_decimal_sum(pool, -3, -1, 0), "-3.000001", "both negative");
    is_str(cc_decimal_sum(pool, 12000000000000, 0, 2), "12000000000000.00", "more than one amount can be");
}

/* Every number of decimals around every power of ten. */
static void test_both_ways(apr_pool_t *pool)
{
    int wrong = 0, tried = 0;

    for (int64_t power = 1; power <= INT64_MAX / 10; power *= 10) {
        for (int64_t value = power - 11; value <= power + 11; value++) {
            for (int decimals = 0; decimals <= 6; decimals++, tried++) {
                int64_t back = 0, negative = 0;
                wrong += !cc_decimal_parse(cc_decimal_text(pool, value, decimals), &back) || back != value;
                wrong += !cc_decimal_parse(cc_decimal_text(pool, -value, decimals), &negative) || negative != -value;
            }
        }
        apr_pool_clear(pool);
    }
    is_int(wrong, 0, "all texts mean what they were made of");
    ok(tried > 2000, "%d of them", tried);
}

int main(void)
{
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    test_parse();
    test_refuse(pool);
    test_text(pool);
    test_languages(pool);
    test_typed(pool);
    test_sums(pool);
    test_both_ways(pool);
    apr_pool_destroy(pool);
    apr_terminate();
    return done();
}
