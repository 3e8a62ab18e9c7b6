# user list, add, show, passwd, activate, deactivate, unlock; sessions.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use IPC::Open2;
use Test::More;

fresh_db();
my $password = "seven grey otters in a canal\n";
my ($status, $out, $err);

passes('add', \$password, 'user', 'add', 'CC', '--name', 'Catherine Carter', '--email', 'cc@example.com',
    '--password-stdin');
$out = passes('show', 'user', 'show', 'cc');
like($out, qr/^user\s+Catherine Carter <CC> \[EXT\]$/m, 'as everywhere');
like($out, qr/^email\s+cc\@example\.com$/m,             'e-mail');
like($out, qr/^active\s+yes$/m,                         'active');
like($out, qr/^is_admin\s+no$/m,                        'no administrator');
like($out, qr/^language\s+en$/m,                        'language');
like($out, qr/^password\s+set$/m,                       'has a password');
unlike($out, qr/argon2|otters/, 'but never shows it or its hash');

passes('an internal administrator', \$password, 'user', 'add', 'back', '--name', 'Back Office', '--type', 'INT', '--admin',
    '--language', 'bg', '--password-stdin');
like(passes('show', 'user', 'show', 'back'), qr/\[INT\].*is_admin\s+yes.*language\s+bg/s, 'INT, administrator, Bulgarian');
passes('an address as login', \$password, 'user', 'add', 'Dora@Example.com', '--name', 'Dora', '--password-stdin');
like(passes('show', 'user', 'show', ' dora@example.COM '), qr/^email\s+Dora\@Example\.com$/m, 'is the e-mail too');
passes('a password of 8 characters if asked for', \"x7#kQ!2p\n", 'user', 'add', 'short', '--name', 'Short', '--min-length',
    '8', '--password-stdin');
$out = passes('list', 'user', 'list');
like($out, qr/^CC\s+Catherine Carter\s+cc\@example\.com\s+EXT\s+yes\s+no/m, 'a line for each');
is(scalar(split /\n/, $out), 5, 'a heading and four users');
is(scalar @{ json(passes('list as JSON', 'user', 'list', '--format', 'json')) }, 4, 'JSON');

my $before = passes('dump', 'dump');
my @refused = (
    ['taken login',              'cc',       [],                             $password, qr/^ccadmin: login: /m],
    ['login is an e-mail taken', 'cc@example.com', [],                       $password, qr/^ccadmin: login: /m],
    ['taken e-mail',             'other',    ['--email', 'CC@example.com '], $password, qr/^ccadmin: email: /m],
    ['e-mail is a login taken',  'other',    ['--email', 'dora@example.com'], $password, qr/^ccadmin: email: /m],
    ['blank in login',           'a b',      [],                             $password, qr/^ccadmin: login: /m],
    ['look-alike login',         "admin\xd0\xb0", [],                        $password, qr/^ccadmin: login: /m],
    ['no e-mail',                'other',    ['--email', 'nobody'],          $password, qr/^ccadmin: email: /m],
    ['empty name',               'other',    ['--name', ' '],                $password, qr/^ccadmin: name: /m],
    ['control character',        'other',    ['--name', "a\tb"],             $password, qr/^ccadmin: name: /m],
    ['direction override',       'other',    ['--name', "a\xe2\x80\xaeb"],   $password, qr/^ccadmin: name: /m],
    ['language',                 'other',    ['--language', 'English'],      $password, qr/^ccadmin: language: /m],
    ['short password',           'other',    [], "x7#kQ!2p\n",               qr/^ccadmin: password: At least 15/m],
    ['common password',          'other',    [], "passwordpassword\n",       qr/^ccadmin: password: .*guess/m],
    ['own name as password',     'catherine.carter', [], "catherinecarter\n", qr/^ccadmin: password: .*guess/m],
    ['no password',              'other',    [], '',                         qr/^ccadmin: password: /m],
    ['empty password',           'other',    [], "\n",                       qr/^ccadmin: password: /m],
    ['endless password',         'other',    [], 'ab c' x 2000 . "\n",       qr/^ccadmin: password: /m],
    ['password not UTF-8',       'other',    [], "seven grey ott\xffrs in a canal\n", qr/^ccadmin: password: .*UTF-8/m],
);
for (@refused) {
    my ($name, $login, $options, $input, $says) = @$_;
    fails($name, 1, $says, \$input, 'user', 'add', $login, '--name', 'Other', '--password-stdin', @$options);
}
is(passes('dump', 'dump'), $before, 'nothing was changed by any of these');

for my $command (qw(show activate deactivate unlock)) {
    fails("$command nobody", 1, qr/There is no user nobody/, 'user', $command, 'nobody');
}
fails('passwd nobody', 1, qr/There is no user nobody/, \$password, 'user', 'passwd', 'nobody', '--password-stdin');
fails('by e-mail',     1, qr/There is no user/,        'user', 'show', 'cc@example.com');

sub quoted { return join ' ', map { "'$_'" } command(@_) }

# a terminal is asked when there is one; here is none
SKIP: {
    skip 'setsid is missing', 1 unless -x '/usr/bin/setsid';
    ($status, $out, $err) = do {
        local $ENV{CCADMIN};
        my $words = quoted('user', 'passwd', 'CC');
        my $text = `setsid -w $words </dev/null 2>&1`;
        ($? >> 8, '', $text);
    };
    is($status, 1, 'no terminal');
    like($err, qr/--password-stdin/, 'says what to do');
}

# What a person types, each when another prompt appears: (exit status, what the terminal shows).
sub at_prompt {
    my @typed = @_;
    my $pid = open2(my $screen, my $keys, 'script', '-qec', quoted('user', 'passwd', 'short'), '/dev/null');
    my $text = '';
    alarm 60;
    for my $prompts (1 .. @typed) {
        while ((() = $text =~ /(?:password|again): /g) < $prompts) { sysread $screen, $text, 4096, length $text or last }
        syswrite $keys, $typed[ $prompts - 1 ];
    }
    1 while sysread $screen, $text, 4096, length $text;
    waitpid $pid, 0;
    alarm 0;
    return ($? >> 8, $text);
}
SKIP: {
    skip 'script is missing', 1 unless -x '/usr/bin/script';
    subtest 'at a terminal' => sub {
        my ($status, $text) = at_prompt("seven red otters in a canal\n", "seven red otters in a canal\n");
        is($status, 0, 'the same twice');
        like($text, qr/New password: \r?\nThe same again: \r?\nshort: password set/, 'two prompts');
        unlike($text, qr/otters/, 'nothing is echoed');
        ($status, $text) = at_prompt("seven red otters in a canal\n", "seven red otter in a canal\n");
        is($status, 1, 'not the same');
        like($text, qr/two passwords differ/, 'says so');

        # Ctrl-C at once, not when Enter is pressed as well
        for my $typed ("seven red\003", "\034") {
            ($status, $text) = at_prompt($typed);
            is($status, 1, sprintf '%vd ends it', $typed);
            like($text, qr/No password was given/, 'says so');
        }
    };
    subtest 'a signal at the prompt' => sub {
        my $asking = spew(scratch() . '/ask', 'echo pid $$; exec ' . quoted('user', 'passwd', 'short') . "\n");
        local @SIG{qw(TERM HUP INT)} = ('DEFAULT') x 3; # ignored where the tests run in the background, and then by ccadmin too
        for my $signal (qw(TERM HUP INT)) {
            my $pid = open2(my $screen, my $keys, 'script', '-qec', "sh $asking; stty -a", '/dev/null');
            my ($text, $sent) = ('', 0);
            alarm 60;
            while (sysread $screen, $text, 4096, length $text) {
                $sent ||= $text =~ /pid (\d+)\r?\n.*password: /s && kill $signal, $1;
            }
            waitpid $pid, 0;
            alarm 0;
            ok($sent, "SIG$signal was sent");
            like($text, qr/(?<![-\w])$_\b/, "the terminal has $_ again") for qw(echo isig);
        }
    };
}

# ---- sessions, and what ends them ----

my $sessions = 0;
sub open_session {
    my ($login) = @_;
    my ($now, $hour, $end) = map { time + $_ } 0, 3600, 1800;
    my $token = 'token ' . ++$sessions;
    sql("INSERT INTO sessions (token_hash, site, user_id, created_at, last_used_at, idle, expires_at, ends_at, address, user_agent) "
          . "SELECT '$token', 'site', id, $now, $now, 1800, $hour, $end, '192.0.2.7', 'Browser \e[31m' FROM users WHERE login = '$login'");
}
sub count_sessions { return sql("SELECT COUNT(*) FROM sessions") }

open_session('CC') for 1 .. 3;
open_session('back');
$out = passes('sessions list', 'sessions', 'list', '--user', 'CC');
is(scalar(split /\n/, $out), 4, 'a heading and three');
like($out, qr/192\.0\.2\.7\s+Browser \\x1b\[31m/, 'control characters are escaped');
is(scalar @{ json(passes('as JSON', 'sessions', 'list', '--user', 'CC', '--format', 'json')) }, 3, 'as JSON');
like(passes('sessions revoke', 'sessions', 'revoke', '--user', 'CC'), qr/3 sessions ended/, 'says how many');
is(count_sessions(), 1, 'of this user alone');
fails('sessions of nobody', 1, qr/no user nobody/, 'sessions', 'revoke', '--user', 'nobody');

open_session('CC');
passes('deactivate', 'user', 'deactivate', 'CC');
is(count_sessions(), 1, 'ends all sessions');
like(passes('show', 'user', 'show', 'CC'), qr/^active\s+no$/m, 'inactive');
passes('again',    'user', 'deactivate', 'CC');
passes('activate', 'user', 'activate',   'CC');
like(passes('show', 'user', 'show', 'CC'), qr/^active\s+yes$/m, 'active');

my $hash = sql("SELECT password_hash FROM users WHERE login = 'CC'");
sql("UPDATE users SET failed_logins = 3, failed_since = 1, locked_until = 4102444800 WHERE login = 'CC'");
like(passes('show', 'user', 'show', 'CC'), qr/^failed_logins\s+3\nlocked_until\s+2100-01-01T00:00:00Z$/m, 'locked');
passes('unlock', 'user', 'unlock', 'CC');
like(passes('show', 'user', 'show', 'CC'), qr/^failed_logins\s+0\nlocked_until\s*$/m, 'unlocked');
is(sql("SELECT password_hash FROM users WHERE login = 'CC'"), $hash, 'the password stays');
open_session('CC');
fails('passwd, too short', 1, qr/password: At least 15/, \"short\n", 'user', 'passwd', 'CC', '--password-stdin');
is(count_sessions(), 2, 'refused: sessions stay');
passes('passwd', \"twelve brown hats on a fence\n", 'user', 'passwd', 'CC', '--password-stdin');
is(count_sessions(), 1, 'ends all sessions');
isnt(sql("SELECT password_hash FROM users WHERE login = 'CC'"), $hash, 'a new hash');
like(sql("SELECT password_hash FROM users WHERE login = 'CC'"), qr/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/, 'argon2id');

# a line as other systems end it: what is left of it could not be typed into a form
passes('a line that ends with CR LF', \"nine tall ships in the fog\r\n", 'user', 'passwd', 'short', '--password-stdin');
like(passes('the same password', \'{"type":"user","login":"short","password":"nine tall ships in the fog"}', 'load', '--dry-run', '-'),
    qr/^user: 0 added, 0 changed, 1 unchanged$/m, 'is the line without its end');

# `-` is the standard input to load, and a name to the others
load_ok('a login', '{"type":"user","login":"-","name":"Minus"}');
like(passes("show @$_", 'user', 'show', @$_), qr/^login +-$/m, 'is the login') for ['-'], ['--', '-'];

# ---- audit ----

my $audit = json(passes('audit', 'audit', '--user', 'CC', '--format', 'json'));
is_deeply(
    [map { $_->{action} } @$audit],
    [qw(user.add session.end_all user.deactivate user.deactivate user.activate user.unlock password.change)],
    'every change is in the audit'
);
like($audit->[0]{actor}, qr/^ccadmin \(.+\)$/, 'by whom');
unlike(join('', map { $_->{after} ? JSON::PP->new->encode($_->{after}) : '' } @$audit), qr/argon2/, 'without hashes');
passes('check', 'check');

done_testing();
