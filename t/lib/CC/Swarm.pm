# Many clients at once in one process: each runs its own list of requests over sockets that do not block.
package CC::Swarm;
use strict;
use warnings;
use CC::Person ();
use HTML::Entities qw(decode_entities);
use IO::Poll qw(POLLIN POLLOUT POLLERR POLLHUP);
use IO::Socket::INET;
use Socket qw(SOCK_STREAM AF_INET pack_sockaddr_in inet_aton);
use Errno qw(EINPROGRESS EAGAIN EINTR);
use Time::HiRes qw(time);

# A client: { steps => [ sub { ($method, $path, @fields) } ... ] }; a step gets the client and names its request.
# Answers 503 and 429 with Retry-After are tried again when that time is over.
# Returns counts by status, the slowest answer in seconds, and the list of what went wrong.
sub run {
    my ($class, %set) = @_;
    my $self = bless { clients => $set{clients}, port => $set{port}, site => $set{site} // '/cc', until => time + ($set{seconds} // 60),
        status => {}, times => [], wrong => [], expect => $set{expect} // {} }, $class;
    my $poll = IO::Poll->new;
    my %by_fd;
    $self->begin($_, $poll, \%by_fd) for @{ $self->{clients} };
    while (grep { !$_->{done} } @{ $self->{clients} }) {
        if (time > $self->{until}) {
            push @{ $self->{wrong} }, scalar(grep { !$_->{done} } @{ $self->{clients} }) . ' clients did not end in time';
            last;
        }
        for my $client (grep { $_->{again_at} && $_->{again_at} <= time } @{ $self->{clients} }) {
            delete $client->{again_at};
            $self->begin($client, $poll, \%by_fd);
        }
        $poll->poll(0.05);
        for my $socket ($poll->handles(POLLIN | POLLOUT | POLLERR | POLLHUP)) {
            my $client = $by_fd{ fileno $socket } or next;
            $self->move($client, $poll, \%by_fd);
        }
    }
    return $self;
}

sub request_of {
    my ($self, $client) = @_;
    my ($method, $path, @fields) = $client->{steps}[ $client->{at} // 0 ]->($client);
    my $body = $method eq 'POST' ? CC::Person::encode(csrf => $client->{csrf} // '', @fields) : '';
    my $cookie = join '; ', map { "$_=$client->{cookies}{$_}" } sort keys %{ $client->{cookies} || {} };
    return "$method $self->{site}$path HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" . ($cookie ? "Cookie: $cookie\r\n" : '')
        . ($method eq 'POST' ? "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " . length($body) . "\r\n" : '') . "\r\n$body";
}

sub begin {
    my ($self, $client, $poll, $by_fd) = @_;
    $client->{began} = time;
    $client->{out} = $self->request_of($client);
    $client->{in} = '';
    socket my $socket, AF_INET, SOCK_STREAM, 0 or die "socket: $!";
    my $handle = IO::Socket::INET->new_from_fd(fileno $socket, 'r+');
    $client->{raw} = $socket;
    $handle->blocking(0);
    connect $handle, pack_sockaddr_in($self->{port}, inet_aton('127.0.0.1')) or $! == EINPROGRESS or die "connect: $!";
    $client->{socket} = $handle;
    $by_fd->{ fileno $handle } = $client;
    $poll->mask($handle => POLLIN | POLLOUT);
}

sub move {
    my ($self, $client, $poll, $by_fd) = @_;
    my $socket = $client->{socket};
    local $SIG{PIPE} = 'IGNORE';
    if (length $client->{out}) {
        my $sent = syswrite $socket, $client->{out};
        substr $client->{out}, 0, $sent, '' if $sent;
        $poll->mask($socket => POLLIN) if !length $client->{out};
    }
    my $got = sysread $socket, $client->{in}, 65536, length $client->{in};
    return if !defined $got && ($! == EAGAIN || $! == EINTR);
    return if $got;
    $poll->remove($socket);
    delete $by_fd->{ fileno $socket };
    close $socket;
    close $client->{raw};
    $self->answered($client, $poll, $by_fd);
}

sub answered {
    my ($self, $client, $poll, $by_fd) = @_;
    my ($head, $body) = split /\r\n\r\n/, $client->{in}, 2;
    my ($status) = ($head // '') =~ m{^HTTP/1\.\d (\d+)};
    my $took = time - $client->{began};
    push @{ $self->{times} }, $took;
    $status //= 'none';
    $self->{status}{$status}++;
    while (($head // '') =~ /^Set-Cookie:\s*([^=;\s]+)=([^;\r\n]*)/gmi) { CC::Secrets::note($client->{cookies}{$1} = $2) if ($client->{cookies}{$1} // "") ne $2 }
    $client->{csrf} = decode_entities($1) if ($body // '') =~ /name="csrf"\s+value="([^"]*)"/;
    $client->{body} = $body;
    $client->{last} = $status;
    if ($status =~ /^(?:503|429)$/) {
        my ($after) = $head =~ /^Retry-After:\s*(\d+)/mi;
        if (!defined $after) {
            push @{ $self->{wrong} }, "$status without Retry-After";
            $client->{done} = 1;
        } elsif (++$client->{tries} > 60) {
            push @{ $self->{wrong} }, "still $status after 60 tries";
            $client->{done} = 1;
        } else {
            # not before, and not all at the same moment
            $client->{again_at} = time + ($after || 0.1) * (1 + rand);
        }
        return;
    }
    if ($status !~ /^(?:200|303)$/) {
        push @{ $self->{wrong} }, "$status for " . $client->{steps}[ $client->{at} // 0 ]->($client);
        $client->{done} = 1;
        return;
    }
    $client->{at}++;
    if ($client->{at} >= @{ $client->{steps} }) {
        $client->{done} = 1;
        return;
    }
    $self->begin($client, $poll, $by_fd);
}

# The time below which this part of all answers came, such as 0.5 or 0.99
sub quantile {
    my ($self, $part) = @_;
    my @sorted = sort { $a <=> $b } @{ $self->{times} };
    return $sorted[ int($part * $#sorted) ];
}

1;
