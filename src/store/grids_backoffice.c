/* Definitions of the back office's grids. They have no customer in their scope, so each asks for CC_RIGHT_BACK_OFFICE,
 * which no role gives. Declared in grids.h. */
#include "grids.h"

#include "../base/role.h"

#include <stddef.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define OFFICE CC_RIGHT_BACK_OFFICE

static const cc_grid_column_t users[] = {
    {"login", "Login", CC_COLUMN_TEXT, "u.login", "u.login_key", .right = OFFICE},
    {"name", "Name", CC_COLUMN_TEXT, "u.name", "u.name_key", .right = OFFICE},
    {"user_type", "User type", CC_COLUMN_TEXT, "u.user_type", "LOWER(u.user_type)", .right = OFFICE, .choices = true,
     .counted_by = "LOWER(kind)"},
    {"is_admin", "Is Admin", CC_COLUMN_FLAG, "u.is_admin", "u.is_admin", .right = OFFICE, .counted_by = "admin"},
    {"person", "Person", CC_COLUMN_PERSON, "r.first_name, r.last_name, r.code", "u.person_key", .right = OFFICE},
    {"active", "Active", CC_COLUMN_FLAG, "u.active", "u.active", .right = OFFICE, .counted_by = "active"},
    {"notes", "Notes", CC_COLUMN_TEXT, "u.notes", "u.notes_key", .right = OFFICE},
};

static const cc_grid_column_t parties[] = {
    {"code", "Code", CC_COLUMN_TEXT, "p.code", "p.code_key", .right = OFFICE},
    {"name", "Name", CC_COLUMN_TEXT, "p.name", "p.name_key", .right = OFFICE},
    {"unique_number", "Unified identification number", CC_COLUMN_TEXT, "p.unique_number", "p.number_key",
     .right = OFFICE},
    {"vat_number", "VAT number", CC_COLUMN_TEXT, "p.vat_number", "p.vat_key", .right = OFFICE},
    {"active", "Active", CC_COLUMN_FLAG, "p.active", "p.active", .right = OFFICE, .counted_by = "active"},
};

/* What rows of access show, whether of all customers or of one. */
#define ACCESS_COLUMNS                                                                                                 \
    {"user", "User", CC_COLUMN_USER, "u.name, u.login, u.user_type", "a.user_key", .right = OFFICE},                   \
        {"role", "Role", CC_COLUMN_ROLE, "a.role", "a.role", .right = OFFICE, .counted_by = "kind"},                   \
        {"days_back", "Days Back Access", CC_COLUMN_NUMBER, "a.days_back", "a.days_key", .right = OFFICE},             \
    {                                                                                                                  \
        "notes", "Notes", CC_COLUMN_TEXT, "a.notes", "a.notes_key", .right = OFFICE                                    \
    }

#define MATCH(index) "SELECT rowid FROM " index "_search WHERE " index "_search MATCH %s"

static const cc_grid_find_t find_users[] = {
    {"{users found}", {"login", "name", "user_type", NULL, NULL, NULL, "notes"}, "users", .whole = true},
    {"SELECT id FROM users WHERE person_id IN ({persons found})", {[4] = "text"}, "persons", .whole = true},
    {0},
};

static const cc_grid_find_t find_parties[] = {
    {MATCH("parties"), {"code", "name", "unique_number", "vat_number"}, "parties", .whole = true},
    {0},
};

static const cc_grid_find_t find_access[] = {
    {"SELECT id FROM external_access WHERE customer_id IN ({customers found})", {"text"}, "customers", .whole = true},
    {.sql = "{access found}", .names = {NULL, "user", NULL, "days_back", "notes"}, .index = "access"},
    {"SELECT id FROM external_access WHERE role " CC_GRID_IN_ROLES, {NULL}, .roles = true},
    {0},
};

/* Of one customer: here, and on its own page Users. */
const cc_grid_find_t cc_grid_find_customer[] = {
    {MATCH("access"), {"user", NULL, "days_back", "notes"}, "access", .within = true},
    {"SELECT id FROM external_access WHERE customer_id = {number} AND role " CC_GRID_IN_ROLES,
     {NULL},
     .scoped = true,
     .roles = true},
    {0},
};

static const cc_grid_find_t find_audit[] = {
    {MATCH("audit"),
     {NULL, "action", "result", "actor", "customer", "target", "before", "after", "detail", "address"},
     .whole = true},
    {0},
};

static const cc_grid_column_t external_access[] = {
    {"customer", "Customer", CC_COLUMN_CUSTOMER, "p.name, c.number", "a.customer_key", .right = OFFICE},
    ACCESS_COLUMNS,
};

static const cc_grid_column_t customer[] = {ACCESS_COLUMNS};

static const char *const actions[] = {"signin",
                                      "signout",
                                      "register",
                                      "account.edit",
                                      "password.change",
                                      "password.confirm",
                                      "session.end",
                                      "session.end_all",
                                      "user.add",
                                      "user.edit",
                                      "user.activate",
                                      "user.deactivate",
                                      "user.lock",
                                      "user.unlock",
                                      "person.add",
                                      "person.edit",
                                      "party.edit",
                                      "customer.add",
                                      "customer.edit",
                                      "customer.remove",
                                      "access.add",
                                      "access.edit",
                                      "access.remove",
                                      "access.lookup",
                                      "backoffice.change",
                                      "load",
                                      NULL};
static const char *const outcomes[] = {"ok", "refused", "failed", "locked", NULL};

/* Everything that is recorded. */
static const cc_grid_column_t audit[] = {
    {"at", "Time", CC_COLUMN_TIME, "a.at", "a.at", .right = OFFICE},
    {"action", "Action", CC_COLUMN_CODE, "a.action", "a.action", .right = OFFICE, .choices = true, .counted_by = "kind",
     .codes = actions},
    {"result", "Result", CC_COLUMN_CODE, "a.result", "a.result", .right = OFFICE, .choices = true,
     .counted_by = "result", .codes = outcomes},
    {"actor", "Done by", CC_COLUMN_TEXT, "a.actor", "a.actor_key", .right = OFFICE},
    {"customer", "Customer", CC_COLUMN_TEXT, "a.customer", "a.customer_key", .right = OFFICE},
    {"user", "User", CC_COLUMN_TEXT, "a.target", "a.target_key", .right = OFFICE},
    {"before", "Before", CC_COLUMN_VALUES, "a.before_values", "a.before_key", .right = OFFICE},
    {"after", "After", CC_COLUMN_VALUES, "a.after_values", "a.after_key", .right = OFFICE},
    {"detail", "Detail", CC_COLUMN_TEXT, "a.detail", "a.detail_key", .right = OFFICE, .hidden = true},
    {"address", "Address", CC_COLUMN_TEXT, "a.address", "LOWER(a.address)", .right = OFFICE},
};

const cc_grid_def_t cc_grids_back_office[] = {
    {
        .name = "users",
        .key = CC_GRID_BACK_OFFICE "users",
        .id = "u.id",
        .from = "users u LEFT JOIN persons r ON r.id = u.person_id WHERE 1 = 1",
        .plain = "users u WHERE 1 = 1",
        .counted = "list_counts WHERE list = 'users' AND customer_id = 0",
        .absent = "u.person_id IS NULL",
        .counted_absent = "result = 'none'",
        .scope = "",
        .right = OFFICE,
        .count = COUNT(users),
        .columns = users,
        .finds = find_users,
    },
    {
        .name = "parties",
        .key = CC_GRID_BACK_OFFICE "parties",
        .id = "p.id",
        .link = "p.code",
        .from = "parties p WHERE 1 = 1",
        .plain = "parties p WHERE 1 = 1",
        .counted = "list_counts WHERE list = 'parties' AND customer_id = 0",
        .scope = "",
        .right = OFFICE,
        .count = COUNT(parties),
        .columns = parties,
        .finds = find_parties,
    },
    {
        .name = "external-access",
        .key = CC_GRID_BACK_OFFICE "external-access",
        .id = "a.id",
        .link = "c.number",
        .from = "external_access a {join} users u ON u.id = a.user_id {join} customers c ON c.id = a.customer_id "
                "{join} parties p ON p.id = c.party_id WHERE 1 = 1",
        .plain = "external_access a WHERE 1 = 1",
        .counted = "list_counts WHERE list = 'access' AND customer_id = 0",
        .scope = "",
        .right = OFFICE,
        .count = COUNT(external_access),
        .columns = external_access,
        .finds = find_access,
    },
    {
        .name = "customer",
        .key = CC_GRID_BACK_OFFICE "customer",
        .page = "external-access",
        .id = "a.id",
        .owner = "a.user_id",
        .link = "u.login",
        .from = "external_access a JOIN users u ON u.id = a.user_id WHERE a.customer_id = %lld",
        .plain = "external_access a WHERE a.customer_id = %lld",
        .counted = "list_counts WHERE list = 'access' AND customer_id = {number}",
        .scope = "p",
        .right = OFFICE,
        .count = COUNT(customer),
        .columns = customer,
        .finds = cc_grid_find_customer,
    },
    {
        .name = "audit",
        .key = CC_GRID_BACK_OFFICE "audit",
        .id = "a.id",
        .from = "audit a WHERE 1 = 1",
        .plain = "audit a WHERE 1 = 1",
        .counted = "list_counts WHERE list = 'audit' AND customer_id = 0",
        .scope = "",
        .right = OFFICE,
        .count = COUNT(audit),
        .columns = audit,
        .finds = find_audit,
        .descending = true,
    },
    {0},
};
