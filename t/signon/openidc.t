# mod_auth_openidc in front, against a real OpenID provider: whom it names is signed in if the accounts know them, and
# nothing else about the provider is believed.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;
use CC::SignOn;

plan skip_all => 'no node_modules/oidc-provider here (npm ci)' if !-d top() . '/node_modules/oidc-provider';
my $server = CC::Server->new(with => CC::SignOn::modules('auth_openidc'), no_site => 1);
my $dir = $server->{dir};
my @html = (Accept => 'text/html');
my $issuer = CC::SignOn::provider($server);

my $site = "SetHandler clientcenter\nClientCenterEnterpriseCompany LAGERTA\nClientCenterAddressAttempts Off\n";
my $front = "AuthType openid-connect\nRequire valid-user\n";
$server->{config} = CC::SignOn::files($dir) . <<"EOF_CONF";
OIDCProviderMetadataURL $issuer/.well-known/openid-configuration
OIDCClientID portal
OIDCClientSecret a-secret-of-the-tests
OIDCRedirectURI $server->{base}/oidc/back
OIDCCryptoPassphrase a-passphrase-of-the-tests
OIDCPKCEMethod S256
OIDCScope "openid email"
OIDCRemoteUserClaim sub
<Location "/oidc/back">
    $front
</Location>
<Location "/cc">
    $site
    $front
    ClientCenterTrustRemoteUser On
    ClientCenterCookie ccsession /
</Location>
<Location "/distrust">
    $site
    $front
</Location>
<Location "/cgi">
    AuthType openid-connect
    ClientCenterSite /cc
    ClientCenterTrustRemoteUser On
    Require clientcenter-role L40
</Location>
Alias /own "$dir/files"
<Location "/own">
    AuthType ClientCenter
    ClientCenterSite /cc
    Require clientcenter
</Location>
Alias /claim "$dir/files"
<Location "/claim">
    AuthType openid-connect
    ClientCenterSite /cc
    Require clientcenter
</Location>
EOF_CONF
$server->write;
$ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('OA'), (map { user("o-$_") } qw(basic admin none)), user('o-gone', active => JSON::PP::false),
    access('OA', 'o-basic', 'L10'), access('OA', 'o-admin', 'L80'), access('OA', 'o-gone', 'L90'));
ok($server->start, 'httpd starts') or diag $server->log;
my @base = (base => $server->{base});

sub signs_in { return CC::SignOn::at_provider(@_) }
sub who { return join '/', map { attr($_[0], "data-$_") // '-' } qw(user customer role) }

# visitors
my $visitor = CC::Person->new(@base);
my $sent = $visitor->get('/', @html);
is($sent->code, 302, 'a visitor is sent away');
like($sent->header('Location'), qr{^\Q$issuer\E/auth\?}, 'to the provider and to no login form');
status_is($visitor->get('/healthz'), 200, '/healthz stays reachable');
status_is($visitor->get('/assets/app.css'), 200, 'so do assets');
redirect_is($visitor->get('/login', @html), '/cc/', '/login leads to where the provider is asked');
status_is($visitor->post('/login', login => 'o-admin', password => password()), 403, 'no password signs in');
for my $headers (['OIDC_CLAIM_sub' => 'o-admin'], ['OIDC-CLAIM-sub' => 'o-admin'], ['Remote-User' => 'o-admin'], ['X-Remote-User' => 'o-admin'], [Authorization => 'Bearer o-admin']) {
    my $forged = CC::Person->new(@base)->get('/', @html, @$headers);
    is($forged->code, 302, "$headers->[0] signs nobody in");
}

# who is who
my $users = cell('SELECT COUNT(*) FROM users');
for my $case (['o-basic', 'o-basic/OA/L10'], ['O-Admin', 'o-admin/OA/L80'], ['o-admin@example.com', 'o-admin/OA/L80']) {
    my ($name, $want) = @$case;
    is(who(signs_in(CC::Person->new(@base), $name, '/')), $want, "$name is let in as $want");
}
error_is(signs_in(CC::Person->new(@base), $_, '/'), 403, 'CC010', "$_: CC010") for qw(o-stranger o-none o-gone);
is(cell('SELECT COUNT(*) FROM users'), $users, 'no account is ever made');

# pages, forms, other applications
my $admin = CC::Person->new(@base);
page_is(signs_in($admin, 'o-admin', '/users/add'), 'user-add', 'back to the page that was asked for');
status_is($admin->post('/users/add', email => 'o-none@example.com'), 200, 'whose form can be sent');
status_is($admin->post('/users/add', csrf => 'x', email => 'o-none@example.com'), 403, 'not without its token');
my $seen = CC::SignOn::seen($admin->get('~/cgi/env'));
is(join('/', map { $seen->{$_} // '-' } qw(remote_user cc_customer cc_role)), 'o-admin/OA/L80', 'another application behind the provider gets who it is');
status_is($admin->get('~/own/index.html'), 200, 'one behind the sign-on takes the session of the site');
status_is($admin->get('~/claim/index.html', @html), 403, 'one that does not trust the other module lets nobody in by its word');
my $basic = CC::Person->new(@base);
signs_in($basic, 'o-basic', '/');
status_is($basic->get('~/cgi/env'), 403, 'who lacks the role is refused, and not sent to sign in again');
redirect_is($admin->get('~/distrust/', @html), qr{/distrust/login}, 'Off: the provider is not believed');

# signing out here leaves the provider's word as it is: the next page opens another session
my $left = $admin->cookie('ccsession');
$admin->get('/', @html);
redirect_is($admin->post('/logout'), qr{/cc/login}, 'signed out');
is(cell('SELECT COUNT(*) FROM sessions WHERE token_hash = ?', sha256_hex($left)), 0, 'and the session is gone');
$admin->get('/', @html);
isnt($admin->cookie('ccsession'), $left, 'another one comes with the next page');

# one browser, another person
my $before = $admin->cookie('ccsession');
$admin->forget_cookies;
$admin->set_cookie(ccsession => $before, '/');
is(who(signs_in($admin, 'o-basic', '/')), 'o-basic/OA/L10', 'another person at the same browser is another user');
isnt($admin->cookie('ccsession'), $before, 'with a session of their own');
is(cell('SELECT COUNT(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.login = ?', 'o-admin') > 0 ? 1 : 0, 1, 'sessions of the first at other browsers stay');
my $old = CC::Person->new(@base);
$old->set_cookie(ccsession => $before, '/');
status_is($old->get('~/own/index.html'), 401, 'the one that was replaced has ended');

# revocation
CC::Data::run_ok('user', 'deactivate', 'o-basic');
error_is($basic->get('/', @html), 403, 'CC010', 'deactivated: the next request');
status_is($basic->get('~/cgi/env'), 403, 'in other applications as well');
$server->stop;
done_testing;
