# Totals, parts and the text index only make lists faster: whatever is asked, a list with them is the same as one without,
# row by row, sum by sum and group by group. Thousands of documents, so that every shorter way is taken.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Documents;
use CC::Httpd;
use CC::Person;
use CC::Server;
use DBI;
use File::Copy qw(copy);

plan skip_all => 'only on SQLite: totals and a text index beside documents' if !CC::Database::is_file();
plan skip_all => 'what statements find is no matter of the MPM, and asked under event' if ($ENV{CC_MPM} || 'event') ne 'event' && !$ENV{CC_SAME_ASKED};
my $asked = $ENV{CC_SAME_ASKED} || 30;
my $seed = $ENV{CC_SAME_SEED} || 1;
srand $seed;
diag "CC_SAME_SEED=$seed";

sub one_of { return $_[rand @_] }

# ---- two databases with the same documents ----

my %settings = (site => "ClientCenterSettings '{\"OrderDocumentTypes\":[\"test-order\",\"test-loud\"]}'");
my $port = CC::Httpd::free_port();
my @servers = map { CC::Server->new(port => $port++) } 1, 2;
push @servers, map { CC::Server->new(port => $port++, database => $_->{database}, %settings) } @servers;
{
    local $ENV{CC_DATABASE_FILE} = $servers[0]{database};
    CC::Data::create($servers[0]{database});
    load(document_types(), { type => 'document_type', id => 'test-loud', entity => 'SalesOrders', name => 'SALES order' },
        (map { (customer($_), user("$_-all"), access($_, "$_-all", 'L40'), user("$_-some"), access($_, "$_-some", 'L20', days_back => 40), user("$_-late"), access($_, "$_-late", 'L40', days_back => 200)) } qw(few many)));
}
my @status = ('Ordered', 'Delivered', 'Shipped', 'On its way', '', 'Größe fehlt');
my @types = (['test-order', 'Sales Order'], ['test-quote', 'Quotation'], ['test-loud', 'SALES order']);
my @notes = ('', '', '', 'Call before 7', 'Ordered by phone', 'ring 2x', '50% off_now', 'Straße "Nord"', "o'clock", 'zz');
my @words = qw(ring deliver phone back door 77 ÄÖ zzyzx left at night 1000 order);
my $db = DBI->connect("dbi:SQLite:dbname=$servers[0]{database}", '', '', { RaiseError => 1, sqlite_unicode => 1 });
my %customer = map { @$_ } @{ $db->selectall_arrayref("SELECT number, id FROM customers WHERE number IN ('few', 'many')") };
my $company = $db->selectrow_array("SELECT id FROM enterprise_companies WHERE code = 'LAGERTA'");
$db->do("PRAGMA $_") for 'journal_mode = MEMORY', 'temp_store = MEMORY', 'synchronous = OFF', 'cache_size = -200000';
$db->begin_work;
# once each, as triggers belong to them
my $order = $db->prepare('INSERT INTO orders (enterprise_company_id, customer_id, document_no, document_no_key, type_code, type_name, type_key, date, status, status_key, currency, amount, notes, notes_key) '
        . 'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
my $invoice = $db->prepare('INSERT INTO invoices (enterprise_company_id, customer_id, document_no, document_no_key, type_code, type_name, type_key, date, currency, amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
for my $i (1 .. 6400) {
    my $many = $i % 2;
    my $type = one_of(@types[0, 0, 0, 1, 2]);
    my $status = one_of(@status);
    my $notes = $many ? join ' ', map { one_of(@words) } 1 .. 1 + rand 5 : one_of(@notes);
    $notes .= " $i" if $many && $i % 3;
    my $no = sprintf '%s%05d', one_of('A', 'A', 'b-', 'ü/'), $i * 7 % 9973;
    my ($id, $number) = ($customer{ $many ? 'many' : 'few' }, "$no-$i");
    my $amount = one_of(int(rand 5) * 1_000_000, 7_000_000, int(rand 90_000) * 10_000 - 90_000_000);
    my $currency = one_of(qw(EUR EUR EUR USD));
    # what one customer orders comes in as it is dated, nearly; the other's in any order
    my $date = day(int($many ? 295 * (1 - $i / 6400) ** 2 + rand 5 : 300 * rand() ** 2));
    $order->execute($company, $id, $number, lc $number, @$type, lc $type->[1], $date, $status, lc($status) =~ s/ß/ss/gr, $currency, $amount, $notes, lc($notes) =~ s/ß/ss/gr);
    $invoice->execute($company, $id, $number, lc $number, 'test-invoice', 'Invoice', 'invoice', $date, $currency, $amount);
}
# not only what was inserted, but what became of it
$db->do('UPDATE orders SET notes = \'moved\', notes_key = \'moved\', amount = amount + 1000000 WHERE id % 13 = 0');
$db->do('UPDATE orders SET date = ?, status = \'Shipped\', status_key = \'shipped\' WHERE id % 17 = 0', undef, day(3));
# the first month that there is, which nothing comes before
$db->do("UPDATE $_ SET date = '0001-01-0' || (1 + id % 9) WHERE id % 201 < 2") for qw(orders invoices);
$db->do('DELETE FROM orders WHERE id % 19 = 0');
$db->do('DELETE FROM invoices WHERE id % 19 = 0');
$db->commit;
undef $_ for $order, $invoice;
$db->disconnect;
{
    local $ENV{CC_DATABASE_FILE} = $servers[0]{database};
    my (undef, $said) = ccadmin('check');
    like($said, qr/^(?:orders|ok)/m, 'check reads them');
    unlike($said, qr/totals|text index/, 'and finds nothing wrong with the totals');
}
copy($servers[0]{database}, $servers[1]{database}) or die "copy: $!";
my $plain = DBI->connect("dbi:SQLite:dbname=$servers[1]{database}", '', '', { RaiseError => 1 });
# what another version left is not asked
for my $kind (qw(orders invoices)) {
    $plain->do("DROP TRIGGER ${kind}_inserted");
    $plain->do("CREATE TRIGGER ${kind}_inserted AFTER INSERT ON $kind BEGIN SELECT 1; END");
}
$plain->do('DELETE FROM document_parts');
$plain->disconnect;
ok($_->start, 'httpd starts') for @servers;

# ---- the same questions ----

my @columns = qw(date type_name document_no amount status notes);
my @texts = ('o', 'z', '7', 'or', 'zz', '77', '%', '_', '"', 'ü', 'ö', "'", '0', '1', '99', 'ord', 'ring', 'order', 'zzyzx', 'zzyz', '777', 'b-0', 'phone', 'sales', 'ss', 'straß', '50%', 'f_n', '"n', '7.00', '3', '3.00',
    'ring deliver', substr(day(5), 0, 7), substr(day(5), 0, 4), 'shipped', 'quot', 'a0', '-7', 'a/', 'ü/', 'moved', '-', 'x');
sub question {
    my ($list) = @_;
    my @of_list = $list eq 'orders' ? @columns : qw(document_no type_name date amount);
    my %q = (per_page => one_of(10, 25, 100));
    $q{q} = one_of(@texts) if rand() < 0.5;
    $q{sort} = one_of(@of_list) if rand() < 0.7;
    $q{dir} = one_of(qw(asc desc));
    $q{page} = one_of(2, 3, 7, 20, 60, 9999) if rand() < 0.5;
    my %filter = (
        date => [substr(day(20), 0, 7), day(3), day(60) . '..' . day(10), day(100) . '..', '1999'], type_name => ['sales', 'quotation', '=sales order', 'o', 'in'],
        document_no => ['7', '77', '777', 'a0', 'zz', 'b-0', '=a00007-1', 'ü', '-1', '00'], amount => ['7', '0..5', '-10..10', '100..', '..0', '0.001'],
        status => ['shipped', '=shipped', 'd', 'ed', 'größe', '=', 'zzz'], notes => ['ring', 'r', 'or', '=zz', '50%', 'zzyzx', 'moved', '"', 'ss', '=call before 7']);
    $q{"filter.$_"} = one_of(@{ $filter{$_} }) for grep { rand() < 0.18 } @of_list;
    my @groups = sort { rand() <=> 0.5 } @of_list;
    $q{group} = join ',', @groups[0 .. rand 3] if rand() < 0.5;
    return join '&', map { CC::Person::encode($_, $q{$_}) } sort keys %q;
}
my %person;
for my $who (qw(few-all few-some few-late many-all many-some many-late)) {
    $person{$who} = [map { CC::Person->signed_in($who, base => $_->{base}) } @servers];
}
# `$with`: the site that has the helpers; the next one has none
sub same {
    my ($who, $list, $query, $with) = @_;
    my ($found, $expected) = map { $person{$who}[$_]->get("/$list?$query") } $with, $with + 1;
    my $name = "$who, site $with: /$list?$query";
    my @tables = map { $_->code == 200 ? table_of($_, $list) : { total => $_->code, html => $_->code } } $found, $expected;
    if (!ok($tables[0]{html} eq $tables[1]{html} && $tables[0]{total} eq $tables[1]{total}, $name)) {
        diag "found $tables[0]{total}, expected $tables[1]{total}";
        my @lines = map { [split /\n/, $_->{html}] } @tables;
        my ($at) = grep { ($lines[0][$_] // '') ne ($lines[1][$_] // '') } 0 .. 400;
        diag 'found    ' . encode_utf8($lines[0][ $at // 0 ] // ''), "\nexpected " . encode_utf8($lines[1][ $at // 0 ] // '');
    }
}
for my $n (1 .. $asked) {
    my $who = one_of(sort keys %person);
    my $list = $who =~ /all/ && rand() < 0.25 ? 'invoices' : 'orders';
    same($who, $list, question($list), rand() < 0.3 ? 2 : 0);
}
for my $of (['few-all', 'orders'], ['many-all', 'orders'], ['many-late', 'orders'], ['many-all', 'invoices']) {
    my ($who, $list) = @$of;
    my ($no) = table_of($person{$who}[1]->get("/$list?sort=date&dir=asc"), $list)->{rows}[0]{document_no} =~ /(\d{3})-/;
    same($who, $list, $_, 0) for "filter.document_no=$no", "q=$no", "q=$no&group=date", "filter.document_no=$no&filter.date=..1999-12", 'q=01-0', 'q=1-01', 'filter.date=0001', 'filter.date=0001-01-05', 'filter.date=..0001-02&group=type_name',
        'sort=date&dir=asc', 'sort=amount&group=date&dir=asc', 'filter.amount=7';
}
# amounts: whole steps of them, the ends of a range, both sides of nothing
for my $amounts ('10..', '..-10', '-850.55..0', '0..850.55', '-123.45..711.17', '12.34..12.99', '12.34..56.78', '200..799.99', '1..0', '1', '..', '-9223372036854.775807..9223372036854.775807') {
    my $more = one_of('', 'group=status', 'group=type_name,date', 'sort=amount&page=7', 'sort=amount&dir=desc', 'filter.date=' . day(50) . '..', 'page=20', 'filter.type_name=quot&group=amount', 'filter.status=shipped&sort=status');
    same(one_of('many-all', 'few-all', 'many-late', 'few-late'), one_of('orders', 'orders', 'invoices'), CC::Person::encode('filter.amount', $amounts) . "&$more", one_of(0, 0, 2));
}
# pages in order of the date: within a month, over several of them, and in the days of the first month that may be seen
for my $page (1, 2, 3, 5, 8, 13, 20, 26, 30) {
    my $more = one_of('', '', 'q=ring', 'q=o', 'group=status', 'filter.amount=-10..100', 'filter.type_name=quot', 'filter.document_no=7', 'group=type_name,date&sort=notes');
    same(one_of('many-all', 'many-late', 'many-late', 'many-some'), 'orders', "sort=date&per_page=100&page=$page&dir=" . one_of('asc', 'desc') . "&$more", one_of(0, 0, 2));
}
# whole months, that totals have as such, with the month in which what may be seen begins, before it and to the end; pages near both ends
for my $dates (substr(day(20), 0, 7), substr(day(50), 0, 7), substr(day(100), 0, 7) . '..', '..' . substr(day(35), 0, 7), substr(day(0), 0, 4), substr(day(300), 0, 7) . '..' . substr(day(31), 0, 7), day(60) . '..' . substr(day(31), 0, 7), '..', '2026-13', '9999') {
    for my $more ('', one_of('dir=asc', 'dir=asc&page=2', 'dir=asc&page=9999', 'page=9999'), one_of('page=9', 'dir=asc&page=30', 'sort=amount&page=20', 'sort=status&page=3', 'sort=type_name&dir=desc'),
        one_of('group=status', 'group=type_name,date', 'group=notes', 'group=notes,status&page=4', 'group=amount'),
        one_of('filter.document_no=77', 'filter.document_no=777', 'filter.notes=r', 'filter.notes=ring', 'filter.status=ed', 'filter.type_name=quot', 'filter.amount=10..100', 'q=77', 'q=ring', 'q=o')) {
        my $who = one_of('many-all', 'many-late', 'many-some', 'few-all', 'few-late');
        same($who, $who =~ /all/ && $more !~ /status|notes/ ? one_of('orders', 'orders', 'invoices') : 'orders', CC::Person::encode('filter.date', $dates) . "&$more", one_of(0, 0, 2));
    }
}
# what some have, the newest first: in the last days, in older ones, in so many that few days have them
for my $text ('777', '77', '099', '55', 'b-0', '4-', 'zzyzx left', 'moved', 'ring 2x', 'phone back', '=call before 7') {
    my $more = one_of('', 'per_page=10', 'per_page=100', 'page=2', 'filter.status=shipped', 'filter.type_name=quot', 'filter.amount=100..', 'filter.date=' . day(50) . '..');
    same(one_of('many-all', 'many-all', 'few-all', 'many-late', 'many-some'), 'orders', CC::Person::encode($_, $text) . "&$more", one_of(0, 0, 2)) for qw(q filter.document_no filter.notes);
}
# numbers filled up with zeros, whose words every document has; and words that no number can have
for my $text ('000', '0000', '00007', '00077', 'a0000', '0004-', 'phone', 'deliver', 'ring 2x') {
    my $more = one_of('', 'group=status', 'sort=notes&page=3', 'sort=amount&dir=desc', 'filter.status=shipped');
    same(one_of('many-all', 'few-all', 'few-some'), 'orders', CC::Person::encode(one_of('q', 'q', 'filter.document_no'), $text) . "&$more", 0);
}
# digits: in the days of some months, in all of others, in the year; with numbers, notes and amounts that have them too
for my $text ('7', '0', '11', '1-', '-0', '-11', '202', '777', '099', substr(day(9), 0, 7), substr(day(9), 5), day(9), substr(day(9), 3, 5), '7-2') {
    my $more = one_of('', 'group=status', 'group=type_name,date', 'group=date,amount&page=5', 'sort=notes&page=3', 'sort=amount&dir=desc', 'filter.status=shipped', 'filter.date=' . day(50) . '..', 'page=40', 'sort=date&page=12');
    same(one_of('many-all', 'few-all', 'few-all', 'few-late', 'many-some', 'few-some'), one_of('orders', 'orders', 'invoices'), CC::Person::encode('q', $text) . "&$more", one_of(0, 0, 2)) if $more !~ /status/;
    same('few-all', 'orders', CC::Person::encode(one_of('q', 'filter.document_no'), $text) . "&$more", 0);
}
# in order of an amount, far from both ends; and documents at the ends of a range of amounts in order of the date
for my $query ('sort=amount&page=60', 'sort=amount&dir=desc&page=70', 'group=status,amount&page=50', 'group=type_name,amount&sort=amount&dir=desc&page=80', 'sort=amount&page=60&filter.type_name=sales',
    'filter.amount=-123.45..711.17&page=40', 'filter.amount=-123.45..711.17&page=9&dir=asc', 'filter.amount=-123.45..711.17&group=date,status&page=15') {
    same(one_of('many-all', 'few-all', 'many-late'), one_of('orders', 'orders', 'invoices'), $query, one_of(0, 0, 2)) if $query !~ /status/;
    same(one_of('many-all', 'few-all', 'many-late'), 'orders', $query, one_of(0, 2)) if $query =~ /status/;
}
for my $n (1 .. $asked / 10) {
    my $who = one_of(sort keys %person);
    my $query = question('orders') . '&format=csv';
    my ($found, $expected) = map { $person{$who}[$_]->get("/orders?$query")->content } 0, 1;
    ok($found eq $expected, "$who: /orders?$query") or diag length($found) . ' bytes, expected ' . length $expected;
}
like($_->log, qr/./, 'httpd logged') for @servers;
unlike($_->log, qr/CC12\d\d/, 'and nothing about the database') for @servers;
$_->stop for @servers;

done_testing;
