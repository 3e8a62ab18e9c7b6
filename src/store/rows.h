/* From rows to structs. The column order is that of the USER and ACCESS lists in sql.c. */
#ifndef CC_ROWS_H
#define CC_ROWS_H

#include "db.h"

/** Columns of USER; what a statement selects after them begins at CC_USER_COLUMNS. */
#define CC_USER_COLUMNS 15
void cc_user_from_row(const cc_row_t *row, cc_user_t *user);

/** Columns of ACCESS. A role that is not one of the six becomes CC_ROLE_NONE, which allows nothing. */
void cc_access_from_row(const cc_row_t *row, cc_access_t *access);
/** Columns of OWN_ACCESS, the same without those of the user, who is known: login and display stay as they are. */
void cc_access_own_from_row(const cc_row_t *row, cc_access_t *access);

/** Row functions for cc_db_one: `baton` is the struct to fill. */
cc_status_t cc_user_row(void *baton, const cc_row_t *row);
cc_status_t cc_access_row(void *baton, const cc_row_t *row);

/** Row function that only counts: `baton` is an int. */
cc_status_t cc_count_row(void *baton, const cc_row_t *row);

/** Text of a number for SQL, NULL for "no limit" or "none". */
const char *cc_sql_days(apr_pool_t *pool, int days_back);
/** What days back sort by: no limit is more than any. */
const char *cc_sql_days_key(apr_pool_t *pool, int days_back);
const char *cc_sql_id(apr_pool_t *pool, int64_t id);

/** The text, or NULL if it is NULL or empty: an empty field is SQL NULL. */
const char *cc_sql_text(const char *text);

#endif
