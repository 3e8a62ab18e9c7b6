/* A Lua directory in a temporary place and an engine on it, for the tests of the engine. */
#ifndef CC_TEST_SCRIPT_H
#define CC_TEST_SCRIPT_H

#include "../../src/script/engine.h"
#include "tap.h"

#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
    apr_pool_t *pool;
    const char *path;
    cc_engine_t *engine;
    cc_log_t log;
    apr_thread_mutex_t *lock; /**< of the lines */
    int lines;                /**< logged since script_quiet */
    char last[8192];          /**< the last of them */
} script_t;

static inline void script_log(void *baton, cc_log_level_t level, const char *line)
{
    (void)level;
    script_t *t = baton;
    apr_thread_mutex_lock(t->lock);
    t->lines++;
    apr_cpystrn(t->last, line, sizeof(t->last));
    apr_thread_mutex_unlock(t->lock);
}

static inline void script_quiet(script_t *t)
{
    t->lines = 0;
    t->last[0] = '\0';
}

/** Writes a file of the directory, or replaces it as editors do. */
static inline void script_write(const script_t *t, const char *name, const char *text)
{
    const char *path = apr_pstrcat(t->pool, t->path, "/", name, NULL);
    const char *fresh = apr_pstrcat(t->pool, path, ".new", NULL);
    FILE *file = fopen(fresh, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0 || rename(fresh, path) != 0) {
        perror(name);
        exit(2);
    }
}

static inline void script_open(script_t *t)
{
    static const char *const folders[] = {"pages", "components", "lib", "i18n", "assets"};
    apr_initialize();
    apr_pool_create(&t->pool, NULL);
    apr_thread_mutex_create(&t->lock, APR_THREAD_MUTEX_DEFAULT, t->pool);
    char path[] = "/tmp/cc-script-XXXXXX";
    if (!mkdtemp(path))
        exit(2);
    t->path = apr_pstrdup(t->pool, path);
    t->log = (cc_log_t){script_log, t};
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
        apr_dir_make(apr_pstrcat(t->pool, path, "/", folders[i], NULL), APR_FPROT_OS_DEFAULT, t->pool);
}

/** Starts an engine on what was written; NULL or the problem. */
static inline const char *script_start(script_t *t, size_t memory, int64_t instructions, bool reload)
{
    cc_engine_config_t config = {.path = t->path, .memory = memory, .instructions = instructions, .reload = reload};
    return cc_engine_create(t->pool, &config, &t->log, &t->engine);
}

static inline void script_close(script_t *t)
{
    if (system(apr_pstrcat(t->pool, "rm -rf ", t->path, NULL)) != 0)
        diag("%s is left behind", t->path);
    apr_pool_destroy(t->pool);
    apr_terminate();
}

/** Renders a page without a user; NULL on failure. */
static inline const char *script_render(script_t *t, const char *page, const json_t *model)
{
    cc_render_t what = {.page = page, .model = model};
    const char *html;
    size_t length;
    return cc_engine_render(t->engine, t->pool, &t->log, &what, &html, &length) == CC_OK ? html : NULL;
}

/** Writes a page whose function has this body, for a new engine or one that reloads. */
static inline void script_page(const script_t *t, const char *name, const char *body)
{
    script_write(t, apr_pstrcat(t->pool, "pages/", name, ".lua", NULL),
                 apr_pstrcat(t->pool, "return function(page)\n", body, "\nend\n", NULL));
}

static inline bool has(const char *text, const char *part)
{
    return text && strstr(text, part) != NULL;
}

#endif
