/* ccadmin init: the schema. */
#include "admin.h"

#include "../store/fitness.h"
#include "../store/helpers.h"
#include "../store/schema.h"
#include "../store/schema_audit.h"
#include "../store/statistics.h"

#include <stdio.h>
#include <string.h>

/* Once for each kind, however often it has to wait for others and is tried again. */
static void say_repair(void *baton, const char *kind, const char *problem)
{
    const char **last = baton;

    if (!*last || strcmp(*last, kind) != 0) {
        printf("%s: %s; they are made anew.\n", kind, problem);
        fflush(stdout);
    }
    *last = kind;
}

/* A copy made by VACUUM INTO or from SQL text has lost it. */
static cc_status_t mend_journal(cc_admin_t *admin)
{
    const char *before, *after = NULL;
    cc_status_t status = cc_fitness_journal(admin->db, &before);

    if (status == CC_OK && before) {
        status = cc_fitness_use_wal(admin->db, &after);
        if (status == CC_OK && !after) {
            printf("The journal mode was %s; it is WAL now.\n", before);
        }
    }
    return status;
}

/* What a database of this version may have lost: tables whose view was dropped, what keeps the audit append-only,
 * and what lists are found by. */
static int repair(cc_admin_t *admin, bool upgraded)
{
    int made = 0;
    const char *repaired = NULL;
    cc_status_t status;

    do {
        status = cc_schema_restore(admin->db, &made);
    } while (cc_admin_retry(admin, status));
    if (status == CC_OK && made) {
        printf("Tables of documents made anew: %d.\n", made);
    }
    if (status == CC_OK) {
        do {
            status = mend_journal(admin);
        } while (cc_admin_retry(admin, status));
    }
    if (status == CC_OK) {
        do {
            status = cc_schema_protect_audit(admin->db, &made);
        } while (cc_admin_retry(admin, status));
        if (status == CC_OK && made) {
            printf("Triggers that keep the audit as it is made anew: %d.\n", made);
        }
    }
    if (status == CC_OK) {
        do {
            status = cc_helpers_repair(admin->db, say_repair, &repaired);
        } while (cc_admin_retry(admin, status));
    }
    if (status == CC_OK && (upgraded || repaired)) {
        cc_statistics_renew(admin->db);
    }
    if (status == CC_OK) {
        status = cc_admin_say_lacking(admin);
    }
    return status == CC_OK ? CC_EXIT_OK : cc_admin_result(admin, status, NULL);
}

/* Later, names that do not fit would be refused one by one. */
static int check_encoding(cc_admin_t *admin)
{
    const char *encoding;
    int version;
    cc_status_t status;

    do {
        status = cc_schema_present(admin->db, &version);
        if (status == CC_OK) {
            status = cc_fitness_encoding(admin->db, &encoding);
        }
    } while (cc_admin_retry(admin, status));
    if (status == CC_OK && encoding && version == 0) {
        return cc_admin_fail(admin,
                             "The encoding of the database is %s, which cannot hold every text; it must be UTF8. Make "
                             "it anew: createdb --encoding UTF8 --template template0",
                             encoding);
    }
    return status == CC_OK ? CC_EXIT_OK : cc_admin_result(admin, status, NULL);
}

/* Each version of the schema is a transaction of its own. */
static int fail_between(cc_admin_t *admin, cc_status_t status, int from)
{
    int exit_status = cc_admin_result(admin, status, NULL), version;

    if (from >= 0 && cc_schema_present(admin->db, &version) == CC_OK && version > from) {
        cc_admin_fail(admin, "What was done before that stays: the schema has version %d now, from which init goes on.",
                      version);
    }
    return exit_status;
}

int cc_admin_init(cc_admin_t *admin)
{
    int from = -1, present = -1, exit_status = check_encoding(admin);
    cc_status_t status;

    if (exit_status != CC_EXIT_OK) {
        return exit_status;
    }
    do {
        status = cc_schema_apply(admin->db, &present);
        from = from < 0 ? present : from; /* what was there before the first try */
    } while (cc_admin_retry(admin, status));
    if (status == CC_CONFLICT) {
        return cc_admin_fail(admin,
                             "The database has schema version %d, newer than this program's (%d); nothing was "
                             "changed.",
                             present, cc_schema_version);
    }
    if (status != CC_OK) {
        return fail_between(admin, status, from);
    }
    if (from == cc_schema_version) {
        printf("The schema is up to date (version %d).\n", from);
    } else if (from == 0) {
        printf("The schema was created (version %d).\n", cc_schema_version);
    } else {
        printf("The schema was upgraded from version %d to %d.\n", from, cc_schema_version);
    }
    return repair(admin, from > 0 && from < cc_schema_version);
}
