# Children are killed while they check passwords and while they wait to: whatever the instant, each slot for a check and
# each place in the queue comes back, and no slot twice.
use strict;
use warnings;
use POSIX ();
use Test::More;
use Time::HiRes qw(time);
use lib 't/lib';
use CC::Data;
use CC::Metrics;
use CC::Person;
use CC::Processes;
use CC::Server;

my ($slots, $clients, $kills) = (2, 8, 10);
my $server = CC::Server->new(config => <<"EOF_CONF");
ClientCenterLoginConcurrency $slots
ClientCenterPasswordHash 2 32768
<Location "/metrics">
    SetHandler clientcenter-metrics
</Location>
EOF_CONF
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
ok($server->start, 'httpd starts');

# Sign-ins with nobody's password, whatever becomes of each, until the file is there
my $stop = "$server->{dir}/stop";
my @pids = map {
    my $client = $_;
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        while (!-e $stop) {
            eval { CC::Person->new(base => $server->{base})->login("nobody$client", 'wrong') };
        }
        POSIX::_exit(0);
    }
    $pid;
} 1 .. $clients;

# What the server says of itself, once that is true of it; undef if it does not become so.
sub wait_until {
    my ($is_so) = @_;
    my $until = time + 60;
    while (time < $until) {
        my $res = CC::Person->new(base => $server->{base})->get('~/metrics');
        my $metrics = $res->code == 200 && CC::Metrics->new($res->content);
        my %now = map { $_ => $metrics && $metrics->value("password_checks_$_") } qw(running waiting);
        return \%now if $metrics && $is_so->(\%now);
    }
    return undef;
}

my $killed = 0;
for (1 .. 10 * $kills) {
    last if $killed == $kills;
    wait_until(sub { $_[0]{running} == $slots && $_[0]{waiting} }) or last;
    my @children = $server->children;
    $killed += kill KILL => $children[rand @children] if @children; # prefork may have ended that one by itself
}
is($killed, $kills, 'children are killed while others wait for them');

# what there is after that; where httpd has the lowest priority already, by what it says itself
my $most = 0;
my $is_lowest = CC::Processes::niceness_of("/proc/$server->{pid}/stat") == 19;
ok(wait_until(sub {
    my $now = $is_lowest ? $_[0]{running} : CC::Processes::niced($server->{pid});
    $most = $now if $now > $most;
    return $most >= $slots;
}), 'as many passwords are checked at once as before');
CC::Data::write_file($stop, '');
waitpid $_, 0 for @pids;
cmp_ok($most, '<=', $slots, 'and no more');
ok(wait_until(sub { !$_[0]{running} && !$_[0]{waiting} }), 'and when nobody comes any more, nobody is thought to be there');
$server->stop;

done_testing;
