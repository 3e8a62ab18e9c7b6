/* Users as an internal administrator saves them: who may, what nobody does for themselves, which
 * changes end sessions, and what the audit keeps. */
#include "fixture.h"

#include "base/text.h"
#include "domain/user_admin.h"

static int64_t boss, aide, guest;

static void admin_flag(fixture_t *f, int64_t id, bool is_admin)
{
    cc_user_record_t record = {0};
    cc_status_t status = cc_db_begin(f->ctx.db);

    status = status == CC_OK ? cc_user_record_get(&f->ctx, id, &record) : status;
    cc_user_t user = record.user;
    user.is_admin = is_admin;
    settled(f, status == CC_OK ? cc_user_put(&f->ctx, &record.user, &user, NULL, cc_problems_make(f->pool)) : status,
            "is-admin");
}

static void fill(fixture_t *f)
{
    cc_person_t person = {.code = "P-1", .first_name = "Carl", .last_name = "Own", .parent_party = "00028"};
    cc_status_t status;

    fixture_fill(f);
    boss = make_user(f, "boss", "INT", "");
    aide = make_user(f, "aide", "INT", "");
    guest = make_user(f, "guest", "EXT", "");
    make_access(f, "00028", "guest", CC_ROLE_ORDERS, CC_DAYS_UNLIMITED);
    admin_flag(f, boss, true);
    admin_flag(f, aide, true);
    status = cc_db_begin(f->ctx.db);
    settled(f, status == CC_OK ? cc_person_put(&f->ctx, &person, cc_problems_make(f->pool)) : status, "a person");
    f->ctx.actor_id = boss;
}

/* What the form of this user holds when it is opened. */
static cc_user_changes_t form_of(fixture_t *f, int64_t id)
{
    cc_user_record_t record = {0};

    cc_user_record_get(&f->ctx, id, &record);
    return (cc_user_changes_t){.name = record.user.name,
                               .login = record.user.login,
                               .email = record.user.email,
                               .user_type = record.user.user_type,
                               .person = record.user.person,
                               .notes = record.user.notes,
                               .active = record.user.active,
                               .is_admin = record.user.is_admin,
                               .version = record.user.version};
}

static cc_status_t save(fixture_t *f, int64_t id, const cc_user_changes_t *changes, const char *field)
{
    cc_problems_t *problems = cc_problems_make(f->pool);
    cc_status_t status = cc_user_admin_save(&f->ctx, id, changes, problems);

    ok(field ? problems->list->nelts == 1 && cc_problem_of(problems, field) : !cc_problems_any(problems),
       "  problem with: %s", field ? field : "nothing");
    return status;
}

static int64_t count(fixture_t *f, const char *where)
{
    return number_of(f, apr_pstrcat(f->pool, "SELECT COUNT(*) FROM ", where, NULL));
}

static void open_session(fixture_t *f, int64_t id)
{
    const cc_session_limits_t limits = {1800, 43200, 0};
    const char *token;
    cc_status_t status = cc_db_begin(f->ctx.db);

    settled(f, status == CC_OK ? cc_session_insert(&f->ctx, "/cc LAGERTA", id, &limits, false, &token) : status,
            "a session");
}

static int64_t sessions(fixture_t *f, int64_t id)
{
    return count(f, apr_psprintf(f->pool, "sessions WHERE user_id = %d", (int)id));
}

static void test_who(fixture_t *f)
{
    cc_user_changes_t form = form_of(f, guest);

    form.name = "Somebody";
    f->ctx.actor_id = guest;
    is_int(save(f, guest, &form, NULL), CC_REFUSED, "an external user saves nothing");
    f->ctx.actor_id = aide;
    admin_flag(f, aide, false);
    is_int(save(f, guest, &form, NULL), CC_REFUSED, "nor an internal one without is-admin");
    admin_flag(f, aide, true);
    cc_account_set_active(&f->ctx, "aide", false);
    is_int(save(f, guest, &form, NULL), CC_REFUSED, "nor an inactive administrator");
    cc_account_set_active(&f->ctx, "aide", true);
    f->ctx.actor_id = 0;
    is_int(save(f, guest, &form, NULL), CC_REFUSED, "nor nobody");
    f->ctx.actor_id = 999;
    is_int(save(f, guest, &form, NULL), CC_REFUSED, "nor a user who does not exist");
    is_int(count(f, "audit WHERE action = 'backoffice.change' AND result = 'refused'"), 5, "each refusal is audited");
    is_int(count(f, "users WHERE name = 'Somebody'"), 0, "and nothing is written");
    f->ctx.actor_id = boss;
    is_int(save(f, 999, &form, NULL), CC_NOT_FOUND, "a user who is not there");
}

static void test_own(fixture_t *f)
{
    cc_user_changes_t form = form_of(f, boss);

    form.is_admin = false;
    is_int(save(f, boss, &form, "is_admin"), CC_INVALID, "nobody gives up is-admin by themselves");
    form = form_of(f, boss);
    form.active = false;
    is_int(save(f, boss, &form, "active"), CC_INVALID, "nor deactivates themselves");
    form = form_of(f, boss);
    form.user_type = "EXT";
    is_int(save(f, boss, &form, "user_type"), CC_INVALID, "nor changes their user type");
    form = form_of(f, boss);
    form.name = "The Boss";
    open_session(f, boss);
    is_int(save(f, boss, &form, NULL), CC_OK, "but their name");
    is_int(sessions(f, boss), 1, "which ends no session");
    is_int(count(f, "audit WHERE action = 'user.edit' AND result = 'refused'"), 3, "refusals are audited");
}

static void test_fields(fixture_t *f)
{
    static const struct {
        const char *name, *field, *value;
    } bad[] = {
        {"no name", "name", NULL},
        {"no login", "login", NULL},
        {"a login with a blank", "login", "two words"},
        {"a login of letters that show nothing", "login", "\xE3\x85\xA4"},
        {"a login of braille without dots", "login", "\xE2\xA0\x80"},
        {"somebody's login", "login", "BOSS"},
        {"somebody's e-mail as login", "login", "aide@example.com"},
        {"no e-mail address", "email", "nowhere"},
        {"somebody's e-mail", "email", "Boss@Example.com"},
        {"an unknown type", "user_type", "ADM"},
        {"no type", "user_type", NULL},
        {"an unknown person", "person", "P-77"},
        {"control characters in the notes", "notes", "a\033b"},
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        cc_user_changes_t form = form_of(f, guest);
        const char **field = !strcmp(bad[i].field, "name")        ? &form.name
                             : !strcmp(bad[i].field, "login")     ? &form.login
                             : !strcmp(bad[i].field, "email")     ? &form.email
                             : !strcmp(bad[i].field, "user_type") ? &form.user_type
                             : !strcmp(bad[i].field, "person")    ? &form.person
                                                                  : &form.notes;
        int version = form.version;
        *field = bad[i].value;
        is_int(save(f, guest, &form, bad[i].field), CC_INVALID, bad[i].name);
        is_int(form_of(f, guest).version, version, "  and nothing changes");
    }
}

static void test_changes(fixture_t *f)
{
    cc_user_changes_t form = form_of(f, guest);
    cc_user_record_t record = {0};

    open_session(f, guest);
    form.name = "Guest Renamed";
    form.login = "guest.renamed";
    form.email = "renamed@example.com";
    form.person = "P-1";
    is_int(save(f, guest, &form, NULL), CC_OK, "name, login, e-mail and person");
    is_int(sessions(f, guest), 1, "keep the sessions");
    is_int(count(f, "external_access WHERE user_key = 'guest renamed <guest.renamed> [ext]'"), 1,
           "lists of external access know the new name");
    is_int(count(f, "user_identifiers WHERE identifier_key IN ('guest', 'guest@example.com')"), 0,
           "the old names sign nobody in");
    cc_user_record_get(&f->ctx, guest, &record);
    is_str(record.display, "Guest Renamed <guest.renamed> [EXT]", "the record shows the user");
    is_str(record.person_name, "Carl Own", "and the person");
    is_str(record.parent_party, "00028", "with the parent party");
    is_int(record.sessions, 1, "and the sessions");
    is_int(count(f, "audit WHERE action = 'user.edit' AND result = 'ok' AND before_values = "
                    "'{\"login\":\"guest\",\"email\":\"guest@example.com\",\"name\":\"User guest\",\"person\":null}'"),
           1, "the audit has what changed, and only that");
    is_int(save(f, guest, &form, NULL), CC_CONFLICT, "the version of before is a conflict");
    form = form_of(f, guest);
    is_int(save(f, guest, &form, NULL), CC_OK, "the form as it was opened");
    is_int(form_of(f, guest).version, form.version, "changes nothing");
    form.person = NULL;
    is_int(save(f, guest, &form, NULL), CC_OK, "no person any more");
    ok(!form_of(f, guest).person, "is none");
}

static void test_standing(fixture_t *f)
{
    cc_user_changes_t form = form_of(f, guest);

    form.active = false;
    is_int(save(f, guest, &form, NULL), CC_OK, "deactivating");
    is_int(sessions(f, guest), 0, "ends all sessions");
    is_int(count(f, "audit WHERE action = 'user.deactivate' AND target LIKE 'Guest Renamed%%'"), 1,
           "and is audited as such");
    form = form_of(f, guest);
    form.active = true;
    is_int(save(f, guest, &form, NULL), CC_OK, "activating");
    is_int(count(f, "audit WHERE action = 'user.activate' AND target LIKE 'Guest Renamed%%'"), 1, "is audited as well");
    open_session(f, guest);
    form = form_of(f, guest);
    form.user_type = "SYS";
    is_int(save(f, guest, &form, NULL), CC_OK, "a type that cannot sign in");
    is_int(sessions(f, guest), 0, "ends all sessions");
    open_session(f, aide);
    form = form_of(f, aide);
    form.is_admin = false;
    is_int(save(f, aide, &form, NULL), CC_OK, "taking is-admin away from another");
    is_int(sessions(f, aide), 0, "ends all sessions");
    open_session(f, aide);
    form = form_of(f, aide);
    form.is_admin = true;
    is_int(save(f, aide, &form, NULL), CC_OK, "giving it");
    is_int(sessions(f, aide), 1, "ends none");
}

static void test_unlock(fixture_t *f)
{
    cc_user_changes_t form = form_of(f, aide);
    cc_status_t status = cc_db_begin(f->ctx.db);

    settled(f,
            status == CC_OK ? cc_db_exec(f->ctx.db, CC_SQL_CREDENTIAL_FAILURES,
                                         CC_ARGS("5", "1800000000", "1800000900", cc_text_int(f->pool, aide)), NULL)
                            : status,
            "a lockout");
    is_int(save(f, aide, &form, NULL), CC_OK, "without the box");
    is_int(count(f, "users WHERE failed_logins = 5"), 1, "the lockout stays");
    form.unlock = true;
    is_int(save(f, aide, &form, NULL), CC_OK, "with it");
    is_int(count(f, "users WHERE failed_logins > 0 OR locked_until > 0"), 0, "it is over");
    is_int(save(f, aide, &form, NULL), CC_OK, "a second time");
    is_int(count(f, "audit WHERE action = 'user.unlock'"), 1, "is no change");
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    fill(&f);
    test_who(&f);
    test_own(&f);
    test_fields(&f);
    test_changes(&f);
    test_standing(&f);
    test_unlock(&f);
    is_int(f.errors, 0, "nothing failed on the way");
    fixture_close(&f);
    return done();
}
