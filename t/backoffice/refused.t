# Every route of the back office by method and format, as an administrator and as those who are none: what each is answered,
# from one table that a route of the source has to be in. The form of each route would change something, and does so for
# the administrator at the end: so what was refused before was refused for who asked and not for what was sent.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;

use constant FORM => 'application/x-www-form-urlencoded';

# ---- what is there ----

my ($number, $admin, $target, $granted, $code) = map { unique($_) } qw(n admin target granted P);
my @true = (is_admin => JSON::PP::true);
my %login = map { $_ => unique($_) } qw(external plain inactive system demoted);
load(customer($number), { type => 'person', code => $code, first_name => 'Ann', last_name => 'Lee', parent_party => $number },
    user($admin, user_type => 'INT', @true), map({ user($_) } $target, $granted), access($number, $target, 'L10'),
    map({ user($login{$_}, user_type => 'INT', @true) } keys %login), map({ access($number, $login{$_}, 'L90') } keys %login));
my $id = cell('SELECT id FROM users WHERE login = ?', $target);
my $row = cell('SELECT id FROM external_access WHERE user_id = ?', $id);

# ---- who ----

# Each of these was an administrator at work, and is none any more: the session they have is put back before every
# request, since the first one ends it.
my %becomes = (external => [user_type => 'EXT'], plain => [is_admin => JSON::PP::false], inactive => [active => JSON::PP::false], system => [user_type => 'SYS']);
my $columns = 'token_hash, site, user_id, created_at, last_used_at, idle, expires_at, ends_at, address, user_agent';
my (%person, %session);
for my $who (sort keys %becomes) {
    $person{$who} = CC::Person->signed_in($login{$who}, site => '/backoffice');
    $person{$who}->get('/users');
    ($session{$who}) = sql("SELECT $columns FROM sessions WHERE user_id = (SELECT id FROM users WHERE login = ?)", $login{$who});
    load({ type => 'user', login => $login{$who}, @{ $becomes{$who} } });
}
$person{nobody} = CC::Person->new(site => '/backoffice');
# an administrator, but signed in to a site; the cookie is shown to the back office
my $site = CC::Person->signed_in($login{demoted});
$site->get('/account');
$person{site} = CC::Person->new(site => '/backoffice', csrf => $site->{csrf});
$person{site}->set_cookie(ccsession => $site->cookie('ccsession'));
my $office = CC::Person->signed_in($admin, site => '/backoffice');
$office->get('/users');
my $token = $office->{csrf};
my @outside = ('nobody', sort(keys %becomes), 'site');
is(CC::Person->new(site => '/backoffice')->login($login{$_})->code, 422, "$_: does not get in by the login either") for sort keys %becomes;

sub put_back {
    my ($who) = @_;
    my $session = $session{$who} or return;
    sql('DELETE FROM sessions WHERE token_hash = ?', $session->[0]);
    sql("INSERT INTO sessions ($columns) VALUES (" . join(', ', ('?') x @$session) . ')', @$session);
}

# ---- the table ----

# [route, address, what an administrator gets for GET, CSV instead of a page?, for POST, its fields]; undef: no such method.
# Versions are asked for when the form is sent.
sub version_of { my ($table, $where) = @_; return sub { cell("SELECT version FROM $table WHERE $where") } }
my @routes = (
    ['/', '/', 303, 0, undef],
    ['/login', '/login', 303, 0, undef], # its POST is judged by what is sent: above
    ['/users', '/users', 200, 1, undef],
    ['/users/{id}', "/users/$id", 200, 0, 303, [name => 'Changed', login => $target, email => '', user_type => 'EXT', active => 1, version => version_of(users => "id = $id")]],
    ['/persons/new', "/persons/new?user=$id", 200, 0, 303, [user => $id, first_name => 'New', last_name => 'Person', parent_party => $number]],
    ['/persons/{rest}', "/persons/$code", 200, 0, 303, [first_name => 'Anna', last_name => 'Lee', parent_party => $number, version => version_of(persons => "code = '$code'")]],
    ['/parties', '/parties', 200, 1, undef],
    ['/parties/{rest}', "/parties/$number", 200, 0, 303, [name => 'Changed', active => 1, version => version_of(parties => "code = '$number'")]],
    ['/external-access', '/external-access', 200, 1, undef],
    ['/customers/{rest}', "/customers/$number", 200, 1, 303, ['row.0.id' => $row, 'row.0.role' => 'L40', 'row.1.user' => $granted, 'row.1.role' => 'L20',
        version => sub { cell('SELECT access_version FROM customers WHERE number = ?', $number) }]],
    ['/why', "/why?user=$target&site=LAGERTA", 200, 0, undef],
    ['/audit', '/audit', 200, 1, undef],
    ['/account', '/account', 200, 0, 303, [full_name => 'Changed', language => 'en']],
    ['/layout', '/layout', undef, 0, 303, [grid => 'users', columns => 'login,name']],
    ['/logout', '/logout', undef, 0, 303, []],
);

my $source = CC::Data::read_file(CC::Data::top() . '/src/httpd/route_backoffice.c');
my %source;
while ($source =~ /\{"([^"]+)",\s*"[^"]+",\s*CC_NEEDS_\w+,\s*CC_RIGHT_\w+,\s*(\w+),\s*(\w+)\}/g) {
    $source{$1} = join ' ', $2 eq 'NULL' ? () : 'GET', $3 eq 'NULL' ? () : 'POST';
}
my %written = map { $_->[0] => join ' ', $_->[2] ? 'GET' : (), $_->[4] || $_->[0] eq '/login' ? 'POST' : () } @routes;
is_deeply(\%written, \%source, 'every route of the source is in the table, with its methods');

# ---- asking ----

sub world {
    return join "\n", map { my $table = $_; map { join '|', $table, @$_ } sql("SELECT * FROM $table ORDER BY 1, 2") }
        qw(users user_identifiers persons parties customers external_access grid_layouts);
}
sub sent { my ($fields, @more) = @_; return CC::Person::encode(@more, map { ref $_ ? $_->() : $_ } @$fields) }
sub tells_nothing { my ($res, $name) = @_; return body_unlike($res, qr/data-grid=|\Q$number\E|\Q$target\E/, $name) }

my $before = world();
for my $route (@routes) {
    my ($pattern, $path, $get, $csv, $post, $fields) = @$route;
    my $there = $pattern eq '/login';
    for my $who (@outside) {
        my $person = $person{$who};
        for my $case (['GET', $path], ['HEAD', $path], ['GET', $path . ($path =~ /\?/ ? '&' : '?') . 'format=csv']) {
            my ($method, $address) = @$case;
            put_back($who);
            my $res = $person->request($method => $address);
            my $want = !$get ? '405 ' : $there ? '200 ' : '303 /backoffice/login?next=';
            (my $to = $res->header('Location') // '') =~ s/^https?:..[^\/]+|(?<=next=).*//g;
            is($res->code . " $to", $want, "$method $address as $who");
            tells_nothing($res, '  tells nothing');
        }
        next if $there;
        put_back($who);
        my $res = $person->request(POST => $path, ['Content-Type' => FORM], sent($fields // [], csrf => $person->{csrf}));
        status_is($res, $post ? 403 : 405, "POST $path as $who");
        tells_nothing($res, '  tells nothing');
    }
    for my $case (['a forged token', [], csrf => 'A' x 43], ['no token', []], ["somebody else's token", [], csrf => $person{external}{csrf}],
        ['another Origin', [Origin => 'http://evil.example'], csrf => $token], ['a hidden Origin', [Origin => 'null'], csrf => $token],
        ['another site', ['Sec-Fetch-Site' => 'cross-site'], csrf => $token]) {
        next if $there;
        my ($name, $headers, @csrf) = @$case;
        my $res = $office->request(POST => $path, ['Content-Type' => FORM, @$headers], sent($fields // [], @csrf));
        status_is($res, $post ? 403 : 405, "POST $path as an administrator with $name");
    }
    status_is($office->request($_ => $path, ['Content-Type' => FORM], sent($fields // [], csrf => $token)), 405, "$_ $path is no method") for qw(PUT DELETE PATCH);
}
ok(world() eq $before, 'none of that changed anything');

# ---- the same as an administrator ----

for my $route (@routes) {
    my ($pattern, $path, $get, $csv, $post, $fields) = @$route;
    if ($get) {
        status_is($office->get($path, Origin => 'http://evil.example'), $get, "GET $path as an administrator, wherever they come from");
        my $res = $office->get($path . ($path =~ /\?/ ? '&' : '?') . 'format=csv');
        header_is($res, 'Content-Type', $csv ? qr{^text/csv} : qr{^text/html}, '  and as CSV, where there is any') if $get == 200;
    }
    next if !$post;
    my $world = world();
    status_is($office->request(POST => $path, ['Content-Type' => FORM], sent($fields, csrf => $token)), $post, "POST $path as an administrator");
    ok(world() ne $world, '  changes something') if $pattern ne '/logout';
}
redirect_is($office->get('/users'), qr{/backoffice/login}, 'and the logout ended the session');

done_testing;
