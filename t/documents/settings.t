# Each setting of a site changes what it says and nothing else: pages are compared with those of a site without settings.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

my ($mine, $user, $owner) = map { unique($_) } qw(m user owner);
my $tag = uc unique('t');
load(document_types(), customer($mine), user($user), user($owner), access($mine, $user, 'L20'), access($mine, $owner, 'L90'),
    order($mine, "$tag-O", notes => 'a note'), order($mine, "$tag-Q", document_type => 'test-quote'), order($mine, "$tag-E", lines => []),
    invoice($mine, "$tag-I", order_no => "$tag-O"), invoice($mine, "$tag-C", document_type => 'test-credit'),
    due_payment($mine, invoice_no => "$tag-I", due_date => day(3)), due_payment($mine, invoice_no => "$tag-C"),
    payment($mine, invoice_no => "$tag-I", order_no => "$tag-O"), payment($mine, invoice_no => "$tag-C"));

my @pages = ('/', '/orders', '/orders?format=csv', '/orders?group=type_name', "/orders/$tag-O", "/orders/$tag-O?format=csv", "/orders/$tag-Q", "/orders/$tag-Q?format=csv",
    "/orders/$tag-E", '/orders/none', '/invoices', '/invoices?format=csv', "/invoices/$tag-I", "/invoices/$tag-I?format=csv", "/invoices/$tag-C", "/invoices/$tag-C?format=csv",
    '/invoices/none', '/due-payments', '/due-payments?format=csv', '/payment-history', '/payment-history?format=csv',
    '/payment-history?columns=invoice_no,invoice_date,invoice_type,order_no', '/users', '/users/add', '/profile', '/account', '/select-customer', '/none', '/healthz');

# What a page says without what is the site's own path, and without times of downloads and sessions.
sub said {
    my ($person, $path) = @_;
    my $res = $person->get($path);
    my $text = $res->code . "\n" . without_ids($res);
    $text =~ s/\Q$person->{site}\E(?=[\/"])/(site)/g;
    $text =~ s/\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?( UTC)?|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z?/(time)/g;
    $text =~ s/name="id" value="\d+"|name="session" value="\d+"/(id)/g;
    return $text;
}

my %person = map { my $login = $_; ($login => CC::Person->signed_in($login, site => '/plain')) } $user, $owner;
$person{$owner}->get("/invoices/$tag-$_?format=csv") for qw(I C); # so that the downloads of the comparison change nothing

# For each site the pages that may differ; all others must be the same.
my %differs = (
    '/neworder'     => sub { 0 },
    '/neworder-off' => sub { 0 },
    '/noorders'     => sub { $_[0] !~ m{^/healthz} },
    '/nolines'      => sub { $_[0] =~ m{^/(?:orders|invoices)/[^n]} },
    '/ordertypes'   => sub { $_[0] =~ m{^/(?:$|orders)} && $_[0] !~ m{-[OE]|none} },
    '/invoicetypes' => sub { $_[0] =~ m{^/(?:$|invoices|payment-history)} && $_[0] !~ m{-I|none} },
);
for my $site (sort keys %differs) {
    for my $login ($user, $owner) {
        my $person = CC::Person->signed_in($login, site => $site);
        for my $path (grep { $_ ne '/account' } @pages) {
            next if $differs{$site}->($path);
            my ($got, $want) = (said($person, $path), said($person{$login}, $path));
            next if ok($got eq $want, "$site: " . ($login eq $user ? 'L20' : 'L90') . " $path is as without the setting");
            my @got = split /\n/, $got;
            my @want = split /\n/, $want;
            my ($at) = grep { ($got[$_] // '') ne ($want[$_] // '') } 0 .. $#got;
            diag "got  " . ($got[$at // 0] // '') . "\nwant " . ($want[$at // 0] // '');
        }
    }
}

# ---- IsOrdersEnabled: false ----

my $person = CC::Person->signed_in($owner, site => '/noorders');
status_is($person->get($_), 404, "IsOrdersEnabled: $_ is 404") for '/orders', '/orders?format=csv', "/orders/$tag-O", "/orders/$tag-O?format=csv", '/orders/none';
is(join(' ', sort keys %{ { cards_of($person->get('/')) } }), 'due-payments invoices', 'Home has no card of orders');
for my $path ('/', '/invoices', "/invoices/$tag-I", '/due-payments', '/payment-history?columns=invoice_no,order_no', '/users', '/profile', '/none') {
    my $res = $person->get($path);
    body_unlike($res, qr{href="/noorders/orders}, "$path has no link to orders");
    # what remains is as it was
    my $strip = sub {
        my ($text) = @_;
        $text =~ s{<li[^>]*>(?:(?!</li>).)*data-card="orders".*?</li>}{}s;
        $text =~ s{<li><span class="cc-menu-title">Orders</span>.*?</ul></li>}{}s;
        $text =~ s{<a href="\(site\)/orders/[^"]*">(.*?)</a>}{$1}g;
        return $text =~ s/\s+/ /gr;
    };
    is($strip->(said($person, $path)) eq $strip->(said($person{$owner}, $path)) ? 1 : 0, 1, "$path is otherwise as without the setting");
}
is(table_of($person->get('/invoices'), 'invoices')->{total}, 2, 'invoices are there');
$person->get('/invoices');
like($person->post('/layout', grid => 'orders', reset => 1, next => '/noorders/')->code, qr/^(?:303|403|404|422)$/, 'a layout of orders is no fault');
status_is(CC::Person->signed_in($user, site => '/noorders')->get('/orders'), 404, 'for L20 as well');

# ---- HideLines: true ----

$person = CC::Person->signed_in($owner, site => '/nolines');
for my $path ("/orders/$tag-O", "/invoices/$tag-I") {
    my $res = $person->get($path);
    status_is($res, 200, "HideLines: $path is there");
    body_unlike($res, qr/data-grid="lines"|Product 1|529[.,]53|984[.,]92/, 'without lines');
    my %got = facts_of($res);
    my %want = facts_of($person{$owner}->get($path));
    $_->{last_download} = '' for \%got, \%want;
    is_deeply(\%got, \%want, 'but with all of its header and notes');
    my $csv = $person->get("$path?format=csv");
    unlike($csv->decoded_content, qr/Product 1|529[.,]53|984[.,]92/, 'CSV has no lines either');
    like($csv->code, qr/^(?:200|404)$/, 'and is no fault');
}

# ---- OrderDocumentTypes, InvoiceDocumentTypes ----

$person = CC::Person->signed_in($owner, site => '/ordertypes');
for my $case (['/', sub { my %c = cards_of($_[0]); $c{orders} }, 2, 3], ['/orders', sub { table_of($_[0], 'orders')->{total} }, 2, 3],
    ['/orders?format=csv', sub { scalar(my @r = csv_of($_[0])) - 1 }, 2, 3], ['/orders?q=quotation', sub { table_of($_[0], 'orders')->{total} }, 0, 1],
    ["/orders?q=$tag-Q", sub { table_of($_[0], 'orders')->{total} }, 0, 1], ['/orders?filter.type_name==Quotation', sub { table_of($_[0], 'orders')->{total} }, 0, 1],
    ['/orders', sub { join ' ', grep { /=/ } options_of($_[0], 'filter.type_name') }, '=Sales Order', '=Quotation =Sales Order'],
    ['/orders', sub { table_of($_[0], 'orders')->{sums}{amount}{EUR} }, '1462.74', '2194.11'],
    ['/orders?group=currency', sub { table_of($_[0], 'orders')->{groups} ? scalar @{ table_of($_[0], 'orders')->{rows} } : 0 }, 2, 3],
    ["/orders/$tag-Q", sub { $_[0]->code }, 404, 200], ["/orders/$tag-Q?format=csv", sub { $_[0]->code }, 404, 200], ["/orders/$tag-O", sub { $_[0]->code }, 200, 200]) {
    my ($path, $look, $with, $without) = @$case;
    is($look->($person->get($path)), $with, "OrderDocumentTypes: $path is $with");
    is($look->($person{$owner}->get($path)), $without, "without it $without");
}
$person = CC::Person->signed_in($owner, site => '/invoicetypes');
for my $case (['/', sub { my %c = cards_of($_[0]); $c{invoices} }, 1, 2], ['/invoices', sub { table_of($_[0], 'invoices')->{total} }, 1, 2],
    ['/invoices?format=csv', sub { scalar(my @r = csv_of($_[0])) - 1 }, 1, 2], ["/invoices?q=$tag-C", sub { table_of($_[0], 'invoices')->{total} }, 0, 1],
    ['/invoices', sub { join ' ', grep { /=/ } options_of($_[0], 'filter.type_name') }, '=Invoice', '=Credit Note =Invoice'],
    ["/invoices/$tag-C", sub { $_[0]->code }, 404, 200], ["/invoices/$tag-C?format=csv", sub { $_[0]->code }, 404, 200], ["/invoices/$tag-I", sub { $_[0]->code }, 200, 200],
    ['/due-payments', sub { table_of($_[0], 'due-payments')->{total} }, 2, 2], ['/payment-history', sub { table_of($_[0], 'payment-history')->{total} }, 2, 2],
    ['/payment-history', sub { join ' ', sort map { $_->{invoice_type} || '-' } @{ table_of($_[0], 'payment-history')->{rows} } }, '- Invoice', 'Credit Note Invoice'],
    ['/payment-history', sub { join ' ', grep { /=/ } options_of($_[0], 'filter.invoice_type') }, '=Invoice', '=Credit Note =Invoice'],
    ['/', sub { my %c = cards_of($_[0]); $c{'due-payments'} }, 2, 2]) {
    my ($path, $look, $with, $without) = @$case;
    is($look->($person->get($path)), $with, "InvoiceDocumentTypes: $path is $with");
    is($look->($person{$owner}->get($path)), $without, "without it $without");
}

# An empty list leaves out all or none, but the list, the card and the document say the same.
$person = CC::Person->signed_in($owner, site => '/noordertypes');
my %cards = cards_of($person->get('/'));
my $total = table_of($person->get('/orders'), 'orders')->{total};
is($cards{orders}, $total, 'OrderDocumentTypes []: Home and the list agree');
is($person->get("/orders/$tag-O")->code, $total ? 200 : 404, 'and the document with them');
is(scalar(my @lines = csv_of($person->get('/orders?format=csv'))) - 1, $total, 'and CSV');

# ---- IsNewOrderEnabled, NewOrderDocumentType: error CC009 where they cannot work ----

for my $site ('/neworder-nosuch', '/neworder-notype', '/neworder-typeonly') {
    my $visitor = CC::Person->new(site => $site);
    for my $path ('/', '/login', '/orders', '/profile', '/users', '/register', '/none') {
        error_is($visitor->get($path), 503, 'CC009', "$site: $path is error CC009");
    }
    status_is($visitor->get('/healthz'), 200, "$site: the server is in health");
    status_is($visitor->get('/assets/app.css'), 200, "$site: assets are there");
    body_like($visitor->get('/'), qr/correct/i, "$site: what to do about it");
}
for my $site ('/neworder', '/neworder-off', '/plain') {
    status_is(CC::Person->new(site => $site)->get('/login'), 200, "$site: no error");
}
# From the next request on, when the type appears or goes.
my $coming = CC::Person->new(site => '/neworder-nosuch');
load({ type => 'document_type', id => 'no-such-type', entity => 'SalesOrders', name => 'Is there' });
status_is($coming->get('/login'), 200, 'the type is there: no error');
load({ type => 'document_type', id => 'no-such-type', entity => 'SalesInvoices' });
error_is($coming->get('/login'), 503, 'CC009', 'a type of invoices is none for new orders: CC009');
sql("DELETE FROM document_types WHERE code = 'no-such-type'");
error_is($coming->get('/login'), 503, 'CC009', 'and gone again: CC009');

done_testing;
