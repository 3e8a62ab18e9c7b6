/* What stands for a text of whoever asks is the state's text for these and a letter. What stands for rows is the
 * state's text for it, the number of the read, ".", that of the template in the list of the call, and ";". A plan is
 * written as pieces: a head, then the HTML or the bound template. */
#include "plan.h"

#include "bind.h"
#include "out.h"
#include "read.h"
#include "rows.h"

#include <string.h>

/* Serves as a key of the registry: the bound templates that stand in the page of the present call. */
static const char key_bound;

typedef enum { PIECE_HTML, PIECE_SHOWN, PIECE_ROWS } piece_kind_t;

typedef struct {
    piece_kind_t kind;
    int which; /* the read of rows, or the text */
    size_t length;
} piece_t;

/** Where in a text rows are to stand. */
typedef struct {
    const char *at, *end;
    int read, template;
} place_t;

void cc_plan_push_rows(lua_State *L, int read, int bound)
{
    cc_state_t *state = cc_state_of(L);
    char text[100];
    bound = lua_absindex(L, bound);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &key_bound) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &key_bound);
    }
    lua_pushvalue(L, bound);
    lua_rawseti(L, -2, ++state->call->places);
    lua_pop(L, 1);
    int length = snprintf(text, sizeof(text), "%s%d.%d;", state->rows_token, read, state->call->places);
    cc_markup_push(L, text, (size_t)length);
}

void cc_plan_push_shown(lua_State *L, cc_shown_t which)
{
    lua_pushfstring(L, "%s%c", cc_state_of(L)->shown_token, 'a' + (int)which);
}

/** Finds a token of the state, by its first character, which HTML hardly has. */
static const char *find_token(const char *token, const char *from, const char *end)
{
    size_t length = strlen(token);
    while ((from = memchr(from, *token, (size_t)(end - from))) && (size_t)(end - from) >= length) {
        if (memcmp(from, token, length) == 0)
            return from;
        from++;
    }
    return NULL;
}

bool cc_plan_has_shown(const cc_state_t *state, const char *text, size_t length)
{
    return find_token(state->shown_token, text, text + length) != NULL;
}

bool cc_plan_has_places(const cc_state_t *state, const char *text, size_t length)
{
    return find_token(state->rows_token, text, text + length) || cc_plan_has_shown(state, text, length);
}

static const char *read_number(const char *at, const char *end, int *number)
{
    *number = 0;
    for (; at < end && *at >= '0' && *at <= '9' && *number < 100000000; at++)
        *number = *number * 10 + (*at - '0');
    return at;
}

/** Finds the next place of rows between `from` and `end`. */
static bool next_rows(const cc_state_t *state, const char *from, const char *end, place_t *place)
{
    const cc_call_t *call = state->call;
    size_t length = strlen(state->rows_token);
    while (call->places && (from = find_token(state->rows_token, from, end))) {
        place->at = from;
        from = read_number(from + length, end, &place->read);
        if (from == end || *from++ != '.')
            continue;
        from = read_number(from, end, &place->template);
        if (from == end || *from++ != ';')
            continue;
        place->end = from;
        if (place->read < call->done_count && call->done[place->read]->kind == CC_READ_GRID && place->template > 0 &&
            place->template <= call->places)
            return true;
    }
    return false;
}

static void add_rows(lua_State *L, int read, const char *bound, size_t length)
{
    cc_state_t *state = cc_state_of(L);
    cc_state_check(L); /* the instruction counter does not see what follows */
    cc_rows_write(L, state, state->call->done[read], bound, length, 0, 0);
}

/** Pushes the bound template of the place. */
static const char *push_bound(lua_State *L, const place_t *place, size_t *length)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_bound);
    lua_rawgeti(L, -1, place->template);
    lua_remove(L, -2);
    const char *bound = cc_bound(L, -1, length);
    if (!bound)
        luaL_error(L, "there are no such rows");
    return bound;
}

void cc_plan_expand(lua_State *L, const char *text, size_t length)
{
    cc_state_t *state = cc_state_of(L);
    const char *end = text + length;
    place_t place;
    while (next_rows(state, text, end, &place)) {
        size_t size;
        cc_out_add(L, state, text, (size_t)(place.at - text));
        const char *bound = push_bound(L, &place, &size);
        add_rows(L, place.read, bound, size);
        lua_pop(L, 1);
        state->call->looked = true;
        text = place.end;
    }
    cc_out_add(L, state, text, (size_t)(end - text));
}

/* ---- plans ---- */

static void add_piece(lua_State *L, piece_kind_t kind, int which, const char *bytes, size_t length)
{
    cc_state_t *state = cc_state_of(L);
    piece_t piece;
    memset(&piece, 0, sizeof(piece));
    piece.kind = kind;
    piece.which = which;
    piece.length = length;
    cc_out_add(L, state, (const char *)&piece, sizeof(piece));
    cc_out_add(L, state, bytes, length);
}

/** HTML without rows: its pieces are it, and places of texts of whoever asks. */
static void make_html(lua_State *L, const char *html, size_t length)
{
    const cc_state_t *state = cc_state_of(L);
    const char *end = html + length, *at;
    size_t token = strlen(state->shown_token);
    while ((at = find_token(state->shown_token, html, end))) {
        int which = at + token < end ? at[token] - 'a' : -1;
        add_piece(L, PIECE_HTML, 0, html, (size_t)(at - html));
        html = at + token;
        if (which >= 0 && which < CC_SHOWN_COUNT) {
            add_piece(L, PIECE_SHOWN, which, "", 0);
            html++;
        }
    }
    add_piece(L, PIECE_HTML, 0, html, (size_t)(end - html));
}

void cc_plan_make(lua_State *L, const char *html, size_t length)
{
    const cc_state_t *state = cc_state_of(L);
    const char *end = html + length;
    place_t place;
    while (next_rows(state, html, end, &place)) {
        size_t size;
        make_html(L, html, (size_t)(place.at - html));
        const char *bound = push_bound(L, &place, &size);
        add_piece(L, PIECE_ROWS, place.read, bound, size);
        lua_pop(L, 1);
        html = place.end;
    }
    make_html(L, html, (size_t)(end - html));
}

/** Where the form token stands is remembered (settled.h): it is all of these that differs between two requests of the
 * same user for the same. */
static void add_shown(lua_State *L, cc_state_t *state, int which)
{
    cc_call_t *call = state->call;
    const char *text = call->what->shown[which] ? call->what->shown[which] : "";
    if (which != CC_SHOWN_FORM_TOKEN) {
        cc_out_escape(L, state, text, strlen(text));
        return;
    }
    if (call->token_count < CC_TOKENS_MAX)
        call->tokens[call->token_count] = state->out_length;
    if (call->token_count <= CC_TOKENS_MAX)
        call->token_count++;
    cc_out_add(L, state, text, strlen(text));
}

void cc_plan_write(lua_State *L, const char *plan, size_t length)
{
    cc_state_t *state = cc_state_of(L);
    const char *end = plan + length;
    piece_t piece;
    while (plan < end) {
        memcpy(&piece, plan, sizeof(piece));
        plan += sizeof(piece);
        if (piece.kind == PIECE_HTML)
            cc_out_add(L, state, plan, piece.length);
        else if (piece.kind == PIECE_SHOWN)
            add_shown(L, state, piece.which);
        else
            add_rows(L, piece.which, plan, piece.length);
        plan += piece.length;
    }
}

void cc_plan_forget(lua_State *L)
{
    if (!cc_state_of(L)->call->places)
        return;
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_bound);
}
