#include "role.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const struct {
    cc_role_t role;
    const char *code, *name, *label;
} role_names[CC_ROLES] = {
    {CC_ROLE_BASIC, "L10", "Basic", "L10 - Basic"},
    {CC_ROLE_ORDERS, "L20", "Orders", "L20 - Orders"},
    {CC_ROLE_PRICES, "L30", "Orders with Prices", "L30 - Orders with Prices"},
    {CC_ROLE_BILLING, "L40", "Billing", "L40 - Billing"},
    {CC_ROLE_ADMIN, "L80", "Admin", "L80 - Admin"},
    {CC_ROLE_OWNER, "L90", "Owner", "L90 - Owner"},
};

const cc_role_t cc_roles[CC_ROLES + 1] = {CC_ROLE_BASIC, CC_ROLE_ORDERS, CC_ROLE_PRICES, CC_ROLE_BILLING,
                                          CC_ROLE_ADMIN, CC_ROLE_OWNER,  CC_ROLE_NONE};

cc_role_t cc_role_parse(const char *text)
{
    /* as it is stored, which each row of a list is */
    for (size_t i = 0; text && i < CC_ROLES; i++) {
        if (!strcmp(text, role_names[i].code)) {
            return role_names[i].role;
        }
    }
    for (size_t i = 0; text && i < CC_ROLES; i++) {
        if (!strcasecmp(text, role_names[i].code) || !strcasecmp(text, role_names[i].name)) {
            return role_names[i].role;
        }
    }
    return CC_ROLE_NONE;
}

const char *cc_role_code(cc_role_t role)
{
    for (size_t i = 0; i < CC_ROLES; i++) {
        if (role_names[i].role == role) {
            return role_names[i].code;
        }
    }
    return "";
}

const char *cc_role_name(cc_role_t role)
{
    for (size_t i = 0; i < CC_ROLES; i++) {
        if (role_names[i].role == role) {
            return role_names[i].name;
        }
    }
    return "";
}

const char *cc_role_label(cc_role_t role)
{
    for (size_t i = 0; i < CC_ROLES; i++) {
        if (role_names[i].role == role) {
            return role_names[i].label;
        }
    }
    return "";
}
