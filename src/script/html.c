/* The table `html` of scripts: its functions other than templates, fragments and bound templates. */
#include "html.h"

#include "bind.h"
#include "fragment.h"
#include "out.h"
#include "plan.h"
#include "template.h"

/* html.join(array [, separator]) */
static int html_join(lua_State *L)
{
    cc_state_t *state = cc_state_of(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    cc_out_start(L, state);
    for (lua_Integer i = 1, n = cc_out_list(L, 1); i <= n; i++) {
        if (i > 1)
            cc_out_value(L, state, 2, "the separator");
        lua_geti(L, 1, i);
        cc_out_value(L, state, 3, "an item");
        lua_pop(L, 1);
    }
    cc_markup_push(L, state->out, state->out_length);
    return 1;
}

/* html.url(text): one component of an address */
static int html_url(lua_State *L)
{
    cc_state_t *state = cc_state_of(L);
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    if (cc_plan_has_shown(state, text, length))
        return luaL_error(L, "page.csrf and the texts of page.shown are only there to be shown, not for addresses");
    cc_out_start(L, state);
    cc_out_url(L, state, text, length, false);
    lua_pushlstring(L, state->out_length ? state->out : "", state->out_length);
    return 1;
}

/* html.unsafe_raw(text): the caller vouches for it */
static int html_unsafe_raw(lua_State *L)
{
    size_t length;
    luaL_checktype(L, 1, LUA_TSTRING);
    const char *text = lua_tolstring(L, 1, &length);
    cc_markup_push(L, text, length);
    return 1;
}

static int markup_tostring(lua_State *L)
{
    size_t length = 0;
    const char *text = cc_markup_text(L, 1, &length);
    cc_state_t *state = cc_state_of(L);
    if (text && state->call && state->call->places) {
        cc_out_start(L, state);
        cc_plan_expand(L, text, length);
        lua_pushlstring(L, state->out_length ? state->out : "", state->out_length);
        return 1;
    }
    lua_pushlstring(L, text ? text : "", length);
    return 1;
}

static int markup_concat(lua_State *L)
{
    return luaL_error(L, "markup is not joined with '..': use html.join or a template");
}

void cc_html_open(lua_State *L)
{
    static const luaL_Reg meta[] = {{"__tostring", markup_tostring}, {"__concat", markup_concat}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"join", html_join},
                                         {"url", html_url},
                                         {"unsafe_raw", html_unsafe_raw},
                                         {"template", cc_template_new},
                                         {"fragment", cc_fragment_get},
                                         {"field", cc_bind_field},
                                         {"bind", cc_bind_template},
                                         {NULL, NULL}};
    cc_markup_type(L);
    luaL_setfuncs(L, meta, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    cc_template_open(L);
    cc_fragment_open(L);
    cc_bind_types(L);
    luaL_newlib(L, functions);
}
