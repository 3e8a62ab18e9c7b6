/* ccadmin dump: everything that load takes, in an order in which it takes it, as of one moment. */
#include "admin.h"
#include "load.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    cc_admin_t *admin;
    const cc_record_type_t *type;
} dump_t;

static cc_status_t dump_row(void *baton, const cc_row_t *row)
{
    const dump_t *dump = baton;
    cc_context_t ctx = dump->admin->ctx;
    cc_record_t record;
    json_t *object;
    cc_status_t status;

    memset(&record, 0, sizeof(record));
    ctx.pool = cc_row_pool(row);
    status = dump->type->read(&ctx, row, &record);
    if (status != CC_OK) {
        return status;
    }
    object = cc_record_json(dump->type, &record);
    if (!object) {
        cc_admin_fail(dump->admin, "%s %s has a text that is not UTF-8.", dump->type->name,
                      cc_record_name(ctx.pool, dump->type, &record));
        return CC_INVALID;
    }
    json_dumpf(object, stdout, JSON_COMPACT);
    json_decref(object);
    putchar('\n');
    return ferror(stdout) ? CC_LIMITED : CC_OK;
}

static cc_status_t dump_type(cc_admin_t *admin, const cc_record_type_t *type)
{
    dump_t dump = {admin, type};
    const char *view;
    cc_status_t status = cc_record_view(&admin->ctx, type, &view);

    if (status == CC_OK && view) {
        fprintf(stderr, "ccadmin: %s records are left out: %s is a view in this database.\n", type->name, view);
        return CC_OK;
    }
    return status == CC_OK ? cc_db_each(admin->db, type->all, CC_ARGS("0"), dump_row, &dump) : status;
}

static cc_status_t dump_all(cc_admin_t *admin)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < CC_RECORD_TYPES; i++) {
        status = dump_type(admin, &cc_record_types[i]);
    }
    return status;
}

int cc_admin_dump(cc_admin_t *admin)
{
    cc_status_t status;

    do {
        status = cc_db_snapshot(admin->db);
    } while (cc_admin_retry(admin, status));
    if (status == CC_OK) {
        status = dump_all(admin);
        cc_db_snapshot_end(admin->db);
    }
    if (ferror(stdout)) {
        return cc_admin_fail(admin, "The output could not be written.");
    }
    return status == CC_INVALID ? CC_EXIT_FAILED : cc_admin_result(admin, status, NULL);
}
