/* The schema's own words in braces, which stand for what differs by database:
 *   {id}    a generated key that is never given out twice     {int}   64-bit integer
 *   {key}   text with an index of its own, often unique       {date}  a date
 *   {text}  text of any length                                {long}  folded text of any length
 *   {part}  behind a {long} in an index: as much of it as the database takes into one
 *   {down}  behind a column of an index: the greatest first, where the database can
 *   {end}   what follows the closing parenthesis of a table */
#ifndef CC_SCHEMA_WORDS_H
#define CC_SCHEMA_WORDS_H

#include "db.h"

/** A statement of the schema for this database. MariaDB ends every transaction at one, so there what is made already is
 *  passed over: half a schema becomes a whole one when the statements are run again. */
const char *cc_schema_text(apr_pool_t *pool, const char *sql, cc_dialect_t dialect);

#endif
