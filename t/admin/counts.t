# How many rows lists have by role, user type and the like, as PostgreSQL and MariaDB keep it: triggers keep it right,
# `check` sees when it is not, `init` mends it, and a role of PostgreSQL that has rights on a list has them on the counts.
# Of SQLite's: helpers.t.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;

plan skip_all => 'of PostgreSQL and MariaDB; what SQLite counts is in helpers.t' if CC::Database::is_file();
my $pgsql = CC::Database::kind() eq 'pgsql';

sub counts { return sql('SELECT * FROM list_counts WHERE count <> 0 ORDER BY 1, 2, 3, 4, 5, 6') }
sub wrong { my ($status, $out) = ccadmin('check'); return join '', $out =~ /(list_counts:.*)/g }
sub count { my ($where) = @_; return sql("SELECT COALESCE(SUM(count), 0) FROM list_counts WHERE $where") }

bare_db();
passes('init', 'init');
is(counts(), '', 'a new database has no rows to count');
my @base = ('{"type":"enterprise_company","code":"LAGERTA","name":"Lagerta Ltd."}', '{"type":"location","code":"SOF","name":"Sofia","enterprise_company":"LAGERTA"}',
    (map { (qq({"type":"party","code":"$_","name":"Party $_","active":true}), qq({"type":"customer","number":"$_","party":"$_","enterprise_company":"LAGERTA","serviced_by":"SOF","from_date":"2020-01-01"})) } qw(1 2)),
    (map { qq({"type":"user","login":"$_","name":"$_","user_type":"EXT"}) } qw(one two)),
    '{"type":"external_access","customer":"1","user":"one","role":"L10"}', '{"type":"external_access","customer":"1","user":"two","role":"L10"}', '{"type":"external_access","customer":"2","user":"one","role":"L20"}');
load_ok('a load', @base);
is(wrong(), '', 'what was loaded is counted');
is(count("list = 'access' AND customer_id = 0 AND kind = 'L10'"), 2, 'of all customers together');
is(sql("SELECT COUNT(*) FROM pg_class WHERE relname = 'list_later'"), 0, 'nothing waits any more') if $pgsql;
load_ok('the same again', @base);
is(count("list = 'users'"), 2, 'counts nobody twice');
isnt((ccadmin(\records('{"type":"user","login":"three","name":"three","user_type":"EXT"}', '{"type":"user","login":""}'), 'load', '-'))[0], 0, 'a load that fails');
is(count("list = 'users'"), 2, 'counts nobody');

passes('revoke', 'revoke', '--customer', '1', '--user', 'two');
is(count("list = 'access' AND customer_id = (SELECT id FROM customers WHERE number = '1')"), 1, 'a row that is taken away');
passes('grant', 'grant', '--customer', '1', '--user', 'two', '--role', 'L30');
is(count("list = 'access' AND kind = 'L30'"), 2, 'one that is given, at its customer and of all');
is(count("list = 'audit' AND customer_id = (SELECT id FROM customers WHERE number = '1') AND kind = 'access.remove'"), 1, 'and the records of both');
sql("UPDATE external_access SET customer_id = (SELECT id FROM customers WHERE number = '2') WHERE user_id = (SELECT id FROM users WHERE login = 'two')");
is(wrong(), '', 'a row that moves to another customer is counted there');
sql("UPDATE external_access SET role = 'L40', notes = 'x' WHERE role = 'L30'");
is(wrong() . count("list = 'access' AND kind = 'L40'"), 2, 'one whose role changes by the new one');
sql("UPDATE users SET user_type = 'INT', is_admin = 1, active = 0 WHERE login = 'two'");
is(count("list = 'users' AND kind = 'INT' AND result = 'none' AND admin = 1 AND active = 0"), 1, 'a user by what they are');
sql("UPDATE users SET person_id = NULL, name = 'Two' WHERE login = 'two'");
sql("UPDATE parties SET active = 0 WHERE code = '1'");
is(wrong(), '', 'and a party');

my $counted = counts();
my @of_pgsql = (['a trigger that is gone', 'DROP TRIGGER audit_counted ON audit', qr/missing/], ['one that is switched off', 'ALTER TABLE users DISABLE TRIGGER users_counted', qr/missing/],
    ['one of replicas alone', 'ALTER TABLE users ENABLE REPLICA TRIGGER users_moved', qr/missing/], ['of another version', "COMMENT ON TABLE list_counts IS '0'", qr/another version/]);
my @of_mariadb = (['a trigger that is gone', 'DROP TRIGGER audit_counted', qr/missing/], ['of another version', "ALTER TABLE list_counts COMMENT '0'", qr/another version/],
    ['a key of an older version', 'ALTER TABLE users MODIFY user_key TEXT NOT NULL, DROP INDEX users_user_key, ADD INDEX users_user_key (user_key(150))', qr/keys are missing/]);
for my $case (['a wrong count', "UPDATE list_counts SET count = count + 1 WHERE list = 'users'", qr/the counts/], ['a count of another role', "UPDATE list_counts SET kind = 'L80' WHERE list = 'access' AND kind = 'L40'", qr/the counts/],
    ['a lost count', 'DELETE FROM list_counts WHERE customer_id > 0', qr/the counts/], ['no counts', 'DROP TABLE list_counts', qr/missing/], $pgsql ? @of_pgsql : @of_mariadb) {
    my ($name, $sql, $said) = @$case;
    sql($sql);
    like(wrong(), $said, "$name: check says so");
    like(passes($name, 'init'), qr/^list_counts: .*made anew/m, 'init makes them');
    is(wrong(), '', 'and check passes');
    is(counts(), $counted, 'the same as before');
}

# a database of version 10, with texts where there are keys now
if (!$pgsql) {
    load_ok('an order', '{"type":"document_type","id":"T","entity":"SalesOrders","name":"Sales Order"}',
        '{"type":"order","document_no":"1","customer":"1","document_type":"T","date":"2026-11-01","status":"Ordered","currency":"EUR","amount":"18.00","notes":null,"lines":[]}');
    $counted = counts(); # with the load
    sql($_) for 'ALTER TABLE orders MODIFY status_key TEXT NOT NULL, DROP INDEX orders_by_status, ADD INDEX orders_by_status (customer_id, status_key(150), date, id), DROP INDEX orders_sums, DROP INDEX orders_by_no', # one that is gone is made, too
        "UPDATE orders SET status_key = CONCAT('a', REPEAT('b', 700))",
        'ALTER TABLE external_access MODIFY user_key TEXT NOT NULL, DROP INDEX external_access_by_user, ADD INDEX external_access_by_user (customer_id, user_key(150), id), DROP INDEX external_access_all_by_user, ADD INDEX external_access_all_by_user (user_key(150), id)', 'DROP TABLE list_counts', 'UPDATE schema_version SET version = 10';
    like(passes('upgrade', 'init'), qr/upgraded from version 10/, 'an older version');
    is(sql("SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name IN ('users', 'external_access', 'parties') AND sub_part IS NOT NULL"), 0, 'has whole keys then');
    is(sql("SELECT GROUP_CONCAT(DISTINCT index_name ORDER BY 1) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'orders' AND index_name IN ('orders_by_status', 'orders_by_no', 'orders_sums') AND sub_part IS NULL AND column_name IN ('status_key', 'document_no_key', 'currency')"), 'orders_by_no,orders_by_status,orders_sums', 'of orders, too');
    is(sql("SELECT GROUP_CONCAT(DISTINCT status_key) FROM orders"), 'a' . 'b' x 599, 'with what fits of one that was longer');
    sql('UPDATE orders SET status_key = LOWER(status)');
    is(counts(), $counted, 'and counts');

    # triggers run as who made them; an account without rights on triggers knows no more than that they are there
    bare_db();
    my ($database, $gone, $app) = (sql('SELECT DATABASE()'), "gone$$\@localhost", "app$$\@localhost");
    my $as = sub { my ($account, @words) = @_; return ccadmin_on('--driver', 'mysql', '--db', CC::Database::params(db_path()) =~ s/user=\S+/"user=" . $account =~ s{\@.*}{}r/er, @words) };
    sql("CREATE USER $gone; CREATE USER $app; GRANT ALL ON $database.* TO $gone; GRANT SELECT, INSERT, UPDATE, DELETE ON $database.* TO $app");
    is(($as->($gone, 'init'))[0], 0, 'made by an account');
    load_ok('a load by another', @base);
    is(join('', $as->($_, 'check')), '0' . passes('check', 'check'), "check as $_ says the same") for $gone, $app;
    sql("DROP USER $gone");
    fails('without that account: a change', 1, qr/code 1449/, 'revoke', '--customer', '2', '--user', 'one');
    like(wrong(), qr/run as an account that is gone/, 'check says so');
    like(passes('init', 'init'), qr/^list_counts: .*made anew/m, 'makes them anew');
    passes('a change', 'revoke', '--customer', '2', '--user', 'one');
    passes('and check', 'check');
    sql("DROP USER $app");
    done_testing();
    exit;
}

# what one transaction changes very often is kept in as many versions until it ends, and found more slowly each time
sub bytes { return sql("SELECT pg_relation_size('list_counts')") }
my $few = 65536; # thousands of versions would take some hundred thousand
my $columns = 'login, login_key, name, name_key, user_key, user_type, language, created_at';
sql("INSERT INTO users ($columns) SELECT 'm' || n, 'm' || n, 'M', 'm', 'm', 'EXT', 'en', 1 FROM generate_series(1, 5000) AS n");
is(wrong() . count("list = 'users'"), 5002, 'many users by one statement are counted');
cmp_ok(bytes(), '<=', $few, 'at once');
load_ok('a load of many', map { qq({"type":"user","login":"l$_","name":"l","user_type":"EXT"}) } 1 .. 3000);
is(wrong() . count("list = 'users'"), 8002, 'is counted');
cmp_ok(bytes(), '<=', $few, 'at its end');
sql("SET search_path = ''; INSERT INTO public.users ($columns) VALUES ('p', 'p', 'P', 'p', 'p', 'EXT', 'en', 1)");
is(wrong() . count("list = 'users'"), 8003, 'and so is what comes without a search path, as from pg_restore');

my $loader = "loader$$";
my ($database, @params) = (sql('SELECT current_database()'), split ' ', (CC::Database::options(db_path()))[-1]);
sql("CREATE ROLE $loader LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO $loader; REVOKE TEMPORARY ON DATABASE $database FROM PUBLIC");
my @as = ('--driver', 'pgsql', '--db', join(' ', (grep { !/^user=/ } @params), "user=$loader"));
my ($loaded, $said, $error) = ccadmin_on(\records('{"type":"user","login":"late","name":"late","user_type":"EXT"}'), @as, 'load', '-');
is($loaded, 0, 'a load by a role that may make no table') or diag "$said$error";
is(wrong() . count("list = 'users'"), 8004, 'counts as well');
sql('ALTER TABLE users DISABLE TRIGGER users_counted');
($loaded, $said, $error) = ccadmin_on(@as, 'init');
is($loaded, 1, 'and can mend none') or diag "$said$error";
is(scalar(() = $said =~ /^list_counts:/mg), 1, 'of which init says once what is missing');
sql("ALTER TABLE users ENABLE TRIGGER users_counted; DROP OWNED BY $loader; DROP ROLE $loader");

my $role = "reader$$";
sql("CREATE ROLE $role; GRANT SELECT ON users, customers TO $role; GRANT DELETE, SELECT ON external_access TO $role; GRANT INSERT (login) ON users TO $role");
sql('DROP TABLE list_counts');
passes('made anew', 'init');
sql("SET ROLE $role; DELETE FROM external_access WHERE id = (SELECT MIN(id) FROM external_access)");
is(wrong(), '', 'who may change one list changes its counts');
is(sql("SELECT STRING_AGG(privilege_type, ',' ORDER BY privilege_type) FROM information_schema.role_table_grants WHERE table_name = 'list_counts' AND grantee = '$role'"), 'DELETE,INSERT,SELECT,UPDATE', 'with rights on the counts');
sql('TRUNCATE external_access');
is(wrong() . count("list = 'access'"), 0, 'a list that is emptied at once has no rows');
sql("DROP OWNED BY $role; DROP ROLE $role");

# beside tables and indexes of another program, in a schema where names are looked for as well
bare_db();
$database = sql('SELECT current_database()');
sql("CREATE TABLE parties (code TEXT); CREATE INDEX parties_by_code ON parties (code); CREATE TABLE list_counts (n INTEGER); CREATE SCHEMA \"Our own\"; ALTER DATABASE $database SET search_path = \"Our own\", public");
passes('init in a schema of our own', 'init');
is(sql("SELECT COUNT(*) FROM pg_class WHERE oid IN (to_regclass('public.parties_by_code'), to_regclass('public.list_counts'))"), 2, 'leaves what is in the other one');
load_ok('a load', @base);
is(wrong() . sql(q(SELECT SUM(count) FROM "Our own".list_counts WHERE list = 'users')), 2, 'is counted in ours');

done_testing();
