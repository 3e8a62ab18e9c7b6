# Defaults of the server that others need for something else: each connection has what pages rely on. The server is this
# test's own.
use strict;
use warnings;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;
use CC::Server;
use POSIX ();
use Test::More;

plan skip_all => 'SQLite has no server' if CC::Database::is_file();
my $pgsql = CC::Database::kind() eq 'pgsql';
my $database = CC::Database::own_server();
local $ENV{CC_DATABASE_SERVER} = $database->{params};

my $server = CC::Server->new;
local $ENV{CC_DATABASE_FILE} = $server->{database};
my @settings = $pgsql
    ? map { "ALTER ROLE cc SET $_" } "default_transaction_isolation = 'serializable'", 'default_transaction_read_only = on', 'standard_conforming_strings = off', "client_encoding = 'LATIN1'", "DateStyle = 'German'"
    : map { "SET GLOBAL $_" } 'autocommit = 0', 'completion_type = 1', "tx_isolation = 'READ-UNCOMMITTED'", 'tx_read_only = 1', 'sql_safe_updates = 1', 'sql_select_limit = 1', 'foreign_key_checks = 0', "sql_mode = 'ANSI'", "innodb_default_row_format = 'redundant'", 'innodb_force_primary_key = 1', "time_zone = '+13:00'";
my $admin = CC::Database::connect_to(undef);
$admin->do($_) for @settings;
# of this test's own connections, which get the defaults as well
sub as_ever { my $db = CC::Database::connect_to(CC::Data::database()); $db->do($_) for $pgsql ? ('SET default_transaction_read_only = off') : ('SET SESSION tx_read_only = 0, autocommit = 1, completion_type = 0, sql_safe_updates = 0, sql_select_limit = DEFAULT, sql_big_selects = 1'); return $db }

CC::Data::create($server->{database});
$admin->do('SET GLOBAL max_join_size = 1') if !$pgsql; # now: mariadb-dump could not keep what was made
my ($number, $login, @others) = (unique('c'), unique('u'), map { unique('o') } 1 .. 3);
load(customer($number), user($login), access($number, $login, 'L80'), map { (user($_), access($number, $_, 'L10')) } @others);
is((ccadmin('check'))[0], 0, 'init, load, check') or diag((ccadmin('check'))[1]);
ok($server->start, 'httpd starts');
my $person = CC::Person->signed_in($login, base => $server->{base});
sub roles { my ($page) = ($person->get('/users')->content); return join ' ', sort $page =~ m{<td[^>]*data-col="role"[^>]*>\s*([^<]*?)\s*<}g }
is(roles(), 'Admin Basic Basic Basic', 'a page has all rows');
for my $role ('L20', 'L30', 'L40') {
    is((ccadmin('grant', '--customer', $number, '--user', $others[0], '--role', $role))[0], 0, "a change to $role");
    is(roles(), join(' ', sort 'Admin', { L20 => 'Orders', L30 => 'Orders with Prices', L40 => 'Billing' }->{$role}, 'Basic', 'Basic'), 'is seen by the next page');
}
my $other = as_ever();
$other->begin_work;
CC::Database::ask($other, "UPDATE external_access SET role = 'L80' WHERE user_id = (SELECT id FROM users WHERE login = '$others[1]')");
is(roles(), 'Admin Basic Basic Billing', 'what is not committed is not seen');
$other->rollback;
redirect_is($person->post("/users/@{[(CC::Database::ask($other, qq(SELECT id FROM external_access WHERE user_id = (SELECT id FROM users WHERE login = '$others[2]'))))[0][0]]}/remove", version => 1), qr{/cc/users}, 'a change by a page');
is(roles(), 'Admin Basic Billing', 'is seen as well');
is((CC::Database::ask($other, 'SELECT COUNT(*) FROM external_access'))[0][0], 3, 'and committed');
is((ccadmin('check'))[0], 0, 'check at the end');

# statements may take less time than writers wait for each other: who waits is not taken for one who failed
$admin->do($pgsql ? "ALTER ROLE cc SET statement_timeout = '2s'" : 'SET GLOBAL max_statement_time = 2');
$other = as_ever();
$other->do($pgsql ? 'SET statement_timeout = 0' : 'SET SESSION max_statement_time = 0');
$other->begin_work;
CC::Database::ask($other, 'SELECT records FROM audit_head WHERE id = 1 FOR UPDATE');
my $pid = fork // die "fork: $!";
if (!$pid) {
    $_->{InactiveDestroy} = 1 for $admin, $other;
    POSIX::_exit((ccadmin('user', 'unlock', $login))[0]);
}
my $waits = $pgsql ? "pg_stat_activity WHERE wait_event_type = 'Lock'" : "information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
my $until = time + 20;
# InnoDB renews this table when nobody has asked for a tenth of a second
select undef, undef, undef, 0.2 until (CC::Database::ask($admin, "SELECT COUNT(*) FROM $waits"))[0][0] || time > $until;
cmp_ok(time, '<=', $until, 'ccadmin waits for another writer');
sleep 3; # longer than a statement may take
$other->rollback;
waitpid $pid, 0;
is($? >> 8, 0, 'and does its work when that is done');
$server->stop;
done_testing();
