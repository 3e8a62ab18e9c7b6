/* Text as people type it: validity, folding for comparison, display formats, and escaping at the point of
 * output. All results are allocated from the pool that is passed. */
#ifndef CC_TEXT_H
#define CC_TEXT_H

#include <apr_pools.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** True if the `len` bytes are well-formed UTF-8 without NUL. */
bool cc_text_is_utf8(const char *s, size_t len);

/** Are they the same to the letter? NULL and "" are. */
bool cc_text_same(const char *a, const char *b);

/** Characters (code points) of a valid UTF-8 string. */
size_t cc_text_length(const char *s);

/** Is this a control, format, surrogate, private-use or unassigned character, one that separates lines, or a letter
 *  that shows nothing? */
bool cc_text_is_control(int32_t c);

/** True if the text has a character of cc_text_is_control().
 *  `multiline` allows line feed, carriage return and tab. */
bool cc_text_has_control(const char *s, bool multiline);

/** At most `max` bytes of a valid UTF-8 text, cut between two characters. */
const char *cc_text_head(apr_pool_t *pool, const char *s, size_t max);

/** Without blanks (any Unicode white space) around it. */
const char *cc_text_trim(apr_pool_t *pool, const char *s);

/** The form in which names, e-mail addresses and search texts compare: trimmed, compatibility-normalised and
 *  case-folded (NFKC_Casefold, Unicode UAX #31). Stored beside the original, so that every database compares
 *  alike. Returns "" for NULL. */
const char *cc_text_fold(apr_pool_t *pool, const char *s);

/** Are the two the same name to everybody, without regard to case and to blanks around them? Folded texts may be the
 * same where these are not: letters that mean the same are, and what cannot be seen is not there. */
bool cc_text_same_name(apr_pool_t *pool, const char *a, const char *b);

/** How many characters of a folded text lists sort and search by: as many as every database takes into an index, beside
 *  a number, and more than there are in a name that is not made up of ligatures. */
#define CC_TEXT_KEY_MAX 600

/** The folded form, and of a longer one the beginning. */
const char *cc_text_key(apr_pool_t *pool, const char *s);

/** The beginning, of at most CC_TEXT_KEY_MAX characters, of a text that is folded already. */
const char *cc_text_key_of(apr_pool_t *pool, const char *folded);

/** A LIKE pattern that finds `folded` anywhere, with `!` as the escape character; "%" for "" and NULL. */
const char *cc_text_like(apr_pool_t *pool, const char *folded);

/** `Catherine Carter <CC> [EXT]` */
const char *cc_text_user(apr_pool_t *pool, const char *name, const char *login, const char *user_type);

/** `Olivia Green #00028` */
const char *cc_text_customer(apr_pool_t *pool, const char *name, const char *number);

/** Up to two initials, in upper case: `CC` for "Catherine Carter". */
const char *cc_text_initials(apr_pool_t *pool, const char *name);

/** Well-formed enough to be an e-mail address: printable ASCII, one `@`, a dotted domain, at most 254 bytes. */
bool cc_text_is_email(const char *s);

/** Fit to be a login: 1…254 bytes, no blanks, control characters or `<>[]"`, and no mixture of Latin and
 *  other letters (look-alikes). */
bool cc_text_is_login(const char *s);

/** Parses a whole decimal number without sign, blanks or exponent, at most `max`. */
bool cc_text_to_int(const char *s, int64_t max, int64_t *value);

/** Percent-encodes everything but RFC 3986 unreserved characters (and `/` when `keep_slash`). */
const char *cc_escape_url(apr_pool_t *pool, const char *s, bool keep_slash);

/** One CSV cell: quoted per RFC 4180 where needed; a cell that a spreadsheet would run as a formula (it begins
 *  with = + - @, tab or CR) is defused with a leading apostrophe, plain negative numbers excepted. */
const char *cc_escape_csv(apr_pool_t *pool, const char *s);

/** For a log line or a terminal: control characters (cc_text_is_control), which may also turn or end what is read, and
 *  bytes above ASCII that are not valid UTF-8, as \xNN. */
const char *cc_escape_log(apr_pool_t *pool, const char *s);

/** Decimal text of a number, the form in which all numbers are bound to SQL. */
const char *cc_text_int(apr_pool_t *pool, int64_t value);

#endif
