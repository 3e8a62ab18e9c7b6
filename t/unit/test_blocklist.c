/* The blocklist on disk: every entry of files of several sizes is found, and nothing else. */
#include "../../src/domain/blocklist.h"

#include "tap.h"

#include <apr_general.h>
#include <apr_file_io.h>
#include <apr_sha1.h>
#include <apr_strings.h>
#include <sodium.h>
#include <stdlib.h>

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *sha1(apr_pool_t *pool, const char *text)
{
    apr_sha1_ctx_t context;
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    char *hex = apr_palloc(pool, 41);

    apr_sha1_init(&context);
    apr_sha1_update(&context, text, (unsigned int)strlen(text));
    apr_sha1_final(digest, &context);
    sodium_bin2hex(hex, 41, digest, sizeof(digest));
    for (char *c = hex; *c; c++) {
        *c = *c >= 'a' ? (char)(*c - 32) : *c;
    }
    return hex;
}

static const char *write_file(apr_pool_t *pool, const char *text)
{
    char *name = apr_pstrdup(pool, "/tmp/blocklist.XXXXXX");
    apr_file_t *file;

    apr_file_mktemp(&file, name, APR_READ | APR_WRITE | APR_CREATE | APR_EXCL, pool);
    apr_file_write_full(file, text, strlen(text), NULL);
    apr_file_close(file);
    return name;
}

/* A file of `count` passwords with this end of each line */
static void test_size(apr_pool_t *pool, int count, const char *end, bool last_ends)
{
    const char **lines = apr_pcalloc(pool, (size_t)(count + 1) * sizeof(*lines));
    char *text = "";
    const char *path;
    int missed = 0, wrong = 0;

    for (int i = 0; i < count; i++) {
        lines[i] = sha1(pool, apr_psprintf(pool, "breached %d", i));
    }
    qsort(lines, (size_t)count, sizeof(*lines), by_text);
    for (int i = 0; i < count; i++) {
        text = apr_pstrcat(pool, text, lines[i], end && *end == ':' ? apr_psprintf(pool, ":%d", i * 977) : "",
                           i + 1 < count || last_ends ? (end && strchr(end, '\r') ? "\r\n" : "\n") : "", NULL);
    }
    path = write_file(pool, text);
    for (int i = 0; i < count; i++) {
        missed += cc_blocklist_find(pool, path, apr_psprintf(pool, "breached %d", i)) != CC_REFUSED;
        wrong += cc_blocklist_find(pool, path, apr_psprintf(pool, "fine %d", i)) != CC_OK;
    }
    ok(missed == 0, "%d lines%s: every one is found, %d missed", count, last_ends ? "" : ", the last without an end",
       missed);
    ok(wrong == 0, "and no other, %d wrong", wrong);
    ok(cc_blocklist_usable(pool, path), "which is a file to use");
    apr_file_remove(path, pool);
}

static void test_broken(apr_pool_t *pool)
{
    const char *text = write_file(pool, "password\n123456\n"), *empty = write_file(pool, "");
    const char *small = write_file(pool, "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8\n");

    ok(!cc_blocklist_usable(pool, "/nonexistent") && cc_blocklist_find(pool, "/nonexistent", "password") == CC_FAILED,
       "no file: could not ask");
    ok(!cc_blocklist_usable(pool, "/tmp") && cc_blocklist_find(pool, "/tmp", "password") == CC_FAILED, "a directory");
    ok(!cc_blocklist_usable(pool, text) && cc_blocklist_find(pool, text, "password") == CC_FAILED,
       "passwords as they are");
    ok(!cc_blocklist_usable(pool, small), "small letters, which would find nothing");
    ok(!cc_blocklist_usable(pool, empty), "an empty file");
    apr_file_remove(text, pool);
    apr_file_remove(small, pool);
    apr_file_remove(empty, pool);
}

int main(void)
{
    static const int sizes[] = {1, 2, 3, 4, 7, 64, 500};
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        test_size(pool, sizes[i], "", true);
        test_size(pool, sizes[i], ":", i % 2);
        test_size(pool, sizes[i], ":\r", true);
    }
    test_broken(pool);
    apr_pool_destroy(pool);
    return done();
}
