#include "text.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* What is ASCII, as most is, is known without the tables of utf8proc: they take 200 KB in each process that reads them.
 */
static bool is_ascii(utf8proc_int32_t c)
{
    return c >= 0 && c < 0x80;
}

/* One code point of a text that was checked already; -1 at its end or at broken UTF-8. */
static utf8proc_int32_t next_char(const char **s)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t used;

    if (!**s) {
        return -1;
    }
    if (is_ascii((unsigned char)**s)) {
        return *(*s)++;
    }
    used = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c);
    if (used < 1) {
        return -1;
    }
    *s += used;
    return c;
}

bool cc_text_is_utf8(const char *s, size_t len)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;

    while (len > 0) {
        utf8proc_int32_t c;
        utf8proc_ssize_t used = 1;
        if (!*p) {
            return false;
        }
        if (!is_ascii(*p)) {
            used = utf8proc_iterate(p, (utf8proc_ssize_t)len, &c);
        }
        if (used < 1) {
            return false;
        }
        p += used;
        len -= (size_t)used;
    }
    return true;
}

bool cc_text_same(const char *a, const char *b)
{
    return !strcmp(a ? a : "", b ? b : "");
}

size_t cc_text_length(const char *s)
{
    size_t n = 0;

    while (next_char(&s) >= 0) {
        n++;
    }
    return n;
}

const char *cc_text_head(apr_pool_t *pool, const char *s, size_t max)
{
    size_t length = strlen(s);

    if (length > max) {
        for (length = max; length && ((unsigned char)s[length] & 0xC0) == 0x80;) {
            length--;
        }
    }
    return apr_pstrmemdup(pool, s, length);
}

bool cc_text_is_control(int32_t c)
{
    if (is_ascii(c)) {
        return c < ' ' || c == 0x7F;
    }
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LO: return utf8proc_get_property(c)->ignorable; /* fillers of Hangul, which show nothing */
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default: return false;
    }
}

bool cc_text_has_control(const char *s, bool multiline)
{
    utf8proc_int32_t c;

    while ((c = next_char(&s)) >= 0) {
        if (cc_text_is_control(c) && !(multiline && (c == '\n' || c == '\r' || c == '\t'))) {
            return true;
        }
    }
    return false;
}

static bool is_blank(utf8proc_int32_t c)
{
    if (is_ascii(c)) {
        return (c >= 9 && c <= 13) || c == ' ';
    }
    /* a braille pattern without dots is a symbol for Unicode, and shows nothing */
    return c == 0x85 || c == 0x2800 || utf8proc_category(c) == UTF8PROC_CATEGORY_ZS;
}

const char *cc_text_trim(apr_pool_t *pool, const char *s)
{
    const char *start = s, *end = s, *p = s;
    bool leading = true;
    utf8proc_int32_t c;

    while ((c = next_char(&p)) >= 0) {
        if (!is_blank(c)) {
            end = p;
            leading = false;
        } else if (leading) {
            start = end = p;
        }
    }
    return apr_pstrmemdup(pool, start, end - start);
}

static const char *fold_ascii(apr_pool_t *pool, const char *s)
{
    char *folded = apr_pstrdup(pool, s);

    for (char *c = folded; *c; c++) {
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c); /* whatever the locale */
    }
    return cc_text_trim(pool, folded);
}

const char *cc_text_fold(apr_pool_t *pool, const char *s)
{
    utf8proc_uint8_t *folded;
    const char *result, *end;

    if (!s) {
        return "";
    }
    end = s;
    while (is_ascii((unsigned char)*end) && *end) {
        end++;
    }
    if (!*end) {
        return fold_ascii(pool, s);
    }
    folded = utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)s);
    if (!folded) {
        return apr_pstrdup(pool, s); /* not UTF-8: the bytes themselves, which equal only themselves */
    }
    result = cc_text_trim(pool, (const char *)folded);
    free(folded);
    return result;
}

/* Trimmed and composed (NFC); nothing if it is not UTF-8. */
static const char *composed(apr_pool_t *pool, const char *s)
{
    utf8proc_uint8_t *made = utf8proc_NFC((const utf8proc_uint8_t *)(s ? s : ""));
    const char *result = cc_text_trim(pool, made ? (const char *)made : "");

    free(made);
    return result;
}

bool cc_text_same_name(apr_pool_t *pool, const char *a, const char *b)
{
    utf8proc_int32_t x, y;

    a = composed(pool, a);
    b = composed(pool, b);
    if (!*a) {
        return false; /* nobody is called nothing */
    }
    do {
        x = next_char(&a);
        y = next_char(&b);
    } while (x >= 0 && utf8proc_tolower(x) == utf8proc_tolower(y));
    return x < 0 && y < 0;
}

const char *cc_text_key_of(apr_pool_t *pool, const char *folded)
{
    const char *end = folded;

    for (int characters = 0; *end; end++) {
        characters += ((unsigned char)*end & 0xC0) != 0x80; /* not one that goes on with a character */
        if (characters > CC_TEXT_KEY_MAX) {
            return apr_pstrmemdup(pool, folded, (apr_size_t)(end - folded));
        }
    }
    return folded;
}

const char *cc_text_key(apr_pool_t *pool, const char *s)
{
    return cc_text_key_of(pool, cc_text_fold(pool, s));
}

const char *cc_text_like(apr_pool_t *pool, const char *folded)
{
    char *pattern, *out;

    if (!folded || !*folded) {
        return "%";
    }
    pattern = out = apr_palloc(pool, 2 * strlen(folded) + 3);
    *out++ = '%';
    for (const char *p = folded; *p; p++) {
        if (*p == '%' || *p == '_' || *p == '!') {
            *out++ = '!';
        }
        *out++ = *p;
    }
    *out++ = '%';
    *out = '\0';
    return pattern;
}

const char *cc_text_user(apr_pool_t *pool, const char *name, const char *login, const char *user_type)
{
    return apr_pstrcat(pool, name, " <", login, "> [", user_type, "]", NULL);
}

const char *cc_text_customer(apr_pool_t *pool, const char *name, const char *number)
{
    return apr_pstrcat(pool, name, " #", number, NULL);
}

const char *cc_text_initials(apr_pool_t *pool, const char *name)
{
    char out[16] = "";
    size_t used = 0;
    int count = 0;
    bool at_start = true;
    utf8proc_int32_t c;

    while (count < 2 && (c = next_char(&name)) >= 0) {
        bool blank = is_blank(c);
        if (!blank && at_start) {
            c = c >= 'a' && c <= 'z' ? c - 'a' + 'A' : is_ascii(c) ? c : utf8proc_toupper(c);
            used += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)out + used);
            count++;
        }
        at_start = blank;
    }
    return apr_pstrmemdup(pool, out, used);
}

bool cc_text_is_email(const char *s)
{
    const char *at = NULL;

    for (const char *p = s; *p; p++) {
        if (*p <= ' ' || *p > '~' || strchr("<>()[]\\,;:\"", *p)) {
            return false;
        }
        if (*p == '@') {
            if (at) {
                return false;
            }
            at = p;
        }
    }
    if (!at || at == s || at - s > 64 || strlen(s) > 254) {
        return false;
    }
    const char *domain = at + 1, *dot = strrchr(domain, '.');
    return dot && dot > domain && dot[1] && *domain != '-' && !strstr(domain, "..") && *domain != '.' &&
           at[-1] != '.' && *s != '.';
}

/* ASCII letters and those of European languages, with the s and t of Romanian, which stand apart from the others; but
 * for what looks like one of them: a dotless i, a kra, a long s, and an l or n with a dot or an apostrophe. */
static bool is_latin(utf8proc_int32_t c)
{
    static const utf8proc_int32_t others[] = {0xD7, 0xF7, 0x131, 0x138, 0x13F, 0x140, 0x149, 0x17F};

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (c == others[i]) {
            return false;
        }
    }
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x17F) || (c >= 0x218 && c <= 0x21B);
}

bool cc_text_is_login(const char *s)
{
    bool latin = false, other = false;
    utf8proc_int32_t c;

    if (!*s || strlen(s) > 254 || !cc_text_is_utf8(s, strlen(s)) || cc_text_has_control(s, false)) {
        return false;
    }
    while ((c = next_char(&s)) >= 0) {
        if (is_blank(c) || (c < 128 && strchr("<>[]\"", (int)c))) {
            return false;
        }
        latin = latin || is_latin(c);
        other = other || (c >= 128 && !is_latin(c));
    }
    return !(latin && other);
}

bool cc_text_to_int(const char *s, int64_t max, int64_t *value)
{
    int64_t n = 0;

    if (!s || !*s || strlen(s) > 18) {
        return false;
    }
    for (; *s; s++) {
        if (*s < '0' || *s > '9') {
            return false;
        }
        n = n * 10 + (*s - '0');
    }
    if (n > max) {
        return false;
    }
    *value = n;
    return true;
}

const char *cc_text_int(apr_pool_t *pool, int64_t value)
{
    char digits[24], *at = digits + sizeof(digits);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do { /* a page has hundreds of them, which is too many for a format to be read each time */
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0) {
        *--at = '-';
    }
    return apr_pstrmemdup(pool, at, (apr_size_t)(digits + sizeof(digits) - at));
}
