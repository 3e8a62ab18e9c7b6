# Requests that race with the External Access panel: each outcome is that of one after the other, never a mixture.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;
use POSIX ();

use constant ROUNDS => 6;

my ($number, $admin, $manager, $first, $second) = map { unique($_) } qw(c admin manager first second);
load(customer($number), map({ user($_, user_type => 'INT', is_admin => JSON::PP::true) } $admin), map({ user($_) } $manager, $first, $second),
    access($number, $manager, 'L80'), access($number, $first, 'L10'), access($number, $second, 'L10'));
my $path = "/customers/$number";
my %id = map { $_ => cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $_) } $first, $second;
sub state_of { my ($login) = @_; my ($row) = sql('SELECT role, version FROM external_access WHERE id = ?', $id{$login}); return $row ? "@$row" : 'gone' }
sub role_of { my ($login) = @_; return (split / /, state_of($login))[0] }
sub version { cell('SELECT access_version FROM customers WHERE number = ?', $number) }
sub audits { my ($result) = @_; cell(q(SELECT COUNT(*) FROM audit WHERE action = 'access.edit' AND result = ? AND customer_id = (SELECT id FROM customers WHERE number = ?)),
    $result // 'ok', $number) }

# Runs all at once; the codes of their answers.
sub together {
    my @tasks = @_;
    my @running = map { my $task = $_; pipe my $from, my $to or die; my $pid = fork // die;
        if (!$pid) { close $from; print $to $task->()->code; close $to; POSIX::_exit(0) } close $to; [$pid, $from] } @tasks;
    return map { my ($pid, $from) = @$_; my $code = <$from>; waitpid $pid, 0; $code } @running;
}

my $office = CC::Person->signed_in($admin, site => '/backoffice');
my $site = CC::Person->signed_in($manager);
my @roles = qw(L10 L20 L30 L40);

# a panel of two rows, and User Management with one of them
my (%seen, $mixed);
for my $round (1 .. ROUNDS) {
    my ($panel_role, $site_role) = ($roles[$round % 4], $roles[($round + 1) % 4]);
    my ($version, $row_version, $records) = (version(), cell('SELECT version FROM external_access WHERE id = ?', $id{$first}), audits());
    my @before = map { role_of($_) } $first, $second;
    $office->get($path);
    $site->get("/users/$id{$first}/edit");
    my @codes = together(
        sub { $office->post($path, version => $version, "row.0.id" => $id{$first}, "row.0.role" => $panel_role, "row.0.notes" => "panel $round",
            "row.1.id" => $id{$second}, "row.1.role" => $panel_role, "row.1.notes" => "panel $round") },
        sub { $site->post("/users/$id{$first}/edit", role => $site_role, days_back => '', notes => "site $round", version => $row_version) });
    my @after = map { role_of($_) } $first, $second;
    $seen{"@codes"}++;
    my $right = "@codes" eq '303 409' ? "@after" eq "$panel_role $panel_role" && audits() == $records + 2
              : "@codes" eq '409 303' ? "@after" eq "$site_role $before[1]" && audits() == $records + 1 : 0;
    $mixed ||= "@codes: @before -> @after" if !$right;
    $mixed ||= 'version ' . version() . " after $version" if version() != $version + 1;
}
is($mixed, undef, 'the panel or the edit is saved, and the other is stale');
diag join ', ', map { "$_: $seen{$_}" } sort keys %seen;

# a panel, and the demotion of who sends it
undef $mixed;
%seen = ();
for my $round (1 .. ROUNDS) {
    sql('UPDATE users SET is_admin = 1 WHERE login = ?', $admin);
    my $person = CC::Person->signed_in($admin, site => '/backoffice');
    $person->get($path);
    my ($version, $role, $before) = (version(), $roles[$round % 4], role_of($second));
    my $records = audits();
    my ($code) = together(sub { $person->post($path, version => $version, "row.1.id" => $id{$second}, "row.1.role" => $role, "row.1.notes" => "round $round") },
        sub { sql('UPDATE users SET is_admin = 0 WHERE login = ?', $admin); HTTP::Response->new(200) });
    $seen{$code}++;
    my $saved = version() == $version + 1 && role_of($second) eq $role && audits() == $records + 1;
    my $kept = version() == $version && role_of($second) eq $before && audits() == $records;
    $mixed ||= "$code: $before -> " . role_of($second) if !($code == 303 ? $saved : $code == 403 ? $kept : 0);
    my $next = $person->post($path, version => version(), "row.1.id" => $id{$second}, "row.1.role" => 'L10');
    $mixed ||= 'afterwards ' . $next->code if $next->code != 403;
}
is($mixed, undef, 'a panel is saved before the demotion, or refused after it');
diag join ', ', map { "$_: $seen{$_}" } sort keys %seen;
is(cell(q(SELECT COUNT(*) FROM sessions WHERE user_id = (SELECT id FROM users WHERE login = ?)), $admin) <= 1, 1, 'and the sessions are over');

# two administrators who change each other: one after the other, whoever comes first
my @chiefs = map { unique($_) } qw(one two);
load(map { user($_, user_type => 'INT', is_admin => JSON::PP::true) } @chiefs);
my @pair = map { { person => CC::Person->signed_in($_, site => '/backoffice'), login => $_, id => cell('SELECT id FROM users WHERE login = ?', $_) } } @chiefs;
my @answers;
for my $round (1 .. ROUNDS) {
    $_->{person}->get('/users') for @pair;
    push @answers, together(map { my ($actor, $other) = @pair[$_, 1 - $_];
        my $version = cell('SELECT version FROM users WHERE id = ?', $other->{id});
        sub { $actor->{person}->post("/users/$other->{id}", name => "Round $round", login => $other->{login}, email => '', user_type => 'INT', active => 1,
            is_admin => 1, notes => "by $actor->{login}", version => $version) } } 0, 1);
}
is("@answers", join(' ', (303) x (2 * ROUNDS)), 'two who change each other both succeed');
is(cell('SELECT notes FROM users WHERE id = ?', $pair[$_]{id}), "by $chiefs[1 - $_]", 'and both changes are there') for 0, 1;

done_testing;
