# Configuration: what stops `httpd -t`, naming the directive and what is allowed, and what starts.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

# inside <Location "/cc">: line, what the message says besides the directive's name
my @bad_site = (
    ['ClientCenterEnterpriseCompany', qr/takes|argument/],
    ['ClientCenterEnterpriseCompany ""', qr/empty|one argument/],
    ['ClientCenterEnterpriseCompany A B', qr/takes|argument/],
    ['ClientCenterTitle ""', qr/empty|one argument/],
    [q(ClientCenterSettings '{'), qr/CC008/],
    [q(ClientCenterSettings '[]'), qr/CC008/],
    [q(ClientCenterSettings '{"HideLines": "yes"}'), qr/CC008.*HideLines/],
    [q(ClientCenterSettings '{"OrderDocumentTypes": [1]}'), qr/CC008.*OrderDocumentTypes/],
    ['ClientCenterSettings file:/nonexistent.json', qr/CC008/],
    ['ClientCenterRegistration Maybe', qr/On|Off/],
    ['ClientCenterSessionTimeout', qr/takes|argument/],
    ['ClientCenterSessionTimeout 0', qr/30m/],
    ['ClientCenterSessionTimeout -5m', qr/30m/],
    ['ClientCenterSessionTimeout 5x', qr/30m/],
    ['ClientCenterSessionTimeout 1e3', qr/30m/],
    ['ClientCenterSessionTimeout 2h 1h', qr/shorter/],
    ['ClientCenterSessionTimeout 30m 99999999999d', qr/30m/],
    ['ClientCenterRememberMe On', qr/30d|Off/],
    ['ClientCenterRememberMe 0', qr/30d|Off/],
    ['ClientCenterCookie "a b"', qr/NAME/],
    ['ClientCenterCookie "a;b"', qr/NAME/],
    ['ClientCenterCookie __Host-x', qr/NAME|__/],
    ['ClientCenterCookie cccustomer', qr/NAME|cccustomer/],
    ['ClientCenterCookie a b', qr/PATH/],
    ['ClientCenterCookie a "/x; Secure"', qr/PATH/],
    ['ClientCenterAccessModel Rows', qr/ExternalAccess or ParentParty/],
    ['ClientCenterParentPartyRole L50', qr/L10, L20, L30, L40, L80 or L90/],
    ['ClientCenterPasswordMinLength 7', qr/8/],
    ['ClientCenterPasswordMinLength 0', qr/8/],
    ['ClientCenterPasswordMinLength fifteen', qr/8/],
    ['ClientCenterPasswordMinLength 99999999999', qr/8/],
    ['ClientCenterLoginAttempts 5', qr/takes|argument/],
    ['ClientCenterLoginAttempts 0 15m 15m', qr/1/],
    ['ClientCenterLoginAttempts 101 15m 15m', qr/100/],
    ['ClientCenterLoginAttempts 5 soon 15m', qr/15m/],
    ['ClientCenterLoginAttempts 5 15m never', qr/15m/],
    ['ClientCenterAddressAttempts 100', qr/WINDOW|Off/],
    ['ClientCenterAddressAttempts On', qr/WINDOW|Off/],
    ['ClientCenterAddressAttempts 0 15m', qr/1/],
    ['ClientCenterLuaPath /tmp', qr/not allowed|cannot occur/],
);
my @bad_server = (
    ['ClientCenterPasswordHash 2', qr/takes|argument/],
    ['ClientCenterPasswordHash 0 19456', qr/1/],
    ['ClientCenterPasswordHash 2 100', qr/8192/],
    ['ClientCenterPasswordHash two 19456', qr/1/],
    ['ClientCenterPasswordHash 2 99999999999', qr/KiB/],
    ['ClientCenterLoginConcurrency 0', qr/1/],
    ['ClientCenterLoginConcurrency many', qr/1/],
    ['ClientCenterLuaPath /nonexistent', qr/nonexistent/],
    ['ClientCenterLuaReload Sometimes', qr/On|Off/],
    ['ClientCenterLuaMemory 5', qr/1M|32M/],
    ['ClientCenterLuaMemory lots', qr/1M|32M/],
    ['ClientCenterLuaInstructions 0', qr/100000/],
    ['ClientCenterLuaInstructions -1', qr/100000/],
);
my @bad_place = (
    [qq(<LocationMatch "^/x">\nSetHandler clientcenter\n</LocationMatch>), qr/SetHandler.*Location/],
    [qq(<Directory "/tmp">\nSetHandler clientcenter\n</Directory>), qr/SetHandler.*Location/],
    [qq(SetHandler clientcenter), qr/SetHandler.*Location/],
);

sub refused {
    my ($line, $says, %set) = @_;
    my ($directive) = $line =~ /(ClientCenter\w+|SetHandler)/;
    my ($status, $out) = CC::Server->new(%set)->check;
    (my $name = $line) =~ s/\n/ /g;
    isnt($status, 0, "$name: httpd -t fails");
    like($out, qr/\Q$directive\E/, "$name: names the directive");
    like($out, $says, "$name: says what is allowed");
    like($out, qr/line \d+|:\d+/, "$name: says where");
}

refused(@$_, site => $_->[0]) for @bad_site;
refused(@$_, config => $_->[0]) for @bad_server;
refused(@$_, config => $_->[0], no_site => 1) for @bad_place;

# what is fine
for my $case (
    [site => q(ClientCenterSettings '{}')], [site => 'ClientCenterSessionTimeout 90s 7d'],
    [site => 'ClientCenterSessionTimeout 15min'], [site => 'ClientCenterRememberMe off'],
    [site => 'ClientCenterCookie mysession /'], [site => 'ClientCenterPasswordMinLength 8'],
    [site => 'ClientCenterAccessModel ParentParty'], [site => 'ClientCenterParentPartyRole "Orders with Prices"'],
    [site => 'ClientCenterRegistration Off'], [site => 'ClientCenterAddressAttempts off'],
    [config => 'ClientCenterLuaMemory 33554432'], [config => 'ClientCenterLuaReload On'],
    [config => 'ClientCenterEnterpriseCompany LAGERTA'],
) {
    my ($status, $out) = CC::Server->new(@$case)->check;
    is($status, 0, "$case->[1]: fine") or diag $out;
}
my ($status, $out) = CC::Server->new(site => q(ClientCenterSettings '{"HideLine": true}'))->check;
is($status, 0, 'an unknown setting is no error');
like($out, qr/HideLine/, 'but a warning names it');

my $json = CC::Server->new;
CC::Data::write_file("$json->{dir}/good.json", '{"HideLines": true}');
CC::Data::write_file("$json->{dir}/bad.json", '{"HideLines": 1}');
for (['good.json', 0], ['bad.json', 1]) {
    my ($file, $want) = @$_;
    my $server = CC::Server->new(site => "ClientCenterSettings file:$json->{dir}/$file");
    my ($code, $said) = $server->check;
    is($code ? 1 : 0, $want, "settings from $file") or diag $said;
    like($said, qr/CC008/, "and says CC008") if $want;
}

# without mod_dbd the server does not start, and says which module to load
my $bare = CC::Server->new(without => 'dbd', no_database => 1);
ok(!$bare->start, 'without mod_dbd httpd does not start');
like($bare->log . CC::Data::read_file("$bare->{dir}/output"), qr/mod_dbd|dbd_module/, 'and says what to load');

# the smallest configuration of the README works
my $small = CC::Server->new;
CC::Data::create($small->{database});
ok($small->start, 'the smallest configuration starts');
page_is(CC::Person->new(base => $small->{base})->get('/login'), 'login', 'and has a login page');
unlike($small->log, qr/\[(?:error|crit|alert|emerg)\]/, 'and no error in its log');
my $log = $small->log;
kill USR1 => $small->{pid};
for (1 .. 200) { # a graceful restart is done when the log says so
    last if $small->log =~ /resuming normal operations.*resuming normal operations/s;
    select undef, undef, undef, 0.05;
}
page_is(CC::Person->new(base => $small->{base})->get('/login'), 'login', 'also after a graceful restart');
$small->stop;

done_testing;
