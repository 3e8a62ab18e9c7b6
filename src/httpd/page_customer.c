/* The External Access panel of one customer: the form with its rows, its preview, and saving all of it at once. */
#include "pages.h"

#include "model.h"
#include "respond.h"

#include "../base/text.h"
#include "../domain/access_panel.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <string.h>

#define ROW_DIGITS_MAX 9
#define ROWS_SHOWN_MAX 200 /* with controls; further ones are kept as hidden fields */

static const char incomplete[] = "This form is not complete. Please open it again.";

/* ---- what was sent ---- */

typedef struct {
    cc_request_t *req;
    apr_hash_t *numbers;      /* "17" -> index in rows */
    apr_array_header_t *rows; /* of cc_panel_row_t */
    apr_array_header_t *sent; /* of unsigned: which fields, to notice repeated ones */
    int64_t next;             /* a number after all that were sent */
} reading_t;

static const char **field_of(cc_panel_row_t *row, const char *name, unsigned *bit)
{
    static const char *const names[] = {"id", "user", "role", "days_back", "notes", "remove"};
    const char **places[] = {&row->id, &row->user, &row->role, &row->days_back, &row->notes, NULL};

    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!strcmp(names[i], name)) {
            *bit = 1U << i;
            return places[i];
        }
    }
    *bit = 0;
    return NULL;
}

/* The row with this number, made when it is new. */
static int row_at(reading_t *reading, const char *number, int64_t n)
{
    apr_pool_t *pool = reading->req->r->pool;
    int *index = apr_hash_get(reading->numbers, number, APR_HASH_KEY_STRING);

    if (!index) {
        index = apr_palloc(pool, sizeof(*index));
        *index = reading->rows->nelts;
        apr_hash_set(reading->numbers, number, APR_HASH_KEY_STRING, index);
        *(cc_panel_row_t *)apr_array_push(reading->rows) =
            (cc_panel_row_t){.field = apr_pstrcat(pool, "row.", number, NULL)};
        APR_ARRAY_PUSH(reading->sent, unsigned) = 0;
        reading->next = n >= reading->next ? n + 1 : reading->next;
    }
    return *index;
}

/* "row.17.role": anything else that begins so could be a change that gets lost, so it is refused. */
static void read_field(void *baton, const char *name, const char *value)
{
    reading_t *reading = baton;
    cc_problems_t *problems = reading->req->problems;
    const char *number, *dot;
    cc_panel_row_t *row;
    unsigned bit, *sent;
    int64_t n;
    int index;

    if (strncmp(name, "row.", 4) != 0 || problems->list->nelts >= CC_PANEL_PROBLEMS_MAX) {
        return;
    }
    dot = strchr(name + 4, '.');
    number = dot ? apr_pstrmemdup(reading->req->r->pool, name + 4, (apr_size_t)(dot - name - 4)) : "";
    if (!*number || strlen(number) > ROW_DIGITS_MAX || (number[0] == '0' && number[1]) ||
        number[strspn(number, "0123456789")] || !cc_text_to_int(number, INT64_MAX, &n)) {
        cc_problem_add(problems, "row", incomplete, NULL);
        return;
    }
    index = row_at(reading, number, n);
    row = &APR_ARRAY_IDX(reading->rows, index, cc_panel_row_t);
    sent = &APR_ARRAY_IDX(reading->sent, index, unsigned);
    const char **place = field_of(row, dot + 1, &bit);
    if (!bit) {
        cc_problem_add(problems, "row", incomplete, NULL);
    } else if (*sent & bit) {
        cc_problem_add(problems, name, "This field was sent more than once.", NULL);
    } else if (place) {
        *place = value;
    } else {
        row->remove = !strcmp(value, "1");
    }
    *sent |= bit;
}

static reading_t read_rows(cc_request_t *req)
{
    apr_pool_t *pool = req->r->pool;
    reading_t reading = {.req = req,
                         .numbers = apr_hash_make(pool),
                         .rows = apr_array_make(pool, 64, sizeof(cc_panel_row_t)),
                         .sent = apr_array_make(pool, 64, sizeof(unsigned))};

    cc_form_every(req->form, read_field, &reading);
    return reading;
}

/* ---- the model ---- */

static json_t *customer_model(const cc_request_t *req, const cc_panel_customer_t *customer)
{
    json_t *model = json_object();

    cc_model_set(model, "number", customer->number);
    cc_model_set(model, "display", cc_text_customer(req->r->pool, customer->name, customer->number));
    cc_model_set(model, "name", customer->name);
    cc_model_set(model, "party", customer->party);
    cc_model_set(model, "company", customer->company);
    cc_model_set(model, "location", customer->location);
    cc_model_set(model, "from_date", customer->from_date);
    cc_model_set(model, "thru_date", customer->thru_date);
    return model;
}

static const char *change_name(cc_panel_change_t change)
{
    switch (change) {
    case CC_PANEL_ADDED: return "added";
    case CC_PANEL_CHANGED: return "changed";
    case CC_PANEL_REMOVED: return "removed";
    case CC_PANEL_REFUSED: return "refused";
    case CC_PANEL_MISSING: return "missing";
    case CC_PANEL_UNCHANGED: break;
    }
    return "unchanged";
}

static const char *days_text(const cc_request_t *req, const cc_access_t *row)
{
    return row->id && row->days_back != CC_DAYS_UNLIMITED ? cc_text_int(req->r->pool, row->days_back) : "";
}

/* A row that somebody else removed meanwhile is shown as a new one that is left out unless one wants it back: it could
 * not be saved under the id that is gone, and what was typed must not be lost. */
static json_t *row_model(const cc_request_t *req, const cc_panel_row_t *row)
{
    json_t *model = json_object();
    const cc_access_t *before = &row->before;
    bool missing = row->change == CC_PANEL_MISSING;

    cc_model_set(model, "field", row->field);
    cc_model_set(model, "change", change_name(row->change));
    cc_model_set(model, "id", missing ? NULL : row->id);
    cc_model_set(model, "user", row->user ? row->user : before->id ? before->login : "");
    cc_model_set(model, "role", row->role ? row->role : before->id ? cc_role_code(before->role) : "");
    cc_model_set(model, "days_back", row->days_back ? row->days_back : days_text(req, before));
    cc_model_set(model, "notes", row->notes ? row->notes : before->notes);
    cc_model_set(model, "display", row->display);
    json_object_set_new(model, "remove", json_boolean(row->remove || missing));
    if (before->id) {
        json_object_set_new(model, "before",
                            json_pack("{s:s, s:s, s:s, s:s}", "role", cc_role_code(before->role), "role_name",
                                      cc_role_name(before->role), "days_back", days_text(req, before), "notes",
                                      before->notes ? before->notes : ""));
    }
    return model;
}

/* Rows that change something or are refused, as typed; of the others only which number they had. */
static void set_rows(const cc_request_t *req, json_t *model, const reading_t *reading)
{
    json_t *rows = json_array(), *kept = json_array(), *numbers = json_object();

    for (int i = 0; i < reading->rows->nelts; i++) {
        const cc_panel_row_t *row = &APR_ARRAY_IDX(reading->rows, i, cc_panel_row_t);
        if (row->change == CC_PANEL_UNCHANGED && !(row->id && *row->id)) {
            continue;
        }
        if (row->change == CC_PANEL_UNCHANGED) {
            if (json_object_size(numbers) < ROWS_SHOWN_MAX) {
                cc_model_set(numbers, row->id, row->field);
            }
            continue;
        }
        json_array_append_new((int)json_array_size(rows) < ROWS_SHOWN_MAX ? rows : kept, row_model(req, row));
    }
    json_object_set_new(model, "rows", rows);
    json_object_set_new(model, "kept", kept);
    json_object_set_new(model, "numbers", numbers);
    json_object_set_new(model, "next", json_integer(reading->next));
}

static json_t *errors_model(const cc_request_t *req)
{
    json_t *errors = json_array();

    for (int i = 0; i < req->problems->list->nelts && i < ROWS_SHOWN_MAX; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(req->problems->list, i, cc_problem_t);
        json_array_append_new(errors, json_pack("{s:s, s:s, s:s?}", "field", problem->field, "message",
                                                problem->message, "arg", problem->arg));
    }
    return json_pack("{s:{}, s:o}", "values", "errors", errors);
}

/* `version` is what the form will carry: the one that was sent, or the present one for whoever has now seen it. */
static int show(cc_request_t *req, int status, const cc_panel_customer_t *customer, const char *version,
                const reading_t *reading, bool preview)
{
    const cc_grantor_t office = {.back_office = true, .days_back = CC_DAYS_UNLIMITED};
    json_t *model = json_pack("{s:o, s:o, s:s, s:b}", "customer", customer_model(req, customer), "roles",
                              cc_model_roles(&office), "version", version, "preview", preview);

    if (reading) {
        set_rows(req, model, reading);
    }
    req->view.customer_id = customer->id;
    return cc_respond_page(req, status, "customer", json_pack("{s:o, s:o}", "model", model, "form", errors_model(req)));
}

/* ---- answers ---- */

int cc_customer_get(cc_request_t *req)
{
    cc_panel_customer_t customer;
    cc_status_t status = cc_access_panel_customer(&req->ctx, req->rest, &customer);

    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    req->view.customer_id = customer.id;
    if (cc_respond_wants_csv(req)) {
        return cc_respond_csv(req, "customer");
    }
    return show(req, HTTP_OK, &customer, cc_text_int(req->r->pool, customer.version), NULL, false);
}

/* Rows of a form that could not be judged are shown as they were typed. */
static int show_unjudged(cc_request_t *req, reading_t *reading, const char *version)
{
    cc_panel_customer_t customer;
    cc_status_t status = cc_access_panel_customer(&req->ctx, req->rest, &customer);

    for (int i = 0; i < reading->rows->nelts; i++) {
        APR_ARRAY_IDX(reading->rows, i, cc_panel_row_t).change = CC_PANEL_REFUSED;
    }
    return status == CC_OK ? show(req, HTTP_UNPROCESSABLE_ENTITY, &customer, version, reading, false)
                           : cc_respond_status(req, status);
}

int cc_customer_post(cc_request_t *req)
{
    const char *typed = cc_request_field(req, "version"), *asked = cc_request_field(req, "preview");
    reading_t reading = read_rows(req);
    cc_panel_customer_t customer;
    bool preview = !strcmp(asked, "1");
    int64_t version;
    cc_status_t status;

    if (!cc_text_to_int(typed, INT64_MAX, &version)) {
        cc_problem_add(req->problems, "version", incomplete, NULL);
    }
    if (cc_problems_any(req->problems)) {
        return show_unjudged(req, &reading, typed);
    }
    status = cc_access_panel_apply(&req->ctx, req->rest, version, reading.rows, preview, &customer, req->problems);
    if (status == CC_CONFLICT) {
        return show(req, HTTP_CONFLICT, &customer, cc_text_int(req->r->pool, customer.version), &reading, false);
    }
    if (preview && (status == CC_OK || status == CC_INVALID)) {
        return show(req, HTTP_OK, &customer, typed, &reading, true);
    }
    if (status == CC_INVALID) {
        return show(req, HTTP_UNPROCESSABLE_ENTITY, &customer, typed, &reading, false);
    }
    return status == CC_OK ? cc_respond_redirect(req, cc_respond_url(req, "/external-access"), "panel-saved")
                           : cc_respond_status(req, status);
}
