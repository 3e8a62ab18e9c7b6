# Long lists: pages far behind and at the end have the rows that belong there, in the same order as those in front, by
# whatever column; totals are right after every change.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my $count = 2603; # more than a list that is read whole
my ($number, $small, $admin, $office) = map { unique($_) } qw(c d a o);
my $tag = unique('f');
my @roles = qw(L10 L20 L30 L40);
load(customer($number, name => "Far $tag"), customer($small, name => "Far"), user($admin), user($office, user_type => 'INT', is_admin => JSON::PP::true), access($number, $admin, 'L80'),
    (map { user(sprintf("$tag%04d", $_), name => 'Name ' . $_ * 7919 % 1000) } 2 .. $count),
    (map { access($number, sprintf("$tag%04d", $_), $roles[$_ % 4], days_back => $_ % 9 ? $_ % 50 : undef, notes => $_ % 3 ? 'note ' . $_ % 11 : undef) } 2 .. $count),
    map { access($small, sprintf("$tag%04d", $_), 'L10') } 2 .. 5);
my $person = CC::Person->signed_in($admin);
my $manager = CC::Person->signed_in($office, site => '/backoffice');

sub shown { my ($res) = @_; return join ' ', $res->content =~ /<tr\b[^>]*data-id="([^"]+)"/g }
sub expected { my ($sql, $offset, @values) = @_; return join ' ', map { $_->[0] } sql("$sql LIMIT 25 OFFSET $offset", @values) }

my $last = int(($count + 24) / 25);
my %sorts = (user => 'a.user_key', role => 'a.role', days_back => 'a.days_key', notes => 'a.notes_key');
for my $column (sort keys %sorts) {
    for my $dir (qw(asc desc)) {
        my $order = $sorts{$column} . ($dir eq 'desc' ? ' DESC, a.id DESC' : ', a.id');
        for my $page (2, 30, $last - 22, $last - 1, $last) {
            my $res = $person->get("/users?sort=$column&dir=$dir&page=$page");
            is(shown($res), expected("SELECT a.id FROM external_access a JOIN customers c ON c.id = a.customer_id WHERE c.number = ? ORDER BY $order", ($page - 1) * 25, $number), "by $column $dir: page $page");
        }
        is(shown($person->get("/users?sort=$column&dir=$dir&page=9999")), shown($person->get("/users?sort=$column&dir=$dir&page=$last")), "by $column $dir: beyond the last page is the last");
    }
}
my $notes = "SELECT a.id FROM external_access a JOIN customers c ON c.id = a.customer_id WHERE c.number = ? AND a.notes_key LIKE '%note%' ORDER BY a.notes_key, a.id";
is(shown($person->get('/users?filter.notes=note&sort=notes&page=60')), expected($notes, 59 * 25, $number), 'filtered: a page far behind');
is(shown($person->get('/users?filter.notes=note&sort=notes&page=70')), expected($notes, 69 * 25, $number), 'filtered: the last page');

# the back office: all rows of all customers, by a name that no index has as it is shown
my $all = cell('SELECT COUNT(*) FROM external_access');
my $end = int(($all + 24) / 25);
for my $dir (qw(asc desc)) {
    my $down = $dir eq 'desc' ? ' DESC' : '';
    for my $page (1, 2, 40, $end - 3, $end) {
        is(shown($manager->get("/external-access?sort=customer&dir=$dir&page=$page")),
            expected("SELECT a.id FROM external_access a JOIN customers c ON c.id = a.customer_id JOIN parties p ON p.id = c.party_id ORDER BY p.name_key$down, c.number$down, a.id$down", ($page - 1) * 25), "by customer $dir: page $page");
    }
}
for my $list (['users', 'login', 'u.login_key', 'users u'], ['users', 'user_type', 'LOWER(u.user_type)', 'users u'], ['users', 'notes', 'u.notes_key', 'users u'],
    ['users', 'person', q(COALESCE(LOWER(r.first_name) || ' ' || LOWER(r.last_name) || ' ' || LOWER(r.code), '')), 'users u LEFT JOIN persons r ON r.id = u.person_id']) {
    my ($path, $column, $by, $from) = @$list;
    my $rows = cell("SELECT COUNT(*) FROM $from");
    for my $page (40, int(($rows + 24) / 25)) {
        is(shown($manager->get("/$path?sort=$column&page=$page")), expected("SELECT u.id FROM $from ORDER BY $by, u.id", ($page - 1) * 25), "$path by $column: page $page");
    }
}

# totals
sub totals_are {
    my ($name) = @_;
    my %now = (users => 'users', parties => 'parties', 'external-access' => 'external_access');
    is(grid_total($person->get('/users'), 'users'), cell('SELECT COUNT(*) FROM external_access a JOIN customers c ON c.id = a.customer_id WHERE c.number = ?', $number), "$name: rows of the customer");
    is(grid_total($manager->get("/$_"), $_), cell("SELECT COUNT(*) FROM $now{$_}"), "$name: $_ of the back office") for sort keys %now;
    # asked before the page, which writes nothing
    my ($changes, $records) = map { cell($_, $number) } "SELECT COUNT(*) FROM audit a JOIN customers c ON c.id = a.customer_id WHERE c.number = ? AND a.action IN ('access.add', 'access.edit', 'access.remove')", "SELECT COUNT(*) FROM audit WHERE '' <> ?";
    is(grid_total($person->get('/audit'), 'audit'), $changes, "$name: records of the customer");
    is(grid_total($manager->get('/audit'), 'audit'), $records, "$name: all records");
}
totals_are('at first');
load(user("$tag-new"));
$person->get('/users/add');
status_is($person->post('/users/add', email => "$tag-new\@example.com", role => 'L10', days_back => '', notes => ''), 303, 'add');
totals_are('a row more');
my $id = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', "$tag-new");
$person->get("/users/$id/remove");
status_is($person->post("/users/$id/remove", version => 1), 303, 'remove');
totals_are('a row less');
my ($status) = ccadmin('check');
is($status, 0, 'check agrees');

done_testing;
