/* A Lua directory in memory-backed storage where there is one, for the targets of the engine. */
#ifndef CC_FUZZ_SCRIPT_H
#define CC_FUZZ_SCRIPT_H

#include "fuzz.h"

#include "../../src/script/engine.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *lua_path;

static void lua_remove(void)
{
    char command[200];

    snprintf(command, sizeof(command), "rm -rf '%s'", lua_path);
    if (system(command) != 0) {
        fprintf(stderr, "%s is left behind\n", lua_path);
    }
}

/* A directory with the folders that are read, which goes when the process does. */
static inline void lua_open(apr_pool_t *pool)
{
    static const char *const folders[] = {"pages", "components", "lib", "i18n", "assets"};
    char *path = apr_pstrcat(pool, access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm", "/clientcenter-fuzz.XXXXXX", NULL);

    must(mkdtemp(path) != NULL);
    lua_path = path;
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        must(apr_dir_make(apr_pstrcat(pool, path, "/", folders[i], NULL), APR_FPROT_OS_DEFAULT, pool) == APR_SUCCESS);
    }
    atexit(lua_remove);
}

static inline void lua_write(apr_pool_t *pool, const char *name, const char *text, size_t length)
{
    FILE *file = fopen(apr_pstrcat(pool, lua_path, "/", name, NULL), "w");

    must(file && fwrite(text, 1, length, file) == length && fclose(file) == 0);
}

#endif
