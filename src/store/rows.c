#include "rows.h"

#include "../base/text.h"
#include "../base/role.h"

void cc_user_from_row(const cc_row_t *row, cc_user_t *user)
{
    user->id = cc_row_int(row, 0, 0);
    user->login = cc_row_text(row, 1);
    user->email = cc_row_text(row, 2);
    user->name = cc_row_text(row, 3);
    user->user_type = cc_row_text(row, 4);
    user->active = cc_row_bool(row, 5);
    user->is_admin = cc_row_bool(row, 6);
    user->phone = cc_row_text(row, 7);
    user->language = cc_row_text(row, 8);
    user->company = cc_row_text(row, 9);
    user->message = cc_row_text(row, 10);
    user->notes = cc_row_text(row, 11);
    user->created_at = cc_row_int(row, 12, 0);
    user->version = (int)cc_row_int(row, 13, 0);
    user->person = cc_row_text(row, 14);
}

cc_status_t cc_user_row(void *baton, const cc_row_t *row)
{
    cc_user_from_row(row, baton);
    return CC_OK;
}

void cc_access_own_from_row(const cc_row_t *row, cc_access_t *access)
{
    access->id = cc_row_int(row, 0, 0);
    access->role = cc_role_parse(cc_row_text(row, 1));
    access->days_back = (int)cc_row_int(row, 2, CC_DAYS_UNLIMITED);
    access->notes = cc_row_text(row, 3);
    access->version = (int)cc_row_int(row, 4, 0);
    access->user_id = cc_row_int(row, 5, 0);
    access->customer.id = cc_row_int(row, 6, 0);
    access->customer.number = cc_row_text(row, 7);
    access->customer.name = cc_row_text(row, 8);
}

void cc_access_from_row(const cc_row_t *row, cc_access_t *access)
{
    cc_access_own_from_row(row, access);
    access->login = cc_row_text(row, 10);
    access->user_display = cc_text_user(cc_row_pool(row), cc_row_text(row, 9), access->login, cc_row_text(row, 11));
}

cc_status_t cc_access_row(void *baton, const cc_row_t *row)
{
    cc_access_from_row(row, baton);
    return CC_OK;
}

cc_status_t cc_count_row(void *baton, const cc_row_t *row)
{
    (void)row;
    ++*(int *)baton;
    return CC_OK;
}

const char *cc_sql_days(apr_pool_t *pool, int days_back)
{
    return days_back == CC_DAYS_UNLIMITED ? NULL : cc_text_int(pool, days_back);
}

const char *cc_sql_days_key(apr_pool_t *pool, int days_back)
{
    return cc_text_int(pool, days_back == CC_DAYS_UNLIMITED ? INT32_MAX : days_back);
}

const char *cc_sql_id(apr_pool_t *pool, int64_t id)
{
    return id ? cc_text_int(pool, id) : NULL;
}

const char *cc_sql_text(const char *text)
{
    return text && *text ? text : NULL;
}
