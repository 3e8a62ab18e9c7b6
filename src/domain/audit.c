#include "audit.h"

#include "../base/text.h"
#include "../store/audit_chain.h"
#include "policy.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* What the records of one transaction have in common. */
typedef struct {
    apr_pool_t *pool;   /* for one record at a time: there may be very many */
    cc_status_t status; /* what could not be recorded is not done either */
    cc_audit_head_t head;
    char hash[65]; /* of the head */
    /* the last customer that was looked up: of a load it is mostly the next one as well */
    int64_t customer_id;
    char customer[64];
    const cc_listener_t *listener; /* NULL: nobody wants to know */
    apr_array_header_t *events;    /* of cc_event_t, for the listener */
} chain_t;

/* The hash of the head outlives the row or the record that it is of. */
static void keep_hash(chain_t *chain)
{
    apr_cpystrn(chain->hash, chain->head.hash, sizeof(chain->hash));
    chain->head.hash = chain->hash;
}

static cc_status_t append(cc_db_t *db, chain_t *chain, cc_audit_record_t *record)
{
    apr_pool_t *before = cc_db_pool(db);

    cc_db_set_pool(db, chain->pool);
    chain->status = cc_audit_append(db, &chain->head, record);
    cc_db_set_pool(db, before);
    keep_hash(chain);
    apr_pool_clear(chain->pool);
    return chain->status;
}

/* The head is written once, whatever the number of records. */
static cc_status_t write_head(cc_db_t *db, void *baton)
{
    const chain_t *chain = baton;

    return chain->status == CC_OK ? cc_audit_set_head(db, &chain->head) : chain->status;
}

static void tell(void *baton)
{
    const chain_t *chain = baton;

    for (int i = 0; i < chain->events->nelts; i++) {
        chain->listener->happened(chain->listener->baton, &APR_ARRAY_IDX(chain->events, i, cc_event_t));
    }
}

/* That of this transaction, which the first record makes; NULL outside of one. */
static chain_t *chain_of(cc_db_t *db, const cc_listener_t *listener)
{
    apr_pool_t *pool = cc_db_transaction_pool(db);
    chain_t *chain = cc_db_last_baton(db);

    if (chain || !pool) {
        return chain;
    }
    chain = apr_pcalloc(pool, sizeof(*chain));
    apr_pool_create(&chain->pool, pool);
    chain->status = cc_audit_head(db, true, &chain->head);
    if (chain->status == CC_OK) {
        keep_hash(chain);
    } else if (chain->status == CC_NOT_FOUND) {
        chain->status = CC_FAILED; /* a database without a head is no answer to what was asked */
    }
    chain->listener = listener;
    chain->events = apr_array_make(pool, 1, sizeof(cc_event_t));
    cc_db_before_commit(db, write_head, chain);
    if (listener) {
        cc_db_after_commit(db, tell, chain);
    }
    return chain;
}

static cc_status_t number_row(void *baton, const cc_row_t *row)
{
    *(const char **)baton = cc_row_text(row, 0);
    return CC_OK;
}

static cc_status_t find_number(cc_context_t *ctx, chain_t *chain, int64_t id, const char **number)
{
    cc_status_t status;

    if (!id || id == chain->customer_id) {
        *number = id ? chain->customer : NULL;
        return CC_OK;
    }
    status = cc_db_one(ctx->db, CC_SQL_AUDIT_CUSTOMER, CC_ARGS(cc_text_int(ctx->pool, id)), number_row, number);
    if (status == CC_OK && *number && strlen(*number) < sizeof(chain->customer)) {
        apr_cpystrn(chain->customer, *number, sizeof(chain->customer));
        chain->customer_id = id;
    }
    return status == CC_NOT_FOUND ? CC_OK : status;
}

static void remember_event(cc_db_t *db, chain_t *chain, const cc_audit_record_t *record)
{
    apr_pool_t *pool = cc_db_transaction_pool(db);

    if (chain->listener) {
        APR_ARRAY_PUSH(chain->events, cc_event_t) = (cc_event_t){.action = apr_pstrdup(pool, record->action),
                                                                 .result = apr_pstrdup(pool, record->result),
                                                                 .actor = apr_pstrdup(pool, record->actor),
                                                                 .target = apr_pstrdup(pool, record->target),
                                                                 .customer = apr_pstrdup(pool, record->customer)};
    }
}

cc_status_t cc_audit_write(cc_context_t *ctx, const cc_audit_t *record)
{
    const char *customer = record->customer;
    chain_t *chain = chain_of(ctx->db, ctx->listener);

    if (!chain) {
        return CC_FAILED;
    }
    if (chain->status == CC_OK && !customer) {
        chain->status = find_number(ctx, chain, record->customer_id, &customer);
    }
    if (chain->status != CC_OK) {
        return chain->status;
    }
    cc_audit_record_t made = {
        .at = ctx->now,
        .action = record->action,
        .result = record->result,
        .actor_id = ctx->actor_id,
        .actor = ctx->actor_label ? ctx->actor_label : "",
        .address = ctx->address ? ctx->address : "",
        .customer_id = record->customer_id,
        .customer = customer,
        .user_id = record->user_id,
        .target = record->target,
        .before = record->before,
        .after = record->after,
        .detail = record->detail,
    };
    remember_event(ctx->db, chain, &made);
    return append(ctx->db, chain, &made);
}

const char *cc_audit_json(apr_pool_t *pool, json_t *json)
{
    char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
    const char *result = apr_pstrdup(pool, text);

    free(text);
    json_decref(json);
    return result;
}

const char *cc_audit_access_json(apr_pool_t *pool, cc_role_t role, int days_back, const char *notes)
{
    json_t *days = days_back == CC_DAYS_UNLIMITED ? json_null() : json_integer(days_back);

    return cc_audit_json(pool,
                         json_pack("{s:s, s:o, s:s?}", "role", cc_role_code(role), "days_back", days, "notes", notes));
}

bool cc_audit_access_parse(apr_pool_t *pool, const char *text, cc_role_t *role, int *days_back, const char **notes)
{
    json_t *json = json_loads(text, 0, NULL), *days = json_object_get(json, "days_back");
    const char *code = json_string_value(json_object_get(json, "role"));

    json_int_t limit = json_is_integer(days) ? json_integer_value(days) : CC_DAYS_UNLIMITED;
    bool good = (!days || json_is_null(days) || (json_is_integer(days) && limit >= 0)) && limit <= CC_DAYS_MAX;

    *role = cc_role_parse(code);
    *days_back = good ? (int)limit : CC_DAYS_UNLIMITED;
    *notes = apr_pstrdup(pool, json_string_value(json_object_get(json, "notes")));
    json_decref(json);
    return good && *role != CC_ROLE_NONE;
}
