/* Master data that access hangs on: enterprise companies, their locations, parties, customers (the agreement that
 * makes a party one) and persons. Records refer to each other by natural keys, as `load` and forms write them.
 *
 * A `get` finds the record by the natural key that the struct holds and fills in the rest: CC_NOT_FOUND leaves it as
 * it is. A `check` holds the record's own fields against the rules; problems are on the fields of the same names. A
 * `put` runs inside a transaction, checks that as well as what the record refers to, and inserts (id 0) or updates;
 * CC_INVALID comes with problems. */
#ifndef CC_MASTER_H
#define CC_MASTER_H

#include "context.h"

typedef struct {
    int64_t id;
    const char *enterprise_company, *code; /**< the key */
    const char *name;
} cc_location_t;

typedef struct {
    int64_t id;
    const char *code;
    const char *name, *unique_number, *vat_number, *address; /**< NULL when empty, but for the name */
    bool vat_registered, active;
} cc_party_t;

typedef struct {
    int64_t id;
    const char *number;
    const char *party, *enterprise_company;
    const char *serviced_by; /**< a location of that company, or NULL */
    const char *from_date, *thru_date;
} cc_agreement_t;

typedef struct {
    int64_t id;
    const char *code;
    const char *first_name, *last_name;
    const char *parent_party; /**< or NULL */
} cc_person_t;

cc_status_t cc_company_get(cc_context_t *ctx, cc_company_t *company);
void cc_company_check(const cc_company_t *company, cc_problems_t *problems);
cc_status_t cc_company_put(cc_context_t *ctx, const cc_company_t *company, cc_problems_t *problems);

cc_status_t cc_location_get(cc_context_t *ctx, cc_location_t *location);
void cc_location_check(const cc_location_t *location, cc_problems_t *problems);
cc_status_t cc_location_put(cc_context_t *ctx, const cc_location_t *location, cc_problems_t *problems);

cc_status_t cc_party_get(cc_context_t *ctx, cc_party_t *party);
void cc_party_check(const cc_party_t *party, cc_problems_t *problems);
cc_status_t cc_party_put(cc_context_t *ctx, const cc_party_t *party, cc_problems_t *problems);

cc_status_t cc_agreement_get(cc_context_t *ctx, cc_agreement_t *agreement);
void cc_agreement_check(const cc_agreement_t *agreement, cc_problems_t *problems);
cc_status_t cc_agreement_put(cc_context_t *ctx, const cc_agreement_t *agreement, cc_problems_t *problems);

cc_status_t cc_person_get(cc_context_t *ctx, cc_person_t *person);
void cc_person_check(const cc_person_t *person, cc_problems_t *problems);
cc_status_t cc_person_put(cc_context_t *ctx, const cc_person_t *person, cc_problems_t *problems);

#endif
