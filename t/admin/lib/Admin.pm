# What the tests of ccadmin share: a scratch directory, running the program, and loading records.
package Admin;
use strict;
use warnings;
use Exporter 'import';
use File::Spec;
use File::Temp 'tempdir';
use FindBin;
use lib "$FindBin::Bin/../lib";
use CC::Database;
use IPC::Open3;
use JSON::PP;
use Symbol 'gensym';
use Test::More;

our @EXPORT = qw(ccadmin ccadmin_on db_path scratch fresh_db bare_db spew slurp records load_ok fails passes sql json
    command command_on triggers save_db restore_db only_sqlite);

my $program = $ENV{CCADMIN} || File::Spec->rel2abs("$FindBin::Bin/../../build/ccadmin");
my $scratch = tempdir('ccadmin-test.XXXXXX', TMPDIR => 1, CLEANUP => 1);
my $number  = 0;
my $db;

sub scratch { return $scratch }
sub db_path { return $db }

# Runs the program with this input: (exit status, stdout, stderr).
sub run_program {
    my ($input, @command) = @_;
    my ($out, $err) = map { "$scratch/$_" } qw(out err);
    open my $in, '>', "$scratch/in" or die $!;
    print {$in} $input // '';
    close $in;
    my $pid = fork() // die $!;
    if (!$pid) {
        open STDIN,  '<', "$scratch/in" or die $!;
        open STDOUT, '>', $out          or die $!;
        open STDERR, '>', $err          or die $!;
        exec @command or die "$command[0]: $!";
    }
    waitpid $pid, 0;
    my $status = $? & 127 ? -($? & 127) : $? >> 8;
    return ($status, slurp($out), slurp($err));
}

# The words of a command on the current database, or on another.
sub command { return command_on($db, @_) }
sub command_on { my ($file, @words) = @_; return (split(' ', $program), CC::Database::options($file), @words) }

# ccadmin on the current database. A leading scalar reference is its input.
sub ccadmin {
    my $input = ref $_[0] eq 'SCALAR' ? ${ shift() } : '';
    return run_program($input, command(@_));
}

# The same without --db.
sub ccadmin_on {
    my $input = ref $_[0] eq 'SCALAR' ? ${ shift() } : '';
    return run_program($input, split(' ', $program), @_);
}

# A new database that the following calls use; and one that is initialised.
sub bare_db {
    $db = sprintf '%s/%d.db', $scratch, ++$number;
    CC::Database::make($db);
}

sub fresh_db {
    bare_db();
    CC::Database::initialise($db, sub {
        my ($status, $out, $err) = ccadmin('init');
        is($status, 0, 'a fresh database') or diag $err;
    });
    return $db;
}

# One check each: a command that succeeds (returns its output), and one that does not (returns its message).
sub passes {
    my ($name, @args) = @_;
    my ($status, $out, $err) = ccadmin(@args);
    is($status, 0, $name) or diag "$out$err";
    return $out;
}

sub fails {
    my ($name, $expected, $says, @args) = @_;
    my ($status, $out, $err) = ccadmin(@args);
    subtest $name => sub {
        is($status, $expected, "exit status $expected") or diag "$out$err";
        like($err, $says, 'the message');
        unlike($err, qr/\$argon2|0x[0-9a-f]{6}/, 'no secret, no address');
    };
    return $err;
}

sub load_ok {
    my ($name, @records) = @_;
    return passes($name, \records(@records), 'load', '-');
}

sub records { return join '', map { ref $_ ? JSON::PP->new->utf8->canonical->encode($_) . "\n" : "$_\n" } @_ }
sub json { return JSON::PP->new->utf8->decode($_[0]) }

# Straight into the tables, past all rules: for what ccadmin itself would refuse. Answers as sqlite3 does.
sub sql {
    my ($text) = @_;
    return sql_in_server($text) if !CC::Database::is_file();
    open my $pipe, '-|', 'sqlite3', $db, $text or die "sqlite3: $!";
    local $/;
    my $answer = <$pipe>;
    close $pipe or die "sqlite3 failed: $text";
    $answer =~ s{\n\z}{} if defined $answer;
    return $answer // '';
}

sub sql_in_server {
    my ($text) = @_;
    my $handle = CC::Database::look_into($db);
    return join "\n", map { map { join '|', map { $_ // '' } @$_ } CC::Database::ask($handle, $_) } grep { /\S/ } split /;\s*/, $text;
}

# What takes the triggers of the audit away: all, or the one with this name.
sub triggers {
    my %all = (sqlite3 => [qw(changed deleted replaced)], pgsql => [qw(changed deleted emptied)], mysql => [qw(changed deleted)]);
    my @names = @_ ? @_ : @{ $all{ CC::Database::kind() } };
    return join '; ', map { "DROP TRIGGER audit_not_$_" . (CC::Database::kind() eq 'pgsql' ? ' ON audit' : '') } @names;
}

# Keeps the database as it is, and makes it so again.
sub save_db { CC::Database::save($db) }
sub restore_db { CC::Database::restore($db) }

# For files about what only SQLite has.
sub only_sqlite { plan skip_all => "only on SQLite: $_[0]" if !CC::Database::is_file() }

sub spew {
    my ($path, $text) = @_;
    open my $file, '>', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

sub slurp {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!";
    local $/;
    return <$file> // '';
}

1;
