/* Values inside a text of SQL, for the statements that are not worth preparing. */
#ifndef CC_VALUES_H
#define CC_VALUES_H

#include "db.h"

/** How many parameters a text has. */
int cc_sql_params(const char *sql);

/** The text with its parameters replaced by these values, in the pool of the database: NULL, or a text between quotes
 * in which the driver has escaped whatever the database it is connected to would take for its end. There must be as
 * many values as parameters. It is what binding them would mean, as drivers bind texts. */
const char *cc_sql_with_values(apr_pool_t *pool, const cc_conn_t *conn, const char *sql, cc_args_t args);

#endif
