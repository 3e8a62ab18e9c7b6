#include "demo_chance.h"

/* splitmix64: good enough to spread data, and the same everywhere */
uint32_t cc_demo_pick(uint64_t *random, uint32_t below)
{
    uint64_t z = *random += 0x9E3779B97F4A7C15;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return (uint32_t)((z ^ (z >> 31)) >> 32) % below;
}
