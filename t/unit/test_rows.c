/* What rows have in their columns, and the version of what is read, on a real database. */
#include "fixture.h"

static cc_status_t look_at_values(void *baton, const cc_row_t *row)
{
    ++*(int *)baton;
    ok(!cc_row_text(row, 0), "NULL is no text");
    is_int(cc_row_int(row, 0, 7), 7, "nor a number");
    is_str(cc_row_text(row, 1), "-42", "a number as text");
    is_int(cc_row_int(row, 1, 7), -42, "and as a number");
    is_int(cc_row_int(row, 2, 7), 17, "a text of digits as a number");
    is_str(cc_row_text(row, 3), "50%", "a sign that is not a parameter");
    is_str(cc_row_text(row, 4), "", "an empty text is not NULL");
    is_str(cc_row_text(row, 5), "1.50", "money as it is written");
    return CC_OK;
}

static void test_values(fixture_t *f)
{
    static const char one[] = "SELECT NULL, -42, '17', '50%%', '', '1.50' FROM schema_version WHERE 1 = {number}";
    int rows = 0;

    is_int(cc_db_select_text(f->ctx.db, "test", one, CC_ARGS("1"), look_at_values, &rows), CC_OK, "a row");
    is_int(rows, 1, "was there");
    is_int(cc_db_select_text(f->ctx.db, "test", one, CC_ARGS("2"), look_at_values, &rows), CC_OK, "none");
    is_int(rows, 1, "was not");
    is_int(cc_db_select_text(f->ctx.db, "test", one, CC_ARGS(NULL), look_at_values, &rows), CC_OK, "NULL as a value");
    is_int(rows, 1, "equals nothing");
}

/* ---- the version of what is read ---- */

static bool version_now(fixture_t *f, cc_db_version_t *version)
{
    cc_db_release(f->ctx.db);
    number_of(f, "SELECT COUNT(*) FROM enterprise_companies");
    return cc_db_version(f->ctx.db, version);
}

static void add_company(fixture_t *f, const char *code, bool keep)
{
    cc_db_version_t version;

    is_int(cc_db_begin(f->ctx.db), CC_OK, "a change");
    is_int(cc_db_exec(f->ctx.db, CC_SQL_COMPANY_INSERT, CC_ARGS(code, "Name"), NULL), CC_OK, "of a row");
    ok(!cc_db_version(f->ctx.db, &version), "what is being changed has no version");
    is_int(cc_db_end(f->ctx.db, keep ? CC_OK : CC_REFUSED), keep ? CC_OK : CC_REFUSED, "ends");
}

static bool same(const cc_db_version_t *a, const cc_db_version_t *b)
{
    return a->connection == b->connection && a->data == b->data;
}

static void test_versions(fixture_t *f)
{
    fixture_t other = {.pool = f->pool, .driver = f->driver, .path = f->path};
    cc_db_version_t before, now;

    connect_to(&other);
    ok(!version_now(f, &before), "reads that are not together have no version");
    cc_db_together(f->ctx.db);
    if (strcmp(f->driver, "sqlite3") != 0) {
        ok(!version_now(f, &before), "nor has a server any");
        return;
    }
    ok(version_now(f, &before), "those that are have one");
    ok(version_now(f, &now) && same(&before, &now), "the same as long as nothing changes");
    add_company(&other, "V0", false);
    ok(version_now(f, &now) && same(&before, &now), "or what changed was undone");
    cc_db_release(f->ctx.db);
    number_of(f, "SELECT COUNT(*) FROM enterprise_companies");
    add_company(&other, "V1", true);
    ok(cc_db_version(f->ctx.db, &now) && same(&before, &now), "a moment lasts while somebody else writes");
    ok(version_now(f, &now) && !same(&before, &now), "another one after a change on another connection");
    before = now;
    add_company(f, "V2", true);
    ok(version_now(f, &now) && !same(&before, &now), "or on its own");
    before = now;
    cc_db_direct(other.ctx.db, "test", "CREATE INDEX another ON parties (name)");
    ok(version_now(f, &now) && !same(&before, &now), "or of the schema");
    cc_db_together(other.ctx.db);
    ok(version_now(&other, &before) && !same(&before, &now), "and no two connections have one together");
    cc_db_release(other.ctx.db);
    apr_pool_destroy(other.conn.pool);
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    is_int(cc_schema_apply(f.ctx.db, NULL), CC_OK, "a database");
    test_values(&f);
    test_versions(&f);
    fixture_close(&f);
    return done();
}
