/* The records of the audit, played through the model of the rules in their order: part of test_rules_race.c. */
#ifndef CC_RULES_REPLAY_H
#define CC_RULES_REPLAY_H

#include "rules.h"

#include <jansson.h>

typedef struct {
    rules_t *r;
    apr_array_header_t *notes; /* of rows that were added or changed */
    int removed, records;
} replay_t;

static inline model_row_t row_from(apr_pool_t *pool, const char *text)
{
    json_t *json = text ? json_loads(text, 0, NULL) : NULL;
    const json_t *days = json_object_get(json, "days_back");
    const char *role = json_string_value(json_object_get(json, "role"));
    const char *notes = json_string_value(json_object_get(json, "notes"));
    model_row_t row = {json ? 1 : 0, role ? atoi(role + 1) : 0,
                       json_is_integer(days) ? (int)json_integer_value(days) : -1,
                       notes ? apr_pstrdup(pool, notes) : NULL, 0};

    json_decref(json);
    return row;
}

static inline bool same_row(const model_row_t *a, const model_row_t *b)
{
    return !a->id == !b->id && (!a->id || (a->role == b->role && a->days == b->days && same_text(a->notes, b->notes)));
}

/* Whether it was allowed at this moment. */
static inline bool allowed(const model_t *m, int actor, int c, int u, const model_row_t *after)
{
    const model_row_t *present = &m->rows[c][u];
    wrong_t wrong = {0};

    if (actor == OFFICE || actor < ADMINS) {
        return (actor == OFFICE || model_administers(&m->users[actor])) && present->role != OWNER &&
               (present->id || model_signs_in(&m->users[u]));
    }
    if (!present->id) {
        model_add(m, actor, c, u, after->role, after->days, &wrong);
    } else {
        model_touch(m, actor, c, u, present->version, after->role, after->days, &wrong);
    }
    return wrong.count == 0;
}

static inline void replay_access(replay_t *p, const cc_row_t *row, int actor, int u)
{
    rules_t *r = p->r;
    int c = model_customer_of(&r->m, cc_row_int(row, 3, 0));
    model_row_t before = row_from(r->f.pool, cc_row_text(row, 5)), after = row_from(r->f.pool, cc_row_text(row, 6));
    const char *what =
        SAY(r, "record %" PRId64 ": %s of %d of %d by %d", cc_row_int(row, 0, 0), cc_row_text(row, 1), u, c, actor);

    if (c < 0 || u < 0) {
        same(r, what, "unknown", "known");
        return;
    }
    same(r, what, same_row(&before, &r->m.rows[c][u]) ? "from what is there" : "from something else",
         "from what is there");
    same(r, what, allowed(&r->m, actor, c, u, &after) ? "allowed" : "not allowed", "allowed");
    same(r, what, same_row(&before, &after) ? "nothing" : "a change", "a change");
    model_write(&r->m, c, u, 1, after.role, after.days, after.notes);
    p->removed += !after.id;
    if (after.id) {
        APR_ARRAY_PUSH(p->notes, const char *) = after.notes;
    }
}

static inline void replay_user(replay_t *p, const cc_row_t *row, int actor, model_user_t *user)
{
    rules_t *r = p->r;
    const char *action = cc_row_text(row, 1), *text = cc_row_text(row, 6);
    json_t *json = text ? json_loads(text, 0, NULL) : NULL;
    const char *type = json_string_value(json_object_get(json, "user_type"));

    same(r, SAY(r, "record %" PRId64 ": %s of %s by %d", cc_row_int(row, 0, 0), action, user->login, actor),
         actor == OFFICE || (actor >= 0 && &r->m.users[actor] != user && model_administers(&r->m.users[actor]))
             ? "allowed"
             : "not allowed",
         "allowed");
    user->active = !strcmp(action, "user.activate") || (user->active && strcmp(action, "user.deactivate") != 0);
    if (json_object_get(json, "is_admin")) {
        user->admin = json_is_true(json_object_get(json, "is_admin"));
    }
    if (type) {
        user->type = apr_pstrdup(r->f.pool, type);
    }
    json_decref(json);
}

static inline cc_status_t replay_record(void *baton, const cc_row_t *row)
{
    replay_t *p = baton;
    int actor = model_user_of(&p->r->m, cc_row_int(row, 2, 0)), u = model_user_of(&p->r->m, cc_row_int(row, 4, 0));

    p->records++;
    if (!strncmp(cc_row_text(row, 1), "access.", 7)) {
        replay_access(p, row, actor, u);
    } else if (u >= 0) {
        replay_user(p, row, actor, &p->r->m.users[u]);
    }
    return CC_OK;
}

#endif
