/* The back office's form of a person, and the one that makes a person for a user. */
#include "pages.h"

#include "model.h"
#include "respond.h"

#include "../base/text.h"
#include "../domain/person_admin.h"
#include "../domain/user_admin.h"
#include "../store/rows.h"

#include <apr_strings.h>
#include <string.h>

/* A one-line text; NULL when nothing was typed. */
static const char *typed(cc_request_t *req, const char *name)
{
    return cc_sql_text(cc_text_trim(req->r->pool, cc_request_field(req, name)));
}

static const char *user_url(const cc_request_t *req, const char *id)
{
    return cc_respond_url(req, apr_pstrcat(req->r->pool, "/users/", id, NULL));
}

/* ---- a person for a user ---- */

static int show_new(cc_request_t *req, int status, const char *user)
{
    cc_user_record_t record = {0};
    int64_t id;
    cc_status_t read =
        cc_text_to_int(user ? user : "", INT64_MAX, &id) ? cc_user_record_get(&req->ctx, id, &record) : CC_NOT_FOUND;

    return read == CC_OK ? cc_respond_form(req, status, "person-new",
                                           json_pack("{s:s, s:s, s:s?, s:s?}", "id", cc_text_int(req->r->pool, id),
                                                     "display", record.display, "person", record.user.person,
                                                     "person_name", record.person_name),
                                           NULL)
                         : cc_respond_status(req, read);
}

int cc_backoffice_person_new_get(cc_request_t *req)
{
    return show_new(req, HTTP_OK, cc_form_get(req->query, "user"));
}

int cc_backoffice_person_new_post(cc_request_t *req)
{
    const char *user = cc_request_field(req, "user");
    const char *first = typed(req, "first_name"), *last = typed(req, "last_name");
    const char *parent = typed(req, "parent_party");
    int64_t id;
    cc_status_t status = CC_INVALID;

    if (!cc_text_to_int(user, INT64_MAX, &id)) {
        return cc_respond_error(req, HTTP_NOT_FOUND, NULL);
    }
    if (!cc_problems_any(req->problems)) {
        status = cc_person_add(&req->ctx, id, first, last, parent, req->problems);
    }
    if (status == CC_INVALID) {
        return show_new(req, HTTP_UNPROCESSABLE_ENTITY, user);
    }
    return status == CC_OK ? cc_respond_redirect(req, user_url(req, user), "person-added")
                           : cc_respond_status(req, status);
}

/* ---- a person ---- */

static json_t *users_model(apr_pool_t *pool, const apr_array_header_t *users)
{
    json_t *list = json_array();

    for (int i = 0; i < users->nelts; i++) {
        const cc_person_user_t *user = &APR_ARRAY_IDX(users, i, cc_person_user_t);
        json_array_append_new(list,
                              json_pack("{s:s, s:s}", "id", cc_text_int(pool, user->id), "display", user->display));
    }
    return list;
}

/* The user to go back to: the one that the form was opened from, else the only one there is; NULL: the person itself.
 */
static const char *user_of(const cc_request_t *req, const apr_array_header_t *users, const char *asked)
{
    const char *only = NULL;

    for (int i = 0; i < users->nelts; i++) {
        const char *id = cc_text_int(req->r->pool, APR_ARRAY_IDX(users, i, cc_person_user_t).id);
        if (users->nelts == 1 || (asked && !strcmp(id, asked))) {
            only = id;
        }
    }
    return only;
}

static json_t *person_model(const cc_request_t *req, const cc_person_record_t *record, const char *asked)
{
    const cc_person_t *person = &record->person;

    return json_pack("{s:{s:s, s:s, s:s, s:s?, s:i}, s:s?, s:s?, s:o}", "person", "code", person->code, "first_name",
                     person->first_name, "last_name", person->last_name, "parent_party", person->parent_party,
                     "version", record->version, "parent_name", record->parent_name, "user",
                     user_of(req, record->users, asked), "users", users_model(req->r->pool, record->users));
}

/* The form as typed after a change that was not made. */
static int show_typed(cc_request_t *req, int status, const cc_person_t *sent)
{
    cc_person_record_t record = {0};
    cc_status_t read = cc_person_record_get(&req->ctx, req->rest, &record);
    json_t *present = NULL, *form;

    if (read != CC_OK) {
        return cc_respond_status(req, read);
    }
    if (status == HTTP_CONFLICT) {
        present = json_object();
        cc_model_compare(present, "first_name", sent->first_name, record.person.first_name);
        cc_model_compare(present, "last_name", sent->last_name, record.person.last_name);
        cc_model_compare(present, "parent_party", sent->parent_party, record.person.parent_party);
    }
    form = cc_model_form(req, present);
    if (status == HTTP_CONFLICT) {
        /* whoever saves now has seen the present values */
        json_object_set_new(json_object_get(form, "values"), "version",
                            json_string(cc_text_int(req->r->pool, record.version)));
    }
    return cc_respond_page(
        req, status, "person",
        json_pack("{s:o, s:o}", "form", form, "model", person_model(req, &record, cc_request_field(req, "user"))));
}

int cc_backoffice_person_get(cc_request_t *req)
{
    cc_person_record_t record = {0};
    cc_status_t status = cc_person_record_get(&req->ctx, req->rest, &record);

    return status == CC_OK ? cc_respond_form(req, HTTP_OK, "person",
                                             person_model(req, &record, cc_form_get(req->query, "user")), NULL)
                           : cc_respond_status(req, status);
}

static int to_page_after(cc_request_t *req)
{
    cc_person_record_t record = {0};
    cc_status_t status = cc_person_record_get(&req->ctx, req->rest, &record);
    const char *user;

    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    user = user_of(req, record.users, cc_request_field(req, "user"));
    return cc_respond_redirect(
        req, user ? user_url(req, user) : cc_respond_url(req, ap_os_escape_path(req->r->pool, req->path, 1)),
        "person-saved");
}

int cc_backoffice_person_post(cc_request_t *req)
{
    const cc_person_t person = {.code = req->rest,
                                .first_name = typed(req, "first_name"),
                                .last_name = typed(req, "last_name"),
                                .parent_party = typed(req, "parent_party")};
    int version = cc_request_version(req);
    cc_status_t status = CC_INVALID;

    if (!cc_problems_any(req->problems)) {
        status = cc_person_admin_save(&req->ctx, &person, version, req->problems);
    }
    if (status == CC_INVALID || status == CC_CONFLICT) {
        return show_typed(req, status == CC_CONFLICT ? HTTP_CONFLICT : HTTP_UNPROCESSABLE_ENTITY, &person);
    }
    return status == CC_OK ? to_page_after(req) : cc_respond_status(req, status);
}
