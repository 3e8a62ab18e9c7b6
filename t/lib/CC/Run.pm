# The run of the server suites: which modules httpd loads, and the database that it opens.
package CC::Run;
use strict;
use warnings;
use parent 'Apache::TestRun';
use Cwd qw(getcwd);
use CC::Data;
use CC::Database;
use CC::Httpd;
use CC::Neighbours;
use CC::Person;
use CC::Secrets;

# The configuration that Apache::Test takes its LoadModule lines from: what the README calls the minimum, and what
# the scenarios with TLS and HTTP/2 need; with CC_NEIGHBOURS all that enterprises have beside it. Returns the file's name.
sub write_modules {
    my ($mpm) = @_;
    my $file = getcwd() . '/t/conf/modules.conf';
    my @names = ("mpm_$mpm", qw(authn_core authz_core dbd ssl http2), CC::Neighbours::wanted() ? CC::Neighbours::modules() : ());

    open my $out, '>', $file or die "$file: $!";
    print $out "ServerName 127.0.0.1\n";
    # in the order in which Debian loads them, by name
    my %file = ((map { $_ => CC::Httpd::modules() . "/mod_$_.so" } @names), clientcenter => getcwd() . '/build/mod_clientcenter.so');
    print $out qq{LoadModule ${_}_module "$file{$_}"\n} for sort keys %file;
    CC::Neighbours::write_files() if CC::Neighbours::wanted();
    close $out or die "$file: $!";
    # under a sanitizer the time of a page is over long before its work is
    my $limits = $ENV{CC_SANITIZER} ? "\nClientCenterLuaInstructions 1000000000\n" : '';
    CC::Data::write_file(CC::Data::logs() . '/database.conf', CC::Database::directives(CC::Data::database()) . $limits);
    return $file;
}

sub start {
    my $self = shift;
    CC::Secrets::forget();
    CC::Data::create();
    $self->write_ports;
    $self->SUPER::start(@_);
    # The first login replaces the hash by one of the server's cost, which is low; all test users share that one.
    my $base = "http://127.0.0.1:$self->{test_config}{vars}{port}";
    CC::Data::write_file(CC::Data::logs() . '/base', $base); # for the browser, which is no Perl
    my $person = CC::Person->new(base => $base);
    $person->login('hash-source');
    CC::Data::note_hash();
}

# For tests, which know nothing of Apache::Test: loading it and its configuration takes half a second.
sub write_ports {
    my ($self) = @_;
    my ($main, $hosts) = @{ $self->{test_config} }{qw(vars vhosts)};
    CC::Data::write_file(CC::Data::logs() . '/ports', join '', "localhost $main->{port}\n", map { "$_ $hosts->{$_}{port}\n" } sort keys %$hosts);
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
