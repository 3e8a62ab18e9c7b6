#include "audit.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "policy.h"

#include <apr_strings.h>
#include <jansson.h>
#include <stdlib.h>

cc_status_t cc_audit_write(cc_context_t *ctx, const cc_audit_t *record)
{
    apr_pool_t *pool = ctx->pool;

    return cc_db_exec(ctx->db, CC_SQL_AUDIT_INSERT,
                      CC_ARGS(cc_text_int(pool, ctx->now), record->action, record->result,
                              cc_sql_id(pool, ctx->actor_id), ctx->actor_label ? ctx->actor_label : "",
                              ctx->address ? ctx->address : "", cc_sql_id(pool, record->customer_id),
                              cc_sql_id(pool, record->user_id), record->target, record->before, record->after,
                              record->detail),
                      NULL);
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
