# Every page: its status and what it says of itself, for a visitor, each role, and an unknown method or path.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my $number = unique('c');
my %login = map { $_ => unique($_) } qw(L10 L20 L30 L40 L80 L90 none);
load(customer($number, name => 'Olivia Green'), map { user($_) } values %login);
load(map { access($number, $login{$_}, $_) } grep { $_ ne 'none' } keys %login);
my $row = cell('SELECT external_access.id FROM external_access JOIN users ON users.id = user_id WHERE login = ?', $login{L10});

# path, status, and the page or where a redirect goes
my $visitor = CC::Person->new;
for (
    ['/',                  303, '/cc/login?next='],
    ['/login',             200, 'login'],
    ['/register',          200, 'register'],
    ['/users',             303, '/cc/login?next='],
    ['/users?q=a&sort=role', 303, '/cc/login?next='],
    ['/users/add',         303, '/cc/login?next='],
    ["/users/$row/edit",   303, '/cc/login?next='],
    ["/users/$row/remove", 303, '/cc/login?next='],
    ['/account',           303, '/cc/login?next='],
    ['/profile',           303, '/cc/login?next='],
    ['/select-customer',   303, '/cc/login?next='],
    ['/healthz',           200, undef],
    ['/assets/nosuch.css', 404, undef],
) {
    my ($path, $status, $what) = @$_;
    my $res = $visitor->get($path);
    status_is($res, $status, "visitor: $path is $status");
    redirect_is($res, qr/\Q$what\E/, "visitor: $path goes to the login page") if $status == 303;
    page_is($res, $what, "visitor: $path is page $what") if $what && $status == 200;
}
for my $path ('/nosuch', '/login/x', '/users/', '/Users', '/users/add/x', '/users/0x1/edit', '/.') {
    # what does not exist may ask a visitor to sign in first: either way nothing is told
    like($visitor->get($path)->code, qr/^(?:404|303)$/, "visitor: $path is not there");
}
my $bare = $visitor->get('');
like($bare->code, qr/^30[1378]$/, 'the bare path redirects');
like($bare->header('Location') // '', qr{^(?:http://[^/]+)?/cc/$}, 'to itself with a slash');

my %person = map { $_ => CC::Person->signed_in($login{$_}) } sort keys %login;
# path => status for L10 L20 L30 L40 L80 L90
for (
    ['/',                  'home',        qw(200 200 200 200 200 200)],
    ['/profile',           'profile',     qw(200 200 200 200 200 200)],
    ['/account',           'account',     qw(200 200 200 200 200 200)],
    ['/users',             'users',       qw(403 403 403 403 200 200)],
    ['/users?format=csv',  undef,         qw(403 403 403 403 200 200)],
    ['/users/add',         'user-add',    qw(403 403 403 403 200 200)],
    ["/users/$row/edit",   'user-edit',   qw(403 403 403 403 200 200)],
    ["/users/$row/remove", 'user-remove', qw(403 403 403 403 200 200)],
    ['/users/999999999/edit', 'error',    qw(403 403 403 403 404 404)],
    ['/users/99999999999999999999/edit', 'error', qw(403|404 403|404 403|404 403|404 404 404)],
    ['/users/x/edit',      'error',       qw(403|404 403|404 403|404 403|404 404 404)],
    ['/users/-1/edit',     'error',       qw(403|404 403|404 403|404 403|404 404 404)],
    ['/nosuch',            'error',       qw(404 404 404 404 404 404)],
    ['/login/',            'error',       qw(404 404 404 404 404 404)],
) {
    my ($path, $page, @want) = @$_;
    for my $role (qw(L10 L20 L30 L40 L80 L90)) {
        my $want = shift @want;
        my $res = $person{$role}->get($path);
        like($res->code, qr/^(?:$want)$/, "$role: $path is $want") or diag text_of($res->decoded_content);
        page_is($res, $res->code == 200 ? $page : 'error', "$role: $path says which page") if $page;
        is(join('/', map { attr($res, $_) // '' } qw(data-user data-customer data-role)), "$login{$role}/$number/$role",
            "$role: $path says who, for whom, as what") if $page;
    }
}

# what the menu offers is what the role may open
for my $role (sort keys %person) {
    next if $role eq 'none';
    my $html = $person{$role}->get('/')->decoded_content;
    is(($html =~ m{href="/cc/users"} ? 1 : 0), ($role =~ /L[89]0/ ? 1 : 0), "$role: User Management in the menu");
}

for my $path ('/', '/users', '/profile', '/select-customer') {
    error_is($person{none}->get($path), 403, 'CC010', "nobody's user: $path is CC010");
}
page_is($person{none}->get('/account'), 'account', "nobody's user has an account page")
    if $person{none}->get('/account')->code == 200;
my $denied = $person{none}->get('/');
body_like($denied, qr/Account not active/, 'CC010 says so in words');
body_like($denied, qr/Your account was not activated by the ERP administrator to use the Client Center\./, 'and why');
body_like($denied, qr/Error CC010/, 'and its code');
body_like($denied, qr{action="/cc/logout"}, 'and offers to log out');

# methods
for my $case (
    [$visitor, '/login', 'GET, HEAD, POST'], [$visitor, '/register', 'GET, HEAD, POST'], [$visitor, '/logout', 'POST'],
    [$visitor, '/healthz', 'GET, HEAD'], [$visitor, '/assets/app.css', 'GET, HEAD'],
    [$person{L80}, '/users', 'GET, HEAD'], [$person{L80}, '/', 'GET, HEAD'], [$person{L80}, '/layout', 'POST'],
    [$person{L80}, '/users/add', 'GET, HEAD, POST'],
) {
    my ($who, $path, $allow) = @$case;
    my %allowed = map { $_ => 1 } split /, /, $allow;
    for my $method (grep { !$allowed{$_} } qw(GET POST PUT DELETE PATCH OPTIONS PROPFIND BREW)) {
        my $res = $who->request($method => $path, ['Content-Type' => 'application/x-www-form-urlencoded'],
            $method =~ /POST|PUT|PATCH/ ? CC::Person::encode(csrf => $who->{csrf}) : undef);
        status_is($res, $method eq 'BREW' && $res->code == 501 ? 501 : 405, "$method $path is 405");
        is(join(', ', sort split /,\s*/, $res->header('Allow') // ''), join(', ', sort split /, /, $allow),
            "$method $path says what is allowed") if $res->code == 405;
    }
}
unlike(raw_request("TRACE /cc/login HTTP/1.0\r\nX-Secret: tell\r\n\r\n"), qr/X-Secret: tell/, 'TRACE echoes nothing');

# HEAD is GET without a body
for my $case ([$visitor, '/login'], [$visitor, '/users'], [$person{L80}, '/users'], [$person{L10}, '/users'],
    [$visitor, '/healthz'], [$visitor, '/assets/app.css']) {
    my ($who, $path) = @$case;
    my ($get, $head) = ($who->get($path), $who->head($path));
    is($head->code, $get->code, "HEAD $path has the status of GET");
    is($head->content, '', "HEAD $path has no body");
    is($head->header('Content-Type'), $get->header('Content-Type'), "HEAD $path has the type of GET");
}

done_testing;
