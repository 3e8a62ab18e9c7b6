# The older access model told from end to end: somebody asks for an account, an internal administrator finds the user,
# makes the person on the spot and the parent party a served customer, and each step counts from the next request on.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;

my ($party, $admin, $number, $place) = map { unique($_) } qw(party admin n place);
load({ type => 'party', code => $party, name => 'Carter & Sons', active => JSON::PP::true },
    { type => 'location', code => $place, name => 'Sofia', enterprise_company => 'LAGERTA' },
    user($admin, user_type => 'INT', is_admin => JSON::PP::true));
my $email = unique('who') . '@example.com';
my $client = CC::Person->new(site => '/v24');
my $office = CC::Person->signed_in($admin, site => '/backoffice');
sub met { my ($code, $name) = @_; return error_is($client->get('/'), 403, $code, $name) }

# the request for an account
my $password = 'copper-saddle-winter-91';
redirect_is($client->submit('/register', email => $email, full_name => 'Catherine Carter', company => 'Carter', message => 'Please let me in.',
    password => $password, confirm_password => $password), qr{/v24/login}, 'asks for an account');
is($client->login($email, $password)->code, 303, 'may sign in');
met('CC002', 'but has no person');

# found among those without a person
my $id = cell('SELECT id FROM users WHERE email = ?', $email);
my $list = $office->get('/users?filter.person=none&q=' . CC::Person::encode(x => $email) =~ s/^x=//r);
is(grid_total($list, 'users'), 1, 'the administrator finds the user');
my $form = $office->get("/users/$id");
body_like($form, qr/Please let me in\./, 'with what they wrote');
my ($link) = $form->decoded_content =~ m{href="/backoffice(/persons/new\?user=$id)"};
ok($link, 'and a link to make a person') or diag $form->decoded_content;
page_is($office->get($link), 'person-new', 'which leads to the form');
body_unlike($office->{last}, qr/takes its place/, 'that replaces nobody');
my @person = (user => $id, first_name => 'Catherine', last_name => 'Carter', parent_party => $party);
my $persons = cell('SELECT COUNT(*) FROM persons');
status_is($office->post('/persons/new', @person, parent_party => 'another'), 422, 'a repeated field');
status_is($office->post('/persons/new', @person, csrf => 'forged'), 403, 'a forged form');
status_is($client->request(POST => "~/backoffice/persons/new", ['Content-Type' => 'application/x-www-form-urlencoded'], CC::Person::encode(@person)),
    403, 'the client makes none');
is(cell('SELECT COUNT(*) FROM persons'), $persons, 'no person so far');
$office->get($link);
redirect_is($office->post('/persons/new', @person), qr{/backoffice/users/$id\?}, 'made and assigned');
met('CC004', 'the party is no customer');

# the Customers panel of the parent party
$office->follow;
$office->get("/parties/$party");
my %panel = (name => 'Carter & Sons', active => 1, 'row.0.number' => $number, 'row.0.enterprise_company' => 'LAGERTA', 'row.0.from_date' => '2020-01-01');
redirect_is($office->post("/parties/$party", %panel, version => value_of($office->{last}, 'version')), qr{/backoffice/parties}, 'a customer, served by nobody');
met('CC007', 'no location serves it');
my $row = cell('SELECT id FROM customers WHERE number = ?', $number);
$office->get("/parties/$party");
redirect_is($office->post("/parties/$party", %panel, 'row.0.id' => $row, 'row.0.serviced_by' => $place, version => value_of($office->{last}, 'version')),
    qr{/backoffice/parties}, 'served by a location');
page_is($client->get('/'), 'home', 'the user is in');
is(attr($client->{last}, 'data-customer'), $number, 'as the customer');

# another person takes the place of the first; the user leaves through it
page_is($office->get($link), 'person-new', 'once more');
body_like($office->{last}, qr/takes its place/, 'the form says that it replaces a person');
my $first = cell('SELECT person_id FROM users WHERE id = ?', $id);
redirect_is($office->post('/persons/new', @person), qr{/backoffice/users/$id\?}, 'a second person');
isnt(cell('SELECT person_id FROM users WHERE id = ?', $id), $first, 'is the user\'s now');
is(cell('SELECT COUNT(*) FROM persons WHERE id = ?', $first), 1, 'the first stays');
page_is($client->get('/'), 'home', 'of the same party');
load({ type => 'customer', number => $number, party => $party, enterprise_company => 'LAGERTA', from_date => '2020-01-01', thru_date => '2020-12-31' });
met('CC006', 'an agreement that is over');
is(join(' ', map { (split)[0] } audit_rows('actor_id = (SELECT id FROM users WHERE login = ?) AND result = ?', $admin, 'ok')),
    'signin person.add user.edit customer.add customer.edit person.add user.edit', 'the audit tells the story')
    or diag join "\n", audit_rows('actor_id = (SELECT id FROM users WHERE login = ?)', $admin);

done_testing;
