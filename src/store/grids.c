#include "grids.h"

#include "../domain/policy.h"

#include <stddef.h>
#include <string.h>

/* `match` must be on an index after customer_id, so that sorting a page reads only that page. */
static const cc_grid_column_t user_columns[] = {
    {"user", "User", CC_COLUMN_USER, "u.name, u.login, u.user_type", "a.user_key", CC_RIGHT_USERS, false},
    {"role", "Role", CC_COLUMN_ROLE, "a.role", "a.role", CC_RIGHT_USERS, false},
    {"days_back", "Access Back (days)", CC_COLUMN_NUMBER, "a.days_back", "a.days_key", CC_RIGHT_USERS, false},
    {"notes", "Notes", CC_COLUMN_TEXT, "a.notes", "a.notes_key", CC_RIGHT_USERS, false},
};

static const cc_grid_def_t grids[] = {
    {
        .name = "users",
        .id = "a.id",
        .owner = "a.user_id",
        .from = "external_access a JOIN users u ON u.id = a.user_id WHERE a.customer_id = %lld",
        .right = CC_RIGHT_USERS,
        .count = sizeof(user_columns) / sizeof(user_columns[0]),
        .columns = user_columns,
        .sort = 0,
    },
};

const cc_grid_def_t *cc_grid_def(const char *name)
{
    for (size_t i = 0; i < sizeof(grids) / sizeof(grids[0]); i++) {
        if (!strcmp(grids[i].name, name)) {
            return &grids[i];
        }
    }
    return NULL;
}
