/* What the setters of directives share. They are called while httpd reads its configuration, and return NULL or what is
 * wrong, in the configuration's pool. */
#ifndef CC_HTTPD_DIRECTIVES_H
#define CC_HTTPD_DIRECTIVES_H

#include "config.h"

/** "Directive: what is allowed" */
const char *cc_directive_refuse(const cmd_parms *cmd, const char *allowed);

/** Reads a whole number without a sign from `min` to `max`; false: it is none of these. */
bool cc_directive_number(const char *text, int64_t min, int64_t max, int64_t *value);

/* of page scripts */
const char *cc_directive_lua_path(cmd_parms *cmd, void *unused, const char *value);
const char *cc_directive_lua_reload(cmd_parms *cmd, void *unused, int on);
const char *cc_directive_lua_memory(cmd_parms *cmd, void *unused, const char *value);
const char *cc_directive_lua_instructions(cmd_parms *cmd, void *unused, const char *value);

#endif
