# mod_dir and mod_negotiation answer with what a sub-request found: to applications and caches it is as if it had been
# asked for by its name.
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

my $server = CC::Server->new(with => CC::SignOn::modules('cache', 'cache_disk', 'negotiation'), site => 'ClientCenterCookie ccsession /');
my $dir = $server->{dir};
my $sign_on = "AuthType ClientCenter\nClientCenterSite /cc\nRequire clientcenter\n";
mkdir "$dir/$_" for qw(open closed kept);
$server->{config} = <<"EOF_CONF";
@{[ ($ENV{CC_MPM} || 'event') eq 'prefork' ? '' : qq(ScriptSock "$dir/cgisock") ]}
TypesConfig /dev/null
AddType text/html .html
Alias /open "$dir/open"
<Directory "$dir/open">
    Options +ExecCGI
    AddHandler cgi-script .cgi
    DirectoryIndex env.cgi
</Directory>
<Location "/open/env.cgi">
    $sign_on
</Location>
Alias /closed "$dir/closed"
<Directory "$dir/closed">
    Options +MultiViews
    DirectoryIndex index.html
</Directory>
<Location "/closed">
    $sign_on
</Location>
# a cache that is asked before all rights, and keeps what is private
CacheRoot "$dir/kept"
CacheEnable disk /closed
CacheStorePrivate On
CacheQuickHandler On
EOF_CONF
CC::Data::write_file("$dir/open/env.cgi", "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\n'\nenv\n");
chmod 0755, "$dir/open/env.cgi";
for my $name (qw(index page)) {
    CC::Data::write_file("$dir/closed/$name.html", "secret\n");
    utime time - 864000, time - 864000, "$dir/closed/$name.html"; # what changed lately is asked for again
}
$server->write;
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('IA'), user('i-anna'), access('IA', 'i-anna', 'L40'));
ok($server->start, 'httpd starts');
my $anna = CC::Person->signed_in('i-anna', base => $server->{base});
my $visitor = CC::Person->new(base => $server->{base});

for my $path ('/open/env.cgi', '/open/') {
    my $res = $anna->get("~$path");
    like($res->content, qr/^CC_ROLE=L40$/m, "$path: the application gets to know the user");
    unlike($res->content, qr/ccsession/, "$path: but not the session");
}
for my $path ('/closed/page.html', '/closed/page', '/closed/') {
    is($anna->get("~$path")->content, "secret\n", "$path: for who may have it");
    my $res = $visitor->get("~$path");
    status_is($res, 401, "$path: for nobody else");
    unlike($res->content, qr/secret/, "$path: what was told before is not kept");
}
$server->stop;

done_testing;
