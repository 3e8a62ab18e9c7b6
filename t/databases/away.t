# A database server that vanished without a word: a page asks for a connection once, not again for the page that says it is
# not there, as each time may take as long as connecting. The log says it once for each request.
use strict;
use warnings;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;
use CC::Server;
use Test::More;

plan skip_all => 'SQLite has no server that could be away' if CC::Database::is_file();
my $database = CC::Database::own_server();
local $ENV{CC_DATABASE_SERVER} = $database->{params};
my $server = CC::Server->new;
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my ($number, $login) = (unique('c'), unique('u'));
load(customer($number), user($login), access($number, $login, 'L80'));
ok($server->start, 'httpd starts');
my $person = CC::Person->signed_in($login, base => $server->{base});
status_is($person->get('/users'), 200, 'before');

sub said { return scalar(() = $server->log =~ /CC1103 no database connection/g) }

CC::Database::stop_server($database);
status_is($person->get('/healthz'), 503, 'away');
for my $path ('/', '/users', '/orders?format=csv', '/account', '/no-such-page') {
    my $before = said();
    status_is($person->get($path), 503, "$path: 503");
    cmp_ok(said() - $before, '<=', 1, "$path: and a connection is asked for once");
}
cmp_ok(said(), '>=', 1, 'the log says what is wrong');
CC::Database::resume_server($database);
status_is($person->get('/users'), 200, 'back');
$server->stop;

done_testing;
