# Require inside a site: it adds to the pages' own rules, whoever lacks a right gets the site's own page, and what people
# need to sign in stays reachable - unless it is not the user that is refused.
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

my $server = CC::Server->new(with => CC::SignOn::modules(qw(dav dav_fs)), no_site => 1);
my $dir = $server->{dir};
my $port = CC::SignOn::echo();
my $site = "SetHandler clientcenter\nClientCenterEnterpriseCompany LAGERTA\nClientCenterAddressAttempts Off\n";
my %require = (
    role => 'Require clientcenter-role L40',
    typed => "AuthType ClientCenter\nRequire clientcenter-role L40",
    customer => 'Require clientcenter-customer IA',
    user => 'Require user i-billing',
    expr => q(Require expr "%{REMOTE_USER} == 'i-billing'"),
    both => "<RequireAll>\nRequire clientcenter-role L40\nRequire ip 192.0.2.1\n</RequireAll>",
    ip => 'Require ip 192.0.2.1',
    file => "AuthType Basic\nAuthName x\nAuthBasicProvider file\nAuthUserFile \"$dir/passwords\"\nRequire user bob",
);
$server->{config} = CC::SignOn::files($dir) . join('', map { qq(<Location "/$_">\n$site$require{$_}\n</Location>\n) } sort keys %require) . <<"EOF_CONF";
<Location "/role/tool/">
    ProxyPass "http://127.0.0.1:$port/"
</Location>
<Location "/role/assets/tool/">
    ProxyPass "http://127.0.0.1:$port/"
</Location>
<Location "/role/app/">
    ProxyPass "http://127.0.0.1:$port/"
    SetHandler none
    AuthType ClientCenter
    ClientCenterSite /role
</Location>
<Location "/open">
${site}RewriteEngine On
RewriteCond %{REQUEST_URI} "/moved\$"
RewriteRule "^" "/open/invoices" [L]
</Location>
<Location "/open/tool/">
    ProxyPass "http://127.0.0.1:$port/"
</Location>
<Location "/open/assets/tool/">
    ProxyPass "http://127.0.0.1:$port/"
</Location>
<Location "/metrics">
    SetHandler clientcenter-metrics
</Location>
DavLockDB "$dir/locks"
<LocationMatch "^/(role|open|metrics)/dav/">
    Dav On
</LocationMatch>
<Location "/backoffice">
    SetHandler clientcenter-backoffice
    Require clientcenter-role L10
</Location>
EOF_CONF
$server->write;
CC::Data::write_file("$dir/passwords", join '', map { my $out = qx{htpasswd -nbs $_ x}; $out =~ s/\s+$/\n/; $out } qw(bob eve));
$ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('IA'), customer('IB'), (map { user("i-$_") } qw(basic billing none torn)), user('i-clerk', user_type => 'INT', is_admin => JSON::PP::true),
    access('IA', 'i-basic', 'L10'), access('IA', 'i-billing', 'L40'), access('IA', 'i-torn', 'L10'), access('IB', 'i-torn', 'L90'));
ok($server->start, 'httpd starts') or diag $server->log;

sub visitor { return CC::Person->new(base => $server->{base}, site => "/$_[0]") }
sub person { return CC::Person->signed_in($_[1], base => $server->{base}, site => "/$_[0]") }
my @open = ('/login', '/register', '/healthz', '/assets/app.css');

# whoever has to be known: pages answer visitors by their own rules, and signing in goes on
for my $name (qw(role typed customer user expr)) {
    my $visitor = visitor($name);
    status_is($visitor->get($_), 200, "$name: $_ stays reachable") for @open;
    redirect_is($visitor->get('/profile'), "/$name/login?next=/$name/profile", 'a visitor is sent to sign in, whatever they accept');
    status_is($visitor->post('/layout', x => 1), 403, 'and a form without session is refused');
    status_is($visitor->get('/nothing'), 404, 'a page that is not there is not there');
    my $in = person($name, 'i-billing');
    status_is($in->get('/invoices'), 200, 'whoever has the right is let in');
    status_is($in->get('/users'), 403, "but not beyond the page's own rules");
    my $out = person($name, $name eq 'customer' ? 'i-torn' : 'i-basic');
    $out->choose('IB') if $name eq 'customer';
    for my $path ('/', '/profile', '/account', '/nothing') {
        error_is($out->get($path), 403, 403, "whoever has not is refused $path");
    }
    $out->get('/select-customer');
    status_is($out->{last}, 200, 'but can choose another customer');
    status_is($out->get('/assets/app.css'), 200, 'with style');
    redirect_is($out->post('/logout'), "/$name/login?notice=signed-out", 'and sign out');
}
for my $name (qw(role typed)) {
    error_is(person($name, 'i-none')->get('/'), 403, 'CC010', 'who has no customer is told so');
    my $torn = person($name, 'i-torn');
    redirect_is($torn->get('/profile'), "/$name/select-customer?next=/$name/profile", 'who has not chosen is asked to');
    $torn->choose('IA');
    error_is($torn->get('/profile'), 403, 403, 'as L10 they are refused');
    $torn->choose('IB');
    status_is($torn->get('/profile'), 200, 'as L90 of the other they are let in');
}

# whoever is refused for what they are not asked: nothing stays reachable
for my $name (qw(both ip)) {
    status_is(visitor($name)->get($_), 403, "$name: not $_") for @open, '/', '/profile';
}

# another AuthType in front, which signs nobody in
my @bob = (Authorization => 'Basic ' . encode_base64('bob:x', ''));
my @eve = (Authorization => 'Basic ' . encode_base64('eve:x', ''));
my $both = person('file', 'i-billing');
status_is($both->get('/profile'), 401, 'a session alone is not enough');
status_is($both->get('/profile', @bob), 200, 'both together are');
isnt($both->get('/profile', @eve)->code, 200, 'the right session and the wrong name are not');
is(attr($both->get('/profile', @eve), 'data-customer'), undef, 'nor do they show anything');
redirect_is(visitor('file')->get('/profile', @bob), '/file/login?next=/file/profile', 'the name alone has to sign in');

# other handlers below the site
my $billing = person('role', 'i-billing');
status_is($billing->get('/tool/x'), 200, 'a proxy below a site lets those in whom Require lets in');
unlike($billing->{last}->content, qr/ccsession/, 'which does not get the session cookie');
like($billing->{last}->header('Cache-Control'), qr/private/, 'and whose answer no cache keeps');
for my $path ('/tool/x', '/assets/tool/x') {
    my $res = visitor('role')->get($path);
    status_is($res, 403, "and no visitor to $path");
    body_unlike($res, qr/GET/, 'which does not reach the application');
}
status_is(person('role', 'i-basic')->get('/tool/x'), 403, 'nor whoever lacks the right');
status_is(person('role', 'i-torn')->get('/tool/x'), 403, 'nor whoever has not chosen a customer');
like($server->log, qr/CC1804 \S*\/tool\/x .*mod_proxy/, 'the log says what to do');
for my $who (visitor('open'), person('open', 'i-billing'), visitor('role'), $billing) {
    status_is($who->request(PUT => '/dav/x', [], 'text'), 403, 'mod_dav has no files below a site');
}
status_is($billing->request(PUT => '~/metrics/dav/x', [], 'text'), 403, 'nor below the metrics');
status_is($billing->get('~/metrics'), 200, 'which are there');
like($server->log, qr/CC1804 \S*\/dav\/x .*dav-handler/, 'which the log says as well');
status_is($billing->get('/dav/x'), 404, 'what it leaves to the site is answered there');
status_is(visitor('open')->get('/tool/x'), 200, 'of a site without Require the application is open to all');
for my $path ('/tool/x', '/assets/tool/x') {
    my $res = person('open', 'i-billing')->get($path);
    status_is($res, 200, "to whoever is signed in as well: $path");
    body_unlike($res, qr/ccsession/, 'and does not get the session cookie');
}
status_is(person('open', 'i-billing')->get('/moved'), 200, 'a rule of mod_rewrite in a site leads to another page');
redirect_is(visitor('open')->get('/moved'), '/open/login?next=/open/invoices', 'which sends visitors to sign in');
status_is(visitor('role')->get('/app/x'), 401, 'with an AuthType of its own it is an application');
status_is($billing->get('/app/x'), 200, 'behind the same sign-on');
status_is(person('role', 'i-basic')->get('/app/x'), 403, 'under the same Require');

# the back office has no customers, so nobody has a role on one there
my $clerk = person('backoffice', 'i-clerk');
status_is($clerk->get('/users'), 403, 'an administrator has no role on a customer');
status_is(visitor('backoffice')->get('/login'), 200, 'the login page is there');
$server->stop;
done_testing;
