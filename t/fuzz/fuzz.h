/* What a fuzz target is: a function that gets a text of any kind and says what must be true of what our parsers make
 * of it. The same targets run under libFuzzer (make fuzz) and over their corpora in every test run (replay.c). */
#ifndef CC_FUZZ_H
#define CC_FUZZ_H

#include <apr_pools.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Defined by each target: one input of `length` bytes, with a NUL behind them. `pool` lives as long as the run. */
void fuzz_one(apr_pool_t *pool, const char *text, size_t length);

/** Defined by targets that need something for all their runs; `pool` lives as long as the process. */
void fuzz_open(apr_pool_t *pool);

/** Ends the process with the words that are not true. */
_Noreturn void fuzz_broken(const char *what, const char *file, int line);

#define must(what) ((what) ? (void)0 : fuzz_broken(#what, __FILE__, __LINE__))

/** Takes a byte off the front of the input, 0 when there is none left. */
static inline unsigned char fuzz_byte(const char **text, size_t *length)
{
    if (!*length) {
        return 0;
    }
    (*length)--;
    return (unsigned char)*(*text)++;
}

/** Takes eight bytes off the front, for a number of any size. */
static inline int64_t fuzz_number(const char **text, size_t *length)
{
    uint64_t number = 0;

    for (int i = 0; i < 8; i++) {
        number = number << 8 | fuzz_byte(text, length);
    }
    return (int64_t)number;
}

/** Takes what comes before the first `end` off the front, and that; all there is if there is none. Ends it by a NUL in
 *  a copy. */
const char *fuzz_until(apr_pool_t *pool, const char **text, size_t *length, char end);

#endif
