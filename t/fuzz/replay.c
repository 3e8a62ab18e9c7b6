/* Runs a fuzz target over its corpus: replay_NAME [DIRECTORY...], by itself t/fuzz/corpus/NAME. For the test runs, in
 * which there is no libFuzzer. What is not true ends the process before the plan is out. */
#include "../unit/tap.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>

#define INPUT_MAX (1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run(const char *path)
{
    static uint8_t data[INPUT_MAX];
    FILE *file = fopen(path, "r");
    size_t size;

    if (!file) {
        printf("Bail out! %s cannot be read\n", path);
        exit(1);
    }
    size = fread(data, 1, sizeof(data), file);
    fclose(file);
    diag("%s", path); /* the last of them is the one that went wrong */
    LLVMFuzzerTestOneInput(data, size);
}

static int run_all(const char *directory)
{
    struct dirent **names;
    int found = scandir(directory, &names, NULL, alphasort), count = 0;

    for (int i = 0; i < found; i++) {
        char path[4096];
        if (names[i]->d_name[0] != '.' &&
            snprintf(path, sizeof(path), "%s/%s", directory, names[i]->d_name) < (int)sizeof(path)) {
            run(path);
            count++;
        }
        free(names[i]);
    }
    if (found >= 0) {
        free(names);
    }
    return count;
}

static void replay(const char *directory)
{
    int count = run_all(directory);

    ok(count > 0, "%d inputs of %s", count, directory);
}

int main(int argc, char **argv)
{
    const char *name = strrchr(argv[0], '_');
    char own[200];

    if (argc == 1 && name) {
        snprintf(own, sizeof(own), "t/fuzz/corpus/%s", name + 1);
        replay(own);
    }
    for (int i = 1; i < argc; i++) {
        replay(argv[i]);
    }
    return done();
}
