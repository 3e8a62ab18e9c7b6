/* Connections of mod_dbd and the mutex of writers, as a provider for the core's store. */
#ifndef CC_HTTPD_DBD_H
#define CC_HTTPD_DBD_H

#include "../store/db.h"

#include <httpd.h>

/** Name under which administrators configure the mutex (`Mutex file:/var/lock clientcenter-db`). */
#define CC_DB_MUTEX "clientcenter-db"

void cc_dbd_register_hooks(void);

/** Before the configuration is read: makes the mutex's name known to `Mutex`. */
void cc_dbd_register_mutex(apr_pool_t *pconf);

/** Start-up: looks mod_dbd's functions up and creates the mutex. False after logging. */
bool cc_dbd_post_config(apr_pool_t *pconf, server_rec *s);

/** In a child: attaches to the mutex, and logs where it cannot. */
void cc_dbd_child_init(apr_pool_t *pchild, server_rec *s);

/** Closes connections to SQLite that nobody needed for as long as DBDExptime says, down to DBDKeep, of all servers. It
 *  may wait for a connection where all of them are in use. True: since the last time connections were closed, by
 *  whatever thread and to whatever database. */
bool cc_dbd_tidy(apr_pool_t *pool);

/** A provider that takes connections for the server `s`; `pool` is the request's. */
const cc_db_provider_t *cc_dbd_provider(apr_pool_t *pool, server_rec *s);

#endif
