/* Forms and query strings, and the rows of panels in them. Input: whether there are few fields, then the text. */
#include "fuzz.h"

#include "../../src/base/form_rows.h"
#include "../../src/base/text.h"

#include <apr_strings.h>

typedef struct {
    apr_pool_t *pool;
    const cc_form_t *form;
    const char *text; /* the fields, encoded again */
    int count, rows;
} seen_t;

static void visit(void *baton, const char *name, const char *value)
{
    seen_t *seen = baton;
    const char *first = cc_form_get(seen->form, name);

    must(cc_text_is_utf8(name, strlen(name)) && cc_text_is_utf8(value, strlen(value)));
    must(first && (first == value || cc_form_repeated(seen->form, name)));
    must(strlen(cc_form_list(seen->form, seen->pool, name)) >= strlen(value));
    seen->text = apr_pstrcat(seen->pool, seen->text, seen->count++ ? "&" : "", cc_escape_url(seen->pool, name, false),
                             "=", cc_escape_url(seen->pool, value, true), NULL);
}

static void visit_once(void *baton, const char *name, const char *value)
{
    seen_t *seen = baton;

    must(cc_form_get(seen->form, name) == value);
    seen->count--;
}

static seen_t see(apr_pool_t *pool, const cc_form_t *form)
{
    seen_t seen = {.pool = pool, .form = form, .text = ""};

    cc_form_every(form, visit, &seen);
    return seen;
}

static void check_rows(apr_pool_t *pool, const cc_form_t *form)
{
    static const char *const names[] = {"id", "role", "notes", NULL};
    cc_problems_t *problems = cc_problems_make(pool);
    const apr_array_header_t *rows = cc_form_rows(form, pool, names, problems);

    for (int i = 0; i < rows->nelts; i++) {
        const cc_form_row_t *row = &APR_ARRAY_IDX(rows, i, cc_form_row_t);
        bool any = false;
        must(row->n >= 0 && row->n <= 999999);
        must(!i || row->n > row[-1].n);
        for (int field = 0; names[field]; field++) {
            const char *name = apr_psprintf(pool, "row.%d.%s", row->n, names[field]);
            must(row->values[field] == cc_form_get(form, name));
            must(cc_form_repeated(form, name) == (cc_problem_of(problems, name) != NULL));
            any = any || row->values[field];
        }
        must(any);
    }
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    int max = fuzz_byte(&text, &length) % 2 ? 3 : 200;
    cc_form_t *form, *again;
    cc_status_t status = cc_form_parse(pool, text, max, &form);
    seen_t seen = see(pool, form), repeated;

    must(status == CC_OK || status == CC_INVALID || (status == CC_REFUSED && seen.count == max));
    must(seen.count <= max);
    must(status != CC_INVALID || strchr(text, '%') || !cc_text_is_utf8(text, strlen(text)));
    repeated = seen;
    cc_form_each(form, visit_once, &repeated);
    must(repeated.count >= 0);
    check_rows(pool, form);
    must(cc_form_parse(pool, seen.text, max, &again) == CC_OK);
    must(!strcmp(see(pool, again).text, seen.text));
}
