/* The data of the test of lists (test_lists.c): every list has more rows than the 2,000 from which on it is read in
 * other ways, and few of some customers. They are written as the program and whoever fills the tables writes them, at
 * once or with helpers held, and then changed through the triggers. */
#ifndef CC_LISTS_DATA_H
#define CC_LISTS_DATA_H

#include "lists.h"

#define BIG 1   /* a customer with very many rows of each kind */
#define SMALL 2 /* and one with few */

enum { PARTIES = 2300, CUSTOMERS = 600, PERSONS = 500, USERS = 2300, BIG_ACCESS = 2150, OTHER_ACCESS = 900 };
enum { BIG_ORDERS = 2400, BIG_INVOICES = 2250, SMALL_DOCUMENTS = 150, OTHER_ORDERS = 400 };
enum { BIG_DUE = 2100, BIG_PAYMENTS = 1300, RECORDS = 2700, CHANGES = 260 };

static const char *const data_roles[] = {"L10", "L20", "L30", "L40", "L80", "L90"};

static inline const char *some_note(lists_t *l)
{
    return one_in(l, 4) ? NULL : l->few_notes ? SAY(l, "%s %d", ONE_OF(l, pieces), below(l, 20)) : some_text(l, 8);
}

/* ---- parties, customers, persons, users ---- */

static inline void fill_parties(lists_t *l, int count)
{
    for (int i = 1; i <= count; i++) {
        const char *unique = one_in(l, 3) ? NULL : SAY(l, "%d", below(l, 1000000));
        const char *vat = one_in(l, 2) ? SAY(l, "bg%d", i) : one_in(l, 2) ? "" : NULL;
        add_row(l, "parties (code, code_key, name, name_key, unique_number, number_key, vat_number, vat_key, active)",
                apr_pstrcat(l->pool, with_key(l, SAY(l, "%s%d", one_in(l, 2) ? "P" : "a", i)), ", ",
                            with_key(l, some_name(l)), ", ", with_key(l, unique), ", ", with_key(l, vat),
                            one_in(l, 8) ? ", 0" : ", 1", NULL));
    }
    write_rows(l);
    l->parties = count;
}

static inline void fill_customers(lists_t *l, int count)
{
    static const char *const starts[] = {"N", "n", "0", "Ä", "!"};

    for (int i = 1; i <= count; i++) {
        add_row(l, "customers (number, number_key, party_id, enterprise_company_id, from_date)",
                apr_pstrcat(l->pool, with_key(l, SAY(l, "%s%d", ONE_OF(l, starts), i)), ", ",
                            SAY(l, "%d, %d, '2020-01-01'", 1 + below(l, l->parties), i == SMALL ? 2 : 1), NULL));
    }
    write_rows(l);
    l->customers = count;
}

static inline const char *person_names(lists_t *l, int i, const char **key)
{
    const char *first = ONE_OF(l, pieces), *last = one_in(l, 2) ? "Same" : some_text(l, 2);

    *key = cc_person_key(l->pool, first, last, SAY(l, "R-%d", i));
    return apr_pstrcat(l->pool, in_quotes(l, first), ", ", in_quotes(l, last), NULL);
}

static inline void fill_persons(lists_t *l, int count)
{
    for (int i = 1; i <= count; i++) {
        const char *key, *names = person_names(l, i, &key);
        add_row(l, "persons (code, first_name, last_name, person_key)",
                SAY(l, "'R-%d', %s, %s", i, names, in_quotes(l, key)));
    }
    write_rows(l);
    l->persons = count;
}

static inline void fill_users(lists_t *l, int count)
{
    for (int i = 1; i <= count; i++) {
        const char *login = SAY(l, "%s%d", one_in(l, 2) ? "u" : "AB", i), *name = some_name(l);
        const char *type = one_in(l, 10) ? ONE_OF(l, ((const char *const[]){"INT", "SYS"})) : "EXT";
        const char *person = one_in(l, 2) ? "NULL" : SAY(l, "%d", 1 + below(l, l->persons));
        add_row(l,
                "users (login, login_key, name, name_key, user_key, user_type, person_id, is_admin, active, notes, "
                "notes_key, language, created_at)",
                apr_pstrcat(l->pool, with_key(l, login), ", ", with_key(l, name), ", ",
                            in_quotes(l, folded(l, cc_text_user(l->pool, name, login, type))), ", ",
                            SAY(l, "'%s', %s, %d, %d, ", type, person, one_in(l, 9), !one_in(l, 9)),
                            with_key(l, one_in(l, 2) ? NULL : some_text(l, 4)), ", 'en', 1", NULL));
    }
    write_rows(l);
    l->users = count;
}

/* ---- access ---- */

/* Is it the first of these two? */
static inline bool is_new_pair(lists_t *l, int customer, int user)
{
    char *pair = l->pairs + (size_t)customer * (size_t)(l->users + 1) + user;
    bool is_new = !*pair;

    *pair = 1;
    return is_new;
}

/* The key of the user is the database's own; without a limit of days the key is the most. */
static inline void add_access(lists_t *l, int customer, int user)
{
    int days = one_in(l, 4) ? -1 : below(l, 400);

    if (!is_new_pair(l, customer, user)) {
        return;
    }
    *(access_pair_t *)apr_array_push(l->access) = (access_pair_t){customer, user};
    add_row(l, "external_access (customer_id, user_id, role, days_back, days_key, notes, notes_key, user_key)",
            apr_pstrcat(l->pool,
                        SAY(l, "%d, %d, '%s', %s, %d, ", customer, user, ONE_OF(l, data_roles),
                            days < 0 ? "NULL" : SAY(l, "%d", days), days < 0 ? INT32_MAX : days),
                        with_key(l, some_note(l)), SAY(l, ", (SELECT user_key FROM users WHERE id = %d)", user), NULL));
}

static inline void fill_access(lists_t *l, int big, int others)
{
    for (int i = 1; i <= big; i++) {
        add_access(l, BIG, i);
    }
    for (int i = 0; i < others; i++) {
        add_access(l, SMALL + below(l, l->customers - 1), 1 + below(l, l->users));
    }
    write_rows(l);
}

/* ---- documents ---- */

static inline const char *document_date(lists_t *l, int i, int count)
{
    int month = i * 44 / (count > 0 ? count : 1);

    return !l->in_order || one_in(l, 60) ? some_date(l) : month_day(l, 2023 + month / 12, 1 + month % 12);
}

static inline const char *document_type(lists_t *l)
{
    static const char *const codes[] = {"T1", "T2", "T3"}, *const names[] = {"Sales Order", "ÄB type", "xy 12"};
    int type = below(l, 3);

    return apr_pstrcat(l->pool, "'", codes[type], "', ", with_key(l, names[type]), NULL);
}

/* A customer is of a company of its own, whose numbers are those that others have as well. */
static inline const char *document_number(lists_t *l, int customer)
{
    if (customer == SMALL) {
        return SAY(l, "%010d", ++l->small_documents);
    }
    l->documents++;
    return one_in(l, 3) ? SAY(l, "%s-%d", ONE_OF(l, pieces), l->documents) : SAY(l, "%010d", l->documents);
}

static inline void add_order(lists_t *l, int customer, const char *date)
{
    static const char *const states[] = {"Ordered", "Größe", "ab", "2026"};

    add_row(l,
            "orders (enterprise_company_id, customer_id, document_no, document_no_key, type_code, type_name, type_key, "
            "date, status, status_key, currency, amount, notes, notes_key)",
            apr_pstrcat(l->pool, SAY(l, "%d, %d, ", customer == SMALL ? 2 : 1, customer),
                        with_key(l, document_number(l, customer)), ", ", document_type(l), SAY(l, ", '%s', ", date),
                        with_key(l, ONE_OF(l, states)),
                        SAY(l, ", '%s', %" PRId64 ", ", some_currency(l, 1), some_amount(l)), with_key(l, some_note(l)),
                        NULL));
}

/* What comes after it has ids that no double has, where the database goes on from there. */
static inline void far_ids(lists_t *l)
{
    run_sql(
        l, SAY(l, "UPDATE orders SET id = %" PRId64 " WHERE id = (SELECT id FROM (SELECT MAX(id) AS id FROM orders) t)",
               (INT64_C(1) << 53) + 1));
}

static inline void fill_orders(lists_t *l, int big, int small, int others)
{
    for (int i = 0; i < big; i++) {
        add_order(l, BIG, document_date(l, i, big));
    }
    for (int i = 0; i < small; i++) {
        add_order(l, SMALL, some_date(l));
    }
    for (int i = 0; i < others; i++) {
        add_order(l, SMALL + 1 + below(l, 40), some_date(l));
    }
    write_rows(l);
}

/* Some have been downloaded. */
static inline void fill_invoices(lists_t *l, int big, int small)
{
    for (int i = 0; i < big + small; i++) {
        int customer = i < big ? BIG : SMALL;
        add_row(l,
                "invoices (enterprise_company_id, customer_id, document_no, document_no_key, type_code, type_name, "
                "type_key, date, currency, amount)",
                apr_pstrcat(l->pool, SAY(l, "%d, %d, ", customer == SMALL ? 2 : 1, customer),
                            with_key(l, document_number(l, customer)), ", ", document_type(l),
                            SAY(l, ", '%s', ", document_date(l, i, big)),
                            SAY(l, "'%s', %" PRId64, some_currency(l, 1), some_amount(l)), NULL));
    }
    write_rows(l);
    run_sql(l, SAY(l,
                   "INSERT INTO invoice_downloads (customer_id, document_no, at) SELECT customer_id, document_no, %d + "
                   "id %% 50 FROM invoices WHERE id %% 7 = 0",
                   START));
}

static inline const char *paid_document(lists_t *l)
{
    return one_in(l, 3) ? NULL : SAY(l, "%010d", 1 + below(l, l->documents));
}

static inline void fill_payments(lists_t *l, int due, int paid)
{
    for (int i = 0; i < due; i++) {
        const char *until = one_in(l, 5) ? NULL : some_date(l);
        add_row(l,
                "due_payments (customer_id, ref_document_date, due_date, remaining_amount, paid_amount, currency, "
                "invoice_no, invoice_no_key)",
                apr_pstrcat(
                    l->pool, SAY(l, "%d, '%s', ", one_in(l, 20) ? SMALL : BIG, some_date(l)), in_quotes(l, until),
                    SAY(l, ", %" PRId64 ", %" PRId64 ", '%s', ", some_amount(l), some_amount(l), some_currency(l, 8)),
                    with_key(l, paid_document(l)), NULL));
    }
    write_rows(l);
    for (int i = 0; i < paid; i++) {
        const char *covered = one_in(l, 3) ? "NULL" : SAY(l, "%" PRId64, some_amount(l));
        add_row(l,
                "payments (customer_id, payment_date, paid_amount, covered_amount, currency, invoice_no, "
                "invoice_no_key, order_no, order_no_key)",
                apr_pstrcat(l->pool, SAY(l, "%d, '%s', ", one_in(l, 20) ? SMALL : BIG, some_date(l)),
                            SAY(l, "%" PRId64 ", %s, '%s', ", some_amount(l), covered, some_currency(l, 8)),
                            with_key(l, paid_document(l)), ", ", with_key(l, paid_document(l)), NULL));
    }
    write_rows(l);
}

/* ---- the audit ---- */

static inline const char *some_values(lists_t *l)
{
    const char *text = some_text(l, 5);

    return one_in(l, 2) || !*folded(l, text) ? NULL : text;
}

static inline void fill_audit(lists_t *l, int count)
{
    static const char *const changes[] = {"access.add", "access.edit", "access.remove"},
                             *const others[] = {"signin", "user.edit", "load"},
                             *const results[] = {"ok", "refused", "failed"};

    for (int i = 0; i < count; i++) {
        int customer = one_in(l, 10) ? 0 : one_in(l, 20) ? 1 + below(l, l->customers) : BIG;
        add_row(l,
                "audit (at, action, result, actor, actor_key, address, customer_id, user_id, customer, customer_key, "
                "target, target_key, before_values, before_key, after_values, after_key, detail, detail_key)",
                apr_pstrcat(l->pool,
                            SAY(l, "%d, '%s', '%s', ", START + below(l, 100000000) - 50000000,
                                one_in(l, 12) ? ONE_OF(l, others) : ONE_OF(l, changes), ONE_OF(l, results)),
                            with_key(l, some_name(l)), SAY(l, ", '192.0.2.%d', ", below(l, 250)),
                            customer ? SAY(l, "%d, 1, ", customer) : "NULL, 1, ",
                            with_key(l, customer ? SAY(l, "C%d", i) : NULL), ", ", with_key(l, some_text(l, 4)), ", ",
                            with_key(l, some_values(l)), ", ", with_key(l, some_values(l)), ", ",
                            with_key(l, some_values(l)), NULL));
    }
    write_rows(l);
}

#endif
