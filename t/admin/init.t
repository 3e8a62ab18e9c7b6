# init: creates, repeats, refuses what is not a database of ours, and leaves files that only their owner can read.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;

sub mode { return sprintf '%04o', (stat $_[0])[2] & 07777 }

my $dir = scratch();

# What is about files is asked of SQLite only.
sub on_files {
    my ($name, $code) = @_;
    subtest $name => CC::Database::is_file() ? $code : sub { plan skip_all => 'only SQLite has a file' };
}

subtest 'in a server' => sub {
    plan skip_all => 'SQLite has a file instead' if CC::Database::is_file();
    bare_db();
    fails('no tables yet', 1, qr/no Client Center tables.*init/, 'check');
    like(passes('created', 'init'), qr/created \(version \d+\)/, 'says so');
    like(passes('again', 'init'), qr/up to date/, 'says so');
    for (['a newer schema', 999, 'check', qr/schema version 999.*too old/], ['a newer schema, init', 999, 'init', qr/version 999, newer/],
        ['an older schema', -1, 'check', qr/schema version -1.*init/]) {
        my ($name, $version, $command, $says) = @$_;
        sql("UPDATE schema_version SET version = $version");
        fails($name, 1, $says, $command);
    }
    my ($status, $out, $err) = ccadmin_on('--driver', CC::Database::kind(), '--db', CC::Database::server() . ' dbname=nosuch', 'init');
    is($status, 1, 'no such database');
    like($err, qr/^ccadmin: The database cannot be opened: .*nosuch/, 'says so');
    unlike($err, qr/\\x/, 'plainly');
    if (CC::Database::kind() eq 'pgsql') {
        ($status, $out, $err) = ccadmin_on('--driver', 'pgsql', '--db', 'host=/nonexistent dbname=nosuch', 'init');
        like($err, qr/^ccadmin: The database cannot be opened: .*No such file or directory Is the server running .*\?\n\z/, 'no server');
    }
};

subtest 'a step that fails' => sub {
    bare_db();
    sql('CREATE TABLE audit_head (x INTEGER)');
    fails('the table of somebody else', 1, qr/What was done before that stays: the schema has version 2 now/, 'init');
    sql('DROP TABLE audit_head');
    like(passes('without it', 'init'), qr/upgraded from version 2 to \d+/, 'goes on from there');
};

subtest 'an encoding that cannot hold every text' => sub {
    plan skip_all => 'only PostgreSQL has others' if CC::Database::kind() ne 'pgsql';
    my $server = CC::Database::connect_to(undef);
    for my $encoding ('LATIN1', 'SQL_ASCII') {
        bare_db();
        my $name = CC::Database::name(db_path());
        $server->do("DROP DATABASE $name");
        $server->do("CREATE DATABASE $name ENCODING '$encoding' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0");
        fails($encoding, 1, qr/encoding of the database is $encoding.*UTF8/, 'init');
    }
    fresh_db();
    like(passes('UTF8', 'check'), qr/^ok: /m, 'is none of these');
};

on_files 'a copy that has lost the journal mode' => sub {
    my $copy = "$dir/copy.db";
    ccadmin_on('--db', "$dir/original.db", 'init');
    system 'sqlite3', "$dir/original.db", "VACUUM INTO '$copy'";
    my ($status, $out) = ccadmin_on('--db', $copy, 'check');
    is($status, 0, 'nothing is wrong with what is in it');
    like($out, qr/journal mode of the database is delete, not WAL/, 'check says so');
    my ($page) = $out =~ m{journal mode.*\((docs/\S+)\)};
    like(slurp($page), qr/journal mode/, 'and where one can read on');
    ($status, $out) = ccadmin_on('--db', $copy, 'init');
    like($out, qr/journal mode was delete; it is WAL now/, 'init gives it back');
    unlike((ccadmin_on('--db', $copy, $_))[1], qr/journal/, "and $_ says nothing more") for 'init', 'check';
    my $reader = CC::Database::connect_to($copy);
    $reader->do('BEGIN'); # begin_work would lock as a writer does
    CC::Database::ask($reader, 'SELECT COUNT(*) FROM users');
    ($status, $out, my $err) = ccadmin_on(\qq({"type":"party","code":"P","name":"Party"}\n), '--db', $copy, 'load', '-');
    is($status, 0, 'who reads keeps nobody from writing') or diag $err;
    $reader->do('ROLLBACK');
};

on_files 'create and repeat' => sub {
    my ($status, $out, $err) = ccadmin_on('--db', "$dir/new.db", 'init');
    is($status, 0, 'created') or diag $err;
    like($out, qr/created \(version \d+\)/, 'says so');
    is(mode("$dir/new.db"), '0600', 'only for its owner');
    ok(!-e "$dir/new.db-wal" && !-e "$dir/new.db-shm", 'nothing left beside it');
    ($status, $out) = ccadmin_on('--db', "$dir/new.db", 'init');
    is($status, 0, 'again');
    like($out, qr/up to date/, 'says so');
};

on_files 'the umask does not matter' => sub {
    my $before = umask 0;
    ccadmin_on('--db', "$dir/umask0.db", 'init');
    umask $before;
    is(mode("$dir/umask0.db"), '0600', 'umask 0');
};

on_files 'a directory whose files are the group\'s' => sub {
    mkdir "$dir/group";
    chmod 02770, "$dir/group";
    ccadmin_on('--db', "$dir/group/cc.db", 'init');
    is(mode("$dir/group/cc.db"), '0640', 'readable for the group, not for others');
};

on_files 'an empty file and one of another mode' => sub {
    spew("$dir/empty.db", '');
    chmod 0660, "$dir/empty.db";
    my ($status) = ccadmin_on('--db', "$dir/empty.db", 'init');
    is($status,               0,      'becomes a database');
    is(mode("$dir/empty.db"), '0660', 'and keeps its mode');

    spew("$dir/early.db", '');
    chmod 0644, "$dir/early.db";
    ccadmin_on('--db', "$dir/early.db", 'init');
    is(mode("$dir/early.db"), '0640', 'but not for others');
};

SKIP: {
    skip 'needs root', 1 if $>;
    on_files 'as root the database belongs to the owner of its directory' => sub {
        my ($uid, $gid) = (getpwnam 'www-data')[2, 3];
        mkdir "$dir/owned";
        chown $uid, $gid, "$dir/owned";
        ccadmin_on('--db', "$dir/owned/cc.db", 'init');
        is_deeply([(stat "$dir/owned/cc.db")[4, 5]], [$uid, $gid], 'owner and group');

        # while somebody else reads, root writes: the files beside it belong to the owner too
        my $pid = open my $pipe, '|-', 'sqlite3', "$dir/owned/cc.db" or die $!;
        $pipe->autoflush;
        print {$pipe} "BEGIN; SELECT COUNT(*) FROM users;\n";
        my ($status) = ccadmin_on('--db', "$dir/owned/cc.db", 'demo');
        is($status, 0, 'writes beside a reader');
        for my $file ('cc.db-wal', 'cc.db-shm') {
            is((stat "$dir/owned/$file")[4], $uid, "owner of $file");
        }
        close $pipe;
    };
    on_files 'a directory that cannot be written' => sub {
        my ($uid, $gid) = (getpwnam 'www-data')[2, 3];
        my @check = command_on("$dir/closed/cc.db", 'check');
        my $as = "setpriv --reuid=$uid --regid=$gid --clear-groups";
        plan skip_all => 'no other user can run it where it is' if system "$as test -x $check[0]";
        mkdir "$dir/closed";
        chmod 0755, $dir, "$dir/closed";
        ccadmin_on('--db', "$dir/closed/cc.db", 'init');
        chown $uid, $gid, "$dir/closed/cc.db";
        my $err = `$as @check 2>&1`;
        is($? >> 8, 1, 'fails');
        like($err, qr{SQLite writes into the directory \Q$dir\E/closed as well}, 'and says why');
    };
}

on_files 'clear messages' => sub {
    my @cases = (
        ['no such directory',    "$dir/none/cc.db",  'init',  qr{there is no directory \Q$dir\E/none}],
        ['a directory',          $dir,               'init',  qr/not a file/],
        ['no database yet',      "$dir/missing.db",  'check', qr/no database .*missing\.db.*init/],
        ['an empty database',    "$dir/plain.db",    'check', qr/no Client Center tables.*init/],
        ['not a database',       "$dir/text.db",     'check', qr/not a database/],
        ['not a database, init', "$dir/text.db",     'init',  qr/not a database/],
        ['a newer schema',       "$dir/newer.db",    'check', qr/schema version 999.*too old/],
        ['a newer schema, init', "$dir/newer.db",    'init',  qr/version 999, newer/],
        ['an older schema',      "$dir/older.db",    'check', qr/schema version -1.*init/],
        ['a link to nothing',    "$dir/link.db",     'init',  qr/is a link to a file that is not there/],
        ['a name of SQLite\'s own', 'file:memdb?mode=memory', 'init', qr{written as \./file:memdb}],
        ['what a server takes',  'host=localhost dbname=clientcenter password=hunter2', 'init',  qr/no path .* a server.*--driver pgsql or --driver mysql/],
        ['not made by init',     'dbname=clientcenter user=cc', 'check', qr/no path .* a server.*--driver pgsql or --driver mysql/],
        ['an address of a server', 'postgresql://cc:hunter2@localhost/clientcenter', 'check', qr/no path .* a server/],
        ['another one',          ':memory:',         'init',  qr{written as \./:memory:}],
        ['tables of others',     "$dir/others.db",   'init',  qr/table users already exists/],
    );
    system 'sqlite3', "$dir/others.db", 'CREATE TABLE users (id INTEGER)';
    symlink "$dir/nowhere.db", "$dir/link.db";
    spew("$dir/plain.db", '');
    spew("$dir/text.db",  "This is a letter, not a database.\n" x 100);
    for ('newer', 'older') {
        ccadmin_on('--db', "$dir/$_.db", 'init');
        my $version = $_ eq 'newer' ? 999 : -1;
        system 'sqlite3', "$dir/$_.db", "UPDATE schema_version SET version = $version";
    }
    for (@cases) {
        my ($name, $path, $command, $says) = @$_;
        my ($status, $out, $err) = ccadmin_on('--db', $path, $command);
        is($status, 1, $name);
        like($err, $says, "$name: message");
        unlike($err, qr/hunter2/, "$name: no password");
        my %times;
        is((grep { $times{$_}++ } split /\n/, $err), 0, "$name: and says nothing twice");
    }
    ok(!-e "$dir/nowhere.db", 'what a link names is not created, as anybody could read it');
    ok(!-e "$dir/missing.db", 'a command does not create the file');
    ok(!-e "$dir/none",       'nor init a directory');
};

subtest 'several at once' => sub {
    for my $round (1 .. 5) {
        CC::Database::make("$dir/race$round.db");
        my @pids = map {
            my $pid = fork() // die $!;
            if (!$pid) {
                open STDOUT, '>', '/dev/null';
                exec command_on("$dir/race$round.db", 'init');
            }
            $pid;
        } 1 .. 4;
        my $failed = 0;
        for (@pids) { waitpid $_, 0; $failed++ if $? }
        is($failed, 0, "round $round");
    }
};

done_testing();
