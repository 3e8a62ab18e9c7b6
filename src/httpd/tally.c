#include "tally.h"

#include "config.h"
#include "counters.h"
#include "route.h"

#include <http_config.h>
#include <http_protocol.h>
#include <string.h>

/* A page is counted by its place in the table of routes, behind these. */
static const char *const besides[] = {"other", "assets", "healthz"};
enum { BESIDES = sizeof(besides) / sizeof(besides[0]) };

/* The first route with this page: "/users" and others may lead to the same one. */
static int number_of_page(bool back_office, const char *page)
{
    const cc_route_t *routes = cc_routes(back_office);
    int i = 0;

    while (routes[i].pattern && strcmp(routes[i].page, page) != 0) {
        i++;
    }
    return BESIDES + i < CC_COUNT_PAGES ? BESIDES + i : 0;
}

static int number_of(bool back_office, const char *path)
{
    int64_t id;
    const char *rest;
    const cc_route_t *route;

    if (!strncmp(path, "/assets/", 8)) {
        return 1;
    }
    if (!strcmp(path, "/healthz")) {
        return 2;
    }
    route = cc_route_find(back_office, path, &id, &rest);
    return route ? number_of_page(back_office, route->page) : 0;
}

const char *cc_tally_page(int handler, int number)
{
    const cc_route_t *routes = cc_routes(handler == 1);

    if (number < BESIDES) {
        return besides[number];
    }
    for (int i = 0; routes[i].pattern; i++) {
        if (BESIDES + i == number) {
            return number_of_page(handler == 1, routes[i].page) == number ? routes[i].page : NULL;
        }
    }
    return NULL;
}

static int log_transaction(request_rec *r)
{
    const cc_dir_config_t *config = cc_dir_config_raw(r);
    const request_rec *last = r;

    if (!cc_dir_config_is_ours(config) || strncmp(r->uri, config->prefix, strlen(config->prefix)) != 0) {
        return DECLINED;
    }
    while (last->next) {
        last = last->next;
    }
    bool back_office = config->handler == CC_HANDLER_BACKOFFICE;
    cc_count_request(back_office, number_of(back_office, r->uri + strlen(config->prefix)), last->status,
                     apr_time_now() - r->request_time);
    return DECLINED;
}

void cc_tally_register_hooks(void)
{
    ap_hook_log_transaction(log_transaction, NULL, NULL, APR_HOOK_MIDDLE);
}
