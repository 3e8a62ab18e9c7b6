/* Counts the requests to sites and back offices when they are over, those that httpd itself refused included. */
#ifndef CC_HTTPD_TALLY_H
#define CC_HTTPD_TALLY_H

void cc_tally_register_hooks(void);

/** The name of a counted page ("orders"; "assets", "healthz", or "other" for paths that are none), or NULL when there
 *  is no such number or another number has the same name. Handlers: 0 site, 1 back office. */
const char *cc_tally_page(int handler, int number);

#endif
