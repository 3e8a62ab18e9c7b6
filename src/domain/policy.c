#include "policy.h"

#include "../base/date.h"

#include <string.h>

bool cc_policy_allows(cc_role_t role, cc_right_t right)
{
    switch (right) {
    case CC_RIGHT_HOME: return role >= CC_ROLE_BASIC;
    case CC_RIGHT_ORDERS: return role >= CC_ROLE_ORDERS;
    case CC_RIGHT_PRICES: return role >= CC_ROLE_PRICES;
    case CC_RIGHT_BILLING: return role >= CC_ROLE_BILLING;
    case CC_RIGHT_USERS: return role >= CC_ROLE_ADMIN;
    case CC_RIGHT_BACK_OFFICE: break;
    }
    return false;
}

bool cc_policy_includes(cc_role_t role, cc_role_t least)
{
    return least != CC_ROLE_NONE && role >= least;
}

bool cc_policy_may_sign_in(const char *user_type, bool active)
{
    return active && user_type && (!strcmp(user_type, "INT") || !strcmp(user_type, "EXT"));
}

bool cc_policy_may_administer(const char *user_type, bool active, bool is_admin)
{
    return active && is_admin && user_type && !strcmp(user_type, "INT");
}

bool cc_policy_may_set_standing(bool own_user)
{
    return !own_user;
}

const char *cc_policy_visible_since(apr_pool_t *pool, const char *today, int days_back)
{
    return days_back == CC_DAYS_UNLIMITED ? NULL : cc_date_minus(pool, today, days_back);
}

static bool may_manage(const cc_grantor_t *actor)
{
    return actor->back_office || cc_policy_allows(actor->role, CC_RIGHT_USERS);
}

bool cc_policy_may_give_role(const cc_grantor_t *actor, cc_role_t role)
{
    return may_manage(actor) && role != CC_ROLE_NONE && (actor->back_office || role <= actor->role);
}

static bool more_days(const cc_grantor_t *actor, int days_back)
{
    if (actor->back_office || actor->days_back == CC_DAYS_UNLIMITED) {
        return false;
    }
    return days_back == CC_DAYS_UNLIMITED || days_back > actor->days_back;
}

cc_grant_t cc_policy_add(const cc_grantor_t *actor, cc_role_t role, int days_back)
{
    if (!may_manage(actor)) {
        return CC_GRANT_NO_RIGHT;
    }
    if (!cc_policy_may_give_role(actor, role)) {
        return CC_GRANT_ROLE_TOO_HIGH;
    }
    return more_days(actor, days_back) ? CC_GRANT_DAYS_TOO_MANY : CC_GRANT_OK;
}

cc_grant_t cc_policy_touch(const cc_grantor_t *actor, cc_role_t target, bool own_row)
{
    if (!may_manage(actor)) {
        return CC_GRANT_NO_RIGHT;
    }
    if (own_row) {
        return CC_GRANT_OWN_ROW;
    }
    return target >= CC_ROLE_OWNER ? CC_GRANT_OWNER_ROW : CC_GRANT_OK;
}

cc_grant_t cc_policy_edit(const cc_grantor_t *actor, cc_role_t target, int target_days, bool own_row, cc_role_t role,
                          int days_back)
{
    cc_grant_t why = cc_policy_touch(actor, target, own_row);

    if (why != CC_GRANT_OK) {
        return why;
    }
    if (!cc_policy_may_give_role(actor, role)) {
        return CC_GRANT_ROLE_TOO_HIGH;
    }
    /* days that stay as they are were granted by somebody else, unless they now come with more rights */
    bool granted = days_back != target_days || role > target;
    return granted && more_days(actor, days_back) ? CC_GRANT_DAYS_TOO_MANY : CC_GRANT_OK;
}

cc_grant_t cc_policy_remove(const cc_grantor_t *actor, cc_role_t target, bool own_row)
{
    return cc_policy_touch(actor, target, own_row);
}

const char *cc_grant_message(cc_grant_t why)
{
    switch (why) {
    case CC_GRANT_OK: return "";
    case CC_GRANT_NO_RIGHT: return "Only an Admin or Owner of this customer may manage its users.";
    case CC_GRANT_OWN_ROW: return "Nobody can change or remove their own access.";
    case CC_GRANT_OWNER_ROW: return "The access of an Owner cannot be changed or removed.";
    case CC_GRANT_ROLE_TOO_HIGH: return "You cannot give a role above your own.";
    case CC_GRANT_DAYS_TOO_MANY: return "You cannot give more days back than you have yourself ({}).";
    }
    return "";
}
