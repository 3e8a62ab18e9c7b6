/* What PostgreSQL and MariaDB choose their plans by. */
#ifndef CC_STATISTICS_H
#define CC_STATISTICS_H

#include "db.h"

/** After very many rows were added or changed, outside a transaction: asks for statistics of the tables, as until the
 *  server takes them by itself lists may be read by the wrong index. Who may not ask, or not now, waits for that.
 *  Nothing on SQLite, whose plans are given with the statements. */
void cc_statistics_renew(cc_db_t *db);

#endif
