# Documents and payments: load and dump, every mistake, exact amounts; views of the administrator's own; check; demo.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use POSIX 'strftime';
use Test::More;

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output todo_output);

my $type = '85493adb-ac4e-4b3c-89bc-590c4b22404c';
my @master = (
    '{"type":"enterprise_company","code":"LAGERTA","name":"Lagerta Ltd."}',
    '{"type":"enterprise_company","code":"OTHER","name":"Other Inc."}',
    '{"type":"party","code":"P","name":"Olivia Green"}',
    '{"type":"customer","number":"00028","party":"P","enterprise_company":"LAGERTA","from_date":"2020-01-01"}',
    '{"type":"customer","number":"00029","party":"P","enterprise_company":"LAGERTA","from_date":"2020-01-01"}',
    '{"type":"customer","number":"00030","party":"P","enterprise_company":"OTHER","from_date":"2020-01-01"}',
);
my @documents = (
    qq({"type":"document_type","id":"$type","entity":"SalesOrders","name":"Sales Order"}),
    '{"type":"document_type","id":"INV","entity":"Invoices","name":"Invoice"}',
    qq({"type":"order","document_no":"0000000109","customer":"00028","document_type":"$type","date":"2026-11-01",)
      . '"status":"Ordered","currency":"EUR","amount":"18.00","notes":null,"lines":[{"no":1,"product_code":"A1",'
      . '"product_name":"Apples","quantity":"2","unit":"kg","price":"9.00","discount":"0","amount":"18.00"}]}',
    '{"type":"invoice","document_no":"0000000055","customer":"00028","document_type":"INV","date":"2026-11-02",'
      . '"currency":"EUR","amount":"18.00","order_no":"0000000109","lines":[{"no":2,"product_name":"Pears",'
      . '"quantity":"0.5","price":"1","discount":"0.05","amount":"0.475"},{"no":1,"product_name":"Transport",'
      . '"quantity":"1","price":"17.525","amount":"17.525"}]}',
    '{"type":"due_payment","id":"D1","customer":"00028","ref_document_date":"2026-11-02","due_date":"2026-12-02",'
      . '"remaining_amount":"18.00","paid_amount":"0.00","currency":"EUR","invoice_no":"0000000055"}',
    '{"type":"payment","id":"Z1","customer":"00028","payment_date":"2026-11-20","paid_amount":"5.00",'
      . '"covered_amount":"5.00","currency":"EUR","invoice_no":"0000000055","order_no":"0000000109"}',
);

fresh_db();
load_ok('the records of the manual', @master, @documents);
my $first = passes('dump', 'dump');
like(load_ok('again', @master, @documents), qr/^order: 0 added, 0 changed, 1 unchanged\ninvoice: 0 added, 0 changed, 1 unchanged$/m,
    'changes nothing, lines in any order included');
is(passes('dump', 'dump'), $first, 'the same dump');
passes('check', 'check');

# The first record of each type in a dump, flat: "order.status" => ...
sub flat {
    my %flat;
    for my $line (split /\n/, passes('dump', 'dump')) {
        my $record = json($line);
        my $name   = delete $record->{type};
        next if $flat{"$name.seen"}++;
        $flat{"$name.$_"} = $record->{$_} for keys %$record;
    }
    return \%flat;
}

sub line { return { no => $_[0], product_code => $_[1], product_name => $_[2], quantity => $_[3], unit => $_[4], price => $_[5],
        discount => $_[6], amount => $_[7] } }

is_deeply(flat()->{'invoice.lines'},
    [ line(1, undef, 'Transport', '1', undef, '17.525', '0', '17.525'), line(2, undef, 'Pears', '0.5', undef, '1.00', '0.05', '0.475') ],
    'lines by number, amounts exact');

# ---- a field left out keeps its value, null empties ----

my $order   = '{"type":"order","document_no":"0000000109","customer":"00028"';
my $invoice = '{"type":"invoice","document_no":"0000000055","customer":"00028"';
my $due     = '{"type":"due_payment","id":"D1"';
my $payment = '{"type":"payment","id":"Z1"';
my $line    = '"no":3,"product_name":"Plums","quantity":"-1.5","price":"2","amount":"-3"';
my @changes = (
    ['left out',            "$order}",                             {}],
    ['status',              "$order,\"status\":\"Shipped\"}",      {'order.status' => 'Shipped'}],
    ['no status',           "$order,\"status\":null}",             {'order.status' => undef}],
    ['notes',               "$order,\"notes\":\"one\\ntwo\"}",     {'order.notes' => "one\ntwo"}],
    ['no notes',            "$order,\"notes\":\"\"}",              {'order.notes' => undef}],
    ['amount',              "$order,\"amount\":\"-0.000001\"}",    {'order.amount' => '-0.000001'}],
    ['the largest amount',  "$order,\"amount\":\"9223372036854.775807\"}", {'order.amount' => '9223372036854.775807'}],
    ['type',                "$order,\"document_type\":\"INV\"}",   {'order.document_type' => 'INV'}],
    ['date and currency',   "$order,\"date\":\"2024-02-29\",\"currency\":\"USD\"}", {'order.date' => '2024-02-29', 'order.currency' => 'USD'}],
    ['lines',               "$order,\"lines\":[{$line}]}",         {'order.lines' => [line(3, undef, 'Plums', '-1.5', undef, '2.00', '0', '-3.00')]}],
    ['no lines',            "$order,\"lines\":[]}",                {'order.lines' => []}],
    ['invoice of no order', "$invoice,\"order_no\":null}",         {'invoice.order_no' => undef}],
    ['of an unknown order', "$invoice,\"order_no\":\"X/1\"}",      {'invoice.order_no' => 'X/1'}],
    ['due, paid in part',   "$due,\"remaining_amount\":\"13\",\"paid_amount\":\"5\"}", {'due_payment.remaining_amount' => '13.00', 'due_payment.paid_amount' => '5.00'}],
    ['due at no date',      "$due,\"due_date\":null,\"invoice_no\":null}", {'due_payment.due_date' => undef, 'due_payment.invoice_no' => undef}],
    ['covers nothing',      "$payment,\"covered_amount\":null}",   {'payment.covered_amount' => undef}],
    ['payment date',        "$payment,\"payment_date\":\"2026-11-21\"}", {'payment.payment_date' => '2026-11-21'}],
    ['name of a type',      '{"type":"document_type","id":"INV","name":"Фактура"}', {'document_type.seen' => 2}],
);
my $expected = flat();
for (@changes) {
    my ($name, $record, $change) = @$_;
    utf8::encode(my $bytes = $record);
    load_ok("update: $name", $bytes);
    $expected->{$_} = $change->{$_} for keys %$change;
    is_deeply(flat(), $expected, "update: $name, and nothing else");
}
is(sql("SELECT type_name || ' ' || type_key FROM orders UNION SELECT type_name || ' ' || type_key FROM invoices"),
    do { utf8::encode(my $s = 'Фактура фактура'); $s }, 'a new name of a type reaches its documents');
passes('check', 'check');

# ---- mistakes ----

my $before = passes('dump', 'dump');
my $new    = '{"type":"order","document_no":"N","customer":"00028","document_type":"INV","date":"2026-01-01","currency":"EUR"';
my $whole  = "$new,\"amount\":\"1\"";
my $newdue = '{"type":"due_payment","customer":"00028","ref_document_date":"2026-01-01","currency":"EUR","paid_amount":"1"';
my $newpay = '{"type":"payment","customer":"00028","payment_date":"2026-01-01","currency":"EUR"';
my $needed = qr/amount: .*fill in/;
my $quotes = qr/ is a text in quotes here/;
my $needs  = qr/ A decimal number such as "18\.00"/;
my @mistakes = (
    ['type without entity',    '{"type":"document_type","id":"X","name":"x"}',              qr/entity: /],
    ['type without name',      '{"type":"document_type","id":"X","entity":"x"}',            qr/name: /],
    ['type without id',        '{"type":"document_type","entity":"x","name":"x"}',          qr/id: .*needed/],
    ['no customer',            '{"type":"order","document_no":"0000000109","status":"x"}',  qr/customer: .*needed/],
    ['no number',              '{"type":"order","customer":"00028"}',                       qr/document_no: .*needed/],
    ['unknown customer',       '{"type":"order","document_no":"1","customer":"X"}',         qr/customer: There is no customer X/],
    ['number of another customer', '{"type":"order","document_no":"0000000109","customer":"00029"}', qr/customer: .*belongs to customer 00028/],
    ['invoice of another',     '{"type":"invoice","document_no":"0000000055","customer":"00029"}', qr/customer: .*belongs to customer 00028/],
    ['unknown type',           "$whole,\"document_type\":\"X\"}" =~ s/"document_type":"INV",//r, qr/document_type: There is no document type X/],
    ['no type',                "$order,\"document_type\":null}",                            qr/document_type: /],
    ['no date',                "$order,\"date\":null}",                                     qr/date: A date/],
    ['no such date',           "$order,\"date\":\"2026-02-29\"}",                           qr/date: A date/],
    ['a time',                 "$order,\"date\":\"2026-02-28T10:00:00Z\"}",                 qr/date: A date/],
    ['no currency',            "$order,\"currency\":null}",                                 qr/currency: .*such as EUR/],
    ['small currency',         "$order,\"currency\":\"eur\"}",                              qr/currency: /],
    ['long currency',          "$order,\"currency\":\"EURO\"}",                             qr/currency: /],
    ['no amount',              "$new}",                                                     $needed],
    ['null amount',            "$order,\"amount\":null}",                                   $needed],
    ['a number',               "$order,\"amount\":18.00}",                                  qr/amount: .*$quotes/],
    ['a whole number',         "$order,\"amount\":18}",                                     qr/amount: .*$quotes/],
    ['a truth value',          "$order,\"amount\":true}",                                   qr/amount:$needs/],
    ['no number at all',       "$order,\"amount\":\"much\"}",                               qr/amount:$needs/],
    ['empty amount',           "$order,\"amount\":\"\"}",                                   qr/amount:$needs/],
    ['blank',                  "$order,\"amount\":\" 1\"}",                                 qr/amount:$needs/],
    ['comma',                  "$order,\"amount\":\"1,5\"}",                                qr/amount:$needs/],
    ['exponent',               "$order,\"amount\":\"1e3\"}",                                qr/amount:$needs/],
    ['too exact',              "$order,\"amount\":\"0.0000001\"}",                          qr/amount:$needs/],
    ['too much',               "$order,\"amount\":\"9223372036854.775808\"}",               qr/amount:$needs/],
    ['long status',            "$order,\"status\":\"" . 'x' x 65 . '"}',                    qr/status: At most 64/],
    ['long notes',             "$order,\"notes\":\"" . 'x' x 255 . '"}',                    qr/notes: At most 254/],
    ['control character',      "$order,\"notes\":\"a\\u0007\"}",                            qr/notes: Control/],
    ['long number',            '{"type":"order","document_no":"' . 'x' x 65 . '","customer":"00028"}', qr/document_no: At most 64/],
    ['order number of an order', "$order,\"order_no\":\"1\"}",                              qr/order_no: .*not known/],
    ['status of an invoice',   "$invoice,\"status\":\"x\"}",                                qr/status: .*not known/],
    ['lines are null',         "$order,\"lines\":null}",                                    qr/lines: A list of lines/],
    ['lines are an object',    "$order,\"lines\":{}}",                                      qr/lines: A list of lines/],
    ['a line is a number',     "$order,\"lines\":[{$line},1]}",                             qr/lines\[1\]: A line in braces/],
    ['no number of a line',    "$order,\"lines\":[{\"product_name\":\"x\",\"quantity\":\"1\",\"price\":\"1\",\"amount\":\"1\"}]}", qr/lines\[0\]\.no: .*from 1/],
    ['line 0',                 "$order,\"lines\":[{\"no\":0}]}",                            qr/lines\[0\]\.no: .*from 1/],
    ['line -1',                "$order,\"lines\":[{\"no\":-1}]}",                           qr/lines\[0\]\.no: .*from 1/],
    ['line 1.5',               "$order,\"lines\":[{\"no\":1.5}]}",                          qr/lines\[0\]\.no: A whole number/],
    ['line "1"',               "$order,\"lines\":[{\"no\":\"1\"}]}",                        qr/lines\[0\]\.no: A whole number/],
    ['a line twice',           "$order,\"lines\":[{$line},{$line}]}",                       qr/lines: .*3 is there twice/],
    ['name of a product',      "$order,\"lines\":[{\"no\":1,\"quantity\":\"1\",\"price\":\"1\",\"amount\":\"1\"}]}", qr/lines\[0\]\.product_name: /],
    ['quantity',               "$order,\"lines\":[{\"no\":1,\"product_name\":\"x\",\"price\":\"1\",\"amount\":\"1\"}]}", qr/lines\[0\]\.quantity: /],
    ['a number for a price',   "$order,\"lines\":[{$line},{\"no\":1,\"price\":9.00}]}",     qr/lines\[1\]\.price: .*$quotes/],
    ['more than all off',      "$order,\"lines\":[{$line,\"discount\":\"1.01\"}]}",         qr/lines\[0\]\.discount: A fraction/],
    ['less than nothing off',  "$order,\"lines\":[{$line,\"discount\":\"-0.01\"}]}",        qr/lines\[0\]\.discount: A fraction/],
    ['null discount',          "$order,\"lines\":[{$line,\"discount\":null}]}",             qr/lines\[0\]\.discount: A fraction/],
    ['long unit',              "$order,\"lines\":[{$line,\"unit\":\"" . 'x' x 33 . '"}]}',  qr/lines\[0\]\.unit: At most 32/],
    ['unknown field of a line', "$order,\"lines\":[{$line,\"type\":\"x\"}]}",               qr/lines\[0\]\.type: .*known are: no, /],
    ['the second of unsorted', "$order,\"lines\":[{$line},{\"no\":1,\"product_name\":\"x\",\"quantity\":\"1\",\"amount\":\"1\"}]}", qr/lines\[1\]\.price: /],
    ['4001 lines',             "$order,\"lines\":[" . join(',', map { "{\"no\":$_,\"product_name\":\"x\",\"quantity\":\"1\",\"price\":\"1\",\"amount\":\"1\"}" } 1 .. 4001) . ']}', qr/lines: At most 4000/],
    ['due without amount',     "$newdue}",                                                  qr/remaining_$needed/],
    ['due for no one',         '{"type":"due_payment","ref_document_date":"2026-01-01","currency":"EUR","remaining_amount":"1"}', qr/customer: /],
    ['due for unknown',        "$newdue,\"remaining_amount\":\"1\"}" =~ s/00028/X/r,        qr/customer: There is no customer X/],
    ['due for another',        "$due,\"customer\":\"00029\"}",                              qr/customer: .*belongs to customer 00028/],
    ['due date',               "$due,\"due_date\":\"soon\"}",                               qr/due_date: A date/],
    ['ref date',               "$due,\"ref_document_date\":null}",                          qr/ref_document_date: A date/],
    ['a number due',           "$due,\"remaining_amount\":5}",                              qr/remaining_amount: .*$quotes/],
    ['payment without amount', "$newpay}",                                                  qr/paid_$needed/],
    ['payment of another',     "$payment,\"customer\":\"00030\"}",                          qr/customer: .*belongs to customer 00028/],
    ['payment date',           "$payment,\"payment_date\":null}",                           qr/payment_date: A date/],
    ['a company with documents', '{"type":"customer","number":"00028","enterprise_company":"OTHER"}', qr/enterprise_company: .*has documents/],
);
my $good = '{"type":"party","code":"77777","name":"Written only with the rest"}';
for (@mistakes) {
    my ($name, $record, $says) = @$_;
    spew(scratch() . '/bad.jsonl', "$good\n$record\n");
    fails("mistake: $name", 1, qr/bad\.jsonl:2: $says/, 'load', scratch() . '/bad.jsonl');
}
is(passes('dump', 'dump'), $before, 'nothing of all that was written');

# ---- numbers are those of a company; records without id are new ----

load_ok('the same number in another company', $whole =~ s/00028/00030/r . '}', "$whole}");
is(sql("SELECT COUNT(*) FROM orders WHERE document_no = 'N'"), 2, 'are two orders');
load_ok('a company without documents may change', '{"type":"customer","number":"00029","enterprise_company":"OTHER"}');
load_ok('no id', "$newdue,\"remaining_amount\":\"1\"}", "$newdue,\"remaining_amount\":\"1\",\"id\":null}", "$newpay,\"paid_amount\":\"1\"}") for 1, 2;
is(sql('SELECT (SELECT COUNT(*) FROM due_payments) || \' \' || (SELECT COUNT(*) FROM payments)'), '5 3', 'a new record each time');

# ---- round trip ----

my $longest = join ',', map { '{"no":' . (1_000_000_000 - $_) . ',"product_code":"' . "\xf0\x9f\x8d\x8f" x 64 . '","product_name":"' . "\xf0\x9f\x8d\x90" x 254
      . '","quantity":"-9223372036854.775807","unit":"' . "\xf0\x9f\x8d\x8b" x 32 . '","price":"-9223372036854.775807","discount":"0.999999",'
      . '"amount":"-9223372036854.775807"}' } 0 .. 3999;
load_ok('the longest document', "$order,\"lines\":[$longest]}");
load_ok('awkward texts', '{"type":"order","document_no":"A/1 \"%s\\\\","customer":"00028","document_type":"INV","date":"0001-01-01",'
      . '"currency":"XXX","amount":"0","status":"\u0410 <b>","notes":"=1+1\t%d"}');
my $dump = passes('dump', 'dump');
passes('check', 'check');
fresh_db();
passes('load the dump into a fresh database', \$dump, 'load', '-');
ok(passes('dump', 'dump') eq $dump, 'dump, load, dump: identical');
my $again = passes('load it again', \($dump =~ s/^.*"id":null.*\n//mgr), 'load', '-');
unlike($again, qr/[1-9]\d* (added|changed)/, 'changes nothing');

# ---- check ----

my @damage = (
    ["UPDATE orders SET document_no_key = 'X' WHERE id = 1",     qr/table orders, id 1: document_no_key is 'X'/],
    ["UPDATE orders SET type_key = 'x' WHERE id = 1",            qr/table orders, id 1: type_key/],
    ["UPDATE orders SET status_key = 'x' WHERE id = 1",          qr/table orders, id 1: status_key/],
    ["UPDATE orders SET notes_key = 'x' WHERE id = 1",           qr/table orders, id 1: notes_key/],
    ["UPDATE orders SET date = '2026-13-01' WHERE id = 1",       qr/table orders, id 1: date is '2026-13-01'/],
    ["UPDATE orders SET currency = 'eur' WHERE id = 1",          qr/table orders, id 1: currency/],
    ["UPDATE orders SET customer_id = 99 WHERE id = 1",          qr/order 0000000109: there is no such customer/],
    ["UPDATE orders SET enterprise_company_id = 2 WHERE id = 1", qr/order 0000000109: another enterprise company/],
    ["UPDATE orders SET type_code = 'x' WHERE id = 1",           qr/order 0000000109: there is no such document type/],
    ["UPDATE document_types SET name = 'x' WHERE code = 'INV'",  qr/invoice 0000000055: there is no such document type and name/],
    ["UPDATE order_lines SET order_id = 99 WHERE no = 1000000000", qr/there is no order with the id 99/],
    ["UPDATE order_lines SET no = 0 WHERE no = 1000000000",      qr/order lines: number or discount/],
    ["UPDATE invoice_lines SET discount = 2000000 WHERE no = 1", qr/invoice lines: number or discount/],
    ["UPDATE invoices SET customer_id = 99",                     qr/invoice 0000000055: there is no such customer/],
    ["UPDATE due_payments SET customer_id = 99 WHERE id = 1",    qr/due payment with the id 1: there is no such customer/],
    ["UPDATE due_payments SET invoice_no_key = 'x' WHERE id = 1", qr/table due_payments, id 1: invoice_no_key/],
    ["UPDATE payments SET customer_id = 99 WHERE id = 1",        qr/payment with the id 1: there is no such customer/],
    ["UPDATE payments SET order_no_key = 'x' WHERE id = 1",      qr/table payments, id 1: order_no_key/],
    ["UPDATE payments SET payment_date = '' WHERE id = 1",       qr/table payments, id 1: payment_date/],
    ["DROP TABLE payments",                                      qr/table payments: is missing, init makes another/],
);
save_db();
for (@damage) {
    my ($sql, $says) = @$_;
    sql($sql);
    my ($status, $out, $err) = ccadmin('check');
    is($status, 1, "check: $sql") or diag "$out$err";
    like($out, $says, 'what is wrong');
    restore_db();
}
passes('check: good again', 'check');

# ---- views of the administrator's own ----

sub erp {
    my (%replace) = @_;
    my %column = (
        id => 'e.pk', enterprise_company_id => 'c.enterprise_company_id', customer_id => 'c.id', document_no => 'e.number',
        document_no_key => 'LOWER(e.number)', type_code => "'INV'", type_name => "'Invoice'", type_key => "'invoice'", date => 'e.day',
        status => "'Open'", status_key => "'open'", currency => "'EUR'", amount => 'e.cents * 10000', notes => 'NULL', notes_key => "''",
        %replace
    );
    return 'CREATE VIEW orders AS SELECT ' . join(', ', map { "$column{$_} AS $_" } grep { defined $column{$_} } sort keys %column)
      . ' FROM erp e JOIN customers c ON c.number = e.partner';
}
my $erp = 'CREATE TABLE erp (pk INTEGER PRIMARY KEY, number TEXT, partner TEXT, day TEXT, cents INTEGER);'
  . "INSERT INTO erp VALUES (7, 'SO-7', '00028', '2026-11-01', 1800), (8, 'SO-8', '00028', '2026-11-02', 1801);";

subtest 'a view in place of a table' => sub {
    # a server looks at columns at once, but not at values
    my %broken = (sqlite3 => 'e.gone', pgsql => 'CAST(1 / (e.pk - e.pk) AS CHAR)', mysql => '(SELECT number FROM erp)');
    my $broken = $broken{ CC::Database::kind() };
    fresh_db();
    load_ok('records', @master, @documents);
    sql("DROP TABLE orders; DELETE FROM order_lines; $erp " . erp());
    like(passes('check', 'check'), qr/^ok: /, 'is right') or return;
    fails('load refuses orders', 1, qr/type: order records cannot be loaded: orders is a view/, \"$order}\n", 'load', '-');
    load_ok('and takes the rest', "$invoice,\"order_no\":\"1\"}", '{"type":"document_type","id":"INV","name":"Bill"}');
    is(sql('SELECT type_name FROM invoices'), 'Bill', 'a new name of a type reaches the tables');
    my ($status, $out, $err) = ccadmin('dump');
    is($status, 0, 'dump');
    like($err, qr/order records are left out: orders is a view/, 'says what it leaves out');
    unlike($out, qr/"type":"order"/, 'and does');
    like($out, qr/"type":"invoice"/, 'that, and nothing else');
    passes('init', 'init');
    is(sql("SELECT amount FROM orders WHERE document_no = 'SO-7'"), 18_000_000, 'leaves it');
    for (
        ['a column less',     {status_key => undef},             qr/view orders: the column status_key is missing/],
        ['two columns less',  {amount => undef, date => undef},  qr/view orders: the column date is missing\nview orders: the column amount is missing/],
        ['cents',             {amount => 'e.cents / 100.0'},     qr/view orders, id 7: amount is '18\.0+'; a whole number of millionths/],
        ['a date of its own', {date => "'1.11.2026'"},           qr/view orders, id 7: date is '1\.11\.2026'/],
        ['no currency',       {currency => "''"},                qr/view orders, id 7: currency is ''/],
        ['NULL',              {customer_id => 'NULL'},           qr/view orders, id 7: customer_id is NULL; it must not be NULL/],
        ['upper case',        {document_no_key => 'e.number'},   qr/view orders, id 7: document_no_key is 'SO-7'/],
        ['a long number',     {document_no => "'" . 'xy' x 33 . "'", document_no_key => "'" . 'xy' x 33 . "'"},
            qr/view orders, id 7: document_no is '(?:xy){33}'; At most 64 characters are allowed/],
        ['no path',           {document_no => "'a//b'", document_no_key => "'a//b'"}, qr/view orders, id 7: document_no is 'a\/\/b'; The parts between slashes must not be empty/],
        ['no number',         {document_no => "' '", document_no_key => "''"}, qr/view orders, id 7: document_no is ' '; Please fill in this field/],
        ['text for an id',    {id => "'a' || e.pk"},             qr/view orders, id a7: id is 'a7'/],
        ['another customer',  {customer_id => '99'},             qr/order SO-7: there is no such customer/],
        ['a broken view',     {notes => $broken},                qr/view orders: cannot be read/],
      )
    {
        my ($name, $replace, $says) = @$_;
        sql('DROP VIEW orders; ' . erp(%$replace));
        my ($exit, $said, $error) = ccadmin('check');
        is($exit, 1, "check: $name") or diag "$said$error";
        like($said, $says, 'what is wrong');
    }
};

subtest 'a view that was there first' => sub {
    bare_db();
    # a server wants the tables that a view reads to be there
    sql($erp . (CC::Database::is_file() ? erp() : erp(customer_id => 1, enterprise_company_id => 1) =~ s/ JOIN .*//r));
    my ($status, $out, $err) = ccadmin('init');
    is($status, 0, 'init') or diag $err;
    load_ok('load', @master, $documents[0]);
    ($status, $out, $err) = ccadmin('check');
    is($status, 1, 'check');
    like($out, qr/order SO-7: there is no such document type and name/, 'sees the view');
    like(passes('init again', 'init'), qr/up to date/, 'says so');
};

# ---- demo ----

sub ago { return strftime('%Y-%m-%d', localtime(time - 86400 * $_[0])) }

subtest 'demo' => sub {
    my $today = strftime('%Y-%m-%d', localtime);
    my @dumps;
    for (1, 2) {
        fresh_db();
        passes('demo', 'demo', '--orders', '300', '--customers', '8');
        push @dumps, passes('dump', 'dump') =~ s/"password_hash":"[^"]+"//gr;
    }
    is($dumps[0], $dumps[1], 'the same on the same day');
    passes('check', 'check');
    is(join(',', split /\n/, sql('SELECT COUNT(*) FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY c.id ORDER BY c.id')),
        '300,150,12,3,3,3,3,3', 'as many orders as asked for, and fewer for others');
    is(sql('SELECT MAX(date) FROM orders'), $today, 'up to today');
    cmp_ok(sql('SELECT MIN(date) FROM orders'), 'lt', ago(365), 'over more than a year');
    is(sql("SELECT COUNT(*) FROM (SELECT date FROM orders UNION SELECT date FROM invoices UNION SELECT payment_date FROM payments "
          . "UNION SELECT ref_document_date FROM due_payments) d WHERE date > '$today'"), 0, 'nothing from the future');
    is(sql('SELECT COUNT(DISTINCT currency), COUNT(DISTINCT status), COUNT(DISTINCT type_name) FROM orders'), '2|4|2', 'of all kinds');
    is(sql('SELECT COUNT(*) FROM orders o WHERE amount <> (SELECT SUM(amount) FROM order_lines WHERE order_id = o.id)'), 0, 'lines add up');
    isnt(sql("SELECT COUNT(*) FROM due_payments WHERE due_date < '$today'"), 0, 'some are overdue');
    my $month = ago(30);
    isnt(sql("SELECT COUNT(*) FROM due_payments d JOIN invoices i ON i.document_no = d.invoice_no WHERE d.ref_document_date >= '$month' AND i.date < '$month'"), 0, 'some of an invoice out of reach of 30 days');
    isnt(sql('SELECT COUNT(*) FROM invoices WHERE amount < 0'), 0, 'some money back');
    my $before = passes('dump', 'dump');
    passes('again', 'demo', '--orders', '300', '--customers', '8');
    is(passes('dump', 'dump'), $before, 'adds nothing');
    passes('more', 'demo', '--orders', '310');
    is(sql("SELECT COUNT(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.number = '00028'"), 310, 'adds the rest');
    passes('check', 'check');
};

# ---- what a load refers to may change in it ----

subtest 'what a load refers to changes in it' => sub {
    fresh_db();
    load_ok('master data', @master, @documents[0, 1]);
    my $moved = '{"type":"customer","number":"00031","party":"P","from_date":"2020-01-01","enterprise_company":';
    load_ok('a customer that moves and a type that is renamed between what refers to them',
        "$moved\"LAGERTA\"}", $newpay =~ s/00028/00031/r . ',"paid_amount":"1"}', $whole =~ s/"N"/"R1"/r . '}',
        "$moved\"OTHER\"}", $whole =~ s/00028/00031/r =~ s/"N"/"M"/r . '}',
        '{"type":"document_type","id":"INV","name":"Renamed"}', $whole =~ s/"N"/"R2"/r . '}');
    is(sql("SELECT e.code FROM orders o JOIN enterprise_companies e ON e.id = o.enterprise_company_id WHERE o.document_no = 'M'"), 'OTHER', 'its order is one of the new company');
    is(sql("SELECT COUNT(*) FROM orders WHERE document_no IN ('R1', 'R2') AND type_name = 'Renamed'"), 2, 'both orders have the new name');
    my @many = map { sprintf 'many%04d', $_ } 1 .. 1_100; # of more customers than are kept
    load_ok('of very many customers, twice', map({ $moved =~ s/00031/$_/r . '"LAGERTA"}' } @many), map { ($newpay =~ s/00028/$_/r . ',"paid_amount":"1"}', $whole =~ s/00028/$_/r =~ s/"N"/"$_"/r . '}') } @many, reverse @many);
    is(sql("SELECT COUNT(*) FROM (SELECT customer_id FROM payments WHERE customer_id IN (SELECT id FROM customers WHERE number LIKE 'many%') GROUP BY customer_id HAVING COUNT(*) = 2) each_two"), 1_100, 'each of them has two');
    load_ok('their type gets another name', '{"type":"document_type","id":"INV","name":"Once more"}');
    is(sql("SELECT COUNT(*) FROM orders WHERE type_name = 'Once more' AND type_key = 'once more'"), 1_103, 'all orders of it have it');
    passes('check', 'check');
};

done_testing();
