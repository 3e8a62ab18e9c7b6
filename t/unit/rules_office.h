/* The steps of test_rules.c that the back office takes: the panel of a customer, and users. */
#ifndef CC_RULES_OFFICE_H
#define CC_RULES_OFFICE_H

#include "rules_steps.h"

#define PANEL_MAX 6

/* A row of a panel as the model takes it. */
typedef struct {
    int user; /* NOBODY: left out */
    int64_t id;
    int role, days;
    const char *notes;
    bool again; /* a new row of a user whose row the same panel removes: refused or done, both are right */
} asked_t;

static inline const char *field_of(rules_t *r, int n, const char *name)
{
    return SAY(r, "row.%d.%s", n, name);
}

/* What is not sent stays, or is nothing for a new one. */
static inline void type_row(rules_t *r, int n, cc_panel_row_t *row, const model_row_t *present, asked_t *a,
                            wrong_t *wrong)
{
    int role = some_role(r), days = some_days(r);

    row->role = ONE_IN(r, 5) ? NULL : ONE_IN(r, 25) ? "L41" : role_code(r->pool, role);
    row->days_back = ONE_IN(r, 4) ? NULL : ONE_IN(r, 25) ? "1e3" : days_text(r->pool, days);
    row->notes = ONE_IN(r, 4) ? NULL : ONE_IN(r, 4) ? " " : SAY(r, " p%d.%d", r->step, n);
    a->role = row->role ? role : present->role;
    a->days = row->days_back ? days : present->id ? present->days : -1;
    a->notes = row->notes ? (*(row->notes + 1) ? row->notes + 1 : NULL) : present->notes;
    is_wrong(wrong, (row->role && !strcmp(row->role, "L41")) || !a->role, CC_INVALID, field_of(r, n, "role"));
    is_wrong(wrong, row->days_back && !strcmp(row->days_back, "1e3"), CC_INVALID, field_of(r, n, "days_back"));
}

static inline void ask_present(rules_t *r, int c, int n, cc_panel_row_t *row, asked_t *a, const asked_t *before,
                               wrong_t *wrong)
{
    const model_row_t *present;
    int first = wrong->count;
    bool twice = false;

    a->id = some_row(r, c, &a->user);
    row->id = SAY(r, "%" PRId64, a->id);
    is_wrong(wrong, a->user == NOBODY, CC_INVALID, field_of(r, n, "id"));
    is_wrong(wrong, a->user == NOBODY, CC_INVALID, field_of(r, n, "user"));
    present = a->user == NOBODY ? &(model_row_t){0} : &r->m.rows[c][a->user];
    for (int i = 0; i < n; i++) {
        twice |= before[i].id == a->id;
    }
    is_wrong(wrong, twice, CC_INVALID, field_of(r, n, "id"));
    row->user = ONE_IN(r, 2) || a->user == NOBODY ? NULL : SAY(r, " %s", r->m.users[a->user].login);
    if (a->user != NOBODY && ONE_IN(r, 20)) {
        row->user = r->m.users[(a->user + 1) % MODEL_USERS].login;
        is_wrong(wrong, true, CC_INVALID, field_of(r, n, "user"));
    }
    if (ONE_IN(r, 3)) {
        row->remove = true;
        a->role = 0;
        is_wrong(wrong, present->role == OWNER, CC_INVALID, field_of(r, n, "role"));
        return;
    }
    type_row(r, n, row, present, a, wrong);
    if (present->role == OWNER && wrong->count == first) {
        is_wrong(wrong, a->role != OWNER || a->days != present->days || !same_text(a->notes, present->notes),
                 CC_INVALID, field_of(r, n, "role"));
    } else if (present->role == OWNER) {
        is_wrong(wrong, true, CC_INVALID, field_of(r, n, "role"));
    }
}

static inline void ask_new(rules_t *r, int c, int n, cc_panel_row_t *row, asked_t *a, const asked_t *before,
                           wrong_t *wrong)
{
    static const char *const nobodies[] = {NULL, "", " ", "nobody"};
    bool has;

    row->id = ONE_IN(r, 2) ? "" : NULL;
    a->user = ONE_IN(r, 8) ? NOBODY : some_target(r);
    if (a->user == NOBODY) {
        row->user = ONE_OF(r, nobodies);
        row->role = "L10";
        is_wrong(wrong, row->user && strlen(row->user) > 1, CC_INVALID, field_of(r, n, "user"));
        return;
    }
    row->user = ONE_IN(r, 2) ? r->m.users[a->user].login : apr_pstrcat(r->pool, r->m.users[a->user].login, " ", NULL);
    has = r->m.rows[c][a->user].id != 0;
    for (int i = 0; i < n; i++) {
        has |= before[i].user == a->user && !before[i].id; /* two new ones */
    }
    is_wrong(wrong, has || !model_signs_in(&r->m.users[a->user]), CC_INVALID, field_of(r, n, "user"));
    type_row(r, n, row, &(model_row_t){0}, a, wrong);
}

/* Every row with something wrong has a problem told, of its own fields. */
static inline void each_row_told(rules_t *r, const cc_problems_t *problems, const wrong_t *wrong)
{
    for (int i = 0; i < wrong->count; i++) {
        const char *field = wrong->list[i].field;
        size_t length = field && !strncmp(field, "row.", 4) ? strcspn(field + 4, ".") + 5 : 0;
        bool told_of = !length;
        for (int n = 0; n < problems->list->nelts; n++) {
            told_of |= !strncmp(APR_ARRAY_IDX(problems->list, n, cc_problem_t).field, field, length);
        }
        if (!told_of) {
            same(r, "a refused row", "nothing is told", field);
        }
    }
}

static inline void step_panel(rules_t *r, expected_t *e)
{
    int actor = ONE_IN(r, 4) ? BELOW(r, MODEL_USERS) : BELOW(r, ADMINS), c = e->customer,
        count = 1 + BELOW(r, PANEL_MAX);
    int64_t version = r->m.customers[c].version - ONE_IN(r, 10);
    bool preview = ONE_IN(r, 5), changed = false;
    apr_array_header_t *rows = apr_array_make(r->pool, count, sizeof(cc_panel_row_t));
    asked_t asked[PANEL_MAX] = {0};
    cc_problems_t *problems = cc_problems_make(r->pool);
    cc_panel_customer_t customer;
    wrong_t wrong = {0};
    cc_status_t status;

    e->actor = actor;
    r->did = SAY(r, "%d saves a panel of %d rows of %d%s", actor, count, c, preview ? ", to look at it" : "");
    act_as(r, actor);
    for (int n = 0; n < count; n++) {
        cc_panel_row_t *row = apr_array_push(rows);
        *row = (cc_panel_row_t){.field = SAY(r, "row.%d", n)};
        (ONE_IN(r, 3) ? ask_new : ask_present)(r, c, n, row, &asked[n], asked, &wrong);
        r->did = SAY(r, "%s\n#   %s %s %s %s %s%s", r->did, row->id, row->user, row->role, row->days_back, row->notes,
                     row->remove ? " remove" : "");
    }
    if (version != r->m.customers[c].version) {
        wrong.count = 0;
        is_wrong(&wrong, true, CC_CONFLICT, NULL);
    }
    if (!model_administers(&r->m.users[actor])) {
        wrong.count = 0;
        is_wrong(&wrong, true, CC_REFUSED, NULL);
    }
    status = cc_access_panel_apply(&r->f.ctx, r->m.customers[c].number, version, rows, preview, &customer, problems);
    if (!is_outcome(r, status, problems, &wrong) || status != CC_OK) {
        if (status == CC_INVALID) {
            each_row_told(r, problems, &wrong);
        }
        return;
    }
    for (int n = 0; n < count && !preview; n++) {
        asked_t *a = &asked[n];
        if (a->user != NOBODY) {
            changed |=
                expect_change(r, e, a->user, a->id ? a->id : row_id_of(r, c, a->user), a->role, a->days, a->notes);
        }
    }
    r->m.customers[c].version += changed;
}

/* The form of a user: standing and notes. */
static inline void step_user(rules_t *r, expected_t *e)
{
    static const char *const types[] = {"EXT", "EXT", "INT", "SYS", "ABC"};
    int actor = ONE_IN(r, 4) ? BELOW(r, MODEL_USERS) : BELOW(r, ADMINS), u = BELOW(r, MODEL_USERS);
    model_user_t *user = &r->m.users[u];
    cc_user_changes_t form = {.name = SAY(r, "User %s", user->login),
                              .login = user->login,
                              .email = SAY(r, "%s@example.com", user->login),
                              .user_type = u < ADMINS     ? "INT"
                                           : ONE_IN(r, 4) ? ONE_OF(r, types)
                                                          : user->type,
                              .active = ONE_IN(r, 4) ? !user->active : user->active,
                              .is_admin = u < ADMINS && ONE_IN(r, 4) ? !user->admin : user->admin,
                              .version = user->version - ONE_IN(r, 10)};
    cc_problems_t *problems = cc_problems_make(r->pool);
    wrong_t wrong = {0};
    cc_status_t status;

    e->actor = actor;
    r->did = SAY(r, "%d saves user %d: %s, active %d, admin %d, version %d", actor, u, form.user_type, form.active,
                 form.is_admin, form.version);
    act_as(r, actor);
    is_wrong(&wrong, form.version != user->version, CC_CONFLICT, NULL);
    is_wrong(&wrong, !strcmp(form.user_type, "ABC"), CC_INVALID, "user_type");
    is_wrong(&wrong, actor == u && strcmp(form.user_type, user->type) != 0, CC_INVALID, "user_type");
    is_wrong(&wrong, actor == u && form.active != user->active, CC_INVALID, "active");
    is_wrong(&wrong, actor == u && form.is_admin != user->admin, CC_INVALID, "is_admin");
    if (!model_administers(&r->m.users[actor])) {
        wrong.count = 0;
        is_wrong(&wrong, true, CC_REFUSED, NULL);
    }
    status = cc_user_admin_save(&r->f.ctx, user->id, &form, problems);
    if (is_outcome(r, status, problems, &wrong) && status == CC_OK &&
        (strcmp(form.user_type, user->type) != 0 || form.active != user->active || form.is_admin != user->admin)) {
        *user = (model_user_t){user->id,    user->login,   apr_pstrdup(r->f.pool, form.user_type),
                               form.active, form.is_admin, user->version + 1};
    }
}

/* ccadmin activates or deactivates; it keeps the world alive as well. */
static inline void step_active(rules_t *r, expected_t *e)
{
    int u = BELOW(r, MODEL_USERS);
    model_user_t *user = &r->m.users[u];
    bool active = !ONE_IN(r, 4);
    wrong_t wrong = {0};

    e->actor = OFFICE;
    r->did = SAY(r, "ccadmin makes %d active: %d", u, active);
    act_as(r, OFFICE);
    is_outcome(r, cc_account_set_active(&r->f.ctx, user->login, active), cc_problems_make(r->pool), &wrong);
    user->version++; /* also where it was so */
    user->active = active;
}

/* An agreement ends, or is in force again. */
static inline void step_agreement(rules_t *r, expected_t *e)
{
    model_customer_t *customer = &r->m.customers[e->customer];
    cc_agreement_t agreement = {.number = customer->number};
    cc_problems_t *problems = cc_problems_make(r->pool);
    wrong_t wrong = {0};
    cc_status_t status;

    customer->ended = !customer->ended && ONE_IN(r, 2);
    r->did = SAY(r, "the agreement of %d ended: %d", e->customer, customer->ended);
    act_as(r, OFFICE);
    status = cc_db_begin(r->f.ctx.db);
    status = status == CC_OK ? cc_agreement_get(&r->f.ctx, &agreement) : status;
    agreement.thru_date = customer->ended ? "2027-01-14" : ONE_IN(r, 2) ? "2027-01-15" : NULL;
    status = status == CC_OK ? cc_agreement_put(&r->f.ctx, &agreement, problems) : status;
    is_outcome(r, cc_db_end(r->f.ctx.db, status), problems, &wrong);
}

#endif
