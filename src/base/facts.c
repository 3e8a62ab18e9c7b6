/* Each fact is a head, its name, and its text; the others have their value in the head. */
#include "facts.h"

#include "text.h"

#include <string.h>

#define FIRST_ROOM 2048 /* for most pages */

/* Without holes, whose bytes could be anything. */
typedef struct {
    int64_t number; /* of a text its length */
    uint32_t name_length;
    uint32_t type;
} head_t;

cc_facts_t *cc_facts_make(apr_pool_t *pool)
{
    cc_facts_t *facts = apr_palloc(pool, sizeof(*facts));

    *facts = (cc_facts_t){pool, apr_palloc(pool, FIRST_ROOM), 0, FIRST_ROOM};
    return facts;
}

static void make_room(cc_facts_t *facts, size_t more)
{
    while (facts->room - facts->length < more) {
        char *bytes = apr_palloc(facts->pool, facts->room * 2);
        memcpy(bytes, facts->bytes, facts->length);
        facts->bytes = bytes;
        facts->room *= 2;
    }
}

static void append(cc_facts_t *facts, const void *bytes, size_t length)
{
    memcpy(facts->bytes + facts->length, bytes, length);
    facts->length += length;
}

static void add(cc_facts_t *facts, cc_fact_type_t type, const char *name, int64_t number, const char *text)
{
    size_t name_length = name ? strlen(name) : 0, length = text ? (size_t)number : 0;
    const head_t head = {number, (uint32_t)name_length, type};

    make_room(facts, sizeof(head) + name_length + length + 2);
    append(facts, &head, sizeof(head));
    append(facts, name ? name : "", name_length + 1);
    if (text) {
        append(facts, text, length + 1);
    }
}

/* Nearly all are, and of one byte per character. */
static bool is_ascii(const char *text, size_t length)
{
    unsigned char all = 0;

    for (size_t i = 0; i < length; i++) {
        all |= (unsigned char)text[i];
    }
    return all < 128;
}

void cc_facts_text(cc_facts_t *facts, const char *name, const char *text)
{
    size_t length = text ? strlen(text) : 0;

    if (text && (is_ascii(text, length) || cc_text_is_utf8(text, length))) {
        add(facts, CC_FACT_TEXT, name, (int64_t)length, text);
    }
}

void cc_facts_number(cc_facts_t *facts, const char *name, int64_t number)
{
    add(facts, CC_FACT_NUMBER, name, number, NULL);
}

void cc_facts_flag(cc_facts_t *facts, const char *name, bool flag)
{
    add(facts, CC_FACT_FLAG, name, flag, NULL);
}

void cc_facts_object(cc_facts_t *facts, const char *name)
{
    add(facts, CC_FACT_OBJECT, name, 0, NULL);
}

void cc_facts_list(cc_facts_t *facts, const char *name)
{
    add(facts, CC_FACT_LIST, name, 0, NULL);
}

void cc_facts_end(cc_facts_t *facts)
{
    add(facts, CC_FACT_END, NULL, 0, NULL);
}

void cc_facts_append(cc_facts_t *facts, const cc_facts_t *others)
{
    make_room(facts, others->length);
    append(facts, others->bytes, others->length);
}

bool cc_facts_next(const cc_facts_t *facts, size_t *at, cc_fact_t *fact)
{
    head_t head;

    if (*at >= facts->length) {
        return false;
    }
    memcpy(&head, facts->bytes + *at, sizeof(head));
    *fact = (cc_fact_t){
        (cc_fact_type_t)head.type, facts->bytes + *at + sizeof(head), head.name_length, NULL, 0, head.number};
    *at += sizeof(head) + head.name_length + 1;
    if (fact->type == CC_FACT_TEXT) {
        fact->text = facts->bytes + *at;
        fact->length = (size_t)head.number;
        *at += fact->length + 1;
    }
    return true;
}
