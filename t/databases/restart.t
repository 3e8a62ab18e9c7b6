# A database server that goes away and comes back: what is read is asked once more, what is written is not, and nobody
# restarts httpd. The server is a real one, this test's own.
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

plan skip_all => 'SQLite has no server that could be restarted' if CC::Database::is_file();
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

# Waits until the server says so.
sub until_true {
    my ($sql) = @_;
    my $until = time + 30;
    while (time < $until) {
        my $answer = cell($sql);
        return $answer if $answer;
        select undef, undef, undef, 0.02;
    }
    die "never true: $sql\n";
}

# The statuses of so many pages at once, sorted and counted: every process and many connections are in use.
sub pages {
    my ($count) = @_;
    my @pipes = map {
        pipe my $read, my $write;
        my $pid = fork // die "fork: $!";
        if (!$pid) {
            my $one = CC::Person->new(base => $server->{base});
            $one->{ua}->cookie_jar($person->{ua}->cookie_jar);
            syswrite $write, $one->get('/users')->code;
            POSIX::_exit(0);
        }
        close $write;
        [$read, $pid];
    } 1 .. $count;
    my %count;
    for (@pipes) {
        sysread $_->[0], my $status, 3;
        $count{$status}++;
        waitpid $_->[1], 0;
    }
    return join ', ', map { "$_: $count{$_}" } sort keys %count;
}

# Changes the notes of the row, with the version that a form has now.
sub edit {
    my ($notes) = @_;
    return $person->post("/users/$row/edit", role => 'L10', days_back => '', notes => $notes,
        version => cell('SELECT version FROM external_access WHERE id = ?', $row));
}

is(pages(20), '200: 20', 'before');

# ---- away, and back ----

CC::Database::stop_server($database);
status_is($person->get('/users'), 503, 'away: a page is 503, no login page');
status_is($person->post("/users/$row/edit", role => 'L20', days_back => '', notes => '', version => 1), 503, 'so is a change');
status_is($person->get('/healthz'), 503, 'and healthz');
is((() = $person->{last}->headers->header('Set-Cookie')), 0, 'nobody is signed out');
status_is(CC::Person->new(base => $server->{base})->login($login), 503, 'nobody can sign in');
status_is($person->get('/assets/app.css'), 200, 'assets are fine');
CC::Database::resume_server($database);
status_is($person->get('/healthz'), 200, 'back: healthz is 200');
is(pages(20), '200: 20', 'pages are there again, on all connections, with the same session');
redirect_is(edit('after a while'), qr{/cc/users}, 'and so are changes');

# ---- restarted unnoticed ----

for my $how ('QUIT', 'INT') {
    CC::Database::stop_server($database, $how);
    CC::Database::resume_server($database);
    is(pages(20), '200: 20', "restarted ($how) between two requests: pages do not notice");
    CC::Database::stop_server($database, $how);
    CC::Database::resume_server($database);
    redirect_is(edit("after $how"), qr{/cc/users}, 'nor does a change');
}

# ---- a connection that is cut in the middle of a change ----

my ($before, $audited) = map { cell($_) } "SELECT version FROM external_access WHERE id = $row", 'SELECT COUNT(*) FROM audit';
my $other = CC::Database::connect_to(CC::Data::database());
$other->begin_work;
CC::Database::ask($other, 'SELECT records FROM audit_head WHERE id = 1 FOR UPDATE');
pipe my $read, my $write;
my $pid = fork // die "fork: $!";
if (!$pid) {
    $other->{InactiveDestroy} = 1;
    syswrite $write, $person->post("/users/$row/edit", role => 'L20', days_back => '', notes => 'cut', version => $before)->code;
    POSIX::_exit(0);
}
close $write;
if (CC::Database::kind() eq 'pgsql') {
    until_true("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()");
} else {
    my $waiting = until_true("SELECT id FROM information_schema.processlist WHERE command = 'Execute' AND db = DATABASE() AND info LIKE 'SELECT records%'");
    sql("KILL $waiting");
}
sysread $read, my $status, 3;
waitpid $pid, 0;
is($status, 503, 'cut while it waits: 503');
$other->rollback;
$other->disconnect;
is(cell('SELECT version FROM external_access WHERE id = ?', $row), $before, 'it was not done');
is(cell('SELECT COUNT(*) FROM audit'), $audited, 'nor recorded');
redirect_is(edit('again'), qr{/cc/users}, 'once more by hand it is');
is((ccadmin('check'))[0], 0, 'ccadmin check passes');

# ---- restarts under load: what was answered with success is there, and nothing twice ----

my $writers = 6;
load(map { (user("$target-$_"), access($number, "$target-$_", 'L10')) } 1 .. $writers);
my %id = map { @$_ } sql('SELECT u.login, a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login LIKE ?', "$target-%");
my $stop = CC::Data::logs() . "/stop-$$";
my @writers = map {
    my $n = $_;
    pipe my $from, my $to;
    my $child = fork // die "fork: $!";
    if (!$child) {
        my $one = CC::Person->new(base => $server->{base});
        $one->{ua}->cookie_jar($person->{ua}->cookie_jar);
        my ($version, $done, %answers) = (1, 0);
        while (!-e $stop) {
            my $form = $one->get("/users/$id{\"$target-$n\"}/edit");
            next if $form->code != 200;
            my $code = $one->post("/users/$id{\"$target-$n\"}/edit", role => 'L10', days_back => '', notes => $done + 1, version => value_of($form, 'version'))->code;
            $answers{$code}++;
            $done++ if $code == 303;
        }
        syswrite $to, join ' ', $done, map { "$_:$answers{$_}" } sort keys %answers;
        POSIX::_exit(0);
    }
    close $to;
    [$n, $from, $child];
} 1 .. $writers;
for (1 .. 3) {
    my $written = cell('SELECT COUNT(*) FROM audit');
    until_true('SELECT CASE WHEN COUNT(*) > ' . ($written + 20) . ' THEN 1 ELSE 0 END FROM audit');
    CC::Database::stop_server($database);
    CC::Database::resume_server($database);
}
my $written = cell('SELECT COUNT(*) FROM audit');
until_true('SELECT CASE WHEN COUNT(*) > ' . ($written + 20) . ' THEN 1 ELSE 0 END FROM audit');
CC::Data::write_file($stop, '');
for (@writers) {
    my ($n, $from, $child) = @$_;
    sysread $from, my $said, 200;
    waitpid $child, 0;
    my ($done, @answers) = split ' ', $said;
    my ($notes, $version) = @{ (sql('SELECT notes, version FROM external_access WHERE id = ?', $id{"$target-$n"}))[0] };
    # a change without an answer may have been done: then its number is written once more
    cmp_ok($notes, '>=', $done, "writer $n: what was answered is there ($said)");
    cmp_ok($notes, '<=', $done + 1, 'and at most one more');
    is(scalar(grep { !/^(?:303|503|409):/ } @answers), 0, 'answers are 303, 503, or 409 after an unknown outcome');
}
unlink $stop;
is((ccadmin('check'))[0], 0, 'ccadmin check passes') or diag((ccadmin('check'))[1]);
is(pages(20), '200: 20', 'and service goes on');
unlike($server->log, qr/exit signal/, 'no process died');
$server->stop;
done_testing;
