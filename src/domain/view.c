#include "view.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "chain.h"
#include "policy.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const cc_view_t *view;
    const char *display; /* of the user */
} reading_t;

static cc_status_t customer_row(void *baton, const cc_row_t *row)
{
    const reading_t *reading = baton;
    cc_access_t access = {.login = reading->view->user->login, .user_display = reading->display};

    cc_access_own_from_row(row, &access);
    if (cc_policy_allows(access.role, CC_RIGHT_HOME)) {
        APR_ARRAY_PUSH(reading->view->customers, cc_access_t) = access;
    }
    return CC_OK;
}

static int compare(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

/* As a database would sort them: by bytes. */
static int by_name(const void *a, const void *b)
{
    const cc_customer_t *x = &((const cc_access_t *)a)->customer, *y = &((const cc_access_t *)b)->customer;
    int order = compare(x->name, y->name);

    return order ? order : compare(x->number, y->number);
}

const cc_access_t *cc_view_find(const cc_view_t *view, const char *number)
{
    for (int i = 0; number && i < view->customers->nelts; i++) {
        const cc_access_t *access = &APR_ARRAY_IDX(view->customers, i, cc_access_t);
        if (!strcmp(access->customer.number, number)) {
            return access;
        }
    }
    return NULL;
}

/* The older model: the whole chain, or no customer at all. */
static cc_status_t load_chain(cc_context_t *ctx, cc_view_t *view, const char *display)
{
    cc_chain_t chain = {0};
    const cc_user_t *user = view->user;
    cc_status_t status = cc_chain_walk(ctx, user->id, view->company->id, &chain);

    if (status != CC_OK) {
        return status == CC_NOT_FOUND ? CC_FAILED : status;
    }
    view->broken = cc_link_code(chain.broken);
    if (!view->broken) {
        APR_ARRAY_PUSH(view->customers, cc_access_t) = (cc_access_t){.customer = chain.customer,
                                                                     .user_id = user->id,
                                                                     .login = user->login,
                                                                     .user_display = display,
                                                                     .role = view->parent_party_role,
                                                                     .days_back = CC_DAYS_UNLIMITED};
        view->current = &APR_ARRAY_IDX(view->customers, 0, cc_access_t);
    }
    return CC_OK;
}

cc_status_t cc_view_load(cc_context_t *ctx, const cc_company_t *company, const cc_user_t *user, const char *hint,
                         cc_view_t *view)
{
    cc_status_t status;

    view->company = company;
    view->user = user;
    view->customers = apr_array_make(ctx->pool, 4, sizeof(cc_access_t));
    reading_t reading = {view, cc_text_user(ctx->pool, user->name, user->login, user->user_type)};
    if (view->parent_party_role != CC_ROLE_NONE) {
        return load_chain(ctx, view, reading.display);
    }
    status = cc_db_select(
        ctx->db, CC_SQL_ACCESS_OF_USER,
        CC_ARGS(cc_text_int(ctx->pool, user->id), cc_text_int(ctx->pool, company->id), ctx->today, ctx->today),
        customer_row, &reading);
    if (status != CC_OK) {
        return status;
    }
    qsort(view->customers->elts, (size_t)view->customers->nelts, sizeof(cc_access_t), by_name);
    view->current =
        view->customers->nelts == 1 ? &APR_ARRAY_IDX(view->customers, 0, cc_access_t) : cc_view_find(view, hint);
    view->visible_since =
        view->current ? cc_policy_visible_since(ctx->pool, ctx->today, view->current->days_back) : NULL;
    return CC_OK;
}

void cc_view_back_office(cc_context_t *ctx, const cc_user_t *user, cc_view_t *view)
{
    view->user = user;
    view->customers = apr_array_make(ctx->pool, 1, sizeof(cc_access_t));
    view->back_office = true;
}

static cc_status_t profile_row(void *baton, const cc_row_t *row)
{
    cc_profile_t *profile = baton;

    profile->name = cc_row_text(row, 0);
    profile->unique_number = cc_row_text(row, 1);
    profile->address = cc_row_text(row, 2);
    profile->vat_number = cc_row_text(row, 3);
    profile->vat_registered = cc_row_bool(row, 4);
    return CC_OK;
}

cc_status_t cc_profile_load(cc_context_t *ctx, const cc_view_t *view, cc_profile_t *profile)
{
    if (!view->current || !cc_policy_allows(view->current->role, CC_RIGHT_HOME)) {
        return CC_REFUSED;
    }
    return cc_db_one(ctx->db, CC_SQL_CUSTOMER_PROFILE, CC_ARGS(cc_text_int(ctx->pool, view->current->customer.id)),
                     profile_row, profile);
}
