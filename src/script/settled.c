/* A few slots with a lock; what was used least recently goes first. */
#include "settled.h"

#include "read.h"
#include "replay.h"

#include "../store/db.h"

#include <apr_thread_mutex.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 16
#define PAGE_MAX (40 * 1024) /* so all of them take 640 KB at most */

typedef struct {
    unsigned char key[32];
    cc_db_version_t version;
    uint64_t used; /* 0: never */
    size_t length, token_length;
    int token_count;
    size_t tokens[CC_TOKENS_MAX];
    char *html; /* with room for the form token where it stands */
} slot_t;

struct cc_settled_t {
    apr_thread_mutex_t *lock;
    uint64_t uses;
    slot_t slots[SLOTS];
};

static apr_status_t free_all(void *data)
{
    cc_settled_t *settled = data;
    for (int i = 0; i < SLOTS; i++)
        free(settled->slots[i].html);
    free(settled);
    return APR_SUCCESS;
}

cc_settled_t *cc_settled_create(apr_pool_t *pool)
{
    cc_settled_t *settled = calloc(1, sizeof(*settled));
    if (!settled)
        return NULL;
    apr_pool_cleanup_register(pool, settled, free_all, apr_pool_cleanup_null);
    return apr_thread_mutex_create(&settled->lock, APR_THREAD_MUTEX_DEFAULT, pool) == APR_SUCCESS ? settled : NULL;
}

/* ---- what a page is known by ---- */

/** The key of the page, all that was asked, which lists know more of than scripts do, who asks, and what of the view
 * the use cases look at beyond what scripts get to know. */
static void hash_view(const cc_call_t *call, unsigned char *key)
{
    const cc_view_t *view = call->what->view;
    const cc_access_t *current = view->current;
    const int64_t numbers[] = {(int64_t)(uintptr_t)view->settings, /* of this site, for as long as the process */
                               view->company ? view->company->id : 0,
                               view->user->id,
                               view->back_office,
                               view->customer_id,
                               view->parent_party_role,
                               current ? current->id : 0,
                               current ? current->customer.id : 0,
                               current ? current->role : 0,
                               current ? current->days_back : 0};
    const cc_facts_t *identity = call->what->identity;
    crypto_generichash_state hash;
    crypto_generichash_init(&hash, NULL, 0, 32);
    crypto_generichash_update(&hash, call->key, sizeof(call->key));
    crypto_generichash_update(&hash, (const unsigned char *)call->what->asked, strlen(call->what->asked) + 1);
    crypto_generichash_update(&hash, (const unsigned char *)numbers, sizeof(numbers));
    if (identity)
        crypto_generichash_update(&hash, (const unsigned char *)identity->bytes, identity->length);
    crypto_generichash_final(&hash, key, 32);
}

static bool same_version(const cc_db_version_t *a, const cc_db_version_t *b)
{
    return a->connection == b->connection && a->data == b->data;
}

/** Does the page show nothing but what lies in the database itself? Lists of documents have a first visible date in
 *  their scope. */
static bool is_known_by_version(const cc_call_t *call)
{
    for (int i = 0; i < call->done_count; i++) {
        const cc_read_t *read = call->done[i];
        bool own = read->kind == CC_READ_GRID && !strpbrk(read->def->scope, "vm");
        if (!own && read->kind != CC_READ_PROFILE && read->kind != CC_READ_IDENTITY)
            return false;
    }
    return call->done_count > 0 && call->reads == call->done_count;
}

/* ---- slots; callers hold the lock ---- */

static slot_t *find(cc_settled_t *settled, const unsigned char *key, uint64_t connection)
{
    for (int i = 0; i < SLOTS; i++) {
        slot_t *slot = &settled->slots[i];
        if (slot->used && slot->version.connection == connection && memcmp(slot->key, key, sizeof(slot->key)) == 0)
            return slot;
    }
    return NULL;
}

static slot_t *oldest(cc_settled_t *settled)
{
    slot_t *slot = &settled->slots[0];
    for (int i = 1; i < SLOTS; i++)
        if (settled->slots[i].used < slot->used)
            slot = &settled->slots[i];
    return slot;
}

/* ---- what pages do ---- */

/** Copies the page, with this token where it stands. */
static void take(cc_call_t *call, const slot_t *slot, const char *token)
{
    char *html = apr_palloc(call->pool, slot->length + 1);
    memcpy(html, slot->html, slot->length);
    html[slot->length] = '\0';
    for (int i = 0; i < slot->token_count; i++)
        memcpy(html + slot->tokens[i], token, slot->token_length);
    call->html = html;
    call->length = slot->length;
}

bool cc_settled_find(lua_State *L)
{
    const cc_state_t *state = cc_state_of(L);
    cc_settled_t *settled = state->source->settled;
    cc_call_t *call = state->call;
    const char *token = call->what->shown[CC_SHOWN_FORM_TOKEN] ? call->what->shown[CC_SHOWN_FORM_TOKEN] : "";
    if (!settled || !call->what->asked || !call->what->ctx || !cc_db_version(call->what->ctx->db, &call->version) ||
        !cc_replay_key(L))
        return false;
    hash_view(call, call->settled_key);
    apr_thread_mutex_lock(settled->lock);
    slot_t *slot = find(settled, call->settled_key, call->version.connection);
    if (slot && same_version(&slot->version, &call->version) && slot->token_length == strlen(token)) {
        slot->used = ++settled->uses;
        take(call, slot, token);
    }
    apr_thread_mutex_unlock(settled->lock);
    return call->html != NULL;
}

void cc_settled_keep(lua_State *L)
{
    const cc_state_t *state = cc_state_of(L);
    cc_settled_t *settled = state->source->settled;
    const cc_call_t *call = state->call;
    const char *token = call->what->shown[CC_SHOWN_FORM_TOKEN];
    cc_db_version_t now;
    if (!settled || !call->version.connection || call->token_count > CC_TOKENS_MAX || call->length > PAGE_MAX ||
        !is_known_by_version(call) || !cc_db_version(call->what->ctx->db, &now) || !same_version(&now, &call->version))
        return;
    char *html = malloc(call->length);
    if (!html)
        return;
    memcpy(html, call->html, call->length);
    apr_thread_mutex_lock(settled->lock);
    slot_t *slot = find(settled, call->settled_key, now.connection);
    slot = slot ? slot : oldest(settled);
    char *before = slot->html;
    *slot = (slot_t){.version = now,
                     .used = ++settled->uses,
                     .length = call->length,
                     .token_length = token ? strlen(token) : 0,
                     .token_count = call->token_count,
                     .html = html};
    memcpy(slot->key, call->settled_key, sizeof(slot->key));
    memcpy(slot->tokens, call->tokens, sizeof(slot->tokens));
    for (int i = 0; i < slot->token_count; i++)
        memset(html + slot->tokens[i], '-', slot->token_length); /* a secret of whoever asked */
    apr_thread_mutex_unlock(settled->lock);
    free(before);
}
