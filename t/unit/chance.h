/* Numbers at random that a seed repeats on every machine. */
#ifndef CC_CHANCE_H
#define CC_CHANCE_H

#include <stdint.h>

static inline uint64_t chance_seeded(uint64_t seed)
{
    uint64_t state = (seed + 1) * 0x9E3779B97F4A7C15U;

    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9U;
    return (state ^ (state >> 27)) | 1;
}

/* From 0 to n - 1. */
static inline int chance_below(uint64_t *state, int n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (int)((*state >> 11) % (uint64_t)(n > 0 ? n : 1));
}

#endif
