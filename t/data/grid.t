# The grid of User Management: sort, search, filters, paging, columns, CSV, and the saved layout.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8 encode_utf8);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output);

# 300 rows of one customer, and some of another that must never be seen
my ($number, $other, $admin) = map { unique($_) } qw(c o admin);
my $tag = unique('g');
my @roles = qw(L10 L20 L30 L40 L80 L90);
my %name = (L10 => 'Basic', L20 => 'Orders', L30 => 'Orders with Prices', L40 => 'Billing', L80 => 'Admin', L90 => 'Owner');
my @names = ('Żaneta', 'ämilia', 'Борис', 'борислав', 'Zoe', 'zeta', 'Anna', 'anna-maria', 'Ørsted', '50% off_x', "O'Neill <b>", '=SUM(A1)');
my @people = map {
    { login => sprintf('%s-%03d', $tag, $_), name => sprintf('%s %03d', $names[$_ % @names], $_), role => $roles[$_ % 5],
      days => $_ % 7 ? $_ * 10 % 400 : undef, notes => $_ % 4 ? "note $_" : undef }
} 1 .. 298;
$people[9]{notes} = '=cmd|calc'; $people[10]{notes} = "two\nlines, \"quoted\""; $people[11]{notes} = '+1-2'; $people[12]{notes} = '@x';
$people[13]{notes} = '-5'; $people[14]{notes} = '100%_!'; $people[15]{notes} = 'Straße'; $people[16]{notes} = '<script>alert(1)</script>';
$people[17]{notes} = 'ПРИВЕТ'; $people[18]{notes} = "tab\there";
load(customer($number), customer($other), user($admin, name => 'The Admin'), user("$tag-foreign", name => 'Foreign 001'),
    access($number, $admin, 'L90'), access($other, "$tag-foreign", 'L10', notes => 'note foreign'),
    (map { user($_->{login}, name => $_->{name}) } @people),
    map { access($number, $_->{login}, $_->{role}, days_back => $_->{days}, notes => $_->{notes}) } @people);
push @people, { login => $admin, name => 'The Admin', role => 'L90', days => undef, notes => undef };
my $person = CC::Person->signed_in($admin);
my $all = 299;

sub rows { my ($query) = @_; my $res = $person->get("/users$query"); return ($res, grid_rows($res, 'users')) }
sub ids { my (undef, @rows) = @_; return map { $_->{user} =~ /<([^>]+)> \[EXT\]$/ ? $1 : '?' } @rows }

# the page
my ($res, @rows) = rows('');
is(grid_total($res, 'users'), $all, 'data-total counts all rows');
is(scalar @rows, 25, '25 rows a page');
is(join(' ', grid_columns($res, 'users')), 'user role days_back notes', 'columns in their order');
my (undef, $first) = rows("?q=$tag-002");
is($first->{role}, 'Orders with Prices', 'a role by its name');
is($first->{user}, "Борис 002 <$tag-002> [EXT]", 'a user in display format');

# pages
my %seen;
for my $page (1 .. 3) {
    my ($answer, @got) = rows("?per_page=100&page=$page");
    is(scalar @got, $page < 3 ? 100 : 99, "page $page of 3");
    $seen{$_}++ for ids($answer, @got);
    is(grid_total($answer, 'users'), $all, 'with the same total');
}
is(scalar(keys %seen), $all, 'all rows are seen');
is(scalar(grep { $_ != 1 } values %seen), 0, 'each of them once');
for ([10, 10], [25, 25], [50, 50], [100, 100], [11, 25], [0, 25], [-10, 25], [1000, 25], ['1e2', 25], ['ten', 25], ['', 25], ['%2B10', 25]) {
    my (undef, @got) = rows("?per_page=$_->[0]");
    is(scalar @got, $_->[1], "per_page=$_->[0] shows $_->[1]");
}
for my $beyond (4, 99, 1000000000, 99999999999999999999) {
    my ($answer) = rows("?per_page=100&page=$beyond");
    status_is($answer, 200, "page $beyond is no error");
    is(grid_total($answer, 'users'), $all, 'and has the total');
}
for my $odd ('page=0', 'page=-1', 'page=x', 'page=1.5', 'page=%00', 'page[]=2', 'page=2&page=3') {
    my ($answer) = rows("?$odd");
    like($answer->code, qr/^(?:200|400)$/, "$odd is ignored or refused");
}

# sort, each column both ways, the same order on every database
my %key = (
    user => sub { CORE::fc($_[0]{name}) . ' ' . $_[0]{login} }, role => sub { $_[0]{role} },
    days_back => sub { $_[0]{days} // '' }, notes => sub { CORE::fc($_[0]{notes} // '') });
for my $column (qw(user role days_back notes)) {
    my @up = map { my ($answer, @got) = rows("?sort=$column&per_page=100&page=$_"); @got } 1 .. 3;
    my @down = map { my ($answer, @got) = rows("?sort=$column&dir=desc&per_page=100&page=$_"); @got } 1 .. 3;
    is(scalar @up, $all, "sort=$column has all rows");
    is(join(' ', map { $_->{id} } reverse @down), join(' ', map { $_->{id} } @up), "sort=$column&dir=desc is the reverse");
    next if $column eq 'user';
    my %of = map { my $p = $_; ($p->{login} => $p) } @people;
    my @values = map { my ($login) = $_->{user} =~ /<([^>]+)> \[EXT\]$/; $key{$column}->($of{$login}) } @up;
    my @sorted = $column eq 'days_back'
        ? sort { ($a eq '' ? 1e9 : $a) <=> ($b eq '' ? 1e9 : $b) } @values
        : sort { encode_utf8($a) cmp encode_utf8($b) } @values;
    my @nulls = $column eq 'days_back' ? (grep({ $_ eq '' } @sorted), grep { $_ ne '' } @sorted) : @sorted;
    ok("@values" eq "@sorted" || "@values" eq "@nulls", "sort=$column is in order")
        or diag "got @values[0 .. 9]... want @sorted[0 .. 9]...";
}
my ($sorted) = rows('?sort=role&dir=desc');
body_like($sorted, qr/<th[^>]*data-col="role"[^>]*aria-sort="descending"|<th[^>]*aria-sort="descending"[^>]*data-col="role"/, 'the header tells the order');

# search over all columns
for (
    ["$tag-foreign", 0, 'a row of another customer'], ['Foreign', 0, 'its name'], ['note foreign', 0, 'its notes'],
    ["$tag-017", 1, 'a login'], [uc "$tag-017", 1, 'without regard to case'], ["  $tag-017 ", 1, 'and blanks around'],
    ['борис', scalar(grep { CORE::fc($_->{name}) =~ /борис/ } @people), 'Cyrillic without regard to case'],
    ['STRASSE', 1, 'ß as ss'], ['привет', 1, 'notes in Cyrillic'], ['100%_!', 1, 'wildcards as text'], ['%', undef, 'a percent sign'],
    ['note 1', scalar(grep { ($_->{notes} // '') =~ /note 1/ } @people), 'notes'],
    ['Billing', scalar(grep { $_->{role} eq 'L40' } @people), 'a role by its name'], ['billing', scalar(grep { $_->{role} eq 'L40' } @people), 'in any case'],
    ['nothing has this', 0, 'nothing'], ["' OR '1'='1", 0, 'SQL'], ["') UNION SELECT password_hash FROM users --", 0, 'more SQL'],
    ['x' x 5000, undef, 'endless text'], ['_', undef, 'an underscore'], ['!', undef, 'the escape character'], ['\\', 0, 'a backslash'],
) {
    my ($q, $want, $name) = @$_;
    my ($answer) = rows('?q=' . CC::Person::encode($q => '') =~ s/=$//r);
    status_is($answer, $answer->code == 414 ? 414 : 200, "search for $name");
    is(grid_total($answer, 'users'), $want, "search for $name finds $want") if defined $want;
}
my ($percent) = rows('?q=%25');
cmp_ok(grid_total($percent, 'users'), '<', 60, 'a percent sign is no wildcard');
body_like((rows('?q=%3Cscript%3E'))[0], qr/value="&lt;script&gt;"/, 'what was searched is shown as text');

# filters per column
for (
    ['filter.role=L30', scalar(grep { $_->{role} eq 'L30' } @people)], ['filter.role=Billing', scalar(grep { $_->{role} eq 'L40' } @people)],
    ["filter.user=$tag-01", scalar(grep { $_->{login} =~ /-01/ } @people)], ['filter.notes=note+2', scalar(grep { ($_->{notes} // '') =~ /note 2/ } @people)],
    ['filter.days_back=50', scalar(grep { ($_->{days} // -1) == 50 } @people)],
    ["filter.role=L10&filter.user=$tag-00", scalar(grep { $_->{role} eq 'L10' && $_->{login} =~ /-00/ } @people)],
    ["q=note&filter.role=L20", scalar(grep { $_->{role} eq 'L20' && ($_->{notes} // '') =~ /note/ } @people)],
    ['filter.nosuch=x', $all], ['filter.password_hash=argon', $all], ['filter.=x', $all], ['filter.role=', $all],
    ["filter.notes=%27%20OR%201=1%20--", 0],
) {
    my ($query, $want) = @$_;
    my ($answer) = rows("?$query");
    is(grid_total($answer, 'users'), $want, "$query: $want rows");
}

# columns
is(join(' ', grid_columns((rows('?columns=notes,user'))[0], 'users')), 'notes user', 'columns as asked, in that order');
is(join(' ', grid_columns((rows('?columns=user,password_hash,email'))[0], 'users')), 'user', 'unknown ones are ignored');
is(join(' ', grid_columns((rows('?columns=x'))[0], 'users')), 'user role days_back notes', 'only unknown ones: all');
is(join(' ', grid_columns((rows('?columns=user&columns=role'))[0], 'users')), 'user role', 'as check boxes send them');
for my $odd ('sort=password_hash', 'sort=u.password_hash', 'sort=1', 'sort=(SELECT+1)', 'sort=user;DROP+TABLE+users', 'dir=desc;--', 'dir=up',
    'group=password_hash', 'grid=orders', 'sort=user&sort=role', 'q=a&q=b', 'nosuch=1', '%00=1', 'sort=%ff', 'q=%ff', 'q=%00', '=', '&&&', 'a' x 3000) {
    my ($answer) = rows("?$odd");
    my $name = substr $odd, 0, 30;
    like($answer->code, qr/^(?:200|400|414)$/, "$name is ignored or refused");
    is(grid_total($answer, 'users'), $all, "$name changes nothing") if $answer->code == 200 && $odd !~ /^q=/;
    body_unlike($answer, qr/argon2|sqlite|SELECT/, "$name shows nothing of the database");
}
is(cell('SELECT COUNT(*) FROM users') > 300 ? 1 : 0, 1, 'the users are still there');

# CSV: all rows that match, defused
my $csv = $person->get('/users?format=csv&sort=user');
status_is($csv, 200, 'CSV');
header_is($csv, 'Content-Type', qr{^text/csv; ?charset=utf-8}i, 'has its type');
header_is($csv, 'Content-Disposition', qr/^attachment; filename="?[\w.-]+\.csv"?$/, 'is a download with a fixed name');
header_is($csv, 'Cache-Control', qr/no-store/, 'and not cached');
secure_headers($csv, 'CSV has the security headers');
(my $text = decode_utf8($csv->content)) =~ s/^\x{FEFF}//;
my @records;
while ($text =~ /\G((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/gc) { push @records, $1 }
is(pos($text) // 0, length $text, 'is well-formed to its last byte, with CRLF');
is(scalar @records, $all + 1, 'has a header and all rows, not a page');
is((() = $records[0] =~ /,/g), 3, 'four columns');
for (
    ['=cmd|calc', '"\'=cmd|calc"'], ['two lines', qq("two\nlines, ""quoted""")], ['+1-2', '"\'+1-2"'], ['@x', '"\'@x"'], ['-5', '-5'],
    ['<script>', '<script>alert(1)</script>'], ['a name', '"\'=SUM(A1) 011 '],
) {
    ok(index($text, $_->[1]) >= 0, "CSV: $_->[0] is $_->[1]");
}
unlike($text, qr/foreign/i, 'CSV has nobody else');
my $few = decode_utf8($person->get('/users?format=csv&filter.role=L40&columns=role,user&per_page=10&page=3')->content);
is(scalar(split /\r\n/, $few), 1 + grep({ $_->{role} eq 'L40' } @people), 'CSV has the rows that match, over all pages');
like((split /\r\n/, $few)[1], qr/^Billing,/, 'with the columns that were asked for');
status_is($person->get('/users?format=xml'), 200, 'an unknown format is ignored');
is($person->head('/users?format=csv')->content, '', 'HEAD has no rows');

# notes are text on the page
body_unlike((rows('?q=script'))[0], qr/<script>alert/, 'notes are no markup');

# the layout: saved per user, back at the next login, over which the request goes
$person->get('/users');
$res = $person->post('/layout', grid => 'users', columns => 'notes,role', sort => 'role', dir => 'desc', per_page => 50, group => '', next => '/cc/users?q=note');
redirect_is($res, qr{/cc/users\?q=note}, 'a layout is saved');
($res, @rows) = rows('');
is(join(' ', grid_columns($res, 'users')), 'notes role', 'columns come back');
is(scalar @rows, 50, 'rows per page');
is($rows[0]{role}, 'Owner', 'and the order');
is(grid_total($res, 'users'), $all, 'but no search');
is(join(' ', grid_columns((rows('?columns=user'))[0], 'users')), 'user', 'a request goes before the layout');
$person->post('/logout');
$person = CC::Person->signed_in($admin);
is(join(' ', grid_columns($person->get('/users'), 'users')), 'notes role', 'the layout is back at the next login');
my $colleague = unique('colleague');
load(user($colleague), access($number, $colleague, 'L80'));
is(join(' ', grid_columns(CC::Person->signed_in($colleague)->get('/users'), 'users')), 'user role days_back notes', 'it is of one user alone');
$person->get('/users');
redirect_is($person->post('/layout', grid => 'users', reset => 1, next => '/cc/users'), qr{/cc/users}, 'it is forgotten');
is(join(' ', grid_columns($person->get('/users'), 'users')), 'user role days_back notes', 'and the default holds');
for (
    [{ grid => 'users', columns => 'password_hash', sort => 'x', dir => 'y', per_page => 7 }, 303], [{ grid => 'nosuch' }, '400|404|422'],
    [{ grid => '' }, '400|404|422'], [{}, '400|404|422'], [{ grid => "users' --" }, '400|404|422'],
    [{ grid => 'users', columns => 'user,' x 2000, per_page => '9' x 300 }, '303|422|400'],
    [{ grid => 'users', next => '//evil.example' }, 303], [{ grid => 'users', next => 'https://evil.example' }, 303],
) {
    my ($fields, $want) = @$_;
    $person->get('/users');
    $res = $person->post('/layout', %$fields);
    my $name = join ' ', map { substr "$_=$fields->{$_}", 0, 40 } sort keys %$fields;
    like($res->code, qr/^(?:$want)$/, "layout $name: $want");
    unlike($res->header('Location') // '', qr/evil/, "layout $name leads nowhere else");
    status_is($person->get('/users'), 200, "layout $name harms nobody");
    is(join(' ', grid_columns($person->{last}, 'users')), 'user role days_back notes', "layout $name keeps to what is offered")
        if ($fields->{columns} // '') !~ /^user,/;
}
# whoever may not see a list has no layout of it
my $basic = CC::Person->signed_in($people[0]{login}); # L20
$basic->get('/orders');
redirect_is($basic->post('/layout', grid => 'orders', reset => 1), qr{/cc/orders}, 'whose token is right');
for my $grid ('users', 'audit', 'invoices', 'due-payments', 'backoffice/users', 'office-users', 'orders/x') {
    like($basic->post('/layout', grid => $grid, columns => 'notes', sort => 'notes')->code, qr/^(?:403|422)$/, "no layout of $grid below its role");
}
is(cell('SELECT COUNT(*) FROM grid_layouts l JOIN users u ON u.id = l.user_id WHERE u.login = ?', $people[0]{login}), 0, 'and none is kept');
is(cell('SELECT COUNT(*) FROM grid_layouts l JOIN users u ON u.id = l.user_id WHERE u.login = ?', $admin) <= 1 ? 1 : 0, 1, 'one layout a grid');

done_testing;
