# Require lines in all combinations, for every kind of user: who gets in, who is sent where, and 403, not 401, for whoever
# is signed in and lacks the right.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;
use CC::SignOn;

my @html = (Accept => 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8');
# persons in the columns of the table: nobody with a browser, nobody else, L10, L40, L90 of A; L90 of B; a user of A and B
# who has not chosen, and who has chosen B; one without access
my @who = qw(visitor program basic billing owner other torn chosen none);
# in:   200   login: 303 to the login page   select: 303 to the choice of a customer   401   403
my @table = (
    ['Require clientcenter',                                     qw(login 401 in in in in select in 403)],
    ['Require clientcenter-role L10',                            qw(login 401 in in in in select in 403)],
    ['Require clientcenter-role L40',                            qw(login 401 403 in in in select in 403)],
    ['Require clientcenter-role billing',                        qw(login 401 403 in in in select in 403)],
    ['Require clientcenter-role "Orders with Prices"',           qw(login 401 403 in in in select in 403)],
    ['Require clientcenter-role L90 L80',                        qw(login 401 403 403 in in select in 403)],
    ['Require clientcenter-customer SA',                         qw(login 401 in in in 403 select 403 403)],
    ['Require clientcenter-customer SA SB',                      qw(login 401 in in in in select in 403)],
    ['Require clientcenter-customer sa',                         qw(login 401 403 403 403 403 select 403 403)],
    ["Require clientcenter-role L40\nRequire clientcenter-customer SB", # httpd: any of them
                                                                 qw(login 401 403 in in in select in 403)],
    ["<RequireAll>\nRequire clientcenter-role L40\nRequire clientcenter-customer SA\n</RequireAll>",
                                                                 qw(login 401 403 in in 403 select 403 403)],
    ["<RequireAll>\nRequire clientcenter\nRequire not clientcenter-role L90\n</RequireAll>",
                                                                 qw(login 401 in in 403 403 select 403 403)],
    ["<RequireAll>\nRequire clientcenter\n<RequireNone>\nRequire clientcenter-customer SB\nRequire user s-basic\n</RequireNone>\n</RequireAll>",
                                                                 qw(login 401 403 in in 403 select 403 403)],
    ["<RequireAny>\nRequire ip 192.0.2.1\nRequire clientcenter-role L90\n</RequireAny>",
                                                                 qw(login 401 403 403 in in select in 403)],
    ["<RequireAll>\nRequire ip 192.0.2.1\nRequire clientcenter\n</RequireAll>", qw(403 403 403 403 403 403 403 403 403)],
    ["<RequireAll>\nRequire clientcenter\nRequire ip 192.0.2.1\n</RequireAll>", qw(403 403 403 403 403 403 403 403 403)],
    ["<RequireAny>\nRequire ip 127.0.0.1\nRequire clientcenter\n</RequireAny>", qw(in in in in in in in in in)],
    ['Require valid-user',                                       qw(login 401 in in in in in in in)],
    ['Require user s-billing s-none',                            qw(login 401 403 in 403 403 403 403 in)],
    ["<RequireAll>\nRequire user s-billing s-torn\nRequire clientcenter-role L40\n</RequireAll>",
                                                                 qw(login 401 403 in 403 403 select in 403)],
    ["<RequireAny>\nRequire user s-basic\nRequire clientcenter-role L90\n</RequireAny>",
                                                                 qw(login 401 in 403 in in select in 403)],
    [q(Require expr "%{REMOTE_USER} == 's-billing'"),            qw(login 401 403 in 403 403 403 403 403)],
    [q(Require expr "%{REMOTE_USER} != '' && reqenv('CC_ROLE') == 'L90'"),
                                                                 qw(login 401 403 403 in in 403 in 403)],
    ['Require all denied',                                       qw(403 403 403 403 403 403 403 403 403)],
    ['Require all granted',                                      qw(in in in in in in in in in)],
);

my $number = 0;
my $server = CC::Server->new(with => CC::SignOn::modules(), site => 'ClientCenterCookie ccsession /');
my $sections = join '', map { my $n = $number++; qq(Alias /q$n "$server->{dir}/files"
<Location "/q$n">
AuthType ClientCenter
ClientCenterSite /cc/
$table[$n][0]
</Location>
) } @table;
$server->{config} = CC::SignOn::files($server->{dir}) . $sections . <<"EOF_CONF";
<Location "/notype">
ClientCenterSite /cc
Require clientcenter
</Location>
<Location "/norequire">
AuthType ClientCenter
ClientCenterSite /cc
</Location>
<Location "/nosite">
AuthType ClientCenter
Require valid-user
</Location>
<Location "/partner">
SetHandler clientcenter
ClientCenterEnterpriseCompany BRIMLEY
ClientCenterCookie partner /
</Location>
Alias /partnerapp "$server->{dir}/files"
<Location "/partnerapp">
AuthType ClientCenter
ClientCenterSite /partner
Require clientcenter
</Location>
<Location "/foreign">
AuthType Basic
AuthName x
AuthUserFile /dev/null
Require clientcenter
</Location>
EOF_CONF
CC::Data::create($server->{database});
$server->write;
$ENV{CC_DATABASE_FILE} = $server->{database};
load(customer('SA'), customer('SB'), customer('SC', company => 'BRIMLEY'),
    (map { user("s-$_") } qw(basic billing owner other torn chosen none)),
    access('SA', 's-basic', 'L10'), access('SA', 's-billing', 'L40'), access('SA', 's-owner', 'L90'),
    access('SB', 's-other', 'L90'), access('SA', 's-torn', 'L10'), access('SB', 's-torn', 'L90'),
    access('SA', 's-chosen', 'L10'), access('SB', 's-chosen', 'L90'), access('SC', 's-none', 'L90'));
ok($server->start, 'httpd starts') or diag $server->log;

my @base = (base => $server->{base});
my %person = (visitor => CC::Person->new(@base), program => CC::Person->new(@base),
    map { $_ => CC::Person->signed_in("s-$_", @base) } qw(basic billing owner other torn chosen none));
$person{chosen}->choose('SB');
# the table's user lists say s-torn where the chooser counts as well; s-chosen is another login
my %accept = (program => [Accept => '*/*']);

sub outcome {
    my ($res) = @_;
    my $to = $res->header('Location') // '';
    return $res->code == 200 ? 'in' : $to =~ m{/cc/login\?next=} ? 'login' : $to =~ m{/cc/select-customer\?next=} ? 'select' : $res->code;
}

for my $n (0 .. $#table) {
    my ($line, @want) = @{ $table[$n] };
    # s-chosen is not in "Require user ... s-torn"
    $want[7] = 403 if $line =~ /s-torn/;
    my @got = map { outcome($person{$_}->get("~/q$n/index.html", @{ $accept{$_} || \@html })) } @who;
    (my $name = $line) =~ s/\n/ /g;
    is("@got", "@want", $name);
}

# every method, and what a refusal carries
my ($any, $billing) = ('~/q0/index.html', '~/q2/index.html');
my $visitor = $person{visitor};
redirect_is($visitor->get('~/q0/a%20b/?x=1&y=%2F', @html), '/cc/login?next=/q0/a%2520b/%3Fx%3D1%26y%3D%252F', 'next is the path and query as sent');
for my $accept ('text/html', 'application/json, TEXT/HTML;q=0.5', 'text/html;level=1') {
    is(outcome($visitor->get($any, Accept => $accept)), 'login', "GET, Accept: $accept: a browser");
    is(outcome($visitor->head($any, Accept => $accept)), 'login', "HEAD, Accept: $accept: a browser");
}
for my $accept ('*/*', 'text/*', 'text/html;q=0', 'application/json', 'text/htmlx', 'xtext/html', '') {
    is(outcome($visitor->get($any, Accept => $accept)), 401, "Accept '$accept': no browser");
}
for my $method (qw(POST PUT DELETE OPTIONS PROPFIND)) {
    my $res = $visitor->request($method => $any, [@html, 'Content-Type' => 'application/x-www-form-urlencoded'], 'a=b');
    status_is($res, 401, "$method without session is 401 whatever it accepts");
    like($res->header('WWW-Authenticate'), qr/^ClientCenter realm="\/cc"/, 'and says what it needs');
    like($res->header('Cache-Control'), qr/no-store/, 'not for caches');
}
my $sent = $visitor->get($any, @html);
like($sent->header('Cache-Control'), qr/no-store/, 'a redirect to the login page is not for caches');
is($sent->header('Set-Cookie'), undef, 'and sets no cookie');
my $refused = $person{basic}->get($billing, @html);
status_is($refused, 403);
is($refused->header('WWW-Authenticate'), undef, 'a user without the right is not asked to sign in');
like($person{owner}->get($billing)->header('Cache-Control'), qr/private/, 'what is let through is private');
status_is($person{torn}->post('~/q0/index.html', ['Accept' => 'text/html']), 403, 'a POST before a customer is chosen');
status_is($person{torn}->get($any), 403, 'a program before a customer is chosen');

# the choice leads back
my $torn = CC::Person->signed_in('s-torn', @base);
$torn->get('~/q2/index.html?x=1', @html);
like($torn->follow->decoded_content, qr/q2\/index\.html/, 'the page of choice knows where to go');
redirect_is($torn->submit('/select-customer?next=/q2/index.html%3Fx%3D1', customer => 'SB', next => '/q2/index.html?x=1'), '/q2/index.html?x=1',
    'and goes there');
status_is($torn->follow, 200);
$torn->choose('SA');
status_is($torn->get('~/q2/index.html', @html), 403, 'as L10 of the other customer they are refused');
$torn->set_cookie(cccustomer => 'SC', '/');
is(outcome($torn->get('~/q2/index.html', @html)), 'select', 'a customer of nobody is no choice');

# a login leads back
my $back = CC::Person->new(@base);
$back->get('~/q2/index.html?x=1', @html);
$back->follow;
redirect_is($back->post('/login', login => 's-owner', password => CC::Data::password(), next => '/q2/index.html?x=1'), '/q2/index.html?x=1', 'login leads back');
status_is($back->follow, 200);
redirect_is($back->get('/login?next=/q2/index.html'), '/q2/index.html', 'also for who is signed in already');
# what is no place to go to
for my $next ('//evil.example/q2/', '/\\evil.example/q2', '\\\\evil.example', 'https://evil.example/q2/', 'https:q2', '/q2/../open/', '/q2/%2e%2e/open/',
    "/q2/\t", "/q2/\n", '/q2%2f%2fevil.example', '/%2f/evil.example', '/open/', '/', '/q', '/q2x/', '/notype/../open', '/foreign/', '/nosite/', '/partner/', '/partnerapp/index.html', '/q2/' . 'x' x 2000,
    'javascript:alert(1)', '/q2//evil.example', '/cgi/env', "/q2/\x{0}x", 'q2/') {
    redirect_is($back->get('/login?next=' . CC::Person::encode(x => $next) =~ s/^x=//r), '/cc/', 'not to ' . $next =~ s/[^ -~]/?/gr) if $next !~ /\0/;
    my $post = CC::Person->new(@base);
    redirect_is($post->login('s-owner', undef, next => $next), '/cc/', 'nor by POST') if length $next < 100 && $next !~ /\0/;
}

# rights are asked afresh
my $fresh = CC::Person->signed_in('s-basic', @base);
status_is($fresh->get($billing), 403);
load(access('SA', 's-basic', 'L40'));
status_is($fresh->get($billing), 200, 'a right counts from the next request on');
CC::Data::run_ok('revoke', '--customer', 'SA', '--user', 's-basic');
status_is($fresh->get($any), 403, 'and no longer when it is taken away');
load(access('SA', 's-basic', 'L10'));
status_is($fresh->get($any), 200);
CC::Data::run_ok('user', 'deactivate', 's-basic');
status_is($fresh->get($any), 401, 'nobody who is deactivated');
CC::Data::run_ok('user', 'activate', 's-basic');
load({ type => 'customer', number => 'SA', thru_date => '2020-12-31' });
status_is($person{owner}->get($any), 403, 'nor when the agreement ended');
load({ type => 'customer', number => 'SA', thru_date => undef });
status_is($person{owner}->get($any), 200);
my $gone = CC::Person->signed_in('s-owner', @base);
$gone->get('/');
$gone->post('/logout');
status_is($gone->get($any), 401, 'nor after logging out');

# mistakes of the administrator let nobody in
for my $case (['notype', 500], ['norequire', 500], ['nosite', 500], ['foreign', 403]) {
    my ($path, $status) = @$case;
    status_is($_->get("~/$path/index.html"), $status, "/$path") for $person{owner}, $visitor;
}
like($server->log, qr/CC1801/, 'and the log says what is missing');

# the cookie of another site, and garbage, are nobody
my $garbage = CC::Person->new(@base);
$garbage->set_cookie(ccsession => $_, '/') , status_is($garbage->get($any), 401, 'a made-up session') for 'A' x 43, 'x', '';

# without the database nobody gets in, and nobody is told to sign in
rename $server->{database}, "$server->{database}.away";
$server->stop;
CC::Database::is_file() ? CC::Data::write_file($server->{database}, 'no database') : CC::Database::make($server->{database});
ok($server->start, 'httpd starts without its database');
my $down = $person{owner}->get($any, @html);
status_is($down, 503, 'no database, no access');
ok($down->header('Retry-After'), 'with Retry-After');
like(join(' ', $down->header('Cache-Control')), qr/no-store/, 'which no cache keeps');
my $nobody = CC::Person->new(@base)->get($any, @html);
is(outcome($nobody), 'login', 'visitors are still sent to sign in');
$server->stop;
done_testing;
