/* What every change of the back office has in common: one transaction, in which the actor is an internal administrator
 * at that very moment, and of which a refusal leaves a record and nothing else. */
#ifndef CC_BACKOFFICE_H
#define CC_BACKOFFICE_H

#include "audit.h"
#include "context.h"

/** Begins a transaction for the user `ctx->actor_id`, read again under lock. CC_REFUSED (and no transaction) when they
 *  are no internal administrator (any more), of which only the audit record `backoffice.change` remains. The user
 *  `user_id` (0: none; need not be there) stays as it is until the end as well. */
cc_status_t cc_backoffice_begin(cc_context_t *ctx, int64_t user_id);

/** Ends it by `status`. What was refused or invalid is undone and recorded as `refused` (may be NULL: no record). */
cc_status_t cc_backoffice_end(cc_context_t *ctx, cc_status_t status, const cc_audit_t *refused);

/** Writes a record of the actor inside the transaction; `result` is "ok". */
cc_status_t cc_backoffice_audit(cc_context_t *ctx, cc_audit_t record);

#endif
