# Behind a proxy that puts a name of its own into Host: with UseCanonicalName the server says what it is called, and forms
# of that name are its own.
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

plan skip_all => 'what a host is called is no matter of the database, and asked on SQLite' if !CC::Database::is_file();

my $port = CC::Httpd::free_port();
my %port = map { $_->[0] => $port + $_->[1] } ['named', 1], ['asked', 2], ['ported', 3];
my $server = CC::Server->new(port => $port, config => join '', map { my ($name, $use, $own) = (@$_, ''); <<"EOF_CONFIG" } ['named', 'On'], ['asked', 'Off'], ['ported', 'Off', ':8443']);
Listen 127.0.0.1:$port{$name}
<VirtualHost 127.0.0.1:$port{$name}>
    ServerName https://portal.example.com$own
    UseCanonicalName $use
</VirtualHost>
EOF_CONFIG
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
ok($server->start, 'httpd starts');

for my $case (
    ['named', 'https://portal.example.com',      422],
    ['named', 'https://PORTAL.example.com',      422],
    ['named', 'https://portal.example.com:444',  403],
    ['named', 'https://portal.example.com.evil', 403],
    ['named', 'https://evil.example',            403],
    ['named', 'null',                            403],
    ['named', '',                                403],
    ['named', 'https://inner.example:8081',      422],
    ['asked', 'https://portal.example.com',      403],
    ['asked', 'https://inner.example:8081',      422],
    ['asked', 'https://inner.example',           403],
    # the usual port, which some proxies write into Host and no browser into Origin
    ['asked', 'https://inner.example',           422, 'inner.example:443'],
    ['asked', 'http://inner.example',            422, 'inner.example:80'],
    ['asked', 'http://inner.example',            403, 'inner.example:443'],
    ['asked', 'https://inner.example:8443',      403, 'inner.example:443'],
    ['asked', 'https://evil.example',            403, 'inner.example:443'],
    # a browser names no port here, and what it has from another one is somebody else's
    ['ported', 'https://inner.example',          422, 'inner.example'],
    ['ported', 'https://inner.example:8443',     403, 'inner.example'],
) {
    my ($name, $origin, $status, $asked) = (@$case, 'inner.example:8081');
    my $visitor = CC::Person->new(base => "http://127.0.0.1:$port{$name}");
    my @host = (Host => $asked);
    my ($set) = $visitor->get('/login', @host)->header('Set-Cookie') =~ /^([^;]+)/; # Secure, which the jar keeps from http
    status_is($visitor->post('/login', [@host, Origin => $origin, Cookie => $set], login => 'nobody', password => 'x'), $status, "UseCanonicalName of the host $name: Origin '$origin'");
}
$server->stop;

done_testing;
