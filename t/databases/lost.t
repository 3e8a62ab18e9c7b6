# A commit whose answer is lost: done by the server, which goes away before it says so. Nobody claims that nothing was
# changed. The server is this test's own, and waits for a standby that never comes.
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
use Time::HiRes qw(time);

plan skip_all => 'only PostgreSQL can be made to wait in the midst of a commit' if CC::Database::kind() ne 'pgsql';
my $database = CC::Database::own_server();
local $ENV{CC_DATABASE_SERVER} = $database->{params};
my $server = CC::Server->new;
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my ($number, $login, $target) = (unique('c'), unique('u'), unique('t'));
load(customer($number), user($login), user($target), access($number, $login, 'L80'), access($number, $target, 'L10'));
my $row = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $target);
ok($server->start, 'httpd starts');
my $person = CC::Person->signed_in($login, base => $server->{base});
$person->get('/users');

my $admin = CC::Database::connect_to(undef);
sub waiting { return (CC::Database::ask($admin, "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND pid = $_[0]"))[0] }

# Whether a commit waits now; the one that tells is cut as well.
sub is_held {
    my $probe = CC::Database::connect_to(undef);
    my ($pid) = $probe->selectrow_array('SELECT pg_backend_pid()');
    $probe->do("SELECT pg_logical_emit_message(true, 'probe', '')", { pg_async => 1 });
    my $held;
    select undef, undef, undef, 0.01 until $probe->pg_ready || ($held = waiting($pid));
    $admin->do("SELECT pg_terminate_backend($pid)") if $held;
    eval { $probe->disconnect };
    return !!$held;
}

# From when commits wait for this standby, or, "", for none any more
sub set {
    my ($standby) = @_;
    $admin->do('ALTER SYSTEM SET synchronous_standby_names = ' . sql_quote($standby));
    $admin->do('SELECT pg_reload_conf()');
    my $until = time + 20;
    1 while is_held() != ($standby ne '') && time < $until;
}

# What the code says whose session ends while the server commits.
sub cut {
    my ($code) = @_;
    pipe my $from, my $to or die "pipe: $!";
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        $admin->{InactiveDestroy} = 1;
        print $to $code->();
        close $to;
        POSIX::_exit(0);
    }
    close $to;
    my ($until, $gone) = (time + 20, 0);
    while (!$gone && time < $until) {
        $admin->do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        select undef, undef, undef, 0.02;
        $gone = waitpid $pid, POSIX::WNOHANG();
    }
    kill KILL => $pid if !$gone;
    return join '', <$from>;
}

set('nobody');
my $said = cut(sub { join ' ', ccadmin('user', 'deactivate', $target) });
like($said, qr/^1 .*did not say whether it made the change.*look before you try again/s, 'ccadmin says that it does not know');
unlike($said, qr/nothing was changed/i, 'and not that nothing was changed');
is(cell('SELECT active FROM users WHERE login = ?', $target), 0, 'for it was');
my $record = qq({"type":"due_payment","customer":"$number","ref_document_date":"2026-11-02","remaining_amount":"18.00","paid_amount":"0.00","currency":"EUR"}\n);
$said = cut(sub { join ' ', ccadmin('load', '-', \$record) });
like($said, qr/^1 .*did not say/s, 'load neither');
unlike($said, qr/nothing was/i, 'nor that nothing was loaded: whoever loads it again has it twice');
is(cell('SELECT COUNT(*) FROM due_payments'), 1, 'for it was');
my $version = cell('SELECT version FROM external_access WHERE id = ?', $row);
is(cut(sub { $person->post("/users/$row/edit", role => 'L20', days_back => '', notes => '', version => $version)->code }), 503, 'a page is 503');
is(cell('SELECT role FROM external_access WHERE id = ?', $row), 'L20', 'and its change is there');
set('');
status_is($person->post("/users/$row/edit", role => 'L10', days_back => '', notes => '', version => $version), 409, 'sent once more it is stale');
my ($status, $out) = ccadmin('check');
is($status, 0, 'check passes') or diag $out;
$server->stop;
done_testing;
