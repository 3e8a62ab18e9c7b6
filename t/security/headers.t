# Headers of every kind of answer, no inline script or style, TLS, and no secret in any log or table.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my ($number, $second, $login, $nobody, $multi) = map { unique($_) } qw(c d u n m);
load(customer($number), customer($second), map({ user($_) } $login, $nobody, $multi), access($number, $login, 'L90'), access($number, $multi, 'L80'), access($second, $multi, 'L80'));
my $row = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id JOIN customers c ON c.id = a.customer_id WHERE u.login = ? AND c.number = ?', $multi, $number);
my $visitor = CC::Person->new;
my $person = CC::Person->signed_in($login);
my $lost = CC::Person->signed_in($nobody);
my $chooser = CC::Person->signed_in($multi);

# name, answer, status
my @answers = (
    ['login', $visitor->get('/login'), 200], ['register', $visitor->get('/register'), 200], ['redirect to login', $visitor->get('/users'), 303], ['bare path', $visitor->get(''), '30[1378]'],
    ['not found', $visitor->get('/nosuch'), '404|303'], ['not found, signed in', $person->get('/nosuch'), 404], ['method', $person->request(DELETE => '/users'), 405],
    ['healthz', $visitor->get('/healthz'), 200], ['asset', $visitor->get('/assets/app.css'), 200], ['no asset', $visitor->get('/assets/x'), 404],
    ['home', $person->get('/'), 200], ['users', $person->get('/users'), 200], ['csv', $person->get('/users?format=csv'), 200], ['add', $person->get('/users/add'), 200],
    ['edit', $person->get("/users/$row/edit"), 200], ['remove', $person->get("/users/$row/remove"), 200], ['profile', $person->get('/profile'), 200], ['account', $person->get('/account'), 200],
    ['select', $chooser->get('/select-customer'), 200], ['choose first', $chooser->get('/'), 303], ['CC010', $lost->get('/'), 403], ['forbidden', CC::Person->signed_in($nobody)->post('/users/add'), 403],
    ['csrf', $person->request(POST => '/account', ['Content-Type' => 'application/x-www-form-urlencoded'], 'x=1'), 403],
    ['wrong type', $person->request(POST => '/account', ['Content-Type' => 'text/plain'], 'x=1'), 415],
    ['too large', $person->request(POST => '/account', ['Content-Type' => 'application/x-www-form-urlencoded'], 'x' x 100000), 413],
    ['bad input', $person->get('/users?q=%ff'), 400], ['unprocessable', $person->submit('/users/add', email => 'x'), 422],
    ['conflict', $person->submit("/users/$row/edit", role => 'L10', days_back => '', notes => '', version => 99), 409],
    ['failed login', CC::Person->new->login('x', 'y'), 422], ['login done', CC::Person->signed_in($login)->{last}, 303],
    ['HEAD', $person->head('/users'), 200], ['CC005', CC::Person->new(site => '/nocompany')->get('/'), 503],
    ['logout', do { my $gone = CC::Person->signed_in($login); $gone->get('/'); $gone->post('/logout') }, 303],
);
for (@answers) {
    my ($name, $res, $status) = @$_;
    like($res->code, qr/^(?:$status)$/, "$name: $status") or diag $res->status_line;
    next if $name eq 'bare path';
    secure_headers($res, "$name: security headers");
    header_is($res, 'Cache-Control', $name eq 'asset' ? qr/max-age|no-cache/ : qr/no-store/, "$name: caching");
    unlike($res->header('Cache-Control'), qr/public/, "$name: not for shared caches") if $name ne 'asset';
    like($res->header('Content-Type') // 'none', qr/charset=utf-8/i, "$name: the encoding is said") if length $res->content && $name ne 'asset';
    unlike($res->as_string, qr/^(?:X-Powered-By|X-Debug)/mi, "$name: nothing is told of the inside");
    no_header($res, 'Strict-Transport-Security', "$name: no HSTS without TLS");
    is(scalar(my @all = $res->headers->header('Content-Security-Policy')), 1, "$name: one policy");
    next if ($res->content_type // '') ne 'text/html' || $name eq 'HEAD';
    my $html = $res->decoded_content;
    my @inline = ($html =~ /<script(?![^>]*\ssrc=)[^>]*>/g, $html =~ /<style\b/g, $html =~ /\sstyle="/g, $html =~ /\son[a-z]+="/g, $html =~ /"\s*javascript:/gi);
    is("@inline", '', "$name: no inline script or style");
    my @foreign = grep { !m{^(?:/|\#|\?|data:image/)} || m{^//} } $html =~ /\s(?:href|src|action|formaction)="([^"]*)"/g;
    is("@foreign", '', "$name: no foreign address");
    like($html, qr/^<!DOCTYPE html>\s*<html[^>]* lang="[a-z]{2}"/i, "$name: a document with a language");
    like($html, qr/<meta[^>]*name="viewport"/, "$name: for narrow screens");
    is(() = $html =~ /<h1\b/g, 1, "$name: one heading");
    my %ids;
    $ids{$_}++ for $html =~ /\sid="([^"]*)"/g;
    is(join(' ', grep { $ids{$_} > 1 } sort keys %ids), '', "$name: no id twice");
    is((() = $html =~ /<form[^>]*method="post"/gi), (() = $html =~ /name="csrf"/g), "$name: a token in every form that posts");
    unlike($html, qr/<form[^>]*method="get"[^>]*>(?:(?!<\/form>).)*name="csrf"/s, "$name: and in no other");
}

# TLS: Secure, __Secure- names, HSTS
my $tls = CC::Person->new(base => 'https://127.0.0.1:' . CC::Data::port('tls'));
my %cookie = cookies_set($tls->get('/login'));
is_deeply([keys %cookie], ['__Secure-ccsession'], 'over TLS the name begins with __Secure-');
ok($cookie{'__Secure-ccsession'}{secure} && $cookie{'__Secure-ccsession'}{httponly}, 'and the cookie is Secure');
header_is($tls->{last}, 'Strict-Transport-Security', qr/max-age=(?:3153[6-9]|31[6-9]|3[2-9]|[4-9])\d+/, 'HSTS of a year');
secure_headers($tls->{last}, 'and the other headers');
my $plain = CC::Person->signed_in($login)->cookie('ccsession');
redirect_is($tls->get('/', Cookie => "ccsession=$plain"), qr{/cc/login}, 'a cookie without the prefix is none over TLS');
my $port = CC::Data::port('proxied');
my $proxied = CC::Person->new(base => "http://127.0.0.1:$port")->get('/login');
my %behind = cookies_set($proxied);
ok($behind{'__Secure-ccsession'} && $behind{'__Secure-ccsession'}{secure}, 'behind a proxy that ends TLS as well');
my $jar = CC::Data::logs() . "/jar-$$";
my $base = $tls->{base};
my ($csrf) = qx{curl -sk --http2 -c $jar $base/cc/login} =~ /name="csrf" value="([^"]+)"/;
my $secret = password();
my $h2 = qx{curl -sk --http2 -b $jar -c $jar -o /dev/null -w '%{http_version} %{http_code}' -H 'Origin: $base' --data-urlencode login=$login --data-urlencode password=$secret --data-urlencode csrf=$csrf $base/cc/login};
is($h2, ($ENV{CC_MPM} // 'event') eq 'prefork' ? '1.1 303' : '2 303', 'login over HTTP/2, or HTTP/1.1 where the MPM has none');
is(qx{curl -sk --http2 -b $jar -o /dev/null -w '%{http_code}' $base/cc/users}, 200, 'and a page');

# no secret anywhere: sign in, fail, register, change the password, then look
my $new = 'harbour violet lantern ' . $$;
my $wrong = "wrong-secret-$$";
my $mail = unique('r') . '@example.com';
my $quiet = CC::Person->new(agent => "evil\x1B[31magent");
$quiet->login($login, $wrong);
$quiet->login("$login\nCC1001 forged line", $wrong);
$quiet->submit('/register', email => $mail, full_name => 'R', password => $new, confirm_password => $new);
my $changer = CC::Person->signed_in($login);
my $token = $changer->cookie('ccsession');
$changer->submit('/account', current_password => password(), password => $new, confirm_password => $new);
my @secrets = ($wrong, password(), $new, $token, $changer->cookie('ccsession'), $changer->{csrf}, sha256_hex($token));
my $log = CC::Data::read_file(CC::Data::logs() . '/error_log');
my @ours = grep { /\[clientcenter:|CC\d{4} / } split /\n/, $log;
ok(@ours > 0, 'the log has lines of ours');
for my $secret (@secrets) {
    my @found = grep { index($_, $secret) >= 0 } @ours;
    is(scalar @found, 0, 'no password, token or hash in our log lines') or diag "@found[0 .. 0]";
}
is(scalar(grep { /\$argon2|\$apr1|\$2y\$/ } @ours), 0, 'no password hash either');
is(scalar(grep { /^CC1001 forged/ || /\x1B/ } split /\n/, $log), 0, 'no forged line and no escape sequence');
my $audit = join "\n", map { join '|', @$_ } sql('SELECT * FROM audit');
is(index($audit, $_), -1, 'nor in the audit') for @secrets;
is(scalar(grep { !/CC\d{4} / } grep { /\[clientcenter:(?:error|warn|notice|info)\]/ } @ours), 0, 'every line of ours has its tag');
my $dump = CC::Data::run_ok('dump');
is(index($dump, $_), -1, 'nor in a dump') for @secrets;

done_testing;
