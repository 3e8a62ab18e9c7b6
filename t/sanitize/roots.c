/* Shows LeakSanitizer the memory that pools are made of. Debian's APR takes it by mmap, where LeakSanitizer does not
 * look, so that everything to which only a pool points would be a leak. Preloaded into httpd before the sanitizer. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>

#define ROOTS_MAX 65536

void __lsan_register_root_region(const void *begin, size_t size) __attribute__((weak));
void __lsan_unregister_root_region(const void *begin, size_t size) __attribute__((weak));

static struct {
    void *begin;
    size_t size;
} roots[ROOTS_MAX];
static int count;
static bool ready;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void)
{
    ready = __lsan_register_root_region && __lsan_unregister_root_region;
}

/* Only what APR itself takes: the sanitizer, too, maps memory, while it holds its locks. */
static bool is_of_apr(const void *caller)
{
    Dl_info info;

    return ready && dladdr(caller, &info) && info.dli_fname && strstr(info.dli_fname, "libapr-1");
}

static void add(void *at, size_t size)
{
    pthread_mutex_lock(&lock);
    if (count < ROOTS_MAX) {
        roots[count].begin = at;
        roots[count++].size = size;
        __lsan_register_root_region(at, size);
    }
    pthread_mutex_unlock(&lock);
}

static void drop(void *at, size_t size)
{
    pthread_mutex_lock(&lock);
    for (int i = count - 1; i >= 0; i--) {
        if (roots[i].begin == at && roots[i].size == size) {
            __lsan_unregister_root_region(at, size);
            roots[i] = roots[--count];
            break;
        }
    }
    pthread_mutex_unlock(&lock);
}

void *mmap(void *at, size_t size, int protection, int flags, int file, off_t offset)
{
    static void *(*real)(void *, size_t, int, int, int, off_t);
    void *got;

    if (!real) {
        real = (void *(*)(void *, size_t, int, int, int, off_t))dlsym(RTLD_NEXT, "mmap");
    }
    got = real(at, size, protection, flags, file, offset);
    if (got != MAP_FAILED && (flags & MAP_ANONYMOUS) && is_of_apr(__builtin_return_address(0))) {
        add(got, size);
    }
    return got;
}

int munmap(void *at, size_t size)
{
    static int (*real)(void *, size_t);

    if (!real) {
        real = (int (*)(void *, size_t))dlsym(RTLD_NEXT, "munmap");
    }
    if (is_of_apr(__builtin_return_address(0))) {
        drop(at, size);
    }
    return real(at, size);
}
