/* Start-up: what must be there before the first request, with a plain message when it is not. */
#ifndef CC_HTTPD_STARTUP_H
#define CC_HTTPD_STARTUP_H

void cc_startup_register_hooks(void);

#endif
