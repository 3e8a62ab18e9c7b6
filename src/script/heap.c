#include "heap.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define STEP 16 /* sizes of a class; also what each block is aligned to */
#define SMALL_MAX (CC_HEAP_CLASSES * STEP)
#define PIECE (32 * 1024)

static bool is_small(size_t size)
{
#ifdef __SANITIZE_ADDRESS__
    (void)size;
    return false; /* it sees what becomes of a block only if that is malloc's */
#else
    return size <= SMALL_MAX;
#endif
}

static size_t class_of(size_t size)
{
    return (size - 1) / STEP;
}

static bool may_hold(const cc_heap_t *heap, size_t more, size_t limit)
{
    return more <= limit && heap->held <= limit - more;
}

/** Cuts a block from the newest piece, or from one more. What is left of the one before is lost: less than a block. */
static void *cut(cc_heap_t *heap, size_t size, size_t limit)
{
    if ((size_t)(heap->end - heap->at) < size) {
        void **piece = may_hold(heap, PIECE, limit) ? malloc(PIECE) : NULL;
        if (!piece)
            return NULL;
        *piece = heap->pieces;
        heap->pieces = piece;
        heap->held += PIECE;
        heap->at = (char *)piece + STEP;
        heap->end = (char *)piece + PIECE;
    }
    void *block = heap->at;
    heap->at += size;
    return block;
}

static void *take(cc_heap_t *heap, size_t size, size_t limit)
{
    void *block;
    if (!is_small(size)) {
        block = may_hold(heap, size, limit) ? malloc(size) : NULL;
        if (block)
            heap->held += size;
        return block;
    }
    size_t class = class_of(size);
    block = heap->free[class];
    if (!block)
        return cut(heap, (class + 1) * STEP, limit);
    memcpy(&heap->free[class], block, sizeof(void *));
    return block;
}

void cc_heap_release(cc_heap_t *heap, void *memory, size_t size)
{
    if (!memory)
        return;
    if (!is_small(size)) {
        free(memory);
        heap->held -= size;
        return;
    }
    size_t class = class_of(size);
    memcpy(memory, &heap->free[class], sizeof(void *));
    heap->free[class] = memory;
}

/** Both sizes are large: by realloc, which may do without a copy. */
static void *resize_large(cc_heap_t *heap, void *memory, size_t old_size, size_t new_size)
{
    if (new_size > old_size && !may_hold(heap, new_size - old_size, heap->limit))
        return NULL;
    void *moved = realloc(memory, new_size);
    if (moved)
        heap->held = heap->held - old_size + new_size;
    return moved;
}

void *cc_heap_resize(cc_heap_t *heap, void *memory, size_t old_size, size_t new_size)
{
    if (!memory)
        return take(heap, new_size, heap->limit);
    if (is_small(old_size) && is_small(new_size) && class_of(old_size) == class_of(new_size))
        return memory;
    if (!is_small(old_size) && !is_small(new_size))
        return resize_large(heap, memory, old_size, new_size);
    void *moved = take(heap, new_size, new_size < old_size ? SIZE_MAX : heap->limit);
    if (!moved)
        return NULL;
    memcpy(moved, memory, old_size < new_size ? old_size : new_size);
    cc_heap_release(heap, memory, old_size);
    return moved;
}

void cc_heap_destroy(cc_heap_t *heap)
{
    while (heap->pieces) {
        void *piece = heap->pieces;
        memcpy(&heap->pieces, piece, sizeof(void *));
        free(piece);
    }
}
