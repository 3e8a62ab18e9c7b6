/* Fields of a form that is made to be costly. */
#include "base/form.h"

#include "memory.h"
#include "tap.h"

#include <apr_general.h>
#include <apr_pools.h>
#include <string.h>

#define FIELDS 20000

int main(void)
{
    static char text[FIELDS * 4 + 1];
    apr_pool_t *pool;
    cc_form_t *form;
    const char *list;
    long before;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    is_int(cc_form_parse(pool, "a=1&b=2&a=&a=3,4", 10, &form), CC_OK, "a form");
    is_str(cc_form_list(form, pool, "a"), "1,,3,4", "all values of a field, in their order");
    is_str(cc_form_list(form, pool, "b"), "2", "or the only one");
    is_str(cc_form_list(form, pool, "c"), NULL, "or none");
    is_int(cc_form_parse(pool, "a+b=c+%2B%20d&e%2Ff=%0d%0Ag%0A", 10, &form), CC_OK, "what browsers escape");
    is_str(cc_form_get(form, "a b"), "c + d", "blanks, as a plus as well");
    is_str(cc_form_get(form, "e/f"), "\ng\n", "and ends of lines");

    for (int i = 0; i < FIELDS; i++) {
        memcpy(text + i * 4, "a=x&", 4);
    }
    is_int(cc_form_parse(pool, text, FIELDS, &form), CC_OK, "the same field very often");
    before = memory_used();
    list = cc_form_list(form, pool, "a");
    is_int((int)strlen(list), 2 * FIELDS - 1, "all of them");
    ok(memory_used() - before < 4096, "take memory for themselves alone");
    apr_pool_destroy(pool);
    apr_terminate();
    return done();
}
