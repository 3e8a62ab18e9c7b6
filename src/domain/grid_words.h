/* What text indexes of SQLite are asked for (FTS5 with the trigram tokenizer): its words are three letters each, so
 * that a text of three letters and more is found as it is, and one or two letters by all words that begin with them.
 * Used by the files of the grid alone. */
#ifndef CC_GRID_WORDS_H
#define CC_GRID_WORDS_H

#include <apr_tables.h>
#include <stdbool.h>

/** Letters of a word. */
#define CC_GRID_WORD 3

/** Has the folded text fewer letters than a word? */
bool cc_grid_is_short(const char *folded);

/** The text in quotes, its own quotes doubled: finds whatever has it anywhere. */
const char *cc_grid_phrase(apr_pool_t *pool, const char *text);

/** The least text that comes after all words that begin with these letters. */
const char *cc_grid_words_end(apr_pool_t *pool, const char *letters);

/** Adds the phrase of a word to an array of texts. */
void cc_grid_add_word(apr_array_header_t *words, const char *word);

/** "(… OR …)": finds whatever has any of the words; nothing if there are none. */
const char *cc_grid_any_word(const apr_array_header_t *words);

#endif
