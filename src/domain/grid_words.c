/* Declared in grid_words.h. */
#include "grid_words.h"

#include "../base/text.h"

#include <apr_strings.h>
#include <string.h>

bool cc_grid_is_short(const char *folded)
{
    return cc_text_length(folded) < CC_GRID_WORD;
}

const char *cc_grid_phrase(apr_pool_t *pool, const char *text)
{
    const char *made = "\"";

    for (const char *at; (at = strchr(text, '"')) != NULL; text = at + 1) {
        made = apr_pstrcat(pool, made, apr_pstrmemdup(pool, text, (apr_size_t)(at - text)), "\"\"", NULL);
    }
    return apr_pstrcat(pool, made, text, "\"", NULL);
}

const char *cc_grid_words_end(apr_pool_t *pool, const char *letters)
{
    return apr_pstrcat(pool, letters, "\xF4\x8F\xBF\xBF", NULL); /* the last letter of Unicode */
}

void cc_grid_add_word(apr_array_header_t *words, const char *word)
{
    const char *phrase = cc_grid_phrase(words->pool, word);

    APR_ARRAY_PUSH(words, const char *) = words->nelts ? apr_pstrcat(words->pool, "OR ", phrase, NULL) : phrase;
}

const char *cc_grid_any_word(const apr_array_header_t *words)
{
    return words->nelts ? apr_pstrcat(words->pool, "(", apr_array_pstrcat(words->pool, words, ' '), ")", NULL) : "\"\"";
}
