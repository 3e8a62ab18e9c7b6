# Due payments and payment history: what is overdue, links to invoices in and out of reach, twelve months and a thousand
# payments at most, and when an invoice was last downloaded.
use strict;
use warnings;
use POSIX ();
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

my ($mine, $other, $user, $limited, $colleague, $stranger, $german) = map { unique($_) } qw(m o user limited colleague stranger german);
my $tag = uc unique('t');
my @records = (
    invoice($mine, "$tag-NEW", date => day(3)), invoice($mine, "$tag-OLD", date => day(60)), invoice($mine, "$tag-CREDIT", date => day(3), document_type => 'test-credit'),
    invoice($other, "$tag-OTHER", date => day(3)), invoice($mine, "$tag/A B%", date => day(2)));

# ---- due payments ----

# due date as days before today (undef: none) => overdue days
my @cases = ([undef, ''], [-400, ''], [-1, ''], [0, ''], [1, 1], [2, 2], [30, 30], [31, 31], [365, 365], [4000, 4000]);
for my $i (0 .. $#cases) {
    push @records, due_payment($mine, ref_document_date => day(5), due_date => defined $cases[$i][0] ? day($cases[$i][0]) : undef, remaining_amount => "" . ($i + 1),
        invoice_no => $i == 0 ? "$tag-NEW" : $i == 1 ? "$tag-OLD" : $i == 2 ? "$tag-OTHER" : $i == 3 ? "$tag-NONE" : $i == 4 ? "$tag-CREDIT" : $i == 5 ? "$tag/A B%" : undef);
}
load(document_types(), customer($mine), customer($other), map({ user($_) } $user, $limited, $colleague, $stranger), user($german, language => 'de'),
    access($mine, $user, 'L40'), access($mine, $limited, 'L40', days_back => 30), access($mine, $colleague, 'L80'), access($other, $stranger, 'L90'),
    access($mine, $german, 'L40'), @records);
my $person = CC::Person->signed_in($user);
my $all = '?columns=ref_document_date,remaining_amount,currency,invoice_no,due_date,paid_amount,overdue_days&per_page=100';
my $table = table_of($person->get("/due-payments$all&sort=remaining_amount&dir=asc"), 'due-payments');
for my $i (0 .. $#cases) {
    my ($due, $days) = @{ $cases[$i] };
    my $row = $table->{rows}[$i];
    is("$row->{due_date}|$row->{overdue_days}|" . ($row->{'overdue_days='} // '(none)'), (defined $due ? day($due) : '') . "|$days|$days",
        'due ' . (defined $due ? "$due days ago" : 'at no date') . ' is ' . ($days || 'not') . ' overdue');
}
is(join(' ', @{ table_of($person->get('/due-payments'), 'due-payments')->{columns} }), 'ref_document_date remaining_amount currency invoice_no', 'the columns by default');
my ($head, @csv) = csv_of($person->get("/due-payments$all&format=csv&sort=remaining_amount&dir=asc"));
is(join(' ', map { $_->[6] } @csv), join(' ', map { $_->[1] } @cases), 'overdue days in CSV');

# links: to what is within reach the document, else a friendly page
my %link = map { $_->{invoice_no} => $_->{'invoice_no>'} } @{ $table->{rows} };
is($link{"$tag-NEW"}, "/cc/invoices/$tag-NEW", 'the invoice is a link');
is($link{"$tag/A B%"}, "/cc/invoices/$tag/A%20B%25", 'with its number encoded, but not the slash');
ok(!defined $link{''}, 'no number, no link');
page_is($person->get("~$link{qq($tag-NEW)}"), 'invoice', 'it leads to the invoice');
page_is($person->get("~$link{qq($tag/A B%)}"), 'invoice', 'an odd number as well');
page_is($person->get("~$link{qq($tag-OLD)}"), 'invoice', 'without a limit the old one too');
for my $case ([$person, "$tag-OTHER", 'of another customer'], [$person, "$tag-NONE", 'that is not there'], [CC::Person->signed_in($limited), "$tag-OLD", 'that is too old'],
    [CC::Person->signed_in($user, site => '/invoicetypes'), "$tag-CREDIT", 'of a type that is left out']) {
    my ($who, $no, $what) = @$case;
    my $list = table_of($who->get("/due-payments$all"), 'due-payments');
    my ($row) = grep { $_->{invoice_no} eq $no } @{ $list->{rows} };
    ok($row && $row->{'invoice_no>'}, "an invoice $what is named in the due payment");
    my $res = $who->get('~' . $row->{'invoice_no>'});
    status_is($res, 404, "an invoice $what is 404");
    body_like($res, qr/not available|not there|no such/i, 'in friendly words');
    body_like($res, qr{href="$who->{site}/invoices"}, 'with the way back to the invoices');
    body_like($res, qr{action="$who->{site}/logout"}, 'and to log out');
    body_unlike($res, qr/731[.,]37|Product 1/, 'and nothing of the document');
}

# ---- payment history: twelve months ----

my ($payer, $payer_user, $payer_limited) = map { unique($_) } qw(payer payeruser payerlimited);
load(customer($payer), user($payer_user), user($payer_limited), access($payer, $payer_user, 'L40'), access($payer, $payer_limited, 'L40', days_back => 30),
    invoice($payer, "$tag-P1", date => day(400)), invoice($payer, "$tag-P2", date => day(20), document_type => 'test-credit'),
    payment($payer, payment_date => months_before(12), covered_amount => '1.10', invoice_no => "$tag-P1", order_no => "$tag-ORDER"),
    payment($payer, payment_date => day(366 + 1), covered_amount => '2.10'), payment($payer, payment_date => day(0), covered_amount => '3.10', invoice_no => "$tag-P2"),
    payment($payer, payment_date => day(10), covered_amount => '4.10', invoice_no => "$tag-P1"), payment($payer, payment_date => day(30), covered_amount => '5.10', invoice_no => "$tag-OTHER"),
    payment($payer, payment_date => day(31), invoice_no => "$tag-NEW"));
my $columns = '?columns=payment_date,paid_amount,currency,invoice_no,invoice_date,invoice_type,order_no,covered_amount&per_page=100';
my $text_of_history = sub {
    my ($who, $query) = @_;
    my $list = table_of($who->get("/payment-history$columns" . ($query // '')), 'payment-history');
    return "$list->{total}: " . join ', ', map { my $r = $_; ($r->{covered_amount} || '-') . " $r->{invoice_date} $r->{invoice_type}" =~ s/ +$//r } @{ $list->{rows} };
};
my $payer_person = CC::Person->signed_in($payer_user);
my $credit = day(20) . ' Credit Note';
my $old = day(400) . ' Invoice';
is($text_of_history->($payer_person), "5: 3.10 $credit, 4.10 $old, 5.10, -, 1.10 $old", 'twelve months, newest first; the invoice of the own customer alone is told');
is($text_of_history->(CC::Person->signed_in($payer_limited)), "3: 3.10 $credit, 4.10, 5.10", 'with 30 days: fewer, and nothing of the older invoice');
is($text_of_history->(CC::Person->signed_in($payer_user, site => '/invoicetypes')), "5: 3.10, 4.10 $old, 5.10, -, 1.10 $old",
    'date and type are not told of an invoice whose type the site leaves out');
is(table_of(CC::Person->signed_in($payer_user, site => '/invoicetypes')->get('/payment-history?filter.invoice_type=credit'), 'payment-history')->{total}, 0,
    'nor can they be filtered by');
is(table_of(CC::Person->signed_in($payer_limited)->get('/payment-history?filter.invoice_date=' . day(400)), 'payment-history')->{total}, 0, 'a date that is not told finds nothing');
is(table_of(CC::Person->signed_in($payer_limited)->get('/payment-history?q=' . day(400)), 'payment-history')->{total}, 0, 'nor does the search');
is(join(' ', @{ table_of($payer_person->get('/payment-history'), 'payment-history')->{columns} }), 'payment_date paid_amount currency invoice_no invoice_date invoice_type', 'the columns by default');
$table = table_of($payer_person->get("/payment-history$columns"), 'payment-history');
is($table->{rows}[4]{'order_no>'}, "/cc/orders/$tag-ORDER", 'the order is a link');
is(CC::Documents::_words($table->{html} =~ /<th[^>]*data-col="covered_amount".*?<\/th>/s ? $& : ''), 'Covered amount', 'an optional column has its title');
like($text_of_history->(CC::Person->signed_in($payer_user, site => '/noorders')), qr/^5:/, 'without orders the history is the same');
ok(!grep({ defined $_->{'order_no>'} } @{ table_of(CC::Person->signed_in($payer_user, site => '/noorders')->get("/payment-history$columns"), 'payment-history')->{rows} }),
    'but links to none');

# at most a thousand, the newest; totals, filters and groups are about these
my ($busy, $busy_user) = map { unique($_) } qw(busy busyuser);
load(customer($busy), user($busy_user), access($busy, $busy_user, 'L40'),
    map { payment($busy, payment_date => day(int($_ / 4)), paid_amount => '0.01', covered_amount => "" . ($_ + 1), invoice_no => sprintf '%s-B%04d', $tag, $_) } 0 .. 1199);
my $busy_person = CC::Person->signed_in($busy_user);
$table = table_of($busy_person->get('/payment-history?per_page=100&page=10'), 'payment-history');
is($table->{total}, 1000, 'of 1,200 payments 1,000 are shown');
body_like($busy_person->{last}, qr/last twelve months, at most 1,000/, 'as the page says');
is($table->{rows}[-1]{payment_date}, day(249), 'the newest of them');
is($table->{sums}{paid_amount}{EUR}, '10.00', 'their sum is of these');
is(scalar(table_of($busy_person->get('/payment-history?per_page=100&page=11'), 'payment-history')->{rows}[0]{payment_date} lt day(200)), 1, 'there is no eleventh page');
($head, @csv) = csv_of($busy_person->get('/payment-history?format=csv'));
is(scalar @csv, 1000, '1,000 in CSV');
is(table_of($busy_person->get('/payment-history?sort=payment_date&dir=asc&per_page=10'), 'payment-history')->{rows}[0]{payment_date}, day(249), 'sorted the other way they are the same');
is(table_of($busy_person->get("/payment-history?q=$tag-B1100"), 'payment-history')->{total}, 0, 'an older one is not found');
is(table_of($busy_person->get("/payment-history?filter.payment_date=.." . day(260)), 'payment-history')->{total}, 0, 'nor filtered');
is(table_of($busy_person->get('/payment-history?group=currency'), 'payment-history')->{groups}[0]{count}, 1000, 'a group counts 1,000');

# ---- last download ----

my $downloads = sub {
    my ($who) = @_;
    return join '|', map { $_->{last_download} =~ s/:\d\d( UTC)?$/:MM/r } table_of($who->get("/invoices?sort=document_no&dir=asc&q=$tag"), 'invoices')->{rows} ? @{ table_of($who->get("/invoices?sort=document_no&dir=asc&q=$tag"), 'invoices')->{rows} } : ();
};
is($downloads->($person), '|||', 'no invoice was downloaded');
$person->get("/invoices/$tag-NEW");
$person->head("/invoices/$tag-NEW?format=csv");
$person->get('/invoices?format=csv');
is($downloads->($person), '|||', 'looking at one, HEAD, and the list as CSV are no downloads');
CC::Person->signed_in($limited)->get("/invoices/$tag-OLD?format=csv");
CC::Person->signed_in($stranger)->get("/invoices/$tag-NEW?format=csv");
is($downloads->($person), '|||', 'nor is one that is refused');
my $download = $person->get("/invoices/$tag-NEW?format=csv");
header_is($download, 'Content-Type', qr{^text/csv}, 'an invoice as CSV');
header_is($download, 'Content-Disposition', qr/^attachment; filename="?[\w.-]+\.csv"?$/, 'is a download');
like($downloads->($person), qr/^\|\d{4}-\d\d-\d\d \d\d:MM\|\|$/, 'is noted in the list, at this invoice alone');
my %facts = facts_of($person->get("/invoices/$tag-NEW"));
like($facts{last_download} // '', qr/^\d{4}-\d\d-\d\d/, 'and on its page');
like($downloads->(CC::Person->signed_in($colleague)), qr/^\|\d{4}/, 'colleagues see it too');
is(cell('SELECT COUNT(*) FROM invoice_downloads WHERE document_no LIKE ?', "$tag%"), 1, 'once');
$person->get("/invoices/$tag-NEW?format=csv") for 1 .. 3;
is(cell('SELECT COUNT(*) FROM invoice_downloads WHERE document_no LIKE ?', "$tag%"), 1, 'however often');
my ($first) = @{ table_of($person->get('/invoices?sort=last_download&dir=desc'), 'invoices')->{rows} };
is($first->{document_no}, "$tag-NEW", 'the list sorts by it');
status_is($person->get('/invoices?filter.last_download=' . substr day(0), 0, 7), 200, 'a filter by it is no error');
load(invoice($mine, "$tag-NEW", date => day(3)));
like($downloads->($person), qr/^\|\d{4}/, 'it outlives the invoice being loaded again');

# many at once: none goes unnoted because another is being noted
my @many = map { "$tag-MANY$_" } 1 .. 60;
load(map { invoice($mine, $_, date => day(3)) } @many);
my @people = map { CC::Person->signed_in($user) } 1 .. 6;
pipe my $wait, my $go or die $!;
my @children = map {
    my $n = $_;
    my $child = fork // die $!;
    if (!$child) {
        close $go;
        sysread $wait, my $nothing, 1; # all begin when the other end is closed
        $people[$n]->get("/invoices/$_?format=csv") for @many[10 * $n .. 10 * $n + 9];
        POSIX::_exit(0);
    }
    $child;
} 0 .. 5;
close $_ for $wait, $go;
waitpid $_, 0 for @children;
is(cell('SELECT COUNT(*) FROM invoice_downloads WHERE document_no LIKE ?', "$tag-MANY%"), 60, 'sixty downloads by six people at once are noted');

# ---- other languages: the values are the same, the text is the user's ----

my $german_person = CC::Person->signed_in($german);
load(invoice($mine, "$tag-MUCH", date => day(1), amount => '1234567.5'));
($first) = grep { $_->{document_no} eq "$tag-MUCH" } @{ table_of($german_person->get('/invoices?per_page=100'), 'invoices')->{rows} };
is($first->{'amount='}, '1234567.50', 'the plain value is the same in every language');
is($first->{amount}, '1.234.567,50', 'the text is in the locale of the user');
($first) = grep { $_->{document_no} eq "$tag-MUCH" } @{ table_of($person->get('/invoices?per_page=100'), 'invoices')->{rows} };
is($first->{amount}, '1,234,567.50', 'in English as well');
load(order($mine, "$tag-MUCH", date => day(1), amount => '1234567.5', currency => 'CHF'));
# who reads an amount types it like that
for my $case ([$german_person, 1, '1.234.567,50', '1.234.567,5', '1234567,50', '1234567.50'], [$german_person, 0, '1,234,567.50', '1.234567,50', '1.234.567.50', '.1234567,50'],
    [$person, 1, '1,234,567.50', '1,234,567.5', '1234567.50'], [$person, 0, '1.234.567,50', '1234567,50', '1,234567.50', '12,34,567.50']) {
    my ($who, $found, @typed) = @$case;
    for my $typed (@typed) {
        my $what = 'finds ' . ($found ? 'it' : 'nothing') . ($who == $person ? ' in English' : ' in German');
        is(table_of($who->get("/$_->[0]?" . CC::Person::encode($_->[1] => $typed)), $_->[0])->{total}, $found, "$_->[0] by $_->[1]: '$typed' $what")
            for ['invoices', 'q'], ['invoices', 'filter.amount'], ['orders', 'q'], ['orders', 'filter.amount'];
    }
}
is(table_of($german_person->get('/orders?filter.amount=1.234.567..1.234.568'), 'orders')->{total}, 1, 'a range of amounts in German');
is(table_of($person->get('/orders?filter.amount=1,234,567.4..'), 'orders')->{total}, 1, 'and in English, open');
load(order($mine, "$tag-PART", date => day(1), lines => [line(1, discount => '0.125')]));
is(table_of($german_person->get("/orders/$tag-PART"), 'lines')->{rows}[0]{discount}, '12,5 %', 'a discount in parts of a per cent, too');
is(table_of($person->get("/orders/$tag-PART"), 'lines')->{rows}[0]{discount}, '12.5 %', 'and in English');
like($german_person->get('/invoices?format=csv')->decoded_content, qr/1234567\.50/, 'CSV is the same for all');

done_testing;
