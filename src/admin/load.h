/* Records of load and dump: what each type is made of, and how it gets into the database. */
#ifndef CC_ADMIN_LOAD_H
#define CC_ADMIN_LOAD_H

#include "../domain/document.h"
#include "../domain/master.h"
#include "../domain/payment.h"

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
    int64_t customer_id; /**< of those that `customer` and `user` name, once they are found */
    cc_user_t account;
} cc_access_record_t;

typedef union {
    cc_company_t company;
    cc_location_t location;
    cc_party_t party;
    cc_agreement_t customer;
    cc_person_t person;
    cc_user_record_t user;
    cc_access_record_t access;
    cc_document_type_t document_type;
    cc_document_t document;
    cc_due_payment_t due_payment;
    cc_payment_t payment;
} cc_record_t;

typedef enum {
    CC_FIELD_TEXT,   /**< trimmed; empty is null */
    CC_FIELD_SECRET, /**< a text, taken as it is */
    CC_FIELD_BOOL,
    CC_FIELD_DAYS,    /**< whole number or null */
    CC_FIELD_NUMBER,  /**< whole number; int64_t */
    CC_FIELD_DECIMAL, /**< decimal text or null; int64_t of millionths */
    CC_FIELD_MONEY,   /**< the same, written with two decimals at least */
    CC_FIELD_LINES    /**< the lines of a document */
} cc_field_kind_t;

typedef enum { CC_NOT_KEY, CC_KEY, CC_KEY_OPTIONAL } cc_key_t;

typedef struct {
    const char *name;
    cc_field_kind_t kind;
    size_t offset; /**< in cc_record_t */
    cc_key_t key;  /**< part of the natural key; without an optional one the record is new */
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
    cc_sql_t all; /**< lists them, for cc_db_each */
    /** Makes a record, all zero before, of such a row; in the pool of `ctx`. */
    cc_status_t (*read)(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record);
    /** What the rules say of the record's own fields. NULL: check looks at the columns of its tables instead. */
    void (*check)(const cc_record_t *record, cc_problems_t *problems);
    const char *tables[3]; /**< that may be views of the administrator's own, and then take no records; to NULL */
} cc_record_type_t;

#define CC_RECORD_TYPES 12

/** In the order in which records may refer to each other. */
extern const cc_record_type_t cc_record_types[CC_RECORD_TYPES];

/** The type of this name, or NULL. */
const cc_record_type_t *cc_record_type(const char *name);

typedef enum { CC_RECORD_ADDED, CC_RECORD_CHANGED, CC_RECORD_SAME } cc_record_outcome_t;

/** Inside a transaction: one JSON object into the database. Problems are on its fields. */
cc_status_t cc_record_store(cc_context_t *ctx, const cc_record_type_t *type, const json_t *object,
                            cc_record_outcome_t *outcome, cc_problems_t *problems);

/** Whether a table of this type is a view, so that there is nothing to load or dump; `*name` gets which. */
cc_status_t cc_record_view(cc_context_t *ctx, const cc_record_type_t *type, const char **name);

/** What names this record in messages: its key fields. */
const char *cc_record_name(apr_pool_t *pool, const cc_record_type_t *type, const cc_record_t *record);

/** The JSON object of a record, its type first, with everything that load takes. NULL: a text is not UTF-8. */
json_t *cc_record_json(const cc_record_type_t *type, const cc_record_t *record);

/* ---- single fields (fields.c); `record` is what their offsets count from ---- */

/** Fields of the object into the record; those left out stay as they are. Problems are on `prefix` and the name. */
void cc_fields_read(void *record, const cc_field_t *fields, const json_t *object, const char *prefix, bool key,
                    cc_problems_t *problems);

/** A problem for each name in the object that is none of the fields. */
void cc_fields_check_names(const cc_field_t *fields, const json_t *object, const char *prefix, cc_problems_t *problems);

bool cc_fields_same(const cc_field_t *fields, const void *a, const void *b);

/** Adds them to the object; false: a text is not UTF-8. */
bool cc_fields_json(const cc_field_t *fields, const void *record, json_t *object);

bool cc_lines_same(const apr_array_header_t *a, const apr_array_header_t *b);

/** Lines of a document into the order of their numbers. */
void cc_lines_sort(apr_array_header_t *lines);

/* ---- documents (record_documents.c) ---- */

extern const cc_field_t cc_fields_of_document_type[], cc_fields_of_order[], cc_fields_of_invoice[],
    cc_fields_of_due_payment[], cc_fields_of_payment[];
extern const cc_record_t cc_fresh_document, cc_fresh_due_payment, cc_fresh_payment;

#define CC_DOCUMENT_RECORD(name)                                                                                       \
    cc_status_t cc_##name##_record_get(cc_context_t *ctx, cc_record_t *record, cc_problems_t *problems);               \
    cc_status_t cc_##name##_record_put(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,              \
                                       cc_problems_t *problems);                                                       \
    cc_status_t cc_##name##_record_read(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
CC_DOCUMENT_RECORD(document_type);
CC_DOCUMENT_RECORD(order);
CC_DOCUMENT_RECORD(invoice);
CC_DOCUMENT_RECORD(due_payment);
CC_DOCUMENT_RECORD(payment);
void cc_document_type_record_check(const cc_record_t *record, cc_problems_t *problems);
cc_status_t cc_order_record_settle(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,
                                   cc_problems_t *problems);
cc_status_t cc_invoice_record_settle(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,
                                     cc_problems_t *problems);

#endif
