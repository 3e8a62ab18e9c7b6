/* The memory of a Lua state: what blocks hold stays what it is, whatever becomes of those around them, small ones are
 * used again, and no more is held than allowed. */
#include "../../src/script/state.h"

#include "tap.h"

#include <stdint.h>
#include <stdlib.h>

#define BLOCKS 400
#define ROUNDS 60000

static struct {
    unsigned char *memory, fill;
    size_t size;
} blocks[BLOCKS];

static unsigned state = 42;

static unsigned any(unsigned below)
{
    state = state * 1103515245 + 12345;
    return (state >> 8) % below;
}

static bool is_filled(const unsigned char *memory, size_t size, unsigned char fill)
{
    for (size_t i = 0; i < size; i++) {
        if (memory[i] != fill) {
            return false;
        }
    }
    return true;
}

/** Makes, resizes or releases one block. */
static bool step(cc_heap_t *heap, int i)
{
    size_t size = any(4) ? 1 + any(600) : any(8) ? 0 : 1 + any(20000), before = blocks[i].size;
    bool good = is_filled(blocks[i].memory, before, blocks[i].fill);

    if (size == 0) {
        cc_heap_release(heap, blocks[i].memory, before);
        blocks[i].memory = NULL;
    } else {
        unsigned char *memory = cc_heap_resize(heap, blocks[i].memory, before, size);
        good = good && memory && ((uintptr_t)memory & 15) == 0 &&
               is_filled(memory, size < before ? size : before, blocks[i].fill);
        blocks[i].memory = memory;
        blocks[i].fill = (unsigned char)any(256);
        memset(memory, blocks[i].fill, size);
    }
    blocks[i].size = size;
    return good;
}

static void lives(void)
{
    cc_heap_t heap = {.limit = SIZE_MAX};
    bool good = true;
    size_t half = 0;

    for (int n = 0; n < ROUNDS; n++) {
        good = step(&heap, (int)any(BLOCKS)) && good;
        half = n == ROUNDS / 2 ? heap.held : half;
    }
    ok(good, "blocks keep what is in them");
    ok(heap.held <= half + half / 2, "blocks are used again: %zu bytes held half-way, %zu at the end", half, heap.held);
    for (int i = 0; i < BLOCKS; i++) {
        cc_heap_release(&heap, blocks[i].memory, blocks[i].size);
    }
    cc_heap_destroy(&heap);
}

static void limit(void)
{
    cc_heap_t heap = {.limit = 100000};
    unsigned char *large = cc_heap_resize(&heap, NULL, 0, 90000);

    ok(large != NULL, "a block within the limit");
    memset(large, 7, 90000);
    ok(!cc_heap_resize(&heap, NULL, 0, 20000), "none beyond it");
    ok(!cc_heap_resize(&heap, large, 90000, 110000) && is_filled(large, 90000, 7),
       "one that may not grow is as it was");
    large = cc_heap_resize(&heap, large, 90000, 64);
    ok(large && is_filled(large, 64, 7), "one that shrinks is not refused");
    ok(heap.held < 40000, "and gives back the rest: %zu", heap.held);
    cc_heap_release(&heap, large, 64);
    void *small = NULL, *before = NULL;
    int count = 0;
    for (; count < 100000 && (small = cc_heap_resize(&heap, NULL, 0, 48)); before = small, count++) {
        memcpy(small, &before, sizeof(before));
    }
    ok(count > 1000 && count <= 100000 / 48 && heap.held <= 100000, "small ones count too: %d", count);
    for (; before; before = small) { /* under AddressSanitizer each is malloc's */
        memcpy(&small, before, sizeof(small));
        cc_heap_release(&heap, before, 48);
    }
    cc_heap_destroy(&heap);
}

/* Lua asks again and again where memory is full, and each time collects what there is to be collected. */
static void spent(void)
{
    cc_call_t call = {0};
    cc_state_t of_page = {.limit = 100000, .call = &call};
    cc_state_begin(&of_page, 3600 * INT64_C(1000000000));
    ok(!cc_state_realloc(&of_page, NULL, 0, 200000), "a page gets no more than its limit");
    void *block = cc_state_realloc(&of_page, NULL, 0, 5000);
    ok(block != NULL, "and goes on within it");
    cc_state_begin(&of_page, -1000);
    block = cc_state_realloc(&of_page, block, 5000, 6000);
    ok(block != NULL, "also when its time is over, which the next instructions find out");
    ok(!cc_state_realloc(&of_page, NULL, 0, 200000) && !cc_state_realloc(&of_page, block, 6000, 7000),
       "but once it was refused any then, it gets nothing");
    block = cc_state_realloc(&of_page, block, 6000, 5000);
    cc_state_outcome(&of_page, LUA_ERRMEM);
    is_int(of_page.aborted, CC_ABORT_INSTRUCTIONS, "so that it ends, for want of time");
    block = cc_state_realloc(&of_page, block, 5000, 6000);
    ok(block != NULL, "and what it is told of has room");
    cc_state_realloc(&of_page, block, 6000, 0);
    cc_heap_destroy(&of_page.heap);
}

int main(void)
{
    lives();
    limit();
    spent();
    return done();
}
