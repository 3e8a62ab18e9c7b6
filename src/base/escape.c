/* Escaping at the point of output, one function per place that text can go to. Declared in text.h. */
#include "text.h"

#include <apr_strings.h>
#include <string.h>
#include <utf8proc.h>

const char *cc_escape_url(apr_pool_t *pool, const char *s, bool keep_slash)
{
    static const char hex[] = "0123456789ABCDEF";
    char *result = apr_palloc(pool, 3 * strlen(s) + 1), *out = result;

    for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
        if (letter || strchr("-._~", *p) || (keep_slash && *p == '/')) {
            *out++ = (char)*p;
        } else {
            *out++ = '%';
            *out++ = hex[*p >> 4];
            *out++ = hex[*p & 15];
        }
    }
    *out = '\0';
    return result;
}

static bool is_plain_number(const char *s)
{
    bool digit = false;

    if (*s == '-') {
        s++;
    }
    for (; *s; s++) {
        if (*s >= '0' && *s <= '9') {
            digit = true;
        } else if (*s != '.') {
            return false;
        }
    }
    return digit;
}

const char *cc_escape_csv(apr_pool_t *pool, const char *s)
{
    bool formula = *s && strchr("=+-@\t\r", *s) && !is_plain_number(s);
    bool quote = formula || strpbrk(s, "\",\r\n") || *s == ' ' || (*s && s[strlen(s) - 1] == ' ');

    if (!quote) {
        return apr_pstrdup(pool, s);
    }
    char *result = apr_palloc(pool, 2 * strlen(s) + 4), *out = result;
    *out++ = '"';
    if (formula) {
        *out++ = '\'';
    }
    for (; *s; s++) {
        if (*s == '"') {
            *out++ = '"';
        }
        *out++ = *s;
    }
    *out++ = '"';
    *out = '\0';
    return result;
}

const char *cc_escape_log(apr_pool_t *pool, const char *s)
{
    static const char hex[] = "0123456789abcdef";
    bool utf8 = cc_text_is_utf8(s, strlen(s));
    char *result = apr_palloc(pool, 4 * strlen(s) + 1), *out = result;

    for (const unsigned char *p = (const unsigned char *)s; *p;) {
        utf8proc_int32_t c = *p;
        utf8proc_ssize_t bytes = utf8 ? utf8proc_iterate(p, -1, &c) : 1;
        bool fit = !cc_text_is_control(c) && (utf8 || c < 128);
        for (; bytes > 0; bytes--, p++) {
            if (fit) {
                *out++ = (char)*p;
                continue;
            }
            *out++ = '\\';
            *out++ = 'x';
            *out++ = hex[*p >> 4];
            *out++ = hex[*p & 15];
        }
    }
    *out = '\0';
    return result;
}
