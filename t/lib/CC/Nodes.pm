# Several nodes with one PostgreSQL, which may have a standby, behind a balancer: conf/nodes as it stands, with addresses of
# this machine.
package CC::Nodes;
use strict;
use warnings;
use CC::Check;
use CC::Crowd;
use CC::Data;
use CC::Database;
use CC::Person;
use CC::Processes;
use CC::Server;
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use IO::Socket::INET;
use POSIX ();
use Test::More;
use Time::HiRes qw(time);

my ($bin) = sort { ($b =~ /(\d+)/)[0] <=> ($a =~ /(\d+)/)[0] } glob '/usr/lib/postgresql/*/bin';

# nodes: how many of the three of conf/nodes run; standby: 1; vanished: 1, before the server there is another in the list of
# addresses, which does not even refuse connections
sub new {
    my ($class, %set) = @_;
    # room for the processes of before a graceful restart beside the new ones
    my @processes = ($ENV{CC_MPM} || 'event') eq 'prefork' ? ()
        : (processes => "ServerLimit 6\nStartServers 2\nThreadLimit 8\nThreadsPerChild 8\nMaxRequestWorkers 48\nMinSpareThreads 8\nMaxSpareThreads 16");
    my $self = bless { owner => $$, dirs => [], servers => \@processes, %set }, $class;
    $ENV{CC_DATABASE} = 'pgsql';
    $self->{primary} = CC::Database::start_server('pgsql', $self->dir);
    my $hosts = $self->{primary}{dir};
    if ($set{standby}) {
        my $dir = $self->dir;
        $self->{standby} = { kind => 'pgsql', dir => $dir, params => CC::Database::params_of('pgsql', $dir), owner => $$ };
        $hosts .= ",$dir";
    }
    $ENV{CC_DATABASE_SERVER} = "host=$hosts user=cc target_session_attrs=read-write";
    $ENV{CC_DATABASE_FILE} = CC::Data::logs() . "/nodes-$$";
    CC::Database::make($ENV{CC_DATABASE_FILE});
    CC::Data::create($ENV{CC_DATABASE_FILE});
    CC::Data::note_hash();
    $self->add_standby if $set{standby};
    $self->make_servers($hosts);
    return $self;
}

sub dir {
    my ($self) = @_;
    push @{ $self->{dirs} }, my $dir = tempdir('ccdb.XXXXXX', TMPDIR => 1);
    return $dir;
}

sub run { system(@_) == 0 or die "@_: failed\n" }

# A copy of the primary that follows it.
sub add_standby {
    my ($self) = @_;
    run("$bin/pg_basebackup", '-D', "$self->{standby}{dir}/data", '-d', $self->{primary}{params}, '-c', 'fast', '-R', '--no-sync');
    CC::Database::resume_server($self->{standby});
}

# The primary answers nothing with success that the standby does not have.
sub synchronous {
    my ($self) = @_;
    sql("ALTER SYSTEM SET synchronous_standby_names = '*'");
    sql('SELECT pg_reload_conf()');
    $self->until_true('the standby is synchronous', sub { (cell('SELECT sync_state FROM pg_stat_replication') // '') eq 'sync' });
}

# The machine of the primary is gone, all at once; or it does not even say so.
sub kill_primary { CC::Processes::kill_all(delete $_[0]{primary}{pid}) }
sub freeze_primary { my $pid = $_[0]{primary}{pid}; kill STOP => $pid, CC::Processes::children($pid) }

# The standby takes over.
sub promote {
    my ($self) = @_;
    run("$bin/pg_ctl", 'promote', '-s', '-w', '-D', "$self->{standby}{dir}/data");
    @$self{qw(primary standby)} = @$self{qw(standby primary)};
}

# What was the primary comes back as a new standby.
sub rejoin {
    my ($self) = @_;
    remove_tree("$self->{standby}{dir}/data");
    $self->add_standby;
}

# A port that answers nothing: that of a listener whose queue is full.
sub black_hole {
    my ($self) = @_;
    my $hole = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die "no port: $!\n";
    listen $hole, 0;
    my $port = $hole->sockport;
    $self->{hole} = [$hole];
    while (my $queued = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port", Timeout => 1)) { push @{ $self->{hole} }, $queued }
    return $port;
}

sub make_servers {
    my ($self, $hosts) = @_;
    my $conf = CC::Data::top() . '/conf/nodes';
    my $where = $self->{vanished} ? 'host=127.0.0.1,' . $hosts . ' port=' . $self->black_hole . ',5432' : "host=$hosts";
    my $database = sprintf '%s user=cc dbname=%s', $where, CC::Database::name($ENV{CC_DATABASE_FILE});
    $self->{node} = [map { CC::Server->new(no_database => 1, no_site => 1, database => $ENV{CC_DATABASE_FILE}, with => [qw(remoteip rewrite)], @{ $self->{servers} }, config => <<"EOF_CONF") } 0 .. 2];
Define CC_DATABASE "$database"
Define CC_BALANCER 127.0.0.1
Define CC_SITE_NAME http://127.0.0.1
Define CC_LEAVING @{[ $self->leaving($_) ]}
Include "$conf/node.conf"
<Location "/cc">
    ClientCenterAddressAttempts Off
</Location>
@{[ $self->{config} // '' ]}
EOF_CONF
    my $members = join "\n", map { "Define CC_NODE_" . ($_ + 1) . " 127.0.0.1:$self->{node}[$_]{port}" } 0 .. 2;
    $self->{balancer} = CC::Server->new(no_database => 1, no_site => 1, no_lua => 1, database => $ENV{CC_DATABASE_FILE}, log_level => 'info',
        with => [qw(proxy proxy_http proxy_balancer proxy_hcheck lbmethod_byrequests slotmem_shm headers authz_host)], config => "$members\nInclude \"$conf/balancer.conf\"\n");
}

sub start {
    my ($self) = @_;
    for my $n (0 .. $self->{nodes} - 1) { $self->{node}[$n]->start or die $self->{node}[$n]->log }
    $self->{balancer}->start or die $self->{balancer}->log;
    $self->until_true('the balancer sends to them', sub { CC::Person->new(base => $self->{balancer}{base})->get('/healthz')->code == 200 });
    return $self;
}

sub until_true {
    my ($self, $name, $code, $seconds) = @_;
    my $end = time + ($seconds // 30);
    while (!$code->()) {
        die "never: $name\n" if time > $end;
        select undef, undef, undef, 0.02;
    }
}

# People who work through the balancer (CC::Crowd), after which the rules still have to hold: six who may change a row of their
# own, and two who see only some of what the others see.
sub crowd {
    my ($self, %set) = @_;
    my @writers = map { "w$_" } 1 .. 6;
    load({ type => 'document_type', id => 'so', entity => 'SalesOrders', name => 'Sales Order' }, customer('NC'), (map { (user($_), access('NC', $_, 'L80')) } @writers),
        (map { (user("t$_"), access('NC', "t$_", 'L10')) } @writers), user('basic'), access('NC', 'basic', 'L10'), user('limited'), access('NC', 'limited', 'L30', days_back => 10),
        map({ { type => 'order', document_no => "N$_", customer => 'NC', document_type => 'so', status => 'Ordered', currency => 'EUR', amount => "$_.50",
            date => POSIX::strftime('%Y-%m-%d', localtime(time - 86400 * $_)) } } 0 .. 30));
    my %row = map { @$_ } sql("SELECT u.login, a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login LIKE 'tw%'");
    my %pages = (map({ $_ => { pages => { '/' => 200, '/users' => 200, '/orders?per_page=100' => 200 }, rows => { '/orders?per_page=100' => ['orders', 31] }, row => $row{"t$_"} } } @writers),
        basic => { pages => { '/' => 200, '/orders' => 403, '/users' => 403 } },
        limited => { pages => { '/' => 200, '/orders?per_page=100' => 200, '/orders/N20' => 404, '/users' => 403 }, rows => { '/orders?per_page=100' => ['orders', 11] } });
    return CC::Crowd->start(base => $self->{balancer}{base}, pause => 0.02, %set, members => [map {
        { login => $_, cookie => CC::Person->signed_in($_, base => $self->{balancer}{base})->cookie('ccsession'), %{ $pages{$_} } } } sort keys %pages]);
}

# Of every change that was answered with success the row tells; of what was never answered at most the last.
sub nothing_lost {
    my ($self, $crowd) = @_;
    for my $member (grep { $_->{row} } @{ $crowd->{members} }) {
        my $saved = $member->{said}{saved};
        my $notes = cell('SELECT notes FROM external_access WHERE id = ?', $member->{row}) || 0;
        ok($notes == $saved || $notes == $saved + 1, "$member->{login}: $saved changes answered with success, the last written is $notes");
    }
    my ($status, $out) = ccadmin('check');
    is($status, 0, 'ccadmin check passes') or diag $out;
}

# Bases of the nodes that run.
sub bases { my ($self) = @_; return map { $self->{node}[$_]{base} } 0 .. $self->{nodes} - 1 }

# What the balancer thinks of a node: "Init Ok", "Init HcFl"...
sub state {
    my ($self, $n) = @_;
    my $res = CC::Person->new(base => $self->{balancer}{base})->get('~/balancer-manager');
    my ($row) = $res->content =~ m{<td><a[^>]*>\Q$self->{node}[$n]{base}\E</a></td>(.*?)</tr>}s;
    my ($status) = ($row // '') =~ m{<td>(Init[^<]*?)\s*</td>};
    return $status // '';
}

# The file that takes a node out.
sub leaving { my ($self, $n) = @_; return CC::Data::logs() . "/leaving-$$-$n" }

# Takes a node out, or lets it in again, and returns when the balancer knows.
sub take_out { my ($self, $n) = @_; CC::Data::write_file($self->leaving($n), ''); $self->until_true('it is out', sub { $self->state($n) =~ /HcFl/ }) }
sub let_in { my ($self, $n) = @_; unlink $self->leaving($n); $self->until_true('it is in', sub { $self->state($n) eq 'Init Ok' }) }

sub end {
    my ($self) = @_;
    local $?;
    $_->stop for grep { $_ } $self->{balancer}, @{ $self->{node} || [] };
    CC::Database::stop_server($_) for grep { $_ && $_->{pid} } $self->{standby}, $self->{primary};
    remove_tree($_) for @{ $self->{dirs} };
    delete $self->{owner};
}

sub DESTROY { $_[0]->end if $_[0]{owner} && $_[0]{owner} == $$ }

1;
