#include "sql.h"

#include <apr_strings.h>
#include <string.h>

/* - {lock}: the rows stay locked until the transaction ends (SQLite's write lock does that already)
 * - {trylock}: the same for rows that nobody else has locked; the others are left out
 * - {number}: a number that is not compared with a column: SQLite binds everything as text
 * - {limit}: how many rows, or how many to leave out
 * - {join}: joins tables, MariaDB in this order: else it sorts all rows where an index has the first of them sorted
 * - {cross join}: the same without a condition, SQLite in this order as well: the first has few rows
 * - {catalog}: a table that every database has
 * - {div}: division of whole numbers
 * - {whole}a{elohw}: a as a whole number, where a view's may be another kind of number, whose division leaves no rest
 * - {chars}: the type of text in a CAST
 * - {cat}a{and}b{tac}: one text after the other
 * - {brief}a{feirb}: a text of no more than 255 characters, where MariaDB groups by what may be longer much more slowly
 * - {table}: how many tables or views have this name
 * - {triggers}: how many triggers of the audit have these names
 * - {schema}: 1 when the changes of the schema that are under way elsewhere have ended
 * - {view}: how many views have this name; a foreign table counts as one
 * - {index}: how many indexes of this table have this name; on MariaDB with all of its second column
 * - {columns}: names of the columns of this table or view
 * - {users found}, {persons found}, {customers found}, {access found}: ids of what has a text anywhere. Of SQLite its
 *   text index is asked, in words of FTS5, of PostgreSQL what has an index of three letters each, by a pattern. A
 *   customer is found by number or name, not by what lies between them. */
#define OF_INDEX(index) "SELECT rowid FROM " index "_search WHERE " index "_search MATCH %s"
#define SOUGHT "(SELECT CAST(%s AS TEXT) AS q) sought"
#define HAS(column) column " LIKE q ESCAPE '!'"
const cc_sql_word_t cc_sql_words[] = {
    {"{lock}", {"", " FOR UPDATE", " FOR UPDATE"}},
    {"{trylock}", {"", " FOR UPDATE SKIP LOCKED", " FOR UPDATE SKIP LOCKED"}},
    {"{number}", {"CAST(%lld AS INTEGER)", "%lld", "CAST(%lld AS SIGNED)"}},
    {"{limit}", {"CAST(%lld AS INTEGER)", "%lld", "%lld"}},
    {"{join}", {"JOIN", "JOIN", "STRAIGHT_JOIN"}},
    {"{cross join}", {"CROSS JOIN", "CROSS JOIN", "STRAIGHT_JOIN"}},
    {"{catalog}", {"sqlite_master", "pg_catalog.pg_class", "DUAL"}},
    {"{div}", {"/", "/", "DIV"}},
    {"{whole}", {"", "CAST(", ""}},
    {"{elohw}", {"", " AS BIGINT)", ""}},
    {"{chars}", {"TEXT", "TEXT", "CHAR"}},
    {"{cat}", {"(", "(", "CONCAT("}},
    {"{and}", {" || ", " || ", ", "}},
    {"{tac}", {")", ")", ")"}},
    {"{brief}", {"", "", "LEFT("}},
    {"{feirb}", {"", "", ", 255)"}},
    {"{table}",
     {"COUNT(*) FROM sqlite_master WHERE name = %s",
      "COUNT(*) FROM pg_catalog.pg_class WHERE oid = to_regclass(CAST(%s AS TEXT))",
      "COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = %s"}},
    {"{triggers}",
     {"COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name",
      "COUNT(*) FROM pg_catalog.pg_trigger WHERE tgrelid = to_regclass('audit') AND tgenabled IN ('O', 'A') AND tgname",
      "COUNT(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND COALESCE(action_statement, "
      "'SIGNAL') LIKE 'SIGNAL%%' AND trigger_name"}},
    {"{schema}",
     {"1", "COUNT(*) FROM pg_catalog.pg_advisory_xact_lock(20260)",
      "GET_LOCK(CONCAT('clientcenter.', DATABASE()), 5)"}},
    {"{view}",
     {"COUNT(*) FROM sqlite_master WHERE type = 'view' AND LOWER(name) = %s",
      "COUNT(*) FROM pg_catalog.pg_class WHERE oid = to_regclass(CAST(%s AS TEXT)) AND relkind NOT IN ('r', 'p')",
      "COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = %s AND table_type = "
      "'VIEW'"}},
    {"{index}",
     {"COUNT(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND name = %s",
      "COUNT(*) FROM pg_catalog.pg_index WHERE indrelid = to_regclass(CAST(%s AS TEXT)) AND indexrelid = "
      "to_regclass(CAST(%s AS TEXT))",
      "COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = %s AND index_name "
      "= %s AND seq_in_index = 2 AND sub_part IS NULL"}},
    {"{columns}",
     {"name FROM pragma_table_info(%s)",
      "attname FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(CAST(%s AS TEXT)) AND attnum > 0 "
      "AND NOT attisdropped",
      "column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND LOWER(table_name) = %s"}},
    {"{users found}",
     {OF_INDEX("users"),
      "SELECT id FROM " SOUGHT
      ", users WHERE " HAS("login_key") " OR " HAS("name_key") " OR " HAS("LOWER(user_type)") " OR " HAS("notes_key"),
      ""}},
    {"{persons found}", {OF_INDEX("persons"), "SELECT id FROM " SOUGHT ", persons WHERE " HAS("person_key"), ""}},
    {"{customers found}",
     {OF_INDEX("customers"),
      "SELECT found.id FROM " SOUGHT ", LATERAL (SELECT id FROM customers WHERE " HAS(
          "number_key") " UNION SELECT c.id FROM parties p JOIN "
                        "customers c ON c.party_id = p.id WHERE " HAS("p.name_key") ") found",
      ""}},
    {"{access found}",
     {OF_INDEX("access"),
      "SELECT id FROM " SOUGHT ", external_access WHERE " HAS("user_key") " OR " HAS(
          "COALESCE(CAST(days_back AS TEXT), '')") " OR " HAS("notes_key"),
      ""}},
    {NULL, {NULL}},
};

/* Columns in the order that rows.c reads them. */
#define USER                                                                                                           \
    "u.id, u.login, u.email, u.name, u.user_type, u.active, u.is_admin, u.phone, u.language, u.company, u.message, "   \
    "u.notes, u.created_at, u.version, p.code"
#define FROM_USERS " FROM users u LEFT JOIN persons p ON p.id = u.person_id "
/* Columns in the order that rows.c reads them. */
#define OWN_ACCESS "a.id, a.role, a.days_back, a.notes, a.version, a.user_id, c.id, c.number, p.name"
#define FROM_OWN_ACCESS                                                                                                \
    " FROM external_access a JOIN customers c ON c.id = a.customer_id JOIN parties p ON p.id = c.party_id "
#define ACCESS OWN_ACCESS ", u.name, u.login, u.user_type"
#define FROM_ACCESS FROM_OWN_ACCESS "JOIN users u ON u.id = a.user_id "
#define PERSON_KEY "COALESCE((SELECT person_key FROM persons WHERE id = %lld), '')"
/* As much of it as a key has (CC_TEXT_KEY_MAX) */
#define CUSTOMER_KEY "SUBSTR({cat}p.name_key{and}' #'{and}c.number_key{tac}, 1, 600)"
#define CREDENTIAL                                                                                                     \
    "u.id, u.name, u.login, u.user_type, u.active, u.password_hash, u.failed_logins, u.failed_since, u.locked_until, " \
    "u.is_admin"

static const cc_statement_t statements[CC_SQL_DOCUMENTS] = {
    /* Asks nothing, but fails like any other statement when those of the connection must be prepared again */
    [CC_SQL_PROBE] = {"cc_probe", "SELECT 1 FROM {catalog} WHERE 1 = 0"},
    [CC_SQL_JOIN] = {"cc_join", "BEGIN"},
    [CC_SQL_PART] = {"cc_part", "COMMIT"},
    [CC_SQL_SCHEMA_EXISTS] = {"cc_schema_exists", "SELECT {table}"},
    [CC_SQL_SCHEMA_LOCK] = {"cc_schema_lock", "SELECT {schema}"},
    /* 2: its trigger, which a view has not, and the latest of its tables */
    [CC_SQL_HELPERS_SQLITE] = {"cc_helpers_sqlite", "SELECT COUNT(*) FROM sqlite_master WHERE sql IN (%s, %s, %s)"},
    [CC_SQL_SCHEMA_VERSION] = {"cc_schema_version", "SELECT version FROM schema_version"},
    [CC_SQL_SCHEMA_VIEW] = {"cc_schema_view", "SELECT {view}"},
    [CC_SQL_SCHEMA_INDEX] = {"cc_schema_index", "SELECT {index}"},
    [CC_SQL_SCHEMA_COLUMNS] = {"cc_schema_columns", "SELECT {columns}"},

    /* Enterprise companies, locations, parties, customers, persons: found by natural key, listed by id */
    [CC_SQL_COMPANY_BY_CODE] = {"cc_company_by_code", "SELECT id, code, name FROM enterprise_companies WHERE code = "
                                                      "%s"},
    [CC_SQL_COMPANY_INSERT] = {"cc_company_insert", "INSERT INTO enterprise_companies (code, name) VALUES (%s, %s)"},
    [CC_SQL_COMPANY_UPDATE] = {"cc_company_update", "UPDATE enterprise_companies SET name = %s WHERE id = %lld"},
    [CC_SQL_COMPANY_ALL] = {"cc_company_all",
                            "SELECT id, code, name FROM enterprise_companies WHERE id > %lld ORDER BY id LIMIT 500"},
    [CC_SQL_LOCATION_BY_CODE] = {"cc_location_by_code",
                                 "SELECT id, name FROM locations WHERE enterprise_company_id = %lld AND code = %s"},
    [CC_SQL_LOCATION_INSERT] = {"cc_location_insert",
                                "INSERT INTO locations (enterprise_company_id, code, name) VALUES (%lld, %s, %s)"},
    [CC_SQL_LOCATION_UPDATE] = {"cc_location_update", "UPDATE locations SET name = %s WHERE id = %lld"},
    [CC_SQL_LOCATION_ALL] = {"cc_location_all",
                             "SELECT l.id, l.code, l.name, e.code FROM locations l JOIN enterprise_companies e "
                             "ON e.id = l.enterprise_company_id WHERE l.id > %lld ORDER BY l.id LIMIT 500"},
    [CC_SQL_PARTY_BY_CODE] = {"cc_party_by_code",
                              "SELECT id, name, unique_number, vat_number, vat_registered, address, active "
                              "FROM parties WHERE code = %s"},
    [CC_SQL_PARTY_INSERT] = {"cc_party_insert",
                             "INSERT INTO parties (code, name, unique_number, vat_number, vat_registered, address, "
                             "active, name_key, code_key, number_key, vat_key) VALUES (%s, %s, %s, %s, %lld, %s, "
                             "%lld, %s, %s, %s, %s)"},
    [CC_SQL_PARTY_UPDATE] = {"cc_party_update",
                             "UPDATE parties SET name = %s, unique_number = %s, vat_number = %s, vat_registered = "
                             "%lld, address = %s, active = %lld, name_key = %s, code_key = %s, number_key = %s, "
                             "vat_key = %s, version = version + 1 WHERE id = %lld"},
    [CC_SQL_PARTY_ALL] = {"cc_party_all",
                          "SELECT id, code, name, unique_number, vat_number, vat_registered, address, active "
                          "FROM parties WHERE id > %lld ORDER BY id LIMIT 500"},
    [CC_SQL_CUSTOMER_BY_NUMBER] = {"cc_customer_by_number",
                                   "SELECT c.id, p.code, e.code, l.code, c.from_date, c.thru_date, p.name "
                                   "FROM customers c JOIN parties p ON p.id = c.party_id "
                                   "JOIN enterprise_companies e ON e.id = c.enterprise_company_id "
                                   "LEFT JOIN locations l ON l.id = c.serviced_by WHERE c.number = %s"},
    [CC_SQL_CUSTOMER_INSERT] = {"cc_customer_insert",
                                "INSERT INTO customers (number, party_id, enterprise_company_id, serviced_by, "
                                "from_date, thru_date, number_key) VALUES (%s, %lld, %lld, %lld, %s, %s, %s)"},
    [CC_SQL_CUSTOMER_UPDATE] = {"cc_customer_update",
                                "UPDATE customers SET party_id = %lld, enterprise_company_id = %lld, serviced_by = "
                                "%lld, from_date = %s, thru_date = %s, number_key = %s, version = version + 1 "
                                "WHERE id = %lld"},
    [CC_SQL_CUSTOMER_ALL] = {"cc_customer_all",
                             "SELECT c.id, c.number, p.code, e.code, l.code, c.from_date, c.thru_date "
                             "FROM customers c JOIN parties p ON p.id = c.party_id "
                             "JOIN enterprise_companies e ON e.id = c.enterprise_company_id "
                             "LEFT JOIN locations l ON l.id = c.serviced_by WHERE c.id > %lld ORDER BY c.id LIMIT 500"},
    /* The folded `{Name} #{Number}` that lists sort and search by */
    [CC_SQL_CUSTOMER_KEY] = {"cc_customer_key", "SELECT c.id, c.number_key, p.name_key FROM customers c "
                                                "JOIN parties p ON p.id = c.party_id WHERE c.number = %s"},
    /* Those of a party that is about to have another name. Parameters: party, its new key */
    [CC_SQL_CUSTOMERS_RENAMED] = {"cc_customers_renamed",
                                  "SELECT c.id, c.number_key FROM parties p JOIN customers c ON c.party_id = p.id "
                                  "WHERE p.id = %lld AND p.name_key <> %s ORDER BY c.id"},
    /* First statement of every change of access to the customer, so that such changes follow one another */
    [CC_SQL_CUSTOMER_LOCK] = {"cc_customer_lock", "SELECT id FROM customers WHERE id = %lld{lock}"},
    [CC_SQL_CUSTOMER_PROFILE] = {"cc_customer_profile",
                                 "SELECT p.name, p.unique_number, p.address, p.vat_number, p.vat_registered "
                                 "FROM customers c JOIN parties p ON p.id = c.party_id WHERE c.id = %lld"},
    [CC_SQL_PERSON_BY_CODE] = {"cc_person_by_code",
                               "SELECT r.id, r.first_name, r.last_name, p.code FROM persons r "
                               "LEFT JOIN parties p ON p.id = r.parent_party_id WHERE r.code = %s"},
    [CC_SQL_PERSON_INSERT] = {"cc_person_insert", "INSERT INTO persons (code, first_name, last_name, parent_party_id, "
                                                  "person_key) VALUES (%s, %s, %s, %lld, %s)"},
    [CC_SQL_PERSON_UPDATE] = {"cc_person_update",
                              "UPDATE persons SET first_name = %s, last_name = %s, parent_party_id = %lld, "
                              "person_key = %s, version = version + 1 WHERE id = %lld"},
    [CC_SQL_PERSON_ALL] = {"cc_person_all",
                           "SELECT r.id, r.code, r.first_name, r.last_name, p.code FROM persons r "
                           "LEFT JOIN parties p ON p.id = r.parent_party_id WHERE r.id > %lld ORDER BY r.id LIMIT 500"},

    /* Users */
    [CC_SQL_USER_BY_ID] = {"cc_user_by_id", "SELECT " USER FROM_USERS "WHERE u.id = %lld"},
    [CC_SQL_USER_BY_LOGIN] = {"cc_user_by_login", "SELECT " USER FROM_USERS "WHERE u.login_key = %s"},
    [CC_SQL_USER_BY_EMAIL] = {"cc_user_by_email", "SELECT " USER FROM_USERS "WHERE u.email_key = %s"},
    /* Two rows: one user's login is another's e-mail, which the identifiers forbid but another program could write */
    [CC_SQL_USER_BY_NAME] = {"cc_user_by_name",
                             "SELECT " USER FROM_USERS "WHERE u.login_key = %s OR u.email_key = %s LIMIT 2"},
    [CC_SQL_USER_ALL] = {"cc_user_all",
                         "SELECT " USER ", u.password_hash" FROM_USERS "WHERE u.id > %lld ORDER BY u.id LIMIT 500"},
    [CC_SQL_USER_COUNT] = {"cc_user_count", "SELECT COUNT(*) FROM users"},
    /* One user who is not of the demo data set; the pattern is its e-mail domain */
    [CC_SQL_USER_REAL] = {"cc_user_real", "SELECT id FROM users WHERE email_key IS NULL OR email_key NOT LIKE %s "
                                          "ESCAPE '!' LIMIT 1"},
    /* What a cc_user_t does not hold; the password hash leaves only by way of dump */
    [CC_SQL_USER_STATE] = {"cc_user_state", "SELECT password_hash, failed_logins, locked_until, "
                                            "(SELECT COUNT(*) FROM sessions WHERE user_id = u.id AND ends_at > %lld) "
                                            "FROM users u WHERE u.id = %lld"},
    [CC_SQL_USER_INSERT] = {"cc_user_insert",
                            "INSERT INTO users (login, login_key, email, email_key, name, user_key, user_type, active, "
                            "is_admin, person_id, phone, language, company, message, notes, password_hash, created_at, "
                            "name_key, notes_key, person_key) VALUES (%s, %s, %s, %s, %s, %s, %s, %lld, %lld, %lld, "
                            "%s, %s, %s, %s, %s, %s, %lld, %s, %s, " PERSON_KEY ")"},
    [CC_SQL_USER_UPDATE] = {"cc_user_update",
                            "UPDATE users SET login = %s, login_key = %s, email = %s, email_key = %s, name = %s, "
                            "user_key = %s, user_type = %s, active = %lld, is_admin = %lld, person_id = %lld, "
                            "phone = %s, language = %s, company = %s, message = %s, notes = %s, "
                            "name_key = %s, notes_key = %s, person_key = " PERSON_KEY ", version = version + 1 "
                            "WHERE id = %lld"},
    [CC_SQL_USER_RENAME_PERSON] = {"cc_user_rename_person",
                                   "UPDATE users SET person_key = %s WHERE person_id = %lld AND person_key <> %s"},
    [CC_SQL_USER_SET_OWN] =
        {"cc_user_set_own",
         "UPDATE users SET name = %s, name_key = %s, user_key = %s, language = %s, version = version + 1 "
         "WHERE id = %lld"},
    [CC_SQL_USER_SET_ACTIVE] = {"cc_user_set_active",
                                "UPDATE users SET active = %lld, version = version + 1 WHERE id = %lld"},
    [CC_SQL_USER_SET_PASSWORD] = {"cc_user_set_password",
                                  "UPDATE users SET password_hash = %s, failed_logins = 0, failed_since = 0, "
                                  "locked_until = 0, version = version + 1 WHERE id = %lld"},
    [CC_SQL_USER_HASH] = {"cc_user_hash", "SELECT password_hash FROM users WHERE id = %lld"},
    [CC_SQL_IDENTIFIER_OWNER] = {"cc_identifier_owner",
                                 "SELECT user_id FROM user_identifiers WHERE identifier_key = %s"},
    [CC_SQL_IDENTIFIER_INSERT] = {"cc_identifier_insert",
                                  "INSERT INTO user_identifiers (identifier_key, user_id) VALUES (%s, %lld)"},
    [CC_SQL_IDENTIFIER_DELETE] = {"cc_identifier_delete", "DELETE FROM user_identifiers WHERE user_id = %lld"},
    [CC_SQL_CREDENTIAL_BY_NAME] = {"cc_credential_by_name",
                                   "SELECT " CREDENTIAL " FROM user_identifiers i JOIN users u ON u.id = i.user_id "
                                   "WHERE i.identifier_key = %s"},
    [CC_SQL_CREDENTIAL_BY_ID] = {"cc_credential_by_id", "SELECT " CREDENTIAL " FROM users u WHERE u.id = %lld{lock}"},
    [CC_SQL_CREDENTIAL_UPGRADE] = {"cc_credential_upgrade",
                                   "UPDATE users SET password_hash = %s WHERE id = %lld AND password_hash = %s"},
    [CC_SQL_CREDENTIAL_FAILURES] = {"cc_credential_failures",
                                    "UPDATE users SET failed_logins = %lld, failed_since = %lld, locked_until = %lld "
                                    "WHERE id = %lld"},

    /* External access */
    /* Runs on every page, so it asks nothing that is known and has nothing sorted. The + 0 keeps planners from walking
     * all customers of the company instead of the user's rows
     */
    [CC_SQL_ACCESS_OF_USER] = {"cc_access_of_user",
                               "SELECT " OWN_ACCESS FROM_OWN_ACCESS "WHERE a.user_id = %lld "
                               "AND c.enterprise_company_id + 0 = {number} "
                               "AND c.from_date <= %s AND (c.thru_date IS NULL OR c.thru_date >= %s)"},
    /* The older model, on every page as well: as far as the chain goes, by the best agreement that there is */
    [CC_SQL_CHAIN_OF_USER] =
        {"cc_chain_of_user",
         "SELECT r.code, r.first_name, r.last_name, p.code, p.name, c.id, c.number, e.code, c.from_date, c.thru_date, "
         "l.code, CASE WHEN e.id + 0 = {number} THEN 1 ELSE 0 END FROM users u "
         "LEFT JOIN persons r ON r.id = u.person_id LEFT JOIN parties p ON p.id = r.parent_party_id "
         "LEFT JOIN customers c ON c.party_id = p.id LEFT JOIN enterprise_companies e ON e.id = "
         "c.enterprise_company_id "
         "LEFT JOIN locations l ON l.id = c.serviced_by WHERE u.id = %lld "
         "ORDER BY CASE WHEN e.id + 0 = {number} THEN 0 ELSE 1 END, "
         "CASE WHEN c.from_date <= %s AND (c.thru_date IS NULL OR c.thru_date >= %s) THEN 0 ELSE 1 END, "
         "CASE WHEN c.serviced_by IS NULL THEN 1 ELSE 0 END, c.number LIMIT 1"},
    [CC_SQL_ACCESS_BY_ID] = {"cc_access_by_id",
                             "SELECT " ACCESS FROM_ACCESS "WHERE a.id = %lld AND a.customer_id = %lld"},
    [CC_SQL_ACCESS_BY_USER] = {"cc_access_by_user",
                               "SELECT " ACCESS FROM_ACCESS "WHERE a.customer_id = %lld AND a.user_id = %lld"},
    /* An agreement that is not in force gives nobody the right to change its access, as it shows them no page */
    [CC_SQL_ACCESS_OF_ACTOR] = {"cc_access_of_actor",
                                "SELECT " ACCESS FROM_ACCESS "WHERE a.customer_id = %lld AND a.user_id = %lld "
                                "AND c.from_date <= %s AND (c.thru_date IS NULL OR c.thru_date >= %s)"},
    [CC_SQL_ACCESS_INSERT] =
        {"cc_access_insert",
         "INSERT INTO external_access (customer_id, user_id, role, days_back, days_key, notes, user_key, "
         "notes_key, customer_key) VALUES (%lld, %lld, %s, %lld, %lld, %s, %s, %s, (SELECT " CUSTOMER_KEY
         " FROM customers c JOIN parties p ON p.id = c.party_id WHERE c.id = %lld))"},
    /* The policy was asked in this transaction; the conditions make the two rules that must never break hold
     * in the write itself as well: an Owner row is not changed, and a row that changed meanwhile is not either. */
    [CC_SQL_ACCESS_UPDATE] =
        {"cc_access_update",
         "UPDATE external_access SET role = %s, days_back = %lld, days_key = %lld, notes = %s, notes_key = %s, "
         "version = version + 1 WHERE id = %lld AND version = %lld AND role <> 'L90'"},
    [CC_SQL_ACCESS_DELETE] = {"cc_access_delete",
                              "DELETE FROM external_access WHERE id = %lld AND version = %lld AND role <> 'L90'"},
    [CC_SQL_ACCESS_RENAME_USER] = {"cc_access_rename_user",
                                   "UPDATE external_access SET user_key = %s WHERE user_id = %lld"},
    [CC_SQL_ACCESS_RENAME_CUSTOMER] = {"cc_access_rename_customer",
                                       "UPDATE external_access SET customer_key = %s WHERE customer_id = %lld"},
    [CC_SQL_ACCESS_LIST] = {"cc_access_list", "SELECT " ACCESS FROM_ACCESS "WHERE a.id > %lld ORDER BY a.id LIMIT 500"},

    /* Sessions */
    [CC_SQL_SESSION_BY_TOKEN] = {"cc_session_by_token",
                                 "SELECT u.id, u.login, u.email, u.name, u.user_type, u.active, u.is_admin, u.phone, "
                                 "u.language, s.id, s.last_used_at, s.expires_at, s.idle FROM sessions s "
                                 "JOIN users u ON u.id = s.user_id "
                                 "WHERE s.token_hash = %s AND s.site = %s AND s.ends_at > %lld"},
    [CC_SQL_SESSION_TOUCH] = {"cc_session_touch",
                              "UPDATE sessions SET last_used_at = %lld, ends_at = %lld WHERE id = %lld"},
    [CC_SQL_SESSION_INSERT] = {"cc_session_insert",
                               "INSERT INTO sessions (id, token_hash, site, user_id, created_at, last_used_at, idle, "
                               "expires_at, ends_at, address, user_agent) "
                               "VALUES (%lld, %s, %s, %lld, %lld, %lld, %lld, %lld, %lld, %s, %s)"},
    [CC_SQL_SESSION_DELETE_TOKEN] = {"cc_session_delete_token", "DELETE FROM sessions WHERE token_hash = %s"},
    [CC_SQL_SESSION_DELETE_OWN] = {"cc_session_delete_own", "DELETE FROM sessions WHERE id = %lld AND user_id = %lld"},
    [CC_SQL_SESSION_DELETE_USER] = {"cc_session_delete_user", "DELETE FROM sessions WHERE user_id = %lld"},
    [CC_SQL_SESSION_DELETE_ID] = {"cc_session_delete_id", "DELETE FROM sessions WHERE id = %lld"},
    /* A bounded clean-up at each login keeps the table small without a long lock */
    [CC_SQL_SESSION_ENDED] = {"cc_session_ended", "SELECT id FROM sessions WHERE ends_at <= %lld ORDER BY ends_at "
                                                  "LIMIT 20"},
    /* It reads so much of sessions_ends and no more, however many there are */
    [CC_SQL_SESSION_COUNT] = {"cc_session_count",
                              "SELECT COUNT(*) FROM (SELECT id FROM sessions WHERE ends_at > %lld LIMIT 10000) live"},
    [CC_SQL_SESSION_OF_USER] = {"cc_session_of_user",
                                "SELECT id, created_at, last_used_at, expires_at, idle, address, user_agent "
                                "FROM sessions WHERE user_id = %lld AND ends_at > %lld "
                                "ORDER BY last_used_at DESC, created_at DESC, id LIMIT 100"},

    /* Grid layouts */
    [CC_SQL_LAYOUT_GET] = {"cc_layout_get", "SELECT columns, sort, dir, group_by, per_page FROM grid_layouts "
                                            "WHERE user_id = %lld AND grid = %s"},
    [CC_SQL_LAYOUT_DELETE] = {"cc_layout_delete", "DELETE FROM grid_layouts WHERE user_id = %lld AND grid = %s"},
    [CC_SQL_LAYOUT_INSERT] = {"cc_layout_insert",
                              "INSERT INTO grid_layouts (user_id, grid, columns, sort, dir, group_by, per_page) "
                              "VALUES (%lld, %s, %s, %s, %s, %s, %lld)"},

    /* ccadmin check: each lists what breaks a rule */
    [CC_SQL_CHECK_IDENTIFIERS] = {"cc_check_identifiers",
                                  "SELECT u.login FROM users u LEFT JOIN user_identifiers l "
                                  "ON l.identifier_key = u.login_key AND l.user_id = u.id "
                                  "LEFT JOIN user_identifiers e ON e.identifier_key = u.email_key "
                                  "AND e.user_id = u.id WHERE l.user_id IS NULL "
                                  "OR (u.email_key IS NOT NULL AND e.user_id IS NULL)"},
    [CC_SQL_CHECK_STRAY_IDENTIFIERS] = {"cc_check_stray_identifiers",
                                        "SELECT i.identifier_key FROM user_identifiers i "
                                        "JOIN users u ON u.id = i.user_id WHERE i.identifier_key <> u.login_key "
                                        "AND (u.email_key IS NULL OR i.identifier_key <> u.email_key)"},
    [CC_SQL_CHECK_USERS] =
        {"cc_check_users",
         "SELECT u.id, u.login, u.email, u.name, u.user_type, u.login_key, u.email_key, u.user_key, "
         "u.password_hash, u.name_key, u.notes, u.notes_key FROM users u WHERE u.id > %lld ORDER BY u.id LIMIT 500"},
    [CC_SQL_CHECK_CUSTOMERS] = {"cc_check_customers", "SELECT id, number, number_key FROM customers "
                                                      "WHERE id > %lld ORDER BY id LIMIT 500"},
    [CC_SQL_CHECK_PERSONS] = {"cc_check_persons", "SELECT id, code, first_name, last_name, person_key FROM persons "
                                                  "WHERE id > %lld ORDER BY id LIMIT 500"},
    [CC_SQL_CHECK_PARTIES] =
        {"cc_check_parties",
         "SELECT id, code, name, name_key, code_key, unique_number, number_key, vat_number, vat_key "
         "FROM parties WHERE id > %lld ORDER BY id LIMIT 500"},
    [CC_SQL_CHECK_NOTES] = {"cc_check_notes", "SELECT id, notes, notes_key FROM external_access WHERE id > %lld "
                                              "ORDER BY id LIMIT 500"},
    [CC_SQL_CHECK_ACCESS_KEYS] = {"cc_check_access_keys",
                                  "SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id "
                                  "WHERE a.user_key <> u.user_key "
                                  "OR a.days_key <> COALESCE(a.days_back, 2147483647)"},
    [CC_SQL_CHECK_ACCESS_CUSTOMERS] = {"cc_check_access_customers",
                                       "SELECT a.id FROM external_access a JOIN customers c ON c.id = a.customer_id "
                                       "JOIN parties p ON p.id = c.party_id WHERE a.customer_key <> " CUSTOMER_KEY},
    [CC_SQL_CHECK_USERS_PERSONS] = {"cc_check_users_persons",
                                    "SELECT u.login FROM users u LEFT JOIN persons r ON r.id = u.person_id "
                                    "WHERE u.person_key <> COALESCE(r.person_key, '')"},
    [CC_SQL_CHECK_FOREIGN_LOCATION] = {"cc_check_foreign_location",
                                       "SELECT c.number FROM customers c JOIN locations l ON l.id = c.serviced_by "
                                       "WHERE l.enterprise_company_id <> c.enterprise_company_id"},
    [CC_SQL_CHECK_INTEGRITY_SQLITE] = {"cc_check_integrity", "PRAGMA integrity_check"},
    [CC_SQL_CHECK_FOREIGN_KEYS_SQLITE] = {"cc_check_foreign_keys", "PRAGMA foreign_key_check"},
};

const cc_statement_t *cc_statement(cc_sql_t sql)
{
    return sql < CC_SQL_DOCUMENTS    ? &statements[sql]
           : sql < CC_SQL_AUDIT      ? &cc_sql_documents[sql - CC_SQL_DOCUMENTS]
           : sql < CC_SQL_BACKOFFICE ? &cc_sql_audit[sql - CC_SQL_AUDIT]
                                     : &cc_sql_backoffice[sql - CC_SQL_BACKOFFICE];
}

const char *cc_sql_for_dialect(apr_pool_t *pool, const cc_sql_word_t *words, const char *sql, cc_dialect_t dialect)
{
    for (const cc_sql_word_t *word = words; word->word; word++) {
        const char *at;
        while ((at = strstr(sql, word->word)) != NULL) {
            sql = apr_pstrcat(pool, apr_pstrmemdup(pool, sql, (apr_size_t)(at - sql)), word->sql[dialect],
                              at + strlen(word->word), NULL);
        }
    }
    return sql;
}
