/* The one place where text becomes HTML. Declared in out.h. */
#include "out.h"

#define MARKUP "markup"
#define OUT_MIN 4096
#define OUT_CHECK (64 * 1024) /* whoever makes that much is asked how long it has taken so far */
#define DEPTH_MAX 16

void cc_out_grow(lua_State *L, cc_state_t *state, size_t more)
{
    size_t size = state->out_size ? state->out_size : OUT_MIN;
    while (size - state->out_length < more)
        size *= 2; /* ends: the memory limit is far below SIZE_MAX / 2 */
    state->out = cc_state_grow(L, state->out, state->out_size, size);
    state->out_size = size;
}

void cc_out_start(lua_State *L, cc_state_t *state)
{
    if (state->out_length > OUT_CHECK)
        cc_state_check(L);
    state->out_length = 0;
}

/* What stands for a character in HTML, where it does not stand for itself. NUL does not exist there. */
static const char *const entities[UCHAR_MAX + 1] = {
    ['\0'] = "\xEF\xBF\xBD", ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
static const bool special[UCHAR_MAX + 1] = {
    ['\0'] = true, ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};

void cc_out_escape(lua_State *L, cc_state_t *state, const char *text, size_t length)
{
    const char *end = text + length, *from = text;
    for (; text < end; text++) {
        if (!special[(unsigned char)*text])
            continue;
        const char *as = entities[(unsigned char)*text];
        cc_out_add(L, state, from, (size_t)(text - from));
        cc_out_add(L, state, as, strlen(as));
        from = text + 1;
    }
    cc_out_add(L, state, from, (size_t)(end - from));
}

const char *cc_markup_text(lua_State *L, int index, size_t *length)
{
    const char *text = luaL_testudata(L, index, MARKUP);
    if (text)
        *length = lua_rawlen(L, index);
    return text;
}

void cc_markup_push(lua_State *L, const char *text, size_t length)
{
    void *markup = lua_newuserdatauv(L, length, 0);
    if (length)
        memcpy(markup, text, length);
    luaL_setmetatable(L, MARKUP);
}

lua_Integer cc_out_list(lua_State *L, int index)
{
    lua_Integer n = luaL_len(L, index);
    cc_state_count(L, n);
    return n;
}

static void add_value(lua_State *L, cc_state_t *state, int index, const char *what, int depth)
{
    size_t length;
    const char *text;
    switch (lua_type(L, index)) {
    case LUA_TNIL: return;
    case LUA_TBOOLEAN:
        if (!lua_toboolean(L, index))
            return;
        break;
    case LUA_TSTRING:
        text = lua_tolstring(L, index, &length);
        cc_out_escape(L, state, text, length);
        return;
    case LUA_TNUMBER:
        lua_pushvalue(L, index); /* converted in place */
        text = lua_tolstring(L, -1, &length);
        cc_out_add(L, state, text, length);
        lua_pop(L, 1);
        return;
    case LUA_TUSERDATA:
        text = cc_markup_text(L, index, &length);
        if (!text)
            break;
        cc_out_add(L, state, text, length);
        return;
    case LUA_TTABLE:
        if (depth >= DEPTH_MAX)
            luaL_error(L, "%s is nested too deeply", what);
        luaL_checkstack(L, 4, NULL);
        for (lua_Integer i = 1, n = cc_out_list(L, index); i <= n; i++) {
            lua_geti(L, index, i);
            add_value(L, state, lua_gettop(L), what, depth + 1);
            lua_pop(L, 1);
        }
        return;
    default: break;
    }
    luaL_error(L, "%s cannot be put into HTML: it is a %s", what, luaL_typename(L, index));
}

void cc_out_value(lua_State *L, cc_state_t *state, int index, const char *what)
{
    add_value(L, state, lua_absindex(L, index), what, 0);
}

/* Has it a segment that browsers take for a step within the path, "." or ".."? */
static bool has_steps(const char *text, size_t length)
{
    for (size_t from = 0, to; from <= length; from = to + 1) {
        size_t dots = 0;
        for (to = from; to < length && text[to] != '/'; to++) {
            dots += text[to] == '.';
        }
        if (to > from && dots == to - from && dots <= 2) {
            return true;
        }
    }
    return false;
}

void cc_out_url(lua_State *L, cc_state_t *state, const char *text, size_t length, bool slashes)
{
    static const char hex[] = "0123456789ABCDEF";
    slashes = slashes && !has_steps(text, length);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr("-._~", c)) || (slashes && c == '/');
        const char coded[3] = {'%', hex[c >> 4], hex[c & 15]};
        cc_out_add(L, state, plain ? text + i : coded, plain ? 1 : 3);
    }
}

void cc_markup_type(lua_State *L)
{
    luaL_newmetatable(L, MARKUP);
}
