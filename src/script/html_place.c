#include "html_place.h"

#include <string.h>
#include <strings.h>

static const char blanks[] = " \t\r\n\f";

/* Elements whose text knows no tags. */
static const struct {
    const char *name;
    cc_place_t place;
} elements[] = {
    {"script", CC_PLACE_RAW},   {"style", CC_PLACE_RAW},       {"iframe", CC_PLACE_RAW}, {"noembed", CC_PLACE_RAW},
    {"noframes", CC_PLACE_RAW}, {"noscript", CC_PLACE_RAW},    {"xmp", CC_PLACE_RAW},    {"plaintext", CC_PLACE_RAW},
    {"title", CC_PLACE_RCDATA}, {"textarea", CC_PLACE_RCDATA},
};
#define ELEMENTS (sizeof(elements) / sizeof(elements[0]))

static bool is_in(char c, const char *list)
{
    return c && strchr(list, c);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool starts(const char *p, const char *end, const char *text)
{
    size_t length = strlen(text);

    return (size_t)(end - p) >= length && strncasecmp(p, text, length) == 0;
}

/* The name and nothing more: what follows ends it. */
static bool is_name(const char *p, const char *end, const char *name)
{
    size_t length = strlen(name);

    return starts(p, end, name) && (size_t)(end - p) > length &&
           (is_in(p[length], blanks) || is_in(p[length], "/>") || starts(p + length, end, "{@"));
}

static void enter_tag(cc_html_place_t *at, const char *name, const char *end)
{
    at->place = CC_PLACE_TAG;
    at->element = NULL;
    at->named = false;
    at->last = '<';
    for (size_t i = 0; i < ELEMENTS; i++) {
        if (is_name(name, end, elements[i].name)) {
            at->element = elements[i].name;
        }
    }
}

/* At a '<'. The last character of a template begins a tag with whatever stands behind the template. */
static const char *follow_text(cc_html_place_t *at, const char *p, const char *end)
{
    char next = (char)(end - p > 1 ? p[1] : '\0'), second = (char)(end - p > 2 ? p[2] : '\0');

    if (starts(p, end, "<!--")) {
        at->place = CC_PLACE_COMMENT;
        at->comment = p;
    } else if (is_letter(next)) {
        enter_tag(at, p + 1, end);
    } else if ((next == '/' && is_letter(second)) || starts(p, end, "<!doctype")) {
        enter_tag(at, end, end);
    } else if (end - p == 1 || is_in(next, "/!?{")) {
        return "a '<' that begins no tag";
    }
    return NULL;
}

static const char *end_tag(cc_html_place_t *at)
{
    at->place = CC_PLACE_TEXT;
    for (size_t i = 0; at->element && i < ELEMENTS; i++) {
        if (!strcmp(at->element, elements[i].name)) {
            at->place = elements[i].place;
        }
    }
    return NULL;
}

static const char *follow_tag(cc_html_place_t *at, char c)
{
    char last = at->last;

    at->last = c;
    at->named = at->named || (c == '/' && last != '<') || is_in(c, blanks);
    if (c == '>') {
        return end_tag(at);
    }
    if (is_in(c, "\"'<`")) {
        return "a quote or '<' that does not belong into a tag";
    }
    if (c == '=') {
        if (!at->named || !last || is_in(last, "<>/=\"'") || is_in(last, blanks)) {
            return "a '=' behind no name";
        }
        at->place = CC_PLACE_VALUE;
    }
    return NULL;
}

static const char *follow_value(cc_html_place_t *at, char c)
{
    bool behind_equals = at->place == CC_PLACE_VALUE;

    at->last = c;
    if (behind_equals && (c == '"' || c == '\'')) {
        at->place = c == '"' ? CC_PLACE_DOUBLE : CC_PLACE_SINGLE;
    } else if (is_in(c, "\"'<=`") || (behind_equals && c == '>')) {
        return "a value that needs quotes";
    } else if (c == '>') {
        return end_tag(at);
    } else if (is_in(c, blanks)) {
        at->place = behind_equals ? CC_PLACE_VALUE : CC_PLACE_TAG;
    } else {
        at->place = CC_PLACE_UNQUOTED;
    }
    return NULL;
}

/* Only the end tag of the element itself ends it. Anything else that could be a tag is refused, as comments in scripts
 * and some places of elements make browsers read on in another way. */
static const char *follow_raw(cc_html_place_t *at, const char *p, const char *end)
{
    if (*p != '<') {
        return NULL;
    }
    if (!starts(p, end, "</") || !is_name(p + 2, end, at->element)) {
        return "a '<' in a script, style, title or textarea";
    }
    enter_tag(at, end, end);
    return NULL;
}

static bool ends_comment(const cc_html_place_t *at, const char *p, const char *end)
{
    /* the second is none to those who write, and one to those who read */
    return *p == '>' && (starts(p - 2, end, "--") || (p - at->comment >= 7 && starts(p - 3, end, "--!")));
}

void cc_html_follow_place(cc_html_place_t *at)
{
    at->named = true;
    at->last = '\0';
}

const char *cc_html_follow(cc_html_place_t *at, const char *p, const char *end)
{
    switch (at->place) {
    case CC_PLACE_TEXT: return *p == '<' ? follow_text(at, p, end) : NULL;
    case CC_PLACE_TAG: return follow_tag(at, *p);
    case CC_PLACE_VALUE:
    case CC_PLACE_UNQUOTED: return follow_value(at, *p);
    case CC_PLACE_DOUBLE:
    case CC_PLACE_SINGLE:
        if (*p == (at->place == CC_PLACE_DOUBLE ? '"' : '\'')) {
            at->place = CC_PLACE_TAG;
            at->last = *p;
        }
        return NULL;
    case CC_PLACE_COMMENT: at->place = ends_comment(at, p, end) ? CC_PLACE_TEXT : CC_PLACE_COMMENT; return NULL;
    case CC_PLACE_RAW:
    case CC_PLACE_RCDATA: return follow_raw(at, p, end);
    }
    return NULL;
}
