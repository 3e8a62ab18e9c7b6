# The rules for granting access as a table over HTTP: every actor, target and new role, for what a page offers and
# for what a forged request asks.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my @roles = qw(L10 L20 L30 L40 L80 L90);
my %rank = map { $roles[$_] => $_ } 0 .. 5;

my $number = unique('c');
my %actor = map { $_ => unique("a$_") } @roles;
my %target = map { $_ => unique("t$_") } @roles;
my $fellow = unique('fellow'); # a second owner
load(customer($number), map { user($_) } values %actor, values %target, $fellow);
load(access($number, $fellow, 'L90'), (map { access($number, $actor{$_}, $_) } @roles), map { access($number, $target{$_}, $_) } @roles);
my $id = sub { cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id JOIN customers c ON c.id = a.customer_id '
    . 'WHERE u.login = ? AND c.number = ?', @_) };
my %row = map { $_ => $id->($target{$_}, $number) } @roles;
my %own = map { $_ => $id->($actor{$_}, $number) } @roles;
my %person = map { $_ => CC::Person->signed_in($actor{$_}) } @roles;
# someone below Admin meets no form with a token on these pages; the account page has it
$_->get('/account') for values %person;

sub state_of { my ($row) = @_; return sql_text('SELECT role, days_back, notes, version FROM external_access WHERE id = ?', $row) =~ tr/,/ /r || 'gone' }
# Puts a row back to a known state, with the version that a form would have.
sub reset_row { my ($row, $role) = @_;
    sql(q(UPDATE external_access SET role = ?, days_back = NULL, notes = NULL, notes_key = '', version = 1 WHERE id = ?), $role, $row) }

# who may touch a row of T at all, and give N
sub manages { my ($A) = @_; return $rank{$A} >= $rank{L80} }
sub may_edit { my ($A, $T, $N) = @_; return manages($A) && $T ne 'L90' && $rank{$N} <= $rank{$A} }

# ---- edit: A x T x N, forged as well as offered ----

for my $A (@roles) {
    my $person = $person{$A};
    for my $T (@roles) {
        reset_row($row{$T}, $T);
        my $form = $person->get("/users/$row{$T}/edit");
        if (!manages($A) || $T eq 'L90') {
            status_is($form, 403, "$A gets no form for a row of $T");
            $person->get('/account');
        } else {
            status_is($form, 200, "$A gets the form for a row of $T");
            is(join(' ', options_of($form, 'role')), join(' ', grep { $rank{$_} <= $rank{$A} } @roles), "$A is offered what $A may give");
            is(value_of($form, 'role'), $T, 'the present role is chosen');
        }
        for my $N (@roles) {
            reset_row($row{$T}, $T);
            my $res = $person->post("/users/$row{$T}/edit", role => $N, days_back => '', notes => "by $A", version => 1);
            if (may_edit($A, $T, $N)) {
                redirect_is($res, qr{/cc/users}, "$A changes $T to $N");
                is(state_of($row{$T}), "$N - by $A 2", 'which is done');
            } else {
                my $want = !manages($A) || $T eq 'L90' ? 403 : 422;
                status_is($res, $want, "$A cannot change $T to $N");
                is(state_of($row{$T}), "$T - - 1", 'and nothing is changed');
            }
        }
        reset_row($row{$T}, $T);
    }
}

# ---- remove: A x T ----

for my $A (@roles) {
    for my $T (@roles) {
        my $may = manages($A) && $T ne 'L90';
        my $login = unique('rm');
        load(user($login), access($number, $login, $T));
        my $row = $id->($login, $number);
        my $page = $person{$A}->get("/users/$row/remove");
        status_is($page, $may ? 200 : 403, "$A " . ($may ? 'is asked' : 'is not asked') . " whether to remove $T");
        if ($may) {
            my $text = text_of($page->decoded_content);
            like($text, qr/\QName of $login <$login> [EXT]\E/, 'with the name of the user');
            like($text, qr/The user is not deleted|not delete/, 'and that the user stays');
        } else {
            $person{$A}->get('/account');
        }
        my $res = $person{$A}->post("/users/$row/remove", version => 1);
        status_is($res, $may ? 303 : 403, "$A " . ($may ? 'removes' : 'cannot remove') . " $T");
        is(state_of($row) eq 'gone' ? 1 : 0, $may ? 1 : 0, 'and so it is');
        is(cell('SELECT COUNT(*) FROM users WHERE login = ?', $login), 1, 'the user is still there');
    }
}

# ---- the own row ----

for my $A (qw(L80 L90)) {
    my $before = state_of($own{$A});
    my $own_row = $person{$A}->get("/users/$own{$A}/edit");
    status_is($own_row, 403, "$A: no form for the own row");
    body_like($own_row, qr/Nobody can change or remove their own access/, "$A: in words that say why");
    $person{$A}->get('/account');
    for my $N (@roles) {
        status_is($person{$A}->post("/users/$own{$A}/edit", role => $N, days_back => '', notes => 'me', version => 1), 403,
            "$A cannot make themselves $N");
    }
    status_is($person{$A}->post("/users/$own{$A}/remove", version => 1), 403, "$A cannot remove themselves");
    is(state_of($own{$A}), $before, 'and nothing is changed');
    my ($mine) = grep { $_->{id} eq $own{$A} } grid_rows($person{$A}->get('/users?per_page=100'), 'users');
    is("$mine->{edit}$mine->{remove}", '00', 'nor are buttons offered');
}

# ---- owner rows stay as they are, for other owners too ----

my $owner_row = $id->($fellow, $number);
for my $A (qw(L80 L90)) {
    $person{$A}->get('/account');
    for my $case (['edit', role => 'L80'], ['edit', role => 'L90', notes => 'x'], ['edit', role => 'L90', days_back => 5], ['remove']) {
        my ($what, %set) = @$case;
        my $before = state_of($owner_row);
        my %fields = (role => 'L10', days_back => '', notes => '', version => 1, %set);
        my $refused = $person{$A}->post("/users/$owner_row/$what", %fields);
        body_like($refused, qr/The access of an Owner cannot be changed or removed.*deactivates the user/s, "$A: why an Owner stays");
        status_is($refused, 403, "$A: $what @{[ %set ]} of an Owner row");
        is(state_of($owner_row), $before, 'nothing is changed');
    }
}
my %shown = map { $_->{id} => $_ } grid_rows($person{L80}->get('/users?per_page=100'), 'users');
is("$shown{$owner_row}{edit}$shown{$owner_row}{remove}", '00', 'an Owner row has no buttons');
is("$shown{$row{L80}}{edit}$shown{$row{L80}}{remove}", '11', 'the row of another Admin has');

# ---- rows of other customers are not there ----

my ($other, $theirs) = (unique('o'), unique('theirs'));
load(customer($other), user($theirs), access($other, $theirs, 'L10'));
my $foreign = $id->($theirs, $other);
for my $A (qw(L80 L90)) {
    $person{$A}->get('/account');
    my $missing = $person{$A}->get('/users/999999999/edit');
    for my $what (qw(edit remove)) {
        my $get = $person{$A}->get("/users/$foreign/$what");
        status_is($get, 404, "$A: $what of another customer's row is 404");
        my ($a, $b) = map { $_->decoded_content =~ s/(Request(?: id)?\s*<code>)[^<]*|[0-9a-f]{16}//gr =~ s/$foreign|999999999//gr =~ s/value="[^"]*"//gr } $get, $missing;
        is($a, $b, 'with the body of one that does not exist');
        $person{$A}->get('/account');
        status_is($person{$A}->post("/users/$foreign/$what", role => 'L10', days_back => '', notes => '', version => 1), 404, "$A: nor a POST");
    }
    is(state_of($foreign), 'L10 - - 1', "$A: nothing is changed");
}

# ---- add: A x N ----

for my $A (@roles) {
    for my $N (@roles) {
        my $login = unique('n');
        load(user($login));
        my $res = $person{$A}->post('/users/add', email => "$login\@example.com", role => $N, days_back => '', notes => '');
        my $want = !manages($A) ? 403 : $rank{$N} <= $rank{$A} ? 303 : 422;
        status_is($res, $want, "$A adds a user as $N: $want");
        is($id->($login, $number) ? 1 : 0, $want == 303 ? 1 : 0, 'and so it is');
        $person{$A}->get('/account');
    }
}

done_testing;
