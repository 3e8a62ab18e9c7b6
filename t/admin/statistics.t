# Statistics by which PostgreSQL and MariaDB choose plans: a load of many records, `demo`, and an `init` that fills keys ask
# for them, and none of these fails where they cannot be had. The servers of the tests take none by themselves.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;

plan skip_all => 'the plans of SQLite do not need any' if CC::Database::is_file();
my $pgsql = CC::Database::kind() eq 'pgsql';

# How many rows the server takes a table to have.
sub rows_of {
    my ($table) = @_;
    return sql($pgsql ? "SELECT reltuples FROM pg_class WHERE oid = to_regclass('$table')" : "SELECT n_rows FROM mysql.innodb_table_stats WHERE database_name = DATABASE() AND table_name = '$table'");
}
# MariaDB reckons from some pages.
sub known {
    my ($table, $rows, $name) = @_;
    my $known = rows_of($table);
    ok($pgsql ? $known == $rows : abs($known - $rows) < $rows / 5, $name) or diag "$known instead of $rows";
}
sub by_hand { $pgsql or sql("ALTER TABLE $_ STATS_AUTO_RECALC = 0") for @_ }
sub parties { my ($first, $last) = @_; return map { qq({"type":"party","code":"P$_","name":"Party $_"}) } $first .. $last }

fresh_db();
by_hand('parties', 'users');
load_ok('a few', parties(1, 10));
cmp_ok(rows_of('parties'), '<=', 0, 'change no plan');
load_ok('many', parties(1, 1000));
known('parties', 1000, 'are known at once');

fails('a load that fails', 1, qr/Nothing was loaded/, 'load', spew(scratch() . '/wrong', records(parties(1, 2000), '{"type":"party"}')));
known('parties', 1000, 'changes nothing');
load_ok('a dry run aside', parties(1, 10));
is((ccadmin(\records(parties(1, 3000)), 'load', '--dry-run', '-'))[0], 0, 'a dry run');
known('parties', 1000, 'changes nothing');

# somebody else has one of the tables: the others are known
by_hand('customers');
my $other = CC::Database::connect_to(db_path());
if ($pgsql) {
    $other->begin_work;
    $other->do('LOCK TABLE parties IN SHARE UPDATE EXCLUSIVE MODE');
    my ($status, $out, $err) = ccadmin_on(\records(parties(1, 2000), map { qq({"type":"user","login":"u$_","name":"U"}) } 1 .. 50),
        '--driver', 'pgsql', '--db', CC::Database::params(db_path()) . " options='-c lock_timeout=100ms'", 'load', '-');
    is($status, 0, 'a table whose statistics cannot be had: the load is one') or diag $err;
    like($out, qr/^2050 records loaded/m, 'and says so');
    is($err, '', 'without more words');
    $other->rollback;
    known('parties', 1000, 'this one waits for the server');
    known('users', 50, 'the others are known');
}

# an owner's view in the place of a table
sql('DROP TABLE payments');
sql('CREATE VIEW payments AS SELECT * FROM due_payments');
load_ok('beside a view', parties(1, 2500));
known('parties', 2500, 'known');

sql("UPDATE parties SET code_key = ''");
sql('DELETE FROM parties WHERE id % 2 = 0');
like(passes('keys that are filled', 'init'), qr/^keys: .*made anew/m, 'by init');
known('parties', sql('SELECT COUNT(*) FROM parties'), 'are a reason as well');

fresh_db();
by_hand('orders');
passes('demo', 'demo');
known('orders', sql('SELECT COUNT(*) FROM orders'), 'demo asks for them, too');
done_testing();
