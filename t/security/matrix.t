# Every page of a site, by method and format, for everybody: what each is answered, from one written table. A route of the
# source that is not in the table fails, and so does whatever is not written. The back office has a table of its own.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

# ---- who ----

my @roles = qw(L10 L20 L30 L40 L80 L90);
my ($mine, $other) = map { unique($_) } qw(m o);
my %login = map { $_ => unique($_) } @roles, qw(none foreign inactive office target);
load(customer($mine), customer($other), map({ user($login{$_}) } @roles, qw(none foreign target)), user($login{office}, user_type => 'INT', is_admin => JSON::PP::true),
    map({ access($mine, $login{$_}, $_) } @roles), access($mine, $login{target}, 'L10'), access($other, $login{foreign}, 'L90'),
    { type => 'document_type', id => "so$mine", entity => 'SalesOrders', name => 'Sales Order' }, { type => 'document_type', id => "in$mine", entity => 'Invoices', name => 'Invoice' },
    { type => 'order', document_no => "O-$mine", customer => $mine, document_type => "so$mine", date => '2026-01-02', status => 'Ordered', currency => 'EUR', amount => '18.00' },
    { type => 'invoice', document_no => "I-$mine", customer => $mine, document_type => "in$mine", date => '2026-01-02', currency => 'EUR', amount => '18.00' });
my $row = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $login{target});
my $foreign_row = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $login{foreign});
my @who = ('nobody', 'none', @roles, 'foreign', 'office');
my %person = (nobody => CC::Person->new, map { $_ => CC::Person->signed_in($login{$_}) } qw(none foreign), @roles);
# whoever is signed in to the back office is nobody on a site: its sessions are its own
my $clerk = CC::Person->signed_in($login{office}, site => '/backoffice');
$person{office} = CC::Person->new;
$person{office}->set_cookie(ccsession => $clerk->cookie('ccsession'));

# ---- what ----

# The pattern of a route, an address of it, and the status for: nobody, no row, L10 L20 L30 L40 L80 L90, another
# customer's Owner, a session of the back office. A form without its token is 403 for all, so POST asks who may at all:
# with the token, fields that change nothing are 422, 409 or 303.
my @everybody = (200) x 10;
my @gets = (
    ['/', '/', 303, 403, (200) x 6, 200, 303],
    ['/login', '/login', 200, '200|303', ('200|303') x 6, '200|303', 200],
    ['/register', '/register', @everybody],
    ['/select-customer', '/select-customer', 303, 403, (200) x 6, 200, 303],
    ['/orders', '/orders', 303, 403, 403, (200) x 5, 200, 303],
    ['/orders', '/orders?format=csv', 303, 403, 403, (200) x 5, 200, 303],
    ['/orders', '/orders?group=status', 303, 403, 403, (200) x 5, 200, 303],
    ['/orders/{rest}', "/orders/O-$mine", 303, 403, 403, (200) x 5, 404, 303],
    ['/invoices', '/invoices', 303, 403, (403) x 3, (200) x 3, 200, 303],
    ['/invoices', '/invoices?format=csv', 303, 403, (403) x 3, (200) x 3, 200, 303],
    ['/invoices/{rest}', "/invoices/I-$mine", 303, 403, (403) x 3, (200) x 3, 404, 303],
    ['/due-payments', '/due-payments', 303, 403, (403) x 3, (200) x 3, 200, 303],
    ['/due-payments', '/due-payments?format=csv', 303, 403, (403) x 3, (200) x 3, 200, 303],
    ['/payment-history', '/payment-history', 303, 403, (403) x 3, (200) x 3, 200, 303],
    ['/payment-history', '/payment-history?format=csv', 303, 403, (403) x 3, (200) x 3, 200, 303],
    ['/users', '/users', 303, 403, (403) x 4, (200) x 2, 200, 303],
    ['/users', '/users?format=csv', 303, 403, (403) x 4, (200) x 2, 200, 303],
    ['/users/add', '/users/add', 303, 403, (403) x 4, (200) x 2, 200, 303],
    ['/users/{id}/edit', "/users/$row/edit", 303, 403, (403) x 4, (200) x 2, 404, 303],
    ['/users/{id}/edit', "/users/$foreign_row/edit", 303, 403, (403) x 4, (404) x 2, '200|403', 303],
    ['/users/{id}/remove', "/users/$row/remove", 303, 403, (403) x 4, (200) x 2, 404, 303],
    ['/users/{id}/remove', "/users/$foreign_row/remove", 303, 403, (403) x 4, (404) x 2, '200|403', 303],
    ['/audit', '/audit', 303, 403, (403) x 4, (200) x 2, 200, 303],
    ['/audit', '/audit?format=csv', 303, 403, (403) x 4, (200) x 2, 200, 303],
    ['/profile', '/profile', 303, 403, (200) x 6, 200, 303],
    ['/account', '/account', 303, 403, (200) x 6, 200, 303],
);
my @posts = (
    ['/login', '/login', [login => 'x', password => 'y'], (422) x 10],
    ['/register', '/register', [email => 'x'], (422) x 10],
    ['/logout', '/logout', undef], # ends the session: looked at below
    ['/select-customer', '/select-customer', [customer => 'x'], 403, 403, ('400|403|404|422') x 6, '400|403|404|422', 403],
    ['/users/add', '/users/add', [email => 'x'], 403, 403, (403) x 4, (422) x 2, 422, 403],
    ['/users/{id}/edit', "/users/$row/edit", [role => 'L10', days_back => 'x', notes => '', version => 1], 403, 403, (403) x 4, (422) x 2, 404, 403],
    ['/users/{id}/edit', "/users/$foreign_row/edit", [role => 'L10', days_back => '', notes => '', version => 1], 403, 403, (403) x 4, (404) x 2, '403|422', 403],
    ['/users/{id}/remove', "/users/$row/remove", [version => 99], 403, 403, (403) x 4, (409) x 2, 404, 403],
    ['/users/{id}/remove', "/users/$foreign_row/remove", [version => 1], 403, 403, (403) x 4, (404) x 2, '403|422', 403],
    ['/account', '/account', [full_name => '', language => 'en'], 403, 403, (422) x 6, 422, 403],
    ['/layout', '/layout', [grid => 'nosuch', columns => 'x'], 403, 403, ('403|404|422') x 6, '403|404|422', 403],
    ['/layout', '/layout', [grid => 'orders', reset => 1], 403, 403, 403, (303) x 5, 303, 403],
    ['/layout', '/layout', [grid => 'invoices', reset => 1], 403, 403, (403) x 3, (303) x 3, 303, 403],
    ['/layout', '/layout', [grid => 'users', reset => 1], 403, 403, (403) x 4, (303) x 2, 303, 403],
);
# without a session, whoever asks
my @plain = (['/healthz', 200], ['/assets/app.css', 200], ['/assets/nosuch.css', 404]);

# ---- the table is complete ----

my $source = CC::Data::read_file(CC::Data::top() . '/src/httpd/route.c');
my (%has_get, %has_post);
while ($source =~ /\{"([^"]+)", "[^"]+", CC_NEEDS_\w+, CC_RIGHT_\w+, (\w+), (\w+)\}/g) {
    $has_get{$1} = 1 if $2 ne 'NULL';
    $has_post{$1} = 1 if $3 ne 'NULL';
}
cmp_ok(scalar keys %has_get, '>', 15, 'the routes are found in the source');
is_deeply([sort keys %{ { map { $_->[0] => 1 } @gets } }], [sort keys %has_get], 'every route that is read is in the table');
is_deeply([sort keys %{ { map { $_->[0] => 1 } @posts } }], [sort keys %has_post], 'every route that is written to is in the table');

# ---- asking ----

sub world { return join '|', map { join ',', @$_ } sql('SELECT (SELECT COUNT(*) FROM users), (SELECT SUM(version) FROM external_access), (SELECT COUNT(*) FROM external_access), '
    . '(SELECT COUNT(*) FROM grid_layouts), (SELECT COUNT(*) FROM orders), (SELECT COUNT(*) FROM invoices)') }

sub asked {
    my ($method, $path, $who, $want, $res) = @_;
    like($res->code, qr/^(?:$want)$/, "$method $path as $who is $want") or diag text_of($res->decoded_content // '');
    secure_headers($res, "$method $path as $who has the headers") if $res->code != 200;
    return if $res->code == 200;
    body_unlike($res, qr/data-grid="(?!lines)|18\.00|\Q$login{target}\E(?!\@|-)/, "$method $path as $who tells nothing") if $who ne 'L80' && $who ne 'L90';
}

my $world = world();
for my $case (@gets) {
    my ($pattern, $path, @want) = @$case;
    is(scalar @want, scalar @who, "GET $path: everybody is written");
    for my $i (0 .. $#who) {
        my $person = $person{ $who[$i] };
        asked(GET => $path, $who[$i], $want[$i], $person->get($path));
        my $head = $person->head($path);
        like($head->code, qr/^(?:$want[$i])$/, "HEAD $path as $who[$i] is alike");
        is($head->content, '', 'and has no body');
    }
}
for my $case (@posts) {
    my ($pattern, $path, $fields, @want) = @$case;
    next if !$fields;
    is(scalar @want, scalar @who, "POST $path: everybody is written");
    for my $i (0 .. $#who) {
        my $person = $person{ $who[$i] };
        $person->get($pattern =~ m{^/(login|register)$} ? $path : '/account');
        $person->{csrf} = '' if $who[$i] =~ /^(?:nobody|office)$/ && $pattern !~ m{^/(login|register)$};
        asked(POST => $path, $who[$i], $want[$i], $person->post($path, @$fields));
        status_is($person->request(POST => $path, ['Content-Type' => 'application/x-www-form-urlencoded'], CC::Person::encode(@$fields)), 403, "without the token it is 403");
    }
}
is(world(), $world, 'all of that changed nothing');
for my $case (@plain) {
    my ($path, $want) = @$case;
    status_is($person{$_}->get($path), $want, "GET $path as $_ is $want") for @who;
}
# what is in no table is there for nobody
for my $path ('/nosuch', '/users/export', '/orders.csv', '/users.json', '/api/users', '/backup', '/users/' . $row, '/account/password', '/why', '/parties', '/external-access', '/metrics', '/status') {
    for my $who (@who) {
        like($person{$who}->get($path)->code, qr/^(?:303|403|404)$/, "GET $path as $who is not there");
        like($person{$who}->post($path, x => 1)->code, qr/^(?:403|404)$/, "POST $path as $who neither");
    }
}
# other formats than those that are written are the page, or nothing
for my $format (qw(json xml pdf xlsx html CSV)) {
    my $res = $person{L10}->get("/users?format=$format");
    status_is($res, 403, "?format=$format opens nothing to L10");
}
# leaving, last of all
for my $who (@who) {
    my $person = $person{$who};
    $person->get('/account');
    my $want = $who =~ /^(?:nobody|office)$/ ? 403 : 303;
    status_is($person->post('/logout'), $want, "POST /logout as $who is $want");
}
status_is($clerk->get('/'), '200', 'the session of the back office is still its own') if $clerk->get('/')->code == 200;

done_testing;
