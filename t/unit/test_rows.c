/* What rows have in their columns, on a real database. */
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

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    is_int(cc_schema_apply(f.ctx.db, NULL), CC_OK, "a database");
    test_values(&f);
    fixture_close(&f);
    return done();
}
