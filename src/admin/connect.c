/* ccadmin's one connection: opened here, lent to the core, closed with the pool. */
#include "admin.h"

#include "../base/text.h"
#include "../domain/account.h"
#include "../store/schema.h"

#include <apr_dbd.h>
#include <apr_strings.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATIENCE apr_time_from_sec(30)

/* ---- the file of an SQLite database ---- */

static const char *parent_of(cc_admin_t *admin, const char *path)
{
    const char *slash = strrchr(path, '/');

    return !slash ? "." : slash == path ? "/" : apr_pstrmemdup(admin->pool, path, slash - path);
}

/* Not readable for others, whatever the umask; 0640 in a directory whose set-group-id bit says that its files are
 * the group's as well. As root the file goes to the owner of its directory, so that httpd's user can write it; SQLite
 * gives its -wal and -shm files the owner and mode of the database. */
static int create_file(cc_admin_t *admin, const char *path, const char *parent)
{
    struct stat directory, file;
    int fd, error;

    if (stat(parent, &directory) != 0 || !S_ISDIR(directory.st_mode)) {
        return cc_admin_fail(admin, "Cannot create %s: there is no directory %s.", path, parent);
    }
    fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST && lstat(path, &file) == 0 && S_ISLNK(file.st_mode)) {
        return cc_admin_fail(admin, "Cannot create %s: it is a link to a file that is not there.", path);
    }
    if (fd < 0) {
        return errno == EEXIST ? CC_EXIT_OK : cc_admin_fail(admin, "Cannot create %s: %s.", path, strerror(errno));
    }
    error = geteuid() == 0 ? fchown(fd, directory.st_uid, directory.st_gid) : 0;
    if (!error) {
        error = fchmod(fd, directory.st_mode & S_ISGID ? 0640 : 0600);
    }
    if (error) {
        cc_admin_fail(admin, "Cannot set the owner and mode of %s: %s.", path, strerror(errno));
        unlink(path);
    }
    close(fd);
    return error ? CC_EXIT_FAILED : CC_EXIT_OK;
}

/* "host=… dbname=…" or "postgresql://…", where --driver was forgotten: a file of that name would be made, and no httpd
 * would look there. */
static bool is_for_server(const char *path)
{
    size_t word = strcspn(path, "=/");

    return (word && path[word] == '=') || strstr(path, "://");
}

static int prepare_file(cc_admin_t *admin, const char *path, bool create)
{
    const char *parent = parent_of(admin, path);
    struct stat file;

    if (!strncmp(path, "file:", 5) || path[0] == ':') { /* SQLite takes these for something else than paths */
        return cc_admin_fail(admin, "Cannot open %s: a path that begins so is written as ./%s", path, path);
    }
    if (stat(path, &file) != 0) {
        if (errno == ENOENT && is_for_server(path)) {
            /* not repeated: a password may be part of it, and messages are kept */
            return cc_admin_fail(admin, "--db is no path but what a server is connected with: add --driver pgsql or "
                                        "--driver mysql. The path of a file of this name begins with ./");
        }
        if (errno == ENOENT && create) {
            return create_file(admin, path, parent);
        }
        return errno == ENOENT
                   ? cc_admin_fail(admin, "There is no database %s. Create it: ccadmin --db %s init", path, path)
                   : cc_admin_fail(admin, "Cannot open %s: %s.", path, strerror(errno));
    }
    if (!S_ISREG(file.st_mode)) {
        return cc_admin_fail(admin, "Cannot open %s: it is not a file.", path);
    }
    /* an httpd that was started too early makes an empty file that everybody may read */
    if (create && file.st_size == 0 && (file.st_mode & S_IRWXO) && chmod(path, file.st_mode & 0770) != 0) {
        return cc_admin_fail(admin, "Cannot set the mode of %s: %s.", path, strerror(errno));
    }
    if (access(path, R_OK | W_OK) != 0) {
        return cc_admin_fail(admin, "Cannot open %s: %s.", path, strerror(errno));
    }
    /* while somebody else has its -wal and -shm open they are there already, so this alone is no fault */
    admin->closed_directory = access(parent, W_OK | X_OK) != 0 ? parent : NULL;
    return CC_EXIT_OK;
}

/* Servers break lines and indent them, which is no control character to warn of. */
static const char *in_one_line(cc_admin_t *admin, const char *text)
{
    char *line = apr_pstrdup(admin->pool, cc_text_trim(admin->pool, text)), *to = line;

    for (const char *from = line; *from; from++) {
        bool blank = *from == '\n' || *from == '\r' || *from == '\t' || *from == ' ';
        if (!blank) {
            *to++ = *from;
        } else if (to > line && to[-1] != ' ') {
            *to++ = ' ';
        }
    }
    *to = '\0';
    return line;
}

/* ---- the connection ---- */

static bool acquire(void *baton, cc_conn_t *conn)
{
    cc_admin_t *admin = baton;

    *conn = admin->conn;
    return true;
}

static void release(void *baton, cc_conn_t *conn)
{
    (void)baton;
    (void)conn;
}

static apr_status_t close_connection(void *data)
{
    cc_admin_t *admin = data;

    apr_dbd_close(admin->conn.driver, admin->conn.handle);
    return APR_SUCCESS;
}

static int open_connection(cc_admin_t *admin, const char *driver)
{
    const char *error = NULL;

    if (apr_dbd_init(admin->pool) != APR_SUCCESS ||
        apr_dbd_get_driver(admin->pool, driver, &admin->conn.driver) != APR_SUCCESS) {
        return cc_admin_fail(admin, "There is no database driver %s; the package libaprutil1-dbd-%s may be missing.",
                             driver, driver);
    }
    apr_pool_create(&admin->conn.pool, admin->pool);
    if (apr_dbd_open_ex(admin->conn.driver, admin->conn.pool, admin->options[CC_OPT_DB], &admin->conn.handle, &error) !=
        APR_SUCCESS) {
        const char *why = in_one_line(admin, error ? error : "");
        const char *end = *why && strchr(".?!", why[strlen(why) - 1]) ? "" : ".";
        return cc_admin_fail(admin, "The database cannot be opened%s%s%s", *why ? ": " : "", why, end);
    }
    /* runs after the clean-up that cc_db_make registers, which may still have to undo something */
    apr_pool_cleanup_register(admin->conn.pool, admin, close_connection, apr_pool_cleanup_null);
    admin->provider = (cc_db_provider_t){.acquire = acquire, .release = release, .baton = admin};
    admin->db = admin->ctx.db = cc_db_make(admin->conn.pool, &admin->provider, &admin->log);
    return CC_EXIT_OK;
}

static int check_schema(cc_admin_t *admin)
{
    int version;
    cc_status_t status;

    do {
        status = cc_schema_present(admin->db, &version);
    } while (cc_admin_retry(admin, status));
    if (status != CC_OK) {
        return cc_admin_result(admin, status, NULL);
    }
    if (version > cc_schema_version) {
        return cc_admin_fail(admin,
                             "The database has schema version %d, which this program (version %d) is too old "
                             "for; please use the one it was made with.",
                             version, cc_schema_version);
    }
    if (version < cc_schema_version) {
        return version
                   ? cc_admin_fail(admin,
                                   "The database has schema version %d, this program needs %d. Upgrade it: "
                                   "ccadmin init",
                                   version, cc_schema_version)
                   : cc_admin_fail(admin, "This database has no Client Center tables yet. Create them: ccadmin init");
    }
    return CC_EXIT_OK;
}

int cc_admin_connect(cc_admin_t *admin, bool create)
{
    const char *driver = admin->options[CC_OPT_DRIVER] ? admin->options[CC_OPT_DRIVER] : "sqlite3";
    int exit_status = CC_EXIT_OK;

    if (strcmp(driver, "sqlite3") != 0 && strcmp(driver, "pgsql") != 0 && strcmp(driver, "mysql") != 0) {
        return cc_admin_misuse(admin, "--driver: sqlite3, pgsql or mysql is allowed, not '%s'.", driver);
    }
    if (!strcmp(driver, "sqlite3")) {
        exit_status = prepare_file(admin, admin->options[CC_OPT_DB], create);
    }
    if (exit_status == CC_EXIT_OK) {
        exit_status = open_connection(admin, driver);
    }
    return exit_status == CC_EXIT_OK && !create ? check_schema(admin) : exit_status;
}

bool cc_admin_retry(cc_admin_t *admin, cc_status_t status)
{
    apr_time_t now = apr_time_now();

    if (status != CC_BUSY) {
        return false;
    }
    if (!admin->give_up) {
        admin->give_up = now + PATIENCE;
    }
    if (now >= admin->give_up) {
        return false;
    }
    apr_sleep(apr_time_from_msec(5) + randombytes_uniform(50000));
    return true;
}

/* ---- reading ---- */

int cc_admin_user_id(cc_admin_t *admin, int64_t *id)
{
    const char *login = admin->options[CC_OPT_USER];
    cc_user_t user;
    cc_status_t status;

    *id = 0;
    if (!login) {
        return CC_EXIT_OK;
    }
    status = cc_account_by_login(&admin->ctx, login, &user);
    if (status == CC_NOT_FOUND) {
        return cc_admin_fail(admin, "There is no user %s.", login);
    }
    *id = status == CC_OK ? user.id : 0;
    return cc_admin_result(admin, status, NULL);
}

int cc_admin_customer_id(cc_admin_t *admin, int64_t *id)
{
    const char *number = admin->options[CC_OPT_CUSTOMER];
    cc_status_t status;

    *id = 0;
    if (!number) {
        return CC_EXIT_OK;
    }
    status = cc_db_number(admin->db, CC_SQL_CUSTOMER_BY_NUMBER, CC_ARGS(number), id);
    if (status == CC_NOT_FOUND) {
        return cc_admin_fail(admin, "There is no customer %s.", number);
    }
    return cc_admin_result(admin, status, NULL);
}
