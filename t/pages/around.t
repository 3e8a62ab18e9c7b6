# What httpd itself has to say around a site: a page that answers an error is no success, and nobody is sent to an address
# that is longer than a request may be.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;
use CC::Server;

plan skip_all => 'what httpd does is no matter of the database, and asked on SQLite' if !CC::Database::is_file();

my $server = CC::Server->new(with => [qw(alias auth_basic authz_user)], config => <<'EOF_CONFIG');
ErrorDocument 404 /cc/login
<Location "/basic">
    AuthType Basic
    AuthName basic
    AuthBasicProvider clientcenter
    ClientCenterSite /cc
    Require valid-user
    ErrorDocument 401 /cc/login
</Location>
<Location "/app">
    AuthType ClientCenter
    ClientCenterSite /cc
    Require valid-user
</Location>
EOF_CONFIG
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
ok($server->start, 'httpd starts');
my $port = $server->{port};
my $visitor = CC::Person->new(base => $server->{base});

# ---- ErrorDocument ----

for my $case (['/nosuch', 404], ['/basic', 401]) {
    my ($path, $status) = @$case;
    my $res = $visitor->get("~$path");
    page_is($res, 'login', "$path: a page of the site answers");
    status_is($res, $status, "$path: with the status that it is about");
    secure_headers($res, "$path: ErrorDocument");
}
header_is($visitor->get('~/basic'), 'WWW-Authenticate', qr/^Basic/, 'so that browsers ask for the password');
status_is($visitor->get('/login'), 200, 'asked for by itself it is a success');

# ---- LimitRequestLine, 8190 bytes ----

# Returns where a visitor who asks for this is sent, and what is there.
sub sent_to {
    my ($path) = @_;
    my $ask = sub { raw_request("GET $_[0] HTTP/1.1\r\nHost: 127.0.0.1:$port\r\nAccept: text/html\r\nConnection: close\r\n\r\n", "127.0.0.1:$port") };
    my ($location) = $ask->($path) =~ /^Location: ([^\r]*)/m or return ('nowhere', '');
    return ($location, $ask->($location));
}
for my $case (['a query', '/cc/orders?q=' . '%D0%B0' x 500, qr{\?next=/cc/orders%3Fq}], ['a long query', '/cc/orders?q=' . '%D0%B0' x 1000, qr{\?next=/cc/orders$}],
    ['a long path', '/cc/orders/' . '%D0%B0' x 1300, qr{/login$}], ['a long query of an application', '/app/x?q=' . '%D0%B0' x 1000, qr{\?next=/app/x$}],
    ['a long path of an application', '/app/' . '%D0%B0' x 1300, qr{/login$}]) {
    my ($name, $path, $where) = @$case;
    my ($location, $page) = sent_to($path);
    like($location, $where, "$name: sent to where one can go");
    like($page, qr{^HTTP/1\.1 200 .*data-page="login"}s, "$name: which is the login page");
}
$server->stop;

done_testing;
