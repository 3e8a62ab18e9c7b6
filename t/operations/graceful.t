# A graceful restart: what was half sent before it is answered after it, by a child of before, as if nothing had been.
use strict;
use warnings;
use lib 't/lib';
use IO::Socket::INET;
use Test::More;
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

# Of the mechanisms for mutexes this one leaves nothing behind for those who are late. The children of before need room beside the new ones.
my $server = CC::Server->new(site => 'ClientCenterAddressAttempts 100 15m', config => 'Mutex sysvsem default',
    ($ENV{CC_MPM} || 'event') eq 'prefork' ? () : (processes => "ServerLimit 6\nStartServers 2\nThreadLimit 8\nThreadsPerChild 8\nMaxRequestWorkers 48\nMinSpareThreads 8\nMaxSpareThreads 16"));
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my ($number, $login, $target) = (unique('c'), unique('u'), unique('t'));
load(customer($number), user($login), user($target), access($number, $login, 'L80'), access($number, $target, 'L10'));
my $row = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $target);
ok($server->start, 'httpd starts');

# Sends all of a form but its last byte, and returns what sends that and reads the answer's first line.
sub half_sent {
    my ($person, $path, @fields) = @_;
    my $body = CC::Person::encode(csrf => $person->{csrf}, @fields);
    my $cookie = $person->cookie('ccsession');
    my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$server->{port}", Timeout => 30) or die "cannot connect: $!\n";
    syswrite $socket, "POST /cc$path HTTP/1.1\r\nHost: 127.0.0.1:$server->{port}\r\nConnection: close\r\nCookie: ccsession=$cookie\r\n"
        . "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " . length($body) . "\r\n\r\n" . substr $body, 0, -1;
    return sub {
        syswrite $socket, substr $body, -1;
        my $answer = '';
        while (sysread $socket, $answer, 65536, length $answer) { }
        my ($status) = $answer =~ m{^HTTP/1\.1 (\d+)};
        return $status // 'nothing';
    };
}

my $person = CC::Person->signed_in($login, base => $server->{base});
my $form = $person->get("/users/$row/edit");
my $visitor = CC::Person->new(base => $server->{base});
$visitor->get('/login');
my %old = map { $_ => 1 } $server->children;
my $change = half_sent($person, "/users/$row/edit", role => 'L20', days_back => '', notes => 'over the restart', version => value_of($form, 'version'));
my $login_form = half_sent($visitor, '/login', login => $target, password => password());
# they have come in when as many processes and threads again have answered
is(scalar(grep { $person->get('/')->code == 200 } 1 .. 20), 20, 'pages before');
$server->graceful;
for (1 .. 500) {
    last if grep { !$old{$_} } $server->children;
    select undef, undef, undef, 0.02;
}
ok((grep { !$old{$_} } $server->children), 'there are new children');
status_is($person->get('/'), 200, 'a page after the restart, with the same session');
is($change->(), 303, 'a change begun before is made');
is(cell('SELECT notes FROM external_access WHERE id = ?', $row), 'over the restart', 'and kept');
is($login_form->(), 303, 'a sign-in begun before signs in');
unlike($server->log, qr/CC1104|CC1114|exit signal/, 'and nothing is wrong in the log');
$server->stop;
done_testing;
