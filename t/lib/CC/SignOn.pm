# A httpd of its own whose site lends its sign-on to other applications: a proxied one that echoes what it was sent, CGI,
# SSI, mod_lua and plain files.
package CC::SignOn;
use strict;
use warnings;
use CC::Data ();
use CC::Httpd ();
use CC::Person;
use CC::Server;
use FCGI;
use IO::Select;
use IO::Socket::INET;
use IPC::Open2;
use URI;

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

# A FastCGI application for mod_proxy_fcgi that answers with its variables, a line each. Returns its port; ends with the test.
sub fastcgi {
    my $free = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1', ReuseAddr => 1) or die "fastcgi: $!";
    my $port = $free->sockport;
    close $free;
    my $socket = FCGI::OpenSocket("127.0.0.1:$port", 64);
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        my %env;
        my $request = FCGI::Request(\*STDIN, \*STDOUT, \*STDERR, \%env, $socket);
        while ($request->Accept >= 0) {
            print "Content-Type: text/plain\r\n\r\n", map { "$_=$env{$_}\n" } sort keys %env;
        }
        POSIX::_exit(0);
    }
    FCGI::CloseSocket($socket);
    push @children, $pid;
    return $port;
}

# FCGI takes TERM for a wish to end after the next request
END { local $?; for (@children) { kill KILL => $_; waitpid $_, 0 } }

# What such an application, or a script that prints its variables, saw: a hash of the lines "name: value" or "name=value".
sub seen {
    my ($res) = @_;
    return { map { /^([^\s:=]+)(?::\s*|=)(.*?)\r?$/ ? (lc $1 => $2) : () } split /\n/, $res->content };
}

# An OpenID provider (t/lib/oidc.mjs) for a server whose OIDCRedirectURI is /oidc/back and that shows /goodbye after
# signing out. Returns its issuer; ends with the test, until when its streams stay open.
my @providers;
sub provider {
    my ($server) = @_;
    my $log = "$server->{dir}/provider_log";
    my $pid = open2(my $says, my $to, "exec node '@{[ CC::Data::top() ]}/t/lib/oidc.mjs' '$server->{base}/oidc/back' '$server->{base}/goodbye' 2>'$log'");
    push @providers, [$pid, $to, $says];
    IO::Select->new($says)->can_read(30) or die "the OpenID provider does not begin\n";
    chomp(my $issuer = <$says> // '');
    return $issuer =~ m{^http://127\.0\.0\.1:\d+$} ? $issuer : die "no OpenID provider: " . CC::Data::read_file($log);
}

END { local $?; for (@providers) { close $_->[1]; waitpid $_->[0], 0 } }

# Asks for a page, follows redirects and fills in what the provider asks for, until httpd answers. Without a name: until
# the provider asks for one.
sub at_provider {
    my ($person, $name, $path) = @_;
    my @html = (Accept => 'text/html');
    my $res = $person->get($path, @html);
    for (1 .. 12) {
        if (my $to = $res->header('Location')) {
            $res = $person->get(URI->new_abs($to, $res->request->uri)->as_string, @html);
        } elsif (defined $name && $res->content =~ m{<form[^>]*action="([^"]*/interaction/[^"]*)".*?name="prompt" value="(\w+)"}s) {
            $res = $person->request(POST => URI->new_abs($1, $res->request->uri)->as_string, ['Content-Type' => 'application/x-www-form-urlencoded', @html],
                CC::Person::encode(prompt => $2, $2 eq 'login' ? (login => $name, password => 'x') : ()));
        } else {
            last;
        }
    }
    return $res;
}

# A directory (slapd) of people below ou=people,dc=example,dc=com: name => [password, address or undef]; employeeType is
# the name again. Returns its URL; ends with the test.
sub directory {
    my ($dir, %people) = @_;
    my $url = 'ldap://127.0.0.1:' . CC::Httpd::free_port();
    CC::Data::write_file("$dir/slapd.conf", join "\n", (map { "include /etc/ldap/schema/$_.schema" } qw(core cosine inetorgperson)),
        'database ldif', 'suffix "dc=example,dc=com"', "directory \"$dir/people\"",
        'access to attrs=userPassword by anonymous auth by * none', 'access to * by * read', '');
    CC::Data::write_file("$dir/people.ldif", join "\n", "dn: dc=example,dc=com\nobjectClass: domain\ndc: example\n",
        "dn: ou=people,dc=example,dc=com\nobjectClass: organizationalUnit\nou: people\n",
        map { "dn: uid=$_,ou=people,dc=example,dc=com\nobjectClass: inetOrgPerson\nuid: $_\ncn: $_\nsn: $_\nemployeeType: $_\nuserPassword: $people{$_}[0]\n"
              . ($people{$_}[1] ? "mail: $people{$_}[1]\n" : '') } sort keys %people);
    mkdir "$dir/people";
    system("/usr/sbin/slapadd -f '$dir/slapd.conf' -l '$dir/people.ldif' >'$dir/slapd_log' 2>&1") == 0 or die 'slapadd: ' . CC::Data::read_file("$dir/slapd_log");
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        open STDERR, '>>', "$dir/slapd_log";
        { exec '/usr/sbin/slapd', '-f', "$dir/slapd.conf", '-h', $url, '-d', '0' }
        POSIX::_exit(127);
    }
    push @children, $pid;
    for (1 .. 1000) {
        return $url if IO::Socket::INET->new(PeerAddr => $url =~ s{.*/}{}r);
        select undef, undef, undef, 0.02;
    }
    die 'slapd does not answer: ' . CC::Data::read_file("$dir/slapd_log");
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
