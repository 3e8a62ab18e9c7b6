/* What SQLite offers beyond the common schema to keep lists of documents fast however long they are: totals by day, and
 * an index of text. Both are kept by triggers, so they are right whoever writes, and both are left out where the
 * administrator's views stand in for the tables. Without them the same questions are asked of the documents. */
#ifndef CC_SCHEMA_SQLITE_H
#define CC_SCHEMA_SQLITE_H

/** Statements that belong to version 2, for `orders` and for `invoices`; each ends with NULL. */
extern const char *const cc_schema_sqlite_common[];
extern const char *const cc_schema_sqlite_orders[];
extern const char *const cc_schema_sqlite_invoices[];

#endif
