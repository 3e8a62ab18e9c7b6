/* ccadmin load: JSON lines into the database, all of them or none. Memory is that of one line. */
#include "load.h"
#include "admin.h"

#include "../domain/audit.h"
#include "../domain/referred.h"
#include "../store/helpers.h"
#include "../store/schema_finds.h"
#include "../store/statistics.h"

#include <apr_strings.h>
#include <errno.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEPT (32 * 1024 * 1024)
#define LINE_MAX_BYTES (8 * 1024 * 1024) /* a document with CC_DOCUMENT_LINES_MAX lines fits */
#define PROGRESS_EVERY 1000
#define MANY 1000        /* records after which plans may be other ones */
#define WRITE_EVERY 1000 /* records whose texts are written to the indexes at once */

typedef struct {
    cc_admin_t *admin;
    apr_pool_t *pool;   /* cleared after each line */
    cc_context_t ctx;   /* the same with that pool */
    const char *file;   /* as it is called in messages */
    long line, records; /* of this file; of all */
    long counts[CC_RECORD_TYPES][3];
    bool writable[CC_RECORD_TYPES]; /* known not to be an administrator's view */
    char *buffer;
} load_t;

/* ---- messages ---- */

static int fail(load_t *load, const char *field, const char *text)
{
    return field ? cc_admin_fail(load->admin, "%s:%ld: %s: %s", load->file, load->line, field, text)
                 : cc_admin_fail(load->admin, "%s:%ld: %s", load->file, load->line, text);
}

static int fail_with(load_t *load, cc_status_t status, const cc_problems_t *problems)
{
    if (!cc_problems_any(problems)) {
        fail(load, NULL,
             status == CC_FAILED ? "The database refused this record."
             : status == CC_BUSY
                 ? "The database is busy: another program keeps what this record changes locked. Please "
                   "try again later."
                 : "This record was refused.");
    }
    for (int i = 0; i < problems->list->nelts; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(problems->list, i, cc_problem_t);
        fail(load, problem->field, cc_problem_text(load->pool, problem));
    }
    return CC_EXIT_FAILED;
}

static void show_progress(const load_t *load, bool last)
{
    if (isatty(STDERR_FILENO) && (last ? load->records >= PROGRESS_EVERY : load->records % PROGRESS_EVERY == 0)) {
        fprintf(stderr, "\r%ld records%s", load->records, last ? "\n" : "");
    }
}

/* ---- one line ---- */

static const char *type_names(apr_pool_t *pool)
{
    const char *names = cc_record_types[0].name;

    for (int i = 1; i < CC_RECORD_TYPES; i++) {
        names = apr_pstrcat(pool, names, ", ", cc_record_types[i].name, NULL);
    }
    return names;
}

/* Asked once for each type. */
static int check_writable(load_t *load, const cc_record_type_t *type)
{
    bool *known = &load->writable[type - cc_record_types];
    const char *view = NULL;
    cc_status_t status = *known ? CC_OK : cc_record_view(&load->ctx, type, &view);

    if (view) {
        return fail(load, "type",
                    apr_psprintf(load->pool,
                                 "%s records cannot be loaded: %s is a view in this database, its data come "
                                 "from elsewhere.",
                                 type->name, view));
    }
    *known = status == CC_OK;
    return cc_admin_result(load->admin, status, NULL);
}

static int store_object(load_t *load, const json_t *object)
{
    const char *name = json_string_value(json_object_get(object, "type"));
    const cc_record_type_t *type = name ? cc_record_type(name) : NULL;
    cc_problems_t *problems = cc_problems_make(load->pool);
    cc_record_outcome_t outcome;
    cc_status_t status;

    if (!type) {
        return fail(load, "type",
                    apr_psprintf(load->pool, "%s%s; known are: %s.", name ? "unknown type " : "a type is needed",
                                 name ? name : "", type_names(load->pool)));
    }
    if (check_writable(load, type) != CC_EXIT_OK) {
        return CC_EXIT_FAILED;
    }
    status = cc_record_store(&load->ctx, type, object, &outcome, problems);
    if (status != CC_OK) {
        return fail_with(load, status, problems);
    }
    load->counts[type - cc_record_types][outcome]++;
    load->records++;
    show_progress(load, false);
    return load->records % WRITE_EVERY ? CC_EXIT_OK
                                       : cc_admin_result(load->admin, cc_finds_write(load->admin->db), NULL);
}

static int store_line(load_t *load, size_t length)
{
    json_error_t error;
    json_t *object;
    int exit_status;

    if (strspn(load->buffer, " \t\r") == length) {
        return CC_EXIT_OK; /* a blank line */
    }
    object = json_loadb(load->buffer, length, JSON_REJECT_DUPLICATES, &error);
    if (!object) {
        return fail(load, NULL,
                    apr_psprintf(load->pool, "not a JSON object: %s (column %d).", error.text, error.column));
    }
    exit_status = json_is_object(object) ? store_object(load, object)
                                         : fail(load, NULL, "not a JSON object: it must begin with {.");
    json_decref(object);
    return exit_status;
}

/* ---- files ---- */

/* Reads a line without its end into the buffer. Returns its length, -1 at the end of the file, -2 when too long. */
static long read_line(load_t *load, FILE *file)
{
    long length = 0;
    int c;

    while ((c = getc_unlocked(file)) != EOF && c != '\n') {
        if (length >= LINE_MAX_BYTES) {
            return -2;
        }
        load->buffer[length++] = (char)c;
    }
    load->buffer[length] = '\0';
    return c == EOF && length == 0 ? -1 : length;
}

static int load_stream(load_t *load, FILE *file)
{
    long length;
    int exit_status = CC_EXIT_OK;

    while (exit_status == CC_EXIT_OK && (length = read_line(load, file)) != -1) {
        load->line++;
        if (length == -2) {
            return fail(load, NULL, "a line is at most 8 MiB long.");
        }
        if (load->line == 1 && !strncmp(load->buffer, "\xEF\xBB\xBF", 3)) {
            memset(load->buffer, ' ', 3); /* a byte order mark */
        }
        exit_status = store_line(load, (size_t)length);
        apr_pool_clear(load->pool);
    }
    if (exit_status == CC_EXIT_OK && ferror(file)) {
        exit_status = cc_admin_fail(load->admin, "Cannot read %s: %s.", load->file, strerror(errno));
    }
    return exit_status;
}

static bool is_stdin(const char *name)
{
    return !strcmp(name, "-");
}

static int load_file(load_t *load, const char *name)
{
    FILE *file = is_stdin(name) ? stdin : fopen(name, "re");
    int exit_status;

    load->file = is_stdin(name) ? "standard input" : name;
    load->line = 0;
    if (!file) {
        return cc_admin_fail(load->admin, "Cannot open %s: %s.", name, strerror(errno));
    }
    exit_status = load_stream(load, file);
    if (file != stdin) {
        fclose(file);
    }
    return exit_status;
}

/* A file that cannot be read is better noticed before the database is locked. */
static int check_files(cc_admin_t *admin)
{
    for (int i = 0; i < admin->arg_count; i++) {
        if (!is_stdin(admin->args[i]) && access(admin->args[i], R_OK) != 0) {
            return cc_admin_fail(admin, "Cannot open %s: %s.", admin->args[i], strerror(errno));
        }
    }
    return CC_EXIT_OK;
}

/* ---- the command ---- */

static const char *summary(const load_t *load)
{
    apr_pool_t *pool = load->admin->pool;
    const char *text = "";

    for (int i = 0; i < CC_RECORD_TYPES; i++) {
        const long *n = load->counts[i];
        if (n[0] + n[1] + n[2]) {
            text = apr_psprintf(pool, "%s%s: %ld added, %ld changed, %ld unchanged\n", text, cc_record_types[i].name,
                                n[CC_RECORD_ADDED], n[CC_RECORD_CHANGED], n[CC_RECORD_SAME]);
        }
    }
    return text;
}

static cc_status_t write_audit(load_t *load)
{
    const char *detail = apr_psprintf(load->admin->pool, "%ld records", load->records);

    return cc_audit_write(&load->admin->ctx, &(cc_audit_t){.action = "load", .result = "ok", .detail = detail});
}

static int load_all(load_t *load)
{
    int exit_status = CC_EXIT_OK;

    for (int i = 0; exit_status == CC_EXIT_OK && i < load->admin->arg_count; i++) {
        exit_status = load_file(load, load->admin->args[i]);
    }
    show_progress(load, true);
    return exit_status;
}

/* SQLite's text indexes gather words in memory that they give back again and again: what the system would get back each
 * time it would have to clear each time, which took a fifth of the load. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, KEPT);
    mallopt(M_TOP_PAD, KEPT / 4);
#endif
}

int cc_admin_load(cc_admin_t *admin)
{
    bool dry_run = admin->options[CC_OPT_DRY_RUN] != NULL;
    load_t load = {.admin = admin, .ctx = admin->ctx};
    cc_status_t status;
    int exit_status = check_files(admin);

    if (exit_status != CC_EXIT_OK) {
        return exit_status;
    }
    keep_memory();
    apr_pool_create(&load.pool, admin->pool);
    load.ctx.pool = load.pool;
    load.ctx.referred = cc_referred_make(admin->pool);
    load.buffer = apr_palloc(admin->pool, LINE_MAX_BYTES + 1);
    do {
        status = cc_db_bulk(admin->db);
        status = status == CC_OK ? cc_db_begin(admin->db) : status;
        status = status == CC_OK ? cc_helpers_hold(admin->db) : status;
    } while (cc_admin_retry(admin, status));
    if (status != CC_OK) {
        return cc_admin_result(admin, status, NULL);
    }
    cc_db_set_pool(admin->db, load.pool);
    exit_status = load_all(&load);
    cc_db_set_pool(admin->db, NULL);
    if (exit_status != CC_EXIT_OK || dry_run) {
        cc_db_rollback(admin->db);
    } else {
        status = write_audit(&load);
        status = status == CC_OK ? cc_helpers_release(admin->db) : status;
        status = cc_db_end(admin->db, status);
        exit_status = cc_admin_result(admin, status, NULL);
    }
    if (exit_status != CC_EXIT_OK) {
        return cc_db_uncertain(admin->db) ? CC_EXIT_FAILED : cc_admin_fail(admin, "Nothing was loaded.");
    }
    printf("%s%ld records%s.\n", summary(&load), load.records,
           dry_run ? " would be loaded; nothing was written" : " loaded");
    if (!dry_run && load.records >= MANY) {
        fflush(stdout); /* whatever becomes of what follows */
        cc_statistics_renew(admin->db);
    }
    return CC_EXIT_OK;
}
