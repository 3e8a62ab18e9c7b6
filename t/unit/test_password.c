/* Passwords: hashes old and new, when a login replaces one, and what is too weak. */
#include "domain/password.h"

#include "tap.h"

#include <apr_general.h>
#include <sodium.h>

#define PHRASE "correct horse \xD0\x96 staple"

/* The least that libsodium allows, so that the tests take no time. */
static const cc_password_cost_t cheap = {1, 8192 * 2}, dear = {2, 8192 * 4}, standard = {2, 19456 * 1024};

static const struct {
    const char *name, *password, *hash;
} imported[] = {
    {"bcrypt", PHRASE, "$2y$05$oSXmpSJv9nXLAXcxB65Q.eq/YL2tIJvwVFUfjsEHlfaBTnKOU50V6"},
    {"apr1", PHRASE, "$apr1$kYjkeSeW$Wl2TMGs5Zhzs8USdhYzbb1"},
    {"SHA", PHRASE, "{SHA}LDSZKPQ5+rxDgyJ/naFXhxxHD24="},
    {"MD5 crypt", PHRASE, "$1$lbb3/DQK$iL4q8yhz5uKFFuD9C1p2k/"},
    {"SHA-256 crypt", PHRASE, "$5$eRXY7EMSzeMFyIgo$z/hV7d.RZt3tW4ohsw9lU2pcMP0g9k1koCIHoR4XbGB"},
    {"SHA-512 crypt", PHRASE,
     "$6$k7NYkBL6s3ekFlJ0$7ybcEYWIihz9E/QoUZBRvlf249ioN0MZsul4j792GBK/uSthnjhTOQaRjFI1px.1fhZQI6yA7vWF.7xVjKbY5/"},
    {"yescrypt", PHRASE, "$y$j9T$abcdefghijkl$P5dZZouyefXSl023i2VlW9UFK8q6Dl21kwsCV.mAtBA"},
    {"traditional crypt", "secret12", "abhv/ZnAzL36k"},
};

static void test_imported(void)
{
    for (size_t i = 0; i < sizeof(imported) / sizeof(imported[0]); i++) {
        const char *name = imported[i].name, *hash = imported[i].hash;
        ok(cc_password_hash_known(hash), "%s is known", name);
        ok(cc_password_verify(imported[i].password, hash), "%s: right password", name);
        ok(!cc_password_verify("secret13", hash), "%s: wrong password", name);
        ok(!cc_password_verify("", hash), "%s: no password", name);
        ok(!cc_password_verify(hash, hash), "%s: the hash is not the password", name);
        ok(cc_password_outdated(hash, &cheap), "%s is replaced at login", name);
    }
}

#define ARGON2ID(cost)                                                                                                 \
    "$argon2id$v=19$" cost "$c29tZXNhbHRzb21lc2FsdA$"                                                                  \
    "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"

/* apr_password_validate compares what it does not recognise as plain text: such a hash signs nobody in. */
static void test_no_hash(void)
{
    static const char *const none[] = {"",      "secret",         "secret-secret",  "$2y$", "$argon2i$x",
                                       "{SHA}", "{SSHA}abcdefgh", "$9$abcdefghijk", "*",    "!",
                                       "x",     "plain text pw",  "1234567890123"};

    ok(!cc_password_verify("", NULL), "no hash, no login");
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        ok(!cc_password_verify(none[i], none[i]), "'%s' is no hash of itself", none[i]);
    }
    ok(!cc_password_hash_known("plain text pw"), "13 characters with blanks are no crypt hash");
    ok(!cc_password_hash_known("secret"), "a word is no hash");
    ok(!cc_password_hash_known("$argon2i$v=19$m=4096,t=3,p=1$abc$def"), "argon2i is not argon2id");
    ok(!cc_password_hash_known("$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHRzb21lc2E"), "half a hash is none");
    ok(cc_password_hash_known(ARGON2ID("m=4194304,t=100,p=1")), "as dear as can be configured");
    ok(!cc_password_hash_known(ARGON2ID("m=4194305,t=1,p=1")), "argon2id of too much memory");
    ok(!cc_password_hash_known(ARGON2ID("m=8192,t=101,p=1")), "argon2id of too many passes");
}

static void test_new(apr_pool_t *pool)
{
    const char *hash = cc_password_hash(pool, PHRASE, &cheap), *other = cc_password_hash(pool, PHRASE, &cheap);
    const char *full = cc_password_hash(pool, PHRASE, &standard);
    const char *blanks = cc_password_hash(pool, " two  blanks ", &cheap);
    char *longest = apr_pcalloc(pool, 1025);

    ok(hash && other && strcmp(hash, other) != 0, "one password, two hashes");
    ok(full && !strncmp(full, "$argon2id$v=19$m=19456,t=2,p=1$", 31), "argon2id with the configured cost");
    ok(cc_password_verify(PHRASE, hash) && cc_password_verify(PHRASE, full), "both fit the password");
    ok(!cc_password_verify("Correct horse \xD0\x96 staple", hash), "case counts");
    ok(cc_password_verify(" two  blanks ", blanks) && !cc_password_verify("two  blanks", blanks) &&
           !cc_password_verify(" two blanks ", blanks),
       "blanks count");
    ok(!cc_password_verify("e\xCC\x81"
                           "e",
                           cc_password_hash(pool,
                                            "\xC3\xA9"
                                            "e",
                                            &cheap)),
       "bytes as typed count");
    memset(longest, 'x', 1024);
    hash = cc_password_hash(pool, longest, &cheap);
    ok(cc_password_verify(longest, hash), "1,024 characters");
    longest[1023] = 'y';
    ok(!cc_password_verify(longest, hash), "of which the last one counts");
    longest[72] = 'z';
    longest[1023] = 'x';
    ok(!cc_password_verify(longest, hash), "and the 73rd");
    ok(cc_password_dummy(PHRASE, &cheap), "the check for nobody is made");
}

static void test_outdated(apr_pool_t *pool)
{
    const char *hash = cc_password_hash(pool, PHRASE, &cheap);

    ok(!cc_password_outdated(hash, &cheap), "a hash of the present cost stays");
    ok(cc_password_outdated(hash, &dear), "a hash of a lower cost is replaced");
    ok(cc_password_outdated("$argon2id$v=19$broken", &cheap), "a broken hash is replaced");
}

static const char *problem(apr_pool_t *pool, const char *password, int min, const char *const *context)
{
    cc_problems_t *problems = cc_problems_make(pool);
    const cc_problem_t *found;

    cc_password_check(problems, "password", password, min, context);
    found = cc_problem_of(problems, "password");
    return found ? cc_problem_text(pool, found) : NULL;
}

static void test_strength(apr_pool_t *pool)
{
    static const char *const context[] = {"catherine", "carter", "example", "Lagerta", NULL};
    static const char *const nothing[] = {NULL};
    static const struct {
        const char *password;
        int min;
        const char *says; /* NULL: accepted */
    } table[] = {
        {"", 15, "fill in"},
        {"short", 15, "At least 15"},
        {"fourteen chars", 15, "At least 15"},
        {"kd8 Wm2 qp0 Zr5", 15, NULL},
        {"passwordpassword", 15, "easy to guess"},
        {"passwordpassword1", 15, "easy to guess"},
        {"123456789012345", 15, "easy to guess"},
        {"aaaaaaaaaaaaaaaa", 15, "easy to guess"},
        {"qwertyuiopasdfg", 15, "easy to guess"},
        {"abcdefghijklmnop", 15, "easy to guess"},
        {"catherinecarter", 15, "easy to guess"},
        {"lagertalagerta1", 15, "easy to guess"},
        {"password", 8, "easy to guess"},
        {"lagerta1", 8, "easy to guess"},
        {"tomato-radiator-sixteen", 15, NULL},
        {PHRASE, 15, NULL},
        {"   leading and trailing   ", 15, NULL},
        {"\xD0\xBF\xD1\x80\xD0\xBE\xD0\xBB\xD0\xB5\xD1\x82 \xD0\xBB\xD0\xB8\xD0\xBC\xD0\xBE\xD0\xBD 73", 15, NULL},
    };
    char *longest = apr_pcalloc(pool, 1100);

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const char *got = problem(pool, table[i].password, table[i].min, context);
        ok(table[i].says ? got && strstr(got, table[i].says) : !got, "'%s': %s", table[i].password,
           got ? got : "accepted");
    }
    ok(!problem(pool, "kd8Wm2qp0Zr5xLs1", 15, nothing), "no context words at all");
    for (int i = 0; i < 1025; i++) {
        longest[i] = (char)('!' + (i * 37 + i / 7) % 90);
    }
    ok(problem(pool, longest, 15, context) != NULL, "1,025 characters are too many");
    longest[1024] = '\0';
    is_str(problem(pool, longest, 15, context), NULL, "1,024 are not");
    /* 15 letters of two bytes each are 15 characters, 14 are not */
    ok(strstr(problem(pool, "\xD0\x96\xD1\x8E\xD0\xB9\xD1\x84\xD1\x8D\xD0\xB3\xD1\x86", 8, nothing), "At least 8"),
       "characters are counted, not bytes");
}

/* ---- no password takes much longer than a hash ---- */

/* Visitors may have passwords judged as often as they like. What looks like one date after another is the dearest. */
static void test_judging(apr_pool_t *pool)
{
    static const char *const parts[] = {"12", "01", "1", "0123456789", "1/", "aA1", "@4($", "qwertasdfg", "lagerta"};
    static const char *const context[] = {"Lagerta", NULL};
    double from = cpu(), hash;
    char *text = apr_pcalloc(pool, CC_PASSWORD_MAX + 1);

    cc_password_dummy(PHRASE, &standard);
    hash = cpu() - from;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        for (size_t n = 0; n < CC_PASSWORD_MAX; n++) {
            text[n] = parts[i][n % strlen(parts[i])];
        }
        from = cpu();
        (void)problem(pool, text, 15, context);
        ok(cpu() - from < 4 * hash, "'%s' over and over is judged at the cost of few hashes", parts[i]);
    }
}

int main(void)
{
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    ok(sodium_init() >= 0, "libsodium is there");
    test_imported();
    test_no_hash();
    test_new(pool);
    test_outdated(pool);
    test_strength(pool);
    test_judging(pool);
    return done();
}
