/* The steps of test_rules.c: one use case each, tried by anybody on anything, and held against the model. */
#ifndef CC_RULES_STEPS_H
#define CC_RULES_STEPS_H

#include "rules.h"

/* What one step should leave in the audit, one line per change. */
typedef struct {
    apr_array_header_t *lines;
    int actor, customer;
} expected_t;

static inline const char *values_json(rules_t *r, const model_row_t *row)
{
    return !row->id ? ""
                    : SAY(r, "{\"role\":\"L%d\",\"days_back\":%s,\"notes\":%s}", row->role,
                          row->days < 0 ? "null" : days_text(r->pool, row->days),
                          row->notes && *row->notes ? SAY(r, "\"%s\"", row->notes) : "null");
}

/* Makes the change in the model, and expects its record. */
static inline bool expect_change(rules_t *r, expected_t *e, int user, int64_t id, int role, int days, const char *notes)
{
    model_row_t before = r->m.rows[e->customer][user];
    const model_row_t *after = &r->m.rows[e->customer][user];

    notes = notes && *notes ? apr_pstrdup(r->f.pool, notes) : NULL;
    if (!model_write(&r->m, e->customer, user, id, role, days, notes)) {
        return false;
    }
    APR_ARRAY_PUSH(e->lines, const char *) =
        SAY(r, "access.%s|ok|%s|%" PRId64 "|%s|%" PRId64 "|%s|%s",
            !before.id ? "add"
            : role     ? "edit"
                       : "remove",
            e->actor < 0 ? "" : SAY(r, "%" PRId64, r->m.users[e->actor].id), r->m.customers[e->customer].id,
            r->m.customers[e->customer].number, r->m.users[user].id, values_json(r, &before), values_json(r, after));
    return true;
}

static inline const char *outcome(rules_t *r, cc_status_t status, const cc_problems_t *problems)
{
    const char *text = SAY(r, "%d", status);

    for (int i = 0; i < problems->list->nelts; i++) {
        text = SAY(r, "%s %s", text, APR_ARRAY_IDX(problems->list, i, cc_problem_t).field);
    }
    return text;
}

static inline bool field_is(const wrong_t *wrong, int i, const char *field)
{
    return wrong->list[i].field && !strcmp(wrong->list[i].field, field);
}

/* The outcome is one of what is wrong, or CC_OK if nothing is, and no problem is told that there is not. */
static inline bool is_outcome(rules_t *r, cc_status_t status, const cc_problems_t *problems, const wrong_t *wrong)
{
    const char *want = "", *got = outcome(r, status, problems);
    bool right = wrong->count == 0 && status == CC_OK && !problems->list->nelts, named = status != CC_INVALID;

    r->status = status;
    r->outcomes[status]++;
    for (int i = 0; i < wrong->count; i++) {
        want = SAY(r, "%s %d %s", want, wrong->list[i].status, wrong->list[i].field ? wrong->list[i].field : "");
        right |= wrong->list[i].status == status;
    }
    for (int n = 0; n < problems->list->nelts; n++) {
        bool is_one = false;
        for (int i = 0; i < wrong->count; i++) {
            is_one |= wrong->list[i].status == status &&
                      field_is(wrong, i, APR_ARRAY_IDX(problems->list, n, cc_problem_t).field);
        }
        right &= is_one;
        named |= is_one;
    }
    return right && named ? true : same(r, "outcome", got, SAY(r, "one of:%s", *want ? want : " 0"));
}

static inline int some_actor(rules_t *r)
{
    return ONE_IN(r, 8) ? OFFICE : ONE_IN(r, 2) ? BELOW(r, MODEL_USERS) : ADMINS + BELOW(r, 5); /* who may, mostly */
}

static inline int some_target(rules_t *r)
{
    return ADMINS + BELOW(r, MODEL_USERS - ADMINS);
}

static inline int some_role(rules_t *r)
{
    return rules_roles[BELOW(r, ONE_IN(r, 3) ? 6 : 5)];
}

/* ---- User Management ---- */

/* As typed, often what nobody may type; false (and fields in `wrong`): it is none. */
typedef struct {
    const char *role, *days, *notes;
    cc_access_values_t values;
} typed_t;

static inline bool type_values(rules_t *r, typed_t *t)
{
    static const char *const bad_roles[] = {"", "L41", "90", "Owner", "L9O"}, *const bad_days[] = {"-1", "36501", "x",
                                                                                                   " 1"};
    int role = some_role(r), days = some_days(r);
    wrong_t wrong = {0};
    cc_problems_t *problems = cc_problems_make(r->pool);
    cc_status_t status;

    t->role = ONE_IN(r, 20) ? ONE_OF(r, bad_roles) : role_code(r->pool, role);
    t->days = ONE_IN(r, 20) ? ONE_OF(r, bad_days) : days_text(r->pool, days);
    t->notes = ONE_IN(r, 3) ? "" : SAY(r, "n%d", r->step);
    is_wrong(&wrong, strcmp(t->role, role_code(r->pool, role)) != 0, CC_INVALID, "role");
    is_wrong(&wrong, strcmp(t->days, days_text(r->pool, days)) != 0, CC_INVALID, "days_back");
    status = cc_access_parse(r->pool, t->role, t->days, t->notes, &t->values, problems);
    is_outcome(r, status, problems, &wrong);
    return status == CC_OK;
}

static inline void step_add(rules_t *r, expected_t *e)
{
    static const char *const nobodies[] = {"", "nobody@example.com", "%@example.com", "anna"};
    int user = ONE_IN(r, 10) ? NOBODY : BELOW(r, MODEL_USERS), actor = some_actor(r), c = e->customer;
    const char *email = user < 0
                            ? ONE_OF(r, nobodies)
                            : SAY(r, "%s@%s ", r->m.users[user].login, ONE_IN(r, 2) ? "EXAMPLE.com" : "example.com");
    cc_access_actor_t who = {actor < 0 ? 0 : r->m.users[actor].id, r->m.customers[c].id};
    cc_problems_t *problems = cc_problems_make(r->pool);
    wrong_t wrong = {0};
    cc_status_t status;
    typed_t t;

    if (user >= 0 && user < ADMINS) {
        user += ADMINS;
        email = SAY(r, "%s@example.com", r->m.users[user].login);
    }
    e->actor = actor;
    r->did = SAY(r, "%d adds %s to %d", actor, email, c);
    act_as(r, actor);
    if (!type_values(r, &t)) {
        return;
    }
    model_add(&r->m, actor, c, user, t.values.role, t.values.days_back, &wrong);
    status = cc_access_add(&r->f.ctx, &who, email, &t.values, problems);
    if (is_outcome(r, status, problems, &wrong) && status == CC_OK) {
        expect_change(r, e, user, row_id_of(r, c, user), t.values.role, t.values.days_back, t.notes);
        r->m.customers[c].version++;
    }
}

/* A row of this customer, of another, or none; NOBODY in *user: not of this one. */
static inline int64_t some_row(rules_t *r, int customer, int *user)
{
    int of = ONE_IN(r, 10) ? BELOW(r, MODEL_CUSTOMERS) : customer;
    int64_t id;

    *user = some_target(r);
    for (int i = 0; i < 20 && !r->m.rows[of][*user].id; i++) {
        *user = some_target(r);
    }
    id = r->m.rows[of][*user].id;
    if (of != customer || !id) {
        *user = NOBODY;
    }
    return id ? id : 987654;
}

static inline void step_touch(rules_t *r, expected_t *e)
{
    int user, c = e->customer, actor = some_actor(r);
    int64_t id = some_row(r, c, &user);
    bool away = ONE_IN(r, 3);
    cc_access_actor_t who = {actor < 0 ? 0 : r->m.users[actor].id, r->m.customers[c].id};
    int version = (user >= 0 ? r->m.rows[c][user].version : 1) - ONE_IN(r, 8);
    cc_problems_t *problems = cc_problems_make(r->pool);
    wrong_t wrong = {0};
    cc_status_t status;
    typed_t t = {0};

    e->actor = actor;
    act_as(r, actor);
    if (!away && !type_values(r, &t)) {
        return;
    }
    if (user >= 0 && !away && ONE_IN(r, 6)) { /* what it has already */
        const model_row_t *row = &r->m.rows[c][user];
        t.values = (cc_access_values_t){(cc_role_t)row->role, row->days, row->notes};
        t.notes = row->notes;
    }
    r->did = away ? SAY(r, "%d removes %d of %d, version %d", actor, user, c, version)
                  : SAY(r, "%d edits %d of %d, version %d: %d, %d", actor, user, c, version, t.values.role,
                        t.values.days_back);
    model_touch(&r->m, actor, c, user, version, away ? 0 : t.values.role, t.values.days_back, &wrong);
    status = away ? cc_access_remove(&r->f.ctx, &who, id, version, problems)
                  : cc_access_edit(&r->f.ctx, &who, id, version, &t.values, NULL, problems);
    if (is_outcome(r, status, problems, &wrong) && status == CC_OK &&
        expect_change(r, e, user, id, away ? 0 : t.values.role, t.values.days_back, t.notes)) {
        r->m.customers[c].version++;
    }
}

static inline void step_lookup(rules_t *r, expected_t *e)
{
    int actor = BELOW(r, MODEL_USERS), user = some_target(r), c = e->customer;
    cc_access_actor_t who = {r->m.users[actor].id, r->m.customers[c].id};
    cc_user_t found = {0};
    cc_problems_t *problems = cc_problems_make(r->pool);
    wrong_t wrong = {0};
    cc_status_t status;

    e->actor = actor;
    r->did = SAY(r, "%d looks for %d at %d", actor, user, c);
    act_as(r, actor);
    model_add(&r->m, actor, c, user, 0, 0, &wrong);
    status = cc_access_lookup(&r->f.ctx, &who, SAY(r, "%s@example.com", r->m.users[user].login), &found, problems);
    is_outcome(r, status, problems, &wrong);
    r->status = CC_OK; /* a look-up that is refused changes nothing and is no record */
    same(r, "who was found", SAY(r, "%" PRId64, status == CC_OK ? found.id : 0),
         SAY(r, "%" PRId64, wrong.count ? 0 : r->m.users[user].id));
}

/* ---- ccadmin ---- */

static inline void step_grant(rules_t *r, expected_t *e)
{
    int user = some_target(r), c = e->customer, role = some_role(r), days = some_days(r);
    model_row_t *row = &r->m.rows[c][user];
    const char *given = ONE_IN(r, 3) ? NULL : days_text(r->pool, days),
               *notes = ONE_IN(r, 3) ? NULL : SAY(r, "g%d", r->step);
    cc_problems_t *problems = cc_problems_make(r->pool);
    wrong_t wrong = {0};
    cc_status_t status;
    int64_t version = r->m.customers[c].version;

    days = given ? days : row->id ? row->days : -1;
    r->did = SAY(r, "ccadmin grants %d of %d: L%d %s", user, c, role, given);
    act_as(r, OFFICE);
    is_wrong(&wrong, !row->id && !model_signs_in(&r->m.users[user]), CC_INVALID, "user");
    is_wrong(&wrong, row->role == OWNER, CC_INVALID, "role");
    is_wrong(&wrong, row->role == OWNER, CC_REFUSED, "role");
    if (row->role == OWNER && role == OWNER && days == row->days && same_text(notes ? notes : row->notes, row->notes)) {
        wrong.count = 0; /* it stays as it is */
    }
    status = cc_access_grant(&r->f.ctx, r->m.customers[c].number, r->m.users[user].login, role_code(r->pool, role),
                             given, notes, problems);
    if (is_outcome(r, status, problems, &wrong) && status == CC_OK) {
        version += expect_change(r, e, user, row->id ? row->id : row_id_of(r, c, user), role, days,
                                 notes ? notes : row->notes);
        r->m.customers[c].version = version;
    }
}

static inline void step_revoke(rules_t *r, expected_t *e)
{
    int user = some_target(r), c = e->customer;
    const model_row_t *row = &r->m.rows[c][user];
    cc_problems_t *problems = cc_problems_make(r->pool);
    wrong_t wrong = {0};
    cc_status_t status;

    r->did = SAY(r, "ccadmin revokes %d of %d", user, c);
    act_as(r, OFFICE);
    is_wrong(&wrong, !row->id, CC_INVALID, "user");
    is_wrong(&wrong, row->role == OWNER, CC_REFUSED, "role");
    status = cc_access_revoke(&r->f.ctx, r->m.customers[c].number, r->m.users[user].login, problems);
    if (is_outcome(r, status, problems, &wrong) && status == CC_OK) {
        expect_change(r, e, user, 0, 0, 0, NULL);
        r->m.customers[c].version++;
    }
}

#endif
