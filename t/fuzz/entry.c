/* From libFuzzer to a target and back: memory of its own for each run. */
#include "fuzz.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static apr_pool_t *all;

__attribute__((weak)) void fuzz_open(apr_pool_t *pool)
{
    (void)pool;
}

_Noreturn void fuzz_broken(const char *what, const char *file, int line)
{
    fprintf(stderr, "%s:%d: not true: %s\n", file, line, what);
    abort();
}

const char *fuzz_until(apr_pool_t *pool, const char **text, size_t *length, char end)
{
    const char *at = memchr(*text, end, *length);
    size_t taken = at ? (size_t)(at - *text) : *length;
    const char *copy = apr_pstrmemdup(pool, *text, taken);

    *text += at ? taken + 1 : taken;
    *length -= at ? taken + 1 : taken;
    return copy;
}

static void end_all(void)
{
    apr_pool_destroy(all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool;
    char *text = malloc(size + 1); /* not of a pool, so that AddressSanitizer knows where it ends */

    if (!all) {
        must(apr_initialize() == APR_SUCCESS && sodium_init() >= 0);
        apr_pool_create(&all, NULL);
        /* what is left then is a leak: pools themselves are memory that LeakSanitizer does not look into */
        atexit(end_all);
        fuzz_open(all);
    }
    must(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    apr_pool_create(&pool, all);
    fuzz_one(pool, text, size);
    apr_pool_destroy(pool);
    free(text);
    return 0;
}
