/* Pages of which nothing has changed: the HTML of a replay (replay.h) with its rows, kept under the key of the page,
 * all that was asked, the view that its reads are made within, the connection to the database, and what SQLite calls
 * the version of its data: that of this connection's present transaction, which is another one as soon as anybody, by
 * whatever program, has committed anything. So each request asks session, user and rights as ever, and where all of
 * these give the same page in the same state of the database, the lists of it need not be read again. Nothing has to be
 * told of changes.
 *
 * Only what lies in the database itself is known by that version: documents may be views over others. */
#ifndef CC_SETTLED_H
#define CC_SETTLED_H

#include "state.h"

typedef struct cc_settled_t cc_settled_t;

/** What is kept, at first nothing; for all threads of a process and one generation of sources, as long as `pool`. NULL:
 *  there is no room, or no lock. */
cc_settled_t *cc_settled_create(apr_pool_t *pool);

/** The page of the state's call is what was kept: sets its HTML. */
bool cc_settled_find(lua_State *L);

/** Keeps the HTML of the state's call, which was written from a plan after cc_settled_find had found nothing. */
void cc_settled_keep(lua_State *L);

#endif
