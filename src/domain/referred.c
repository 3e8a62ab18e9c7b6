#include "referred.h"

#include <apr_hash.h>
#include <apr_strings.h>

#define KEPT 1000

struct cc_referred_t {
    apr_pool_t *pool; /* of what is kept alone */
    apr_hash_t *customers, *types;
    unsigned count;
};

static void begin(cc_referred_t *referred)
{
    apr_pool_clear(referred->pool);
    referred->customers = apr_hash_make(referred->pool);
    referred->types = apr_hash_make(referred->pool);
    referred->count = 0;
}

cc_referred_t *cc_referred_make(apr_pool_t *pool)
{
    cc_referred_t *referred = apr_pcalloc(pool, sizeof(*referred));

    apr_pool_create(&referred->pool, pool);
    begin(referred);
    return referred;
}

void cc_referred_forget(cc_context_t *ctx)
{
    if (ctx->referred) {
        begin(ctx->referred);
    }
}

/* When it is full all of it goes, which is simpler than to know what was asked for last, and hardly worse. */
static void make_room(cc_referred_t *referred)
{
    if (referred->count == KEPT) {
        begin(referred);
    }
    referred->count++;
}

bool cc_referred_customer(cc_context_t *ctx, const char *number, cc_referred_ids_t *ids)
{
    const cc_referred_ids_t *kept =
        ctx->referred ? apr_hash_get(ctx->referred->customers, number, APR_HASH_KEY_STRING) : NULL;

    if (kept) {
        *ids = *kept;
    }
    return kept != NULL;
}

void cc_referred_keep_customer(cc_context_t *ctx, const char *number, const cc_referred_ids_t *ids)
{
    if (ctx->referred) {
        make_room(ctx->referred);
        apr_hash_set(ctx->referred->customers, apr_pstrdup(ctx->referred->pool, number), APR_HASH_KEY_STRING,
                     apr_pmemdup(ctx->referred->pool, ids, sizeof(*ids)));
    }
}

static cc_document_type_t *copy_type(apr_pool_t *pool, const cc_document_type_t *type)
{
    cc_document_type_t *copy = apr_palloc(pool, sizeof(*copy));

    *copy = (cc_document_type_t){type->id, apr_pstrdup(pool, type->code), apr_pstrdup(pool, type->entity),
                                 apr_pstrdup(pool, type->name)};
    return copy;
}

bool cc_referred_type(cc_context_t *ctx, cc_document_type_t *type)
{
    const cc_document_type_t *kept =
        ctx->referred ? apr_hash_get(ctx->referred->types, type->code, APR_HASH_KEY_STRING) : NULL;

    if (kept) {
        *type = *copy_type(ctx->pool, kept);
    }
    return kept != NULL;
}

void cc_referred_keep_type(cc_context_t *ctx, const cc_document_type_t *type)
{
    if (ctx->referred) {
        const cc_document_type_t *kept;
        make_room(ctx->referred);
        kept = copy_type(ctx->referred->pool, type);
        apr_hash_set(ctx->referred->types, kept->code, APR_HASH_KEY_STRING, kept);
    }
}
