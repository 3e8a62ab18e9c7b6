# What tests say about answers: status, page, errors, grids. Each check is one line of TAP and explains a failure.
package CC::Check;
use strict;
use warnings;
use Exporter qw(import);
use HTML::Entities qw(decode_entities);
use Test::More;

our @EXPORT = qw(status_is redirect_is page_is error_is field_error_is notice_is header_is no_header
    body_like body_unlike attr grid_rows grid_total grid_columns text_of options_of value_of cookies_set secure_headers
    raw_request server_end);

sub _told {
    my ($good, $res, @why) = @_;
    return $good if $good;
    diag join ' ', @why;
    diag $res->request->method, ' ', $res->request->uri, ' -> ', $res->status_line if $res->request;
    my $text = text_of($res->decoded_content // '');
    diag substr $text, 0, 600 if length $text;
    return $good;
}

sub status_is {
    my ($res, $status, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    return _told(is($res->code, $status, $name // "status $status"), $res);
}

sub redirect_is {
    my ($res, $path, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    (my $to = $res->header('Location') // '') =~ s{^https?://[^/]+}{};
    my $got = $res->code . " $to";
    my $good = ref $path ? like($got, qr/^303 $path/, $name // 'redirect') : is($got, "303 $path", $name // "to $path");
    return _told($good, $res);
}

# An attribute of the body, or of the first element that matches: attr($res, 'data-page')
sub attr {
    my ($res, $name, $element) = @_;
    my $html = ref $res ? $res->decoded_content : $res;
    my $tag = $html =~ ($element // qr/<body[^>]*>/) ? $& : return undef;
    return $tag =~ /\s\Q$name\E="([^"]*)"/ ? decode_entities($1) : undef;
}

sub page_is {
    my ($res, $page, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    return _told(is(attr($res, 'data-page') // '', $page, $name // "page $page"), $res);
}

sub error_is {
    my ($res, $status, $code, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $got = join ' ', $res->code, attr($res, 'data-error', qr/<main[^>]*>/) // '-';
    return _told(is($got, "$status $code", $name // "error $code"), $res);
}

sub _field_error {
    my ($res, $field) = @_;
    return $res->decoded_content =~ /<[^>]*data-error-for="\Q$field\E"[^>]*>(.*?)<\//s ? decode_entities($1) : undef;
}

sub field_error_is {
    my ($res, $field, $message, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $got = _field_error($res, $field) // '(none)';
    $name //= "problem with $field";
    my $good = !defined $message ? isnt($got, '(none)', $name)
             : ref $message      ? like($got, $message, $name)
             :                     is($got, $message, $name);
    return _told($good, $res);
}

sub notice_is {
    my ($res, $text, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my ($got) = $res->decoded_content =~ /<[^>]*role="status"[^>]*>(.*?)<\/(?:div|p|section|output)>/s;
    return _told(like(text_of($got // ''), $text, $name // 'notice'), $res);
}

sub header_is {
    my ($res, $header, $want, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $got = $res->header($header) // '(none)';
    $name //= "header $header";
    return _told(ref $want ? like($got, $want, $name) : is($got, $want, $name), $res);
}

sub no_header {
    my ($res, $header, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    return is($res->header($header), undef, $name // "no header $header");
}

sub body_like {
    my ($res, $want, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $good = ok($res->decoded_content =~ $want, $name // "body has $want");
    return _told($good, $res, "no match for $want");
}

sub body_unlike {
    my ($res, $want, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $found = $res->decoded_content =~ $want ? $& : undef;
    return _told(ok(!defined $found, $name // "body does not have $want"), $res, 'found ' . ($found // ''));
}

# The words of HTML.
sub text_of {
    my ($html) = @_;
    $html =~ s/<(script|style|head)\b.*?<\/\1>//gs;
    $html =~ s/<[^>]*>/ /g;
    $html = decode_entities($html);
    $html =~ s/\s+/ /g;
    $html =~ s/^ | $//g;
    return $html;
}

# The value of a form control: what an input, textarea or select holds.
sub value_of {
    my ($res, $field) = @_;
    my $html = $res->decoded_content;
    if ($html =~ /<textarea[^>]*\sname="\Q$field\E"[^>]*>\n?(.*?)<\/textarea>/s) {
        return decode_entities($1);
    }
    if ($html =~ /<select[^>]*\sname="\Q$field\E"[^>]*>(.*?)<\/select>/s) {
        return $1 =~ /<option\b[^>]*\svalue="([^"]*)"[^>]*\sselected/ ? decode_entities($1) : undef;
    }
    if ($html =~ /<input[^>]*\sname="\Q$field\E"[^>]*>/s) {
        my $tag = $&;
        return $tag =~ /\svalue="([^"]*)"/ ? decode_entities($1) : '';
    }
    return undef;
}

# The values that a select offers, in order.
sub options_of {
    my ($res, $field) = @_;
    return if $res->decoded_content !~ /<select[^>]*\sname="\Q$field\E"[^>]*>(.*?)<\/select>/s;
    my $options = $1;
    return map { decode_entities($_) } $options =~ /<option\b[^>]*\svalue="([^"]*)"/g;
}

# Rows of a grid: references to { id, column => text ... }
sub grid_rows {
    my ($res, $grid) = @_;
    my ($table) = $res->decoded_content =~ /<table[^>]*data-grid="\Q$grid\E"[^>]*>(.*?)<\/table>/s or return;
    my @rows;
    while ($table =~ /<tr[^>]*data-id="([^"]*)"[^>]*>(.*?)<\/tr>/gs) {
        my ($id, $cells) = ($1, $2);
        my %row = (id => $id);
        $row{$1} = text_of($2) while $cells =~ /<td[^>]*data-col="([^"]*)"[^>]*>(.*?)<\/td>/gs;
        $row{edit} = $cells =~ m{/users/\Q$id\E/edit"} ? 1 : 0;
        $row{remove} = $cells =~ m{/users/\Q$id\E/remove"} ? 1 : 0;
        push @rows, \%row;
    }
    return @rows;
}

sub grid_total {
    my ($res, $grid) = @_;
    return attr($res, 'data-total', qr/<table[^>]*data-grid="\Q$grid\E"[^>]*>/);
}

sub grid_columns {
    my ($res, $grid) = @_;
    my ($table) = $res->decoded_content =~ /<table[^>]*data-grid="\Q$grid\E"[^>]*>(.*?)<\/table>/s or return;
    return $table =~ /<th[^>]*data-col="([^"]*)"/g;
}

# Cookies that an answer sets: name -> reference to { value, attribute in lower case => value or 1 }
sub cookies_set {
    my ($res) = @_;
    my %cookies;
    for my $line ($res->headers->header('Set-Cookie')) {
        my ($pair, @attributes) = split /;\s*/, $line;
        my ($name, $value) = split /=/, $pair, 2;
        $cookies{$name} = { value => $value, map { my ($n, $v) = split /=/; (lc $n, $v // 1) } @attributes };
    }
    return %cookies;
}

# Headers that every answer of a site carries.
sub secure_headers {
    my ($res, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my %want = (
        'X-Content-Type-Options'       => qr/^nosniff$/,
        'Referrer-Policy'              => qr/^(?:same-origin|no-referrer|strict-origin)$/,
        'Cross-Origin-Opener-Policy'   => qr/^same-origin$/,
        'Cross-Origin-Resource-Policy' => qr/^same-origin$/,
        'Content-Security-Policy'      => qr/default-src 'none'/,
    );
    my @wrong = grep { ($res->header($_) // '') !~ $want{$_} } sort keys %want;
    my $csp = $res->header('Content-Security-Policy') // '';
    for my $part ("style-src 'self'", "script-src 'self'", "font-src 'self'", "connect-src 'self'",
        "img-src 'self' data:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'") {
        push @wrong, $part if index($csp, $part) < 0;
    }
    push @wrong, 'unsafe' if $csp =~ /unsafe|\*/;
    push @wrong, 'CORS' if defined $res->header('Access-Control-Allow-Origin');
    return _told(is("@wrong", '', $name // 'security headers'), $res);
}

# Sends bytes and returns all that comes back, for what no HTTP library would send.
sub raw_request {
    my ($bytes, $hostport) = @_;
    require IO::Socket::INET;
    my $socket = IO::Socket::INET->new(PeerAddr => $hostport // '127.0.0.1:' . CC::Data::port(),
        Timeout => 30) or die "cannot connect: $!\n";
    local $SIG{PIPE} = 'IGNORE';
    print $socket $bytes;
    my $answer = '';
    while (sysread $socket, my $part, 65536) { $answer .= $part }
    return $answer;
}

# What the server's end of this connection has not got rid of yet, and what it has not read: bytes.
sub server_end {
    my ($socket) = @_;
    my ($here, $there) = map { sprintf ':%04X', $_ } $socket->sockport, $socket->peerport;
    my ($unsent, $unread) = CC::Data::read_file('/proc/net/tcp') =~ /^\s*\d+: \w+$there \w+$here \w+ (\w+):(\w+)/m or return (0, 0);
    return (hex $unsent, hex $unread);
}

1;
