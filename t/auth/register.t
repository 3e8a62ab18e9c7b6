# Create new local account: fields, quiet answers, and what the account is afterwards.
use strict;
use warnings;
use utf8;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output);

my $good = 'harbour violet lantern 52';
sub fields {
    my (%set) = @_;
    my %fields = (email => unique('r') . '@example.com', full_name => 'Rita Register', phone => '+359 2 123',
        language => 'de', company => 'Claimed Ltd.', message => "Please add me\nsoon", password => $good, %set);
    $fields{confirm_password} //= $fields{password};
    return map { ($_ => $fields{$_}) } grep { defined $fields{$_} }
        qw(email full_name phone language company message password confirm_password);
}
sub count { return cell('SELECT COUNT(*) FROM users') }

# every field error: field, value, message
for (
    [email => '', qr/fill in/], [email => '   ', qr/fill in/], [email => 'nobody', qr/e-mail/],
    [email => 'a@b', qr/e-mail/], [email => 'a b@example.com', qr/e-mail/], [email => 'a@example.com,b@example.com', qr/e-mail/],
    [email => '<x@example.com>', qr/e-mail/], [email => 'жан@example.com', qr/e-mail/], [email => "x\@example.com\nBcc: y", qr/e-mail/],
    [email => 'x' x 250 . '@example.com', qr/e-mail|At most/],
    [full_name => '', qr/fill in/], [full_name => " \t ", qr/fill in|Control/], [full_name => 'x' x 255, qr/At most 254/],
    [full_name => "a\x{202E}b", qr/Control|invisible/], [full_name => "a\x07b", qr/Control/], [full_name => "two\nlines", qr/Control/],
    [full_name => 'Catherine Carter <CC> [INT]', qr/< and >/], [full_name => "Catherine Carter \x{FF1C}CC\x{FF1E}", qr/< and >/],
    [full_name => "Rita\x{3164}Register", qr/invisible/],
    [full_name => "\x{3164}", qr/fill in/], [full_name => " \x{115F}\x{FE0F}", qr/fill in/],
    [phone => '1' x 65, qr/At most 64/], [company => 'x' x 255, qr/At most 254/], [message => 'x' x 2001, qr/At most 2000/],
    [message => "a\x1B[2J", qr/Control/], [language => 'xx', qr/not offered/], [language => '../de', qr/not offered/],
    [password => '', qr/fill in/], [password => 'fourteen chars', qr/15/], [password => 'passwordpassword', qr/guess/],
    [password => '111111111111111', qr/guess/], [password => 'lagertalagerta', qr/15|guess/],
    [password => 'ritaregister1234', qr/guess/], [password => 'x9' x 513, qr/1024|guess/],
    [confirm_password => 'another', qr/differ/], [confirm_password => "$good ", qr/differ/], [confirm_password => '', qr/differ/],
) {
    my ($field, $value, $message) = @$_;
    my $before = count();
    my $person = CC::Person->new;
    my $res = $person->submit('/register', fields($field => $value));
    (my $name = "$field '" . substr($value, 0, 30) . "'") =~ s/[^\x20-\x{FFFF}]/?/g;
    status_is($res, 422, "$name is refused");
    page_is($res, 'register', "$name: the form comes back");
    field_error_is($res, $field, $message, "$name: the problem is told at the field");
    is(count(), $before, "$name: no user was made");
    for my $secret ($good, $field eq 'password' && length $value > 8 ? $value : ()) {
        unlike($res->decoded_content, qr/\Q$secret\E/, "$name: no password comes back");
    }
    is(value_of($res, 'company'), $field eq 'company' ? $value : 'Claimed Ltd.', "$name: what was typed stays");
}
my $all = CC::Person->new->submit('/register');
field_error_is($all, $_, qr/fill in/, "an empty form: $_") for qw(email full_name password);
like($all->decoded_content, qr/<title>[^<]*Error/, 'the title tells of the problem');
like($all->decoded_content, qr/<input[^>]*name="email"[^>]*aria-invalid="true"/, 'the field is marked');
like($all->decoded_content, qr/<input[^>]*name="password"[^>]*type="password"|<input[^>]*type="password"[^>]*name="password"/,
    'passwords are password fields');
like($all->decoded_content, qr/name="password"[^>]*autocomplete="new-password"/s, 'for which a manager may suggest one');

# a good one
my $email = unique('Mixed.Case') . '@Example.COM';
my $person = CC::Person->new;
my $res = $person->submit('/register', fields(email => "  $email ", full_name => " Рита O'Neill & \"Co\" "));
redirect_is($res, qr{/cc/login(?:\?|$)}, 'registration goes to the login page');
my $after = $person->follow;
page_is($after, 'login', 'where');
notice_is($after, qr/can be used once an administrator adds it/, 'a notice says what happens next');
my ($row) = sql('SELECT login, email, name, user_type, active, is_admin, phone, language, company, message, person_id, '
    . 'password_hash FROM users WHERE email_key = ?', lc $email);
is_deeply([@$row[0 .. 9]], [$email, $email, Encode::encode_utf8("Рита O'Neill & \"Co\""), 'EXT', 1, 0, '+359 2 123', 'de',
    'Claimed Ltd.', "Please add me\nsoon"], 'the user is as typed, of type EXT, active, no administrator')
    or diag explain $row;
like($row->[11], qr/^\$argon2id\$v=19\$m=8192,t=1,p=1\$/, 'the password is an argon2id hash of the configured cost');
is_deeply([audit_rows('action = ? AND target LIKE ?', 'register', "%$email%")], ['register ok'], 'an audit record');
error_is(do { $person->login(lc $email, $good); $person->get('/') }, 403, 'CC010', 'the account signs in and sees CC010')
    or diag $person->{last}->as_string;
body_unlike($person->{last}, qr{/account"}, 'which does not lead to an account page that they may not see either');

# taken: by e-mail, by another's login, in other writings; all answers are those of a new account
my $taken = unique('t');
load(user($taken, email => "$taken\@example.com"), user("$taken\@login.example.com", email => undef));
my $hash = cell('SELECT password_hash FROM users WHERE login = ?', $taken);
my $normal = sub { my $text = $_[0]->as_string; $text =~ s/^(?:Date|Expires|Set-Cookie|Client-\S+|X-Request-Id):.*\n//gmi; $text };
my $fresh = $normal->(CC::Person->new->submit('/register', fields()));
for my $address ("$taken\@example.com", uc "$taken\@example.com", " $taken\@Example.com", "$taken\@login.example.com", $email) {
    my $before = count();
    my $answer = CC::Person->new->submit('/register', fields(email => $address, full_name => 'Somebody Else'));
    is($normal->($answer), $fresh, "'$address' is taken and answered like a new one");
    is(count(), $before, 'and no user was made');
}
is(cell('SELECT name || password_hash FROM users WHERE login = ?', $taken), "Name of $taken$hash", 'the account is as it was');
redirect_is(CC::Person->new->login($taken), '/cc/', 'and its password still works');

# and so are names of a user whom another program wrote, without those that sign in
my $bare = unique('bare');
load(user($bare, email => "$bare\@example.com"), user("$bare\@login.example.com", email => undef));
sql("DELETE FROM user_identifiers WHERE identifier_key LIKE '$bare%'");
for my $address ("$bare\@example.com", "$bare\@login.example.com") {
    my $answer = CC::Person->new->submit('/register', fields(email => $address));
    is($normal->($answer), $fresh, "'$address' of another program is answered like a new one");
}
load({ type => 'user', login => $_, name => 'Mended' }) for $bare, "$bare\@login.example.com";

# extra and forged fields are not heard
my $forger = unique('f') . '@example.com';
CC::Person->new->submit('/register', fields(email => $forger), user_type => 'INT', is_admin => 1, login => 'root', active => 0,
    role => 'L90', id => 1);
is_deeply([sql('SELECT login, user_type, is_admin, active FROM users WHERE email = ?', $forger)], [[$forger, 'EXT', 0, 1]],
    'extra fields change nothing');

# password in any script and length
for my $password ('три корабля и лимон', '  blanks around it matter  ', 'emoji 😀 harbour violet', 'q7' . 'Zk4 wP2 ' x 127) {
    my $address = unique('p') . '@example.com';
    redirect_is(CC::Person->new->submit('/register', fields(email => $address, password => $password)), qr{/cc/login},
        'a password of ' . length($password) . ' characters is taken');
    redirect_is(CC::Person->new->login($address, $password), '/cc/', 'and signs in as typed');
    status_is(CC::Person->new->login($address, $password =~ s/^\s+|\s+$//gr . 'x'), 422, 'but not otherwise');
}

# made of what everybody knows here: the claimed company, the name of the site and of whose it is; elsewhere it is a good one
for my $case (['quixotrenberg holdings', '/cc', company => 'Quixotrenberg Holdings'], ['brimleyportalmore', '/other'], ['lagertaltdcenter', '/cc', company => '']) {
    my ($password, $site, @fields) = @$case;
    field_error_is(CC::Person->new(site => $site)->submit('/register', fields(password => $password, @fields)), 'password', qr/too easy to guess/, "'$password' at $site");
    redirect_is(CC::Person->new(site => $site eq '/cc' ? '/other' : '/cc')->submit('/register', fields(password => $password)), qr{/(?:cc|other)/login}, 'is refused, and taken elsewhere');
}

# minimum length of another site
my $short = CC::Person->new(site => '/nested/site');
field_error_is($short->submit('/register', fields(password => 'kd8 Wm2 qp0')), 'password', qr/15/, 'the default is 15');

done_testing;
