/* Why a user sees what they see, or does not: the chain of either access model, link by link, with the first broken one
 * and where to repair it. Asks the same functions as the pages do; the sentences are for administrators. */
#ifndef CC_WHY_H
#define CC_WHY_H

#include "document.h"

typedef enum {
    CC_WHY_HOLDS,
    CC_WHY_BROKEN,    /**< the first link that does not hold */
    CC_WHY_NOT_ASKED, /**< comes after a broken one */
    CC_WHY_NOTE       /**< not a condition, but good to know */
} cc_why_state_t;

typedef struct {
    cc_why_state_t state;
    const char *message; /**< what is asked, English; the key of its translations. Each `{}` is for one of these that
                              are there, in this order */
    const char *arg;     /**< as it stands */
    cc_role_t role;      /**< told as "L40 - Billing" */
    const char *days;    /**< told as "30 days back"; "": unlimited */
    const char *code;    /**< "CC006" of a broken link that has a code, or NULL */
    const char *advice;  /**< what to repair, or NULL */
    const char *repair;  /**< path in the back office of the form that repairs it, or NULL; not percent-encoded */
} cc_why_link_t;

/** Each list is an array of cc_why_link_t; NULL: not asked. */
typedef struct {
    apr_array_header_t *external_access; /**< whether it is shown in the present model */
    apr_array_header_t *parent_party;    /**< and in the older one. Its role is each site's own
                                              (ClientCenterParentPartyRole), so it is told and not judged */
} cc_why_document_t;

typedef struct {
    const char *display; /**< the user; NULL: there is none with this login */
    int64_t user_id;
    cc_company_t company;                           /**< id 0: there is none with this code, CC005 */
    apr_array_header_t *external_access;            /**< the present model */
    apr_array_header_t *parent_party;               /**< the older model */
    cc_why_document_t documents[CC_DOCUMENT_KINDS]; /**< the one of each kind with this number */
} cc_why_t;

/** `document` may be NULL. CC_OK also when the user or the company is not known. */
cc_status_t cc_why(cc_context_t *ctx, const char *login, const char *company, const char *document, cc_why_t *why);

/** What the link says, in English. */
const char *cc_why_text(apr_pool_t *pool, const cc_why_link_t *link);

/** True if all links of the list hold. */
bool cc_why_holds(const apr_array_header_t *links);

#endif
