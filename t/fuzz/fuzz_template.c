/* Templates: whatever the values are, the page has the elements and attributes that its template says, and the values
 * are read back as they were. A parser of HTML (gumbo) that browsers agree with is the judge. Input: a template, a NUL,
 * a value. Templates that the compiler refuses are nobody's page. */
#include "outline.h"
#include "script.h"

static cc_engine_t *engine;

static const char page[] = "return function(page)\n"
                           "  local value = page.value\n"
                           "  return html.template(page.template){a = value, b = {value, value}, c = value}\n"
                           "end\n";

static void no_line(void *baton, cc_log_level_t level, const char *line)
{
    (void)baton;
    (void)level;
    (void)line;
}

static const cc_log_t quiet = {no_line, NULL};

void fuzz_open(apr_pool_t *pool)
{
    static const cc_engine_config_t limits = {.memory = 8 << 20, .instructions = 10000000};
    cc_engine_config_t config = limits;

    lua_open(pool);
    lua_write(pool, "pages/page.lua", page, sizeof(page) - 1);
    config.path = lua_path;
    must(cc_engine_create(pool, &config, &quiet, &engine) == NULL);
}

static const char *render(apr_pool_t *pool, const char *template, const char *value, size_t *length)
{
    json_t *model = json_pack("{s:s, s:s}", "template", template, "value", value);
    const cc_render_t what = {.page = "page", .model = model};
    const char *html = NULL;
    cc_status_t status;

    if (!model) {
        return NULL; /* not UTF-8: forms and databases let no such text through */
    }
    status = cc_engine_render(engine, pool, &quiet, &what, &html, length);
    json_decref(model);
    return status == CC_OK ? html : NULL;
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    const char *template = fuzz_until(pool, &text, &length, '\0'), *plain, *html, *value;
    size_t plain_length, html_length;

    plain = render(pool, template, "x", &plain_length);
    /* a letter at both ends, since blanks alone mean something to tables and lists */
    value = apr_pstrcat(pool, "x", text, "x", NULL);
    html = plain ? render(pool, template, value, &html_length) : NULL;
    if (html) {
        must(!strcmp(outline_html(pool, plain, plain_length), outline_html(pool, html, html_length)));
    }
}
