# Below L30 there are no prices, discounts or amounts in any answer, and nothing that is asked brings them out; below
# L40 there is nothing of invoices and payments.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

my ($mine, $low, $high, $falling) = map { unique($_) } qw(m low high falling);
my $tag = uc unique('t');
# The order by amount is neither that of dates nor of numbers; two have the same amount.
my @amounts = qw(613.17 88613.29 0.61313 613.17 7613.31 12613.37);
my @orders = map {
    order($mine, "$tag-$_", date => day($_), amount => $amounts[$_], status => $_ % 2 ? 'Ordered' : 'Delivered', currency => $_ % 3 ? 'EUR' : 'USD',
        notes => $_ == 2 ? 'call 613.17 back' : undef,
        lines => [line(1, price => '419.41', discount => '0.0433', amount => '802.51'), line(2, product_code => undef, unit => undef)])
} 0 .. $#amounts;
load(document_types(), customer($mine), map({ user($_) } $low, $high, $falling), access($mine, $low, 'L20'), access($mine, $high, 'L30'),
    access($mine, $falling, 'L30'), @orders, invoice($mine, "$tag-I", lines => [line(1, product_name => 'INVOICED')]),
    due_payment($mine, invoice_no => "$tag-I"), payment($mine, invoice_no => "$tag-I"));
my $low_person = CC::Person->signed_in($low);
my $high_person = CC::Person->signed_in($high);

my $price = qr/613[.,](?:17|29|31|37)|0\.61313|419[.,]41|0\.0433|4\.33|802[.,]51|529[.,]53|984[.,]92|0\.07\b|613170000/;
# the note is no price
sub priced { my ($text) = @_; $text =~ s/call 613\.17 back//g; return $text =~ $price ? $& : '' }

# ---- what L30 sees and L20 does not ----

for my $path ('/orders?per_page=100', '/orders?format=csv', "/orders/$tag-0", "/orders/$tag-0?format=csv", '/orders?columns=date,amount', '/orders?group=status',
    '/orders?group=amount', '/orders?sort=amount&dir=desc') {
    my ($seen, $hidden) = map { $_->get($path) } $high_person, $low_person;
    status_is($_, 200, "$path is there") for $seen, $hidden;
    isnt(priced($seen->decoded_content), '', "$path: L30 sees prices, so this looks for the right thing");
    is(priced($hidden->decoded_content), '', "$path: L20 sees none");
    unlike($hidden->decoded_content =~ s/<(?:form|a|input)\b[^>]*>//gr =~ s/.*<tbody>//sr, qr/data-(?:col|sum|value)="?(?:price|discount|amount)|\bamount\b|discount/i, "$path: no trace of the columns");
}
for my $path ("/orders/$tag-0", "/orders/$tag-0?format=csv") {
    my $text = $low_person->get($path)->decoded_content =~ s{\w*prices\d+\w*}{}gri;
    unlike($text, qr/price|discount|amount/i, "$path: not even the words");
}
is(join(' ', @{ table_of($low_person->get("/orders/$tag-0"), 'lines')->{columns} }), 'no product_code product_name quantity unit', 'the columns of lines for L20');
is(join(' ', @{ table_of($high_person->get("/orders/$tag-0"), 'lines')->{columns} }), 'no product_code product_name quantity unit price discount amount',
    'the columns of lines for L30');

my $beyond = $low_person->get('/invoices');
status_is($beyond, 403, 'a list above the role is refused');
like($beyond->decoded_content, qr/<p class="cc-lead">Your role on this customer does not include this page\./, 'and the page says that the role is why');
unlike($beyond->decoded_content, qr/came from a form/, 'and gives no advice for forms');

# ---- asking for them is the same as not asking ----

# All that a page says, without the addresses of its links, which repeat what was asked.
sub said {
    my ($res) = @_;
    my $html = without_ids($res);
    $html =~ s/\s(?:href|action)="[^"]*"//g;
    $html =~ s/<input type="hidden"[^>]*>//g;
    return $html;
}
my $plain = said($low_person->get('/orders'));
my $plain_csv = $low_person->get('/orders?format=csv')->decoded_content;
my @asked = ('sort=amount', 'sort=amount&dir=asc', 'filter.amount=613.17', 'filter.amount=1..2', 'filter.amount=..613', 'filter.amount=x', 'filter.amount==613.17',
    'columns=amount', 'group=amount', 'sort=o.amount', 'sort=price', 'filter.price=1', 'columns=price,discount,amount', 'group=price',
    'sort=amount&group=amount&columns=amount&filter.amount=1', 'group=currency', 'filter.currency=EUR', 'sort=currency', 'SORT=amount', 'Filter.Amount=1');
for my $query (@asked) {
    my $res = $low_person->get("/orders?$query");
    ok(said($res) eq $plain, "L20: ?$query says what the page says without it") or diag $query;
    is($low_person->get("/orders?$query&format=csv")->decoded_content, $plain_csv, "L20: ?$query in CSV");
    is(priced(($res->decoded_content =~ s/value="[^"]*"|href="[^"]*"//gr) =~ s/0\.07//gr), '', "L20: ?$query shows no price");
}
for my $q ("613.17", "88613.29", "613", "0.61313", "613170000", "88,613.29", "88.613,29") {
    my $table = table_of($low_person->get("/orders?q=$q"), 'orders');
    is(join(' ', map { $_->{document_no} } @{ $table->{rows} }), '613.17' =~ /^\Q$q\E/ ? "$tag-2" : '', "L20: q=$q finds no amounts, only notes");
}
is(table_of($high_person->get('/orders?q=613.17'), 'orders')->{total}, 3, 'L30: q=613.17 finds amounts and notes');
is(table_of($high_person->get('/orders?filter.amount=613.17'), 'orders')->{total}, 2, 'L30: filter.amount finds amounts');

# no totals, no sums
for my $query ('', '?group=status', '?group=status,date,type_name', '?q=ordered') {
    my $table = table_of($low_person->get("/orders$query"), 'orders');
    is_deeply($table->{sums}, {}, "L20: /orders$query has no sum");
    is(scalar(grep { %{ $_->{sums} } } @{ $table->{groups} }), 0, 'nor have its groups') if $query =~ /group/;
    ok($table->{html} !~ /EUR|USD/, 'nor is there a currency');
}

# ---- a layout from better days ----

my $person = CC::Person->signed_in($falling);
$person->get('/orders');
redirect_is($person->post('/layout', grid => 'orders', columns => 'amount,document_no', sort => 'amount', dir => 'desc', group => 'amount', per_page => 10, next => '/cc/orders'),
    qr{/cc/orders}, 'as L30 a layout with amounts is saved');
my $table = table_of($person->get('/orders'), 'orders');
is("@{ $table->{columns} }", 'amount document_no', 'and comes back');
ok(scalar @{ $table->{groups} }, 'with groups');
load(access($mine, $falling, 'L20'));
my $res = $person->get('/orders');
$table = table_of($res, 'orders');
is("@{ $table->{columns} }", 'document_no', 'demoted to L20 the column is gone');
is(scalar @{ $table->{groups} }, 0, 'and the groups');
is(priced($res->decoded_content), '', 'and every amount');
my $by_date = join ' ', map { "$tag-$_" } 0 .. $#amounts;
for my $query ('', '?sort=amount', '?columns=amount', '?group=amount') {
    my $list = table_of($person->get("/orders$query"), 'orders');
    my $got = join ' ', map { $_->{document_no} } @{ $list->{rows} };
    ok($got eq $by_date || $got eq join(' ', reverse split / /, $by_date), "the order is by date, not by amount: /orders$query") or diag $got;
}
my $csv = $person->get('/orders?format=csv');
is(priced($csv->decoded_content), '', 'CSV has no amount either');
is(join('|', map { "@$_" } csv_of($csv)), join('|', 'Document No', map { $_->[0] } @{ [ map { [$_] } map { $_->{document_no} } @{ $table->{rows} } ] }), 'and only the other column');
$person->get('/orders');
redirect_is($person->post('/layout', grid => 'orders', columns => 'amount,date', sort => 'amount', dir => 'asc', group => 'amount', per_page => 25, next => '/cc/orders'), qr{/cc/orders},
    'L20 saves a layout that names amounts');
is("@{ table_of($person->get('/orders'), 'orders')->{columns} }", 'date', 'they are ignored');
sub saved { cell("SELECT l.columns || ' ' || l.sort || ' ' || COALESCE(l.group_by, '') FROM grid_layouts l JOIN users u ON u.id = l.user_id WHERE u.login = ? AND l.grid = 'orders'", $falling) }
unlike(saved(), qr/amount/, 'and not kept');

# ---- a layout from lower days: what was not on offer when it was saved is not hidden by it ----

my $shown = sub { join ' ', @{ table_of($person->get("/orders$_[0]"), 'orders')->{columns} } };
load(access($mine, $falling, 'L30'));
is($shown->(''), 'date amount', 'promoted again the amount is there, behind what it stands behind by default');
is(join(' ', @{ (csv_of($person->get('/orders?format=csv')))[0] }), 'Date Amount', 'in CSV as well');
is($shown->('?columns=date'), 'date', 'but not where the request says which columns');
for my $case (['status,document_no,date', 'status document_no amount date'], ['notes,status', 'amount notes status'], ['document_no,type_name', 'document_no amount type_name']) {
    my ($columns, $want) = @$case;
    load(access($mine, $falling, 'L20'));
    $person->get('/orders');
    $person->post('/layout', grid => 'orders', columns => $columns, next => '/cc/orders');
    is($shown->(''), $columns =~ tr/,/ /r, "as L20 $columns");
    load(access($mine, $falling, 'L30'));
    is($shown->(''), $want, "as L30 $want");
}
$person->get('/orders');
$person->post('/layout', grid => 'orders', columns => 'date,status', next => '/cc/orders');
is($shown->(''), 'date status', 'whoever was offered the amount and left it out does without');
like(saved(), qr/^date,status,/, 'the shown columns come first');
load(access($mine, $falling, 'L20'));
is($shown->(''), 'date status', 'as L20 no trace of it');
load(access($mine, $falling, 'L30'));
is($shown->(''), 'date status', 'nor afterwards');

# ---- below L40 ----

for my $browser ($low_person, $high_person) {
    my $role = $browser == $low_person ? 'L20' : 'L30';
    for my $path ('/invoices', "/invoices/$tag-I", '/invoices/none', '/due-payments', '/payment-history') {
        for my $format ('', '?format=csv', '?group=currency', '?q=INVOICED') {
            my $answer = $browser->get("$path$format");
            status_is($answer, 403, "$role: $path$format is 403");
            body_unlike($answer, qr/INVOICED|data-grid|731[.,]37|<td/, 'and has nothing of it');
        }
    }
    my $home = $browser->get('/');
    is(join(' ', sort keys %{ { cards_of($home) } }), 'orders', "$role: Home has the card of orders only");
    body_unlike($home, qr{/invoices|/due-payments|/payment-history}, 'and no link to the other pages');
    body_unlike($browser->get("/orders/$tag-0"), qr/invoice/i, "$role: an order names no invoice");
    for my $grid (qw(invoices due-payments payment-history users)) {
        $browser->get('/orders');
        my $answer = $browser->post('/layout', grid => $grid, columns => 'amount', next => '/cc/orders');
        like($answer->code, qr/^(?:303|403|404|422)$/, "$role: the layout of $grid");
        body_unlike($answer, qr/INVOICED|731[.,]37/, 'tells nothing'); # names may have any digits in them
    }
}
my $basic = unique('basic');
load(user($basic), access($mine, $basic, 'L10'));
my $least = CC::Person->signed_in($basic);
for my $path ('/orders', "/orders/$tag-0", '/orders/none', '/orders?format=csv', '/invoices', '/due-payments', '/payment-history') {
    status_is($least->get($path), 403, "L10: $path is 403");
}
is_deeply({ cards_of($least->get('/')) }, {}, 'L10: Home has no cards');
body_unlike($least->get('/'), qr{/orders|/invoices|/due-payments|/payment-history}, 'and no link');

done_testing;
