/* The memory of one Lua state. Small blocks are of classes of sizes, cut from large pieces that belong to the state
 * alone and go with it: what a state lets go serves the same state again, so that states, pools and databases of a
 * process that takes turns in its threads leave no gaps in each other's memory, and no lock is taken. Large blocks are
 * malloc's. */
#ifndef CC_HEAP_H
#define CC_HEAP_H

#include <stddef.h>

#define CC_HEAP_CLASSES 32

/** Zeroed before it is used, but for `limit`. */
typedef struct {
    size_t held;                 /**< bytes of the system: pieces and large blocks */
    size_t limit;                /**< how many these may be; more is refused */
    void *free[CC_HEAP_CLASSES]; /**< blocks given back, each begins with the address of the next */
    void *pieces;                /**< the newest, each begins with the address of the one before */
    char *at, *end;              /**< what is left of the newest */
} cc_heap_t;

/** Makes `memory` (NULL: none yet) of `old_size` bytes into one of `new_size`, both above 0. NULL when the system or
 * the limit has none: then `memory` is as it was. The limit refuses no smaller one. */
void *cc_heap_resize(cc_heap_t *heap, void *memory, size_t old_size, size_t new_size);

/** Takes back a block of `size` bytes; NULL is none. */
void cc_heap_release(cc_heap_t *heap, void *memory, size_t size);

/** Gives all small blocks back to the system; large ones must have been released. */
void cc_heap_destroy(cc_heap_t *heap);

#endif
