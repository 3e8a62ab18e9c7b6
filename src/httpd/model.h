/* The argument of a page script: what C tells Lua about the request, as facts, and what only some pages have, as JSON.
 * Nothing in it is beyond what the user may see. */
#ifndef CC_HTTPD_MODEL_H
#define CC_HTTPD_MODEL_H

#include "request.h"

/** What every page gets: site, role, rights, language. */
cc_facts_t *cc_model_page(cc_request_t *req, int status, const char *page);

/** Who asks, and the customers: for pages that ask for these. There must be a user. */
const cc_facts_t *cc_model_identity(cc_request_t *req);

/** What pages show of it, and the token of their forms. */
void cc_model_shown(cc_request_t *req, const char *shown[CC_SHOWN_COUNT]);

/** Adds a text to an object, unless it is NULL. */
void cc_model_set(json_t *object, const char *name, const char *value);

/** The form as typed, without passwords, and its problems. Steals `present`. */
json_t *cc_model_form(cc_request_t *req, json_t *present);

/** Adds the stored value of a field (NULL: none) to `present` where it is not what was typed. */
void cc_model_compare(json_t *present, const char *name, const char *typed, const char *stored);

/** Title, message and advice of an error. */
json_t *cc_model_error(int status, const char *code);

/** The roles that the actor may give, for a choice. */
json_t *cc_model_roles(const cc_grantor_t *actor);

#endif
