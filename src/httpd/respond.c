#include "respond.h"

#include "counters.h"
#include "model.h"
#include "scratch.h"

#include <apr_strings.h>
#include <http_config.h>
#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>
#include <sodium.h>
#include <string.h>
#include <util_filter.h>

APLOG_USE_MODULE(clientcenter);

/* Bootstrap's icons are data: images. */
#define CSP                                                                                                            \
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; "                   \
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

static const char *const security_headers[][2] = {{"Content-Security-Policy", CSP},
                                                  {"X-Content-Type-Options", "nosniff"},
                                                  {"Referrer-Policy", "same-origin"},
                                                  {"Cross-Origin-Opener-Policy", "same-origin"},
                                                  {"Cross-Origin-Resource-Policy", "same-origin"},
                                                  {"Cache-Control", "no-store, private"}};
#define SECURITY_HEADERS (sizeof(security_headers) / sizeof(security_headers[0]))
#define HSTS "Strict-Transport-Security"

void cc_respond_headers(request_rec *r)
{
    for (size_t i = 0; i < SECURITY_HEADERS; i++) {
        apr_table_setn(r->err_headers_out, security_headers[i][0], security_headers[i][1]);
    }
    if (!strcmp(ap_http_scheme(r), "https")) {
        apr_table_setn(r->err_headers_out, HSTS, "max-age=31536000");
    }
}

void cc_respond_no_headers(request_rec *r)
{
    for (size_t i = 0; i < SECURITY_HEADERS; i++) {
        apr_table_unset(r->err_headers_out, security_headers[i][0]);
    }
    apr_table_unset(r->err_headers_out, HSTS);
}

/* A header that a server sets without `always` would come beside ours, and browsers take one that comes twice as if it
 * were not there (Cross-Origin-Opener-Policy) or the first (Strict-Transport-Security): theirs alone counts, as with
 * `always`. Of the other two each one that is sent counts, so that nothing is lost. */
static apr_status_t once(ap_filter_t *f, apr_bucket_brigade *bb)
{
    static const char *const names[] = {"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
                                        "Cross-Origin-Resource-Policy", HSTS};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (apr_table_get(f->r->headers_out, names[i])) {
            apr_table_unset(f->r->err_headers_out, names[i]);
        }
    }
    ap_remove_output_filter(f);
    return ap_pass_brigade(f->next, bb);
}

/* What answers an error (ErrorDocument) has the table of what was asked for, with our headers, wherever it lies. What
 * mod_proxy has taken out of a site has none of ours. */
static void insert_filter(request_rec *r)
{
    for (const request_rec *asked = r; asked; asked = asked->prev) {
        if (asked->proxyreq == PROXYREQ_NONE && cc_dir_config_answers(cc_dir_config_raw(asked))) {
            ap_add_output_filter("CLIENTCENTER_HEADERS", NULL, r, r->connection);
            return;
        }
    }
}

void cc_respond_register_hooks(void)
{
    /* behind mod_headers, before the headers are written */
    ap_register_output_filter("CLIENTCENTER_HEADERS", once, NULL, AP_FTYPE_PROTOCOL - 1);
    ap_hook_insert_filter(insert_filter, NULL, NULL, APR_HOOK_MIDDLE);
}

/* As one piece with its end, which is written from where it is; filters copy what they keep for later. */
static void send_body(request_rec *r, const char *body, size_t length)
{
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;
    apr_bucket_brigade *out = apr_brigade_create(r->pool, alloc);

    if (length) {
        APR_BRIGADE_INSERT_TAIL(out, apr_bucket_transient_create(body, length, alloc));
    }
    APR_BRIGADE_INSERT_TAIL(out, apr_bucket_eos_create(alloc));
    ap_pass_brigade(r->output_filters, out); /* a client that has gone is no matter of the page */
}

/* A page that answers an error (ErrorDocument) does not make it a success, as no file would: programs look at the
 * status, and browsers ask for a password by it. */
static bool answers_error(const request_rec *r)
{
    return r->prev && ap_is_HTTP_ERROR(r->prev->status);
}

/* The body is not used any more afterwards. */
static int answer(request_rec *r, int status, const char *type, const char *body, size_t length)
{
    r->status = status == HTTP_OK && answers_error(r) ? r->prev->status : status;
    ap_set_content_type(r, type);
    ap_set_content_length(r, (apr_off_t)length);
    send_body(r, body, length); /* of HEAD as well, or filters that compress would announce the length of nothing */
    return OK;
}

int cc_respond_text(request_rec *r, int status, const char *text)
{
    return answer(r, status, "text/plain; charset=utf-8", text, strlen(text));
}

/* What a visitor sees when even the error page cannot be rendered. */
static int last_resort(cc_request_t *req)
{
    static const char page[] =
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Error</title></head>"
        "<body data-page=\"error\"><main><h1>Something went wrong</h1><p>The page cannot be shown at the moment. "
        "Please try again later.</p></main></body></html>\n";

    return answer(req->r, HTTP_INTERNAL_SERVER_ERROR, "text/html; charset=utf-8", page, sizeof(page) - 1);
}

/* Pages of the back office have a folder of their own; some are the same on both sides. */
static const char *script_of(const cc_request_t *req, const char *page)
{
    bool shared = !strcmp(page, "login") || !strcmp(page, "account") || !strcmp(page, "error");

    return req->back_office && !shared ? apr_pstrcat(req->r->pool, "backoffice/", page, NULL) : page;
}

/* All that the page reads and makes is in `pool`. */
static cc_status_t render(cc_request_t *req, apr_pool_t *pool, const cc_render_t *what, const char **html,
                          size_t *length)
{
    apr_pool_t *before = req->ctx.pool;
    cc_status_t status;

    req->ctx.pool = pool;
    cc_db_set_pool(req->ctx.db, pool);
    status = cc_engine_render(req->server->engine, pool, req->ctx.log, what, html, length);
    req->ctx.pool = before;
    cc_db_set_pool(req->ctx.db, NULL);
    cc_db_release(req->ctx.db);
    return status;
}

static int not_rendered(cc_request_t *req, cc_status_t status, const char *page)
{
    if (status == CC_BROKEN || status == CC_REFUSED) {
        cc_count(CC_COUNT_PAGE_FAILED);
    }
    if (!strcmp(page, "error")) {
        return last_resort(req);
    }
    if (status == CC_BUSY || status == CC_FAILED) {
        return cc_respond_status(req, status); /* could not ask: another moment may do */
    }
    return cc_respond_error(req, HTTP_INTERNAL_SERVER_ERROR, NULL);
}

/* All that grids are asked by, where that is the address. */
static const char *asked(const cc_request_t *req)
{
    const request_rec *r = req->r;

    return r->method_number != M_GET || req->form ? NULL : r->args ? r->args : "";
}

/* `extra` and `more` may be NULL. Steals `extra`. */
static int respond(cc_request_t *req, int status, const char *page, json_t *extra, const cc_facts_t *more)
{
    apr_pool_t *pool;
    const char *html;
    size_t length;
    cc_facts_t *facts = cc_model_page(req, status, page);
    cc_render_t what = {.page = script_of(req, page),
                        .status = status,
                        .facts = facts,
                        .model = extra,
                        .identity = req->view.user ? cc_model_identity(req) : NULL,
                        .ctx = &req->ctx,
                        .view = req->view.user ? &req->view : NULL,
                        .param = cc_request_grid_param,
                        .param_baton = req,
                        .asked = asked(req),
                        .session_id = req->session.id};
    cc_status_t rendered;
    int answered = OK;

    cc_model_shown(req, what.shown);
    if (more) {
        cc_facts_append(facts, more);
    }
    pool = cc_scratch_take();
    rendered = render(req, pool, &what, &html, &length);
    json_decref(extra);
    if (rendered == CC_OK) {
        answered = answer(req->r, status, "text/html; charset=utf-8", html, length);
    }
    cc_scratch_give(pool);
    return rendered == CC_OK ? answered : not_rendered(req, rendered, page);
}

int cc_respond_page(cc_request_t *req, int status, const char *page, json_t *extra)
{
    return respond(req, status, page, extra, NULL);
}

int cc_respond_facts(cc_request_t *req, int status, const char *page, const cc_facts_t *more)
{
    return respond(req, status, page, NULL, more);
}

int cc_respond_form(cc_request_t *req, int status, const char *page, json_t *model, json_t *present)
{
    return cc_respond_page(
        req, status, page,
        json_pack("{s:o, s:o}", "form", cc_model_form(req, present), "model", model ? model : json_object()));
}

const char *cc_respond_url(const cc_request_t *req, const char *path)
{
    return apr_pstrcat(req->r->pool, req->config->prefix, path, NULL);
}

int cc_respond_redirect(cc_request_t *req, const char *location, const char *notice)
{
    if (notice) {
        location = apr_pstrcat(req->r->pool, location, strchr(location, '?') ? "&" : "?", "notice=", notice, NULL);
    }
    apr_table_setn(req->r->headers_out, "Location", location);
    cc_db_release(req->ctx.db);
    req->r->status = HTTP_SEE_OTHER;
    ap_set_content_length(req->r, 0);
    return OK;
}

static const char *new_request_id(apr_pool_t *pool)
{
    unsigned char bytes[8];
    char *id = apr_palloc(pool, sizeof(bytes) * 2 + 1);

    randombytes_buf(bytes, sizeof(bytes));
    return sodium_bin2hex(id, sizeof(bytes) * 2 + 1, bytes, sizeof(bytes));
}

int cc_respond_error(cc_request_t *req, int status, const char *code)
{
    request_rec *r = req->r;
    const char *id = new_request_id(r->pool);

    cc_count_error_page(code);

    ap_log_rerror(APLOG_MARK, status == HTTP_INTERNAL_SERVER_ERROR ? APLOG_ERR : APLOG_INFO, 0, r,
                  "CC1501 answered %d%s%s, request id %s", status, code ? " " : "", code ? code : "", id);
    return cc_respond_page(req, status, "error",
                           json_pack("{s:o, s:s}", "error", cc_model_error(status, code), "request_id", id));
}

int cc_respond_retry(cc_request_t *req, int status, int seconds)
{
    apr_table_setn(req->r->err_headers_out, "Retry-After", apr_itoa(req->r->pool, seconds));
    return cc_respond_error(req, status, NULL);
}

int cc_respond_status(cc_request_t *req, cc_status_t status)
{
    switch (status) {
    case CC_NOT_FOUND: return cc_respond_error(req, HTTP_NOT_FOUND, NULL);
    case CC_REFUSED: return cc_respond_error(req, HTTP_FORBIDDEN, NULL);
    case CC_CONFLICT: return cc_respond_error(req, HTTP_CONFLICT, NULL);
    case CC_INVALID: return cc_respond_error(req, HTTP_UNPROCESSABLE_ENTITY, NULL);
    case CC_BROKEN: return cc_respond_error(req, HTTP_INTERNAL_SERVER_ERROR, NULL);
    case CC_LIMITED: return cc_respond_retry(req, HTTP_TOO_MANY_REQUESTS, 900);
    case CC_BUSY: return cc_respond_retry(req, HTTP_SERVICE_UNAVAILABLE, 5);
    case CC_OK:
    case CC_FAILED: break;
    }
    return cc_respond_retry(req, HTTP_SERVICE_UNAVAILABLE, 30);
}
