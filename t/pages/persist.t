# DBDPersist Off: each connection lives and ends with its request, before what else the request has.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

my $server = CC::Server->new(config => 'DBDPersist Off');
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('PE'), user('anna'), access('PE', 'anna', 'L80'));
ok($server->start, 'httpd starts');
my $anna = CC::Person->signed_in('anna', base => $server->{base});
for my $case (['', 301], ['/', 200], ['/users', 200], ['/users?format=csv', 200], ['/nothing', 404], ['/healthz', 200]) {
    my ($path, $status) = @$case;
    status_is($anna->get($path), $status, "/cc$path");
}
unlike($server->log, qr/exit signal|CC12\d\d/, 'nothing was used after it was closed');
$server->stop;

done_testing;
