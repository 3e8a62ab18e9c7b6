/* Answers: pages, redirects, errors, downloads, and the headers that every answer of a site carries. */
#ifndef CC_HTTPD_RESPOND_H
#define CC_HTTPD_RESPOND_H

#include "request.h"

/** What keeps those headers from coming twice. */
void cc_respond_register_hooks(void);

/** Security headers, set before anything else so that even an error of httpd's own carries them. */
void cc_respond_headers(request_rec *r);

/** Takes them out again, for an answer that brings its own. */
void cc_respond_no_headers(request_rec *r);

/** Renders the page script `page` (in the back office that of its folder, where it has one of its own) with the status.
 * `extra` (stolen, may be NULL) adds members to its model. */
int cc_respond_page(cc_request_t *req, int status, const char *page, json_t *extra);

/** The same with what pages that are often asked for add: facts instead of JSON. */
int cc_respond_facts(cc_request_t *req, int status, const char *page, const cc_facts_t *more);

/** The same with the form as typed (no passwords) and the request's problems. `present` (stolen, may be NULL) has
 *  the present values of fields that somebody else changed; `model` (stolen, may be NULL) is the page's own. */
int cc_respond_form(cc_request_t *req, int status, const char *page, json_t *model, json_t *present);

/** 303 to `path` below the site, or to a full local path if `path` begins with the site's prefix and was checked;
 *  `notice` (may be NULL) is shown there. */
int cc_respond_redirect(cc_request_t *req, const char *location, const char *notice);

/** Address of a path below the site. */
const char *cc_respond_url(const cc_request_t *req, const char *path);

/** An error page; `code` is "CC010" and the like, "document" or "role" for words of their own, or NULL. */
int cc_respond_error(cc_request_t *req, int status, const char *code);

/** The error page for a status of the core. */
int cc_respond_status(cc_request_t *req, cc_status_t status);

/** The same after `Retry-After: seconds`. */
int cc_respond_retry(cc_request_t *req, int status, int seconds);

/** A short plain text. */
int cc_respond_text(request_rec *r, int status, const char *text);

/** A download as CSV: headers, then cells and ends of rows. */
void cc_respond_csv_begin(cc_request_t *req, const char *name);
void cc_respond_csv_cell(cc_request_t *req, int n, const char *text);
void cc_respond_csv_end_row(cc_request_t *req);

/** Was a download asked for (`format=csv`)? */
bool cc_respond_wants_csv(const cc_request_t *req);

/** All rows that match of the grid that this name means to the view, as CSV. */
int cc_respond_csv(cc_request_t *req, const char *grid);

/** The page of this list, or its download. */
int cc_respond_list(cc_request_t *req, const char *grid);

#endif
