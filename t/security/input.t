# Bad input, one line each: bodies, types, encodings, sizes, cookies, paths. The documented status, nothing changed.
use strict;
use warnings;
use MIME::Base64 ();
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my ($number, $login, $target) = map { unique($_) } qw(c u t);
load(customer($number), user($login), user($target), access($number, $login, 'L90'), access($number, $target, 'L10'));
my $row = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $target);
my $person = CC::Person->signed_in($login);
$person->get('/users');
my $csrf = $person->{csrf};
my $form = 'application/x-www-form-urlencoded';
sub world { return sql_text('SELECT role, notes, version FROM external_access WHERE customer_id = (SELECT id FROM customers WHERE number = ?) ORDER BY id', $number)
    . sql_text('SELECT COUNT(*), (SELECT name FROM users WHERE login = ?) FROM users', $login) }
my $world = world();
my $edit = "csrf=$csrf&role=L20&days_back=&notes=&version=1";

# name, path, type, body, status
for (
    ['JSON', '/account', 'application/json', '{"csrf":"x"}', 415],
    ['multipart', '/account', 'multipart/form-data; boundary=x', "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n$csrf\r\n--x--\r\n", 415],
    ['plain text', '/account', 'text/plain', "csrf=$csrf&full_name=x", 415],
    ['no type', '/account', '', "csrf=$csrf&full_name=x", 415],
    ['a type that begins alike', '/account', "${form}2", "csrf=$csrf&full_name=x", 415],
    ['XML', "/users/$row/edit", 'text/xml', '<a/>', 415],
    ['too large', "/users/$row/edit", $form, $edit . 'x' x 70000, 413],
    ['far too large', "/users/$row/edit", $form, $edit . 'x' x 3_000_000, 413],
    ['too many fields', "/users/$row/edit", $form, $edit . join('', map { "&f$_=1" } 1 .. 2000), '400|413'],
    ['invalid UTF-8', "/users/$row/edit", $form, "csrf=$csrf&role=L20&days_back=&notes=%FF%FE&version=1", 400],
    ['raw invalid UTF-8', "/users/$row/edit", $form, "csrf=$csrf&role=L20&days_back=&notes=\xC3\x28&version=1", 400],
    ['overlong UTF-8', "/users/$row/edit", $form, "csrf=$csrf&role=L20&days_back=&notes=%C0%AF&version=1", 400],
    ['a surrogate', "/users/$row/edit", $form, "csrf=$csrf&role=L20&days_back=&notes=%ED%A0%80&version=1", 400],
    ['NUL in a value', "/users/$row/edit", $form, "csrf=$csrf&role=L20&days_back=&notes=a%00b&version=1", 400],
    ['NUL in a role', "/users/$row/edit", $form, "csrf=$csrf&role=L20%00&days_back=&notes=&version=1", 400],
    ['NUL in a name', "/users/$row/edit", $form, "csrf=$csrf&ro%00le=L20&days_back=&notes=&version=1", 400],
    ['NUL in a password', '/account', $form, "csrf=$csrf&current_password=a%00b&password=x&confirm_password=x", 400],
    ['an invalid name', "/users/$row/edit", $form, "csrf=$csrf&%FF=1&role=L20&days_back=&notes=&version=1", 400],
    ['broken escapes', "/users/$row/edit", $form, "csrf=$csrf&role=%ZZ&days_back=%&notes=%4&version=1", '400|422'],
    ['a role twice', "/users/$row/edit", $form, "$edit&role=L40", '400|422'],
    ['a version twice', "/users/$row/edit", $form, "$edit&version=2", '400|422'],
    ['notes twice', "/users/$row/edit", $form, "$edit&notes=a", '400|422'],
    ['an array', "/users/$row/edit", $form, "csrf=$csrf&role[]=L20&days_back=&notes=&version=1", 422],
    ['no fields', "/users/$row/edit", $form, "csrf=$csrf", '400|409|422'],
    ['an empty body', "/users/$row/edit", $form, '', 403],
    ['only separators', "/users/$row/edit", $form, '&&&&=&=', '400|403'],
    ['an endless name', "/users/$row/edit", $form, "csrf=$csrf&" . 'n' x 20000 . '=1', '400|409|413|422'],
    ['endless notes', "/users/$row/edit", $form, "csrf=$csrf&role=L20&days_back=&version=1&notes=" . 'x' x 50000, 422],
    ['an endless number', "/users/$row/edit", $form, "csrf=$csrf&role=L20&version=1&notes=&days_back=" . '9' x 40000, 422],
    ['an endless version', "/users/$row/edit", $form, "csrf=$csrf&role=L20&days_back=&notes=&version=" . '9' x 40000, '400|409|422'],
    ['an endless e-mail', '/users/add', $form, "csrf=$csrf&email=" . 'x' x 40000, 422],
    ['an endless login', '/login', $form, "csrf=$csrf&password=x&login=" . 'x' x 40000, '422|303'],
    ['an endless password', '/login', $form, "csrf=$csrf&login=x&password=" . 'x' x 60000, '422|303'],
    ['an endless customer', '/select-customer', $form, "csrf=$csrf&customer=" . 'x' x 40000, '400|403|404|422'],
    ['a row that is none', '/users/0/edit', $form, $edit, 404],
    ['a row with a sign', "/users/+$row/edit", $form, $edit, 404],
    ['a row with a nought', "/users/0$row/edit", $form, $edit, 404],
    ['a row beyond 64 bits', '/users/18446744073709551617/edit', $form, $edit, 404],
    ['a row of SQL', "/users/$row%20OR%201=1/edit", $form, $edit, 404],
) {
    my ($name, $path, $type, $body, $want) = @$_;
    my $res = $person->request(POST => $path, [length $type ? ('Content-Type' => $type) : ()], $body);
    like($res->code, qr/^(?:$want)$/, "$name: $want") or diag $res->status_line, ' ', text_of($res->decoded_content // '');
    is(world(), $world, "$name: nothing is changed");
    secure_headers($res, "$name: security headers") if $res->code >= 400;
    unlike($res->decoded_content // '', qr/sqlite|SELECT |\.lua|\.c:\d|traceback/, "$name: nothing of the inside is shown");
}
# a chunked body without a length
my $cookie = $person->cookie('ccsession');
sub chunked { my ($body) = @_; return raw_request("POST /cc/users/$row/edit HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: ccsession=$cookie\r\n"
    . "Content-Type: $form\r\nTransfer-Encoding: chunked\r\n\r\n" . sprintf("%x\r\n", length $body) . "$body\r\n0\r\n\r\n") }
like(chunked($edit . '&x=' . 'x' x 200000), qr{^HTTP/1\.1 413 }, 'a large chunked body is 413');
like(chunked("csrf=$csrf&role=L99&days_back=&notes=&version=1"), qr{^HTTP/1\.1 422 }, 'a small one is read');
like(raw_request("POST /cc/account HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: ccsession=$cookie\r\nContent-Type: $form\r\nContent-Length: 99999999999\r\n\r\n"),
    qr{^HTTP/1\.1 413 }, 'an announced length is believed');
like(raw_request("POST /cc/account HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: ccsession=$cookie\r\nContent-Type: $form\r\nContent-Length: -5\r\n\r\n"),
    qr{^HTTP/1\.1 4\d\d }, 'a negative length is refused');
is(world(), $world, 'nothing is changed');

# query strings
for ('q=%FF', 'q=%00', 'q=%ED%A0%80', 'sort=%C0%AF', '%FF=1', 'filter.user=%F8%88%80%80%80', 'page=%00') {
    status_is($person->get("/users?$_"), 400, "?$_ is 400");
}
status_is($person->get('/login?next=%FF'), 400, 'also on other pages');
like($person->get('/users?' . join '&', map { "f$_=1" } 1 .. 1000)->code, qr/^(?:200|400|414)$/, 'many parameters');

# cookies: junk is no session; of two with one name each is tried
for my $junk ('ccsession=', 'ccsession', 'ccsession=;', 'ccsession=x', 'ccsession=' . 'A' x 43, 'ccsession=' . 'A' x 4000, "ccsession=$cookie.", "ccsession=$cookie%00",
    "ccsession=\"$cookie\"x", "ccsession=' OR 1=1", 'ccsession=../../etc', "CCSESSION=$cookie", "xccsession=$cookie", "ccsession_=$cookie", "a=ccsession=$cookie",
    '=', ';;;;', 'a', 'ccsession=%F0%9F%98%80', join('; ', map { "ccsession=junk$_" } 1 .. 100), "__Secure-ccsession=$cookie", "\$Version=1; a=b") {
    my $short = substr($junk, 0, 30) =~ s/[^\x20-\x7E]/?/gr;
    my $res = CC::Person->new->get('/', Cookie => $junk);
    redirect_is($res, qr{/cc/login}, "Cookie $short is nobody");
}
status_is(CC::Person->new->get('/', Cookie => "\x01\x02"), 400, 'control characters in a header are 400, which httpd says itself');
for my $good ("ccsession=junk; ccsession=$cookie", "ccsession=$cookie; ccsession=junk", "a=b; ccsession=$cookie; c=d", "ccsession=" . 'B' x 43 . ";ccsession=$cookie", "  ccsession=$cookie  ",
    "a=b;ccsession=$cookie") {
    status_is(CC::Person->new->get('/', Cookie => $good), 200, 'Cookie ' . ($good =~ s/$cookie/(good)/r) . ' is the person');
}
my $many = CC::Person->new->get('/', Cookie => join '; ', (map { "c$_=" . 'x' x 50 } 1 .. 60), "ccsession=$cookie");
status_is($many, 200, 'many other cookies do not matter');

# headers
for my $case (
    ['Accept-Language', 'de'], ['Accept-Language', 'x' x 5000], ['Accept-Language', '../../etc/passwd'], ['Accept-Language', "zz-\xFF;q=9"], ['User-Agent', '<script>' x 100],
    ['User-Agent', "\x1B[31m"], ['Referer', 'x' x 5000], ['X-Forwarded-For', "1.2.3.4\x01"], ['If-None-Match', 'x' x 5000], ['If-Modified-Since', 'yesterday'], ['Range', 'bytes=0-1,5-6'],
    ['Expect', 'unknown'], ['Accept', 'x' x 5000], ['X-HTTP-Method-Override', 'DELETE'], ['Remote-User', 'root'], ['Authorization', 'Basic cm9vdDpyb290'],
) {
    my ($header, $value) = @$case;
    my $res = CC::Person->new->get('/login', $header => $value);
    like($res->code, qr/^(?:200|206|400|417)$/, "$header: " . (substr($value, 0, 20) =~ s/[^\x20-\x7E]/?/gr));
    body_unlike($res, qr/<script><script>/, 'is not shown') if $header eq 'User-Agent';
}
for my $header ('CC-Role', 'Cc_Role', 'X-CC-Customer', 'Remote-User', 'X-Remote-User', 'Authorization') {
    redirect_is(CC::Person->new->get('/', $header => $header eq 'Authorization' ? 'Basic ' . MIME::Base64::encode_base64("$login:" . password(), '') : $login), qr{/cc/login},
        "the header $header signs nobody in");
}
my $foreign_host = CC::Person->new->get('/login', Host => 'evil.example');
body_unlike($foreign_host, qr/evil\.example/, 'the Host header is in no address of a page');
my $bare = CC::Person->new->get('', Host => "evil.example");
unlike($bare->header('Location') // '', qr{^//}, 'nor makes a redirect to nowhere');

# paths
for my $path ('/%2e%2e/cc/users', '/users/%2e%2e/users', '/users%00', '/users%0d%0aX-Evil:%201', '/users;x=1', '/%75sers', '/users%2fadd', '/' . 'x' x 3000, '/users/' . '9' x 3000 . '/edit',
    "/users/$row/edit/", "/users/$row/", "/users/$row", "/users/$row/EDIT", "/users//$row/edit", '/%ff', '/%E2%80%AE', '/users?%00', '/*', '/~root', '/.htaccess', '/.git/config', '/assets') {
    my $answer = raw_request("GET /cc$path HTTP/1.0\r\nCookie: ccsession=$cookie\r\n\r\n");
    my ($status) = $answer =~ m{^HTTP/1\.\d (\d+)};
    my $name = substr $path, 0, 40;
    like($status // 'none', qr/^(?:200|301|303|400|403|404|414)$/, "$name is answered");
    unlike($answer, qr/^X-Evil/m, "$name adds no header");
}
status_is($person->get('/'), 200, 'after all that the session goes on');

done_testing;
