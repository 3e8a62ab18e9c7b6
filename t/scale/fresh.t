# Pages are written from plans and fragments that processes keep, yet what anybody changes is on the next page that any
# process writes: of data, and of rights; under load. CC_FRESH_ROUNDS: how many changes (50).
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Data;
use CC::Person;
use CC::Server;
use LWP::ConnCache;

my $rounds = $ENV{CC_FRESH_ROUNDS} || 50;
my $prefork = ($ENV{CC_MPM} || 'event') eq 'prefork';
my $server = CC::Server->new(config => "KeepAlive On\nKeepAliveTimeout 600\nMaxKeepAliveRequests 0\nCustomLog asked \"%P %{remote}p\"",
    log_level => 'info', processes => $prefork ? "StartServers 12\nServerLimit 24\nMaxRequestWorkers 24\nMaxSpareServers 24"
        : "ServerLimit 3\nStartServers 3\nThreadLimit 8\nThreadsPerChild 8\nMaxRequestWorkers 24\nMaxSpareThreads 24");
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
CC::Data::note_hash();
load(customer('FRESH'), map { (user("fresh$_"), access('FRESH', "fresh$_", $_ == 1 ? 'L80' : 'L10', notes => "note of $_")) } 1 .. 12);
ok($server->start, 'httpd starts') or diag $server->log;
my $admin = CC::Person->signed_in('fresh1', base => $server->{base});

# As the same admin over a connection of its own, whose process it keeps to
sub beside {
    my $person = CC::Person->new(base => $server->{base});
    $person->{ua}->conn_cache(LWP::ConnCache->new(total_capacity => 1));
    $person->set_cookie(ccsession => $admin->cookie('ccsession'), '/cc');
    $person->get('/users');
    return $person;
}

# ---- one connection to each process ----

# one process may take all that come one after the other, so some more are opened
my (%seen, @opened);
for (1 .. 5) {
    push @opened, map { beside() } 1 .. 12;
    for my $person (@opened) {
        my ($connection) = $person->{ua}->conn_cache->get_connections;
        my $port = $connection->sockport;
        $seen{$1} //= $person if CC::Data::read_file("$server->{dir}/asked") =~ /^(\d+) $port$/m;
    }
    last if keys %seen > 1 || $prefork;
}
my @people = grep { $_ } (values %seen)[0 .. 3];
cmp_ok(scalar @people, '>=', 2, 'several processes are asked: ' . scalar @people);
undef @opened if !$prefork;

# ---- somebody who keeps the page warm meanwhile ----

my $load = fork // die "fork: $!";
if (!$load) {
    my $person = beside();
    $person->get('/users') while getppid() == $server->{owner};
    POSIX::_exit(0);
}

# ---- changes ----

my ($data, $rights, $other) = (0, 0, 0);
my $row = cell("SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = 'fresh7'");
$admin->get("/users/$row/edit");
for my $round (1 .. $rounds) {
    # in turn by a form, and behind httpd's back
    my $note = "changed $round times";
    if ($round % 2) {
        my $version = cell('SELECT version FROM external_access WHERE id = ?', $row);
        my $res = $admin->post("/users/$row/edit", role => 'L10', days_back => '', notes => $note, version => $version);
        BAIL_OUT('cannot change: ' . $res->status_line) if $res->code != 303;
    } else {
        sql('UPDATE external_access SET notes = ? WHERE id = ?', $note, $row);
    }
    $data += grep { $_->get('/users')->content !~ /\Q$note\E/ } @people;
    next if $round % 10;
    sql("UPDATE external_access SET role = 'L10' WHERE user_id = (SELECT id FROM users WHERE login = 'fresh1')");
    $rights += grep { $_->get('/users')->code != 403 } @people;
    sql("UPDATE external_access SET role = 'L80' WHERE user_id = (SELECT id FROM users WHERE login = 'fresh1')");
    # what the model has, and what a read gives that is not rows
    sql('UPDATE users SET name = ? WHERE login = ?', "Reader $round", 'fresh1');
    $other += grep { $_->get('/profile')->content !~ /Reader $round\b/ } @people;
    sql('UPDATE parties SET vat_number = ? WHERE id = (SELECT party_id FROM customers WHERE number = ?)', "VAT$round", 'FRESH');
    $other += grep { $_->get('/profile')->content !~ /VAT$round\b/ } @people;
}
is($data, 0, "$rounds changes of a row are on the next page of each process");
is($rights, 0, 'a lost right is lost on each process at once');
is($other, 0, "and the reader's own name and the customer's VAT number are those of now");
kill TERM => $load;
waitpid $load, 0;
unlike($server->log, qr/exit signal|clientcenter:(?:error|crit)/, 'without errors');
$server->stop;
done_testing;
