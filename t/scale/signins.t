# 400 people (100 on a database server, where the same hashes take the same time once more) at once sign in and look at pages: no 5xx but the throttle's own, and all get in.
use strict;
use warnings;
use Test::More;
use Time::HiRes qw(time);
use lib 't/lib';
use CC::Data;
use CC::Database;
use CC::Swarm;

my $people = CC::Database::is_file() ? 400 : 100;
my ($number, $tag) = (unique('c'), unique('s'));
load(customer($number), map { user("$tag-$_") } 1 .. $people);
load(map { access($number, "$tag-$_", 'L80') } 1 .. $people);

my @clients = map {
    my $login = "$tag-$_";
    {
        steps => [
            sub { return (GET => '/login') },
            sub { return (POST => '/login', login => $login, password => password()) },
            sub { return (GET => '/') },
            sub { return (GET => "/users?q=$tag&page=" . (1 + int rand 16)) },
            sub { return (GET => '/profile') },
            sub { return (POST => '/logout') },
        ] };
} 1 .. $people;
my $port = CC::Data::port();
my $from = time;
# the time is for a server that hangs, not for a slow machine that has many other modules to run as well
my $swarm = CC::Swarm->run(clients => \@clients, port => $port, seconds => 300);
my $took = time - $from;
my %status = %{ $swarm->{status} };
is_deeply([sort keys %{ { map { $_ => 1 } @{ $swarm->{wrong} } } }], [], 'nothing went wrong') or diag explain $swarm->{wrong};
is(scalar(grep { $_->{done} && $_->{at} == 6 } @clients), $people, 'everybody signed in, saw three pages and signed out');
is(join(' ', grep { $_ !~ /^(?:200|303|429|503)$/ } sort keys %status), '', 'no status but 200, 303 and those of the throttle');
is(cell('SELECT COUNT(*) FROM audit WHERE action = ? AND actor LIKE ?', 'signin', "%<$tag-%"), $people, 'each login is in the audit once');
is(cell('SELECT COUNT(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.login LIKE ?', "$tag-%"), 0, 'no session is left');
diag sprintf '%s: %d answers in %.1f s, median %.3f s, 99 %% %.3f s, slowest %.3f s, throttled %d', $ENV{CC_MPM} // 'event',
    scalar @{ $swarm->{times} }, $took, $swarm->quantile(0.5), $swarm->quantile(0.99), $swarm->quantile(1), ($status{503} // 0) + ($status{429} // 0);
my $log = CC::Data::read_file(CC::Data::logs() . '/error_log');
unlike($log, qr/exit signal|Segmentation|deadlock/i, 'no child died');

done_testing;
