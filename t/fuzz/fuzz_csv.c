/* Downloads: a reader of RFC 4180 gets back the cells that were written, and a spreadsheet no formula. Input: cells
 * with a NUL between them. */
#include "fuzz.h"

#include "../../src/base/text.h"

#include <apr_strings.h>
#include <apr_tables.h>

/* The next cell of a row; `*p` goes behind it and the comma. */
static const char *read_cell(apr_pool_t *pool, const char **p)
{
    char *cell = apr_palloc(pool, strlen(*p) + 1), *out = cell;

    if (**p == '"') {
        for ((*p)++; **p != '"' || (*p)[1] == '"'; (*p)++) {
            must(**p);
            *p += **p == '"';
            *out++ = **p;
        }
        (*p)++;
    } else {
        for (; **p && **p != ',' && **p != '\r'; (*p)++) {
            must(!strchr("\"\n", **p));
            *out++ = **p;
        }
    }
    *out = '\0';
    must(**p == ',' || !strcmp(*p, "\r\n"));
    *p += **p == ',';
    return cell;
}

/* What a spreadsheet would run. */
static bool is_formula(const char *cell)
{
    return *cell && strchr("=+-@\t\r", *cell) && (*cell != '-' || cell[1 + strspn(cell + 1, "0123456789.")]);
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    apr_array_header_t *cells = apr_array_make(pool, 8, sizeof(const char *));
    const char *row = "", *p;

    while (length && cells->nelts < 50) {
        const char *cell = fuzz_until(pool, &text, &length, '\0');
        row = apr_pstrcat(pool, row, cells->nelts ? "," : "", cc_escape_csv(pool, cell), NULL);
        APR_ARRAY_PUSH(cells, const char *) = cell;
    }
    p = row = apr_pstrcat(pool, row, "\r\n", NULL);
    for (int i = 0; i < cells->nelts; i++) {
        const char *cell = APR_ARRAY_IDX(cells, i, const char *), *got = read_cell(pool, &p);
        must(!is_formula(got));
        must(!strcmp(got, cell) || (*got == '\'' && is_formula(cell) && !strcmp(got + 1, cell)) ||
             (*got == '\'' && *cell == '-' && !strcmp(got + 1, cell)));
    }
    must(!strcmp(p, "\r\n"));
}
