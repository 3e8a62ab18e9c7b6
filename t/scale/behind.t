# Password checks run behind those who ask for pages: in threads of a lower priority, no more than are allowed at once,
# while all threads that answer requests keep theirs.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Data;
use CC::Person;
use CC::Processes;
use CC::Server;
use IO::Handle;

my ($slots, $clients) = (2, 6);
my $server = CC::Server->new(config => "ClientCenterLoginConcurrency $slots\nClientCenterPasswordHash 3 32768");
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
ok($server->start, 'httpd starts');

my $usual = CC::Processes::niceness_of("/proc/$server->{pid}/stat");

pipe my $alive, my $end or die "pipe: $!";
my @pids;
for my $client (1 .. $clients) {
    my $pid = fork // die "fork: $!";
    if ($pid) {
        push @pids, $pid;
        next;
    }
    close $alive;
    my $person = CC::Person->new(base => $server->{base});
    my @codes = map { $person->login("nobody$client", 'wrong')->code } 1 .. 3;
    print $end join(',', @codes), "\n";
    close $end;
    POSIX::_exit(0);
}
close $end;
$alive->blocking(0);
my ($answers, $most, @seen) = ('', 0);
while (1) {
    my @now = CC::Processes::niced($server->{pid});
    push @seen, @now;
    $most = @now if @now > $most;
    my $got = sysread $alive, $answers, 4096, length $answers;
    last if defined $got && !$got;
}
waitpid $_, 0 for @pids;
is(scalar(grep { /^(?:422|503)(?:,(?:422|503)){2}$/ } split /\n/, $answers), $clients, 'all sign-ins are answered, or put off') or diag $answers;
SKIP: {
    skip 'httpd has the lowest priority already', 1 if $usual == 19;
    is_deeply([sort keys %{ { map { $_ => 1 } @seen } }], [$usual > 9 ? 19 : $usual + 10], 'their hashes are computed behind everybody else');
}
cmp_ok($most, '<=', $slots, 'no more of them at once than are allowed');
is_deeply([CC::Processes::niced($server->{pid})], [], 'afterwards all threads are as before');
unlike($server->log, qr/exit signal/, 'no child died');
$server->stop;

done_testing;
