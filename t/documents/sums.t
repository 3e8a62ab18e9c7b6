# Amounts whose sum is beyond the range of one amount: what is loaded can be summed up and shown, or load refuses it; a page is
# never a fault.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

my $tag = uc unique('t');
my %money = (orders => 'amount', invoices => 'amount', 'due-payments' => 'remaining_amount', 'payment-history' => 'paid_amount');
my ($big, $rich) = (unique('big'), unique('rich'));
load(document_types(), customer($big), user($rich), access($big, $rich, 'L40'));
my %huge = (
    orders => sub { order($big, "$tag-H$_[0]", amount => '4000000000000', lines => []) },
    invoices => sub { invoice($big, "$tag-H$_[0]", amount => '4000000000000', lines => []) },
    'due-payments' => sub { due_payment($big, remaining_amount => '4000000000000', invoice_no => "$tag-H$_[0]") },
    'payment-history' => sub { payment($big, paid_amount => '4000000000000', invoice_no => "$tag-H$_[0]") },
);
my $person = CC::Person->signed_in($rich);
for my $name (sort keys %huge) {
    my $loaded = grep { my $n = $_; eval { load($huge{$name}->($n)); 1 } } 1 .. 3;
    unlike($@, qr/integer overflow|REAL value/, "$name: a refusal is in words of its own") if $loaded < 3;
    for my $query ('', '?group=currency', '?group=status', '?format=csv') {
        status_is($person->get("/$name$query"), 200, "$name with $loaded amounts of 4,000,000,000,000.00: /$name$query");
    }
    my $list = table_of($person->get("/$name"), $name) || { sums => {}, total => 'no page' };
    is($list->{total}, $loaded, 'all are there');
    is($list->{sums}{ $money{$name} }{EUR}, 4 * $loaded . '000000000000.00', 'with their exact sum') if $loaded;
}
status_is($person->get('/'), 200, 'and Home');
status_is($person->get('/healthz'), 200, 'the server goes on');

done_testing;
