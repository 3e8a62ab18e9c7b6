/* The back office's form of a party with its Customers panel: the agreements that make it a customer of enterprise
 * companies. Saved all at once, or not at all. */
#ifndef CC_PARTY_ADMIN_H
#define CC_PARTY_ADMIN_H

#include "backoffice.h"
#include "master.h"

typedef struct {
    cc_party_t party;
    int version;
    apr_array_header_t *customers; /**< of cc_agreement_t, at most 1,000, oldest first */
} cc_party_record_t;

/** A row of the panel as typed; texts NULL when empty. */
typedef struct {
    int n;      /**< number of the row in the form: problems are on `row.{n}.number` and so on */
    int64_t id; /**< 0: a new one */
    const char *number, *enterprise_company, *serviced_by, *from_date, *thru_date;
    bool remove;
} cc_customer_row_t;

typedef enum { CC_ROW_SAME, CC_ROW_ADDED, CC_ROW_CHANGED, CC_ROW_REMOVED, CC_ROW_REFUSED } cc_row_outcome_t;

typedef struct {
    int n;
    cc_row_outcome_t outcome;
    cc_agreement_t before, after; /**< as far as there are any */
} cc_customer_outcome_t;

/** The party with this code. */
cc_status_t cc_party_record_get(cc_context_t *ctx, const char *code, cc_party_record_t *record);

/** What the panel offers: all enterprise companies (cc_company_t) and locations (cc_location_t). */
cc_status_t cc_party_choices(cc_context_t *ctx, apr_array_header_t **companies, apr_array_header_t **locations);

/** Judges and, unless `preview`, saves. `*outcomes` gets a cc_customer_outcome_t per row, also when something is
 *  refused. CC_INVALID with problems; CC_CONFLICT when `version` is not the present one. */
cc_status_t cc_party_admin_save(cc_context_t *ctx, const cc_party_t *party, int version, const apr_array_header_t *rows,
                                bool preview, apr_array_header_t **outcomes, cc_problems_t *problems);

#endif
