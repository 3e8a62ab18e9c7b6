# Sessions: cookies, what is stored, how long they last, how they end, and how they change.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my $number = unique('c');
load(customer($number));
sub new_user { my $login = unique('u'); load(user($login), access($number, $login, 'L80')); return $login }
sub sessions_of { return cell('SELECT COUNT(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.login = ?', $_[0]) }

# before login: an anonymous cookie that carries the token and no row
my $login = new_user();
my $before = cell('SELECT COUNT(*) FROM sessions');
my $person = CC::Person->new;
my %cookie = cookies_set($person->get('/login'));
is_deeply([sort keys %cookie], ['ccsession'], 'a visitor gets one cookie');
ok($cookie{ccsession}{httponly} && lc($cookie{ccsession}{samesite} // '') eq 'lax', 'HttpOnly and SameSite=Lax');
is($cookie{ccsession}{path}, '/cc', 'of the site alone');
is_deeply([grep { defined $cookie{ccsession}{$_} } qw(domain max-age expires secure)], [], 'for this browser session and host');
is(cell('SELECT COUNT(*) FROM sessions'), $before, 'and no row is written for visitors');
my $anonymous = $person->cookie('ccsession');

# login replaces it
my $res = $person->login($login);
%cookie = cookies_set($res);
my $token = $cookie{ccsession}{value};
isnt($token, $anonymous, 'login gives a new token');
ok(length $token >= 22, 'of at least 128 bits');
ok($cookie{ccsession}{httponly} && lc $cookie{ccsession}{samesite} eq 'lax' && $cookie{ccsession}{path} eq '/cc', 'with the same attributes');
is($cookie{ccsession}{'max-age'}, undef, 'without Remember me it ends with the browser');
is(sessions_of($login), 1, 'one row');
is(cell('SELECT COUNT(*) FROM sessions WHERE token_hash = ?', sha256_hex($token)), 1, 'that holds the SHA-256 of the token');
like(cell('SELECT token_hash FROM sessions WHERE user_id = (SELECT id FROM users WHERE login = ?)', $login), qr/^[0-9a-f]{64}$/, 'and nothing else');
SKIP: {
    skip 'only SQLite has files to look into', 1 if !CC::Database::is_file();
    is(system("grep -qF -e '$token' '" . CC::Data::database() . "' '" . CC::Data::database() . "-wal'"), 256, 'the token is nowhere in the database');
}
redirect_is(CC::Person->new->get('/', Cookie => "ccsession=$anonymous"), qr{/cc/login}, 'the anonymous value signs nobody in');
redirect_is(CC::Person->new->get('/', Cookie => 'ccsession=' . sha256_hex($token)), qr{/cc/login}, 'nor does the hash');

# a value that the client brings is never adopted
my $fixed = CC::Person->new;
$fixed->set_cookie(ccsession => 'A' x 43);
$fixed->get('/login');
$fixed->login(new_user());
isnt($fixed->cookie('ccsession'), 'A' x 43, 'no session fixation');
redirect_is(CC::Person->new->get('/', Cookie => 'ccsession=' . 'A' x 43), qr{/cc/login}, 'the fixed value is nobody');

# logging in anew ends the session of this browser
my $again = CC::Person->signed_in($login = new_user());
my $first = $again->cookie('ccsession');
$again->get('/account');
$again->post('/login', login => $login, password => password());
if ($again->{last}->code == 303 && $again->cookie('ccsession') ne $first) {
    redirect_is(CC::Person->new->get('/', Cookie => "ccsession=$first"), qr{/cc/login}, 'a second login ends the first session');
    is(sessions_of($login), 1, 'one is left');
}

# Remember me
my $kept = CC::Person->new(site => '/short');
$kept->login(new_user(), undef, remember => 1);
%cookie = cookies_set($kept->{last});
is($cookie{ccsession}{'max-age'}, 2 * 86400, 'Remember me: as long as configured');
my $plain = CC::Person->new(site => '/short');
$plain->login(new_user(), undef, remember => 'yes');
is({ cookies_set($plain->{last}) }->{ccsession}{'max-age'}, undef, 'remember other than 1 is no Remember me');

# idle and absolute ends: 10 minutes and one hour; Remember me 2 days
sub age {
    my ($who, $seconds, $column) = @_;
    my $hash = sha256_hex($who->cookie('ccsession'));
    if ($column eq 'idle') {
        sql('UPDATE sessions SET last_used_at = last_used_at - ?, ends_at = CASE WHEN last_used_at - ? + idle < expires_at THEN last_used_at - ? + idle '
            . 'ELSE expires_at END WHERE token_hash = ?', $seconds, CC::Database::kind() eq 'mysql' ? (0, 0) : ($seconds, $seconds), $hash);
    } else {
        sql('UPDATE sessions SET created_at = created_at - ?, expires_at = expires_at - ? WHERE token_hash = ?', $seconds, $seconds, $hash);
        sql('UPDATE sessions SET ends_at = expires_at WHERE token_hash = ? AND expires_at < ends_at', $hash);
    }
}
for (
    ['9 minutes idle', 0, 540, 'idle', 200], ['11 minutes idle', 0, 660, 'idle', 303], ['59 minutes old', 0, 3540, 'old', 200],
    ['61 minutes old', 0, 3660, 'old', 303], ['remembered, 1 day idle', 1, 86400, 'idle', 200],
    ['remembered, 2 days idle', 1, 172900, 'idle', 303], ['remembered, 2 days old', 1, 172900, 'old', 303],
) {
    my ($name, $remember, $seconds, $column, $want) = @$_;
    my $who = CC::Person->new(site => '/short');
    $who->login(new_user(), undef, $remember ? (remember => 1) : ());
    age($who, $seconds, $column);
    status_is($who->get('/account'), $want, "$name: $want");
}
my $used = CC::Person->signed_in(new_user(), site => '/short');
age($used, 540, 'idle');
$used->get('/');
age($used, 540, 'idle');
status_is($used->get('/'), 200, 'use moves the idle end');
cmp_ok(cell('SELECT MAX(ends_at - expires_at) FROM sessions'), '<=', 0, 'but never beyond the absolute one');

# logout
my $out = CC::Person->signed_in($login = new_user());
$token = $out->cookie('ccsession');
status_is($out->get('/logout'), 405, 'GET /logout is 405');
status_is($out->get('/'), 200, 'and ends nothing');
$res = $out->post('/logout');
redirect_is($res, qr{/cc/login}, 'POST /logout goes to the login page');
header_is($res, 'Clear-Site-Data', qr/"cache",\s*"storage"/, 'clears the browser');
my %gone = cookies_set($res);
ok($gone{ccsession} && (($gone{ccsession}{'max-age'} // 1) eq '0' || length($gone{ccsession}{value} // '') == 43
    && $gone{ccsession}{value} ne $token || ($gone{ccsession}{expires} // '') =~ /1970/), 'takes the cookie back');
is(sessions_of($login), 0, 'deletes the row');
redirect_is(CC::Person->new->get('/', Cookie => "ccsession=$token"), qr{/cc/login}, 'the old token is nobody');
notice_is($out->follow, qr/logged out/, 'a notice says so');
header_is($out->get('/login'), 'Cache-Control', qr/no-store/, 'nothing is cached that Back could show');
status_is(CC::Person->new->post('/logout'), 403, 'POST /logout without a session is 403');

# password change: needs the present one, ends other sessions, gives a new token
$login = new_user();
my ($one, $two) = map { CC::Person->signed_in($login) } 1 .. 2;
my $elsewhere = CC::Person->signed_in($login, site => '/short');
my $new = 'harbour violet lantern 52';
my $old_token = $one->cookie('ccsession');
for (
    ['a wrong current password', 'wrong', $new, $new, 'current_password', undef],
    ['no current password', '', $new, $new, 'current_password', undef],
    ['a short new one', password(), 'short', 'short', 'password', qr/15/],
    ['a common new one', password(), 'passwordpassword', 'passwordpassword', 'password', qr/guess/],
    ['a typing error', password(), $new, "$new ", 'confirm_password', qr/differ/],
) {
    my ($name, $current, $password, $confirm, $field, $message) = @$_;
    $res = $one->submit('/account', current_password => $current, password => $password, confirm_password => $confirm);
    status_is($res, 422, "$name: 422");
    field_error_is($res, $field, $message, "$name: told at $field");
    unlike($res->decoded_content, qr/\Q$new\E/, "$name: no password comes back");
}
status_is($two->get('/'), 200, 'failures end no session');
cmp_ok(cell('SELECT failed_logins FROM users WHERE login = ?', $login), '>=', 1, 'wrong current passwords count as failed logins');
$res = $one->submit('/account', current_password => password(), password => $new, confirm_password => $new);
redirect_is($res, qr{/cc/account}, 'the password is changed');
my %changed = cookies_set($res);
ok($changed{ccsession} && $changed{ccsession}{value} ne $old_token, 'with a new token');
redirect_is(CC::Person->new->get('/', Cookie => "ccsession=$old_token"), qr{/cc/login}, 'the old one is nobody');
status_is($one->get('/'), 200, 'this session goes on');
redirect_is($two->get('/'), qr{/cc/login}, 'other sessions are over');
redirect_is($elsewhere->get('/'), qr{/short/login}, 'on other sites as well');
status_is(CC::Person->new->login($login), 422, 'the old password is over');
redirect_is(CC::Person->new->login($login, $new), '/cc/', 'the new one works');
ok((grep { /^password\.change ok/ } audit_rows('user_id = (SELECT id FROM users WHERE login = ?)', $login)), 'audit: password change');

# own sessions are listed, ended singly and all at once
$login = new_user();
my $other_login = new_user();
my ($mine, $phone, $third) = map { CC::Person->signed_in($login, agent => $_) } 'Firefox/115.0 (X11; Linux)',
    'Mozilla/5.0 (Android) <script>alert(1)</script>', 'curl/8';
my $foreign = CC::Person->signed_in($other_login);
my $page = $mine->get('/account');
my @listed = $page->decoded_content =~ /data-session="(\d+)"/g;
is(scalar @listed, 3, 'own sessions are listed');
my @apart = sort { $a <=> $b } @listed;
cmp_ok(abs($apart[$_ + 1] - $apart[$_]), '>', 1000, 'by numbers that do not count those of others') for 0, 1;
body_unlike($page, qr/<script>alert/, 'browsers are text');
my %id = map { $_->[1] => $_->[0] } sql('SELECT s.id, s.user_agent FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.login = ?', $login);
my ($foreign_id) = map { $_->[0] } sql('SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.login = ?', $other_login);
is(join(' ', sort @listed), join(' ', sort values %id), 'each in full');
redirect_is($mine->post('/account', end_session => $id{'curl/8'}), qr{/cc/account}, 'one session is ended');
redirect_is($third->get('/'), qr{/cc/login}, 'it is over at once');
status_is($phone->get('/'), 200, 'the others are not');
my $own = CC::Person->signed_in($login, agent => 'own/1');
$own->get('/account');
$res = $own->post('/account', end_session => cell("SELECT id FROM sessions WHERE user_agent = 'own/1'"));
redirect_is($res, qr{/cc/login}, 'ending the own one is signing out');
header_is($res, 'Clear-Site-Data', qr/"cache"/, 'of which nothing stays');
$mine->submit('/account', end_session => $foreign_id);
status_is($foreign->get('/'), 200, "another user's session cannot be ended");
for my $junk ('0', '-1', 'x', "1 OR 1=1", '99999999999999999999', '') {
    my $code = $mine->submit('/account', end_session => $junk)->code;
    like($code, qr/^(?:303|400|404|422)$/, "end_session=$junk does no harm");
}
status_is($phone->get('/'), 200, 'and ended nothing');
$res = $mine->submit('/account', logout_everywhere => 1);
redirect_is($res, qr{/cc/login}, 'log out everywhere');
header_is($res, 'Clear-Site-Data', qr/"cache",\s*"storage"/, 'clears this browser');
like($res->header('Set-Cookie') // '', qr/^ccsession=;.*Max-Age=0/, 'and its cookie');
redirect_is($_->get('/'), qr{/cc/login}, 'is everywhere') for $mine, $phone;
is(sessions_of($login), 0, 'no row is left');
status_is($foreign->get('/'), 200, 'of this user alone');

# own name and language
my $person2 = CC::Person->signed_in($login);
load({ type => 'user', login => $login, name => 'New <Name>' });
redirect_is($person2->submit('/account', full_name => ' New <Name> ', language => 'de'), qr{/cc/account}, 'a language is saved, with the name that the ERP gave');
is(join('|', @{ (sql('SELECT name, language FROM users WHERE login = ?', $login))[0] }), 'New <Name>|de', 'as typed');
my $state = sub { return join '|', map { @$_ } sql("SELECT version, (SELECT COUNT(*) FROM audit WHERE actor_id = users.id AND action = 'account.edit') FROM users WHERE login = ?", $login) };
my $saved = $state->();
redirect_is($person2->submit('/account', full_name => 'New <Name>', language => 'de'), qr{/cc/account}, 'saved once more');
is($state->(), $saved, 'what is as it was is no change: no record, and no conflict for the back office');
body_like($person2->get('/'), qr/<html[^>]*lang="de"/, 'pages are in the language');
body_unlike($person2->{last}, qr/New <Name>/, 'the name is text');
is(value_of($person2->get('/account'), 'language'), 'de', 'the form offers it');
load({ type => 'user', login => $login, language => 'de-AT' });
body_like($person2->get('/account'), qr/<html[^>]*lang="de"/, 'that of a region as well');
is(value_of($person2->{last}, 'language'), 'de', 'and saving another name does not change it');
status_is($person2->submit('/account', full_name => '', language => 'de'), 422, 'a name is needed');
status_is($person2->submit('/account', full_name => 'Catherine Carter <CC> [INT]', language => 'de'), 422, 'which shows no login');
field_error_is($person2->{last}, 'full_name', qr/< und >/, 'as the field says');
is(cell('SELECT name FROM users WHERE login = ?', $login), 'New <Name>', 'and is not saved');
redirect_is($person2->submit('/account', full_name => ' New & Name ', language => 'de'), qr{/cc/account}, 'another name is');
is(cell('SELECT name FROM users WHERE login = ?', $login), 'New & Name', 'as typed');
status_is($person2->submit('/account', full_name => 'X', language => 'zz'), 422, 'a language must be offered');

# from outside: ccadmin, deactivation, a removed row, all from the next request on
for (
    ['ccadmin ends the sessions', sub { ccadmin('sessions', 'revoke', '--user', $_[0]) }, qr{/cc/login}],
    ['ccadmin deactivates the user', sub { ccadmin('user', 'deactivate', $_[0]) }, qr{/cc/login}],
    ['the user is no longer active', sub { sql('UPDATE users SET active = 0 WHERE login = ?', $_[0]) }, qr{/cc/login}],
    ['the user is of another type now', sub { sql(q(UPDATE users SET user_type = 'SYS' WHERE login = ?), $_[0]) }, qr{/cc/login}],
    ['ccadmin sets a password', sub { ccadmin('user', 'passwd', $_[0], '--password-stdin', \"harbour violet lantern 52\n") }, qr{/cc/login}],
    ['ccadmin revokes the access', sub { ccadmin('revoke', '--customer', $number, '--user', $_[0]) }, undef],
    ['the agreement ended', sub { sql(q(UPDATE customers SET thru_date = '2020-01-02' WHERE number = ?), $number) }, undef],
) {
    my ($name, $do, $redirect) = @$_;
    my $who = CC::Person->signed_in(my $user = new_user());
    status_is($who->get('/users'), 200, "before: $name");
    my ($status, $said) = $do->($user);
    is($status, 0, "ccadmin: $name") or diag $said if defined $said;
    if ($redirect) {
        redirect_is($who->get('/users'), $redirect, "$name: the next request signs in anew");
    } else {
        error_is($who->get('/users'), 403, 'CC010', "$name: the next request is CC010");
        my $csv = $who->get('/users?format=csv');
        status_is($csv, 403, "$name: CSV as well");
    }
    sql('UPDATE customers SET thru_date = NULL WHERE number = ?', $number);
    sql(q(UPDATE users SET user_type = 'EXT' WHERE login = ?), $user);
}

done_testing;
