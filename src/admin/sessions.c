/* ccadmin sessions list, sessions revoke. */
#include "admin.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../domain/session.h"

#include <stdio.h>

static int the_user(cc_admin_t *admin, int64_t *id)
{
    return admin->options[CC_OPT_USER] ? cc_admin_user_id(admin, id) : cc_admin_misuse(admin, "--user is needed.");
}

int cc_admin_sessions_list(cc_admin_t *admin)
{
    static const cc_table_column_t columns[] = {{"created_at", CC_CELL_TEXT},
                                                {"last_used_at", CC_CELL_TEXT},
                                                {"expires_at", CC_CELL_TEXT},
                                                {"address", CC_CELL_TEXT},
                                                {"user_agent", CC_CELL_TEXT}};
    apr_pool_t *pool = admin->pool;
    apr_array_header_t *sessions;
    cc_table_t *table;
    int64_t id = 0;
    cc_status_t status;
    int exit_status = the_user(admin, &id);

    if (exit_status != CC_EXIT_OK) {
        return exit_status;
    }
    status = cc_session_list(&admin->ctx, id, &sessions);
    if (status != CC_OK) {
        return cc_admin_result(admin, status, NULL);
    }
    if (!cc_table_begin(admin, columns, 5, &table)) {
        return CC_EXIT_USAGE;
    }
    for (int i = 0; i < sessions->nelts; i++) {
        const cc_session_t *session = &APR_ARRAY_IDX(sessions, i, cc_session_t);
        const char *values[] = {cc_date_utc(pool, session->created_at), cc_date_utc(pool, session->last_used_at),
                                cc_date_utc(pool, session->expires_at), session->address, session->user_agent};
        cc_table_row(table, values);
    }
    cc_table_end(table);
    return CC_EXIT_OK;
}

int cc_admin_sessions_revoke(cc_admin_t *admin)
{
    int64_t id = 0;
    int ended = 0;
    cc_status_t status;
    int exit_status = the_user(admin, &id);

    if (exit_status != CC_EXIT_OK) {
        return exit_status;
    }
    do {
        status = cc_session_end_all(&admin->ctx, id, &ended);
    } while (cc_admin_retry(admin, status));
    exit_status = cc_admin_result(admin, status, NULL);
    if (exit_status == CC_EXIT_OK) {
        printf("%s: %d session%s ended\n", cc_escape_log(admin->pool, admin->options[CC_OPT_USER]), ended,
               ended == 1 ? "" : "s");
    }
    return exit_status;
}
