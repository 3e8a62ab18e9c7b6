/* The directives about page scripts, and what all setters judge numbers by. */
#include "directives.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <string.h>

const char *cc_directive_refuse(const cmd_parms *cmd, const char *allowed)
{
    return apr_psprintf(cmd->pool, "%s: %s", cmd->cmd->name, allowed);
}

bool cc_directive_number(const char *text, int64_t min, int64_t max, int64_t *value)
{
    char *end;

    if (*text < '0' || *text > '9' || strlen(text) > 18) {
        return false;
    }
    *value = apr_strtoi64(text, &end, 10);
    return !*end && *value >= min && *value <= max;
}

const char *cc_directive_lua_path(cmd_parms *cmd, void *unused, const char *value)
{
    const char *path = ap_server_root_relative(cmd->pool, value);
    apr_finfo_t info;

    (void)unused;
    if (!path ||
        apr_stat(&info, apr_pstrcat(cmd->pool, path, "/pages", NULL), APR_FINFO_TYPE, cmd->pool) != APR_SUCCESS ||
        info.filetype != APR_DIR) {
        return apr_psprintf(cmd->pool, "%s: %s is not a directory with the Lua files (it has no pages/)",
                            cmd->cmd->name, path ? path : value);
    }
    cc_server_config(cmd->server)->lua_path = path;
    return NULL;
}

const char *cc_directive_lua_reload(cmd_parms *cmd, void *unused, int on)
{
    (void)unused;
    cc_server_config(cmd->server)->lua_reload = on;
    return NULL;
}

/* Bytes, with K, M or G */
const char *cc_directive_lua_memory(cmd_parms *cmd, void *unused, const char *value)
{
    static const char allowed[] = "bytes from 1M to 1G, as in 33554432 or 32M";
    size_t length = strlen(value);
    int shift = 0;
    int64_t n;

    (void)unused;
    switch (length ? value[length - 1] : 0) {
    case 'k':
    case 'K': shift = 10; break;
    case 'm':
    case 'M': shift = 20; break;
    case 'g':
    case 'G': shift = 30; break;
    default: break;
    }
    if (!cc_directive_number(apr_pstrmemdup(cmd->pool, value, length - (shift ? 1 : 0)), 1, 1 << 30, &n) ||
        n << shift < 1 << 20 || n << shift > 1 << 30) {
        return cc_directive_refuse(cmd, allowed);
    }
    cc_server_config(cmd->server)->lua_memory = n << shift;
    return NULL;
}

const char *cc_directive_lua_instructions(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    if (!cc_directive_number(value, 100000, 100000000000LL, &cc_server_config(cmd->server)->lua_instructions)) {
        return cc_directive_refuse(cmd, "a number of instructions from 100000 to 100000000000");
    }
    return NULL;
}
