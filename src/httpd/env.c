#include "env.h"

#include "cookie.h"
#include "signon.h"

#include "../base/text.h"
#include "../domain/policy.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <http_config.h>
#include <http_core.h>
#include <http_protocol.h>
#include <http_request.h>
#include <string.h>
#include <util_filter.h>

/* One line, whatever is in the database. */
static void set(request_rec *r, const char *name, const char *value)
{
    char *line = apr_pstrdup(r->pool, value ? value : "");

    for (char *p = line; *p; p++) {
        if ((unsigned char)*p < ' ' || *p == 127) {
            *p = ' ';
        }
    }
    apr_table_setn(r->subprocess_env, name, line);
}

void cc_env_set(request_rec *r, cc_request_t *req)
{
    static const char *const of_customer[] = {"CC_CUSTOMER", "CC_CUSTOMER_NAME", "CC_ROLE", "CC_DAYS_BACK",
                                              "CC_VISIBLE_SINCE"};
    const cc_access_t *current = req->view.current;

    set(r, "REMOTE_USER", req->user.login);
    set(r, "CC_USER_ID", cc_text_int(r->pool, req->user.id));
    set(r, "CC_USER_NAME", req->user.name);
    set(r, "CC_USER_EMAIL", req->user.email);
    for (size_t i = 0; i < sizeof(of_customer) / sizeof(of_customer[0]); i++) {
        apr_table_unset(r->subprocess_env, of_customer[i]); /* the main request may be another site's */
    }
    if (current) { /* without a customer there is no "unlimited" that could be misread */
        set(r, "CC_CUSTOMER", current->customer.number);
        set(r, "CC_CUSTOMER_NAME", current->customer.name);
        set(r, "CC_ROLE", cc_role_code(current->role));
        set(r, "CC_DAYS_BACK", current->days_back == CC_DAYS_UNLIMITED ? "" : cc_text_int(r->pool, current->days_back));
        set(r, "CC_VISIBLE_SINCE", req->view.visible_since);
    }
    cc_signon(r)->who = req;
}

/* The key to a site is nothing for an application with its sign-on, also where that lets in everybody, as a public part
 * of it does, and nobody had to be known. */
static void hide_tokens(request_rec *r)
{
    const cc_dir_config_t *here = cc_dir_config_raw(r);

    if ((here->sign_on || cc_dir_config_is_ours(here) || cc_signon_known(r)) && !cc_signon(r)->hidden) {
        cc_cookie_hide_tokens(r);
        cc_signon(r)->hidden = true;
    }
}

/* Of a request that was let through: whoever its own section knows, else whoever the request before an internal
 * redirect was let through for. */
static int fixups(request_rec *r)
{
    cc_request_t *req = NULL;
    bool page = cc_signon_is_page(r) && r->proxyreq == PROXYREQ_NONE; /* a proxy below a site is an application */
    const cc_signon_t *before = r->prev ? cc_signon(r->prev) : NULL;

    if (!cc_server_config(r->server)->sites) {
        return DECLINED;
    }
    if (!page) {
        req = cc_signon_known(r);
        if (!req && r->user && cc_dir_config_raw(r)->trust_remote_user == 1) {
            req = cc_signon_request(r); /* a client certificate may name the user without any Require */
            if (req && cc_signon_load(r, req) != CC_OK) {
                return cc_signon_unavailable(r);
            }
        }
        hide_tokens(r);
        if (req && req->view.user && r->user) {
            r->user = apr_pstrdup(r->pool, req->user.login);
        }
    }
    if ((!req || !req->view.user || !r->user) && before && before->who && !ap_is_HTTP_ERROR(r->prev->status)) {
        req = before->who;
    }
    if (req && req->view.user && !page && (r->user || before)) {
        cc_env_set(r, req);
    }
    return DECLINED;
}

/* mod_dir and mod_negotiation put what a sub-request found in the place of the request, without what was done there to
 * its headers, and with no_cache of both alone (ap_internal_fast_redirect). */
void cc_env_before_application(request_rec *r)
{
    const cc_signon_t *first = ap_get_module_config(cc_signon_first_request(r)->request_config, &clientcenter_module);

    if (!first) {
        return; /* a server without sites */
    }
    if (first->known->nelts && !cc_signon(r)->hidden && cc_signon_known(r)) {
        cc_signon_private(r);
    }
    hide_tokens(r);
    for (request_rec *asked = r; asked && !r->no_cache; asked = asked->prev) {
        r->no_cache = cc_signon(asked)->is_private;
    }
}

/* ---- what clients send under such names ---- */

static char plain(char c)
{
    return apr_isalnum(c) ? apr_tolower(c) : '-';
}

/* Applications make variables of headers in their own ways: case, - and _ and any other sign count alike. */
static bool is_reserved(const char *name, size_t length)
{
    static const char *const begins[] = {"cc-", "x-cc-"}, *const whole[] = {"remote-user", "x-remote-user"};

    for (size_t i = 0; i < 2; i++) {
        size_t n = 0;
        while (begins[i][n] && n < length && plain(name[n]) == begins[i][n]) {
            n++;
        }
        if (!begins[i][n]) {
            return true;
        }
        for (n = 0; whole[i][n] && n < length && plain(name[n]) == whole[i][n];) {
            n++;
        }
        if (!whole[i][n] && n == length) {
            return true;
        }
    }
    return false;
}

static int collect(void *names, const char *name, const char *value)
{
    (void)value;
    if (is_reserved(name, strlen(name))) {
        APR_ARRAY_PUSH((apr_array_header_t *)names, const char *) = name;
    }
    return 1;
}

/* A proxy drops the headers that Connection names, those that RequestHeader made of our variables included. mod_proxy
 * takes a semicolon for the end of a name as well. */
static void clean_connection(request_rec *r)
{
    static const char separators[] = ",; \t\r\n\v\f";
    const char *header = apr_table_get(r->headers_in, "Connection");
    apr_array_header_t *kept;
    char *state, *rest;

    if (!header) {
        return;
    }
    kept = apr_array_make(r->pool, 2, sizeof(const char *));
    rest = apr_pstrdup(r->pool, header);
    for (char *token = apr_strtok(rest, separators, &state); token; token = apr_strtok(NULL, separators, &state)) {
        if (!is_reserved(token, strlen(token))) {
            APR_ARRAY_PUSH(kept, const char *) = token;
        }
    }
    if (kept->nelts) {
        apr_table_setn(r->headers_in, "Connection", apr_array_pstrcat(r->pool, kept, ','));
    } else {
        apr_table_unset(r->headers_in, "Connection");
    }
}

static void take_out(request_rec *r)
{
    apr_array_header_t *names = apr_array_make(r->pool, 2, sizeof(const char *));

    apr_table_do(collect, names, r->headers_in, NULL);
    for (int i = 0; i < names->nelts; i++) {
        apr_table_unset(r->headers_in, APR_ARRAY_IDX(names, i, const char *));
    }
}

static int keep_reserved(void *kept, const char *name, const char *value)
{
    if (is_reserved(name, strlen(name))) {
        apr_table_addn(kept, name, value);
    }
    return 1;
}

static int put_back(void *headers, const char *name, const char *value)
{
    apr_table_addn(headers, name, value);
    return 1;
}

/* With MergeTrailers, what follows a body in chunks becomes headers, after everybody has looked at these: what there
 * was under such names before is all that there is. */
static apr_status_t clean_trailers(ap_filter_t *f, apr_bucket_brigade *bb, ap_input_mode_t mode, apr_read_type_e block,
                                   apr_off_t bytes)
{
    request_rec *r = f->r;
    apr_table_t *kept = f->ctx ? f->ctx : apr_table_make(r->pool, 2);
    apr_status_t rv;

    f->ctx = kept;
    apr_table_clear(kept);
    apr_table_do(keep_reserved, kept, r->headers_in, NULL);
    rv = ap_get_brigade(f->next, bb, mode, block, bytes);
    if (rv == APR_SUCCESS && !APR_BRIGADE_EMPTY(bb) && APR_BUCKET_IS_EOS(APR_BRIGADE_LAST(bb))) {
        take_out(r);
        apr_table_do(put_back, r->headers_in, kept, NULL);
        ap_remove_input_filter(f);
    }
    return rv;
}

/* Before anything else can look at them, on every request of a server with a site: also one that no section protects
 * may reach the application that believes them. */
static int post_read_request(request_rec *r)
{
    const core_server_config *core = ap_get_core_module_config(r->server->module_config);

    if (!cc_server_config(r->server)->site) {
        return DECLINED;
    }
    take_out(r);
    clean_connection(r);
    if (!r->prev && core->merge_trailers == AP_MERGE_TRAILERS_ENABLE) {
        ap_add_input_filter("CLIENTCENTER_TRAILERS", NULL, r, r->connection);
    }
    return DECLINED;
}

void cc_env_register_hooks(void)
{
    static const char *const after[] = {"mod_ssl.c", NULL};

    /* behind the filter that reads chunks, before all that look at the body */
    ap_register_input_filter("CLIENTCENTER_TRAILERS", clean_trailers, NULL, AP_FTYPE_PROTOCOL - 1);
    ap_hook_post_read_request(post_read_request, NULL, NULL, APR_HOOK_REALLY_FIRST);
    ap_hook_fixups(fixups, after, NULL, APR_HOOK_MIDDLE);
}
