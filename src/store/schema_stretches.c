#include "schema_stretches.h"

#include "schema_steps.h"

#include <stddef.h>

const char *const cc_schema_version_10[] = {NULL};

/* A stretch with so many parties is divided, if more than HALF of them have other names than its first: parties of one
 * name are in one stretch, however many there are. */
#define MOST "1024"
#define HALF "512"
/* What is longer in other names has not been divided. */
#define TOO_LONG "4096"

/* What is counted in a stretch: its parties, rows of access, and those of each role. */
#define PARTIES "'parties'"
#define ROWS "'access'"
#define KINDS "(" PARTIES ", " ROWS ", 'L10', 'L20', 'L30', 'L40', 'L80', 'L90')"

#define STRETCH_OF(name)                                                                                               \
    "(SELECT first FROM party_stretches WHERE kind = " PARTIES " AND first <= " name " ORDER BY first DESC LIMIT 1)"
#define COUNT_IN " ON CONFLICT DO UPDATE SET count = count + excluded.count; "

#define COUNT_PARTY(row, sign)                                                                                         \
    "INSERT INTO party_stretches SELECT " PARTIES ", first, " sign                                                     \
    " FROM " STRETCH_OF(row ".name_key") " WHERE true" COUNT_IN

/* One row, in all and by role; that of nobody, as damage may leave it, is nowhere. */
#define NAME_OF(customer)                                                                                              \
    "(SELECT p.name_key FROM customers c CROSS JOIN parties p WHERE c.id = " customer " AND p.id = c.party_id)"
#define COUNT_ROW(row, sign)                                                                                           \
    "INSERT INTO party_stretches SELECT kind, first, " sign                                                            \
    " FROM " STRETCH_OF(NAME_OF(row ".customer_id")) " CROSS JOIN (SELECT " ROWS " AS kind UNION ALL SELECT " row      \
                                                     ".role) WHERE true" COUNT_IN

/* All rows of some customers, as list_counts has them by role. */
#define BOTH "(SELECT 0 AS part UNION ALL SELECT 1)"
#define COUNT_ROWS(name, customers, sign)                                                                              \
    "INSERT INTO party_stretches SELECT IIF(part, kind, " ROWS "), first, " sign                                       \
    "SUM(count) FROM " STRETCH_OF(name) " CROSS JOIN list_counts CROSS JOIN " BOTH                                     \
                                        " WHERE list = 'access' AND customer_id IN (" customers                        \
                                        ") GROUP BY 1, 2" COUNT_IN
#define PARTY_NAME(row) "(SELECT name_key FROM parties WHERE id = " row ".party_id)"
#define OF_PARTY "SELECT id FROM customers WHERE party_id = NEW.id"

/* The upper half becomes a stretch of its own, or, where the first name goes on so far, all that comes after that. */
#define NAME_FROM(compared, offset)                                                                                    \
    "(SELECT name_key FROM parties WHERE name_key " compared " NEW.first ORDER BY name_key LIMIT 1 OFFSET " offset ")"
#define MIDDLE "COALESCE(NULLIF(" NAME_FROM(">=", HALF) ", NEW.first), " NAME_FROM(">", "0") ")"
/* A blob comes after all texts. */
#define NEXT "COALESCE((SELECT MIN(first) FROM party_stretches WHERE kind = " PARTIES " AND first > NEW.first), x'')"
#define UPPER "parties p WHERE p.name_key >= middle AND p.name_key < next"
#define ROWS_OF_UPPER                                                                                                  \
    "parties p CROSS JOIN customers c CROSS JOIN list_counts l CROSS JOIN " BOTH                                       \
    " WHERE p.name_key >= middle AND p.name_key < next AND c.party_id = p.id AND l.list = 'access' AND l.customer_id " \
    "= c.id"
#define DIVIDE                                                                                                         \
    "INSERT INTO party_stretches SELECT " PARTIES ", middle, COUNT(*) FROM (SELECT " MIDDLE " AS middle, " NEXT        \
    " AS next) CROSS JOIN " UPPER " UNION ALL SELECT IIF(part, l.kind, " ROWS                                          \
    "), middle, SUM(l.count) FROM (SELECT " MIDDLE " AS middle, " NEXT " AS next) CROSS JOIN " ROWS_OF_UPPER           \
    " GROUP BY 1; "                                                                                                    \
    "UPDATE party_stretches SET count = party_stretches.count - upper.count FROM party_stretches upper WHERE "         \
    "upper.first = " MIDDLE " AND upper.kind IN " KINDS " AND party_stretches.kind = upper.kind AND "                  \
    "party_stretches.first = NEW.first; "

static const char *const texts[] = {
    "CREATE TABLE party_stretches (kind TEXT NOT NULL, first TEXT NOT NULL, count INTEGER NOT NULL, "
    "PRIMARY KEY (kind, first)) STRICT, WITHOUT ROWID",
    ("CREATE TRIGGER party_stretches_divided AFTER UPDATE ON party_stretches WHEN NEW.kind = " PARTIES
     " AND NEW.count >= " MOST " AND NEW.count > OLD.count AND " NAME_FROM(">", HALF) " < " NEXT " BEGIN " DIVIDE
                                                                                      "END"),
    "CREATE TRIGGER parties_placed AFTER INSERT ON parties BEGIN " COUNT_PARTY("NEW", "1") "END",
    "CREATE TRIGGER parties_displaced AFTER DELETE ON parties BEGIN " COUNT_PARTY("OLD", "-1") "END",
    /* the party last: a stretch that it makes too long is divided with all its rows */
    ("CREATE TRIGGER parties_moved_on AFTER UPDATE OF name_key ON parties WHEN OLD.name_key <> NEW.name_key "
     "BEGIN " COUNT_ROWS("OLD.name_key", OF_PARTY, "-") COUNT_PARTY("OLD", "-1")
         COUNT_ROWS("NEW.name_key", OF_PARTY, "") COUNT_PARTY("NEW", "1") "END"),
    ("CREATE TRIGGER customers_moved_on AFTER UPDATE OF party_id ON customers WHEN OLD.party_id <> NEW.party_id "
     "BEGIN " COUNT_ROWS(PARTY_NAME("OLD"), "NEW.id", "-") COUNT_ROWS(PARTY_NAME("NEW"), "NEW.id", "") "END"),
    "CREATE TRIGGER access_placed AFTER INSERT ON external_access BEGIN " COUNT_ROW("NEW", "1") "END",
    "CREATE TRIGGER access_displaced AFTER DELETE ON external_access BEGIN " COUNT_ROW("OLD", "-1") "END",
    ("CREATE TRIGGER access_moved_on AFTER UPDATE OF customer_id, role ON external_access WHEN (OLD.customer_id, "
     "OLD.role) IS NOT (NEW.customer_id, NEW.role) BEGIN " COUNT_ROW("OLD", "-1") COUNT_ROW("NEW", "1") "END"),
    NULL};

static const char *const drop[] = {"DROP TABLE IF EXISTS party_stretches",
                                   "DROP TRIGGER IF EXISTS parties_placed",
                                   "DROP TRIGGER IF EXISTS parties_displaced",
                                   "DROP TRIGGER IF EXISTS parties_moved_on",
                                   "DROP TRIGGER IF EXISTS customers_moved_on",
                                   "DROP TRIGGER IF EXISTS access_placed",
                                   "DROP TRIGGER IF EXISTS access_displaced",
                                   "DROP TRIGGER IF EXISTS access_moved_on",
                                   NULL};

/* What stretches have, by where they begin. */
#define COUNTS                                                                                                         \
    "SELECT " PARTIES " AS kind, " STRETCH_OF(                                                                         \
        "p.name_key") " AS first, COUNT(*) AS count FROM parties p GROUP BY 2 "                                        \
                      "UNION ALL SELECT IIF(part, l.kind, " ROWS "), " STRETCH_OF(                                     \
                          "p.name_key") ", SUM(l.count) FROM list_counts l "                                           \
                                        "CROSS JOIN customers c CROSS JOIN parties p CROSS JOIN " BOTH                 \
                                        " WHERE l.list = "                                                             \
                                        "'access' AND c.id = l.customer_id AND p.id = c.party_id GROUP BY 1, 2"

static const char *const fill[] = {
    "INSERT INTO party_stretches SELECT DISTINCT " PARTIES ", name, 0 FROM (SELECT '' AS name, 0 AS n UNION ALL SELECT "
    "name_key, ROW_NUMBER() OVER (ORDER BY name_key) FROM parties) WHERE n % " HALF " = 0",
    "INSERT INTO party_stretches SELECT * FROM (" COUNTS
    ") WHERE true ON CONFLICT DO UPDATE SET count = excluded.count",
    NULL};

cc_status_t cc_stretches_make(cc_db_t *db)
{
    return cc_steps_make(db, drop, texts, fill);
}

static const char *const wrong[] = {
    "WITH both_sides AS (SELECT kind, first, count FROM party_stretches UNION ALL SELECT kind, "
    "first, -count FROM (" COUNTS ")) SELECT (SELECT COUNT(*) FROM (SELECT kind FROM both_sides "
    "GROUP BY kind, first HAVING SUM(count) <> 0)) + NOT EXISTS (SELECT 1 FROM party_stretches "
    "WHERE kind = " PARTIES " AND first = '')",
    NULL};

static const char *const too_long[] = {
    "SELECT COUNT(*) FROM party_stretches s WHERE kind = " PARTIES " AND count > " TOO_LONG
    " AND count - (SELECT COUNT(*) FROM parties WHERE name_key = s.first) > " TOO_LONG,
    NULL};

cc_status_t cc_stretches_judge(cc_db_t *db, const char **problem)
{
    static const char missing[] = "stretches are missing or of another version";
    static const cc_steps_kept_t counts = {texts, missing, wrong, "the counts of stretches are not those of the rows"},
                                 lengths = {texts, missing, too_long, "stretches are too long to help"};
    cc_status_t status = cc_steps_judge(db, &counts, problem);

    return status == CC_OK && !*problem ? cc_steps_judge(db, &lengths, problem) : status;
}
