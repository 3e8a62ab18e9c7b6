# The database of a run: an SQLite file, or one of many in a PostgreSQL or MariaDB server that the tests start for
# themselves. CC_DATABASE chooses (sqlite3, the default, pgsql or mysql: the names of apr_dbd's drivers). A server that
# is there already is named by CC_DATABASE_SERVER, its connection parameters without a database; otherwise one is
# started when it is first needed and ends with this process.
package CC::Database;
use strict;
use warnings;
use DBI;
use Digest::MD5 qw(md5_hex);
use File::Basename qw(dirname);
use File::Spec;
use File::Temp qw(tempdir);
use POSIX qw(WNOHANG);
use Time::HiRes qw(time);

my $ccadmin = File::Spec->rel2abs(dirname(__FILE__) . '/../../../build/ccadmin');

sub kind { $ENV{CC_DATABASE} || 'sqlite3' }
sub is_file { kind() eq 'sqlite3' }

# Tests name databases by files; a server's database gets its name from that.
sub name {
    my ($file) = @_;
    return 'cc_' . substr md5_hex($file), 0, 16;
}

# What --db and DBDParams take for it.
sub params {
    my ($file) = @_;
    return is_file() ? $file : server() . ' dbname=' . name($file);
}

# The options of ccadmin for it.
sub options { return (is_file() ? () : ('--driver', kind()), '--db', params($_[0])) }

# The same for mod_dbd.
sub directives { return sprintf qq{DBDriver %s\nDBDParams "%s"\n}, kind(), params($_[0]) }

# An empty database under this name; what was there is gone.
sub make {
    my ($file) = @_;
    look_away();
    if (is_file()) {
        unlink glob "$file*";
        return;
    }
    my $db = connect_to(undef);
    my $name = name($file);
    $db->do("DROP DATABASE IF EXISTS $name" . (kind() eq 'pgsql' ? ' WITH (FORCE)' : ''));
    $db->do("CREATE DATABASE $name");
    $db->disconnect;
}

# What `ccadmin init` makes of an empty database: by `$init`, which runs it, or on MariaDB, where that takes a second, like
# the first one that this ccadmin made in a server of the tests.
sub initialise {
    my ($file, $init) = @_;
    my $dir = kind() eq 'mysql' ? directory() : undef;
    my $made = defined $dir && -d $dir ? "$dir/initialised." . md5_of($ENV{CCADMIN} || $ccadmin) . '.sql' : undef;
    if ($made && -e $made) {
        read_dump($made, name($file));
        return;
    }
    $init->();
    return if !$made;
    write_dump(name($file), "$made.$$");
    rename "$made.$$", $made or die "$made: $!";
}

sub md5_of {
    my ($program) = @_;
    open my $in, '<:raw', $program or die "$program: $!";
    return Digest::MD5->new->addfile($in)->hexdigest;
}

# Its bytes; 0: there is none.
sub size {
    my ($file) = @_;
    return -s $file || 0 if is_file();
    my $db = connect_to(undef);
    my ($bytes) = $db->selectrow_array(kind() eq 'pgsql' ? 'SELECT pg_database_size(datname) FROM pg_database WHERE datname = ?'
        : 'SELECT SUM(data_length + index_length) FROM information_schema.tables WHERE table_schema = ?', undef, name($file));
    $db->disconnect;
    return $bytes || 0;
}

# After very many rows: what plans are chosen by is known.
sub settle {
    my ($db) = @_;
    my %how = (sqlite3 => ['PRAGMA journal_mode=WAL'], pgsql => ['VACUUM ANALYZE']);
    $db->do($_) for @{ $how{ kind() } // [map { "ANALYZE TABLE $_->[0]" } ask($db, "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'")] };
    $db->disconnect;
}

# Makes the second like the first.
sub copy {
    my ($from, $to) = @_;
    look_away();
    if (is_file()) {
        unlink glob "$to-*";
        system('cp', $from, $to) == 0 or die "cannot copy $from\n";
        return;
    }
    my ($old, $new) = (name($from), name($to));
    if (kind() eq 'pgsql') {
        my $db = connect_to(undef);
        $db->do("DROP DATABASE IF EXISTS $new WITH (FORCE)");
        $db->do("CREATE DATABASE $new TEMPLATE $old");
        $db->disconnect;
        return;
    }
    make($to);
    my $dump = File::Temp->new;
    write_dump($old, "$dump");
    read_dump("$dump", $new);
}

# Keeps what the database has, and has it again.
sub save { my ($file) = @_; kind() eq 'mysql' ? write_dump(name($file), "$file.saved") : copy($file, "$file.saved") }

sub restore {
    my ($file) = @_;
    return copy("$file.saved", $file) if kind() ne 'mysql';
    make($file);
    read_dump("$file.saved", name($file));
}

sub client { my ($program) = @_; return "$program -S " . (server() =~ /sock=(\S+)/)[0] . ' -u cc' }
sub write_dump { my ($name, $to) = @_; system(client('mariadb-dump') . " --triggers $name >$to") == 0 or die "cannot dump $name\n" }
sub read_dump { my ($from, $name) = @_; system(client('mariadb') . " $name <$from") == 0 or die "cannot make $name like $from\n" }

# A DBI connection to the database; undef: to the server. Texts are bytes.
sub connect_to {
    my ($file, %set) = @_;
    my %how = (RaiseError => 1, PrintError => 0, AutoCommit => 1, %set);
    if (is_file()) {
        my $db = DBI->connect("dbi:SQLite:dbname=$file", '', '', \%how);
        $db->sqlite_busy_timeout(10000);
        return $db;
    }
    my %server = map { split /=/, $_, 2 } split ' ', server();
    my $name = defined $file ? name($file) : kind() eq 'pgsql' ? 'postgres' : 'mysql';
    if (kind() eq 'pgsql') {
        my $where = join ';', "dbname=$name", map { "$_=$server{$_}" } grep { $_ ne 'user' } sort keys %server;
        return DBI->connect("dbi:Pg:$where", $server{user}, '',
            { %how, pg_enable_utf8 => 0, pg_server_prepare => 0, PrintWarn => 0 });
    }
    my $db = DBI->connect("dbi:MariaDB:mariadb_socket=$server{sock};database=$name", $server{user}, '', \%how);
    $db->do("SET SESSION sql_mode = CONCAT(\@\@sql_mode, ',NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT')");
    return $db;
}

# The connection through which tests look into a database. It stays for the next look, as making one costs more than most
# looks do: each reads the whole schema. What is not there any more is left: a server that ended, a file that was replaced.
my %look;

sub look_into {
    my ($file) = @_;
    my $what = join ' ', $$, params($file), is_file() ? (stat $file)[0, 1] : ();
    return $look{db} if %look && $look{what} eq $what && is_as_new();
    look_away();
    my $db = connect_to($file, AutoInactiveDestroy => 1);
    %look = (what => $what, db => $db, schema => schema_of($db));
    return $db;
}

# SQLite tells a connection of tables that others have made meanwhile, but not where triggers need them.
sub schema_of { my ($db) = @_; return is_file() ? ($db->selectrow_array('PRAGMA schema_version'))[0] : 0 }

# Whether it is still there; on PostgreSQL without what was set on it. On MariaDB that would stay, but no test sets anything
# through it.
sub is_as_new {
    my $db = $look{db};
    return eval { kind() eq 'pgsql' ? $db->do('DISCARD ALL') : $db->ping && schema_of($db) == $look{schema} };
}

# Ends it: nobody has the database open for looking.
sub look_away {
    eval { $look{db}->disconnect } if %look && $look{what} =~ /^$$ /;
    %look = ();
}

# Runs one statement, a text of bytes without placeholders. Returns rows of bytes, NULL as undef.
sub ask {
    my ($db, $sql) = @_;
    utf8::decode($sql) if kind() eq 'mysql'; # whose driver takes and gives characters
    my $statement = $db->prepare($sql);
    $statement->execute;
    my @rows = $statement->{NUM_OF_FIELDS} ? @{ $statement->fetchall_arrayref } : ();
    $statement->finish;
    for my $row (@rows) { defined && utf8::is_utf8($_) && utf8::encode($_) for @$row }
    return @rows;
}

# How many rows of these tables httpd has fetched so far, on PostgreSQL. Its sessions end, as what they fetched is counted
# then; it asks once more on new ones.
sub fetched {
    my ($db, @tables) = @_;
    my $others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    my $until = time + 30;
    ask($db, "SELECT pg_terminate_backend(pid) $others");
    while ((ask($db, "SELECT COUNT(*) $others"))[0][0] > 0) {
        die "sessions do not end\n" if time > $until;
        select undef, undef, undef, 0.02;
    }
    return (ask($db, 'SELECT SUM(seq_tup_read + idx_tup_fetch) FROM pg_stat_user_tables WHERE relname IN (' . join(', ', map { "'$_'" } @tables) . ')'))[0][0];
}

# ---- the server ----

my $own;

sub server {
    return $ENV{CC_DATABASE_SERVER} if $ENV{CC_DATABASE_SERVER};
    return $ENV{CC_DATABASE_SERVER} = own_server()->{params};
}

# One of this process alone, with which it ends: for a test that stops it, or sets it otherwise.
sub own_server { return $own = start_server(kind(), tempdir('ccdb.XXXXXX', TMPDIR => 1)) }

sub params_of { my ($kind, $dir) = @_; return $kind eq 'pgsql' ? "host=$dir user=cc" : "sock=$dir/socket user=cc" }

# Starts one in this directory, which it then owns; returns { pid, params, ... } once it answers.
sub start_server {
    my ($kind, $dir) = @_;
    my $self = { kind => $kind, dir => $dir, params => params_of($kind, $dir), owner => $$ };
    resume_server($self);
    return $self;
}

# The server, once more, on the data that it left.
sub resume_server {
    my ($self) = @_;
    my $pid = fork // die "fork: $!";
    serve($self->{kind}, $self->{dir}) if !$pid;
    $self->{pid} = $pid;
    wait_for($self->{kind}, $self->{dir}, $pid);
}

# The directory of the server; undef: there is none yet.
sub directory { return ($ENV{CC_DATABASE_SERVER} // '') =~ m{^(?:host|sock)=(\S+?)(?:/socket)?(?: |$)} ? $1 : undef }

# The processes of the server.
sub processes {
    my $dir = directory();
    return if !defined $dir;
    open my $in, '<', kind() eq 'pgsql' ? "$dir/data/postmaster.pid" : "$dir/pid" or return;
    chomp(my $pid = <$in>);
    return ($pid, split ' ', qx{pgrep -P $pid});
}

# Waits until the server in this directory answers, and returns its parameters.
sub wait_for {
    my ($kind, $dir, $pid) = @_;
    my $params = params_of($kind, $dir);
    local @ENV{qw(CC_DATABASE CC_DATABASE_SERVER)} = ($kind, $params);
    my $until = time + 60;
    while (time < $until) {
        return $params if eval { connect_to(undef)->disconnect };
        die "the database server did not start: see its directory ($params)\n" if $pid && waitpid($pid, WNOHANG) == $pid;
        select undef, undef, undef, 0.02;
    }
    die "the database server does not answer: $params\n";
}

# How: QUIT leaves connections no time, as a crash does; INT ends them in order.
sub stop_server {
    my ($self, $how) = @_;
    my $pid = delete $self->{pid} or return;
    local $?;
    kill $self->{kind} eq 'pgsql' ? ($how // 'QUIT') : $how && $how eq 'INT' ? 'TERM' : 'KILL', $pid;
    waitpid $pid, 0;
}

# Becomes the server: makes the data if there are none and runs in the foreground, as somebody who is not root. It ends
# with its parent. Its settings are those of a server that is lost without harm; its own rules for comparing texts
# are others than ours on purpose.
sub serve {
    my ($kind, $dir) = @_;
    my @run = ('setpriv', '--pdeathsig', $kind eq 'pgsql' ? 'QUIT' : 'KILL');
    if (!$>) {
        my ($uid, $gid) = (getpwnam 'nobody')[2, 3];
        chown $uid, $gid, $dir;
        push @run, "--reuid=$uid", "--regid=$gid", '--clear-groups', '--inh-caps=-all';
    }
    push @run, 'env', "HOME=$dir";
    chdir $dir or die "$dir: $!";
    open STDIN, '<', '/dev/null';
    open STDOUT, '>>', "$dir/log";
    open STDERR, '>&', \*STDOUT;
    my ($make, @server) = $kind eq 'pgsql' ? pgsql($dir) : mariadb($dir);
    if (!-d "$dir/data") {
        system(@run, @$make) == 0 or POSIX::_exit(1);
    }
    { exec @run, @server }
    POSIX::_exit(127);
}

sub pgsql {
    my ($dir) = @_;
    my ($bin) = sort { ($b =~ /(\d+)/)[0] <=> ($a =~ /(\d+)/)[0] } glob '/usr/lib/postgresql/*/bin';
    die "no PostgreSQL\n" if !$bin;
    my %set = (listen_addresses => '', unix_socket_directories => $dir, max_connections => 300, fsync => 'off',
        full_page_writes => 'off', autovacuum => 'off', max_wal_size => '512MB');
    return (["$bin/initdb", '-D', 'data', '-U', 'cc', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions', '--locale=C.UTF-8',
            '--locale-provider=icu', '--icu-locale=de'],
        "$bin/postgres", '-D', 'data', map { ('-c', "$_=$set{$_}") } sort keys %set);
}

sub mariadb {
    my ($dir) = @_;
    # not in a directory of others: a server that starts there removes what another one has put there for its sorting
    my @where = ('--no-defaults', "--datadir=$dir/data", "--tmpdir=$dir");
    return (['mariadb-install-db', @where, '--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'],
        '/usr/sbin/mariadbd', @where, "--socket=$dir/socket", "--pid-file=$dir/pid", '--skip-networking', '--skip-log-bin', '--max-connections=300',
        '--innodb-flush-log-at-trx-commit=2', '--innodb-flush-method=nosync', '--debug-no-sync', '--innodb-doublewrite=0', '--skip-innodb-adaptive-hash-index', '--innodb-buffer-pool-size=64M',
        "--init-file=" . init_file($dir));
}

# The user that tests come as.
sub init_file {
    my ($dir) = @_;
    open my $out, '>', "$dir/users.sql" or die "$dir/users.sql: $!";
    print {$out} "CREATE USER IF NOT EXISTS cc\@localhost;\nGRANT ALL ON *.* TO cc\@localhost WITH GRANT OPTION;\n";
    close $out or die "$dir/users.sql: $!";
    return "$dir/users.sql";
}

END {
    if ($own && $own->{owner} == $$) {
        my $status = $?;
        stop_server($own);
        system 'rm', '-rf', $own->{dir};
        $? = $status;
    }
}

1;
