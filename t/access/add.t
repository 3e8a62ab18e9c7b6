# Add User: the exact e-mail, what is shown of the account, the second step, and the limit on look-ups.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output);

my $unknown = 'No user was found with this email. Please check if you have entered the correct email address.';
my ($number, $admin, $owner, $limited) = map { unique($_) } qw(c admin owner limited);
load(customer($number, name => 'Olivia Green'), map({ user($_) } $admin, $owner, $limited), access($number, $admin, 'L80'),
    access($number, $owner, 'L90'), access($number, $limited, 'L80', days_back => 30));
my ($new, $inactive, $sys, $app, $noemail, $intern) = map { unique($_) } qw(new in sys app ne int);
load(user($new, email => "$new.Mixed\@Example.com", name => 'Catherine <Carter> & Co', company => 'Claimed "Ltd"', message => "Please\nadd me"),
    user($inactive, active => JSON::PP::false), user($sys, user_type => 'SYS'), user($app, user_type => 'APP'),
    user($noemail, email => undef), user($intern, user_type => 'INT'));
sub rows { return cell('SELECT COUNT(*) FROM external_access a JOIN customers c ON c.id = a.customer_id WHERE c.number = ?', $number) }
sub row_of { return sql_text('SELECT a.role, a.days_back, a.notes FROM external_access a JOIN users u ON u.id = a.user_id '
    . 'JOIN customers c ON c.id = a.customer_id WHERE c.number = ? AND u.login = ?', $number, $_[0]) =~ s/,/ /gr || 'none' }

my $person = CC::Person->signed_in($admin);
my $list = $person->get('/users');
body_like($list, qr{href="/cc/users/add"}, 'the list has Add User');

# step 1: what finds nobody
for my $email ('nobody@example.com', "$inactive\@example.com", "$sys\@example.com", "$app\@example.com", $new, $noemail, 'x', '%', '%@example.com',
    "$new.mixe_\@example.com", "' OR '1'='1", "$new.mixed\@example.com.", '*', 'a@b', "$new.mixed\@example.co", 'x' x 400 . '@example.com') {
    my $before = rows();
    my $res = $person->submit('/users/add', email => $email);
    my $name = "'" . substr($email, 0, 40) . "'";
    status_is($res, 422, "$name finds nobody");
    field_error_is($res, 'email', $unknown, "$name: in these words");
    is(value_of($res, 'email'), $email, "$name: what was typed stays");
    is(rows(), $before, "$name: nobody was added");
}
for my $email ('', '   ') {
    my $res = $person->submit('/users/add', email => $email);
    status_is($res, 422, 'an empty e-mail');
    field_error_is($res, 'email', qr/fill in/, 'is asked for');
}
for my $email ("$admin\@example.com", "$owner\@example.com") {
    my $res = $person->submit('/users/add', email => $email);
    status_is($res, 422, 'who has access already is not added');
    field_error_is($res, 'email', qr/already has access/, 'and it says so');
}

# step 1: what finds the user, and what is shown of them
for my $email ("$new.Mixed\@Example.com", lc "$new.mixed\@example.com", uc "$new.mixed\@example.com", "  $new.mixed\@example.com ") {
    my $res = $person->submit('/users/add', email => $email);
    status_is($res, 200, 'step 1 is answered with 200');
    page_is($res, 'user-add', 'and the form of step 2');
    my $text = text_of($res->decoded_content);
    like($text, qr/\QCatherine <Carter> & Co <$new> [EXT]\E/, 'with the user in display format');
    like($text, qr/Claimed "Ltd"/, 'the claimed company');
    like($text, qr/Please add me/, 'the registration message');
    like($text, qr/\d{4}-\d{2}-\d{2}/, 'the date of registration');
    like($text, qr/not verified/, 'and that the address is not verified');
    unlike($res->decoded_content, qr/<Carter>/, 'all of it as text');
    is(join(' ', options_of($res, 'role')), 'L10 L20 L30 L40 L80', 'an Admin is offered the roles up to Admin');
}
is(join(' ', options_of(CC::Person->signed_in($owner)->submit('/users/add', email => "$intern\@example.com"), 'role')),
    'L10 L20 L30 L40 L80 L90', 'an Owner is offered all');
my $res = CC::Person->signed_in($owner)->submit('/users/add', email => "$intern\@example.com");
like($res->decoded_content, qr/<option[^>]*value="L30"[^>]*>L30 - Orders with Prices</, 'with code and name');
is(join(' ', $res->decoded_content =~ /<option value="(L\d+)"[^>]* data-powerful/g), 'L80 L90', 'the page warns of those that manage users');
is(row_of($new), 'none', 'looking adds nobody');

# step 2: bad values, each told at its field, with what was typed
$person->submit('/users/add', email => "$new.mixed\@example.com");
for (
    [role => '', qr/choose/], [role => 'L50', qr/choose/], [role => 'L90', qr/above your own/], [role => 'Owner', qr/choose|above/],
    [role => 'l10', undef], [role => ' L10', qr/choose/], [role => "L10' --", qr/choose/], [role => 'L10 - Basic', qr/choose/], [role => '10', qr/choose/],
    [days_back => '-1', qr/0 to 36500/], [days_back => '36501', qr/0 to 36500/], [days_back => '1e3', qr/0 to 36500/], [days_back => '0x1', qr/0 to 36500/],
    [days_back => '+5', qr/0 to 36500/], [days_back => '1.5', qr/0 to 36500/], [days_back => 'ten', qr/0 to 36500/], [days_back => '99999999999999999999', qr/0 to 36500/],
    [days_back => '٣', qr/0 to 36500/], [days_back => '5 5', qr/0 to 36500/], [days_back => 'NULL', qr/0 to 36500/],
    [notes => 'x' x 255, qr/254/], [notes => "a\x07", qr/Control/], [notes => "\x{202E}abc", qr/Control|invisible/],
) {
    my ($field, $value, $message) = @$_;
    next if !defined $message;
    my %fields = (email => "$new.mixed\@example.com", role => 'L30', days_back => '10', notes => 'kept', $field => $value);
    my $answer = $person->post('/users/add', map { ($_ => $fields{$_}) } qw(email role days_back notes));
    my $name = "$field '" . (substr($value, 0, 20) =~ s/[^\x20-\x{200D}]/?/gr) . "'";
    status_is($answer, 422, "$name is refused");
    field_error_is($answer, $field, $message, "$name: it says why");
    is(value_of($answer, 'notes'), 'kept', "$name: notes stay") if $field ne 'notes';
    is(value_of($answer, 'days_back'), $field eq 'days_back' ? $value : '10', "$name: days stay");
    is(value_of($answer, 'role'), 'L30', "$name: the role stays") if $field ne 'role';
    is(row_of($new), 'none', "$name: nobody was added");
}
$res = $person->post('/users/add', email => 'nobody@example.com', role => 'L10', days_back => '', notes => '');
status_is($res, 422, 'step 2 with an unknown e-mail');
like(text_of($res->decoded_content), qr/\Q$unknown\E/, 'is told in the same words');
status_is($person->post('/users/add', email => "$new.mixed\@example.com", role => ''), 422, 'an empty role is step 2');

# step 2: good values
my $notes = "Line one\nЛиния <b>&\"' =1+1";
$res = $person->post('/users/add', email => " $new.MIXED\@example.com", role => 'L30', days_back => '0', notes => "  $notes ");
redirect_is($res, qr{/cc/users}, 'a good form adds the user');
notice_is($person->follow, qr/was added/, 'a notice says so');
is(row_of($new), encode_utf8("L30 0 $notes"), 'with role, days and notes; 0 days is not unlimited');
status_is($person->submit('/users/add', email => "$new.mixed\@example.com", role => 'L10', days_back => '', notes => ''), 422, 'not a second time');
my ($shown) = grep { $_->{user} =~ /\Q<$new>\E/ } grid_rows($person->get("/users?q=$new"), 'users');
is("$shown->{role}|$shown->{days_back}", 'Orders with Prices|0', 'the list shows the role by its name, and the days');
like($shown->{notes}, qr/<b>&"' =1\+1/, 'notes are text');
my @audit = audit_rows(q(user_id = (SELECT id FROM users WHERE login = ?) AND action LIKE 'access.%' AND action <> 'access.lookup'), $new);
like($audit[-1], qr/^access\.add ok \{"role":"L30","days_back":0,/, 'the audit knows what was given') or diag explain \@audit;
my $who = cell('SELECT actor FROM audit WHERE action = ? AND user_id = (SELECT id FROM users WHERE login = ?)', 'access.add', $new);
is($who, "Name of $admin <$admin> [EXT]", 'and by whom');
redirect_is(CC::Person->new->login($new), '/cc/', 'the new user signs in');
is(attr(CC::Person->signed_in($new)->follow, 'data-role'), 'L30', 'and sees Home');

# days: an actor with a limit cannot give more
my $short = CC::Person->signed_in($limited);
my $form = $short->submit('/users/add', email => "$intern\@example.com");
like(text_of($form->decoded_content), qr/\b30\b/, 'the form names the limit');
for (['', 422], ['31', 422], ['36500', 422], ['30', 303]) {
    my ($days, $want) = @$_;
    $short->submit('/users/add', email => "$intern\@example.com");
    $res = $short->post('/users/add', email => "$intern\@example.com", role => 'L10', days_back => $days, notes => '');
    status_is($res, $want, "an Admin with 30 days gives '$days': $want");
    field_error_is($res, 'days_back', qr/more days back than you have yourself \(30\)/, 'and is told why') if $want == 422;
}
is(row_of($intern), 'L10 30 -', 'what was given');

# forged fields are not heard
my ($victim, $elsewhere) = (unique('v'), unique('e'));
load(user($victim), customer($elsewhere));
$person->submit('/users/add', email => "$victim\@example.com");
$res = $person->post('/users/add', email => "$victim\@example.com", role => 'L10', days_back => '', notes => '', customer => $elsewhere, user => $owner,
    user_id => 1, customer_id => 1, id => 5, step => 9);
redirect_is($res, qr{/cc/users}, 'forged fields');
is(row_of($victim), 'L10 - -', 'change nothing');

# an Admin of two customers adds to the current one alone
my $second = unique('second');
load(customer($second), access($second, $admin, 'L10'));
my $two = CC::Person->new;
$two->login($admin);
$two->choose($second);
status_is($two->get('/users/add'), 403, 'as Basic of another customer there is no Add User');
status_is($two->post('/users/add', email => "$sys\@example.com", role => 'L10', days_back => '', notes => ''), 403, 'nor by a POST');

# look-ups: 100 in 15 minutes of one actor, misses in step 2 included
my ($curious, $calm) = map { unique($_) } qw(curious calm);
load(map { (user($_), access($number, $_, 'L80')) } $curious, $calm);
my $spy = CC::Person->signed_in($curious);
$spy->get('/users/add');
my %codes;
$codes{ $spy->post('/users/add', email => "nobody$_\@example.com")->code }++ for 1 .. 98;
is_deeply(\%codes, { 422 => 98 }, '98 look-ups');
status_is($spy->post('/users/add', email => "nobody\@example.com", role => 'L10', days_back => '', notes => ''), 422, 'a miss in step 2 counts');
status_is($spy->post('/users/add', email => "$calm\@example.com"), 422, 'one more');
$res = $spy->post('/users/add', email => "nobody\@example.com");
status_is($res, 429, 'then no more');
header_is($res, 'Retry-After', qr/^\d+$/, 'with Retry-After');
status_is($spy->post('/users/add', email => "nobody\@example.com", role => 'L10', days_back => '', notes => ''), 429, 'in step 2 neither');
status_is($spy->get('/users'), 200, 'other pages are not limited');
status_is(CC::Person->signed_in($calm)->submit('/users/add', email => 'nobody@example.com'), 422, 'nor are other actors');

done_testing;
