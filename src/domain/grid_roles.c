/* Declared in grid_roles.h. */
#include "grid_roles.h"

#include "policy.h"

#include <string.h>

int cc_grid_roles(const char *folded, const char *codes[CC_ROLES])
{
    int count = 0;

    for (const cc_role_t *role = cc_roles; *role; role++) {
        if (!folded || strcasestr(cc_role_label(*role), folded)) { /* labels are ASCII */
            codes[count++] = cc_role_code(*role);
        }
    }
    return count;
}

void cc_grid_push_roles(apr_array_header_t *args, const char *folded)
{
    const char *codes[CC_ROLES];
    int count = cc_grid_roles(folded, codes);

    for (int i = 0; i < CC_ROLES; i++) {
        APR_ARRAY_PUSH(args, const char *) = i < count ? codes[i] : count ? codes[0] : "";
    }
}
