/* The documents of the demo data. */
#ifndef CC_ADMIN_DEMO_DOCUMENTS_H
#define CC_ADMIN_DEMO_DOCUMENTS_H

#include "admin.h"

/** Inside a transaction: types, orders, invoices and payments of these customers (numbers), `orders` of them for the
 *  first and fewer for the others; those that are there stay. The same for the same seed on the same day. `pool` is
 *  where the database puts its rows, and is cleared again and again. */
cc_status_t cc_demo_documents(cc_admin_t *admin, apr_pool_t *pool, const char *const *customers, int64_t count,
                              int64_t orders, int64_t seed, cc_problems_t *problems);

#endif
