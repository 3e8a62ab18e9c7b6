/* What the changes of external access are made of, inside a transaction: judging, writing one row, describing it for
 * the audit. Shared by access.c (User Management) and access_put.c (ccadmin, load, back office). */
#ifndef CC_ACCESS_ROW_H
#define CC_ACCESS_ROW_H

#include "access.h"
#include "audit.h"
#include "policy.h"

/** Turns the policy's answer into a status and a problem on the field that it is about. */
cc_status_t cc_access_judge(cc_context_t *ctx, cc_grant_t why, const cc_grantor_t *grantor, cc_problems_t *problems);

/** Does the row have these values already? Then there is nothing to change, and nothing that was. */
bool cc_access_has(const cc_access_t *row, const cc_access_values_t *values);

/** The row in the database. Each of these raises the version of the customer's rows, so that a panel that was opened
 *  before is stale. */
cc_status_t cc_access_insert_row(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user,
                                 const cc_access_values_t *values);

/** CC_CONFLICT: the row is no longer the one that was read. */
cc_status_t cc_access_update_row(cc_context_t *ctx, const cc_access_t *row, const cc_access_values_t *values);
cc_status_t cc_access_delete_row(cc_context_t *ctx, const cc_access_t *row);

/** The same three without that version, for whoever makes several changes and then raises it once, by
 *  cc_access_bump. */
cc_status_t cc_access_insert_only(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user,
                                  const cc_access_values_t *values);
cc_status_t cc_access_update_only(cc_context_t *ctx, const cc_access_t *row, const cc_access_values_t *values);
cc_status_t cc_access_delete_only(cc_context_t *ctx, const cc_access_t *row);
cc_status_t cc_access_bump(cc_context_t *ctx, int64_t customer_id);

/** Audit records of a change, without its result. `values` are those that the row gets; NULL: it is removed. */
cc_audit_t cc_access_added(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user,
                           const cc_access_values_t *values);
cc_audit_t cc_access_changed(cc_context_t *ctx, const char *action, const cc_access_t *row,
                             const cc_access_values_t *values);

#endif
