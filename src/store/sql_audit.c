/* Statements of the audit, numbered by sql.h like those of sql.c. Nothing here updates or deletes a record: only the
 * upgrade of an older database writes the hashes that its records do not have yet. */
#include "sql.h"

#define AT(sql) [(sql)-CC_SQL_AUDIT]

/* Columns in the order that audit_chain.c reads them. */
#define AUDIT_RECORD                                                                                                   \
    "a.id, a.at, a.action, a.result, a.actor_id, a.actor, a.address, a.customer_id, a.customer, a.user_id, a.target, " \
    "a.before_values, a.after_values, a.detail, a.previous_hash, a.hash"

const cc_statement_t cc_sql_audit[CC_SQL_BACKOFFICE - CC_SQL_AUDIT] = {
    AT(CC_SQL_AUDIT_HEAD) = {"cc_audit_head", "SELECT records, hash FROM audit_head WHERE id = 1"},
    AT(CC_SQL_AUDIT_HEAD_LOCK) = {"cc_audit_head_lock", "SELECT records, hash FROM audit_head WHERE id = 1{lock}"},
    AT(CC_SQL_AUDIT_HEAD_SET) = {"cc_audit_head_set", "UPDATE audit_head SET records = %lld, hash = %s WHERE id = 1"},
    AT(CC_SQL_AUDIT_CUSTOMER) = {"cc_audit_customer", "SELECT number FROM customers WHERE id = %lld"},
    AT(CC_SQL_AUDIT_INSERT) = {"cc_audit_insert",
                               "INSERT INTO audit (at, action, result, actor_id, actor, actor_key, address, "
                               "customer_id, customer, user_id, target, target_key, before_values, before_key, "
                               "after_values, after_key, detail, previous_hash, hash) VALUES (%lld, %s, %s, %lld, %s, "
                               "%s, %s, %lld, %s, %lld, %s, %s, %s, %s, %s, %s, %s, %s, %s)"},
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
};
