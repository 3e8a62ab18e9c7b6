# The page Audit of a site: changes of access to the current customer, for those who may manage its users, and nobody else's.
use strict;
use warnings;
use utf8;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;
use JSON::PP;
use POSIX 'strftime';

my $mark = unique('audit');
my ($here, $there, $admin, $owner, $billing, $new, $other, $german) = map { unique($_) } qw(h t a o b n x g);
load(customer($here), customer($there), map({ user($_) } $owner, $billing, $new, $other), user($german, language => 'de'),
    user($admin, name => "Ада <b> $mark"), access($here, $admin, 'L80'), access($here, $owner, 'L90'), access($here, $billing, 'L40'),
    access($here, $german, 'L80'), access($there, $other, 'L90', notes => "secret of $there"));
my $person = CC::Person->signed_in($admin);
my $loaded = 4;

# what is done is there, as it was done
$person->submit('/users/add', email => "$new\@example.com");
$person->post('/users/add', email => "$new\@example.com", role => 'L20', days_back => '30', notes => "Бележка <i> $mark");
my $row = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $new);
my $own = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $owner);
redirect_is($person->submit("/users/$row/edit", role => 'L30', days_back => '', notes => '', version => 1), qr{/cc/users}, 'a change');
status_is($person->post("/users/$own/edit", role => 'L10', days_back => '', notes => '', version => 1), 403, 'one that is refused');
redirect_is($person->submit("/users/$row/remove", version => 2), qr{/cc/users}, 'a removal');

my $res = $person->get('/audit');
page_is($res, 'audit');
secure_headers($res, 'the page');
my $table = table_of($res, 'audit');
is(join(' ', @{ $table->{columns} }), 'at action result actor user before after address', 'columns');
is($table->{total}, $loaded + 4, 'all changes');
my @rows = @{ $table->{rows} };
is(join(' ', map { "$_->{'action='}/$_->{'result='}" } @rows[0 .. 3]), 'access.remove/ok access.edit/refused access.edit/ok access.add/ok', 'the newest first');
is(join('|', map { $_->{action} } @rows[0 .. 3]), 'Access removed|Access changed|Access changed|Access given', 'in words');
is(join('|', map { $_->{result} } @rows[0 .. 3]), 'Done|Refused|Done|Done', 'the results as well');
is($rows[3]{after}, "role=L20, days_back=30, notes=Бележка <i> $mark", 'what was given');
is($rows[3]{before}, '', 'there was nothing before');
is($rows[2]{before}, $rows[3]{after}, 'what it was');
is($rows[2]{after}, 'role=L30, days_back=, notes=', 'what it became');
is($rows[0]{before}, $rows[2]{after}, 'what was removed');
is($rows[0]{after}, '', 'nothing is left');
is($rows[0]{actor}, "Ада <b> $mark <$admin> [EXT]", 'by whom');
is($rows[0]{user}, "Name of $new <$new> [EXT]", 'whose');
is($rows[0]{address}, '127.0.0.1', 'from where');
like($rows[0]{at}, qr/^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/, 'when');
body_like($res, qr/id="audit-filter-at-hint">[^<]* Days begin and end in UTC\./, 'the filter says of which zone its days are');
body_like($res, qr{<time datetime="\d{4}-\d\d-\d\dT\d\d:\d\dZ">}, 'for scripts as well');
body_unlike($res, qr/<b> \Q$mark\E|secret of/, 'text is text, and another customer\'s is not there');
body_unlike($res, qr/lookup/, 'looking somebody up is no change');

# who sees it
body_like($person->get('/'), qr{<a href="/cc/audit"}, 'the menu leads there');
status_is(CC::Person->signed_in($owner)->get('/audit'), 200, 'an Owner');
my $low = CC::Person->signed_in($billing);
for my $path ('/audit', '/audit?format=csv', '/audit?format=json') {
    my $no = $low->get($path);
    is($no->code, $low->get('/users')->code, "$path is answered like User Management to who may not manage users");
    body_unlike($no, qr/access\.|\Q$mark\E/, 'with nothing of it');
}
body_unlike($low->get('/'), qr{/cc/audit}, 'nor does their menu have it');
redirect_is(CC::Person->new->get('/audit'), qr{/cc/login\?next=}, 'nobody');
status_is($person->post('/audit', x => 1), 405, 'there is nothing to post');
my $stranger = CC::Person->signed_in($other)->get('/audit');
is(grid_total($stranger, 'audit'), 1, 'another customer\'s Admin sees theirs');
body_like($stranger, qr/secret of \Q$there\E/, 'namely this');
body_unlike($stranger, qr/\Q$mark\E|\Q$here\E/, 'and none of this customer');
for my $forged ("customer=$there", "customer_id=1", "filter.customer=$there", "scope=$there", "q=secret", "filter.notes=secret", "columns=customer,detail,hash",
    "sort=customer_id", "group=customer", "filter.id=1", "filter.after=secret+of", "sort=at'", "filter.at=1%27+OR+1=1", "page=99999", "columns=hash&format=csv") {
    my $res = $person->get("/audit?$forged");
    status_is($res, 200, "forged: $forged");
    body_unlike($res, qr/secret of |<td data-col="(?:hash|customer|detail)|[0-9a-f]{64}(?!")/, 'nothing of others, no other column');
}

# search, filters, sort, groups
sub total { return grid_total($person->get("/audit?$_[0]"), 'audit') }
my ($day, $month, $year) = map { strftime($_, gmtime) } '%Y-%m-%d', '%Y-%m', '%Y';
my $yesterday = strftime('%Y-%m-%d', gmtime(time - 86400));
my $tomorrow = strftime('%Y-%m-%d', gmtime(time + 86400));
my $all = $loaded + 4;
for (
    ["q=$mark", 5, 'search in names and values'], ['q=%D0%B0%D0%B4%D0%B0', 5, 'without regard to case, in any script'], ['q=refused', 1, 'results by their own name'],
    ['q=%D0%B1%D0%B5%D0%BB%D0%B5%D0%B6%D0%BA%D0%B0', 2, 'in the values'], ['q=nothing', 0, 'nothing'], ['q=l40', 1, 'a role'],
    ['filter.action==access.edit', 2, 'an action'], ['filter.action=access', $all, 'a part of it'], ['filter.action==access', 0, 'the whole one'],
    ['filter.result==refused', 1, 'a result'], ['filter.result==ok&filter.action==access.edit', 1, 'both'], ["filter.user=$new", 3, 'whose'], ['filter.actor=ccadmin', $loaded, 'by whom'],
    ['filter.after=role%3Dl30', 1, 'what it became'], ['filter.before=days_back%3D30', 1, 'what it was'], ['filter.address=127.0.0.1', 4, 'from where'],
    ["filter.at=$yesterday..$tomorrow", $all, 'days'], ["filter.at=$yesterday..", $all, 'from a day'], ["filter.at=..$tomorrow", $all, 'up to a day'], ["filter.at=..$year", $all, 'up to a year'],
    ["filter.at=$tomorrow..", 0, 'later'], ["filter.at=..2020-01-01", 0, 'earlier'], ["filter.at=2019", 0, 'a year'], ["filter.at=2019-12", 0, 'a month'], ["filter.at=$tomorrow..$yesterday", 0, 'backwards'],
    ['filter.at=x', 0, 'no day'], ['filter.at=2026-02-30', 0, 'no such day'], ['filter.at=2026-13', 0, 'no such month'], ['filter.at=0000', 0, 'no such year'], ['filter.at=9999..', 0, 'the last year'],
) {
    is(total($_->[0]), $_->[1], "$_->[0]: $_->[2]");
}
ok(total("filter.at=$day") + total("filter.at=$yesterday") >= $all, 'today');
is(total("filter.at=$month") || total('filter.at=' . substr $yesterday, 0, 7), $all, 'this month') if substr($day, 8) ne '01';
for my $column (qw(at action result actor user before after address)) {
    is(total("sort=$column&dir=asc"), $all, "sorted by $column");
}
is(table_of($person->get('/audit?sort=at&dir=asc'), 'audit')->{rows}[-1]{'action='}, 'access.remove', 'the oldest first');
my $grouped = table_of($person->get('/audit?group=action,result'), 'audit');
is(join(' ', map { "$_->{level}:$_->{count}" } @{ $grouped->{groups} }), "0:@{[$loaded + 1]} 1:@{[$loaded + 1]} 0:2 1:1 1:1 0:1 1:1", 'grouped');
like($grouped->{groups}[0]{label}, qr/Action: Access given/, 'in words');
$res = $person->get('/audit?filter.action==access.edit');
body_like($res, qr{<select[^>]*name="filter.action">.*?<option value="=access.add"[^>]*>Access given</option>}s, 'the filter offers the actions in words');
body_like($res, qr{<option value="=refused"[^>]*>Refused</option>}, 'and results');
body_like($res, qr{Action: Access changed}, 'what is filtered is told in words');
body_like($res, qr{name="filter.at"[^>]*data-range="date"}, 'the time is filtered by days');

# layout
status_is($person->post('/layout', grid => 'audit', columns => 'user,at', sort => 'user', dir => 'asc', group => '', per_page => 10, next => '/cc/audit'), 303, 'a layout is saved');
is(join(' ', @{ table_of($person->get('/audit'), 'audit')->{columns} }), 'user at', 'and comes back');
status_is($person->post('/layout', grid => 'audit', reset => 1, next => '/cc/audit'), 303, 'reset');
is(scalar @{ table_of($person->get('/audit'), 'audit')->{columns} }, 8, 'and all are there again');

# CSV has the same texts
my @csv = csv_of($person->get('/audit?format=csv'));
is(join(',', @{ $csv[0] }), 'Time,Action,Result,Done by,User,Before,After,Address', 'CSV: a heading');
is(@csv, $all + 1, 'all rows');
is(join('|', @{ $csv[4] }[1 .. 7]), join('|', 'access.add', 'ok', @{ $rows[3] }{qw(actor user before after address)}), 'the same texts');
like($csv[1][0], qr/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'times for programs');
is(scalar(() = csv_of($person->get('/audit?format=csv&filter.result==refused&columns=user,result'))), 2, 'filtered');
like($person->get('/audit?format=csv')->header('Content-Disposition'), qr/filename="audit\.csv"/, 'a name');

# another language
$res = CC::Person->signed_in($german)->get('/audit');
is(table_of($res, 'audit')->{rows}[0]{action}, 'Zugriff entfernt', 'in German');
body_like($res, qr/Protokoll/, 'as its title');

# a removed right works from the next request on
$row = cell('SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $german);
my $gone = CC::Person->signed_in($german);
status_is($gone->get('/audit'), 200, 'still');
is((ccadmin('grant', '--customer', $here, '--user', $german, '--role', 'L40'))[0], 0, 'demoted');
isnt($gone->get('/audit')->code, 200, 'no longer');

done_testing;
