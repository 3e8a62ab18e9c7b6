/* Who may change whose access, written from the description of the domain alone (its roles and "Rules for granting
 * access"): who there is, who has which row, and which rules a change breaks. Shares nothing with src/domain but the
 * names of statuses; judges test_rules.c and test_rules_race.c. */
#ifndef CC_RULES_MODEL_H
#define CC_RULES_MODEL_H

#include "base/types.h"

#include <stdlib.h>
#include <string.h>

#define MODEL_USERS 14
#define MODEL_CUSTOMERS 4
#define NOBODY (-1) /* no such user */
#define OFFICE (-2) /* acts without being a user: ccadmin */
#define LEAST_ADMIN 80
#define OWNER 90

typedef struct {
    int64_t id;
    const char *login, *type;
    bool active, admin;
    int version;
} model_user_t;

/* A row of external access; id 0: there is none. */
typedef struct {
    int64_t id;
    int role, days; /* days -1: no limit */
    const char *notes;
    int version;
} model_row_t;

typedef struct {
    int64_t id, version; /* of all its rows together */
    const char *number;
    bool ended; /* its agreement is not in force */
} model_customer_t;

typedef struct {
    model_user_t users[MODEL_USERS];
    model_customer_t customers[MODEL_CUSTOMERS];
    model_row_t rows[MODEL_CUSTOMERS][MODEL_USERS];
} model_t;

/* What is wrong with a change: the program names one of these, and nothing else. */
typedef struct {
    int count;
    struct {
        cc_status_t status;
        const char *field;
    } list[32];
} wrong_t;

static inline void is_wrong(wrong_t *wrong, bool so, cc_status_t status, const char *field)
{
    if (so && wrong->count < 32) {
        wrong->list[wrong->count].status = status;
        wrong->list[wrong->count++].field = field;
    }
}

static inline bool same_text(const char *a, const char *b)
{
    return !strcmp(a ? a : "", b ? b : "");
}

static inline bool model_signs_in(const model_user_t *user)
{
    return user->active && (!strcmp(user->type, "INT") || !strcmp(user->type, "EXT"));
}

static inline bool model_administers(const model_user_t *user)
{
    return user->active && user->admin && !strcmp(user->type, "INT");
}

/* May the user manage this customer's users at all? Who is no customer any more has no page to do so. */
static inline bool model_manages(const model_t *m, int actor, int customer)
{
    return actor == OFFICE || (actor >= 0 && model_signs_in(&m->users[actor]) && m->rows[customer][actor].id &&
                               m->rows[customer][actor].role >= LEAST_ADMIN && !m->customers[customer].ended);
}

/* What the actor gives has to be theirs. `present`: the row that is changed, NULL for a new one; days that it has
 * already are given by nobody, as long as the role is not raised with them. */
static inline void model_gift(const model_t *m, int actor, int customer, const model_row_t *present, int role, int days,
                              wrong_t *wrong)
{
    const model_row_t *own = actor >= 0 ? &m->rows[customer][actor] : NULL;
    bool kept = present && present->days == days && role <= present->role;

    is_wrong(wrong, own && role > own->role, CC_INVALID, "role");
    is_wrong(wrong, own && own->days >= 0 && !kept && (days < 0 || days > own->days), CC_INVALID, "days_back");
}

static inline void model_add(const model_t *m, int actor, int customer, int user, int role, int days, wrong_t *wrong)
{
    if (!model_manages(m, actor, customer)) { /* who may not add learns nothing of e-mails */
        is_wrong(wrong, true, CC_REFUSED, "role");
        return;
    }
    is_wrong(wrong, user == NOBODY || !model_signs_in(&m->users[user]) || m->rows[customer][user].id, CC_INVALID,
             "email");
    model_gift(m, actor, customer, NULL, role, days, wrong);
}

/* A change of the row of `user`, or with `role` 0 its removal. */
static inline void model_touch(const model_t *m, int actor, int customer, int user, int version, int role, int days,
                               wrong_t *wrong)
{
    const model_row_t *row = user >= 0 && m->rows[customer][user].id ? &m->rows[customer][user] : NULL;

    is_wrong(wrong, !row, CC_NOT_FOUND, NULL);
    if (!model_manages(m, actor, customer)) {
        is_wrong(wrong, true, CC_REFUSED, "role");
        return;
    }
    is_wrong(wrong, row && (row->role == OWNER || actor == user), CC_REFUSED, "role");
    is_wrong(wrong, row && row->version != version, CC_CONFLICT, NULL);
    if (row && role) {
        model_gift(m, actor, customer, row, role, days, wrong);
    }
}

/* What a change that nothing is wrong with makes of the rows. Returns whether there is one. `id`: of a new row. */
static inline bool model_write(model_t *m, int customer, int user, int64_t id, int role, int days, const char *notes)
{
    model_row_t *row = &m->rows[customer][user];

    if (!role) {
        *row = (model_row_t){0};
        return true;
    }
    if (row->id && row->role == role && row->days == days && same_text(row->notes, notes)) {
        return false;
    }
    *row = (model_row_t){row->id ? row->id : id, role, days, notes, row->id ? row->version + 1 : 1};
    return true;
}

/* ---- who is who ---- */

static inline int model_user_of(const model_t *m, int64_t id)
{
    for (int i = 0; i < MODEL_USERS; i++) {
        if (m->users[i].id == id) {
            return i;
        }
    }
    return id ? NOBODY : OFFICE;
}

static inline int model_customer_of(const model_t *m, int64_t id)
{
    for (int i = 0; i < MODEL_CUSTOMERS; i++) {
        if (m->customers[i].id == id) {
            return i;
        }
    }
    return NOBODY;
}

#endif
