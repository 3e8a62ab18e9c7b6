/* Text as people type it: folding, validity, display, escaping, numbers. */
#include "base/problem.h"
#include "base/text.h"

#include "tap.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <utf8proc.h>

#define ZHE_UP "\xD0\x96"  /* Ж */
#define ZHE_LOW "\xD0\xB6" /* ж */
#define NBSP "\xC2\xA0"
#define ZWSP "\xE2\x80\x8B" /* zero width space, a format character */
#define RLO "\xE2\x80\xAE"  /* right-to-left override */

static void test_fold(apr_pool_t *pool)
{
    static const struct {
        const char *name, *text, *folded;
    } table[] = {
        {"NULL", NULL, ""},
        {"nothing", "", ""},
        {"blanks", " \t ", ""},
        {"ASCII", "Catherine.CARTER@Example.COM", "catherine.carter@example.com"},
        {"blanks around", "  cc@example.com \n", "cc@example.com"},
        {"no-break blanks around", NBSP "cc" NBSP, "cc"},
        {"blanks inside stay", "Olivia  Green", "olivia  green"},
        {"Cyrillic", ZHE_UP ZHE_LOW, ZHE_LOW ZHE_LOW},
        {"Greek final sigma", "\xCE\xA3\xCE\xA3", "\xCF\x83\xCF\x83"},
        {"Greek final sigma, small", "\xCF\x83\xCF\x82", "\xCF\x83\xCF\x83"},
        {"sharp s",
         "Stra\xC3\x9F"
         "e",
         "strasse"},
        {"capital sharp s",
         "STRA\xE1\xBA\x9E"
         "E",
         "strasse"},
        {"full width", "\xEF\xBC\xA3\xEF\xBC\xA3", "cc"},
        {"ligature", "\xEF\xAC\x81sh", "fish"},
        {"composed", "Ren\xC3\xA9", "ren\xC3\xA9"},
        {"decomposed", "Rene\xCC\x81", "ren\xC3\xA9"},
        {"dotted capital I", "\xC4\xB0", "i\xCC\x87"},
        {"zero width space vanishes", "c" ZWSP "c", "cc"},
        {"not UTF-8", "A\xFF", "A\xFF"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        is_str(cc_text_fold(pool, table[i].text), table[i].folded, table[i].name);
        is_str(cc_text_fold(pool, table[i].folded), table[i].folded, "and folding again changes nothing");
    }
}

static void test_same_name(apr_pool_t *pool)
{
    static const struct {
        const char *name, *a, *b;
        bool same;
    } table[] = {
        {"itself", "cc@example.com", "cc@example.com", true},
        {"in capitals", "CC@Example.com", "cc@example.COM", true},
        {"with blanks around", " cc\t", "cc", true},
        {"Cyrillic capitals", ZHE_UP, "\xD0\xB6", true},
        {"composed and not", "Jos\xC3\xA9", "jose\xCC\x81", true},
        {"a beginning", "cc", "ccc", false},
        {"a longer one", "ccc", "cc", false},
        {"a blank inside", "c c", "cc", false},
        {"a zero width space", "c" ZWSP "c", "cc", false},
        {"a soft hyphen at the end", "cc\xC2\xAD", "cc", false},
        {"full width", "\xEF\xBD\x83\xEF\xBD\x83", "cc", false},
        {"a ligature", "\xEF\xAC\x81", "fi", false},
        {"sharp s", "\xC3\x9F", "ss", false},
        {"long s", "\xC5\xBF", "s", false},
        {"a Cyrillic letter that looks alike", "\xD1\x81", "c", false},
        {"nothing and nothing", "", "", false},
        {"nothing and no name", " ", NULL, false},
        {"not UTF-8", "\xFF", "\xFF", false},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        ok(cc_text_same_name(pool, table[i].a, table[i].b) == table[i].same, "%s: %s", table[i].name,
           table[i].same ? "the same name" : "another name");
        ok(cc_text_same_name(pool, table[i].b, table[i].a) == table[i].same, "and the other way");
    }
}

/* What is taken for itself without a look at tables is what these say. */
static void test_ascii(apr_pool_t *pool)
{
    bool folded = true, trimmed = true, control = true, initial = true;

    for (int c = 1; c < 128; c++) {
        const char one[] = {(char)c, '\0'}, other[] = {(char)c, '\xC3', '\xA9', '\0'};
        utf8proc_category_t category = utf8proc_category(c);
        bool blank = category == UTF8PROC_CATEGORY_ZS || (c >= 9 && c <= 13);
        const char *whole = cc_text_fold(pool, other); /* not ASCII: by the tables */
        folded &= blank || !strncmp(cc_text_fold(pool, one), whole, 1);
        trimmed &= (*cc_text_trim(pool, one) == '\0') == blank;
        control &= cc_text_has_control(one, false) == (category == UTF8PROC_CATEGORY_CC);
        initial &= blank || *cc_text_initials(pool, one) == (char)utf8proc_toupper(c);
    }
    ok(folded, "ASCII is folded as by the tables");
    ok(trimmed, "is blank as these say");
    ok(control, "is control as these say");
    ok(initial, "and has their capitals");
}

static void test_utf8(void)
{
    static const struct {
        const char *name, *text;
        size_t length;
        bool valid;
    } table[] = {
        {"nothing", "", 0, true},
        {"ASCII", "abc", 3, true},
        {"Cyrillic", ZHE_UP, 2, true},
        {"four bytes", "\xF0\x9F\x98\x80", 4, true},
        {"NUL inside", "a\0b", 3, false},
        {"a continuation alone", "\x80", 1, false},
        {"cut off", "\xD0", 1, false},
        {"overlong slash", "\xC0\xAF", 2, false},
        {"overlong NUL", "\xC0\x80", 2, false},
        {"three bytes overlong", "\xE0\x80\xAF", 3, false},
        {"surrogate", "\xED\xA0\x80", 3, false},
        {"beyond Unicode", "\xF4\x90\x80\x80", 4, false},
        {"five bytes", "\xF8\x88\x80\x80\x80", 5, false},
        {"FF", "\xFF", 1, false},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        ok(cc_text_is_utf8(table[i].text, table[i].length) == table[i].valid, "%s: %s", table[i].name,
           table[i].valid ? "UTF-8" : "not UTF-8");
    }
    is_int((long long)cc_text_length("a" ZHE_UP "\xF0\x9F\x98\x80"), 3, "characters, not bytes");
    is_int((long long)cc_text_length(""), 0, "none in nothing");
}

static void test_control(void)
{
    static const struct {
        const char *name, *text;
        bool in_line, in_lines;
    } table[] = {
        {"a name", "Ren\xC3\xA9 O'Neill \xED\x95\x9C", false, false},
        {"emoji", "\xF0\x9F\x98\x80 \xE2\x9D\xA4\xEF\xB8\x8F", false, false},
        {"tab", "a\tb", true, false},
        {"line feed", "a\nb", true, false},
        {"carriage return", "a\r\nb", true, false},
        {"escape", "a\x1B[0m", true, true},
        {"bell", "\x07", true, true},
        {"delete", "\x7F", true, true},
        {"C1 control", "\xC2\x85", true, true},
        {"zero width space", ZWSP, true, true},
        {"right-to-left override", RLO "abc", true, true},
        {"byte order mark",
         "\xEF\xBB\xBF"
         "a",
         true, true},
        {"line separator", "\xE2\x80\xA8", true, true},
        {"private use", "\xEE\x80\x80", true, true},
        {"not a character", "\xEF\xBF\xBF", true, true},
        {"a filler of Hangul", "a\xE3\x85\xA4", true, true},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        ok(cc_text_has_control(table[i].text, false) == table[i].in_line, "%s in one line", table[i].name);
        ok(cc_text_has_control(table[i].text, true) == table[i].in_lines, "%s in many lines", table[i].name);
    }
}

static void test_email(apr_pool_t *pool)
{
    const char *local64 =
        apr_pstrcat(pool, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL);
    const char *label = apr_pstrcat(pool, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.", NULL);
    const char *domain = apr_pstrcat(pool, label, label, label, label, "com", NULL);
    const struct {
        const char *text;
        bool valid;
    } table[] = {
        {"cc@example.com", true},
        {"c.c+tag@sub.example.co.uk", true},
        {"O'Neill@example.com", true},
        {"a@b.co", true},
        {"a_b-c%d@example.com", true},
        {"UPPER@EXAMPLE.COM", true},
        {"1@2.de", true},
        {"", false},
        {"cc", false},
        {"@example.com", false},
        {"cc@", false},
        {"cc@example", false},
        {"cc@@example.com", false},
        {"a@b@example.com", false},
        {"cc@example..com", false},
        {"cc@.example.com", false},
        {"cc@example.", false},
        {".cc@example.com", false},
        {"cc.@example.com", false},
        {"cc@-example.com", false},
        {"c c@example.com", false},
        {"cc@exam ple.com", false},
        {" cc@example.com", false},
        {"cc@example.com\n", false},
        {"<cc@example.com>", false},
        {"cc@example.com,d@e.com", false},
        {"\"cc\"@example.com", false},
        {"cc@[127.0.0.1]", false},
        {"cc(x)@example.com", false},
        {"cc;d@example.com", false},
        {"c\\c@example.com", false},
        {"\xD0\x96@example.com", false},
        {"cc@ex\xC3\xA4mple.com", false},
        {"cc\x7F@example.com", false},
        {"cc\t@example.com", false},
        {"cc:d@example.com", false},
        {apr_pstrcat(pool, local64, "@example.com", NULL), true},
        {apr_pstrcat(pool, local64, "a@example.com", NULL), false},
        {apr_pstrcat(pool, local64, "@", domain, NULL), false}, /* over 254 bytes */
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        ok(cc_text_is_email(table[i].text) == table[i].valid, "'%.70s' %s", table[i].text,
           table[i].valid ? "is an address" : "is none");
    }
}

static void test_login(apr_pool_t *pool)
{
    char *longest = apr_pcalloc(pool, 256);
    static const struct {
        const char *text;
        bool valid;
    } table[] = {
        {"CC", true},
        {"catherine.carter", true},
        {"cc@example.com", true},
        {"o'neill", true},
        {"1", true},
        {ZHE_UP ZHE_LOW, true},
        {ZHE_UP "1-2", true},
        {"\xE5\xBC\xB5", true},
        {"", false},
        {" ", false},
        {"c c", false},
        {" cc", false},
        {"cc ", false},
        {"c" NBSP "c", false},
        {"c\tc", false},
        {"c\nc", false},
        {"<cc>", false},
        {"cc[EXT]", false},
        {"c\"c", false},
        {"c" ZWSP "c", false},
        {RLO "cc", false},
        {"\xD1\x81"
         "c",
         false},
        {"admin\xD0\xB0", false},
        {"c\xFF", false},
        {"\x01", false},
        {"ren\xC3\xA9", true},
        {"\xC5\x81ukasz", true},
        {"gro\xC3\x9F", true},
        {"\xC8\x99tefan", true},
        {"\xC8\x9Bu\xC8\x9Bu", true},
        {"\xC8\x9C", true},
        {"o\xC8\x9C", false},
        {"\xC3\xA9" ZHE_LOW, false},
        {"yild\xC4\xB1z", false},
        {"\xC4\xB1\xC4\xB1", true},
        {"\xC5\xBFo", false},
        {"a\xC3\x97x", false},
        {"re\xCC\x81", false},
        {"\xEF\xBB\xBF"
         "cc",
         false},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        ok(cc_text_is_login(table[i].text) == table[i].valid, "'%s' %s", cc_escape_log(pool, table[i].text),
           table[i].valid ? "is a login" : "is none");
    }
    memset(longest, 'a', 255);
    ok(!cc_text_is_login(longest), "255 bytes are too many");
    longest[254] = '\0';
    ok(cc_text_is_login(longest), "254 are not");
}

static void test_int(apr_pool_t *pool)
{
    static const struct {
        const char *text;
        int64_t max, value; /* -1: refused */
    } table[] = {
        {"0", 36500, 0},
        {"36500", 36500, 36500},
        {"007", 36500, 7},
        {"36501", 36500, -1},
        {"", 10, -1},
        {NULL, 10, -1},
        {"-1", 10, -1},
        {"+5", 10, -1},
        {" 5", 10, -1},
        {"5 ", 10, -1},
        {"1e3", 36500, -1},
        {"0x1", 36500, -1},
        {"1.0", 10, -1},
        {"1,000", 36500, -1},
        {"5\n", 10, -1},
        {"\xD9\xA1", 10, -1},
        {"99999999999999999999999", 36500, -1},
        {"999999999999999999", INT64_MAX, 999999999999999999},
        {"18446744073709551617", INT64_MAX, -1},
        {"NaN", 10, -1},
        {"five", 10, -1},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        int64_t value = -1;
        bool valid = cc_text_to_int(table[i].text, table[i].max, &value);
        ok(valid == (table[i].value >= 0) && value == table[i].value, "'%s' is %lld",
           table[i].text ? table[i].text : "(null)", (long long)table[i].value);
    }
    is_str(cc_text_int(pool, INT64_MIN), "-9223372036854775808", "the smallest number");
    is_str(cc_text_int(pool, 0), "0", "zero");
}

static void test_display(apr_pool_t *pool)
{
    static const struct {
        const char *name, *initials;
    } table[] = {
        {"Catherine Carter", "CC"},
        {"Olivia", "O"},
        {"anna maria schmidt", "AM"},
        {"", ""},
        {"   ", ""},
        {ZHE_LOW "\xD0\xB0 " ZHE_LOW, ZHE_UP ZHE_UP},
        {"  two  blanks ", "TB"},
    };

    is_str(cc_text_user(pool, "Catherine Carter", "CC", "EXT"), "Catherine Carter <CC> [EXT]", "a user");
    is_str(cc_text_customer(pool, "Olivia Green", "00028"), "Olivia Green #00028", "a customer");
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        is_str(cc_text_initials(pool, table[i].name), table[i].initials, table[i].name);
    }
    is_str(cc_text_trim(pool, " \t\r\n a b " NBSP "\xE3\x80\x80"), "a b", "trimmed on both ends");
}

static void test_like(apr_pool_t *pool)
{
    is_str(cc_text_like(pool, NULL), "%", "no search finds all");
    is_str(cc_text_like(pool, ""), "%", "an empty search finds all");
    is_str(cc_text_like(pool, "abc"), "%abc%", "anywhere");
    is_str(cc_text_like(pool, "100%"), "%100!%%", "a percent sign is itself");
    is_str(cc_text_like(pool, "a_b"), "%a!_b%", "an underscore is itself");
    is_str(cc_text_like(pool, "a!b"), "%a!!b%", "the escape character is itself");
    is_str(cc_text_like(pool, "%_!"), "%!%!_!!%", "all of them");
    is_str(cc_text_like(pool, "' OR 1=1 --"), "%' OR 1=1 --%", "the rest is left to binding");
}

static void test_escape(apr_pool_t *pool)
{
    static const struct {
        const char *(*escape)(apr_pool_t *, const char *);
        const char *kind, *text, *want;
    } table[] = {
        {cc_escape_csv, "csv", "", ""},
        {cc_escape_csv, "csv", "plain", "plain"},
        {cc_escape_csv, "csv", "a,b", "\"a,b\""},
        {cc_escape_csv, "csv", "say \"hi\"", "\"say \"\"hi\"\"\""},
        {cc_escape_csv, "csv", "two\nlines", "\"two\nlines\""},
        {cc_escape_csv, "csv", "two\r\nlines", "\"two\r\nlines\""},
        {cc_escape_csv, "csv", " blank", "\" blank\""},
        {cc_escape_csv, "csv", "=1+1", "\"'=1+1\""},
        {cc_escape_csv, "csv", "=cmd|'/c calc'!A1", "\"'=cmd|'/c calc'!A1\""},
        {cc_escape_csv, "csv", "+49 30 1", "\"'+49 30 1\""},
        {cc_escape_csv, "csv", "-1+2", "\"'-1+2\""},
        {cc_escape_csv, "csv", "@SUM(A1)", "\"'@SUM(A1)\""},
        {cc_escape_csv, "csv", "\tx", "\"'\tx\""},
        {cc_escape_csv, "csv", "\rx", "\"'\rx\""},
        {cc_escape_csv, "csv", "-5", "-5"},
        {cc_escape_csv, "csv", "-1000.50", "-1000.50"},
        {cc_escape_csv, "csv", "-", "\"'-\""},
        {cc_escape_csv, "csv", "=\"x\"", "\"'=\"\"x\"\"\""},
        {cc_escape_log, "log", "plain " ZHE_UP, "plain " ZHE_UP},
        {cc_escape_log, "log", "a\nCC1001 forged", "a\\x0aCC1001 forged"},
        {cc_escape_log, "log", "a\r\x1B[2J", "a\\x0d\\x1b[2J"},
        {cc_escape_log, "log", "\x7F\x01", "\\x7f\\x01"},
        {cc_escape_log, "log",
         "\xFF"
         "A",
         "\\xffA"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        is_str(table[i].escape(pool, table[i].text), table[i].want, table[i].kind);
    }
    is_str(cc_escape_log(pool, "a\xC2\x9B"
                               "b"),
           "a\\xc2\\x9bb", "log: C1 controls do not get through, nor half of them");
    is_str(cc_escape_log(pool, "a" RLO "b" ZHE_UP), "a\\xe2\\x80\\xaeb" ZHE_UP,
           "log: nor what turns the rest of a line");
    is_str(cc_escape_log(pool, "a\xE2\x80\xA8"
                               "CC1001 forged"),
           "a\\xe2\\x80\\xa8CC1001 forged", "log: nor what some readers take for its end");
    is_str(cc_escape_url(pool, "a b&c=d/e?f#g%h+" ZHE_UP "~-._", false), "a%20b%26c%3Dd%2Fe%3Ff%23g%25h%2B%D0%96~-._",
           "url");
    is_str(cc_escape_url(pool, "/a/b\r\nX: y", true), "/a/b%0D%0AX%3A%20y", "url with slashes");
    is_str(cc_escape_url(pool, "", false), "", "url: nothing");
}

static void test_problems(apr_pool_t *pool)
{
    cc_problems_t *problems = cc_problems_make(pool);

    ok(!cc_problems_any(problems), "no problem yet");
    cc_problem_add(problems, "email", "At most {} characters are allowed.", "254");
    cc_problem_add(problems, "email", "Another one.", NULL);
    cc_problem_add(problems, "role", "Plain.", NULL);
    cc_problem_add(NULL, "role", "Nobody listens.", NULL);
    is_int(problems->list->nelts, 2, "one problem a field");
    is_str(cc_problem_text(pool, cc_problem_of(problems, "email")), "At most 254 characters are allowed.", "the first");
    is_str(cc_problem_text(pool, cc_problem_of(problems, "role")), "Plain.", "without an argument");
    ok(cc_problem_of(problems, "notes") == NULL, "none for another field");
}

int main(void)
{
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    test_fold(pool);
    test_same_name(pool);
    test_ascii(pool);
    test_utf8();
    test_control();
    test_email(pool);
    test_login(pool);
    test_int(pool);
    test_display(pool);
    test_like(pool);
    test_escape(pool);
    test_problems(pool);
    return done();
}
