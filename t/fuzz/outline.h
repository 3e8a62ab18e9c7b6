/* What a parser of HTML that browsers agree with sees in a page: the elements and the names of their attributes, and
 * comments; not the texts. */
#ifndef CC_FUZZ_OUTLINE_H
#define CC_FUZZ_OUTLINE_H

#include <apr_pools.h>
#include <apr_strings.h>
#include <gumbo.h>

static inline const char *outline(apr_pool_t *pool, const GumboNode *node);

static inline const char *outline_children(apr_pool_t *pool, const GumboVector *children)
{
    const char *text = "";

    for (unsigned i = 0; i < children->length; i++) {
        text = apr_pstrcat(pool, text, outline(pool, children->data[i]), NULL);
    }
    return text;
}

static inline const char *outline(apr_pool_t *pool, const GumboNode *node)
{
    const GumboElement *element = &node->v.element;
    const char *text;

    if (node->type == GUMBO_NODE_COMMENT) {
        return apr_pstrcat(pool, "<!--", node->v.text.text, "-->", NULL);
    }
    if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) {
        return "";
    }
    text = apr_psprintf(pool, "<%d %.*s", (int)element->tag, (int)element->original_tag.length,
                        element->tag == GUMBO_TAG_UNKNOWN ? "?" : "");
    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];
        text = apr_pstrcat(pool, text, " ", attribute->name, NULL);
    }
    return apr_pstrcat(pool, text, ">", outline_children(pool, &element->children), "</>", NULL);
}

static inline const char *outline_html(apr_pool_t *pool, const char *html, size_t length)
{
    GumboOutput *parsed = gumbo_parse_with_options(&kGumboDefaultOptions, html, length);
    const char *text = outline_children(pool, &parsed->document->v.document.children);

    gumbo_destroy_output(&kGumboDefaultOptions, parsed);
    return text;
}

#endif
