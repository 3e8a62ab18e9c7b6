/* The reading use cases of the core as pages may call them. Nothing is held across Lua calls but memory of the
 * request's pool, as an error jumps over it. */
#include "read.h"

#include "../domain/session.h"
#include "out.h"

#include <apr_strings.h>
#include <string.h>

/** The call that runs, for one more read; raises where there is none, or no one who may read, which is a read as well:
 * a page that goes on without it is made for this user alone. Who asks is looked at once, and is not one of the reads
 * that a page may make. */
static cc_call_t *reading(lua_State *L, cc_read_kind_t kind)
{
    bool needs_customer = kind != CC_READ_SESSIONS && kind != CC_READ_IDENTITY;
    const cc_state_t *state = cc_state_of(L);
    cc_call_t *call = state->call;
    if (!call || state->loading || state->pure)
        luaL_error(L, "cc.* is only there while a page is rendered, not while a module loads, nor in a fragment");
    call->reads++; /* NOLINT(clang-analyzer-core.NullDereference): luaL_error does not return */
    const cc_render_t *what = call->what;
    if (!what->ctx || !what->view || !what->view->user ||
        (needs_customer && !what->view->current && !what->view->back_office))
        luaL_error(L, "there is no signed-in user%s", needs_customer ? " with a customer" : "");
    call->identified |= kind == CC_READ_IDENTITY;
    if (call->reads > CC_READS_MAX + call->identified)
        luaL_error(L, "the page reads more than %d times", CC_READS_MAX);
    call->read_began = cc_state_now();
    return call;
}

static void require_right(lua_State *L, const cc_call_t *call, cc_right_t right)
{
    if (!cc_view_allows(call->what->view, right))
        luaL_error(L, "the role does not have the right");
}

/** Ends the call when the core could not answer; it logged why. */
static void check(lua_State *L, cc_call_t *call, cc_status_t status)
{
    int64_t now = cc_state_now();
    cc_state_extend(cc_state_of(L), now - call->read_began);
    call->read_began = now;
    if (status == CC_OK)
        return;
    if (status == CC_FAILED || status == CC_BUSY) {
        call->data_status = status;
        cc_state_abort(L, CC_ABORT_DATA, "the data could not be read");
    }
    luaL_error(L, "the data was refused (%d)", (int)status);
}

/* ---- the reads ---- */

static void read_grid(lua_State *L, cc_call_t *call, cc_read_t *read)
{
    const cc_render_t *what = call->what;
    read->def = cc_grid_of(call->pool, what->view, read->grid);
    if (!read->def)
        luaL_error(L, "no grid '%s'", read->grid);
    const cc_grid_def_t *def = read->def;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): luaL_error does not return */
    require_right(L, call, def->right);
    check(L, call, cc_grid_query_make(what->ctx, def, what->view, what->param, what->param_baton, &read->query));
    check(L, call, cc_grid_page(what->ctx, def, what->view, &read->query, &read->result));
    read->result.def = def;
    if (!read->result.rows)
        read->result.rows = apr_array_make(call->pool, 1, sizeof(cc_grid_row_t));
}

static void read_choices(lua_State *L, cc_call_t *call, cc_read_t *read)
{
    const cc_grid_def_t *def = cc_grid_of(call->pool, call->what->view, read->grid);
    for (int c = 0; def && c < def->count; c++) {
        if (strcmp(def->columns[c].name, read->column) != 0 || !def->columns[c].choices)
            continue;
        require_right(L, call, def->right);
        require_right(L, call, def->columns[c].right);
        check(L, call, cc_grid_choices(call->what->ctx, def, call->what->view, c, &read->values));
    }
    if (!read->values)
        luaL_error(L, "no such column with choices");
}

const cc_read_t *cc_read_do(lua_State *L, cc_read_kind_t kind, const char *grid, const char *column)
{
    cc_call_t *call = reading(L, kind);
    int number = call->reads - 1;
    if (number < call->done_count) {
        const cc_read_t *done = call->done[number];
        if (done->kind == kind && strcmp(done->grid, grid) == 0 && strcmp(done->column, column) == 0)
            return done;
        call->done_count = number;
    }
    cc_read_t *read = apr_pcalloc(call->pool, sizeof(*read));
    read->kind = kind;
    read->grid = apr_pstrdup(call->pool, grid);
    read->column = apr_pstrdup(call->pool, column);
    read->number = number;
    switch (kind) {
    case CC_READ_GRID: read_grid(L, call, read); break;
    case CC_READ_CHOICES: read_choices(L, call, read); break;
    case CC_READ_PROFILE:
        require_right(L, call, CC_RIGHT_HOME);
        check(L, call, cc_profile_load(call->what->ctx, call->what->view, &read->profile));
        break;
    case CC_READ_SESSIONS:
        check(L, call, cc_session_list(call->what->ctx, call->what->view->user->id, &read->values));
        break;
    case CC_READ_IDENTITY: break;
    }
    /* Where a read before was refused and the script goes on, places and order differ: nothing is remembered. */
    if (call->done_count == number)
        call->done[call->done_count++] = read;
    return read;
}

bool cc_read_remembered(const cc_call_t *call, const cc_read_t *read)
{
    return read->number < call->done_count && call->done[read->number] == read;
}

void cc_read_again(cc_call_t *call)
{
    call->reads = 0;
    call->identified = false;
}

/* ---- what is to be known of them ---- */

static void add_text(lua_State *L, const char *text)
{
    unsigned length = text ? (unsigned)strlen(text) : 0;
    cc_out_add(L, cc_state_of(L), (const char *)&length, sizeof(length));
    cc_out_add(L, cc_state_of(L), text, length);
}

static void add_int(lua_State *L, int64_t number)
{
    cc_out_add(L, cc_state_of(L), (const char *)&number, sizeof(number));
}

static void add_columns(lua_State *L, const cc_read_t *read, const cc_view_t *view)
{
    const cc_grid_query_t *query = read->result.query;
    for (int c = 0; c < read->def->count; c++) {
        const cc_grid_column_t *column = &read->def->columns[c];
        bool allowed = cc_grid_column_allowed(column, view);
        add_int(L, allowed);
        if (!allowed)
            continue;
        add_text(L, column->name);
        add_text(L, column->title);
        add_text(L, query->filters[c]);
        add_int(L, column->type | column->choices << 16 | column->hidden << 17 | cc_grid_groupable(column) << 18);
    }
    add_int(L, query->column_count);
    for (int i = 0; i < query->column_count; i++)
        add_int(L, query->columns[i]);
    add_int(L, query->group_count);
    for (int i = 0; i < query->group_count; i++)
        add_int(L, query->groups[i]);
}

static void add_sums(lua_State *L, const apr_array_header_t *sums)
{
    add_int(L, sums ? sums->nelts : 0);
    for (int i = 0; sums && i < sums->nelts; i++) {
        const cc_grid_sum_t *sum = &APR_ARRAY_IDX(sums, i, cc_grid_sum_t);
        add_int(L, sum->column);
        add_text(L, sum->currency);
        add_text(L, sum->amount);
    }
}

static void add_grid(lua_State *L, const cc_read_t *read, const cc_view_t *view)
{
    const cc_grid_result_t *result = &read->result;
    const apr_array_header_t *groups = result->groups;
    add_text(L, read->def->name);
    add_text(L, view->user->language);
    add_int(L, result->total);
    add_int(L, result->pages);
    add_int(L, result->rows->nelts);
    add_int(L, result->query->page);
    add_int(L, result->query->per_page);
    add_text(L, result->query->q);
    add_int(L, result->query->sort);
    add_int(L, result->query->descending);
    add_columns(L, read, view);
    add_sums(L, result->sums);
    for (int i = 0; groups && i < groups->nelts; i++) {
        const cc_grid_group_t *group = &APR_ARRAY_IDX(groups, i, cc_grid_group_t);
        add_int(L, group->row);
        add_int(L, group->level);
        add_text(L, group->value);
        add_int(L, group->count);
        add_sums(L, group->sums);
    }
}

bool cc_read_key(lua_State *L, const cc_read_t *read)
{
    switch (read->kind) {
    case CC_READ_GRID: add_grid(L, read, cc_state_of(L)->call->what->view); return true;
    case CC_READ_CHOICES:
        for (int i = 0; i < read->values->nelts; i++)
            add_text(L, APR_ARRAY_IDX(read->values, i, const char *));
        return true;
    case CC_READ_PROFILE:
        add_text(L, read->profile.name);
        add_text(L, read->profile.unique_number);
        add_text(L, read->profile.address);
        add_text(L, read->profile.vat_number);
        add_int(L, read->profile.vat_registered);
        return true;
    case CC_READ_IDENTITY: {
        const cc_facts_t *identity = cc_state_of(L)->call->what->identity;
        cc_out_add(L, cc_state_of(L), identity->bytes, identity->length);
        return true;
    }
    case CC_READ_SESSIONS: break;
    }
    return false;
}
