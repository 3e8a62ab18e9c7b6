/* The database layer, the schema, and the writing of master data and users, on a real database. */
#include "fixture.h"

#include "store/dialect.h"

static void test_shared_sessions(void)
{
    ok(cc_dialect_shared_session(CC_DIALECT_PGSQL, "ERROR:  prepared statement \"cc_probe_1\" already exists"),
       "somebody else prepared it");
    ok(!cc_dialect_shared_session(CC_DIALECT_PGSQL, "ERROR:  prepared statement \"cc_probe_1\" does not exist"),
       "a new session is nothing odd");
    ok(!cc_dialect_shared_session(CC_DIALECT_PGSQL, "ERROR:  relation \"cc_users\" already exists"), "nor a table");
    ok(!cc_dialect_shared_session(CC_DIALECT_SQLITE, NULL), "nor no message");
}

static void test_busy(void)
{
    ok(cc_dialect_busy(CC_DIALECT_MYSQL, 1213, NULL), "who is refused for a deadlock is busy");
    ok(cc_dialect_busy(CC_DIALECT_MYSQL, 1020, NULL), "and for a row that was changed meanwhile");
    ok(!cc_dialect_busy(CC_DIALECT_MYSQL, 1062, NULL), "a row that is there already is nothing to wait for");
}

static void test_schema(fixture_t *f)
{
    int version = -1, from = -1;

    is_int(cc_schema_present(f->ctx.db, &version), CC_OK, "an empty database answers");
    is_int(version, 0, "version 0");
    is_int(cc_schema_apply(f->ctx.db, &from), CC_OK, "applied");
    is_int(from, 0, "from 0");
    is_int(cc_schema_apply(f->ctx.db, &from), CC_OK, "applied again");
    is_int(from, cc_schema_version, "from the present one");
    cc_db_direct(f->ctx.db, "test", "UPDATE schema_version SET version = 999");
    is_int(cc_schema_apply(f->ctx.db, &from), CC_CONFLICT, "a newer one is left alone");
    is_int(from, 999, "and reported");
    cc_db_direct(f->ctx.db, "test", apr_psprintf(f->pool, "UPDATE schema_version SET version = %d", cc_schema_version));
    if (!on_sqlite(f)) {
        return;
    }
    is_int(number_of(f, "SELECT foreign_keys FROM pragma_foreign_keys"), 1, "foreign keys are checked");
    is_int(number_of(f, "SELECT synchronous FROM pragma_synchronous"), 2, "durability is full");
    is_int(number_of(f, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1, "readers do not wait for writers");
}

/* ---- transactions ---- */

static cc_status_t insert_company(fixture_t *f, const char *code)
{
    return cc_db_exec(f->ctx.db, CC_SQL_COMPANY_INSERT, CC_ARGS(code, "Name"), NULL);
}

static int64_t companies(fixture_t *f)
{
    return number_of(f, "SELECT COUNT(*) FROM enterprise_companies");
}

static const char *company_id(fixture_t *f)
{
    return apr_psprintf(f->pool, "%" APR_INT64_T_FMT, number_of(f, "SELECT MAX(id) FROM enterprise_companies"));
}

static void test_transactions(fixture_t *f)
{
    int rows = 0, errors;

    is_int(insert_company(f, "A"), CC_FAILED, "a write needs a transaction");
    is_int(companies(f), 0, "and does nothing without one");
    is_int(cc_db_begin(f->ctx.db), CC_OK, "begin");
    is_int(insert_company(f, "A"), CC_OK, "insert");
    is_int(companies(f), 1, "seen inside");
    cc_db_rollback(f->ctx.db);
    cc_db_rollback(f->ctx.db);
    is_int(companies(f), 0, "rolled back, twice is harmless");
    is_int(cc_db_commit(f->ctx.db), CC_FAILED, "nothing to commit");

    cc_db_begin(f->ctx.db);
    insert_company(f, "A");
    errors = f->errors;
    is_int(insert_company(f, "A"), CC_FAILED, "the same key again");
    is_int(f->errors, errors + 1, "is logged once");
    is_int(cc_db_commit(f->ctx.db), CC_FAILED, "commit does not report success after a failure");
    is_int(companies(f), 0, "nothing is left of it");

    cc_db_begin(f->ctx.db);
    is_int(cc_db_exec(f->ctx.db, CC_SQL_COMPANY_INSERT, CC_ARGS("A"), NULL), CC_FAILED, "too few values");
    is_int(cc_db_end(f->ctx.db, CC_OK), CC_FAILED, "spoil the transaction");
    cc_db_begin(f->ctx.db);
    insert_company(f, "A");
    is_int(cc_db_end(f->ctx.db, CC_REFUSED), CC_REFUSED, "a refusal comes back");
    is_int(companies(f), 0, "and undoes");
    cc_db_begin(f->ctx.db);
    insert_company(f, "A");
    is_int(cc_db_exec(f->ctx.db, CC_SQL_COMPANY_UPDATE, CC_ARGS("New", company_id(f)), &rows), CC_OK, "update");
    is_int(rows, 1, "one row changed");
    is_int(cc_db_exec(f->ctx.db, CC_SQL_COMPANY_UPDATE, CC_ARGS("New", "9999"), &rows), CC_OK, "update of nothing");
    is_int(rows, 0, "no row changed");
    is_int(cc_db_end(f->ctx.db, CC_OK), CC_OK, "commit");
    is_int(companies(f), 1, "committed");
}

static void test_statements(fixture_t *f)
{
    int64_t number = -5;

    is_int(cc_db_number(f->ctx.db, CC_SQL_IDENTIFIER_OWNER, CC_ARGS("nobody"), &number), CC_NOT_FOUND, "no row");
    is_int(number, -5, "leaves the number alone");
    is_int(cc_db_number(f->ctx.db, CC_SQL_USER_COUNT, CC_ARGS("x"), &number), CC_FAILED, "too many values");

    /* a change of the schema by somebody else spoils prepared statements; reading goes on */
    cc_db_number(f->ctx.db, CC_SQL_USER_COUNT, CC_NO_ARGS, &number);
    fixture_t other = {.pool = f->pool, .driver = f->driver, .path = f->path};
    connect_to(&other);
    cc_db_direct(other.ctx.db, "test", "CREATE INDEX another ON parties (name)");
    is_int(cc_db_number(f->ctx.db, CC_SQL_USER_COUNT, CC_NO_ARGS, &number), CC_OK, "a select heals itself");
    cc_db_direct(other.ctx.db, "test", "DROP INDEX another");
    is_int(cc_db_begin(f->ctx.db), CC_OK, "so does a transaction");
    is_int(insert_company(f, "B"), CC_OK, "which works");
    cc_db_rollback(f->ctx.db);

    /* a writer that waits is told so, and the core is fit for use afterwards */
    cc_db_begin(other.ctx.db);
    is_int(cc_db_begin(f->ctx.db), CC_BUSY, "somebody else writes");
    is_int(companies(f), 1, "reading goes on");
    cc_db_rollback(other.ctx.db);
    is_int(cc_db_begin(f->ctx.db), CC_OK, "and afterwards writing");
    cc_db_rollback(f->ctx.db);

    /* one moment */
    is_int(cc_db_snapshot(f->ctx.db), CC_OK, "snapshot");
    is_int(companies(f), 1, "one company");
    cc_db_begin(other.ctx.db);
    insert_company(&other, "B");
    is_int(cc_db_commit(other.ctx.db), CC_OK, "somebody adds another");
    is_int(companies(f), 1, "still one");
    cc_db_snapshot_end(f->ctx.db);
    is_int(companies(f), 2, "two afterwards");
    apr_pool_destroy(other.conn.pool);
}

static int64_t exists(fixture_t *f, const char *name)
{
    int64_t count = -1;

    is_int(cc_db_schema_number(f->ctx.db, "exists", CC_SQL_SCHEMA_EXISTS, CC_ARGS(name), &count), CC_OK,
           "the schema is asked");
    return count;
}

/* How often the connection asked that. */
static int64_t times_asked(fixture_t *f)
{
    return number_of(
        f, "SELECT SUM(run) FROM sqlite_stmt WHERE sql LIKE 'SELECT COUNT(*) FROM sqlite_master WHERE name%%'");
}

/* What only a change of the schema changes is asked once, and again after such a change, whoever makes it. */
static void test_schema_numbers(fixture_t *f)
{
    fixture_t other = {.pool = f->pool, .driver = f->driver, .path = f->path};
    int64_t asked;

    is_int(exists(f, "another"), 0, "there is no such table");
    if (on_sqlite(f)) {
        asked = times_asked(f);
        exists(f, "another"); /* times_asked was prepared in between */
        cc_db_release(f->ctx.db);
        is_int(exists(f, "another"), 0, "nor a moment later");
        is_int(times_asked(f), asked + 1, "which took no question");
    }
    connect_to(&other);
    cc_db_release(f->ctx.db);
    cc_db_direct(other.ctx.db, "test", "CREATE TABLE another (id INTEGER)");
    is_int(exists(f, "another"), 1, "somebody made it");
    cc_db_release(f->ctx.db);
    cc_db_direct(other.ctx.db, "test", "DROP TABLE another");
    is_int(number_of(f, "SELECT COUNT(*) FROM parties p WHERE p.id < 0"), 0,
           "a new statement learns of the change first");
    is_int(exists(f, "another"), 0, "and the number is not the old one");
    apr_pool_destroy(other.conn.pool);
}

static void add_company(fixture_t *f, const char *code)
{
    cc_db_begin(f->ctx.db);
    insert_company(f, code);
    is_int(cc_db_commit(f->ctx.db), CC_OK, code);
}

/* On SQLite what is read between taking a connection and giving it back is read at one moment. */
static void test_together(fixture_t *f)
{
    fixture_t other = {.pool = f->pool, .driver = f->driver, .path = f->path};
    int64_t before = companies(f), more = on_sqlite(f) ? 0 : 1;

    connect_to(&other);
    cc_db_release(f->ctx.db);
    cc_db_together(f->ctx.db);
    is_int(companies(f), before, "as many companies as there are");
    add_company(&other, "T1");
    is_int(companies(f), before + more, "and as many while this goes on");
    cc_db_release(f->ctx.db);
    is_int(companies(f), before + 1, "one more afterwards");

    add_company(f, "T2");
    is_int(companies(f), before + 2, "who reads may write, and sees it");
    is_int(cc_db_begin(f->ctx.db), CC_OK, "write again");
    cc_db_rollback(f->ctx.db);
    add_company(&other, "T3");
    is_int(companies(f), before + 3, "a transaction that was undone has ended that moment as well");
    is_int(cc_db_snapshot(f->ctx.db), CC_OK, "a snapshot begins a moment of its own");
    is_int(companies(f), before + 3, "and reads");
    cc_db_snapshot_end(f->ctx.db);
    cc_db_release(f->ctx.db);

    companies(f);
    cc_db_release(f->ctx.db);
    cc_db_direct(other.ctx.db, "test", "CREATE INDEX another ON parties (name)");
    is_int(companies(f), before + 3, "a change of the schema is healed");
    add_company(&other, "T4");
    is_int(companies(f), before + 3 + more, "and the moment lasts");
    cc_db_direct(other.ctx.db, "test",
                 on_sqlite(f) || !strcmp(f->driver, "pgsql") ? "DROP INDEX another" : "DROP INDEX another ON parties");
    cc_db_release(f->ctx.db);
    is_int(cc_db_begin(f->ctx.db), CC_OK, "a transaction heals itself as well");
    cc_db_rollback(f->ctx.db);
    apr_pool_destroy(other.conn.pool);
}

static cc_status_t text_of_row(void *baton, const cc_row_t *row)
{
    const char *text = cc_row_text(row, 0);

    *(const char **)baton =
        apr_pstrcat(cc_row_pool(row), text ? text : "(null)", "|", cc_row_text(row, 1), "|", cc_row_text(row, 2), NULL);
    return CC_OK;
}

/* Statements that the connection keeps prepared; -1 where the database does not tell. */
static int64_t prepared_on(fixture_t *f)
{
    return !strcmp(f->driver, "sqlite3") ? number_of(f, "SELECT COUNT(*) FROM sqlite_stmt")
           : !strcmp(f->driver, "pgsql") ? number_of(f, "SELECT COUNT(*) FROM pg_prepared_statements")
                                         : -1;
}

/* Composed texts beyond what a connection keeps prepared run as they are; values mean the same in both. */
static void test_composed(fixture_t *f)
{
    static const char *const values[] = {"plain",
                                         "",
                                         "'",
                                         "''",
                                         "O'Hara's",
                                         "' OR '1' = '1",
                                         "'; DROP TABLE users; --",
                                         "\\'",
                                         "\\",
                                         "%s",
                                         "%%",
                                         "%lld",
                                         "\"",
                                         "?1",
                                         ":a",
                                         "$1",
                                         "a\nb",
                                         "-- x",
                                         "/* x",
                                         "x'41'",
                                         "NULL",
                                         "0",
                                         "-9223372036854775807",
                                         "1e400",
                                         "\xD0\x96\xE2\x80\x99\xF0\x9F\x98\x80",
                                         NULL};
    const int count = sizeof(values) / sizeof(values[0]), rounds = 20;
    int64_t before = prepared_on(f), after;
    int wrong = 0;

    for (int n = 0; n < count * rounds; n++) {
        const char *value = values[n % count], *got = NULL;
        const char *want = apr_psprintf(f->pool, "%s|%d %% '%%s'|7", value ? value : "(null)", n);
        const char *sql =
            apr_psprintf(f->pool, "SELECT CAST(%%s AS {chars}), '%d %%%% ''%%%%s''', CAST(%%lld AS {chars})", n);
        if (cc_db_select_text(f->ctx.db, "test", sql, CC_ARGS(value, "7"), text_of_row, &got) != CC_OK || !got ||
            strcmp(got, want) != 0) {
            diag("got  %s, want %s", got ? got : "nothing", want);
            wrong++;
        }
    }
    is_int(wrong, 0, "whatever the value, prepared or not");
    after = prepared_on(f);
    if (!strcmp(f->driver, "pgsql")) {
        is_int(after, before, "each is planned for its values");
    } else {
        ok(after < 0 || after > before + 200, "some texts are kept prepared");
        ok(after <= before + 256, "but not any number of them");
    }
    is_int(cc_db_select_text(f->ctx.db, "test", "SELECT %s, 'too many values'", CC_ARGS("1", "2"), text_of_row, NULL),
           CC_FAILED, "unprepared as well values are counted");
    is_int(cc_db_select_text(f->ctx.db, "test", "SELECT nothing", CC_NO_ARGS, text_of_row, NULL), CC_FAILED,
           "and what cannot be asked is told");
    ok(companies(f) > 0, "fixed statements go on");
}

/* ---- master data and users ---- */

static cc_status_t put_agreement(fixture_t *f, cc_agreement_t agreement, cc_problems_t **problems)
{
    cc_agreement_t present = agreement;
    cc_status_t status = cc_agreement_get(&f->ctx, &present);

    *problems = cc_problems_make(f->pool);
    agreement.id = status == CC_OK ? present.id : 0;
    status = cc_db_begin(f->ctx.db);
    return status == CC_OK ? cc_db_end(f->ctx.db, cc_agreement_put(&f->ctx, &agreement, *problems)) : status;
}

static void test_agreements(fixture_t *f)
{
    static const struct {
        const char *name, *field; /* NULL: fine */
        cc_agreement_t agreement;
    } table[] = {
        {"as it is", NULL, {.party = "00028", .enterprise_company = "LAGERTA", .from_date = "2020-01-01"}},
        {"one day",
         NULL,
         {.party = "00028", .enterprise_company = "LAGERTA", .from_date = "2020-01-01", .thru_date = "2020-01-01"}},
        {"ends before it begins",
         "thru_date",
         {.party = "00028", .enterprise_company = "LAGERTA", .from_date = "2020-01-02", .thru_date = "2020-01-01"}},
        {"no such day", "from_date", {.party = "00028", .enterprise_company = "LAGERTA", .from_date = "2021-02-29"}},
        {"no first day", "from_date", {.party = "00028", .enterprise_company = "LAGERTA"}},
        {"no such party", "party", {.party = "x", .enterprise_company = "LAGERTA", .from_date = "2020-01-01"}},
        {"no party", "party", {.enterprise_company = "LAGERTA", .from_date = "2020-01-01"}},
        {"no such company",
         "enterprise_company",
         {.party = "00028", .enterprise_company = "x", .from_date = "2020-01-01"}},
        {"no such location",
         "serviced_by",
         {.party = "00028", .enterprise_company = "LAGERTA", .serviced_by = "x", .from_date = "2020-01-01"}},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        cc_agreement_t agreement = table[i].agreement;
        cc_problems_t *problems;
        agreement.number = "00028";
        is_int(put_agreement(f, agreement, &problems), table[i].field ? CC_INVALID : CC_OK, table[i].name);
        ok(table[i].field ? cc_problem_of(problems, table[i].field) != NULL : !cc_problems_any(problems),
           "%s: problem of %s", table[i].name, table[i].field ? table[i].field : "nothing");
    }
}

static cc_status_t put_user(fixture_t *f, const char *login, void (*change)(cc_user_t *), cc_problems_t **problems)
{
    cc_user_t before, user;
    cc_status_t status = cc_account_by_login(&f->ctx, login, &before);

    *problems = cc_problems_make(f->pool);
    user = before;
    change(&user);
    status = status == CC_OK ? cc_db_begin(f->ctx.db) : status;
    return status == CC_OK ? cc_db_end(f->ctx.db, cc_user_put(&f->ctx, &before, &user, NULL, *problems)) : status;
}

static void other_login(cc_user_t *user)
{
    user->login = "ANNA";
}
static void taken_login(cc_user_t *user)
{
    user->login = "Boris";
}
static void taken_email(cc_user_t *user)
{
    user->email = "BORIS@example.com";
}
static void other_name(cc_user_t *user)
{
    user->name = "Zoe";
}
static void no_email(cc_user_t *user)
{
    user->email = NULL;
}
static void a_robot(cc_user_t *user)
{
    user->user_type = "SYS";
}
static void unknown_person(cc_user_t *user)
{
    user->person = "P-9";
}
static void inactive(cc_user_t *user)
{
    user->active = false;
}

static void test_users(fixture_t *f)
{
    const cc_session_limits_t limits = {1800, 43200, 0};
    cc_problems_t *problems;
    const char *token;
    int64_t anna = make_user(f, "anna", "EXT", NULL);

    make_user(f, "boris", "INT", NULL);
    make_access(f, "00028", "anna", CC_ROLE_ADMIN, 30);
    is_int(put_user(f, "anna", taken_login, &problems), CC_INVALID, "somebody else's login");
    ok(cc_problem_of(problems, "login") != NULL, "a problem of the login");
    is_int(put_user(f, "anna", taken_email, &problems), CC_INVALID, "somebody else's e-mail");
    ok(cc_problem_of(problems, "email") != NULL, "a problem of the e-mail");
    is_int(put_user(f, "anna", unknown_person, &problems), CC_INVALID, "no such person");
    is_int(put_user(f, "boris", a_robot, &problems), CC_OK, "another type");
    is_int(put_user(f, "anna", other_login, &problems), CC_OK, "the same login in capitals");
    is_int(put_user(f, "anna", other_name, &problems), CC_OK, "another name");
    is_int(number_of(f, "SELECT COUNT(*) FROM external_access a JOIN users u ON u.id = a.user_id "
                        "WHERE a.user_key = u.user_key AND a.user_key = 'zoe <anna> [ext]'"),
           1, "follows into the lists");
    is_int(number_of(f, "SELECT COUNT(*) FROM user_identifiers"), 4, "two identifiers each");
    is_int(put_user(f, "anna", no_email, &problems), CC_OK, "no e-mail");
    is_int(number_of(f, "SELECT COUNT(*) FROM user_identifiers"), 3, "takes its identifier along");

    cc_db_begin(f->ctx.db);
    settled(f, cc_session_insert(&f->ctx, "/cc", anna, &limits, false, &token), "a session");
    is_int(put_user(f, "anna", other_name, &problems), CC_OK, "a change of no consequence");
    is_int(number_of(f, "SELECT COUNT(*) FROM sessions"), 1, "leaves the session");
    is_int(put_user(f, "anna", inactive, &problems), CC_OK, "deactivation");
    is_int(number_of(f, "SELECT COUNT(*) FROM sessions"), 0, "ends it");
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    test_shared_sessions();
    test_busy();
    test_schema(&f);
    test_transactions(&f);
    test_statements(&f);
    test_schema_numbers(&f);
    test_together(&f);
    cc_db_begin(f.ctx.db);
    settled(&f, cc_company_put(&f.ctx, &(cc_company_t){.code = "LAGERTA", .name = "x"}, cc_problems_make(f.pool)), "x");
    make_customer(&f, "00028", "Olivia Green");
    test_agreements(&f);
    test_users(&f);
    test_composed(&f);
    fixture_close(&f);
    return done();
}
