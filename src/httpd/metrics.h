/* `SetHandler clientcenter-metrics`: what was counted, as Prometheus reads it (text exposition format 0.0.4). */
#ifndef CC_HTTPD_METRICS_H
#define CC_HTTPD_METRICS_H

void cc_metrics_register_hooks(void);

#endif
