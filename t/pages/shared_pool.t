# mod_dbd's connections are shared with other modules: what they prepared on one still works after a site has used it.
use strict;
use warnings;
use Digest::SHA qw(sha1_base64);
use MIME::Base64 ();
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

# one connection for each process, so that everybody has the same
my $server = CC::Server->new(with => [qw(auth_basic authn_dbd authz_user alias)], config => <<'EOF_CONFIG');
DBDMin 1
DBDKeep 1
DBDMax 1
Alias "/other" "@DIR@"
<Location "/other">
    AuthType Basic
    AuthName other
    AuthBasicProvider dbd
    AuthDBDUserPWQuery "SELECT password FROM other_users WHERE login = %s"
    Require valid-user
</Location>
EOF_CONFIG
$server->{config} =~ s/\@DIR\@/$server->{dir}/;
$server->write;
{
    local $ENV{CC_DATABASE_FILE} = $server->{database};
    CC::Data::create($server->{database});
    sql('CREATE TABLE other_users (login VARCHAR(40) PRIMARY KEY, password TEXT)');
    sql('INSERT INTO other_users VALUES (?, ?)', 'anna', '{SHA}' . sha1_base64('secret') . '=');
}
CC::Data::write_file("$server->{dir}/page.txt", "a page of another application\n");
ok($server->start, 'httpd starts');
my $visitor = CC::Person->new(base => $server->{base});
sub other { my ($password) = @_; return $visitor->get('~/other/page.txt', Authorization => 'Basic ' . MIME::Base64::encode_base64("anna:$password", '')) }
for my $round (1 .. 20) { # whichever process answers
    page_is($visitor->get('/login'), 'login', "$round: the site works");
    status_is(other('secret'), 200, "$round: so does the other application's login");
}
status_is(other('wrong'), 401, 'which still refuses');
unlike($server->log, qr/Query execution error/, 'no statement was spoilt');
$server->stop;

done_testing;
