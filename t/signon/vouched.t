# Single sign-on in front as docs/guide.md sets it up: the provider's e-mail address names the user, if the provider vouches
# for it, and signing out there is what ends it.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;
use CC::SignOn;

plan skip_all => 'no node_modules/oidc-provider here (npm ci)' if !-d top() . '/node_modules/oidc-provider';
my $server = CC::Server->new(with => CC::SignOn::modules('auth_openidc'), no_site => 1);
my ($dir, $base) = @$server{qw(dir base)};
my $issuer = CC::SignOn::provider($server);
CC::Data::write_file("$dir/oidc-secrets.conf", "OIDCClientSecret a-secret-of-the-tests\nOIDCCryptoPassphrase a-passphrase-of-the-tests\n");
my $front = "ClientCenterTrustRemoteUser On\nAuthType openid-connect\nRequire claim email_verified:true\n";
$server->{config} = CC::SignOn::files($dir) . <<"EOF_CONF";
Include "$dir/oidc-secrets.conf"
OIDCProviderMetadataURL $issuer/.well-known/openid-configuration
OIDCClientID portal
OIDCRedirectURI /oidc/back
OIDCRemoteUserClaim email
OIDCScope "openid email"
OIDCPKCEMethod S256
<Location "/oidc/back">
    AuthType openid-connect
    Require valid-user
</Location>
<Location "/cc">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterAddressAttempts Off
    $front
</Location>
<Location "/backoffice">
    SetHandler clientcenter-backoffice
    $front
</Location>
<Location "/cgi">
    ClientCenterSite /cc
    $front
</Location>
EOF_CONF
$server->write;
$ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('VA'), (map { user("v-$_") } qw(basic billing)), user('v-clerk', user_type => 'INT', is_admin => JSON::PP::true),
    access('VA', 'v-basic', 'L10'), access('VA', 'v-billing', 'L80'));
ok($server->start, 'httpd starts') or diag $server->log;

sub person { return CC::Person->new(base => $base, @_) }
sub who { my ($res) = @_; return join '/', map { attr($res, "data-$_") // '-' } qw(user customer role) }
sub sessions { return cell('SELECT COUNT(*) FROM sessions') }
my $asks = qr{^\Q$issuer\E/interaction/};

# the address is who it is
my $person = person();
my $res = CC::SignOn::at_provider($person, 'v-billing@example.com', '/users/add?from=there');
page_is($res, 'user-add', 'the page that was asked for');
is($res->request->uri, "$base/cc/users/add?from=there", 'with its query string');
is(who($res), 'v-billing/VA/L80', 'for the user with this address');
is(CC::SignOn::seen($person->get('~/cgi/env'))->{cc_user_email}, 'v-billing@example.com', 'another application gets it as well');
page_is(CC::SignOn::at_provider(person(site => '/backoffice'), 'v-clerk@example.com', '/users'), 'users', 'an internal administrator is let in to the back office');
my $refused = CC::SignOn::at_provider(person(site => '/backoffice'), 'v-billing@example.com', '/users');
status_is($refused, 403, 'a customer is not');
body_unlike($refused, qr/data-grid/, 'and sees nothing');
error_is(CC::SignOn::at_provider(person(), 'v-nobody@example.com', '/'), 403, 'CC010', 'an address that nobody has');

# an address that the provider does not vouch for
my $before = sessions();
my $unsure = person();
for my $path ('/', '/orders', '/no/such/page') {
    my $answer = CC::SignOn::at_provider($unsure, 'unsure v-billing@example.com', $path);
    error_is($answer, 403, '403', "an address that is not verified: $path is refused");
    body_unlike($answer, qr/v-billing|\bVA\b|href="[^"]*invoices/, 'and tells nothing of whose it is');
}
is($unsure->cookie('ccsession'), undef, 'it gets no session');
is(sessions(), $before, 'and makes none');
$res = CC::SignOn::at_provider(person(site => '/backoffice'), 'unsure v-clerk@example.com', '/users');
error_is($res, 403, '403', 'nor is it let in to the back office');
body_unlike($res, qr/v-clerk|data-grid/, 'whose page tells nothing either');
$res = $unsure->get('~/cgi/env');
status_is($res, 403, 'nor to another application');
body_unlike($res, qr/CC_USER/, 'which is not asked at all');

# signing out at the provider, then somebody else in the same browser
my $session = $person->cookie('ccsession');
my (undef, $goodbye) = split /=/, CC::Person::encode(to => "$base/goodbye");
$res = CC::SignOn::at_provider($person, undef, "~/oidc/back?logout=$goodbye");
my ($xsrf) = $res->content =~ /name="xsrf" value="([^"]+)"/;
my ($action) = $res->content =~ /action="([^"]+)"/;
$res = $person->request(POST => $action, ['Content-Type' => 'application/x-www-form-urlencoded'], CC::Person::encode(xsrf => $xsrf, logout => 'yes'));
like($res->header('Location') // '', qr{^\Q$base\E/goodbye}, 'the provider signs out');
like(CC::SignOn::at_provider($person, undef, '/')->request->uri, $asks, 'and is asked anew');
is($person->cookie('ccsession'), $session, 'though the session of before is still in the browser');
is(who(CC::SignOn::at_provider($person, 'v-basic@example.com', '/')), 'v-basic/VA/L10', 'whoever signs in next is somebody else');
isnt($person->cookie('ccsession'), $session, 'with a session of their own');

# nothing that a browser sends is taken for the provider's word
for my $headers (['OIDC_CLAIM_email' => 'v-billing@example.com'], ['OIDC_CLAIM_email_verified' => '1'], ['Cookie' => 'mod_auth_openidc_session=v-billing'], ['Cookie' => "ccsession=$session"]) {
    like(person()->get('/', @$headers, Accept => 'text/html')->header('Location') // '', qr{^\Q$issuer\E/auth\?}, "$headers->[0]: $headers->[1] signs nobody in");
    is(who($person->get('/', @$headers)), 'v-basic/VA/L10', 'nor makes somebody else of who is in') if $headers->[0] ne 'Cookie';
}
error_is($unsure->get('/', OIDC_CLAIM_email_verified => '1'), 403, '403', 'nor verifies an address');
for my $query ('code=x&state=y', 'error=x&state=y', 'code=x', 'id_token=x') {
    my $visitor = person();
    my $answer = $visitor->get("~/oidc/back?$query", Accept => 'text/html');
    ok(!$answer->is_redirect && !defined $visitor->cookie('mod_auth_openidc_session'), "an answer that no provider gave ($query) is refused");
    like(CC::SignOn::at_provider($visitor, undef, '/')->request->uri, $asks, 'and signs nobody in');
}
$server->stop;
done_testing;
