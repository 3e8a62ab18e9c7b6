/* Rows by the steps of a bound template (bind.h): the values as they are, without a table, which is what most lists do.
 */
#include "rows.h"

#include "../base/text.h"
#include "bind.h"
#include "out.h"
#include "read.h"

#include <apr_strings.h>
#include <string.h>

#define STEPS_MAX 4000 /* of a row: several times what all columns with links need */

/** A step, with its column found. */
typedef struct {
    cc_step_t step;
    const char *start;
    int column;               /**< -1: none, or none that the role may see */
    int next;                 /**< of CC_STEP_IF: the step to go on with when it does not hold */
    int same;                 /**< a step before that shows the same text; -1: none */
    const cc_grid_row_t *row; /**< the last one whose text was written, and where in the output that is */
    size_t at, length;
} resolved_t;

apr_pool_t *cc_rows_scratch(lua_State *L, cc_call_t *call)
{
    if (!call->scratch && apr_pool_create(&call->scratch, call->pool) != APR_SUCCESS)
        cc_state_abort(L, CC_ABORT_MEMORY, "not enough memory");
    return call->scratch;
}

const char *cc_rows_cell(const cc_call_t *call, const cc_grid_def_t *def, const cc_grid_row_t *row, int column)
{
    return cc_grid_cell_text(call->scratch, &def->columns[column], row->values[column],
                             call->what->view->user->language);
}

static int column_of(const cc_view_t *view, const cc_grid_def_t *def, const char *name)
{
    for (int c = 0; c < def->count; c++)
        if (strcmp(def->columns[c].name, name) == 0)
            return cc_grid_column_allowed(&def->columns[c], view) ? c : -1;
    return -1;
}

/** How many steps there are; raises where they are too many for what they would cost. */
static int count_steps(lua_State *L, const char *at, const char *end)
{
    cc_step_t step;
    int count = 0;
    for (; at < end; at = cc_step_read(at, &step))
        if (++count > STEPS_MAX)
            luaL_error(L, "a row has too many parts");
    return count;
}

/** For each field of each column, and of none, the first step that shows it as it is; -1: none so far. */
typedef struct {
    int steps[CC_FIELD_SLOT + 1][CC_GRID_COLUMNS_MAX + 1];
} shown_t;

/** The first step before with the same text, or -1. */
static int same_text(shown_t *shown, const resolved_t *resolved, int at)
{
    const cc_step_t *step = &resolved->step;
    if (step->kind == CC_STEP_TEXT || step->kind == CC_STEP_IF || step->words_length)
        return -1;
    int *first = &shown->steps[step->field][resolved->column + 1], same = *first;
    if (same < 0)
        *first = at;
    return same;
}

/** The steps, in memory of the state that is for them. */
static resolved_t *resolve(lua_State *L, const cc_grid_def_t *def, const char *at, int count)
{
    const cc_view_t *view = cc_state_of(L)->call->what->view;
    resolved_t *steps = cc_state_steps(L, (size_t)count * sizeof(*steps));
    shown_t shown;
    memset(&shown, -1, sizeof(shown));
    for (int i = 0; i < count; i++) {
        steps[i].start = at;
        steps[i].row = NULL;
        at = cc_step_read(at, &steps[i].step);
        steps[i].column = steps[i].step.column[0] ? column_of(view, def, steps[i].step.column) : -1;
    }
    for (int i = 0; i < count; i++) {
        steps[i].same = same_text(&shown, &steps[i], i);
        if (steps[i].step.kind != CC_STEP_IF)
            continue;
        const char *behind = steps[i].step.words + steps[i].step.words_length + steps[i].step.skip;
        steps[i].next = i + 1;
        while (steps[i].next < count && steps[steps[i].next].start < behind)
            steps[i].next++;
    }
    return steps;
}

/* "2026-11-22T07:30:00Z", or with a blank: the core writes both. */
static const char *moment(apr_pool_t *pool, const char *value, bool for_machines)
{
    if (!value || strlen(value) < 16 || (value[10] != 'T' && value[10] != ' '))
        return NULL;
    return for_machines ? apr_psprintf(pool, "%.10sT%.5sZ", value, value + 11)
                        : apr_psprintf(pool, "%.10s %.5s UTC", value, value + 11);
}

/** The text of a field, or NULL where the row has none. */
static const char *field_text(const cc_call_t *call, const cc_grid_def_t *def, const cc_grid_row_t *row,
                              const resolved_t *resolved)
{
    int column = resolved->column;
    const char *value = column >= 0 ? row->values[column] : NULL;
    apr_pool_t *pool = call->scratch;
    switch (resolved->step.field) {
    case CC_FIELD_ID: return cc_text_int(pool, row->id);
    case CC_FIELD_LINK: return row->link ? row->link : cc_text_int(pool, row->id);
    case CC_FIELD_MAY_EDIT: return row->may_edit ? "1" : NULL;
    case CC_FIELD_MAY_REMOVE: return row->may_remove ? "1" : NULL;
    case CC_FIELD_TEXT: return column >= 0 ? cc_rows_cell(call, def, row, column) : "";
    case CC_FIELD_VALUE: return value ? value : "";
    case CC_FIELD_PATH: return value;
    case CC_FIELD_CURRENCY: return value && *value ? row->currency : NULL;
    case CC_FIELD_DATETIME: return moment(pool, value, true);
    case CC_FIELD_MOMENT: return moment(pool, value, false);
    case CC_FIELD_SLOT: break;
    }
    return NULL;
}

/** Adds the text of the step; false where the row has none. */
static bool add_text(lua_State *L, cc_state_t *state, const cc_grid_def_t *def, resolved_t *resolved,
                     const cc_grid_row_t *row)
{
    const cc_step_t *step = &resolved->step;
    const char *text = field_text(state->call, def, row, resolved);
    if (!text)
        return false;
    resolved->at = state->out_length;
    size_t length = strlen(text);
    if (step->words_length)
        text = cc_step_word(step, text, &length);
    if (step->field == CC_FIELD_PATH || step->field == CC_FIELD_LINK)
        cc_out_url(L, state, text, length, true);
    else
        cc_out_escape(L, state, text, length);
    resolved->length = state->out_length - resolved->at;
    resolved->row = row;
    return true;
}

/** The same again, from where it was written for another step of this row. */
static void add_again(lua_State *L, cc_state_t *state, const resolved_t *before)
{
    if (state->out_size - state->out_length < before->length)
        cc_out_grow(L, state, before->length);
    memcpy(state->out + state->out_length, state->out + before->at, before->length);
    state->out_length += before->length;
}

/** Adds what the page gives for the column of this row; false if that is nothing. Slots of the row at `slots`. */
static bool add_slot(lua_State *L, cc_state_t *state, int slots, const cc_step_t *step)
{
    if (!slots || (step->field != CC_FIELD_TEXT && step->field != CC_FIELD_SLOT) || step->kind != CC_STEP_FIELD)
        return false;
    bool given = lua_getfield(L, slots, step->column) != LUA_TNIL;
    if (given)
        cc_out_value(L, state, -1, step->column);
    lua_pop(L, 1);
    return given;
}

/** Adds what the step shows of the row. */
static void add_step(lua_State *L, cc_state_t *state, const cc_grid_def_t *def, resolved_t *steps, int at,
                     const cc_grid_row_t *row)
{
    resolved_t *resolved = &steps[at];
    const cc_step_t *step = &resolved->step;
    size_t begin = state->out_length;
    bool shown = true;
    if (step->kind == CC_STEP_ATTRIBUTE) {
        cc_out_add(L, state, " ", 1);
        cc_out_add(L, state, step->text, step->length);
        cc_out_add(L, state, "=\"", 2);
    }
    if (resolved->same >= 0 && steps[resolved->same].row == row)
        add_again(L, state, &steps[resolved->same]);
    else
        shown = add_text(L, state, def, resolved, row);
    if (!shown)
        state->out_length = begin;
    else if (step->kind == CC_STEP_ATTRIBUTE)
        cc_out_add(L, state, "\"", 1);
}

static void add_row(lua_State *L, cc_state_t *state, const cc_grid_def_t *def, resolved_t *steps, int count,
                    const cc_grid_row_t *row, int slots)
{
    apr_pool_clear(state->call->scratch);
    for (int i = 0; i < count; i++) {
        const cc_step_t *step = &steps[i].step;
        if (step->kind == CC_STEP_TEXT) {
            cc_out_add(L, state, step->text, step->length);
        } else if (step->kind == CC_STEP_IF) {
            const char *text = field_text(state->call, def, row, &steps[i]);
            i = text && *text ? i : steps[i].next - 1;
        } else if (!add_slot(L, state, slots, step)) {
            add_step(L, state, def, steps, i, row);
        }
    }
}

void cc_rows_check(lua_State *L, const char *bound, size_t length)
{
    count_steps(L, bound, bound + length);
}

void cc_rows_write(lua_State *L, cc_state_t *state, const cc_read_t *read, const char *bound, size_t length, int heads,
                   int slots)
{
    const apr_array_header_t *rows = read->result.rows;
    int top = lua_gettop(L), count = count_steps(L, bound, bound + length);
    luaL_checkstack(L, 8, NULL);
    cc_rows_scratch(L, state->call);
    resolved_t *steps = resolve(L, read->def, bound, count);
    for (int i = 0; i < rows->nelts; i++) {
        int own = 0;
        if (heads) {
            lua_rawgeti(L, heads, i + 1);
            cc_out_value(L, state, -1, "the head of a group");
            lua_pop(L, 1);
        }
        if (slots && lua_rawgeti(L, slots, i + 1) == LUA_TTABLE)
            own = lua_gettop(L);
        add_row(L, state, read->def, steps, count, &APR_ARRAY_IDX(rows, i, cc_grid_row_t), own);
        lua_settop(L, top);
    }
}
