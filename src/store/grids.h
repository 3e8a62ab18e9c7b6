/* Definitions of the grids: which columns each has and the SQL fragments behind them. The only SQL outside
 * sql.c, and like it fixed at compile time; user input is always bound. */
#ifndef CC_GRIDS_H
#define CC_GRIDS_H

#include "../base/types.h"

typedef enum {
    CC_COLUMN_TEXT,
    CC_COLUMN_USER, /**< `value` is three columns: name, login, user type */
    CC_COLUMN_ROLE,
    CC_COLUMN_NUMBER /**< whole number; NULL is "no limit" */
} cc_column_type_t;

typedef struct {
    const char *name;      /**< in URLs and `data-col` */
    const char *title;     /**< English, also the key of its translations */
    cc_column_type_t type; /**< decides how it is filtered and shown */
    const char *value;     /**< SQL: the plain value */
    const char *match;     /**< SQL: folded text or number that is sorted, filtered and searched */
    int right;             /**< cc_right_t that a reader needs */
    bool hidden;           /**< not shown unless chosen */
} cc_grid_column_t;

typedef struct {
    const char *name;  /**< "users" */
    const char *id;    /**< SQL: id of a row */
    const char *owner; /**< SQL: id of the user whom the row concerns, or NULL */
    const char *from;  /**< SQL: tables and the scope, with one parameter: the customer's id */
    int right;         /**< cc_right_t of the page */
    int count;
    const cc_grid_column_t *columns;
    int sort; /**< column sorted by unless asked otherwise */
    bool descending;
} cc_grid_def_t;

/** The grid of this name, or NULL. */
const cc_grid_def_t *cc_grid_def(const char *name);

#endif
