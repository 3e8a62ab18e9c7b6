/* A page rendered as a user, with doubles of the use cases behind cc.*. */
#ifndef SCRIPT_DOUBLES_H
#define SCRIPT_DOUBLES_H

#include "doubles.h"
#include "script.h"

static const char *q_alone(void *baton, const char *name)
{
    (void)baton;
    return strcmp(name, "q") == 0 ? "olivia" : NULL;
}

static script_t t;

/* What a new table is called tells whether the script ran again: what another page leaves behind before moves it. */
#define STAMP "(tostring({}):gsub('table: ', ''))"

static inline void write_leave(void)
{
    script_page(&t, "leave", "return html.join{html.fragment('components.leave', {n = page.n})}");
    script_write(&t, "components/leave.lua",
                 "return function(input) return {a = html.join{input.n}, b = html.join{input.n}} end");
}

static inline void leave_something(void)
{
    static int n;
    json_t *model = json_pack("{s:i}", "n", ++n);
    script_render(&t, "leave", model);
    json_decref(model);
}

/** Renders a page of this model as a user with this role; `status` may be NULL. */
static const char *render_model(const char *page, const json_t *model, cc_role_t role, cc_status_t *status)
{
    cc_context_t ctx = {.pool = t.pool, .log = &t.log, .today = "2026-11-22"};
    cc_user_t user = {.id = 7, .login = "CC"};
    cc_access_t access = {.id = 1, .role = role};
    cc_view_t view = {.user = &user, .current = role == CC_ROLE_NONE ? NULL : &access};
    cc_render_t what = {.page = page, .model = model, .ctx = &ctx, .view = &view, .param = q_alone, .session_id = 71};
    const char *html;
    cc_status_t got = script_render_what(&t, what, &html);
    if (status)
        *status = got;
    return got == CC_OK ? html : NULL;
}

/** The same without a model. */
static inline const char *render_as(const char *page, cc_role_t role, cc_status_t *status)
{
    return render_model(page, NULL, role, status);
}

#endif
