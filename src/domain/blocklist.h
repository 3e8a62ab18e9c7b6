/* A file of passwords that were found in breaches, asked on disk: nothing of it is kept in memory, so it may be as
 * large as those that are published. Its format is theirs: SHA-1 of each password in capital hexadecimal digits, one a
 * line, in order, each perhaps followed by ":" and a count (ASVS 6.2.12). */
#ifndef CC_BLOCKLIST_H
#define CC_BLOCKLIST_H

#include "../base/types.h"

#include <apr_pools.h>

/** Looks the password up. CC_OK: it is not in the file; CC_REFUSED: it is; CC_FAILED: the file cannot be read, or is no
 *  such file. Reads some forty short pieces of the file, however large it is. */
cc_status_t cc_blocklist_find(apr_pool_t *pool, const char *path, const char *password);

/** True if the file can be read and begins as such a file does. */
bool cc_blocklist_usable(apr_pool_t *pool, const char *path);

#endif
