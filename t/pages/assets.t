# Assets: types, caching, conditional requests, and no way out of their directory.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my $visitor = CC::Person->new;
my $login = $visitor->get('/login');
my @used = $login->decoded_content =~ m{(?:href|src)="(/cc/assets/[^"]+)"}g;
ok(@used >= 3, 'the login page uses assets');
for my $path (sort { $a cmp $b } keys %{ { map { $_ => 1 } @used } }) {
    my $res = $visitor->get("~$path");
    status_is($res, 200, "$path is there");
    like($path, qr/\?v=\w+$/, "$path is versioned");
    header_is($res, 'Cache-Control', qr/max-age=\d{5,}/, "$path may be kept for long");
    unlike($res->header('Cache-Control'), qr/no-store/, "$path may be stored");
    header_is($res, 'ETag', qr/^"[^"]+"$/, "$path has an ETag");
    no_header($res, 'Set-Cookie', "$path sets no cookie");
    secure_headers($res, "$path has the security headers");
    my $again = $visitor->get("~$path", 'If-None-Match' => $res->header('ETag'));
    status_is($again, 304, "$path is not sent again");
    is($again->content, '', "$path: 304 has no body");
    is($again->header('ETag'), $res->header('ETag'), "$path: 304 has the ETag");
    secure_headers($again, "$path: 304 has the security headers");
    status_is($visitor->get("~$path", 'If-None-Match' => '"other"'), 200, "$path is sent when another is known");
    my $other = $visitor->get("~$path", 'If-Match' => '"other"');
    status_is($other, 412, "$path is not the one that was meant");
    header_is($other, 'Cache-Control', qr/no-store/, "$path: which no cache keeps in its place");
}

for (
    ['/assets/app.css',     qr{^text/css}],
    ['/assets/app.js',      qr{^(?:text|application)/javascript}],
    ['/assets/favicon.svg', qr{^image/svg\+xml}],
    ['/assets/bootstrap.min.css', qr{^text/css}],
) {
    my $res = $visitor->get($_->[0]);
    status_is($res, 200, "$_->[0] without a version is there");
    header_is($res, 'Content-Type', $_->[1], "$_->[0] has its type");
    ok(length $res->content > 50, "$_->[0] has content");
    if ($_->[0] eq '/assets/app.css') {
        my $plain = $res->header('Cache-Control') // '';
        unlike($plain, qr/immutable/, 'an address without a version is not immutable');
        header_is($visitor->get("$_->[0]?v=other"), 'Cache-Control', 'public, no-cache', 'nor is one of another version, which has other content');
    }
}
is($visitor->get('/assets/app.css', 'Range' => 'bytes=0-9')->content =~ s/^(.{10}).*/$1/sr,
    substr($visitor->get('/assets/app.css')->content, 0, 10), 'a range is a part or the whole');

my $secret = qr/return function|require|LoadModule|root:|CREATE TABLE/;
for my $path (
    '/assets/', '/assets', '/assets/.', '/assets/..', '/assets/../pages/login.lua', '/assets/..%2fpages/login.lua',
    '/assets/%2e%2e/pages/login.lua', '/assets/%2e%2e%2fpages%2flogin.lua', '/assets/..\\pages\\login.lua',
    '/assets/..%5cpages%5clogin.lua', '/assets/..%c0%afpages/login.lua', '/assets/....//pages/login.lua',
    '/assets/./../pages/login.lua', '/assets//etc/passwd', '/assets/%00', '/assets/app.css%00.js', '/assets/app.css/',
    '/assets/app.css/..', '/assets/app.lua', '/assets/../../../../../../etc/passwd', '/assets/.gitignore',
    '/assets/app.css~', '/assets/APP.CSS', '/assets/' . 'a' x 5000, '/pages/login.lua', '/lib/i18n.lua', '/i18n/de.lua',
    '/assets/%ff', '/assets/app%2ecss%20',
) {
    my $answer = raw_request("GET /cc$path HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
    my ($status) = $answer =~ m{^HTTP/1\.\d (\d+)};
    my ($body) = $answer =~ /\r\n\r\n(.*)/s;
    my $short = substr $path, 0, 60;
    # above the site httpd itself answers; below it a visitor may be asked to sign in
    like($status // 0, qr/^(?:400|403|404|303)$/, "$short is not there");
    unlike($body // '', $secret, "$short shows no file");
}

# assets and health do not need a company, a session or a database
for my $site (qw(/nocompany /badcompany)) {
    status_is(CC::Person->new(site => $site)->get('/assets/app.css'), 200, "$site has assets");
}

done_testing;
