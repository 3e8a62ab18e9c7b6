/* What SQLite offers beyond the common schema to keep lists of documents fast however long they are: totals by day
 * and by month, also of notes, of every one or two letters and of how amounts begin, and an index of text. All are kept
 * by triggers, so they are right whoever writes, and all are left out where the administrator's views stand in for the
 * tables. Without them the same questions are asked of the documents. One thing passes the triggers by: rows that
 * INSERT OR REPLACE takes away. */
#ifndef CC_SCHEMA_SQLITE_H
#define CC_SCHEMA_SQLITE_H

/** How the `date` of the totals of a month begins ("m2026-11"). */
#define CC_MONTHS "m"
/** The `date` of totals of all time; after all months. */
#define CC_ALL_TIME "t"

/** What orders and invoices share; ends with NULL. */
extern const char *const cc_schema_sqlite_common[];
/** One of them: what counts. */
extern const char *const cc_schema_sqlite_counting;

/** What belongs to one table of documents; each list ends with NULL, and the database keeps the text of what `make`
 *  creates as it is here. */
typedef struct {
    const char *kind; /**< "orders"; NULL ends the list */
    const char *const *drop_triggers, *const *drop, *const *make, *const *fill;
    const char *words,
        *inserted; /**< two of `make`: where these texts are, and what counts, is what this version asks */
} cc_schema_sqlite_t;
extern const cc_schema_sqlite_t cc_schema_sqlite[];

#endif
