/* The External Access panel of the back office: all changes of one customer's rows at once, or none. */
#ifndef CC_ACCESS_PANEL_H
#define CC_ACCESS_PANEL_H

#include "access.h"

#include <apr_tables.h>

/** So many problems say enough: rows after them are not judged. */
#define CC_PANEL_PROBLEMS_MAX 500

/** The customer whose panel it is. */
typedef struct {
    int64_t id;
    const char *number, *name, *party; /**< name and code of the party */
    const char *company, *location;    /**< names; location NULL: none */
    const char *from_date, *thru_date; /**< thru_date NULL: open */
    int64_t version;                   /**< of all its rows together: customers.access_version */
} cc_panel_customer_t;

typedef enum {
    CC_PANEL_UNCHANGED,
    CC_PANEL_ADDED,
    CC_PANEL_CHANGED,
    CC_PANEL_REMOVED,
    CC_PANEL_REFUSED, /**< with problems on the row's fields */
    CC_PANEL_MISSING  /**< after CC_CONFLICT: the row is not there any more */
} cc_panel_change_t;

/** A row of the panel: texts as typed, NULL where the field was not sent, and what comes of it. A field that was not
 *  sent stays as it is. */
typedef struct {
    const char *field; /**< "row.17": problems are on "row.17.role" and so on */
    const char *id;    /**< NULL or "": a new row */
    const char *user;  /**< login; of a row that exists it must be the present one */
    const char *role, *days_back, *notes;
    bool remove;

    cc_panel_change_t change;  /**< set by cc_access_panel_apply */
    cc_access_t before;        /**< the row as it stands; id 0: there is none */
    cc_access_values_t values; /**< what was typed, as it will be stored; nothing where it could not be read */
    cc_user_t account;         /**< of a new row */
    const char *display;       /**< the user as shown, once known */
} cc_panel_row_t;

/** The customer with this number. */
cc_status_t cc_access_panel_customer(cc_context_t *ctx, const char *number, cc_panel_customer_t *customer);

/** Judges the rows (of cc_panel_row_t) and, unless it is a `preview`, writes them, in one transaction: the actor must
 *  be an internal administrator at that moment (else CC_REFUSED, see backoffice.h) and `version` the present one (else
 * CC_CONFLICT, with every row's `before` set). CC_INVALID: problems on fields of rows, nothing written. A new row
 * without a user is left out. `customer` gets the customer as it was read. CC_NOT_FOUND: no such customer. */
cc_status_t cc_access_panel_apply(cc_context_t *ctx, const char *number, int64_t version, apr_array_header_t *rows,
                                  bool preview, cc_panel_customer_t *customer, cc_problems_t *problems);

#endif
