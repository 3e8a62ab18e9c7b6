/* How ccadmin check tells of a problem. Declared in check.h. */
#include "check.h"

#include "../base/text.h"

#include <stdio.h>

void cc_check_say(cc_check_t *check, const cc_row_t *row, const char *format, const char *what)
{
    check->problems++;
    printf(format, cc_escape_log(row ? cc_row_pool(row) : check->admin->pool, what ? what : ""));
    putchar('\n');
}

cc_status_t cc_check_problem_row(void *baton, const cc_row_t *row)
{
    cc_check_t *check = baton;

    cc_check_say(check, row, check->format, cc_row_text(row, 0));
    return CC_OK;
}
