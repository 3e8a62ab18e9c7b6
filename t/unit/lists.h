/* What the files of the test of lists share (test_lists.c): numbers at random that a seed repeats on every machine,
 * texts of pieces that are easily taken for one another, and rows that are written many at a time. */
#ifndef CC_LISTS_H
#define CC_LISTS_H

#include "chance.h"
#include "fixture.h"

#include "base/text.h"
#include "store/keys.h"
#include "store/users.h"

#include <inttypes.h>

typedef struct {
    fixture_t f;
    apr_pool_t *pool; /* of the rows that wait, or of a question: cleared after them */
    uint64_t state;   /* of the numbers */
    int parties, customers, persons, users, documents, small_documents;
    apr_array_header_t *access;     /* of access_pair_t, by id of the row */
    char *pairs;                    /* which of them there are, or were */
    bool few_notes, in_order, held; /* what the seed says of the data */
    bool passing;                   /* changes that are undone */
    const char *into;               /* what the rows that wait are written by */
    apr_array_header_t *waiting;    /* of texts */
    int question, different;        /* the number of this one; how many differences there were */
} lists_t;

typedef struct {
    int customer, user;
} access_pair_t;

static inline void lists_seed(lists_t *l, uint64_t seed)
{
    l->state = chance_seeded(seed);
}

/* From 0 to n - 1. */
static inline int below(lists_t *l, int n)
{
    return chance_below(&l->state, n);
}

static inline bool one_in(lists_t *l, int n)
{
    return below(l, n) == 0;
}

#define SAY(l, ...) apr_psprintf((l)->pool, __VA_ARGS__)
#define ONE_OF(l, list) ((list)[below(l, (int)(sizeof(list) / sizeof((list)[0])))])

/* The first of them make most texts, so that texts have pieces of others. */
#define COMMON_PIECES 14
static const char *const pieces[] = {"a",
                                     "b",
                                     "ab",
                                     "ba",
                                     "abc",
                                     "xy",
                                     "Zoe",
                                     "nn",
                                     "0",
                                     "1",
                                     "00",
                                     "12",
                                     "2026",
                                     "B",
                                     "-11-",
                                     "-0",
                                     "ß",
                                     "Ä",
                                     "é",
                                     "ø",
                                     "%",
                                     "_",
                                     "!",
                                     "\"",
                                     "#",
                                     "'",
                                     " ",
                                     "  ",
                                     "\\",
                                     "😀",
                                     "l",
                                     "Billing",
                                     "ow",
                                     "ner",
                                     "EXT",
                                     "none",
                                     "ok",
                                     "add",
                                     "access",
                                     "\xEE\x80\x80",
                                     "\xEE\x80\x81",
                                     "ı",
                                     "İ",
                                     "Σ",
                                     "ς",
                                     "=",
                                     "..",
                                     "<",
                                     "[ext]",
                                     "Ж",
                                     "ж",
                                     "e\xCC\x81", /* an accent of its own */
                                     "\xCC\x81",
                                     "ﬁ",
                                     "ﷺ", /* 18 letters, when it is folded */
                                     "ẞ",
                                     "ŉ",
                                     "ſ",
                                     "\xE2\x84\xAB", /* Å, as a unit */
                                     "ΐ",
                                     "ᾳ",
                                     "Ꭰ",
                                     "ꭰ",
                                     "𐐀",
                                     "Ⅷ",
                                     "½",
                                     "１２",
                                     "가",
                                     "עברית",
                                     "مرحبا",
                                     "👩\xE2\x80\x8D👧", /* joined by what is folded to nothing */
                                     "co\xC2\xADop",
                                     "\xC2\xA0",
                                     "\xE3\x80\x80",
                                     "&",
                                     ",",
                                     "*",
                                     "^",
                                     ":",
                                     "(",
                                     "NEAR",
                                     "{"};

/* A text of so many pieces at most. */
static inline const char *some_text(lists_t *l, int most)
{
    const char *text = "";

    if (one_in(l, 300)) {
        most = 100; /* that not all of it is compared and sorted by */
    }

    for (int i = below(l, most); i >= 0; i--) {
        text = apr_pstrcat(l->pool, text, one_in(l, 3) ? ONE_OF(l, pieces) : pieces[below(l, COMMON_PIECES)], NULL);
    }
    return text;
}

/* A third of the names is one, others are that and something behind it. */
static inline const char *some_name(lists_t *l)
{
    static const char *const more[] = {"", "", "", " x", "!", "!a", "\"", " \"b\"", "#", " #1", "x", " #N2", "-"};

    const char *text = some_text(l, 3);

    return one_in(l, 3) ? *cc_text_fold(l->pool, text) ? text : "x"
                        : apr_pstrcat(l->pool, one_in(l, 3) ? "SAME NAME" : "Same Name", ONE_OF(l, more), NULL);
}

static inline const char *month_day(lists_t *l, int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return SAY(l, "%04d-%02d-%02d", year, month, 1 + below(l, days[month - 1]));
}

static inline const char *some_date(lists_t *l)
{
    static const char *const ends[] = {"0001-01-01", "0001-01-31", "0001-02-01", "9999-12-31",
                                       "9999-12-01", "2024-02-29", "1969-12-31", "1970-01-01",
                                       "1900-02-28", "2000-02-29", "2026-12-31", "2027-01-01"};

    return one_in(l, 25) ? ONE_OF(l, ends) : month_day(l, 2024 + below(l, 4), 1 + below(l, 12));
}

/* Whole amounts, those that many have, huge ones, and less than nothing. */
static inline int64_t some_amount(lists_t *l)
{
    if (one_in(l, 100)) {
        return one_in(l, 2) ? INT64_MAX - below(l, 2) : -INT64_MAX + below(l, 3);
    }
    switch (below(l, 6)) {
    case 0: return 0;
    case 1: return -(int64_t)below(l, 2000000000);
    case 2: return (int64_t)below(l, 1000000) * 1000000;
    case 3: return (int64_t)below(l, 50) * 500000;
    case 4: return INT64_C(4611686018427387904) / (1 + below(l, 1000000));
    default: return (int64_t)below(l, 2000000000) * below(l, 500);
    }
}

/* Of payments more than filters offer, of documents more than two. */
static inline const char *some_currency(lists_t *l, int most)
{
    return !one_in(l, 8) ? "EUR" : one_in(l, 2) ? "USD" : SAY(l, "X%c%c", 'A' + below(l, most), 'A' + below(l, 10));
}

static inline const char *folded(lists_t *l, const char *text)
{
    return text ? cc_text_fold(l->pool, text) : "";
}

static inline const char *in_quotes(lists_t *l, const char *text)
{
    const char *made = "'";

    if (!text) {
        return "NULL";
    }
    for (const char *at; (at = strchr(text, '\'')) != NULL; text = at + 1) {
        made = apr_pstrcat(l->pool, made, apr_pstrmemdup(l->pool, text, (apr_size_t)(at - text)), "''", NULL);
    }
    return apr_pstrcat(l->pool, made, text, "'", NULL);
}

/* A text and its key, as two values. */
static inline const char *with_key(lists_t *l, const char *text)
{
    return apr_pstrcat(l->pool, in_quotes(l, text), ", ", in_quotes(l, folded(l, text)), NULL);
}

static inline void run_sql(lists_t *l, const char *sql)
{
    if (told(&l->f.conn, sql)) {
        printf("Bail out! the database refuses %.300s\n", sql);
        exit(1);
    }
}

static inline void write_rows(lists_t *l)
{
    if (l->waiting && l->waiting->nelts) {
        run_sql(l, apr_pstrcat(l->pool, "INSERT INTO ", l->into, " VALUES ",
                               apr_array_pstrcat(l->pool, l->waiting, ','), NULL));
    }
    l->waiting = NULL;
    apr_pool_clear(l->pool);
}

/* The row is written together with others of its table; what it was made of is gone then. */
static inline void add_row(lists_t *l, const char *into, const char *values)
{
    if (!l->waiting) {
        l->waiting = apr_array_make(l->pool, 200, sizeof(const char *));
    }
    l->into = into;
    APR_ARRAY_PUSH(l->waiting, const char *) = apr_pstrcat(l->pool, "(", values, ")", NULL);
    if (l->waiting->nelts == 200) {
        write_rows(l);
    }
}

#endif
