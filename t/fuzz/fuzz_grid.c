/* What is asked of a list: whatever it is, only what the definition and the role offer is in the SQL, every value is
 * bound, and the rows are those of the customer and of the days that may be seen. Input: which list, which role,
 * whether days are limited, then a query string. */
#include "database.h"

#include "../../src/base/form.h"
#include "../../src/base/text.h"
#include "../../src/domain/grid.h"

#include <stdlib.h>

#define MARK "zqjx" /* stands in front of every text that is searched; in no SQL of ours */
#define FRESH_EVERY 500

/* Each text stays prepared as long as the connection lives. */
static apr_pool_t *home, *database_pool;
static int runs;

static const cc_grid_def_t *def;
static cc_view_t view;
static bool marked;

cc_status_t __real_cc_db_select_text(cc_db_t *db, const char *label, const char *sql, cc_args_t args, cc_row_fn fn,
                                     void *baton);
cc_status_t __wrap_cc_db_select_text(cc_db_t *db, const char *label, const char *sql, cc_args_t args, cc_row_fn fn,
                                     void *baton);

/* The linker leads every text past this on its way to the database. */
cc_status_t __wrap_cc_db_select_text(cc_db_t *handle, const char *label, const char *sql, cc_args_t args, cc_row_fn fn,
                                     void *baton)
{
    must(!strstr(sql, MARK));
    for (int i = 0; def && marked && i < def->count; i++) {
        const cc_grid_column_t *column = &def->columns[i];
        must(cc_grid_column_allowed(column, &view) || strncmp(label, "cc_grid", 7) != 0 || !strstr(sql, column->match));
    }
    for (const char *p = sql; *p; p++) {
        must((unsigned char)*p >= ' ' && (unsigned char)*p < 127);
    }
    return __real_cc_db_select_text(handle, label, sql, args, fn, baton);
}

void fuzz_open(apr_pool_t *pool)
{
    home = pool;
}

static void refresh(void)
{
    if (runs++ % FRESH_EVERY == 0) {
        if (database_pool) {
            apr_pool_destroy(database_pool);
        }
        apr_pool_create(&database_pool, home);
        database_open(database_pool);
    }
}

/* ---- what is asked ---- */

typedef struct {
    apr_pool_t *pool;
    const cc_form_t *form;
} asked_t;

static const char *param(void *baton, const char *name)
{
    const asked_t *asked = baton;
    bool is_list = !strcmp(name, "columns") || !strcmp(name, "group");
    const char *value = is_list ? cc_form_list(asked->form, asked->pool, name) : cc_form_get(asked->form, name);

    if (marked && value && (!strcmp(name, "q") || !strncmp(name, "filter.", 7))) {
        return apr_pstrcat(asked->pool, *value == '=' ? "=" : "", MARK, value + (*value == '='), NULL);
    }
    return value;
}

static void check_column(int column)
{
    must(column >= 0 && column < def->count && cc_grid_column_allowed(&def->columns[column], &view));
}

static void check_query(const cc_grid_query_t *query)
{
    must(query->page >= 1 && query->page <= 1000000000 && query->per_page >= 10 && query->per_page <= 100);
    must(query->column_count <= def->count);
    must(query->column_count > 0 || !cc_view_allows(&view, (cc_right_t)def->right));
    must(query->group_count >= 0 && query->group_count <= CC_GRID_GROUPS_MAX);
    must(query->sort >= 0 && query->sort < def->count);
    for (int i = 0; i < query->column_count; i++) {
        check_column(query->columns[i]);
        for (int j = 0; j < i; j++) {
            must(query->columns[i] != query->columns[j]);
        }
    }
    for (int i = 0; i < query->group_count; i++) {
        check_column(query->groups[i]);
        for (int j = 0; j < i; j++) {
            must(query->groups[i] != query->groups[j]);
        }
    }
    for (int i = 0; i < def->count; i++) {
        must(!query->filter_keys[i] || cc_grid_column_allowed(&def->columns[i], &view));
        must(!query->filter_keys[i] == !query->filters[i]);
    }
}

/* ---- what is found ---- */

static void check_row(apr_pool_t *pool, const cc_grid_row_t *row)
{
    for (int i = 0; i < def->count; i++) {
        const cc_grid_column_t *column = &def->columns[i];
        const char *value = row->values[i];
        must(!value || cc_grid_column_allowed(column, &view));
        must(!value || !strstr(value, "not yours") || view.back_office);
        if (value && column->type == CC_COLUMN_DATE && view.visible_since && !strcmp(cc_grid_key(def), "orders")) {
            must(strcmp(value, view.visible_since) >= 0);
        }
        must(cc_grid_cell_text(pool, column, value, "de") != NULL);
    }
}

static void check_page(cc_context_t *ctx, const cc_grid_query_t *query)
{
    cc_grid_result_t result;
    cc_status_t status = cc_grid_page(ctx, def, &view, query, &result);

    if (!cc_view_allows(&view, (cc_right_t)def->right)) {
        must(status == CC_REFUSED);
        return;
    }
    must(status == CC_OK && errors == 0);
    must(result.rows->nelts <= query->per_page && result.rows->nelts <= result.total);
    must(result.query->page >= 1 && result.query->page <= result.pages);
    must((result.total > 0) == (result.rows->nelts > 0));
    for (int i = 0; i < result.rows->nelts; i++) {
        check_row(ctx->pool, &APR_ARRAY_IDX(result.rows, i, cc_grid_row_t));
    }
    for (int i = 0; i < result.groups->nelts; i++) {
        const cc_grid_group_t *group = &APR_ARRAY_IDX(result.groups, i, cc_grid_group_t);
        must(group->level < query->group_count && group->row < result.rows->nelts);
        must(group->count > 0 && group->count <= result.total);
    }
}

static cc_status_t count_batch(void *baton, const cc_grid_result_t *batch)
{
    *(int64_t *)baton += batch->rows->nelts;
    return CC_OK;
}

static void check_all(cc_context_t *ctx, const cc_grid_query_t *query)
{
    int64_t rows = 0;
    cc_grid_result_t result;

    if (cc_grid_page(ctx, def, &view, query, &result) == CC_OK) {
        must(cc_grid_all(ctx, def, &view, query, count_batch, &rows) == CC_OK);
        must(rows == result.total);
    }
}

/* ---- who asks ---- */

static const cc_user_t user = {
    .id = 1, .login = "CC", .name = "Catherine", .user_type = "INT", .active = true, .is_admin = true};

/* Returns whether the layout is to be saved as well. */
static bool choose(const char **text, size_t *length)
{
    static const char *const keys[] = {"users",
                                       "orders",
                                       "invoices",
                                       "due-payments",
                                       "payment-history",
                                       "audit",
                                       "backoffice.users",
                                       "backoffice.parties",
                                       "backoffice.external-access",
                                       "backoffice.customer",
                                       "backoffice.audit"};
    static cc_access_t current;
    unsigned key = fuzz_byte(text, length), role = fuzz_byte(text, length), flags = fuzz_byte(text, length);

    def = cc_grid_def(keys[key % (sizeof(keys) / sizeof(keys[0]))]);
    must(def != NULL);
    current = (cc_access_t){
        .id = 1, .customer = {.id = 1, .number = "00028", .name = "O"}, .role = cc_roles[role % CC_ROLES]};
    view = (cc_view_t){.user = &user, .visible_since = flags & 1 ? "2027-01-01" : NULL};
    if (!strncmp(cc_grid_key(def), CC_GRID_BACK_OFFICE, sizeof(CC_GRID_BACK_OFFICE) - 1)) {
        view.back_office = true;
        view.customer_id = 1;
    } else {
        view.current = &current;
    }
    marked = flags & 2;
    return flags & 4;
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    bool save = choose(&text, &length);
    cc_context_t ctx = context(pool);
    asked_t asked = {.pool = pool};
    cc_grid_query_t query;

    if (cc_form_parse(pool, text, 200, (cc_form_t **)&asked.form) != CC_OK) {
        return;
    }
    refresh();
    ctx.db = db;
    cc_db_set_pool(db, pool);
    if (save) {
        must(cc_grid_layout_save(&ctx, def, &view, param, &asked) == CC_OK);
    }
    must(cc_grid_query_make(&ctx, def, &view, param, &asked, &query) == CC_OK);
    check_query(&query);
    check_page(&ctx, &query);
    check_all(&ctx, &query);
    must(cc_grid_layout_reset(&ctx, def, user.id) == CC_OK && errors == 0);
    cc_db_set_pool(db, NULL);
    def = NULL;
}
