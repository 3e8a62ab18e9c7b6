/* The content handler of a site and of the back office: one request from its path to its answer. */
#ifndef CC_HTTPD_CONTENT_H
#define CC_HTTPD_CONTENT_H

void cc_content_register_hooks(void);

#endif
