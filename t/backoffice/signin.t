# Who may enter the back office: active internal administrators, asked again on every request, and nobody else.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;

my @true = (is_admin => JSON::PP::true);
my ($number, $admin, $second, $owner, $plain, $external, $gone, $system) =
    map { unique($_) } qw(c admin second owner plain external gone system);
load(customer($number),
    map({ user($_, user_type => 'INT', @true) } $admin, $second), user($owner), user($plain, user_type => 'INT'),
    user($external, @true), user($gone, user_type => 'INT', @true, active => JSON::PP::false),
    user($system, user_type => 'SYS', @true), map({ access($number, $_, 'L90') } $owner, $plain, $external, $admin));
sub office { return CC::Person->new(site => '/backoffice', @_) }
sub inside { my ($login, @set) = @_; return CC::Person->signed_in($login, site => '/backoffice', @set) }
sub set_user { my ($login, $field, $value) = @_; sql("UPDATE users SET $field = ? WHERE login = ?", $value, $login) }

# the door
my $visitor = office();
redirect_is($visitor->get('/users'), '/backoffice/login?next=/backoffice/users', 'a visitor is sent to the login');
redirect_is($visitor->get('/'), qr{/backoffice/login\?next=}, 'from the first page as well');
my $login = $visitor->get('/login');
page_is($login, 'login', 'the login page');
secure_headers($login, 'has the headers of every page');
body_like($login, qr/Back office/, 'says where one is');
body_unlike($login, qr{/register}, 'and offers no registration');
status_is($visitor->get($_), 404, "there is no $_") for '/register', '/select-customer', '/orders', '/profile', '/home';
is($visitor->get('/healthz')->content, "ok\n", 'the health check');
status_is($visitor->get('/assets/app.css'), 200, 'assets');
status_is($visitor->get('~/backoffice'), 301, 'the prefix without a slash leads to the one with it');
status_is($visitor->request(POST => '/users'), 405, 'a list takes no POST');

# refused, all alike
my %answers;
for my $case ([owner => $owner], [plain => $plain], [external => $external], [gone => $gone], [system => $system], [unknown => 'nobody-at-all'],
    [wrong => $admin, 'not the password at all']) {
    my ($name, $who, $password) = @$case;
    my $person = office();
    my $res = $person->login($who, $password);
    status_is($res, 422, "$name is refused");
    (my $text = $res->decoded_content) =~ s/value="[^"]*"//g;
    $answers{$text} = 1;
    ok(!grep({ $_->{'max-age'} } values %{ { cookies_set($res) } }), 'without a session');
    redirect_is($person->get('/users'), qr{/backoffice/login}, 'and stays outside');
}
is(scalar keys %answers, 1, 'each answer is the same to the letter');
is(cell(q(SELECT COUNT(*) FROM sessions WHERE site = 'backoffice|/backoffice' AND user_id IN (SELECT id FROM users WHERE login IN (?, ?, ?, ?, ?))),
    $owner, $plain, $external, $gone, $system), 0, 'no session was made');
is(cell(q(SELECT COUNT(*) FROM audit WHERE action = 'signin' AND result = 'refused' AND user_id = (SELECT id FROM users WHERE login = ?)), $_), 1,
    "the audit has the refusal of $_") for $owner, $plain, $external, $gone, $system;

# inside
my $person = inside($admin);
redirect_is($person->{last}, '/backoffice/', 'an administrator enters');
redirect_is($person->follow, '/backoffice/users', 'and comes to the users');
my $users = $person->follow;
page_is($users, 'users');
is(attr($users, 'data-user'), $admin, 'data-user');
is(attr($users, $_), undef, "no $_") for qw(data-customer data-role);
like(text_of($users->decoded_content), qr/Back office/, 'the header says so');
like($users->decoded_content, qr{<title>Users - Back office</title>}, 'and the title');
redirect_is($person->get('/login?next=/backoffice/parties'), '/backoffice/parties', 'the login leads on');
page_is($person->get('/account'), 'account', 'the own account');
redirect_is($person->submit('/account', full_name => 'Renamed', language => 'de'), qr{/backoffice/account}, 'can be changed');
body_like($person->get('/users'), qr/Externer Zugriff/, 'and pages are in the language of the user');
body_like($person->get("/users?q=$admin&group=is_admin,active"), qr/Administrator: Ja .*Aktiv: Ja /s, 'heads of groups as well');
redirect_is($person->submit('/account', full_name => "Name of $admin", language => 'en'), qr{/backoffice/account});
my $titled = inside($admin, site => '/office');
body_like($titled->get('/users'), qr{Lagerta &lt;Office&gt; &amp;}, 'a title of its own');

# sessions belong to one side
my $cookie = $person->cookie('ccsession');
my $thief = CC::Person->new;
$thief->set_cookie('ccsession', $cookie, '/');
redirect_is($thief->get('/'), qr{/cc/login}, 'a site does not take the session of the back office');
my $site = CC::Person->signed_in($admin);
$thief = office();
$thief->set_cookie('ccsession', $site->cookie('ccsession'), '/');
redirect_is($thief->get('/users'), qr{/backoffice/login}, 'nor the back office that of a site');
$thief->set_cookie('shared', $titled->cookie('shared'), '/');
$thief = CC::Person->new(site => '/shared');
$thief->set_cookie('shared', $titled->cookie('shared'), '/');
redirect_is($thief->get('/'), qr{/shared/login}, 'nor a site of the same company that shares the cookie');
$thief = office();
$thief->set_cookie('ccsession', $titled->cookie('shared'), '/');
redirect_is($thief->get('/users'), qr{/backoffice/login}, 'nor another back office');

# forged requests
for my $path ('/account', '/logout', '/layout') {
    status_is($person->post($path, csrf => 'x', full_name => 'Forged'), 403, "POST $path with a wrong token");
    status_is($person->post($path, [Origin => 'http://evil.example'], full_name => 'Forged'), 403, "POST $path from elsewhere");
    status_is(office()->post($path, full_name => 'Forged'), 403, "POST $path without a session");
}
is(cell('SELECT name FROM users WHERE login = ?', $admin), "Name of $admin", 'change nothing');

# asked again on every request
for my $case ([is_admin => 0, 1], [user_type => 'EXT', 'INT'], [active => 0, 1], [user_type => 'SYS', 'INT']) {
    my ($field, $value, $back) = @$case;
    my $colleague = inside($second);
    status_is($colleague->get('/users'), 200, 'an administrator works');
    set_user($second, $field, $value);
    my $res = $colleague->post('/account', full_name => 'Too late', language => 'en');
    status_is($res, 403, "$field $value: the next POST is refused");
    redirect_is($colleague->get('/users'), qr{/backoffice/login}, 'and the next page');
    set_user($second, $field, $back);
    redirect_is($colleague->get('/users'), qr{/backoffice/login}, 'the session is over for good') if $field ne 'active' && $value ne 'SYS';
}
is(cell('SELECT name FROM users WHERE login = ?', $second), "Name of $second", 'nothing was changed');

# lockout and logout
my $guess = office();
status_is($guess->login($second, "wrong $_"), 422, 'a wrong password') for 1 .. 5;
status_is($guess->login($second), 422, 'after five the right one is refused as well');
my $token = $person->cookie('ccsession');
my $out = $person->submit('/logout');
redirect_is($person->post('/logout'), qr{/backoffice/login}, 'logout') if $out->code == 405;
$person->set_cookie('ccsession', $token);
redirect_is($person->get('/users'), qr{/backoffice/login}, 'ends the session');

done_testing;
