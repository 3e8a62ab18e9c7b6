# The form of a person: first name, last name, parent party; who may, what is refused, what conflicts, where it leads, and
# that the older model follows at once.
use strict;
use warnings;
use utf8;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;

my ($number, $place, $admin, $colleague, $plain, $login, $twin) = map { unique($_) } qw(c place a b p u t);
my $code = unique('P') . '/1 %?';
load({ type => 'location', code => $place, name => 'Sofia', enterprise_company => 'LAGERTA' }, customer($number, name => 'Green & Sons'),
    { type => 'customer', number => $number, serviced_by => $place }, { type => 'person', code => $code, first_name => 'Ann', last_name => 'Lee', parent_party => undef },
    map({ user($_, user_type => 'INT', is_admin => JSON::PP::true) } $admin, $colleague), user($plain, user_type => 'INT'),
    user($login, person => $code), user($twin));
my ($id, $other) = map { cell('SELECT id FROM users WHERE login = ?', $_) } $login, $twin;
my $path = '/persons/' . CC::Person::encode(x => $code) =~ s/^x=//r =~ s/\+/%20/gr =~ s/%2F/\//gr;
my $person = CC::Person->signed_in($admin, site => '/backoffice');
my $user = CC::Person->signed_in($login, site => '/v24');
sub stored { return join '|', map { $_ // '' } @{ (sql('SELECT r.first_name, r.last_name, p.code FROM persons r LEFT JOIN parties p ON p.id = r.parent_party_id WHERE r.code = ?', $code))[0] } }
sub version { return cell('SELECT version FROM persons WHERE code = ?', $code) }
sub fields { my (%set) = @_; my %all = (first_name => 'Ann', last_name => 'Lee', parent_party => $number, version => version(), %set); return %all }

# the ways to it
error_is($user->get('/'), 403, 'CC003', 'a person without a parent party');
my $form = $person->get("/users/$id");
ok(index($form->decoded_content, qq(href="/backoffice$path?user=$id")) > 0, "the user's form leads to the person") or diag $path;
ok(index($person->get("/why?user=$login&site=LAGERTA")->decoded_content, qq(href="/backoffice$path")) > 0, 'so does Why at CC003');
page_is($form = $person->get("$path?user=$id"), 'person');
secure_headers($form, 'the page');
is(value_of($form, $_->[0]), $_->[1], $_->[0]) for [first_name => 'Ann'], [last_name => 'Lee'], [parent_party => ''], [user => $id], [version => 1];
body_like($form, qr/Users who are this person.*&lt;\Q$login\E&gt; \[EXT\]/s, 'says who this is');
status_is($person->get('/persons/' . unique('nobody')), 404, 'an unknown code');

# refused
my $before = stored();
for my $case (['first_name', first_name => ''], ['last_name', last_name => '  '], ['parent_party', parent_party => 'nobody'], ['first_name', first_name => 'x' x 300],
    ['version', version => 'x'], ['version', version => '']) {
    my ($field, @set) = @$case;
    my $res = $person->post($path, fields(@set));
    status_is($res, 422, "$set[0] '" . substr($set[1], 0, 10) . "'");
    field_error_is($res, $field);
}
my $res = $person->post($path, fields(parent_party => ' no<body> '));
is(value_of($res, 'parent_party'), ' no<body> ', 'what was typed stays');
status_is($person->post($path, fields(csrf => 'forged')), 403, 'a forged form');
status_is($person->post($path, [Origin => 'http://evil.example'], fields()), 403, 'from elsewhere');
status_is($user->request(POST => "~/backoffice$path", ['Content-Type' => 'application/x-www-form-urlencoded'], CC::Person::encode(fields(csrf => $user->{csrf}))), 403, 'the user');
is(stored(), $before, 'nothing was changed');
error_is($user->get('/'), 403, 'CC003', 'and nobody is in');

# saved
$person->get("$path?user=$id");
redirect_is($person->post($path, fields(user => $id, last_name => ' Green ', name => 'ignored')), qr{/backoffice/users/$id\?}, 'back to the user');
notice_is($person->follow, qr/person was saved/);
is(stored(), "Ann|Green|$number", 'what was typed is stored, without blanks around it');
page_is($user->get('/'), 'home', 'the user is in from the next request on');
is(attr($user->{last}, 'data-customer'), $number, 'for the parent party');
body_like($person->get($path), qr{Green &amp; Sons \(\Q$number\E\)}, 'the parent party is named');
redirect_is($person->post($path, fields(last_name => 'Green')), qr{/backoffice/users/$id\?}, 'the only user is where it leads without being asked');
is(version(), 2, 'no change is no new version');
my ($change) = sql(q(SELECT user_id, before_values, after_values FROM audit WHERE action = 'person.edit' AND result = 'ok' ORDER BY id DESC LIMIT 1));
is($change->[0], $id, 'the audit has it of the user');
like("$change->[1] $change->[2]", qr/"last_name":"Lee","parent_party":null.*"last_name":"Green","parent_party":"\Q$number\E"/, 'before and after');
body_like($person->get("/audit?q=$login&filter.action==person.edit"), qr/Person changed/, 'and lists show it');

# two administrators
my $second = CC::Person->signed_in($colleague, site => '/backoffice');
my $stale = version();
$_->get($path) for $person, $second;
redirect_is($second->post($path, fields(first_name => 'Anna', last_name => 'Green')), qr{/backoffice/users/}, 'one saves');
$res = $person->post($path, fields(first_name => 'Anne', parent_party => '', last_name => 'Green', version => $stale));
status_is($res, 409, 'the other is told');
is(value_of($res, 'first_name'), 'Anne', 'keeps what they typed');
is(value_of($res, 'parent_party'), '', 'all of it');
like($res->decoded_content, qr{data-present-for="first_name"[^>]*>[^<]*Anna}, 'beside what is stored');
like($res->decoded_content, qr{data-present-for="parent_party"[^>]*>[^<]*\Q$number\E}, 'in each field that differs');
unlike($res->decoded_content, qr{data-present-for="last_name"}, 'and not in others');
is(value_of($res, 'version'), version(), 'with the present version');
redirect_is($person->post($path, fields(first_name => 'Anne', parent_party => '', last_name => 'Green')), qr{/backoffice/users/}, 'and may save now');
error_is($user->get('/'), 403, 'CC003', 'a parent party that is taken away counts at once');

# a person of two users leads back to where one came from, or to itself
load({ type => 'user', login => $twin, person => $code });
redirect_is($person->post($path, fields(user => $other)), qr{/backoffice/users/$other\?}, 'back to the one of two');
redirect_is($person->post($path, fields()), qr{\Q/backoffice$path\E\?notice=}i, 'or to the form');
page_is($person->follow, 'person');
redirect_is($person->post($path, fields(user => 999999999)), qr{\Q/backoffice$path\E\?}i, 'to nobody who is not this person');

# who may
redirect_is(CC::Person->new(site => '/backoffice')->get($path), qr{/backoffice/login}, 'not for visitors');
sql('UPDATE users SET is_admin = 0 WHERE login = ?', $colleague);
status_is($second->post($path, fields(first_name => 'Late')), 403, 'nor for who is no administrator any more');
unlike(stored(), qr/Late/, 'and nothing is written');

done_testing;
