# Sites beside the modules that httpd ships with: caches, compression, addresses from a proxy, rewritten paths, headers,
# sections that merge, TLS and HTTP/2, and a graceful restart with a download under way.
use strict;
use warnings;
use IO::Socket::INET;
use Socket qw(SOL_SOCKET SO_RCVBUF);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Documents;
use CC::Httpd;
use CC::Neighbours;
use CC::Person;
use CC::Server;

plan skip_all => 'what other modules do is no matter of the database, and asked on SQLite' if !CC::Database::is_file();

my $port = CC::Httpd::free_port();
my %port = map { $_->[1] => $port + $_->[0] } [1, 'quick'], [2, 'late'], [3, 'proxied'], [4, 'tls'], [5, 'other'];
my $server = CC::Server->new(port => $port, with => [qw(cache cache_disk filter deflate brotli remoteip rewrite headers setenvif ssl http2)], no_site => 1);
my $dir = $server->{dir};
mkdir "$dir/cache-$_" for qw(quick late);

# A cache that keeps what it can, before and after the rights are looked at, under headers that call everything public
sub cached {
    my ($name, $quick) = @_;
    return <<"EOF_CONF";
Listen 127.0.0.1:$port{$name}
<VirtualHost 127.0.0.1:$port{$name}>
    CacheRoot "$dir/cache-$name"
    CacheEnable disk /
    CacheHeader On
    CacheQuickHandler $quick
    CacheIgnoreCacheControl On
    CacheIgnoreNoLastMod On
    CacheIgnoreHeaders Set-Cookie
    CacheDefaultExpire 3600
    <LocationMatch "^/cc/(?!assets)">
        Header set Cache-Control "public, max-age=600"
    </LocationMatch>
</VirtualHost>
EOF_CONF
}

# the section comes first: of two sections that fit, the later one counts
$server->{config} = <<"EOF_SITE" . cached(quick => 'On') . cached(late => 'Off') . <<"EOF_CONF";
<Location "/cc">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterAddressAttempts Off
    ClientCenterTitle Main
</Location>
EOF_SITE
AddOutputFilterByType BROTLI_COMPRESS;DEFLATE text/html text/css text/csv text/plain
@{[CC::Neighbours::from_guide('SetEnvIf Sec-Fetch-Site')]}SendBufferSize 4096
<Location "/metrics">
    SetHandler clientcenter-metrics
</Location>
<Location "/cc/account">
    ClientCenterTitle Inner
</Location>
<LocationMatch "^/cc/(?:profile|login)">
    ClientCenterTitle Matched
</LocationMatch>
<If "%{HTTP_USER_AGENT} == 'conditional'">
    ClientCenterTitle Conditional
</If>
RewriteEngine On
RewriteRule "^/portal/(.*)" "/cc/\$1" [PT]
Listen 127.0.0.1:$port{proxied}
<VirtualHost 127.0.0.1:$port{proxied}>
    RemoteIPHeader X-Forwarded-For
    RemoteIPInternalProxy 127.0.0.2
    <Location "/cc">
        ClientCenterAddressAttempts 2 15m
    </Location>
</VirtualHost>
Listen 127.0.0.1:$port{other}
<VirtualHost 127.0.0.1:$port{other}>
    <Location "/cc">
        ClientCenterTitle Other
    </Location>
</VirtualHost>
Listen 127.0.0.1:$port{tls}
<VirtualHost 127.0.0.1:$port{tls}>
    SSLEngine On
    SSLCertificateFile "$dir/../server.crt"
    SSLCertificateKeyFile "$dir/../server.key"
    Protocols h2 http/1.1
</VirtualHost>
EOF_CONF
$server->write;
$ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('NA'), customer('NB'), user('n-anna'), user('n-bert'), access('NA', 'n-anna', 'L90'), access('NB', 'n-bert', 'L90'),
    document_types(), map { order('NA', sprintf('N%05d', $_), notes => 'x' x 200) } 1 .. 3000);
ok($server->start, 'httpd with its own modules beside a site starts') or diag $server->log;

sub base { return "http://127.0.0.1:$port{$_[0]}" }
sub title { my ($title) = $_[0]->decoded_content =~ m{<title>([^<]*)</title>}; return $title // '' }

# ---- caches ----

for my $name (qw(quick late)) {
    my ($anna, $bert) = map { CC::Person->signed_in($_, base => base($name)) } qw(n-anna n-bert);
    for my $path ('/', '/users', '/account', '/profile', '/orders', '/orders?format=csv', '/nosuch') {
        my $first = $anna->get($path);
        my $answer = $bert->get($path);
        unlike($answer->decoded_content, qr/n-anna|N00001/, "$name cache: $path of one user is not another's");
        is($answer->header('X-Cache') =~ /^MISS/ ? 'made' : 'kept', 'made', "$name cache: $path is made anew") if $answer->header('X-Cache');
        my $visitor = CC::Person->new(base => base($name))->get($path);
        redirect_is($visitor, qr{/cc/login}, "$name cache: $path sends a visitor to the login page") if $path ne '/nosuch';
    }
    my ($asset) = $anna->get('/')->decoded_content =~ m{href="/cc(/assets/[^"]+\.css[^"]*)"};
    my @answers = map { $anna->get($asset) } 1, 2;
    like($answers[1]->header('X-Cache') // '', qr/^HIT/, "$name cache: a style sheet is kept, so the cache works");
    push @answers, $anna->get($asset, 'If-None-Match' => $answers[0]->header('ETag'));
    status_is($answers[2], 304, "$name cache: and not sent to who has it");
    for (['sent', $answers[1]], ['not sent again', $answers[2]]) {
        secure_headers($_->[1], "$name cache: a kept style sheet that is $_->[0] has the security headers, each once");
        is(join(' | ', $_->[1]->header('Cache-Control')), 'public, max-age=31536000, immutable', "$name cache: $_->[0], a browser may keep it as well");
    }
    # without its version it is asked for again each time, by the cache, with conditions that the browser did not send
    my @whole = map { $anna->get('/assets/app.css', 'Accept-Encoding' => 'identity') } 1 .. 3;
    is(join(' ', map { $_->code . ' ' . length $_->decoded_content } @whole), join(' ', ('200 ' . -s CC::Data::top() . '/lua/assets/app.css') x 3),
        "$name cache: one that has to be asked for again is sent whole");
    like($whole[1]->header('X-Cache') // '', qr/^REVALIDATE/, "$name cache: from what the cache kept");
    status_is($anna->get('/assets/app.css', 'Accept-Encoding' => 'identity', 'If-None-Match' => $whole[0]->header('ETag')), 304, "$name cache: to who has it, it is not");
    my @tokens = map { my $person = CC::Person->new(base => base($name)); $person->get('/login'); $person->{csrf} } 1, 2;
    isnt($tokens[0], $tokens[1], "$name cache: each visitor gets a login form of their own");
}

# ---- compression ----

my $anna = CC::Person->signed_in('n-anna', base => $server->{base});
for my $coding (qw(gzip br)) {
    my $page = $anna->get('/users', 'Accept-Encoding' => $coding);
    is($page->header('Content-Encoding'), $coding, "a page is compressed with $coding");
    like($page->header('Vary') // '', qr/Accept-Encoding/i, "$coding: and says on what that depends");
    like($page->header('Cache-Control'), qr/no-store/, "$coding: it stays out of caches");
    for my $site (qw(cross-site same-site same-origin none)) {
        $page = $anna->get('/users', 'Accept-Encoding' => $coding, 'Sec-Fetch-Site' => $site);
        status_is($page, 200, "$coding: a page that is asked for from: $site");
        is($page->header('Content-Encoding') // 'plain', $site =~ /-site$/ ? 'plain' : $coding, "$coding: is compressed only where no other site asks");
    }
}
page_is($anna->get('/users', 'Accept-Encoding' => 'gzip'), 'users', 'and is the page when unpacked');
for my $coding (qw(gzip br identity)) {
    for my $path ('/users', '/assets/app.css', '/healthz') {
        my ($get, $head) = map { $anna->$_($path, 'Accept-Encoding' => $coding) } qw(get head);
        is(join(' ', map { $head->header($_) // 'none' } qw(Content-Encoding Content-Length)), join(' ', map { $get->header($_) // 'none' } qw(Content-Encoding Content-Length)), "$coding: HEAD of $path announces what GET sends");
    }
    is($anna->head($_, 'Accept-Encoding' => $coding)->header('Content-Length'), undef, "$coding: HEAD of $_, of which nothing is made, announces no length") for '/orders?format=csv', '~/metrics';
}
# who guessed the token from lengths still cannot send a form from elsewhere
my $before = cell("SELECT name FROM users WHERE login = 'n-anna'");
status_is($anna->post('/account', [Origin => 'http://elsewhere.example'], full_name => 'Guessed', language => 'en'), 403,
    'the right token in a form of another site is refused');
is(cell("SELECT name FROM users WHERE login = 'n-anna'"), $before, 'and changes nothing');
my ($set) = CC::Person->new(base => $server->{base})->get('/login')->header('Set-Cookie');
like($set, qr/SameSite=Lax/, 'whose forms do not bring the cookie either');

# ---- the address of a client ----

sub failed_from { my ($from, $for) = @_;
    my $person = CC::Person->new(base => base('proxied'), from => $from);
    $person->get('/login', 'X-Forwarded-For' => $for);
    return $person->post('/login', ['X-Forwarded-For' => $for], login => unique('nobody'), password => 'not the right one')->code }
is(join(' ', map { failed_from('127.0.0.2', '192.0.2.7') } 1 .. 3), '422 422 429', 'behind the proxy the throttle counts by client');
is(failed_from('127.0.0.2', '192.0.2.8'), 422, 'each on its own');
is(join(' ', map { failed_from('127.0.0.2', $_) } '2001:db8:0:1::1', '2001:db8:0:1:2::3', '2001:db8:0:1:ffff::9'), '422 422 429',
    'one network of IPv6, which one host can have, counts as one');
is(failed_from('127.0.0.2', '2001:db8:0:2::1'), 422, 'the next one not');
is(join(' ', map { failed_from('127.0.0.2', $_) } '::ffff:192.0.2.20', '::ffff:192.0.2.20', '192.0.2.20', '::ffff:192.0.2.21'), '422 422 429 422',
    'an address of IPv4 is the same however it is written, and no network');
is(join(' ', map { failed_from('127.0.0.3', "192.0.2.1$_") } 1 .. 3), '422 422 429', 'nobody else chooses their address');
my %addresses = map { $_->[0] => 1 } sql('SELECT DISTINCT address FROM audit WHERE address IS NOT NULL');
ok($addresses{'192.0.2.7'} && $addresses{'192.0.2.8'}, 'the audit has the clients behind the proxy');
ok($addresses{'127.0.0.3'} && !grep({ $addresses{"192.0.2.1$_"} } 1 .. 3), 'and the real address of who forged one');

# ---- rewritten paths ----

page_is(CC::Person->new(base => $server->{base}, site => '/portal')->get('/login'), 'login', 'a rewritten path is a page');
redirect_is(CC::Person->new(base => $server->{base}, site => '/portal')->get('/users'), qr{/cc/login\?next=}, 'with its rules');

# ---- sections ----

like(title($anna->get('/')), qr/Main/, 'a section of the main server');
like(title($anna->get('/account')), qr/Inner/, 'a deeper section goes before it');
like(title($anna->get('/profile')), qr/Matched/, 'so does LocationMatch');
like(title($anna->get('/profile', 'User-Agent' => 'conditional')), qr/Conditional/, 'If comes last');
my $other = CC::Person->signed_in('n-anna', base => base('other'));
like(title($other->get('/')), qr/Other/, 'a virtual host goes before the main server, and inherits the rest');
my $tls = CC::Person->signed_in('n-anna', base => "https://127.0.0.1:$port{tls}");
like(title($tls->get('/')), qr/Main/, 'a host with TLS inherits the whole site');
ok($tls->cookie('__Secure-ccsession'), 'with the cookies of TLS');
is(qx{curl -sk --http2 -o /dev/null -w '%{http_version} %{http_code}' https://127.0.0.1:$port{tls}/cc/login},
    ($ENV{CC_MPM} // 'event') eq 'prefork' ? '1.1 200' : '2 200', 'HTTP/2 beside it, or HTTP/1.1 where the MPM has none');

# A client that has read the beginning of a long download and reads on when it likes.
sub download { my ($version) = @_;
    my $client = IO::Socket::INET->new(Proto => 'tcp') or die "socket: $!";
    setsockopt $client, SOL_SOCKET, SO_RCVBUF, pack('i', 4096) or die "setsockopt: $!";
    $client->configure({ PeerAddr => '127.0.0.1', PeerPort => $port }) or die "connect: $!";
    my $cookie = $anna->cookie('ccsession');
    print $client "GET /cc/orders?format=csv&columns=document_no,notes HTTP/$version\r\nHost: localhost\r\nConnection: close\r\nCookie: ccsession=$cookie\r\n\r\n";
    sysread $client, my $begin, 1000;
    like($begin, qr{^HTTP/1\.1 200}, 'a download begins');
    return ($client, $begin) }

# ---- the database fails in the middle of a download ----

for my $case ([0, 'whole'], [1, 'cut']) {
    my ($fails, $name) = @$case;
    my ($client, $got) = download('1.1');
    sql('ALTER TABLE orders RENAME TO orders_away') if $fails;
    { local $/; $got .= <$client> }
    sql('ALTER TABLE orders_away RENAME TO orders') if $fails;
    is($got =~ /\r\n0\r\n\r\n\z/ ? 'whole' : 'cut', $name, "it is told apart from a whole one: $name");
    cmp_ok(scalar(() = $got =~ /N\d{5}/g), $fails ? '<' : '==', 3000, 'by how much is there as well');
}
page_is($anna->get('/orders'), 'orders', 'afterwards all is well');

# ---- a graceful restart with a download under way ----

my ($socket, $answer) = download('1.0');
$server->{config} =~ s/Title Main/Title Changed/;
$server->write;
$server->graceful;
$anna->{ua}->conn_cache(undef); # one more request of a connection that was kept open is the old process's, as HTTP goes
# a process of before may still take a connection or two until its listeners are closed
my $changed = '';
for (1 .. 200) { last if ($changed = title($anna->get('/'))) =~ /Changed/; select undef, undef, undef, 0.05 }
like($changed, qr/Changed/, 'after a graceful restart the new configuration counts, and the session goes on');
{ local $/; $answer .= <$socket> }
is(scalar(() = $answer =~ /N\d{5}/g), 3000, 'and the download comes to its end');
$server->stop;
unlike($server->log, qr/\[(?:core|mpm_\w+):(?:notice|error)\].*(?:exit signal|seg)/i, 'no process died');

done_testing;
