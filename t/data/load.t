# ccadmin load is one transaction that holds the only write lock: while it runs pages are served, what would write is
# 503 and says when to come back, and afterwards everything goes on.
use strict;
use warnings;
use IPC::Open3;
use JSON::PP;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;

my ($number, $admin, $target) = (unique('c'), unique('a'), unique('t'));
load(customer($number), user($admin), user($target), access($number, $admin, 'L80'), access($number, $target, 'L10'));
my $id = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $target);
my $person = CC::Person->signed_in($admin);
my $other = CC::Person->new;
$other->get('/login');
$person->get("/users/$id/edit");

# a load that waits for its next line
my $pid = open3(my $to, my $from, undef, CC::Data::top() . '/build/ccadmin', CC::Database::options(CC::Data::database()), 'load', '-');
my $new = unique('n');
syswrite $to, JSON::PP->new->encode({ type => 'party', code => $new, name => 'New' }) . "\n";

# It has the lock when nobody else gets it
sub is_locked {
    my $db = CC::Database::connect_to(CC::Data::database(), PrintError => 0);
    $db->sqlite_busy_timeout(0) if CC::Database::is_file();
    my $got = eval {
        $db->begin_work;
        $db->do(CC::Database::is_file() ? 'UPDATE audit_head SET id = id' : 'SELECT id FROM audit_head WHERE id = 1 FOR UPDATE NOWAIT');
        1;
    };
    eval { $db->rollback };
    $db->disconnect;
    return !$got;
}
my $locked = 0;
for (1 .. 200) {
    last if $locked = is_locked();
    select undef, undef, undef, 0.05;
}
ok($locked, 'the load has the lock');

for my $page ('/', '/users', '/profile', '/users/add', "/users/$id/edit") { status_is($person->get($page), 200, "GET $page meanwhile") }
status_is($person->get('/healthz'), 200, 'the server is well');
my %write = (edit => [$person, "/users/$id/edit", role => 'L20', days_back => '', notes => 'x', version => 1], login => [$other, '/login', login => $target, password => password()]);
for my $name (sort keys %write) {
    my ($who, @form) = @{ $write{$name} };
    my $res = $who->post(@form);
    status_is($res, 503, "$name meanwhile");
    like($res->header('Retry-After') // '', qr/^\d+$/, "$name: says when to come back");
}
is(cell('SELECT role FROM external_access WHERE id = ?', $id), 'L10', 'nothing was changed');
is(cell('SELECT COUNT(*) FROM parties WHERE code = ?', $new), 0, 'nobody sees what is not loaded yet');

close $to;
my $out = do { local $/; <$from> };
waitpid $pid, 0;
is($?, 0, 'the load ends well') or diag $out;
is(cell('SELECT COUNT(*) FROM parties WHERE code = ?', $new), 1, 'all is there');
status_is($person->post(@{ $write{edit} }[1 .. $#{ $write{edit} }]), 303, 'the same change goes through');
status_is($other->post(@{ $write{login} }[1 .. $#{ $write{login} }]), 303, 'and the login');

done_testing;
