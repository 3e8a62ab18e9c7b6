/* Where in HTML a place of a template is. Follows the text as the HTML standard's tokenizer does, as far as templates
 * need it; what browsers would only make sense of by correcting it is refused, since there what is a place and what is
 * not cannot be told. Knows no Lua. */
#ifndef CC_HTML_PLACE_H
#define CC_HTML_PLACE_H

#include <stdbool.h>

typedef enum {
    CC_PLACE_TEXT,
    CC_PLACE_TAG,      /**< between attributes, or in a name */
    CC_PLACE_VALUE,    /**< behind the = of an attribute */
    CC_PLACE_UNQUOTED, /**< in a value without quotes */
    CC_PLACE_DOUBLE,   /**< in a value in double quotes */
    CC_PLACE_SINGLE,
    CC_PLACE_COMMENT,
    CC_PLACE_RAW,   /**< in a script, or in another element whose text knows no entities */
    CC_PLACE_RCDATA /**< in a title or textarea: text, and no tags */
} cc_place_t;

typedef struct {
    cc_place_t place;    /**< begins with CC_PLACE_TEXT */
    const char *element; /**< whose text knows no tags: that whose tag this is, or in which this is; else NULL */
    const char *comment; /**< in a comment: where it begins */
    bool named;          /**< in a tag: its name is complete */
    char last;           /**< in a tag: the character before, 0 for a place */
} cc_html_place_t;

/** Follows the literal character at `p`; `end` is that of the template. Returns NULL, or what is wrong with it. */
const char *cc_html_follow(cc_html_place_t *at, const char *p, const char *end);

/** The same for a place. */
void cc_html_follow_place(cc_html_place_t *at);

#endif
