/* What the parts of why share: lists of links. why.c walks the chains, why_document.c says what a document needs to be
 * seen. */
#ifndef CC_WHY_LINKS_H
#define CC_WHY_LINKS_H

#include "chain.h"
#include "view.h"
#include "why.h"

/** A new list with what both models ask first: whether the user may log in at all, and whose site it is. */
apr_array_header_t *cc_why_begin(const cc_context_t *ctx, const cc_user_t *user, const cc_why_t *why);

/** Adds a link; what comes after a broken one is not asked. */
void cc_why_add(apr_array_header_t *links, bool holds, cc_why_link_t link);

/** Adds what is no condition. */
void cc_why_note(apr_array_header_t *links, cc_why_link_t link);

/** Path in the back office: a list and what is named in it; NULL without a name. */
const char *cc_why_path(const cc_context_t *ctx, const char *list, const char *name);

/** That of a user's form. */
const char *cc_why_user_path(const cc_context_t *ctx, int64_t id);

/** Fills in the lists about the document with this number, once for each model; `view` and `chain` are what the user
 * has in them at the company. */
cc_status_t cc_why_documents(cc_context_t *ctx, const cc_user_t *user, const cc_view_t *view, const cc_chain_t *chain,
                             const char *number, cc_why_t *why);

#endif
