/* ccadmin check: holds the data against the rules. Each problem is a line; any makes the exit status 1. */
#include "check.h"

#include "../base/text.h"
#include "../domain/password.h"
#include "../store/fitness.h"
#include "../store/keys.h"
#include "../store/schema_trigrams.h"
#include "../store/users.h"

#include <stdio.h>
#include <string.h>

/* ---- what SQL finds ---- */

static cc_status_t integrity_row(void *baton, const cc_row_t *row)
{
    const char *text = cc_row_text(row, 0);

    if (!text || strcmp(text, "ok") != 0) {
        cc_check_say(baton, row, "database: %s", text);
    }
    return CC_OK;
}

static cc_status_t check_encoding(cc_check_t *check)
{
    const char *encoding;
    cc_status_t status = cc_fitness_encoding(check->admin->db, &encoding);

    if (status == CC_OK && encoding) {
        check->problems++;
        printf("database: the encoding is %s, which cannot hold every text; it must be UTF8\n", encoding);
    }
    return status;
}

static cc_status_t check_sqlite(cc_check_t *check)
{
    cc_dialect_t dialect;
    cc_status_t status = cc_db_dialect(check->admin->db, &dialect);

    if (status != CC_OK || dialect != CC_DIALECT_SQLITE) {
        return status;
    }
    status = cc_db_select(check->admin->db, CC_SQL_CHECK_INTEGRITY_SQLITE, CC_NO_ARGS, integrity_row, check);
    if (status == CC_OK) {
        check->format = "table %s: a row refers to one that does not exist";
        status =
            cc_db_select(check->admin->db, CC_SQL_CHECK_FOREIGN_KEYS_SQLITE, CC_NO_ARGS, cc_check_problem_row, check);
    }
    return status;
}

static cc_status_t check_statements(cc_check_t *check)
{
    static const struct {
        cc_sql_t sql;
        const char *format;
    } statements[] = {
        {CC_SQL_CHECK_IDENTIFIERS, "user %s: cannot sign in by login or e-mail, the identifier is missing"},
        {CC_SQL_CHECK_STRAY_IDENTIFIERS, "identifier %s: signs in a user who does not have it"},
        {CC_SQL_CHECK_ACCESS_KEYS, "external access %s: the user's name in lists is not the present one"},
        {CC_SQL_CHECK_ACCESS_CUSTOMERS, "external access %s: the customer's name in lists is not the present one"},
        {CC_SQL_CHECK_USERS_PERSONS, "user %s: the person's name in lists is not the present one"},
        {CC_SQL_CHECK_FOREIGN_LOCATION, "customer %s: served by a location of another enterprise company"},
    };
    cc_status_t status = CC_OK;

    for (size_t i = 0; status == CC_OK && i < sizeof(statements) / sizeof(statements[0]); i++) {
        check->format = statements[i].format;
        status = cc_db_select(check->admin->db, statements[i].sql, CC_NO_ARGS, cc_check_problem_row, check);
    }
    return status;
}

/* ---- what only C can tell: folded keys ---- */

static cc_status_t user_row(void *baton, const cc_row_t *row)
{
    cc_check_t *check = baton;
    apr_pool_t *pool = cc_row_pool(row);
    cc_user_t user = {.login = cc_row_text(row, 1),
                      .email = cc_row_text(row, 2),
                      .name = cc_row_text(row, 3),
                      .user_type = cc_row_text(row, 4)};
    const char *email_key = user.email ? cc_text_fold(pool, user.email) : NULL, *hash = cc_row_text(row, 8);

    check->users++;
    if (!cc_text_same(cc_row_text(row, 5), cc_text_fold(pool, user.login))) {
        cc_check_say(check, row, "user %s: the key of the login is not what it folds to", user.login);
    }
    if (!cc_text_same(cc_row_text(row, 6), email_key)) {
        cc_check_say(check, row, "user %s: the key of the e-mail is not what it folds to", user.login);
    }
    if (!cc_text_same(cc_row_text(row, 7), cc_user_key(pool, &user))) {
        cc_check_say(check, row, "user %s: the key of the name in lists is not what it folds to", user.login);
    }
    if (!cc_text_same(cc_row_text(row, 9), cc_text_key(pool, user.name)) ||
        !cc_text_same(cc_row_text(row, 11), cc_text_key(pool, cc_row_text(row, 10)))) {
        cc_check_say(check, row, "user %s: the key of the name or of the notes is not what it folds to", user.login);
    }
    if (hash && !cc_password_hash_known(hash)) {
        cc_check_say(check, row, "user %s: the password hash has no known format", user.login);
    }
    return CC_OK;
}

static cc_status_t notes_row(void *baton, const cc_row_t *row)
{
    cc_check_t *check = baton;

    check->rows++;
    if (!cc_text_same(cc_row_text(row, 2), cc_text_key(cc_row_pool(row), cc_row_text(row, 1)))) {
        cc_check_say(check, row, "external access %s: the key of the notes is not what they fold to",
                     cc_row_text(row, 0));
    }
    return CC_OK;
}

static cc_status_t party_row(void *baton, const cc_row_t *row)
{
    apr_pool_t *pool = cc_row_pool(row);
    bool good = cc_text_same(cc_row_text(row, 4), cc_text_key(pool, cc_row_text(row, 1))) &&
                cc_text_same(cc_row_text(row, 6), cc_text_key(pool, cc_row_text(row, 5))) &&
                cc_text_same(cc_row_text(row, 8), cc_text_key(pool, cc_row_text(row, 7)));

    if (!cc_text_same(cc_row_text(row, 3), cc_text_key(pool, cc_row_text(row, 2)))) {
        cc_check_say(baton, row, "party %s: the key of the name is not what it folds to", cc_row_text(row, 1));
    }
    if (!good) {
        cc_check_say(baton, row, "party %s: the key of the code or of a number is not what it folds to",
                     cc_row_text(row, 1));
    }
    return CC_OK;
}

static cc_status_t person_row(void *baton, const cc_row_t *row)
{
    const char *code = cc_row_text(row, 1);

    if (!cc_text_same(cc_row_text(row, 4),
                      cc_person_key(cc_row_pool(row), cc_row_text(row, 2), cc_row_text(row, 3), code))) {
        cc_check_say(baton, row, "person %s: the key of the name is not what it folds to", code);
    }
    return CC_OK;
}

static cc_status_t customer_row(void *baton, const cc_row_t *row)
{
    if (!cc_text_same(cc_row_text(row, 2), cc_text_key(cc_row_pool(row), cc_row_text(row, 1)))) {
        cc_check_say(baton, row, "customer %s: the key of the number is not what it folds to", cc_row_text(row, 1));
    }
    return CC_OK;
}

static cc_status_t check_all(cc_check_t *check)
{
    cc_admin_t *admin = check->admin;
    cc_status_t status = check_sqlite(check);

    if (status == CC_OK) {
        status = check_encoding(check);
    }
    if (status == CC_OK) {
        status = check_statements(check);
    }
    if (status == CC_OK) {
        status = cc_check_records(check);
    }
    if (status == CC_OK) {
        status = cc_db_each(admin->db, CC_SQL_CHECK_CUSTOMERS, CC_ARGS("0"), customer_row, check);
    }
    if (status == CC_OK) {
        status = cc_db_each(admin->db, CC_SQL_CHECK_PARTIES, CC_ARGS("0"), party_row, check);
    }
    if (status == CC_OK) {
        status = cc_db_each(admin->db, CC_SQL_CHECK_PERSONS, CC_ARGS("0"), person_row, check);
    }
    if (status == CC_OK) {
        status = cc_db_each(admin->db, CC_SQL_CHECK_USERS, CC_ARGS("0"), user_row, check);
    }
    if (status == CC_OK) {
        status = cc_db_each(admin->db, CC_SQL_CHECK_NOTES, CC_ARGS("0"), notes_row, check);
    }
    if (status == CC_OK) {
        status = cc_check_audit(check);
    }
    if (status == CC_OK) {
        status = cc_check_helpers(check);
    }
    return status == CC_OK ? cc_check_documents(check) : status;
}

cc_status_t cc_admin_say_lacking(cc_admin_t *admin)
{
    bool lack;
    const char *mode = NULL;
    cc_status_t status = cc_fitness_journal(admin->db, &mode);

    if (mode) {
        printf("Who writes and who reads wait for each other: the journal mode of the database is %s, not WAL "
               "(docs/guide.md).\n",
               mode);
    }
    if (status == CC_OK) {
        status = cc_trigrams_lack(admin->db, &lack);
    }
    if (status == CC_OK && lack) {
        printf(
            "Searches in lists read the whole of them: the database has no extension pg_trgm (docs/databases.md).\n");
    }
    return status;
}

int cc_admin_check(cc_admin_t *admin)
{
    cc_check_t check = {.admin = admin};
    cc_status_t status;

    do {
        status = cc_check_views(&check);
    } while (cc_admin_retry(admin, status));
    if (status == CC_OK) {
        do {
            status = cc_db_snapshot(admin->db);
        } while (cc_admin_retry(admin, status));
    }
    if (status == CC_OK) {
        status = check_all(&check);
        cc_db_snapshot_end(admin->db);
    }
    if (status != CC_OK) {
        return cc_admin_result(admin, status, NULL);
    }
    if (check.problems) {
        return cc_admin_fail(admin, "%" APR_INT64_T_FMT " problem%s found.", (apr_int64_t)check.problems,
                             check.problems == 1 ? "" : "s");
    }
    status = cc_admin_say_lacking(admin);
    if (status != CC_OK) {
        return cc_admin_result(admin, status, NULL);
    }
    printf("ok: %" APR_INT64_T_FMT " users, %" APR_INT64_T_FMT " external access rows, %" APR_INT64_T_FMT
           " document rows, %" APR_INT64_T_FMT " audit records up to hash %s\n",
           (apr_int64_t)check.users, (apr_int64_t)check.rows, (apr_int64_t)check.documents,
           (apr_int64_t)check.audit_records, check.audit_hash);
    return CC_EXIT_OK;
}
