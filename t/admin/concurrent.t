# Several programs write at once: none fails, nothing is lost; a long load makes the others wait, not fail; what is
# killed leaves nothing behind.
use strict;
use warnings;
use FindBin;
use POSIX ();
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;
use Time::HiRes 'time';

fresh_db();
passes('demo', 'demo', '--customers', '60');
my @customers = map { $_->{number} } grep { $_->{type} eq 'customer' } map { json($_) } split /\n/, passes('dump', 'dump');

# Starts a child that runs this code and exits with its result.
sub child {
    my ($code) = @_;
    my $pid = fork() // die $!;
    return $pid if $pid;
    open STDOUT, '>', '/dev/null';
    my $failed = $code->();
    POSIX::_exit($failed ? 1 : 0);
}
sub failures {
    my $failed = 0;
    for (@_) { waitpid $_, 0; $failed++ if $? }
    return $failed;
}

# Waits until this is so, for 20 s at most.
sub until_true {
    my ($what, $is_so) = @_;
    for (my $end = time + 20; time < $end; select undef, undef, undef, 0.01) { return if $is_so->() }
    die "not within 20 s: $what\n";
}

# A load has read all that it was given.
use constant FIONREAD => 0x541B; # of Linux: how many bytes wait in a pipe
sub until_read {
    my ($pipe) = @_;
    until_true('the load reads its records', sub {
        my $waiting = pack 'i', 0;
        ioctl $pipe, FIONREAD, $waiting or die "ioctl: $!";
        return !unpack 'i', $waiting;
    });
}

# This process has the database open: as a file, or by a socket.
sub until_connected {
    my ($pid) = @_;
    until_true('a program opens the database', sub { grep { /\.db\z|^socket:/ } map { readlink($_) // '' } glob "/proc/$pid/fd/*" });
}

subtest 'four writers' => sub {
    my @writers = (['newcomer', 'grant'], ['basic', 'grant'], ['orders', 'grant'], ['prices', 'grant']);
    my @pids = map {
        my ($user) = @$_;
        child(sub {
            my $failed = 0;
            for my $customer (@customers[3 .. 42]) {
                $failed += system(command('grant', '--customer', $customer, '--user', $user, '--role', 'L10')) != 0;
            }
            return $failed;
        });
    } @writers;
    is(failures(@pids), 0, 'none failed');
    is(scalar @{ json(passes('access', 'access', '--user', $_->[0], '--format', 'json')) } - ($_->[0] eq 'newcomer' ? 0 : 1),
        40, "all rows of $_->[0]") for @writers;
    passes('check', 'check');
};

subtest 'a long load' => sub {
    open my $load, '|-', command('load', '-') or die $!;
    $load->autoflush;
    print {$load} records(map { qq({"type":"party","code":"L$_","name":"Loaded $_"}) } 1 .. 100);
    until_read($load);
    passes('others read', 'access');
    unlike(passes('dump', 'dump'), qr/"L1"/, 'and see nothing of it yet');
    my $writer = child(sub { POSIX::close(fileno $load); exec command('user', 'unlock', 'owner') });
    until_connected($writer);
    print {$load} records(map { qq({"type":"party","code":"M$_","name":"Loaded $_"}) } 1 .. 100);
    ok(close $load, 'the load succeeds');
    is(failures($writer), 0, 'the other writer waited and succeeded');
    like(passes('dump', 'dump'), qr/"M100"/, 'all of it is there');
};

subtest 'a record that somebody else holds' => sub {
    plan skip_all => 'elsewhere there is one lock, or none waits less than five seconds for it' if CC::Database::kind() ne 'pgsql';
    local $ENV{PGOPTIONS} = '-c lock_timeout=200';
    my $other = CC::Database::look_into(db_path());
    $other->begin_work;
    $other->do("UPDATE parties SET version = version + 1 WHERE code = 'L1'");
    my $said = fails('a load', 1, qr/:1: The database is busy/, \records('{"type":"party","code":"L1","name":"Other"}'), 'load', '-');
    like($said, qr/Nothing was loaded/, 'which nothing is left of');
    $other->rollback;
};

subtest 'killed in the middle' => sub {
    local $SIG{INT} = 'DEFAULT'; # a shell's background job ignores it, and so would the program that is to be stopped
    for my $signal ('KILL', 'TERM', 'INT') {
        my $before = passes('dump', 'dump');
        my $pid = open my $load, '|-', command('load', '-') or die $!;
        $load->autoflush;
        print {$load} records(map { qq({"type":"party","code":"$signal-$_","name":"Loaded $_"}) } 1 .. 2000);
        until_read($load);
        kill $signal, $pid;
        close $load;
        is(passes('dump', 'dump'), $before, "$signal: nothing was written");
        passes("$signal: check", 'check');
    }
};

done_testing();
