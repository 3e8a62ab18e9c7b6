/* Roles, days and notes as forms send them, and as the audit keeps them. Input: role, days and notes on a line each,
 * then JSON of the audit. */
#include "fuzz.h"

#include "../../src/base/text.h"
#include "../../src/domain/access.h"
#include "../../src/domain/audit.h"
#include "../../src/domain/policy.h"

static bool is_role(cc_role_t role)
{
    bool known = false;

    for (const cc_role_t *one = cc_roles; *one; one++) {
        known = known || *one == role;
    }
    return known;
}

static bool same(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

/* Writes what was read as the audit does, and reads it again. */
static void check_written(apr_pool_t *pool, cc_role_t role, int days_back, const char *notes)
{
    const char *json = cc_audit_access_json(pool, role, days_back, notes), *again;
    cc_role_t role_again;
    int days_again;

    must(is_role(role) && days_back >= CC_DAYS_UNLIMITED && days_back <= CC_DAYS_MAX);
    must(cc_role_parse(cc_role_code(role)) == role && cc_role_parse(cc_role_name(role)) == role);
    must(json && cc_audit_access_parse(pool, json, &role_again, &days_again, &again));
    must(role_again == role && days_again == days_back && same(notes, again));
}

static void check_form(apr_pool_t *pool, const char *role, const char *days_back, const char *notes)
{
    cc_problems_t *problems = cc_problems_make(pool);
    cc_access_values_t values;

    if (!cc_text_is_utf8(notes, strlen(notes))) {
        return; /* forms let no such text through */
    }
    if (cc_access_parse(pool, role, days_back, notes, &values, problems) != CC_OK) {
        must(cc_problems_any(problems));
        return;
    }
    must(!strcmp(cc_role_code(values.role), role) || strcasecmp(cc_role_code(values.role), role) == 0);
    must(*days_back ? values.days_back >= 0 : values.days_back == CC_DAYS_UNLIMITED);
    must(!values.notes || (*values.notes && cc_text_length(values.notes) <= CC_NOTES_MAX));
    check_written(pool, values.role, values.days_back, values.notes);
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    const char *role = fuzz_until(pool, &text, &length, '\n'), *days = fuzz_until(pool, &text, &length, '\n');
    const char *notes = fuzz_until(pool, &text, &length, '\n');
    cc_role_t kept;
    int days_back;

    check_form(pool, role, days, notes);
    if (cc_audit_access_parse(pool, text, &kept, &days_back, &notes)) {
        check_written(pool, kept, days_back, notes);
    }
}
