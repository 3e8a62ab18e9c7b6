/* The section of mod_status, where that is loaded: what an operator looks at first, as a page and for `?auto`. */
#ifndef CC_HTTPD_STATUS_H
#define CC_HTTPD_STATUS_H

void cc_status_register_hooks(void);

#endif
