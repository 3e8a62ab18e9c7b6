#include "schema_steps.h"

#include "dialect.h"

const char cc_steps_our_schema[] =
    "SELECT set_config('search_path', quote_ident(nspname), true) FROM pg_catalog.pg_namespace n "
    "JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid WHERE c.oid = to_regclass('users')";

cc_status_t cc_steps_ask(cc_db_t *db, const char *sql, cc_args_t args, int64_t *number)
{
    return cc_db_number_text(db, "cc_helpers", sql, args, number);
}

cc_status_t cc_steps_run(cc_db_t *db, const char *const *steps)
{
    cc_status_t status = CC_OK;

    for (; status == CC_OK && *steps; steps++) {
        status = cc_db_direct(db, "cc_helpers_step", *steps);
    }
    return status;
}

cc_status_t cc_steps_run_on(cc_db_t *db, cc_dialect_t dialect, const char *const *steps)
{
    cc_dialect_t present;
    cc_status_t status = cc_db_dialect(db, &present);

    return status == CC_OK && present == dialect ? cc_steps_run(db, steps) : status;
}

cc_status_t cc_steps_go_on(cc_db_t *db)
{
    cc_dialect_t dialect;
    int64_t records;
    cc_status_t status = cc_db_dialect(db, &dialect);

    if (status != CC_OK || dialect != CC_DIALECT_MYSQL) {
        return status;
    }
    status = cc_db_direct(db, "cc_helpers_step", cc_dialects[dialect].begin);
    return status == CC_OK
               ? cc_steps_ask(db, "SELECT records FROM audit_head WHERE id = 1 FOR UPDATE", CC_NO_ARGS, &records)
               : status;
}

cc_status_t cc_steps_make(cc_db_t *db, const char *const *drop, const char *const *make, const char *const *fill)
{
    cc_status_t status = cc_steps_run_on(db, CC_DIALECT_SQLITE, drop);

    if (status == CC_OK) {
        status = cc_steps_run_on(db, CC_DIALECT_SQLITE, make);
    }
    return status == CC_OK ? cc_steps_run_on(db, CC_DIALECT_SQLITE, fill) : status;
}

cc_status_t cc_steps_made(cc_db_t *db, const char *const *make, bool *made)
{
    cc_status_t status = CC_OK;

    *made = true;
    for (; status == CC_OK && *made && *make; make++) {
        int64_t count;
        status = cc_steps_ask(db, "SELECT COUNT(*) FROM sqlite_master WHERE sql = %s", CC_ARGS(*make), &count);
        *made = count > 0;
    }
    return status;
}

cc_status_t cc_steps_judge(cc_db_t *db, const cc_steps_kept_t *kept, const char **problem)
{
    cc_dialect_t dialect;
    int64_t number = 0;
    bool made;
    cc_status_t status = cc_db_dialect(db, &dialect);

    *problem = NULL;
    if (status != CC_OK || dialect != CC_DIALECT_SQLITE) {
        return status;
    }
    status = cc_steps_made(db, kept->make, &made);
    if (status != CC_OK || !made) {
        *problem = status == CC_OK ? kept->missing : NULL;
        return status;
    }
    for (const char *const *sql = kept->counts; status == CC_OK && !number && *sql; sql++) {
        status = cc_steps_ask(db, *sql, CC_NO_ARGS, &number);
    }
    *problem = status == CC_OK && number ? kept->wrong : NULL;
    return status;
}
