/* Compiles a template to segments and fills it in. Each place is text, a quoted attribute, or between attributes
 * (html_place.h); elsewhere (unquoted values, comments, scripts) escaping would not be enough, and the template is
 * refused. */
#include "template.h"

#include "html_place.h"
#include "out.h"

#include <string.h>
#include <strings.h>

#define TEMPLATE "html template"
#define CACHE_MAX (1024 * 1024) /* bytes that stay in the state, which later pages do not have */
#define ENTRY_SIZE 150          /* what else one takes, about */
#define LENGTH_CHECK 4096       /* to compile one that is longer, the page needs to have time left */

static const char key_cache, key_cached;

/* ---- compiling ---- */

typedef struct {
    lua_State *L;
    const char *p, *end;
    cc_html_place_t at;
    cc_template_t *made;
} compiler_t;

static bool is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void add_segment(compiler_t *c, cc_segment_kind_t kind, const char *start, size_t length)
{
    if (length > 0)
        c->made->segments[c->made->count++] = (cc_segment_t){kind, (unsigned)length, start};
}

/** What goes wrong at a place, with a few characters to find it by. */
static void refuse(const compiler_t *c, const char *place, const char *why)
{
    int length = c->end - place < 30 ? (int)(c->end - place) : 30;
    lua_pushlstring(c->L, place, (size_t)length);
    luaL_error(c->L, "html.template: %s at: %s", why, lua_tostring(c->L, -1));
}

static cc_segment_kind_t kind_of(const compiler_t *c, const char *place, const char *key, size_t length, bool attribute)
{
    if (attribute) {
        if (c->at.place != CC_PLACE_TAG)
            refuse(c, place, "an attribute outside of a tag");
        if ((length > 2 && strncasecmp(key, "on", 2) == 0) || (length == 5 && strncasecmp(key, "style", 5) == 0))
            refuse(c, place, "scripts and styles do not belong into attributes");
        return CC_SEGMENT_ATTRIBUTE;
    }
    switch (c->at.place) {
    case CC_PLACE_TEXT:
    case CC_PLACE_RCDATA: return CC_SEGMENT_VALUE;
    case CC_PLACE_DOUBLE:
    case CC_PLACE_SINGLE: return CC_SEGMENT_QUOTED;
    case CC_PLACE_COMMENT:
    case CC_PLACE_RAW: refuse(c, place, "a value in a comment or script"); break;
    default: refuse(c, place, "a value in a tag, but not in quotes");
    }
    return CC_SEGMENT_TEXT;
}

/** At a '{' that is not doubled: {key} or {@attribute}. */
static void compile_place(compiler_t *c)
{
    const char *place = c->p++;
    bool attribute = c->p < c->end && *c->p == '@';
    c->p += attribute;
    const char *key = c->p;
    while (c->p < c->end && (is_letter(*c->p) || (*c->p >= '0' && *c->p <= '9') || *c->p == '_' || *c->p == '-'))
        c->p++;
    size_t length = (size_t)(c->p - key);
    if (length == 0 || c->p == c->end || *c->p != '}')
        refuse(c, place, "not {key}, {@attribute} or {{");
    add_segment(c, kind_of(c, place, key, length, attribute), key, length);
    c->p++;
    cc_html_follow_place(&c->at);
}

/** A character that stands for itself. */
static void follow(compiler_t *c)
{
    const char *wrong = cc_html_follow(&c->at, c->p, c->end);
    if (wrong)
        refuse(c, c->p, wrong);
    c->p++;
}

static void compile(compiler_t *c)
{
    const char *literal = c->p;
    while (c->p < c->end) {
        if (*c->p != '{') {
            follow(c);
            continue;
        }
        bool doubled = c->p + 1 < c->end && c->p[1] == '{';
        add_segment(c, CC_SEGMENT_TEXT, literal, (size_t)(c->p - literal) + doubled);
        if (doubled) {
            follow(c);
            c->p++;
        } else {
            compile_place(c);
        }
        literal = c->p;
    }
    add_segment(c, CC_SEGMENT_TEXT, literal, (size_t)(c->p - literal));
    if (c->at.place != CC_PLACE_TEXT)
        refuse(c, literal, "the template ends inside a tag, comment or script");
}

static void push_compiled(lua_State *L, const char *text, size_t length)
{
    size_t places = 0;
    luaL_argcheck(L, length < 1024 * 1024, 1, "template is too long");
    if (length > LENGTH_CHECK)
        cc_state_check(L);
    for (size_t i = 0; i < length; i++)
        places += text[i] == '{';
    cc_template_t *made = lua_newuserdatauv(L, sizeof(*made) + (2 * places + 1) * sizeof(cc_segment_t), 1);
    made->count = 0;
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, 1);
    compiler_t c = {L, text, text + length, {.place = CC_PLACE_TEXT}, made};
    compile(&c);
    luaL_setmetatable(L, TEMPLATE);
}

/* The same text gives the same template, so a page's own templates are not compiled anew for each request. Templates
 * cannot be changed, so sharing them tells nothing. */
int cc_template_new(lua_State *L)
{
    size_t length;
    luaL_checktype(L, 1, LUA_TSTRING);
    const char *text = lua_tolstring(L, 1, &length);
    lua_settop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_cache);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, 2) != LUA_TNIL)
        return 1;
    push_compiled(L, text, length);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_cached);
    lua_Integer cached = lua_tointeger(L, -1) + (lua_Integer)(length + lua_rawlen(L, -2)) + ENTRY_SIZE;
    if (cached <= CACHE_MAX) {
        lua_pushinteger(L, cached);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &key_cached);
        lua_pushvalue(L, 1);
        lua_pushvalue(L, 4);
        lua_rawset(L, 2);
    }
    lua_settop(L, 4);
    return 1;
}

/* ---- filling in ---- */

void cc_template_attribute(lua_State *L, cc_state_t *state, const cc_segment_t *segment, const char *name)
{
    int type = lua_type(L, -1);
    if (type == LUA_TNIL || (type == LUA_TBOOLEAN && !lua_toboolean(L, -1)))
        return;
    cc_out_add(L, state, " ", 1);
    cc_out_add(L, state, segment->start, segment->length);
    if (type == LUA_TBOOLEAN)
        return;
    if (type != LUA_TSTRING && type != LUA_TNUMBER)
        luaL_error(L, "attribute '%s' cannot be a %s", name, luaL_typename(L, -1));
    cc_out_add(L, state, "=\"", 2);
    cc_out_value(L, state, -1, name);
    cc_out_add(L, state, "\"", 1);
}

void cc_template_quoted(lua_State *L, cc_state_t *state, int index, const char *name)
{
    if (lua_isuserdata(L, index) || lua_istable(L, index))
        luaL_error(L, "value '%s' stands in an attribute and cannot be a %s", name, luaL_typename(L, index));
    cc_out_value(L, state, index, name);
}

const cc_template_t *cc_template_check(lua_State *L, int index)
{
    return luaL_checkudata(L, index, TEMPLATE);
}

/* template{...} */
static int template_call(lua_State *L)
{
    cc_state_t *state = cc_state_of(L);
    const cc_template_t *filled = lua_touserdata(L, 1);
    lua_settop(L, 2);
    if (!lua_isnil(L, 2))
        luaL_checktype(L, 2, LUA_TTABLE);
    cc_out_start(L, state);
    for (int i = 0; i < filled->count; i++) {
        const cc_segment_t *segment = &filled->segments[i];
        if (segment->kind == CC_SEGMENT_TEXT) {
            cc_out_add(L, state, segment->start, segment->length);
            continue;
        }
        if (lua_isnil(L, 2))
            continue;
        const char *name = lua_pushlstring(L, segment->start, segment->length);
        lua_pushvalue(L, 3);
        lua_gettable(L, 2); /* template, values, key, value */
        if (segment->kind == CC_SEGMENT_ATTRIBUTE)
            cc_template_attribute(L, state, segment, name);
        else if (segment->kind == CC_SEGMENT_QUOTED)
            cc_template_quoted(L, state, 4, name);
        else
            cc_out_value(L, state, 4, name);
        lua_settop(L, 2);
    }
    cc_markup_push(L, state->out, state->out_length);
    return 1;
}

void cc_template_open(lua_State *L)
{
    luaL_newmetatable(L, TEMPLATE);
    lua_pushcfunction(L, template_call);
    lua_setfield(L, -2, "__call");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_cache);
}
