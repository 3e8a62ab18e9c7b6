/* The older access model (v24): a user's person, the person's parent party, the agreement that makes it a customer of
 * the site's enterprise company, the location that serves it. Whoever passes the whole chain has that one customer.
 * Source: the domain description, "Older model" and "Error codes". */
#ifndef CC_CHAIN_H
#define CC_CHAIN_H

#include "context.h"

/** The links in their order. */
typedef enum {
    CC_LINK_PERSON,   /**< the user has a person; else CC002 */
    CC_LINK_PARENT,   /**< the person has a parent party; else CC003 */
    CC_LINK_CUSTOMER, /**< the party is a customer at all; else CC004 */
    CC_LINK_COMPANY,  /**< of this enterprise company, by an agreement in force today; else CC006 */
    CC_LINK_LOCATION, /**< a location serves it; else CC007 */
    CC_LINKS          /**< how many there are; as the first broken one: none is */
} cc_link_t;

/** How far it goes: what comes after the first broken link is NULL or that of another agreement. */
typedef struct {
    cc_link_t broken; /**< the first broken link, or CC_LINKS */
    const char *person, *person_name;
    const char *party, *party_name;
    cc_customer_t customer;
    const char *company, *from_date, *thru_date, *location; /**< of the agreement */
    bool own_company; /**< the agreement is with the enterprise company asked about */
} cc_chain_t;

/** Walks the chain of this user for the enterprise company, today. Of several agreements those of the company, in
 *  force, with a location come first, then the lowest number. CC_NOT_FOUND: no such user. */
cc_status_t cc_chain_walk(cc_context_t *ctx, int64_t user_id, int64_t company_id, cc_chain_t *chain);

/** "CC002" for a person that is missing, and so on; NULL for CC_LINKS. */
const char *cc_link_code(cc_link_t link);

#endif
