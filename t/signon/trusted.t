# ClientCenterTrustRemoteUser: another module of httpd says who the user is - a password file and client certificates
# here - and the accounts say what they may. Off, nothing of the kind signs anybody in.
use strict;
use warnings;
use MIME::Base64 qw(encode_base64);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Httpd;
use CC::Person;
use CC::Server;
use CC::SignOn;

my $server = CC::Server->new(with => CC::SignOn::modules('ssl', 'socache_shmcb'), no_site => 1);
my ($dir, $tls) = ($server->{dir}, CC::Httpd::free_port());
my $file = "AuthType Basic\nAuthName front\nAuthBasicProvider file\nAuthUserFile \"$dir/passwords\"\nRequire valid-user\n";
my $site = "SetHandler clientcenter\nClientCenterEnterpriseCompany LAGERTA\nClientCenterAddressAttempts Off\n";
$server->{config} = CC::SignOn::files($dir) . <<"EOF_CONF";
<Location "/cc">
    $site
    ClientCenterTrustRemoteUser On
    $file
</Location>
<Location "/distrust">
    $site
    $file
</Location>
<Location "/plain">
    $site
</Location>
<Location "/backoffice">
    SetHandler clientcenter-backoffice
    ClientCenterTrustRemoteUser On
    $file
</Location>
<Location "/cgi">
    @{[ $file =~ s/Require.*\n//r ]}
    ClientCenterSite /plain
    ClientCenterTrustRemoteUser On
    Require clientcenter-role L40
</Location>
Alias /borrowed "$dir/files"
<Location "/borrowed">
    @{[ $file =~ s/Require.*\n//r ]}
    ClientCenterSite /cc
    Require clientcenter
</Location>
<Location "/told">
    $site
    ClientCenterTrustRemoteUser On
    $file
    ErrorDocument 401 /told/profile
</Location>
ScriptAlias /toldcgi/ "$dir/cgi/"
<Location "/toldcgi">
    $file
    ClientCenterSite /plain
    ClientCenterTrustRemoteUser On
    ErrorDocument 401 /toldcgi/env
</Location>
Listen 127.0.0.1:$tls
<VirtualHost 127.0.0.1:$tls>
    SSLEngine On
    SSLCertificateFile "$dir/../server.crt"
    SSLCertificateKeyFile "$dir/../server.key"
    SSLCACertificateFile "$dir/clients.crt"
    SSLVerifyClient optional
    SSLUserName SSL_CLIENT_S_DN_CN
    <Location "/cert">
        $site
        ClientCenterTrustRemoteUser On
    </Location>
    Alias /certfiles "$dir/files"
    <Location "/certfiles">
        ClientCenterEnterpriseCompany LAGERTA
        ClientCenterTrustRemoteUser On
    </Location>
</VirtualHost>
EOF_CONF
$server->write;
$ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my @in_front = qw(t-basic t-billing t-none t-gone t-sys T-BILLING t-billing@example.com t-nobody t-two t-clerk t-ext t-both);
# for whoever put the names in front these are others, though searches take them for the same
my @alike = ("t-bil\xC2\xADling", "t-billing\xE2\x80\x8D", "\xEF\xBD\x94-billing", "t-b\xE1\xB5\xA2lling", "t-bil\xE2\x80\x8Bling\@example.com");
push @in_front, @alike;
CC::Data::write_file("$dir/passwords", join '', map { my $out = qx{htpasswd -nbs '$_' front}; $out =~ s/\s+$/\n/; $out } @in_front);
sub openssl { system("openssl @_ 2>/dev/null") == 0 or die "openssl @_\n" }
openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=ca -keyout '$dir/ca.key' -out '$dir/clients.crt'");
for my $name (qw(t-billing t-nobody)) {
    openssl("req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=$name -keyout '$dir/$name.key' -out '$dir/$name.csr'");
    openssl("x509 -req -in '$dir/$name.csr' -CA '$dir/clients.crt' -CAkey '$dir/ca.key' -CAcreateserial -days 2 -out '$dir/$name.crt'");
}
load(customer('TA'), customer('TB'), (map { user("t-$_") } qw(basic billing none both)), user('t-gone', active => JSON::PP::false), user('t-sys', user_type => 'SYS'),
    user('t-clerk', user_type => 'INT', is_admin => JSON::PP::true), user('t-ext', is_admin => JSON::PP::true), user('t-one', email => undef),
    access('TA', 't-basic', 'L10'), access('TA', 't-billing', 'L80'), access('TA', 't-gone', 'L90'), access('TA', 't-sys', 'L90'), access('TA', 't-both', 'L80'), access('TB', 't-both', 'L10'));
ok($server->start, 'httpd starts') or diag $server->log;
my @base = (base => $server->{base});
sub front { my ($name, %set) = @_; my $person = CC::Person->new(@base, %set); $person->{front} = [Authorization => 'Basic ' . encode_base64("$name:front", '')]; return $person }
sub get { my ($person, $path, @more) = @_; return $person->get($path, @{ $person->{front} }, Accept => 'text/html', @more) }
sub post { my ($person, $path, @fields) = @_; return $person->post($path, $person->{front}, @fields) }

# who is who
for my $case (['t-basic', 200, 'home', 't-basic/TA/L10'], ['t-billing', 200, 'home', 't-billing/TA/L80'], ['T-BILLING', 200, 'home', 't-billing/TA/L80'],
    ['t-billing@example.com', 200, 'home', 't-billing/TA/L80']) {
    my ($name, $status, $page, $who) = @$case;
    my $res = get(front($name), '/');
    status_is($res, $status, "$name is let in");
    page_is($res, $page, 'to Home');
    is(join('/', map { attr($res, "data-$_") // '' } qw(user customer role)), $who, "as $who");
}
my $users = cell('SELECT COUNT(*) FROM users');
for my $name (qw(t-nobody t-none t-gone t-sys)) {
    error_is(get(front($name), '/'), 403, 'CC010', "$name: CC010");
    error_is(get(front($name), '/profile'), 403, 'CC010', "$name: nor any other page");
}
for my $name (@alike) {
    error_is(get(front($name), '/'), 403, 'CC010', CC::Person::encode(name => $name) . ' is not who looks like it');
    status_is(get(front($name), '~/cgi/env'), 403, 'nor for an application');
}
is(cell('SELECT COUNT(*) FROM users'), $users, 'no account is ever made');
status_is(get(front('t-billing'), '~/borrowed/index.html'), 403, 'a section that does not say so trusts nobody, though its site does');
# login and e-mail that mean two users, as another program could have written them
sql("UPDATE users SET email = 't-two', email_key = 't-two' WHERE login = 't-one'");
load(user('t-two2'), access('TA', 't-two2', 'L90'));
sql("UPDATE users SET login = 't-two', login_key = 't-two' WHERE login = 't-two2'");
error_is(get(front('t-two'), '/'), 403, 'CC010', 'who could be two users is none');

# forms work, and belong to whom the other module names
my $person = front('t-billing');
page_is(get($person, '/users/add'), 'user-add', 'a form');
ok(length $person->{csrf}, 'has its token');
status_is(post($person, '/users/add', email => 't-none@example.com'), 200, 'and can be sent');
status_is($person->post('/users/add', $person->{front}, csrf => 'x', email => 't-none@example.com'), 403, 'not without the token');
# programs ask for no pages, so they get no session for forms
my ($program, $sessions) = (front('t-billing'), cell('SELECT COUNT(*) FROM sessions'));
for my $accept ('*/*', 'application/json', 'text/csv') {
    my $answer = $program->get('/users?format=csv', @{ $program->{front} }, Accept => $accept);
    is(join(' ', $answer->code, $answer->header('Set-Cookie') // 'no cookie'), '200 no cookie', "a program that accepts $accept gets data and no session");
}
is(cell('SELECT COUNT(*) FROM sessions'), $sessions, 'nor is a row written for it');
# a cookie that somebody else's page planted, with the token of its forms, makes none of whoever is in front
my $planted = CC::Person->new(@base, site => '/plain');
$planted->get('/login');
my $victim = front('t-billing');
$victim->set_cookie(ccsession => $planted->cookie('ccsession'));
status_is(post($victim, '/users/add', csrf => $planted->{csrf}, email => 't-none@example.com'), 403, 'nor with that of a planted cookie');
my $token = $person->cookie('ccsession');
my $other = front('t-basic');
$other->set_cookie(ccsession => $token);
my $res = get($other, '/');
is(attr($res, 'data-user'), 't-basic', 'the session of somebody else changes nothing about who it is');
isnt($other->cookie('ccsession'), $token, 'and is replaced');
redirect_is(CC::Person->new(@base, site => '/plain')->get('/', Cookie => "ccsession=$token"), qr{/plain/login}, 'it signs nobody in on another site');
status_is(CC::Person->new(@base)->get('/', Cookie => "ccsession=$token"), 401, 'nor here without the other module');
is(scalar(grep { /login/ } map { $_->header('Location') // '' } get($person, '/login')), 0, 'the login form leads nowhere but Home');
redirect_is(get($person, '/login?next=/cc/users'), '/cc/users', 'there is no login form: it leads on');
redirect_is(CC::Person->new(@base)->get('/login'), '/cc/', 'for visitors as well');
status_is(post($person, '/login', login => 't-basic', password => password()), 404, 'nor can a password be sent');
status_is(get($person, '/register'), 404, 'nor is there registration');
my $both = front('t-both');
redirect_is(get($both, '/'), qr{/cc/select-customer}, 'several customers: asked');
get($both, '/select-customer');
redirect_is(post($both, '/select-customer', customer => 'TB'), '/cc/', 'and chosen');
is(attr(get($both, '/'), 'data-role'), 'L10', 'with the role there');

# rights are asked afresh
CC::Data::run_ok('user', 'deactivate', 't-basic');
error_is(get($other, '/'), 403, 'CC010', 'deactivated: the next request');
CC::Data::run_ok('user', 'activate', 't-basic');
status_is(get($other, '/'), 200, 'activated again');

# another application, and the back office
my $cgi = CC::SignOn::seen(get(front('t-billing'), '~/cgi/env'));
is(join('/', map { $cgi->{$_} // '-' } qw(remote_user cc_customer cc_role)), 't-billing/TA/L80', 'an application gets who it is');
status_is(get(front('t-basic'), '~/cgi/env'), 403, 'and those without the right are refused');
status_is(get(front('t-nobody'), '~/cgi/env'), 403, 'as are those whom nobody knows');
page_is(get(front('t-clerk', site => '/backoffice'), '/users'), 'users', 'an internal administrator is let in to the back office');
for my $name (qw(t-ext t-billing t-nobody)) {
    my $answer = get(front($name, site => '/backoffice'), '/users');
    like($answer->code, qr/^(?:303|403)$/, "$name is not");
    body_unlike($answer, qr/data-grid/, 'and sees nothing');
}

# a wrong password is no name, though httpd keeps it for the page that answers instead
for my $path ('~/told/', '~/told/users') {
    my $thief = CC::Person->new(@base, site => '/told');
    my $told = $thief->get($path, Accept => 'text/html', Authorization => 'Basic ' . encode_base64('t-billing:wrong', ''));
    body_unlike($told, qr/t-billing|data-customer="TA"/, "a wrong password and ErrorDocument: $path shows nothing");
    is($thief->cookie('ccsession'), undef, 'and signs nobody in');
}
my $told = CC::SignOn::seen(CC::Person->new(@base)->get('~/toldcgi/env', Authorization => 'Basic ' . encode_base64('t-billing:wrong', '')));
is($told->{cc_user_id}, undef, 'nor is another application told of anybody');
is(attr(get(front('t-billing', site => '/told'), '/'), 'data-user'), 't-billing', 'the right one is');

# certificates
sub cert { my ($name, $path) = @_; return qx{curl -sk @{[ $name ? "--cert '$dir/$name.crt' --key '$dir/$name.key'" : '' ]} -H 'Accept: text/html' -w '\n%{http_code}' 'https://127.0.0.1:$tls$path'} }
like(cert('t-billing', '/cert/'), qr/data-user="t-billing" data-customer="TA" data-role="L80".*\n200$/s, 'a client certificate names the user');
like(cert('t-nobody', '/cert/'), qr/data-error="CC010".*\n403$/s, 'one that names nobody is CC010');
unlike(cert('', '/cert/'), qr/data-user|\n200$/, 'and without one nobody is in');

# off: nothing of it counts
for my $name ('t-billing', 't-clerk') {
    my $distrusted = get(front($name, site => '/distrust'), '/');
    redirect_is($distrusted, qr{/distrust/login}, "Off: $name has to sign in");
}
for my $headers (['Remote-User' => 't-billing'], ['X-Remote-User' => 't-billing'], ['REMOTE_USER' => 't-billing'], ['X-Forwarded-User' => 't-billing'], ['SSL_CLIENT_S_DN_CN' => 't-billing'],
    ['OIDC_CLAIM_email' => 't-billing@example.com']) {
    redirect_is(CC::Person->new(@base, site => '/plain')->get('/', @$headers), qr{/plain/login}, "$headers->[0] signs nobody in");
    status_is(CC::Person->new(@base)->get('/', @$headers), 401, 'nor where another module is trusted');
}
# without its tables the database names nobody: what only looks at who asks is not left without them
like(cert('t-billing', '/certfiles/index.html'), qr/\n200$/, 'a file, of which no Require asks for anybody');
$server->stop;
rename $server->{database}, "$server->{database}.away";
CC::Database::is_file() ? CC::Data::write_file($server->{database}, 'no database') : CC::Database::make($server->{database});
ok($server->start, 'httpd starts without its database');
like(cert('t-billing', '/certfiles/index.html'), qr/\n503$/, 'is 503 then');
$server->stop;

done_testing;
