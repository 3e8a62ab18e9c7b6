/* What the parts of the demo data share. */
#ifndef CC_ADMIN_DEMO_H
#define CC_ADMIN_DEMO_H

#include "admin.h"

/** The next of a series of numbers below `below`; the same series for the same start on every machine. */
uint32_t cc_demo_pick(uint64_t *random, uint32_t below);
#define CC_DEMO_PICK(random, array) ((array)[cc_demo_pick(random, sizeof(array) / sizeof((array)[0]))])

/** Inside a transaction: types, orders, invoices and payments of these customers (numbers), `orders` of them for the
 *  first and fewer for the others; those that are there stay. The same for the same seed on the same day. `pool` is
 *  where the database puts its rows, and is cleared again and again. */
cc_status_t cc_demo_documents(cc_admin_t *admin, apr_pool_t *pool, const char *const *customers, int64_t count,
                              int64_t orders, int64_t seed, cc_problems_t *problems);

#endif
