/* Money and quantities: decimal text on the outside, whole numbers of millionths inside. Nothing is ever rounded and
 * no binary fraction is involved, so what was loaded is what is shown and summed. */
#ifndef CC_DECIMAL_H
#define CC_DECIMAL_H

#include <apr_pools.h>
#include <stdbool.h>
#include <stdint.h>

/** Millionths in one. */
#define CC_DECIMAL_ONE 1000000

/** Digits after the point that an amount of money is written with at least. */
#define CC_DECIMALS_OF_MONEY 2

/** "No value"; no decimal text stands for it. */
#define CC_DECIMAL_NONE INT64_MIN

/** Reads an optional minus, digits, and optionally a point with one to six digits; nothing else, no blanks, plus,
 *  exponent or separators. False, and `*value` as it was, for anything else and for what is beyond
 *  ±9223372036854.775807. */
bool cc_decimal_parse(const char *text, int64_t *value);

/** The decimal text: `min_decimals` (0…6) digits after the point, more only where they are not zero: "18.00",
 *  "0.125". Empty for CC_DECIMAL_NONE. */
const char *cc_decimal_text(apr_pool_t *pool, int64_t value, int min_decimals);

/** Room for any such text. */
#define CC_DECIMAL_SIZE 32

/** The same into a buffer, without a pool; returns where in it the text begins. */
const char *cc_decimal_write(char buffer[CC_DECIMAL_SIZE], int64_t value, int min_decimals);

/** A sum that was added up in two parts, ones and millionths of either sign, so that no number of amounts overflows. */
const char *cc_decimal_sum(apr_pool_t *pool, int64_t ones, int64_t millionths, int min_decimals);

/** Decimal text for people: thousands grouped and the point as readers of the language have it ("1,000.00" in "en",
 *  "1.000,00" in "de"); a language that is not known reads as "en". */
const char *cc_decimal_group(apr_pool_t *pool, const char *text, const char *language);

/** The decimal text of what people of the language typed: with thousands grouped as cc_decimal_group() has them, or
 *  not grouped, and their point. So "1.234" is 1234 in "de", where "12.5" is 12.5 as no thousands are written like
 *  that. `folded`: by cc_text_fold(). Anything else comes back as it is. */
const char *cc_decimal_plain(apr_pool_t *pool, const char *folded, const char *language);

#endif
