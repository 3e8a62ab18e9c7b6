# What applications behind the sign-on get to know: a proxied one, CGI, FastCGI, SSI, mod_lua and logs; and that nothing
# of it can come from the client.
use strict;
use warnings;
use IO::Select;
use POSIX ();
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Httpd;
use CC::Person;
use CC::Server;
use CC::SignOn;

my @html = (Accept => 'text/html');
my @names = qw(User-Id User-Name User-Email Customer Customer-Name Role Days-Back Visible-Since);
my $server = CC::Server->new(with => CC::SignOn::modules('lua', 'proxy_fcgi', 'cache', 'cache_disk'), site => 'ClientCenterCookie ccsession /');
my $dir = $server->{dir};
my $until = "$dir/go-on";
pipe my $started, my $start or die "pipe: $!";
my $port = CC::SignOn::echo(started => $start, until => $until);
my $fastcgi = CC::SignOn::fastcgi();
my $elsewhere = CC::Httpd::free_port();
my $headers = join '', map { (my $env = uc $_) =~ tr/-/_/; qq(RequestHeader set CC-$_ "expr=%{reqenv:CC_$env}"\n) } @names;
my $sign_on = "AuthType ClientCenter\nClientCenterSite /cc\nRequire clientcenter\n";
CC::Data::write_file("$dir/lua/env.lua", <<'EOF_LUA');
function handle(r)
    r.content_type = "text/plain"
    r:puts("user=", tostring(r.user), "\n")
    for _, name in ipairs { "REMOTE_USER", "CC_USER_ID", "CC_CUSTOMER", "CC_ROLE" } do
        r:puts(name, "=", tostring(r.subprocess_env[name]), "\n")
    end
    return apache2.OK
end
EOF_LUA
CC::Data::write_file("$dir/lua/again.lua", <<'EOF_LUA');
function again(r)
    r.headers_in["Cookie"] = r.headers_in["Cookie"] .. "; seen=1"
    return apache2.DECLINED
end
EOF_LUA
$server->{config} = CC::SignOn::files($dir) . <<"EOF_CONF";
DBDMin 1
DBDKeep 1
DBDMax 1
LogFormat "%U|%u|%{CC_CUSTOMER}e|%{CC_ROLE}e|%>s" who
CustomLog "$dir/who_log" who
<Location "/app/">
    ProxyPass "http://127.0.0.1:$port/"
    $sign_on
    RequestHeader set Remote-User "expr=%{reqenv:REMOTE_USER}"
    $headers
</Location>
<Location "/app/public">
    AuthType None
    Require all granted
</Location>
<Location "/app/reads">
    AuthType Basic
    Require method GET
</Location>
<Location "/fastcgi/">
    ProxyPass "fcgi://127.0.0.1:$fastcgi/"
    $sign_on
</Location>
<Location "/open/">
    ProxyPass "http://127.0.0.1:$port/"
</Location>
<Location "/l40/">
    ProxyPass "http://127.0.0.1:$port/"
    AuthType ClientCenter
    ClientCenterSite /cc
    Require clientcenter-role L40
    ErrorDocument 403 /opencgi/env
    ErrorDocument 401 /opencgi/env
</Location>
<Location "/cgi">
    $sign_on
</Location>
<Location "/page.shtml">
    $sign_on
    Options +Includes
    SetOutputFilter INCLUDES
</Location>
<Location "/brimley">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany BRIMLEY
    ClientCenterCookie brimley /
    ClientCenterAddressAttempts Off
</Location>
ScriptAlias /brimleycgi/ "$dir/cgi/"
<Location "/brimleycgi">
    AuthType ClientCenter
    ClientCenterSite /brimley
    Require valid-user
</Location>
<Location "/mixed.shtml">
    $sign_on
    Options +Includes
    SetOutputFilter INCLUDES
</Location>
<Location "/lua">
    SetHandler lua-script
    $sign_on
</Location>
Alias /lua "$dir/lua/env.lua"
Alias /dir "$dir/files"
<Location "/dir">
    DirectoryIndex index.html
    $sign_on
</Location>
Alias /action "$dir/files"
<Location "/action">
    $sign_on
    AddHandler test-file .test
    Action test-file /opencgi/env
</Location>
Alias /fall "$dir/files"
<Location "/fall">
    $sign_on
    FallbackResource /opencgi/env
</Location>
Alias /first "$dir/first"
<Location "/first">
    DirectoryIndex gone.html page.html
</Location>
<Location "/first/gone.html">
    $sign_on
    LuaHookAccessChecker "$dir/lua/again.lua" again
</Location>
<Location "/first/page.html">
    AuthType ClientCenter
    ClientCenterSite /brimley
    Require valid-user
</Location>
<Directory "$dir/nested">
    $sign_on
</Directory>
Alias /files "$dir/nested"
# sites of the same host and of another one at another port
Listen 127.0.0.1:$elsewhere
<VirtualHost *:$elsewhere>
    ServerName 127.0.0.1
    <Location "/near">
        SetHandler clientcenter-backoffice
        ClientCenterCookie near /
    </Location>
</VirtualHost>
<VirtualHost *:$elsewhere>
    ServerName far.example.com
    <Location "/far">
        SetHandler clientcenter-backoffice
        ClientCenterCookie far /
    </Location>
</VirtualHost>
CacheRoot "$dir/cache"
CacheEnable disk /app/cache
CacheIgnoreCacheControl On
CacheIgnoreNoLastMod On
EOF_CONF
mkdir "$dir/cache";
CC::Data::write_file("$dir/nested/a.html", "nested\n");
CC::Data::write_file("$dir/first/page.html", "first\n");
CC::Data::write_file("$dir/cgi/lead", "#!/bin/sh\nprintf 'Location: /cgi/env\\n\\n'\n");
chmod 0755, "$dir/cgi/lead";
CC::Data::write_file("$dir/files/mixed.shtml", qq(CC_CUSTOMER=<!--#echo var="CC_CUSTOMER" -->\n<!--#include virtual="/brimleycgi/env" -->\n));
CC::Data::create($server->{database});
$server->write;
$ENV{CC_DATABASE_FILE} = $server->{database};
load(customer('EA', name => "\x{41e}\x{43b}\x{438}\x{432}\x{438}\x{44f} Green"), customer('EB'), (map { user("e-$_") } qw(basic owner none torn)),
    access('EA', 'e-basic', 'L10', days_back => 30), access('EA', 'e-owner', 'L90'), access('EA', 'e-torn', 'L10'), access('EB', 'e-torn', 'L40'));
ok($server->start, 'httpd starts') or diag $server->log;
my @base = (base => $server->{base});
my %person = map { $_ => CC::Person->signed_in("e-$_", @base) } qw(basic owner none torn);
my $visitor = CC::Person->new(@base);
my $id = cell("SELECT id FROM users WHERE login = 'e-basic'");
my $since = POSIX::strftime('%Y-%m-%d', localtime(time - 30 * 86400));
utf8::encode(my $green = "\x{41e}\x{43b}\x{438}\x{432}\x{438}\x{44f} Green");

# ---- what arrives ----

my %want = (USER_ID => $id, USER_NAME => 'Name of e-basic', USER_EMAIL => 'e-basic@example.com', CUSTOMER => 'EA', CUSTOMER_NAME => $green,
    ROLE => 'L10', DAYS_BACK => 30, VISIBLE_SINCE => $since);
my $cgi = CC::SignOn::seen($person{basic}->get('~/cgi/env'));
my $proxied = CC::SignOn::seen($person{basic}->get('~/app/x'));
my $fast = CC::SignOn::seen($person{basic}->get('~/fastcgi/x', 'CC-Role' => 'L90', 'Remote-User' => 'forged', 'X-CC-Customer' => 'EB'));
for my $name (sort keys %want) {
    is($fast->{ lc "CC_$name" }, $want{$name}, "FastCGI: CC_$name");
    is($cgi->{ lc "CC_$name" }, $want{$name}, "CGI: CC_$name");
    (my $header = lc "cc-$name") =~ tr/_/-/;
    is($proxied->{$header}, $want{$name}, "proxied: $header");
}
is($cgi->{remote_user}, 'e-basic', 'CGI: REMOTE_USER');
is($fast->{remote_user}, 'e-basic', 'FastCGI: REMOTE_USER');
is_deeply([grep { /^http_(?:x_)?cc_|^http_remote_user$/ } keys %$fast], [], 'FastCGI: nothing of it from the client');
unlike($fast->{http_cookie} // '', qr/ccsession/, 'FastCGI: nor the session');
status_is($visitor->get('~/fastcgi/x'), 401, 'FastCGI: nobody else gets there');
is($cgi->{auth_type}, 'ClientCenter', 'CGI: AUTH_TYPE');
is($proxied->{'remote-user'}, 'e-basic', 'proxied: %{REMOTE_USER}');
my $owner = CC::SignOn::seen($person{owner}->get('~/cgi/env'));
is($owner->{cc_days_back}, '', 'no limit of days is empty');
is($owner->{cc_visible_since}, '', 'and so is the first visible date');
is(CC::SignOn::seen($person{basic}->get('~/lua'))->{user}, 'e-basic', 'mod_lua: r.user');
is(CC::SignOn::seen($person{basic}->get('~/lua'))->{cc_role}, 'L10', 'mod_lua: CC_ROLE');
my $ssi = CC::SignOn::seen($person{basic}->get('~/page.shtml'));
is($ssi->{cc_customer}, 'EA', 'SSI: CC_CUSTOMER');
is($ssi->{remote_user}, 'e-basic', 'SSI: REMOTE_USER');
like($person{basic}->get('~/page.shtml')->content, qr/\nCC_ROLE=L10\n.*\nCC_ROLE=L10\n/s, 'SSI: and in what it includes');
is(CC::SignOn::seen($person{basic}->get('~/action/page.test'))->{cc_role}, 'L10', 'a handler behind an internal redirect');
is(CC::SignOn::seen($person{basic}->get('~/fall/nothing'))->{cc_customer}, 'EA', 'a fallback behind an internal redirect');
like($person{basic}->get('~/dir/')->content, qr/the index/, 'a directory index');
status_is($visitor->get('~/dir/'), 401, 'which nobody else gets');
status_is($visitor->get('~/action/page.test'), 401, 'nor the handler');
status_is($visitor->get('~/fall/nothing'), 401, 'nor the fallback');

# a Directory section lends itself as well, and login leads back to it
my $files = CC::Person->new(@base);
redirect_is($files->get('~/files/a.html', @html), '/cc/login?next=/files/a.html', 'a section of the file system');
redirect_is($files->login('e-basic', undef, next => '/files/a.html'), '/files/a.html', 'login leads back to it');
like($files->follow->content, qr/nested/, 'and it is served');

# ---- the log ----

# httpd writes the line after the answer has left, so it may come a moment later.
sub lines {
    my ($what, $count) = @_;
    my @found;
    for (1 .. 500) {
        @found = grep { /\Q$what\E/ } split /\n/, CC::Data::read_file("$dir/who_log");
        last if @found >= $count;
        select undef, undef, undef, 0.02;
    }
    return @found;
}
$person{basic}->get('/profile');
$visitor->get('/profile');
is((lines('/app/x', 1))[-1], '/app/x|e-basic|EA|L10|200', 'the log of a proxied request');
is((lines('/cc/profile|e-', 1))[0], '/cc/profile|e-basic|EA|L10|200', "of the site's own page");
is((lines('/cc/profile|-', 1))[0], '/cc/profile|-|-|-|303', 'of a visitor');

# ---- forged ----

# any spelling that an application could make CC_ROLE or REMOTE_USER of
my @forged = map { my $n = $_; map { [$_ => 'forged'] } $n, lc $n, uc $n, $n =~ tr/-/_/r, "X-$n", "X_$n", "x-$n" =~ tr/-/_/r, "X.$n", "X-$n" =~ tr/-/~/r,
    $n =~ s/-/_/r, $n =~ tr/-/./r, $n =~ tr/-/'/r } (map { "CC-$_" } @names, 'Anything'), 'Remote-User';
sub forge { my ($person, $path, @more) = @_; return $person->request(GET => $path, [(map { @$_ } @forged), @more]) }
for my $path ('~/app/x', '~/open/x', '~/cgi/env', '~/opencgi/env', '~/lua', '~/page.shtml', '~/action/page.test', '~/fall/nothing') {
    my $res = forge($person{basic}, $path);
    status_is($res, 200, "$path with forged headers");
    unlike($res->content, qr/forged/, 'none of them arrives');
    unlike($res->content, qr/L90/, 'nor anything made of them');
}
is(CC::SignOn::seen(forge($person{basic}, '~/app/x'))->{'cc-role'}, 'L10', 'what is real arrives nevertheless');
for my $case (['/l40/x', $person{basic}, 403], ['/l40/x', $visitor, 401], ['/app/broken', $person{basic}, 500]) {
    my ($path, $person, $status) = @$case;
    my $res = forge($person, "~$path");
    status_is($res, $status, "$path is $status");
    unlike($res->content, qr/forged/, 'with an ErrorDocument that gets none of them');
}
my $denied = $person{basic}->get('~/l40/x')->content;
unlike($denied, qr/^CC_/m, 'the page of a refusal has no variables of a request that was let through');
like($denied, qr/^REDIRECT_CC_ROLE=L10$/m, 'though it can tell who was refused');
unlike($visitor->get('~/l40/x')->content, qr/CC_(?:ROLE|USER|CUSTOMER)/, 'of a visitor there is nothing');
# a proxy drops what Connection names: our headers as well, if a client could name them
for my $connection ('CC-Role', 'close, cc-role, CC-Days-Back', 'keep-alive, CC_ROLE', "X-CC-Role,\tCC-Role",
    'close;CC-Role;CC-Days-Back', '"a";cc-days-back,CC-Role') {
    my $seen = CC::SignOn::seen($person{basic}->get('~/app/x', Connection => $connection));
    is(join('|', map { $seen->{$_} // 'gone' } qw(cc-role cc-days-back)), 'L10|30', "Connection: $connection takes nothing away");
}
# the name may come from anywhere but the client
for my $case ([Authorization => 'Basic ' . 'ZS1vd25lcjp0b21hdG8='], ['X-Forwarded-User' => 'e-owner'], [From => 'e-owner'], [Cookie => 'REMOTE_USER=e-owner; CC_ROLE=L90']) {
    status_is($visitor->get('~/app/x', @$case), 401, "$case->[0] signs nobody in");
    is(CC::SignOn::seen($person{basic}->get('~/cgi/env', $case->[0] eq 'Cookie' ? () : @$case))->{remote_user}, 'e-basic', 'nor changes who is');
}
status_is($visitor->get('~/app/x?REMOTE_USER=e-owner&CC_ROLE=L90'), 401, 'nor does a query string');

# a part of the page that another site lets in, where the user has no customer: of the customer here it is told nothing
my $there = CC::Person->signed_in('e-basic', @base, site => '/brimley');
$person{basic}->set_cookie(brimley => $there->cookie('brimley'), '/');
my ($around, $part) = $person{basic}->get('~/mixed.shtml')->content =~ /^(CC_CUSTOMER=.*)\n((?s).*)/;
is($around, 'CC_CUSTOMER=EA', 'the page is that of a customer');
like($part, qr/^REMOTE_USER=e-basic$/m, 'the part is let in');
unlike($part, qr/^CC_(?:CUSTOMER|CUSTOMER_NAME|ROLE|DAYS_BACK|VISIBLE_SINCE)=/m, 'without a customer');
unlike($part, qr/\Q@{[ $there->cookie('brimley') ]}\E/, 'and without the cookie of its site, which the page around it has');
# of the first name of an index, which there is not, nothing is left; what was changed in its cookies belonged to it alone
is($person{basic}->get('~/first/')->content, "first\n", 'the second name of an index, which another site lets in, finds its cookie');

# the key to the site stays here
my $token = $person{basic}->cookie('ccsession');
for my $path ('~/app/x', '~/app/public', '~/app/reads', '~/cgi/env', '~/page.shtml', '~/opencgi/lead') {
    $person{basic}->set_cookie(other => 'kept', '/');
    my $res = $person{basic}->get($path);
    unlike($res->content, qr/\Q$token\E/, "$path does not get the session cookie");
    like($res->content, qr/other=kept/, 'but all others');
}
# under the name that it has over TLS as well, of which a proxy in front may know more than this server
my $both = CC::Person->new(@base)->get('~/app/x', Cookie => "a=1; ccsession=$token; __Secure-ccsession=$token; __Secure-ccsessions=kept; xccsession=kept");
is(CC::SignOn::seen($both)->{cookie}, 'a=1; __Secure-ccsessions=kept; xccsession=kept', 'by neither name');
is(CC::SignOn::seen(CC::Person->new(@base)->get('~/app/x', Cookie => "near=x; ccsession=$token; far=y; farther=z"))->{cookie}, 'farther=z',
    'nor what browsers send of another port, as cookies know none, also of a host that is named elsewhere: httpd serves those it does not know');
unlike($person{basic}->get('~/app/x')->content, qr/\Q@{[ $person{basic}->cookie('brimley') ]}\E/, 'nor does an application get that of another site of the server');
for my $case (
    ["ccsession=$token; prefs=a,b; j={\"x\":1,\"y\":2}", 'prefs=a,b; j={"x":1,"y":2}'], ["prefs=a,b;ccsession=$token", 'prefs=a,b'], ["a=1, ccsession=$token, b=2", 'a=1, b=2'],
    ["a=1;; ccsession=$token;b=\"c;d\"", 'a=1;b="c;d"'], ["ccsession=$token", undef], ["; ,ccsession=$token, ; ", undef], ["ccsession=$token; ccsession=x,y=1", 'y=1'],
) {
    my ($sent, $kept) = @$case;
    is(CC::SignOn::seen($person{basic}->get('~/app/x', Cookie => $sent))->{cookie}, $kept, 'what other applications put into ' . $sent =~ s/\Q$token\E/TOKEN/gr . ' stays as it was');
}
unlike($server->log, qr/\Q$token\E/, 'nor does the log');

# ---- several customers ----

is(outcome($person{torn}->get('~/app/x', @html)), '303 /cc/select-customer?next=/app/x', 'who has not chosen is asked to');
$person{torn}->choose('EB');
is(CC::SignOn::seen($person{torn}->get('~/app/x'))->{'cc-role'}, 'L40', 'the role is that on the chosen customer');
$person{torn}->choose('EA');
is(CC::SignOn::seen($person{torn}->get('~/app/x'))->{'cc-role'}, 'L10', 'and follows the choice');
status_is($person{none}->get('~/app/x', @html), 403, 'who has no customer is refused');
# whatever another program wrote to the database is one line
sql('UPDATE users SET name = ? WHERE login = ?', "Torn\r\nCC-Role: L90\x7f", 'e-torn');
is(CC::SignOn::seen($person{torn}->get("~/$_"))->{ /cgi/ ? 'cc_user_name' : 'cc-user-name' }, 'Torn  CC-Role: L90 ', "a name with line ends at /$_") for 'app/x', 'cgi/env';
sql('UPDATE users SET name = ? WHERE login = ?', 'Name of e-torn', 'e-torn');
sub outcome { my ($res) = @_; return join ' ', $res->code, ($res->header('Location') // '') =~ s{^http://[^/]+}{}r }

# ---- caches, and connections ----

status_is($person{owner}->get('~/app/cache'), 200, 'an answer that says it is for everybody');
status_is($visitor->get('~/app/cache'), 401, 'is kept for nobody');
unlike($person{owner}->get('~/app/cache')->header('Cache-Control'), qr/^$/, 'and says so');
like(join(' ', $person{owner}->get('~/app/cache')->header('Cache-Control')), qr/private/);

# with one connection per process to the database, applications that take long do not keep it
my @slow = map { my $pid = fork // die; if (!$pid) { $person{owner}{ua}->conn_cache->drop; $person{owner}->get("~/app/slow$_"); POSIX::_exit(0) } $pid } 1 .. 6; # each its own connection
my $arrived = 0;
my $select = IO::Select->new($started);
$arrived += sysread $started, my $buffer, 6 while $arrived < 6 && $select->can_read(20);
is($arrived, 6, 'six requests at once wait for the application');
status_is(CC::Person->new(@base)->get('/healthz'), 200, 'meanwhile the database is free');
page_is($person{basic}->get('/profile'), 'profile', 'and pages are served');
CC::Data::write_file($until, '');
waitpid $_, 0 for @slow;

# forms of the site are not affected by what is around it
$server->stop;
done_testing;
