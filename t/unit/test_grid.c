/* What a request asks of a grid, held against its definition: what is not offered is ignored. */
#include "base/text.h"
#include "domain/grid.h"
#include "domain/grid_args.h"
#include "store/schema.h"

#include "tap.h"

#include <apr_dbd.h>
#include <apr_general.h>
#include <apr_strings.h>

static cc_conn_t memory; /* a database in memory, with the schema and nothing else */

static bool acquire(void *baton, cc_conn_t *conn)
{
    (void)baton;
    *conn = memory;
    return true;
}

static void release(void *baton, cc_conn_t *conn)
{
    (void)baton;
    (void)conn;
}

static void write_line(void *baton, cc_log_level_t level, const char *line)
{
    (void)baton;
    (void)level;
    diag("%s", line);
}

static const cc_db_provider_t provider = {.acquire = acquire, .release = release};
static const cc_log_t to_tap = {write_line, NULL};

/* A query string, decoded already: "name=value" texts that end with NULL. */
static const char *param(void *baton, const char *name)
{
    size_t length = strlen(name);

    for (const char *const *pair = baton; *pair; pair++) {
        if (!strncmp(*pair, name, length) && (*pair)[length] == '=') {
            return *pair + length + 1;
        }
    }
    return NULL;
}

static cc_context_t ctx;
static cc_user_t user = {.id = 1, .login = "CC", .name = "C", .user_type = "EXT", .active = true};
static cc_access_t owner = {.id = 1, .customer = {.id = 1, .number = "00028"}, .role = CC_ROLE_OWNER};
static cc_access_t basic = {.id = 2, .customer = {.id = 1, .number = "00028"}, .role = CC_ROLE_BASIC};
static cc_view_t view = {.user = &user, .current = &owner};

/* The query in one line: sort, direction, page, rows per page, columns, what is searched and filtered. */
static const char *summary(const cc_grid_def_t *def, const cc_grid_query_t *q)
{
    const char *text = apr_psprintf(ctx.pool, "%s %s p%d/%d", def->columns[q->sort].name,
                                    q->descending ? "desc" : "asc", q->page, q->per_page);

    for (int i = 0; i < q->column_count; i++) {
        text = apr_pstrcat(ctx.pool, text, i ? "," : " ", def->columns[q->columns[i]].name, NULL);
    }
    if (q->q_key) {
        text = apr_pstrcat(ctx.pool, text, " q=", q->q_key, NULL);
    }
    for (int i = 0; i < def->count; i++) {
        if (q->filter_keys[i]) {
            text = apr_pstrcat(ctx.pool, text, " ", def->columns[i].name, "=", q->filter_keys[i], NULL);
        }
    }
    return text;
}

static const char *ask(const cc_grid_def_t *def, const char *const *pairs)
{
    cc_grid_query_t query;

    if (cc_grid_query_make(&ctx, def, &view, param, (void *)pairs, &query) != CC_OK) {
        return "failed";
    }
    return summary(def, &query);
}

#define ALL " user,role,days_back,notes"
#define PLAIN "user asc p1/25" ALL

/* A filter offers names as they are, however long they are, and however many letters they fold to. */
static void test_long_choices(void)
{
    const cc_grid_def_t *orders = cc_grid_def("orders");
    const char *name = "", *wide = "";

    for (int i = 0; i < 254; i++) {
        name = apr_pstrcat(ctx.pool, name, i % 9 ? "N" : "\xC3\x9F", NULL);
        wide = apr_pstrcat(ctx.pool, wide, "\xEF\xB7\xBA", NULL); /* 18 letters */
    }
    for (int i = 0; i < 2; i++) {
        const char *text = i ? wide : name;
        const char *pairs[] = {apr_pstrcat(ctx.pool, "filter.type_name==", text, NULL), NULL};
        cc_grid_query_t query;
        cc_grid_shape_t shape;
        const apr_array_header_t *args;
        ok(cc_grid_query_make(&ctx, orders, &view, param, (void *)pairs, &query) == CC_OK &&
               query.filter_keys[1] != NULL,
           "a long name is a filter");
        shape = cc_grid_shape(orders, &view, &query);
        args = cc_grid_args(&ctx, &shape, &view, &query);
        is_str(APR_ARRAY_IDX(args, 4, const char *), cc_text_key(ctx.pool, text), "by the key that documents have");
    }
}

static void test_queries(const cc_grid_def_t *def)
{
    const char *long_text = apr_pstrcat(ctx.pool, "q=", apr_psprintf(ctx.pool, "%0201d", 0), NULL);
    const struct {
        const char *name, *pairs[4], *want;
    } table[] = {
        {"nothing asked", {NULL}, PLAIN},
        {"sort", {"sort=notes"}, "notes asc p1/25" ALL},
        {"sort downwards", {"sort=role", "dir=desc"}, "role desc p1/25" ALL},
        {"only a direction", {"dir=desc"}, "user desc p1/25" ALL},
        {"unknown column, and its direction", {"sort=password_hash", "dir=desc"}, PLAIN},
        {"SQL as a column", {"sort=a.id;DROP TABLE users"}, PLAIN},
        {"SQL as a direction", {"sort=notes", "dir=desc,(SELECT 1)"}, "notes asc p1/25" ALL},
        {"direction in capitals", {"dir=DESC"}, PLAIN},
        {"empty values", {"sort=", "dir=", "per_page="}, PLAIN},
        {"page", {"page=7"}, "user asc p7/25" ALL},
        {"page 0", {"page=0"}, PLAIN},
        {"page below", {"page=-1"}, PLAIN},
        {"page with a sign", {"page=+2"}, PLAIN},
        {"page as a word", {"page=two"}, PLAIN},
        {"page beyond int", {"page=99999999999"}, PLAIN},
        {"10 rows", {"per_page=10"}, "user asc p1/10" ALL},
        {"50 rows", {"per_page=50"}, "user asc p1/50" ALL},
        {"100 rows", {"per_page=100"}, "user asc p1/100" ALL},
        {"11 rows", {"per_page=11"}, PLAIN},
        {"1000 rows", {"per_page=1000"}, PLAIN},
        {"1e2 rows", {"per_page=1e2"}, PLAIN},
        {"columns in order", {"columns=notes,user"}, "user asc p1/25 notes,user"},
        {"columns twice", {"columns=user,user,role,user"}, "user asc p1/25 user,role"},
        {"some unknown columns", {"columns=x,role,password_hash"}, "user asc p1/25 role"},
        {"only unknown columns", {"columns=x,y"}, PLAIN},
        {"empty list", {"columns=,,,"}, PLAIN},
        {"search is folded", {"q=  CARTER "}, PLAIN " q=carter"},
        {"search in Cyrillic", {"q=\xD0\x96"}, PLAIN " q=\xD0\xB6"},
        {"search of blanks", {"q=   "}, PLAIN},
        {"search too long", {long_text}, PLAIN},
        {"search is text", {"q=' OR '1'='1"}, PLAIN " q=' or '1'='1"},
        {"filters", {"filter.role=Billing", "filter.notes=X"}, PLAIN " role=billing notes=x"},
        {"filter of an unknown column", {"filter.email=x"}, PLAIN},
        {"filter of a number", {"filter.days_back=30"}, PLAIN " days_back=30"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        is_str(ask(def, table[i].pairs), table[i].want, table[i].name);
    }
}

/* Columns that the role forbids cannot be sorted, filtered or shown: nothing of them leaks by any of these. */
static void test_rights(const cc_grid_def_t *def)
{
    static const char *const pairs[] = {"sort=notes", "filter.notes=x", "columns=notes", "dir=desc", NULL};

    view.current = &basic;
    is_str(ask(def, pairs), "user asc p1/25", "a role without the right gets no column, sort or filter");
    view.current = NULL;
    is_str(ask(def, pairs), "user asc p1/25", "nor does nobody");
    view.current = &owner;
}

static void test_layout(const cc_grid_def_t *def)
{
    static const char *const layout[] = {"columns=notes,role", "sort=role", "dir=desc", "per_page=50", NULL};
    static const char *const odd[] = {"columns=nothing", "sort=x", "per_page=7", "q=carter", NULL};
    static const char *const none[] = {NULL}, *const without[] = {"columns=notes,-role", NULL},
                             *const request[] = {"sort=user", "per_page=10", NULL};

    is_int(cc_grid_layout_save(&ctx, def, &view, param, (void *)layout), CC_OK, "a layout is saved");
    is_str(ask(def, none), "role desc p1/50 notes,role", "and comes back");
    is_str(ask(def, request), "user asc p1/10 notes,role", "the request goes before it");
    is_str(ask(def, without), "role desc p1/50 notes", "of the columns as well");
    is_int(cc_grid_layout_save(&ctx, def, &view, param, (void *)odd), CC_OK, "a layout of unknown values is saved");
    is_str(ask(def, none), PLAIN, "as the defaults, and without the search");
    is_int(cc_grid_layout_reset(&ctx, def, user.id), CC_OK, "a layout is forgotten");
    is_str(ask(def, none), PLAIN, "then the defaults hold");
    user.id = 2;
    cc_grid_layout_save(&ctx, def, &view, param, (void *)layout);
    user.id = 1;
    is_str(ask(def, none), PLAIN, "another user's layout is not mine");
}

/* Each side has its grids, and neither those of the other, whatever the role. */
static void test_sides(void)
{
    static const char *const site[] = {"users", "orders", "invoices", "due-payments", "payment-history"};
    static const char *const office[] = {"users", "parties", "external-access", "customer"};
    const cc_view_t administrator = {.user = &user, .back_office = true, .customer_id = 1};
    const cc_view_t both = {.user = &user, .back_office = true, .current = &owner};
    cc_grid_query_t query;
    cc_grid_result_t result;

    for (size_t i = 0; i < sizeof(site) / sizeof(site[0]); i++) {
        const cc_grid_def_t *def = cc_grid_of(ctx.pool, &view, site[i]);
        ok(def && def == cc_grid_def(site[i]), "a site has %s", site[i]);
        is_int(cc_grid_query_make(&ctx, def, &administrator, NULL, NULL, &query), CC_OK, "asked by the back office");
        is_int(cc_grid_page(&ctx, def, &administrator, &query, &result), CC_REFUSED, "is refused");
        apr_array_header_t *counts = apr_array_make(ctx.pool, 1, sizeof(cc_grid_count_t));
        APR_ARRAY_PUSH(counts, cc_grid_count_t) = (cc_grid_count_t){def, NULL, 0};
        is_int(cc_grid_counts(&ctx, &both, counts), CC_REFUSED, "an Owner's row does not help there");
        ok(!query.column_count, "no column is offered");
    }
    for (size_t i = 0; i < sizeof(office) / sizeof(office[0]); i++) {
        const cc_grid_def_t *def = cc_grid_of(ctx.pool, &administrator, office[i]);
        ok(def && strcmp(cc_grid_key(def), office[i]) != 0 && !strcmp(def->name, office[i]), "the back office has %s",
           office[i]);
        is_int(cc_grid_query_make(&ctx, def, &view, NULL, NULL, &query), CC_OK, "asked by an Owner");
        is_int(cc_grid_page(&ctx, def, &view, &query, &result), CC_REFUSED, "is refused");
        ok(!query.column_count, "no column is offered");
        is_int(cc_grid_query_make(&ctx, def, &administrator, NULL, NULL, &query), CC_OK, "asked by the back office");
        is_int(cc_grid_page(&ctx, def, &administrator, &query, &result), CC_OK, "is answered");
        is_int(query.column_count, def->count, "with all columns");
    }
    ok(!cc_grid_of(ctx.pool, &administrator, "orders"), "the back office knows no orders");
    ok(!cc_grid_of(ctx.pool, &view, "parties"), "a site knows no parties");
}

static bool open_memory(apr_pool_t *pool)
{
    memory.pool = pool;
    return apr_dbd_init(pool) == APR_SUCCESS && apr_dbd_get_driver(pool, "sqlite3", &memory.driver) == APR_SUCCESS &&
           apr_dbd_open(memory.driver, pool, ":memory:", &memory.handle) == APR_SUCCESS;
}

int main(void)
{
    apr_pool_t *pool;
    const cc_grid_def_t *def = cc_grid_def("users");

    apr_initialize();
    apr_pool_create(&pool, NULL);
    if (!ok(open_memory(pool), "SQLite in memory")) {
        return done();
    }
    ctx =
        (cc_context_t){.pool = pool, .db = cc_db_make(pool, &provider, &to_tap), .log = &to_tap, .today = "2026-11-22"};
    is_int(cc_schema_apply(ctx.db, NULL), CC_OK, "the schema");
    cc_db_direct(ctx.db, "users",
                 "INSERT INTO users (id, login, login_key, name, user_key, user_type, language, created_at) VALUES "
                 "(1, 'a', 'a', 'a', 'a', 'EXT', 'en', 0), (2, 'b', 'b', 'b', 'b', 'EXT', 'en', 0)");
    ok(def && !cc_grid_def("users ") && !cc_grid_def(""), "grids are known by their exact name");
    test_long_choices();
    test_queries(def);
    test_rights(def);
    test_layout(def);
    test_sides();
    return done();
}
