# The run of the server suites: which modules httpd loads, on which port, and the database that it opens.
package CC::Run;
use strict;
use warnings;
use parent 'Apache::TestRun';
use Cwd qw(getcwd);
use IO::Socket::INET;
use CC::Data;
use CC::Database;
use CC::Neighbours;
use CC::Person;
use CC::Secrets;

# Under a sanitizer a program of ours starts it.
sub httpd { $ENV{CC_SANITIZER} ? CC::Data::top() . '/t/sanitize/httpd' : $ENV{HTTPD} || '/usr/sbin/apache2' }
sub modules { $ENV{CC_MODULES} || '/usr/lib/apache2/modules' }

# The configuration that Apache::Test takes its LoadModule lines from: what the README calls the minimum, and what
# the scenarios with TLS and HTTP/2 need; with CC_NEIGHBOURS all that enterprises have beside it. Returns the file's name.
sub write_modules {
    my ($mpm) = @_;
    my $file = getcwd() . '/t/conf/modules.conf';
    my @names = ("mpm_$mpm", qw(authn_core authz_core dbd ssl http2), CC::Neighbours::wanted() ? CC::Neighbours::modules() : ());

    open my $out, '>', $file or die "$file: $!";
    print $out "ServerName 127.0.0.1\n";
    # in the order in which Debian loads them, by name
    my %file = ((map { $_ => modules() . "/mod_$_.so" } @names), clientcenter => getcwd() . '/build/mod_clientcenter.so');
    print $out qq{LoadModule ${_}_module "$file{$_}"\n} for sort keys %file;
    CC::Neighbours::write_files() if CC::Neighbours::wanted();
    close $out or die "$file: $!";
    # under a sanitizer the time of a page is over long before its work is
    my $limits = $ENV{CC_SANITIZER} ? "\nClientCenterLuaInstructions 1000000000\n" : '';
    CC::Data::write_file(CC::Data::logs() . '/database.conf', CC::Database::directives(CC::Data::database()) . $limits);
    return $file;
}

# A port with some free ones behind it, for the virtual hosts; from CC_PORTS on, so that runs side by side have their own.
# Nobody gets one twice, as they may be asked for long before they are used.
my %given;
sub free_port {
    my $first = $ENV{CC_PORTS} || 20000;
    for (1 .. 100) {
        my $port = $first + 20 * int rand 240;
        my @open = map { IO::Socket::INET->new(Listen => 1, LocalPort => $_, ReuseAddr => 1) } $port .. $port + 15;
        return $port if !$given{$port} && ($given{$port} = @open == grep { defined } @open);
    }
    die "no free port from $first on\n";
}

sub start {
    my $self = shift;
    CC::Secrets::forget();
    CC::Data::create();
    $self->SUPER::start(@_);
    # The first login replaces the hash by one of the server's cost, which is low; all test users share that one.
    my $base = "http://127.0.0.1:$self->{test_config}{vars}{port}";
    CC::Data::write_file(CC::Data::logs() . '/base', $base); # for the browser, which is no Perl
    my $person = CC::Person->new(base => $base);
    $person->login('hash-source');
    CC::Data::note_hash();
}

# What holds for all suites together is looked at when they have passed.
sub run_tests {
    my $self = shift;
    $self->SUPER::run_tests(@_);
    my @wrong = CC::Secrets::check_run();
    return if !@wrong;
    print STDERR "a secret is in the log:\n", @wrong;
    $self->stop;
    exit 1;
}

1;
