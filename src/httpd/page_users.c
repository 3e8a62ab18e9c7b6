/* User Management: the list, and adding, changing and removing a user's access to the current customer. */
#include "pages.h"

#include "model.h"
#include "respond.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../domain/access.h"

#include <string.h>

static cc_grantor_t grantor(const cc_request_t *req)
{
    return (cc_grantor_t){.role = req->view.current->role, .days_back = req->view.current->days_back};
}

static cc_access_actor_t actor(const cc_request_t *req)
{
    return (cc_access_actor_t){req->user.id, req->view.current->customer.id};
}

static json_t *choices(const cc_request_t *req)
{
    const cc_grantor_t self = grantor(req);
    json_t *model = json_pack("{s:o}", "roles", cc_model_roles(&self));

    if (self.days_back != CC_DAYS_UNLIMITED) {
        json_object_set_new(model, "days_max", json_integer(self.days_back));
    }
    return model;
}

static const char *days_text(const cc_request_t *req, int days)
{
    return days == CC_DAYS_UNLIMITED ? "" : cc_text_int(req->r->pool, days);
}

static int done(cc_request_t *req, const char *notice)
{
    return cc_respond_redirect(req, cc_respond_url(req, "/users"), notice);
}

int cc_users_get(cc_request_t *req)
{
    cc_facts_t *facts = cc_facts_make(req->r->pool);

    if (cc_respond_wants_csv(req)) {
        return cc_respond_csv(req, "users");
    }
    cc_facts_object(facts, "model");
    cc_facts_flag(facts, "may_add", true);
    cc_facts_end(facts);
    return cc_respond_facts(req, HTTP_OK, "users", facts);
}

int cc_audit_get(cc_request_t *req)
{
    return cc_respond_list(req, "audit");
}

/* ---- add ---- */

static int show_step_1(cc_request_t *req, int status)
{
    json_t *model = choices(req);

    json_object_set_new(model, "step", json_integer(1));
    return cc_respond_form(req, status, "user-add", model, NULL);
}

/* What is known of the account, so that the person who grants can tell whether it is the right one. */
static json_t *found_model(const cc_request_t *req, const cc_user_t *user)
{
    apr_pool_t *pool = req->r->pool;

    return json_pack("{s:s, s:s?, s:s?, s:s?, s:s}", "display",
                     cc_text_user(pool, user->name, user->login, user->user_type), "email", user->email, "company",
                     user->company, "message", user->message, "registered_at", cc_date_local(pool, user->created_at));
}

/* Both steps look the address up, so that no form tells who is registered without being counted. */
static int show_step_2(cc_request_t *req, int ok_status)
{
    const cc_access_actor_t who = actor(req);
    cc_user_t found;
    json_t *model;
    cc_status_t status = cc_access_lookup(&req->ctx, &who, cc_request_field(req, "email"), &found, req->problems);

    if (status == CC_INVALID) {
        return show_step_1(req, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    model = choices(req);
    json_object_set_new(model, "step", json_integer(2));
    json_object_set_new(model, "found", found_model(req, &found));
    return cc_respond_form(req, ok_status, "user-add", model, NULL);
}

int cc_user_add_get(cc_request_t *req)
{
    return show_step_1(req, HTTP_OK);
}

int cc_user_add_post(cc_request_t *req)
{
    const cc_access_actor_t who = actor(req);
    const char *email = cc_request_field(req, "email");
    cc_access_values_t values;
    cc_status_t status;

    if (cc_problems_any(req->problems)) {
        return show_step_1(req, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (!cc_form_get(req->form, "role")) {
        return show_step_2(req, HTTP_OK);
    }
    status = cc_access_parse(req->r->pool, cc_request_field(req, "role"), cc_request_field(req, "days_back"),
                             cc_request_field(req, "notes"), &values, req->problems);
    if (status == CC_OK) {
        status = cc_access_add(&req->ctx, &who, email, &values, req->problems);
    }
    if (status == CC_INVALID) {
        return cc_problem_of(req->problems, "email") ? show_step_1(req, HTTP_UNPROCESSABLE_ENTITY)
                                                     : show_step_2(req, HTTP_UNPROCESSABLE_ENTITY);
    }
    return status == CC_OK ? done(req, "user-added") : cc_respond_status(req, status);
}

/* ---- edit and remove ---- */

static json_t *row_model(const cc_request_t *req, const cc_access_t *row)
{
    json_t *model = choices(req);

    json_object_set_new(model, "id", json_string(cc_text_int(req->r->pool, row->id)));
    json_object_set_new(model, "display", json_string(row->user_display));
    json_object_set_new(model, "row",
                        json_pack("{s:s, s:s, s:s, s:i}", "role", cc_role_code(row->role), "days_back",
                                  days_text(req, row->days_back), "notes", row->notes ? row->notes : "", "version",
                                  row->version));
    return model;
}

/* Reads the row of the request. CC_REFUSED if the actor may not change it in any way; `*why` says why. */
static cc_status_t read_row(cc_request_t *req, cc_access_t *row, cc_grant_t *why)
{
    const cc_grantor_t self = grantor(req);
    cc_status_t status = cc_access_get(&req->ctx, req->view.current->customer.id, req->id, row);

    *why = status == CC_OK ? cc_policy_touch(&self, row->role, row->user_id == req->user.id) : CC_GRANT_OK;
    return *why == CC_GRANT_OK ? status : CC_REFUSED;
}

/* Answers for a row that cannot be changed. */
static int not_touched(cc_request_t *req, cc_status_t status, cc_grant_t why)
{
    if (status != CC_REFUSED || (why != CC_GRANT_OWNER_ROW && why != CC_GRANT_OWN_ROW)) {
        return cc_respond_status(req, status);
    }
    return cc_respond_error(req, HTTP_FORBIDDEN, why == CC_GRANT_OWN_ROW ? "own-row" : "owner-row");
}

static int show_row(cc_request_t *req, const char *page)
{
    cc_access_t row;
    cc_grant_t why;
    cc_status_t status = read_row(req, &row, &why);

    return status == CC_OK ? cc_respond_form(req, HTTP_OK, page, row_model(req, &row), NULL)
                           : not_touched(req, status, why);
}

/* The row as it stands beside what was typed, where the two differ. */
static json_t *present_values(cc_request_t *req, const cc_access_t *row)
{
    const char *days = cc_request_field_or_null(req, "days_back"), *notes = cc_request_field_or_null(req, "notes");
    json_t *present = json_object();

    if (cc_role_parse(cc_request_field(req, "role")) != row->role) {
        json_object_set_new(present, "role", json_string(cc_role_code(row->role)));
    }
    if (days && strcmp(days, days_text(req, row->days_back)) != 0) {
        json_object_set_new(present, "days_back", json_string(days_text(req, row->days_back)));
    }
    if (notes && strcmp(cc_text_trim(req->r->pool, notes), row->notes ? row->notes : "") != 0) {
        json_object_set_new(present, "notes", json_string(row->notes ? row->notes : ""));
    }
    return present;
}

static int show_again(cc_request_t *req, int status, const char *page, const cc_access_t *row, json_t *present)
{
    json_t *form = cc_model_form(req, present);

    if (status == HTTP_CONFLICT) {
        /* whoever saves now has seen the present values */
        json_object_set_new(json_object_get(form, "values"), "version",
                            json_string(cc_text_int(req->r->pool, row->version)));
    }
    return cc_respond_page(req, status, page, json_pack("{s:o, s:o}", "form", form, "model", row_model(req, row)));
}

/* Answers a change that was not made. `row` may still be unread. */
static int not_changed(cc_request_t *req, cc_status_t status, const char *page, cc_access_t *row, bool compare)
{
    cc_grant_t why = CC_GRANT_OK;
    bool known = status == CC_INVALID || status == CC_CONFLICT || status == CC_REFUSED;
    cc_status_t read = known ? read_row(req, row, &why) : status;

    if (read != CC_OK || status == CC_REFUSED) {
        return not_touched(req, read != CC_OK ? read : status, why);
    }
    return status == CC_CONFLICT
               ? show_again(req, HTTP_CONFLICT, page, row, compare ? present_values(req, row) : json_object())
               : show_again(req, HTTP_UNPROCESSABLE_ENTITY, page, row, NULL);
}

int cc_user_edit_get(cc_request_t *req)
{
    return show_row(req, "user-edit");
}

/* What was not sent stays as it is: no days at all mean no limit, which somebody has to ask for. */
static cc_status_t read_changes(cc_request_t *req, int version, cc_access_values_t *values, cc_access_t *row)
{
    const char *role = cc_request_field(req, "role");
    const char *days = cc_request_field_or_null(req, "days_back"), *notes = cc_request_field_or_null(req, "notes");
    cc_status_t status = cc_access_parse(req->r->pool, role, days, notes, values, req->problems);

    if (status != CC_OK || (days && notes)) {
        return status;
    }
    status = cc_access_get(&req->ctx, req->view.current->customer.id, req->id, row);
    if (status == CC_OK && row->version != version) {
        return CC_CONFLICT;
    }
    if (status == CC_OK && !days) {
        values->days_back = row->days_back;
    }
    if (status == CC_OK && !notes) {
        values->notes = row->notes;
    }
    return status;
}

int cc_user_edit_post(cc_request_t *req)
{
    const cc_access_actor_t who = actor(req);
    cc_access_values_t values;
    cc_access_t row = {0};
    int version = cc_request_version(req);
    cc_status_t status = read_changes(req, version, &values, &row);

    if (status == CC_OK) {
        status = cc_access_edit(&req->ctx, &who, req->id, version, &values, NULL, req->problems);
    }
    return status == CC_OK ? done(req, "user-changed") : not_changed(req, status, "user-edit", &row, true);
}

int cc_user_remove_get(cc_request_t *req)
{
    return show_row(req, "user-remove");
}

int cc_user_remove_post(cc_request_t *req)
{
    const cc_access_actor_t who = actor(req);
    cc_access_t row = {0};
    int version = cc_request_version(req);
    cc_status_t status = cc_problems_any(req->problems)
                             ? CC_INVALID
                             : cc_access_remove(&req->ctx, &who, req->id, version, req->problems);

    return status == CC_OK ? done(req, "user-removed") : not_changed(req, status, "user-remove", &row, false);
}
