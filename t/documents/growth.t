# How the list of a customer with many orders compares to that of one with a thousand, measured in turns in the same run.
# Times are told, not judged: the machine may be busy. CC_GROWTH_ORDERS sets how many: 20,000, of which one has nearly all;
# `make growth` asks a million.
use strict;
use warnings;
use Test::More;
use Time::HiRes qw(time);
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Documents;
use CC::Person;
use CC::Server;
use DBI;

plan skip_all => 'only on SQLite: totals and a text index beside documents' if !CC::Database::is_file();
plan skip_all => 'what statements take is no matter of the MPM, and asked under event' if ($ENV{CC_MPM} || 'event') ne 'event';
my $many = $ENV{CC_GROWTH_ORDERS} || 20_000;
my $rounds = $ENV{CC_GROWTH_ROUNDS} || 5;
my $server = CC::Server->new;
local $ENV{CC_DATABASE_FILE} = $server->{database};
is((ccadmin('init'))[0], 0, 'init');
my $from = time;
my ($status, $out) = ccadmin('demo', '--orders', $many);
is($status, 0, "a demo database with $many orders") or diag $out;
diag sprintf '%d orders are made in %.1f s', $many, time - $from;
my @largest = sql('SELECT c.number, COUNT(*) FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY c.number ORDER BY COUNT(*) DESC LIMIT 2');
my %count = (large => $largest[0][1], small => $largest[1][1]);
cmp_ok($count{large}, '>=', $many * 0.9, "a customer with $count{large}");
cmp_ok($count{small}, '<=', 1200, "and one with $count{small}");
my %login = (large => 'grow-large', small => 'grow-small');
load(map({ user($_) } values %login), access($largest[0][0], $login{large}, 'L40'), access($largest[1][0], $login{small}, 'L40'));
ok($server->start, 'httpd starts');
my %person = map { $_ => CC::Person->signed_in($login{$_}, base => $server->{base}) } sort keys %login;

# ---- what both are asked ----

# one number of each, deep in its list
my %number = map { my $n = $largest[$_ eq 'large' ? 0 : 1][0];
    ($_ => cell("SELECT o.document_no FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.number = ? ORDER BY o.date, o.id LIMIT 1 OFFSET 500", $n)) } qw(large small);
my @asked = (
    ['Home', sub { '/' }], ['open', sub { '/orders' }], ['open, page 2', sub { '/orders?page=2' }], ['last page', sub { '/orders?page=999999' }],
    (map { my $c = $_; map { ["sort by $c, $_", do { my $d = $_; sub { "/orders?sort=$c&dir=$d" } }] } qw(asc desc) } qw(date type_name document_no amount status notes)),
    ['search a number', sub { "/orders?q=$number{$_[0]}" }], ['search a part of it', sub { '/orders?q=' . substr $number{ $_[0] }, -4 }], ['search a status', sub { '/orders?q=deliver' }],
    ['search nothing', sub { '/orders?q=zzyzx' }], ['search two letters', sub { '/orders?q=or' }],
    ['filter by number', sub { "/orders?filter.document_no==$number{$_[0]}" }], ['filter by status', sub { '/orders?filter.status=deliver' }],
    ['filter by month', sub { '/orders?filter.date=' . substr day(60), 0, 7 }], ['filter by amount', sub { '/orders?filter.amount=10..20' }],
    (map { my $g = $_; ["group by $g", sub { "/orders?group=$g" }] } ('status', 'type_name', 'date', 'status,type_name', 'type_name,status,date', 'amount', 'notes')),
    ['one order', sub { "/orders/$number{$_[0]}" }],
);
my %median;
for my $case (@asked) {
    my ($name, $path) = @$case;
    my %times;
    for my $round (0 .. $rounds) {
        for my $who ($round % 2 ? qw(large small) : qw(small large)) {
            my $from = time;
            my $res = $person{$who}->get($path->($who));
            push @{ $times{$who} }, time - $from if $round; # the first is for the caches
            status_is($res, 200, "$name, $who: is answered") if !$round;
            is(table_of($res, 'orders')->{total}, $count{$who}, "$name, $who: counts all") if !$round && $name =~ /^(?:open|last|sort|group)/;
        }
    }
    for my $who (keys %times) {
        my @sorted = sort { $a <=> $b } @{ $times{$who} };
        $median{$name}{$who} = $sorted[ @sorted / 2 ];
    }
}

# ---- what a change takes ----

# Counted in steps of SQLite's machine, which are the same on any machine. The same order is added for both.
my $db = DBI->connect("dbi:SQLite:dbname=$server->{database}", '', '', { RaiseError => 1 });
my $steps;
$db->sqlite_progress_handler(1, sub { $steps++; 0 });
my %same = (document_no => "'X-1'", document_no_key => "'x-1'", amount => 12345678, notes => "'Moved'", notes_key => "'moved'");
my @columns = grep { $_ ne 'id' } map { $_->[1] } @{ $db->selectall_arrayref('PRAGMA table_info(orders)') };
my @changes = (
    ['adding', 'INSERT INTO orders (' . join(', ', @columns) . ') SELECT ' . join(', ', map { $same{$_} // $_ } @columns) . ' FROM orders WHERE id = ?'],
    ['changing', "UPDATE orders SET amount = 87654321, notes = 'Sent', notes_key = 'sent' WHERE id = ?"], ['removing', 'DELETE FROM orders WHERE id = ?']);
my %taken;
for my $who (qw(large small)) {
    my ($id) = $db->selectrow_array('SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.number = ? AND o.document_no = ?', undef, $largest[$who eq 'large' ? 0 : 1][0], $number{$who});
    $db->begin_work;
    for my $change (@changes) {
        my ($name, $sql) = @$change;
        my $statement = $db->prepare($sql);
        $steps = 0;
        is($statement->execute($id), 1, "$name an order, $who");
        $taken{$name}{$who} = $steps;
        $id = $db->last_insert_id if $name eq 'adding';
    }
    $db->rollback;
}
for my $name (sort keys %taken) {
    my ($large, $small) = @{ $taken{$name} }{qw(large small)};
    cmp_ok($large, '<', 1.5 * $small, "$name an order takes $large steps where there are many, $small where there are few");
}
$db->disconnect;

# exact, however many
my ($micro) = map { $_->[0] } sql('SELECT SUM(amount) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.number = ?', $largest[0][0]);
my $sums = table_of($person{large}->get('/orders'), 'orders')->{sums}{amount};
is(join(' ', sum_of(values %$sums)), plain($micro), 'the sums of all orders are exact') if cell('SELECT COUNT(DISTINCT currency) FROM orders') >= 1;
my $groups = table_of($person{large}->get('/orders?group=status&per_page=10'), 'orders')->{groups};
my %by_status = map { @$_ } sql('SELECT o.status, COUNT(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.number = ? GROUP BY o.status', $largest[0][0]);
my ($status_name) = $groups->[0]{label} =~ /: (.*) \(/;
is($groups->[0]{count}, $by_status{$status_name}, 'the count of a group is that of all its orders');

diag sprintf '%-28s %12s %12s %8s', "median of $rounds, ms", "$count{small} orders", "$count{large}", 'ratio';
for my $case (@asked) {
    my $m = $median{ $case->[0] };
    diag sprintf '%-28s %12.1f %12.1f %8.2f', $case->[0], $m->{small} * 1000, $m->{large} * 1000, $m->{large} / $m->{small};
}
$server->stop;

done_testing;
