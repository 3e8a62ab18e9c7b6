# A person with a browser: keeps cookies, sends the csrf field of the page last seen, follows no redirect by itself.
package CC::Person;
use strict;
use warnings;
use CC::Data ();
use CC::Neighbours ();
use CC::Secrets ();
use HTML::Entities qw(decode_entities);
use HTTP::Cookies;
use HTTP::Headers;
use HTTP::Request;
use LWP::UserAgent;

# site: path of the site; host: a virtual host of t/conf/hosts.conf.in; from: the address to come from;
# base: scheme, host and port of another server
sub new {
    my ($class, %set) = @_;
    my $self = bless { site => '/cc', csrf => '', %set }, $class;
    $self->{base} //= 'http://127.0.0.1:' . CC::Data::port($set{host});
    $self->{ua} = LWP::UserAgent->new(
        requests_redirectable => [], keep_alive => 4, timeout => 60, agent => $set{agent} // 'Mozilla/5.0 (X11; Linux) test',
        cookie_jar => HTTP::Cookies->new, ssl_opts => { verify_hostname => 0, SSL_verify_mode => 0 },
        CC::Neighbours::wanted() ? (default_headers => HTTP::Headers->new('Accept-Encoding' => 'gzip')) : (),
        $set{from} ? (local_address => $set{from}) : ());
    return $self;
}

# A person who is signed in, with a user made for them unless one is named.
sub signed_in {
    my ($class, $login, %set) = @_;
    my $self = $class->new(%set);
    my $res = $self->login($login);
    die 'cannot sign in as ' . $login . ': ' . $res->status_line . "\n" if $res->code != 303;
    return $self;
}

sub url {
    my ($self, $path) = @_;
    return $path =~ m{^http} ? $path : $self->{base} . ($path =~ m{^~(.*)}s ? $1 : $self->{site} . $path);
}

# Any request. A path is below the site unless it begins with "~" (from the root of the server).
sub request {
    my ($self, $method, $path, $headers, $body) = @_;
    my $req = HTTP::Request->new($method, $self->url($path), $headers, $body);
    my $res = $self->{ua}->request($req);
    $res->decode if CC::Neighbours::wanted() && !grep { /^Accept-Encoding$/i } @{ $headers || [] }; # who asks for a coding looks at it
    CC::Secrets::note_answer($res);
    if (($res->content_type // '') eq 'text/html' && $res->content =~ /name="csrf"\s+value="([^"]*)"/) {
        $self->{csrf} = decode_entities($1);
        CC::Secrets::note($self->{csrf});
    }
    return $self->{last} = $res;
}

sub get { my ($self, $path, @headers) = @_; return $self->request(GET => $path, \@headers) }
sub head { my ($self, $path, @headers) = @_; return $self->request(HEAD => $path, \@headers) }

sub encode {
    my @pairs = @_;
    my @parts;
    while (my ($name, $value) = splice @pairs, 0, 2) {
        push @parts, join '=', map { my $t = $_ // ''; utf8::encode($t) if utf8::is_utf8($t);
                                     $t =~ s/([^A-Za-z0-9_.~-])/sprintf '%%%02X', ord $1/ge; $t } $name, $value;
    }
    return join '&', @parts;
}

# A POST of form fields, in order, with the csrf of the page seen last unless the fields have one.
# The first argument after the path may be a reference to a list of headers.
sub post {
    my ($self, $path, @fields) = @_;
    my @headers = ref $fields[0] ? @{ shift @fields } : ();
    my %names = @fields;
    unshift @fields, csrf => $self->{csrf} if !exists $names{csrf};
    CC::Secrets::note_form(@fields);
    return $self->request(POST => $path, ['Content-Type' => 'application/x-www-form-urlencoded', @headers],
        encode(@fields));
}

# Opens the page, then posts its form.
sub submit {
    my ($self, $path, @fields) = @_;
    $self->get($path);
    return $self->post($path, @fields);
}

sub login {
    my ($self, $login, $password, @more) = @_;
    $self->{login} = $login;
    return $self->submit('/login', login => $login, password => $password // CC::Data::password(), @more);
}

# Goes where the last answer redirects to.
sub follow {
    my ($self) = @_;
    my $to = $self->{last}->header('Location') // die "no redirect\n";
    return $self->get($to =~ m{^http} ? $to : "~$to");
}

sub choose {
    my ($self, $number) = @_;
    return $self->submit('/select-customer', customer => $number);
}

# The value of one of our cookies for the site, or undef.
sub cookie {
    my ($self, $name) = @_;
    my $found;
    $self->{ua}->cookie_jar->scan(sub { $found = $_[2] if $_[1] eq $name });
    return $found;
}

sub forget_cookies { $_[0]{ua}->cookie_jar->clear }

sub set_cookie {
    my ($self, $name, $value, $path) = @_;
    my ($host, $port) = $self->{base} =~ m{//([^:/]+):(\d+)};
    $self->{ua}->cookie_jar->set_cookie(0, $name, $value, $path // ($self->{site} || '/'), $host, undef, 1, 0, 3600, 0);
}

1;
