# audit: the whole record in every format, its chain of hashes, and what check says when somebody laid hands on it.
use strict;
use warnings;
use Encode ();
use Digest::SHA 'sha256_hex';
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use JSON::PP;
use Test::More;

my $zeros = '0' x 64;

# What the manual tells anybody to do, in a few lines: the hashes of a JSON export, and the last of them.
sub verify {
    my ($records) = @_;
    my $json = JSON::PP->new->utf8->allow_nonref;
    my $last = $zeros;
    for my $record (@$records) {
        # ids are numbers; before and after are JSON inside a text, with the keys as they were written
        my @parts = map { my $value = $record->{$_}; defined $value && /id\z/ ? $value + 0 : $value }
            qw(previous_hash at action result actor_id actor address customer_id customer user_id user before after detail);
        my $text = '[' . join(',', map { $json->encode($_) } @parts) . ']';
        return "record $record->{id}" if $record->{previous_hash} ne $last || sha256_hex($text) ne $record->{hash};
        $last = $record->{hash};
    }
    return $last;
}

# before and after as they stand in the table: Perl would lose the order of their keys.
sub exported {
    my $records = json(passes('JSON', 'audit', '--format', 'json'));
    my $handle = CC::Database::connect_to(db_path());
    my @texts = CC::Database::ask($handle, 'SELECT before_values, after_values FROM audit ORDER BY id');
    $handle->disconnect;
    for my $i (0 .. $#$records) {
        @{ $records->[$i] }{qw(before after)} = map { defined ? Encode::decode('UTF-8', $_) : undef } @{ $texts[$i] };
    }
    return $records;
}

fresh_db();
my ($record) = passes('an empty chain', 'check') =~ /(\d+ audit records up to hash \w+)$/;
is($record, "0 audit records up to hash $zeros", 'has the head of the beginning');
passes('demo', 'demo', '--users', '700');
my @logins = split /\n/, sql("SELECT login FROM users WHERE id > 9 ORDER BY id LIMIT 600");
load_ok('many rows', map { +{ type => 'external_access', customer => '00031', user => $_, role => 'L10', notes => "\x{411}\x{435} \"$_\"\n\\ \x{e9}" } } @logins);
for my $role (qw(L10 L20 L30 L40)) {
    passes("grant $role", 'grant', '--customer', '00028', '--user', 'newcomer', '--role', $role, '--notes', "Zoë's \"$role\"");
}
passes('revoke', 'revoke', '--customer', '00028', '--user', 'newcomer');
fails('a refusal', 1, qr/./, 'revoke', '--customer', '00028', '--user', 'owner');

subtest 'exports' => sub {
    my $records = exported();
    my $count = @$records;
    ok($count > 600, 'more than a batch');
    my ($head) = passes('check', 'check') =~ /, $count audit records up to hash ([0-9a-f]{64})$/;
    is(verify($records), $head, 'a script verifies the chain up to the hash that check prints');
    is($records->[-1]{result}, 'refused', 'refusals belong to it');
    is_deeply([map { $_->{id} } @$records], [sort { $a <=> $b } map { $_->{id} } @$records], 'in order');
    my @lines = split /\n(?=\d{4}-\d\d-\d\dT)/, passes('CSV', 'audit', '--format', 'csv');
    is(@lines, $count + 1, 'as many lines of CSV');
    like($lines[-1], qr/,$records->[-1]{previous_hash},$records->[-1]{hash}\n\z/, 'with the hashes');
    is(scalar @{ json(passes('of a customer', 'audit', '--customer', '00031', '--format', 'json')) }, 600, 'of one customer');
    is(scalar @{ json(passes('of a user', 'audit', '--user', 'newcomer', '--format', 'json')) }, 5, 'of one user');
    is(scalar @{ json(passes('of both', 'audit', '--customer', '00031', '--user', $logins[0], '--format', 'json')) }, 1, 'of both');
    unlike(passes('for people', 'audit'), qr/\b[0-9a-f]{64}\b/, 'hashes are not for people');
};

# ---- hands laid on it ----

my $good = db_path();
my $last = sql('SELECT MAX(id) FROM audit');
my $drop = triggers() . ';';
my $columns = 'at, action, result, actor, address, previous_hash, hash';

# The hash as the program computes it, for one who knows how.
sub forged {
    my ($previous, $at, $action) = @_;
    my $time = POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $at);
    return sha256_hex(qq(["$previous","$time","$action","ok",null,"x","",null,null,null,null,null,null,null]));
}

sub hash_of { return sql("SELECT hash FROM audit WHERE id = $_[0]") }

my ($h10, $h11, $h99, $end) = map { hash_of($_) } 10, 11, 99, $last;
my $forged = forged($h10, 5, 'x');
my $appended = forged($end, 5, 'x');
my @damage = (
    ['a value', q(UPDATE audit SET after_values = REPLACE(after_values, 'L10', 'L90') WHERE id = 100), qr/^audit record 100: it was changed/m],
    (map { ["changed $_", "UPDATE audit SET $_ = 'x' WHERE id = 100", qr/^audit record 100: it was changed/m] }
        qw(action result actor address customer target before_values detail previous_hash hash)),
    (map { ["changed $_", "UPDATE audit SET $_ = -5 WHERE id = 100", qr/^audit record 100: it was changed/m] } qw(at actor_id customer_id user_id)),
    ['NULL for a text',     q(UPDATE audit SET target = NULL WHERE id = 3),         qr/^audit record 3: it was changed/m],
    ['"" for NULL',         q(UPDATE audit SET before_values = '' WHERE id = 3),    qr/^audit record 3: it was changed/m],
    ['two of them',         q(UPDATE audit SET actor = 'x' WHERE id IN (7, 400)),   qr/^audit record 7: it was changed/m],
    ['more behind a hash',  qq(UPDATE audit SET previous_hash = '${h99}x' WHERE id = 100), qr/^audit record 100: it was changed/m],
    ['the first one',       q(UPDATE audit SET actor = 'x' WHERE id = 1),           qr/^audit record 1: it was changed/m],
    ['the last one',        qq(UPDATE audit SET actor = 'x' WHERE id = $last),      qr/^audit record $last: it was changed/m],
    ['one is gone',         q(DELETE FROM audit WHERE id = 100),                    qr/^audit record 101: one or more records before it are missing/m],
    ['several are gone',    q(DELETE FROM audit WHERE id BETWEEN 400 AND 560),      qr/^audit record 561: one or more records before it are missing/m],
    ['the first is gone',   q(DELETE FROM audit WHERE id = 1),                      qr/^audit record 2: one or more records before it are missing/m],
    ['the last is gone',    qq(DELETE FROM audit WHERE id = $last),                 qr/^audit: the last records are missing, after record @{[$last - 1]}/m],
    ['all are gone',        q(DELETE FROM audit),                                   qr/^audit: the last records are missing, after record 0/m],
    ['one is swapped',      q(UPDATE audit SET id = 99999 WHERE id = 100),          qr/^audit record 101: one or more/m],
    ['a clumsy insertion',  qq(UPDATE audit SET id = id + 10000 WHERE id > 10; INSERT INTO audit (id, $columns) VALUES (11, 5, 'x', 'ok', 'x', '', '', '')),
        qr/^audit record 11: it was inserted/m],
    ['a clever insertion', qq(UPDATE audit SET id = id + 10000 WHERE id > 10; INSERT INTO audit (id, $columns) VALUES (11, 5, 'x', 'ok', 'x', '', '$h10', '$forged')),
        qr/^audit record 11: it was inserted/m],
    ['a clumsy addition',  qq(INSERT INTO audit ($columns) VALUES (5, 'x', 'ok', 'x', '', '', '')),                    qr/^audit record @{[$last + 1]}: it was inserted/m],
    ['a clever addition',  qq(INSERT INTO audit ($columns) VALUES (5, 'x', 'ok', 'x', '', '$end', '$appended')),       qr/^audit record @{[$last + 1]}: it was inserted/m],
    (map { ["changed $_", "UPDATE audit SET $_ = 'x' WHERE id = 100", qr/^audit record 100: filters do not find it/m] } qw(actor_key target_key before_key after_key)),
    ['a key of another',   q(UPDATE audit SET actor_key = target_key WHERE id = 100), qr/^audit record 100: filters do not find it/m],
    ['an empty key',       q(UPDATE audit SET after_key = '' WHERE id = 100),         qr/^audit record 100: filters do not find it/m],
    ['the head\'s hash',   q(UPDATE audit_head SET hash = 'x'),                      qr/^audit: the last records are missing/m],
    ['the head\'s count',  q(UPDATE audit_head SET records = records - 1),           qr/^audit: audit_head does not count \d+ records/m],
    ['no head',            q(DELETE FROM audit_head),                                qr/^audit: audit_head has no row/m],
);
# The core verifies the chain: in a server, what statements and types there may make of it is enough.
if (!CC::Database::is_file()) {
    @damage = grep { $_->[0] =~ /^(?:a value|changed (?:at|detail|hash|actor_key)|NULL|one is|the last is|a clever|an empty|the head's count|no head)/ } @damage;
    is(scalar @damage, 14, 'these are tried in a server');
}
save_db();
for (@damage) {
    my ($name, $sql, $says) = @$_;
    sql($drop . $sql);
    my ($status, $out, $err) = ccadmin('check');
    is($status, 1, $name) or diag "$out$err";
    like($out, $says, "$name: the first wrong record");
    is(scalar(() = $out =~ /^audit/mg), 1, "$name: and no other");
    restore_db();
}
subtest 'refused by the table itself' => sub {
    my $into = "INTO audit (id, $columns) VALUES (100, 5, 'x', 'ok', 'x', '', '', '')";
    my %own = (
        sqlite3 => ['UPDATE OR REPLACE audit SET id = 101 WHERE id = 100', (map { "$_ $into" } 'REPLACE', 'INSERT OR REPLACE', 'INSERT OR IGNORE', 'INSERT'),
            "INSERT $into ON CONFLICT DO UPDATE SET actor = 'x'"],
        pgsql => ['TRUNCATE audit', "INSERT $into ON CONFLICT (id) DO UPDATE SET actor = 'x'"],
        mysql => ["REPLACE $into", "INSERT $into ON DUPLICATE KEY UPDATE actor = 'x'"],
    );
    for my $sql (q(UPDATE audit SET actor = 'x' WHERE id = 100), 'DELETE FROM audit WHERE id = 100', @{ $own{ CC::Database::kind() } }) {
        my $handle = CC::Database::connect_to($good);
        eval { CC::Database::ask($handle, $sql) };
        like($@, qr/append-only: its records cannot be (?:changed|deleted|replaced)/, $sql);
    }
    is(hash_of($last), $end, 'and nothing is other than before');
};
like(passes('good again', 'check'), qr/, \d+ audit records up to hash $end$/, 'the number and the hash to be noted elsewhere');

if (CC::Database::kind() eq 'pgsql') {
    sql('ALTER TABLE audit ENABLE REPLICA TRIGGER audit_not_changed');
    like((ccadmin('check'))[1], qr/^database: records of the audit can be changed/, 'a trigger of replicas alone is none');
    passes('init makes it anew', 'init');
    passes('and it is as it was', 'check');
}

subtest 'all computed anew' => sub {
    my ($noted) = passes('before', 'check') =~ /(\w+)$/;
    sql("$drop DELETE FROM audit; " . q{DELETE FROM list_counts WHERE list = 'audit'; UPDATE audit_head SET records = 0, hash = } . "'$zeros'");
    my ($status, $out) = ccadmin('check');
    is($out, "database: records of the audit can be changed, triggers are gone: run ccadmin init\n", 'only the triggers tell');
    is($status, 1, 'and that is a problem');
    my $triggers = () = $drop =~ /TRIGGER/g;
    like(passes('init', 'init'), qr/^Triggers that keep the audit as it is made anew: $triggers\.$/m, 'makes them anew');
    my ($now) = passes('is in order by itself', 'check') =~ /(\w+)$/;
    isnt($now, $noted, 'but the noted hash tells');
};

subtest 'without its head nothing is written' => sub {
    sql('DELETE FROM audit_head');
    my ($status) = ccadmin('grant', '--customer', '00028', '--user', 'newcomer', '--role', 'L10');
    is($status, 1, 'a change fails');
    is(sql("SELECT COUNT(*) FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = 'newcomer'"), 0, 'and is undone');
};

subtest 'several write at once' => sub {
    fresh_db();
    passes('demo', 'demo');
    my @pids = map {
        my $number = (qw(00028 00031 00047))[$_ % 3];
        my $login = (qw(newcomer orders))[$_ / 3 % 2];
        my $pid = fork() // die $!;
        if (!$pid) {
            open STDOUT, '>', '/dev/null';
            open STDERR, '>', '/dev/null';
            for my $role (qw(L10 L20 L30 L40)) {
                system command('grant', '--customer', $number, '--user', $login, '--role', $role);
            }
            require POSIX;
            POSIX::_exit(0);
        }
        $pid;
    } 0 .. 5;
    waitpid $_, 0 for @pids;
    my $count = sql('SELECT COUNT(*) FROM audit');
    ok($count >= 20, "$count records");
    like(passes('check', 'check'), qr/, $count audit records/, 'one chain');
};

# one letter that becomes eighteen when it is folded
subtest 'values that fold to more than a text of MariaDB holds' => sub {
    my $letter = "\xef\xb7\xba";
    load_ok('a user', '{"type":"user","login":"longwinded","name":"L","user_type":"EXT","notes":"' . $letter x 2000 . '"}');
    my $key = sql("SELECT after_key FROM audit WHERE action = 'user.add' ORDER BY id DESC LIMIT 1");
    cmp_ok(length $key, '<=', 65535, 'the key goes into one');
    cmp_ok(length $key, '>', 65500, 'and has as much as goes into it');
    ok(utf8::decode($key), 'of whole characters');
    passes('check agrees', 'check');
};

done_testing();
