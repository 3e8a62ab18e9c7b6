/* A hash table with a lock, bounded by bytes; what was used least recently goes first. Steps are copied under the lock;
 * a plan is held while its page is written, and one that goes meanwhile is freed by who held it last. */
#include "replay.h"

#include "out.h"
#include "read.h"

#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024                /* a power of two */
#define BYTES_MAX (2 * 1024 * 1024) /* of all entries */
#define PLAN_MAX (128 * 1024)
#define NAME_SIZE 64 /* of a grid or column, with its NUL */
#define DEPTH_MAX 20
#define MADE_MAX 4096 /* a power of two; as many of the pages that were made are remembered, at most */

typedef struct {
    unsigned char bytes[32];
} cc_key_t;

/** One step: a read to be made, or the plan, in `data` behind the names. */
typedef struct cc_replay_entry_t {
    struct cc_replay_entry_t *same_bucket, *newer, *older;
    cc_key_t key;
    int kind; /**< of the read; -1: it is the plan */
    int holders;
    bool gone;
    char grid[NAME_SIZE], column[NAME_SIZE];
    size_t length;
    char data[];
} entry_t;

struct cc_replay_t {
    apr_thread_mutex_t *lock;
    entry_t *newest, *oldest;
    size_t bytes;
    entry_t *buckets[BUCKETS];
    uint32_t made[MADE_MAX]; /**< of first keys: by one part of each another */
};

/* ---- the table; callers hold the lock, or are alone ---- */

static entry_t **bucket_of(cc_replay_t *replay, const cc_key_t *key)
{
    unsigned number;
    memcpy(&number, key->bytes, sizeof(number));
    return &replay->buckets[number & (BUCKETS - 1)];
}

static void unlink_use(cc_replay_t *replay, entry_t *entry)
{
    *(entry->newer ? &entry->newer->older : &replay->newest) = entry->older;
    *(entry->older ? &entry->older->newer : &replay->oldest) = entry->newer;
}

static void link_newest(cc_replay_t *replay, entry_t *entry)
{
    entry->newer = NULL;
    entry->older = replay->newest;
    *(replay->newest ? &replay->newest->newer : &replay->oldest) = entry;
    replay->newest = entry;
}

static entry_t *find(cc_replay_t *replay, const cc_key_t *key)
{
    entry_t *entry = *bucket_of(replay, key);
    while (entry && memcmp(entry->key.bytes, key->bytes, sizeof(key->bytes)) != 0)
        entry = entry->same_bucket;
    if (entry && entry != replay->newest) {
        unlink_use(replay, entry);
        link_newest(replay, entry);
    }
    return entry;
}

static void drop_oldest(cc_replay_t *replay)
{
    entry_t *entry = replay->oldest, **at = bucket_of(replay, &entry->key);
    while (*at != entry)
        at = &(*at)->same_bucket;
    *at = entry->same_bucket;
    unlink_use(replay, entry);
    replay->bytes -= sizeof(*entry) + entry->length;
    if (entry->holders)
        entry->gone = true;
    else
        free(entry);
}

static void add(cc_replay_t *replay, const entry_t *like, const char *data)
{
    entry_t *entry = find(replay, &like->key) ? NULL : malloc(sizeof(*entry) + like->length);
    if (!entry)
        return;
    *entry = *like;
    if (like->length)
        memcpy(entry->data, data, like->length);
    entry_t **bucket = bucket_of(replay, &entry->key);
    entry->same_bucket = *bucket;
    *bucket = entry;
    link_newest(replay, entry);
    replay->bytes += sizeof(*entry) + entry->length;
    while (replay->oldest && replay->bytes > BYTES_MAX)
        drop_oldest(replay);
}

static apr_status_t free_all(void *data)
{
    cc_replay_t *replay = data;
    while (replay->oldest)
        drop_oldest(replay);
    free(replay);
    return APR_SUCCESS;
}

cc_replay_t *cc_replay_create(apr_pool_t *pool)
{
    cc_replay_t *replay = calloc(1, sizeof(*replay));
    if (!replay)
        return NULL;
    apr_pool_cleanup_register(pool, replay, free_all, apr_pool_cleanup_null);
    return apr_thread_mutex_create(&replay->lock, APR_THREAD_MUTEX_DEFAULT, pool) == APR_SUCCESS ? replay : NULL;
}

/** Was a page of this first key made before? From now on it was, until another takes its place. What is asked for once,
 *  as a search is, would only take the room of what is asked for again. */
static bool was_made(cc_replay_t *replay, const cc_key_t *key)
{
    uint32_t parts[2];
    memcpy(parts, key->bytes, sizeof(parts));
    uint32_t *made = &replay->made[parts[0] & (MADE_MAX - 1)];
    bool before = *made == parts[1];
    *made = parts[1];
    return before;
}

/* ---- keys ---- */

static void add_json(lua_State *L, cc_state_t *state, const json_t *value, int depth)
{
    char type = "-0123456789"[value ? 1 + (int)json_typeof(value) : 0];
    json_t *walked = (json_t *)(uintptr_t)value; /* jansson's iterator wants it so, and changes nothing */
    size_t length = json_string_length(value);
    if (depth > DEPTH_MAX)
        luaL_error(L, "the model is nested too deeply");
    cc_out_add(L, state, &type, 1);
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_OBJECT:
        for (void *i = json_object_iter(walked); i; i = json_object_iter_next(walked, i)) {
            size_t name = json_object_iter_key_len(i);
            cc_out_add(L, state, ":", 1);
            cc_out_add(L, state, (const char *)&name, sizeof(name));
            cc_out_add(L, state, json_object_iter_key(i), name);
            add_json(L, state, json_object_iter_value(i), depth + 1);
        }
        cc_out_add(L, state, "}", 1);
        break;
    case JSON_ARRAY:
        for (size_t i = 0; i < json_array_size(value); i++)
            add_json(L, state, json_array_get(value, i), depth + 1);
        cc_out_add(L, state, "]", 1);
        break;
    case JSON_STRING:
        cc_out_add(L, state, (const char *)&length, sizeof(length));
        cc_out_add(L, state, json_string_value(value), length);
        break;
    case JSON_INTEGER: {
        json_int_t number = json_integer_value(value);
        cc_out_add(L, state, (const char *)&number, sizeof(number));
        break;
    }
    case JSON_REAL: {
        double number = json_real_value(value);
        cc_out_add(L, state, (const char *)&number, sizeof(number));
        break;
    }
    default: break;
    }
}

static void hash_out(const cc_state_t *state, cc_key_t *key)
{
    crypto_generichash(key->bytes, sizeof(key->bytes), (const unsigned char *)state->out, state->out_length, NULL, 0);
}

/** The key of the page and its model. Who asks is no part of it: a page that wants to know reads that. */
static void first_key(lua_State *L, cc_state_t *state, cc_key_t *key)
{
    cc_call_t *call = state->call;
    const cc_render_t *what = call->what;
    size_t length = what->facts ? what->facts->length : 0;
    if (!call->has_key) {
        cc_out_start(L, state);
        cc_out_add(L, state, what->page, strlen(what->page) + 1);
        cc_out_add(L, state, what->shown[CC_SHOWN_FORM_TOKEN] ? "t" : "-", 1);
        cc_out_add(L, state, (const char *)&length, sizeof(length));
        if (length)
            cc_out_add(L, state, what->facts->bytes, length);
        add_json(L, state, what->model, 0);
        hash_out(state, key);
        memcpy(call->key, key->bytes, sizeof(call->key));
        call->has_key = true;
    }
    memcpy(key->bytes, call->key, sizeof(call->key));
}

/** From the key of a step to that of the next one: what was read and what that gave. */
static bool next_key(lua_State *L, cc_state_t *state, const cc_read_t *read, cc_key_t *key)
{
    cc_out_start(L, state);
    cc_out_add(L, state, (const char *)key->bytes, sizeof(key->bytes));
    cc_out_add(L, state, (const char *)&read->kind, sizeof(read->kind));
    cc_out_add(L, state, read->grid, strlen(read->grid) + 1);
    cc_out_add(L, state, read->column, strlen(read->column) + 1);
    if (!cc_read_key(L, read))
        return false;
    hash_out(state, key);
    return true;
}

/** Pages of those who are signed in that went well. A form that is shown again has what was typed, and no other has it.
 */
static bool replayable(const cc_state_t *state)
{
    const cc_render_t *what = state->call->what;
    const json_t *form = json_object_get(what->model, "form");
    return state->source->replay && what->view && what->view->user && what->status == 200 &&
           !json_object_size(json_object_get(form, "values")) && !json_array_size(json_object_get(form, "errors"));
}

bool cc_replay_key(lua_State *L)
{
    cc_key_t key;
    if (!replayable(cc_state_of(L)))
        return false;
    first_key(L, cc_state_of(L), &key);
    return true;
}

/* ---- what pages do ---- */

/** Copies the step of this key and returns its entry, NULL if there is none. An entry with a plan is held. */
static entry_t *take_step(cc_replay_t *replay, const cc_key_t *key, entry_t *step)
{
    apr_thread_mutex_lock(replay->lock);
    entry_t *entry = find(replay, key);
    if (entry) {
        *step = *entry;
        entry->holders += entry->kind < 0;
    }
    apr_thread_mutex_unlock(replay->lock);
    return entry;
}

const char *cc_replay_find(lua_State *L, size_t *length)
{
    cc_state_t *state = cc_state_of(L);
    cc_key_t key;
    entry_t step, *entry;
    if (!replayable(state))
        return NULL;
    first_key(L, state, &key);
    while ((entry = take_step(state->source->replay, &key, &step)) != NULL && step.kind >= 0) {
        const cc_read_t *read = cc_read_do(L, (cc_read_kind_t)step.kind, step.grid, step.column);
        if (!next_key(L, state, read, &key))
            return NULL;
    }
    if (!entry)
        return NULL;
    state->call->plan = entry;
    *length = step.length;
    return entry->data;
}

void cc_replay_end(const cc_state_t *state)
{
    cc_replay_t *replay = state->source->replay;
    entry_t *entry = state->call->plan;
    if (!entry)
        return;
    apr_thread_mutex_lock(replay->lock);
    bool unused = --entry->holders == 0 && entry->gone;
    apr_thread_mutex_unlock(replay->lock);
    if (unused)
        free(entry);
    state->call->plan = NULL;
}

void cc_replay_keep(lua_State *L, const char *plan, size_t length)
{
    cc_state_t *state = cc_state_of(L);
    const cc_call_t *call = state->call;
    if (!replayable(state) || call->looked || call->reads != call->done_count || length > PLAN_MAX)
        return;
    cc_replay_t *replay = state->source->replay;
    entry_t steps[CC_READS_MAX + 2] = {0}; /* with the look at who asks, and the plan */
    cc_key_t key;
    first_key(L, state, &key);
    apr_thread_mutex_lock(replay->lock);
    bool again = was_made(replay, &key);
    apr_thread_mutex_unlock(replay->lock);
    if (!again)
        return;
    for (int i = 0; i < call->done_count; i++) {
        const cc_read_t *read = call->done[i];
        if (strlen(read->grid) >= NAME_SIZE || strlen(read->column) >= NAME_SIZE)
            return;
        steps[i] = (entry_t){.key = key, .kind = (int)read->kind};
        apr_cpystrn(steps[i].grid, read->grid, NAME_SIZE);
        apr_cpystrn(steps[i].column, read->column, NAME_SIZE);
        if (!next_key(L, state, read, &key))
            return;
    }
    steps[call->done_count] = (entry_t){.key = key, .kind = -1, .length = length};
    apr_thread_mutex_lock(replay->lock);
    for (int i = 0; i <= call->done_count; i++)
        add(replay, &steps[i], plan);
    apr_thread_mutex_unlock(replay->lock);
}
