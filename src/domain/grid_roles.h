/* Filters and searches by role: a text finds the roles that have it in their label. Used by the files of the grid
 * alone. */
#ifndef CC_GRID_ROLES_H
#define CC_GRID_ROLES_H

#include "../base/role.h"

#include <apr_tables.h>

/** So many roles have the folded text, NULL: any, in their label; `codes` gets theirs. */
int cc_grid_roles(const char *folded, const char *codes[CC_ROLES]);

/** Adds the codes of these roles, filled up to CC_ROLES. */
void cc_grid_push_roles(apr_array_header_t *args, const char *folded);

#endif
