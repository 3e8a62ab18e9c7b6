/* What pages get to know of whoever asks: texts that stand for what they show, and the rest when they look for it. */
#include "script_doubles.h"

typedef struct {
    const char *login, *name, *customer;
    int64_t id;
} person_t;

static const person_t olivia = {"olivia", "Olivia \"O\" <Green>", "Green & Co #1", 7};
static const person_t peter = {"peter", "Peter", "Blue Ltd. #2", 8};

static cc_facts_t *identity_of(const person_t *who)
{
    cc_facts_t *facts = cc_facts_make(t.pool);
    cc_facts_object(facts, "user");
    cc_facts_text(facts, "login", who->login);
    cc_facts_text(facts, "name", who->name);
    cc_facts_end(facts);
    cc_facts_list(facts, "customers");
    cc_facts_text(facts, NULL, who->customer);
    cc_facts_end(facts);
    cc_facts_object(facts, "customer");
    cc_facts_text(facts, "display", who->customer);
    cc_facts_end(facts);
    return facts;
}

/** The page "p" for this person, NULL for nobody, which may be the first of its kind, and is not kept then. */
static const char *first_page_of(const person_t *who)
{
    leave_something();
    cc_context_t ctx = {.pool = t.pool, .log = &t.log, .today = "2026-11-22"};
    cc_user_t user = {.id = who ? who->id : 0, .login = "CC"};
    cc_access_t access = {.id = 1, .role = CC_ROLE_ADMIN};
    cc_view_t view = {.user = &user, .current = &access};
    json_t *model = json_pack("{s:i, s:s}", "status", 200, "csrf", "token");
    cc_render_t what = {.page = "p", .model = model, .ctx = &ctx};
    const char *html;
    if (who) {
        what.view = &view;
        what.identity = identity_of(who);
        what.shown[CC_SHOWN_LOGIN] = who->login;
        what.shown[CC_SHOWN_NAME] = who->name;
        what.shown[CC_SHOWN_CUSTOMER] = who->customer;
    }
    cc_status_t got = script_render_what(&t, what, &html);
    json_decref(model);
    return got == CC_OK ? html : NULL;
}

static const char *page_of(const person_t *who)
{
    first_page_of(who);
    return first_page_of(who);
}

static const char *stamp_of(const char *html)
{
    const char *at = html ? strrchr(html, '|') : NULL;
    return at ? at : "none";
}

static void test_shown(void)
{
    script_page(&t, "p",
                "local f = html.template '<i a=\"{name}\">{name}</i>'\n"
                "return html.join({f{name = page.shown.name}, page.shown.customer, page.shown.login, "
                "page.shown.customer_number, " STAMP "}, '|')");
    const char *first = page_of(&olivia), *second = page_of(&peter);
    ok(has(first, "<i a=\"Olivia &quot;O&quot; &lt;Green&gt;\">Olivia &quot;O&quot; &lt;Green&gt;</i>"
                  "|Green &amp; Co #1|olivia||"),
       "what is shown is in the page, escaped; what there is none of is empty");
    ok(has(second, "<i a=\"Peter\">Peter</i>|Blue Ltd. #2|peter||"), "to each his own");
    is_str(stamp_of(second), stamp_of(first), "and no script runs for the second");
    ok(has(page_of(NULL), "<i a=\"\"></i>||||"), "nobody has none of it");
    script_page(&t, "p", "error(page.shown.name .. page.shown.login .. page.shown.customer)");
    script_quiet(&t);
    ok(!first_page_of(&peter) && t.lines == 1 && !has(t.last, "eter") && !has(t.last, "Blue"),
       "no script has these texts");
}

static void test_looked(void)
{
    script_page(&t, "p", "return html.join({page.user.name, page.customer.display, #page.customers, " STAMP "}, '|')");
    const char *first = page_of(&olivia), *second = page_of(&peter);
    ok(has(first, "Olivia &quot;O&quot; &lt;Green&gt;|Green &amp; Co #1|1|"), "a script that looks gets to know");
    ok(has(second, "Peter|Blue Ltd. #2|1|") && strcmp(stamp_of(first), stamp_of(second)) != 0,
       "its page is made for each");
    is_str(page_of(&olivia), first, "and for the same one once");
    is_str(page_of(&peter), second, "whoever asked meanwhile");
    script_page(&t, "p",
                "return html.join({tostring(page.user), tostring(page.customer), tostring(page.customers)}, '|')");
    is_str(page_of(NULL), "nil|nil|nil", "nobody is signed in");
    script_page(&t, "p", "return html.join({tostring(page.nothing), tostring(rawget), tostring(getmetatable)}, '|')");
    is_str(page_of(&peter), "nil|nil|nil", "there is nothing else to find");
}

/* Whether a script looks may depend on what it reads, before or after. */
static void test_order(void)
{
    script_page(&t, "p",
                "local read = cc.profile().name == 'Look' and page.user.name or page.shown.name\n"
                "return html.join({read, cc.profile().name, " STAMP "}, '|')");
    data_name = "Pass";
    const char *first = page_of(&olivia), *second = page_of(&peter);
    ok(has(first, "Green") && has(second, "Peter|Pass|"), "a read that needs no look");
    is_str(stamp_of(second), stamp_of(first), "one page for both");
    data_name = "Look";
    const char *third = page_of(&olivia), *fourth = page_of(&peter);
    ok(has(third, "Green") && has(fourth, "Peter|Look|"), "one that does");
    ok(strcmp(stamp_of(third), stamp_of(fourth)) != 0, "a page for each");
    is_str(page_of(&peter), fourth, "kept for each");
    data_name = "Pass";
    is_str(page_of(&peter), second, "and back");
}

static void test_misuse(void)
{
    static const char *const bodies[] = {"return html.join{html.url(page.shown.login)}",
                                         "return html.join{html.url('x' .. page.csrf .. 'y')}",
                                         "page.shown.login = 'x' return html.join{}"};
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        script_page(&t, "p", bodies[i]);
        script_quiet(&t);
        ok(!first_page_of(&peter) && t.lines == 1, "refused: %s", bodies[i]);
    }
    script_page(&t, "p", "return html.join{page.shown.login:sub(1, -2), '|', page.shown.login .. 'a'}");
    ok(!has(page_of(&peter), "olivia") && has(page_of(&peter), "petera"),
       "a piece of what stands for a text is no text");
    script_page(&t, "p", "page.user = {name = 'me'} return html.join{page.user.name}");
    is_str(page_of(&peter), "me", "a script may call itself what it likes: nothing but its page believes it");
    script_page(&t, "p", "page.user = {name = 'me'} return html.join{page.customer.display, '|', page.user.name}");
    is_str(page_of(&peter), "Blue Ltd. #2|me", "even when it looks at the rest");
}

/* All of the page at once is a look at who asks as well. */
static void test_whole(void)
{
    static const char *const bodies[] = {
        "local all = {} for name, value in pairs(page) do all[name] = value end\n"
        "return html.join{all.user.name, '|', all.customer.display}",
        "local all, name, value = {}, next(page) while name do all[name] = value name, value = next(page, name) end\n"
        "return html.join{all.user.name, '|', all.customer.display}",
        "local n = 0 for name in pairs(page) do n = n + (page.user.name and page.customers and 1) end\n"
        "local again = 0 for name in pairs(page) do again = again + 1 end\n"
        "return html.join{n == again and page.user.name, '|', page.customer.display}",
        "return html.fragment('components.whole', page)"};
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        script_page(&t, "p", bodies[i]);
        ok(has(page_of(&olivia), "Green&gt;|Green &amp; Co #1"), "a script has all of the page: %s", bodies[i]);
        is_str(page_of(&peter), "Peter|Blue Ltd. #2", "of its own");
    }
}

/* How often a page may read is not a matter of whether its user has several customers, which the header looks at. */
static void test_limit(void)
{
    script_page(&t, "p",
                "for _ = 1, 20 do cc.profile() end return html.join{page.user.name, '|', page.customer.display}");
    is_str(page_of(&peter), "Peter|Blue Ltd. #2", "a page that reads as often as it may");
    is_str(page_of(&peter), "Peter|Blue Ltd. #2", "again");
    ok(has(page_of(&olivia), "|Green &amp; Co #1"), "and for somebody else");
    script_page(&t, "p", "local name = page.user.name for _ = 1, 20 do cc.profile() end return html.join{name}");
    is_str(page_of(&peter), "Peter", "who looks first reads as often");
    script_page(&t, "p", "local name = page.user.name for _ = 1, 21 do cc.profile() end return html.join{name}");
    script_quiet(&t);
    ok(!page_of(&peter) && has(t.last, "more than 20 times"), "and no more");
}

int main(void)
{
    script_open(&t);
    script_page(&t, "p", "return html.join{}");
    write_leave();
    script_write(&t, "components/whole.lua",
                 "return function(page) return html.join{page.user.name, '|', page.customer.display} end");
    script_write(&t, "pages/error.lua", "return function() return html.join{} end\n");
    const char *problem = script_start(&t, 8 * 1024 * 1024, 1000000, true);
    is_str(problem, NULL, "an engine");
    test_shown();
    test_looked();
    test_order();
    test_misuse();
    test_whole();
    test_limit();
    script_close(&t);
    return done();
}
