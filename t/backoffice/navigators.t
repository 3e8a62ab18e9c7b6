# The lists of the back office: columns, search, filters, groups, paging, layouts, downloads; over all customers.
use strict;
use warnings;
use utf8;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;

my $mark = unique('nav');
my ($here, $there, $admin, $with, $without, $off) = map { unique($_) } qw(h t a w o f);
load(customer($here, name => "Hill $mark & <Sons>", unique_number => "U$mark", vat_number => "BG$mark"),
    customer($there, name => "Lake $mark", company => 'BRIMLEY'),
    { type => 'person', code => "P-$mark", first_name => 'Cath<b>', last_name => 'Carter', parent_party => $here },
    user($admin, user_type => 'INT', is_admin => JSON::PP::true, notes => "n $mark"),
    user($with, person => "P-$mark", notes => "=1+1 $mark"), user($without, notes => "N $mark"),
    user($off, active => JSON::PP::false, notes => "x $mark"),
    access($here, $with, 'L40', days_back => 10, notes => "first $mark"), access($there, $with, 'L90', notes => "second $mark"),
    access($there, $without, 'L10', days_back => 0, notes => "third <i> $mark"));
my $person = CC::Person->signed_in($admin, site => '/backoffice');
sub logins { my ($query) = @_; return join ' ', map { $_->{login} } grid_rows($person->get("/users?q=$mark&$query"), 'users') }

# users
my $res = $person->get("/users?q=$mark");
page_is($res, 'users');
is(join(' ', grid_columns($res, 'users')), 'login name user_type is_admin person active notes', 'columns of the users');
is(grid_total($res, 'users'), 4, 'search in notes');
my %row = map { $_->{login} => $_ } grid_rows($res, 'users');
is(join('|', @{ $row{$with} }{qw(name user_type is_admin person active notes)}),
    "Name of $with|EXT|No|Cath<b> Carter (P-$mark)|Yes|=1+1 $mark", 'a user with a person');
is(join('|', @{ $row{$admin} }{qw(user_type is_admin person active)}), 'INT|Yes||Yes', 'an administrator');
is($row{$off}{active}, 'No', 'an inactive user');
body_like($res, qr{<a href="/backoffice/users/$row{$with}{id}">}, 'a row leads to the user');
body_unlike($res, qr/Cath<b>/, 'names are text');
is(logins('filter.person=none&sort=login'), join(' ', sort $admin, $without, $off), 'filter.person=none: users without a person');
is(logins('filter.person=carter'), $with, 'a part of the name of a person');
is(logins('filter.active=0'), $off, 'inactive users');
is(logins('filter.active=no'), $off, 'in words');
is(logins('filter.active=maybe'), '', 'what is no answer finds nothing');
is(logins('filter.is_admin=1'), $admin, 'administrators');
is(logins('filter.user_type=INT'), $admin, 'internal users');
is(logins("sort=login&dir=desc"), join(' ', reverse sort $admin, $with, $without, $off), 'sorted backwards');
for my $sort (qw(name user_type is_admin person active notes)) {
    is(grid_total($person->get("/users?q=$mark&sort=$sort&dir=desc&group=$sort"), 'users'), 4, "sorted and grouped by $sort");
}
is(scalar(grid_rows($person->get('/users?per_page=10'), 'users')), 10, 'a page') if cell(q(SELECT COUNT(*) FROM users)) > 10;

# parties
$res = $person->get("/parties?q=$mark");
page_is($res, 'parties');
is(join(' ', grid_columns($res, 'parties')), 'code name unique_number vat_number active', 'columns of the parties');
is(grid_total($res, 'parties'), 2, 'parties of every company');
my ($party) = grep { $_->{code} eq $here } grid_rows($res, 'parties');
is(join('|', @$party{qw(name unique_number vat_number active)}), "Hill $mark & <Sons>|U$mark|BG$mark|Yes", 'a party');
body_like($res, qr{<a href="/backoffice/parties/$here">}, 'leads to the party');
is(grid_total($person->get("/parties?q=$mark&filter.vat_number=bg$mark"), 'parties'), 1, 'found by VAT number');

# external access
$res = $person->get("/external-access?q=$mark&sort=notes");
page_is($res, 'external-access');
my $empty = unique('e');
load(customer($empty));
is(grid_total($person->get("/external-access?q=$empty"), 'external-access'), 0, 'a customer to whom nobody has access is not here');
body_like($person->{last}, qr{form of its party: <a href="/backoffice/parties">}, 'but is reached from its party');
body_like($person->get("/parties/$empty"), qr{href="/backoffice/customers/\Q$empty\E"}, 'which leads to it');
is(join(' ', grid_columns($res, 'external-access')), 'customer user role days_back notes', 'columns of external access');
is(join("\n", map { join '|', @$_{qw(customer user role days_back notes)} } grid_rows($res, 'external-access')),
    join("\n", "Hill $mark & <Sons> #$here|Name of $with <$with> [EXT]|Billing|10|first $mark",
        "Lake $mark #$there|Name of $with <$with> [EXT]|Owner||second $mark",
        "Lake $mark #$there|Name of $without <$without> [EXT]|Basic|0|third <i> $mark"), 'rows of all customers and companies');
body_like($res, qr{<a href="/backoffice/customers/$there">}, 'a row leads to its customer');
is(grid_total($person->get("/external-access?filter.customer=%23$there"), 'external-access'), 2, 'found by the number of the customer');
is(grid_total($person->get("/external-access?q=$mark&filter.role=L90&group=customer,role"), 'external-access'), 1, 'filtered and grouped');

# downloads
$res = $person->get("/users?q=$mark&format=csv&sort=login");
header_is($res, 'Content-Type', qr{^text/csv}, 'CSV');
my @lines = split /\r\n/, $res->decoded_content;
is($lines[0], 'Login,Name,User type,Is Admin,Person,Active,Notes', 'its head');
is(scalar @lines, 5, 'its rows');
like($res->decoded_content, qr/"?'=1\+1/, 'a formula is defused');
is(scalar(split /\r\n/, $person->get("/$_?q=$mark&format=csv")->decoded_content), $_ eq 'parties' ? 3 : 4, "CSV of $_") for 'parties', 'external-access';
redirect_is(CC::Person->new(site => '/backoffice')->get('/users?format=csv'), qr{/backoffice/login}, 'no CSV for visitors');

# layouts: those of the back office are not those of a site
load(access($here, $admin, 'L80'));
my $site = CC::Person->signed_in($admin);
$site->get('/users');
$person->get('/users');
redirect_is($person->post('/layout', grid => 'users', columns => 'notes,login', sort => 'login', dir => 'desc', per_page => 50), qr{/backoffice/users}, 'a layout');
is(join(' ', grid_columns($person->get('/users'), 'users')), 'notes login', 'is kept');
is(join(' ', grid_columns($site->get('/users'), 'users')), 'user role days_back notes', 'but not for the list of that name on a site');
redirect_is($site->post('/layout', grid => 'users', columns => 'role'), qr{/cc/users}, 'nor');
is(join(' ', grid_columns($person->get('/users'), 'users')), 'notes login', 'the other way round');
redirect_is($person->post('/layout', grid => 'users', reset => 1), qr{/backoffice/users}, 'reset');
is(scalar(() = grid_columns($person->get('/users'), 'users')), 7, 'all columns again');
status_is($person->post('/layout', grid => $_), 422, "no grid $_ here") for 'orders', 'nothing', 'backoffice.users';
status_is($site->post('/layout', grid => $_), $_ eq 'backoffice.users' ? 403 : 422, "no grid $_ on a site") for 'parties', 'external-access', 'backoffice.users';

# hostile parameters change nothing
for my $query ("sort='", 'filter.person=%27', 'filter.active=%00', 'group=password_hash', 'columns=password_hash', 'q=%25', 'filter.login=!%25', 'page=99999999') {
    like($person->get("/users?$query")->code, qr/^(?:200|400)$/, "?$query");
}
body_unlike($person->get('/users?columns=password_hash,login&per_page=100'), qr/\$argon2/, 'no hash is shown');

done_testing;
