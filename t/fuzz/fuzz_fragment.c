/* Fragments: a module gets its input as the page has it, whatever it is made of, and what is kept under a key is of no
 * other input. Input, with a NUL between: two values, each written as `value` below reads it. */
#include "script.h"

#include <jansson.h>

static cc_engine_t *engine;

/* All that a value is, in an order of its own. */
static const char show[] =
    "local function show(value)\n"
    "  if type(value) == 'string' then return string.format('%q', value) end\n"
    "  if type(value) == 'number' then return math.type(value) .. string.format('%q', value) end\n"
    "  if type(value) == 'boolean' then return tostring(value) end\n"
    "  if type(value) ~= 'table' then return 'markup' .. string.format('%q', tostring(value)) end\n"
    "  local fields = {}\n"
    "  for k, v in pairs(value) do fields[#fields + 1] = show(k) .. '=' .. show(v) end\n"
    "  table.sort(fields)\n"
    "  return '{' .. table.concat(fields, ',') .. '}'\n"
    "end\n"
    "return show\n";

static const char frozen[] = "return {1, 2, a = {b = 'c', [-1.5] = true}, m = html.join{'<'}}\n";

static const char part[] = "local show = require 'components.show'\n"
                           "return function(input)\n"
                           "  local shown = show(input)\n"
                           "  if not input.a then return html.join{shown} end\n"
                           "  return {shown = shown, [1] = html.join{shown}, [2.5] = #shown}\n"
                           "end\n";

/* `value` reads: s TEXT ; a text, m TEXT ; markup, i or n DIGITS ; numbers, t, f, z a module's table, { pairs }. */
static const char page[] =
    "local show = require 'components.show'\n"
    "local function value(text, at, depth)\n"
    "  local kind = text:sub(at, at)\n"
    "  local word = text:match('^[^;]*', at + 1) or ''\n"
    "  local behind = at + 2 + #word\n"
    "  if kind == 's' then return word, behind end\n"
    "  if kind == 'm' then return html.join{word}, behind end\n"
    "  if kind == 'i' then return math.tointeger(tonumber(word)) or 0, behind end\n"
    "  if kind == 'n' then return (tonumber(word) or 0 / 0) * 1.0, behind end\n"
    "  if kind == 't' or kind == 'f' then return kind == 't', at + 1 end\n"
    "  if kind == 'z' then return require 'components.frozen', at + 1 end\n"
    "  local made = {}\n"
    "  at = at + 1\n"
    "  while at <= #text and text:sub(at, at) ~= '}' and depth < 20 do\n"
    "    local k, v\n"
    "    k, at = value(text, at, depth + 1)\n"
    "    v, at = value(text, at, depth + 1)\n"
    "    if k == k and type(k) ~= 'table' and type(k) ~= 'userdata' then made[k] = v end\n"
    "  end\n"
    "  return made, at + 1\n"
    "end\n"
    "return function(page)\n"
    "  local text = page.hex:gsub('..', function(hex) return string.char(tonumber(hex, 16)) end)\n"
    "  local input = value('{' .. text, 1, 0)\n"
    "  local before = show(input)\n"
    "  local got, again = html.fragment('components.part', input), html.fragment('components.part', input)\n"
    "  assert(show(got) == show(again) and show(input) == before, 'WRONG: it changed')\n"
    "  if type(got) == 'table' then\n"
    "    assert(got[2.5] == #before and tostring(got[1]) == tostring(html.join{before}), 'WRONG: a table')\n"
    "    got = html.join{got.shown}\n"
    "  end\n"
    "  assert(tostring(got) == tostring(html.join{before}), 'WRONG: of another input')\n"
    "  return html.join{}\n"
    "end\n";

static void look_at_line(void *baton, cc_log_level_t level, const char *line)
{
    (void)baton;
    (void)level;
    must(!strstr(line, "WRONG"));
}

static const cc_log_t lines = {look_at_line, NULL};

void fuzz_open(apr_pool_t *pool)
{
    static const cc_engine_config_t limits = {.memory = 8 << 20, .instructions = 10000000};
    cc_engine_config_t config = limits;

    lua_open(pool);
    lua_write(pool, "pages/page.lua", page, sizeof(page) - 1);
    lua_write(pool, "components/part.lua", part, sizeof(part) - 1);
    lua_write(pool, "components/show.lua", show, sizeof(show) - 1);
    lua_write(pool, "components/frozen.lua", frozen, sizeof(frozen) - 1);
    config.path = lua_path;
    must(cc_engine_create(pool, &config, &lines, &engine) == NULL);
}

static void render(apr_pool_t *pool, const char *text, size_t length)
{
    char *hex = apr_palloc(pool, 2 * length + 1);
    const char *html;
    size_t html_length;
    json_t *model;

    for (size_t i = 0; i < length; i++) {
        apr_snprintf(hex + 2 * i, 3, "%02x", (unsigned char)text[i]);
    }
    hex[2 * length] = '\0';
    model = json_pack("{s:s}", "hex", hex);
    must(model != NULL);
    cc_render_t what = {.page = "page", .model = model};
    cc_engine_render(engine, pool, &lines, &what, &html, &html_length);
    json_decref(model);
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    const char *end = memchr(text, '\0', length);
    size_t first = end ? (size_t)(end - text) : length;

    render(pool, text, first);
    if (end) {
        render(pool, end + 1, length - first - 1);
        render(pool, text, first);
    }
}
