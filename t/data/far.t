# Long lists: pages far behind and at the end have the rows that belong there, in the same order as those in front, by
# whatever column; totals are right after every change.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
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
            expected("SELECT a.id FROM external_access a JOIN customers c ON c.id = a.customer_id JOIN parties p ON p.id = c.party_id ORDER BY p.name_key || ' #' || LOWER(c.number)$down, a.id$down", ($page - 1) * 25), "by customer $dir: page $page");
    }
}
for my $list (['users', 'login', 'u.login_key', 'users u'], ['users', 'user_type', 'LOWER(u.user_type)', 'users u'], ['users', 'notes', 'u.notes_key', 'users u'],
    ['users', 'person', q(COALESCE(r.person_key, '')), 'users u LEFT JOIN persons r ON r.id = u.person_id']) {
    my ($path, $column, $by, $from) = @$list;
    my $rows = cell("SELECT COUNT(*) FROM $from");
    for my $page (40, int(($rows + 24) / 25)) {
        is(shown($manager->get("/$path?sort=$column&page=$page")), expected("SELECT u.id FROM $from ORDER BY $by, u.id", ($page - 1) * 25), "$path by $column: page $page");
    }
}

# by person: those without one, who come first, in the order of their ids, then the others by name; also of some users
sub by_person_is {
    my ($name, $where, $asked) = @_;
    my ($from, $key) = ("users u LEFT JOIN persons r ON r.id = u.person_id WHERE $where", q(COALESCE(r.person_key, '')));
    my $rows = cell("SELECT COUNT(*) FROM $from");
    my $none = cell("SELECT COUNT(*) FROM $from AND u.person_id IS NULL");
    for my $dir ('', ' DESC') {
        for my $page (1, 2, int($none / 25), int($none / 25) + 1, int($none / 25) + 2, int(($rows - $none) / 25) + 1, int(($rows + 24) / 25)) {
            next if $page < 1 || $page > int(($rows + 24) / 25);
            is(shown($manager->get("/users?sort=person&dir=" . ($dir ? 'desc' : 'asc') . "&page=$page$asked")), expected("SELECT u.id FROM $from ORDER BY $key$dir, u.id$dir", ($page - 1) * 25), "$name by person$dir: page $page");
        }
    }
}
load({ type => 'party', code => "R$tag", name => 'Of persons' }, (map { { type => 'person', code => "$tag-$_", first_name => $_ % 3 ? 'Same' : "Other$_", last_name => 'Name', parent_party => "R$tag" } } 1 .. 60),
    map { user("$tag-p$_", person => "$tag-" . ($_ <= 60 ? $_ : 60)) } 1 .. 63);
by_person_is('all users', '1 = 1', '');
by_person_is('active users', 'u.active = 1', '&filter.active=yes');
by_person_is('users with a letter', "(u.login_key LIKE '%p%' OR u.name_key LIKE '%p%' OR LOWER(u.user_type) LIKE '%p%' OR u.notes_key LIKE '%p%' OR COALESCE(r.person_key, '') LIKE '%p%')", '&q=p');

# what is searched and filtered: the same rows as are found by looking at each
my $odd = q(50%_"Q' ÜBER); # folded:
my $folded = q(50%_"q' über);
load({ type => 'party', code => "P$tag", name => 'Parent' }, (map { { type => 'person', code => "$tag$_", first_name => "Zoë$_", last_name => 'Far', parent_party => "P$tag" } } 1 .. 3),
    user("$tag-odd", name => 'Odd "One"', notes => $odd, person => "${tag}2"), access($number, "$tag-odd", 'L40', days_back => 20477, notes => $odd));
my $person_key = q(COALESCE(r.person_key, ''));
my $code_of = sub { my ($q) = @_; return join ',', "''", map { index(lc $_, $q) >= 0 ? "'" . substr($_, 0, 3) . "'" : () } 'L10 - Basic', 'L20 - Orders', 'L30 - Orders with Prices', 'L40 - Billing', 'L80 - Admin', 'L90 - Owner' };
my %lists = (
    users => ['users u LEFT JOIN persons r ON r.id = u.person_id WHERE 1 = 1', 'u.login_key', { login => 'u.login_key', name => 'u.name_key', user_type => 'LOWER(u.user_type)', person => $person_key, notes => 'u.notes_key' }],
    parties => ['parties u WHERE 1 = 1', 'u.code_key', { code => 'u.code_key', name => 'u.name_key', unique_number => 'u.number_key', vat_number => 'u.vat_key' }],
    'external-access' => ["external_access u JOIN customers c ON c.id = u.customer_id JOIN parties p ON p.id = c.party_id WHERE 1 = 1", "p.name_key || ' #' || c.number_key",
        { customer => "p.name_key || ' #' || c.number_key", user => 'u.user_key', days_back => "COALESCE(CAST(u.days_back AS CHAR(20)), '')", notes => 'u.notes_key', role => $code_of }],
    "customers/$number" => ["external_access u JOIN customers c ON c.id = u.customer_id WHERE c.number = '$number'", 'u.user_key',
        { user => 'u.user_key', days_back => "COALESCE(CAST(u.days_back AS CHAR(20)), '')", notes => 'u.notes_key', role => $code_of }],
);
sub compared { my ($by, $q) = @_; return ref $by ? 'u.role IN (' . $by->($q) . ')' : "$by LIKE " . sql_quote('%' . $q =~ s/([!%_])/!$1/gr . '%') . " ESCAPE '!'" }
sub found_is {
    my ($path, $where, $asked, $name) = @_;
    my ($from, $by) = @{ $lists{$path} };
    $where = encode_utf8($where);
    my $count = cell("SELECT COUNT(*) FROM $from AND ($where)");
    for my $page (1, $count > 25 ? int(($count + 24) / 25) : ()) {
        my $res = $manager->get("/$path?$asked&page=$page");
        is(($res->content =~ /data-total="(\d+)"/)[0], $count, "$name: how many");
        is(shown($res), expected("SELECT u.id FROM $from AND ($where) ORDER BY $by, u.id", ($page - 1) * 25), "$name: page $page");
    }
    return $count;
}
sub escaped { my ($text) = @_; $text = encode_utf8($text); $text =~ s/([^A-Za-z0-9])/sprintf '%%%02X', ord $1/ge; return $text }
my $hits = 0;
for my $path (sort keys %lists) {
    my $columns = $lists{$path}[2];
    for my $typed ('name 5', 'name', $folded, '"q', "q' ", '%_"', 'über', 'ext', 'bill', '2047', "zoë2 far ${tag}2", 'zzyzx', ' "one" <', '"" or "far', 'far #', '5') {
        (my $q = $typed) =~ s/^ | $//g;
        $hits += found_is($path, join(' OR ', map { compared($_, $q) } sort values %$columns), 'q=' . escaped($q), "$path: search '$q'");
    }
    for my $column (grep { !/role|days/ } sort keys %$columns) {
        $hits += found_is($path, compared($columns->{$column}, $_), "filter.$column=" . escaped($_), "$path: $column '$_'") for 'name 5', $folded, 'e';
    }
}
cmp_ok($hits, '>', 5_000, 'much was found');
# of one and two letters: anywhere, at the end of a text, the whole of a text, in few rows and in none; in the text of another table; quotes
for my $q ('q', 'ü', '7', '70', '48', "q'", '"', 'üb', 'er', 'd]', 'm1', 't0', 'zz', 'l3', '77', '_"') {
    for my $path (sort keys %lists) {
        my $columns = $lists{$path}[2];
        found_is($path, join(' OR ', map { compared($columns->{$_}, $q) } sort keys %$columns), 'q=' . escaped($q), "$path: letters '$q'");
        found_is($path, compared($columns->{$_}, $q), "filter.$_=" . escaped($q), "$path: $_, letters '$q'") for grep { /^(?:notes|person|customer|code)$/ } sort keys %$columns;
    }
}
found_is('users', "u.notes_key LIKE '%über%' AND u.name_key LIKE '%odd%' AND u.active = 1 AND (u.login_key LIKE '%$tag%' OR u.name_key LIKE '%$tag%')", 'filter.notes=' . escaped('über') . "&filter.name=odd&filter.active=yes&q=$tag", 'filters and a search');
found_is('users', 'u.person_id IS NULL', 'filter.person=none', 'no person');
is(shown($person->get('/users?q=' . escaped('note 10') . '&sort=notes')), expected("SELECT a.id FROM external_access a JOIN customers c ON c.id = a.customer_id WHERE c.number = ? AND a.notes_key LIKE '%note 10%' ORDER BY a.notes_key, a.id", 0, $number), 'on the site as well');
for my $case (['q=note', "a.notes_key LIKE '%note%'"], ["q=$tag", "a.user_key LIKE '%$tag%'"], ['filter.notes=note', "a.notes_key LIKE '%note%'"], ['q=bill', "a.role = 'L40' OR a.notes_key LIKE '%bill%'"], ['q=47', "a.user_key LIKE '%47%' OR COALESCE(CAST(a.days_back AS CHAR(20)), '') LIKE '%47%' OR a.notes_key LIKE '%47%'"], ['q=zz', '1 = 0'], ['q=2147483', '1 = 0'], ['q=note&filter.role=orders', "a.notes_key LIKE '%note%' AND a.role IN ('L20', 'L30')"], ['q=' . escaped(join '', map { chr 0xE000 + $_ } 0, 0, 1), '1 = 0']) {
    is(grid_total($person->get("/users?$case->[0]"), 'users'), cell("SELECT COUNT(*) FROM external_access a JOIN customers c ON c.id = a.customer_id WHERE c.number = ? AND ($case->[1])", $number), "on the site: $case->[0]: those of the customer are counted");
}

# many hits: the page is among the first rows of the order, or, of days, behind rows without a limit that come first
my $of_customer = "external_access a JOIN customers c ON c.id = a.customer_id WHERE c.number = '$number'";
for my $case (['filter.days_back=0..60&sort=days_back&dir=desc', "$of_customer AND a.days_key <= 60", 'a.days_key DESC, a.id DESC'], ['filter.days_back=0..60&sort=days_back', "$of_customer AND a.days_key <= 60", 'a.days_key, a.id'],
    ['q=name&sort=notes', "$of_customer AND a.user_key LIKE '%name%'", 'a.notes_key, a.id'], ['q=name&filter.days_back=0..60&sort=role&dir=desc', "$of_customer AND a.user_key LIKE '%name%' AND a.days_key <= 60", 'a.role DESC, a.id DESC']) {
    my ($asked, $rows, $order) = @$case;
    my $hits = cell("SELECT COUNT(*) FROM $rows");
    cmp_ok($hits, '>', 2000, "$asked: many");
    for my $page (1, 3, int(($hits + 24) / 25)) {
        my $res = $person->get("/users?$asked&page=$page");
        is(grid_total($res, 'users'), $hits, "$asked: how many");
        is(shown($res), expected("SELECT a.id FROM $rows ORDER BY $order", ($page - 1) * 25), "$asked: page $page");
    }
}
is(shown($manager->get("/users?filter.active=yes&sort=name&page=$_")), expected('SELECT id FROM users WHERE active = 1 ORDER BY name_key, id', ($_ - 1) * 25), "active users: page $_") for 1, 3, 100;
is(shown($manager->get("/external-access?q=name&sort=customer&page=$_")),
    expected("SELECT a.id FROM external_access a JOIN customers c ON c.id = a.customer_id JOIN parties p ON p.id = c.party_id WHERE a.user_key LIKE '%name%' OR p.name_key LIKE '%name%' ORDER BY p.name_key || ' #' || LOWER(c.number), a.id", ($_ - 1) * 25), "access of all by customer: page $_") for 1, 2;

# what is one of few values: alone, together, with a page behind, and, as such rows are counted, after changes
load(user("$tag-int", user_type => 'INT'), user("$tag-off", active => JSON::PP::false), { type => 'party', code => "Q$tag", name => 'Gone', active => JSON::PP::false });
$lists{audit} = ['audit u WHERE 1 = 1', 'u.at DESC', {}];
sub values_are {
    my ($name) = @_;
    my $hits = 0;
    for my $case (['users', 'active=no', 'u.active = 0'], ['users', 'active=yes', 'u.active = 1'], ['users', 'is_admin=1', 'u.is_admin = 1'], ['users', 'user_type=in', "u.user_type LIKE 'IN%'"], ['users', 'user_type==ext', "u.user_type = 'EXT'"],
        ['users', 'user_type=ext&filter.active=no&filter.is_admin=no', "u.user_type = 'EXT' AND u.active = 0 AND u.is_admin = 0"], ['users', "user_type=ext&filter.login=$tag-o", "u.user_type = 'EXT' AND u.login_key LIKE '%$tag-o%'"],
        ['users', "active=yes&q=$tag", "u.active = 1 AND (u.login_key LIKE '%$tag%' OR u.name_key LIKE '%$tag%' OR " . encode_utf8($person_key) . " LIKE '%$tag%')"], ['users', 'person=none', 'u.person_id IS NULL'], ['users', "person=none&filter.name=odd", "u.person_id IS NULL AND u.name_key LIKE '%odd%'"], ['users', 'active=yes&filter.person=none', 'u.active = 1 AND u.person_id IS NULL'],
        ['parties', 'active=no', 'u.active = 0'], ['parties', 'active=maybe', '1 = 0'], ['audit', 'action=access&filter.result==ok', "u.action LIKE '%access%' AND u.result = 'ok'"],
        map({ my $path = $_; map { ([$path, "role=$_->[0]", "u.role IN ($_->[1])"]) } ['orders', "'L20', 'L30'"], ['l1', "'L10'"], ['zzyzx', "''"], ['billing&filter.days_back=7', "'L40') AND u.days_key IN (7"] } "customers/$number", 'external-access')) {
        my ($path, $asked, $where) = @$case;
        $where = Encode::decode_utf8($where);
        $hits += $path eq 'audit' ? counted_is($path, $where, "filter.$asked", "$name: $path $asked") : found_is($path, $where, "filter.$asked", "$name: $path $asked");
    }
    return $hits;
}
# Asking for a page of the audit writes nothing, but its order is that of times
sub counted_is {
    my ($path, $where, $asked, $name) = @_;
    my $count = cell("SELECT COUNT(*) FROM $lists{$path}[0] AND ($where)");
    is(grid_total($manager->get("/$path?$asked"), $path), $count, "$name: how many");
    return $count;
}
cmp_ok(values_are('at first'), '>', 10_000, 'many rows have such values');
for my $case (['role=orders', "'L20', 'L30'"], ['role=l80', "'L80'"]) {
    is(grid_total($person->get("/users?filter.$case->[0]"), 'users'), cell("SELECT COUNT(*) FROM $of_customer AND a.role IN ($case->[1])"), "on the site: $case->[0]");
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
values_are('a row more');
my $id = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', "$tag-new");
$person->get("/users/$id/edit");
status_is($person->post("/users/$id/edit", role => 'L20', days_back => 3, notes => '', version => 1), 303, 'another role');
load(user("$tag-odd", name => 'Odd "One"', notes => $odd, person => undef), user("$tag-int", user_type => 'EXT', person => "${tag}3", is_admin => JSON::PP::false), user("$tag-off", active => JSON::PP::true), { type => 'party', code => "Q$tag", name => 'Gone', active => JSON::PP::true });
values_are('other values');
$person->get("/users/$id/remove");
status_is($person->post("/users/$id/remove", version => 2), 303, 'remove');
totals_are('a row less');
my ($status) = ccadmin('check');
is($status, 0, 'check agrees');

done_testing;
