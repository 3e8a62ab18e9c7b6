# A driver that the module does not know: its pages are 503 with the reason in the log; and another application's
# connections by such a driver, on the same server, are left as they are.
use strict;
use warnings;
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Httpd;
use CC::Server;
use DBI;
use LWP::UserAgent;
use Test::More;

plan skip_all => 'the database of another driver is an SQLite file' if !CC::Database::is_file();

# ODBC, whose driver here reads an SQLite file
my $dir = CC::Data::logs() . '/odbc';
mkdir $dir;
unlink "$dir/own.db";
CC::Data::write_file("$dir/odbc.ini", "[own]\nDriver = SQLite3\nDatabase = $dir/own.db\n");
local $ENV{ODBCINI} = "$dir/odbc.ini";
my $own = DBI->connect("dbi:SQLite:dbname=$dir/own.db", '', '', { RaiseError => 1 });
$own->do('CREATE TABLE people (login TEXT, password TEXT)');
$own->do('INSERT INTO people VALUES (?, ?)', undef, 'ann', '{SHA}' . do { require Digest::SHA; Digest::SHA::sha1_base64('her own') } . '=');
$own->disconnect;
my $odbc = qq{DBDriver odbc\nDBDParams "DATASOURCE=own"\n};

subtest 'a site' => sub {
    my $server = CC::Server->new(no_database => 1, config => $odbc);
    ok($server->start, 'httpd starts');
    my $browser = LWP::UserAgent->new;
    is($browser->get("$server->{base}/cc/$_")->code, 503, "/$_") for qw(healthz login);
    like($server->log, qr/CC1206 database: the driver must be sqlite3, pgsql or mysql; this one/, 'the log says why');
    is_crash_free($server);
    $server->stop;
};

subtest 'another application' => sub {
    my $port = CC::Httpd::free_port();
    my $server = CC::Server->new(with => [qw(auth_basic authn_dbd authz_user)], config => <<"EOF_CONFIG");
Listen 127.0.0.1:$port
<VirtualHost 127.0.0.1:$port>
$odbc
<Location "/own">
    AuthType Basic
    AuthName own
    AuthBasicProvider dbd
    AuthDBDUserPWQuery "SELECT password FROM people WHERE login = %s"
    Require valid-user
</Location>
</VirtualHost>
EOF_CONFIG
    CC::Data::create($server->{database});
    ok($server->start, 'httpd starts');
    my $browser = LWP::UserAgent->new;
    my $ask = sub { my $request = HTTP::Request->new(GET => "http://127.0.0.1:$port/own"); $request->authorization_basic('ann', $_[0]); return $browser->request($request)->code };
    is($ask->('her own'), 404, 'its user is let in, to a page that is not there');
    is($ask->('another'), 401, 'with the right password alone');
    is($browser->get("$server->{base}/cc/healthz")->code, 200, 'and the site beside it works');
    is_crash_free($server);
    $server->stop;
};

sub is_crash_free { my ($server) = @_; unlike($server->log, qr/exit signal|Segmentation/, 'no child died') }

done_testing;
