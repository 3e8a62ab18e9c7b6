/* What a Lua directory holds, read into memory once: scripts, assets, languages. One reading is a generation and
 * never changes; reload makes a new one. Owns no Lua state and knows nothing of requests. */
#ifndef CC_SOURCE_H
#define CC_SOURCE_H

#include "engine.h"

#include <apr_hash.h>

typedef struct {
    const char *name;  /**< "components/grid" */
    const char *chunk; /**< "@components/grid.lua", as Lua wants it for messages */
    const char *text;
    size_t length;
} cc_script_t;

typedef struct {
    apr_pool_t *pool;    /**< independent of every other pool: any thread may free the generation */
    apr_hash_t *scripts; /**< name -> cc_script_t */
    apr_hash_t *assets;  /**< path below assets/ -> cc_asset_t */
    const char *version;
    const char *const *languages;
    uint64_t stamp;
    struct cc_settled_t *settled; /**< pages of which nothing has changed, see settled.h; NULL: nothing is kept */
    struct cc_replay_t *replay;   /**< what pages of these scripts were made of, see replay.h; NULL: nothing is kept */
    int uses;                     /**< guarded by the engine's lock */
} cc_source_t;

/** Reads the directory. Returns NULL, or in `scratch` what is missing and where; files that cannot be read are
 *  logged and left out. */
const char *cc_source_read(apr_pool_t *scratch, const char *path, const cc_log_t *log, cc_source_t **source);

void cc_source_free(cc_source_t *source);

/** A number that changes when a file appears, goes, or changes its time or size. */
uint64_t cc_source_stamp(apr_pool_t *scratch, const char *path);

/** The script in this folder ("pages") with this name, or NULL. */
const cc_script_t *cc_source_script(const cc_source_t *source, const char *folder, const char *name);

#endif
