/* What a test takes, where it must not take more and more. */
#ifndef CC_TEST_MEMORY_H
#define CC_TEST_MEMORY_H

#include <stdio.h>
#include <unistd.h>

/** Memory of this process, in KB. Pools ask the system for theirs, so what they hold is in it. */
static inline long memory_used(void)
{
    FILE *in = fopen("/proc/self/statm", "r");
    long pages = 0;

    if (!in || fscanf(in, "%ld", &pages) != 1) {
        pages = 0;
    }
    if (in) {
        fclose(in);
    }
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

#endif
