/* What the parts of ccadmin check share. */
#ifndef CC_ADMIN_CHECK_H
#define CC_ADMIN_CHECK_H

#include "admin.h"

#include "../store/document_tables.h"

typedef struct {
    cc_admin_t *admin;
    int64_t problems, users, rows, documents, audit_records;
    const char *audit_hash; /* of the last record */
    const char *format;     /* of a problem that a statement of its own finds; takes one text */
    bool view[CC_DOCUMENT_TABLES];
    bool broken[CC_DOCUMENT_TABLES]; /* cannot be read as a table of documents, so nothing else asks it */
} cc_check_t;

/** A line about something that is wrong; `format` takes one text. `row` may be NULL. */
void cc_check_say(cc_check_t *check, const cc_row_t *row, const char *format, const char *what);

/** Row function for a statement that finds what is wrong: first column into check->format. */
cc_status_t cc_check_problem_row(void *baton, const cc_row_t *row);

/** Which tables of documents are views, and whether each has its columns. Outside of a transaction: a view that is
 *  broken must not spoil it. */
cc_status_t cc_check_views(cc_check_t *check);

/** Master data, users, access and document types: what load would not take back of what dump writes. */
cc_status_t cc_check_records(cc_check_t *check);

/** The chain of the audit, the folded texts beside it, and what keeps its table append-only. */
cc_status_t cc_check_audit(cc_check_t *check);

/** What SQLite keeps beside documents, held against them. */
cc_status_t cc_check_helpers(cc_check_t *check);

/** The rows of those that can be read. */
cc_status_t cc_check_documents(cc_check_t *check);

#endif
