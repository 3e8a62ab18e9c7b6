# access --at: who had which access at the end of a day, from the audit and the rows of today.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use POSIX 'strftime';
use Test::More;

fresh_db();
passes('demo', 'demo');
sql(triggers(qw(changed deleted)));

# The day so many days ago, and what was recorded until now as if it had happened then, at noon here.
sub day { return strftime('%Y-%m-%d', localtime(time - 86400 * $_[0])) }
my $recorded = 0;
sub happened {
    my ($days, $time) = @_;
    my ($year, $month, $day, $hour, $minute, $second) = split /\D/, day($days) . ' ' . ($time || '12:00:00');
    my $at = POSIX::mktime($second, $minute, $hour, $day, $month - 1, $year - 1900, 0, 0, -1);
    sql("UPDATE audit SET at = $at WHERE id > $recorded");
    $recorded = sql('SELECT MAX(id) FROM audit');
}
sub on {
    my ($days, @options) = @_;
    my $rows = json(passes("$days days ago @options", 'access', '--at', day($days), @options, '--format', 'json'));
    return [sort map { join ' ', map { $_ // '-' } @$_{qw(customer user role days_back notes)} } @$rows];
}
sub of_user { return on($_[0], '--user', $_[1]) }
sub grant  { return ('grant', '--customer', shift, '--user', shift, '--role', shift, @_) }

my $demo = on(0);
is(@$demo, 9, 'today');
is_deeply(on(4000), $demo, 'what is not recorded was always so');

passes('add', grant('00028', 'newcomer', 'L10'));
happened(100);
passes('more', grant('00028', 'newcomer', 'L30', '--days-back', '90', '--notes', 'a, "b"'));
happened(90);
passes('twice', grant('00028', 'newcomer', 'L40'));
passes('on a day', grant('00028', 'newcomer', 'L20', '--days-back', ''));
happened(80);
passes('remove', 'revoke', '--customer', '00028', '--user', 'newcomer');
happened(70);
passes('again', grant('00028', 'newcomer', 'L80', '--notes', ''));
passes('another customer', grant('00031', 'newcomer', 'L10'));
happened(60);
passes('a row of the demo', grant('00028', 'basic', 'L40'));
passes('one that goes', 'revoke', '--customer', '00028', '--user', 'orders');
happened(50);
fails('a refusal', 1, qr/Owner/, 'revoke', '--customer', '00028', '--user', 'owner');
happened(40);
passes('until today', grant('00031', 'newcomer', 'L20'));

my @steps = (
    [101 => []],
    [100 => ['00028 newcomer L10 - -']],
    [91  => ['00028 newcomer L10 - -']],
    [90  => ['00028 newcomer L30 90 a, "b"']],
    [80  => ['00028 newcomer L20 - a, "b"']],
    [71  => ['00028 newcomer L20 - a, "b"']],
    [70  => []],
    [61  => []],
    [60  => ['00028 newcomer L80 - -', '00031 newcomer L10 - -']],
    [1   => ['00028 newcomer L80 - -', '00031 newcomer L10 - -']],
    [0   => ['00028 newcomer L80 - -', '00031 newcomer L20 - -']],
);
is_deeply(of_user($_->[0], 'newcomer'), $_->[1], "$_->[0] days ago") for @steps;
is_deeply(of_user(51, 'basic'), ['00028 basic L10 30 -'], 'before the first record: what it found');
is_deeply(of_user(50, 'basic'), ['00028 basic L40 30 -'], 'after it');
is_deeply(of_user(51, 'orders'), ['00028 orders L20 - -'], 'who has nothing now');
is_deeply(of_user(50, 'orders'), [], 'from that day on');
is_deeply(of_user(39, 'owner'), of_user(41, 'owner'), 'a refusal changes nothing');
for my $step (@steps) {
    my $days = $step->[0];
    my @expected = sort((grep { !/ (?:basic|orders) / } @$demo), @{ $step->[1] }, map { @{ of_user($days, $_) } } qw(basic orders));
    is_deeply(on($days), \@expected, "everybody, $days days ago");
    is_deeply(on($days, '--customer', '00031'), [grep { /^00031/ } @expected], 'of a customer');
    is_deeply(on($days, '--customer', '00028', '--user', 'newcomer'), [grep { /^00028 newcomer/ } @expected], 'of both');
}
is_deeply(on(0), [sort map { join ' ', map { $_ // '-' } @$_{qw(customer user role days_back notes)} } @{ json(passes('now', 'access', '--format', 'json')) }],
    'today is now');

subtest 'the end of a day, here' => sub {
    for my $zone ('Pacific/Kiritimati', 'Pacific/Niue', 'Europe/Sofia', 'UTC') {
        local $ENV{TZ} = $zone;
        POSIX::tzset();
        fresh_db();
        passes('demo', 'demo');
        sql(triggers('changed'));
        $recorded = 0;
        passes('a second before midnight', grant('00028', 'newcomer', 'L10'));
        happened(30, '23:59:59');
        passes('midnight', grant('00028', 'newcomer', 'L20'));
        happened(29, '00:00:00');
        is_deeply(of_user(31, 'newcomer'), [], "$zone: the day before");
        is_deeply(of_user(30, 'newcomer'), ['00028 newcomer L10 - -'], 'the day');
        is_deeply(of_user(29, 'newcomer'), ['00028 newcomer L20 - -'], 'the next');
    }
    delete $ENV{TZ};
    POSIX::tzset();
};

# in 2021 clocks there were set back at one o'clock
subtest 'a day with two midnights' => sub {
    local $ENV{TZ} = 'Asia/Amman';
    fresh_db();
    passes('demo', 'demo');
    sql(triggers('changed'));
    passes('after the first', grant('00028', 'newcomer', 'L10'));
    sql('UPDATE audit SET at = 1635454800');
    my @day = map { passes($_, 'access', '--at', $_, '--user', 'newcomer', '--format', 'csv') } qw(2021-10-28 2021-10-29);
    unlike($day[0], qr/L10/, 'is not yet on the day before');
    like($day[1], qr/L10/, 'but on that day');
    my $audit = json(passes('audit', 'audit', '--since', '2021-10-29', '--format', 'json'));
    is(scalar @$audit, 1, 'and in the audit since then');
};

subtest 'who is gone' => sub {
    fresh_db();
    passes('demo', 'demo');
    sql(triggers('changed'));
    $recorded = 0;
    load_ok('short-lived', '{"type":"party","code":"T","name":"T"}', '{"type":"customer","number":"00099","party":"T","enterprise_company":"LAGERTA","from_date":"2020-01-01"}',
        '{"type":"user","login":"Gone","name":"G <x>","user_type":"EXT"}', '{"type":"external_access","customer":"00099","user":"Gone","role":"L40","days_back":7}');
    happened(20);
    passes('revoked', 'revoke', '--customer', '00099', '--user', 'Gone');
    happened(10);
    sql("DELETE FROM user_identifiers WHERE identifier_key = 'gone'; DELETE FROM users WHERE login = 'Gone'; DELETE FROM customers WHERE number = '00099'");
    my @row = '00099 Gone L40 7 -';
    is_deeply([grep { /Gone/ } @{ on(15) }], \@row, 'among all');
    is_deeply(on(15, '--user', 'gone'), \@row, 'by login');
    is_deeply(on(15, '--customer', '00099'), \@row, 'by number');
    is_deeply(on(9, '--customer', '00099'), [], 'afterwards');
    fails('a part of the login', 1, qr/no user one/, 'access', '--at', day(15), '--user', 'one');
    fails('without a day', 1, qr/no user gone/, 'access', '--user', 'gone');
    fails('who never was', 1, qr/no customer 12345/, 'access', '--at', day(15), '--customer', '12345');
};

subtest 'formats and days' => sub {
    is(passes('CSV', 'access', '--at', day(0), '--user', 'basic', '--format', 'csv'), "customer,user,role,days_back,notes\n00028,basic,L10,30,\n", 'CSV');
    like(passes('table', 'access', '--at', day(0)), qr/^customer +user +role/, 'for people');
    my $today = day(0);
    fails($_, 2, qr/--at: a day such as 2026-01-31, at the latest today \(\Q$today\E\)/, 'access', '--at', $_) for day(-1), '2999-01-01', '2026-02-30', 'yesterday', '';
    is_deeply(json(passes('long ago', 'access', '--at', '0001-01-01', '--user', 'basic', '--format', 'json'))->[0]{role}, 'L10', 'any day that was');
};

subtest 'many' => sub {
    fresh_db();
    passes('demo', 'demo', '--users', '1500');
    my @logins = split /\n/, sql('SELECT login FROM users WHERE id > 9 ORDER BY id');
    sql(triggers('changed'));
    $recorded = 0;
    my @rows = map { +{ type => 'external_access', customer => '00031', user => $_, role => 'L10' } } @logins;
    load_ok('rows', @rows);
    happened(20);
    load_ok('changes', map { +{ %$_, role => 'L20' } } @rows);
    happened(10);
    is(scalar(grep { /^00031 \S+ L10/ } @{ on(15, '--customer', '00031') }), @logins + 1, 'more than a batch, as they were');
    is(scalar(grep { /^00031 \S+ L20/ } @{ on(5, '--customer', '00031') }), scalar @logins, 'as they are');
    is(scalar @{ on(15) }, scalar @{ on(5) }, 'all of them');
};

done_testing();
