/* Reads the fields of a request: the body of a form, or the query string. Bounded. */
#ifndef CC_HTTPD_FORM_READ_H
#define CC_HTTPD_FORM_READ_H

#include "../base/form.h"

#include <httpd.h>

#define CC_FORM_BYTES_MAX 65536
#define CC_FORM_FIELDS_MAX 200
/* of a route that takes whole panels: 5,000 rows of the longest texts */
#define CC_FORM_PANEL_BYTES_MAX (8 * 1024 * 1024)
#define CC_FORM_PANEL_FIELDS_MAX 60000

/** Reads the body: a large one (CC_FORM_PANEL_…) where the route takes whole panels. OK, or the HTTP status of what is
 * wrong: 400 invalid UTF-8 or NUL, 413 too large or too many fields, 415 not application/x-www-form-urlencoded.
 * AP_FILTER_ERROR: another module has answered already. */
int cc_form_read_body(request_rec *r, bool panel, cc_form_t **form);

/** Reads the query string. OK or 400. */
int cc_form_read_query(request_rec *r, cc_form_t **form);

#endif
