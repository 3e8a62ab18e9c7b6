/* What a view may do and which grid a name means in it. Declared in view.h and grid.h. */
#include "grid.h"

#include <apr_strings.h>

bool cc_view_allows(const cc_view_t *view, cc_right_t right)
{
    if (view->back_office || right == CC_RIGHT_BACK_OFFICE) {
        return view->back_office && right == CC_RIGHT_BACK_OFFICE;
    }
    return view->current && cc_policy_allows(view->current->role, right);
}

const cc_grid_def_t *cc_grid_of(apr_pool_t *pool, const cc_view_t *view, const char *name)
{
    return cc_grid_def(view->back_office ? apr_pstrcat(pool, CC_GRID_BACK_OFFICE, name, NULL) : name);
}
