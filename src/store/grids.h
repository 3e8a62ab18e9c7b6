/* Definitions of the grids, as lists are called here: which columns each has, and the SQL fragments that grid_sql.h
 * puts together to statements. Like the statements of sql.c they are fixed at compile time; what users type is always
 * bound. */
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

/** What of a document the table `document_parts` (schema_sqlite.h) counts letters of. */
typedef enum { CC_PART_NONE, CC_PART_NUMBER, CC_PART_NOTES } cc_grid_part_t;

/** How the rows of very many documents are found by a column. */
typedef struct {
    const char *index;   /**< one that begins with the customer and this column and goes on with the date; NULL: none */
    cc_grid_part_t part; /**< the part of a document that the column shows */
} cc_grid_way_t;

typedef struct {
    const char *name;         /**< in URLs and `data-col` */
    const char *title;        /**< English, also the key of its translations */
    cc_column_type_t type;    /**< decides how it is filtered and shown */
    const char *value;        /**< SQL: what is stored and shown */
    const char *match;        /**< SQL: what is compared, a folded text or a number, never NULL: lists are sorted,
                               *   filtered, grouped and searched by it */
    cc_right_t right;         /**< that a reader needs */
    bool hidden;              /**< not shown unless chosen */
    bool choices;             /**< it has few different values, and its filter offers them */
    bool totalled;            /**< `document_totals` (schema_sqlite.h) has its `match` under the same name */
    cc_grid_way_t way;        /**< of a table with totals; all zero where there is none */
    const char *counted_by;   /**< SQL: the column of `list_counts` that is its `match`, or NULL */
    const char *const *codes; /**< of CC_COLUMN_CODE: those that its filter offers; ends with NULL */
} cc_grid_column_t;

#define CC_GRID_COLUMNS_MAX 16

/** SQL: one of these roles, by a parameter for each that there is. */
#define CC_GRID_IN_ROLES "IN (%s, %s, %s, %s, %s, %s)"
_Static_assert(sizeof(CC_GRID_IN_ROLES) == sizeof("IN ") + 4 * CC_ROLES, "as many as there are roles");

/** How rows of a list are found by an index, without reading the list: by a text index of SQLite (schema_finds.h), or,
 * where a list has texts of several tables, by those of PostgreSQL (schema_trigrams.h). What a search has anywhere is
 * what one of the list's finds has. */
typedef struct {
    const char *sql; /**< selects ids of rows; its last parameter is what the index is asked for. NULL ends the array */
    /** what the index calls each column of the list; NULL: it has none of its texts */
    const char *names[CC_GRID_COLUMNS_MAX];
    /** the name of the text index ("users" for the table users_search) where it knows one or two letters, as each of
     *  its texts ends with two line feeds; NULL: it knows three letters and more only */
    const char *index;
    bool scoped; /**< `sql` has a parameter before that, the customer whose list it is */
    bool within; /**< the customer is a word of the index, and is asked for together with the text */
    bool whole;  /**< the list shows all columns of the index, so that a search need not name them */
    bool roles;  /**< an index of roles and not of texts: the parameters are codes of roles */
} cc_grid_find_t;

/** Which site setting restricts the document types of a grid. */
typedef enum { CC_TYPES_ALL, CC_TYPES_ORDERS, CC_TYPES_INVOICES } cc_grid_types_t;

typedef struct {
    const char *name;  /**< "users"; NULL ends the array */
    const char *key;   /**< the name that no other grid has, under which layouts are saved; NULL: `name` */
    const char *page;  /**< path of its page below the site; NULL: `name` */
    const char *id;    /**< SQL: id of a row */
    const char *owner; /**< SQL: id of the user whom the row concerns, or NULL */
    const char *link;  /**< SQL: what the row's own page is named by, or NULL: its id */
    const char *from;  /**< SQL: the tables, and WHERE with the scope: which rows belong to the list at all */
    const char *plain; /**< SQL: `from` without joins that only give values to show; NULL: it has none */
    /** SQL: in place of `from`, the rows of `list_counts` (schema_lists.h) that count the list; NULL: none do */
    const char *counted;
    const char *date_scope; /**< SQL: the part of `from` that is about the first visible date, or NULL */
    /** what the parameters of `from` are, a letter each: c the customer's id, v the first visible date, m the same but
     *  not before 12 months ago, p the id of the customer whose page it is in the back office */
    const char *scope;
    const char *type; /**< SQL: code of the document type, or NULL */
    cc_grid_types_t types;
    const char *kind;           /**< table with totals and a text index beside it (schema_sqlite.h), or NULL */
    const char *currency;       /**< SQL: currency of the money columns, or NULL: no sums */
    const char *absent;         /**< SQL: what is so where the column of a person has none, or NULL */
    const char *counted_absent; /**< SQL: the same of `counted` */
    cc_right_t right;           /**< of the page */
    int count;
    const cc_grid_column_t *columns;
    const cc_grid_find_t *finds; /**< what finds each column that is searched, or NULL */
    int sort;                    /**< column sorted by unless asked otherwise */
    bool descending;
} cc_grid_def_t;

/** The way to column `n`; all zero where there is none. */
cc_grid_way_t cc_grid_way(const cc_grid_def_t *def, int n);

/** How the keys of the back office's grids begin. */
#define CC_GRID_BACK_OFFICE "backoffice."

/** The key of a grid, or its name if that is the key. */
const char *cc_grid_key(const cc_grid_def_t *def);

/** The grid with this key, or NULL. */
const cc_grid_def_t *cc_grid_def(const char *key);

/** `finds` of the two lists of access to one customer, that of its users and that of the back office. */
extern const cc_grid_find_t cc_grid_find_customer[];

/** The grids of the back office; the last has no name. */
extern const cc_grid_def_t cc_grids_back_office[];

#endif
