# Login: by which names, how every failure looks alike, lockout, and what the address limit does.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my ($number, $cc, $greek) = (unique('c'), uc unique('cc'), 'Σίσυφος' . int rand 1e9);
load(customer($number), user($cc, email => "$cc.Mail\@Example.com"), user($greek, email => undef),
    access($number, $cc, 'L10'), access($number, $greek, 'L10'));

# what signs in
for my $name ($cc, lc $cc, "  $cc ", "\t$cc\n", "$cc.mail\@example.com", uc "$cc.mail\@example.com", " $cc.Mail\@EXAMPLE.com ",
    $greek, uc $greek, $cc =~ s/^./chr(ord($&) + 0xFEE0)/er) {
    my $person = CC::Person->new;
    my $res = $person->login($name);
    redirect_is($res, '/cc/', encode_utf8("'$name' signs in"));
    page_is($person->follow, 'home', 'and sees Home');
}
# what does not
for my $name ("$cc.", "$cc mail", "$cc%", "$cc\@example.com", "x$cc", '%', "' OR 1=1 --", "$cc'--", '', "$cc\\", '*') {
    status_is(CC::Person->new->login($name), 422, "'$name' does not");
}

# every failure alike: status, body, headers
my ($inactive, $locked, $nohash) = map { unique($_) } qw(in lo no);
my %type = map { $_ => unique(lc $_) } qw(SYS APP VIR INI INE);
load(user($inactive, active => JSON::PP::false), user($locked), user($nohash, password => undef),
    map { user($type{$_}, user_type => $_) } sort keys %type);
sql('UPDATE users SET locked_until = ? WHERE login = ?', time + 3600, $locked);
my %failure = (
    'an unknown login' => [unique('nobody'), password()], 'a wrong password' => [$cc, 'wrong'],
    'an inactive user' => [$inactive, password()], 'a locked user' => [$locked, password()],
    'a locked user, wrong' => [$locked, 'wrong'], 'no password' => [$cc, ''], 'no login' => ['', password()],
    'a user without password' => [$nohash, ''], 'another case' => [$cc, uc password()],
    'a blank behind' => [$cc, password() . ' '], 'an endless password' => [$cc, 'x' x 3000],
    map { ("a user of type $_" => [$type{$_}, password()]) } keys %type);
my %seen;
for my $name (sort keys %failure) {
    my $person = CC::Person->new;
    my $res = $person->login(@{ $failure{$name} });
    status_is($res, 422, "$name: 422");
    page_is($res, 'login', "$name: the form comes back");
    is(attr($res, 'data-user'), undef, "$name: nobody is signed in");
    redirect_is($person->get('/users'), qr{/cc/login}, "$name: nor afterwards");
    my $text = $res->decoded_content;
    $text =~ s/(name="(?:login|csrf)"[^>]*value=")[^"]*/$1/g;
    $text =~ s/(value=")[^"]*("[^>]*name="(?:login|csrf)")/$1$2/g;
    my $headers = join ' ', sort map { lc } grep { !/^client/i } $res->headers->header_field_names;
    push @{ $seen{"$headers\n$text"} }, $name;
}
# empty fields may say so; all others are one answer
my @answers = grep { my @names = @$_; grep { !/^no / } @names } values %seen;
is(scalar @answers, 1, 'all failures have the same body and headers') or diag explain [map { "@$_" } @answers];
my $res = CC::Person->new->login($cc, 'wrong-Password-1234');
is(value_of($res, 'login'), $cc, 'the login that was typed stays');
unlike($res->decoded_content, qr/wrong-Password-1234/, 'the password does not');
is(cell('SELECT COUNT(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.login IN (?, ?, ?)', $inactive, $locked,
    $nohash), 0, 'no failure made a session');

# next: only a path on this host below an allowed Location
for (
    ['/cc/users', '/cc/users'], ['/cc/users?q=a&sort=role', '/cc/users?q=a&sort=role'], ['/cc/', '/cc/'], ['/cc', '/cc/'],
    [undef, '/cc/'], ['', '/cc/'],
    ['//evil.example', '/cc/'], ['///evil.example', '/cc/'], ['/\\evil.example', '/cc/'], ['\\\\evil.example', '/cc/'],
    ['https://evil.example/', '/cc/'], ['https:evil.example', '/cc/'], ['http:/evil', '/cc/'], ['javascript:alert(1)', '/cc/'],
    ['evil.example', '/cc/'], ['@evil.example', '/cc/'], ['/%2f%2fevil.example', '/cc/'], ['%2f%2fevil.example', '/cc/'],
    ["/cc/\tusers", '/cc/'], ["/cc/\nusers", '/cc/'], ["/cc/\r\nSet-Cookie: x=1", '/cc/'], ["\x01/cc/", '/cc/'],
    ['/cc/' . 'x' x 2100, '/cc/'], ['/cc/..//evil.example', '/cc/'], ['/cc/../../evil', '/cc/'], ['/cc/%2e%2e/%2e%2e/x', '/cc/'],
    ['/cc//evil.example', '/cc/'], ['/ccevil', '/cc/'], ['/cc/%5cevil', '/cc/'], ['/cc/logout', '/cc/'],
) {
    my ($next, $want) = @$_;
    my $person = CC::Person->new;
    my $answer = $person->login($cc, undef, defined $next ? (next => $next) : ());
    my $name = defined $next ? encode_utf8(substr $next, 0, 40) =~ s/[^\x20-\x7E]/?/gr : '(none)';
    my $to = ($answer->header('Location') // '') =~ s{^http://127\.0\.0\.1:\d+}{}r;
    # what stays within the site is harmless; nothing may leave it
    my $inside = $to eq $want || $want eq '/cc/' && $name =~ m{^/cc[/?]} && $to =~ m{^/cc/[\w?&=%.-]*$} && $to !~ /\.\.|%2e|%5c/i;
    ok($answer->code == 303 && $inside, "next=$name leads to $want") or diag $answer->code . " $to";
    ok(!$answer->header('Set-Cookie') || $answer->header('Set-Cookie') !~ /\bx=1/, "next=$name adds no header");
}
my $asked = CC::Person->new;
$asked->get('/users?q=a%26b&sort=role');
my $form = $asked->follow;
is(value_of($form, 'next'), '/cc/users?q=a%26b&sort=role', 'the page that was asked for waits in the form');
redirect_is($asked->post('/login', login => $cc, password => password(), next => value_of($form, 'next')),
    '/cc/users?q=a%26b&sort=role', 'and is where login leads');
body_unlike(CC::Person->new->get('/login?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E'), qr/<script>alert/, 'next is escaped');

# signed in already
my $signed = CC::Person->signed_in($cc);
like($signed->get('/login')->code, qr/^(?:200|303)$/, 'the login page while signed in');

# lockout: three failures within two minutes lock for five
my %site = (site => '/lock');
my $victim = unique('v');
load(user($victim), access($number, $victim, 'L10'));
sub fails { my ($n) = @_; CC::Person->new(%site)->login($victim, "wrong$_") for 1 .. $n }
fails(2);
redirect_is(CC::Person->new(%site)->login($victim), '/lock/', 'two failures do not lock');
is(cell('SELECT failed_logins FROM users WHERE login = ?', $victim), 0, 'success forgets them');
fails(3);
status_is(CC::Person->new(%site)->login($victim), 422, 'after three the right password is refused');
status_is(CC::Person->new->login($victim), 422, 'on another site as well');
ok(cell('SELECT locked_until FROM users WHERE login = ?', $victim) > time + 290, 'for five minutes');
my ($status, $out) = ccadmin('user', 'unlock', $victim);
is($status, 0, 'ccadmin unlocks') or diag $out;
redirect_is(CC::Person->new(%site)->login($victim), '/lock/', 'and the right password works at once');
fails(3);
sql('UPDATE users SET locked_until = ? WHERE login = ?', time - 1, $victim);
redirect_is(CC::Person->new(%site)->login($victim), '/lock/', 'a lockout ends by itself');
fails(2);
sql('UPDATE users SET failed_since = ? WHERE login = ?', time - 130, $victim);
fails(2);
redirect_is(CC::Person->new(%site)->login($victim), '/lock/', 'failures beyond the window do not count');
my $inside = CC::Person->signed_in($victim, %site);
fails(3);
status_is($inside->get('/'), 200, 'a lockout does not end sessions');
ok((grep { /^signin locked/ } audit_rows('user_id = (SELECT id FROM users WHERE login = ?)', $victim)), 'audit: locked')
    || diag explain [audit_rows('user_id = (SELECT id FROM users WHERE login = ?)', $victim)];
ok((grep { /^signin failed/ } audit_rows('user_id = (SELECT id FROM users WHERE login = ?)', $victim)), 'audit: failed');

# exact under parallel guesses: with fifty at once the right one among the last is not let in, and only three count
my $race = unique('race');
load(user($race), access($number, $race, 'L10'));
my @pids = map {
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        my $ok = 0;
        for my $guess (1 .. 5) {
            # where a machine is too slow for all of them some are put off, which is no answer to the guess
            my ($code, $tries);
            do { $code = CC::Person->new(%site)->login($race, "wrong$guess")->code } while $code == 503 && ++$tries < 20;
            $ok += $code == 422;
        }
        require POSIX;
        POSIX::_exit($ok == 5 ? 0 : 1);
    }
    $pid;
} 1 .. 10;
my $bad = 0;
for (@pids) { waitpid $_, 0; $bad++ if $? }
is($bad, 0, 'fifty parallel failures are all answered alike');
is(scalar(grep { /^signin failed/ } audit_rows('user_id = (SELECT id FROM users WHERE login = ?)', $race)), 3,
    'three of them count as failures');
status_is(CC::Person->new(%site)->login($race), 422, 'then the account is locked');

# the limit by address: four failures in ten minutes, whatever the account
my @many = map { unique("m$_") } 1 .. 6;
load(map { (user($_), access($number, $_, 'L10')) } @many);
my $from = '127.0.0.77';
status_is(CC::Person->new(site => '/limit', from => $from)->login($_, 'wrong'), 422, 'a failure from one address') for @many[0 .. 3];
my $throttled = CC::Person->new(site => '/limit', from => $from)->login($many[5], 'wrong');
status_is($throttled, 429, 'beyond the limit: 429');
header_is($throttled, 'Retry-After', qr/^\d+$/, 'with Retry-After');
secure_headers($throttled, 'and the security headers');
status_is(CC::Person->new(site => '/limit', from => $from)->login($many[5]), 429, 'the right password is not tried either');
redirect_is(CC::Person->new(site => '/limit', from => '127.0.0.78')->login($many[5]), '/limit/', 'another address is let in');
redirect_is(CC::Person->new(from => $from)->login($many[5]), '/cc/', 'a site without limit does not count');
my $forwarded = CC::Person->new(site => '/limit', from => $from);
$forwarded->get('/login');
status_is($forwarded->post('/login', ['X-Forwarded-For' => '10.1.2.3', 'X-Real-IP' => '10.1.2.3', 'Forwarded' => 'for=10.1.2.3'],
    login => $many[5], password => password()), 429, 'headers of a client are no address');
my $often = '127.0.0.80';
redirect_is(CC::Person->new(site => '/limit', from => $often)->login($many[5]), '/limit/', "sign-in $_ of an office where all are right") for 1 .. 6;
status_is(CC::Person->new(site => '/limit', from => $often)->login($_, 'wrong'), 422, 'of which none has counted') for @many[0 .. 3];
my $registering = CC::Person->new(site => '/limit', from => '127.0.0.79');
$registering->get('/register');
status_is($registering->post('/register', [], email => 'r', full_name => '', password => 'short', confirm_password => ''), 422, 'a form with mistakes, one of many') for 1 .. 6;
my @codes = map { $registering->submit('/register', email => unique('r') . '@example.com', full_name => 'R',
    password => 'harbour violet lantern 52', confirm_password => 'harbour violet lantern 52')->code } 1 .. 5;
is("@codes", '303 303 303 303 429', 'registrations of one address count, those with mistakes do not');

done_testing;
