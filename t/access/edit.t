# Changing and removing access: stale versions, limits of days, races, and that a change works from the next request on.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my ($number, $admin, $owner, $limited) = map { unique($_) } qw(c admin owner limited);
load(customer($number, name => 'Olivia Green'), map({ user($_) } $admin, $owner, $limited), access($number, $admin, 'L80'),
    access($number, $owner, 'L90'), access($number, $limited, 'L80', days_back => 30));
my $person = CC::Person->signed_in($admin);

sub new_row {
    my ($role, %set) = @_;
    my $login = unique('t');
    load(user($login), access($number, $login, $role, %set));
    return ($login, cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $login));
}
sub state_of { my ($row) = @_; return sql_text('SELECT role, days_back, notes, version FROM external_access WHERE id = ?', $row) =~ tr/,/ /r || 'gone' }

# the form shows the row
my ($login, $row) = new_row('L40', days_back => 0, notes => 'Say "hi" & <bye>');
my $form = $person->get("/users/$row/edit");
page_is($form, 'user-edit', 'the form');
is(join('|', map { value_of($form, $_) } qw(role days_back notes version)), 'L40|0|Say "hi" & <bye>|1', 'has the values of the row');
like(text_of($form->decoded_content), qr/\QName of $login <$login> [EXT]\E/, 'and the user');

# bad values change nothing
for (
    [role => 'L50', qr/choose/], [role => '', qr/choose/], [role => 'L90', qr/above your own/], [days_back => '-5', qr/36500/],
    [days_back => '1e3', qr/36500/], [notes => 'x' x 255, qr/254/],
) {
    my ($field, $value, $message) = @$_;
    my %fields = (role => 'L20', days_back => '7', notes => 'typed', version => 1, $field => $value);
    my $res = $person->post("/users/$row/edit", map { ($_ => $fields{$_}) } qw(role days_back notes version));
    status_is($res, 422, "$field '" . substr($value, 0, 10) . "' is refused");
    field_error_is($res, $field, $message, 'and told at its field');
    is(value_of($res, 'notes'), $field eq 'notes' ? $value : 'typed', 'what was typed stays');
    is(value_of($res, 'version'), 1, 'with the version');
    is(state_of($row), 'L40 0 Say "hi" & <bye> 1', 'nothing is changed');
}
for my $version (undef, '', 'x', '-1', '0', '1.0', '99999999999999999999', '01x', "1' OR 1=1") {
    my $res = $person->post("/users/$row/edit", role => 'L10', days_back => '', notes => '', defined $version ? (version => $version) : ());
    like($res->code, qr/^(?:400|409|422)$/, 'version ' . ($version // '(none)') . ' is none');
    is(state_of($row), 'L40 0 Say "hi" & <bye> 1', 'and changes nothing');
}

# good values
my $res = $person->submit("/users/$row/edit", role => 'L20', days_back => '36500', notes => '', version => 1);
redirect_is($res, qr{/cc/users}, 'a change is saved');
notice_is($person->follow, qr/saved/, 'a notice says so');
is(state_of($row), 'L20 36500 - 2', 'the row is as typed');
like((audit_rows(q(action = 'access.edit' AND user_id = (SELECT id FROM users WHERE login = ?)), $login))[-1],
    qr/^access\.edit ok \{"role":"L40","days_back":0,"notes":.*\} \{"role":"L20","days_back":36500,"notes":null\}/, 'the audit has old and new');
redirect_is($person->submit("/users/$row/edit", role => 'L20', days_back => '', notes => '', version => 2), qr{/cc/users}, 'unlimited');
is(state_of($row), 'L20 - - 3', 'is no number');
my (undef, $long) = new_row('L20');
redirect_is($person->submit("/users/$long/edit", role => 'L20', days_back => '', notes => "a\r\n" . 'x' x 252, version => 1), qr{/cc/users}, '254 characters in two lines');
is(cell('SELECT notes FROM external_access WHERE id = ?', $long), "a\n" . 'x' x 252, 'whose end is one of them, however browsers send it');

# stale: somebody else was faster
my $stale = $person->get("/users/$row/edit");
my $second = CC::Person->signed_in($owner);
redirect_is($second->submit("/users/$row/edit", role => 'L40', days_back => '90', notes => 'faster <b>', version => 3), qr{/cc/users}, 'another is faster');
$res = $person->post("/users/$row/edit", role => 'L10', days_back => '5', notes => 'slower', version => value_of($stale, 'version'));
status_is($res, 409, 'the stale form is refused with 409');
page_is($res, 'user-edit', 'the form comes back');
is(join('|', map { value_of($res, $_) } qw(role days_back notes)), 'L10|5|slower', 'with what was typed');
is(value_of($res, 'version'), 4, 'and the present version');
my $text = text_of($res->decoded_content);
like($text, qr/\Q$_\E/, "the present value is beside the field: $_") for 'L40 - Billing', '90', 'faster <b>';
is(state_of($row), 'L40 90 faster <b> 4', 'nothing is changed');
redirect_is($person->post("/users/$row/edit", role => 'L10', days_back => '5', notes => 'slower', version => value_of($res, 'version')), qr{/cc/users},
    'sent again it is saved');
is(state_of($row), 'L10 5 slower 5', 'as typed');
$res = $person->submit("/users/$row/edit", role => 'L10', days_back => '6', notes => 'slower', version => 4);
status_is($res, 409, 'a version of the past stays refused');
body_unlike($res, qr/data-present-for="notes"/, 'and only what differs is shown');
status_is($person->submit("/users/$row/remove", version => 4), 409, 'a stale removal is refused');
isnt(state_of($row), 'gone', 'and removes nothing');

# removing
my $confirm = $person->get("/users/$row/remove");
page_is($confirm, 'user-remove', 'removal asks first');
$text = text_of($confirm->decoded_content);
like($text, qr/\Q<$login>\E/, 'whom');
like($text, qr/Olivia Green #\Q$number\E/, 'from which customer');
like($text, qr/revokes access to this customer only\. The user is not deleted\./, 'and what it means');
isnt(state_of($row), 'gone', 'asking removes nothing');
my $victim = CC::Person->signed_in($login);
status_is($victim->get('/'), 200, 'the user is in');
redirect_is($person->post("/users/$row/remove", version => value_of($confirm, 'version')), qr{/cc/users}, 'it is removed');
notice_is($person->follow, qr/removed/, 'a notice says so');
is(state_of($row), 'gone', 'the row is gone');
is(cell('SELECT active FROM users WHERE login = ?', $login), 1, 'the user is not');
error_is($victim->get('/'), 403, 'CC010', 'the next request of the user is CC010');
status_is($person->post("/users/$row/remove", version => 5), 404, 'a row that is gone is 404');
status_is($person->post("/users/$row/edit", role => 'L10', days_back => '', notes => '', version => 5), 404, 'for a change as well');
like((audit_rows(q(action = 'access.remove' AND user_id = (SELECT id FROM users WHERE login = ?)), $login))[-1], qr/^access\.remove ok \{"role":"L10"/,
    'the audit knows what was removed');

# a change of role works from the next request on, on an open page
my ($changing, $changed_row) = new_row('L80');
my $open = CC::Person->signed_in($changing);
status_is($open->get('/users'), 200, 'an Admin is in');
$person->submit("/users/$changed_row/edit", role => 'L40', days_back => '', notes => '', version => 1);
status_is($open->post('/users/add', email => 'x@example.com'), 403, 'demoted: the next POST is refused');
status_is($open->get('/users'), 403, 'and the page');
is(attr($open->get('/'), 'data-role'), 'L40', 'Home shows the new role');

# days of an actor who has a limit
my $short = CC::Person->signed_in($limited);
for (
    # present days, given days, status; days that stay are granted anew when the role is raised
    [undef, '', 303, 'L10'], [undef, '', 422], [100, '100', 303, 'L10'], [100, '100', 422], [undef, '30', 303], [undef, '31', 422], [100, '99', 422], [100, '', 422], [100, '30', 303], [10, '30', 303],
    [10, '31', 422], [10, '', 422], [10, '0', 303], [0, '0', 303],
) {
    my ($present, $given, $want, $role) = (@$_, 'L20');
    my ($who, $id) = new_row('L10', days_back => $present);
    my $answer = $short->submit("/users/$id/edit", role => $role, days_back => $given, notes => '', version => 1);
    status_is($answer, $want, 'an Admin with 30 days changes ' . ($present // 'unlimited') . " to '$given' with $role: $want");
    field_error_is($answer, 'days_back', qr/than you have yourself \(30\)/, 'and is told why') if $want == 422;
}

# what is not sent stays as it is, as in the back office; above all, days that nobody speaks of do not become all days
my (undef, $partial) = new_row('L20', days_back => 7, notes => 'kept');
redirect_is($person->submit("/users/$partial/edit", role => 'L30', version => 1), qr{/cc/users}, 'a form with a role alone');
is(state_of($partial), 'L30 7 kept 2', 'changes nothing else');
redirect_is($person->submit("/users/$partial/edit", role => 'L30', days_back => '8', version => 2), qr{/cc/users}, 'one without notes');
is(state_of($partial), 'L30 8 kept 3', 'keeps them');
redirect_is($person->submit("/users/$partial/edit", role => 'L30', notes => '', version => 3), qr{/cc/users}, 'one without days');
is(state_of($partial), 'L30 8 - 4', 'keeps those, and empty notes are none');
$res = $person->submit("/users/$partial/edit", role => 'L10', version => 3);
status_is($res, 409, 'of an old version it is refused');
body_unlike($res, qr/data-present-for="(?:days_back|notes)"/, 'and shows only what differs');
is(join('|', map { value_of($res, $_) } qw(role days_back notes version)), 'L10|8||4', 'beside what was typed, and the rest as it is now');
is(state_of($partial), 'L30 8 - 4', 'and nothing is changed');
my (undef, $wide) = new_row('L10');
status_is($short->submit("/users/$wide/edit", role => 'L20', version => 1), 422, 'an Admin with a limit raises no role over days beyond it that stay');
is(state_of($wide), 'L10 - - 1', 'and nothing is changed');
status_is($person->submit("/users/$partial/edit", role => 'L10'), 422, 'without a version it is not complete');

# repeated fields
my ($twice, $twice_row) = new_row('L10');
for my $fields ([role => 'L10', role => 'L80'], [version => 1, version => 2], [days_back => '', days_back => '5'], [csrf => 'x']) {
    $person->get("/users/$twice_row/edit");
    my %base = (role => 'L20', days_back => '', notes => '', version => 1);
    delete $base{ $fields->[0] };
    $res = $person->post("/users/$twice_row/edit", %base, csrf => $person->{csrf}, @$fields);
    like($res->code, qr/^(?:400|403|422)$/, "$fields->[0] twice is refused");
    is(state_of($twice_row), 'L10 - - 1', 'and changes nothing');
}

# races: many Admins change one row at once; exactly one wins each version
my ($contested, $contested_row) = new_row('L10');
my @pids;
for my $n (1 .. 8) {
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        my $racer = CC::Person->signed_in($n % 2 ? $admin : $owner);
        my $wins = 0;
        for (1 .. 5) {
            my $answer = $racer->submit("/users/$contested_row/edit", role => 'L20', days_back => $n, notes => "by $n", version => 1);
            $wins++ if $answer->code == 303;
            $wins += 100 if $answer->code !~ /^(?:303|409)$/;
        }
        require POSIX;
        POSIX::_exit($wins);
    }
    push @pids, $pid;
}
my $wins = 0;
for (@pids) { waitpid $_, 0; $wins += $? >> 8 }
is($wins, 1, 'of forty changes to one version exactly one is done');
like(state_of($contested_row), qr/^L20 \d by \d 2$/, 'and the row is the winner\'s');

# the actor is removed while acting: either order, never both
for my $round (1 .. 3) {
    my ($actor, $actor_row) = new_row('L80');
    my ($target, $target_row) = new_row('L10');
    my $acting = CC::Person->signed_in($actor);
    my $ending = CC::Person->signed_in($owner);
    $acting->get("/users/$target_row/edit");
    $ending->get("/users/$actor_row/remove");
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        $ending->post("/users/$actor_row/remove", version => 1);
        require POSIX;
        POSIX::_exit(0);
    }
    my $code = $acting->post("/users/$target_row/edit", role => 'L80', days_back => '', notes => '', version => 1)->code;
    waitpid $pid, 0;
    is(state_of($actor_row), 'gone', "race $round: the actor is removed");
    ok($code == 303 && state_of($target_row) eq 'L80 - - 2' || $code =~ /^(?:403|303)$/ && state_of($target_row) eq 'L10 - - 1',
        "race $round: the answer ($code) tells what happened");
}

done_testing;
