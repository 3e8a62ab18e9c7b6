/* Test Anything Protocol for the unit tests: each check prints one line, done() prints the plan. */
#ifndef CC_TAP_H
#define CC_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static int tap_count, tap_failed;

/** A line for the reader, not counted. */
__attribute__((format(printf, 1, 2))) static inline void diag(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("# ");
    vprintf(format, args);
    printf("\n");
    va_end(args);
}

/** Seconds of CPU of this thread alone, to compare one with another: what else the machine does is no matter of it. */
static inline double cpu(void)
{
    struct timespec spent;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

/** One check. Returns `good`. */
__attribute__((format(printf, 2, 3))) static inline bool ok(bool good, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("%sok %d - ", good ? "" : "not ", ++tap_count);
    vprintf(format, args);
    printf("\n");
    va_end(args);
    if (!good)
        tap_failed++;
    fflush(stdout);
    return good;
}

/** Equal texts; NULL equals only NULL. */
static inline bool is_str(const char *got, const char *want, const char *name)
{
    bool same = got && want ? strcmp(got, want) == 0 : got == want;
    ok(same, "%s", name);
    if (!same)
        diag("got '%s', want '%s'", got ? got : "(null)", want ? want : "(null)");
    return same;
}

/** Equal whole numbers. */
static inline bool is_int(long long got, long long want, const char *name)
{
    ok(got == want, "%s", name);
    if (got != want)
        diag("got %lld, want %lld", got, want);
    return got == want;
}

/** Prints the plan; the value for main to return. */
static inline int done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed > 0;
}

#endif
