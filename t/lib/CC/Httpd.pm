# The httpd of this machine, and ports for it.
package CC::Httpd;
use strict;
use warnings;
use CC::Data ();
use IO::Socket::INET;

# Under a sanitizer a program of ours starts it.
sub program { $ENV{CC_SANITIZER} ? CC::Data::top() . '/t/sanitize/httpd' : $ENV{HTTPD} || '/usr/sbin/apache2' }
sub modules { $ENV{CC_MODULES} || '/usr/lib/apache2/modules' }

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

1;
