#include "blocklist.h"

#include <apr_file_io.h>
#include <apr_sha1.h>
#include <apr_strings.h>
#include <sodium.h>
#include <string.h>

#define HASH_LENGTH (2 * APR_SHA1_DIGESTSIZE)
#define LINE_MAX_LENGTH 128 /* a hash, a count and the end of the line are far less */

static void hash_of(const char *password, char hash[HASH_LENGTH + 1])
{
    apr_sha1_ctx_t sha1;
    unsigned char digest[APR_SHA1_DIGESTSIZE];

    apr_sha1_init(&sha1);
    apr_sha1_update(&sha1, password, (unsigned int)strlen(password));
    apr_sha1_final(digest, &sha1);
    sodium_bin2hex(hash, HASH_LENGTH + 1, digest, sizeof(digest));
    for (char *c = hash; *c; c++) {
        *c = (char)(*c >= 'a' ? *c - 'a' + 'A' : *c);
    }
}

static bool is_entry(const char *line)
{
    return strspn(line, "0123456789ABCDEF") == HASH_LENGTH && strchr(":\r\n", line[HASH_LENGTH]) != NULL;
}

/* The first whole line at or after `at`; `*begin` gets where it begins, and is the size where there is none. False: the
 * file cannot be read, or that is no entry. */
static bool line_from(apr_file_t *file, apr_off_t at, apr_off_t size, char line[LINE_MAX_LENGTH], apr_off_t *begin)
{
    char piece[2 * LINE_MAX_LENGTH + 1];
    apr_off_t from = at ? at - 1 : 0; /* whoever stands behind the end of a line is at the beginning of one */
    apr_size_t length = sizeof(piece) - 1;
    const char *start = piece;
    apr_status_t rv = apr_file_seek(file, APR_SET, &from);

    if (rv == APR_SUCCESS) {
        rv = apr_file_read_full(file, piece, length, &length);
    }
    if (rv != APR_SUCCESS && !APR_STATUS_IS_EOF(rv)) {
        return false;
    }
    piece[length] = '\0';
    if (at) {
        start = strchr(piece, '\n');
        if (!start && from + (apr_off_t)length < size) {
            return false;
        }
        start = start ? start + 1 : piece + length;
    }
    *begin = from + (start - piece);
    if (*begin < size) {
        apr_cpystrn(line, start, LINE_MAX_LENGTH);
    }
    return *begin >= size || is_entry(line);
}

static cc_status_t find(apr_file_t *file, apr_off_t size, const char *hash)
{
    apr_off_t low = 0, high = size, begin;
    char line[LINE_MAX_LENGTH];

    /* the line that is looked for begins in [low, high) if there is one */
    while (low < high) {
        apr_off_t middle = low + (high - low) / 2;
        int order;
        if (!line_from(file, middle, size, line, &begin)) {
            return CC_FAILED;
        }
        if (begin >= high) {
            high = middle;
            continue;
        }
        order = strncmp(hash, line, HASH_LENGTH);
        if (order == 0) {
            return CC_REFUSED;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = begin + 1;
        }
    }
    return CC_OK;
}

static apr_file_t *open_file(apr_pool_t *pool, const char *path, apr_off_t *size)
{
    apr_file_t *file;
    apr_finfo_t info;

    if (apr_file_open(&file, path, APR_READ, APR_OS_DEFAULT, pool) != APR_SUCCESS) {
        return NULL;
    }
    if (apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_TYPE, file) != APR_SUCCESS || info.filetype != APR_REG) {
        apr_file_close(file);
        return NULL;
    }
    *size = info.size;
    return file;
}

cc_status_t cc_blocklist_find(apr_pool_t *pool, const char *path, const char *password)
{
    char hash[HASH_LENGTH + 1];
    apr_off_t size;
    apr_file_t *file = open_file(pool, path, &size);
    cc_status_t status;

    if (!file) {
        return CC_FAILED;
    }
    hash_of(password, hash);
    status = find(file, size, hash);
    apr_file_close(file);
    return status;
}

bool cc_blocklist_usable(apr_pool_t *pool, const char *path)
{
    char line[LINE_MAX_LENGTH];
    apr_off_t size, begin;
    apr_file_t *file = open_file(pool, path, &size);
    bool usable = file && size > 0 && line_from(file, 0, size, line, &begin);

    if (file) {
        apr_file_close(file);
    }
    return usable;
}
