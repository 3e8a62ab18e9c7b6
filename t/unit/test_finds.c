/* Text indexes that wait while very many rows are added. */
#include "fixture.h"

#include "store/schema_finds.h"

static cc_status_t rename_user(fixture_t *f, const char *login)
{
    cc_user_t before, user;
    cc_status_t status = cc_account_by_login(&f->ctx, login, &before);

    user = before;
    user.name = "Zoe";
    status = status == CC_OK ? cc_db_begin(f->ctx.db) : status;
    return status == CC_OK ? cc_db_end(f->ctx.db, cc_user_put(&f->ctx, &before, &user, NULL, cc_problems_make(f->pool)))
                           : status;
}

static int64_t found(fixture_t *f, const char *text)
{
    return number_of(f, apr_psprintf(f->pool, "SELECT COUNT(*) FROM users_search WHERE users_search MATCH '%s'", text));
}

static void test_held(fixture_t *f)
{
    const char *problem;

    if (strcmp(f->driver, "sqlite3")) {
        ok(true, "only SQLite has them");
        return;
    }
    make_user(f, "held-old", "EXT", NULL);
    is_int(cc_finds_hold(f->ctx.db), CC_OK, "texts wait");
    make_user(f, "held-first", "EXT", NULL);
    is_int(rename_user(f, "held-old"), CC_OK, "a user who was there");
    is_int(found(f, "login : held") * 10 + found(f, "name : zoe AND login : held"), 11, "is followed at once");
    is_int(cc_finds_write(f->ctx.db), CC_OK, "they are written");
    is_int(found(f, "login : held"), 2, "one that waited");
    make_user(f, "held-second", "EXT", NULL);
    is_int(rename_user(f, "held-first"), CC_OK, "a user whose text was written");
    is_int(rename_user(f, "held-second"), CC_OK, "and one whose text waits");
    is_int(cc_finds_release(f->ctx.db), CC_OK, "the last are written");
    is_int(found(f, "name : zoe AND login : held"), 3, "all are found by what they are called now");
    make_user(f, "held-after", "EXT", NULL);
    is_int(found(f, "login : held"), 4, "nothing waits any more");
    is_int(cc_finds_judge(f->ctx.db, &problem), CC_OK, "the indexes can be compared");
    ok(!problem, "and have the texts of the rows");
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    cc_schema_apply(f.ctx.db, NULL);
    test_held(&f);
    fixture_close(&f);
    return done();
}
