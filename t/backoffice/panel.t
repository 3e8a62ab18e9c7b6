# The External Access panel of a customer: all of its changes or none, refused rows by name, previews, stale versions.
use strict;
use warnings;
use utf8;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;
use Time::HiRes qw(time);

my ($number, $other, $admin, $second) = map { unique($_) } qw(c o admin second);
my @users = map { unique("u$_") } 0 .. 9;
my ($gone, $system) = map { unique($_) } qw(gone system);
load(customer($number, name => "Olivia <b> & Green", from_date => '2021-02-03', thru_date => '2099-12-31'), customer($other),
    map({ user($_, user_type => 'INT', is_admin => JSON::PP::true) } $admin, $second), map({ user($_) } @users),
    user($gone, active => JSON::PP::false), user($system, user_type => 'SYS'));
load(access($number, $users[0], 'L90', notes => 'the owner'), access($number, $users[1], 'L20', days_back => 30, notes => 'Say "hi" & <bye>'),
    access($number, $users[2], 'L40'), access($number, $users[3], 'L80', days_back => 0), access($other, $users[4], 'L10'));
my $person = CC::Person->signed_in($admin, site => '/backoffice');
my $path = "/customers/$number";
sub id_of { my ($login, $customer) = @_; return cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id JOIN customers c '
    . 'ON c.id = a.customer_id WHERE u.login = ? AND c.number = ?', $login, $customer // $number) }
sub version { cell('SELECT access_version FROM customers WHERE number = ?', $number) }
sub world { return sql_text(q(SELECT u.login, a.role, a.days_back, a.notes, a.version
    FROM external_access a JOIN users u ON u.id = a.user_id JOIN customers c ON c.id = a.customer_id WHERE c.number IN (?, ?) ORDER BY u.login), $number, $other) }
sub audits { cell(q(SELECT COUNT(*) FROM audit WHERE action LIKE 'access.%' AND result = 'ok' AND customer_id = (SELECT id FROM customers WHERE number = ?)), $number) }
sub state_of { my ($login) = @_; return sql_text(q(SELECT a.role, a.days_back, a.notes FROM external_access a
    JOIN users u ON u.id = a.user_id JOIN customers c ON c.id = a.customer_id WHERE u.login = ? AND c.number = ?), $login, $number) =~ s/,/ /gr || 'gone' }
sub old { my ($n, $login, %set) = @_; my @fields = ("row.$n.id" => id_of($login), "row.$n.user" => $login);
    push @fields, "row.$n.$_" => $set{$_} for grep { exists $set{$_} } qw(role days_back notes remove); return @fields }
sub new { my ($n, $login, %set) = @_; return ("row.$n.user" => $login, map { ("row.$n.$_" => $set{$_}) } sort keys %set) }
sub post { my (@fields) = @_; return $person->post($path, version => version(), @fields) }

# who may come here
for my $method (qw(get post)) {
    my $visitor = CC::Person->new(site => '/backoffice');
    my $res = $visitor->$method($path);
    is($res->code, $method eq 'get' ? 303 : 403, "a visitor: $method");
}
status_is($person->get('/customers/nothing'), 404, 'no such customer');
status_is($person->get('/customers/'), 404, 'no number');
status_is($person->post('/customers/nothing', version => 1), 404, 'nor to post to');

# the page
my $res = $person->get($path);
body_unlike($res, qr/aria-label="[^"]* (?:of|on) [",]/, 'each control of a new row has a whole name');
page_is($res, 'customer');
secure_headers($res);
is(join(' ', grid_columns($res, 'customer')), 'user role days_back notes', 'the columns');
is(grid_total($res, 'customer'), 4, 'rows of this customer');
is(value_of($res, 'version'), version(), 'the version');
like(text_of($res->decoded_content), qr/\QOlivia <b> & Green #$number\E.*Lagerta Ltd\..*Sofia.*2021-02-03.*2099-12-31/, 'facts of the customer');
my %row = map { $_->{id} => $_ } grid_rows($res, 'customer');
my ($n) = $res->decoded_content =~ /name="row\.(\d+)\.id" value="@{[id_of($users[1])]}"/;
is(join('|', map { value_of($res, "row.$n.$_") } qw(user role days_back notes)), "$users[1]|L20|30|Say \"hi\" & <bye>", 'a row has its values');
is(join(' ', options_of($res, "row.$n.role")), 'L10 L20 L30 L40 L80 L90', 'every role may be given');
like($row{ id_of($users[0]) }{role}, qr/^Owner$/, 'an Owner is shown');
body_unlike($res, qr/\.id" value="@{[id_of($users[0])]}"/, 'without controls');
is(grid_total($person->get("$path?q=hi"), 'customer'), 1, 'search');
is(grid_total($person->get("$path?filter.role=L80&sort=notes"), 'customer'), 1, 'filter and sort');
like($person->get("$path?format=csv")->decoded_content, qr/^User,Role,Days Back Access,Notes\r\n/, 'CSV');

# whichever columns are shown, a control says of which row it is
for my $columns ('role', 'notes,days_back', 'user') {
    $res = $person->get("$path?columns=$columns");
    my ($bin) = $res->decoded_content =~ /name="(row\.\d+\.remove)"[^>]*\saria-label="Remove [^"]*&lt;\Q$users[2]\E&gt;/;
    my %sent = map { $_ => value_of($res, $_) } grep { !/remove$/ } $res->decoded_content =~ /<(?:input|select|textarea)[^>]*\sname="(row\.[^"]*)"/g;
    $res = post(%sent, $bin => 1, preview => 1);
    status_is($res, 200, "the form with the columns $columns");
    is(join(' ', $res->decoded_content =~ /<tr data-row="[^"]*" data-change="(\w+)"/g), 'removed', 'removes the row that is ticked, and no more');
    body_like($res, qr/name="\Q@{[ $bin =~ s{remove}{id}r ]}\E" value="@{[ id_of($users[2]) ]}"/, 'which is that of the user');
}

# preview: the same judgement, and nothing is written
my @all = (old(0, $users[1], role => 'L40', days_back => '', notes => ' new '), old(1, $users[2], remove => 1), old(2, $users[3], role => 'L80', days_back => 0, notes => ''),
    new(7, "  \U$users[5] ", role => 'L30', days_back => 10, notes => '<i>'), new(9, $users[6], role => 'L90'), new(10, '', role => 'L10'));
my ($world, $audits, $version) = (world(), audits(), version());
$res = post(@all, preview => 1);
status_is($res, 200, 'a preview');
like(text_of($res->decoded_content), qr/Preview: nothing is saved yet/, 'says that it is one');
my %outcome = $res->decoded_content =~ /<tr data-row="(row\.\d+)" data-change="(\w+)"/g;
is_deeply(\%outcome, { 'row.0' => 'changed', 'row.1' => 'removed', 'row.7' => 'added', 'row.9' => 'added' }, 'what would change, and no more');
is(value_of($res, 'row.0.role'), 'L40', 'as typed');
is(join(' ', world(), audits(), version()), "$world $audits $version", 'nothing is written');

$res = post(@all, old(20, $users[0], role => 'L10'), preview => 1);
status_is($res, 200, 'a preview of what is refused');
body_like($res, qr/<tr data-row="row\.20" data-change="refused"/, 'tells that');
field_error_is($res, 'row.20.role', qr/Owner/, 'and why');
is(join(' ', world(), audits(), version()), "$world $audits $version", 'nothing is written');

# saved: all at once
$res = post(@all);
redirect_is($res, qr{/backoffice/external-access}, 'saved');
notice_is($person->follow, qr/saved/, 'a notice says so');
is(join('|', map { state_of($_) } @users[0 .. 6]), 'L90 - the owner|L40 - new|gone|L80 0 -|gone|L30 10 <i>|L90 - -', 'every change was made');
is(version(), $version + 1, 'one new version');
is(audits(), $audits + 4, 'a record of each change');
is((audit_rows(q(action = 'access.edit' AND user_id = (SELECT id FROM users WHERE login = ?)), $users[1]))[-1],
    'access.edit ok {"role":"L20","days_back":30,"notes":"Say \"hi\" & <bye>"} {"role":"L40","days_back":null,"notes":"new"}', 'with old and new');

# refused: the whole panel, with the row and why
for my $case (
    ['an Owner', 'row.1.role', qr/Owner/, old(1, $users[0], role => 'L10')], ["an Owner's notes", 'row.1.role', qr/Owner/, old(1, $users[0], role => 'L90', notes => 'x')],
    ['an Owner removed', 'row.1.role', qr/Owner/, old(1, $users[0], remove => 1)],
    ['a row of another customer', 'row.1.id', qr/no such row/, 'row.1.id' => id_of($users[4], $other), 'row.1.role' => 'L20'],
    ['no row', 'row.1.id', qr/no such row/, 'row.1.id' => 999999999, 'row.1.remove' => 1], ['no number', 'row.1.id', qr/no such row/, 'row.1.id' => '1e1', 'row.1.role' => 'L20'],
    ['a row twice', 'row.3.id', qr/more than once/, old(1, $users[3], role => 'L20'), old(3, $users[3], role => 'L30')],
    ['the user of a row', 'row.1.user', qr/cannot be changed/, 'row.1.id' => id_of($users[3]), 'row.1.user' => $users[7], 'row.1.role' => 'L20'],
    ['an unknown user', 'row.1.user', qr/no user/, new(1, 'nobody at all', role => 'L20')], ['an inactive user', 'row.1.user', qr/active/, new(1, $gone, role => 'L20')],
    ['a system user', 'row.1.user', qr/active/, new(1, $system, role => 'L20')], ['a user who has a row', 'row.1.user', qr/already has/, new(1, $users[3], role => 'L20')],
    ['a new user twice', 'row.2.user', qr/another row/, new(1, $users[7], role => 'L20'), new(2, uc $users[7], role => 'L30')],
    ['no role', 'row.1.role', qr/choose/, new(1, $users[7], role => '')], ['an unknown role', 'row.1.role', qr/choose/, old(1, $users[3], role => 'L50')],
    ['many days', 'row.1.days_back', qr/36500/, old(1, $users[3], role => 'L20', days_back => 36501)], ['odd days', 'row.1.days_back', qr/36500/, old(1, $users[3], days_back => '1e3')],
    ['long notes', 'row.1.notes', qr/254/, old(1, $users[3], notes => 'x' x 255)], ['notes without a user', 'row.1.user', qr/fill in/, new(1, '', role => 'L10', notes => 'x')],
    ['a field twice', 'row.1.role', qr/more than once/, old(1, $users[3], role => 'L20'), 'row.1.role' => 'L90'],
    ['an odd number', 'row', qr/complete/, 'row.1e3.role' => 'L20'], ['a negative number', 'row', qr/complete/, 'row.-1.role' => 'L20'],
    ['a number with zeros', 'row', qr/complete/, 'row.01.role' => 'L20'], ['an unknown field', 'row', qr/complete/, old(1, $users[3], role => 'L20'), 'row.1.customer' => $other],
    ['a huge number', 'row', qr/complete/, 'row.99999999999999999999.role' => 'L20'],
) {
    my ($name, $field, $message, @fields) = @$case;
    ($world, $version) = (world(), version());
    $res = $person->post($path, version => $version, old(50, $users[1], role => 'L10'), @fields);
    status_is($res, 422, "$name is refused");
    field_error_is($res, $field, $message, 'and told at its row');
    is(world() . version(), $world . $version, 'nothing is written, not even the row that is right');
    is(value_of($res, 'row.50.role'), 'L10', 'what was typed stays');
}
is(cell(q(SELECT COUNT(*) FROM audit WHERE result = 'refused' AND action IN ('access.edit', 'access.remove') AND user_id = (SELECT id FROM users WHERE login = ?)), $users[0]), 3,
    'what was tried with the Owner is in the audit');
for my $bad (undef, '', 'x', '-1', '1.0', '99999999999999999999', "1' OR 1=1") {
    $world = world();
    $res = $person->post($path, defined $bad ? (version => $bad) : (), old(1, $users[1], role => 'L10'));
    status_is($res, 422, 'version ' . ($bad // '(none)'));
    is(world(), $world, 'changes nothing');
}
status_is($person->post($path, csrf => 'x', version => version(), old(1, $users[1], role => 'L10')), 403, 'a forged panel');
status_is(post(old(1, $users[0], role => 'L90', days_back => '', notes => 'the owner')), 303, 'an Owner row as it is may be sent');

# lines of notes, whose ends browsers send as CR LF, stay as they are in rows that are sent along
load(access($number, $users[1], 'L40', notes => "one\ntwo"));
$res = $person->get($path);
($n) = $res->decoded_content =~ /name="row\.(\d+)\.id" value="@{[id_of($users[1])]}"/;
body_like($res, qr/<textarea[^>]*\sname="row\.$n\.notes"/, 'a control that keeps lines');
($world, $version) = (world(), version());
$res = post(old($n, $users[1], role => 'L40', days_back => '', notes => value_of($res, "row.$n.notes") =~ s/\n/\r\n/r));
redirect_is($res, qr{/backoffice/external-access}, 'saved as it was');
is(world() . version(), $world . $version, 'nothing changes');

# stale: another administrator, and User Management, were faster
my $stale = $person->get($path);
my $colleague = CC::Person->signed_in($second, site => '/backoffice');
$colleague->get($path);
redirect_is($colleague->post($path, version => version(), old(0, $users[1], role => 'L20', days_back => 90, notes => 'faster <b>'), old(1, $users[3], remove => 1)),
    qr{/backoffice/external-access}, 'another is faster');
$world = world();
$res = $person->post($path, version => value_of($stale, 'version'), old(3, $users[1], role => 'L10', days_back => '5', notes => 'slower'),
    'row.4.id' => value_of($stale, 'row.0.id'), new(6, $users[8], role => 'L30', notes => 'n'), old(7, $users[5], remove => 1));
status_is($res, 409, 'the stale panel is refused with 409');
is(world(), $world, 'nothing is written');
is(value_of($res, 'version'), version(), 'the present version');
is(join('|', map { value_of($res, "row.3.$_") } qw(role days_back notes)), 'L10|5|slower', 'what was typed');
is(join('|', map { value_of($res, "row.6.$_") } qw(user role notes)), "$users[8]|L30|n", 'new rows');
body_like($res, qr/name="row\.7\.remove" value="1"\s+checked/, 'and marks of removal');
for (['role', 'L20 - Orders'], ['days_back', '90'], ['notes', 'faster <b>']) {
    my ($field, $value) = @$_;
    my ($present) = $res->decoded_content =~ /data-present-for="row\.3\.$field">(.*?)</s;
    like(text_of($present // ''), qr/\Q$value\E$/, "the present value of $field beside it");
}
redirect_is($person->post($path, version => value_of($res, 'version'), old(3, $users[1], role => 'L10', days_back => '5', notes => 'slower')), qr{/backoffice/external-access},
    'sent again it is saved');
$version = version();
my $manager = CC::Person->signed_in($users[6]);
$manager->get('/users/' . id_of($users[1]) . '/edit');
redirect_is($manager->post('/users/' . id_of($users[1]) . '/edit', role => 'L40', days_back => '', notes => '',
    version => cell('SELECT version FROM external_access WHERE id = ?', id_of($users[1]))), qr{/cc/users}, 'a change by User Management');
is(version(), $version + 1, 'counts as well');
ccadmin('grant', '--customer', $number, '--user', $users[9], '--role', 'L10');
is(version(), $version + 2, 'so does a grant by ccadmin');
ccadmin('revoke', '--customer', $number, '--user', $users[9]);
is(version(), $version + 3, 'and a revocation');

# a row that somebody else removed meanwhile: what was typed is a new row, left out unless one wants it back
for my $back (0, 1) {
    ccadmin('grant', '--customer', $number, '--user', $users[9], '--role', 'L10');
    my @typed = (old(4, $users[9], role => 'L30', days_back => '7', notes => 'typed'), old(5, $users[1], days_back => $back));
    $version = version();
    ccadmin('revoke', '--customer', $number, '--user', $users[9]);
    $res = $person->post($path, version => $version, @typed);
    status_is($res, 409, 'one of the rows is gone');
    body_like($res, qr/data-outcome="missing"[^>]*>[^<]*Untick Remove/, 'the form says so');
    is(value_of($res, 'row.4.id'), undef, 'and has no id for it');
    is(join('|', map { value_of($res, "row.4.$_") } qw(user role days_back notes)), "$users[9]|L30|7|typed", 'but all that was typed');
    body_like($res, qr/name="row\.4\.remove" value="1"\s+checked/, 'marked to be left out');
    redirect_is($person->post($path, version => value_of($res, 'version'), new(4, $users[9], role => 'L30', days_back => '7', notes => 'typed', $back ? () : (remove => 1)),
        old(5, $users[1], days_back => $back)), qr{/backoffice/external-access}, 'sent again it is saved');
    is(state_of($users[9]), $back ? 'L30 7 typed' : 'gone', $back ? 'with the row, unticked' : 'without the row');
    is(state_of($users[1]), "L40 $back -", 'and with the others');
}

# whoever was demoted changes nothing more
$colleague->get($path);
sql('UPDATE users SET is_admin = 0 WHERE login = ?', $second);
status_is($colleague->post($path, version => version(), old(0, $users[1], role => 'L10')), 403, 'a demoted administrator');
is(state_of($users[1]), 'L40 1 -', 'changes nothing');

# a race: of several panels of one version one is saved
my @panels = map { my $p = CC::Person->signed_in($admin, site => '/backoffice'); $p->get($path); $p } 1 .. 4;
$version = version();
my @kids = map { my $i = $_; my $pid = fork // die; if (!$pid) { my $code = $panels[$i]->post($path, version => $version, old(0, $users[1], days_back => 10 + $i))->code; # none of them as it is
    require POSIX; POSIX::_exit($code == 303 ? 1 : $code == 409 ? 2 : 3) } $pid } 0 .. 3;
my %count; for my $pid (@kids) { waitpid $pid, 0; $count{ $? >> 8 }++ }
is_deeply(\%count, { 1 => 1, 2 => 3 }, 'one is saved, the others are stale');
is(version(), $version + 1, 'one version');

# 5,000 rows at once; fewer under valgrind, where saving them takes longer than anybody waits
my $rows = $ENV{CC_SANITIZER} ? 1000 : 5000;
my $large = unique('large');
my $all = CC::Data::unique('m');
load(customer($large));
sql(qq(INSERT INTO users (login, login_key, name, name_key, user_key, user_type, language, created_at) VALUES )
    . join ', ', map { "('$all$_', '$all$_', 'Many $_', 'many $_', 'many $_ <$all$_> [ext]', 'EXT', 'en', 0)" } 1 .. $rows);
sql(qq(INSERT INTO user_identifiers (identifier_key, user_id) SELECT login_key, id FROM users u
    WHERE NOT EXISTS (SELECT 1 FROM user_identifiers i WHERE i.user_id = u.id)));
sql(qq(INSERT INTO external_access (customer_id, user_id, role, days_key, user_key, customer_key) SELECT c.id, u.id, 'L10', 2147483647, u.user_key, p.name_key || ' #' || c.number_key FROM customers c, parties p, users u
    WHERE p.id = c.party_id AND c.number = '$large' AND u.login LIKE '$all%'));
my @ids = sql(q(SELECT a.id, u.login FROM external_access a JOIN users u ON u.id = a.user_id JOIN customers c ON c.id = a.customer_id WHERE c.number = ?), $large);
my $i = 0;
my @many = map { my $k = $i++; ("row.$k.id" => $_->[0], "row.$k.user" => $_->[1], "row.$k.role" => 'L20', "row.$k.days_back" => $k, "row.$k.notes" => "Бележка $k") } @ids;
$person->get("/customers/$large");
for my $what (['a preview', 200, preview => 1], ['a stale version', 409, version => 77], ['one bad row', 422, "row.$rows.user" => 'nobody at all'], ['saved', 303]) {
    my ($name, $status, @more) = @$what;
    my %more = @more;
    my $from = time;
    $res = $person->post("/customers/$large", exists $more{version} ? () : (version => 1), @many, @more);
    status_is($res, $status, "$rows rows: $name");
    diag sprintf '%s: %.2f s, %d bytes', $name, time - $from, length $res->content;
    is(cell(q(SELECT COUNT(*) FROM external_access a JOIN customers c ON c.id = a.customer_id WHERE c.number = ? AND a.role = 'L20'), $large), $status == 303 ? $rows : 0, 'all or none');
}
status_is($person->post("/customers/$large", version => 2, map { ("row.$_.user" => '') } 0 .. 60000), 413, 'too many fields');
done_testing;
