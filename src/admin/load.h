/* Records of load and dump: what each type is made of, and how it gets into the database. */
#ifndef CC_ADMIN_LOAD_H
#define CC_ADMIN_LOAD_H

#include "../domain/access.h"
#include "../domain/master.h"
#include "../domain/user.h"

#include <jansson.h>

typedef struct {
    cc_user_t user;
    const char *password;      /**< in the clear, to be hashed */
    const char *password_hash; /**< as it stands in the database */
    const char *created_at;
} cc_user_record_t;

typedef struct {
    const char *customer, *user, *role, *notes;
    int days_back;
} cc_access_record_t;

typedef union {
    cc_company_t company;
    cc_location_t location;
    cc_party_t party;
    cc_agreement_t customer;
    cc_person_t person;
    cc_user_record_t user;
    cc_access_record_t access;
} cc_record_t;

typedef enum {
    CC_FIELD_TEXT,   /**< trimmed; empty is null */
    CC_FIELD_SECRET, /**< a text, taken as it is */
    CC_FIELD_BOOL,
    CC_FIELD_DAYS /**< whole number or null */
} cc_field_kind_t;

typedef struct {
    const char *name;
    cc_field_kind_t kind;
    size_t offset; /**< in cc_record_t */
    bool key;      /**< part of the natural key */
} cc_field_t;

typedef struct {
    const char *name;
    const cc_field_t *fields; /**< ends with a NULL name */
    const cc_record_t *fresh; /**< what a new record begins with */
    /** Finds the record whose key fields are set and fills in the others; CC_NOT_FOUND: it is new. */
    cc_status_t (*get)(cc_context_t *ctx, cc_record_t *record, cc_problems_t *problems);
    /** Settles what a field means beside what is there (`before`, NULL for a new record); may be NULL. */
    cc_status_t (*settle)(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record, cc_problems_t *problems);
    /** Writes it. `before` is NULL for a new one. */
    cc_status_t (*put)(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record, cc_problems_t *problems);
} cc_record_type_t;

#define CC_RECORD_TYPES 7

/** In the order in which records may refer to each other. */
extern const cc_record_type_t cc_record_types[CC_RECORD_TYPES];

/** The type of this name, or NULL. */
const cc_record_type_t *cc_record_type(const char *name);

typedef enum { CC_RECORD_ADDED, CC_RECORD_CHANGED, CC_RECORD_SAME } cc_record_outcome_t;

/** Inside a transaction: one JSON object into the database. Problems are on its fields. */
cc_status_t cc_record_store(cc_context_t *ctx, const cc_record_type_t *type, const json_t *object,
                            cc_record_outcome_t *outcome, cc_problems_t *problems);

/** The JSON object of a record, its type first, with everything that load takes. NULL: a text is not UTF-8. */
json_t *cc_record_json(const cc_record_type_t *type, const cc_record_t *record);

#endif
