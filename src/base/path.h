/* Paths of addresses: which pattern one fits, and whether one stays where it belongs. */
#ifndef CC_PATH_H
#define CC_PATH_H

#include <stdbool.h>
#include <stdint.h>

/** Does the path fit the pattern, letter by letter? {id} in it stands for a whole number from 1 without leading zeros,
 *  which `*id` gets; {rest} at its end for anything but nothing, to which `*rest` points in the path. Neither is set
 *  unless the path fits. */
bool cc_path_match(const char *pattern, const char *path, int64_t *id, const char **rest);

/** Is `next` a path below `prefix` (empty, or "/cc") and nothing that a browser could take for another host or for a
 *  path elsewhere (ASVS 3.7.2)? No second slash or backslash in front, no control characters, no dots that climb out,
 *  plain or encoded; at most 2,000 bytes; a query string may follow. */
bool cc_path_is_below(const char *prefix, const char *next);

#endif
