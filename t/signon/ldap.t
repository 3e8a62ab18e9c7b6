# mod_authnz_ldap in front, against a directory of its own (slapd): the name that was typed, or the attribute that the
# directory has for it, is the user; passwords are the directory's.
use strict;
use warnings;
use MIME::Base64 qw(encode_base64);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;
use CC::SignOn;

my $server = CC::Server->new(with => CC::SignOn::modules('ldap', 'authnz_ldap'), no_site => 1);
my $dir = $server->{dir};
# l-other has somebody else's address, l-mute none
my %people = ('l-basic' => ['basic in front', 'l-basic@example.com'], 'l-billing' => ['billing in front', 'l-billing@example.com'],
    'l-nobody' => ['nobody in front', 'l-nobody@example.com'], 'l-none' => ['none in front', 'l-none@example.com'], 'l-other' => ['other in front', 'l-billing@example.com'],
    'l-mute' => ['mute in front', undef]);
my $directory = CC::SignOn::directory($dir, %people);
my $site = "SetHandler clientcenter\nClientCenterEnterpriseCompany LAGERTA\nClientCenterAddressAttempts Off\nClientCenterTrustRemoteUser On\n";
my $front = "AuthType Basic\nAuthName front\nAuthBasicProvider ldap\nRequire valid-user\nAuthLDAPURL \"$directory/ou=people,dc=example,dc=com?uid";
$server->{config} = CC::SignOn::files($dir) . <<"EOF_CONF";
<Location "/cc">
    $site
    $front"
</Location>
<Location "/mail">
    $site
    $front,mail"
    AuthLDAPRemoteUserAttribute mail
</Location>
<Location "/group">
    $site
    @{[ $front =~ s/Require valid-user/Require ldap-attribute employeeType=l-basic/r ]}"
</Location>
<Location "/cgi">
    ClientCenterSite /cc
    ClientCenterTrustRemoteUser On
    $front"
</Location>
EOF_CONF
$server->write;
$ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('LA'), (map { user("l-$_") } qw(basic billing none other)), access('LA', 'l-basic', 'L10'), access('LA', 'l-billing', 'L80'), access('LA', 'l-other', 'L20'));
ok($server->start, 'httpd starts') or diag $server->log;

sub as {
    my ($name, $password, $path, %set) = @_;
    my $person = $set{person} // CC::Person->new(base => $server->{base}, site => $set{site} // '/cc');
    return $person->get($path // '/', Authorization => 'Basic ' . encode_base64("$name:$password", ''), Accept => 'text/html');
}
sub who { my ($res) = @_; return join '/', map { attr($res, "data-$_") // '-' } qw(user customer role) }

# passwords are the directory's
is(who(as('l-billing', 'billing in front')), 'l-billing/LA/L80', 'the right password signs the user in');
is(who(as('L-Basic', 'basic in front')), 'l-basic/LA/L10', 'in whatever case the name is typed');
for my $case (['l-billing', 'wrong'], ['l-billing', ''], ['l-billing', password()], ['l-billing', 'basic in front'], ['l-*', 'basic in front'], ['l-unknown', 'billing in front'],
    ['', ''], ['l-basic)(uid=l-billing', 'billing in front'], ['hash-source', password()]) {
    my $res = as(@$case);
    status_is($res, 401, "$case->[0] with \"$case->[1]\" is refused");
    body_unlike($res, qr/data-user/, 'and sees nothing');
}
status_is(CC::Person->new(base => $server->{base})->get('/'), 401, 'so is whoever has no password');

# who has no account, or none that may see anything
my $users = cell('SELECT COUNT(*) FROM users');
error_is(as('l-nobody', 'nobody in front'), 403, 'CC010', 'no account: CC010');
error_is(as('l-none', 'none in front'), 403, 'CC010', 'no customer: CC010');
is(cell('SELECT COUNT(*) FROM users'), $users, 'no account is ever made');

# the directory's attribute is who it is
is(who(as('l-billing', 'billing in front', '/', site => '/mail')), 'l-billing/LA/L80', 'an address of the directory names the user');
is(who(as('l-other', 'other in front', '/', site => '/mail')), 'l-billing/LA/L80', 'though there is one whose login is the name typed');
is(who(as('l-other', 'other in front')), 'l-other/LA/L20', 'who it is where the name counts');
error_is(as('l-nobody', 'nobody in front', '/', site => '/mail'), 403, 'CC010', 'an address that nobody has: CC010');
unlike(who(as('l-mute', 'mute in front', '/', site => '/mail')), qr/LA/, 'without an address nobody is in');

# rules of the directory hold before those of the site
is(who(as('l-basic', 'basic in front', '/', site => '/group')), 'l-basic/LA/L10', 'whom the directory lets in');
my $refused = as('l-billing', 'billing in front', '/', site => '/group');
status_is($refused, 403, 'whom it does not is refused');
body_unlike($refused, qr/l-billing|\bLA\b/, 'by a page that tells nothing of them');

# forms and other applications
my $person = CC::Person->new(base => $server->{base});
as('l-billing', 'billing in front', '/users/add', person => $person);
my $header = [Authorization => 'Basic ' . encode_base64('l-billing:billing in front', '')];
status_is($person->post('/users/add', $header, email => 'l-none@example.com'), 200, 'a form can be sent');
status_is($person->post('/users/add', $header, csrf => 'x', email => 'l-none@example.com'), 403, 'not without its token');
status_is($person->post('/users/add', email => 'l-none@example.com'), 401, 'nor without the password');
my $cgi = CC::SignOn::seen(as('l-billing', 'billing in front', '~/cgi/env'));
is(join('/', map { $cgi->{$_} // '-' } qw(remote_user cc_customer cc_role)), 'l-billing/LA/L80', 'another application gets who it is');
$server->stop;
done_testing;
