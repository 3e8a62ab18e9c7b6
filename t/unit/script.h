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

/** Renders what this says, but with "csrf" of the model as the form's token and "status" as that of the answer. */
static inline cc_status_t script_render_what(script_t *t, cc_render_t what, const char **html)
{
    const json_t *token = json_object_get(what.model, "csrf"), *status = json_object_get(what.model, "status");
    json_t *model = json_copy((json_t *)(uintptr_t)what.model);
    size_t length;
    what.shown[CC_SHOWN_FORM_TOKEN] = token ? apr_pstrdup(t->pool, json_string_value(token)) : NULL;
    what.status = (int)json_integer_value(status);
    json_object_del(model, "csrf");
    what.model = model;
    cc_engine_refresh(t->engine, t->pool, &t->log);
    cc_status_t got = cc_engine_render(t->engine, t->pool, &t->log, &what, html, &length);
    json_decref(model);
    return got;
}

/** Renders a page without a user; NULL on failure. */
static inline const char *script_render(script_t *t, const char *page, const json_t *model)
{
    const char *html;
    return script_render_what(t, (cc_render_t){.page = page, .model = model}, &html) == CC_OK ? html : NULL;
}

/** An asset as it is now, or NULL. */
static inline const cc_asset_t *script_asset(script_t *t, apr_pool_t *pool, const char *path)
{
    cc_engine_refresh(t->engine, t->pool, &t->log);
    return cc_engine_asset(t->engine, pool, path);
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
