#include "why_links.h"

#include "../base/text.h"

#include <apr_strings.h>

bool cc_why_holds(const apr_array_header_t *links)
{
    bool holds = true;

    for (int i = 0; holds && i < links->nelts; i++) {
        cc_why_state_t state = APR_ARRAY_IDX(links, i, cc_why_link_t).state;
        holds = state == CC_WHY_HOLDS || state == CC_WHY_NOTE;
    }
    return holds;
}

/* Code, advice and repair are only of use where it is broken. */
void cc_why_add(apr_array_header_t *links, bool holds, cc_why_link_t link)
{
    bool asked = cc_why_holds(links);

    link.state = !asked ? CC_WHY_NOT_ASKED : holds ? CC_WHY_HOLDS : CC_WHY_BROKEN;
    if (link.state != CC_WHY_BROKEN) {
        link.code = link.advice = link.repair = NULL;
    }
    APR_ARRAY_PUSH(links, cc_why_link_t) = link;
}

void cc_why_note(apr_array_header_t *links, cc_why_link_t link)
{
    link.state = CC_WHY_NOTE;
    APR_ARRAY_PUSH(links, cc_why_link_t) = link;
}

const char *cc_why_user_path(const cc_context_t *ctx, int64_t id)
{
    return apr_pstrcat(ctx->pool, "/users/", cc_text_int(ctx->pool, id), NULL);
}

const char *cc_why_path(const cc_context_t *ctx, const char *list, const char *name)
{
    return name ? apr_pstrcat(ctx->pool, list, name, NULL) : NULL;
}

apr_array_header_t *cc_why_begin(const cc_context_t *ctx, const cc_user_t *user, const cc_why_t *why)
{
    apr_array_header_t *links = apr_array_make(ctx->pool, 8, sizeof(cc_why_link_t));

    cc_why_add(links, cc_policy_may_sign_in(user->user_type, true),
               (cc_why_link_t){.message = "The user type {} may log in.",
                               .arg = user->user_type,
                               .advice = "Set the user type to EXT or INT.",
                               .repair = cc_why_user_path(ctx, user->id)});
    cc_why_add(links, user->active,
               (cc_why_link_t){.message = "The user is active.",
                               .advice = "Activate the user.",
                               .repair = cc_why_user_path(ctx, user->id)});
    cc_why_add(links, why->company.id != 0,
               (cc_why_link_t){.message = "The site has an enterprise company that is known.",
                               .code = "CC005",
                               .advice = "Set ClientCenterEnterpriseCompany in the configuration of the site."});
    return links;
}
