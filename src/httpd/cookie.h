/* The two cookies of a site: the session (opaque) and the remembered customer (a hint). */
#ifndef CC_HTTPD_COOKIE_H
#define CC_HTTPD_COOKIE_H

#include "config.h"

#include <apr_tables.h>

/** Every value of the session cookie that has the form of a token: an array of texts, see domain/cookies.h. */
apr_array_header_t *cc_cookie_tokens(request_rec *r, const cc_dir_config_t *config);

/** The remembered customer number, or NULL. Never trusted. */
const char *cc_cookie_customer(request_rec *r);

/** Takes the session cookies of all sites of the server out of the request before another application gets it: each
 *  would be a key to its site. */
void cc_cookie_hide_tokens(request_rec *r);

/** Sets the session cookie; `max_age` in seconds, 0: until the browser closes. */
void cc_cookie_set_token(request_rec *r, const cc_dir_config_t *config, const char *token, int max_age);

/** Takes the session cookie back. */
void cc_cookie_clear_token(request_rec *r, const cc_dir_config_t *config);

/** Remembers the choice of this customer for a year. */
void cc_cookie_set_customer(request_rec *r, const cc_dir_config_t *config, const char *number);

#endif
