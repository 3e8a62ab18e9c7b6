/* Templates that are filled in before the rows are there: constants at once, fields of a row later, row after row, by C
 * alone (rows.c). A bound template is a list of steps in one piece of memory, which can be copied into another. */
#ifndef CC_BIND_H
#define CC_BIND_H

#include "state.h"

#include <stdbool.h>

/** What of a row a place shows. */
typedef enum {
    CC_FIELD_ID,
    CC_FIELD_LINK,
    CC_FIELD_MAY_EDIT, /**< as a condition */
    CC_FIELD_MAY_REMOVE,
    CC_FIELD_TEXT,     /**< of the column: as users read it, or what stands for that text in `words` */
    CC_FIELD_VALUE,    /**< of the column: as it is stored */
    CC_FIELD_PATH,     /**< of the column: as a part of an address, where a slash stays one */
    CC_FIELD_CURRENCY, /**< of the row, where the column has a value */
    CC_FIELD_DATETIME, /**< of the column: a moment in UTC for <time datetime>; none where it is no moment */
    CC_FIELD_MOMENT,   /**< of the column: the same to be read */
    CC_FIELD_SLOT      /**< nothing but what the page gives for the column */
} cc_field_t;

typedef enum {
    CC_STEP_TEXT,      /**< HTML as it is */
    CC_STEP_FIELD,     /**< a field, escaped, or what the page gives in place of it */
    CC_STEP_QUOTED,    /**< a field in the quotes of an attribute, where markup of the page has no place */
    CC_STEP_ATTRIBUTE, /**< ` name="field"`, where the row has the field */
    CC_STEP_IF         /**< goes on behind the next `skip` bytes where the row lacks the field or it is empty */
} cc_step_kind_t;

typedef struct {
    cc_step_kind_t kind;
    cc_field_t field;
    const char *text; /**< of CC_STEP_TEXT; the name of an attribute */
    unsigned length;
    const char *column; /**< ends with a NUL; "" for fields that have none */
    const char *words;  /**< pairs of texts, each with its length before it */
    unsigned words_length;
    unsigned skip;
} cc_step_t;

/** Makes the types. */
void cc_bind_types(lua_State *L);

/** html.field(name [, column [, words]]): a lua_CFunction. */
int cc_bind_field(lua_State *L);

/** html.bind(template, values [, condition]): a lua_CFunction. */
int cc_bind_template(lua_State *L);

/** The bytes of the bound template at `index`, or NULL for any other value. */
const char *cc_bound(lua_State *L, int index, size_t *length);

/** Reads the step at `at`; returns where the next one is. */
const char *cc_step_read(const char *at, cc_step_t *step);

/** What stands for the text in the words of the step, or the text itself. */
const char *cc_step_word(const cc_step_t *step, const char *text, size_t *length);

#endif
