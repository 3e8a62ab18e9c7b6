#include "why_links.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../store/rows.h"
#include "master.h"
#include "user_admin.h"

#include <apr_strings.h>
#include <string.h>

const char *cc_why_text(apr_pool_t *pool, const cc_why_link_t *link)
{
    const char *days = !link->days   ? NULL
                       : *link->days ? apr_pstrcat(pool, link->days, " days back", NULL)
                                     : "unlimited";
    const char *args[] = {link->arg, link->role == CC_ROLE_NONE ? NULL : cc_role_label(link->role), days};
    const char *text = "", *rest = link->message;

    for (size_t i = 0; i < sizeof(args) / sizeof(args[0]); i++) {
        const char *gap = args[i] ? strstr(rest, "{}") : NULL;
        if (gap) {
            text = apr_pstrcat(pool, text, apr_pstrmemdup(pool, rest, (apr_size_t)(gap - rest)), args[i], NULL);
            rest = gap + 2;
        }
    }
    return apr_pstrcat(pool, text, rest, NULL);
}

static const char *days(const cc_context_t *ctx, int days_back)
{
    return days_back == CC_DAYS_UNLIMITED ? "" : cc_text_int(ctx->pool, days_back);
}

/* Who is locked out has all access, and yet does not get in. */
static cc_status_t note_lock(cc_context_t *ctx, const cc_user_t *user, apr_array_header_t *links)
{
    cc_user_record_t record = {0};
    cc_status_t status = cc_user_record_get(ctx, user->id, &record);

    if (status == CC_OK && record.locked_until > ctx->now) {
        const char *until = cc_date_utc(ctx->pool, record.locked_until);
        cc_why_note(links, (cc_why_link_t){.message = "The account is locked until {}, after failed logins.",
                                           .arg = apr_psprintf(ctx->pool, "%.10s %.5s UTC", until, until + 11),
                                           .advice = "Unlock the user, or wait.",
                                           .repair = cc_why_user_path(ctx, user->id)});
    }
    return status;
}

/* ---- the present model ---- */

typedef struct {
    int64_t customer_id;
    const char *number, *name, *from_date, *thru_date, *party;
    cc_role_t role;
    int days_back;
} access_t;

static cc_status_t access_row(void *baton, const cc_row_t *row)
{
    APR_ARRAY_PUSH((apr_array_header_t *)baton, access_t) = (access_t){cc_row_int(row, 0, 0),
                                                                       cc_row_text(row, 1),
                                                                       cc_row_text(row, 2),
                                                                       cc_row_text(row, 3),
                                                                       cc_row_text(row, 4),
                                                                       cc_row_text(row, 5),
                                                                       cc_role_parse(cc_row_text(row, 6)),
                                                                       (int)cc_row_int(row, 7, CC_DAYS_UNLIMITED)};
    return CC_OK;
}

/* "Olivia Green #00028, 2020-01-01.." */
static const char *describe(const cc_context_t *ctx, const access_t *row)
{
    return apr_pstrcat(ctx->pool, cc_text_customer(ctx->pool, row->name, row->number), ", ", row->from_date, "..",
                       row->thru_date ? row->thru_date : "", NULL);
}

static cc_status_t external_access(cc_context_t *ctx, const cc_user_t *user, cc_why_t *why, cc_view_t *view)
{
    apr_array_header_t *rows = apr_array_make(ctx->pool, 4, sizeof(access_t));
    apr_array_header_t *links = why->external_access = cc_why_begin(ctx, user, why);
    cc_status_t status = note_lock(ctx, user, links);

    if (status == CC_OK && why->company.id) {
        status = cc_db_select(ctx->db, CC_SQL_WHY_ACCESS,
                              CC_ARGS(cc_text_int(ctx->pool, user->id), cc_text_int(ctx->pool, why->company.id)),
                              access_row, rows);
    }
    if (status == CC_OK && why->company.id) {
        status = cc_view_load(ctx, &why->company, user, NULL, view);
    }
    if (status != CC_OK) {
        return status;
    }
    cc_why_add(
        links, rows->nelts > 0,
        (cc_why_link_t){.message = "The user has an external access row for a customer of this enterprise company.",
                        .code = "CC010",
                        .advice = "Add the user to the external access of a customer.",
                        .repair = "/external-access"});
    cc_why_add(links, view->customers && view->customers->nelts > 0,
               (cc_why_link_t){.message = "The agreement of such a customer is in force today.",
                               .code = "CC010",
                               .advice = "Set the dates of the customer's agreement.",
                               .repair = rows->nelts
                                             ? cc_why_path(ctx, "/parties/", APR_ARRAY_IDX(rows, 0, access_t).party)
                                             : NULL});
    for (int i = 0; i < rows->nelts; i++) {
        const access_t *row = &APR_ARRAY_IDX(rows, i, access_t);
        cc_why_note(links, (cc_why_link_t){.message = "External access: {}: {}, {}",
                                           .arg = describe(ctx, row),
                                           .role = row->role,
                                           .days = days(ctx, row->days_back),
                                           .repair = cc_why_path(ctx, "/customers/", row->number)});
    }
    return CC_OK;
}

/* ---- the older model ---- */

static void add_chain(const cc_context_t *ctx, const cc_user_t *user, const cc_chain_t *chain,
                      apr_array_header_t *links)
{
    const char *party = cc_why_path(ctx, "/parties/", chain->party);
    const cc_why_link_t texts[CC_LINKS] = {
        {.message = "The user has a person: {}",
         .arg = chain->person_name ? chain->person_name : "-",
         .advice = "Define a person for the user.",
         .repair = apr_pstrcat(ctx->pool, "/persons/new?user=", cc_text_int(ctx->pool, user->id), NULL)},
        {.message = "The person has a parent party: {}",
         .arg = chain->party_name ? chain->party_name : "-",
         .advice = "Set the parent party to the company on whose behalf the person logs in.",
         .repair = cc_why_path(ctx, "/persons/", chain->person)},
        {.message = "The parent party is a customer: {}",
         .arg = chain->customer.number ? chain->customer.number : "-",
         .advice = "Make the parent party a customer.",
         .repair = party},
        {.message = "It is a customer of this site's enterprise company today.",
         .advice = "Create the customer agreement, or correct its dates.",
         .repair = party},
        {.message = "A location serves the customer: {}",
         .arg = chain->location ? chain->location : "-",
         .advice = "Set the location that serves the customer.",
         .repair = party},
    };

    for (int i = 0; i < CC_LINKS; i++) {
        cc_why_link_t link = texts[i];
        link.code = cc_link_code((cc_link_t)i);
        cc_why_add(links, (cc_link_t)i < chain->broken, link);
    }
}

static cc_status_t parent_party(cc_context_t *ctx, const cc_user_t *user, cc_why_t *why, cc_chain_t *chain)
{
    cc_status_t status = cc_chain_walk(ctx, user->id, why->company.id, chain);

    why->parent_party = cc_why_begin(ctx, user, why);
    status = status == CC_OK ? note_lock(ctx, user, why->parent_party) : status;
    if (status == CC_OK) {
        add_chain(ctx, user, chain, why->parent_party);
    }
    return status;
}

/* ---- all of it ---- */

cc_status_t cc_why(cc_context_t *ctx, const char *login, const char *company, const char *document, cc_why_t *why)
{
    cc_user_t user = {0};
    cc_view_t view = {0};
    cc_chain_t chain = {0};
    cc_status_t status =
        cc_db_one(ctx->db, CC_SQL_USER_BY_LOGIN, CC_ARGS(cc_text_fold(ctx->pool, login)), cc_user_row, &user);

    memset(why, 0, sizeof(*why));
    if (status == CC_OK) {
        why->user_id = user.id;
        why->display = cc_text_user(ctx->pool, user.name, user.login, user.user_type);
        why->company.code = company;
        status = cc_company_get(ctx, &why->company);
    } else {
        return status == CC_NOT_FOUND ? CC_OK : status;
    }
    status = status == CC_NOT_FOUND ? CC_OK : status;
    if (status == CC_OK) {
        status = external_access(ctx, &user, why, &view);
    }
    if (status == CC_OK) {
        status = parent_party(ctx, &user, why, &chain);
    }
    return status == CC_OK && document && why->company.id ? cc_why_documents(ctx, &user, &view, &chain, document, why)
                                                          : status;
}
