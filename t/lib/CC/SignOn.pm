# A httpd of its own whose site lends its sign-on to other applications: a proxied one that echoes what it was sent, CGI,
# SSI, mod_lua and plain files.
package CC::SignOn;
use strict;
use warnings;
use CC::Data ();
use CC::Person;
use CC::Server;
use IO::Socket::INET;

# An application behind mod_proxy: answers every request with the request it got, byte by byte. `delay`: names a file
# that has to exist before it answers paths with "slow" in them. Returns its port; ends with the test.
my @children;
sub echo {
    my (%set) = @_;
    my $listen = IO::Socket::INET->new(Listen => 64, LocalAddr => '127.0.0.1', ReuseAddr => 1) or die "echo: $!";
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        local $SIG{CHLD} = 'IGNORE';
        while (1) {
            my $client = $listen->accept or next;
            next if fork;
            _answer($client, %set);
            POSIX::_exit(0);
        }
    }
    push @children, $pid;
    return $listen->sockport;
}

sub _answer {
    my ($client, %set) = @_;
    my $request = '';
    while ($request !~ /\r\n\r\n/) {
        sysread $client, $request, 65536, length $request or last;
    }
    if ($request =~ m{^\S+ \S*slow}) {
        syswrite $set{started}, '.' if $set{started};
        for (1 .. 3000) { last if -e $set{until}; select undef, undef, undef, 0.01 }
    }
    my $cache = $request =~ m{^\S+ \S*cache} ? "Cache-Control: public, max-age=600\r\n" : '';
    my $status = $request =~ m{^\S+ \S*broken} ? '500 Broken' : '200 OK';
    syswrite $client, "HTTP/1.1 $status\r\nContent-Type: text/plain\r\n${cache}Content-Length: " . length($request)
        . "\r\nConnection: close\r\n\r\n$request";
    close $client;
}

END { local $?; for (@children) { kill TERM => $_; waitpid $_, 0 } }

# What such an application, or a script that prints its variables, saw: a hash of the lines "name: value" or "name=value".
sub seen {
    my ($res) = @_;
    return { map { /^([^\s:=]+)(?::\s*|=)(.*?)\r?$/ ? (lc $1 => $2) : () } split /\n/, $res->content };
}

# Modules of the Apache distribution that applications need.
sub modules {
    my $cgi = ($ENV{CC_MPM} || 'event') eq 'prefork' ? 'cgi' : 'cgid';
    return [qw(authz_user authz_host auth_basic authn_file alias dir mime env setenvif headers rewrite actions include proxy
               proxy_http access_compat), $cgi, @_];
}

# Writes the files of the server and returns lines of configuration that all scenarios share.
sub files {
    my ($dir) = @_;
    CC::Data::write_file("$dir/cgi/env", "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'\nenv\n");
    chmod 0755, "$dir/cgi/env";
    CC::Data::write_file("$dir/files/index.html", "the index\n");
    CC::Data::write_file("$dir/files/page.shtml", join "\n", map({ qq($_=<!--#echo var="$_" -->) }
        qw(REMOTE_USER CC_USER_ID CC_USER_NAME CC_USER_EMAIL CC_CUSTOMER CC_CUSTOMER_NAME CC_ROLE)),
        '<!--#include virtual="/cgi/env" -->', '');
    CC::Data::write_file("$dir/files/page.test", "for an action\n");
    return <<"EOF_CONF";
TypesConfig /dev/null
ScriptAlias /cgi/ "$dir/cgi/"
ScriptAlias /opencgi/ "$dir/cgi/"
@{[ ($ENV{CC_MPM} || 'event') eq 'prefork' ? '' : qq(ScriptSock "$dir/cgisock") ]}
DocumentRoot "$dir/files"
EOF_CONF
}

sub base { $_[0]{base} }

1;
