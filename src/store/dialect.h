/* What differs between databases beyond words in statements (sql.h): how a session is set up, how transactions begin,
 * what a driver's errors mean. */
#ifndef CC_DIALECT_H
#define CC_DIALECT_H

#include "db.h"

typedef struct {
    const char *driver;         /**< apr_dbd's name of it */
    const char *const *session; /**< run on every new connection; the list ends with NULL */
    const char *session_id;     /**< a query that tells one session from the next on the same handle, or NULL */
    const char *begin;          /**< a transaction that writes */
    const char *snapshot;       /**< one that only reads, and sees one moment */
    bool random;                /**< whether results are asked for as such that can be read in any order */
} cc_dialect_facts_t;

extern const cc_dialect_facts_t cc_dialects[CC_DIALECTS];

/** The dialect of the driver with this name; CC_DIALECTS for one that is not known. */
cc_dialect_t cc_dialect_of(const char *driver);

/** Whether the error means that another writer held for too long what was asked for. `text` may be NULL. */
bool cc_dialect_busy(cc_dialect_t dialect, int code, const char *text);

/** Whether the error means that a pooler gives one session of the server to several connections. `text` may be NULL. */
bool cc_dialect_shared_session(cc_dialect_t dialect, const char *text);

/** The driver's message as one line without the values that some databases quote in it. */
const char *cc_dialect_message(apr_pool_t *pool, cc_dialect_t dialect, const char *text);

#endif
