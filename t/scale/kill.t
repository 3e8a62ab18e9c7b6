# kill -9 of children, and of the whole server, in the middle of writes: what was answered with success is there, and
# the data is sound.
use strict;
use warnings;
use POSIX ();
use Test::More;
use Time::HiRes qw(time);
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

my $writers = 8;
my $server = CC::Server->new(config => 'ClientCenterLoginConcurrency 8');
$ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my ($number, $tag) = (unique('c'), unique('k'));
load(customer($number), map { (user("$tag-$_"), user("$tag-t$_"), access($number, "$tag-$_", 'L80'), access($number, "$tag-t$_", 'L10')) } 1 .. $writers);
my %row = map { @$_ } sql('SELECT u.login, a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login LIKE ?', "$tag-t%");

# Writes "N" into the notes of its row for N = 1, 2, ... and reports each N that was answered with success, until
# told to end; goes on when a connection is cut or refused.
sub writer {
    my ($n, $report, $stop) = @_;
    my $id = $row{"$tag-t$n"};
    my $person;
    my $value = 0;
    while (!-e $stop) {
        my $good = eval {
            if (!$person) {
                $person = CC::Person->new(base => $server->{base});
                $person->get('/login')->code == 200 or die "login\n";
                $person->post('/login', login => "$tag-$n", password => password())->code == 303 or die "login\n";
            }
            my $form = $person->get("/users/$id/edit");
            die "form\n" if $form->code != 200;
            my $next = (value_of($form, 'notes') || 0) + 1;
            my $res = $person->post("/users/$id/edit", role => 'L20', days_back => '', notes => $next, version => value_of($form, 'version'));
            die $res->code . "\n" if $res->code != 303;
            syswrite $report, "$n $next\n";
            1;
        };
        if (!$good) {
            # 500 with a client header is LWP's word for a cut connection; anything else is an answer of the server
            my $last = $person && $person->{last};
            if ($last && !$last->header('Client-Warning') && $last->code !~ /^(?:200|303|503|429)$/) {
                syswrite $report, "$n wrong " . $last->code . "\n";
            }
            undef $person if !$last || $last->code =~ /^(?:303|403)$/ || $last->header('Client-Warning');
            select undef, undef, undef, 0.02;
        }
    }
    POSIX::_exit(0);
}

sub run_writers {
    my ($seconds, $meanwhile) = @_;
    my $stop = "$server->{dir}/stop";
    unlink $stop;
    pipe my $in, my $out or die "pipe: $!";
    my @pids = map {
        my $n = $_;
        my $pid = fork // die "fork: $!";
        writer($n, $out, $stop) if !$pid;
        $pid;
    } 1 .. $writers;
    close $out;
    my (%done, @wrong, $count);
    my $end = time + $seconds;
    my $buffer = '';
    my $read = sub {
        my ($wait) = @_;
        vec(my $bits = '', fileno $in, 1) = 1;
        return -1 if !select $bits, undef, undef, $wait;
        my $got = sysread $in, $buffer, 65536, length $buffer;
        while ($buffer =~ s/^(\d+) (.*)\n//) {
            my ($n, $what) = ($1, $2);
            if ($what =~ /^\d+$/) { $done{$n} = $what; $count++ } else { push @wrong, $what }
        }
        return $got;
    };
    while (time < $end) {
        $read->(0.1);
        $meanwhile->($count // 0, \$end);
    }
    CC::Data::write_file($stop, '');
    while ($read->(10) != 0) { last if !grep { kill 0 => $_ } @pids }
    waitpid $_, 0 for @pids;
    $read->(0) while $read->(0) > 0;
    return ($count // 0, \@wrong, %done);
}

sub check_rows {
    my ($name, %done) = @_;
    my %notes = map { @$_ } sql(q(SELECT u.login, COALESCE(a.notes, '0') FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login LIKE ?), "$tag-t%");
    my @lost = grep { $notes{"$tag-t$_"} < $done{$_} } sort keys %done;
    is("@lost", '', "$name: nothing that was answered with success is missing") or diag map { "$_: $notes{\"$tag-t$_\"} < $done{$_}\n" } @lost;
    my @more = grep { $notes{"$tag-t$_"} > $done{$_} + 1 } sort keys %done;
    is("@more", '', "$name: and no more than one write each without an answer");
    my ($status, $out) = ccadmin('check');
    is($status, 0, "$name: ccadmin check passes") or diag $out;
    my $audited = cell(q(SELECT COUNT(*) FROM audit WHERE action = 'access.edit' AND result = 'ok'));
    my $versions = cell('SELECT SUM(a.version - 1) FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login LIKE ?', "$tag-t%");
    is($audited, $versions, "$name: each change has its audit record, and each record its change");
}

# children
ok($server->start, 'httpd starts');
my $killed = 0;
my $next = time + 0.5;
my ($count, $wrong, %done) = run_writers(6, sub {
    return if time < $next;
    my @children = $server->children;
    kill KILL => $children[rand @children] if @children;
    $killed++ if @children;
    $next = time + 0.4;
});
cmp_ok($killed, '>=', 5, "$killed children were killed in the middle of $count writes");
cmp_ok($count, '>=', $writers, 'writing went on');
is_deeply([grep { $_ !~ /^wrong 409$/ } @$wrong], [], 'every answer was a good one') or diag explain $wrong;
check_rows('children', %done);
status_is(CC::Person->new(base => $server->{base})->get('/healthz'), 200, 'the server is well');

# the whole server
for my $round (1 .. 2) {
    my $gone = 0;
    ($count, $wrong, %done) = run_writers(20, sub {
        my ($written, $end) = @_;
        return if $gone || $written < 20;
        $server->kill_all;
        $gone = 1;
        $$end = time + 0.3;
    });
    ok($gone, "round $round: the whole server was killed after $count writes");
    check_rows("round $round", %done);
    ok($server->start, "round $round: it starts again");
    status_is(CC::Person->new(base => $server->{base})->get('/healthz'), 200, "round $round: and is well");
}
my $person = CC::Person->signed_in("$tag-1", base => $server->{base});
status_is($person->get('/users'), 200, 'and serves pages');
$server->stop;

done_testing;
