/* Facts: what goes in comes out, in order, and nothing else decides over the bytes. */
#include "base/facts.h"

#include "tap.h"

#include <apr_general.h>

static cc_facts_t *some(apr_pool_t *pool, const char *name)
{
    cc_facts_t *facts = cc_facts_make(pool);

    cc_facts_text(facts, "name", name);
    cc_facts_object(facts, "in");
    cc_facts_number(facts, "number", -5);
    cc_facts_list(facts, "list");
    cc_facts_flag(facts, NULL, true);
    cc_facts_text(facts, NULL, "");
    cc_facts_end(facts);
    cc_facts_end(facts);
    return facts;
}

static void test_reading(apr_pool_t *pool)
{
    static const struct {
        cc_fact_type_t type;
        const char *name, *text;
        int64_t number;
    } expected[] = {{CC_FACT_TEXT, "name", "\xC3\xA9", 2},
                    {CC_FACT_OBJECT, "in", NULL, 0},
                    {CC_FACT_NUMBER, "number", NULL, -5},
                    {CC_FACT_LIST, "list", NULL, 0},
                    {CC_FACT_FLAG, "", NULL, 1},
                    {CC_FACT_TEXT, "", "", 0},
                    {CC_FACT_END, "", NULL, 0},
                    {CC_FACT_END, "", NULL, 0}};
    const cc_facts_t *facts = some(pool, "\xC3\xA9");
    size_t at = 0, n = 0, wrong = 0;

    for (cc_fact_t fact; cc_facts_next(facts, &at, &fact); n++) {
        wrong += n >= 8 || fact.type != expected[n].type || strcmp(fact.name, expected[n].name) != 0 ||
                 strlen(fact.name) != fact.name_length || fact.number != expected[n].number ||
                 (fact.text != NULL) != (expected[n].text != NULL) ||
                 (fact.text && (strcmp(fact.text, expected[n].text) != 0 || strlen(fact.text) != fact.length));
    }
    is_int((long long)n, 8, "all facts are read");
    is_int((long long)wrong, 0, "and each as it was written");
}

static void test_bytes(apr_pool_t *pool)
{
    const cc_facts_t *a = some(pool, "a"), *b = some(pool, "b"), *again = some(pool, "a");
    cc_facts_t *left_out = cc_facts_make(pool);

    ok(a->length == again->length && !memcmp(a->bytes, again->bytes, a->length), "equal facts have equal bytes");
    ok(a->length != b->length || memcmp(a->bytes, b->bytes, a->length) != 0, "others have not");
    cc_facts_text(left_out, "nothing", NULL);
    cc_facts_text(left_out, "wrong", "a\xFF");
    cc_facts_text(left_out, "cut", "\xC3");
    is_int((long long)left_out->length, 0, "no text and what is none are left out");
}

static void test_many(apr_pool_t *pool)
{
    cc_facts_t *facts = cc_facts_make(pool);
    char *text = apr_palloc(pool, 10001);
    size_t at = 0, read = 0;

    memset(text, 'x', 10000);
    text[10000] = '\0';
    for (int i = 0; i < 100; i++) {
        cc_facts_text(facts, "long", text);
        cc_facts_number(facts, "n", i);
    }
    for (cc_fact_t fact; cc_facts_next(facts, &at, &fact); read++) {
        if (read % 2 ? fact.number != (int64_t)read / 2 : fact.length != 10000 || strcmp(fact.text, text) != 0) {
            break;
        }
    }
    is_int((long long)read, 200, "there is room for many and long ones");
}

int main(void)
{
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    test_reading(pool);
    test_bytes(pool);
    test_many(pool);
    apr_terminate();
    return done();
}
