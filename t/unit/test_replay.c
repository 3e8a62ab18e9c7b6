/* Replays: the same page is not made again, and nothing else is taken for the same. */
#include "script_doubles.h"

#include <apr_thread_proc.h>

static const char *once(const char *page, const json_t *model)
{
    leave_something();
    return render_model(page, model, CC_ROLE_ADMIN, NULL);
}

/** The second time, as what is asked for once is not kept. */
static const char *as_admin(const char *page, const json_t *model)
{
    once(page, model);
    return once(page, model);
}

static json_t *model_of(const char *name)
{
    return json_pack("{s:i, s:s, s:s, s:{s:{}, s:[]}}", "status", 200, "name", name, "csrf", "token-a", "form",
                     "values", "errors");
}

/** A page of a profile, and of what its model and its run are. */
static void profile_page(void)
{
    script_page(&t, "p", "return html.join({cc.profile().name, page.name, page.csrf, " STAMP "}, '|')");
}

static void test_same(void)
{
    json_t *a = model_of("a"), *b = model_of("b");
    profile_page();
    const char *first = as_admin("p", a), *other = as_admin("p", b);
    ok(has(first, "Olivia Green|a|token-a|") && has(other, "Olivia Green|b|token-a|"), "two models, two pages");
    int reads = data_reads;
    is_str(once("p", a), first, "the same again is not made again");
    ok(data_reads == reads + 1, "and is read again, once");
    json_object_set_new(a, "csrf", json_string("another-token"));
    const char *token = as_admin("p", a);
    ok(has(token, "a|another-token|") && !has(token, "token-a"), "another form token is in the page");
    is_str(token ? strrchr(token, '|') : NULL, first ? strrchr(first, '|') : "", "which is not made again");
    script_page(&t, "q", "return html.join({cc.profile().name, page.name, page.csrf, 'q'}, '|')");
    ok(has(as_admin("q", b), "|q"), "another script with the same model");
}

/* What is asked for once is not kept: it would take the room of others. */
static void test_once(void)
{
    json_t *model = model_of("a");
    script_page(&t, "p", "return html.join({page.name, " STAMP ", ('x'):rep(50000)}, '|')");
    const char *first = once("p", model), *second = once("p", model);
    ok(has(first, "a|") && strcmp(first, second) != 0, "the first of its kind is not kept");
    is_str(once("p", model), second, "the second is");
    for (int i = 0; i < 300; i++) {
        json_object_set_new(model, "n", json_integer(i));
        once("p", model);
    }
    json_object_del(model, "n");
    is_str(once("p", model), second, "and still is after three hundred that were asked for once");
}

/* What one read gives, the next one, and the model: each is a part of the input. */
static void test_different(void)
{
    json_t *model = model_of("a");
    profile_page();
    const char *before = as_admin("p", model);
    data_name = "Other <Name>";
    ok(has(as_admin("p", model), "Other &lt;Name&gt;|a"), "changed data");
    data_name = "Olivia Green";
    is_str(as_admin("p", model), before, "and back");
    json_object_set_new(model, "more", json_pack("{s:[i,i]}", "x", 1, 2));
    const char *more = as_admin("p", model);
    json_object_set_new(model, "more", json_pack("{s:[i]}", "x", 1));
    ok(strcmp(more, before) != 0 && strcmp(as_admin("p", model), more) != 0, "values deep in the model");
    script_page(&t, "p", "return html.join({'new', cc.profile().name}, '|')");
    is_str(as_admin("p", model), "new|Olivia Green", "a changed script");
}

static void test_rights(void)
{
    cc_status_t status;
    json_t *model = model_of("a");
    script_page(&t, "p",
                "local ok, users = pcall(cc.grid, 'users') return html.join({tostring(ok), ok and users.total}, '|')");
    is_str(as_admin("p", model), "true|51", "a list");
    is_str(as_admin("p", model), "true|51", "again");
    is_str(render_model("p", model, CC_ROLE_BASIC, NULL), "false|", "without the right the script is refused, as ever");
    is_str(as_admin("p", model), "true|51", "with it, it is not");
    data_status = CC_BUSY;
    ok(!render_model("p", model, CC_ROLE_ADMIN, &status) && status == CC_BUSY, "what could not be read is not shown");
    data_status = CC_OK;
}

/* One without a customer gets a refusal, which is as good as a read. */
static void test_refused(void)
{
    json_t *model = model_of("a");
    script_page(&t, "p", "local ok, profile = pcall(cc.profile) return html.join{ok and profile.name or 'refused'}");
    for (int i = 0; i < 3; i++)
        is_str(render_model("p", model, CC_ROLE_NONE, NULL), "refused", "a page that goes on without data");
    is_str(as_admin("p", model), "Olivia Green", "is not for those who may have them");
}

/* Pages without a user, of forms with input or errors, and of refusals are made each time. */
static void test_none(void)
{
    json_t *model = model_of("a");
    script_page(&t, "p", "return html.join{" STAMP "}");
    const char *first = script_render(&t, "p", model);
    ok(strcmp(first, script_render(&t, "p", model)) != 0, "nobody is signed in");
    is_str(as_admin("p", model), as_admin("p", model), "somebody is");
    json_t *form = json_object_get(model, "form");
    json_object_set_new(form, "values", json_pack("{s:s}", "email", "x"));
    first = as_admin("p", model);
    ok(strcmp(first, as_admin("p", model)) != 0, "a form with values");
    json_object_set_new(form, "values", json_object());
    json_object_set_new(form, "errors", json_pack("[{}]"));
    first = as_admin("p", model);
    ok(strcmp(first, as_admin("p", model)) != 0, "a form with errors");
    json_object_set_new(form, "errors", json_array());
    json_object_set_new(model, "status", json_integer(404));
    first = as_admin("p", model);
    ok(strcmp(first, as_admin("p", model)) != 0, "an error page");
    json_object_set_new(model, "status", json_integer(200));
    script_page(&t, "p", "return html.join({#cc.sessions(), " STAMP "}, '|')");
    first = as_admin("p", model);
    ok(strcmp(first, as_admin("p", model)) != 0, "a page of sessions");
    script_page(&t, "p", "pcall(cc.grid, 'x') return html.join({cc.profile().name, " STAMP "}, '|')");
    first = as_admin("p", model);
    ok(strcmp(first, as_admin("p", model)) != 0, "a page that was refused something");
}

/* ---- rows ---- */

#define LIST                                                                                                           \
    "local data, T = cc.grid('users'), html.template\n"                                                                \
    "local row = html.bind(T'<i>{x}</i>', {x = html.field('text', 'user')})\n"

static void test_rows(void)
{
    json_t *model = model_of("a");
    script_page(&t, "p", LIST "return html.join({data.rows:render(row), data.total, #data.rows, " STAMP "}, '|')");
    const char *first = as_admin("p", model);
    ok(has(first, "<i>&lt;b&gt;Olivia&lt;/b&gt;</i>|51|1|"), "rows in a page");
    data_user = "another < longer name";
    const char *changed = as_admin("p", model);
    ok(has(changed, "<i>another &lt; longer name</i>|51|1|"), "changed rows are shown");
    is_str(changed ? strrchr(changed, '|') : NULL, first ? strrchr(first, '|') : "", "by no new run");
    data_total = 52;
    changed = as_admin("p", model);
    ok(has(changed, "|52|1|"), "another number of them");
    data_total = 51;
    json_object_set_new(model, "csrf", json_string("token-b"));
    script_page(&t, "p",
                LIST "local token = html.bind(T'{a}{x}', {a = page.csrf, x = html.field('id')})\n"
                     "return html.join{data.rows:render(token)}");
    is_str(as_admin("p", model), "token-b17", "the form token in a row");
    json_object_set_new(model, "csrf", json_string("token-c"));
    is_str(as_admin("p", model), "token-c17", "to each its own");
    data_user = "<b>Olivia</b>";
}

static const struct {
    const char *name, *page, *want;
} looking_cases[] = {
    {"rows as tables", LIST "return html.join{data.rows[1].cells.user.text}", "&lt;b&gt;Olivia&lt;/b&gt;"},
    {"all of them", LIST "for _, r in pairs(data.rows) do return html.join{r.cells.user.text} end", "Olivia"},
    {"the text of rendered rows", LIST "return html.join{tostring(data.rows:render(row)):upper()}",
     "&lt;I&gt;&amp;LT;B&amp;GT;OLIVIA&amp;LT;/B&amp;GT;&lt;/I&gt;"},
    {"that of markup around them", LIST "return html.join{#tostring(T'<p>{x}</p>'{x = data.rows:render(row)})}", "39"},
    {"heads before them", LIST "return html.join{data.rows:render(row, {'head'})}", "head<i>&lt;b&gt;Olivia"},
    {"a fragment of them",
     LIST "return html.join{html.fragment('components.upper', {m = T'<p>{x}</p>'{x = data.rows:render(row)}})}",
     "OLIVIA"},
};

/* Whoever looks at rows is run each time, and sees them as they are. */
static void test_looking(void)
{
    json_t *model = model_of("a");
    script_write(&t, "components/upper.lua",
                 "return function(input) return html.unsafe_raw(tostring(input.m):upper()) end");
    for (size_t i = 0; i < sizeof(looking_cases) / sizeof(looking_cases[0]); i++) {
        script_page(&t, "p", looking_cases[i].page);
        script_quiet(&t);
        const char *html = as_admin("p", model);
        ok(has(html, looking_cases[i].want), "%s: %s", looking_cases[i].name, html ? html : t.last);
        data_user = "Petra";
        html = as_admin("p", model);
        ok(html && !has(html, "livia") && !has(html, "LIVIA") && !has(html, "39"), "changed, %s: %s",
           looking_cases[i].name, html ? html : t.last);
        data_user = "<b>Olivia</b>";
    }
}

static const struct {
    const char *name, *page, *want;
} place_cases[] = {
    {"twice", LIST "local r = data.rows:render(row) return html.join({r, r}, '+')", "</i>+<i>"},
    {"never", LIST "data.rows:render(row) return html.join{'nothing'}", "nothing"},
    {"in a text area", LIST "return html.join{T'<textarea>{x}</textarea>'{x = data.rows:render(row)}}",
     "<textarea><i>&lt;b&gt;"},
    {"in an attribute", LIST "return html.join{T'<p title=\"{x}\">'{x = data.rows:render(row)}}",
     "cannot be a userdata"},
    {"in the template of a row",
     LIST "return html.join{data.rows:render(html.bind(T'[{x}]', {x = data.rows:render(row)}))}", "[<i>&lt;b&gt;"},
    {"of two reads",
     LIST "local r = cc.grid('users').rows:render(row) return html.join({r, data.rows:render(row)}, '+')", "</i>+<i>"},
    {"many times", LIST "local r = {} for i = 1, 500 do r[i] = data.rows:render(row) end return html.join(r)",
     "</i><i>"},
    {"more than there is memory for",
     LIST "local m = data.rows:render(row) for i = 1, 40 do m = html.join{m, m} end return m", "CC130"},
};

/* As made, as made and kept, and as replayed. */
static void test_places(void)
{
    json_t *model = model_of("a");
    for (size_t i = 0; i < 3 * sizeof(place_cases) / sizeof(place_cases[0]); i++) {
        if (i % 3 == 0)
            script_page(&t, "p", place_cases[i / 3].page);
        script_quiet(&t);
        const char *html = once("p", model);
        ok(has(html ? html : t.last, place_cases[i / 3].want), "rows %s", place_cases[i / 3].name);
    }
}

/* More pages than are kept. */
static void test_many(void)
{
    json_t *model = model_of("a");
    bool same = true;
    script_page(&t, "p", "return html.join{page.n, ('x'):rep(50000)}");
    for (int i = 0; i < 300; i++) {
        json_object_set_new(model, "n", json_integer(i / 3));
        const char *html = once("p", model);
        same = same && html && atoi(html) == i / 3;
    }
    ok(same, "pages that let others go");
}

/* ---- threads ---- */

#define THREADS 6
#define RENDERINGS 400

typedef struct {
    int number, good;
} worker_t;

/* Each user's pages, some asked again and some not, while others' push them out. */
static void *APR_THREAD_FUNC ask_many(apr_thread_t *thread, void *data)
{
    (void)thread;
    worker_t *worker = data;
    apr_pool_t *pool;
    char name[20];
    apr_snprintf(name, sizeof(name), "user-%d", worker->number);
    for (int i = 0; i < RENDERINGS; i++) {
        apr_pool_create_unmanaged_ex(&pool, NULL, NULL);
        cc_context_t ctx = {.pool = pool, .log = &t.log, .today = "2026-11-22"};
        cc_user_t user = {.id = worker->number, .login = name};
        cc_access_t access = {.id = 1, .role = CC_ROLE_ADMIN};
        cc_view_t view = {.user = &user, .current = &access};
        json_t *model = json_pack("{s:i, s:s, s:s, s:i}", "status", 200, "name", name, "csrf", name, "n", i % 40);
        cc_render_t what = {.page = "p", .model = model};
        const char *html, *want = apr_psprintf(pool, "%s|%s|%d|<i>&lt;b&gt;Olivia&lt;/b&gt;</i>|", name, name, i % 40);
        size_t length;
        what.ctx = &ctx;
        what.view = &view;
        cc_engine_refresh(t.engine, pool, &t.log);
        if (cc_engine_render(t.engine, pool, &t.log, &what, &html, &length) == CC_OK)
            worker->good += strncmp(html, want, strlen(want)) == 0 && length == strlen(want) + 20000;
        json_decref(model);
        apr_pool_destroy(pool);
    }
    return NULL; /* apr_thread_exit leaves frames behind that AddressSanitizer takes for those in use */
}

static void test_threads(void)
{
    apr_thread_t *threads[THREADS];
    worker_t workers[THREADS];
    script_page(&t, "p",
                LIST "return html.join({page.name, page.csrf, page.n, data.rows:render(row), ('x'):rep(20000)}, '|')");
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker_t){i, 0};
        apr_thread_create(&threads[i], NULL, ask_many, &workers[i], t.pool);
    }
    for (int i = 0; i < THREADS; i++) {
        apr_status_t status;
        apr_thread_join(&status, threads[i]);
        is_int(workers[i].good, RENDERINGS, "a user got own pages, with own tokens");
    }
}

int main(void)
{
    script_open(&t);
    script_page(&t, "p", "return html.join{}");
    write_leave();
    is_str(script_start(&t, 8 << 20, 5000000, true), NULL, "an engine");
    test_same();
    test_once();
    test_different();
    test_rights();
    test_refused();
    test_none();
    test_rows();
    test_looking();
    test_places();
    test_many();
    test_threads();
    script_close(&t);
    return done();
}
