#include "audit_chain.h"

#include "../base/date.h"
#include "../base/text.h"
#include "rows.h"

#include <apr_strings.h>
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>

#define VALUES_KEY_MAX 65535

const char cc_audit_start[] = "0000000000000000000000000000000000000000000000000000000000000000";

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *id_or_null(int64_t id)
{
    return id ? json_integer(id) : json_null();
}

static char *canonical(apr_pool_t *pool, const char *previous, const cc_audit_record_t *record)
{
    json_t *parts[] = {json_string(previous),          json_string(cc_date_utc(pool, record->at)),
                       json_string(record->action),    json_string(record->result),
                       id_or_null(record->actor_id),   json_string(record->actor),
                       json_string(record->address),   id_or_null(record->customer_id),
                       text_or_null(record->customer), id_or_null(record->user_id),
                       text_or_null(record->target),   text_or_null(record->before),
                       text_or_null(record->after),    text_or_null(record->detail)};
    json_t *array = json_array();
    bool good = array != NULL;
    char *text;

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        good = json_array_append_new(array, parts[i]) == 0 && good; /* NULL: not UTF-8 */
    }
    text = good ? json_dumps(array, JSON_COMPACT) : NULL;
    json_decref(array);
    return text;
}

const char *cc_audit_hash(apr_pool_t *pool, const char *previous, const cc_audit_record_t *record)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *text = canonical(pool, previous, record), *hex;

    if (!text) {
        return NULL;
    }
    crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
    free(text);
    hex = apr_palloc(pool, sizeof(hash) * 2 + 1);
    return sodium_bin2hex(hex, sizeof(hash) * 2 + 1, hash, sizeof(hash));
}

void cc_audit_from_row(const cc_row_t *row, cc_audit_record_t *record)
{
    record->at = cc_row_int(row, 1, 0);
    record->action = cc_row_text(row, 2);
    record->result = cc_row_text(row, 3);
    record->actor_id = cc_row_int(row, 4, 0);
    record->actor = cc_row_text(row, 5);
    record->address = cc_row_text(row, 6);
    record->customer_id = cc_row_int(row, 7, 0);
    record->customer = cc_row_text(row, 8);
    record->user_id = cc_row_int(row, 9, 0);
    record->target = cc_row_text(row, 10);
    record->before = cc_row_text(row, 11);
    record->after = cc_row_text(row, 12);
    record->detail = cc_row_text(row, 13);
    record->previous_hash = cc_row_text(row, 14);
    record->hash = cc_row_text(row, 15);
}

static cc_status_t head_row(void *baton, const cc_row_t *row)
{
    cc_audit_head_t *head = baton;

    head->records = cc_row_int(row, 0, 0);
    head->hash = cc_row_text(row, 1);
    return CC_OK;
}

cc_status_t cc_audit_head(cc_db_t *db, bool lock, cc_audit_head_t *head)
{
    return cc_db_one(db, lock ? CC_SQL_AUDIT_HEAD_LOCK : CC_SQL_AUDIT_HEAD, CC_NO_ARGS, head_row, head);
}

cc_status_t cc_audit_set_head(cc_db_t *db, const cc_audit_head_t *head)
{
    int rows = 0;
    cc_status_t status =
        cc_db_exec(db, CC_SQL_AUDIT_HEAD_SET, CC_ARGS(cc_text_int(cc_db_pool(db), head->records), head->hash), &rows);

    return status == CC_OK && rows != 1 ? CC_FAILED : status;
}

cc_status_t cc_audit_append(cc_db_t *db, cc_audit_head_t *head, cc_audit_record_t *record)
{
    apr_pool_t *pool = cc_db_pool(db);
    cc_status_t status;

    record->previous_hash = head->hash;
    record->hash = cc_audit_hash(pool, head->hash, record);
    if (!record->hash) {
        cc_log(cc_db_log(db), CC_LOG_ERROR, pool, "CC1210 audit: a record of %s is not UTF-8", record->action);
        return CC_FAILED;
    }
    status = cc_db_exec(
        db, CC_SQL_AUDIT_INSERT,
        CC_ARGS(cc_text_int(pool, record->at), record->action, record->result, cc_sql_id(pool, record->actor_id),
                record->actor, cc_text_key(pool, record->actor), record->address, cc_sql_id(pool, record->customer_id),
                record->customer, cc_text_key(pool, record->customer), cc_sql_id(pool, record->user_id), record->target,
                cc_text_key(pool, record->target), record->before, cc_audit_values_key(pool, record->before),
                record->after, cc_audit_values_key(pool, record->after), record->detail,
                cc_text_fold(pool, record->detail), record->previous_hash, record->hash),
        NULL);
    head->records++;
    head->hash = record->hash;
    return status;
}

/* ---- values as text ---- */

static const char *value_text(apr_pool_t *pool, const json_t *value)
{
    const char *text = "";

    if (json_is_string(value)) {
        return json_string_value(value);
    }
    if (!json_is_null(value)) {
        char *dump = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
        text = dump ? apr_pstrdup(pool, dump) : "";
        free(dump);
    }
    return text;
}

const char *cc_audit_values_text(apr_pool_t *pool, const char *json)
{
    json_t *object = json ? json_loads(json, 0, NULL) : NULL, *value;
    const char *key, *text = NULL;

    if (!json_is_object(object)) {
        json_decref(object);
        return json;
    }
    json_object_foreach (object, key, value) {
        text = apr_pstrcat(pool, text ? text : "", text ? ", " : "", key, "=", value_text(pool, value), NULL);
    }
    json_decref(object);
    return text ? text : "";
}

const char *cc_audit_values_key(apr_pool_t *pool, const char *json)
{
    return cc_text_head(pool, cc_text_fold(pool, cc_audit_values_text(pool, json)), VALUES_KEY_MAX);
}
