# A body that does not arrive as it was announced: there is one answer, httpd's own where it has answered already.
use strict;
use warnings;
use IO::Compress::Gzip qw(gzip);
use IO::Socket::INET;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Server;

my $server = CC::Server->new(with => ['filter', 'deflate'], site => 'LimitRequestBody 1000', config => <<'EOF_CONFIG');
Timeout 1
<Location "/packed">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    SetInputFilter DEFLATE
</Location>
EOF_CONFIG
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
ok($server->start, 'httpd starts');

sub chunk { my ($body) = @_; return sprintf "%x\r\n%s\r\n", length $body, $body }

my $chunked = 'Transfer-Encoding: chunked';
for my $case (['larger than LimitRequestBody, as announced', 'Content-Length: 2000', 'x' x 2000, 413], ['larger than LimitRequestBody, in chunks', $chunked, chunk('x' x 600) x 2 . chunk(''), 413],
    ['no chunks', $chunked, "zz\r\nx\r\n" . chunk(''), 400],
    ['a body that never comes', 'Content-Length: 900', 'a=b', '400|408']) {
    my ($name, $header, $body, $status) = @$case;
    my $answer = raw_request("POST /cc/login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n$header\r\n\r\n$body", "127.0.0.1:$server->{port}");
    my ($head, $page) = split /\r\n\r\n/, $answer, 2;
    like($head, qr{^HTTP/1\.1 (?:$status) }, "$name: $status");
    is(scalar(() = $page =~ /<html/g), 1, "$name: one page") or diag $answer;
}
my $answer = raw_request("POST /cc/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n$chunked\r\n\r\n" . chunk('a=b') x 3 . chunk('')
    . "GET /cc/healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", "127.0.0.1:$server->{port}");
is(join(' ', $answer =~ m{^HTTP/1\.1 (\d+)}mg), '403 200', 'a body in pieces is read to its end, and the next request is the next');

# what mod_deflate unpacks is longer than was announced
for my $case ([3000, 403], [70000, 413]) {
    my ($length, $status) = @$case;
    my $body = 'a=' . join '', map { chr 97 + rand 26 } 3 .. $length; # more than it may grow by otherwise
    gzip \$body => \my $packed;
    $answer = raw_request("POST /packed/login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Encoding: gzip\r\nContent-Length: "
        . length($packed) . "\r\n\r\n$packed", "127.0.0.1:$server->{port}");
    like($answer, qr{^HTTP/1\.1 $status }, "$length bytes, packed: $status");
}
{
    my $body = 'a=' . join '', map { chr 97 + rand 26 } 1 .. 3000;
    gzip \$body => \my $packed;
    my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$server->{port}") or die "connect: $!";
    $socket->autoflush(1);
    print $socket "POST /packed/login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Encoding: gzip\r\nContent-Length: "
        . length($packed) . "\r\n\r\n" . substr $packed, 0, 12;
    for (1 .. 1000) { last if !(server_end($socket))[1]; select undef, undef, undef, 0.01 } # until it is read
    print $socket substr $packed, 12;
    like(scalar <$socket>, qr{^HTTP/1\.1 403 }, 'packed, of which the first piece has nothing to unpack yet');
}
$server->stop;

done_testing;
