# grant, revoke, access, audit: the rules for rows, above all that an Owner's stays as it is.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use POSIX 'strftime';
use Test::More;

fresh_db();
passes('demo', 'demo');

sub row {
    my ($customer, $user) = @_;
    my $rows = json(passes('access', 'access', '--customer', $customer, '--user', $user, '--format', 'json'));
    return $rows->[0];
}
sub grant  { return ('grant',  '--customer', shift, '--user', shift, '--role', shift, @_) }
sub revoke { return ('revoke', '--customer', shift, '--user', shift) }

passes('grant', grant('00028', 'newcomer', 'L30', '--days-back', '90', '--notes', " Accounting, \"main\" "));
is_deeply(
    row('00028', 'newcomer'),
    {customer => '00028', user => 'newcomer', role => 'L30', days_back => 90, notes => 'Accounting, "main"'},
    'the row'
);
passes('another role', grant('00028', 'NEWCOMER', 'Billing'));
is_deeply(
    row('00028', 'newcomer'),
    {customer => '00028', user => 'newcomer', role => 'L40', days_back => 90, notes => 'Accounting, "main"'},
    'days and notes stay as they were'
);
passes('no limit, no notes', grant('00028', 'newcomer', 'L40', '--days-back', '', '--notes', ''));
is_deeply(row('00028', 'newcomer'), {customer => '00028', user => 'newcomer', role => 'L40', days_back => undef, notes => undef},
    'empty is empty');
passes('today only', grant('00028', 'newcomer', 'L10', '--days-back', '0'));
is(row('00028', 'newcomer')->{days_back}, 0, 'zero is not empty');
passes('an Owner', grant('00031', 'newcomer', 'L90'));

my $before = passes('dump', 'dump');
passes('an inactive user', 'user', 'deactivate', 'orders');
sql("INSERT INTO users (login, login_key, name, user_key, user_type, language, created_at) "
      . "VALUES ('robot', 'robot', 'Robot', 'robot <robot> [sys]', 'SYS', 'en', 1); "
      . "INSERT INTO user_identifiers SELECT login_key, id FROM users WHERE login = 'robot'");
my @refused = (
    ['no such customer',  qr/customer: There is no customer 99999/, grant('99999', 'newcomer', 'L10')],
    ['no such user',      qr/user: There is no user nobody/,        grant('00028', 'nobody', 'L10')],
    ['e-mail for login',  qr/user: There is no user/,               grant('00028', 'newcomer@demo.example', 'L10')],
    ['unknown role',      qr/role: L10, L20/,                       grant('00028', 'newcomer', 'L50')],
    ['empty role',        qr/role: /,                               grant('00028', 'newcomer', '')],
    ['bad days',          qr/days_back: /,                          grant('00028', 'newcomer', 'L10', '--days-back', '-1')],
    ['too many days',     qr/days_back: /,                          grant('00028', 'newcomer', 'L10', '--days-back', '36501')],
    ['days as words',     qr/days_back: /,                          grant('00028', 'newcomer', 'L10', '--days-back', 'all')],
    ['long notes',        qr/notes: At most 254/,                   grant('00028', 'newcomer', 'L10', '--notes', 'x' x 255)],
    ['control character', qr/notes: Control/,                       grant('00028', 'newcomer', 'L10', '--notes', "a\x1bb")],
    ['inactive user',     qr/user: Only active users of type/,      grant('00031', 'orders', 'L10')],
    ['a robot',           qr/user: Only active users of type/,      grant('00031', 'robot', 'L10')],
    ['demote an Owner',   qr/role: The access of an Owner/,         grant('00028', 'owner', 'L80')],
    ['days of an Owner',  qr/role: The access of an Owner/,         grant('00028', 'owner', 'L90', '--days-back', '5')],
    ['revoke an Owner',   qr/role: The access of an Owner/,         revoke('00028', 'owner')],
    ['revoke nothing',    qr/user: .*no access/,                    revoke('00047', 'newcomer')],
    ['revoke of nobody',  qr/user: There is no user/,               revoke('00028', 'nobody')],
    ['access of nobody',  qr/no user nobody/,                       'access', '--user', 'nobody'],
    ['access of none',    qr/no customer 99999/,                    'access', '--customer', '99999'],
);
for (@refused) {
    my ($name, $says, @command) = @$_;
    fails($name, 1, $says, @command);
}
passes('an Owner as it is already', grant('00028', 'owner', 'L90'));
passes('activate',                  'user', 'activate', 'orders');
sql("DELETE FROM user_identifiers WHERE identifier_key = 'robot'; DELETE FROM users WHERE login = 'robot'");
is(passes('dump', 'dump'), $before, 'nothing was changed by any of these');

passes('revoke', revoke('00028', 'newcomer'));
is(row('00028', 'newcomer'), undef, 'the row is gone');
like(passes('show', 'user', 'show', 'newcomer'), qr/newcomer/, 'the user is not');

# ---- output ----

my $csv = passes('CSV', 'access', '--customer', '00031', '--format', 'csv');
is($csv, "customer,user,role,days_back,notes\n00031,multi,L10,365,Consultant\n00031,newcomer,L90,,\n", 'CSV');
passes('formula', grant('00047', 'newcomer', 'L10', '--notes', '=1+1,"x"'));
like(passes('CSV', 'access', '--user', 'newcomer', '--format', 'csv'), qr/^00047,newcomer,L10,,"'=1\+1,""x"""$/m, 'quoted and defused');
is(scalar @{ json(passes('JSON', 'access', '--format', 'json')) }, 11, 'all rows');
passes('nobody left', revoke('00047', 'newcomer'));
is(passes('JSON of nothing', 'access', '--user', 'backoffice', '--format', 'json'), "[]\n", 'an empty array');
is(passes('CSV of nothing', 'access', '--user', 'backoffice', '--format', 'csv'), "customer,user,role,days_back,notes\n", 'a heading');

# ---- audit ----

my $audit = json(passes('audit', 'audit', '--user', 'newcomer', '--customer', '00028', '--format', 'json'));
is_deeply([map { "$_->{action} $_->{result}" } @$audit],
    ['access.add ok', ('access.edit ok') x 3, 'access.remove ok'], 'what happened to the row');
is_deeply($audit->[0]{after}, {role => 'L30', days_back => 90, notes => 'Accounting, "main"'}, 'new values');
is_deeply($audit->[1]{before}, $audit->[0]{after}, 'old values');
is($audit->[0]{user},     'Nina Berg <newcomer> [EXT]', 'whom');
is($audit->[0]{customer}, '00028',                      'where');
like($audit->[0]{at}, qr/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'when');
my $refused = json(passes('audit', 'audit', '--user', 'owner', '--format', 'json'));
is_deeply([map { "$_->{action} $_->{result}" } @$refused], ['access.edit refused', 'access.edit refused', 'access.remove refused'],
    'what was refused');
is_deeply([map { [@$_{qw(before after)}] } @$refused[0, 1]], [
        [{role => 'L90', days_back => undef, notes => undef}, {role => 'L80', days_back => undef, notes => undef}],
        [{role => 'L90', days_back => undef, notes => undef}, {role => 'L90', days_back => 5, notes => undef}],
    ], 'with what was asked for');
is(json(passes('since tomorrow', 'audit', '--since', strftime('%Y-%m-%d', localtime(time + 86400)), '--format', 'json'))->[0],
    undef, 'nothing yet');
is(scalar @{ json(passes('since today', 'audit', '--since', strftime('%Y-%m-%d', localtime), '--format', 'json')) },
    scalar @{ json(passes('all', 'audit', '--format', 'json')) }, 'everything');
like(passes('CSV', 'audit', '--format', 'csv'), qr/^at,action,result,actor,address,customer,user,before,after,detail,id,actor_id,customer_id,user_id,previous_hash,hash\n/, 'CSV');
like(passes('table', 'audit'), qr/^at\s+action\s+result/, 'for people');
fails('audit of nobody', 1, qr/no user nobody/, 'audit', '--user', 'nobody');
passes('check', 'check');

done_testing();
