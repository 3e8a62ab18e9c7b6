/* Definitions of the grids: which columns each has and the SQL fragments behind them. The only SQL outside
 * sql.c, and like it fixed at compile time; user input is always bound. */
#ifndef CC_GRIDS_H
#define CC_GRIDS_H

#include "../base/types.h"

typedef enum {
    CC_COLUMN_TEXT,
    CC_COLUMN_USER, /**< `value` is three columns: name, login, user type */
    CC_COLUMN_ROLE,
    CC_COLUMN_NUMBER,   /**< whole number; NULL is "no limit" */
    CC_COLUMN_DATE,     /**< ISO text */
    CC_COLUMN_MONEY,    /**< whole number of millionths in the database, decimal text outside (base/decimal.h) */
    CC_COLUMN_TIME,     /**< seconds since the epoch, UTC; NULL: never. Filtered by days in UTC; not searched. */
    CC_COLUMN_OVERDUE,  /**< an ISO due date, shown as the days since then; nothing before it. Not searched. */
    CC_COLUMN_FLAG,     /**< 0 or 1, shown as No and Yes. Not searched. */
    CC_COLUMN_PERSON,   /**< `value` is three columns: first name, last name, code; the filter `none` finds NULL */
    CC_COLUMN_CUSTOMER, /**< `value` is two columns: name, number */
    CC_COLUMN_CODE,     /**< a name of the program's own, such as access.add, which pages translate */
    CC_COLUMN_VALUES    /**< JSON of an audit record, shown as one line of text (cc_audit_values_text) */
} cc_column_type_t;

typedef struct {
    const char *name;      /**< in URLs and `data-col` */
    const char *title;     /**< English, also the key of its translations */
    cc_column_type_t type; /**< decides how it is filtered and shown */
    const char *value;     /**< SQL: the plain value */
    const char *match;     /**< SQL: folded text or number that is sorted, filtered, grouped and searched; never
                            *   NULL */
    int right;             /**< cc_right_t that a reader needs */
    bool hidden;           /**< not shown unless chosen */
    bool choices;          /**< few different values: its filter offers them */
    bool totalled;         /**< `document_totals` has it under the same name */
} cc_grid_column_t;

/** How the rows of very many documents are found by a column. */
typedef struct {
    const char *index; /**< that begins with the customer and this column and goes on with the date; NULL: none */
    int part;          /**< of `document_parts` (schema_sqlite.h): 1 the number, 2 the notes; 0: not there */
} cc_grid_way_t;

#define CC_GRID_COLUMNS_MAX 16

/** An index of texts (schema_finds.h) that SQLite finds rows of a list by, or, where a list has texts of several
 * tables, what PostgreSQL finds them by (schema_trigrams.h). */
typedef struct {
    const char *sql; /**< ids of rows; its parameter is what the index is asked for. NULL: the last */
    /** of each column of the list, what the index calls it; NULL: not there */
    const char *names[CC_GRID_COLUMNS_MAX];
    const char *index; /**< what SQLite calls it, if texts end in it with two line feeds */
    bool scoped;       /**< the customer of the scope is a parameter before that */
    bool within;       /**< the index is asked for the customer of the scope as well */
    bool whole;        /**< all columns of the index are searched in the list */
    bool roles;        /**< no index of texts but one of roles: the parameter is six codes */
} cc_grid_find_t;

/** Which site setting restricts the document types of a grid. */
typedef enum { CC_TYPES_ALL, CC_TYPES_ORDERS, CC_TYPES_INVOICES } cc_grid_types_t;

typedef struct {
    const char *name;  /**< "users" */
    const char *key;   /**< what it is found by and layouts are saved under; NULL: its name */
    const char *page;  /**< path of its page below the site; NULL: its name */
    const char *id;    /**< SQL: id of a row */
    const char *owner; /**< SQL: id of the user whom the row concerns, or NULL */
    const char *link;  /**< SQL: what the row's own page is named by, or NULL: its id */
    const char *from;  /**< SQL: tables and the scope */
    const char *plain; /**< SQL: `from` without what only values are read from; NULL: the same */
    const char
        *counted; /**< SQL: like `from`, over the counts that are kept (schema_lists.h, schema_counts.h), or NULL */
    const char *const *counted_by; /**< SQL: of each column, what those counts are by; NULL: it is not among that */
    const char *date_scope;        /**< SQL: the part of `from` that is about the first visible date, or NULL */
    const char *scope; /**< what the parameters of `from` are, a letter each: c customer's id, v first visible date,
                        *   m the same, but not before 12 months ago, p the customer whose page it is in the back
                        *   office */
    const char *type;  /**< SQL: code of the document type, or NULL */
    cc_grid_types_t types;
    const char *kind;     /**< table with totals and a text index beside it (schema_sqlite.h), or NULL */
    const char *currency; /**< SQL: currency of the money columns, or NULL: no sums */
    /** for each column of codes, in their order, the list of those that its filter offers, each ended by NULL */
    const char *const *const *codes;
    const char *absent;         /**< SQL: what is so where the column of a person has none, or NULL */
    const char *counted_absent; /**< SQL: the same of `counted` */
    int right;                  /**< cc_right_t of the page */
    int count;
    const cc_grid_column_t *columns;
    const cc_grid_way_t *ways;   /**< of each column; NULL: no table with totals */
    const cc_grid_find_t *finds; /**< what finds each column that is searched, or NULL */
    int sort;                    /**< column sorted by unless asked otherwise */
    bool descending;
} cc_grid_def_t;

/** The way to column `n`; all zero where there is none. */
cc_grid_way_t cc_grid_way(const cc_grid_def_t *def, int n);

/** How the keys of the back office's grids begin. */
#define CC_GRID_BACK_OFFICE "backoffice."

/** The key of a grid. */
const char *cc_grid_key(const cc_grid_def_t *def);

/** The grid with this key, or NULL. */
const cc_grid_def_t *cc_grid_def(const char *key);

/** What finds rows of access to one customer. */
extern const cc_grid_find_t cc_grid_find_customer[];
/** And what they are counted by. */
extern const char *const cc_grid_access_counted_by[];

/** Those of the back office; the last has no name. */
extern const cc_grid_def_t cc_grids_back_office[];

#endif
