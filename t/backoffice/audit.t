# The page Audit of the back office: everything that is recorded, of all customers and users.
use strict;
use warnings;
use utf8;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;
use JSON::PP;
use POSIX 'strftime';

my $mark = unique('boaudit');
my ($here, $there, $admin, $plain, $user) = map { unique($_) } qw(h t a p u);
load(customer($here), customer($there, company => 'BRIMLEY'), user($admin, user_type => 'INT', is_admin => JSON::PP::true, name => "Chief $mark"),
    user($plain, user_type => 'INT'), user($user, name => "User $mark"), access($here, $user, 'L40', notes => "one $mark"), access($there, $user, 'L80', notes => "two $mark"));
CC::Person->new->post('/login', login => $user, password => 'wrong');
my $customer = CC::Person->signed_in($user, customer => $here);
my $person = CC::Person->signed_in($admin, site => '/backoffice');

my $res = $person->get("/audit?q=$mark");
page_is($res, 'audit');
secure_headers($res, 'the page');
my $table = table_of($res, 'audit');
is(join(' ', @{ $table->{columns} }), 'at action result actor customer user before after address', 'columns');
my %count;
$count{"$_->{'action='} $_->{'result='}"}++ for @{ $table->{rows} };
is_deeply(\%count, { 'user.add ok' => 2, 'access.add ok' => 2, 'signin ok' => 2, map({ ($_ => $count{$_}) } grep { /^signin failed/ } keys %count) }, 'changes and sign-ins')
    or diag explain \%count;
is(join(' ', sort map { $_->{customer} } grep { $_->{'action='} eq 'access.add' } @{ $table->{rows} }), join(' ', sort $here, $there), 'of all customers');
my ($added) = grep { $_->{'action='} eq 'user.add' && $_->{user} =~ /User \Q$mark/ } @{ $table->{rows} };
like($added->{after}, qr/^login=\Q$user\E, email=\Q$user\E\@example.com, name=User \Q$mark\E, user_type=EXT, active=true/, 'values of a user');
body_unlike($res, qr/argon2|[0-9a-f]{64}(?!")/, 'no hashes');
body_like($person->get('/users'), qr{<a href="/backoffice/audit"}, 'the menu leads there');

sub total { return grid_total($person->get("/audit?q=$mark&$_[0]"), 'audit') }
my ($day, $tomorrow, $yesterday) = map { strftime('%Y-%m-%d', gmtime(time + 86400 * $_)) } 0, 1, -1;
is(total("filter.customer=$there"), 1, 'of one customer');
is(total("filter.user=$user&filter.action==access.add"), 2, 'of one user');
is(total("filter.actor=$admin"), 1, 'by one actor');
is(total('filter.action==signin&filter.result==ok'), 2, 'of one action and result');
is(total("filter.at=$yesterday..$tomorrow"), $table->{total}, 'by days');
is(total("filter.at=$tomorrow.."), 0, 'no others');
is(total("sort=$_&dir=desc&group=$_"), $table->{total}, "sorted and grouped by $_") for qw(action result actor customer user before after detail address);
body_like($person->get('/audit'), qr{<option value="=signin"[^>]*>Signed in</option>}, 'the filter offers sign-ins');
my @offered = $person->get('/audit')->decoded_content =~ /<option value="=([a-z._]+)"/g;
my %offered = map { $_ => 1 } @offered;
is_deeply([grep { !$offered{$_} } map { $_->[0] } sql('SELECT DISTINCT action FROM audit WHERE action NOT LIKE ?', 'test%')], [], 'and everything else that was recorded');
is_deeply([grep { !$offered{$_} } map { $_->[0] } sql('SELECT DISTINCT result FROM audit')], [], 'with every result');
my $html = $person->get('/audit')->decoded_content;
is_deeply([grep { $html =~ /<option value="=\Q$_\E"[^>]*>\Q$_\E</ } @offered], [], 'each has a name for people');

my @csv = csv_of($person->get("/audit?q=$mark&format=csv&columns=at,action,customer,detail,after"));
is(join(',', @{ $csv[0] }), 'Time,Action,Customer,Detail,After', 'CSV');
is(@csv, $table->{total} + 1, 'of all that match');
is(join(' ', @{ table_of($person->get("/audit?q=$mark&columns=detail,at"), 'audit')->{columns} }), 'detail at', 'the detail can be shown');

# nobody else
for my $path ('/audit', '/audit?format=csv') {
    redirect_is(CC::Person->new(site => '/backoffice')->get($path), qr{/backoffice/login}, "$path without a session");
    isnt($customer->get($path)->decoded_content =~ /\Q$there\E/ ? 1 : 0, 1, 'a site shows nothing of another customer');
}

# an administrator's own doing is there at once
my $id = cell('SELECT id FROM users WHERE login = ?', $plain);
my $form = $person->get("/users/$id");
status_is($person->post("/users/$id", name => "Renamed $mark", login => $plain, email => '', user_type => 'INT', active => 1, version => value_of($form, 'version')), 303, 'a change');
my ($newest) = @{ table_of($person->get("/audit?q=renamed+$mark"), 'audit')->{rows} };
is(join('|', @$newest{'action=', 'actor'}), "user.edit|Chief $mark <$admin> [INT]", 'is recorded');
like($newest->{after}, qr/name=Renamed \Q$mark\E/, 'with its values');

done_testing;
