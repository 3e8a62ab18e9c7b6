# mod_status has a section of ours, as a page and for programs, and mod_info shows what we are and how we are configured.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

my $server = CC::Server->new(with => [qw(status info)], site => 'ClientCenterTitle "Portal & <more>"', config => <<'EOF_CONF');
ClientCenterLoginConcurrency 3
<Location "/server-status">
    SetHandler server-status
</Location>
<Location "/server-info">
    SetHandler server-info
</Location>
EOF_CONF
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
ok($server->start, 'httpd with mod_status and mod_info starts');
my $operator = CC::Person->new(base => $server->{base});

# what `?auto` says: key => value, ours only
sub status {
    my $res = $operator->get('~/server-status?auto');
    return map { /^ClientCenter(\w+): (.*)$/ ? ($1 => $2) : () } split /\n/, $res->content;
}

my %before = status();
is(join(' ', sort keys %before), 'Database DatabaseBusy DatabaseErrors Lockouts LuaStates PageFailures PasswordChecks Registrations Sessions '
    . 'SignIns SignInsBusy SignInsFailed SignInsLocked SignInsThrottled', 'what mod_status says for programs');
is($before{Database}, 'ok', 'the database is fine');
is($before{Sessions}, 0, 'nobody is signed in');
is($before{PasswordChecks}, '0/3 0', 'slots for password checks');

my ($number, $login) = (unique('c'), unique('u'));
load(customer($number), user($login), access($number, $login, 'L80'));
my $person = CC::Person->signed_in($login, base => $server->{base});
CC::Person->new(base => $server->{base})->login($login, 'wrong');
my %after = status();
is($after{SignIns} - $before{SignIns}, 1, 'a sign-in');
is($after{SignInsFailed} - $before{SignInsFailed}, 1, 'a failed one');
is($after{Sessions}, 1, 'a session');
like($after{LuaStates}, qr{^0/[1-9]}, 'Lua states that rest');

my $html = $operator->get('~/server-status')->decoded_content;
like($html, qr{<h2>Client Center [0-9.]+</h2>\s*<dl>.*<dt>Database: ok</dt>.*<dt>Sign-ins: \d+</dt>.*</dl>}s, 'the page has a section of ours');
unlike($html, qr/\Q$login\E|LAGERTA/, 'that names nobody');

sql('UPDATE schema_version SET version = version + 1');
like({ status() }->{Database}, qr/^has schema version \d+, and \d+ is needed/, 'another schema');
sql('UPDATE schema_version SET version = version - 1');
sql('ALTER TABLE schema_version RENAME TO elsewhere');
like({ status() }->{Database}, qr/^has schema version 0, and \d+ is needed/, 'no schema');
sql('ALTER TABLE elsewhere RENAME TO schema_version');

# ---- mod_info ----

my $info = $operator->get('~/server-info?mod_clientcenter.c')->decoded_content;
my $text = text_of($info);
like($text, qr/Module Name: mod_clientcenter\.c/, 'mod_info knows the module');
like($text, qr/Content handlers: yes/, 'as a handler of content');
like($text, qr/Configuration Phase Participation: Create Directory Config , Merge Directory Configs , Create Server Config , Merge Server Configs /,
    'with configuration that merges');
like($text, qr/Request Phase Participation:.*Map to Storage/, 'and its part in requests');
for my $directive (qw(SetHandler ClientCenterEnterpriseCompany ClientCenterTitle ClientCenterSettings ClientCenterLuaPath
    ClientCenterLoginConcurrency)) {
    like($text, qr/\Q$directive\E - \S/, "$directive has a description");
}
like($text, qr/ClientCenterTitle "Portal & <more>"/, 'and shows what it is set to');
like($text, qr/ClientCenterLoginConcurrency 3/, 'here and there');
like($info, qr/Portal &amp; &lt;more&gt;/, 'escaped');
$server->stop;

# without them nothing of this is there, and nothing is missing
my $bare = CC::Server->new;
CC::Data::create($bare->{database});
ok($bare->start, 'httpd without the two starts');
unlike($bare->log, qr/status_hook|\[(?:error|crit|emerg)\]/, 'and has nothing to complain of');
$bare->stop;

done_testing;
