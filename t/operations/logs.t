# The error log: quiet at the usual level, one line with its id per event at info, at the level that LogLevel gives this
# module alone, and no line that a user forged.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

# Lines of ours after what was there before: those that the block adds
sub lines_of {
    my ($server, $do) = @_;
    my $before = length $server->log;
    $do->();
    return grep { /\[clientcenter:/ } split /\n/, substr $server->log, $before;
}

# What a user does in a day
my ($number, $owner, $admin, $other, $locked) = map { unique($_) } qw(c owner admin other locked);
my @records = (customer($number), map({ user($_) } $owner, $admin, $other, $locked), access($number, $owner, 'L90'), access($number, $admin, 'L80'));
sub a_day {
    my ($server) = @_;
    my $person = CC::Person->new(base => $server->{base});
    $person->login($owner);
    $person->submit('/users/add', email => lc "$other\@example.com");
    $person->submit('/users/add', email => lc "$other\@example.com", role => 'L30', days_back => '', notes => '');
    my ($row) = grep { $_->{user} =~ /\Q$other\E/ } grid_rows($person->get('/users'), 'users');
    $person->submit("/users/$row->{id}/edit", role => 'L20', days_back => '', notes => '', version => 1);
    my ($own) = grep { $_->{user} =~ /\Q$owner\E/ } grid_rows($person->get('/users'), 'users');
    $person->post("/users/$own->{id}/remove", version => 1);
    $person->submit("/users/$row->{id}/remove", version => 2);
    $person->get('/no-such-page');
    $person->post('/account', csrf => 'forged', full_name => 'X');
    $person->submit('/logout');
    my $guesser = CC::Person->new(base => $server->{base});
    $guesser->login($locked, 'a wrong password') for 1 .. 4;
    $guesser->login("nobody\nCC1601 signed in: forged\x1B[31m", 'a wrong password');
    my $new = unique('r') . '@example.com';
    $guesser->submit('/register', email => $new, full_name => 'R', language => 'en', map { $_ => 'harbour violet lantern 78' } qw(password confirm_password));
    $guesser->login($new, 'harbour violet lantern 78');
}

sub start {
    my ($level) = @_;
    my $server = CC::Server->new(log_level => $level, site => 'ClientCenterLoginAttempts 3 15m 15m');
    local $ENV{CC_DATABASE_FILE} = $server->{database};
    CC::Data::create($server->{database});
    load(@records);
    ok($server->start, "LogLevel $level");
    return $server;
}

my $quiet = start('warn');
my @loud = lines_of($quiet, sub { a_day($quiet) });
is(join(' ', map { /\] (CC\d{4}) / ? $1 : $_ } @loud), 'CC1611', 'at warn a day as usual leaves no line, only a locked account is worth one');
$quiet->stop;

my $server = start('warn clientcenter:info');
my @lines = lines_of($server, sub { a_day($server) });
unlike($server->log, qr/\[(?!clientcenter:)\w+:info\]/, 'other modules stay at their level');
my %count;
/\] (CC\d{4}) / and $count{$1}++ for @lines;
is_deeply([grep { !/\] CC\d{4} / } @lines], [], 'each line has its id');
is_deeply([grep { !/\[client 127\.0\.0\.1:\d+\]/ } @lines], [], 'and the address of the client');
my %want = (
    CC1601 => 2,              # signed in
    CC1602 => 4, CC1603 => 1, # failed, and one for a locked account
    CC1607 => 1,              # signed out
    CC1611 => 1,              # locked
    CC1613 => 1,              # registered
    CC1620 => 1, CC1622 => 1, CC1624 => 1, # granted, changed, removed
    CC1625 => 1,              # removing an Owner's own row
    CC1626 => 1,              # found by e-mail
    CC1641 => 1,              # a forged form
);
is_deeply({ map { $_ => $count{$_} // 0 } keys %want }, \%want, 'one line per event') or diag join "\n", @lines;
my ($granted) = grep { /CC1620/ } @lines;
like($granted, qr/CC1620 access granted: Name of $other <$other> \[EXT\], customer $number, by Name of $owner <$owner> \[EXT\]/, 'who did what to whom');
like((grep { /CC1611/ } @lines)[0], qr/clientcenter:warn.*CC1611 account locked.*ccadmin user unlock ends it: .*<$locked>/, 'a locked account is a warning that says what to do');
is(scalar(grep { /forged/ } @lines), 0, 'what was typed as a login is not logged');
is(scalar(grep { /\x1B/ } @lines), 0, 'and no control character');
is_deeply([grep { /^CC/ } split /\n/, $server->log], [], 'no line begins with a forged id');
$server->stop;

$server = start('warn clientcenter:debug');
my $person = CC::Person->new(base => $server->{base});
@lines = lines_of($server, sub { $person->login($owner); $person->get('/profile') });
like(join("\n", @lines), qr/clientcenter:debug.* CC1503 GET profile for $owner, customer $number, role L90/, 'at debug each page says what was decided');
$server->stop;

$server = start('warn clientcenter:crit');
is(join("\n", lines_of($server, sub { a_day($server) })), '', 'and at crit nothing of this');
$server->stop;

done_testing;
