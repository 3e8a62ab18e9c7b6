/* Memory of pools as single blocks of malloc, so that AddressSanitizer sees what runs past one of them. The linker puts
 * these in the place of APR's functions (--wrap) wherever our own code calls them. The blocks go with their pool. */
#include <apr_pools.h>
#include <apr_strings.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* libapr itself refers to some of them. */
#pragma GCC visibility push(default)

typedef struct block_t {
    struct block_t *next;
} block_t;

void *__real_apr_palloc(apr_pool_t *pool, apr_size_t size);
void *__wrap_apr_palloc(apr_pool_t *pool, apr_size_t size);
void *__wrap_apr_pmemdup(apr_pool_t *pool, const void *from, apr_size_t size);
char *__wrap_apr_pstrdup(apr_pool_t *pool, const char *text);
char *__wrap_apr_pstrmemdup(apr_pool_t *pool, const char *text, apr_size_t length);
char *__wrap_apr_pstrcat(apr_pool_t *pool, ...);

static const char key[] = "blocks";

static apr_status_t free_blocks(void *data)
{
    block_t *list = data, *next;

    for (block_t *block = list->next; block; block = next) {
        next = block->next;
        free(block);
    }
    list->next = NULL;
    return APR_SUCCESS;
}

static block_t *blocks_of(apr_pool_t *pool)
{
    void *found = NULL;

    apr_pool_userdata_get(&found, key, pool);
    if (!found) {
        found = __real_apr_palloc(pool, sizeof(block_t));
        ((block_t *)found)->next = NULL;
        apr_pool_userdata_setn(found, key, NULL, pool);
        apr_pool_cleanup_register(pool, found, free_blocks, apr_pool_cleanup_null);
    }
    return found;
}

/* The pointer to the next block stands in front, at the alignment of malloc. */
void *__wrap_apr_palloc(apr_pool_t *pool, apr_size_t size)
{
    block_t *list = blocks_of(pool), *block = malloc(16 + size);

    if (!block) {
        abort();
    }
    block->next = list->next;
    list->next = block;
    return (char *)block + 16;
}

void *__wrap_apr_pmemdup(apr_pool_t *pool, const void *from, apr_size_t size)
{
    return from ? memcpy(__wrap_apr_palloc(pool, size), from, size) : NULL;
}

char *__wrap_apr_pstrmemdup(apr_pool_t *pool, const char *text, apr_size_t length)
{
    char *copy = text ? __wrap_apr_palloc(pool, length + 1) : NULL;

    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

char *__wrap_apr_pstrdup(apr_pool_t *pool, const char *text)
{
    return text ? __wrap_apr_pstrmemdup(pool, text, strlen(text)) : NULL;
}

char *__wrap_apr_pstrcat(apr_pool_t *pool, ...)
{
    va_list parts;
    size_t length = 0;
    char *joined, *out;

    va_start(parts, pool);
    for (const char *part; (part = va_arg(parts, const char *)) != NULL;) {
        length += strlen(part);
    }
    va_end(parts);
    joined = out = __wrap_apr_palloc(pool, length + 1);
    va_start(parts, pool);
    for (const char *part; (part = va_arg(parts, const char *)) != NULL;) {
        out = stpcpy(out, part);
    }
    va_end(parts);
    *out = '\0';
    return joined;
}
