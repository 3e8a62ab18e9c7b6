# Many writes at once, by people and by ccadmin beside them: none fails, none takes seconds.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Data;
use CC::Swarm;

my $people = 80;
my ($number, $tag) = (unique('c'), unique('w'));
load(customer($number), map { (user("$tag-$_"), user("$tag-t$_")) } 1 .. $people);
load(map { (access($number, "$tag-$_", 'L80'), access($number, "$tag-t$_", 'L10')) } 1 .. $people);
my %row = map { @$_ } sql('SELECT u.login, a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login LIKE ?', "$tag-t%");
my $port = CC::Data::port();

my @clients = map {
    my $login = "$tag-$_";
    { n => $_, steps => [sub { return (GET => '/login') }, sub { return (POST => '/login', login => $login, password => password()) }, sub { return (GET => '/users/add') }] };
} 1 .. $people;
my $signed = CC::Swarm->run(clients => \@clients, port => $port);
is(scalar(grep { $_->{done} && $_->{at} == 3 } @clients), $people, "$people people are signed in");

# all write at once: change, then change again, then remove
for my $client (@clients) {
    my $id = $row{"$tag-t$client->{n}"};
    delete $client->{done};
    $client->{at} = 0;
    $client->{steps} = [
        sub { return (POST => "/users/$id/edit", role => 'L20', days_back => 30, notes => "by $client->{n}", version => 1) },
        sub { return (POST => "/users/$id/edit", role => 'L30', days_back => '', notes => "again by $client->{n}", version => 2) },
        sub { return (POST => '/layout', grid => 'users', columns => 'user,role', next => '/cc/users') },
        sub { return (POST => "/users/$id/remove", version => 3) } ];
}
# ccadmin writes to the same tables meanwhile
my $admin = fork // die "fork: $!";
if (!$admin) {
    my $failed = 0;
    for my $n (1 .. 20) {
        my ($status) = ccadmin('grant', '--customer', $number, '--user', "hash-source", '--role', $n % 2 ? 'L10' : 'L20', '--notes', "ccadmin $n");
        $failed++ if $status;
    }
    require POSIX;
    POSIX::_exit($failed);
}
my $swarm = CC::Swarm->run(clients => \@clients, port => $port, seconds => 300);
waitpid $admin, 0;
is($? >> 8, 0, 'ccadmin writes beside them, none of twenty fails');
is_deeply($swarm->{wrong}, [], 'no write of a person fails');
is_deeply($swarm->{status}, { 303 => 4 * $people }, '320 writes, each is done at the first try') or diag explain $swarm->{status};
is(cell('SELECT COUNT(*) FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login LIKE ?', "$tag-t%"), 0, 'all rows are removed');
for my $action (qw(access.edit access.remove)) {
    is(cell(q(SELECT COUNT(*) FROM audit a JOIN users u ON u.id = a.user_id WHERE a.action = ? AND a.result = 'ok' AND u.login LIKE ?), $action, "$tag-t%"),
        $action eq 'access.edit' ? 2 * $people : $people, "$action: an audit record for each");
}
# well below a second on a machine that does nothing else
cmp_ok($swarm->quantile(1), '<', 10, 'none waits for long');
diag sprintf '%s: %d writes, median %.3f s, slowest %.3f s', $ENV{CC_MPM} // 'event', scalar @{ $swarm->{times} }, $swarm->quantile(0.5), $swarm->quantile(1);
my ($status, $out) = ccadmin('check');
is($status, 0, 'ccadmin check passes') or diag $out;

done_testing;
