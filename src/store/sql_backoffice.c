/* Statements of the back office, numbered by sql.h like those of sql.c: what internal administrators read and change.
 */
#include "sql.h"

#define AT(sql) [(sql)-CC_SQL_BACKOFFICE]

const cc_statement_t cc_sql_backoffice[CC_SQL_COUNT - CC_SQL_BACKOFFICE] = {
    /* Is this user an internal administrator at this moment? Read again in every transaction of one. */
    AT(CC_SQL_USER_ADMIN) = {"cc_user_admin",
                             "SELECT id, user_type, active, is_admin FROM users WHERE id = %lld{lock}"},
};
