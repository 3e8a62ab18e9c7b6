/* Persons as an internal administrator saves them: a new one for a user, an existing one with its parent party, who
 * may, what conflicts, and what the audit keeps. */
#include "fixture.h"

#include "domain/person_admin.h"
#include "domain/user_admin.h"

static int64_t boss, guest, twin;

static cc_user_record_t user_record(fixture_t *f, int64_t id)
{
    cc_user_record_t record = {0};

    cc_user_record_get(&f->ctx, id, &record);
    return record;
}

static const char *person_of(fixture_t *f)
{
    return user_record(f, guest).user.person;
}

static void put_user(fixture_t *f, int64_t id, bool is_admin, const char *person)
{
    cc_user_record_t record = user_record(f, id);
    cc_user_t user = record.user;
    cc_status_t status = cc_db_begin(f->ctx.db);

    user.is_admin = is_admin;
    user.person = person;
    settled(f, status == CC_OK ? cc_user_put(&f->ctx, &record.user, &user, NULL, cc_problems_make(f->pool)) : status,
            "a user");
}

static void fill(fixture_t *f)
{
    fixture_fill(f);
    boss = make_user(f, "boss", "INT", "");
    guest = make_user(f, "guest", "EXT", "");
    twin = make_user(f, "twin", "EXT", "");
    put_user(f, boss, true, NULL);
    f->ctx.actor_id = boss;
}

static int64_t count(fixture_t *f, const char *what)
{
    return number_of(f, apr_pstrcat(f->pool, "SELECT COUNT(*) FROM ", what, NULL));
}

static void test_add(fixture_t *f)
{
    static const struct {
        const char *name, *first, *last, *parent, *field;
    } bad[] = {{"no first name", NULL, "Lee", "00028", "first_name"},
               {"no last name", "Ann", NULL, "00028", "last_name"},
               {"no parent party", "Ann", "Lee", NULL, "parent_party"},
               {"an unknown parent party", "Ann", "Lee", "nope", "parent_party"}};
    int64_t persons = count(f, "persons");

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        cc_problems_t *problems = cc_problems_make(f->pool);
        is_int(cc_person_add(&f->ctx, guest, bad[i].first, bad[i].last, bad[i].parent, problems), CC_INVALID,
               bad[i].name);
        ok(problems->list->nelts == 1 && cc_problem_of(problems, bad[i].field), "  the problem is on %s", bad[i].field);
    }
    cc_problems_t *all = cc_problems_make(f->pool);
    cc_person_add(&f->ctx, guest, NULL, NULL, NULL, all);
    is_int(all->list->nelts, 3, "an empty form tells all that is missing");
    is_int(count(f, "persons"), persons, "none is made");
    is_int(cc_person_add(&f->ctx, 999, "Ann", "Lee", "00028", cc_problems_make(f->pool)), CC_NOT_FOUND,
           "for a user who is not there");
    is_int(cc_person_add(&f->ctx, guest, "Ann", "Lee", "00028", cc_problems_make(f->pool)), CC_OK, "a person");
    is_str(person_of(f), "P-1", "has a code of its own and is the user's");
    /* codes are free text: the next one may be taken */
    cc_person_t taken = {.code = "P-2", .first_name = "T", .last_name = "K"};
    cc_status_t status = cc_db_begin(f->ctx.db);
    settled(f, status == CC_OK ? cc_person_put(&f->ctx, &taken, cc_problems_make(f->pool)) : status, "a person");
    taken.code = "P-3";
    status = cc_db_begin(f->ctx.db);
    settled(f, status == CC_OK ? cc_person_put(&f->ctx, &taken, cc_problems_make(f->pool)) : status, "a person");
    is_int(cc_person_add(&f->ctx, guest, "Bea", "Lee", "00031", cc_problems_make(f->pool)), CC_OK, "another");
    is_str(person_of(f), "P-4", "gets a code that is free, and replaces the first");
    is_int(count(f, "audit WHERE action = 'person.add' AND result = 'ok'"), 2, "both are audited");
}

static cc_person_record_t record_of(fixture_t *f, const char *code)
{
    cc_person_record_t record = {0};

    is_int(cc_person_record_get(&f->ctx, code, &record), CC_OK, code);
    return record;
}

static cc_status_t save(fixture_t *f, const cc_person_t *person, int version, const char *field)
{
    cc_problems_t *problems = cc_problems_make(f->pool);
    cc_status_t status = cc_person_admin_save(&f->ctx, person, version, problems);

    ok(field ? cc_problem_of(problems, field) != NULL : !cc_problems_any(problems), "  problem: %s",
       field ? field : "none");
    return status;
}

static void test_edit(fixture_t *f)
{
    cc_person_record_t record = record_of(f, "P-4");
    cc_person_t person = record.person;
    int64_t records = count(f, "audit WHERE action = 'person.edit' AND result = 'ok'");

    is_str(record.parent_name, "Northern Fruit", "the name of the parent party");
    is_int(record.users->nelts, 1, "one user is this person");
    is_int(APR_ARRAY_IDX(record.users, 0, cc_person_user_t).id, guest, "the one who got it");
    is_int(save(f, &person, record.version, NULL), CC_OK, "saved as it is");
    is_int(record_of(f, "P-4").version, record.version, "it keeps its version");
    person.parent_party = NULL;
    person.last_name = "Lee-Green";
    is_int(save(f, &person, record.version, NULL), CC_OK, "a name, and no parent party");
    is_str(record_of(f, "P-4").person.last_name, "Lee-Green", "the name is saved");
    ok(!record_of(f, "P-4").person.parent_party, "and the parent party is gone");
    is_int(save(f, &person, record.version, NULL), CC_CONFLICT, "an old version");
    person.parent_party = "nope";
    is_int(save(f, &person, record.version + 1, "parent_party"), CC_INVALID, "an unknown parent party");
    person.parent_party = "00028";
    person.first_name = NULL;
    is_int(save(f, &person, record.version + 1, "first_name"), CC_INVALID, "no first name");
    person.first_name = "Bea";
    put_user(f, twin, false, "P-4");
    is_int(save(f, &person, record.version + 1, NULL), CC_OK, "set for two users");
    is_int(count(f, "audit WHERE action = 'person.edit' AND result = 'ok'"), records + 3, "each has it in the audit");
    is_int(count(f, "audit WHERE action = 'person.edit' AND result = 'refused'"), 2, "and what was refused is there");
    ok(number_of(f, "SELECT COUNT(*) FROM audit WHERE action = 'person.edit' AND target LIKE '%%<twin>%%' AND "
                    "before_values LIKE '%%null%%' AND after_values LIKE '%%00028%%'") == 1,
       "with what was and what is");
    person.code = "P-99";
    is_int(save(f, &person, 1, NULL), CC_NOT_FOUND, "nobody");
}

static void test_who(fixture_t *f)
{
    cc_person_t person = record_of(f, "P-4").person;
    int version = record_of(f, "P-4").version;

    person.last_name = "Forged";
    f->ctx.actor_id = guest;
    is_int(save(f, &person, version, NULL), CC_REFUSED, "others save nobody");
    is_int(cc_person_add(&f->ctx, guest, "A", "B", "00028", cc_problems_make(f->pool)), CC_REFUSED, "nor make anybody");
    f->ctx.actor_id = boss;
    put_user(f, boss, false, NULL);
    is_int(save(f, &person, version, NULL), CC_REFUSED, "nor who is no administrator any more");
    is_int(count(f, "persons WHERE last_name = 'Forged'"), 0, "nothing was written");
    is_int(count(f, "audit WHERE action = 'backoffice.change' AND result = 'refused'"), 3, "but for the records");
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    fill(&f);
    test_add(&f);
    test_edit(&f);
    test_who(&f);
    is_int(f.errors, 0, "nothing failed on the way");
    fixture_close(&f);
    return done();
}
