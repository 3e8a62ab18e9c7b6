/* html.field and html.bind: partial evaluation of templates. A step is written as: kind, field, lengths of text, column
 * (with its NUL) and words, skip, then those bytes. */
#include "bind.h"

#include "freeze.h"
#include "out.h"
#include "template.h"

#include <string.h>

#define BOUND "bound template"
#define FIELD "field of a row"
#define WORDS_MAX 4096

typedef struct {
    unsigned char kind, field;
    unsigned length, column, words, skip;
} step_head_t;

/* A field is a step of kind CC_STEP_FIELD, alone. */
static const char *const field_names[] = {"id",   "link",     "may_edit", "may_remove", "text", "value",
                                          "path", "currency", "datetime", "moment",     "slot", NULL};

static void push_bytes(lua_State *L, const char *bytes, size_t length, const char *type)
{
    void *made = lua_newuserdatauv(L, length, 0);
    if (length)
        memcpy(made, bytes, length);
    luaL_setmetatable(L, type);
}

const char *cc_bound(lua_State *L, int index, size_t *length)
{
    const char *bytes = luaL_testudata(L, index, BOUND);
    if (bytes)
        *length = lua_rawlen(L, index);
    return bytes;
}

const char *cc_step_read(const char *at, cc_step_t *step)
{
    step_head_t head;
    memcpy(&head, at, sizeof(head));
    at += sizeof(head);
    *step = (cc_step_t){.kind = (cc_step_kind_t)head.kind,
                        .field = (cc_field_t)head.field,
                        .text = at,
                        .length = head.length,
                        .column = head.column ? at + head.length : "", /* HTML has none, not even a NUL */
                        .words = at + head.length + head.column,
                        .words_length = head.words,
                        .skip = head.skip};
    return step->words + head.words;
}

static const char *word_read(const char *at, const char **text, size_t *length)
{
    unsigned size;
    memcpy(&size, at, sizeof(size));
    *text = at + sizeof(size);
    *length = size;
    return *text + size;
}

const char *cc_step_word(const cc_step_t *step, const char *text, size_t *length)
{
    const char *at = step->words, *end = at + step->words_length, *from, *to;
    size_t from_length, to_length;
    while (at < end) {
        at = word_read(word_read(at, &from, &from_length), &to, &to_length);
        if (from_length == *length && memcmp(from, text, from_length) == 0) {
            *length = to_length;
            return to;
        }
    }
    return text;
}

/* ---- html.field ---- */

static void add_word(lua_State *L, cc_state_t *state, int index)
{
    size_t length;
    const char *text = luaL_checklstring(L, index, &length);
    unsigned size = (unsigned)length;
    cc_out_add(L, state, (const char *)&size, sizeof(size));
    cc_out_add(L, state, text, length);
}

int cc_bind_field(lua_State *L)
{
    cc_state_t *state = cc_state_of(L);
    int which = luaL_checkoption(L, 1, NULL, field_names);
    size_t length;
    const char *column = luaL_optlstring(L, 2, "", &length);
    luaL_argcheck(L, strlen(column) == length && length < 100, 2, "no column has such a name");
    luaL_argcheck(L, (which >= CC_FIELD_TEXT) == (length > 0), 2, "a column for what is of a cell, and for that alone");
    lua_settop(L, 3);
    cc_out_start(L, state);
    step_head_t head = {.kind = CC_STEP_FIELD, .field = (unsigned char)which, .column = (unsigned)length + 1};
    cc_out_add(L, state, (const char *)&head, sizeof(head));
    cc_out_add(L, state, column, length + 1);
    if (!lua_isnil(L, 3)) {
        luaL_checktype(L, 3, LUA_TTABLE);
        if (cc_freeze_push_hidden(L, 3)) /* words that a module keeps */
            lua_replace(L, 3);
        size_t before = state->out_length;
        lua_pushnil(L);
        while (lua_next(L, 3)) {
            luaL_argcheck(L, lua_type(L, 4) == LUA_TSTRING, 3, "words for texts");
            add_word(L, state, 4);
            add_word(L, state, 5);
            lua_pop(L, 1);
        }
        head.words = (unsigned)(state->out_length - before);
        luaL_argcheck(L, head.words <= WORDS_MAX, 3, "too many words");
        memcpy(state->out, &head, sizeof(head));
    }
    push_bytes(L, state->out, state->out_length, FIELD);
    return 1;
}

/* ---- html.bind ---- */

/** The steps that are being written, and where the open one of kind CC_STEP_TEXT begins (SIZE_MAX: none is open). */
typedef struct {
    lua_State *L;
    cc_state_t *state;
    size_t open;
} writer_t;

static void open_text(writer_t *w)
{
    static const step_head_t head = {.kind = CC_STEP_TEXT};
    if (w->open != SIZE_MAX)
        return;
    w->open = w->state->out_length;
    cc_out_add(w->L, w->state, (const char *)&head, sizeof(head));
}

static void close_text(writer_t *w)
{
    if (w->open == SIZE_MAX)
        return;
    step_head_t head = {.kind = CC_STEP_TEXT};
    head.length = (unsigned)(w->state->out_length - w->open - sizeof(head));
    memcpy(w->state->out + w->open, &head, sizeof(head));
    w->open = SIZE_MAX;
}

static void add_field(writer_t *w, const char *field, cc_step_kind_t kind, const char *name, size_t length)
{
    cc_step_t step;
    const char *end = cc_step_read(field, &step);
    step_head_t head;
    memcpy(&head, field, sizeof(head));
    head.kind = (unsigned char)kind;
    head.length = (unsigned)length;
    close_text(w);
    cc_out_add(w->L, w->state, (const char *)&head, sizeof(head));
    cc_out_add(w->L, w->state, name, length);
    cc_out_add(w->L, w->state, step.column, (size_t)(end - step.column));
}

static void add_bound_value(writer_t *w, int index, const char *name, int depth)
{
    lua_State *L = w->L;
    size_t length;
    const char *bytes = luaL_testudata(L, index, FIELD);
    if (bytes) {
        add_field(w, bytes, CC_STEP_FIELD, "", 0);
    } else if ((bytes = cc_bound(L, index, &length))) {
        close_text(w);
        cc_out_add(L, w->state, bytes, length);
    } else if (lua_type(L, index) == LUA_TTABLE && depth < 4) {
        luaL_checkstack(L, 4, NULL);
        for (lua_Integer i = 1, n = cc_out_list(L, index); i <= n; i++) {
            lua_geti(L, index, i);
            add_bound_value(w, lua_gettop(L), name, depth + 1);
            lua_pop(L, 1);
        }
    } else {
        open_text(w);
        cc_out_value(L, w->state, index, name);
    }
}

/** The value of the segment is on the top. */
static void add_segment(writer_t *w, const cc_segment_t *segment, const char *name)
{
    int top = lua_gettop(w->L);
    const char *field = luaL_testudata(w->L, top, FIELD);
    size_t length;
    if (segment->kind == CC_SEGMENT_ATTRIBUTE && field) {
        add_field(w, field, CC_STEP_ATTRIBUTE, segment->start, segment->length);
    } else if (segment->kind == CC_SEGMENT_ATTRIBUTE) {
        open_text(w);
        cc_template_attribute(w->L, w->state, segment, name);
    } else if (segment->kind == CC_SEGMENT_QUOTED && (cc_bound(w->L, top, &length) || lua_istable(w->L, top))) {
        luaL_error(w->L, "value '%s' stands in an attribute and cannot be a %s", name, luaL_typename(w->L, top));
    } else if (segment->kind == CC_SEGMENT_QUOTED && field) {
        add_field(w, field, CC_STEP_QUOTED, "", 0);
    } else if (segment->kind == CC_SEGMENT_QUOTED) {
        open_text(w);
        cc_template_quoted(w->L, w->state, top, name);
    } else {
        add_bound_value(w, top, name, 0);
    }
}

int cc_bind_template(lua_State *L)
{
    writer_t w = {L, cc_state_of(L), SIZE_MAX};
    const cc_template_t *bound = cc_template_check(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 3);
    const char *condition = lua_isnil(L, 3) ? NULL : luaL_checkudata(L, 3, FIELD);
    cc_out_start(L, w.state);
    if (condition)
        add_field(&w, condition, CC_STEP_IF, "", 0);
    size_t begin = w.state->out_length;
    for (int i = 0; i < bound->count; i++) {
        const cc_segment_t *segment = &bound->segments[i];
        if (segment->kind == CC_SEGMENT_TEXT) {
            open_text(&w);
            cc_out_add(L, w.state, segment->start, segment->length);
            continue;
        }
        const char *name = lua_pushlstring(L, segment->start, segment->length);
        lua_pushvalue(L, 4);
        lua_gettable(L, 2);
        add_segment(&w, segment, name);
        lua_settop(L, 3);
    }
    close_text(&w);
    if (condition) {
        step_head_t head;
        memcpy(&head, w.state->out, sizeof(head));
        head.skip = (unsigned)(w.state->out_length - begin);
        memcpy(w.state->out, &head, sizeof(head));
    }
    push_bytes(L, w.state->out, w.state->out_length, BOUND);
    return 1;
}

static void make_type(lua_State *L, const char *name)
{
    luaL_newmetatable(L, name);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

void cc_bind_types(lua_State *L)
{
    make_type(L, BOUND);
    make_type(L, FIELD);
}
