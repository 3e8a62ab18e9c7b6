/* The engine at its work: markup, modules, isolation between requests, and what cc.* gives to a page. */
#include "script_doubles.h"

static json_t *model_of(const char *json)
{
    return json_loads(json, 0, NULL);
}

/* ---- templates ---- */

static const struct {
    const char *name, *body, *want;
} markup_cases[] = {
    {"text is escaped", "return html.template('<p>{a}</p>'){a='<b> & \"q\" \\'s'}",
     "<p>&lt;b&gt; &amp; &quot;q&quot; &#39;s</p>"},
    {"nil and false give nothing", "return html.template('[{a}{b}]'){b=false}", "[]"},
    {"numbers", "return html.template('{a} {b}'){a=42, b=1.5}", "42 1.5"},
    {"markup stays", "return html.template('{a}'){a=html.template('<i>{x}</i>'){x='&'}}", "<i>&amp;</i>"},
    {"an array is joined", "return html.template('{a}'){a={'<', 1, html.unsafe_raw('<br>'), {'x', 'y'}}}",
     "&lt;1<br>xy"},
    {"a quoted attribute", "return html.template('<a title=\"{t}\">x</a>'){t='\"\\'><'}",
     "<a title=\"&quot;&#39;&gt;&lt;\">x</a>"},
    {"attributes",
     "return html.template('<input{@name}{@checked}{@disabled}{@data-user}>')"
     "{name='a\"b', checked=true, disabled=false, ['data-user']=7}",
     "<input name=\"a&quot;b\" checked data-user=\"7\">"},
    {"an empty attribute", "return html.template('<input{@value}>'){value=''}", "<input value=\"\">"},
    {"doubled braces", "return html.template('{{a} {{{a}'){a=1}", "{a} {1"},
    {"no values", "return html.template('<p>{a}</p>')()", "<p></p>"},
    {"a script by address", "return html.template('<script src=\"{s}\"></script>{a}'){s='x', a='<'}",
     "<script src=\"x\"></script>&lt;"},
    {"a comment", "return html.template('<!-- \" <a --><p>{a}</p>'){a=1}", "<!-- \" <a --><p>1</p>"},
    {"join", "return html.join({'a', html.unsafe_raw('<br>'), '&'}, ', ')", "a, <br>, &amp;"},
    {"join with markup", "return html.join({1, 2}, html.unsafe_raw('<br>'))", "1<br>2"},
    {"join of nothing", "return html.join{}", ""},
    {"escape", "return html.join{'<\\0>'}", "&lt;\xEF\xBF\xBD&gt;"},
    {"url", "return html.unsafe_raw(html.url('a b/\xC3\xA9?&=~'))", "a%20b%2F%C3%A9%3F%26%3D~"},
    {"tostring", "return html.unsafe_raw(tostring(html.template('<p>{a}</p>'){a='<'}) .. type(html.join{}))",
     "<p>&lt;</p>userdata"},
    {"long text", "return html.template('{a}'){a=string.rep('<', 5000)} and html.join{'fine'}", "fine"},
    {"string methods",
     "return html.join{('%d items'):format(3), ('a-b'):find('-', 1, true), (' x '):match('^%s*(.-)%s*$')}",
     "3 items2x"},
    {"libraries",
     "return html.join{utf8.len('\xC3\xA9'), math.floor(1.5), select('#', 1, 2), table.concat({1, 2}, '-')}", "1121-2"},
};

static const struct {
    const char *name, *body, *message;
} markup_errors[] = {
    {"an open place", "return html.template('<p>{a')", "{key}"},
    {"an empty place", "return html.template('<p>{}')", "{key}"},
    {"a strange key", "return html.template('<p>{a.b}')", "{key}"},
    {"an unquoted attribute", "return html.template('<p class={a}>')", "not in quotes"},
    {"a tag by value", "return html.template('<{a}>')", "begins no tag"},
    {"a comment of an odd kind", "return html.template('<!a {a}>')", "begins no tag"},
    {"a '<' at the end", "return html.join{html.template('1 <'){}, 'img src=x onerror=y '}", "begins no tag"},
    {"a quote that begins no value", "return html.template('<a \"{a}\">')", "does not belong"},
    {"a quote in an unquoted value", "return html.template('<a b=c\" d=\"{a}\">')", "needs quotes"},
    {"a tag that is none but an attribute", "return html.template('<a=\"{a}\">')", "behind no name"},
    {"the same of an end tag", "return html.template('</a=\"{a}\">')", "behind no name"},
    {"an attribute without a name", "return html.template('<a =\"{a}\">')", "behind no name"},
    {"a tag in a script", "return html.template('<script><!--<script></script>{a}</script>')", "in a script"},
    {"a script that does not end", "return html.template('<script></scripts>{a}')", "in a script"},
    {"a tag where scripts are off", "return html.template('<noscript><p title=\"{a}\"></p></noscript>')",
     "in a script"},
    {"a tag in a title", "return html.template('<svg><title><script></title>{a}')", "in a script"},
    {"an attribute in text", "return html.template('<p>{@a}</p>')", "outside of a tag"},
    {"an attribute in quotes", "return html.template('<p class=\"{@a}\">')", "outside of a tag"},
    {"an event attribute", "return html.template('<p{@onclick}>')", "do not belong"},
    {"a style attribute", "return html.template('<p{@Style}>')", "do not belong"},
    {"a script behind the other end of a comment", "return html.template('<!-- --!><script> --> {a}</script>')",
     "comment or script"},
    {"a value in a script with an attribute of the page's", "return html.template('<script{@async}>{a}</script>')",
     "comment or script"},
    {"a value in a script", "return html.template('<script>{a}</script>')", "comment or script"},
    {"a value in a comment", "return html.template('<!-- {a} -->')", "comment or script"},
    {"an open tag", "return html.template('<p')", "ends inside"},
    {"true as text", "return html.template('{a}'){a=true}", "a cannot be put into HTML"},
    {"a function as text", "return html.template('{a}'){a=print or next}", "cannot be put into HTML"},
    {"markup in an attribute", "return html.template('<p title=\"{a}\">x</p>'){a=html.join{}}", "attribute"},
    {"a table in an attribute", "return html.template('<p{@a}>'){a={}}", "attribute"},
    {"a table in itself", "local t = {} t[1] = t return html.join(t)", "nested too deeply"},
    {"markup and ..", "return html.join{} .. 'x'", "html.join"},
    {"a string for markup", "return '<p>'", "not markup"},
    {"nothing for markup", "return nil", "not markup"},
    {"a template for markup", "return html.template('x')", "not markup"},
    {"an error", "error('broken\\nline')", "broken\\x0aline"},
    {"an error object", "error({code = 1})", "error object is a table"},
};

static void test_markup(void)
{
    for (size_t i = 0; i < sizeof(markup_cases) / sizeof(markup_cases[0]); i++) {
        script_page(&t, "p", markup_cases[i].body);
        is_str(script_render(&t, "p", NULL), markup_cases[i].want, markup_cases[i].name);
        if (t.lines)
            diag("%s", t.last);
        script_quiet(&t);
    }
    for (size_t i = 0; i < sizeof(markup_errors) / sizeof(markup_errors[0]); i++) {
        script_quiet(&t);
        script_page(&t, "p", markup_errors[i].body);
        const char *html = script_render(&t, "p", NULL);
        if (!ok(!html && t.lines == 1 && has(t.last, "CC1301 page p: ") && has(t.last, markup_errors[i].message) &&
                    !strchr(t.last, '\n'),
                "refused: %s", markup_errors[i].name))
            diag("%d: %s", t.lines, t.last);
    }
    ok(has(t.last, "stack traceback") && has(t.last, "pages/p.lua"), "the log has a traceback");
}

/* ---- the model, pages and modules ---- */

static void test_model(void)
{
    script_quiet(&t);
    json_t *model = model_of("{\"s\":\"<\\u00e9\",\"i\":9007199254740993,\"r\":0.5,\"t\":true,\"f\":false,\"n\":null,"
                             "\"a\":[1,[2,{\"x\":\"y\"}]],\"o\":{}}");
    script_page(&t, "p",
                "return html.join({page.s, page.i, page.r, tostring(page.t), tostring(page.f), tostring(page.n),\n"
                "  #page.a, page.a[2][2].x, tostring(next(page.o)), math.type(page.i)}, ' ')");
    is_str(script_render(&t, "p", model), "&lt;\xC3\xA9 9007199254740993 0.5 true false nil 2 y nil integer",
           "a model");
    if (t.lines)
        diag("%s", t.last);
    json_decref(model);
}

static void test_pages(void)
{
    cc_render_t what = {.page = "missing"};
    const char *html;
    size_t length;
    script_quiet(&t);
    is_int(cc_engine_render(t.engine, t.pool, &t.log, &what, &html, &length), CC_REFUSED, "a page that is not there");
    what.page = "../pages/p";
    is_int(cc_engine_render(t.engine, t.pool, &t.log, &what, &html, &length), CC_REFUSED, "a path for a page");
    ok(t.lines == 2 && has(t.last, "CC1311"), "the log says which file is missing");

    script_write(&t, "pages/p.lua", "return 1");
    ok(!script_render(&t, "p", NULL) && has(t.last, "not a function"), "a page without a function");
    script_write(&t, "pages/p.lua", "x = = 1");
    ok(!script_render(&t, "p", NULL) && has(t.last, "CC1304") && has(t.last, "pages/p.lua:1"),
       "a page that does not compile");
    script_write(&t, "pages/p.lua", "\x1bLua");
    ok(!script_render(&t, "p", NULL) && has(t.last, "CC1304"), "a page of byte code");
    script_write(&t, "pages/p.lua", "local f = function() return html.join{'no globals'} end return f");
    is_str(script_render(&t, "p", NULL), "no globals", "a chunk that hardly uses globals");
}

static void test_modules(void)
{
    script_write(&t, "lib/list.lua",
                 "shared = 'mine'\n"
                 "local M = {items = {'a', 'b', 'c'}, deep = {er = {x = 1}}}\n"
                 "function M.first() return M.items[1] .. shared end\nreturn M");
    script_write(&t, "components/card.lua",
                 "local list = require 'lib.list'\n"
                 "local t = html.template('<b>{x}</b>')\n"
                 "return function(x) return t{x = x .. list.first()} end");
    script_page(&t, "p",
                "local list, card = require 'lib.list', require 'components.card'\n"
                "local seen = {}\n"
                "for i, v in ipairs(list.items) do seen[#seen + 1] = i .. v end\n"
                "local keys = {}\n"
                "for k in pairs(list) do keys[#keys + 1] = k end\n"
                "table.sort(keys)\n"
                "assert(require 'lib.list' == list and next(list.deep) == 'er' and shared == nil)\n"
                "return html.join({card('<'), table.concat(seen), table.concat(keys), #list.items,\n"
                "  table.concat(list.items, '+'), (select('#', table.unpack(list.items)))}, ' ')");
    is_str(script_render(&t, "p", NULL), "<b>&lt;amine</b> 1a2b3c deepfirstitems 3 a+b+c 3", "modules");
    if (t.lines)
        diag("%s", t.last);

    script_write(&t, "lib/circle.lua", "return require 'lib.circle'");
    script_page(&t, "p", "require 'lib.circle'");
    ok(!script_render(&t, "p", NULL) && has(t.last, "requires itself"), "a module that requires itself");
    script_write(&t, "lib/greedy.lua", "return {me = cc.roles()}");
    script_page(&t, "p", "require 'lib.greedy'");
    ok(!script_render(&t, "p", NULL) && has(t.last, "while a module loads"), "a module that reads at load time");
}

/* ---- isolation: whatever a page leaves behind is gone for the next ---- */

/* Each page returns what it finds and then tries to leave "leak" there; it runs twice on the same state. */
static const struct {
    const char *name, *chunk;
} stashes[] = {
    {"a global", "return function() local was = tostring(stash); stash = 'leak'; return html.join{was} end"},
    {"_ENV", "return function() local was = tostring(_ENV.x); _ENV.x = 'leak'; return html.join{was} end"},
    {"a local of the chunk",
     "local x\nreturn function() local was = tostring(x); x = 'leak'; return html.join{was} end"},
    {"a module's table", "return function() local m = require 'lib.store'; local was = tostring(m.x);"
                         "pcall(function() m.x = 'leak' end); return html.join{was} end"},
    {"a module's inner table", "return function() local m = require 'lib.store'; local was = tostring(m.t.x);"
                               "pcall(function() m.t.x = 'leak' end); return html.join{was} end"},
    {"a module's variable", "return function() local m = require 'lib.store'; local was = tostring(m.get());"
                            "pcall(m.set, 'leak'); assert(m.get() == 'leak'); return html.join{was} end"},
    {"a module's hidden table", "return function() local m = require 'lib.store'; local was = tostring(m.peek());"
                                "pcall(m.hide, 'leak'); return html.join{was} end"},
    {"a module's global", "return function() local m = require 'lib.store'; local was = tostring(m.global());"
                          "pcall(m.set_global, 'leak'); return html.join{was} end"},
    {"through pairs", "return function() local m = require 'lib.store'; local was = tostring(m.x);"
                      "local f, raw = pairs(m); pcall(function() raw.x = 'leak' end); return html.join{was} end"},
    {"the string library", "return function() local was = tostring(string.x);"
                           "pcall(function() string.x = 'leak' end); return html.join{was} end"},
    {"a string method", "return function() local was = tostring((''):format() and (' ').x);"
                        "pcall(function() (' ').x = 'leak' end); return html.join{was} end"},
    {"html", "return function() local was = tostring(html.x); pcall(function() html.x = 'leak' end);"
             "return html.join{was} end"},
    {"cc",
     "return function() local was = tostring(cc.x); pcall(function() cc.x = 'leak' end); return html.join{was} end"},
    {"a library by insert", "return function() local was = tostring(table[1]); pcall(table.insert, table, 'leak');"
                            "return html.join{was} end"},
    {"a template",
     "local t = html.template('x')\nreturn function() local was = tostring(pcall(function() return t.x end));"
     "pcall(function() t.x = 'leak' end); return html.join{was == 'false' and 'nil' or was} end"},
    {"what kind of number a module's variable is",
     "return function() local m = require 'lib.store'; local was = math.type(m.number()) == 'integer' and 'nil';"
     "m.set_number(1.0); assert(math.type(m.number()) == 'float'); return html.join{tostring(was)} end"},
    {"the sign of a zero", "return function() local m = require 'lib.store'; local was = 1 / m.zero() > 0 and 'nil';"
                           "m.set_zero(-0.0); assert(1 / m.zero() < 0); return html.join{tostring(was)} end"},
    {"an iterator of a module",
     "return function() local ok, it = pcall(require, 'lib.iterator');"
     "return html.join{ok and it() or it:find('may not keep an iterator', 1, true) and 'nil' or it} end"},
    {"an iterator of a module, whose time is looked at",
     "return function() local ok, it = pcall(require, 'lib.slow_iterator');"
     "return html.join{ok and it() or it:find('may not keep an iterator', 1, true) and 'nil' or it} end"},
    {"a coroutine or the debug library", "return function() return html.join{tostring(coroutine or debug)} end"},
    {"random numbers", "return function() return html.join{tostring(math.random or math.randomseed)} end"},
};

static void test_isolation(void)
{
    script_write(&t, "lib/iterator.lua", "return (('abc'):gmatch('.'))");
    script_write(&t, "lib/slow_iterator.lua", "return (('b'):rep(800):gmatch('.-.-b'))");
    script_write(&t, "lib/store.lua",
                 "local M, kept, hidden = {t = {}}, nil, {}\nfunction M.get() return kept end\n"
                 "function M.set(v) kept = v end\nfunction M.peek() return hidden.x end\n"
                 "function M.hide(v) hidden.x = v end\n"
                 "local number, zero = 1, 0.0\nfunction M.number() return number end\n"
                 "function M.set_number(v) number = v end\nfunction M.zero() return zero end\n"
                 "function M.set_zero(v) zero = v end\n"
                 "function M.global() return g end\nfunction M.set_global(v) g = v end\nreturn M");
    for (size_t i = 0; i < sizeof(stashes) / sizeof(stashes[0]); i++) {
        script_write(&t, "pages/p.lua", stashes[i].chunk);
        script_quiet(&t);
        const char *first = script_render(&t, "p", NULL), *second = script_render(&t, "p", NULL);
        if (!ok(first && second && strcmp(first, "nil") == 0 && strcmp(second, "nil") == 0, "nothing is kept in %s",
                stashes[i].name))
            diag("%s, then %s; %s", first ? first : "(failed)", second ? second : "(failed)", t.last);
    }
    script_page(&t, "p",
                "local ok, message = pcall(function() require('lib.store').x = 1 end) return html.join{message}");
    ok(has(script_render(&t, "p", NULL), "read-only table"), "a read-only table says so");
}

/* ---- cc.* ---- */

static void test_data(void)
{
    script_page(
        &t, "p",
        "local g = cc.grid('users')\nlocal names = {}\n"
        "for i, c in ipairs(g.columns) do names[i] = c.name .. ':' .. c.title .. ':' .. c.type .. ':' .. "
        "tostring(c.visible) end\nlocal r = g.rows[1]\n"
        "return html.join({g.name, g.total, g.page, g.pages, g.per_page, table.concat(g.page_sizes, ','), g.q,\n"
        " g.sort, g.dir, g.filters.user, tostring(g.filters.secret), table.concat(names, ' '), r.id,\n"
        " tostring(r.may_edit), tostring(r.may_remove), r.cells.user.text, r.cells.role.text, r.cells.role.value,\n"
        " r.cells.notes.value, tostring(r.cells.secret)}, '|')");
    is_str(render_as("p", CC_ROLE_ADMIN, NULL),
           "users|51|2|3|25|10,25,50,100|olivia|role|desc|o&#39;x|nil|role:Role:role:true user:User:text:true "
           "notes:Notes:text:false|17|true|false|&lt;b&gt;Olivia&lt;/b&gt;|Orders with Prices|L30||nil",
           "cc.grid");
    script_page(&t, "p",
                "local seen = {}\nfor _, walk in ipairs{pairs, function(g) return next, g end} do\n"
                "local names = {} for name in walk(cc.grid('users')) do names[#names + 1] = tostring(name) end\n"
                "table.sort(names) seen[#seen + 1] = table.concat(names, ' ') end\n"
                "return html.join{seen[1] == seen[2] and seen[1] or table.concat(seen, '|')}");
    is_str(
        render_as("p", CC_ROLE_ADMIN, NULL),
        "columns dir filters group grouped groups name offered page page_sizes pages per_page q rows sort sums total",
        "all that it has, however a script goes through it");
    script_page(&t, "p",
                "local g = cc.grid('users')\n"
                "return html.join({tostring(g.grouped), #g.offered, tostring(g.nothing), tostring(g.grouped), "
                "#g.offered}, '|')");
    is_str(render_as("p", CC_ROLE_ADMIN, NULL), "false|0|nil|false|0", "the same before and after it is looked into");
    script_page(&t, "p",
                "local seen = {}\nfor _, raw in ipairs{pairs({}), (pairs(cc.grid('users').rows))} do\n"
                "for name in raw, cc.grid('users') do seen[#seen + 1] = name == 'rows' and name or type(name) end end\n"
                "return html.join(seen, '|')");
    is_str(render_as("p", CC_ROLE_ADMIN, NULL), "rows|rows", "no mark of C's own in it");
    script_page(&t, "p",
                "pcall(cc.grid, 'nothing') local g = cc.grid('users')\n"
                "return html.join({g.total, g.columns[1].name, #g.rows}, '|')");
    is_str(render_as("p", CC_ROLE_ADMIN, NULL), "51|role|1", "after a read that was refused");
    script_quiet(&t);
    ok(!render_as("p", CC_ROLE_BILLING, NULL) && has(t.last, "does not have the right"), "cc.grid without the right");
    ok(!render_as("p", CC_ROLE_NONE, NULL) && has(t.last, "no signed-in user"), "cc.grid without a customer");
    ok(!script_render(&t, "p", NULL) && has(t.last, "no signed-in user"), "cc.grid without a user");

    cc_status_t status;
    script_page(&t, "p", "pcall(cc.grid, 'users') return html.join{'shown'}");
    data_status = CC_FAILED;
    script_quiet(&t);
    ok(!render_as("p", CC_ROLE_ADMIN, &status) && status == CC_FAILED,
       "a failing database fails the page, pcall or not");
    is_int(t.lines, 0, "which the core has logged");
    data_status = CC_BUSY;
    ok(!render_as("p", CC_ROLE_ADMIN, &status) && status == CC_BUSY, "a busy database is told apart");
    data_status = CC_OK;
    is_str(render_as("p", CC_ROLE_BILLING, NULL), "shown", "a page may catch a refusal");

    script_page(&t, "p", "return html.join{cc.grid('nothing')}");
    ok(!render_as("p", CC_ROLE_ADMIN, &status) && status == CC_BROKEN, "a wrong script is no failing database");
    ok(!render_as("p", CC_ROLE_ADMIN, NULL) && has(t.last, "no grid 'nothing'"), "an unknown grid");
    script_page(&t, "p", "for i = 1, 1000 do cc.profile() end");
    ok(!render_as("p", CC_ROLE_ADMIN, NULL) && has(t.last, "reads more than"), "reading without an end");
    script_page(
        &t, "p",
        "local p, s, r = cc.profile(), cc.sessions(), cc.roles()\n"
        "return html.join({p.name, p.address, p.vat_number, tostring(p.vat_registered), #s, s[1].id, s[1].address,\n"
        "s[2].user_agent, s[2].created_at, tostring(s[1].current), tostring(s[2].current), #r, r[1].value .. "
        "r[1].name}, '|')");
    is_str(render_as("p", CC_ROLE_BASIC, NULL),
           "Olivia Green||BG1|true|2|70|192.0.2.1||1970-01-02T00:00:00Z|false|true|6|L10Basic",
           "cc.profile, cc.sessions, cc.roles");
    if (t.lines)
        diag("%s", t.last);
}

/* What nobody has any more leaves room for what C needs, however much of it there is. */
static void test_garbage(void)
{
    bool fits = true, renders = true;
    for (int n = 7000; fits && renders; n += 50) {
        const char *fill =
            apr_psprintf(t.pool,
                         "local rows, row = cc.grid('users').rows, html.field('id')\n"
                         "for i = 1, 11 do row = html.bind(html.template'{x}{x}', {x = row}) end\n"
                         "local kept = {} for i = 1, %d do kept[i] = ('x'):rep(1000) .. i end kept = nil\n",
                         n);
        script_page(&t, "p", apr_pstrcat(t.pool, fill, "return html.join{}", NULL));
        fits = render_as("p", CC_ROLE_ADMIN, NULL) != NULL;
        script_page(&t, "p", apr_pstrcat(t.pool, fill, "return rows:render(row, {'-'})", NULL));
        renders = !fits || render_as("p", CC_ROLE_ADMIN, NULL);
        if (!renders)
            diag("%d: %s", n, t.last);
    }
    ok(renders, "rows are rendered where there is garbage to be collected");
}

int main(void)
{
    script_open(&t);
    script_page(&t, "p", "return html.join{}");
    is_str(script_start(&t, 8 << 20, 5000000, true), NULL, "an engine");
    test_markup();
    test_model();
    test_pages();
    test_modules();
    test_isolation();
    test_data();
    test_garbage();
    script_close(&t);
    return done();
}
