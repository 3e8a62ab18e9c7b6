/* ccadmin check: the chain of the audit, from its first record to its head. Only the first wrong record is told: what
 * comes after it cannot be trusted any more. The folded texts that lists search are not part of the chain: they follow
 * from it, so they are held against what the records say. */
#include "check.h"

#include "../base/text.h"
#include "../store/audit_chain.h"
#include "../store/schema_audit.h"

#include <apr_strings.h>
#include <stdio.h>
#include <string.h>

#define SINCE_EVER "-9000000000000000000"

typedef struct {
    char id[24], previous[65], hash[65]; /* of a record, as they stand there */
    bool changed;                        /* the hash is not that of what it says */
} link_t;

typedef struct {
    cc_check_t *check;
    int64_t count;
    char end[65];         /* hash that the next record must follow */
    link_t last, odd;     /* the record before; one that does not fit, until the next one tells why */
    char before_last[65]; /* what `last` follows */
    bool is_odd, told;
} walk_t;

static void say(walk_t *walk, const cc_row_t *row, const char *format, const char *id)
{
    cc_check_say(walk->check, row, format, id);
    walk->told = true;
}

/* `next` is the previous_hash of the record after it, or the hash of the head. */
static void judge_odd(walk_t *walk, const cc_row_t *row, const char *next)
{
    const link_t *odd = &walk->odd;

    if (!strcmp(next, walk->end)) {
        say(walk, row, "audit record %s: it was inserted, the chain goes on without it", odd->id);
    } else if (odd->changed) {
        say(walk, row, "audit record %s: it was changed, its hash is not that of what it says", odd->id);
    } else {
        say(walk, row, "audit record %s: one or more records before it are missing", odd->id);
    }
}

static cc_status_t link_row(void *baton, const cc_row_t *row)
{
    walk_t *walk = baton;
    cc_audit_record_t record;
    link_t link = {.changed = true};
    const char *hash;

    walk->count++;
    if (walk->told) {
        return CC_OK;
    }
    cc_audit_from_row(row, &record);
    apr_cpystrn(link.id, cc_row_text(row, 0), sizeof(link.id));
    apr_cpystrn(link.previous, record.previous_hash ? record.previous_hash : "", sizeof(link.previous));
    apr_cpystrn(link.hash, record.hash ? record.hash : "", sizeof(link.hash));
    hash = cc_audit_hash(cc_row_pool(row), link.previous, &record);
    /* compared whole: what was appended to a hash would not fit into the link */
    link.changed = !hash || !record.hash || strcmp(hash, record.hash) != 0 || !record.previous_hash ||
                   strcmp(record.previous_hash, link.previous) != 0;
    if (walk->is_odd) {
        judge_odd(walk, row, link.previous);
    } else if (!link.changed && walk->count > 1 && strcmp(link.previous, walk->end) != 0 &&
               !strcmp(link.previous, walk->before_last)) {
        say(walk, row, "audit record %s: it was inserted, the chain goes on without it", walk->last.id);
    } else if (link.changed || strcmp(link.previous, walk->end) != 0) {
        walk->odd = link;
        walk->is_odd = true;
    } else {
        memcpy(walk->before_last, walk->end, sizeof(walk->end));
        memcpy(walk->end, link.hash, sizeof(walk->end));
        walk->last = link;
    }
    return CC_OK;
}

/* The head against the last record. */
static void judge_end(walk_t *walk, const cc_audit_head_t *head, apr_pool_t *pool)
{
    if (walk->is_odd && !walk->told) {
        judge_odd(walk, NULL, head->hash);
    } else if (!walk->told && walk->count && strcmp(head->hash, walk->end) != 0 &&
               !strcmp(head->hash, walk->before_last)) {
        say(walk, NULL, "audit record %s: it was inserted, the chain goes on without it", walk->last.id);
    } else if (!walk->told && strcmp(head->hash, walk->end) != 0) {
        say(walk, NULL, "audit: the last records are missing, after record %s", walk->count ? walk->last.id : "0");
    } else if (!walk->told && head->records != walk->count) {
        say(walk, NULL, "audit: audit_head does not count %s records", cc_text_int(pool, walk->count));
    }
}

/* ---- beside the chain ---- */

static bool is_folded(apr_pool_t *pool, const char *text, const char *key)
{
    return !strcmp(cc_text_fold(pool, text), key ? key : "");
}

static bool is_values_key(apr_pool_t *pool, const char *json, const char *key)
{
    return !strcmp(cc_audit_values_key(pool, json), key ? key : "");
}

static bool is_key(apr_pool_t *pool, const char *text, const char *key)
{
    return !strcmp(cc_text_key(pool, text), key ? key : "");
}

/* A text, its key, and so on: a record with a foreign key is not found by those who filter for what it says. */
static cc_status_t key_row(void *baton, const cc_row_t *row)
{
    apr_pool_t *pool = cc_row_pool(row);
    bool good = is_key(pool, cc_row_text(row, 1), cc_row_text(row, 2)) &&
                is_key(pool, cc_row_text(row, 3), cc_row_text(row, 4)) &&
                is_values_key(pool, cc_row_text(row, 5), cc_row_text(row, 6)) &&
                is_values_key(pool, cc_row_text(row, 7), cc_row_text(row, 8)) &&
                is_key(pool, cc_row_text(row, 9), cc_row_text(row, 10)) &&
                is_folded(pool, cc_row_text(row, 11), cc_row_text(row, 12));

    if (!good) {
        cc_check_say(baton, row, "audit record %s: filters do not find it, a key is not what the record folds to",
                     cc_row_text(row, 0));
    }
    return CC_OK;
}

static cc_status_t check_triggers(cc_check_t *check)
{
    int missing = 0;
    cc_status_t status = cc_schema_audit_unprotected(check->admin->db, &missing);

    if (status == CC_OK && missing) {
        cc_check_say(check, NULL, "database: records of the audit can be changed, triggers are gone: run %s",
                     "ccadmin init");
    }
    return status;
}

cc_status_t cc_check_audit(cc_check_t *check)
{
    walk_t walk = {.check = check};
    cc_audit_head_t head;
    apr_pool_t *pool = check->admin->pool;
    cc_status_t status = cc_audit_head(check->admin->db, false, &head);

    if (status == CC_NOT_FOUND) {
        cc_check_say(check, NULL, "audit: %s has no row, so nothing can be recorded", "audit_head");
        return CC_OK;
    }
    if (status != CC_OK) {
        return status;
    }
    check->audit_records = head.records;
    check->audit_hash = apr_pstrdup(pool, head.hash);
    apr_cpystrn(walk.end, cc_audit_start, sizeof(walk.end));
    status = cc_db_each(check->admin->db, CC_SQL_AUDIT_RECORDS, CC_ARGS("0", SINCE_EVER), link_row, &walk);
    if (status == CC_OK) {
        judge_end(&walk, &head, pool);
        status = check_triggers(check);
    }
    return status == CC_OK && !walk.told ? cc_db_each(check->admin->db, CC_SQL_AUDIT_KEYS, CC_ARGS("0"), key_row, check)
                                         : status;
}
