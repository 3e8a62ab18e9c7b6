/* The content handler of a site and of the back office: one request from its path to its answer. */
#ifndef CC_HTTPD_CONTENT_H
#define CC_HTTPD_CONTENT_H

#include <httpd.h>
#include <stdbool.h>

/** The request is for a page, and no proxy or other handler has taken it. */
bool cc_content_is_asked(request_rec *r);

/** Answers a request for a page; DECLINED for anything else. */
int cc_content_handler(request_rec *r);

void cc_content_register_hooks(void);

#endif
