# Test data: the database of a run, records for `ccadmin load`, and a look into the tables.
package CC::Data;
use strict;
use warnings;
use CC::Database;
use Cwd qw(abs_path);
use Exporter qw(import);
use File::Basename qw(basename dirname);
use File::Path qw(make_path remove_tree);
use IPC::Open3;
use JSON::PP;

our @EXPORT = qw(ccadmin load customer user access sql sql_text sql_quote cell password unique audit_rows top);

# What every test user signs in with, unless a test is about passwords.
sub password { 'tomato-radiator-sixteen' }

sub top { abs_path(dirname(__FILE__) . '/../../..') }
sub logs { top() . '/t/logs' }
# Where the httpd of the run listens, or one of its virtual hosts (t/conf/hosts.conf.in).
sub port {
    my ($host) = @_;
    my %port = split /\s/, read_file(logs() . '/ports');
    return $port{ $host // 'localhost' } // die "no host $host\n";
}
# The file of the database, or what stands for it in a server (CC::Database).
sub database { $ENV{CC_DATABASE_FILE} || logs() . '/clientcenter.db' }

# A name that no other test file uses: "pages_home_17"
my $counter = 0;
sub unique {
    my ($what) = @_;
    (my $file = basename($0)) =~ s/\W.*//;
    return lc join '', $what // 'x', $file, $$, ++$counter;
}

# ---- the database of a run ----

# Makes the database with two enterprise companies; called before httpd starts, like an administrator would.
sub create {
    my ($file) = @_;
    local $ENV{CC_DATABASE_FILE} = $file || database();

    make_path(logs());
    # a database that httpd has open already stays
    CC::Database::make(database()) if !$file;
    CC::Database::initialise(database(), sub { run_ok('init') });
    load_with(database(),
        { type => 'enterprise_company', code => 'LAGERTA', name => 'Lagerta Ltd.' },
        { type => 'enterprise_company', code => 'BRIMLEY', name => 'Brimley & Sons' },
        { type => 'location', code => 'SOF', name => 'Sofia', enterprise_company => 'LAGERTA' },
        { type => 'location', code => 'YRK', name => 'York', enterprise_company => 'BRIMLEY' },
        { type => 'user', login => 'hash-source', email => 'hash-source@example.com', name => 'Hash Source',
          user_type => 'EXT', password => password() });
    return if $file;
    note_hash();
    make_certificate();
    make_hostile();
}

# Keeps the hash of password() for user().
sub note_hash { write_file(logs() . '/hash', cell("SELECT password_hash FROM users WHERE login = 'hash-source'")) }

sub run_ok {
    my ($status, $out) = ccadmin(@_);
    die "ccadmin @_ failed with $status: $out" if $status;
    return $out;
}

sub write_file {
    my ($name, $text) = @_;
    make_path(dirname($name));
    open my $out, '>', $name or die "$name: $!";
    print $out $text;
    close $out or die "$name: $!";
}

sub read_file {
    my ($name) = @_;
    open my $in, '<', $name or die "$name: $!";
    local $/;
    return scalar <$in>;
}

sub make_certificate {
    my $dir = logs();
    system("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
         . "-keyout $dir/server.key -out $dir/server.crt 2>/dev/null") == 0 or die "no certificate\n";
}

# A copy of lua/ in which pages are replaced by those of t/hostile.
sub make_hostile {
    my $to = logs() . '/hostile';
    remove_tree($to);
    system('cp', '-rL', top() . '/lua', $to) == 0 or die "cannot copy lua/\n";
    for my $page (glob top() . '/t/hostile/*.lua') {
        system('cp', $page, "$to/pages/") == 0 or die "cannot copy $page\n";
    }
}

# ---- ccadmin ----

# Runs ccadmin; a reference to a text as the last argument is its standard input. Returns exit status and output.
sub ccadmin {
    my @args = @_;
    my $input = ref $args[-1] ? ${ pop @args } : '';
    my $pid = open3(my $to, my $from, undef, $ENV{CCADMIN} || top() . '/build/ccadmin', CC::Database::options(database()), @args);
    local $SIG{PIPE} = 'IGNORE';
    print $to $input;
    close $to;
    my $out = do { local $/; <$from> };
    waitpid $pid, 0;
    return ($? >> 8 || $? & 127, $out // '');
}

my $json = JSON::PP->new->utf8->canonical;

# Loads records, references to hashes or lists of them.
sub load { load_with(database(), @_) }

sub load_with {
    my ($file, @records) = @_;
    local $ENV{CC_DATABASE_FILE} = $file;
    my $lines = join '', map { $json->encode($_) . "\n" } map { ref $_ eq 'ARRAY' ? @$_ : $_ } @records;
    my ($status, $out) = ccadmin('load', '-', \$lines);
    die "ccadmin load failed with $status: $out\n$lines" if $status;
    return;
}

# ---- records ----

# A party that is a customer: customer('00028', name => 'Olivia Green', company => 'BRIMLEY')
sub customer {
    my ($number, %set) = @_;
    my $company = delete $set{company} || 'LAGERTA';
    my $name = delete $set{name} || "Customer $number";
    my %agreement = map { exists $set{$_} ? ($_ => delete $set{$_}) : () } qw(from_date thru_date);
    return (
        { type => 'party', code => $number, name => $name, active => JSON::PP::true, vat_registered => JSON::PP::false,
          %set },
        { type => 'customer', number => $number, party => $number, enterprise_company => $company,
          serviced_by => $company eq 'LAGERTA' ? 'SOF' : 'YRK', from_date => '2020-01-01', %agreement });
}

my $hash;
sub user {
    my ($login, %set) = @_;
    my %password = exists $set{password} ? () : (password_hash => $hash ||= read_file(logs() . '/hash'));
    return { type => 'user', login => $login, email => lc("$login\@example.com"), name => "Name of $login",
             user_type => 'EXT', language => 'en', %password, %set };
}

sub access {
    my ($customer, $login, $role, %set) = @_;
    return { type => 'external_access', customer => $customer, user => $login, role => $role, days_back => undef,
             %set };
}

# ---- a look into the tables ----

sub sql_quote {
    my ($text) = @_;
    return 'NULL' if !defined $text;
    $text =~ s/'/''/g;
    return "'$text'";
}

# Runs SQL with ? for values; returns rows as references to lists, NULL as ''.
sub sql {
    my ($sql, @values) = @_;
    $sql =~ s/\?/sql_quote(shift @values)/ge;
    return map { [map { $_ // '' } @$_] } CC::Database::ask(CC::Database::look_into(database()), $sql);
}

# The rows as one text, "-" for NULL: what a test compares before and after.
sub sql_text { return join ' ', map { join ',', map { length $_ ? $_ : '-' } @$_ } sql(@_) }

# The first column of the first row
sub cell {
    my @rows = sql(@_);
    return @rows ? $rows[0][0] : undef;
}

# Audit records as "action result before after", oldest first.
sub audit_rows {
    my ($where, @values) = @_;
    return map { join ' ', grep { length } @$_ } sql(
        "SELECT action, result, COALESCE(before_values, ''), COALESCE(after_values, '') FROM audit WHERE $where "
        . 'ORDER BY id', @values);
}

1;
