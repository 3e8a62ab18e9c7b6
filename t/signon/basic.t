# AuthBasicProvider clientcenter: programs sign in with each request, against the same accounts, lockout, limits and
# revocation; no session is opened.
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

my $server = CC::Server->new(with => CC::SignOn::modules('rewrite'), no_site => 1);
my $dir = $server->{dir};
my $basic = "AuthType Basic\nAuthName api\nAuthBasicProvider clientcenter\n";
$server->{config} = CC::SignOn::files($dir) . <<"EOF_CONF";
<Location "/cc">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterLoginAttempts 3 15m 15m
    ClientCenterAddressAttempts Off
</Location>
<Location "/few">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterAddressAttempts 3 15m
</Location>
<Location "/cgi/">
    $basic
    ClientCenterSite /cc
    Require clientcenter
</Location>
Alias /l40 "$dir/files"
<Location "/l40">
    $basic
    ClientCenterSite /cc
    Require clientcenter-role L40
</Location>
Alias /valid "$dir/files"
<Location "/valid">
    $basic
    ClientCenterSite /cc
    Require valid-user
</Location>
Alias /named "$dir/files"
<Location "/named">
    $basic
    ClientCenterSite /cc
    Require user b-basic
</Location>
Alias /nocompany "$dir/files"
<Location "/nocompany">
    $basic
    ClientCenterEnterpriseCompany NOBODYS
    ClientCenterAddressAttempts Off
    Require valid-user
</Location>
Alias /few-files "$dir/files"
<Location "/few-files">
    $basic
    ClientCenterSite /few
    Require clientcenter
</Location>
# sections with a company of their own and another access model each; the first leads to the second
ScriptAlias /model24/ "$dir/cgi/"
<Location "/model24/">
    $basic
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterAccessModel ParentParty
    ClientCenterParentPartyRole L80
    Require clientcenter
    RewriteEngine On
    RewriteCond "%{QUERY_STRING}" "=on"
    RewriteRule "^" "/model26/env" [L]
</Location>
ScriptAlias /model26/ "$dir/cgi/"
<Location "/model26/">
    $basic
    ClientCenterEnterpriseCompany LAGERTA
    Require clientcenter-role L40
</Location>
# a back office for programs
<Location "/backoffice">
    SetHandler clientcenter-backoffice
    ClientCenterTrustRemoteUser On
    ClientCenterAddressAttempts 3 20m
    $basic
    Require valid-user
</Location>
# the page of a refusal is closed as well
Alias /explained "$dir/files"
<Location "/explained">
    $basic
    ClientCenterSite /cc
    Require clientcenter
    ErrorDocument 401 /explanation/index.html
</Location>
Alias /explanation "$dir/files"
<Location "/explanation">
    $basic
    ClientCenterSite /cc
    Require clientcenter
</Location>
# passwords of a file, where only the company is set, as all sections have it where it is the default of the server
ScriptAlias /foreign/ "$dir/cgi/"
<Location "/foreign/">
    AuthType Basic
    AuthName foreign
    AuthBasicProvider file
    AuthUserFile "$dir/passwords"
    ClientCenterEnterpriseCompany LAGERTA
    Require user lisa
</Location>
Alias /nosite "$dir/files"
<Location "/nosite">
    $basic
    Require valid-user
</Location>
EOF_CONF
CC::Data::write_file("$dir/passwords", join '', map { "$_:{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=\n" } qw(lisa olaf));
$server->write;
$ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my %type = map { $_ => "b-\L$_" } qw(SYS APP INE);
load(customer('BA'), { type => 'person', code => 'B-1', first_name => 'B', last_name => 'One', parent_party => 'BA' },
    (map { user("b-$_") } qw(none late few locked)), (map { user("b-$_", person => 'B-1') } qw(basic billing)),
    user('b-clerk', user_type => 'INT', is_admin => JSON::PP::true), user('b-gone', active => JSON::PP::false), user('b-nul', password => undef),
    map({ user($type{$_}, user_type => $_) } sort keys %type), map({ access('BA', $_, 'L90') } 'b-gone', values %type),
    access('BA', 'b-basic', 'L10', days_back => 30), access('BA', 'b-billing', 'L40'), access('BA', 'b-late', 'L10'), access('BA', 'b-few', 'L10'), access('BA', 'b-locked', 'L10'));
ok($server->start, 'httpd starts') or diag $server->log;
my $program = CC::Person->new(base => $server->{base});
sub asks { my ($path, $login, $password, @more) = @_; return $program->get("~$path", Authorization => 'Basic ' . encode_base64("$login:" . ($password // password()), ''), @more) }

# who gets in, as whom
for my $name ('b-basic', 'B-BASIC', 'b-basic@example.com', ' b-basic ') {
    my $res = asks('/cgi/env', $name);
    status_is($res, 200, "'$name' gets in");
    my $seen = CC::SignOn::seen($res);
    is(join('|', map { $seen->{$_} // '-' } qw(remote_user auth_type cc_customer cc_role cc_days_back)), 'b-basic|Basic|BA|L10|30', 'with the login and the rights of the account');
    is($res->header('Set-Cookie'), undef, 'and no session');
    like(join(' ', $res->header('Cache-Control')), qr/\bprivate\b/, 'and no cache keeps it for others');
}
is(cell('SELECT COUNT(*) FROM sessions'), 0, 'no row is written for programs');
for my $case (
    ['/cgi/env', 'b-basic', 'wrong', 401], ['/cgi/env', 'b-nobody', password(), 401], ['/cgi/env', '', '', 401], ['/cgi/env', 'b-basic', '', 401], ['/cgi/env', 'b-gone', password(), 401],
    ['/cgi/env', 'b-nul', '', 401], (map { ['/cgi/env', $type{$_}, password(), 401] } sort keys %type), ['/cgi/env', "b-basic' OR 1=1 --", password(), 401],
    ['/cgi/env', "\xFF\xFE", password(), 401], ['/cgi/env', 'b-basic', "\xFF" . password(), 401], ['/cgi/env', 'x' x 2000, 'y', 401], ['/cgi/env', 'b-billing', 'z' x 3000, 401],
    ['/l40/index.html', 'b-basic', undef, 403], ['/l40/index.html', 'b-billing', undef, 200], ['/cgi/env', 'b-none', undef, 403], ['/valid/index.html', 'b-none', undef, 200],
    ['/nosite/index.html', 'b-basic', undef, 500], ['/nocompany/index.html', 'b-basic', undef, 503], ['/nocompany/index.html', 'b-basic', 'wrong', 401],
    ['/named/index.html', 'b-basic@example.com', undef, 200], ['/named/index.html', 'b-billing', undef, 403],
) {
    my ($path, $login, $password, $want) = @$case;
    my $res = asks($path, $login, $password);
    status_is($res, $want, "$path as " . substr($login =~ s/[^ -~]/?/gr, 0, 30) . " is $want");
    like($res->header('WWW-Authenticate') // '', qr/^Basic realm="api"/, 'and asks again') if $want == 401;
    is($res->header('WWW-Authenticate'), undef, 'and does not ask for another password') if $want == 403;
    sql('UPDATE users SET failed_logins = 0, locked_until = 0 WHERE login = ?', 'b-basic');
}
my @failed = map { my $res = asks('/cgi/env', @$_); my $text = $res->content; join '|', $res->code, $text, sort grep { !/^(?:client|connection$|keep-alive$)/i } $res->headers->header_field_names }
    ['b-billing', 'wrong'], ['b-nobody', 'wrong'], ['b-gone'], [$type{SYS}];
is(scalar(keys %{ { map { $_ => 1 } @failed } }), 1, 'every failure is answered alike') or diag explain \@failed;

# the same lockout as the form's
asks('/cgi/env', 'b-locked', "wrong$_") for 1 .. 2;
CC::Person->new(base => $server->{base})->login('b-locked', 'wrong3');
status_is(asks('/cgi/env', 'b-locked'), 401, 'two failures here and one in the form lock the account');
status_is(CC::Person->new(base => $server->{base})->login('b-locked'), 422, 'for both');
is(scalar(grep { /^signin failed/ } audit_rows('user_id = (SELECT id FROM users WHERE login = ?)', 'b-locked')), 3, 'all are in the audit');
CC::Data::run_ok('user', 'unlock', 'b-locked');
status_is(asks('/cgi/env', 'b-locked'), 200, 'unlocked, it is let in');

sql('UPDATE users SET failed_logins = 0, locked_until = 0 WHERE login = ?', 'b-locked');
status_is(asks('/explained/index.html', 'b-locked', 'wrong'), 401, 'a failure whose page asks for the same password');
is(cell('SELECT failed_logins FROM users WHERE login = ?', 'b-locked'), 1, 'is one failure');

# the same limit by address
status_is(asks('/few-files/index.html', 'b-few'), 200, "sign-in $_ with the right password does not count") for 1 .. 5;
status_is(asks('/few-files/index.html', "b-nobody$_", 'x'), 401, "failure $_ of this address") for 1 .. 3;
my $limited = asks('/few-files/index.html', 'b-few');
status_is($limited, 429, 'then it has to wait');
like($limited->header('Retry-After') // '', qr/^\d+$/, 'and is told how long');
is($limited->header('WWW-Authenticate'), undef, 'and is not asked for another password');

# what the model of one section says is nothing in the next
is(CC::SignOn::seen(asks('/model24/env', 'b-basic'))->{cc_role}, 'L80', 'the role of the older model');
status_is(asks('/model26/env', 'b-basic'), 403, 'is not that of a row');
status_is(asks('/model24/env?on', 'b-basic'), 403, 'also where the one section leads to the other');
is(CC::SignOn::seen(asks('/model24/env?on', 'b-billing'))->{cc_role}, 'L40', 'and whoever has a row comes with that');

# nor does a company make a section one of ours
my $foreign = asks('/foreign/env', 'lisa', 'test', Cookie => 'ccsession=x; other=1');
is(CC::SignOn::seen($foreign)->{http_cookie}, 'ccsession=x; other=1', 'what another module protects gets all cookies');
is($foreign->header('Cache-Control'), undef, 'and says itself what caches may do');
$foreign = asks('/foreign/env', 'olaf', 'test');
status_is($foreign, 401, 'whom it refuses is answered as without this module');
like($foreign->header('WWW-Authenticate') // '', qr/^Basic realm="foreign"/, 'and asked for another password');

# the back office
status_is(asks('/backoffice/users', 'b-clerk'), 200, 'an administrator gets in to the back office');
status_is(asks('/backoffice/users', 'b-clerk', 'wrong'), 401, 'not with another password');
status_is(asks('/backoffice/users', 'b-billing'), 401, 'nor does a customer');
status_is(asks('/backoffice/users', 'b-nobody', 'x'), 401, 'nor anybody else');
status_is(asks('/backoffice/users', 'b-clerk'), 429, 'and who tried that has to wait');

# rights and accounts are asked afresh
status_is(asks('/cgi/env', 'b-late'), 200, 'before');
CC::Data::run_ok('revoke', '--customer', 'BA', '--user', 'b-late');
status_is(asks('/cgi/env', 'b-late'), 403, 'after the row is gone: the next request');
load(access('BA', 'b-late', 'L10'));
CC::Data::run_ok('user', 'deactivate', 'b-late');
status_is(asks('/cgi/env', 'b-late'), 401, 'after the account is inactive');
CC::Data::run_ok('user', 'activate', 'b-late');
CC::Data::run_ok('user', 'passwd', 'b-late', '--password-stdin', \"harbour violet lantern 52\n");
status_is(asks('/cgi/env', 'b-late'), 401, 'after another password was set');
status_is(asks('/cgi/env', 'b-late', 'harbour violet lantern 52'), 200, 'with the new one');

# a session is no password, a password no session
my $person = CC::Person->signed_in('b-billing', base => $server->{base});
$person->set_cookie(ccsession => $person->cookie('ccsession'), '/');
status_is($person->get('~/l40/index.html'), 401, 'the session of a site is nothing here');
redirect_is(CC::Person->new(base => $server->{base})->get('/', Authorization => 'Basic ' . encode_base64('b-billing:' . password(), '')), qr{/cc/login}, 'and a password nothing on a page');
unlike($server->log, qr/\Q@{[ password() ]}\E|wrong\d/, 'no password is in the log');

# without its tables the database answers nothing: no password is called wrong
$server->stop;
rename $server->{database}, "$server->{database}.away";
CC::Database::is_file() ? CC::Data::write_file($server->{database}, 'no database') : CC::Database::make($server->{database});
ok($server->start, 'httpd starts without its database');
my $down = asks('/cgi/env', 'b-basic');
status_is($down, 503, 'without a database: 503');
is($down->header('Retry-After'), 30, 'and when to come again');
is($down->header('WWW-Authenticate'), undef, 'and nobody is asked for another password');
$server->stop;

done_testing;
