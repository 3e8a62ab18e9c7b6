/* What differs from one user to the next is not in the table at first. Who asks, and for which customer, gets there
 * when the script looks for it, which counts as a read (read.h): only then the page is made for this user alone. What
 * pages merely show of it are texts that stand for it, the same for as long as the state lives (plan.h): the token of
 * the forms, which is a secret, "csrf"; the others in "shown". */
#include "page.h"

#include "freeze.h"
#include "model.h"
#include "plan.h"
#include "read.h"

#include <string.h>

#define PAGE "page"

static const char key_shown; /* its address is the key of the registry */

static bool is_of_identity(const char *name)
{
    return strcmp(name, "user") == 0 || strcmp(name, "customer") == 0 || strcmp(name, "customers") == 0 ||
           strcmp(name, "visible_since") == 0;
}

void cc_page_know(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    if (!lua_istable(L, index) || !lua_getmetatable(L, index))
        return;
    bool unknown = luaL_getmetatable(L, PAGE) == LUA_TTABLE && lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    if (!unknown)
        return;
    luaL_checkstack(L, 6, NULL);
    cc_read_do(L, CC_READ_IDENTITY, "", "");
    lua_pushnil(L);
    lua_setmetatable(L, index);
    cc_model_push(L, cc_state_of(L)->call->what->identity, NULL);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) { /* identity, name, value */
        lua_pushvalue(L, -2);
        if (lua_rawget(L, index) == LUA_TNIL) { /* else the script has set it itself */
            lua_pushvalue(L, -3);
            lua_pushvalue(L, -3);
            lua_rawset(L, index);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/** __index of the page's table, until it knows who asks: page, name -> value */
static int look(lua_State *L)
{
    if (lua_type(L, 2) != LUA_TSTRING || !is_of_identity(lua_tostring(L, 2)))
        return 0;
    cc_page_know(L, 1);
    lua_rawget(L, 1);
    return 1;
}

/** Its __pairs until then */
static int look_at_all(lua_State *L)
{
    cc_page_know(L, 1);
    lua_settop(L, 1);
    lua_getglobal(L, "pairs");
    lua_insert(L, 1);
    lua_call(L, 1, 3);
    return 3;
}

void cc_page_open(lua_State *L)
{
    static const struct {
        const char *name;
        cc_shown_t which;
    } shown[] = {{"login", CC_SHOWN_LOGIN},
                 {"name", CC_SHOWN_NAME},
                 {"initials", CC_SHOWN_INITIALS},
                 {"user", CC_SHOWN_USER},
                 {"customer_number", CC_SHOWN_CUSTOMER_NUMBER},
                 {"customer_value", CC_SHOWN_CUSTOMER_VALUE},
                 {"customer", CC_SHOWN_CUSTOMER},
                 {"visible_since", CC_SHOWN_VISIBLE_SINCE}};
    luaL_newmetatable(L, PAGE);
    lua_pushcfunction(L, look);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, look_at_all);
    lua_setfield(L, -2, "__pairs");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    lua_newtable(L);
    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
        cc_plan_push_shown(L, shown[i].which);
        lua_setfield(L, -2, shown[i].name);
    }
    cc_freeze_wrap(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_shown);
}

void cc_page_push(lua_State *L)
{
    const cc_render_t *what = cc_state_of(L)->call->what;
    cc_model_push(L, what->facts, what->model);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_shown);
    lua_setfield(L, -2, "shown");
    if (what->shown[CC_SHOWN_FORM_TOKEN]) {
        cc_plan_push_shown(L, CC_SHOWN_FORM_TOKEN);
        lua_setfield(L, -2, "csrf");
    }
    if (what->identity)
        luaL_setmetatable(L, PAGE);
}
