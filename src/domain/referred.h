/* What records refer to again and again: customers and document types. Whoever writes very many in one transaction
 * keeps them, as each would be a question more to a database that may be on another machine. Where a context has
 * nothing to keep them in, `referred` being NULL, nothing is found, and whoever needs it asks. */
#ifndef CC_REFERRED_H
#define CC_REFERRED_H

#include "document.h"

typedef struct {
    int64_t customer, company;
} cc_referred_ids_t;

/** For one transaction, beside which nobody else writes. Keeps a thousand at most, in memory of its own below `pool`.
 */
cc_referred_t *cc_referred_make(apr_pool_t *pool);

/** For whoever changes a customer or a document type. */
void cc_referred_forget(cc_context_t *ctx);

/** The ids of the customer with this number and of its enterprise company; false: not kept. */
bool cc_referred_customer(cc_context_t *ctx, const char *number, cc_referred_ids_t *ids);
void cc_referred_keep_customer(cc_context_t *ctx, const char *number, const cc_referred_ids_t *ids);

/** Fills in the type with the code that the struct holds, its texts in the pool of `ctx`; false: not kept. */
bool cc_referred_type(cc_context_t *ctx, cc_document_type_t *type);
void cc_referred_keep_type(cc_context_t *ctx, const cc_document_type_t *type);

#endif
