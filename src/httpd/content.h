/* The content handler of a site and of the back office: one request from its path to its answer. */
#ifndef CC_HTTPD_CONTENT_H
#define CC_HTTPD_CONTENT_H

#include <httpd.h>

/** Answers a request for a page; DECLINED for anything else. */
int cc_content_handler(request_rec *r);

void cc_content_register_hooks(void);

#endif
