/* Tables on stdout: for people, as CSV, or as a JSON array. Rows are written as they come; for people the first
 * thousand decide the widths of the columns. */
#include "admin.h"

#include "../base/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEASURED 1000
#define WIDEST 60

typedef enum { FOR_PEOPLE, AS_CSV, AS_JSON } format_t;

struct cc_table_t {
    apr_pool_t *pool;
    format_t format;
    const cc_table_column_t *columns;
    int count;
    int rows;                    /* seen so far */
    size_t *widths;              /* of the columns, in characters */
    apr_array_header_t *waiting; /* of const char **: measured, not yet written; NULL once the widths are fixed */
};

static const char *shown(cc_table_t *table, const char *value)
{
    return value ? cc_escape_log(table->pool, value) : "";
}

static void print_cells(cc_table_t *table, const char *const *cells)
{
    for (int i = 0; i < table->count; i++) {
        size_t length = cc_text_length(cells[i]);
        fputs(cells[i], stdout);
        if (i + 1 < table->count) {
            printf("%*s", (int)(length < table->widths[i] ? table->widths[i] - length + 2 : 2), "");
        }
    }
    putchar('\n');
}

static void measure(cc_table_t *table, const char *const *cells)
{
    for (int i = 0; i < table->count; i++) {
        size_t length = cc_text_length(cells[i]);
        length = length < WIDEST ? length : WIDEST;
        table->widths[i] = length > table->widths[i] ? length : table->widths[i];
    }
}

/* The widths are decided: writes what was held back. */
static void flush_waiting(cc_table_t *table)
{
    if (table->waiting) {
        for (int i = 0; i < table->waiting->nelts; i++) {
            print_cells(table, APR_ARRAY_IDX(table->waiting, i, const char **));
        }
        table->waiting = NULL;
    }
}

static void people_row(cc_table_t *table, const char *const *values)
{
    apr_pool_t *rows = table->pool, *scratch = NULL;
    const char **cells;

    if (!table->waiting) {
        apr_pool_create(&scratch, rows);
        table->pool = scratch;
    }
    cells = apr_palloc(table->pool, table->count * sizeof(*cells));
    for (int i = 0; i < table->count; i++) {
        cells[i] = shown(table, values[i]);
    }
    if (table->waiting) {
        measure(table, cells);
        APR_ARRAY_PUSH(table->waiting, const char **) = cells;
        if (table->waiting->nelts > MEASURED) {
            flush_waiting(table);
        }
    } else {
        print_cells(table, cells);
    }
    if (scratch) {
        table->pool = rows;
        apr_pool_destroy(scratch);
    }
}

static void csv_row(cc_table_t *table, const char *const *values)
{
    apr_pool_t *scratch;

    apr_pool_create(&scratch, table->pool);
    for (int i = 0; i < table->count; i++) {
        printf("%s%s", i ? "," : "", cc_escape_csv(scratch, values[i] ? values[i] : ""));
    }
    putchar('\n');
    apr_pool_destroy(scratch);
}

static json_t *json_cell(apr_pool_t *pool, const cc_table_column_t *column, const char *value)
{
    json_t *json = NULL;

    if (!value) {
        return json_null();
    }
    if (column->kind == CC_CELL_NUMBER) {
        json = json_integer(strtoll(value, NULL, 10));
    } else if (column->kind == CC_CELL_JSON) {
        json = json_loads(value, JSON_DECODE_ANY, NULL);
    }
    if (!json) {
        json = json_string(value);
    }
    return json ? json : json_string(cc_escape_log(pool, value)); /* not UTF-8 */
}

static void json_row(cc_table_t *table, const char *const *values)
{
    json_t *row = json_object();
    char *text;

    for (int i = 0; i < table->count; i++) {
        json_object_set_new(row, table->columns[i].name, json_cell(table->pool, &table->columns[i], values[i]));
    }
    text = json_dumps(row, JSON_COMPACT);
    printf("%s\n%s", table->rows ? "," : "[", text ? text : "null");
    free(text);
    json_decref(row);
}

bool cc_table_begin(cc_admin_t *admin, const cc_table_column_t *columns, int count, cc_table_t **out)
{
    const char *format = admin->options[CC_OPT_FORMAT];
    cc_table_t *table = apr_pcalloc(admin->pool, sizeof(*table));
    const char **names = apr_palloc(admin->pool, count * sizeof(*names));

    apr_pool_create(&table->pool, admin->pool);
    table->columns = columns;
    table->count = count;
    table->widths = apr_pcalloc(admin->pool, count * sizeof(*table->widths));
    table->waiting = apr_array_make(admin->pool, 64, sizeof(const char **));
    for (int i = 0; i < count; i++) {
        names[i] = columns[i].name;
    }
    if (!format || !strcmp(format, "table")) {
        table->format = FOR_PEOPLE;
        people_row(table, names);
    } else if (!strcmp(format, "csv")) {
        table->format = AS_CSV;
        csv_row(table, names);
    } else if (!strcmp(format, "json")) {
        table->format = AS_JSON;
    } else {
        cc_admin_misuse(admin, "--format: table, csv or json is allowed, not '%s'.", format);
        return false;
    }
    *out = table;
    return true;
}

void cc_table_row(cc_table_t *table, const char *const *values)
{
    switch (table->format) {
    case FOR_PEOPLE: people_row(table, values); break;
    case AS_CSV: csv_row(table, values); break;
    case AS_JSON: json_row(table, values); break;
    }
    table->rows++;
}

void cc_table_end(cc_table_t *table)
{
    flush_waiting(table);
    if (table->format == AS_JSON) {
        puts(table->rows ? "\n]" : "[]");
    }
}
