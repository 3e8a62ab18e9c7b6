# Two sites with windows of different lengths: the shorter one does not end the longer one. And addresses of IPv4 as a
# socket for both kinds has them: each counts for itself.
use strict;
use warnings;
use IO::Socket::IP;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

my $both = IO::Socket::IP->new(LocalHost => '::', Listen => 1, V6Only => 0) && CC::Httpd::free_port();
my $server = CC::Server->new(no_site => 1, config => join '', $both ? "Listen [::]:$both\n" : '', map { my ($path, $attempts) = @$_; <<"EOF_SITE" } ['/long', '2 10m'], ['/same', '3 10m'], ['/short', '100 1s'], ['/mapped', '2 11m']);
<Location "$path">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterAddressAttempts $attempts
</Location>
EOF_SITE
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
ok($server->start, 'httpd starts');
sub fails { my ($site) = @_; return CC::Person->new(base => $server->{base}, site => $site)->login('nobody', 'wrong')->code }

is(fails('/long'), 422, "failed login $_") for 1, 2;
is(fails('/long'), 429, 'no more of them within ten minutes');
is(fails('/short'), 422, 'the site with a limit of its own goes on');
sleep 2; # longer than that window
is(fails('/short'), 422, 'also when its window is over');
is(fails('/long'), 429, 'which ends no other');
is(fails('/same'), 422, 'a site with the same window counts on');
is(fails('/same'), 429, 'with its own limit');
SKIP: {
    skip 'no IPv6 here', 2 unless $both;
    sub fails_from { return CC::Person->new(base => "http://127.0.0.1:$both", site => '/mapped', from => "127.0.0.$_[0]")->login('nobody', 'wrong')->code }
    is(join(' ', map { fails_from($_) } 11 .. 14), '422 422 422 422', 'addresses of IPv4 on a socket of IPv6 are no network of it');
    is(join(' ', map { fails_from($_) } 11, 11, 12), '422 429 422', 'each counts for itself');
}
$server->stop;

done_testing;
