/* The directives: each setter checks its value and says what is allowed, so that a mistake stops `httpd -t`. */
#include "directives.h"

#include "site.h"

#include "../base/text.h"
#include "../domain/blocklist.h"
#include "../domain/password.h"
#include "../domain/policy.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <http_core.h>
#include <http_log.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

APLOG_USE_MODULE(clientcenter);

/* Where httpd's own setters write to. */
#define DIR_FIELD(field) ((void *)offsetof(cc_dir_config_t, field))

static void *server_config(cmd_parms *cmd)
{
    return cc_server_config(cmd->server);
}

/* httpd's time units and whole words of days: 90, 90s, 15m, 15min, 12h, 30d, 4w. Seconds, up to ten years. */
static bool parse_time(const char *text, int *seconds)
{
    static const struct {
        const char *unit;
        int seconds;
    } units[] = {{"", 1}, {"s", 1}, {"m", 60}, {"mi", 60}, {"min", 60}, {"h", 3600}, {"d", 86400}, {"w", 604800}};
    char *end;
    apr_int64_t value;

    if (*text < '0' || *text > '9' || strlen(text) > 12) {
        return false;
    }
    value = apr_strtoi64(text, &end, 10);
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (!strcasecmp(end, units[i].unit)) {
            value *= units[i].seconds;
            *seconds = (int)value;
            return value > 0 && value <= 3650LL * 86400;
        }
    }
    return false;
}

/* ---- SetHandler ---- */

/* Core keeps the handler where we cannot read it, so the same directive is noted here and passed on. */
static const char *set_handler(cmd_parms *cmd, void *config_, const char *name)
{
    cc_dir_config_t *config = config_;

    config->handler = !strcmp(name, "clientcenter")              ? CC_HANDLER_SITE
                      : !strcmp(name, "clientcenter-backoffice") ? CC_HANDLER_BACKOFFICE
                      : !strcmp(name, "clientcenter-metrics")    ? CC_HANDLER_METRICS
                                                                 : CC_HANDLER_OTHER;
    if (config->handler == CC_HANDLER_OTHER && !strncasecmp(name, "clientcent", 10)) {
        return cc_directive_refuse(cmd,
                                   "clientcenter, clientcenter-backoffice or clientcenter-metrics, in small letters");
    }
    if (config->handler != CC_HANDLER_OTHER) {
        /* its cookies and redirects carry the path as it stands, so it must be plain */
        config->prefix = cc_site_location(cmd);
        if (!config->prefix) {
            return "SetHandler clientcenter (or clientcenter-backoffice, clientcenter-metrics): it is for a URL "
                   "prefix, so it must stand in a <Location \"/path\"> section, whose path has only letters, digits "
                   "and - . _ ~ / in it, and no empty, . or .. part";
        }
        /* metrics alone need neither pages nor a database */
        cc_server_config(cmd->server)->site |= cc_dir_config_is_ours(config);
        if (cc_dir_config_is_ours(config)) {
            APR_ARRAY_PUSH(cc_server_config(cmd->server)->prefixes, const char *) = config->prefix;
        }
    }
    return DECLINE_CMD;
}

/* ---- per Location ---- */

static const char *set_text(cmd_parms *cmd, void *config, const char *value)
{
    if (!*value || !cc_text_is_utf8(value, strlen(value))) {
        return cc_directive_refuse(cmd, "a text that is not empty, in UTF-8");
    }
    return ap_set_string_slot(cmd, config, value);
}

static const char *set_company(cmd_parms *cmd, void *config, const char *value)
{
    cc_server_config(cmd->server)->accounts = true;
    return set_text(cmd, config, value);
}

static const char *set_settings(cmd_parms *cmd, void *config_, const char *value)
{
    cc_dir_config_t *config = config_;
    cc_settings_t *settings = apr_pcalloc(cmd->pool, sizeof(*settings));
    const char *json = value, *problem, *warning = NULL;
    const char *hint = *value == '{' ? "" : "; a file is named as file:PATH";

    if (!strncmp(value, "file:", 5)) {
        const char *path = ap_server_root_relative(cmd->pool, value + 5);
        apr_file_t *file;
        apr_finfo_t info;
        apr_size_t length;
        char *text;
        if (!path || apr_file_open(&file, path, APR_READ, APR_OS_DEFAULT, cmd->pool) != APR_SUCCESS ||
            apr_file_info_get(&info, APR_FINFO_SIZE, file) != APR_SUCCESS || info.size > 1024 * 1024) {
            return apr_psprintf(cmd->pool, "%s: CC008: cannot read the settings file %s (at most 1 MiB)",
                                cmd->cmd->name, value + 5);
        }
        length = (apr_size_t)info.size;
        text = apr_pcalloc(cmd->pool, length + 1);
        if (apr_file_read_full(file, text, length, NULL) != APR_SUCCESS) {
            return apr_psprintf(cmd->pool, "%s: CC008: cannot read the settings file %s", cmd->cmd->name, path);
        }
        apr_file_close(file);
        json = text;
        hint = apr_pstrcat(cmd->pool, " in the file ", path, NULL);
    }
    problem = cc_settings_parse(cmd->pool, json, settings, &warning);
    if (problem) {
        return apr_psprintf(cmd->pool, "%s: %s%s", cmd->cmd->name, problem, hint);
    }
    if (warning) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, cmd->server, "CC1008 %s in %s:%d: unknown settings are ignored: %s",
                     cmd->cmd->name, cmd->directive->filename, cmd->directive->line_num, warning);
    }
    config->settings = settings;
    return NULL;
}

static const char *set_access_model(cmd_parms *cmd, void *config, const char *value)
{
    bool older = !strcasecmp(value, "ParentParty");

    if (!older && strcasecmp(value, "ExternalAccess") != 0) {
        return cc_directive_refuse(cmd, "ExternalAccess or ParentParty");
    }
    ((cc_dir_config_t *)config)->parent_party = older;
    return NULL;
}

static const char *set_parent_party_role(cmd_parms *cmd, void *config, const char *value)
{
    cc_role_t role = cc_role_parse(value);

    if (role == CC_ROLE_NONE) {
        return cc_directive_refuse(cmd, CC_ROLE_CODES_AND_NAMES);
    }
    ((cc_dir_config_t *)config)->parent_party_role = (int)role;
    return NULL;
}

static const char *set_session_timeout(cmd_parms *cmd, void *config_, const char *idle, const char *absolute)
{
    cc_dir_config_t *config = config_;

    if (!parse_time(idle, &config->idle) || (absolute && !parse_time(absolute, &config->absolute))) {
        return cc_directive_refuse(cmd, "IDLE [ABSOLUTE], times such as 90s, 30m, 12h or 7d, ten years at most");
    }
    if (absolute && config->absolute < config->idle) {
        return cc_directive_refuse(cmd, "the absolute limit must not be shorter than the idle limit");
    }
    return NULL;
}

static const char *set_remember(cmd_parms *cmd, void *config_, const char *value)
{
    cc_dir_config_t *config = config_;

    if (!strcasecmp(value, "Off")) {
        config->remember = 0;
    } else if (!parse_time(value, &config->remember)) {
        return cc_directive_refuse(cmd, "a time such as 12h or 30d, ten years at most, or Off");
    }
    return NULL;
}

static bool is_cookie_name(const char *name)
{
    return *name && strlen(name) <= 64 &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(name);
}

static const char *set_cookie(cmd_parms *cmd, void *config_, const char *name, const char *path)
{
    cc_dir_config_t *config = config_;

    if (!is_cookie_name(name) || !strncmp(name, "__", 2) || !strcmp(name, "cccustomer")) {
        return cc_directive_refuse(
            cmd, "NAME [PATH], where NAME is of letters, digits, - and _, does not begin with __, and is not "
                 "cccustomer");
    }
    if (path && (*path != '/' || strpbrk(path, "; ,\"\\\t"))) {
        return cc_directive_refuse(cmd, "NAME [PATH], where PATH begins with / and has no blank, comma or semicolon");
    }
    config->cookie_name = name;
    config->cookie_path = path;
    return NULL;
}

static const char *set_min_length(cmd_parms *cmd, void *config_, const char *value)
{
    int64_t n;

    if (!cc_directive_number(value, 8, 128, &n)) {
        return cc_directive_refuse(cmd, "a number of characters from 8 to 128");
    }
    ((cc_dir_config_t *)config_)->password_min_length = (int)n;
    return NULL;
}

static const char *set_blocklist(cmd_parms *cmd, void *config_, const char *value)
{
    const char *path = ap_server_root_relative(cmd->pool, value);

    if (!path || !cc_blocklist_usable(cmd->pool, path)) {
        return apr_psprintf(cmd->pool,
                            "%s: %s cannot be read, or is no file of SHA-1 hashes in capital hexadecimal digits, one a "
                            "line and in order",
                            cmd->cmd->name, path ? path : value);
    }
    ((cc_dir_config_t *)config_)->password_blocklist = path;
    return NULL;
}

static const char *set_attempts(cmd_parms *cmd, void *config_, const char *count, const char *window,
                                const char *lockout)
{
    cc_dir_config_t *config = config_;
    int64_t n;

    /* NIST SP 800-63B 3.2.2: at most 100 */
    if (!cc_directive_number(count, 1, 100, &n) || !parse_time(window, &config->window) ||
        !parse_time(lockout, &config->lockout)) {
        return cc_directive_refuse(
            cmd, "N WINDOW LOCKOUT, 1 to 100 failed logins and two times such as 15m, ten years at most");
    }
    config->attempts = (int)n;
    return NULL;
}

static const char *set_address_attempts(cmd_parms *cmd, void *config_, const char *count, const char *window)
{
    cc_dir_config_t *config = config_;
    int64_t n;

    if (!strcasecmp(count, "Off") && !window) {
        config->address_attempts = 0;
        return NULL;
    }
    if (!window || !cc_directive_number(count, 1, 1000000, &n) || !parse_time(window, &config->address_window)) {
        return cc_directive_refuse(
            cmd, "N WINDOW, 1 to 1000000 failed logins and a time such as 15m, ten years at most, or Off");
    }
    config->address_attempts = (int)n;
    return NULL;
}

/* ---- per server ---- */

static const char *set_password_hash(cmd_parms *cmd, void *unused, const char *passes, const char *memory)
{
    cc_server_config_t *config = server_config(cmd);
    int64_t ops, kib;

    (void)unused;
    if (!cc_directive_number(passes, 1, CC_PASSWORD_PASSES_MAX, &ops) ||
        !cc_directive_number(memory, 8192, CC_PASSWORD_KIB_MAX, &kib)) {
        return cc_directive_refuse(cmd, "OPSLIMIT MEMLIMIT_KIB, 1 to 100 passes over 8192 to 4194304 KiB");
    }
    config->opslimit = (int)ops;
    config->memlimit_kib = (int)kib;
    return NULL;
}

static const char *set_concurrency(cmd_parms *cmd, void *unused, const char *value)
{
    const char *misplaced = ap_check_cmd_context(cmd, GLOBAL_ONLY);
    int64_t n;

    (void)unused;
    if (misplaced) {
        return misplaced; /* it counts for the whole server */
    }
    if (!cc_directive_number(value, 1, 256, &n)) {
        return cc_directive_refuse(cmd, "a number of password checks at once, from 1 to 256");
    }
    cc_server_config(cmd->server)->login_concurrency = (int)n;
    return NULL;
}

/* OR_FILEINFO is core's own context for SetHandler; ours belong to the administrator alone: no .htaccess. */
const command_rec cc_directives[] = {
    AP_INIT_TAKE1("SetHandler", set_handler, NULL, OR_FILEINFO,
                  "clientcenter, clientcenter-backoffice or clientcenter-metrics"),
    AP_INIT_TAKE1("ClientCenterEnterpriseCompany", set_company, DIR_FIELD(company), RSRC_CONF | ACCESS_CONF,
                  "code of the enterprise company that owns the site"),
    AP_INIT_TAKE1("ClientCenterTitle", set_text, DIR_FIELD(title), RSRC_CONF | ACCESS_CONF, "title of the site"),
    AP_INIT_TAKE1("ClientCenterSettings", set_settings, NULL, RSRC_CONF | ACCESS_CONF,
                  "site settings as a JSON object, or file:PATH"),
    AP_INIT_TAKE1("ClientCenterAccessModel", set_access_model, NULL, RSRC_CONF | ACCESS_CONF,
                  "ExternalAccess, or ParentParty for the older model"),
    AP_INIT_TAKE1("ClientCenterParentPartyRole", set_parent_party_role, NULL, RSRC_CONF | ACCESS_CONF,
                  "role of users in the older access model"),
    AP_INIT_FLAG("ClientCenterRegistration", ap_set_flag_slot, DIR_FIELD(registration), RSRC_CONF | ACCESS_CONF,
                 "whether visitors may create local accounts"),
    AP_INIT_TAKE12("ClientCenterSessionTimeout", set_session_timeout, NULL, RSRC_CONF | ACCESS_CONF,
                   "idle and absolute limit of a session"),
    AP_INIT_TAKE1("ClientCenterRememberMe", set_remember, NULL, RSRC_CONF | ACCESS_CONF,
                  "life of a remembered session, or Off"),
    AP_INIT_TAKE12("ClientCenterCookie", set_cookie, NULL, RSRC_CONF | ACCESS_CONF,
                   "name and path of the session cookie"),
    AP_INIT_TAKE1("ClientCenterPasswordMinLength", set_min_length, NULL, RSRC_CONF | ACCESS_CONF,
                  "shortest password in characters"),
    AP_INIT_TAKE1("ClientCenterPasswordBlocklist", set_blocklist, NULL, RSRC_CONF | ACCESS_CONF,
                  "file of the SHA-1 hashes of breached passwords"),
    AP_INIT_TAKE3("ClientCenterLoginAttempts", set_attempts, NULL, RSRC_CONF | ACCESS_CONF,
                  "failed logins, window and lockout of an account"),
    AP_INIT_TAKE12("ClientCenterAddressAttempts", set_address_attempts, NULL, RSRC_CONF | ACCESS_CONF,
                   "failed logins and registrations of one address, and their window, or Off"),
    AP_INIT_TAKE1("ClientCenterSite", cc_site_directive, NULL, RSRC_CONF | ACCESS_CONF,
                  "path of the site whose sign-on this section uses"),
    AP_INIT_FLAG("ClientCenterTrustRemoteUser", ap_set_flag_slot, DIR_FIELD(trust_remote_user), RSRC_CONF | ACCESS_CONF,
                 "whether the user that another module authenticated is signed in"),
    AP_INIT_TAKE2("ClientCenterPasswordHash", set_password_hash, NULL, RSRC_CONF, "argon2id passes and KiB"),
    AP_INIT_TAKE1("ClientCenterLoginConcurrency", set_concurrency, NULL, RSRC_CONF, "password checks at once"),
    AP_INIT_TAKE1("ClientCenterLuaPath", cc_directive_lua_path, NULL, RSRC_CONF, "directory of the Lua files"),
    AP_INIT_FLAG("ClientCenterLuaReload", cc_directive_lua_reload, NULL, RSRC_CONF,
                 "whether changed scripts are read again"),
    AP_INIT_TAKE1("ClientCenterLuaMemory", cc_directive_lua_memory, NULL, RSRC_CONF,
                  "bytes that a page script may use"),
    AP_INIT_TAKE1("ClientCenterLuaInstructions", cc_directive_lua_instructions, NULL, RSRC_CONF,
                  "instructions that a page script may run"),
    {0}};
