#include "decimal.h"

#include "text.h"

#include <apr_strings.h>
#include <string.h>

#define DECIMALS 6

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Appends a digit to the number; false when it would no longer fit. */
static bool append(uint64_t *number, int digit)
{
    if (*number > ((uint64_t)INT64_MAX - (uint64_t)digit) / 10) {
        return false;
    }
    *number = *number * 10 + (uint64_t)digit;
    return true;
}

bool cc_decimal_parse(const char *text, int64_t *value)
{
    bool negative;
    uint64_t number = 0;
    int decimals = 0;

    if (!text) {
        return false;
    }
    negative = *text == '-';
    text += negative;
    if (!is_digit(*text)) {
        return false;
    }
    while (is_digit(*text)) {
        if (!append(&number, *text++ - '0')) {
            return false;
        }
    }
    if (*text == '.') {
        for (text++; is_digit(*text); text++) {
            if (++decimals > DECIMALS || !append(&number, *text - '0')) {
                return false;
            }
        }
        if (decimals == 0) {
            return false;
        }
    }
    for (; decimals < DECIMALS; decimals++) {
        if (!append(&number, 0)) {
            return false;
        }
    }
    if (*text) {
        return false;
    }
    *value = negative ? -(int64_t)number : (int64_t)number;
    return true;
}

/* Written from the end, as the digits come. */
const char *cc_decimal_write(char buffer[CC_DECIMAL_SIZE], int64_t value, int min_decimals)
{
    char *at = buffer + CC_DECIMAL_SIZE; /* cppcheck-suppress ctuPointerArith; one past the end, never read */
    uint64_t number = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    bool any = false;

    *--at = '\0';
    if (value == CC_DECIMAL_NONE) {
        return at;
    }
    for (int place = DECIMALS; place > 0; place--, number /= 10) {
        any = any || number % 10 != 0 || place <= min_decimals;
        if (any) {
            *--at = (char)('0' + number % 10);
        }
    }
    if (any) {
        *--at = '.';
    }
    for (int digits = 0; digits == 0 || number; digits++, number /= 10) {
        *--at = (char)('0' + number % 10);
    }
    if (value < 0) {
        *--at = '-';
    }
    return at;
}

const char *cc_decimal_text(apr_pool_t *pool, int64_t value, int min_decimals)
{
    char buffer[CC_DECIMAL_SIZE];

    return apr_pstrdup(pool, cc_decimal_write(buffer, value, min_decimals));
}

const char *cc_decimal_sum(apr_pool_t *pool, int64_t ones, int64_t millionths, int min_decimals)
{
    bool negative;
    char fraction[8];
    int length = 6;

    ones += millionths / CC_DECIMAL_ONE;
    millionths %= CC_DECIMAL_ONE;
    /* both of one sign */
    if (ones > 0 && millionths < 0) {
        ones--;
        millionths += CC_DECIMAL_ONE;
    } else if (ones < 0 && millionths > 0) {
        ones++;
        millionths -= CC_DECIMAL_ONE;
    }
    negative = ones < 0 || millionths < 0;
    apr_snprintf(fraction, sizeof(fraction), "%06d", (int)(millionths < 0 ? -millionths : millionths));
    while (length > min_decimals && fraction[length - 1] == '0') {
        length--;
    }
    fraction[length] = '\0';
    return apr_psprintf(pool, "%s%" APR_INT64_T_FMT "%s%s", negative ? "-" : "", (apr_int64_t)(ones < 0 ? -ones : ones),
                        length ? "." : "", fraction);
}

typedef struct {
    const char *language, *thousands, *point;
} separators_t;

static const separators_t separators[] = {
    {"en", ",", "."}, {"de", ".", ","}, {"bg", "\xC2\xA0", ","}, /* a blank that does not break */
};

/* de-AT is German: pages take it for that, too. */
static const separators_t *separators_of(const char *language)
{
    for (size_t i = 1; language && i < sizeof(separators) / sizeof(separators[0]); i++) {
        size_t length = strlen(separators[i].language);
        if (!strncmp(separators[i].language, language, length) && strchr("-", language[length])) {
            return &separators[i];
        }
    }
    return &separators[0];
}

const char *cc_decimal_group(apr_pool_t *pool, const char *text, const char *language)
{
    const separators_t *of = separators_of(language);
    size_t whole = strcspn(text, "."), sign = *text == '-';
    char *grouped = apr_palloc(pool, strlen(text) * 3 + 1), *out = grouped;

    for (size_t i = 0; text[i]; i++) {
        const char *between = i == whole ? of->point : i > sign && i < whole && !((whole - i) % 3) ? of->thousands : "";
        memcpy(out, between, strlen(between));
        out += strlen(between);
        if (i != whole) {
            *out++ = text[i];
        }
    }
    *out = '\0';
    return grouped;
}

const char *cc_decimal_plain(apr_pool_t *pool, const char *folded, const char *language)
{
    const separators_t *of = separators_of(language);
    char thousands = *of->thousands;
    char *plain = apr_palloc(pool, strlen(folded) + 1), *out = plain;
    bool fraction = folded[*folded == '-'] == '0'; /* "0.125" groups no thousands */
    int64_t value;

    if (thousands != ',' && thousands != '.') {
        thousands = ' '; /* as it is folded */
    }
    for (const char *in = folded; *in; in++) {
        if (*in != thousands) {
            *out++ = (char)(*in == *of->point ? '.' : *in);
        }
    }
    *out = '\0';
    if (!cc_decimal_parse(plain, &value)) {
        return folded;
    }
    return strlen(plain) == strlen(folded) ||
                   (!fraction && cc_text_same(cc_text_fold(pool, cc_decimal_group(pool, plain, language)), folded))
               ? plain
               : folded;
}
