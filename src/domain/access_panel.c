#include "access_panel.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "access_row.h"
#include "backoffice.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* What judging needs: every row of the customer, read once, and what the panel itself names. */
typedef struct {
    cc_context_t *ctx;
    cc_problems_t *problems;
    int64_t customer_id, last_id;
    int read;
    apr_hash_t *by_id;    /* int64_t -> cc_access_t */
    apr_hash_t *by_user;  /* the same by user */
    apr_hash_t *seen;     /* ids that the panel names */
    apr_hash_t *new_user; /* users whom the panel adds */
} panel_t;

static const cc_grantor_t office = {.back_office = true, .days_back = CC_DAYS_UNLIMITED};

/* ---- reading ---- */

static cc_status_t customer_row(void *baton, const cc_row_t *row)
{
    cc_panel_customer_t *customer = baton;

    customer->id = cc_row_int(row, 0, 0);
    customer->number = cc_row_text(row, 1);
    customer->name = cc_row_text(row, 2);
    customer->party = cc_row_text(row, 3);
    customer->company = cc_row_text(row, 4);
    customer->location = cc_row_text(row, 5);
    customer->from_date = cc_row_text(row, 6);
    customer->thru_date = cc_row_text(row, 7);
    customer->version = cc_row_int(row, 8, 0);
    return CC_OK;
}

cc_status_t cc_access_panel_customer(cc_context_t *ctx, const char *number, cc_panel_customer_t *customer)
{
    return cc_db_one(ctx->db, CC_SQL_PANEL_CUSTOMER, CC_ARGS(number), customer_row, customer);
}

static cc_status_t access_row(void *baton, const cc_row_t *from)
{
    panel_t *panel = baton;
    cc_access_t *row = apr_pcalloc(panel->ctx->pool, sizeof(*row));

    cc_access_from_row(from, row);
    apr_hash_set(panel->by_id, &row->id, sizeof(row->id), row);
    apr_hash_set(panel->by_user, &row->user_id, sizeof(row->user_id), row);
    panel->last_id = row->id;
    panel->read++;
    return CC_OK;
}

/* All rows of the customer, in a few large parts. */
static cc_status_t read_all(panel_t *panel)
{
    apr_pool_t *pool = panel->ctx->pool;
    cc_status_t status = CC_OK;
    int before = -1;

    while (status == CC_OK && panel->read != before) {
        before = panel->read;
        status = cc_db_select(panel->ctx->db, CC_SQL_PANEL_ROWS,
                              CC_ARGS(cc_text_int(pool, panel->customer_id), cc_text_int(pool, panel->last_id)),
                              access_row, panel);
    }
    return status;
}

/* Actor and customer as they stand now, both locked until the end. */
static cc_status_t begin(cc_context_t *ctx, const char *number, cc_panel_customer_t *customer)
{
    int64_t id;
    cc_status_t status = cc_backoffice_begin(ctx, 0);

    if (status != CC_OK) {
        return status;
    }
    status = cc_access_panel_customer(ctx, number, customer);
    if (status == CC_OK) {
        status = cc_db_number(ctx->db, CC_SQL_CUSTOMER_LOCK, CC_ARGS(cc_text_int(ctx->pool, customer->id)), &id);
    }
    if (status != CC_OK) {
        cc_db_rollback(ctx->db);
    }
    return status;
}

/* ---- judging ---- */

static void refuse(panel_t *panel, cc_panel_row_t *row, const char *name, const char *message, const char *arg)
{
    row->change = CC_PANEL_REFUSED;
    cc_problem_add(panel->problems, apr_pstrcat(panel->ctx->pool, row->field, ".", name, NULL), message, arg);
}

/* Whether the text names this row's user. */
static bool is_user(apr_pool_t *pool, const char *typed, const char *login)
{
    return !strcmp(cc_text_fold(pool, typed), cc_text_fold(pool, login));
}

/* Parses what was sent; what was not stays as it is, and of a new row is empty. False: refused. */
static bool parse_values(panel_t *panel, cc_panel_row_t *row)
{
    apr_pool_t *pool = panel->ctx->pool;
    const cc_access_t *old = row->before.id ? &row->before : NULL;
    cc_problems_t *found = cc_problems_make(pool);
    const char *role = row->role ? row->role : old ? cc_role_code(old->role) : "";

    cc_access_parse(pool, role, row->days_back, row->notes, &row->values, found);
    for (int i = 0; i < found->list->nelts; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(found->list, i, cc_problem_t);
        refuse(panel, row, problem->field, problem->message, problem->arg);
    }
    if (old && !row->days_back) {
        row->values.days_back = old->days_back;
    }
    if (old && !row->notes) {
        row->values.notes = old->notes;
    }
    if (cc_problems_any(found)) {
        row->values = (cc_access_values_t){0}; /* no record has half of them, or some that nobody typed */
        return false;
    }
    return true;
}

static bool judge(panel_t *panel, cc_panel_row_t *row, cc_grant_t why)
{
    if (why != CC_GRANT_OK) {
        refuse(panel, row, "role", cc_grant_message(why), NULL); /* the office has all days to give */
    }
    return why == CC_GRANT_OK;
}

static void judge_present(panel_t *panel, cc_panel_row_t *row)
{
    const cc_access_t *old = &row->before;

    if (row->user && !is_user(panel->ctx->pool, row->user, old->login)) {
        refuse(panel, row, "user", "The user of a row cannot be changed. Remove the row and add another.", NULL);
        return;
    }
    if (row->remove) {
        if (judge(panel, row, cc_policy_remove(&office, old->role, false))) {
            row->change = CC_PANEL_REMOVED;
        }
        return;
    }
    if (!parse_values(panel, row)) {
        return;
    }
    if (cc_access_has(old, &row->values)) {
        row->change = CC_PANEL_UNCHANGED;
        return;
    }
    if (judge(panel, row,
              cc_policy_edit(&office, old->role, old->days_back, false, row->values.role, row->values.days_back))) {
        row->change = CC_PANEL_CHANGED;
    }
}

/* Two rows of one user are refused, whichever comes second. A row that the same panel removes still counts. */
static cc_status_t judge_new(panel_t *panel, cc_panel_row_t *row)
{
    cc_context_t *ctx = panel->ctx;
    cc_user_t *user = &row->account;
    cc_status_t status;

    if (row->remove || !row->user || !*cc_text_trim(ctx->pool, row->user)) {
        row->change = CC_PANEL_UNCHANGED;
        if (!row->remove && ((row->days_back && *row->days_back) || (row->notes && *row->notes))) {
            refuse(panel, row, "user", "Please fill in this field.", NULL);
        }
        return CC_OK;
    }
    status = cc_db_one(ctx->db, CC_SQL_USER_BY_LOGIN, CC_ARGS(cc_text_fold(ctx->pool, row->user)), cc_user_row, user);
    if (status == CC_NOT_FOUND) {
        refuse(panel, row, "user", "There is no user with this login.", NULL);
        return CC_OK;
    }
    if (status != CC_OK) {
        return status;
    }
    row->display = cc_text_user(ctx->pool, user->name, user->login, user->user_type);
    if (!cc_policy_may_sign_in(user->user_type, user->active)) {
        refuse(panel, row, "user", "Only active users of type INT or EXT can be given access.", NULL);
    } else if (apr_hash_get(panel->by_user, &user->id, sizeof(user->id))) {
        refuse(panel, row, "user", "This user already has access to this customer.", NULL);
    } else if (apr_hash_get(panel->new_user, &user->id, sizeof(user->id))) {
        refuse(panel, row, "user", "This user is in another row already.", NULL);
    } else {
        apr_hash_set(panel->new_user, &user->id, sizeof(user->id), row);
        if (parse_values(panel, row) &&
            judge(panel, row, cc_policy_add(&office, row->values.role, row->values.days_back))) {
            row->change = CC_PANEL_ADDED;
        }
    }
    return CC_OK;
}

/* Finds the row that is named; false: there is none of this customer. */
static bool find_row(panel_t *panel, cc_panel_row_t *row)
{
    const cc_access_t *found;
    int64_t id;

    if (!cc_text_to_int(row->id, INT64_MAX, &id) || !(found = apr_hash_get(panel->by_id, &id, sizeof(id)))) {
        return false;
    }
    row->before = *found;
    row->display = found->user_display;
    return true;
}

static cc_status_t judge_row(panel_t *panel, cc_panel_row_t *row)
{
    row->change = CC_PANEL_UNCHANGED;
    if (!row->id || !*row->id) {
        return judge_new(panel, row);
    }
    if (!find_row(panel, row)) {
        refuse(panel, row, "id", "There is no such row of this customer.", NULL);
    } else if (apr_hash_get(panel->seen, &row->before.id, sizeof(row->before.id))) {
        refuse(panel, row, "id", "This row was sent more than once.", NULL);
    } else {
        apr_hash_set(panel->seen, &row->before.id, sizeof(row->before.id), row);
        judge_present(panel, row);
    }
    return CC_OK;
}

static cc_status_t judge_all(panel_t *panel, apr_array_header_t *rows)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < rows->nelts; i++) {
        cc_panel_row_t *row = &APR_ARRAY_IDX(rows, i, cc_panel_row_t);
        if (panel->problems->list->nelts >= CC_PANEL_PROBLEMS_MAX) {
            break;
        }
        status = judge_row(panel, row);
    }
    return status == CC_OK && cc_problems_any(panel->problems) ? CC_INVALID : status;
}

/* What each row stands beside, for whoever must compare. */
static void compare_all(panel_t *panel, apr_array_header_t *rows)
{
    cc_problems_t *ignored = cc_problems_make(panel->ctx->pool), *problems = panel->problems;

    panel->problems = ignored;
    for (int i = 0; i < rows->nelts; i++) {
        cc_panel_row_t *row = &APR_ARRAY_IDX(rows, i, cc_panel_row_t);
        if (!row->id || !*row->id) {
            row->change = row->user && *row->user && !row->remove ? CC_PANEL_ADDED : CC_PANEL_UNCHANGED;
        } else if (!find_row(panel, row)) {
            row->change = CC_PANEL_MISSING;
        } else {
            judge_present(panel, row);
            row->change = row->change == CC_PANEL_REFUSED ? CC_PANEL_CHANGED : row->change;
            ignored->list->nelts = 0;
        }
    }
    panel->problems = problems;
}

/* ---- writing ---- */

static cc_status_t write_row(panel_t *panel, const cc_panel_row_t *row, const char *result)
{
    cc_context_t *ctx = panel->ctx;
    bool real = !strcmp(result, "ok");
    cc_status_t status = CC_OK;
    cc_audit_t record;

    if (row->change == CC_PANEL_ADDED) {
        status = cc_access_insert_only(ctx, panel->customer_id, &row->account, &row->values);
        record = cc_access_added(ctx, panel->customer_id, &row->account, &row->values);
    } else if (row->change == CC_PANEL_REMOVED) {
        status = cc_access_delete_only(ctx, &row->before);
        record = cc_access_changed(ctx, "access.remove", &row->before, NULL);
    } else if (row->change == CC_PANEL_CHANGED) {
        status = cc_access_update_only(ctx, &row->before, &row->values);
        record = cc_access_changed(ctx, "access.edit", &row->before, &row->values);
    } else if (row->change == CC_PANEL_REFUSED && !real && row->before.id) {
        record = cc_access_changed(ctx, row->remove ? "access.remove" : "access.edit", &row->before,
                                   row->remove || !row->values.role ? NULL : &row->values);
    } else {
        return CC_OK;
    }
    record.result = result;
    return status == CC_OK ? cc_audit_write(ctx, &record) : status;
}

static cc_status_t write_all(panel_t *panel, const apr_array_header_t *rows)
{
    cc_status_t status = CC_OK;
    bool any = false;

    for (int i = 0; status == CC_OK && i < rows->nelts; i++) {
        const cc_panel_row_t *row = &APR_ARRAY_IDX(rows, i, cc_panel_row_t);
        any = any || row->change != CC_PANEL_UNCHANGED;
        status = write_row(panel, row, "ok");
    }
    return status == CC_OK && any ? cc_access_bump(panel->ctx, panel->customer_id) : status;
}

/* A refused panel leaves nothing but the records of the rows that were refused. */
static void audit_refused(panel_t *panel, const apr_array_header_t *rows)
{
    cc_status_t status = cc_db_begin(panel->ctx->db);

    if (status != CC_OK) {
        return;
    }
    for (int i = 0; status == CC_OK && i < rows->nelts; i++) {
        const cc_panel_row_t *row = &APR_ARRAY_IDX(rows, i, cc_panel_row_t);
        if (row->change == CC_PANEL_REFUSED) {
            status = write_row(panel, row, "refused");
        }
    }
    cc_db_end(panel->ctx->db, status);
}

cc_status_t cc_access_panel_apply(cc_context_t *ctx, const char *number, int64_t version, apr_array_header_t *rows,
                                  bool preview, cc_panel_customer_t *customer, cc_problems_t *problems)
{
    panel_t panel = {.ctx = ctx,
                     .problems = problems,
                     .by_id = apr_hash_make(ctx->pool),
                     .by_user = apr_hash_make(ctx->pool),
                     .seen = apr_hash_make(ctx->pool),
                     .new_user = apr_hash_make(ctx->pool)};
    cc_status_t status = begin(ctx, number, customer);

    if (status != CC_OK) {
        return status;
    }
    panel.customer_id = customer->id;
    status = read_all(&panel);
    if (status == CC_OK && customer->version != version) {
        compare_all(&panel, rows);
        status = CC_CONFLICT;
    }
    if (status == CC_OK) {
        status = judge_all(&panel, rows);
    }
    if (status == CC_OK && preview) {
        cc_db_rollback(ctx->db);
        return CC_OK;
    }
    if (status == CC_OK) {
        status = write_all(&panel, rows);
    }
    status = cc_db_end(ctx->db, status);
    if (status == CC_INVALID && !preview) {
        audit_refused(&panel, rows);
    }
    return status;
}
