/* Text as people type it: validity, folding, cutting, escaping. Input: how many bytes to cut at, then a text. */
#include "fuzz.h"

#include "../../src/base/text.h"

#include <apr_escape.h>
#include <apr_strings.h>

/* A second reading of RFC 3629, by its table of ranges. */
static bool is_utf8(const char *text)
{
    const unsigned char *p = (const unsigned char *)text;

    while (*p) {
        int more = *p < 0x80                  ? 0
                   : *p >= 0xC2 && *p <= 0xDF ? 1
                   : (*p & 0xF0) == 0xE0      ? 2
                   : *p >= 0xF0 && *p <= 0xF4 ? 3
                                              : -1;
        unsigned char least = *p == 0xE0 ? 0xA0 : *p == 0xF0 ? 0x90 : 0x80;
        unsigned char most = *p == 0xED ? 0x9F : *p == 0xF4 ? 0x8F : 0xBF;
        if (more < 0) {
            return false;
        }
        for (p++; more > 0; more--, p++) {
            if (*p < least || *p > most) {
                return false;
            }
            least = 0x80;
            most = 0xBF;
        }
    }
    return true;
}

static void check_escapes(apr_pool_t *pool, const char *text, bool utf8)
{
    char *url = apr_pstrdup(pool, cc_escape_url(pool, text, true));
    const char *log = cc_escape_log(pool, text);

    must(!url[strspn(url, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/%")]);
    apr_unescape_url(url, url, APR_ESCAPE_STRING, NULL, NULL, 0, NULL);
    must(!strcmp(url, text));
    must(is_utf8(log) && strlen(log) <= 4 * strlen(text));
    for (const char *p = log; *p; p++) {
        must((unsigned char)*p >= ' ' && *p != 127);
    }
    must(utf8 || strstr(log, "\\x"));
}

/* Cuts and folds of a text that is UTF-8. */
static void check_shapes(apr_pool_t *pool, const char *text, size_t max)
{
    const char *head = cc_text_head(pool, text, max), *trimmed = cc_text_trim(pool, text);
    const char *folded = cc_text_fold(pool, text);

    must(strlen(head) <= max && !strncmp(head, text, strlen(head)) && is_utf8(head));
    must(strlen(head) == strlen(text) || strlen(head) + 4 > max);
    must(strstr(text, trimmed) != NULL && !strcmp(cc_text_trim(pool, trimmed), trimmed));
    must(cc_text_length(text) <= strlen(text) && cc_text_length(head) <= cc_text_length(text));
    must(is_utf8(folded));
    must(!strcmp(cc_text_fold(pool, folded), folded));
    must(!strcmp(cc_text_fold(pool, trimmed), folded));
    must(is_utf8(cc_text_initials(pool, text)) && cc_text_length(cc_text_initials(pool, text)) <= 2);
}

/* The pattern finds the text itself: what it escapes is what has a meaning. */
static void check_like(apr_pool_t *pool, const char *text)
{
    const char *pattern = cc_text_like(pool, text), *p = pattern + 1;

    must(*pattern == '%');
    for (; *text; text++) {
        must(*p != '%' && *p != '_');
        p += *p == '!';
        must(*p++ == *text);
    }
    must(!strcmp(p, "%") || !strcmp(pattern, "%"));
}

static void check_names(const char *text)
{
    if (cc_text_is_email(text)) {
        const char *at = strchr(text, '@');
        must(at && at != text && strchr(at, '.') && !strchr(at + 1, '@') && strlen(text) <= 254);
        must(!strpbrk(text, " \t\r\n<>\",;:\\()[]"));
    }
    if (cc_text_is_login(text)) {
        must(*text && strlen(text) <= 254 && is_utf8(text) && !strpbrk(text, " \t\r\n<>[]\""));
        must(!cc_text_has_control(text, true));
    }
}

static void check_number(apr_pool_t *pool, const char *text, int64_t max)
{
    int64_t value = -1;

    if (cc_text_to_int(text, max, &value)) {
        must(value >= 0 && value <= max && *text);
        text += strspn(text, "0");
        must(!strcmp(cc_text_int(pool, value), *text ? text : "0"));
    } else {
        must(value == -1);
    }
    must(cc_text_to_int(cc_text_int(pool, max), INT64_MAX, &value) == (max >= 0 && max < 1000000000000000000));
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    size_t max = fuzz_byte(&text, &length);
    const char *rest = text;
    bool utf8 = is_utf8(text);

    must(cc_text_is_utf8(text, strlen(text)) == utf8);
    must(!length || !memchr(text, '\0', length) || !cc_text_is_utf8(text, length));
    check_escapes(pool, text, utf8);
    check_like(pool, text);
    check_names(text);
    if (utf8) {
        check_shapes(pool, text, max);
        must(cc_text_has_control(text, false) || !cc_text_has_control(text, true));
    }
    check_number(pool, text, fuzz_number(&rest, &length));
}
