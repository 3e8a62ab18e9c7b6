/* The audit as a chain: each record holds the hash of the one before it and its own, which is computed from that and
 * from everything the record says. Whoever changes, removes or inserts a record breaks the chain from there on; whoever
 * computes it all anew ends with another hash than the one that was noted elsewhere.
 *
 * The order of the chain is that of `id`. What is hashed: the bytes of one JSON array without blanks,
 *
 *   [previous_hash, at, action, result, actor_id, actor, address, customer_id, customer, user_id, user, before, after,
 *    detail]
 *
 * where `at` is text such as "2026-11-22T07:30:00Z", ids are numbers, the rest are texts (before and after too: JSON
 * inside a text), and null is what is absent. Texts are UTF-8, with \ before " and \, and control characters as \b \f
 * \n \r \t and otherwise \u001F. The hash is SHA-256 in lower-case hexadecimal. The first record's previous_hash is 64
 * zeros. */
#ifndef CC_AUDIT_CHAIN_H
#define CC_AUDIT_CHAIN_H

#include "db.h"

/** One record as the table has it. */
typedef struct {
    int64_t at;           /**< seconds since the epoch, UTC */
    const char *action;   /**< "access.add" */
    const char *result;   /**< "ok" */
    int64_t actor_id;     /**< 0: not a user */
    const char *actor;    /**< as shown */
    const char *address;  /**< of the client; "" for ccadmin */
    int64_t customer_id;  /**< 0: none */
    const char *customer; /**< number at that time; NULL: none */
    int64_t user_id;      /**< 0: none */
    const char *target;   /**< that user as shown; NULL: none */
    const char *before;   /**< JSON, or NULL */
    const char *after;    /**< JSON, or NULL */
    const char *detail;   /**< plain text, or NULL */
    const char *previous_hash, *hash;
} cc_audit_record_t;

/** previous_hash of the first record. */
extern const char cc_audit_start[];

/** The hash of a record that follows one with the hash `previous`. NULL: its texts are no valid UTF-8. */
const char *cc_audit_hash(apr_pool_t *pool, const char *previous, const cc_audit_record_t *record);

/** Columns of AUDIT_RECORD in sql.c, of which the first is the id. */
void cc_audit_from_row(const cc_row_t *row, cc_audit_record_t *record);

/** The end of the chain as audit_head has it. With `lock` it stays locked until the transaction ends, so that no two
 *  records follow the same one. */
typedef struct {
    int64_t records;
    const char *hash;
} cc_audit_head_t;
cc_status_t cc_audit_head(cc_db_t *db, bool lock, cc_audit_head_t *head);
cc_status_t cc_audit_set_head(cc_db_t *db, const cc_audit_head_t *head);

/** Appends a record behind `head` (locked by this transaction), whose hash becomes that of the record. What is not
 *  UTF-8 is refused with CC_FAILED. */
cc_status_t cc_audit_append(cc_db_t *db, cc_audit_head_t *head, cc_audit_record_t *record);

/** The values of a change as one line of text, `role=L20, days_back=30, notes=x`; nothing stands for null. Text that is
 *  no JSON object stays as it is; NULL for NULL. */
const char *cc_audit_values_text(apr_pool_t *pool, const char *json);

/** The same folded, as lists search it: as many whole characters as go into 65,535 bytes, which is what a text of
 *  MariaDB holds. Some letters become many when they are folded. */
const char *cc_audit_values_key(apr_pool_t *pool, const char *json);

#endif
