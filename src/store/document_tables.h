/* The tables that may as well be views over an ERP's own: which columns each must offer. docs/erp-views.md says the
 * same in words. */
#ifndef CC_DOCUMENT_TABLES_H
#define CC_DOCUMENT_TABLES_H

#include "db.h"

typedef enum {
    CC_VALUE_ID,       /**< whole number above 0 */
    CC_VALUE_NUMBER,   /**< whole number from 1 on: a line's number */
    CC_VALUE_MILLION,  /**< whole number: money or a quantity in millionths */
    CC_VALUE_FRACTION, /**< whole number from 0 to 1000000: a fraction in millionths */
    CC_VALUE_DATE,     /**< text: a date as YYYY-MM-DD */
    CC_VALUE_CURRENCY, /**< text: three upper-case letters */
    CC_VALUE_TEXT,     /**< text */
    CC_VALUE_NO,       /**< text: a document's number, the rest of its address */
    CC_VALUE_KEY,      /**< text: the folded form of another column, lower case and without blanks around it, or as
                            much of its beginning as cc_text_key() leaves */
    CC_VALUE_FOLDED    /**< text: the same, and all of it */
} cc_value_kind_t;

typedef struct {
    const char *name; /**< NULL ends the list */
    cc_value_kind_t kind;
    bool nullable;
    const char *of; /**< of a key: the column that it is the folded form of */
} cc_table_value_t;

#define CC_DOCUMENT_TABLES 7

typedef struct {
    const char *name;
    const cc_table_value_t *values;
    const char *label; /**< of the statements that read it */
} cc_document_table_t;

/** The most columns that one of them has. */
#define CC_TABLE_VALUES_MAX 16

extern const cc_document_table_t cc_document_tables[CC_DOCUMENT_TABLES];

/** Whether this name is a view of the administrator's own (or a foreign table) and not a table of ours. */
cc_status_t cc_table_is_view(cc_db_t *db, const char *name, bool *view);

/** Has the table this index of ours, with all of the column behind the customer? A view has none. */
cc_status_t cc_table_has_index(cc_db_t *db, const char *name, const char *index, bool *has);

/** The first of them that is a view, or NULL. */
cc_status_t cc_table_any_view(cc_db_t *db, const char **name);

/** Which columns the table or view has: `has[i]` for the value with this index. */
cc_status_t cc_table_columns(cc_db_t *db, const cc_document_table_t *table, bool *has);

/** Calls `fn` with up to 1000 rows, whichever come first, the values in the order of the list. */
cc_status_t cc_table_sample(cc_db_t *db, const cc_document_table_t *table, cc_row_fn fn, void *baton);

/** Calls `fn` with the next 500 rows after this id, in the order of their ids; for tables that begin with an id. */
cc_status_t cc_table_batch(cc_db_t *db, const cc_document_table_t *table, int64_t after, cc_row_fn fn, void *baton);

#endif
