/* Reads a Lua directory. Runs at startup and, where reload is on, when something changed; never on the way of an
 * ordinary request. */
#include "source.h"

#include "../base/text.h"
#include "replay.h"
#include "settled.h"

#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define DEPTH_MAX 8
#define FINFO (APR_FINFO_TYPE | APR_FINFO_SIZE | APR_FINFO_MTIME | APR_FINFO_INODE)
#define SCRIPT_MAX (1024 * 1024)
#define ASSET_MAX (16 * 1024 * 1024)
#define PIECE (1024 * 1024)

static const char *const folders[] = {"pages", "components", "lib", "i18n", "assets", NULL};

static const struct {
    const char *extension, *type;
} content_types[] = {
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"ico", "image/vnd.microsoft.icon"},
    {"woff2", "font/woff2"},
    {"txt", "text/plain; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {NULL, "application/octet-stream"},
};

/** Called for each file, in the order of names. `status` tells whether `info` could be had. */
typedef void (*visit_fn)(void *baton, const char *name, const char *path, const apr_finfo_t *info, apr_status_t status);

typedef struct {
    apr_pool_t *pool; /**< paths and directory lists */
    visit_fn visit;
    void *baton;
} walk_t;

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** The names in a directory, sorted, without hidden files; NULL when it cannot be read. */
static apr_array_header_t *list_names(apr_pool_t *pool, const char *path)
{
    apr_dir_t *dir;
    if (apr_dir_open(&dir, path, pool) != APR_SUCCESS)
        return NULL;
    apr_array_header_t *names = apr_array_make(pool, 32, sizeof(const char *));
    apr_finfo_t entry;
    while (apr_dir_read(&entry, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        if (entry.name[0] != '.')
            APR_ARRAY_PUSH(names, const char *) = apr_pstrdup(pool, entry.name);
    }
    apr_dir_close(dir);
    qsort(names->elts, (size_t)names->nelts, sizeof(const char *), compare_names);
    return names;
}

/* Links are followed: assets such as Bootstrap may be links to a system package. The depth ends circles. */
static void walk(const walk_t *w, const char *name, const char *path, int depth)
{
    const apr_array_header_t *names = depth < DEPTH_MAX ? list_names(w->pool, path) : NULL;
    for (int i = 0; names && i < names->nelts; i++) {
        const char *entry = APR_ARRAY_IDX(names, i, const char *);
        const char *entry_name = apr_pstrcat(w->pool, name, "/", entry, NULL);
        const char *entry_path = apr_pstrcat(w->pool, path, "/", entry, NULL);
        apr_finfo_t info = {0};
        apr_status_t status = apr_stat(&info, entry_path, FINFO, w->pool);
        if (status == APR_INCOMPLETE)
            status = APR_SUCCESS;
        if (status == APR_SUCCESS && info.filetype == APR_DIR)
            walk(w, entry_name, entry_path, depth + 1);
        else
            w->visit(w->baton, entry_name, entry_path, &info, status);
    }
}

static void walk_all(const walk_t *w, const char *path)
{
    for (int i = 0; folders[i]; i++)
        walk(w, folders[i], apr_pstrcat(w->pool, path, "/", folders[i], NULL), 0);
}

/* FNV-1a: this only has to notice a change. */
static void stamp_bytes(uint64_t *stamp, const void *data, size_t length)
{
    for (const unsigned char *p = data, *end = p + length; p < end; p++)
        *stamp = (*stamp ^ *p) * UINT64_C(1099511628211);
}

static void stamp_file(void *baton, const char *name, const char *path, const apr_finfo_t *info, apr_status_t status)
{
    (void)path;
    stamp_bytes(baton, name, strlen(name) + 1);
    if (status == APR_SUCCESS) {
        stamp_bytes(baton, &info->mtime, sizeof(info->mtime));
        stamp_bytes(baton, &info->size, sizeof(info->size));
        stamp_bytes(baton, &info->inode, sizeof(info->inode)); /* editors replace; times are coarse */
    }
}

uint64_t cc_source_stamp(apr_pool_t *scratch, const char *path)
{
    uint64_t stamp = UINT64_C(14695981039346656037);
    apr_pool_t *pool;
    apr_pool_create(&pool, scratch);
    walk_t w = {pool, stamp_file, &stamp};
    walk_all(&w, path);
    apr_pool_destroy(pool);
    return stamp;
}

typedef struct {
    cc_source_t *source;
    apr_pool_t *scratch;
    const cc_log_t *log;
    apr_array_header_t *languages;
    crypto_hash_sha256_state version;
    char *at; /**< where there is room for what files hold, and how much */
    apr_size_t room;
    apr_array_header_t *pieces; /**< piece_t *: all that such room is in */
} reading_t;

typedef struct {
    void *at;
    size_t size;
} piece_t;

static apr_status_t unmap(void *data)
{
    const piece_t *piece = data;
    munmap(piece->at, piece->size);
    return APR_SUCCESS;
}

static piece_t *make_piece(apr_pool_t *pool, size_t size)
{
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
        return NULL;
    piece_t *piece = apr_palloc(pool, sizeof(*piece));
    *piece = (piece_t){at, size};
    apr_pool_cleanup_register(pool, piece, unmap, apr_pool_cleanup_null);
    return piece;
}

/** Memory for what a file holds, of a kind that children have only as far as they read it: of what else a parent has
 *  made, each child holds all from the fork on. As it is one memory for all of them, none may write to it: see finish.
 */
static char *place_for(reading_t *reading, apr_size_t size)
{
    if (size > reading->room) {
        piece_t *piece = make_piece(reading->source->pool, size > PIECE ? size : PIECE);
        if (!piece)
            return apr_palloc(reading->source->pool, size);
        APR_ARRAY_PUSH(reading->pieces, piece_t *) = piece;
        reading->at = piece->at;
        reading->room = piece->size;
    }
    char *place = reading->at;
    reading->at += size;
    reading->room -= size;
    return place;
}

static const char *read_file(reading_t *reading, const char *path, apr_size_t *length, apr_status_t *status)
{
    apr_file_t *file;
    *status = apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY, APR_FPROT_OS_DEFAULT, reading->scratch);
    if (*status != APR_SUCCESS)
        return NULL;
    char *text = place_for(reading, *length + 1);
    apr_size_t got = 0;
    *status = apr_file_read_full(file, text, *length, &got);
    if (APR_STATUS_IS_EOF(*status))
        *status = APR_SUCCESS;
    apr_file_close(file);
    text[got] = '\0';
    *length = got;
    return *status == APR_SUCCESS ? text : NULL;
}

static bool is_language(const char *code)
{
    size_t letters = strspn(code, "abcdefghijklmnopqrstuvwxyz");
    if (letters < 2 || letters > 3)
        return false;
    size_t region = strspn(code + letters + (code[letters] == '-'),
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    return code[letters] == '\0' || (code[letters] == '-' && region > 0 && code[letters + 1 + region] == '\0');
}

static void add_script(reading_t *reading, const char *name, const char *text, apr_size_t length)
{
    apr_pool_t *pool = reading->source->pool;
    cc_script_t *script = apr_palloc(pool, sizeof(*script));
    script->name = apr_pstrmemdup(pool, name, strlen(name) - strlen(".lua"));
    script->chunk = apr_pstrcat(pool, "@", name, NULL);
    script->text = text;
    script->length = length;
    apr_hash_set(reading->source->scripts, script->name, APR_HASH_KEY_STRING, script);
    if (strncmp(script->name, "i18n/", 5) == 0 && strcmp(script->name, "i18n/en") != 0 && is_language(script->name + 5))
        APR_ARRAY_PUSH(reading->languages, const char *) = script->name + 5;
}

static const char *content_type(const char *name)
{
    const char *dot = strrchr(name, '.');
    int i = 0;
    while (content_types[i].extension && (!dot || strcmp(dot + 1, content_types[i].extension) != 0))
        i++;
    return content_types[i].type;
}

static void add_asset(reading_t *reading, const char *name, const char *data, apr_size_t length)
{
    apr_pool_t *pool = reading->source->pool;
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[2 * 16 + 1];
    crypto_hash_sha256(hash, (const unsigned char *)data, length);
    sodium_bin2hex(hex, sizeof(hex), hash, 16);
    crypto_hash_sha256_update(&reading->version, (const unsigned char *)name, strlen(name) + 1);
    crypto_hash_sha256_update(&reading->version, hash, sizeof(hash));

    cc_asset_t *asset = apr_palloc(pool, sizeof(*asset));
    asset->data = data;
    asset->length = length;
    asset->content_type = content_type(name);
    asset->etag = apr_pstrcat(pool, "\"", hex, "\"", NULL);
    apr_hash_set(reading->source->assets, apr_pstrdup(pool, name), APR_HASH_KEY_STRING, asset);
}

static void leave_out(const reading_t *reading, const char *path, const char *why)
{
    cc_log(reading->log, CC_LOG_WARNING, reading->scratch, "CC1305 %s is left out: %s",
           cc_escape_log(reading->scratch, path), why);
}

static void visit_file(void *baton, const char *name, const char *path, const apr_finfo_t *info, apr_status_t status)
{
    reading_t *reading = baton;
    bool is_asset = strncmp(name, "assets/", 7) == 0;
    size_t name_length = strlen(name);
    if (!is_asset && (name_length < 5 || strcmp(name + name_length - 4, ".lua") != 0))
        return; /* what editors leave behind */

    char buffer[120];
    if (status == APR_SUCCESS && info->filetype != APR_REG)
        return;
    if (status == APR_SUCCESS && info->size > (is_asset ? ASSET_MAX : SCRIPT_MAX)) {
        leave_out(reading, path, "it is too large");
        return;
    }
    apr_size_t length = status == APR_SUCCESS ? (apr_size_t)info->size : 0;
    const char *text = NULL;
    if (status == APR_SUCCESS)
        text = read_file(reading, path, &length, &status);
    if (!text)
        leave_out(reading, path, apr_strerror(status, buffer, sizeof(buffer)));
    else if (is_asset)
        add_asset(reading, name + 7, text, length);
    else
        add_script(reading, name, text, length);
}

static cc_source_t *make_source(void)
{
    apr_allocator_t *allocator;
    apr_pool_t *pool;
    if (apr_allocator_create(&allocator) != APR_SUCCESS)
        return NULL;
    if (apr_pool_create_unmanaged_ex(&pool, NULL, allocator) != APR_SUCCESS) {
        apr_allocator_destroy(allocator);
        return NULL;
    }
    apr_allocator_owner_set(allocator, pool);
    cc_source_t *source = apr_pcalloc(pool, sizeof(*source));
    source->pool = pool;
    source->scripts = apr_hash_make(pool);
    source->assets = apr_hash_make(pool);
    source->replay = cc_replay_create(pool);
    source->settled = cc_settled_create(pool);
    source->uses = 1;
    return source;
}

static void finish(reading_t *reading)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[2 * 6 + 1];
    crypto_hash_sha256_final(&reading->version, hash);
    sodium_bin2hex(hex, sizeof(hex), hash, 6);
    reading->source->version = apr_pstrdup(reading->source->pool, hex);
    APR_ARRAY_PUSH(reading->languages, const char *) = NULL;
    reading->source->languages = (const char *const *)reading->languages->elts;
    for (int i = 0; i < reading->pieces->nelts; i++) {
        const piece_t *piece = APR_ARRAY_IDX(reading->pieces, i, const piece_t *);
        if (mprotect(piece->at, piece->size, PROT_READ) != 0) {
            char buffer[120];
            cc_log(reading->log, CC_LOG_WARNING, reading->scratch,
                   "CC1310 scripts and assets are not protected from being changed in memory: %s",
                   apr_strerror(errno, buffer, sizeof(buffer)));
        }
    }
}

const char *cc_source_read(apr_pool_t *scratch, const char *path, const cc_log_t *log, cc_source_t **source)
{
    const char *pages = apr_pstrcat(scratch, path, "/pages", NULL);
    apr_finfo_t info;
    apr_status_t status = apr_stat(&info, pages, APR_FINFO_TYPE, scratch);
    if (status != APR_SUCCESS || info.filetype != APR_DIR) {
        char buffer[120];
        return apr_psprintf(scratch, "no Lua pages at %s: %s", pages,
                            status != APR_SUCCESS ? apr_strerror(status, buffer, sizeof(buffer)) : "not a directory");
    }

    cc_source_t *made = make_source();
    apr_pool_t *pool;
    if (!made || apr_pool_create(&pool, scratch) != APR_SUCCESS)
        return "no memory for the Lua pages";
    reading_t reading = {.source = made,
                         .scratch = pool,
                         .log = log,
                         .languages = apr_array_make(made->pool, 4, sizeof(const char *)),
                         .pieces = apr_array_make(pool, 4, sizeof(piece_t *))};
    APR_ARRAY_PUSH(reading.languages, const char *) = "en";
    crypto_hash_sha256_init(&reading.version);
    /* Before reading: a file that changes meanwhile is noticed the next time. */
    made->stamp = cc_source_stamp(pool, path);
    walk_t w = {pool, visit_file, &reading};
    walk_all(&w, path);
    finish(&reading);
    apr_pool_destroy(pool);
    *source = made;
    return NULL;
}

void cc_source_free(cc_source_t *source)
{
    apr_pool_destroy(source->pool);
}

const cc_script_t *cc_source_script(const cc_source_t *source, const char *folder, const char *name)
{
    char key[160];
    int length = snprintf(key, sizeof(key), "%s/%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof(key))
        return NULL;
    return apr_hash_get(source->scripts, key, length);
}
