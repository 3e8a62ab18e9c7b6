/* Routes, and the address to go on to. The patterns are those of the pages (patterns.h is made from them). Input: which
 * pattern, which prefix, then a path. */
#include "fuzz.h"

#include "../../src/base/path.h"
#include "../../src/base/text.h"

#include <apr_strings.h>
#include <stdlib.h>

static const char *const patterns[] = {
#include "patterns.h"
};
#define PATTERNS (sizeof(patterns) / sizeof(patterns[0]))

/* ---- routes ---- */

/* The pattern with its hole filled in again. */
static const char *fill(apr_pool_t *pool, const char *pattern, int64_t id, const char *rest)
{
    const char *hole = strchr(pattern, '{');
    const char *filled = !hole ? NULL : hole[1] == 'i' ? cc_text_int(pool, id) : rest;

    return hole ? apr_pstrcat(pool, apr_pstrmemdup(pool, pattern, (apr_size_t)(hole - pattern)), filled,
                              strchr(hole, '}') + 1, NULL)
                : pattern;
}

static void check_route(apr_pool_t *pool, const char *pattern, const char *path)
{
    int64_t id = 0;
    const char *rest = NULL;

    if (!cc_path_match(pattern, path, &id, &rest)) {
        must(id == 0 && rest == NULL);
        must(strchr(pattern, '{') || strcmp(pattern, path) != 0);
        return;
    }
    must((strstr(pattern, "{id}") != NULL) == (id > 0));
    must((strstr(pattern, "{rest}") != NULL) == (rest && *rest));
    must(!strcmp(fill(pool, pattern, id, rest), path));
}

/* What fits is found: a number that our own links would have, and any text. */
static void check_link(apr_pool_t *pool, const char *pattern, int64_t id, const char *text)
{
    const char *path = fill(pool, pattern, id, text), *rest = NULL;
    int64_t found = 0;

    must(cc_path_match(pattern, path, &found, &rest));
    must(!strstr(pattern, "{id}") || found == id);
    must(!strstr(pattern, "{rest}") || !strcmp(rest, text));
}

/* ---- next ---- */

static int hex(const char *p)
{
    char digits[3] = {p[0], p[0] ? p[1] : '\0', '\0'};

    return strspn(digits, "0123456789abcdefABCDEF") == 2 ? (int)strtol(digits, NULL, 16) : -1;
}

/* Where a browser and then a server would end up: blanks in front and line ends are dropped, a backslash is a slash,
 * escapes are decoded, dots climb. NULL: on another host. */
static const char *resolve(apr_pool_t *pool, const char *next)
{
    char *path = apr_palloc(pool, strlen(next) + 2), *out = path, *end;

    while (*next && (unsigned char)*next <= ' ') {
        next++;
    }
    for (; *next && *next != '?' && *next != '#'; next++) {
        int code = *next == '%' ? hex(next + 1) : -1;
        if (strchr("\t\r\n", *next)) {
            continue;
        }
        *out++ = code >= 0 ? (char)code : *next;
        next += code >= 0 ? 2 : 0;
        out[-1] = out[-1] == '\\' ? '/' : out[-1];
    }
    *out = '\0';
    if (*path != '/' || path[1] == '/') {
        return NULL;
    }
    end = out = path;
    while (*end) { /* segment by segment; each begins with a slash */
        size_t length = 1 + strcspn(end + 1, "/");
        if (length == 3 && !strncmp(end, "/..", 3)) {
            while (out > path && *--out != '/') {
            }
        } else if (!(length == 2 && !strncmp(end, "/.", 2))) {
            memmove(out, end, length);
            out += length;
        }
        end += length;
    }
    *out = '\0';
    return path;
}

static void check_next(apr_pool_t *pool, const char *prefix, const char *next)
{
    const char *resolved;

    if (!cc_path_is_below(prefix, next)) {
        return;
    }
    resolved = resolve(pool, next);
    must(strpbrk(next, "\r\n\t \\") == NULL);
    must(resolved != NULL && !strncmp(resolved, prefix, strlen(prefix)));
    /* nothing but a dot as the last segment may end at the prefix itself */
    must(resolved[strlen(prefix)] == '/' || !resolved[strlen(prefix)]);
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    static const char *const prefixes[] = {"", "/cc", "/a/b", "/cc"};
    const char *pattern = patterns[fuzz_byte(&text, &length) % PATTERNS];
    const char *prefix = prefixes[fuzz_byte(&text, &length) % 4];

    for (size_t i = 0; i < PATTERNS; i++) {
        check_route(pool, patterns[i], text);
    }
    check_link(pool, pattern, 1 + (int64_t)(length * 7919), *text ? text : "x");
    must(!cc_path_is_below(prefix, NULL));
    check_next(pool, prefix, text);
    check_next(pool, prefix, apr_pstrcat(pool, prefix, text, NULL));
    check_next(pool, prefix, apr_pstrcat(pool, prefix, "/", text, NULL));
    must(strchr(pattern, '{') || cc_path_is_below(prefix, apr_pstrcat(pool, prefix, pattern, NULL)));
}
