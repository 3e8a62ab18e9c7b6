/* Bound templates: whatever is in a row, the list has the elements and attributes that its templates say; and what C
 * makes of a row is what the same template gives that is filled with the row as a table. Input, with NULs between: a
 * template, another one, of a part within it, what is in the row, and what the part's condition is about. Templates
 * that the compiler refuses are nobody's page. */
#include "outline.h"
#include "script.h"

#include "../unit/doubles.h"

#include <jansson.h>

static cc_engine_t *engine;
static const char *last_line;
static apr_pool_t *run;

/* Both pages of one input: by C, and by tables. What is no text but a condition or part of an address is made by hand.
 */
static const char page[] =
    "local f, T = html.field, html.template\n"
    "local moment = '^(..........)[T ](.....)'\n"
    "local function bound(page, rows)\n"
    "  local words = {[page.word] = page.text, x = page.text}\n"
    "  local d = html.bind(T(page.part), {a = f('text', 'user'), b = f('value', 'role'), c = f('link'), d = "
    "page.text},\n"
    "    page.condition == 'user' and f('value', 'user') or f(page.condition))\n"
    "  return rows:render(html.bind(T(page.template), {a = f('text', 'user'), b = {f('value', 'notes'), '<', "
    "f('id')},\n"
    "    c = f('text', 'role', words), d = {d, d}, e = f('path', 'user'), f = f('currency', 'user'), g = page.text,\n"
    "    h = f('datetime', 'user'), i = f('slot', 'slot'), j = f('text', 'slot')}),\n"
    "    {[1] = page.text}, {{slot = {page.text, 1}}})\n"
    "end\n"
    "local function path(text)\n" /* as lua/lib/url.lua has it */
    "  local encoded = html.url(text)\n"
    "  return ('/' .. text .. '/'):find('/%.%.?/') and encoded or (encoded:gsub('%%2F', '/'))\n"
    "end\n"
    "local function plain(page, row)\n"
    "  local cells, link = row.cells, path(row.link or row.id)\n"
    "  local value = cells.user.value\n"
    "  local holds = page.condition == 'user' and value ~= '' or row[page.condition] and row[page.condition] ~= ''\n"
    "  local d = holds and T(page.part){a = cells.user.text, b = cells.role.value, c = link, d = page.text} or ''\n"
    "  if not holds then T(page.part) end\n"
    "  local year, time = value:match(moment)\n"
    "  return html.join{page.text, T(page.template){a = cells.user.text, b = {cells.notes.value, '<', row.id},\n"
    "    c = ({[page.word] = page.text, x = page.text})[cells.role.text] or cells.role.text, d = {d, d},\n"
    "    e = path(value), f = value ~= '' and row.currency or nil, g = page.text,\n"
    "    h = year and #value >= 16 and year .. 'T' .. time .. 'Z', i = {page.text, 1}, j = {page.text, 1}}}\n"
    "end\n"
    "return function(page)\n"
    "  local rows = cc.grid('users').rows\n"
    "  return html.join{page.plain and plain(page, rows[1]) or bound(page, rows)}\n"
    "end\n";

static void note_line(void *baton, cc_log_level_t level, const char *line)
{
    (void)baton;
    (void)level;
    last_line = run ? apr_pstrdup(run, line) : "";
}

static const cc_log_t lines = {note_line, NULL};

void fuzz_open(apr_pool_t *pool)
{
    static const cc_engine_config_t limits = {.memory = 8 << 20, .instructions = 10000000};
    cc_engine_config_t config = limits;

    lua_open(pool);
    lua_write(pool, "pages/page.lua", page, sizeof(page) - 1);
    config.path = lua_path;
    must(cc_engine_create(pool, &config, &lines, &engine) == NULL);
}

typedef struct {
    const char *template, *part, *text, *condition;
} input_t;

static const char *render(apr_pool_t *pool, const input_t *input, const char *text, bool plain, size_t *length)
{
    cc_context_t ctx = {.pool = pool, .log = &lines, .today = "2026-11-22"};
    cc_user_t user = {.id = 7, .login = "CC"};
    cc_access_t access = {.id = 1, .role = CC_ROLE_ADMIN};
    cc_view_t view = {.user = &user, .current = &access};
    json_t *model =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}", "template", input->template, "part", input->part, "text", text,
                  "word", "Orders with Prices", "condition", input->condition, "plain", plain);
    const cc_render_t what = {.page = "page", .model = model, .ctx = &ctx, .view = &view};
    const char *html = NULL;
    cc_status_t status;

    if (!model) {
        return NULL; /* not UTF-8: forms and databases let no such text through */
    }
    data_user = double_values[1] = double_values[2] = text;
    double_row.link = double_row.currency = text;
    status = cc_engine_render(engine, pool, &lines, &what, &html, length);
    json_decref(model);
    return status == CC_OK ? html : NULL;
}

/* A moment, an empty text and none have places of their own, so what differs is compared with its like only. */
static bool is_like(const char *text, const char *other)
{
    bool moment = strlen(text) >= 16 && (text[10] == 'T' || text[10] == ' ');

    return moment == (strlen(other) >= 16 && (other[10] == 'T' || other[10] == ' ')) && !*text == !*other;
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    static const char *const conditions[] = {"user", "may_edit", "may_remove", "link", "id"};
    input_t input = {.template = fuzz_until(pool, &text, &length, '\0'),
                     .part = fuzz_until(pool, &text, &length, '\0')};
    const char *html, *plain, *harmless;
    size_t html_length, plain_length, harmless_length;

    input.text = fuzz_until(pool, &text, &length, '\0');
    input.condition = conditions[fuzz_byte(&text, &length) % (sizeof(conditions) / sizeof(conditions[0]))];
    run = pool;
    last_line = "";
    html = render(pool, &input, input.text, false, &html_length);
    if (strstr(last_line, "too many parts")) {
        return; /* a bound on what a row costs, which tables do not have */
    }
    plain = render(pool, &input, input.text, true, &plain_length);
    if (html && !plain && (strstr(last_line, "'i'") || strstr(last_line, "'j'"))) {
        return; /* slots are not for attributes, where a row shows what it has itself */
    }
    must(!html == !plain);
    must(!html || (html_length == plain_length && !memcmp(html, plain, html_length)));

    /* a letter at both ends, since blanks alone mean something to tables and lists */
    input.text = apr_pstrcat(pool, "x", input.text, "x", NULL);
    html = render(pool, &input, input.text, false, &html_length);
    harmless = is_like(input.text, "x") ? "x" : "x234567890Tabcdefx";
    harmless = html ? render(pool, &input, harmless, false, &harmless_length) : NULL;
    if (harmless) {
        must(!strcmp(outline_html(pool, html, html_length), outline_html(pool, harmless, harmless_length)));
    }
    run = NULL;
}
