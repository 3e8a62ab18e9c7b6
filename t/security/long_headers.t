# Headers as long as httpd takes them cost memory in proportion to their length, for everybody who may send them.
use strict;
use warnings;
use IO::Socket::INET;
use Test::More;
use lib 't/lib';
use CC::Data;
use CC::Server;

my $server = CC::Server->new(processes => ($ENV{CC_MPM} || 'event') eq 'prefork' ? "StartServers 1\nServerLimit 1\nMaxRequestWorkers 1"
    : "ServerLimit 1\nStartServers 1\nThreadLimit 4\nThreadsPerChild 4\nMaxRequestWorkers 4", config => <<'EOF_CONFIG');
<Location "/app">
    AuthType ClientCenter
    ClientCenterSite /cc
    Require all granted
</Location>
EOF_CONFIG
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
ok($server->start, 'httpd starts');

# Of the only child, in MB; with `again` from now on.
sub peak { my ($again) = @_;
    my ($child) = $server->children;
    CC::Data::write_file("/proc/$child/clear_refs", '5') if $again;
    return CC::Data::read_file("/proc/$child/status") =~ /^VmHWM:\s+(\d+)/m ? $1 / 1024 : die 'no peak';
}

sub ask {
    my ($path, @headers) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$server->{port}") or die "connect: $!";
    syswrite $socket, join '', "GET $path HTTP/1.1\r\nHost: 127.0.0.1:$server->{port}\r\n", map({ "$_\r\n" } @headers), "Connection: close\r\n\r\n";
    local $/;
    return <$socket> =~ m{^HTTP/1.1 (\d+)} ? $1 : 'nothing';
}

ask($_) for '/', '/app/x', '/cc/login';
for my $case (['/', 'Connection', 'a,'], ['/app/x', 'Connection', 'a,'], ['/app/x', 'Cookie', 'a;'], ['/cc/login', 'Cookie', 'a;'],
    ['/cc/login', 'Cookie', 'ccsession=;'], ['/app/x', 'Accept', 'a,']) {
    my ($path, $name, $part) = @$case;
    my $before = peak('again');
    my $status = ask($path, "$name: " . $part x (8000 / length $part));
    like($status, qr/^(?:200|404)$/, "$path with 8 KB of $name: $part is answered");
    cmp_ok(peak() - $before, '<', 2, 'and takes no memory to speak of');
}
$server->stop;

done_testing;
