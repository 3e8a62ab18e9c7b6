/* Chance that is the same everywhere. */
#ifndef CC_ADMIN_DEMO_CHANCE_H
#define CC_ADMIN_DEMO_CHANCE_H

#include <stdint.h>

/** The next of a series of numbers below `below`; the same series for the same start on every machine. */
uint32_t cc_demo_pick(uint64_t *random, uint32_t below);
#define CC_DEMO_PICK(random, array) ((array)[cc_demo_pick(random, sizeof(array) / sizeof((array)[0]))])

#endif
