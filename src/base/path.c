#include "path.h"

#include "text.h"

#include <string.h>
#include <strings.h>

#define NEXT_MAX 2000

/* What is left of the path behind the first `length` letters of the pattern, or NULL. */
static const char *behind(const char *pattern, size_t length, const char *path)
{
    return strncmp(pattern, path, length) == 0 ? path + length : NULL;
}

static bool match_id(const char *pattern, const char *hole, const char *path, int64_t *id)
{
    const char *number = behind(pattern, (size_t)(hole - pattern), path);
    size_t length = number ? strspn(number, "0123456789") : 0;
    char digits[19];

    if (!length || length >= sizeof(digits) || *number == '0' || strcmp(number + length, hole + strlen("{id}")) != 0) {
        return false;
    }
    memcpy(digits, number, length);
    digits[length] = '\0';
    return cc_text_to_int(digits, INT64_MAX, id);
}

bool cc_path_match(const char *pattern, const char *path, int64_t *id, const char **rest)
{
    const char *hole, *tail, *found;

    /* each page is looked for among all patterns, which differ at once as a rule */
    for (const char *fixed = pattern, *is = path; *fixed && *fixed != '{'; fixed++, is++) {
        if (*fixed != *is) {
            return false;
        }
    }
    hole = strstr(pattern, "{id}");
    tail = strstr(pattern, "{rest}");
    if (hole) {
        return match_id(pattern, hole, path, id);
    }
    if (!tail) {
        return !strcmp(pattern, path);
    }
    found = behind(pattern, (size_t)(tail - pattern), path);
    if (!found || !*found) {
        return false;
    }
    *rest = found;
    return true;
}

bool cc_path_is_below(const char *prefix, const char *next)
{
    size_t length = strlen(prefix);

    if (!next || strlen(next) > NEXT_MAX || strncmp(next, prefix, length) != 0 || next[length] != '/' ||
        next[0] != '/') {
        return false;
    }
    for (const char *p = next; *p; p++) {
        if ((unsigned char)*p <= ' ' || *p == '\\' || *p == 127) {
            return false;
        }
    }
    for (const char *p = next; *p && *p != '?'; p++) {
        if (*p == '%' && (!strncasecmp(p, "%2f", 3) || !strncasecmp(p, "%5c", 3) || !strncasecmp(p, "%2e", 3) ||
                          !strncmp(p, "%0", 2) || !strncmp(p, "%1", 2))) {
            return false;
        }
        if (!strncmp(p, "/..", 3) || !strncmp(p, "//", 2)) {
            return false;
        }
    }
    return true;
}
