/* The bindings of the core's reading use cases: what read.h has read, as Lua values. */
#include "bind_cc.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../domain/session.h"
#include "fields.h"
#include "list.h"
#include "read.h"
#include "rows.h"
#include "state.h"

/* cc.grid(name) */
static int cc_lua_grid(lua_State *L)
{
    cc_list_push(L, cc_read_do(L, CC_READ_GRID, luaL_checkstring(L, 1), ""));
    return 1;
}

/* cc.choices(grid, column): the values that a filter offers */
static int cc_lua_choices(lua_State *L)
{
    const char *grid = luaL_checkstring(L, 1), *column = luaL_checkstring(L, 2);
    const apr_array_header_t *values = cc_read_do(L, CC_READ_CHOICES, grid, column)->values;
    lua_createtable(L, values->nelts, 0);
    for (int i = 0; i < values->nelts; i++) {
        lua_pushstring(L, APR_ARRAY_IDX(values, i, const char *));
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* ---- the others ---- */

/* cc.profile() */
static int cc_lua_profile(lua_State *L)
{
    const cc_profile_t *profile = &cc_read_do(L, CC_READ_PROFILE, "", "")->profile;
    lua_createtable(L, 0, 5);
    cc_set_text(L, "name", profile->name);
    cc_set_text(L, "unique_number", profile->unique_number);
    cc_set_text(L, "address", profile->address);
    cc_set_text(L, "vat_number", profile->vat_number);
    cc_set_bool(L, "vat_registered", profile->vat_registered);
    return 1;
}

/* cc.sessions(): the user's own */
static int cc_lua_sessions(lua_State *L)
{
    const apr_array_header_t *sessions = cc_read_do(L, CC_READ_SESSIONS, "", "")->values;
    const cc_call_t *call = cc_state_of(L)->call;
    lua_createtable(L, sessions->nelts, 0);
    for (int i = 0; i < sessions->nelts; i++) {
        const cc_session_t *session = &APR_ARRAY_IDX(sessions, i, cc_session_t);
        lua_createtable(L, 0, 6);
        cc_set_text(L, "id", cc_text_int(call->pool, session->id));
        cc_set_text(L, "created_at", cc_date_utc(call->pool, session->created_at));
        cc_set_text(L, "last_used_at", cc_date_utc(call->pool, session->last_used_at));
        cc_set_text(L, "address", session->address);
        cc_set_text(L, "user_agent", session->user_agent);
        cc_set_bool(L, "current", call->what->session_id != 0 && session->id == call->what->session_id);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* cc.roles() */
static int cc_lua_roles(lua_State *L)
{
    if (!cc_state_of(L)->call || cc_state_of(L)->loading)
        return luaL_error(L, "cc.* is only there while a page is rendered, not while a module loads");
    lua_newtable(L);
    for (int i = 0; cc_roles[i] != CC_ROLE_NONE; i++) {
        lua_createtable(L, 0, 2);
        cc_set_text(L, "value", cc_role_code(cc_roles[i]));
        cc_set_text(L, "name", cc_role_name(cc_roles[i]));
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

void cc_bind_open(lua_State *L)
{
    static const luaL_Reg functions[] = {{"grid", cc_lua_grid},       {"choices", cc_lua_choices},
                                         {"profile", cc_lua_profile}, {"sessions", cc_lua_sessions},
                                         {"roles", cc_lua_roles},     {NULL, NULL}};
    cc_rows_type(L);
    cc_list_open(L);
    luaL_newlib(L, functions);
}
