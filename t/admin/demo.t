# demo: the same data for the same seed, as many as asked for, and never beside anybody else's.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;

sub without_hashes {
    my ($text) = @_;
    $text =~ s/"password_hash":"[^"]+"/"password_hash":"x"/g;
    return $text;
}

fresh_db();
my $out = passes('demo', 'demo');
my ($password) = $out =~ /^The password of all of them: (.+)$/m;
ok(length $password >= 15, 'the password is printed, and long enough');
for my $login (qw(owner admin billing prices orders basic multi backoffice newcomer)) {
    like($out, qr/^$login\s+$login\@demo\.example\s/m, "login $login");
}
passes('the password passes the check for new ones', \"$password\n", 'user', 'passwd', 'owner', '--password-stdin');
my %role = map { ("$_->{customer} $_->{user}" => $_->{role}) } @{ json(passes('access', 'access', '--format', 'json')) };
is_deeply(
    \%role,
    {   '00028 owner'  => 'L90', '00028 admin'  => 'L80', '00028 billing' => 'L40', '00028 prices' => 'L30',
        '00028 orders' => 'L20', '00028 basic'  => 'L10', '00028 multi'   => 'L80', '00031 multi'  => 'L10',
        '00047 multi'  => 'L90'
    },
    'one user for each role, and one with several customers'
);
like(passes('show', 'user', 'show', 'backoffice'), qr/\[INT\].*is_admin\s+yes/s, 'an internal administrator');
passes('check', 'check');
my $small = without_hashes(passes('dump', 'dump'));
passes('again', 'demo');
is(without_hashes(passes('dump', 'dump')), $small, 'adds nothing');

passes('more', 'demo', '--users', '200', '--customers', '20');
my $more = without_hashes(passes('dump', 'dump'));
is(() = $more =~ /"type":"user"/g, 200, '200 users');
is(() = $more =~ /"type":"customer"/g, 20, '20 customers');
cmp_ok(scalar(keys %{ { map { $_ => 1 } $more =~ /"days_back":(\w+)/g } }), '>', 4, 'days back of many kinds');
like($more, qr/"notes":"\w/, 'some notes');
passes('check', 'check');

my @large = map { fresh_db(); passes('seed 1', 'demo', '--users', '100', '--seed', '1'); without_hashes(passes('dump', 'dump')) } 1, 2;
is($large[0], $large[1], 'the same seed, the same data');
fresh_db();
passes('seed 2', 'demo', '--users', '100', '--seed', '2');
isnt(without_hashes(passes('dump', 'dump')), $large[0], 'another seed, other data');

subtest 'never into a database with real users' => sub {
    passes('a real user', \"seven grey otters in a canal\n", 'user', 'add', 'real', '--name', 'Real', '--email',
        'real@example.com', '--password-stdin');
    my $before = passes('dump', 'dump');
    fails('beside a real user', 1, qr/no demo data/, 'demo', '--users', '500');
    is(passes('dump', 'dump'), $before, 'nothing was written');
    fresh_db();
    passes('one without e-mail', \"seven grey otters in a canal\n", 'user', 'add', 'real', '--name', 'Real', '--password-stdin');
    fails('beside one without e-mail', 1, qr/no demo data/, 'demo');
    fresh_db();
    load_ok('customers without users', '{"type":"enterprise_company","code":"LAGERTA","name":"x"}',
        '{"type":"party","code":"00028","name":"x"}',
        '{"type":"customer","number":"00028","party":"00028","enterprise_company":"LAGERTA","from_date":"2020-01-01"}');
    fails('beside real customers', 1, qr/no demo data/, 'demo');
};

subtest 'a number that is taken' => sub {
    fresh_db();
    passes('small', 'demo', '--orders', '0');
    load_ok('an order of another customer, the last of a batch', '{"type":"party","code":"X","name":"X"}',
        '{"type":"customer","number":"X","party":"X","enterprise_company":"LAGERTA","from_date":"2020-01-01"}',
        '{"type":"order","document_no":"0000000500","customer":"X","document_type":"85493adb-ac4e-4b3c-89bc-590c4b22404c",'
          . '"date":"2026-01-01","currency":"EUR","amount":"1"}');
    fails('is told', 1, qr/customer: This record belongs to customer X/, 'demo', '--orders', '500');
};

subtest 'no temporary file for what a statement would undo' => sub {
    only_sqlite('others undo by themselves');
    fresh_db();
    mkdir my $directory = scratch() . '/temporary' or die $!;
    utime 1, 1, $directory or die $!; # a file that comes and goes leaves another time
    local $ENV{SQLITE_TMPDIR} = $directory;
    passes('many orders', 'demo', '--orders', '300');
    is((stat $directory)[9], 1, 'none was made');
};

done_testing();
