/* Statements of the audit, numbered by sql.h like those of sql.c. Nothing here updates or deletes a record: only the
 * upgrade of an older database writes the hashes that its records do not have yet. */
#include "sql.h"

#define AT(sql) [(sql)-CC_SQL_AUDIT]

/* Columns in the order that audit_chain.c reads them. */
#define AUDIT_RECORD                                                                                                   \
    "a.id, a.at, a.action, a.result, a.actor_id, a.actor, a.address, a.customer_id, a.customer, a.user_id, a.target, " \
    "a.before_values, a.after_values, a.detail, a.previous_hash, a.hash"

/* Access at a moment: before the first change of a row after it, the row was as that change found it; a row without
 * such a change was as it is. The + 0 keeps planners from walking all records by id for the few of one customer or
 * user, and for all of them from sorting each batch anew. */
#define CHANGED(record) record ".result = 'ok' AND COALESCE(" record ".action, '') " CC_SQL_CHANGES_OF_ACCESS
#define WAS                                                                                                            \
    "SELECT a.id, COALESCE(c.number, a.customer), u.login, a.target, a.before_values, a.customer_id FROM audit a "     \
    "LEFT JOIN customers c ON c.id = a.customer_id LEFT JOIN users u ON u.id = a.user_id WHERE "
#define WAS_FIRST                                                                                                      \
    " AND " CHANGED("a") " AND a.before_values IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit b "                     \
                         "WHERE b.customer_id = a.customer_id AND b.user_id = a.user_id AND b.at >= %lld "             \
                         "AND b.id < a.id AND " CHANGED("b") ") ORDER BY "
#define STILL                                                                                                          \
    "SELECT a.id, a.role, a.days_back, a.notes, c.number, u.login FROM external_access a "                             \
    "JOIN customers c ON c.id = a.customer_id JOIN users u ON u.id = a.user_id WHERE "
#define STILL_SAME                                                                                                     \
    " AND NOT EXISTS (SELECT 1 FROM audit b WHERE b.customer_id = a.customer_id AND b.user_id = a.user_id "            \
    "AND b.at >= %lld AND " CHANGED("b") ") ORDER BY "

const cc_statement_t cc_sql_audit[CC_SQL_BACKOFFICE - CC_SQL_AUDIT] = {
    AT(CC_SQL_AUDIT_HEAD) = {"cc_audit_head", "SELECT records, hash FROM audit_head WHERE id = 1"},
    AT(CC_SQL_AUDIT_HEAD_LOCK) = {"cc_audit_head_lock", "SELECT records, hash FROM audit_head WHERE id = 1{lock}"},
    AT(CC_SQL_AUDIT_HEAD_TRY) = {"cc_audit_head_try", "SELECT records FROM audit_head WHERE id = 1{trylock}"},
    AT(CC_SQL_AUDIT_HEAD_SET) = {"cc_audit_head_set", "UPDATE audit_head SET records = %lld, hash = %s WHERE id = 1"},
    AT(CC_SQL_AUDIT_CUSTOMER) = {"cc_audit_customer", "SELECT number FROM customers WHERE id = %lld"},
    AT(CC_SQL_AUDIT_INSERT) = {"cc_audit_insert",
                               "INSERT INTO audit (at, action, result, actor_id, actor, actor_key, address, "
                               "customer_id, customer, customer_key, user_id, target, target_key, before_values, "
                               "before_key, after_values, after_key, detail, detail_key, previous_hash, hash) VALUES "
                               "(%lld, %s, %s, %lld, %s, %s, %s, %lld, %s, %s, %lld, %s, %s, %s, %s, %s, %s, %s, %s, "
                               "%s, %s)"},
    AT(CC_SQL_AUDIT_LOOKUPS) = {"cc_audit_lookups",
                                "SELECT COUNT(*) FROM audit WHERE actor_id = %lld AND action = 'access.lookup' "
                                "AND at > %lld"},
    /* Of all customers and users, of one customer, of one user: each by its own index. 0 stands for any user. */
    AT(CC_SQL_AUDIT_RECORDS) = {"cc_audit_records",
                                "SELECT " AUDIT_RECORD " FROM audit a WHERE a.id > %lld AND a.at >= %lld "
                                "ORDER BY a.id LIMIT 500"},
    AT(CC_SQL_AUDIT_RECORDS_CUSTOMER) = {"cc_audit_records_customer",
                                         "SELECT " AUDIT_RECORD " FROM audit a WHERE a.id > %lld AND a.at >= %lld "
                                         "AND a.customer_id = %lld AND ({number} = 0 OR a.user_id = %lld "
                                         "OR a.actor_id = %lld) ORDER BY a.id LIMIT 500"},
    AT(CC_SQL_AUDIT_RECORDS_USER) = {"cc_audit_records_user",
                                     "SELECT " AUDIT_RECORD " FROM audit a WHERE a.id > %lld AND a.at >= %lld "
                                     "AND (a.user_id = %lld OR a.actor_id = %lld) ORDER BY a.id LIMIT 500"},

    /* Parameters: last id, moment, then customer and first and last user or user, moment */
    AT(CC_SQL_ACCESS_WAS) = {"cc_access_was", WAS "a.id > %lld AND a.at + 0 >= {number}" WAS_FIRST "a.id LIMIT 500"},
    AT(CC_SQL_ACCESS_WAS_CUSTOMER) = {"cc_access_was_customer",
                                      WAS "a.id + 0 > {number} AND a.at >= %lld AND a.customer_id = %lld "
                                          "AND a.user_id BETWEEN %lld AND %lld" WAS_FIRST "a.id + 0 LIMIT 500"},
    AT(CC_SQL_ACCESS_WAS_USER) = {"cc_access_was_user",
                                  WAS "a.id + 0 > {number} AND a.at >= %lld AND a.user_id = %lld" WAS_FIRST
                                      "a.id + 0 LIMIT 500"},
    /* Parameters: last id, then customer and first and last user or user, moment */
    AT(CC_SQL_ACCESS_STILL) = {"cc_access_still", STILL "a.id > %lld" STILL_SAME "a.id LIMIT 500"},
    AT(CC_SQL_ACCESS_STILL_CUSTOMER) = {"cc_access_still_customer",
                                        STILL "a.id + 0 > {number} AND a.customer_id = %lld "
                                              "AND a.user_id BETWEEN %lld AND %lld" STILL_SAME "a.id + 0 LIMIT 500"},
    AT(CC_SQL_ACCESS_STILL_USER) = {"cc_access_still_user",
                                    STILL "a.id + 0 > {number} AND a.user_id = %lld" STILL_SAME "a.id + 0 LIMIT 500"},
    /* Who is gone, by the number or name that the audit kept */
    AT(CC_SQL_AUDIT_CUSTOMER_WAS) = {"cc_audit_customer_was",
                                     "SELECT customer_id FROM audit WHERE customer = %s ORDER BY id DESC LIMIT 1"},
    AT(CC_SQL_AUDIT_USER_WAS) =
        {"cc_audit_user_was", "SELECT user_id FROM audit WHERE target_key LIKE %s ESCAPE '!' AND user_id IS NOT NULL "
                              "ORDER BY id DESC LIMIT 1"},
    /* For ccadmin check: the folded texts beside what they are folded from; what keeps the table append-only */
    AT(CC_SQL_AUDIT_KEYS) = {"cc_audit_keys",
                             "SELECT id, actor, actor_key, target, target_key, before_values, before_key, "
                             "after_values, after_key, customer, customer_key, detail, detail_key FROM audit WHERE id "
                             "> %lld ORDER BY id LIMIT 500"},
    AT(CC_SQL_AUDIT_TRIGGERS) = {"cc_audit_triggers", "SELECT {triggers} IN ('audit_not_changed', 'audit_not_deleted', "
                                                      "'audit_not_replaced', 'audit_not_emptied')"},

    /* From version 2 to 3 (schema_audit.c) */
    AT(CC_SQL_UPGRADE_USERS) = {"cc_upgrade_users",
                                "SELECT id, name, notes FROM users WHERE id > %lld ORDER BY id LIMIT 500"},
    AT(CC_SQL_UPGRADE_USER) = {"cc_upgrade_user", "UPDATE users SET name_key = %s, notes_key = %s WHERE id = %lld"},
    AT(CC_SQL_UPGRADE_PARTIES) = {"cc_upgrade_parties",
                                  "SELECT id, name FROM parties WHERE id > %lld ORDER BY id LIMIT 500"},
    AT(CC_SQL_UPGRADE_PARTY) = {"cc_upgrade_party", "UPDATE parties SET name_key = %s WHERE id = %lld"},
    AT(CC_SQL_UPGRADE_RECORDS) = {"cc_upgrade_records",
                                  "SELECT a.id, a.at, a.action, a.result, a.actor_id, a.actor, a.address, "
                                  "a.customer_id, c.number, a.user_id, a.target, a.before_values, a.after_values, "
                                  "a.detail, a.previous_hash, a.hash FROM audit a LEFT JOIN customers c "
                                  "ON c.id = a.customer_id WHERE a.id > %lld ORDER BY a.id LIMIT 500"},
    AT(CC_SQL_UPGRADE_RECORD) = {"cc_upgrade_record",
                                 "UPDATE audit SET customer = %s, actor_key = %s, target_key = %s, before_key = %s, "
                                 "after_key = %s, previous_hash = %s, hash = %s WHERE id = %lld"},

    /* From version 10 to 11 (schema_keys.c) */
    AT(CC_SQL_UPGRADE_PERSONS) = {"cc_upgrade_persons", "SELECT id, first_name, last_name, code FROM persons "
                                                        "WHERE id > %lld ORDER BY id LIMIT 500"},
    AT(CC_SQL_UPGRADE_PERSON) = {"cc_upgrade_person", "UPDATE persons SET person_key = %s WHERE id = %lld"},
    AT(CC_SQL_UPGRADE_PARTIES_KEYS) = {"cc_upgrade_parties_keys",
                                       "SELECT id, code, unique_number, vat_number FROM parties WHERE id > %lld "
                                       "ORDER BY id LIMIT 500"},
    AT(CC_SQL_UPGRADE_PARTY_KEYS) = {"cc_upgrade_party_keys", "UPDATE parties SET code_key = %s, number_key = %s, "
                                                              "vat_key = %s WHERE id = %lld"},
    AT(CC_SQL_UPGRADE_CUSTOMERS) = {"cc_upgrade_customers",
                                    "SELECT id, number FROM customers WHERE id > %lld ORDER BY id LIMIT 500"},
    AT(CC_SQL_UPGRADE_CUSTOMER) = {"cc_upgrade_customer", "UPDATE customers SET number_key = %s WHERE id = %lld"},
    AT(CC_SQL_UPGRADE_RECORDS_KEYS) = {"cc_upgrade_records_keys",
                                       "SELECT id, customer, detail FROM audit WHERE id > %lld AND (customer IS NOT "
                                       "NULL OR detail IS NOT NULL) ORDER BY id LIMIT 500"},
    AT(CC_SQL_UPGRADE_RECORD_KEYS) = {"cc_upgrade_record_keys",
                                      "UPDATE audit SET customer_key = %s, detail_key = %s WHERE id = %lld"},
    AT(CC_SQL_UPGRADE_USERS_PERSONS) = {"cc_upgrade_users_persons",
                                        "UPDATE users SET person_key = (SELECT r.person_key FROM persons r "
                                        "WHERE r.id = users.person_id) WHERE person_id IS NOT NULL"},
    AT(CC_SQL_UPGRADE_ACCESS) = {"cc_upgrade_access",
                                 "UPDATE external_access SET customer_key = (SELECT SUBSTR({cat}p.name_key{and}' #'"
                                 "{and}c.number_key{tac}, 1, 600) FROM customers c JOIN parties p ON p.id = c.party_id "
                                 "WHERE c.id = external_access.customer_id)"},
    /* What other programs may leave empty, of keys that are older than version 11 or of columns that may be NULL */
    AT(CC_SQL_KEYLESS_USERS) = {"cc_keyless_users",
                                "SELECT id, name, login, user_type, notes, user_key, name_key, notes_key FROM users "
                                "WHERE id > %lld AND (user_key = '' OR name_key = '' OR (notes_key = '' AND notes <> "
                                "'')) ORDER BY id LIMIT 500"},
    AT(CC_SQL_KEYLESS_USER) = {"cc_keyless_user",
                               "UPDATE users SET user_key = %s, name_key = %s, notes_key = %s WHERE id = %lld"},
    AT(CC_SQL_KEYLESS_PARTIES) = {"cc_keyless_parties",
                                  "SELECT id, name, unique_number, vat_number, name_key, number_key, vat_key FROM "
                                  "parties WHERE id > %lld AND (name_key = '' OR (number_key = '' AND unique_number <> "
                                  "'') OR (vat_key = '' AND vat_number <> '')) ORDER BY id LIMIT 500"},
    AT(CC_SQL_KEYLESS_ACCESS) = {"cc_keyless_access",
                                 "SELECT id, notes, notes_key FROM external_access WHERE id > %lld AND notes_key = '' "
                                 "AND notes <> '' ORDER BY id LIMIT 500"},
    AT(CC_SQL_KEYLESS_NOTES) = {"cc_keyless_notes", "UPDATE external_access SET notes_key = %s WHERE id = %lld"},
    AT(CC_SQL_KEYLESS_ACCESS_USERS) = {"cc_keyless_access_users",
                                       "UPDATE external_access SET user_key = (SELECT u.user_key FROM users u "
                                       "WHERE u.id = external_access.user_id) WHERE user_key = ''"},
};
