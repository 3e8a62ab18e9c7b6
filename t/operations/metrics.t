# What is counted, and how Prometheus gets it: text that its format allows, behind an access rule, over all processes
# and over graceful restarts.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Httpd;
use CC::Metrics;
use CC::Person;
use CC::Server;

my $server = CC::Server->new(site => 'ClientCenterLoginAttempts 3 15m 15m', config => <<'EOF_CONF');
<Location "/metrics">
    SetHandler clientcenter-metrics
</Location>
<Location "/slash/">
    SetHandler clientcenter-metrics
</Location>
Listen 127.0.0.1:@PORT@
<VirtualHost 127.0.0.1:@PORT@>
    <Location "/">
        SetHandler clientcenter-metrics
    </Location>
</VirtualHost>
<Location "/closed">
    SetHandler clientcenter-metrics
    Require all denied
</Location>
<Location "/tight">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterAddressAttempts 2 10m
</Location>
<Location "/nocompany">
    SetHandler clientcenter
</Location>
<Location "/private">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    Require all denied
</Location>
EOF_CONF
my $port = CC::Httpd::free_port();
$server->{config} =~ s/\@PORT\@/$port/g;
$server->write;
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
ok($server->start, 'httpd with metrics starts');
my $visitor = CC::Person->new(base => $server->{base});

sub metrics {
    my $res = $visitor->get('~/metrics');
    my $metrics = CC::Metrics->new($res->content);
    is("@{ $metrics->{wrong} }", '', 'the text is as its format says');
    return $metrics;
}

# ---- the answer ----

my $res = $visitor->get('~/metrics');
status_is($res, 200, 'metrics');
is($res->header('Content-Type'), 'text/plain; version=0.0.4; charset=utf-8', 'with the type of the format');
header_is($res, 'Cache-Control', qr/no-store/, 'not to be kept');
secure_headers($res, 'with the security headers');
no_header($res, 'Set-Cookie', 'and without a cookie');
$res = $visitor->head('~/metrics');
status_is($res, 200, 'HEAD');
is($res->content, '', 'has no body');
for my $method (qw(POST PUT DELETE OPTIONS)) {
    my $answer = $visitor->request($method => '~/metrics', [], '');
    like($answer->code, $method eq 'OPTIONS' ? qr/^(?:200|405)$/ : qr/^405$/, "$method is not allowed");
}
header_is($visitor->request(POST => '~/metrics', [], ''), 'Allow', 'GET, HEAD', 'says what is');
status_is($visitor->get('~/metrics/more'), 404, 'nothing below it');
status_is($visitor->get('~/slash/'), 200, 'at a path that ends with a slash');
status_is($visitor->get('~/slash/more'), 404, 'nothing below that');
my $apart = CC::Person->new(base => "http://127.0.0.1:$port");
status_is($apart->get('~/'), 200, 'a server of their own');
status_is($apart->get('~/more'), 404, 'has nothing else');
status_is($visitor->get('~/closed'), 403, 'behind Require nobody gets it');
secure_headers($visitor->{last}, 'nor an answer without the security headers');
body_unlike($visitor->{last}, qr/clientcenter_/, 'and none of its text');

my $before = metrics();
like($res = $visitor->get('~/metrics')->content, qr/^clientcenter_build_info\{version="[0-9.]+"\} 1$/m, 'build');
is($before->value('database_up'), 1, 'the database is up');
is($before->value('database_schema_version'), $before->value('database_schema_version_needed'), 'with the schema that is needed');
is($before->value('sessions'), 0, 'nobody is signed in');
cmp_ok($before->value('password_check_slots'), '>=', 1, 'slots for password checks');
is($before->value('password_checks_running'), 0, 'none runs');

# ---- what happens is counted ----

my ($number, $login, $other, $locked) = map { unique($_) } qw(c user other locked);
load(customer($number), map({ user($_) } $login, $other, $locked), access($number, $login, 'L80'));
my $person = CC::Person->signed_in($login, base => $server->{base});
$person->get('/users');
$person->get('/profile');
$person->get('/nothing');
$person->submit('/users/add', email => lc "$other\@example.com", role => 'L30', days_back => '', notes => '');
redirect_is($person->{last}, qr{/cc/users}, 'access is granted');
my ($row) = grep { $_->{user} =~ /\Q$other\E/ } grid_rows($person->get('/users'), 'users');
$person->submit("/users/$row->{id}/edit", role => 'L20', days_back => '', notes => '', version => 1);
$person->post("/users/$row->{id}/edit", role => 'L10', days_back => '', notes => '', version => 1);
status_is($person->{last}, 409, 'a stale form');
$person->post('/account', csrf => 'wrong', full_name => 'X');
status_is($person->{last}, 403, 'a forged form');
my $stranger = CC::Person->new(base => $server->{base});
$stranger->login($locked, 'wrong') for 1 .. 4;
$stranger->submit('/register', email => unique('r') . '@example.com', full_name => 'R', language => 'en',
    map { $_ => 'harbour violet lantern 77' } qw(password confirm_password));
redirect_is($stranger->{last}, qr{/cc/login}, 'somebody registers');
my $tight = CC::Person->new(base => $server->{base}, site => '/tight');
$tight->login('nobody', 'wrong') for 1 .. 3;
status_is($tight->{last}, 429, 'an address is throttled');
$visitor->get('~/nocompany/');
status_is($visitor->get('~/private/'), 403, 'Require of httpd refuses');
$visitor->get('/assets/app.css');
$visitor->get('/healthz');

my $after = metrics();
sub counted {
    my ($times, $family, @labels) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    is(($after->value($family, @labels) // -1) - ($before->value($family, @labels) // 0), $times, "$times: $family @labels");
}
counted(@$_) for
    [1, 'events_total', event => 'signin', result => 'ok'],
    [5, 'events_total', event => 'signin', result => 'failed'],
    [1, 'events_total', event => 'signin', result => 'locked'],
    [1, 'events_total', event => 'signin', result => 'throttled'],
    [1, 'events_total', event => 'user.lock', result => 'ok'],
    [1, 'events_total', event => 'register', result => 'ok'],
    [1, 'events_total', event => 'access.add', result => 'ok'],
    [1, 'events_total', event => 'access.edit', result => 'ok'],
    [1, 'events_total', event => 'form', result => 'refused'],
    [0, 'events_total', event => 'other', result => 'other'],
    [1, 'error_pages_total', code => 'CC005'],
    [0, 'error_pages_total', code => 'CC010'],
    [1, 'responses_total', status => '409'],
    [1, 'responses_total', status => '429'],
    [2, 'responses_total', status => '403'],
    [1, 'requests_total', handler => 'clientcenter', page => 'profile', status => '2xx'],
    [1, 'requests_total', handler => 'clientcenter', page => 'assets', status => '2xx'],
    [1, 'requests_total', handler => 'clientcenter', page => 'healthz', status => '2xx'],
    [1, 'requests_total', handler => 'clientcenter', page => 'other', status => '4xx'],
    [0, 'database_errors_total', kind => 'failed'],
    [1, 'sessions'];
like($server->log, qr{\[clientcenter:error\] .*CC1118 the site /nocompany/ .*ClientCenterEnterpriseCompany is not set}, 'a site that cannot be served is in the log');
my @pages = sort grep { defined } map { /requests_total\{handler="clientcenter",page="([^"]+)",status="2xx"/ ? $1 : undef } keys %{ $after->{value} };
is_deeply(\@pages, [sort qw(other assets healthz home login logout register select-customer orders order invoices invoice
    due-payments payment-history users user-add user-edit user-remove audit profile account layout)], 'every page has its count');
cmp_ok($after->value('request_duration_seconds_count'), '>', 15, 'requests are timed');
cmp_ok($after->value('lua_states', state => 'idle'), '>=', 1, 'Lua states are there');
is($after->value('lua_states', state => 'in_use'), 0, 'and none is at work');
cmp_ok($after->value('lua_bytes'), '>', 50_000 * $after->value('lua_states', state => 'idle'), 'each holds memory');
unlike($visitor->get('~/metrics')->content, qr/\Q$login\E|\Q$number\E|\Q$other\E|\Q$locked\E|LAGERTA/, 'no user, customer or company is named');

# ---- restarts and losses ----

my $kept = $after->value('events_total', event => 'signin', result => 'failed');
$server->graceful;
$after = metrics();
is($after->value('events_total', event => 'signin', result => 'failed'), $kept, 'a graceful restart keeps the counts');
is($after->value('sessions'), 1, 'and the session');
status_is($person->get('/profile'), 200, 'which goes on');
my %children = map { $_ => 1 } $server->children;
kill KILL => keys %children;
for (1 .. 500) { # until the parent has taken leave of each of them and others have taken their places
    my $res = $visitor->get('~/metrics'); # none comes of one that was just killed
    last if $res->code == 200 && CC::Metrics->new($res->content)->value('lua_states', state => 'idle') <= 1 && grep { !$children{$_} } $server->children;
    select undef, undef, undef, 0.02;
}
$after = metrics();
is($after->value('lua_states', state => 'in_use'), 0, 'processes that were killed leave no state behind');
cmp_ok($after->value('lua_states', state => 'idle'), '<=', 1, 'at work or idle');
is($after->value('events_total', event => 'signin', result => 'failed'), $kept, 'but all that was counted');

# what is asked once more and answered then, as after ccadmin init, is no trouble
my $failed = $after->value('database_errors_total', kind => 'failed');
sql('CREATE TABLE added (id INTEGER)');
status_is($person->get('/profile'), 200, 'the schema is another one, and pages go on');
sql('DROP TABLE added');
status_is($person->get('/profile'), 200, 'and once more');
is(metrics()->value('database_errors_total', kind => 'failed'), $failed, 'which counts as no error');
unlike($server->log, qr/\[clientcenter:error\] .*CC1201 .*schema/, 'nor is it one in the log');
sql('ALTER TABLE sessions RENAME TO elsewhere');
status_is($person->get('/profile'), 503, 'a table is gone');
$after = metrics();
cmp_ok($after->value('database_errors_total', kind => 'failed'), '>=', 1, 'statements that fail are counted');
is($after->value('sessions'), undef, 'what cannot be counted is left out');
sql('ALTER TABLE elsewhere RENAME TO sessions');
sql('UPDATE schema_version SET version = version + 1');
$after = metrics();
is($after->value('database_up'), 1, 'a database of another release is up');
is($after->value('database_schema_version'), $after->value('database_schema_version_needed') + 1, 'with its version');
status_is($visitor->get('/healthz'), 503, 'and healthz says that it does not fit');
body_like($visitor->{last}, qr/schema/, 'and why');
$server->stop;

my $lost = CC::Server->new(database => '/nonexistent/clientcenter.db', config => qq(<Location "/metrics">\nSetHandler clientcenter-metrics\n</Location>));
ok($lost->start, 'httpd without a database starts');
$visitor = CC::Person->new(base => $lost->{base});
$after = metrics();
is($after->value('database_up'), 0, 'its database is not up');
is($after->value('database_schema_version'), undef, 'has no version');
cmp_ok($after->value('database_errors_total', kind => 'connection'), '>=', 1, 'connections that cannot be had are counted');
$lost->stop;

# metrics without a site need no database
my $only = CC::Server->new(without => 'dbd', no_database => 1, no_site => 1,
    config => qq(<Location "/cc">\nSetHandler clientcenter-metrics\n</Location>));
ok($only->start, 'metrics alone need no mod_dbd');
$visitor = CC::Person->new(base => $only->{base});
$after = CC::Metrics->new($visitor->get('')->content);
is("@{ $after->{wrong} }", '', 'they are well-formed');
is($after->value('database_up'), undef, 'and say nothing of a database');
$only->stop;

done_testing;
