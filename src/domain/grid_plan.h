/* How the rows of a customer with very many documents are found without reading all of them: what is asked is taken
 * from totals and indexes where the database keeps them (store/schema_sqlite.h). Nothing here changes what is found.
 * Used by the files of the grid alone. */
#ifndef CC_GRID_PLAN_H
#define CC_GRID_PLAN_H

#include "grid.h"
#include "grid_totals.h"

/** So many hits are read whole and sorted, wherever they are. */
#define CC_GRID_FEW_HITS 2000

typedef struct {
    cc_context_t *ctx;
    const cc_view_t *view;
    cc_grid_query_t *query;  /**< gets what the text index is asked for */
    bool helpers;            /**< the database keeps totals and a text index */
    bool many;               /**< and the customer has so many documents that they pay */
    bool few_notes;          /**< with few different notes */
    bool no_numbers;         /**< none of whose numbers has what is searched */
    int64_t all;             /**< documents that the user may see, whatever is asked */
    cc_grid_totals_t totals; /**< of all these; only where there are helpers */
} cc_grid_plan_t;

/** Looks at the customer and at what is asked. */
cc_status_t cc_grid_plan(cc_context_t *ctx, const cc_grid_shape_t *shape, const cc_view_t *view, cc_grid_query_t *query,
                         cc_grid_plan_t *plan);

/** Sets in the shape how its totals, by its groups, are best asked. */
cc_status_t cc_grid_plan_totals(const cc_grid_plan_t *plan, cc_grid_shape_t *shape);

/** The same for groups at a level: the shape has so many groups and one more. */
cc_status_t cc_grid_plan_groups(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, int level);

/** The same for all rows that match, as a download reads them. */
cc_status_t cc_grid_plan_all(const cc_grid_plan_t *plan, cc_grid_shape_t *shape);

/** Sets in the shape which totals have these columns, under what is filtered and searched. False: none. */
bool cc_grid_use_totals(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, const int *columns, int count);

/** Is a date filtered or among these columns? If not, totals of months will do. */
bool cc_grid_asks_days(const cc_grid_plan_t *plan, const cc_grid_def_t *def, const int *columns, int count);

/** Sets in the shape that what is searched and filtered is found by an index, instead of looking at all documents;
 *  `*can` is false where no index does. A search of one or two letters is found only with `letters`: the words of the
 *  text index that begin with them are looked up then, which takes the longer the more documents have them. */
cc_status_t cc_grid_use_finders(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, bool letters, bool *can);

#endif
