/* Guards in front of C functions of the standard libraries. The instruction counter counts Lua instructions only;
 * a pattern can take a century within one, a repetition a gigabyte. What is refused is far beyond what a page
 * needs. Long but bounded work ends at the next check of the thread's CPU time. */
#include "guard.h"

#include "state.h"

#include <ctype.h>
#include <string.h>

#define SUBJECT_MAX (64 * 1024)
#define PATTERN_MAX 256
#define STEPS_MAX 1e8   /* about half a second */
#define SET_CHEAP 8     /* a set of so many more characters takes as long as another step */
#define STEPS_CHECK 1e5 /* beyond this the time is looked at afterwards */
#define REP_MAX (1024 * 1024)
#define SORT_MAX 20000
#define SORT_CHECK 200
#define SORT_STEPS_MAX 1e8 /* bytes to compare; about as long as those of patterns, where they are NULs */
#define MOVE_MAX 100000
#define LENGTH_CHECK 4096

/** The end of the pattern item at `p`; `*heavy`: it scans an unknown length by itself. */
static const char *item_end(const char *p, const char *end, bool *heavy)
{
    *heavy = false;
    if (*p == '%' && end - p > 1) {
        *heavy = p[1] == 'b' || isdigit((unsigned char)p[1]);
        p += p[1] == 'b' ? 4 : 2;
        return p < end ? p : end;
    }
    if (*p++ != '[')
        return p;
    if (p < end && *p == '^')
        p++;
    do { /* the first ']' stands for itself */
        if (p < end && *p == '%')
            p++;
        if (p < end)
            p++;
    } while (p < end && *p != ']');
    return p < end ? p + 1 : end;
}

static bool only_captures(const char *p, const char *end)
{
    while (p < end && (*p == '(' || *p == ')'))
        p++;
    return p == end;
}

/** The most steps that matching may take: each repetition that something follows, and the place where the match
 *  begins, are choices of a position; with `n` characters there are C(n + choices, choices) ways to make them. */
static double worst_case(const char *p, const char *end, size_t n, bool anchors)
{
    int choices = 1;
    ptrdiff_t longest = 0; /* a set is looked through for each character, up to its end */
    double factor = 1;
    if (anchors && p < end && *p == '^') {
        choices = 0;
        p++;
    }
    while (p < end) {
        if (*p == '(' || *p == ')') {
            p++;
            continue;
        }
        bool heavy;
        const char *item = p;
        p = item_end(p, end, &heavy);
        longest = p - item > longest ? p - item : longest;
        choices += heavy;
        if (p < end && strchr("*+-", *p)) {
            p++;
            choices += !only_captures(p, end);
        } else if (p < end && *p == '?') {
            p++;
            factor *= 2;
        }
    }
    for (int i = 1; i <= choices && factor < STEPS_MAX * 10; i++)
        factor *= (double)(n + (size_t)i) / i;
    longest /= SET_CHEAP;
    return factor * (1 + (double)longest);
}

/* What string.gmatch() returns, where one step may take long. Upvalue: the iterator. */
static int next_match(lua_State *L)
{
    cc_state_check(L);
    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_call(L, 0, LUA_MULTRET);
    return lua_gettop(L);
}

/* Upvalues: the library's function, and whether `^` anchors, which it does not for gmatch alone. */
static int guarded_pattern(lua_State *L)
{
    size_t length, pattern_length;
    luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    luaL_argcheck(L, length <= SUBJECT_MAX, 1, "text is too long to be matched");
    luaL_argcheck(L, pattern_length <= PATTERN_MAX, 2, "pattern is too long");
    bool anchors = lua_toboolean(L, lua_upvalueindex(2));
    double steps = worst_case(pattern, pattern + pattern_length, length, anchors);
    luaL_argcheck(L, steps <= STEPS_MAX, 2, "pattern could take too long on a text of this length");
    int results = lua_tocfunction(L, lua_upvalueindex(1))(L);
    if (steps > STEPS_CHECK)
        cc_state_check(L);
    if (steps > STEPS_CHECK && !anchors)
        lua_pushcclosure(L, next_match, 1);
    return results;
}

/* For each match the replacement is gone through, and nothing need come of it: "%0" of an empty match. */
static int guarded_gsub(lua_State *L)
{
    size_t length, rest = 0;
    luaL_checklstring(L, 1, &length);
    const char *p = lua_type(L, 3) == LUA_TSTRING ? lua_tolstring(L, 3, &rest) : "", *end = p + rest;
    double places = 0;
    for (; (p = memchr(p, '%', (size_t)(end - p))); p++)
        places++;
    double steps = places * (double)(length + 1);
    luaL_argcheck(L, steps <= STEPS_MAX, 3, "replacement could take too long on a text of this length");
    int results = guarded_pattern(L);
    if (steps > STEPS_CHECK)
        cc_state_check(L);
    return results;
}

/* Upvalue, here and below: the library's function. */
static int guarded_rep(lua_State *L)
{
    size_t length, separator_length = 0;
    luaL_checklstring(L, 1, &length);
    lua_Integer n = luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &separator_length);
    luaL_argcheck(L, n <= REP_MAX && (n <= 0 || (length + separator_length) <= REP_MAX / (size_t)n), 2,
                  "resulting string is too large");
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* Where an address tells what else a state has in its memory: a text that another page had is in the same place. */
static int guarded_format(lua_State *L)
{
    size_t length;
    const char *p = luaL_checklstring(L, 1, &length), *end = p + length;
    while ((p = memchr(p, '%', (size_t)(end - p))) != NULL && ++p < end) {
        while (p < end && *p && strchr("-+ #.0123456789", *p))
            p++;
        luaL_argcheck(L, p == end || *p != 'p', 1, "addresses are not told");
        p += p < end;
    }
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/** The most bytes that are compared when the table is sorted by what its texts are. */
static double sort_steps(lua_State *L, lua_Integer length)
{
    double bytes = 0, rounds = 0;
    for (lua_Integer i = 1; i <= length; i++) {
        bytes += lua_geti(L, 1, i) == LUA_TSTRING ? (double)lua_rawlen(L, -1) : 0;
        lua_pop(L, 1);
    }
    for (lua_Integer n = length; n > 0; n /= 2)
        rounds++;
    return bytes * rounds;
}

static int guarded_sort(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer length = luaL_len(L, 1);
    luaL_argcheck(L, length <= SORT_MAX, 1, "table is too large to be sorted");
    luaL_argcheck(L, !lua_isnoneornil(L, 2) || sort_steps(L, length) <= SORT_STEPS_MAX, 1,
                  "texts are too long to be sorted");
    if (length > SORT_CHECK)
        cc_state_check(L);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int guarded_move(lua_State *L)
{
    lua_Integer from = luaL_checkinteger(L, 2), to = luaL_checkinteger(L, 3);
    luaL_argcheck(L, from > 0 && to > -LUA_MAXINTEGER / 2 && to < LUA_MAXINTEGER / 2 && to - from < MOVE_MAX, 3,
                  "too many elements to move");
    if (to - from > LENGTH_CHECK)
        cc_state_check(L);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* table.insert and table.remove, where they are given a place: what stands behind it moves. A table may be taken to be
 * of any length, and have hardly anything in it. Second upvalue: how many arguments there are then. */
static int guarded_shift(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    if (lua_gettop(L) >= lua_tointeger(L, lua_upvalueindex(2))) {
        lua_Integer length = luaL_len(L, 1), at = luaL_optinteger(L, 2, length);
        if (at > 0 && length > at)
            cc_state_count(L, length - at);
    }
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/** For functions whose time grows with their first argument, which the memory limit bounds. */
static int guarded_length(lua_State *L)
{
    if (lua_rawlen(L, 1) > LENGTH_CHECK)
        cc_state_check(L);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static void guard(lua_State *L, int library, const char *name, lua_CFunction by)
{
    lua_getfield(L, library, name);
    lua_pushcclosure(L, by, 1);
    lua_setfield(L, library, name);
}

static void guard_shift(lua_State *L, int library, const char *name, int args)
{
    lua_getfield(L, library, name);
    lua_pushinteger(L, args);
    lua_pushcclosure(L, guarded_shift, 2);
    lua_setfield(L, library, name);
}

static void guard_pattern(lua_State *L, int library, const char *name, lua_CFunction by, bool anchors)
{
    lua_getfield(L, library, name);
    lua_pushboolean(L, anchors);
    lua_pushcclosure(L, by, 2);
    lua_setfield(L, library, name);
}

void cc_guard_libraries(lua_State *L, int string, int table, int utf8)
{
    guard_pattern(L, string, "find", guarded_pattern, true);
    guard_pattern(L, string, "match", guarded_pattern, true);
    guard_pattern(L, string, "gsub", guarded_gsub, true);
    guard_pattern(L, string, "gmatch", guarded_pattern, false);
    guard(L, string, "rep", guarded_rep);
    guard(L, string, "format", guarded_format);
    guard(L, table, "sort", guarded_sort);
    guard(L, table, "move", guarded_move);
    guard_shift(L, table, "insert", 3);
    guard_shift(L, table, "remove", 2);

    static const char *const strings[] = {"byte", "lower", "upper", "reverse", NULL};
    for (int i = 0; strings[i]; i++)
        guard(L, string, strings[i], guarded_length);
    static const char *const tables[] = {"concat", "unpack", NULL};
    for (int i = 0; tables[i]; i++)
        guard(L, table, tables[i], guarded_length);
    static const char *const characters[] = {"len", "codepoint", "offset", NULL};
    for (int i = 0; characters[i]; i++)
        guard(L, utf8, characters[i], guarded_length);
}
