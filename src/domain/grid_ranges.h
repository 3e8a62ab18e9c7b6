/* Filters by range as users type them ("a..b", either end open, or a single value), as parameters of SQL. What is no
 * range matches nothing. And which dates a search can find. Used by the files of the grid alone. */
#ifndef CC_GRID_RANGES_H
#define CC_GRID_RANGES_H

#include "../store/grid_sql.h"

#include <apr_tables.h>
#include <stdint.h>

/** Before and after all dates. */
#define CC_FIRST_DATE "0001-01-01"
#define CC_LAST_DATE "9999-12-31"

typedef struct {
    int64_t from, to; /**< both included; from > to: nothing */
} cc_grid_range_t;

/** Amounts in millionths, as people of the language write them; NULL: all. */
cc_grid_range_t cc_grid_amount_range(apr_pool_t *pool, const char *folded, const char *language);

void cc_grid_push_range(apr_array_header_t *args, cc_grid_range_t range);

/** Whole numbers from 0; dates, points in time by days in UTC, and due dates of days overdue. Two texts each; `folded`
 *  NULL: all. */
void cc_grid_push_numbers(apr_array_header_t *args, const char *folded);
void cc_grid_push_dates(apr_array_header_t *args, const char *folded);
void cc_grid_push_times(apr_array_header_t *args, const char *folded);
void cc_grid_push_overdue(apr_array_header_t *args, const char *today, const char *folded);

/** Does a filter of dates begin and end with months or years, or is it open there? */
bool cc_grid_whole_months(apr_pool_t *pool, const char *folded);

/** Where in dates a text that is searched can be. */
cc_grid_in_dates_t cc_grid_in_dates(const char *text);

/** The days of a month ("07") that the text can reach into, as a JSON array of texts. */
const char *cc_grid_days_with(apr_pool_t *pool, const char *text);

#endif
