/* The functions behind the routes, by file: page_<first part of the path>.c. Each is called with session, view, right
 * and, for a POST, form and CSRF token already checked as its route asks. */
#ifndef CC_HTTPD_PAGES_H
#define CC_HTTPD_PAGES_H

#include "request.h"

/** A page that only its script makes. */
int cc_show(cc_request_t *req);

/* page_home.c */
int cc_home_get(cc_request_t *req);

/* page_documents.c */
int cc_orders_get(cc_request_t *req);
int cc_order_get(cc_request_t *req);
int cc_invoices_get(cc_request_t *req);
int cc_invoice_get(cc_request_t *req);
int cc_due_payments_get(cc_request_t *req);
int cc_payment_history_get(cc_request_t *req);

/* page_login.c */
int cc_login_get(cc_request_t *req);
int cc_login_post(cc_request_t *req);
int cc_logout_post(cc_request_t *req);

/* page_register.c */
int cc_register_get(cc_request_t *req);
int cc_register_post(cc_request_t *req);

/* page_select_customer.c */
int cc_select_get(cc_request_t *req);
int cc_select_post(cc_request_t *req);

/* page_users.c */
int cc_users_get(cc_request_t *req);
int cc_user_add_get(cc_request_t *req);
int cc_user_add_post(cc_request_t *req);
int cc_user_edit_get(cc_request_t *req);
int cc_user_edit_post(cc_request_t *req);
int cc_user_remove_get(cc_request_t *req);
int cc_user_remove_post(cc_request_t *req);

int cc_audit_get(cc_request_t *req);

/* page_account.c */
int cc_account_post(cc_request_t *req);

/* page_layout.c */
int cc_layout_post(cc_request_t *req);

/* page_backoffice.c: lists of the back office, each the grid of the page's name */
int cc_backoffice_home_get(cc_request_t *req);
int cc_backoffice_list_get(cc_request_t *req);

/* page_backoffice_user.c */
int cc_backoffice_user_get(cc_request_t *req);
int cc_backoffice_user_post(cc_request_t *req);

/* page_backoffice_person.c */
int cc_backoffice_person_new_get(cc_request_t *req);
int cc_backoffice_person_new_post(cc_request_t *req);
int cc_backoffice_person_get(cc_request_t *req);
int cc_backoffice_person_post(cc_request_t *req);

/* page_backoffice_why.c */
int cc_backoffice_why_get(cc_request_t *req);

/* page_backoffice_party.c */
int cc_backoffice_party_get(cc_request_t *req);
int cc_backoffice_party_post(cc_request_t *req);
/* page_customer.c: the External Access panel */
int cc_customer_get(cc_request_t *req);
int cc_customer_post(cc_request_t *req);

/* page_assets.c: without session or database */
int cc_assets_get(cc_request_t *req);
int cc_healthz_get(cc_request_t *req);

#endif
