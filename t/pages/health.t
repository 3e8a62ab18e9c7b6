# Health, and what a site says when its database or its schema is not there.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;
use CC::Server;

my $res = CC::Person->new->get('/healthz');
status_is($res, 200, 'healthz with a database');
is($res->content =~ s/\s+$//r, 'ok', 'says ok');
header_is($res, 'Content-Type', qr{^text/plain}, 'as plain text');
header_is($res, 'Cache-Control', qr/no-store/, 'is not cached');
no_header($res, 'Set-Cookie', 'sets no cookie');
secure_headers($res, 'healthz has the security headers');

# a database without the schema
my $server = CC::Server->new;
ok($server->start, 'httpd starts with an empty database');
my $visitor = CC::Person->new(base => $server->{base});
status_is($visitor->get('/healthz'), 503, 'no schema: healthz is 503');
status_is($visitor->get('/login'), 503, 'no schema: a page is 503');
secure_headers($visitor->{last}, 'with the security headers');
body_unlike($visitor->{last}, qr/sqlite|select|no such table|\.db\b/i, 'which says nothing of the database');
status_is($visitor->get('/assets/app.css'), 200, 'no schema: assets are fine');
like($server->log, qr/CC\d{4}.*(?:schema|ccadmin)/i, 'the log says what to do');

# nor does init help where the database is of a newer release
if (CC::Database::is_file()) {
    # one child: who answers is who looked at the database
    my $newer = CC::Server->new(processes => "StartServers 1\nServerLimit 1\nMaxRequestWorkers 1" . (($ENV{CC_MPM} || 'event') eq 'prefork' ? '' : "\nThreadsPerChild 1"));
    CC::Data::create($newer->{database});
    local $ENV{CC_DATABASE_FILE} = $newer->{database};
    sql('UPDATE schema_version SET version = version + 1');
    ok($newer->start, 'httpd starts with the database of a newer release');
    like($newer->log, qr/CC1111 .* It belongs to a newer release: install that one$/m, 'which the log says');
    unlike($newer->log, qr/ccadmin/, 'and nothing of init');
    $newer->stop;
}

# once it is there, it is used without a restart
CC::Data::create($server->{database});
status_is($visitor->get('/healthz'), 200, 'the schema came: healthz is 200');
page_is($visitor->get('/login'), 'login', 'and pages are there');

# a database that goes away under a running server
{
    local $ENV{CC_DATABASE_FILE} = $server->{database};
    my ($number, $login) = (unique('c'), unique('u'));
    load(customer($number), user($login), access($number, $login, 'L80'));
    my $person = CC::Person->signed_in($login, base => $server->{base});
    status_is($person->get('/users'), 200, 'a page before');
    sql('ALTER TABLE sessions RENAME TO elsewhere');
    status_is($person->get('/users'), 503, 'a table gone: 503, not a login page');
    status_is($person->post('/users/add', email => 'x@example.com'), 503, 'and no POST works');
    is((() = $person->{last}->headers->header('Set-Cookie')), 0, 'nobody is signed out by that');
    body_unlike($person->{last}, qr/sqlite|select|no such table/i, 'the page says nothing of the database');
    sql('ALTER TABLE elsewhere RENAME TO sessions');
    status_is($person->get('/users'), 200, 'when it is back the session goes on');

    # what a page's script reads is no fault of the script: lists answer as everything else does
    for my $list (['due_payments', '/due-payments', '/due-payments?format=csv', '/'], ['payments', '/payment-history', '/payment-history?format=csv'],
        ['audit', '/audit', '/audit?format=csv'], ['orders', '/orders', '/orders?format=csv', '/orders/X'], ['invoices', '/invoices?group=date', '/invoices/X?format=csv']) {
        my ($table, @paths) = @$list;
        sql("ALTER TABLE $table RENAME TO elsewhere");
        for my $path (@paths) {
            status_is($person->get($path), 503, "$table gone: $path is 503");
            header_is($person->{last}, 'Retry-After', qr/^\d+$/, 'and says when to come again');
            is($person->{last}->header('Content-Disposition'), undef, 'in a page, no file');
            body_unlike($person->{last}, qr/sqlite|select|no such table|\.lua\b|traceback/i, 'which says nothing of the database');
        }
        sql("ALTER TABLE elsewhere RENAME TO $table");
        status_is($person->get($paths[0]), 200, "$table is back: $paths[0] is there");
    }
}
$server->stop;

# no such directory: every request is refused, the server runs
# one that was put back by somebody else, whom httpd may read but not change
if (CC::Database::is_file() && $> != 0) {
    my $foreign = CC::Server->new;
    CC::Data::create($foreign->{database});
    chmod 0444, glob "$foreign->{database}*";
    ok($foreign->start, 'httpd starts with a database that it can only read');
    my $reader = CC::Person->new(base => $foreign->{base});
    status_is($reader->get('/healthz'), 200, 'read-only: healthz reads');
    like($foreign->log, qr/CC1115 the database cannot be written/, 'read-only: the log says so at start-up');
    $foreign->stop;
}

my $nowhere = CC::Server->new(database => '/nonexistent/clientcenter.db');
ok($nowhere->start, 'httpd starts without a database');
my $lost = CC::Person->new(base => $nowhere->{base});
status_is($lost->get('/healthz'), 503, 'no database: healthz is 503');
status_is($lost->get('/login'), 503, 'no database: login is 503');
status_is($lost->get('/assets/app.css'), 200, 'no database: assets are fine');
$nowhere->stop;

done_testing;
