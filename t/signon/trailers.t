# With MergeTrailers headers may follow the body: none of ours can come that way either.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;
use CC::Server;
use CC::SignOn;

plan skip_all => 'what other modules do is no matter of the database, and asked on SQLite' if !CC::Database::is_file();

my $fastcgi = CC::SignOn::fastcgi();
my $server = CC::Server->new(with => CC::SignOn::modules('proxy_fcgi'), site => 'ClientCenterCookie ccsession /', config => <<"EOF_CONFIG");
MergeTrailers On
TypesConfig /dev/null
ProxyPass "/open/" "fcgi://127.0.0.1:$fastcgi/"
ProxyPass "/closed/" "fcgi://127.0.0.1:$fastcgi/"
<Location "/closed">
    AuthType ClientCenter
    ClientCenterSite /cc
    Require clientcenter
    RequestHeader set CC-Role "expr=%{reqenv:CC_ROLE}"
</Location>
EOF_CONFIG
$server->{config} = qq(ScriptSock "$server->{dir}/cgisock"\n$server->{config}) if ($ENV{CC_MPM} || 'event') ne 'prefork';
$server->write;
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('TR'), user('t-anna'), access('TR', 't-anna', 'L10'));
ok($server->start, 'httpd starts');
my $token = CC::Person->signed_in('t-anna', base => $server->{base})->cookie('ccsession');
for my $path ('/open/x', '/closed/x') {
    my $answer = raw_request("POST $path HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: ccsession=$token\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
        . "3\r\nabc\r\n0\r\nCC-Role: L90\r\nX_CC_User-Id: 1\r\nRemote-User: forged\r\nOther: trailer\r\n\r\n", "127.0.0.1:$server->{port}");
    like($answer, qr/^HTTP_OTHER=trailer/m, "$path: what follows the body is merged");
    unlike($answer, qr/L90|HTTP_X_CC|forged/, "$path: but for what is ours");
    like($answer, qr/^HTTP_CC_ROLE=L10\r?$/m, "$path: and what the server says stays") if $path =~ /closed/;
}
$server->stop;

done_testing;
