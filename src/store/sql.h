/* Every SQL statement of the program, by number; the texts with their labels are in sql.c. */
#ifndef CC_SQL_H
#define CC_SQL_H

#include <apr_pools.h>

typedef enum {
    CC_SQL_PROBE,
    CC_SQL_SCHEMA_EXISTS,
    CC_SQL_SCHEMA_EXISTS_SQLITE,
    CC_SQL_SCHEMA_VERSION,

    CC_SQL_COMPANY_BY_CODE,
    CC_SQL_COMPANY_INSERT,
    CC_SQL_COMPANY_UPDATE,
    CC_SQL_COMPANY_ALL,
    CC_SQL_LOCATION_BY_CODE,
    CC_SQL_LOCATION_INSERT,
    CC_SQL_LOCATION_UPDATE,
    CC_SQL_LOCATION_ALL,
    CC_SQL_PARTY_BY_CODE,
    CC_SQL_PARTY_INSERT,
    CC_SQL_PARTY_UPDATE,
    CC_SQL_PARTY_ALL,
    CC_SQL_CUSTOMER_BY_NUMBER,
    CC_SQL_CUSTOMER_INSERT,
    CC_SQL_CUSTOMER_UPDATE,
    CC_SQL_CUSTOMER_ALL,
    CC_SQL_CUSTOMER_LOCK,
    CC_SQL_CUSTOMER_PROFILE,
    CC_SQL_PERSON_BY_CODE,
    CC_SQL_PERSON_INSERT,
    CC_SQL_PERSON_UPDATE,
    CC_SQL_PERSON_ALL,

    CC_SQL_USER_BY_ID,
    CC_SQL_USER_BY_LOGIN,
    CC_SQL_USER_BY_EMAIL,
    CC_SQL_USER_ALL,
    CC_SQL_USER_COUNT,
    CC_SQL_USER_REAL,
    CC_SQL_USER_STATE,
    CC_SQL_USER_INSERT,
    CC_SQL_USER_UPDATE,
    CC_SQL_USER_SET_OWN,
    CC_SQL_USER_SET_ACTIVE,
    CC_SQL_USER_SET_PASSWORD,
    CC_SQL_USER_HASH,
    CC_SQL_IDENTIFIER_OWNER,
    CC_SQL_IDENTIFIER_INSERT,
    CC_SQL_IDENTIFIER_DELETE,
    CC_SQL_CREDENTIAL_BY_NAME,
    CC_SQL_CREDENTIAL_BY_ID,
    CC_SQL_CREDENTIAL_UPGRADE,
    CC_SQL_CREDENTIAL_FAILURES,

    CC_SQL_ACCESS_OF_USER,
    CC_SQL_ACCESS_BY_ID,
    CC_SQL_ACCESS_BY_USER,
    CC_SQL_ACCESS_INSERT,
    CC_SQL_ACCESS_UPDATE,
    CC_SQL_ACCESS_DELETE,
    CC_SQL_ACCESS_RENAME_USER,
    CC_SQL_ACCESS_LIST,

    CC_SQL_SESSION_BY_TOKEN,
    CC_SQL_SESSION_TOUCH,
    CC_SQL_SESSION_INSERT,
    CC_SQL_SESSION_DELETE_TOKEN,
    CC_SQL_SESSION_DELETE_OWN,
    CC_SQL_SESSION_DELETE_USER,
    CC_SQL_SESSION_DELETE_ID,
    CC_SQL_SESSION_ENDED,
    CC_SQL_SESSION_OF_USER,

    CC_SQL_LAYOUT_GET,
    CC_SQL_LAYOUT_DELETE,
    CC_SQL_LAYOUT_INSERT,

    CC_SQL_AUDIT_INSERT,
    CC_SQL_AUDIT_LOOKUPS,
    CC_SQL_AUDIT_LIST,

    CC_SQL_CHECK_IDENTIFIERS,
    CC_SQL_CHECK_STRAY_IDENTIFIERS,
    CC_SQL_CHECK_USERS,
    CC_SQL_CHECK_NOTES,
    CC_SQL_CHECK_ACCESS_KEYS,
    CC_SQL_CHECK_FOREIGN_LOCATION,
    CC_SQL_CHECK_AGREEMENT_DATES,
    CC_SQL_CHECK_INTEGRITY_SQLITE,
    CC_SQL_CHECK_FOREIGN_KEYS_SQLITE,

    CC_SQL_COUNT
} cc_sql_t;

typedef struct {
    const char *label; /**< unique; also the name of the prepared statement, so [a-z0-9_] only */
    const char *text;  /**< parameters are %s and %lld; words in braces stand for what differs by database, see sql.c */
} cc_statement_t;

/** The statement with this number. */
const cc_statement_t *cc_statement(cc_sql_t sql);

/** What a word in braces ("{lock}") means on the database with this index (cc_dialect_t), for each word; the
 *  array ends with a NULL word. */
typedef struct {
    const char *word;
    const char *sql[3];
} cc_sql_word_t;
extern const cc_sql_word_t cc_sql_words[];

/** The text with every word of the list replaced by what it is on the database with this index. */
const char *cc_sql_for_dialect(apr_pool_t *pool, const cc_sql_word_t *words, const char *sql, int dialect);

#endif
