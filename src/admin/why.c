/* ccadmin why: the chain of either access model for a user, and what a document needs to be seen. */
#include "../domain/why.h"

#include "../base/text.h"
#include "admin.h"

#include <apr_strings.h>
#include <stdio.h>

static void print_links(cc_admin_t *admin, const char *title, const apr_array_header_t *links)
{
    static const char *const states[] = {"ok", "BROKEN", "-", "note"};

    printf("%s: %s\n", title, cc_why_holds(links) ? "yes" : "no");
    for (int i = 0; i < links->nelts; i++) {
        const cc_why_link_t *link = &APR_ARRAY_IDX(links, i, cc_why_link_t);
        printf("  %-7s %s%s%s%s\n", states[link->state], link->code ? link->code : "", link->code ? " " : "",
               cc_escape_log(admin->pool, cc_why_text(admin->pool, link)),
               link->state == CC_WHY_NOT_ASKED ? " (not asked)" : "");
        if (link->advice) {
            printf("          %s\n", link->advice);
        }
    }
}

int cc_admin_why(cc_admin_t *admin)
{
    const char *login = admin->options[CC_OPT_USER], *site = admin->options[CC_OPT_SITE];
    const char *document = admin->options[CC_OPT_DOCUMENT];
    cc_why_t why;
    cc_status_t status;

    if (!login || !site) {
        return cc_admin_misuse(admin, "--user and --site are needed.");
    }
    do {
        status = cc_why(&admin->ctx, login, site, document, &why);
    } while (cc_admin_retry(admin, status));
    if (status != CC_OK) {
        return cc_admin_result(admin, status, NULL);
    }
    if (!why.display) {
        return cc_admin_fail(admin, "There is no user %s.", login);
    }
    printf("%s at %s\n", cc_escape_log(admin->pool, why.display), cc_escape_log(admin->pool, site));
    print_links(admin, "Access by external access (ClientCenterAccessModel ExternalAccess)", why.external_access);
    print_links(admin, "Access by parent party (ClientCenterAccessModel ParentParty)", why.parent_party);
    for (int kind = 0; kind < CC_DOCUMENT_KINDS && why.documents[kind].external_access; kind++) {
        const char *sees = apr_pstrcat(admin->pool, "Sees the ", cc_document_kind_name(kind), NULL);
        print_links(admin, apr_pstrcat(admin->pool, sees, " by external access", NULL),
                    why.documents[kind].external_access);
        print_links(admin, apr_pstrcat(admin->pool, sees, " by parent party", NULL), why.documents[kind].parent_party);
    }
    return why.company.id ? CC_EXIT_OK : CC_EXIT_FAILED;
}
