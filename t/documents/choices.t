# What the filter of a column offers is taken from documents that the user may see, in their spelling: what only older ones or
# those of other customers have is never told.
use strict;
use warnings;
use utf8;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output);

my ($mine, $other, $all, $month, $today) = map { unique($_) } qw(m other all month today);
my $tag = uc unique('t');
my $n = 0;
sub some { my ($customer, $days, %set) = @_; order($customer, "$tag-" . ++$n, date => day($days), lines => [], %set) }
sub billed {
    my ($customer, $days, $type, $currency) = @_;
    my $no = "$tag-I" . ++$n;
    return (invoice($customer, $no, date => day($days), document_type => $type, currency => $currency, lines => []),
        due_payment($customer, ref_document_date => day($days), invoice_no => $no, currency => $currency),
        payment($customer, payment_date => day($days), invoice_no => $no, currency => $currency));
}
load(document_types(), customer($mine), customer($other), map({ user($_) } $all, $month, $today), access($mine, $all, 'L40'), access($mine, $month, 'L40', days_back => 30), access($mine, $today, 'L40', days_back => 0),
    some($mine, 0, status => 'Today'), some($mine, 30, status => 'Boundary'), some($mine, 31, status => 'Too Old', document_type => 'test-quote'),
    some($mine, 31, status => 'TODAY'), some($mine, 200, status => 'BOUNDARY'), some($mine, 31, status => 'Über'), some($other, 0, status => 'Elsewhere', document_type => 'test-quote'),
    billed($mine, 0, 'test-invoice', 'EUR'), billed($mine, 30, 'test-invoice', 'CHF'), billed($mine, 31, 'test-credit', 'USD'), billed($other, 0, 'test-credit', 'JPY'),
    # paid today, for an invoice that is too old
    payment($mine, invoice_no => "$tag-I" . ($n - 1), currency => 'EUR'));

# Two spellings of one value are one choice, whichever of them.
sub offered { my ($res, $column) = @_; join ' ', sort map { s/^=//r } grep { /^=/ } options_of($res, "filter.$column") }
my %want = (
    $all => { 'orders status' => qr/^(?:Boundary|BOUNDARY) (?:Today|TODAY) Too Old Über$/, 'orders type_name' => qr/^Quotation Sales Order$/, 'invoices type_name' => qr/^Credit Note Invoice$/,
        'due-payments currency' => qr/^CHF EUR USD$/, 'payment-history currency' => qr/^CHF EUR USD$/, 'payment-history invoice_type' => qr/^Credit Note Invoice$/ },
    $month => { 'orders status' => qr/^Boundary Today$/, 'orders type_name' => qr/^Sales Order$/, 'invoices type_name' => qr/^Invoice$/,
        'due-payments currency' => qr/^CHF EUR$/, 'payment-history currency' => qr/^CHF EUR$/, 'payment-history invoice_type' => qr/^Invoice$/ },
    $today => { 'orders status' => qr/^Today$/, 'orders type_name' => qr/^Sales Order$/, 'invoices type_name' => qr/^Invoice$/,
        'due-payments currency' => qr/^EUR$/, 'payment-history currency' => qr/^EUR$/, 'payment-history invoice_type' => qr/^Invoice$/ },
);
sub check_all {
    my ($when) = @_;
    for my $login ($all, $month, $today) {
        my $person = CC::Person->signed_in($login);
        my $name = { $all => 'all days', $month => '30 days', $today => '0 days' }->{$login};
        for my $filter (sort keys %{ $want{$login} }) {
            my ($list, $column) = split / /, $filter;
            like(offered($person->get("/$list"), $column), $want{$login}{$filter}, "$when, $name: $filter");
            like(offered($person->get("/$list?filter.$column=" . ($column eq 'currency' ? 'e' : 'o')), $column), $want{$login}{$filter}, "$when, $name: $filter, filtered");
        }
        body_unlike($person->get('/orders?filter.status=' . $_), qr{<option[^>]*>(?:Too Old|Elsewhere|Über)}, "$when, $name: asking for $_ brings out nothing") for $login eq $all ? () : ('old', '=too+old', 'elsewhere');
    }
}
check_all('few documents');

# Many, so that totals and indexes answer
load(map { some($mine, 29, status => 'Many') } 1 .. 2100);
$want{$_}{'orders status'} = $_ eq $all ? qr/^(?:Boundary|BOUNDARY) Many (?:Today|TODAY) Too Old Über$/ : qr/^Boundary Many Today$/ for $all, $month;
check_all('many documents');

done_testing;
