# Beside every amount stands its currency, unless a column of its own says it; the text of the cell is the number alone.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

my ($mine, $low, $high) = map { unique($_) } qw(m low high);
my $tag = uc unique('t');
my @kinds = ([1, 'EUR'], [2, 'USD'], [3, 'BGN'], [4, 'EUR']);
load(document_types(), customer($mine), map({ user($_) } $low, $high), access($mine, $low, 'L20'), access($mine, $high, 'L40'), map {
    my ($n, $currency) = @$_;
    my %set = (currency => $currency, lines => []);
    (order($mine, "$tag-$n", %set), invoice($mine, "$tag-$n", %set), due_payment($mine, invoice_no => "$tag-$n", currency => $currency),
        payment($mine, invoice_no => "$tag-$n", currency => $currency, covered_amount => $n == 1 ? undef : '1.00'))
} @kinds);
my ($person, $orders_only) = map { CC::Person->signed_in($_) } $high, $low;

# "1 EUR amount=731.37", for each cell that names a currency
sub named {
    my ($res, $grid) = @_;
    my $table = table_of($res, $grid);
    my @named;
    while ($table->{html} =~ /<tr data-id="[^"]*">(.*?)<\/tr>/gs) {
        my $row = $1;
        my ($no) = $row =~ /\Q$tag\E-(\d)/;
        while ($row =~ /<td data-col="(\w+)" data-value="([^"]*)" data-currency="([^"]*)">([^<]*)</g) {
            push @named, "$no $3 $1=$2" . ($4 eq $2 ? '' : " as $4");
        }
    }
    return join ', ', sort @named;
}

my $amounts = sub { my ($column) = @_; join ', ', map { "$_->[0] $_->[1] $column=731.37" } @kinds };
for my $grid (qw(orders invoices)) {
    is(named($person->get("/$grid"), $grid), $amounts->('amount'), "$grid: beside each amount its currency");
    is(named($person->get("/$grid?group=amount&sort=document_no"), $grid), $amounts->('amount'), "$grid: in groups as well");
    is(named($person->get("/$grid?columns=date,document_no"), $grid), '', "$grid: and none without amounts");
}
is(named($person->get('/due-payments'), 'due-payments'), '', 'due payments have a column for it');
is(named($person->get('/due-payments?columns=invoice_no,remaining_amount'), 'due-payments'), $amounts->('remaining_amount'), 'without it each amount says its own');
is(named($person->get('/payment-history'), 'payment-history'), '', 'so have payments');
is(named($person->get('/payment-history?columns=invoice_no,covered_amount'), 'payment-history'), '2 USD covered_amount=1.00, 3 BGN covered_amount=1.00, 4 EUR covered_amount=1.00',
    'where there is no amount there is no currency');

my $res = $orders_only->get('/orders');
is(table_of($res, 'orders')->{total}, 4, 'L20 sees the orders');
body_unlike($res, qr/EUR|USD|BGN/, 'but without amounts no currency');

done_testing;
