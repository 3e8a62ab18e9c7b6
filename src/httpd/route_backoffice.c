/* The pages of the back office. Those of everybody's own are the sites'. Declared in route.h. */
#include "route.h"

#include "pages.h"

const cc_route_t cc_routes_back_office[] = {
    {"/", "home", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_backoffice_home_get, NULL},
    {"/login", "login", CC_NEEDS_NOTHING, CC_RIGHT_BACK_OFFICE, cc_login_get, cc_login_post},
    {"/logout", "logout", CC_NEEDS_SESSION, CC_RIGHT_BACK_OFFICE, NULL, cc_logout_post},
    {"/account", "account", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_show, cc_account_post},
    {"/layout", "layout", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, NULL, cc_layout_post},
    {"/users", "users", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_backoffice_list_get, NULL},
    {"/users/{id}", "user", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_backoffice_user_get,
     cc_backoffice_user_post},
    {"/persons/new", "person-new", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_backoffice_person_new_get,
     cc_backoffice_person_new_post},
    {"/persons/{rest}", "person", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_backoffice_person_get,
     cc_backoffice_person_post},
    {"/parties/{rest}", "party", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_backoffice_party_get,
     cc_backoffice_party_post},
    {"/parties", "parties", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_backoffice_list_get, NULL},
    {"/external-access", "external-access", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_backoffice_list_get, NULL},
    {"/customers/{rest}", "customer", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_customer_get, cc_customer_post},
    {"/why", "why", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_backoffice_why_get, NULL},
    {"/audit", "audit", CC_NEEDS_ADMINISTRATOR, CC_RIGHT_BACK_OFFICE, cc_backoffice_list_get, NULL},
    {0},
};
