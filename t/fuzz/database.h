/* A real database in memory with a few records of every kind, for the targets behind which there is SQL. */
#ifndef CC_FUZZ_DATABASE_H
#define CC_FUZZ_DATABASE_H

#include "fuzz.h"

#include "../../src/admin/load.h"
#include "../../src/store/schema.h"

#include <apr_dbd.h>
#include <apr_strings.h>
#include <stdio.h>

static cc_conn_t conn;
static cc_db_t *db;
static int errors; /* lines logged as errors: the database refused something */

static bool lend(void *baton, cc_conn_t *out)
{
    (void)baton;
    *out = conn;
    return true;
}

static void take_back(void *baton, cc_conn_t *out)
{
    (void)baton;
    (void)out;
}

static void count_errors(void *baton, cc_log_level_t level, const char *line)
{
    (void)baton;
    if (level == CC_LOG_ERROR) {
        fprintf(stderr, "%s\n", line);
        errors++;
    }
}

static const cc_db_provider_t provider = {.acquire = lend, .release = take_back};
static const cc_log_t to_stderr = {count_errors, NULL};

static const char *const records[] = {
    "{\"type\":\"enterprise_company\",\"code\":\"LAGERTA\",\"name\":\"Lagerta Ltd.\"}",
    "{\"type\":\"location\",\"enterprise_company\":\"LAGERTA\",\"code\":\"L1\",\"name\":\"Here\"}",
    "{\"type\":\"party\",\"code\":\"P1\",\"name\":\"Olivia Green\"}",
    "{\"type\":\"party\",\"code\":\"P2\",\"name\":\"Northern Fruit\"}",
    "{\"type\":\"customer\",\"number\":\"00028\",\"party\":\"P1\",\"enterprise_company\":\"LAGERTA\","
    "\"from_date\":\"2020-01-01\"}",
    "{\"type\":\"customer\",\"number\":\"00031\",\"party\":\"P2\",\"enterprise_company\":\"LAGERTA\","
    "\"from_date\":\"2020-01-01\"}",
    "{\"type\":\"person\",\"code\":\"R1\",\"first_name\":\"Cath\",\"last_name\":\"Carter\",\"parent_party\":\"P1\"}",
    "{\"type\":\"user\",\"login\":\"CC\",\"name\":\"Catherine Carter\",\"email\":\"cc@example.com\"}",
    "{\"type\":\"user\",\"login\":\"DD\",\"name\":\"Dora\",\"notes\":\"n\"}",
    "{\"type\":\"external_access\",\"customer\":\"00028\",\"user\":\"CC\",\"role\":\"L90\"}",
    "{\"type\":\"external_access\",\"customer\":\"00031\",\"user\":\"DD\",\"role\":\"L20\",\"days_back\":30}",
    "{\"type\":\"document_type\",\"id\":\"SO\",\"entity\":\"order\",\"name\":\"Sales order\"}",
    "{\"type\":\"document_type\",\"id\":\"IN\",\"entity\":\"invoice\",\"name\":\"Invoice\"}",
    "{\"type\":\"order\",\"document_no\":\"O-1\",\"customer\":\"00028\",\"document_type\":\"SO\",\"date\":\"2026-12-"
    "31\","
    "\"status\":\"New\",\"currency\":\"EUR\",\"amount\":\"18.00\",\"notes\":\"crisp apples\"}",
    "{\"type\":\"order\",\"document_no\":\"O-2\",\"customer\":\"00028\",\"document_type\":\"SO\",\"date\":\"2027-01-"
    "15\","
    "\"status\":\"Done\",\"currency\":\"USD\",\"amount\":\"-0.125\",\"lines\":[{\"no\":1,\"product_code\":\"A\","
    "\"product_name\":\"Apple\",\"quantity\":\"2\",\"unit\":\"kg\",\"price\":\"9\",\"discount\":\"0\","
    "\"amount\":\"18\"}]}",
    "{\"type\":\"order\",\"document_no\":\"O-9\",\"customer\":\"00031\",\"document_type\":\"SO\",\"date\":\"2027-01-"
    "15\","
    "\"status\":\"New\",\"currency\":\"EUR\",\"amount\":\"999\",\"notes\":\"not yours\"}",
    "{\"type\":\"invoice\",\"document_no\":\"I-1\",\"customer\":\"00028\",\"document_type\":\"IN\","
    "\"date\":\"2027-01-02\",\"currency\":\"EUR\",\"amount\":\"18.00\",\"order_no\":\"O-1\"}",
    "{\"type\":\"due_payment\",\"id\":\"D1\",\"customer\":\"00028\",\"ref_document_date\":\"2027-01-02\","
    "\"due_date\":\"2027-01-10\",\"remaining_amount\":\"8\",\"paid_amount\":\"10\",\"currency\":\"EUR\","
    "\"invoice_no\":\"I-1\"}",
    "{\"type\":\"payment\",\"id\":\"Y1\",\"customer\":\"00028\",\"payment_date\":\"2027-01-03\","
    "\"paid_amount\":\"10\",\"covered_amount\":\"10\",\"currency\":\"EUR\",\"invoice_no\":\"I-1\"}",
};

static inline cc_context_t context(apr_pool_t *pool)
{
    return (cc_context_t){.pool = pool,
                          .db = db,
                          .log = &to_stderr,
                          .now = 1800000000,
                          .today = "2027-01-15",
                          .address = "192.0.2.1",
                          .user_agent = "fuzz",
                          .actor_label = "fuzz"};
}

static inline void store(cc_context_t *ctx, const char *text)
{
    json_t *object = json_loads(text, 0, NULL);
    const cc_record_type_t *type = cc_record_type(json_string_value(json_object_get(object, "type")));
    cc_problems_t *problems = cc_problems_make(ctx->pool);
    cc_record_outcome_t outcome;

    must(type && cc_record_store(ctx, type, object, &outcome, problems) == CC_OK && outcome == CC_RECORD_ADDED);
    json_decref(object);
}

static inline apr_status_t close_connection(void *data)
{
    (void)data;
    apr_dbd_close(conn.driver, conn.handle);
    return APR_SUCCESS;
}

/* Opens a new database; it is closed with `pool`. */
static inline void database_open(apr_pool_t *pool)
{
    cc_context_t ctx;

    apr_dbd_init(pool);
    apr_pool_create(&conn.pool, pool);
    must(apr_dbd_get_driver(pool, "sqlite3", &conn.driver) == APR_SUCCESS);
    must(apr_dbd_open(conn.driver, conn.pool, ":memory:", &conn.handle) == APR_SUCCESS);
    apr_pool_cleanup_register(conn.pool, NULL, close_connection, apr_pool_cleanup_null);
    db = cc_db_make(conn.pool, &provider, &to_stderr);
    ctx = context(pool);
    must(cc_schema_apply(db, NULL) == CC_OK && cc_db_begin(db) == CC_OK);
    for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
        store(&ctx, records[i]);
    }
    must(cc_db_end(db, CC_OK) == CC_OK);
    errors = 0;
}

#endif
