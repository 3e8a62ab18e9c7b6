# A connection to the database is held while a page asks, not while anything else is waited for: with a single one, whoever
# reads late, an application that takes its time, or a question within a request would keep all others out, for ever in
# the last case.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use MIME::Base64 qw(encode_base64);
use Socket qw(SOL_SOCKET SO_RCVBUF inet_aton pack_sockaddr_in);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

my $application = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1') or die "listen: $!";
my $port = $application->sockport;
my $site = "SetHandler clientcenter\nClientCenterEnterpriseCompany LAGERTA\nClientCenterAddressAttempts Off\n";
my $processes = ($ENV{CC_MPM} || 'event') eq 'prefork' ? "StartServers 4\nServerLimit 4\nMaxRequestWorkers 4"
    : "ServerLimit 1\nStartServers 1\nThreadLimit 16\nThreadsPerChild 16\nMaxRequestWorkers 16";
my $server = CC::Server->new(with => [qw(auth_basic authn_dbd authz_user authz_host proxy proxy_http)], processes => $processes, config => <<"EOF_CONFIG");
DBDMin 1
DBDKeep 1
DBDMax 1
SendBufferSize 4096
Timeout 60
ProxyPass "/slow/" "http://127.0.0.1:$port/"
<Location "/closed">
    $site
    Require ip 192.0.2.1
    ErrorDocument 403 /slow/
</Location>
<Location "/tools">
    $site
    Require clientcenter
</Location>
<Location "/tools/slow/">
    ProxyPass "http://127.0.0.1:$port/"
</Location>
<Location "/basic">
    AuthType Basic
    AuthName basic
    AuthBasicProvider clientcenter
    ClientCenterSite /cc
    Require valid-user
</Location>
<Location "/other">
    AuthType Basic
    AuthName other
    AuthBasicProvider dbd
    AuthDBDUserPWQuery "SELECT password FROM other_users WHERE login = %s"
    Require valid-user
</Location>
EOF_CONFIG
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('HE'), user('anna'), access('HE', 'anna', 'L80'));
sql('CREATE TABLE other_users (login VARCHAR(40) PRIMARY KEY, password TEXT)');
ok($server->start, 'httpd starts');
my %anna = map { $_ => CC::Person->signed_in('anna', base => $server->{base}, site => $_) } qw(/cc /tools);
my $visitor = CC::Person->new(base => $server->{base});
$_->{ua}->timeout(10) for $visitor, values %anna;
my $unknown = 'A' x 43; # the cookie of a session that is over

sub others_go_on { my ($name) = @_; status_is($visitor->get('/healthz'), 200, "$name: the database answers others") for 1 .. 2 }

sub asked {
    my ($path, $token) = @_;
    return "GET $path HTTP/1.1\r\nHost: 127.0.0.1:$server->{port}\r\nCookie: ccsession=$token\r\n\r\n";
}

# ---- answers that nobody reads, larger than what sockets take ----

sub unread {
    my ($name, $asks) = @_;
    my $socket = IO::Socket::INET->new(Proto => 'tcp') or die "socket: $!";
    setsockopt $socket, SOL_SOCKET, SO_RCVBUF, 2048;
    connect $socket, pack_sockaddr_in($server->{port}, inet_aton('127.0.0.1')) or die "connect: $!";
    syswrite $socket, $asks;
    sysread $socket, my $first, 1;
    my ($unsent, $before) = (0, 0);
    for (1 .. 100) {
        ($unsent) = server_end($socket);
        last if $unsent && $unsent == $before;
        $before = $unsent;
        select undef, undef, undef, 0.1;
    }
    cmp_ok($unsent, '>', 0, "$name: the sockets are full");
    others_go_on($name);
}
unread('unread', asked('/cc?' . 'x' x 8000, $unknown) x 3);
unread('the headers of downloads, unread', asked('/cc/orders?format=csv', $anna{'/cc'}->cookie('ccsession')) =~ s/^GET/HEAD/r x 100);

# ---- applications that take their time ----

sub with_application {
    my ($name, $ask) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$server->{port}") or die "connect: $!";
    syswrite $socket, $ask;
    my $connection = IO::Select->new($application)->can_read(10) && $application->accept;
    ok($connection, "$name: an application is asked") or return;
    others_go_on($name);
    syswrite $connection, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\ndone";
    close $connection;
}
with_application('what answers an error', asked('/closed/', $unknown));
with_application('an application below a site', asked('/tools/slow/', $anna{'/tools'}->cookie('ccsession')));

# ---- questions within a request ----

my %leads_to = ('/basic/' => '/basic/', '/other/' => '/cc/'); # the latter has another sign-on
for my $next (sort keys %leads_to) {
    my $res = $anna{'/cc'}->get("/login?next=$next", Authorization => 'Basic ' . encode_base64('anna:wrong', ''));
    redirect_is($res, $leads_to{$next}, "next=$next: answered");
    others_go_on("next=$next");
}
$server->stop;

done_testing;
