# The back office's form of a user: every field, what nobody does for themselves, sessions that end, conflicts, and a
# person made on the spot.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;

my @true = (is_admin => JSON::PP::true);
my ($number, $admin, $second, $plain, $owner, $target, $other) =
    map { unique($_) } qw(c admin second plain owner target other);
load(customer($number), map({ user($_, user_type => 'INT', @true) } $admin, $second), user($plain, user_type => 'INT'),
    map({ user($_) } $owner, $target, $other), access($number, $owner, 'L90'), access($number, $target, 'L40'));
sub inside { my ($login) = @_; return CC::Person->signed_in($login, site => '/backoffice') }
sub row { return (sql(@_))[0] }
sub id_of { return cell('SELECT id FROM users WHERE login = ?', $_[0]) }
sub column { my ($field, $id) = @_; return cell("SELECT $field FROM users WHERE id = ?", $id) }
my ($id, $own) = (id_of($target), id_of($admin));
my $person = inside($admin);

# the form as it stands, as fields
sub fields {
    my ($who, %change) = @_;
    my $row = row('SELECT u.name, u.login, u.email, u.user_type, u.active, u.is_admin, u.notes, u.version, p.code FROM users u '
            . 'LEFT JOIN persons p ON p.id = u.person_id WHERE u.id = ?', $who);
    my %form = (name => $row->[0], login => $row->[1], email => $row->[2], user_type => $row->[3], active => $row->[4],
        is_admin => $row->[5], notes => $row->[6], version => $row->[7], person => $row->[8], %change);
    delete @form{ grep { !defined $form{$_} || (/^(?:active|is_admin)$/ && !$form{$_}) } keys %form };
    return %form;
}
sub save { my ($who, %change) = @_; return $person->submit("/users/$who", fields($who, %change)) }

# shown
my $page = $person->get("/users/$id");
page_is($page, 'user');
is(value_of($page, $_->[0]), $_->[1], "$_->[0] is filled in") for [login => $target], [user_type => 'EXT'], [person => ''],
    [version => column('version', $id)];
is_deeply([options_of($page, 'user_type')], [qw(EXT INT SYS APP VIR INI INE)], 'the user types of the ERP');
status_is($person->get('/users/999999999'), 404, 'an unknown user');
status_is($person->get('/users/0'), 404, 'no user has the id 0');

# saved
redirect_is(save($id, name => "  New <Name> & 'co'  ", notes => 'a note', email => 'New.Address@Example.com'),
    qr{/backoffice/users/$id\?notice=user-saved}, 'saved');
notice_is($person->follow, qr/The user was saved\./, 'and says so');
is_deeply(row('SELECT name, notes, email, email_key, active FROM users WHERE id = ?', $id),
    ["New <Name> & 'co'", 'a note', 'New.Address@Example.com', 'new.address@example.com', 1], 'as typed, without blanks around');
is(cell('SELECT user_key FROM external_access WHERE user_id = ?', $id), lc "new <name> & 'co' <$target> [ext]",
    'lists of external access sort by the new name');
my $audit = row("SELECT actor_id, before_values, after_values FROM audit WHERE action = 'user.edit' AND result = 'ok' AND user_id = ? ORDER BY id DESC LIMIT 1", $id);
is($audit->[0], $own, 'the audit says who');
is(decode_json($audit->[2])->{notes}, 'a note', 'and what');
unlike("@$audit", qr/argon|password/i, 'and no secret');
my $version = column('version', $id);
redirect_is(save($id), qr{/backoffice/users/$id\?notice=user-saved}, 'saving nothing is fine');
is(column('version', $id), $version, 'and changes nothing');

# refused, with what was typed
for my $case (
    [name => '', 'name'], [login => '', 'login'], [login => 'two words', 'login'], [login => $other, 'login'],
    [login => uc $other, 'login'], [email => 'no address', 'email'], [email => $other, 'email'],
    [user_type => 'XXX', 'user_type'], [person => 'P-unknown', 'person'], [notes => 'x' x 2001, 'notes'],
    [version => '', 'version'], [version => '1e3', 'version'],
) {
    my ($field, $value, $problem) = @$case;
    my $before = row('SELECT * FROM users WHERE id = ?', $id);
    my $res = save($id, $field => $value);
    status_is($res, 422, "$field " . substr($value, 0, 20) . ' is refused');
    like($res->decoded_content, qr/data-error-for="$problem"/, 'at its field');
    is(value_of($res, $field), $value, 'what was typed is still there') if length $value && $field !~ /version|user_type/;
    is_deeply(row('SELECT * FROM users WHERE id = ?', $id), $before, 'nothing changed');
}
status_is($person->post("/users/$id", fields($id), name => 'Twice'), 422, 'a repeated field');

# a conflict loses nothing
my $rival = inside($second);
my %mine = fields($id, notes => 'mine', name => 'My name');
$person->get("/users/$id");
my %theirs = fields($id, notes => 'theirs');
$rival->submit("/users/$id", %theirs);
my $res = $person->post("/users/$id", %mine);
status_is($res, 409, 'somebody else saved first');
is(value_of($res, 'notes'), 'mine', 'what was typed');
like($res->decoded_content, qr/data-present-for="notes">[^<]*theirs/, 'and beside it what is stored');
is(value_of($res, 'version'), column('version', $id), 'and the present version');
$mine{version} = value_of($res, 'version');
redirect_is($person->post("/users/$id", %mine), qr{/backoffice/users/$id}, 'saved again on purpose');
is(column('notes', $id), 'mine', 'as typed');

# sessions end at once
my $client = CC::Person->signed_in($target);
page_is($client->get('/'), 'home', 'the user is in');
redirect_is(save($id, active => 0), qr{/backoffice/users/$id}, 'deactivated');
redirect_is($client->get('/'), qr{/cc/login}, 'the next request is a visitor\'s');
is(cell('SELECT COUNT(*) FROM sessions WHERE user_id = ?', $id), 0, 'no session is left');
redirect_is(save($id, active => 1), qr{/backoffice/users/$id}, 'activated');
status_is(CC::Person->new->login($target), 303, 'and may sign in again');
$rival = inside($second);
page_is($rival->follow, 'users', 'another administrator is in') if $rival->{last}->code == 303 && $rival->follow;
redirect_is(save(id_of($second), is_admin => 0), qr{/backoffice/users/}, 'is-admin taken away');
redirect_is($rival->get('/users'), qr{/backoffice/login}, 'and the next request is a visitor\'s');
redirect_is(save(id_of($second), is_admin => 1), qr{/backoffice/users/}, 'given back');
redirect_is(save($id, user_type => 'SYS'), qr{/backoffice/users/$id}, 'a type that may not sign in');
status_is(CC::Person->new->login($target), 422, 'does not');
save($id, user_type => 'EXT');

# nobody for themselves
for my $change ([is_admin => 0], [active => 0], [user_type => 'EXT']) {
    my $res = save($own, @$change);
    status_is($res, 422, "the own $change->[0] cannot be changed");
    like($res->decoded_content, qr/data-error-for="$change->[0]"/, 'and is told at the field');
}
is_deeply(row('SELECT active, is_admin, user_type FROM users WHERE id = ?', $own), [1, 1, 'INT'], 'all as it was');
is(cell("SELECT COUNT(*) FROM audit WHERE action = 'user.edit' AND result = 'refused' AND user_id = ?", $own), 3, 'each try is in the audit');
redirect_is(save($own, notes => 'own note'), qr{/backoffice/users/$own}, 'the own notes can be');

# unlock
CC::Person->new->login($target, 'not the password') for 1 .. 5;
ok(column('locked_until', $id) > time, 'locked');
like($person->get("/users/$id")->decoded_content, qr/name="unlock"/, 'the form offers to unlock');
redirect_is(save($id, unlock => 1), qr{/backoffice/users/$id}, 'unlocked');
status_is(CC::Person->new->login($target), 303, 'signs in at once');
unlike($person->get("/users/$id")->decoded_content, qr/name="unlock"/, 'nothing to unlock any more');

# a person on the spot
like($person->get('/users?filter.person=none&per_page=100&q=' . $target)->decoded_content, qr/data-id="$id"/, 'without a person');
$page = $person->get("/persons/new?user=$id");
page_is($page, 'person-new');
is(value_of($page, 'user'), $id, 'for this user');
for my $case ([first_name => ''], [last_name => ''], [parent_party => ''], [parent_party => 'nobody']) {
    my %form = (user => $id, first_name => 'Catherine', last_name => 'Carter', parent_party => $number, @$case);
    my $res = $person->post('/persons/new', %form);
    status_is($res, 422, "$case->[0] '$case->[1]' is refused");
    like($res->decoded_content, qr/data-error-for="$case->[0]"/, 'at its field');
}
is(column('person_id', $id), '', 'no person was made');
redirect_is($person->post('/persons/new', user => $id, first_name => 'Catherine', last_name => 'Carter', parent_party => $number),
    qr{/backoffice/users/$id\?}, 'made, and back to the user');
$page = $person->follow;
like(text_of($page->decoded_content), qr/Catherine Carter/, 'with the person assigned');
my $code = value_of($page, 'person');
like($code, qr/^P-\d+$/, 'under a new code');
is(cell('SELECT a.code FROM persons r JOIN parties a ON a.id = r.parent_party_id WHERE r.code = ?', $code), $number, 'and its parent party');
is(cell("SELECT COUNT(*) FROM audit WHERE action = 'person.add' AND result = 'ok' AND user_id = ?", $id), 1, 'in the audit');
status_is($person->get('/persons/new?user=999999999'), 404, 'not for an unknown user');
status_is($person->get('/persons/new'), 404, 'not for nobody');
status_is($person->post('/persons/new', user => 'x', first_name => 'A', last_name => 'B', parent_party => $number), 404, 'a forged id');

# nobody else
my %form = fields($id, notes => 'forged');
for my $case (['an Owner', CC::Person->signed_in($owner)], ['an internal user without is-admin', CC::Person->signed_in($plain)]) {
    my ($name, $who) = @$case;
    my $res = $who->request(POST => '~/backoffice/users/' . $id, ['Content-Type' => 'application/x-www-form-urlencoded'], CC::Person::encode(%form));
    status_is($res, 403, "$name changes nothing here");
}
status_is($person->post("/users/$id", csrf => 'forged', %form), 403, 'nor does a forged form');
is(column('notes', $id), 'mine', 'as it was');

# who is no administrator any more in the middle of it
$person->get("/users/$id");
sql('UPDATE users SET is_admin = 0 WHERE id = ?', $own);
status_is($person->post("/users/$id", %form), 403, 'a form of somebody who lost the right');
is(column('notes', $id), 'mine', 'changes nothing');
sql('UPDATE users SET is_admin = 1 WHERE id = ?', $own);

done_testing;
