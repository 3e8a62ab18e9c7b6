#include "keys.h"

#include "../base/text.h"

#include <apr_strings.h>

const char *cc_person_key(apr_pool_t *pool, const char *first_name, const char *last_name, const char *code)
{
    return cc_text_key(pool, apr_pstrcat(pool, first_name, " ", last_name, " ", code, NULL));
}

cc_status_t cc_keys_rename_person(cc_db_t *db, int64_t person_id, const char *key)
{
    return cc_db_exec(db, CC_SQL_USER_RENAME_PERSON, CC_ARGS(key, cc_text_int(cc_db_pool(db), person_id), key), NULL);
}

typedef struct {
    cc_db_t *db;
    const char *name_key;
} renaming_t;

/* Columns: the customer's id and the key of its number. */
static cc_status_t customer_row(void *baton, const cc_row_t *row)
{
    const renaming_t *renaming = baton;
    const char *key =
        cc_text_key_of(cc_row_pool(row), cc_text_customer(cc_row_pool(row), renaming->name_key, cc_row_text(row, 1)));

    return cc_db_exec(renaming->db, CC_SQL_ACCESS_RENAME_CUSTOMER, CC_ARGS(key, cc_row_text(row, 0)), NULL);
}

/* And the key of the party's name. */
static cc_status_t moved_row(void *baton, const cc_row_t *row)
{
    renaming_t renaming = {baton, cc_row_text(row, 2)};

    return customer_row(&renaming, row);
}

cc_status_t cc_keys_rename_party(cc_db_t *db, int64_t party_id, const char *name_key)
{
    renaming_t renaming = {db, name_key};

    return cc_db_select(db, CC_SQL_CUSTOMERS_RENAMED, CC_ARGS(cc_text_int(cc_db_pool(db), party_id), name_key),
                        customer_row, &renaming);
}

cc_status_t cc_keys_move_customer(cc_db_t *db, const char *number)
{
    return cc_db_select(db, CC_SQL_CUSTOMER_KEY, CC_ARGS(number), moved_row, db);
}
