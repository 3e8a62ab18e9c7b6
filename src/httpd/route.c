#include "route.h"

#include "pages.h"

#include "../base/path.h"

static const cc_route_t routes[] = {
    {"/", "home", CC_NEEDS_CUSTOMER, CC_RIGHT_HOME, cc_home_get, NULL},
    {"/login", "login", CC_NEEDS_NOTHING, CC_RIGHT_HOME, cc_login_get, cc_login_post},
    {"/logout", "logout", CC_NEEDS_SESSION, CC_RIGHT_HOME, NULL, cc_logout_post},
    {"/register", "register", CC_NEEDS_NOTHING, CC_RIGHT_HOME, cc_register_get, cc_register_post},
    {"/select-customer", "select-customer", CC_NEEDS_ACCESS, CC_RIGHT_HOME, cc_select_get, cc_select_post},
    {"/orders", "orders", CC_NEEDS_CUSTOMER, CC_RIGHT_ORDERS, cc_orders_get, NULL},
    {"/orders/{rest}", "order", CC_NEEDS_CUSTOMER, CC_RIGHT_ORDERS, cc_order_get, NULL},
    {"/invoices", "invoices", CC_NEEDS_CUSTOMER, CC_RIGHT_BILLING, cc_invoices_get, NULL},
    {"/invoices/{rest}", "invoice", CC_NEEDS_CUSTOMER, CC_RIGHT_BILLING, cc_invoice_get, NULL},
    {"/due-payments", "due-payments", CC_NEEDS_CUSTOMER, CC_RIGHT_BILLING, cc_due_payments_get, NULL},
    {"/payment-history", "payment-history", CC_NEEDS_CUSTOMER, CC_RIGHT_BILLING, cc_payment_history_get, NULL},
    {"/users", "users", CC_NEEDS_CUSTOMER, CC_RIGHT_USERS, cc_users_get, NULL},
    {"/users/add", "user-add", CC_NEEDS_CUSTOMER, CC_RIGHT_USERS, cc_user_add_get, cc_user_add_post},
    {"/users/{id}/edit", "user-edit", CC_NEEDS_CUSTOMER, CC_RIGHT_USERS, cc_user_edit_get, cc_user_edit_post},
    {"/users/{id}/remove", "user-remove", CC_NEEDS_CUSTOMER, CC_RIGHT_USERS, cc_user_remove_get, cc_user_remove_post},
    {"/audit", "audit", CC_NEEDS_CUSTOMER, CC_RIGHT_USERS, cc_audit_get, NULL},
    {"/profile", "profile", CC_NEEDS_CUSTOMER, CC_RIGHT_HOME, cc_show, NULL},
    {"/account", "account", CC_NEEDS_ACCESS, CC_RIGHT_HOME, cc_show, cc_account_post},
    {"/layout", "layout", CC_NEEDS_CUSTOMER, CC_RIGHT_HOME, NULL, cc_layout_post},
    {0},
};

const cc_route_t *cc_routes(bool back_office)
{
    return back_office ? cc_routes_back_office : routes;
}

const cc_route_t *cc_route_find(bool back_office, const char *path, int64_t *id, const char **rest)
{
    for (const cc_route_t *route = cc_routes(back_office); route->pattern; route++) {
        if (cc_path_match(route->pattern, path, id, rest)) {
            return route;
        }
    }
    return NULL;
}
