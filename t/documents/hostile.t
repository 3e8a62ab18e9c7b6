# A hostile page reads of documents what its user may see, whatever it asks for: no price below L30, no invoice below L40, no
# older document, none of another customer, none of a type that the site leaves out.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

my ($mine, $other) = (unique('mine'), unique('other'));
my $tag = uc unique('t');
my @roles = qw(L10 L20 L30 L40 L80);
my %login = map { $_ => unique(lc $_) } @roles;
load(document_types(), customer($mine), customer($other, name => 'Very Secret Company'), (map { user($login{$_}) } @roles), (map { access($mine, $login{$_}, $_, days_back => 10) } @roles),
    map({ my ($make, $kind) = @$_; ($make->($mine, "$tag-$kind-NEW", date => day(10), amount => '61613.17', notes => 'NOTENEW'),
        $make->($mine, "$tag-$kind-OLD", date => day(11), amount => '61613.19', notes => 'NOTEOLD'),
        $make->($other, "$tag-$kind-OTHER", amount => '61613.23', notes => 'NOTEOTHER')) } [\&order, 'O'], [sub { my ($c, $n, %s) = @_; delete $s{notes}; invoice($c, $n, %s) }, 'I']),
    due_payment($mine, ref_document_date => day(10), invoice_no => "$tag-D-NEW", remaining_amount => '61613.17'), due_payment($mine, ref_document_date => day(11), invoice_no => "$tag-D-OLD"),
    due_payment($other, invoice_no => "$tag-D-OTHER"), payment($mine, payment_date => day(10), invoice_no => "$tag-I-OLD", order_no => "$tag-P-NEW"),
    payment($mine, payment_date => day(11), order_no => "$tag-P-OLD"), payment($other, order_no => "$tag-P-OTHER"));

# What must not be in any answer, by role
sub loot {
    my ($role) = @_;
    my @never = ("$tag-O-OLD", "$tag-O-OTHER", "$tag-I-OTHER", "$tag-D-OLD", "$tag-D-OTHER", "$tag-P-OLD", "$tag-P-OTHER", 'NOTEOLD', 'NOTEOTHER', 'Very Secret', '61613.19', '61,613.19', '61613.23',
        'password_hash', '$argon2', 'sqlite', 'stack traceback', 'LOOT NOT');
    push @never, "$tag-I-OLD" if !may_see($role, 'payment-history'); # a payment names its number
    push @never, '61613.17', '61,613.17', '61613170000', '731.37', '529.53', 'LOOT' if !may_see($role, 'prices');
    push @never, "$tag-I-", "$tag-D-", "$tag-P-" if !may_see($role, 'invoices');
    push @never, "$tag-O-" if !may_see($role, 'orders');
    push @never, 'may_edit=true' if !may_see($role, 'users');
    return join '|', map { quotemeta } @never;
}

my $bystander = CC::Person->signed_in($login{L80});
my $names = CC::Person->signed_in($login{L10}, host => 'hostile')->get('/?attack=names')->decoded_content;
my @names = split /\|/, text_of($names =~ /<main>.*<\/main>/s ? $& : '');
cmp_ok(scalar @names, '>', 45, scalar(@names) . ' attacks');
for my $role (@roles) {
    my $person = CC::Person->signed_in($login{$role}, host => 'hostile');
    my $loot = loot($role);
    my %done;
    for my $name (@names) {
        for my $caught (0, 1) {
            for my $more ('', '&columns=amount,price,discount,document_no&sort=amount&group=amount&filter.amount=1..99999&filter.date=') {
                my $res = $person->get('/?' . CC::Person::encode(attack => $name, want => $other, number => "$tag-O-OLD", $caught ? (caught => 1) : ()) . $more);
                my $label = "$role: $name" . ($caught ? ', caught' : '') . ($more ? ', with parameters' : '');
                like($res->code, qr/^(?:200|500)$/, "$label: an answer");
                my $text = $res->decoded_content;
                $text =~ s/refused: .*?home(?:\.lua)?:\d+://g; # what a page throws and shows itself is its own
                my $found = $text =~ /($loot)/ ? $1 : '';
                is($found, '', "$label: no loot");
                $done{$name} = $text if $res->code == 200 && $text =~ /done: /;
            }
        }
    }
    # what the role may see is there, so that the page looks at the right place
    for my $case (['the grid orders', 'orders', "$tag-O-NEW"], ['the grid invoices', 'invoices', "$tag-I-NEW"], ['the grid due-payments', 'due-payments', "$tag-D-NEW"],
        ['the grid payment-history', 'payment-history', "$tag-P-NEW"], ['a cell of prices', 'prices', '61613.17'], ['the choices of orders.status', 'orders', 'Ordered'],
        ['the choices of invoices.type_name', 'invoices', 'Invoice']) {
        my ($name, $what, $mark) = @$case;
        if (may_see($role, $what)) {
            like($done{$name} // '', qr/\Q$mark\E/, "$role: $name gives what is the user's own");
        } else {
            ok(!defined $done{$name}, "$role: $name is refused");
        }
    }
    ok(!defined $done{"the choices of $_"}, "$role: no choices of $_") for qw(orders.amount orders.customer_id orders.nosuch users.password_hash sessions.token);
    ok(!defined $done{"the function $_"}, "$role: no function $_") for qw(order invoice document lines count sum);
    status_is($bystander->get('/orders'), 200, "$role: others are served");
}
my $log = CC::Data::read_file(CC::Data::logs() . '/error_log');
unlike($log, qr/exit signal|Segmentation/, 'no child died');

done_testing;
