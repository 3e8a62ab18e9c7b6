/* The loader of a Lua directory: only what belongs there is loaded, as it stands, and no compiled code runs. Input: a
 * file's name, a NUL, what is in it. */
#include "script.h"

#include "../../src/script/source.h"
#include "../../src/script/run.h"

static int refused;

static void count_line(void *baton, cc_log_level_t level, const char *line)
{
    (void)baton;
    (void)level;
    for (const char *p = line; *p; p++) {
        must((unsigned char)*p >= ' ');
    }
    refused++;
}

static const cc_log_t log_count = {count_line, NULL};

void fuzz_open(apr_pool_t *pool)
{
    lua_open(pool);
}

/* Places of files: of each folder, below one, and beside them. */
static const char *const places[] = {"pages", "components", "lib", "i18n", "assets", ""};
#define PLACES (sizeof(places) / sizeof(places[0]))

static bool is_loaded(const cc_source_t *source, const char *place, const char *name)
{
    size_t length = strlen(name);
    bool script = strcmp(place, "assets") != 0;

    if (!*place || *name == '.' || (script && (length < 5 || strcmp(name + length - 4, ".lua") != 0))) {
        must(apr_hash_count(source->scripts) == 0 && apr_hash_count(source->assets) == 0);
        return false;
    }
    must(apr_hash_count(source->scripts) == (script ? 1U : 0U));
    must(apr_hash_count(source->assets) == (script ? 0U : 1U));
    return true;
}

static void check_script(apr_pool_t *pool, const cc_source_t *source, const char *place, const char *name,
                         const char *text, size_t length)
{
    const char *plain = apr_pstrmemdup(pool, name, strlen(name) - 4);
    const cc_script_t *script = cc_source_script(source, place, plain);

    if (!script) {
        must(strlen(place) + 1 + strlen(plain) >= 160); /* longer than any name that is looked for */
        return;
    }
    must(script->length == length && !memcmp(script->text, text, length) && script->text[length] == '\0');
    refused = 0;
    cc_state_compile_all(source, pool, &log_count);
    must(refused <= 1);
    must(refused == 1 || !length || *text != '\x1B'); /* how compiled code begins */
}

static void check_languages(const cc_source_t *source, const char *place, const char *name)
{
    const char *const *language = source->languages;

    must(!strcmp(*language, "en"));
    for (language++; *language; language++) {
        must(!strcmp(place, "i18n") && !strncmp(name, *language, strlen(*language)));
        must(strspn(*language, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == strlen(*language));
    }
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    const char *place = places[fuzz_byte(&text, &length) % PLACES], *name = fuzz_until(pool, &text, &length, '\0');
    const char *path = apr_pstrcat(pool, place, "/", name, NULL);
    cc_source_t *source;

    if (!*name || strlen(name) > 200 || strchr(name, '/') || !strcmp(name, ".") || !strcmp(name, "..") ||
        (!*place && !access(apr_pstrcat(pool, lua_path, path, NULL), F_OK))) {
        return;
    }
    lua_write(pool, path, text, length);
    must(cc_source_read(pool, lua_path, &log_count, &source) == NULL);
    if (is_loaded(source, place, name)) {
        if (!strcmp(place, "assets")) {
            const cc_asset_t *asset = apr_hash_get(source->assets, name, APR_HASH_KEY_STRING);
            must(asset && asset->length == length && !memcmp(asset->data, text, length));
            must(strchr(asset->content_type, '/') && *asset->etag == '"');
        } else {
            check_script(pool, source, place, name, text, length);
        }
    }
    check_languages(source, place, name);
    cc_source_free(source);
    unlink(apr_pstrcat(pool, lua_path, "/", path, NULL));
}
