/* ccadmin dump: everything that load takes, in an order in which it takes it, as of one moment. */
#include "admin.h"
#include "load.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../domain/policy.h"
#include "../store/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    cc_admin_t *admin;
    const cc_record_type_t *type;
    void (*read)(const cc_row_t *row, cc_record_t *record);
} dump_t;

static void read_company(const cc_row_t *row, cc_record_t *record)
{
    record->company.code = cc_row_text(row, 1);
    record->company.name = cc_row_text(row, 2);
}

static void read_location(const cc_row_t *row, cc_record_t *record)
{
    record->location.code = cc_row_text(row, 1);
    record->location.name = cc_row_text(row, 2);
    record->location.enterprise_company = cc_row_text(row, 3);
}

static void read_party(const cc_row_t *row, cc_record_t *record)
{
    record->party = (cc_party_t){.code = cc_row_text(row, 1),
                                 .name = cc_row_text(row, 2),
                                 .unique_number = cc_row_text(row, 3),
                                 .vat_number = cc_row_text(row, 4),
                                 .vat_registered = cc_row_bool(row, 5),
                                 .address = cc_row_text(row, 6),
                                 .active = cc_row_bool(row, 7)};
}

static void read_customer(const cc_row_t *row, cc_record_t *record)
{
    record->customer = (cc_agreement_t){.number = cc_row_text(row, 1),
                                        .party = cc_row_text(row, 2),
                                        .enterprise_company = cc_row_text(row, 3),
                                        .serviced_by = cc_row_text(row, 4),
                                        .from_date = cc_row_text(row, 5),
                                        .thru_date = cc_row_text(row, 6)};
}

static void read_person(const cc_row_t *row, cc_record_t *record)
{
    record->person = (cc_person_t){.code = cc_row_text(row, 1),
                                   .first_name = cc_row_text(row, 2),
                                   .last_name = cc_row_text(row, 3),
                                   .parent_party = cc_row_text(row, 4)};
}

static void read_user(const cc_row_t *row, cc_record_t *record)
{
    cc_user_from_row(row, &record->user.user);
    record->user.password_hash = cc_row_text(row, CC_USER_COLUMNS);
    record->user.created_at = cc_date_utc(cc_row_pool(row), record->user.user.created_at);
}

static void read_access(const cc_row_t *row, cc_record_t *record)
{
    cc_access_t access;

    cc_access_from_row(row, &access);
    record->access = (cc_access_record_t){access.customer.number, access.login, cc_role_code(access.role), access.notes,
                                          access.days_back};
}

static cc_status_t dump_row(void *baton, const cc_row_t *row)
{
    dump_t *dump = baton;
    cc_record_t record;
    json_t *object;

    memset(&record, 0, sizeof(record));
    dump->read(row, &record);
    object = cc_record_json(dump->type, &record);
    if (!object) {
        cc_admin_fail(dump->admin, "%s %s has a text that is not UTF-8.", dump->type->name, cc_row_text(row, 1));
        return CC_INVALID;
    }
    json_dumpf(object, stdout, JSON_COMPACT);
    json_decref(object);
    putchar('\n');
    return ferror(stdout) ? CC_LIMITED : CC_OK;
}

static cc_status_t dump_all(cc_admin_t *admin)
{
    static void (*const readers[CC_RECORD_TYPES])(const cc_row_t *, cc_record_t *) = {
        read_company, read_location, read_party, read_customer, read_person, read_user, read_access};
    static const cc_sql_t lists[CC_RECORD_TYPES] = {CC_SQL_COMPANY_ALL,  CC_SQL_LOCATION_ALL, CC_SQL_PARTY_ALL,
                                                    CC_SQL_CUSTOMER_ALL, CC_SQL_PERSON_ALL,   CC_SQL_USER_ALL,
                                                    CC_SQL_ACCESS_LIST};
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < CC_RECORD_TYPES; i++) {
        cc_args_t args = lists[i] == CC_SQL_ACCESS_LIST ? CC_ARGS("0", "0", "0", "0", "0") : CC_ARGS("0");
        dump_t dump = {admin, &cc_record_types[i], readers[i]};
        status = cc_admin_each(admin, lists[i], args, dump_row, &dump);
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
