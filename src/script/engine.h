/* The Lua engine: renders a page by its script. Sources are read once; a state per thread of work is taken from a
 * pool, runs one page inside one protected call, and is given back (or thrown away after an error). Scripts are
 * pure renderers: they read through `cc.*`, which applies the view, and can write nothing.
 *
 * Isolation: libraries and modules are read-only to scripts, a page's own chunk and globals are new for each
 * request, and `cc.*` refuses outside one, so no page can keep anything of one user for the next. */
#ifndef CC_ENGINE_H
#define CC_ENGINE_H

#include "../base/facts.h"
#include "../base/log.h"
#include "../domain/grid.h"
#include "../domain/view.h"

#include <apr_pools.h>
#include <jansson.h>

typedef struct cc_engine_t cc_engine_t;

typedef struct {
    const char *path;     /**< directory with pages/, components/, lib/, i18n/ and assets/ */
    size_t memory;        /**< bytes that one state may hold */
    int64_t instructions; /**< VM instructions of one page */
    bool reload;          /**< look for changed files, see cc_engine_refresh */
    /** Told, from any thread, how many more states exist and are at work, and how many more bytes they hold between
     * two pages; negative for fewer. May be NULL. */
    void (*states_changed)(void *baton, int made, int in_use, int64_t bytes);
    void *states_baton;
} cc_engine_config_t;

/** A file below assets/, in memory. */
typedef struct {
    const char *data;
    size_t length;
    const char *content_type;
    const char *etag; /**< quoted */
} cc_asset_t;

/** Reads the directory. Returns NULL, or what is missing and where. A page that does not compile is no error
 *  here: it is logged, and costs only the requests for that page. The engine lives as long as `pool`.
 *  Make it before httpd forks: states are made later, when they are first needed. */
const char *cc_engine_create(apr_pool_t *pool, const cc_engine_config_t *config, const cc_log_t *log,
                             cc_engine_t **engine);

/** Texts of whoever asks that pages show and have no need to know: while a script works, others stand for them
 * ("page.csrf", "page.shown"), and they are put in, escaped, when the page is sent. So the pages of two users who
 * differ in nothing else are made once (replay.h). */
typedef enum {
    CC_SHOWN_FORM_TOKEN,
    CC_SHOWN_LOGIN,
    CC_SHOWN_NAME,
    CC_SHOWN_INITIALS,
    CC_SHOWN_USER,
    CC_SHOWN_CUSTOMER_NUMBER,
    CC_SHOWN_CUSTOMER_VALUE, /**< the number as the value of a parameter in an address */
    CC_SHOWN_CUSTOMER,
    CC_SHOWN_VISIBLE_SINCE,
    CC_SHOWN_COUNT
} cc_shown_t;

/** What one rendering works on. `ctx` and `view` are NULL where there is none (an error before sign-in). */
typedef struct {
    const char *page;        /**< script below pages/: "users" */
    int status;              /**< of the answer; only pages of 200 are kept for others */
    const cc_facts_t *facts; /**< becomes the script's argument, a table; may be NULL */
    const json_t *model;     /**< what the page has beside it, in the same table; may be NULL */
    /** "user", "customer", "customers" and "visible_since" in that table, for a script that asks for one of them; NULL:
     * nobody is signed in, and there is none of these. */
    const cc_facts_t *identity;
    const char *shown[CC_SHOWN_COUNT]; /**< NULL: "" */
    cc_context_t *ctx;
    const cc_view_t *view;
    cc_grid_param_fn param; /**< parameters of the request, for grids; NULL: none */
    void *param_baton;
    /** The query string as it was sent, which is all that `param` answers by; NULL: it has more than that, and the page
     * is not kept as a settled one (settled.h). The facts may have less: of a field that is repeated, one value. */
    const char *asked;
    int64_t session_id; /**< the session that asks, 0: none */
} cc_render_t;

/** Reads changed files again where the configuration says so. Before a request asks for anything below: a page is made
 *  of what it says of versions and languages as well. */
void cc_engine_refresh(cc_engine_t *engine, apr_pool_t *pool, const cc_log_t *log);

/** Renders into `pool`. CC_BROKEN when the script fails or exceeds a limit (logged with a traceback); CC_FAILED when
 * the core could not read (it logged that) or there is no memory; CC_BUSY when the core said so; CC_REFUSED when there
 * is no such script. */
cc_status_t cc_engine_render(cc_engine_t *engine, apr_pool_t *pool, const cc_log_t *log, const cc_render_t *what,
                             const char **html, size_t *length);

/** Frees the states that were idle all the time since this was called last. Tells whether there were any. */
bool cc_engine_tidy(cc_engine_t *engine);

/** The asset with this path below assets/, or NULL. Valid while `pool` lives. */
const cc_asset_t *cc_engine_asset(cc_engine_t *engine, apr_pool_t *pool, const char *path);

/** A short text that changes when any asset does, for versioned addresses. */
const char *cc_engine_version(const cc_engine_t *engine);

/** Codes of the languages in i18n/, ends with NULL; "en" comes first. */
const char *const *cc_engine_languages(const cc_engine_t *engine);

#endif
