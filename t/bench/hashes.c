/* What one password check costs with libsodium alone: `hashes HASH PASSWORD COUNT` prints its microseconds of CPU. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu(void)
{
    struct timespec spent;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return 1e6 * (double)spent.tv_sec + (double)spent.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
    int count = argc == 4 ? atoi(argv[3]) : 0;
    double from;

    if (count < 1 || sodium_init() < 0) {
        return 2;
    }
    from = cpu();
    for (int i = 0; i < count; i++) {
        if (crypto_pwhash_str_verify(argv[1], argv[2], strlen(argv[2])) != 0) {
            return 1;
        }
    }
    printf("%.0f\n", (cpu() - from) / count);
    return 0;
}
