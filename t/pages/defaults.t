# What holds where no directive says otherwise: sessions, lockout, the limit of addresses, registration, limits of scripts.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Metrics;
use CC::Person;
use CC::Server;

my $lua = logs_of('lua');
my $server = CC::Server->new(no_lua => 1, config => <<"EOF_CONF");
ClientCenterLuaPath "$lua"
<Location "/plain">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
</Location>
<Location "/metrics">
    SetHandler clientcenter-metrics
</Location>
EOF_CONF
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my ($number, $login, $victim) = map { unique($_) } qw(c login victim);
load(customer($number), map { (user($_), access($number, $_, 'L10')) } $login, $victim);
ok($server->start, 'httpd starts');
sub visitor { return CC::Person->new(base => $server->{base}, site => '/plain', @_) }

# A copy of lua/ with a page that takes as much as it is told to.
sub logs_of {
    my ($name) = @_;
    my $to = CC::Data::logs() . "/defaults-$name";
    system('cp', '-rL', CC::Data::top() . '/lua', $to) == 0 or die "cannot copy lua/\n";
    CC::Data::write_file("$to/pages/profile.lua", <<'EOF_LUA');
return function(page)
    for _ = 1, tonumber(page.query.steps or 0) do end
    local texts = {}
    for i = 1, tonumber(page.query.megabytes or 0) do
        texts[i] = ("x"):rep(1048576)
    end
    return require("components.layout").render(page, { title = "Took " .. #texts, body = "" })
end
EOF_LUA
    return $to;
}

# ClientCenterSessionTimeout 30m 12h, ClientCenterRememberMe 30d
my $person = visitor();
redirect_is($person->login($login), '/plain/', 'signed in');
my $session = "SELECT idle, expires_at - created_at FROM sessions WHERE user_id = (SELECT id FROM users WHERE login = '$login') ORDER BY idle DESC LIMIT 1";
is(sql_text($session), '1800,43200', 'a session lasts half an hour without use, and twelve hours at most');
my $remembered = visitor();
my %cookie = cookies_set($remembered->login($login, undef, remember => 1));
is(sql_text($session), '2592000,2592000', 'Remember me: thirty days');
is($cookie{ccsession}{'max-age'}, 2592000, 'and the cookie as long');

# ClientCenterRegistration On, ClientCenterLoginConcurrency: number of CPUs
page_is(visitor()->get('/register'), 'register', 'registration is offered');
chomp(my $cpus = `getconf _NPROCESSORS_ONLN`);
is(CC::Metrics->new($person->get('~/metrics')->content)->value('password_check_slots'), $cpus, 'a password check for each CPU');

# ClientCenterLuaMemory 32M, ClientCenterLuaInstructions 50000000
SKIP: {
    skip 'under a sanitizer the time of a page is over before', 4 if $ENV{CC_SANITIZER};
    for (['steps=45000000', 200], ['steps=50000000', 500], ['megabytes=24', 200], ['megabytes=32', 500]) {
        status_is($person->get("/profile?$_->[0]"), $_->[1], "a page with $_->[0]");
    }
}

# ClientCenterLoginAttempts 5 15m 15m
sub state_of { return sql_text('SELECT failed_logins, CASE WHEN locked_until > 0 THEN 1 ELSE 0 END FROM users WHERE login = ?', $victim) }
visitor()->login($victim, "wrong $_") for 1 .. 4;
is(state_of(), '4,0', 'four failures do not lock');
sql('UPDATE users SET failed_since = ? WHERE login = ?', time - 960, $victim);
visitor()->login($victim, 'wrong 5');
is(state_of(), '1,0', 'nor do those of fifteen minutes ago count');
visitor()->login($victim, "wrong $_") for 6 .. 8;
sql('UPDATE users SET failed_since = ? WHERE login = ?', time - 840, $victim);
my $from = time;
visitor()->login($victim, 'wrong 9');
my $until = cell('SELECT locked_until FROM users WHERE login = ?', $victim);
ok($until >= $from + 900 && $until <= time + 900, 'five in that time lock for fifteen minutes') or diag $until - $from;

# ClientCenterAddressAttempts 100 15m
my @address = (from => '127.0.0.79');
$from = time;
my %answers;
$answers{ visitor(@address)->login("nobody-$_", 'wrong')->code }++ for 1 .. 100;
is_deeply(\%answers, { 422 => 100 }, 'a hundred failures from one address');
my $wait = (my $res = visitor(@address)->login($login))->header('Retry-After');
status_is($res, 429, 'are all');
ok($wait <= 900 && $wait >= 900 - (time - $from), 'for fifteen minutes from the first') or diag $wait;

$server->stop;
done_testing;
