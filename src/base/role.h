/* The roles of external access and what a page, a column or an action may ask for, by name. Who has what is for
 * domain/policy.h to say. */
#ifndef CC_ROLE_H
#define CC_ROLE_H

/** The six roles of external access. The numbers are those of the codes, so they compare; only `policy`
 *  compares them. CC_ROLE_NONE is no access. */
typedef enum {
    CC_ROLE_NONE = 0,
    CC_ROLE_BASIC = 10,
    CC_ROLE_ORDERS = 20,
    CC_ROLE_PRICES = 30,
    CC_ROLE_BILLING = 40,
    CC_ROLE_ADMIN = 80,
    CC_ROLE_OWNER = 90
} cc_role_t;

/** How many roles there are. */
#define CC_ROLES 6

/** What messages say is allowed where a role is wanted: by its code, or by code or name. */
#define CC_ROLE_CODES "L10, L20, L30, L40, L80 or L90"
#define CC_ROLE_CODES_AND_NAMES                                                                                        \
    CC_ROLE_CODES ", or the name of such a role (Basic, Orders, \"Orders with Prices\", Billing, Admin, Owner)"

/** What a page, a column or an action asks for. */
typedef enum {
    CC_RIGHT_HOME,       /**< Home and Customer Profile: every role */
    CC_RIGHT_ORDERS,     /**< L20 */
    CC_RIGHT_PRICES,     /**< L30: Price, Discount, Amount */
    CC_RIGHT_BILLING,    /**< L40: Invoices, Due Payments, Payment History */
    CC_RIGHT_USERS,      /**< L80: User Management */
    CC_RIGHT_BACK_OFFICE /**< no role has it: internal administrators, cc_policy_may_administer */
} cc_right_t;

/** The role with this code ("L40") or name ("Billing"), without regard to case; CC_ROLE_NONE if there is none. */
cc_role_t cc_role_parse(const char *text);

/** "L40"; "" for CC_ROLE_NONE. */
const char *cc_role_code(cc_role_t role);

/** "Billing", as lists show it. */
const char *cc_role_name(cc_role_t role);

/** "L40 - Billing", as a choice shows it. */
const char *cc_role_label(cc_role_t role);

/** All roles from L10 to L90; the array ends with CC_ROLE_NONE. */
extern const cc_role_t cc_roles[CC_ROLES + 1];

#endif
