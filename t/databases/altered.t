# An administrator of the server changes types of columns while httpd runs: PostgreSQL then refuses what was prepared
# before. What is read is asked once more; what is only asked in a transaction fails once, and then no more.
use strict;
use warnings;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;
use CC::Server;
use Test::More;

plan skip_all => 'only PostgreSQL holds statements against types' if CC::Database::kind() ne 'pgsql';
my $server = CC::Server->new(config => "KeepAlive Off\nDBDMin 1\nDBDKeep 1\nDBDMax 1", processes => "StartServers 1\nServerLimit 1\nMaxRequestWorkers 1"
        . (($ENV{CC_MPM} || 'event') eq 'prefork' ? '' : "\nThreadsPerChild 1\nMaxSpareThreads 1"));
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my ($number, $login, $target) = (unique('c'), unique('u'), unique('t'));
load(customer($number), user($login), user($target), access($number, $login, 'L80'), access($number, $target, 'L10'));
my $row = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $target);
ok($server->start, 'httpd starts');
my $person = CC::Person->signed_in($login, base => $server->{base});
status_is($person->get('/users'), 200, 'a page');
my $notes = 0;
sub edit { return $person->post("/users/$row/edit", role => 'L10', days_back => '', notes => ++$notes, version => cell('SELECT version FROM external_access WHERE id = ?', $row)) }
redirect_is(edit(), qr{/cc/users}, 'a change');
for my $change ('users ALTER COLUMN failed_logins TYPE INTEGER', 'external_access ALTER COLUMN notes TYPE VARCHAR(4000)', 'audit_head ALTER COLUMN records TYPE INTEGER') {
    sql("ALTER TABLE $change");
    my $first = edit();
    ok($first->code == 303 || $first->code == 503 && $first->header('Retry-After'), "$change: the next change is made, or is to be tried again") or diag $first->code;
    redirect_is(edit(), qr{/cc/users}, 'once more it is made');
    redirect_is(CC::Person->new(base => $server->{base})->login($login), qr{/cc/}, 'and people sign in');
}
is((ccadmin('check'))[0], 0, 'check passes');
$server->stop;
done_testing;
