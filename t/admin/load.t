# load and dump: every record type, what may be left out, every mistake with file, line and field, all or nothing.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use File::Temp qw(tempdir);
use Test::More;

my @base = (
    '{"type":"enterprise_company","code":"LAGERTA","name":"Lagerta Ltd."}',
    '{"type":"enterprise_company","code":"OTHER","name":"Other Inc."}',
    '{"type":"location","code":"SOF","name":"Sofia","enterprise_company":"LAGERTA"}',
    '{"type":"location","code":"NYC","name":"New York","enterprise_company":"OTHER"}',
    '{"type":"party","code":"00028","name":"Olivia Green","unique_number":"206305901","vat_number":"BG206305901",'
      . '"vat_registered":true,"address":"102 Bulgaria Blvd., Sofia","active":true}',
    '{"type":"customer","number":"00028","party":"00028","enterprise_company":"LAGERTA","serviced_by":"SOF",'
      . '"from_date":"2020-01-01","thru_date":null}',
    '{"type":"person","code":"P-1","first_name":"Catherine","last_name":"Carter","parent_party":"00028"}',
    '{"type":"user","login":"CC","email":"cc@example.com","name":"Catherine Carter","user_type":"EXT",'
      . '"password":"anything will do","active":true,"is_admin":false,"person":null,"language":"en"}',
    '{"type":"external_access","customer":"00028","user":"CC","role":"L40","days_back":1000,"notes":null}',
    '{"type":"user","login":"boss","name":"The Boss","password":"anything will do"}',
    '{"type":"external_access","customer":"00028","user":"boss","role":"L90"}',
);

fresh_db();
my $out = load_ok('the records of the manual', @base);
like($out, qr/^user: 2 added, 0 changed, 0 unchanged$/m, 'says what it did');
my $first = passes('dump', 'dump');
like(load_ok('again', @base), qr/^user: 0 added, 0 changed, 2 unchanged$/m, 'changes nothing, passwords included');
is(passes('dump', 'dump'), $first, 'the same dump');

# ---- a field left out keeps its value, null empties ----

my @changes = (
    [   'left out',
        '{"type":"party","code":"00028"}',
        {}
    ],
    [   'one field',
        '{"type":"party","code":"00028","name":"Olivia Brown"}',
        {'party.name' => 'Olivia Brown'}
    ],
    ['null', '{"type":"party","code":"00028","address":null,"vat_number":""}', {'party.address' => undef, 'party.vat_number' => undef}],
    ['blanks around', '{"type":"party","code":"00028","name":"  Olivia  Green "}', {'party.name' => 'Olivia  Green'}],
    ['location of no one', '{"type":"customer","number":"00028","serviced_by":null}', {'customer.serviced_by' => undef}],
    ['an end', '{"type":"customer","number":"00028","thru_date":"2030-12-31"}', {'customer.thru_date' => '2030-12-31'}],
    ['person', '{"type":"user","login":"CC","person":"P-1"}', {'user.person' => 'P-1'}],
    ['no e-mail', '{"type":"user","login":"CC","email":null}', {'user.email' => undef}],
    ['the case of a login', '{"type":"user","login":"cc"}', {'user.login' => 'cc', 'external_access.user' => 'cc'}],
    ['days', '{"type":"external_access","customer":"00028","user":"cc","days_back":0}', {'external_access.days_back' => 0}],
    ['no limit', '{"type":"external_access","customer":"00028","user":"CC","days_back":null}', {'external_access.days_back' => undef}],
    ['role', '{"type":"external_access","customer":"00028","user":"cc","role":"L80"}', {'external_access.role' => 'L80'}],
    ['an Owner row as it is', '{"type":"external_access","customer":"00028","user":"boss","role":"L90","notes":null}', {}],
    ['no password any more', '{"type":"user","login":"cc","password_hash":null}', {'user.password_hash' => undef}],
    ['a bcrypt hash', '{"type":"user","login":"cc","password_hash":"$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC"}',
        {'user.password_hash' => '$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC'}],
);

# The first record of each type in a dump, flat: "party.name" => ...
sub flat {
    my %flat;
    for my $line (split /\n/, passes('dump', 'dump')) {
        my $record = json($line);
        my $type   = delete $record->{type};
        next if $flat{"$type.seen"}++;
        $flat{"$type.$_"} = $record->{$_} for keys %$record;
    }
    return \%flat;
}
my $expected = flat();
for (@changes) {
    my ($name, $line, $change) = @$_;
    load_ok("update: $name", $line);
    $expected->{$_} = $change->{$_} for keys %$change;
    is_deeply(flat(), $expected, "update: $name, and nothing else");
}

# ---- mistakes ----

my $before = passes('dump', 'dump');
my $user   = '{"type":"user","login":"new","name":"New","password":"x"';
my $access = '{"type":"external_access","customer":"00028","user":"cc"';
my $agreement = '{"type":"customer","number":"00099","party":"00028","enterprise_company":"LAGERTA","from_date":"2020-01-01"';
my $long   = 'x' x 255;
my @mistakes = (
    ['nonsense',                'hello',                                              qr/not a JSON object/],
    ['half a record',           '{"type":"party"',                                    qr/not a JSON object/],
    ['an array',                '[1]',                                                qr/not a JSON object: it must begin/],
    ['two records',             '{"type":"party","code":"1"} {}',                     qr/not a JSON object/],
    ['a field twice',           '{"type":"party","code":"1","code":"2"}',             qr/not a JSON object: duplicate/],
    ['bad UTF-8',               "{\"type\":\"party\",\"code\":\"\xff\"}",             qr/not a JSON object/],
    ['a NUL',                   '{"type":"party","code":"a\u0000b","name":"x"}',      qr/not a JSON object/],
    ['a surrogate',             '{"type":"party","code":"\ud800","name":"x"}',        qr/not a JSON object/],
    ['no type',                 '{"code":"1"}',                                       qr/type: a type is needed/],
    ['type is a number',        '{"type":5}',                                         qr/type: a type is needed/],
    ['unknown type',            '{"type":"partyy","code":"1"}',                       qr/type: unknown type partyy; known are: .*party/],
    ['unknown field',           '{"type":"party","code":"1","nmae":"x"}',             qr/nmae: .*not known; known are: code, name/],
    ['no key',                  '{"type":"party","name":"x"}',                        qr/code: .*needed/],
    ['empty key',               '{"type":"party","code":" ","name":"x"}',             qr/code: .*needed/],
    ['null key',                '{"type":"party","code":null,"name":"x"}',            qr/code: .*needed/],
    ['key is a number',         '{"type":"party","code":28,"name":"x"}',              qr/code: A text in quotes/],
    ['long key',                '{"type":"party","code":"' . 'x' x 65 . '","name":"x"}', qr/code: At most 64/],
    ['no name',                 '{"type":"party","code":"1"}',                        qr/name: /],
    ['null name',               '{"type":"party","code":"00028","name":null}',        qr/name: /],
    ['long name',               "{\"type\":\"party\",\"code\":\"1\",\"name\":\"$long\"}", qr/name: At most 254/],
    ['control character',       '{"type":"party","code":"1","name":"a\u001bb"}',      qr/name: Control/],
    ['direction override',      '{"type":"party","code":"1","name":"a\u202eb"}',      qr/name: Control/],
    ['bool as text',            '{"type":"party","code":"1","name":"x","active":"true"}', qr/active: true or false/],
    ['bool as number',          '{"type":"party","code":"1","name":"x","vat_registered":1}', qr/vat_registered: true or false/],
    ['bool as null',            '{"type":"party","code":"00028","active":null}',      qr/active: true or false/],
    ['company of a location',   '{"type":"location","code":"X","name":"x","enterprise_company":"NONE"}', qr/enterprise_company: There is no enterprise company NONE/],
    ['party of a customer',     '{"type":"customer","number":"9","party":"NONE","enterprise_company":"LAGERTA","from_date":"2020-01-01"}', qr/party: There is no party NONE/],
    ['company of a customer',   '{"type":"customer","number":"9","party":"00028","enterprise_company":"NONE","from_date":"2020-01-01"}', qr/enterprise_company: /],
    ['no from date',            '{"type":"customer","number":"9","party":"00028","enterprise_company":"LAGERTA"}', qr/from_date: A date/],
    ['location of another company', "$agreement,\"serviced_by\":\"NYC\"}",            qr/serviced_by: The enterprise company has no location NYC/],
    ['no such day',             "$agreement,\"thru_date\":\"2026-02-29\"}",           qr/thru_date: A date/],
    ['a date of another form',  "$agreement,\"thru_date\":\"31.12.2030\"}",           qr/thru_date: A date/],
    ['a number for a date',     "$agreement,\"thru_date\":20301231}",                 qr/thru_date: A text in quotes/],
    ['over before it began',    "$agreement,\"thru_date\":\"2019-12-31\"}",           qr/thru_date: .*2020-01-01/],
    ['parent of a person',      '{"type":"person","code":"P-2","first_name":"A","last_name":"B","parent_party":"NONE"}', qr/parent_party: There is no party NONE/],
    ['last name',               '{"type":"person","code":"P-2","first_name":"A"}',    qr/last_name: /],
    ['login with a blank',      '{"type":"user","login":"a b","name":"x"}',           qr/login: /],
    ['login of look-alikes',    '{"type":"user","login":"admin\u0430","name":"x"}',   qr/login: /],
    ['login is an e-mail taken', '{"type":"user","login":"x","email":"boss","name":"x"}', qr/email: /],
    ['e-mail is a login taken', '{"type":"user","login":"x","email":"boss@x.org","name":"x"}' . "\n" . '{"type":"user","login":"BOSS@x.org","name":"y"}', qr/:2: login: /],
    ['bad e-mail',              "$user,\"email\":\"nobody\"}",                        qr/email: /],
    ['user type',               "$user,\"user_type\":\"ABC\"}",                       qr/user_type: INT, EXT/],
    ['language',                "$user,\"language\":\"English\"}",                    qr/language: /],
    ['person of a user',        "$user,\"person\":\"NONE\"}",                         qr/person: There is no person NONE/],
    ['empty password',          '{"type":"user","login":"new","name":"New","password":""}', qr/password: 1 to 1024/],
    ['endless password',        '{"type":"user","login":"new","name":"New","password":"' . 'x' x 1025 . '"}', qr/password: 1 to 1024/],
    ['plain text as hash',      '{"type":"user","login":"new","name":"New","password_hash":"letmein"}', qr/password_hash: A hash of/],
    ['password and hash',       "$user,\"password_hash\":\"\$apr1\$abcdefgh\$0123456789abcdef\"}", qr/password: Only one/],
    ['created at',              "$user,\"created_at\":\"2026-01-31\"}",               qr/created_at: A time/],
    ['customer of access',      '{"type":"external_access","customer":"NONE","user":"cc","role":"L10"}', qr/customer: There is no customer NONE/],
    ['user of access',          '{"type":"external_access","customer":"00028","user":"NONE","role":"L10"}', qr/user: There is no user NONE/],
    ['an e-mail for a login',   '{"type":"external_access","customer":"00028","user":"x@y.org","role":"L10"}', qr/user: /],
    ['unknown role',            "$access,\"role\":\"L50\"}",                          qr/role: L10, L20/],
    ['role by name',            "$access,\"role\":\"Billing\"}",                      qr/role: L10, L20/],
    ['role as number',          "$access,\"role\":40}",                               qr/role: /],
    ['null role',               "$access,\"role\":null}",                             qr/role: /],
    ['days below zero',         "$access,\"days_back\":-1}",                          qr/days_back: A whole number from 0 to 36500/],
    ['too many days',           "$access,\"days_back\":36501}",                       qr/days_back: /],
    ['half a day',              "$access,\"days_back\":1.5}",                         qr/days_back: /],
    ['days as text',            "$access,\"days_back\":\"10\"}",                      qr/days_back: /],
    ['long notes',              "$access,\"notes\":\"$long\"}",                       qr/notes: At most 254/],
    ['demoting an Owner',       '{"type":"external_access","customer":"00028","user":"boss","role":"L80"}', qr/role: The access of an Owner/],
    ['days of an Owner',        '{"type":"external_access","customer":"00028","user":"boss","days_back":5}', qr/role: The access of an Owner/],
    ['a line of 9 MiB',         '{"type":"party","code":"1","name":"' . 'x' x (9 << 20) . '"}', qr/at most 8 MiB/],
);
my $good = '{"type":"party","code":"77777","name":"Written only with the rest"}';
for (@mistakes) {
    my ($name, $line, $says) = @$_;
    my $offset = ($line =~ tr/\n//) ? '' : ':2:';
    spew(scratch() . '/bad.jsonl', "$good\n$line\n$good\n") if $offset;
    spew(scratch() . '/bad.jsonl', "$line\n") unless $offset;
    my $message = fails("mistake: $name", 1, $says, 'load', scratch() . '/bad.jsonl');
    like($message, qr/bad\.jsonl$offset/, "mistake: $name: file and line");
}
is(passes('dump', 'dump'), $before, 'nothing of all that was written');

# ---- files ----

spew(scratch() . '/one.jsonl', "\xEF\xBB\xBF$base[0]\r\n\n  \n$good");
spew(scratch() . '/two.jsonl', "$base[2]\n");
like(passes('a byte order mark, CRLF, blank lines, no line end at the end', 'load', scratch() . '/one.jsonl',
    scratch() . '/two.jsonl'), qr/^3 records loaded/m, 'three records of two files');
fails('a missing file', 1, qr/Cannot open .*none\.jsonl/, 'load', scratch() . '/two.jsonl', scratch() . '/none.jsonl');
fails('a directory',    1, qr/Cannot read/,               'load', scratch());
fails('a mistake on the standard input', 1, qr/standard input:1: type/, \"{}\n", 'load', '-');
$before = passes('dump', 'dump');
fails('the second file spoils the first', 1, qr/bad2\.jsonl:1: type/, 'load',
    spew(scratch() . '/ok2.jsonl', '{"type":"party","code":"88888","name":"x"}' . "\n"), spew(scratch() . '/bad2.jsonl', "{}\n"));
is(passes('dump', 'dump'), $before, 'nothing was written');
passes('nothing at all', \'', 'load', '-');
# what is wrong with thousands of fields is not told of each, nor compared with each other
my $told = fails('thousands of fields that are not known', 1, qr/:1: x1: This field is not known/,
    \(qq({"type":"party","code":"many"@{[ map { qq(,"x$_":1) } 1 .. 5000 ]}}) . "\n"), 'load', '-');
cmp_ok(($told =~ tr/\n//), '<=', 1001, 'is told of the first ones');

# ---- dry run ----

my $dry = passes('dry run', \records('{"type":"party","code":"99999","name":"x"}', '{"type":"party","code":"00028","name":"y"}', $base[0]),
    'load', '--dry-run', '-');
like($dry, qr/^party: 1 added, 1 changed/m,              'says what would happen');
like($dry, qr/would be loaded; nothing was written/, 'and that it did not');
fails('dry run of a mistake', 1, qr/:1: code: /, \"{\"type\":\"party\"}\n", 'load', '--dry-run', '-');
is(passes('dump', 'dump'), $before, 'nothing was written');

# ---- sessions end with the right to sign in ----

sub open_session {
    sql("DELETE FROM sessions; INSERT INTO sessions (token_hash, site, user_id, created_at, last_used_at, idle, expires_at, "
          . "ends_at, address, user_agent) SELECT 'x', 'site', id, 1, 1, 1, 4102444800, 4102444800, '', '' FROM users "
          . "WHERE login = 'cc'");
}
for (
    ['a new name',        '{"type":"user","login":"cc","name":"Cathy"}',            1],
    ['inactive',          '{"type":"user","login":"cc","active":false}',            0],
    ['inactive still',    '{"type":"user","login":"cc","active":false,"name":"C"}', 1],
    ['active again',      '{"type":"user","login":"cc","active":true}',             1],
    ['a new password',    '{"type":"user","login":"cc","password":"other words"}',  0],
    ['the same password', '{"type":"user","login":"cc","password":"other words"}',  1],
  )
{
    my ($name, $line, $sessions) = @$_;
    open_session();
    load_ok("sessions: $name", $line);
    is(sql('SELECT COUNT(*) FROM sessions'), $sessions, "sessions: $name: $sessions left");
}

# ---- progress, at a terminal only ----

my $many = tempdir(CLEANUP => 1);
SKIP: {
    skip 'script is missing', 2 unless -x '/usr/bin/script';
    spew("$many/many.jsonl", join '', map { qq({"type":"party","code":"many$_","name":"x"}\n) } 1 .. 2500);
    my $words = join ' ', map { "'$_'" } command('load', '--dry-run', "$many/many.jsonl");
    my $text  = `script -qec "$words" /dev/null </dev/null`;
    like($text, qr/\r1000 records\r2000 records\r2500 records\r?\n/, 'a terminal shows how far it is');
    $text = `$words 2>&1`;
    unlike($text, qr/\r/, 'a file does not');
}

# ---- round trip ----

load_ok('a user who may not sign in any more keeps the rows', '{"type":"user","login":"cc","user_type":"SYS"}',
    '{"type":"user","login":"boss","active":false}');
load_ok(
    'awkward texts',
    '{"type":"party","code":"q\"\\\\","name":"\u0413\u0440\u0438\u043d & <b>\u0027\"%s%d\u00e9","address":"line 1\nline 2\tx"}',
    '{"type":"user","login":"\u043c\u0430\u0440\u0438\u044f","name":"\u041c\u0430\u0440\u0438\u044f","user_type":"SYS",'
      . '"active":false,"phone":"+359 2 1","company":"=1+1","message":"hello\nthere","notes":"-","created_at":"2024-02-29T23:59:59Z"}',
);
my $dump = passes('dump', 'dump');
fresh_db();
passes('load the dump into a fresh database', \$dump, 'load', '-');
is(passes('dump', 'dump'), $dump, 'dump, load, dump: identical');
passes('check', 'check');
SKIP: {
    skip 'no /dev/full', 5 unless -e '/dev/full';
    for my $command ('dump', 'access --format csv') {
        my $words = join ' ', map { "'$_'" } command(split ' ', $command);
        my $text = `$words 2>&1 >/dev/full`;
        is($? >> 8, 1, "$command to a full disk fails");
    }
    my $words = join ' ', map { "'$_'" } command('user', 'deactivate', 'cc');
    like(`$words 2>&1 >/dev/full`, qr/output could not be written, though the command/, 'a change whose output is lost');
    like(passes('was made', 'user', 'show', 'cc'), qr/^active +no$/m, 'was made');
}

done_testing();
