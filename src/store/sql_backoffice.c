/* Statements of the back office, numbered by sql.h like those of sql.c: what internal administrators read and change.
 */
#include "sql.h"

#define AT(sql) [(sql)-CC_SQL_BACKOFFICE]

const cc_statement_t cc_sql_backoffice[CC_SQL_COUNT - CC_SQL_BACKOFFICE] = {
    /* Is this user an internal administrator at this moment? Read again in every transaction of one. */
    AT(CC_SQL_USER_ADMIN) = {"cc_user_admin",
                             "SELECT id, user_type, active, is_admin FROM users WHERE id = %lld{lock}"},
    /* What a user's form shows beside the user's own fields */
    AT(CC_SQL_USER_RECORD) = {"cc_user_record",
                              "SELECT u.failed_logins, u.locked_until, r.first_name, r.last_name, p.code, p.name, "
                              "(SELECT COUNT(*) FROM sessions s WHERE s.user_id = u.id AND s.ends_at > %lld) "
                              "FROM users u LEFT JOIN persons r ON r.id = u.person_id "
                              "LEFT JOIN parties p ON p.id = r.parent_party_id WHERE u.id = %lld"},
    /* Why a user sees what they see: all rows of the user at the company, whether in force or not */
    AT(CC_SQL_WHY_ACCESS) = {"cc_why_access",
                             "SELECT c.id, c.number, p.name, c.from_date, c.thru_date, p.code, a.role, a.days_back "
                             "FROM external_access a JOIN customers c ON c.id = a.customer_id "
                             "JOIN parties p ON p.id = c.party_id WHERE a.user_id = %lld "
                             "AND c.enterprise_company_id + 0 = {number} ORDER BY c.number LIMIT 500"},
    AT(CC_SQL_WHY_ORDER) = {"cc_why_order", "SELECT o.customer_id, c.number, p.code, o.date, o.type_name FROM orders o "
                                            "LEFT JOIN customers c ON c.id = o.customer_id "
                                            "LEFT JOIN parties p ON p.id = c.party_id "
                                            "WHERE o.enterprise_company_id = {number} AND o.document_no = %s LIMIT 1"},
    AT(CC_SQL_WHY_INVOICE) = {"cc_why_invoice",
                              "SELECT i.customer_id, c.number, p.code, i.date, i.type_name FROM invoices i "
                              "LEFT JOIN customers c ON c.id = i.customer_id "
                              "LEFT JOIN parties p ON p.id = c.party_id "
                              "WHERE i.enterprise_company_id = {number} AND i.document_no = %s LIMIT 1"},
    AT(CC_SQL_PERSON_NEXT) = {"cc_person_next", "SELECT COALESCE(MAX(id), 0) + 1 FROM persons"},
    AT(CC_SQL_PERSON_LOCK) = {"cc_person_lock", "SELECT id FROM persons WHERE code = %s{lock}"},
    /* What a person's form shows beside the person's own fields, and who is this person */
    AT(CC_SQL_PERSON_RECORD) = {"cc_person_record", "SELECT r.version, p.name FROM persons r "
                                                    "LEFT JOIN parties p ON p.id = r.parent_party_id WHERE r.id = "
                                                    "%lld"},
    AT(CC_SQL_PERSON_USERS) = {"cc_person_users", "SELECT id, name, login, user_type FROM users "
                                                  "WHERE person_id = %lld ORDER BY id LIMIT 100"},
    AT(CC_SQL_PARTY_LOCK) = {"cc_party_lock", "SELECT id, version FROM parties WHERE code = %s{lock}"},
    AT(CC_SQL_PARTY_VERSION) = {"cc_party_version", "SELECT id, version FROM parties WHERE code = %s"},
    AT(CC_SQL_PARTY_TOUCH) = {"cc_party_touch", "UPDATE parties SET version = version + 1 WHERE id = %lld"},
    AT(CC_SQL_PARTY_CUSTOMERS) = {"cc_party_customers",
                                  "SELECT c.id, c.number, e.code, l.code, c.from_date, c.thru_date FROM customers c "
                                  "JOIN enterprise_companies e ON e.id = c.enterprise_company_id "
                                  "LEFT JOIN locations l ON l.id = c.serviced_by WHERE c.party_id = %lld "
                                  "ORDER BY c.id LIMIT 1000"},
    AT(CC_SQL_CUSTOMER_USED) = {"cc_customer_used", "SELECT COUNT(*) FROM external_access WHERE customer_id = %lld"},
    /* Whatever has the customer's id without a foreign key, in tables or in views over those of an ERP, whose ids may
     * be expressions: SQLite would compare these with a text */
    AT(CC_SQL_CUSTOMER_DOCUMENTS) = {"cc_customer_documents",
                                     "SELECT CASE WHEN EXISTS (SELECT 1 FROM orders WHERE customer_id = {number}) "
                                     "OR EXISTS (SELECT 1 FROM invoices WHERE customer_id = {number}) "
                                     "OR EXISTS (SELECT 1 FROM due_payments WHERE customer_id = {number}) "
                                     "OR EXISTS (SELECT 1 FROM payments WHERE customer_id = {number}) "
                                     "OR EXISTS (SELECT 1 FROM invoice_downloads WHERE customer_id = {number}) "
                                     "THEN 1 ELSE 0 END"},
    /* The party that a customer is about to leave; the second id is that of the party it goes to */
    AT(CC_SQL_PARTY_TOUCH_LEFT) = {"cc_party_touch_left",
                                   "UPDATE parties SET version = version + 1 WHERE id = "
                                   "(SELECT party_id FROM customers WHERE id = %lld) AND id <> %lld"},
    AT(CC_SQL_CUSTOMER_DELETE) = {"cc_customer_delete", "DELETE FROM customers WHERE id = %lld"},

    /* The External Access panel of a customer. The rows come in parts, by id; the columns of ACCESS in sql.c. */
    AT(CC_SQL_PANEL_CUSTOMER) = {"cc_panel_customer",
                                 "SELECT c.id, c.number, p.name, p.code, e.name, l.name, c.from_date, c.thru_date, "
                                 "c.access_version FROM customers c JOIN parties p ON p.id = c.party_id "
                                 "JOIN enterprise_companies e ON e.id = c.enterprise_company_id "
                                 "LEFT JOIN locations l ON l.id = c.serviced_by WHERE c.number = %s"},
    AT(CC_SQL_PANEL_ROWS) = {"cc_panel_rows",
                             "SELECT a.id, a.role, a.days_back, a.notes, a.version, a.user_id, c.id, c.number, p.name, "
                             "u.name, u.login, u.user_type FROM external_access a JOIN customers c ON c.id = "
                             "a.customer_id JOIN parties p ON p.id = c.party_id JOIN users u ON u.id = a.user_id "
                             "WHERE a.customer_id = %lld AND a.id > %lld ORDER BY a.id LIMIT 20000"},
    AT(CC_SQL_PANEL_BUMP) = {"cc_panel_bump",
                             "UPDATE customers SET access_version = access_version + 1 WHERE id = %lld"},
};
