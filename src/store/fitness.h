/* Whether the database itself, before any table of ours, is as the program needs it. */
#ifndef CC_FITNESS_H
#define CC_FITNESS_H

#include "db.h"

/** The encoding of a PostgreSQL database that cannot hold every text; NULL: it can. */
cc_status_t cc_fitness_encoding(cc_db_t *db, const char **encoding);

/** How an SQLite database makes writers wait for readers; NULL: it does not. */
cc_status_t cc_fitness_journal(cc_db_t *db, const char **mode);

/** Lets them no longer wait, which is kept in the file; `*mode` gets what it is then, as above. */
cc_status_t cc_fitness_use_wal(cc_db_t *db, const char **mode);

#endif
