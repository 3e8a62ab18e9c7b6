#include "audit.h"

#include "../base/text.h"
#include "../store/audit_chain.h"
#include "policy.h"

#include <apr_strings.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define PENDING_MAX 50

/* The records of a transaction wait for its end, so that the head of the chain, which all writers share, is locked for
 * a moment only and after whatever else the transaction locks. Of very many they are written in between. */
typedef struct {
    apr_pool_t *pool; /* of the waiting ones */
    int count;
    cc_audit_record_t waiting[PENDING_MAX];
    bool locked; /* the head is known and belongs to this transaction */
    cc_audit_head_t head;
    char hash[65]; /* of the head */
    /* the last customer that was looked up: of a load it is mostly the next one as well */
    int64_t customer_id;
    char customer[64];
    const cc_listener_t *listener; /* NULL: nobody wants to know */
    apr_array_header_t *events;    /* of cc_event_t, for the listener */
} queue_t;

static cc_status_t flush(cc_db_t *db, queue_t *queue)
{
    apr_pool_t *before = cc_db_pool(db);
    cc_status_t status = CC_OK;

    cc_db_set_pool(db, queue->pool);
    if (!queue->locked) {
        status = cc_audit_head(db, true, &queue->head);
        queue->locked = status == CC_OK;
    }
    for (int i = 0; status == CC_OK && i < queue->count; i++) {
        status = cc_audit_append(db, &queue->head, &queue->waiting[i]);
    }
    if (status == CC_OK) {
        apr_cpystrn(queue->hash, queue->head.hash, sizeof(queue->hash));
        queue->head.hash = queue->hash;
    }
    cc_db_set_pool(db, before);
    apr_pool_clear(queue->pool);
    queue->count = 0;
    return status;
}

static cc_status_t flush_last(cc_db_t *db, void *baton)
{
    queue_t *queue = baton;
    cc_status_t status = flush(db, queue);

    return status == CC_OK ? cc_audit_set_head(db, &queue->head) : status;
}

static void tell(void *baton)
{
    const queue_t *queue = baton;

    for (int i = 0; i < queue->events->nelts; i++) {
        queue->listener->happened(queue->listener->baton, &APR_ARRAY_IDX(queue->events, i, cc_event_t));
    }
}

static void listen_for(cc_db_t *db, queue_t *queue, const cc_listener_t *listener)
{
    queue->listener = listener;
    queue->events = apr_array_make(cc_db_transaction_pool(db), 1, sizeof(cc_event_t));
    cc_db_after_commit(db, tell, queue);
}

static queue_t *queue_of(cc_db_t *db, const cc_listener_t *listener)
{
    queue_t *queue = cc_db_last_baton(db);

    if (!queue) {
        apr_pool_t *pool = cc_db_transaction_pool(db);
        queue = pool ? apr_pcalloc(pool, sizeof(*queue)) : NULL;
        if (queue) {
            apr_pool_create(&queue->pool, pool);
            cc_db_before_commit(db, flush_last, queue);
            if (listener) {
                listen_for(db, queue, listener);
            }
        }
    }
    return queue;
}

static cc_status_t number_row(void *baton, const cc_row_t *row)
{
    *(const char **)baton = cc_row_text(row, 0);
    return CC_OK;
}

static cc_status_t find_number(cc_context_t *ctx, queue_t *queue, int64_t id, const char **number)
{
    cc_status_t status;

    if (!id || id == queue->customer_id) {
        *number = id ? queue->customer : NULL;
        return CC_OK;
    }
    status = cc_db_one(ctx->db, CC_SQL_AUDIT_CUSTOMER, CC_ARGS(cc_text_int(ctx->pool, id)), number_row, number);
    if (status == CC_OK && *number && strlen(*number) < sizeof(queue->customer)) {
        apr_cpystrn(queue->customer, *number, sizeof(queue->customer));
        queue->customer_id = id;
    }
    return status == CC_NOT_FOUND ? CC_OK : status;
}

static void remember_event(cc_db_t *db, queue_t *queue, const cc_audit_record_t *record)
{
    apr_pool_t *pool = cc_db_transaction_pool(db);

    if (queue->listener) {
        APR_ARRAY_PUSH(queue->events, cc_event_t) = (cc_event_t){.action = apr_pstrdup(pool, record->action),
                                                                 .result = apr_pstrdup(pool, record->result),
                                                                 .actor = apr_pstrdup(pool, record->actor),
                                                                 .target = apr_pstrdup(pool, record->target),
                                                                 .customer = apr_pstrdup(pool, record->customer)};
    }
}

cc_status_t cc_audit_write(cc_context_t *ctx, const cc_audit_t *record)
{
    const char *customer = record->customer;
    queue_t *queue = queue_of(ctx->db, ctx->listener);
    cc_status_t status = queue ? CC_OK : CC_FAILED;

    if (status == CC_OK && !customer) {
        status = find_number(ctx, queue, record->customer_id, &customer);
    }
    if (status == CC_OK && queue->count == PENDING_MAX) {
        status = flush(ctx->db, queue);
    }
    if (status != CC_OK) {
        return status;
    }
    queue->waiting[queue->count] = (cc_audit_record_t){
        .at = ctx->now,
        .action = apr_pstrdup(queue->pool, record->action),
        .result = apr_pstrdup(queue->pool, record->result),
        .actor_id = ctx->actor_id,
        .actor = apr_pstrdup(queue->pool, ctx->actor_label ? ctx->actor_label : ""),
        .address = apr_pstrdup(queue->pool, ctx->address ? ctx->address : ""),
        .customer_id = record->customer_id,
        .customer = apr_pstrdup(queue->pool, customer),
        .user_id = record->user_id,
        .target = apr_pstrdup(queue->pool, record->target),
        .before = apr_pstrdup(queue->pool, record->before),
        .after = apr_pstrdup(queue->pool, record->after),
        .detail = apr_pstrdup(queue->pool, record->detail),
    };
    remember_event(ctx->db, queue, &queue->waiting[queue->count]);
    queue->count++;
    return CC_OK;
}

const char *cc_audit_access_json(apr_pool_t *pool, cc_role_t role, int days_back, const char *notes)
{
    json_t *days = days_back == CC_DAYS_UNLIMITED ? json_null() : json_integer(days_back);
    json_t *json = json_pack("{s:s, s:o, s:s?}", "role", cc_role_code(role), "days_back", days, "notes", notes);
    char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
    const char *result = text ? apr_pstrdup(pool, text) : NULL;

    free(text);
    json_decref(json);
    return result;
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
