/* What happens to the data of the test of lists (test_lists.c) after they are there: rows are changed and removed as
 * the program and whoever fills the tables do it, which is followed by triggers where the database keeps helpers. */
#ifndef CC_LISTS_CHANGES_H
#define CC_LISTS_CHANGES_H

#include "lists_data.h"

#include "store/helpers.h"

static inline void change_party(lists_t *l)
{
    int id = 1 + below(l, l->parties);
    const char *code = SAY(l, "%s%dx", one_in(l, 2) ? "P" : "é", id), *name = some_name(l);

    switch (below(l, 3)) {
    case 0:
        run_sql(l, SAY(l, "UPDATE parties SET name = %s, name_key = %s WHERE id = %d", in_quotes(l, name),
                       in_quotes(l, folded(l, name)), id));
        break;
    case 1:
        run_sql(l, SAY(l, "UPDATE parties SET active = 1 - active, code = %s, code_key = %s WHERE id = %d",
                       in_quotes(l, code), in_quotes(l, folded(l, code)), id));
        break;
    default:
        run_sql(l, SAY(l, "UPDATE customers SET party_id = %d WHERE id = %d", id, 1 + below(l, l->customers)));
        break;
    }
}

static inline void change_customer(lists_t *l)
{
    int id = 1 + below(l, l->customers);
    const char *number = SAY(l, "%s%dy", one_in(l, 2) ? "N" : "ö", id);

    run_sql(l, SAY(l, "UPDATE customers SET number = %s, number_key = %s WHERE id = %d", in_quotes(l, number),
                   in_quotes(l, folded(l, number)), id));
}

static inline void change_person(lists_t *l)
{
    int id = 1 + below(l, l->persons);
    const char *first = some_text(l, 3), *key = cc_person_key(l->pool, first, "New", SAY(l, "R-%d", id));

    run_sql(l, SAY(l, "UPDATE persons SET first_name = %s, last_name = 'New', person_key = %s WHERE id = %d",
                   in_quotes(l, first), in_quotes(l, key), id));
}

/* Who is renamed is so in all rows of access, as the program does it. */
static inline void change_user(lists_t *l)
{
    int id = 1 + below(l, l->users);
    const char *name = some_name(l), *notes = some_note(l);

    switch (below(l, 3)) {
    case 0:
        run_sql(l, SAY(l,
                       "UPDATE users SET person_id = NULL, person_key = '', is_admin = 1 - is_admin "
                       "WHERE id = %d",
                       id));
        break;
    case 1:
        run_sql(l, SAY(l, "UPDATE users SET notes = %s, notes_key = %s, active = 1 - active WHERE id = %d",
                       in_quotes(l, notes), in_quotes(l, folded(l, notes)), id));
        break;
    default: {
        const char *login = SAY(l, "renamed%d", id), *type = one_in(l, 2) ? "EXT" : "INT";
        const char *key = in_quotes(l, folded(l, cc_text_user(l->pool, name, login, type)));
        run_sql(l, SAY(l,
                       "UPDATE users SET login = '%s', login_key = '%s', name = %s, name_key = %s, user_key = %s, "
                       "user_type = '%s' WHERE id = %d",
                       login, login, in_quotes(l, name), in_quotes(l, folded(l, name)), key, type, id));
        run_sql(l, SAY(l, "UPDATE external_access SET user_key = %s WHERE user_id = %d", key, id));
    }
    }
}

static inline void change_access(lists_t *l)
{
    int row = below(l, l->access->nelts), customer = 1 + below(l, l->customers);
    access_pair_t *pair = &APR_ARRAY_IDX(l->access, row, access_pair_t);

    switch (below(l, 4)) {
    case 0: run_sql(l, SAY(l, "DELETE FROM external_access WHERE id = %d", row + 1)); break;
    case 1:
        run_sql(l,
                SAY(l, "UPDATE external_access SET days_back = NULL, days_key = %d WHERE id = %d", INT32_MAX, row + 1));
        break;
    case 2:
        run_sql(l, SAY(l, "UPDATE external_access SET role = '%s' WHERE id %% 197 = %d", ONE_OF(l, data_roles),
                       below(l, 197)));
        break;
    default:
        if (!l->passing && is_new_pair(l, customer, pair->user)) {
            pair->customer = customer;
            run_sql(l, SAY(l, "UPDATE external_access SET customer_id = %d WHERE id = %d", customer, row + 1));
        }
        break;
    }
}

static inline void change_document(lists_t *l)
{
    int id = 1 + below(l, BIG_ORDERS);
    const char *notes = some_note(l);

    switch (below(l, 5)) {
    case 0: run_sql(l, SAY(l, "DELETE FROM orders WHERE id = %d", id)); break;
    case 1: run_sql(l, SAY(l, "DELETE FROM invoices WHERE id = %d", id)); break;
    case 2: run_sql(l, SAY(l, "UPDATE orders SET customer_id = %d WHERE id = %d", 1 + below(l, 3), id)); break;
    case 3:
        run_sql(l, SAY(l, "UPDATE invoices SET amount = -amount, date = '%s' WHERE id = %d", some_date(l), id));
        break;
    default:
        run_sql(l,
                SAY(l, "UPDATE orders SET date = '%s', amount = %" PRId64 ", notes = %s, notes_key = %s WHERE id = %d",
                    some_date(l), some_amount(l), in_quotes(l, notes), in_quotes(l, folded(l, notes)), id));
        break;
    }
}

static inline void change_data(lists_t *l, int count)
{
    static void (*const changes[])(lists_t *) = {change_party,  change_customer, change_person,   change_user,
                                                 change_access, change_access,   change_document, change_document};

    for (int i = 0; i < count; i++) {
        ONE_OF(l, changes)(l);
        apr_pool_clear(l->pool);
    }
}

/* What rows repeat of others, as the program keeps it (store/keys.h). */
static inline cc_status_t keep_keys(lists_t *l)
{
    cc_status_t status = cc_db_exec(l->f.ctx.db, CC_SQL_UPGRADE_USERS_PERSONS, CC_NO_ARGS, NULL);

    return status == CC_OK ? cc_db_exec(l->f.ctx.db, CC_SQL_UPGRADE_ACCESS, CC_NO_ARGS, NULL) : status;
}

/* All of it, `scale` times as much, in one transaction. */
static inline void make_data(lists_t *l, int scale)
{
    cc_db_t *db = l->f.ctx.db;
    cc_status_t status = cc_schema_apply(db, NULL);

    status = status == CC_OK ? cc_db_begin(db) : status;
    status = status == CC_OK && l->held ? cc_helpers_hold(db) : status;
    if (status == CC_OK) {
        l->pairs = apr_pcalloc(l->f.pool, (apr_size_t)(CUSTOMERS * scale + 1) * (apr_size_t)(USERS * scale + 1));
        l->access = apr_array_make(l->f.pool, BIG_ACCESS + OTHER_ACCESS, sizeof(access_pair_t));
        run_sql(l, "INSERT INTO enterprise_companies (code, name) VALUES ('LAGERTA', 'Lagerta'), ('FLOKI', 'Floki')");
        fill_parties(l, PARTIES * scale);
        fill_customers(l, CUSTOMERS * scale);
        fill_persons(l, PERSONS * scale);
        fill_users(l, USERS * scale);
        fill_access(l, BIG_ACCESS * scale, OTHER_ACCESS * scale);
        fill_orders(l, BIG_ORDERS * scale, SMALL_DOCUMENTS, OTHER_ORDERS * scale);
        fill_invoices(l, BIG_INVOICES * scale, SMALL_DOCUMENTS);
        fill_payments(l, BIG_DUE * scale, BIG_PAYMENTS * scale);
        fill_audit(l, RECORDS * scale);
        status = l->held ? cc_helpers_release(db) : CC_OK;
    }
    if (status == CC_OK) {
        change_data(l, CHANGES * scale);
        fill_access(l, 0, 20); /* and more by triggers */
        far_ids(l);
        fill_orders(l, 20, 5, 5);
        ok(keep_keys(l) == CC_OK, "what rows repeat is repeated");
    }
    settled(&l->f, status, "the lists");
}

#endif
