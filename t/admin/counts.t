# How many rows lists have by role, user type and the like, as PostgreSQL keeps it: triggers keep it right, `check` sees
# when it is not, `init` mends it, and a role that has rights on users has them on the counts. Of SQLite's: helpers.t.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;

plan skip_all => 'of PostgreSQL; what SQLite counts is in helpers.t, MariaDB counts rows' if CC::Database::kind() ne 'pgsql';

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
is(sql("SELECT COUNT(*) FROM pg_class WHERE relname = 'list_later'"), 0, 'nothing waits any more');
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
for my $case (['a wrong count', "UPDATE list_counts SET count = count + 1 WHERE list = 'users'", qr/the counts/], ['a count of another role', "UPDATE list_counts SET kind = 'L80' WHERE list = 'access' AND kind = 'L40'", qr/the counts/],
    ['a lost count', 'DELETE FROM list_counts WHERE customer_id > 0', qr/the counts/], ['a trigger that is gone', 'DROP TRIGGER audit_counted ON audit', qr/missing/], ['one that is switched off', 'ALTER TABLE users DISABLE TRIGGER users_counted', qr/missing/],
    ['of another version', "COMMENT ON TABLE list_counts IS '0'", qr/another version/], ['no counts', 'DROP TABLE list_counts', qr/missing/]) {
    my ($name, $sql, $said) = @$case;
    sql($sql);
    like(wrong(), $said, "$name: check says so");
    like(passes($name, 'init'), qr/^list_counts: .*made anew/m, 'init makes them');
    is(wrong(), '', 'and check passes');
    is(counts(), $counted, 'the same as before');
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
my ($loaded, $said, $error) = ccadmin_on(\records('{"type":"user","login":"late","name":"late","user_type":"EXT"}'), '--driver', 'pgsql', '--db', join(' ', (grep { !/^user=/ } @params), "user=$loader"), 'load', '-');
is($loaded, 0, 'a load by a role that may make no table') or diag "$said$error";
is(wrong() . count("list = 'users'"), 8004, 'counts as well');
sql("DROP OWNED BY $loader; DROP ROLE $loader");

my $role = "reader$$";
sql("CREATE ROLE $role; GRANT SELECT, INSERT ON users TO $role");
sql('DROP TABLE list_counts');
passes('made anew', 'init');
is(sql("SELECT STRING_AGG(privilege_type, ',' ORDER BY privilege_type) FROM information_schema.role_table_grants WHERE table_name = 'list_counts' AND grantee = '$role'"), 'INSERT,SELECT', 'who may read and add users may read and change the counts');
sql("DROP OWNED BY $role; DROP ROLE $role");

done_testing();
