/* Parts of pages: fragments, which are kept, and rows, which C renders by bound templates. */
#include "script_doubles.h"

#include <apr_thread_proc.h>
#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>

/* ---- fragments ---- */

/* What a new table is called is new each time, so it tells whether a function ran again. */
#define STAMP "(tostring({}):gsub('table: ', ''))"

static void test_kept(void)
{
    script_write(&t, "components/part.lua",
                 "return function(input) return html.join({input.text, " STAMP "}, '|') end");
    script_page(&t, "p",
                "return html.join{html.fragment('components.part', {text = page.text, more = {1, {2.5}, true}})}");
    json_t *a = json_pack("{s:s}", "text", "<a>"), *b = json_pack("{s:s}", "text", "b");
    const char *first = script_render(&t, "p", a), *other = script_render(&t, "p", b);
    ok(has(first, "&lt;a&gt;|") && has(other, "b|"), "a fragment shows its input, escaped");
    is_str(script_render(&t, "p", a), first, "the same input gives the same markup, without another run");
    is_str(script_render(&t, "p", b), other, "so does another one");
    script_page(&t, "p",
                "return html.join{html.fragment('components.part', {text = '1'}),\n"
                "html.fragment('components.part', {text = 1})}");
    const char *texts = script_render(&t, "p", NULL);
    ok(texts && strncmp(texts, texts + strlen(texts) / 2, strlen(texts) / 2) != 0,
       "a text and a number are two inputs");

    script_write(&t, "components/table.lua", "return function(input) return {a = html.join{'A', input.n}, n = 1} end");
    script_page(&t, "p",
                "local f = html.fragment('components.table', {n = 5})\n"
                "local ok, message = pcall(function() f.a = 1 end)\n"
                "return html.join({f.a, f.n, tostring(f.b), tostring(ok)}, '|')");
    is_str(script_render(&t, "p", NULL), "A5|1|nil|false", "a fragment of several parts, which nobody can change");
    is_str(script_render(&t, "p", NULL), "A5|1|nil|false", "and again");

    script_write(&t, "components/table.lua",
                 "local all = {a = html.join{'A'}} return function(input) return input.n and all or {a = input.n} end");
    is_str(script_render(&t, "p", NULL), "A||nil|false", "one that the module keeps");
}

static void test_bounds(void)
{
    script_page(&t, "p",
                "local size = 0 for i = 1, 3000 do\n"
                "size = size + #tostring(html.fragment('components.part', {text = i .. ('x'):rep(page.long)})) end\n"
                "return html.join{tostring(size > 3000)}");
    json_t *model = json_pack("{s:i}", "long", 10);
    ok(script_render(&t, "p", model), "many fragments");
    json_object_set_new(model, "long", json_integer(2000));
    ok(script_render(&t, "p", model), "and long ones fit into the memory of a page");
    json_object_set_new(model, "long", json_integer(100000));
    script_page(&t, "p",
                "return html.join{#tostring(html.fragment('components.part', {text = ('x'):rep(page.long)}))}");
    ok(script_render(&t, "p", model), "one that is too long to be kept");
    script_page(&t, "p",
                "for i = 1, 3000 do html.fragment('components.table', {n = i .. ('x'):rep(page.long)}) end\n"
                "return html.join{}");
    json_object_set_new(model, "long", json_integer(2000));
    ok(script_render(&t, "p", model), "tables that nobody has any more take no memory");
}

static const struct {
    const char *name, *module, *page, *want; /**< want: in the page, else in the log */
} pure_cases[] = {
    {"a module's variable that the page has set",
     "local kept = 'as loaded'\nlocal m = html.template '{x}'\nreturn function(input)\n"
     "if input.set then kept = input.set end return html.join{kept} end",
     "html.fragment('components.m', {set = 'secret'})\nreturn html.join{html.fragment('components.m', {a = 1})}",
     "as loaded"},
    {"data in a fragment", "return function() return html.join{cc.profile().name} end",
     "local ok, message = pcall(html.fragment, 'components.m', {})\n"
     "return html.join({ok, message, cc.profile().name}, '|')",
     "nor in a fragment|Olivia Green"},
    {"roles in a fragment", "return function() return html.join{#cc.roles()} end",
     "return html.join{html.fragment('components.m', {})}", "6"},
    {"a function for input", "return function(i) return html.join{i.f()} end",
     "return html.join{html.fragment('components.m', {f = function() return 'x' end})}", "cannot hold a function"},
    {"rows for input", "return function(i) return html.join{#i.rows} end",
     "return html.join{html.fragment('components.m', {rows = cc.grid('users').rows})}", "cannot hold rows"},
    {"a list for input",
     "return function(i) local d = i.data return html.join({d.total, d.columns[1].name, d.rows}, '|') end",
     "return html.fragment('components.m', {data = cc.grid('users')})", "51|role"},
    {"a list that the page has looked into",
     "return function(i) local d = i.data return html.join({d.total, d.columns[1].name, d.rows}, '|') end",
     "local g = cc.grid('users') local seen = #g.columns\nreturn html.fragment('components.m', {data = g})", "51|role"},
    {"a list whose columns the page has changed", "return function(i) return html.join{i.data.columns[1].title} end",
     "html.fragment('components.m', {data = cc.grid('users')})\nlocal g = cc.grid('users')\n"
     "g.columns[1].title = 'Changed' return html.fragment('components.m', {data = g})",
     "Changed"},
    {"a list whose number the page has changed",
     "return function(i) return html.join({i.data.total, i.data.sort}, '|') end",
     "local g = cc.grid('users') g.total = 7\n"
     "return html.join({html.fragment('components.m', {data = g}), g.total}, '|')",
     "7|role|7"},
    {"a list whose rows the page has changed", "return function(i) return html.join{i.data.total, i.data.rows} end",
     "local g = cc.grid('users') g.rows = {1, 2}\n"
     "return html.join({html.fragment('components.m', {data = g}), #g.rows}, '|')",
     "51|2"},
    {"input that contains itself", "return function() return html.join{} end",
     "local i = {} i.i = i return html.join{html.fragment('components.m', i)}", "nested too deeply"},
    {"a function for outcome", "return function() return function() end end",
     "return html.join{html.fragment('components.m', {})}", "has no function"},
    {"tables in the outcome", "return function() return {a = {}} end",
     "return html.join{html.fragment('components.m', {}).a}", "has no table"},
    {"an outcome with a table for a name", "return function() return {[{}] = 1} end",
     "return html.join{html.fragment('components.m', {}).a}", "names or numbers for keys"},
    {"a module that is no function", "return {}", "return html.join{html.fragment('components.m', {})}",
     "not the function of a fragment"},
    {"a fragment that fails", "return function() error('broken') end",
     "local ok = pcall(html.fragment, 'components.m', {})\n"
     "return html.join({ok, pcall(html.fragment, 'components.m', {}), cc.profile().name}, '|')",
     "Olivia Green"},
    {"the line of the page that asks",
     "return function() local seen = '' for level = 1, 20 do\n"
     "local _, message = pcall(error, '', level) seen = seen .. message end return html.join{'[', seen, ']'} end",
     "local a = html.fragment('components.m', {n = 1})\n\n\nlocal b = html.fragment('components.m', {n = 2})\n"
     "return html.join{tostring(tostring(a) == tostring(b)), tostring(a):find('pages') or 'no page'}",
     "trueno page"},
    {"how deep the page is",
     "local function deeper(n) local ok, m = pcall(deeper, n + 1) return ok and m or n end\n"
     "return function() return html.join{'d', deeper(0)} end",
     "local function at(n, i) if n == 0 then return html.fragment('components.m', {i = i}) end\n"
     "local ok, m = pcall(at, n - 1, i) return m end\n"
     "return html.join{tostring(tostring(at(0, 1)) == tostring(at(50, 2)))}",
     "true"},
    {"variables that the page has set stay set",
     "local n = 'as loaded' return function(input) local was = n n = input.n return html.join{was} end",
     "local set = require 'components.m' set{n = 'page'}\n"
     "local a, b = html.fragment('components.m', {n = 'x'}), set{n = 'again'}\n"
     "pcall(html.fragment, 'components.m', {n = {}})\n"
     "return html.join({a, b, set{}, html.fragment('components.m', {n = 'x'})}, '|')",
     "as loaded|page|again|as loaded"},
    {"a fragment in itself", "return function(input) return html.fragment('components.m', {n = input.n + 1}) end",
     "return html.join{tostring(pcall(html.fragment, 'components.m', {n = 1}))}", "nested too deeply"},
    {"how much memory the page has left",
     "return function() local ok = pcall(table.unpack, {}, 1, 200000) return html.join{tostring(ok)} end",
     "local s, kept = ('x'):rep(250000), {} for i = 1, 26 do kept[i] = s .. i end\n"
     "return html.join{'caught ', tostring(pcall(html.fragment, 'components.m', {}))}",
     "needs more than its"},
    {"what kind of number the page has made of a variable",
     "local n = 1 local M = {} return function(input) if input.set then n = 1.0 end return html.join{math.type(n)} end",
     "require 'components.m' {set = true} return html.fragment('components.m', {})", "integer"},
    {"the input as the page changes it later", "return function(i) return html.join{i.t[1]} end",
     "local i = {t = {'a'}} local f = html.fragment('components.m', i) i.t[1] = 'b'\n"
     "return html.join{f, html.fragment('components.m', {t = {'a'}}), html.fragment('components.m', i)}",
     "aab"},
};

static void test_pure(void)
{
    for (size_t i = 0; i < sizeof(pure_cases) / sizeof(pure_cases[0]); i++) {
        script_write(&t, "components/m.lua", pure_cases[i].module);
        script_page(&t, "p", pure_cases[i].page);
        script_quiet(&t);
        const char *html = render_as("p", CC_ROLE_ADMIN, NULL);
        if (!ok(has(html ? html : t.last, pure_cases[i].want), "%s", pure_cases[i].name))
            diag("%s; %s", html ? html : "(failed)", t.last);
    }
    script_write(&t, "components/m.lua", "return html.fragment('components.part', {})");
    script_page(&t, "p", "return html.join{require('components.m')}");
    script_quiet(&t);
    ok(!script_render(&t, "p", NULL) && has(t.last, "not while a module loads"), "a fragment for a module that loads");
}

/* A module outlives the page that first asks for it, and sees nothing of that page. */
static void test_loading(void)
{
    script_write(&t, "components/box.lua",
                 "local kept = 'as loaded' return {put = function(x) kept = x end, get = function() return kept end}");
    script_write(&t, "components/late.lua",
                 "local lines = '' for level = 1, 20 do lines = lines .. select(2, pcall(error, '', level)) end\n"
                 "local box = require 'components.box'\n"
                 "return {seen = box.get(), lines = lines:find('pages') or 'no page'}");
    script_page(&t, "p",
                "local box = require 'components.box' box.put('secret')\n"
                "local late = require 'components.late'\n"
                "return html.join({late.seen, late.lines, box.get()}, '|')");
    is_str(script_render(&t, "p", NULL), "as loaded|no page|secret",
           "a module that loads late sees nothing of the page");
}

static void *APR_THREAD_FUNC render_deep(apr_thread_t *thread, void *data)
{
    (void)thread, (void)data;
    script_render(&t, "p", NULL);
    return NULL;
}

/* Each fragment has the calls in C that Lua allows a page, but a thread has one stack, which httpd may have made small.
 */
static void test_small_stack(void)
{
    script_write(&t, "components/deep.lua",
                 "local function down(n, level) if n == 0 then\n"
                 "return tostring(html.fragment('components.deep', {level = level + 1})) end\n"
                 "return (('x'):gsub('.', function() return down(n - 1, level) end)) end\n"
                 "return function(input) return html.join{input.level == 15 and 'x' or down(190, input.level)} end");
    script_page(&t, "p", "return html.join{tostring(pcall(html.fragment, 'components.deep', {level = 0}))}");
    script_quiet(&t);
    apr_threadattr_t *small;
    apr_thread_t *thread;
    apr_status_t status;
    apr_threadattr_create(&small, t.pool);
    apr_threadattr_stacksize_set(small, 3 << 20);
    apr_thread_create(&thread, small, render_deep, NULL, t.pool);
    apr_thread_join(&status, thread);
    ok(has(t.last, "nested too deeply"), "fragments in the depths of fragments, on a small stack");
}

/* The form token is what differs between two sessions: it reaches no script, so no kept fragment has it. */
static void test_token(void)
{
    script_write(&t, "components/form.lua",
                 "local f = html.template '<i data-t=\"{t}\"></i>'\n"
                 "return function(input) return f{t = input.csrf} end");
    script_page(&t, "p", "return html.join{html.fragment('components.form', {csrf = page.csrf}), page.csrf}");
    json_t *a = json_pack("{s:s}", "csrf", "token-a"), *b = json_pack("{s:s}", "csrf", "longer-token-b");
    is_str(script_render(&t, "p", a), "<i data-t=\"token-a\"></i>token-a", "the form token is in the page");
    is_str(script_render(&t, "p", b), "<i data-t=\"longer-token-b\"></i>longer-token-b", "to each its own");
    is_str(script_render(&t, "p", json_object()), "<i data-t=\"\"></i>", "to none, none");
    script_page(&t, "p", "error(page.csrf .. ' ' .. #page.csrf)");
    script_quiet(&t);
    ok(!script_render(&t, "p", a) && has(t.last, " 45") && !has(t.last, "token-a"), "no script has it");
}

/* ---- rows ---- */

static const struct {
    const char *name, *body, *want; /**< body: with `rows`, `f` = html.field, `bind`, `T` = html.template */
} rows_cases[] = {
    {"fields",
     "rows:render(bind(T'<i id=\"{id}\" {@x}>{text}{value}</i>', {id = f('id'), text = f('text', 'user'),\n"
     "value = f('value', 'role'), x = f('value', 'role')}))",
     "<i id=\"17\"  x=\"L30\">&lt;b&gt;Olivia&lt;/b&gt;L30</i>"},
    {"constants",
     "rows:render(bind(T'<i id=\"{a}\"{@b}{@c}{@d}>{e}{g}</i>', {a = '\"<', b = true, c = false, d = 5,\n"
     "e = {'<', html.unsafe_raw'<b>', {1}}}))",
     "<i id=\"&quot;&lt;\" b d=\"5\">&lt;<b>1</i>"},
    {"a bound template in another one",
     "rows:render(bind(T'<p>{x}</p>', {x = {'a', bind(T'<i>{y}</i>', {y = f('id')}), 'b'}}))", "<p>a<i>17</i>b</p>"},
    {"a condition that holds", "rows:render(bind(T'[{x}]', {x = bind(T'<i>{y}</i>', {y = f('id')}, f('may_edit'))}))",
     "[<i>17</i>]"},
    {"one that does not",
     "rows:render(bind(T'[{x}{z}]', {x = bind(T'<i>{y}</i>', {y = f('id')}, f('may_remove')), z = f('id')}))", "[17]"},
    {"conditions in each other",
     "rows:render(bind(T'[{x}]', {x = {bind(T'a{y}', {y = bind(T'b', {}, f('may_remove'))}, f('may_edit')), 'c'}}))",
     "[ac]"},
    {"an empty cell as a condition", "rows:render(bind(T'[{x}]', {x = bind(T'b', {}, f('value', 'notes'))}))", "[]"},
    {"words", "rows:render(bind(T'{x}', {x = f('text', 'role', {['Orders with Prices'] = 'mit <Preisen>'})}))",
     "mit &lt;Preisen&gt;"},
    {"a field again",
     "rows:render(bind(T'<i id=\"{a}\"{@b}>{a}{c}</i>', {a = f('text', 'user'), b = f('text', 'user'), c = f('id')}))",
     "<i id=\"&lt;b&gt;Olivia&lt;/b&gt;\" b=\"&lt;b&gt;Olivia&lt;/b&gt;\">&lt;b&gt;Olivia&lt;/b&gt;17</i>"},
    {"a field that was left out before",
     "rows:render(bind(T'[{x}{y}{z}]', {x = bind(T'{u}', {u = f('text', 'user')}, f('may_remove')), y = f('text', "
     "'user'),\n"
     "z = f('text', 'user', {['<b>Olivia</b>'] = 'O'})}))",
     "[&lt;b&gt;Olivia&lt;/b&gt;O]"},
    {"an address", "rows:render(bind(T'<a href=\"/x/{k}/{p}\"></a>', {k = f('link'), p = f('path', 'user')}))",
     "<a href=\"/x/17/%3Cb%3EOlivia%3C/b%3E\"></a>"},
    {"a column that is hidden from the role",
     "rows:render(bind(T'[{a}{b}]', {a = f('text', 'secret'), b = f('value', 'secret')}))", "[]"},
    {"a column that is none", "rows:render(bind(T'[{a}<i{@b}></i>]', {a = f('text', 'x'), b = f('currency', 'x')}))",
     "[<i></i>]"},

    {"heads before rows", "rows:render(bind(T'{a}', {a = f('id')}), {[1] = {'<', 'h'}, [2] = 'none'})", "&lt;h17"},
    {"slots",
     "rows:render(bind(T'{a}|{b}|{c}', {a = f('text', 'user'), b = f('slot', 'actions'), c = f('text', 'role')}), "
     "nil,\n"
     "{{user = {'<', 1}, actions = html.unsafe_raw'<b>'}})",
     "&lt;1|<b>|Orders with Prices"},
    {"a slot, which is not for attributes",
     "rows:render(bind(T'<i a=\"{a}\"{@b}>{c}</i>', {a = f('text', 'user'), b = f('text', 'user'),\n"
     "c = f('text', 'user')}), nil, {{user = html.unsafe_raw'\"<u>'}})",
     "<i a=\"&lt;b&gt;Olivia&lt;/b&gt;\" b=\"&lt;b&gt;Olivia&lt;/b&gt;\">\"<u></i>"},
    {"the iterator on what is no table", "tostring(pcall(pairs(rows), 5))", "false"},
    {"more parts than a row has use for",
     "(function() local b = bind(T'{x}', {x = f('may_remove')})\n"
     "for i = 1, 12 do b = bind(T'{x}{x}', {x = b}) end return rows:render(b) end)()",
     "too many parts"},
    {"markup in an attribute", "rows:render(bind(T'<i id=\"{a}\">', {a = html.unsafe_raw'\"'}))",
     "stands in an attribute"},
    {"a bound template in an attribute", "rows:render(bind(T'<i id=\"{a}\">', {a = bind(T'\"', {})}))",
     "stands in an attribute"},
    {"a table in an attribute", "rows:render(bind(T'<i{@a}>', {a = {f('id')}}))", "cannot be a table"},
    {"a function", "rows:render(bind(T'{a}', {a = print or tostring}))", "cannot be put into HTML"},
    {"what was not bound", "rows:render(T'{a}')", "not of html.bind"},
    {"an unknown field", "f('password')", "invalid option"},
    {"a cell without a column", "f('text')", "a column for what is of a cell"},
    {"words that a module keeps", "rows:render(bind(T'{x}', {x = f('text', 'role', require 'components.words')}))",
     "mit Preisen"},
    {"words that are no texts", "f('text', 'role', {1, 2})", "words for texts"},
    {"as many as there are", "#rows .. tostring(rows[2]) .. tostring(rows[0]) .. tostring(rows.x)", "1nilnilnil"},
    {"rows as tables",
     "(function() local n = 0 for k, r in pairs(rows) do n = n + k + #r.cells.user.text end return n end)()", "14"},
    {"the same table each time", "tostring(rows[1] == rows[1])", "true"},
    {"a change to a row is for its page alone", "(function() rows[1].id = 5 return rows[1].id end)()", "5"},
    {"and not for what C renders", "(function() rows[1].id = 5 return rows:render(bind(T'{a}', {a = f('id')})) end)()",
     "17"},
    {"rows of nothing", "rows.render({}, bind(T'', {}))", "not the rows of a list"},
};

static void test_rows(void)
{
    script_write(&t, "components/words.lua", "return {['Orders with Prices'] = 'mit Preisen'}");
    for (size_t i = 0; i < sizeof(rows_cases) / sizeof(rows_cases[0]); i++) {
        script_page(&t, "p",
                    apr_pstrcat(t.pool,
                                "local rows, f, bind, T = cc.grid('users').rows, html.field, html.bind, "
                                "html.template\nreturn html.join{",
                                rows_cases[i].body, "}", NULL));
        script_quiet(&t);
        const char *html = render_as("p", CC_ROLE_ADMIN, NULL);
        if (!ok(has(html ? html : t.last, rows_cases[i].want), "rows: %s", rows_cases[i].name))
            diag("%s; %s", html ? html : "(failed)", t.last);
    }
}

/** Where a read was refused before, the call does not know rows by their number. */
static void test_after_refusal(void)
{
    script_page(&t, "p",
                "pcall(cc.grid, 'nothing') local row = html.bind(html.template '<i>{x}</i>', {x = html.field 'id'})\n"
                "local rows = cc.grid('users').rows:render(row) return html.join{rows, #tostring(rows)}");
    is_str(render_as("p", CC_ROLE_ADMIN, NULL), "<i>17</i>9", "rows after a read that was refused");
}

/* A page can ask for it again and again, and memory of the request has no limit. */
static void test_texts_of_sums(void)
{
    data_sums = apr_array_make(t.pool, 1, sizeof(cc_grid_sum_t));
    APR_ARRAY_PUSH(data_sums, cc_grid_sum_t) = (cc_grid_sum_t){.column = 0, .currency = "EUR", .amount = "1.50"};
    script_write(&t, "components/m.lua", "return function(i) return html.join{i.data.sums[1].text, i.n} end");
    script_page(&t, "p",
                "local data = cc.grid('users')\n"
                "return html.join{html.fragment('components.m', {data = data, n = 1}),\n"
                "html.fragment('components.m', {data = data, n = 2})}");
    is_str(render_as("p", CC_ROLE_ADMIN, NULL), "1.5011.502", "a list with a sum, made for two fragments");
    ok(data_text_pool && data_text_pool != t.pool, "takes no memory of the request each time");
    data_sums = NULL;
}

static void test_large_input(void)
{
    script_write(&t, "components/wide.lua", "return function(input) return html.join{input[1], '!'} end");
    script_page(&t, "p",
                "local half = html.join{('x'):rep(600000)}\n"
                "return html.fragment('components.wide', {html.join{half, half}})");
    const char *html = script_render(&t, "p", NULL);
    is_int(html ? (long)strlen(html) : 0, 1200001, "a fragment gets more than the longest text");
}

/* A page finds out how deep it can be and still load this module, and get this fragment. */
static void test_depth(void)
{
    static const char *const body =
        "local found local function down(n) if n == 0 then\n"
        "found = tostring(pcall(require, 'lib.deep')) .. tostring(pcall(html.fragment, 'components.deep', {1}))\n"
        "else pcall(down, n - 1) end end\n"
        "if page.n then down(page.n) else require 'lib.deep' html.fragment('components.deep', {1}) end\n"
        "return html.join{found}";
    json_t *none = json_object();
    int different = 0, found = 0;
    script_write(&t, "components/deep.lua", "return function() return html.join{'x'} end");
    script_page(&t, "p", body);
    for (int n = 180; n < 200; n++) {
        json_t *model = json_pack("{s:i}", "n", n);
        script_write(&t, "lib/deep.lua", apr_psprintf(t.pool, "return {((((%d))))}", n));
        const char *first = script_render(&t, "p", model);
        script_write(&t, "lib/deep.lua", apr_psprintf(t.pool, "return {((((%d))))} ", n));
        const char *loaded = script_render(&t, "p", none), *then = script_render(&t, "p", model);
        different += !first || !loaded || !then || strcmp(first, then) != 0;
        found += has(then, "truetrue");
        json_decref(model);
    }
    ok(found > 5 && found < 20, "a page finds a module and a fragment unless it is too deep: %d", found);
    is_int(different, 0, "as deep where a page before it had them");
    json_decref(none);
}

/** Mappings of this process that others may share with these permissions. */
static int mappings(const char *permissions)
{
    char line[1024];
    int count = 0;
    FILE *in = fopen("/proc/self/maps", "r");
    while (in && fgets(line, sizeof(line), in)) {
        const char *space = strchr(line, ' ');
        count += space && strncmp(space + 1, permissions, 4) == 0;
    }
    if (in)
        fclose(in);
    return count;
}

static bool protects = true;

/** In the place of the system's. */
int mprotect(void *at, size_t size, int protection)
{
    if (!protects)
        errno = ENOMEM;
    return protects ? (int)syscall(SYS_mprotect, at, size, protection) : -1;
}

static void test_unprotected(void)
{
    protects = false;
    script_quiet(&t);
    is_str(script_start(&t, 8 << 20, 5000000, true), NULL, "an engine whose files cannot be protected");
    ok(has(t.last, "CC1310 ") && has(t.last, "Cannot allocate memory"), "tells so");
    protects = true;
}

int main(void)
{
    script_open(&t);
    script_page(&t, "p", "return html.join{}");
    int writable = mappings("rw-s"), readable = mappings("r--s");
    is_str(script_start(&t, 8 << 20, 5000000, true), NULL, "an engine");
    is_int(mappings("r--s"), readable + 1, "children have one memory for its files");
    is_int(mappings("rw-s"), writable, "which none of them can write to");
    test_kept();
    test_bounds();
    test_pure();
    test_loading();
    test_small_stack();
    test_token();
    test_rows();
    test_after_refusal();
    test_texts_of_sums();
    test_large_input();
    test_depth();
    test_unprotected();
    script_close(&t);
    return done();
}
