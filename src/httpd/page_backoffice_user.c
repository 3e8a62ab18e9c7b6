/* The back office's form of a user. */
#include "pages.h"

#include "model.h"
#include "respond.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../domain/user_admin.h"
#include "../store/rows.h"

#include <apr_strings.h>
#include <string.h>

static json_t *user_fields(const cc_user_t *user)
{
    return json_pack("{s:s, s:s, s:s?, s:s, s:b, s:b, s:s?, s:s?, s:s?, s:s?, s:s?, s:i}", "name", user->name, "login",
                     user->login, "email", user->email, "user_type", user->user_type, "active", user->active,
                     "is_admin", user->is_admin, "person", user->person, "notes", user->notes, "phone", user->phone,
                     "company", user->company, "message", user->message, "version", user->version);
}

static json_t *user_model(const cc_request_t *req, const cc_user_record_t *record)
{
    apr_pool_t *pool = req->r->pool;
    bool locked = record->locked_until > req->ctx.now;
    json_t *model = json_pack(
        "{s:s, s:s, s:s, s:o, s:b, s:i, s:i, s:b, s:s}", "id", cc_text_int(pool, record->user.id), "login",
        record->user.login, "display", record->display, "user", user_fields(&record->user), "own",
        !cc_policy_may_set_standing(record->user.id == req->user.id), "sessions", record->sessions, "failed_logins",
        record->failed_logins, "locked", locked, "registered_at", cc_date_utc(pool, record->user.created_at));

    cc_model_set(model, "locked_until", locked ? cc_date_utc(pool, record->locked_until) : NULL);
    cc_model_set(model, "person_name", record->person_name);
    if (record->parent_party) {
        json_object_set_new(model, "parent",
                            json_pack("{s:s, s:s}", "code", record->parent_party, "name", record->parent_name));
    }
    return model;
}

static json_t *present_values(const cc_user_changes_t *typed, const cc_user_t *user)
{
    json_t *present = json_object();

    cc_model_compare(present, "name", typed->name, user->name);
    cc_model_compare(present, "login", typed->login, user->login);
    cc_model_compare(present, "email", typed->email, user->email);
    cc_model_compare(present, "user_type", typed->user_type, user->user_type);
    cc_model_compare(present, "person", typed->person, user->person);
    cc_model_compare(present, "notes", typed->notes, user->notes);
    cc_model_compare(present, "active", typed->active ? "yes" : "no", user->active ? "yes" : "no");
    cc_model_compare(present, "is_admin", typed->is_admin ? "yes" : "no", user->is_admin ? "yes" : "no");
    return present;
}

/* The form as typed after a change that was not made. */
static int show_again(cc_request_t *req, int status, const cc_user_changes_t *typed)
{
    cc_user_record_t record = {0};
    cc_status_t read = cc_user_record_get(&req->ctx, req->id, &record);
    json_t *form;

    if (read != CC_OK) {
        return cc_respond_status(req, read);
    }
    form = cc_model_form(req, status == HTTP_CONFLICT ? present_values(typed, &record.user) : NULL);
    if (status == HTTP_CONFLICT) {
        /* whoever saves now has seen the present values */
        json_object_set_new(json_object_get(form, "values"), "version",
                            json_string(cc_text_int(req->r->pool, record.user.version)));
    }
    return cc_respond_page(req, status, "user",
                           json_pack("{s:o, s:o}", "form", form, "model", user_model(req, &record)));
}

int cc_backoffice_user_get(cc_request_t *req)
{
    cc_user_record_t record = {0};
    cc_status_t status = cc_user_record_get(&req->ctx, req->id, &record);

    return status == CC_OK ? cc_respond_form(req, HTTP_OK, "user", user_model(req, &record), NULL)
                           : cc_respond_status(req, status);
}

/* A one-line text; NULL when nothing was typed. */
static const char *typed(cc_request_t *req, const char *name)
{
    return cc_sql_text(cc_text_trim(req->r->pool, cc_request_field(req, name)));
}

static bool is_checked(cc_request_t *req, const char *name)
{
    return !strcmp(cc_request_field(req, name), "1");
}

int cc_backoffice_user_post(cc_request_t *req)
{
    cc_user_changes_t changes = {
        .name = typed(req, "name"),
        .login = typed(req, "login"),
        .email = typed(req, "email"),
        .user_type = typed(req, "user_type"),
        .person = typed(req, "person"),
        .notes = typed(req, "notes"),
        .active = is_checked(req, "active"),
        .is_admin = is_checked(req, "is_admin"),
        .unlock = is_checked(req, "unlock"),
    };
    cc_status_t status = CC_INVALID;

    changes.version = cc_request_version(req);
    if (!cc_problems_any(req->problems)) {
        status = cc_user_admin_save(&req->ctx, req->id, &changes, req->problems);
    }
    if (status == CC_INVALID || status == CC_CONFLICT) {
        return show_again(req, status == CC_CONFLICT ? HTTP_CONFLICT : HTTP_UNPROCESSABLE_ENTITY, &changes);
    }
    return status == CC_OK
               ? cc_respond_redirect(req,
                                     cc_respond_url(req, apr_pstrcat(req->r->pool, "/users/",
                                                                     cc_text_int(req->r->pool, req->id), NULL)),
                                     "user-saved")
               : cc_respond_status(req, status);
}
