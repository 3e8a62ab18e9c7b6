/* Changes of access that race: several connections at once add, change and remove rows in User Management, in panels of
 * the back office and by ccadmin, on few rows, while administrators activate, deactivate and demote each other and the
 * users. The audit is the order in which it happened. Played through the model of the rules (rules_model.h), each
 * change has to be allowed by what was true right then and to start from what was there; the last state is that of the
 * tables, versions included; and what was answered with success is in the audit, once. CC_RULES_SEED and CC_RULES_STEPS
 * say what is done, not in which order; `make fuzz-rules` does more of it. */
#include "fixture.h"
#include "rules_replay.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>

#define CHILDREN 4
#define PATIENCE 120 /* seconds after which a racer gives up: another one has ended and will never come */
#define STEPS 12     /* of each: SQLite has those who wait sleep for long */
#define CONTESTED 1  /* customers */
#define RIVALS 5 /* users with access, who change each other: the fewer, the more often what is being done is over */
#define PANEL_ROWS 3 /* of which each may be changed, removed or new */

/* ---- the children: each tells by lines what was answered with success ---- */

typedef struct {
    rules_t *r;
    int child, out;
    pthread_barrier_t *start; /* of each step: left to themselves, SQLite has one go on until it is done */
} racer_t;

__attribute__((format(printf, 2, 3))) static void tell(racer_t *a, const char *format, ...)
{
    va_list args;
    char line[128];
    int length;

    va_start(args, format);
    length = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (write(a->out, line, (size_t)length) != length) {
        _exit(1);
    }
}

/* Whether it succeeded; how it may not end is told as well. */
static bool succeeded(racer_t *a, cc_status_t status)
{
    if (status != CC_OK && status != CC_NOT_FOUND && status != CC_INVALID && status != CC_REFUSED &&
        status != CC_CONFLICT) {
        tell(a, "! %d\n", status);
    }
    return status == CC_OK;
}

/* A whole row of one SELECT, "" when there is none. */
static const char *first_of(rules_t *r, int columns, const char *sql)
{
    const apr_array_header_t *rows = rows_of(r, columns, sql);

    return rows->nelts ? APR_ARRAY_IDX(rows, 0, const char *) : "";
}

/* The row as a page shows it; 0: there is none. */
static int64_t seen(rules_t *r, int c, int u, int *version)
{
    const char *row = first_of(
        r, 2,
        SAY(r, "SELECT id, version FROM external_access WHERE customer_id = %" PRId64 " AND user_id = %" PRId64,
            r->m.customers[c].id, r->m.users[u].id));

    *version = *row ? atoi(strchr(row, '|') + 1) : 0;
    return *row ? atoll(row) : 0;
}

static int some_rival_role(rules_t *r)
{
    return ONE_IN(r, 40) ? OWNER : ONE_IN(r, 2) ? LEAST_ADMIN : rules_roles[BELOW(r, 5)];
}

static void race_manage(racer_t *a, int c, int u, const char *note)
{
    rules_t *r = a->r;
    int actor = ADMINS + BELOW(r, RIVALS + 1), version; /* the Owner as well */
    cc_access_actor_t who = {r->m.users[actor].id, r->m.customers[c].id};
    cc_access_values_t values = {(cc_role_t)some_rival_role(r), some_days(r), note};
    cc_problems_t *problems = cc_problems_make(r->pool);
    int64_t id = seen(r, c, u, &version);
    cc_status_t status;
    bool away = id && ONE_IN(r, 3);

    act_as(r, actor);
    status = !id    ? cc_access_add(&r->f.ctx, &who, SAY(r, "%s@example.com", r->m.users[u].login), &values, problems)
             : away ? cc_access_remove(&r->f.ctx, &who, id, version, problems)
                    : cc_access_edit(&r->f.ctx, &who, id, version, &values, NULL, problems);
    if (succeeded(a, status)) {
        tell(a, "v %d\n%s %s\n", c, away ? "-" : "+", away ? "x" : note);
    }
}

static void race_panel(racer_t *a, int c, const char *note)
{
    rules_t *r = a->r;
    apr_array_header_t *rows = apr_array_make(r->pool, PANEL_ROWS, sizeof(cc_panel_row_t));
    int first = BELOW(r, RIVALS), version;
    int64_t shown =
        number_of(&r->f, SAY(r, "SELECT access_version FROM customers WHERE id = %" PRId64, r->m.customers[c].id));
    cc_panel_customer_t customer;

    act_as(r, BELOW(r, ADMINS));
    for (int n = 0; n < PANEL_ROWS; n++) {
        int u = ADMINS + 1 + (first + n) % RIVALS;
        int64_t id = seen(r, c, u, &version);
        cc_panel_row_t *row = apr_array_push(rows);
        *row = (cc_panel_row_t){.field = SAY(r, "row.%d", n),
                                .id = id ? SAY(r, "%" PRId64, id) : NULL,
                                .user = r->m.users[u].login,
                                .role = role_code(r->pool, some_rival_role(r)),
                                .days_back = days_text(r->pool, some_days(r)),
                                .notes = SAY(r, "%s.%d", note, n),
                                .remove = id && ONE_IN(r, 3)};
    }
    if (succeeded(a, cc_access_panel_apply(&r->f.ctx, r->m.customers[c].number, shown, rows, false, &customer,
                                           cc_problems_make(r->pool)))) {
        tell(a, "v %d\n", c);
        for (int n = 0; n < PANEL_ROWS; n++) {
            const cc_panel_row_t *row = &APR_ARRAY_IDX(rows, n, cc_panel_row_t);
            tell(a, "%s %s\n", row->remove ? "-" : "+", row->remove ? "x" : row->notes);
        }
    }
}

static void race_command(racer_t *a, int c, int u, const char *note)
{
    rules_t *r = a->r;
    cc_problems_t *problems = cc_problems_make(r->pool);
    const char *number = r->m.customers[c].number, *login = r->m.users[u].login;

    act_as(r, OFFICE);
    if (ONE_IN(r, 3)) {
        if (succeeded(a, cc_access_revoke(&r->f.ctx, number, login, problems))) {
            tell(a, "v %d\n- x\n", c);
        }
    } else if (succeeded(a, cc_access_grant(&r->f.ctx, number, login, role_code(r->pool, some_rival_role(r)), NULL,
                                            note, problems))) {
        tell(a, "v %d\n+ %s\n", c, note);
    }
}

/* Standing of one of the administrators, or of a user, who is often deactivated and activated again. */
static void race_user(racer_t *a)
{
    rules_t *r = a->r;
    int u = ONE_IN(r, 3) ? BELOW(r, ADMINS) : ADMINS + BELOW(r, RIVALS + 1);
    cc_user_record_t record = {0};
    cc_user_changes_t form;
    cc_user_t *user = &record.user;

    act_as(r, BELOW(r, ADMINS));
    if (cc_user_record_get(&r->f.ctx, r->m.users[u].id, &record) != CC_OK) {
        tell(a, "! no user\n");
        return;
    }
    form = (cc_user_changes_t){.name = user->name,
                               .login = user->login,
                               .email = user->email,
                               .user_type = u < ADMINS     ? "INT"
                                            : ONE_IN(r, 6) ? "SYS"
                                                           : "EXT",
                               .active = !ONE_IN(r, 4),
                               .is_admin = u < ADMINS && !ONE_IN(r, 4),
                               .version = user->version};
    if (succeeded(a, cc_user_admin_save(&r->f.ctx, r->m.users[u].id, &form, cc_problems_make(r->pool))) &&
        (form.active != user->active || form.is_admin != user->is_admin ||
         strcmp(form.user_type, user->user_type) != 0)) {
        tell(a, "u %d\n", u);
    }
}

/* ccadmin activates or deactivates one, which is a change of the user also where it was so. */
static void race_active(racer_t *a)
{
    rules_t *r = a->r;
    int u = BELOW(r, ADMINS + RIVALS + 1);

    act_as(r, OFFICE);
    if (succeeded(a, cc_account_set_active(&r->f.ctx, r->m.users[u].login, !ONE_IN(r, 3)))) {
        tell(a, "u %d\n", u);
    }
}

/* Does not come back. */
static void race(racer_t *a, int seed)
{
    rules_t *r = a->r;

    alarm(PATIENCE);
    connect_to(&r->f);
    r->chance = chance_seeded((uint64_t)seed * CHILDREN + (uint64_t)a->child);
    for (r->step = 0; r->step < number_from("CC_RULES_STEPS", STEPS); r->step++) {
        const char *note;
        int c = BELOW(r, CONTESTED), u = ADMINS + 1 + BELOW(r, RIVALS), kind = BELOW(r, 10);
        next_step(r);
        note = SAY(r, "n%d.%d", a->child, r->step);
        pthread_barrier_wait(a->start);
        if (kind < 5) {
            race_manage(a, c, u, note);
        } else if (kind < 7) {
            race_panel(a, c, note);
        } else if (kind < 9) {
            race_command(a, c, u, note);
        } else {
            (ONE_IN(r, 3) ? race_active : race_user)(a);
        }
    }
    if (r->f.errors) {
        tell(a, "! %d errors\n", r->f.errors);
    }
    _exit(0);
}

/* On memory that all of them share. */
static pthread_barrier_t *make_start(void)
{
    pthread_barrier_t *start = mmap(NULL, sizeof(*start), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_barrierattr_t shared;

    if (start == MAP_FAILED || pthread_barrierattr_init(&shared) != 0 ||
        pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED) != 0 ||
        pthread_barrier_init(start, &shared, CHILDREN) != 0) {
        printf("Bail out! no barrier\n");
        exit(1);
    }
    pthread_barrierattr_destroy(&shared);
    return start;
}

/* All that they tell, when all of them are done. */
static apr_array_header_t *race_all(rules_t *r, int seed)
{
    apr_array_header_t *lines = apr_array_make(r->f.pool, 256, sizeof(const char *));
    pthread_barrier_t *start = make_start();
    int ends[2], status;
    char text[256], *line;
    FILE *in;

    fflush(stdout);
    apr_pool_destroy(r->f.conn.pool); /* no connection goes through a fork */
    if (pipe(ends) != 0) {
        printf("Bail out! no pipe\n");
        exit(1);
    }
    for (int i = 0; i < CHILDREN; i++) {
        if (!fork()) {
            close(ends[0]);
            race(&(racer_t){r, i, ends[1], start}, seed);
        }
    }
    close(ends[1]);
    in = fdopen(ends[0], "r");
    if (!in) {
        printf("Bail out! no stream\n");
        exit(1);
    }
    while ((line = fgets(text, sizeof(text), in))) {
        APR_ARRAY_PUSH(lines, const char *) = apr_pstrndup(r->f.pool, line, strcspn(line, "\n"));
    }
    for (int i = 0; i < CHILDREN; i++) {
        wait(&status);
        is_int(status, 0, "a racer ends by itself");
    }
    fclose(in);
    munmap(start, sizeof(*start));
    connect_to(&r->f);
    cc_db_set_pool(r->f.ctx.db, r->pool);
    return lines;
}

/* ---- the whole ---- */

/* What was told of success, added to the model, and held against the records. */
static void compare_told(replay_t *p, const apr_array_header_t *lines)
{
    rules_t *r = p->r;
    apr_array_header_t *notes = apr_array_make(r->pool, 256, sizeof(const char *)),
                       *odd = apr_array_make(r->pool, 4, sizeof(const char *));
    int removed = 0;

    for (int i = 0; i < lines->nelts; i++) {
        const char *line = APR_ARRAY_IDX(lines, i, const char *);
        switch (*line) {
        case 'v': r->m.customers[atoi(line + 2)].version++; break;
        case 'u': r->m.users[atoi(line + 2)].version++; break;
        case '+': APR_ARRAY_PUSH(notes, const char *) = line + 2; break;
        case '-': removed++; break;
        default: APR_ARRAY_PUSH(odd, const char *) = line;
        }
    }
    is_str(lines_of(r, odd), "", "every answer was one of those that are known");
    ok(notes->nelts > CHILDREN && removed, "%d rows were given, %d taken away", notes->nelts, removed);
    is_str(sorted(r, p->notes), sorted(r, notes), "what was answered with success is in the audit, once");
    is_int(p->removed, removed, "so are removals");
}

static void compare_tables(rules_t *r)
{
    for (int c = 0; c < MODEL_CUSTOMERS; c++) {
        for (int u = 0; u < MODEL_USERS; u++) {
            if (r->m.rows[c][u].id) {
                r->m.rows[c][u].id = row_id_of(r, c, u);
            }
        }
    }
    is_str(table_text(r), model_text(r), "the tables are as the records left them");
}

int main(void)
{
    int seed = number_from("CC_RULES_SEED", 1);
    rules_t r = {.chance = chance_seeded((uint64_t)seed)};
    replay_t p = {.r = &r};
    apr_array_header_t *lines;

    diag("CC_RULES_SEED=%d", seed);
    fixture_open(&r.f);
    apr_pool_create(&r.pool, r.f.pool);
    make_world(&r);
    lines = race_all(&r, seed);
    p.notes = apr_array_make(r.pool, 256, sizeof(const char *));
    is_int(cc_db_select_text(
               r.f.ctx.db, "test",
               SAY(&r,
                   "SELECT id, action, actor_id, customer_id, user_id, before_values, after_values FROM audit "
                   "WHERE id > %" PRId64 " AND result = 'ok' AND action IN ('access.add', 'access.edit', "
                   "'access.remove', 'user.edit', 'user.activate', 'user.deactivate') ORDER BY id",
                   r.audited),
               CC_NO_ARGS, replay_record, &p),
           CC_OK, "the records are read");
    is_int(r.different, 0, "each change starts from what was there, and was allowed by what was true right then");
    compare_told(&p, lines);
    compare_tables(&r);
    ok(audit_is_chain(&r.f), "the audit is one chain");
    is_int(r.f.errors, 0, "nothing was logged as an error");
    fixture_close(&r.f);
    return done();
}
