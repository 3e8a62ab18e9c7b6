# Headers that a server sets for all that it has, without `always`: browsers get each once, the server's.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Httpd;
use CC::Person;
use CC::Server;

plan skip_all => 'what other modules do is no matter of the database, and asked on SQLite' if !CC::Database::is_file();

my %set = ('X-Content-Type-Options' => 'nosniff', 'Referrer-Policy' => 'no-referrer', 'Cross-Origin-Opener-Policy' => 'same-origin', 'Cross-Origin-Resource-Policy' => 'same-site',
    'Strict-Transport-Security' => 'max-age=63072000; includeSubDomains');
my $port = CC::Httpd::free_port();
my $server = CC::Server->new(port => $port, with => [qw(headers alias proxy proxy_http)], config => <<"EOF_CONFIG" . join '', map { qq(Header set $_ "$set{$_}"\n) } sort keys %set);
Header set Content-Security-Policy "upgrade-insecure-requests"
Header set Cache-Control "max-age=60"
Header always set X-Server "bank"
ErrorDocument 403 /refused/page.html
Alias /refused "@{[CC::Data::logs()]}/refused"
<Location "/cc/application">
    ProxyPass "http://127.0.0.1:@{[$port + 1]}/refused"
    Header always set Strict-Transport-Security "max-age=1"
</Location>
<Location "/cc/none">
    Require all denied
</Location>
<Location "/cc/profile">
    Require clientcenter-role L90
</Location>
Listen 127.0.0.1:@{[$port + 1]}
<VirtualHost 127.0.0.1:@{[$port + 1]}>
    ServerName https://127.0.0.1
</VirtualHost>
EOF_CONFIG
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('HA'), user('h-basic'), access('HA', 'h-basic', 'L10'));
mkdir CC::Data::logs() . '/refused';
CC::Data::write_file(CC::Data::logs() . '/refused/page.html', "refused\n");
ok($server->start, 'httpd starts');

my $visitor = CC::Person->new(base => 'http://127.0.0.1:' . ($port + 1));
my $person = CC::Person->signed_in('h-basic', base => $server->{base});
my ($asset) = $visitor->get('/login')->decoded_content =~ m{href="/cc(/assets/[^"]+\.css[^"]*)"};
for my $case (['GET', '/login', 200], ['HEAD', '/login', 200], ['GET', '/users', 303], ['GET', '/nosuch', 404], ['GET', '/assets/app.css', 200], ['GET', $asset, 200], ['GET', '/healthz', 200]) {
    my ($method, $path, $status) = @$case;
    my $res = $method eq 'HEAD' ? $visitor->head($path) : $visitor->get($path);
    status_is($res, $status, "$method $path");
    is(join(' | ', $res->headers->header($_)), $set{$_}, "$method $path: $_ comes once") for sort keys %set;
    # of these each counts, so the site's own stays
    is(scalar(grep { /default-src 'none'/ } $res->headers->header('Content-Security-Policy')), 1, "$method $path: the site's policy");
    like(join(', ', $res->headers->header('Cache-Control')), $path =~ /assets/ ? qr/public/ : qr/no-store/, "$method $path: and its word to caches");
}
my $res = $visitor->get('/none');
status_is($res, 403, 'a page that nobody may have, with an ErrorDocument beside the site');
is($res->content, "refused\n", 'is answered with that');
is(join(' | ', $res->headers->header($_)), $set{$_}, "ErrorDocument: $_ comes once") for sort keys %set;
$res = $person->get('/profile');
status_is($res, 403, 'a page that Require refuses to somebody who is signed in');
is($res->header('Content-Type'), 'text/html; charset=utf-8', 'is answered by the site');
is(join(' | ', $res->headers->header($_)), $set{$_}, "refused: $_ comes once") for sort keys %set;
is($res->header('X-Server'), 'bank', 'refused: with what the server sets for all that it has');
$res = $visitor->get('/application/page.html');
is($res->content, "refused\n", 'an application inside of the site, behind mod_proxy');
is(($res->headers->header('Strict-Transport-Security'))[0], 'max-age=1', 'keeps what the server always sets for it');
$server->stop;

done_testing;
