/* ccadmin check, records: what dump would write of each has to be what load would take, or a copy is none. Documents
 * and payments, which are many, are looked at by the columns of their tables (check_documents.c). */
#include "check.h"
#include "load.h"

#include <apr_strings.h>
#include <string.h>

typedef struct {
    cc_check_t *check;
    const cc_record_type_t *type;
} records_t;

/* As load reads what dump writes of it. Blanks around a text matter in a key: load would make another record. */
static void read_back(const cc_record_type_t *type, const cc_record_t *record, cc_problems_t *problems)
{
    json_t *object = cc_record_json(type, record);
    cc_record_t again;

    memset(&again, 0, sizeof(again));
    if (!object) {
        cc_problem_add(problems, "text", "One is not UTF-8.", NULL);
        return;
    }
    cc_fields_read(&again, type->fields, object, "", true, problems);
    cc_fields_read(&again, type->fields, object, "", false, problems);
    json_decref(object);
    if (!cc_problems_any(problems)) {
        type->check(&again, problems);
    }
    if (strcmp(cc_record_name(problems->pool, type, record), cc_record_name(problems->pool, type, &again)) != 0) {
        cc_problem_add(problems, type->fields->name, "There are blanks around it, which load takes away.", NULL);
    }
}

static cc_status_t record_row(void *baton, const cc_row_t *row)
{
    const records_t *records = baton;
    const cc_record_type_t *type = records->type;
    cc_context_t ctx = records->check->admin->ctx;
    cc_problems_t *problems = cc_problems_make(cc_row_pool(row));
    cc_record_t record;
    cc_status_t status;

    memset(&record, 0, sizeof(record));
    ctx.pool = cc_row_pool(row);
    status = type->read(&ctx, row, &record);
    if (status != CC_OK) {
        return status;
    }
    read_back(type, &record, problems);
    for (int i = 0; i < problems->list->nelts; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(problems->list, i, cc_problem_t);
        cc_check_say(records->check, row, "%s",
                     apr_pstrcat(ctx.pool, type->name, " ", cc_record_name(ctx.pool, type, &record), ": ",
                                 problem->field, ": ", cc_problem_text(ctx.pool, problem), NULL));
    }
    return CC_OK;
}

static bool can_be_read(const cc_check_t *check, const cc_record_type_t *type)
{
    for (int i = 0; type->tables[0] && i < CC_DOCUMENT_TABLES; i++) {
        if (!strcmp(type->tables[0], cc_document_tables[i].name)) {
            return !check->view[i] && !check->broken[i];
        }
    }
    return true;
}

cc_status_t cc_check_records(cc_check_t *check)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < CC_RECORD_TYPES; i++) {
        records_t records = {check, &cc_record_types[i]};
        if (records.type->check && can_be_read(check, records.type)) {
            status = cc_db_each(check->admin->db, records.type->all, CC_ARGS("0"), record_row, &records);
        }
    }
    return status;
}
