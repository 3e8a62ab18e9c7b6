/* Changes of access at random: everybody adds, changes and removes everybody's rows, in User Management, in panels of
 * the back office and by ccadmin, with values, versions and ids that are right or not, while users are activated,
 * deactivated and become another type. A model of the rules (rules_model.h) says how each ends and what the tables and
 * the audit then have, as a whole.
 *
 * A seed makes the world and the steps; it is printed, and a difference with the number of its step. To see it again:
 *     CC_RULES_SEED=7 CC_RULES_STEPS=200 build/unit/test_rules
 * `make fuzz-rules` tries seeds for as long as it is told, on each database. */
#include "fixture.h"
#include "rules_office.h"

#define SEED 5
#define STEPS 400
#define WORLD 200         /* steps after which it is made anew */
#define DIFFERENCES_MAX 5 /* after which everything differs */

/* One record for each change of access and no other, one for a refusal; each other record is of who acted. */
static void compare_audit(rules_t *r, expected_t *e)
{
    const char *since = SAY(r, "id > %" PRId64, r->audited);
    const char *changes = "action IN ('access.add', 'access.edit', 'access.remove') AND result = 'ok'";

    same(r, "records of changes",
         sorted(r, rows_of(r, 8,
                           SAY(r,
                               "SELECT action, result, actor_id, customer_id, customer, user_id, before_values, "
                               "after_values FROM audit WHERE %s AND %s",
                               since, changes))),
         sorted(r, e->lines));
    if (r->status == CC_REFUSED) {
        same(r, "records of the refusal",
             SAY(r, "%" PRId64,
                 number_of(&r->f, SAY(r, "SELECT COUNT(*) FROM audit WHERE %s AND result = 'refused'", since))),
             "1");
    }
    same(r, "records of others",
         SAY(r, "%" PRId64,
             number_of(&r->f, SAY(r, "SELECT COUNT(*) FROM audit WHERE %s AND COALESCE(actor_id, 0) <> %" PRId64, since,
                                  r->f.ctx.actor_id))),
         "0");
    r->audited = number_of(&r->f, "SELECT MAX(id) FROM audit");
}

static const struct {
    const char *name;
    void (*step)(rules_t *, expected_t *);
    int share;
} kinds[] = {{"add", step_add, 4},     {"edit or remove", step_touch, 6}, {"look up", step_lookup, 1},
             {"grant", step_grant, 2}, {"revoke", step_revoke, 1},        {"panel", step_panel, 4},
             {"user", step_user, 2},   {"active", step_active, 1},        {"agreement", step_agreement, 1}};

static void take_step(rules_t *r, int kind)
{
    expected_t e;

    next_step(r);
    e = (expected_t){apr_array_make(r->pool, 8, sizeof(const char *)), OFFICE, BELOW(r, MODEL_CUSTOMERS)};
    kinds[kind].step(r, &e);
    same(r, "tables", table_text(r), model_text(r));
    compare_audit(r, &e);
}

static int some_kind(rules_t *r)
{
    int kind, at = BELOW(r, 22); /* the sum of all shares */

    for (kind = 0; at >= kinds[kind].share; kind++) {
        at -= kinds[kind].share;
    }
    return kind;
}

int main(void)
{
    int seed = number_from("CC_RULES_SEED", SEED), steps = number_from("CC_RULES_STEPS", STEPS);
    rules_t r = {.chance = chance_seeded((uint64_t)seed)};

    diag("CC_RULES_SEED=%d", seed);
    fixture_open(&r.f);
    apr_pool_create(&r.pool, r.f.pool);
    make_world(&r);
    for (r.step = 0; r.step < steps && r.different < DIFFERENCES_MAX; r.step++) {
        if (r.step % WORLD == WORLD - 1) {
            next_step(&r);
            act_as(&r, OFFICE);
            reset_people(&r);
            reset_rows(&r);
        }
        take_step(&r, some_kind(&r));
    }
    diag("statuses: %d OK, %d NOT_FOUND, %d INVALID, %d REFUSED, %d CONFLICT", r.outcomes[CC_OK],
         r.outcomes[CC_NOT_FOUND], r.outcomes[CC_INVALID], r.outcomes[CC_REFUSED], r.outcomes[CC_CONFLICT]);
    is_int(r.different, 0, "each step ends as the rules say, and leaves what they say");
    is_int(number_of(&r.f, "SELECT COUNT(*) FROM external_access a JOIN users u ON u.id = a.user_id "
                           "WHERE a.user_key <> u.user_key"),
           0, "lists know the users as they are");
    is_int(r.f.errors, 0, "nothing was logged as an error");
    fixture_close(&r.f);
    return done();
}
