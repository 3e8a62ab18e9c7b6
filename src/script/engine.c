/* The engine: one generation of sources, and a pool of states that belong to it. The lock guards the two and is
 * held for a few instructions only, never while Lua runs or a state is made. States are made when first needed, so
 * nothing of them exists when httpd forks. */
#include "engine.h"

#include "../base/text.h"
#include "run.h"

#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <sodium.h>

#define IDLE_MAX 32

struct cc_engine_t {
    cc_engine_config_t config;
    apr_thread_mutex_t *lock;      /**< the following, and the sources' `uses` */
    apr_thread_mutex_t *reloading; /**< one thread at a time looks for changes; taken before `lock` */
    cc_source_t *source;
    cc_state_t *idle;
    int idle_count, unneeded; /**< how many, and how many at least since cc_engine_tidy */
    apr_pool_t *names;        /**< versions and languages of all generations: they are handed out without an end */
    const char *version;
    const char *const *languages;
};

/* Callers hold the lock, or are alone. */
static void publish_names(cc_engine_t *engine)
{
    const cc_source_t *source = engine->source;
    int count = 0;
    while (source->languages[count])
        count++;
    const char **languages = apr_pcalloc(engine->names, (size_t)(count + 1) * sizeof(*languages));
    for (int i = 0; i < count; i++)
        languages[i] = apr_pstrdup(engine->names, source->languages[i]);
    engine->languages = languages;
    engine->version = apr_pstrdup(engine->names, source->version);
}

static void states_changed(const cc_engine_t *engine, int made, int in_use, int64_t bytes)
{
    if (engine->config.states_changed && (made || in_use))
        engine->config.states_changed(engine->config.states_baton, made, in_use, bytes);
}

/** Returns of how many bytes they held the engine has told. */
static int64_t free_states(cc_state_t *states)
{
    int64_t told = 0;
    while (states) {
        cc_state_t *next = states->next;
        told += (int64_t)states->told;
        cc_state_free(states);
        states = next;
    }
    return told;
}

static void drop_source(cc_engine_t *engine, cc_source_t *source)
{
    apr_thread_mutex_lock(engine->lock);
    bool last = --source->uses == 0;
    apr_thread_mutex_unlock(engine->lock);
    if (last)
        cc_source_free(source);
}

static apr_status_t engine_cleanup(void *data)
{
    cc_engine_t *engine = data;
    free_states(engine->idle);
    cc_source_free(engine->source);
    apr_pool_destroy(engine->names);
    return APR_SUCCESS;
}

const char *cc_engine_create(apr_pool_t *pool, const cc_engine_config_t *config, const cc_log_t *log,
                             cc_engine_t **engine)
{
    if (sodium_init() < 0)
        return "libsodium cannot be initialised";
    cc_engine_t *made = apr_pcalloc(pool, sizeof(*made));
    made->config = *config;
    made->config.path = apr_pstrdup(pool, config->path);
    if (apr_thread_mutex_create(&made->lock, APR_THREAD_MUTEX_DEFAULT, pool) != APR_SUCCESS ||
        apr_thread_mutex_create(&made->reloading, APR_THREAD_MUTEX_DEFAULT, pool) != APR_SUCCESS)
        return "no mutex for the Lua engine";
    /* Not a child of `pool`: other threads use that one. */
    if (apr_pool_create_unmanaged_ex(&made->names, NULL, NULL) != APR_SUCCESS)
        return "no memory for the Lua engine";
    const char *problem = cc_source_read(pool, config->path, log, &made->source);
    if (problem) {
        apr_pool_destroy(made->names);
        return problem;
    }
    publish_names(made);
    cc_state_compile_all(made->source, pool, log);
    apr_pool_cleanup_register(pool, made, engine_cleanup, apr_pool_cleanup_null);
    *engine = made;
    return NULL;
}

/* ---- reload ---- */

static void replace_source(cc_engine_t *engine, cc_source_t *source)
{
    apr_thread_mutex_lock(engine->lock);
    cc_source_t *old = engine->source;
    cc_state_t *states = engine->idle;
    int idle = engine->idle_count;
    engine->source = source;
    engine->idle = NULL;
    engine->idle_count = engine->unneeded = 0;
    publish_names(engine);
    apr_thread_mutex_unlock(engine->lock);
    states_changed(engine, -idle, 0, -free_states(states));
    drop_source(engine, old);
}

/** In development: reads the directory again when something changed. What cannot be read leaves the old one. */
void cc_engine_refresh(cc_engine_t *engine, apr_pool_t *pool, const cc_log_t *log)
{
    apr_pool_t *scratch;
    if (!engine->config.reload || apr_pool_create(&scratch, pool) != APR_SUCCESS)
        return;
    apr_thread_mutex_lock(engine->reloading);
    /* Only this function replaces the source, and it is alone here. */
    if (cc_source_stamp(scratch, engine->config.path) != engine->source->stamp) {
        cc_source_t *source;
        const char *problem = cc_source_read(scratch, engine->config.path, log, &source);
        if (problem) {
            cc_log(log, CC_LOG_ERROR, scratch, "CC1308 scripts are not read again: %s",
                   cc_escape_log(scratch, problem));
        } else {
            cc_state_compile_all(source, scratch, log);
            replace_source(engine, source);
        }
    }
    apr_thread_mutex_unlock(engine->reloading);
    apr_pool_destroy(scratch);
}

/* ---- rendering ---- */

/** The current source, in use from now on, and an idle state of it if there is one. */
static cc_source_t *take(cc_engine_t *engine, cc_state_t **state)
{
    apr_thread_mutex_lock(engine->lock);
    cc_source_t *source = engine->source;
    source->uses++;
    *state = engine->idle;
    if (*state) {
        engine->idle = (*state)->next;
        engine->idle_count--;
        if (engine->unneeded > engine->idle_count)
            engine->unneeded = engine->idle_count;
    }
    apr_thread_mutex_unlock(engine->lock);
    states_changed(engine, 0, 1, 0);
    return source;
}

static void give_back(cc_engine_t *engine, cc_source_t *source, cc_state_t *state, bool reusable)
{
    int64_t more = state ? (int64_t)state->heap.held - (int64_t)state->told : 0;
    apr_thread_mutex_lock(engine->lock);
    bool kept = state && reusable && source == engine->source && engine->idle_count < IDLE_MAX;
    if (kept) {
        state->told = state->heap.held;
        state->next = engine->idle;
        engine->idle = state;
        engine->idle_count++;
    }
    apr_thread_mutex_unlock(engine->lock);
    if (kept || !state)
        states_changed(engine, 0, -1, more);
    else
        states_changed(engine, -1, -1, -(int64_t)state->told);
    if (state && !kept)
        cc_state_free(state);
    drop_source(engine, source);
}

cc_status_t cc_engine_render(cc_engine_t *engine, apr_pool_t *pool, const cc_log_t *log, const cc_render_t *what,
                             const char **html, size_t *length)
{
    *html = NULL;
    *length = 0;
    cc_state_t *state;
    cc_source_t *source = take(engine, &state);
    const cc_script_t *script = cc_source_script(source, "pages", what->page);
    if (!script) {
        cc_log(log, CC_LOG_ERROR, pool, "CC1311 page %s: there is no file pages/%s.lua in ClientCenterLuaPath",
               cc_escape_log(pool, what->page), cc_escape_log(pool, what->page));
        give_back(engine, source, state, true);
        return CC_REFUSED;
    }
    bool reused = state != NULL;
    if (!reused)
        state = cc_state_create(source, engine->config.memory, engine->config.instructions);
    if (!state) {
        cc_log(log, CC_LOG_ERROR, pool, "CC1309 no memory for a Lua state");
        give_back(engine, source, NULL, false);
        return CC_FAILED;
    }
    if (!reused)
        states_changed(engine, 1, 0, 0);
    cc_call_t call = {.what = what, .script = script, .pool = pool, .log = log, .data_status = CC_FAILED};
    cc_status_t status = cc_state_run(state, &call);
    if (status == CC_OK) {
        *html = call.html;
        *length = call.length;
    }
    give_back(engine, source, state, status == CC_OK && cc_state_reusable(state));
    return status;
}

/* The one that was given back last comes first, so those at the end are the ones that nobody took. */
bool cc_engine_tidy(cc_engine_t *engine)
{
    apr_thread_mutex_lock(engine->lock);
    int count = engine->unneeded;
    engine->idle_count -= count;
    engine->unneeded = engine->idle_count;
    cc_state_t **end = &engine->idle;
    for (int i = 0; i < engine->idle_count; i++)
        end = &(*end)->next;
    cc_state_t *states = *end;
    *end = NULL;
    apr_thread_mutex_unlock(engine->lock);
    states_changed(engine, -count, 0, -free_states(states));
    return count > 0;
}

/* ---- assets ---- */

typedef struct {
    cc_engine_t *engine;
    cc_source_t *source;
} asset_use_t;

static apr_status_t asset_cleanup(void *data)
{
    const asset_use_t *use = data;
    drop_source(use->engine, use->source);
    return APR_SUCCESS;
}

const cc_asset_t *cc_engine_asset(cc_engine_t *engine, apr_pool_t *pool, const char *path)
{
    if (!engine->config.reload)
        return apr_hash_get(engine->source->assets, path, APR_HASH_KEY_STRING);
    asset_use_t *use = apr_palloc(pool, sizeof(*use));
    use->engine = engine;
    apr_thread_mutex_lock(engine->lock);
    use->source = engine->source;
    use->source->uses++;
    apr_thread_mutex_unlock(engine->lock);
    apr_pool_cleanup_register(pool, use, asset_cleanup, apr_pool_cleanup_null);
    return apr_hash_get(use->source->assets, path, APR_HASH_KEY_STRING);
}

const char *cc_engine_version(const cc_engine_t *engine)
{
    apr_thread_mutex_lock(engine->lock);
    const char *version = engine->version;
    apr_thread_mutex_unlock(engine->lock);
    return version;
}

const char *const *cc_engine_languages(const cc_engine_t *engine)
{
    apr_thread_mutex_lock(engine->lock);
    const char *const *languages = engine->languages;
    apr_thread_mutex_unlock(engine->lock);
    return languages;
}
