/* The record of who did what to whom, when and from where; written in the transaction of the change itself, as one more
 * link of a chain of hashes. store/audit_chain.h says how anybody can verify it. */
#ifndef CC_AUDIT_H
#define CC_AUDIT_H

#include "context.h"

#include <jansson.h>

typedef struct {
    const char *action;   /**< "access.add", "access.edit", "access.remove", "access.lookup", "signin", … */
    const char *result;   /**< "ok", "failed", "refused", "locked" */
    int64_t customer_id;  /**< 0: none */
    const char *customer; /**< its number; NULL: looked up */
    int64_t user_id;      /**< user it was done to; 0: none */
    const char *target;   /**< that user as shown, kept even if the name changes; NULL: none */
    const char *before;   /**< JSON of the old values, or NULL */
    const char *after;    /**< JSON of the new values, or NULL */
    const char *detail;   /**< plain text, or NULL; never a secret */
} cc_audit_t;

/** Writes one record, inside a transaction, which cannot be committed any more if that fails. Actor, address and time
 *  come from `ctx` as they are now, the customer's number as it is now from the database. */
cc_status_t cc_audit_write(cc_context_t *ctx, const cc_audit_t *record);

/** Values of a record as text, NULL for NULL; `json` is used up. */
const char *cc_audit_json(apr_pool_t *pool, json_t *json);

/** JSON of an access row's role, days back and notes. */
const char *cc_audit_access_json(apr_pool_t *pool, cc_role_t role, int days_back, const char *notes);

/** Reads it back. False when it is no such JSON. */
bool cc_audit_access_parse(apr_pool_t *pool, const char *text, cc_role_t *role, int *days_back, const char **notes);

#endif
