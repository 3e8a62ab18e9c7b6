/* The sites of a server as other sections name them (ClientCenterSite): found by the path of their Location, with what
 * httpd would merge for it. Filled at start-up, read-only afterwards. */
#ifndef CC_HTTPD_SITE_H
#define CC_HTTPD_SITE_H

#include "config.h"

/** The path of a Location without slashes at its end ("/cc", or "" for the root), or NULL if it is not a plain one:
 *  cookies and redirects carry it as it stands. */
const char *cc_site_prefix(apr_pool_t *pool, const char *path);

/** The path, in that form, of the Location that the directive stands in; NULL where it stands in none, or in one whose
 *  path is not plain. */
const char *cc_site_location(const cmd_parms *cmd);

/** Setter of ClientCenterSite. */
const char *cc_site_directive(cmd_parms *cmd, void *config, const char *path);

/** When all is read, also by `httpd -t`: finds the sites of this server and whether every ClientCenterSite that holds
 *  for it names one; false after logging. Warns of a session cookie that does not reach where it is needed, or that two
 * sites share. Adds the names of their session cookies to `cookies`, which is one for all servers: browsers send a
 * host's cookies to each of its ports, and httpd serves hosts that no server is named after. `said`, also one for all,
 * has the warnings. */
bool cc_site_check(apr_pool_t *pconf, server_rec *s, apr_hash_t *cookies, apr_hash_t *said);

/** The site with this prefix on the server, every default filled in, or NULL. */
const cc_dir_config_t *cc_site_find(const server_rec *s, const char *prefix);

#endif
