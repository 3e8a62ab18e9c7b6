# A page that a slow client has not read yet stays what it is while its process makes others in the same memory.
use strict;
use warnings;
use IO::Socket::INET;
use Socket qw(SOL_SOCKET SO_RCVBUF inet_aton pack_sockaddr_in);
use Test::More;
use lib 't/lib';
use CC::Data;
use CC::Person;
use CC::Server;

my $mpm = $ENV{CC_MPM} || 'event';
my $server = CC::Server->new(config => "SendBufferSize 4096\nTimeout 60", processes => $mpm eq 'prefork'
    ? "StartServers 1\nMinSpareServers 1\nMaxSpareServers 1\nServerLimit 30\nMaxRequestWorkers 30"
    : "ServerLimit 1\nStartServers 1\nThreadLimit 16\nThreadsPerChild 16\nMaxRequestWorkers 16");
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my @numbers = map { unique('c') } 1 .. 2;
load(map { my $number = $_; (customer($number), user("owner$number"), access($number, "owner$number", 'L80'),
    map { (user("u$_$number"), access($number, "u$_$number", 'L20', notes => "Note $_ of $number " . 'x' x 150)) } 1 .. 24) } @numbers);
ok($server->start, 'httpd starts');
my ($reader, $other) = map { CC::Person->signed_in("owner$_", base => $server->{base}) } @numbers;
my $path = '/cc/users?per_page=50';
my $page = $reader->get('/users?per_page=50')->content;
cmp_ok(length $page, '>', 16_000, 'a page larger than what sockets take');
my @pairs;
$reader->{ua}->cookie_jar->scan(sub { push @pairs, "$_[1]=$_[2]" });

my @slow = map {
    my $socket = IO::Socket::INET->new(Proto => 'tcp') or die "socket: $!";
    setsockopt $socket, SOL_SOCKET, SO_RCVBUF, 2048;
    connect $socket, pack_sockaddr_in($server->{port}, inet_aton('127.0.0.1')) or die "connect: $!";
    my $ask = "GET $path HTTP/1.1\r\nHost: 127.0.0.1:$server->{port}\r\nConnection: close\r\nCookie: @{[join '; ', @pairs]}\r\n\r\n";
    syswrite($socket, $ask) == length $ask or die "write: $!";
    sysread $socket, my $first, 1;
    { socket => $socket, got => $first }
} 1 .. 5;
unlike($other->get('/users?per_page=50')->content, qr/ of $numbers[0] /, "nothing of the reader's customer in another's page") for 1 .. 3;
for my $slow (@slow) {
    while (sysread $slow->{socket}, $slow->{got}, 65536, length $slow->{got}) { }
    ok((split /\r\n\r\n/, $slow->{got}, 2)[1] eq $page, 'what is read late is the page as it was made');
}
$server->stop;
done_testing();
