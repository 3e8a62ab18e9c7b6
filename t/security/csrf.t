# Forged requests: every unsafe request needs the token of this session, and an Origin, when sent, of this host.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my ($number, $second, $login, $other, $target) = map { unique($_) } qw(c d u o t);
load(customer($number), customer($second), map({ user($_) } $login, $other, $target), access($number, $login, 'L80'), access($second, $login, 'L10'),
    access($number, $other, 'L80'), access($number, $target, 'L10'));
my $row = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $target);
sub user_in { my $person = CC::Person->signed_in($_[0]); $person->choose($number) if $_[0] eq $login; $person->get('/users'); return $person }
sub world { return sql_text('SELECT role, version FROM external_access ORDER BY id') . sql_text('SELECT (SELECT COUNT(*) FROM users), '
    . '(SELECT COUNT(*) FROM sessions), (SELECT COUNT(*) FROM grid_layouts), (SELECT name FROM users WHERE login = ?)', $login) }

# every POST of a signed-in user, with fields that would do something
my @posts = (
    ['/logout'], ['/users/add', email => "$target\@example.com"], ['/users/add', email => "nobody\@example.com", role => 'L10', days_back => '', notes => ''],
    ["/users/$row/edit", role => 'L40', days_back => '', notes => '', version => 1], ["/users/$row/remove", version => 1],
    ['/account', full_name => 'Forged', language => 'en'], ['/account', logout_everywhere => 1], ['/account', end_session => 1],
    ['/account', current_password => password(), password => 'harbour violet lantern 52', confirm_password => 'harbour violet lantern 52'],
    ['/layout', grid => 'users', columns => 'role'], ['/select-customer', customer => $second], ['/login', login => $other, password => password()],
    ['/register', email => unique('r') . '@example.com', full_name => 'F', password => 'harbour violet lantern 52', confirm_password => 'harbour violet lantern 52'],
);
my $person = user_in($login);
my $colleague = user_in($other);
my $token = $person->{csrf};
my $old = do { my $gone = user_in($other); my $t = $gone->{csrf}; $gone->post('/logout'); $t };
my $visitors = do { my $visitor = CC::Person->new; $visitor->get('/login'); $visitor->{csrf} };
ok(length $token >= 22, 'a page has a token');
isnt($token, $person->cookie('ccsession'), 'that is not the cookie');
my %same = map { my ($c) = $person->get($_)->decoded_content =~ /name="csrf" value="([^"]+)"/; ($c => 1) } '/', '/users', '/users/add', '/account', '/profile';
is_deeply([keys %same], [$token], 'one token in all forms of a session');

my $world = world();
for my $post (@posts) {
    my ($path, @fields) = @$post;
    for my $case (
        ['no token', []], ['an empty token', [csrf => '']], ["another user's token", [csrf => $colleague->{csrf}]], ['the token of an ended session', [csrf => $old]],
        ["a visitor's token", [csrf => $visitors]], ['a made-up token', [csrf => 'A' x 43]], ['a token cut short', [csrf => substr $token, 0, 42]],
        ['a longer token', [csrf => $token . 'A']], ['the cookie itself', [csrf => $person->cookie('ccsession')]], ['a token twice', [csrf => $token, csrf => $token]],
        ['a wrong one first', [csrf => 'x', csrf => $token]], ['the case changed', [csrf => $token =~ tr/a-zA-Z/A-Za-z/r]],
    ) {
        my ($name, $csrf) = @$case;
        my $res = $person->request(POST => $path, ['Content-Type' => 'application/x-www-form-urlencoded'], CC::Person::encode(@$csrf, @fields));
        like($res->code, $name =~ /twice|first/ ? qr/^(?:403|400)$/ : qr/^403$/, "POST $path with $name is 403");
        is(world(), $world, 'and changes nothing') if $name =~ /no token|another user|twice/;
    }
    for my $case (['Origin', 'http://evil.example'], ['Origin', 'null'], ['Origin', 'https://127.0.0.1'], ['Origin', 'http://127.0.0.1.evil.example'],
        ['Origin', $person->{base} . '.evil'], ['Origin', ''], ['Sec-Fetch-Site', 'cross-site'], ['Sec-Fetch-Site', 'same-site']) {
        my ($header, $value) = @$case;
        next if $value eq '';
        my $res = $person->post($path, [$header => $value], csrf => $token, @fields);
        status_is($res, 403, "POST $path with $header $value is 403");
    }
}
is(world(), $world, 'all of that changed nothing');
my $refused = $person->request(POST => '/account', ['Content-Type' => 'application/x-www-form-urlencoded'], 'full_name=x');
page_is($refused, 'error', 'the refusal is a page');
secure_headers($refused, 'with the security headers');
status_is($person->get('/'), 200, 'the session goes on');

# the token in a query or header is none, GET and HEAD change nothing
status_is($person->request(POST => "/account?csrf=$token", ['Content-Type' => 'application/x-www-form-urlencoded'], 'full_name=x&language=en'), 403, 'a token in the address is none');
for my $method (qw(GET HEAD)) {
    for my $post (@posts) {
        my ($path, @fields) = @$post;
        $person->request($method => "$path?" . CC::Person::encode(csrf => $token, @fields));
    }
}
is(world(), $world, 'GET and HEAD change nothing');

# the right one
$person->{csrf} = $token;
my $own = $person->{base};
redirect_is($person->post('/account', ['Origin' => $own], full_name => 'Right', language => 'en'), qr{/cc/account}, 'the own Origin is fine');
redirect_is($person->post('/account', ['Origin' => $own, 'Sec-Fetch-Site' => 'same-origin'], full_name => 'Right', language => 'en'), qr{/cc/account}, 'same-origin, too');
redirect_is($person->post('/account', full_name => 'Right', language => 'en'), qr{/cc/account}, 'and none at all');
$person->get('/users');
is($person->{csrf}, $token, 'the token stays as long as the session');

# login and registration need a token that belongs to the cookie
my $visitor = CC::Person->new;
status_is($visitor->post('/login', login => $login, password => password()), 403, 'login without a cookie is 403');
status_is($visitor->post('/login', csrf => $visitors, login => $login, password => password()), 403, "with another visitor's token as well");
$visitor->get('/login');
redirect_is($visitor->post('/login', login => $login, password => password()), qr{/cc/}, 'with the own one it is fine');
my $double = CC::Person->new;
status_is($double->request(POST => '/login', ['Content-Type' => 'application/x-www-form-urlencoded', Cookie => 'ccsession=AAAA'],
    CC::Person::encode(csrf => 'AAAA', login => $login, password => password())), 403, 'a cookie equal to the token is not enough');
for my $path ('/users/add', '/account', '/layout', '/select-customer', '/logout', "/users/$row/edit") {
    my $anonymous = CC::Person->new;
    $anonymous->get('/login');
    status_is($anonymous->post($path), 403, "POST $path without a session is 403, not a redirect");
}

# what was done is said to who was led there by doing it, not by a link from elsewhere
my %said = ('same-origin' => 1, 'same-site' => 0, 'cross-site' => 0, none => 0);
for my $site (sort keys %said) {
    my $shown = $person->get('/account?notice=password-changed', 'Sec-Fetch-Site' => $site)->decoded_content =~ /Your password was changed/ ? 1 : 0;
    is($shown, $said{$site}, "a notice in an address that is $site");
}
body_like($person->get('/account?notice=password-changed'), qr/Your password was changed/, 'and of a browser that does not say');

# what to be shown after the session ended: a form that was sent late
my $late = user_in($other);
sql('DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE login = ?)', $other);
my $answer = $late->post('/users/add', email => 'x@example.com');
status_is($answer, 403, 'a form of an ended session is 403');
body_like($answer, qr/You were logged out after this form was opened.*Nothing was changed/, 'which says what happened, and not that there is no right');

# a login page that was open in another window when its user logged in is no form of an ended session
my $inside = CC::Person->signed_in($login);
my $second_login = $inside->post('/login', csrf => $visitors, login => $login, password => password());
status_is($second_login, 403, 'the login form of a second window is 403');
body_like($second_login, qr/You logged in in another window.*Nothing was changed/, 'which says what happened');
body_like($second_login, qr{href="/cc/select-customer">Select Client}, 'and where whoever has yet to choose a customer goes on');

done_testing;
