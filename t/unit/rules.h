/* What test_rules.c and test_rules_race.c share: a world of a few users, each likely to meet each other, numbers at
 * random, and what the tables have, as text. */
#ifndef CC_RULES_H
#define CC_RULES_H

#include "fixture.h"
#include "rules_model.h"

#include "chance.h"
#include "domain/access_panel.h"
#include "domain/user_admin.h"

#include <inttypes.h>

typedef struct {
    fixture_t f;
    apr_pool_t *pool; /* of a step */
    uint64_t chance;
    model_t m;
    int step, different;
    int64_t audited;    /* the last record that was looked at */
    const char *did;    /* what this step does, for the reader */
    cc_status_t status; /* how it ended */
    int outcomes[CC_BROKEN + 1];
} rules_t;

#define SAY(r, ...) apr_psprintf((r)->pool, __VA_ARGS__)
#define BELOW(r, n) chance_below(&(r)->chance, n)
#define ONE_IN(r, n) (BELOW(r, n) == 0)
#define ONE_OF(r, list) ((list)[BELOW(r, (int)(sizeof(list) / sizeof((list)[0])))])

/* Administrators of the back office have no access of their own, so that a record tells from where somebody acted. */
#define ADMINS 3
static const struct {
    const char *login, *type;
    bool active, admin;
} rules_people[MODEL_USERS] = {
    {"chief", "INT", true, true},  {"deputy", "INT", true, true}, {"clerk", "INT", true, false},
    {"anna", "EXT", true, false},  {"bert", "EXT", true, false},  {"carl", "EXT", true, false},
    {"dora", "EXT", true, false},  {"emil", "EXT", true, false},  {"fritz", "EXT", true, false},
    {"gerda", "EXT", true, false}, {"hanna", "INT", true, false}, {"inge", "EXT", true, false},
    {"robot", "SYS", true, false}, {"gone", "EXT", false, false}};
static const char *const rules_numbers[MODEL_CUSTOMERS] = {"00028", "00031", "00040", "00050"};
static const int rules_roles[] = {10, 20, 30, 40, 80, 90};

static inline const char *role_code(apr_pool_t *pool, int role)
{
    return apr_psprintf(pool, "L%d", role);
}

static inline const char *days_text(apr_pool_t *pool, int days)
{
    return days < 0 ? "" : apr_itoa(pool, days);
}

static inline int some_days(rules_t *r)
{
    static const int days[] = {-1, -1, -1, 0, 30, 30, 31, 100, CC_DAYS_MAX};

    return ONE_OF(r, days);
}

/* ---- what the tables have ---- */

static inline cc_status_t join_row(void *baton, const cc_row_t *row)
{
    apr_array_header_t *texts = ((void **)baton)[0];
    const int *columns = ((void **)baton)[1];
    apr_array_header_t *cells = apr_array_make(texts->pool, *columns, sizeof(const char *));

    for (int i = 0; i < *columns; i++) {
        const char *cell = cc_row_text(row, i);
        APR_ARRAY_PUSH(cells, const char *) = apr_pstrdup(texts->pool, cell ? cell : "");
    }
    APR_ARRAY_PUSH(texts, const char *) = apr_array_pstrcat(texts->pool, cells, '|');
    return CC_OK;
}

/* All rows of this SELECT, each its columns with | between them. */
static inline apr_array_header_t *rows_of(rules_t *r, int columns, const char *sql)
{
    apr_array_header_t *texts = apr_array_make(r->pool, 32, sizeof(const char *));

    if (cc_db_select_text(r->f.ctx.db, "test", sql, CC_NO_ARGS, join_row, (void *[]){texts, &columns}) != CC_OK) {
        printf("Bail out! cannot read: %s\n", sql);
        exit(1);
    }
    return texts;
}

static inline const char *lines_of(rules_t *r, const apr_array_header_t *texts)
{
    return texts->nelts ? apr_array_pstrcat(r->pool, texts, '\n') : "";
}

static inline int number_from(const char *name, int otherwise)
{
    const char *text = getenv(name);

    return text && *text ? atoi(text) : otherwise; /* NOLINT(cert-err34-c): the tester's own */
}

static inline int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static inline const char *sorted(rules_t *r, apr_array_header_t *texts)
{
    qsort(texts->elts, (size_t)texts->nelts, sizeof(const char *), by_text);
    return lines_of(r, texts);
}

/* The tables, one line per row: access in the order of customers and users, then customers, then users. */
static inline const char *table_text(rules_t *r)
{
    return apr_pstrcat(r->pool,
                       lines_of(r, rows_of(r, 7,
                                           "SELECT customer_id, user_id, id, role, days_back, notes, version FROM "
                                           "external_access ORDER BY customer_id, user_id")),
                       "\n", lines_of(r, rows_of(r, 2, "SELECT number, access_version FROM customers ORDER BY id")),
                       "\n",
                       lines_of(r, rows_of(r, 5,
                                           "SELECT login, user_type, active, is_admin, version FROM users "
                                           "ORDER BY id")),
                       NULL);
}

/* The same as the model has it. */
static inline const char *model_text(rules_t *r)
{
    apr_array_header_t *lines = apr_array_make(r->pool, 64, sizeof(const char *));

    for (int c = 0; c < MODEL_CUSTOMERS; c++) {
        for (int u = 0; u < MODEL_USERS; u++) {
            const model_row_t *row = &r->m.rows[c][u];
            if (row->id) {
                APR_ARRAY_PUSH(lines, const char *) =
                    SAY(r, "%" PRId64 "|%" PRId64 "|%" PRId64 "|%s|%s|%s|%d", r->m.customers[c].id, r->m.users[u].id,
                        row->id, role_code(r->pool, row->role), days_text(r->pool, row->days),
                        row->notes ? row->notes : "", row->version);
            }
        }
    }
    for (int c = 0; c < MODEL_CUSTOMERS; c++) {
        APR_ARRAY_PUSH(lines, const char *) =
            SAY(r, "%s|%" PRId64, r->m.customers[c].number, r->m.customers[c].version);
    }
    for (int u = 0; u < MODEL_USERS; u++) {
        const model_user_t *user = &r->m.users[u];
        APR_ARRAY_PUSH(lines, const char *) =
            SAY(r, "%s|%s|%d|%d|%d", user->login, user->type, user->active, user->admin, user->version);
    }
    return apr_array_pstrcat(r->pool, lines, '\n');
}

/* Equal texts; otherwise the number of the step is told, and what repeats it. */
static inline bool same(rules_t *r, const char *what, const char *got, const char *want)
{
    if (strcmp(got, want) != 0) {
        r->different++;
        diag("step %d: %s: %s\n--- got\n%s\n--- want\n%s", r->step, r->did ? r->did : "", what, got, want);
        return false;
    }
    return true;
}

static inline int64_t row_id_of(rules_t *r, int customer, int user)
{
    return number_of(&r->f,
                     SAY(r, "SELECT id FROM external_access WHERE customer_id = %" PRId64 " AND user_id = %" PRId64,
                         r->m.customers[customer].id, r->m.users[user].id));
}

/* ---- the world ---- */

static inline void make_company(rules_t *r, const char *code, const char *customer)
{
    cc_company_t company = {.code = code, .name = code};
    cc_agreement_t agreement = {
        .number = customer, .party = "00028", .enterprise_company = code, .from_date = "2020-01-01"};
    cc_problems_t *problems = cc_problems_make(r->f.pool);
    cc_status_t status = cc_db_begin(r->f.ctx.db);

    status = status == CC_OK ? cc_company_put(&r->f.ctx, &company, problems) : status;
    settled(&r->f, status == CC_OK ? cc_agreement_put(&r->f.ctx, &agreement, problems) : status, code);
}

/* Users as in the beginning: the steps make more and more of them powerless. */
static inline void reset_people(rules_t *r)
{
    for (int u = 0; u < MODEL_USERS; u++) {
        cc_user_record_t record = {0};
        cc_status_t status = cc_db_begin(r->f.ctx.db);
        status = status == CC_OK ? cc_user_record_get(&r->f.ctx, r->m.users[u].id, &record) : status;
        cc_user_t user = record.user;
        user.user_type = rules_people[u].type;
        user.active = rules_people[u].active;
        user.is_admin = rules_people[u].admin;
        status =
            status == CC_OK ? cc_user_put(&r->f.ctx, &record.user, &user, NULL, cc_problems_make(r->pool)) : status;
        settled(&r->f, status, "a user");
        r->m.users[u] =
            (model_user_t){user.id, rules_people[u].login, rules_people[u].type, user.active, user.is_admin, 0};
        r->m.users[u].version = (int)number_of(&r->f, SAY(r, "SELECT version FROM users WHERE id = %" PRId64, user.id));
    }
}

/* Rows for most of the users, and none of those that there were: Owners only become more. */
static inline void reset_rows(rules_t *r)
{
    cc_db_direct(r->f.ctx.db, "test", "DELETE FROM external_access");
    memset(r->m.rows, 0, sizeof(r->m.rows));
    for (int c = 0; c < MODEL_CUSTOMERS; c++) {
        for (int u = ADMINS; u < MODEL_USERS; u++) {
            int role = u == ADMINS ? OWNER : u < 7 ? LEAST_ADMIN : rules_roles[BELOW(r, 5)], days = some_days(r);
            if (u < 6 || ONE_IN(r, 2)) {
                make_access(&r->f, rules_numbers[c], r->m.users[u].login, (cc_role_t)role, days);
                model_write(&r->m, c, u, row_id_of(r, c, u), role, days, NULL);
            }
        }
        r->m.customers[c].version =
            number_of(&r->f, SAY(r, "SELECT access_version FROM customers WHERE id = %" PRId64, r->m.customers[c].id));
    }
    r->audited = number_of(&r->f, "SELECT MAX(id) FROM audit");
}

/* Customers of two enterprise companies, everybody, and their rows. */
static inline void make_world(rules_t *r)
{
    fixture_fill(&r->f);
    make_customer(&r->f, "00040", "Third");
    make_company(r, "OTHER", "00050");
    for (int u = 0; u < MODEL_USERS; u++) {
        r->m.users[u].id = make_user(&r->f, rules_people[u].login, "EXT", "");
    }
    for (int c = 0; c < MODEL_CUSTOMERS; c++) {
        r->m.customers[c].number = rules_numbers[c];
        r->m.customers[c].id = customer_id(&r->f, rules_numbers[c]);
    }
    reset_people(r);
    reset_rows(r);
}

/* Who acts in this step. */
static inline void act_as(rules_t *r, int actor)
{
    r->f.ctx.actor_id = actor >= 0 ? r->m.users[actor].id : 0;
    r->f.ctx.actor_label = actor >= 0 ? r->m.users[actor].login : "ccadmin";
}

static inline void next_step(rules_t *r)
{
    apr_pool_clear(r->pool);
    r->f.ctx.pool = r->pool;
    cc_db_set_pool(r->f.ctx.db, r->pool);
    r->f.ctx.now += 60; /* so that nobody comes near the limit of look-ups */
    r->did = NULL;
    r->status = CC_OK;
}

#endif
