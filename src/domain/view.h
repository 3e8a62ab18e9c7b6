/* The view: who is asking and what they may see, worked out afresh for each request and read-only afterwards.
 * Everything that leaves the store for a page is scoped by it. */
#ifndef CC_VIEW_H
#define CC_VIEW_H

#include "context.h"
#include "policy.h"
#include "settings.h"

#include <apr_tables.h>

typedef struct {
    const cc_company_t *company;
    const cc_user_t *user;
    apr_array_header_t *customers; /**< of cc_access_t: every customer of the site the user may enter, by name */
    const cc_access_t *current;    /**< one of them, or NULL: still to be chosen, or none */
    const cc_settings_t *settings; /**< of the site */
    const char *visible_since;     /**< first visible date, or NULL: no limit */
    cc_role_t parent_party_role;   /**< set by the caller: the role of the older access model; CC_ROLE_NONE: external
                                    *   access rows decide */
    const char *broken;            /**< older model: code of the first broken link of the chain, or NULL */
    bool back_office;              /**< `user` is an internal administrator at work in the back office; no customer */
    int64_t customer_id;           /**< in the back office: the customer whose page this is; 0: none */
} cc_view_t;

/** May the view's user do this? By the role on the current customer, or, in the back office, as an administrator. */
bool cc_view_allows(const cc_view_t *view, cc_right_t right);

/** Loads the user's external access at the company (agreements in force today) and picks the current customer:
 *  the only one, else the one whose number is `hint` (may be NULL, is never trusted). With `parent_party_role`: the one
 *  customer at the end of the user's chain (chain.h), with that role and without limit of days. */
cc_status_t cc_view_load(cc_context_t *ctx, const cc_company_t *company, const cc_user_t *user, const char *hint,
                         cc_view_t *view);

/** The view of an internal administrator (cc_policy_may_administer was asked): no customer, no company. */
void cc_view_back_office(cc_context_t *ctx, const cc_user_t *user, cc_view_t *view);

/** The entry of `view` for this customer number, or NULL. */
const cc_access_t *cc_view_find(const cc_view_t *view, const char *number);

/** What Customer Profile shows. */
typedef struct {
    const char *name, *unique_number, *address, *vat_number; /**< NULL when empty */
    bool vat_registered;
} cc_profile_t;

/** The profile of the view's current customer. */
cc_status_t cc_profile_load(cc_context_t *ctx, const cc_view_t *view, cc_profile_t *profile);

#endif
