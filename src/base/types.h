/* Plain types that every layer shares. Owns no behaviour. */
#ifndef CC_TYPES_H
#define CC_TYPES_H

#include "role.h"

#include <stdbool.h>
#include <stdint.h>

/** How a call of the core ended. "No row" and "could not ask" are different answers: the first may become
 *  a 404 or a refusal, the second always denies and becomes a 503. */
typedef enum {
    CC_OK = 0,
    CC_NOT_FOUND, /**< asked, and there is none (or none that this user may see) */
    CC_INVALID,   /**< the input breaks a rule; the problems say which field and what is allowed */
    CC_REFUSED,   /**< well-formed, but this actor may not do it */
    CC_CONFLICT,  /**< the row changed since it was read (optimistic locking) */
    CC_LIMITED,   /**< too many attempts; try again later */
    CC_BUSY,      /**< no capacity at the moment; try again soon */
    CC_FAILED,    /**< could not ask: database or system error, already logged where it happened */
    CC_BROKEN     /**< a page's script is wrong or went beyond a limit, already logged: asking again is no help */
} cc_status_t;

/** Days back access without a limit (NULL in the database, an empty field in a form). 0 is "today only". */
#define CC_DAYS_UNLIMITED (-1)
#define CC_DAYS_MAX 36500

/** Longest notes of an external access row, in characters. */
#define CC_NOTES_MAX 254

/** A user as the rest of the program sees one: without the password hash, so that no page can show it. */
typedef struct {
    int64_t id;
    const char *login;
    const char *email; /**< NULL when the user has none */
    const char *name;
    const char *user_type; /**< "INT", "EXT", "SYS", … */
    bool active;
    bool is_admin;
    const char *phone;    /**< NULL when empty, as are the following */
    const char *language; /**< code of a catalogue in lua/i18n */
    const char *company;  /**< claimed at registration, never verified */
    const char *message;  /**< registration message */
    const char *notes;
    const char *person; /**< code of the person, older access model */
    int64_t created_at; /**< seconds since the epoch, UTC */
    int version;
} cc_user_t;

/** A customer: the agreement that makes a party a customer of one enterprise company. */
typedef struct {
    int64_t id;
    const char *number; /**< "00028" */
    const char *name;   /**< of the party */
} cc_customer_t;

/** The enterprise company that owns a site. */
typedef struct {
    int64_t id;
    const char *code;
    const char *name;
} cc_company_t;

/** One row of external access: who may see what of which customer. */
typedef struct {
    int64_t id;
    cc_customer_t customer;
    int64_t user_id;
    const char *login;        /**< of the user */
    const char *user_display; /**< `{Name} <{Login}> [{UserType}]` */
    cc_role_t role;
    int days_back; /**< CC_DAYS_UNLIMITED or 0…CC_DAYS_MAX */
    const char *notes;
    int version;
} cc_access_t;

#endif
