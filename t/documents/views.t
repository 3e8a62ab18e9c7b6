# Views over the tables of an ERP stand for those of documents: pages, downloads and rules are the same, `ccadmin check`
# passes, and names what a view lacks.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;
use CC::Server;
use CC::Database;

my @tables = qw(document_types orders order_lines invoices invoice_lines due_payments payments);

# ---- a made-up ERP in the same database ----

my %views = (
    document_types => "SELECT t.id, t.uuid AS code, CASE t.kind WHEN 'O' THEN 'SalesOrders' ELSE 'SalesInvoices' END AS entity, t.title AS name FROM erp_type t",
    orders => 'SELECT o.id, c.enterprise_company_id, c.id AS customer_id, o.number AS document_no, LOWER(o.number) AS document_no_key, t.uuid AS type_code, '
        . "t.title AS type_name, LOWER(t.title) AS type_key, o.day AS date, COALESCE(o.state, '') AS status, LOWER(COALESCE(o.state, '')) AS status_key, o.currency, "
        . "o.total_cents * 10000 AS amount, o.remark AS notes, LOWER(TRIM(COALESCE(o.remark, ''))) AS notes_key, 'more' AS something_else "
        . "FROM erp_document o JOIN erp_type t ON t.id = o.type_id JOIN customers c ON c.number = o.partner WHERE t.kind = 'O' AND o.released = 1",
    invoices => 'SELECT o.id, c.enterprise_company_id, c.id AS customer_id, o.number AS document_no, LOWER(o.number) AS document_no_key, t.uuid AS type_code, '
        . 't.title AS type_name, LOWER(t.title) AS type_key, o.day AS date, o.currency, o.total_cents * 10000 AS amount, o.order_number AS order_no '
        . "FROM erp_document o JOIN erp_type t ON t.id = o.type_id JOIN customers c ON c.number = o.partner WHERE t.kind = 'I' AND o.released = 1",
    (map { my ($table, $id, $kind) = @$_; ($table => "SELECT l.document_id AS $id, l.position AS no, COALESCE(l.item_no, '') AS product_code, l.item AS product_name, "
        . "l.quantity_thousandths * 1000 AS quantity, COALESCE(l.unit, '') AS unit, l.price_cents * 10000 AS price, l.discount_percent * 10000 AS discount, l.total_micro AS amount "
        . "FROM erp_line l JOIN erp_document o ON o.id = l.document_id JOIN erp_type t ON t.id = o.type_id WHERE t.kind = '$kind' AND o.released = 1") }
        [order_lines => 'order_id', 'O'], [invoice_lines => 'invoice_id', 'I']),
    due_payments => 'SELECT p.id, NULL AS external_id, c.id AS customer_id, p.day AS ref_document_date, p.due AS due_date, p.cents * 10000 AS remaining_amount, 0 AS paid_amount, '
        . "p.currency, p.invoice AS invoice_no, LOWER(COALESCE(p.invoice, '')) AS invoice_no_key FROM erp_money p JOIN customers c ON c.number = p.partner WHERE p.open = 1",
    payments => 'SELECT p.id, NULL AS external_id, c.id AS customer_id, p.day AS payment_date, p.cents * 10000 AS paid_amount, p.cents * 10000 AS covered_amount, p.currency, '
        . "p.invoice AS invoice_no, LOWER(COALESCE(p.invoice, '')) AS invoice_no_key, p.order_number AS order_no, LOWER(COALESCE(p.order_number, '')) AS order_no_key "
        . 'FROM erp_money p JOIN customers c ON c.number = p.partner WHERE p.open = 0',
);

# All of these statements or none
sub script {
    my $db = CC::Database::connect_to(CC::Data::database());
    $db->begin_work;
    CC::Database::ask($db, $_) for @_;
    $db->commit;
    $db->disconnect;
}

sub make_erp {
    my %set = @_;
    my @sql = ('CREATE TABLE erp_type (id INTEGER PRIMARY KEY, uuid TEXT, title TEXT, kind TEXT)',
        'CREATE TABLE erp_document (id INTEGER PRIMARY KEY, number TEXT, partner TEXT, type_id INTEGER, day TEXT, state TEXT, currency TEXT, total_cents NUMERIC(15), remark TEXT, '
        . 'order_number TEXT, released INTEGER)',
        'CREATE TABLE erp_line (document_id INTEGER, position INTEGER, item_no TEXT, item TEXT, quantity_thousandths BIGINT, unit TEXT, price_cents BIGINT, discount_percent BIGINT, '
        . 'total_micro INTEGER)',
        'CREATE TABLE erp_money (id INTEGER PRIMARY KEY, partner TEXT, day TEXT, due TEXT, cents BIGINT, currency TEXT, invoice TEXT, order_number TEXT, open INTEGER)');
    my %type;
    for my $type (document_types()) {
        $type{ $type->{id} } = 1 + keys %type;
        push @sql, sprintf 'INSERT INTO erp_type VALUES (%d, %s, %s, %s)', $type{ $type->{id} }, map { sql_quote($_) } @$type{qw(id name)}, $type->{entity} eq 'SalesOrders' ? 'O' : 'I';
    }
    my $id = 0;
    for my $record (map { @$_ } @set{qw(orders invoices)}) {
        $id++;
        push @sql, sprintf 'INSERT INTO erp_document VALUES (%d, %s, %s, %d, %s, %s, %s, %s, %s, %s, 1)', $id, map({ sql_quote($_) } @$record{qw(document_no customer)}),
            $type{ $record->{document_type} }, map({ sql_quote($_) } @$record{qw(date status currency)}), micro($record->{amount}) / 10000, sql_quote($record->{notes}), sql_quote($record->{order_no});
        push @sql, map { sprintf 'INSERT INTO erp_line VALUES (%d, %d, %s, %s, %s, %s, %s, %s, %s)', $id, $_->{no}, map({ sql_quote($_) } @$_{qw(product_code product_name)}),
            micro($_->{quantity}) / 1000, sql_quote($_->{unit}), micro($_->{price}) / 10000, micro($_->{discount}) / 10000, micro($_->{amount}) } @{ $record->{lines} };
    }
    my $money = 0;
    push @sql, map { sprintf 'INSERT INTO erp_money (id, partner, day, due, cents, currency, invoice, order_number, open) VALUES (%d, %s, %s, %s, %s, %s, %s, %s, %d)',
        ++$money, map({ sql_quote($_) } $_->{customer}, $_->{ref_document_date} // $_->{payment_date}, $_->{due_date}), micro($_->{remaining_amount} // $_->{paid_amount}) / 10000,
        map({ sql_quote($_) } @$_{qw(currency invoice_no order_no)}), $_->{type} eq 'due_payment' ? 1 : 0 } map { @$_ } @set{qw(dues payments)};
    # not released: never shown
    push @sql, sprintf "INSERT INTO erp_document VALUES (%d, 'DRAFT', %s, %d, %s, 'Draft', 'EUR', 1, NULL, NULL, 0)", $id + 1, sql_quote($set{orders}[0]{customer}), $type{'test-order'}, sql_quote(day(0));
    script(@sql);
}

sub make_views { script(map { my $t = $_; ("DROP TABLE IF EXISTS $t", "CREATE VIEW $t AS $views{$t}") } @_) }

# ---- the same checks on three databases ----

my $secret = CC::Data::logs() . '/hash';
# in a server a view cannot be there before what it reads, which init makes
for my $how ('all tables, after init', CC::Database::is_file() ? 'all tables, before init' : (), 'orders and their lines alone') {
    my ($mine, $other) = ('V0001', 'V0002');
    my %set = map { $_ => data_set($_, $_) } $mine, $other;
    my $server = CC::Server->new;
    local $ENV{CC_DATABASE_FILE} = $server->{database};
    my @replaced = $how =~ /alone/ ? qw(orders order_lines) : @tables;
    my %merged = map { my $kind = $_; ($kind => [map { @{ $set{$_}{$kind} } } $mine, $other]) } qw(orders invoices dues payments);
    if ($how =~ /before/) {
        # init finds the views; it needs its own tables to be made first for them, which it does in the same run
        script("CREATE TABLE customers_stub (id INTEGER)", map { "CREATE VIEW $_ AS $views{$_}" } @tables);
        my ($status, $out) = ccadmin('init');
        is($status, 0, "$how: init leaves the views alone") or diag $out;
        is(cell("SELECT COUNT(*) FROM sqlite_master WHERE type = 'view' AND name IN ('" . join("', '", @tables) . "')"), 7, "$how: they are views");
    }
    CC::Data::create($server->{database});
    my @people = map { my ($role, $days) = @$_; my $login = lc "$role-" . ($days // 'all');
        { kind => 'user', login => $login, role => $role, days => $days, set => $set{$mine}, name => "Customer $mine" } }
        map { my $role = $_; map { [$role, $_] } 0, 30, undef } qw(L10 L20 L30 L40);
    my $foreign = { kind => 'user', login => 'foreign', role => 'L90', days => undef, set => $set{$other}, name => "Customer $other" };
    load((map { customer($_) } $mine, $other), (map { user($_->{login}) } @people, $foreign), (map { access($mine, $_->{login}, $_->{role}, days_back => $_->{days}) } @people),
        access($other, 'foreign', 'L90'));
    if ($how =~ /alone/) {
        # orders that were loaded before go with their table, and with all that was noted of them
        load(document_types(), map({ @{ $merged{$_} } } qw(invoices dues payments)), map { order($mine, "STALE$_", notes => 'note of old days') } 1 .. 5);
    }
    make_erp(%merged);
    make_views(@replaced) if $how !~ /before/;

    my ($status, $out) = ccadmin('check');
    is($status, 0, "$how: check passes") or diag $out;
    ok($server->start, "$how: httpd starts");
    status_is(CC::Person->new(base => $server->{base})->get('/healthz'), 200, "$how: and is in health");

    for my $person (@people, $foreign) {
        my $browser = CC::Person->signed_in($person->{login}, base => $server->{base});
        my $who = "$how: $person->{login}";
        for my $page (qw(home orders invoices due-payments payment-history profile)) {
            for my $format ('html', $page =~ /home|profile/ ? () : 'csv') {
                my $res = $browser->get(($page eq 'home' ? '/' : "/$page") . '?per_page=100' . ($format eq 'csv' ? '&format=csv' : ''));
                is(as_text($res, $page, $format), expected($person, $page, $format), "$who, $page, $format");
            }
        }
        for my $page (qw(order invoice)) {
            for my $format (qw(html csv)) {
                next if $page eq 'invoice' && $format eq 'csv'; # downloads come below
                my (@got, @want);
                for my $record (@{ $set{$mine}{"${page}s"} }) {
                    push @want, expected({ %$person, number => $record->{document_no} }, $page, $format);
                    push @got, as_text($browser->get("/${page}s/$record->{document_no}" . ($format eq 'csv' ? '?format=csv' : '')), $page, $format);
                }
                is(join("\n", @got), join("\n", @want), "$who: each $page, $format");
            }
        }
        like($browser->get('/orders/DRAFT')->code, qr/^40[34]$/, "$who: what the view leaves out is not there");
        like($browser->get('/orders/none')->code, qr/^40[34]$/, "$who: nor what does not exist");
    }

    # the grid works on views: sort, search, filters, groups, sums
    my $browser = CC::Person->signed_in('l40-all', base => $server->{base});
    my @orders = @{ $set{$mine}{orders} };
    my @up = sort { micro($a->{amount}) <=> micro($b->{amount}) } @orders;
    my $table = table_of($browser->get('/orders?sort=amount&dir=asc&per_page=100'), 'orders');
    is(join(' ', map { $_->{document_no} } @{ $table->{rows} }), join(' ', map { $_->{document_no} } @up), "$how: sorted by amount");
    my %sum;
    push @{ $sum{ $_->{currency} } }, $_->{amount} for @orders;
    is_deeply($table->{sums}, { amount => { map { $_ => sum_of(@{ $sum{$_} }) } keys %sum } }, "$how: totals");
    is(table_of($browser->get("/orders?q=${mine}-od000"), 'orders')->{total}, 1, "$how: the search finds a number");
    is(table_of($browser->get('/orders?q=note+of'), 'orders')->{total}, scalar(grep { $_->{notes} } @orders), "$how: and notes");
    is(table_of($browser->get('/orders?filter.status==Delivered'), 'orders')->{total}, scalar(grep { $_->{status} eq 'Delivered' } @orders), "$how: a filter by status");
    is(table_of($browser->get('/orders?filter.amount=12731.37..15731.37'), 'orders')->{total}, 4, "$how: a filter by amount");
    my $groups = table_of($browser->get('/orders?group=status&per_page=100'), 'orders')->{groups};
    is(join(', ', map { "$_->{label} $_->{count}" } @$groups), join(', ', map { my $s = $_; my $n = grep { $_->{status} eq $s } @orders; "Status: $s ($n) $n" } qw(Delivered Ordered)), "$how: groups");
    $table = table_of($browser->get('/due-payments?sort=remaining_amount&dir=desc&group=currency&per_page=100'), 'due-payments');
    is($table->{total}, scalar @{ $set{$mine}{dues} }, "$how: due payments grouped");
    is(table_of($browser->get('/payment-history?filter.invoice_type==Invoice'), 'payment-history')->{total},
        scalar(grep { my $p = $_; $p->{payment_date} ge months_before(12) && grep { $_->{document_no} eq $p->{invoice_no} } @{ $set{$mine}{invoices} } } @{ $set{$mine}{payments} }), "$how: payments by type of invoice");
    my $no = "$mine-ID000";
    status_is($browser->get("/invoices/$no?format=csv"), 200, "$how: an invoice is downloaded");
    my ($row) = grep { $_->{document_no} eq $no } @{ table_of($browser->get('/invoices?per_page=100'), 'invoices')->{rows} };
    like($row->{last_download}, qr/^\d{4}-\d\d-\d\d /, "$how: which is noted");

    # a change in the ERP is there at once
    sql("UPDATE erp_document SET total_cents = 77777, state = 'Changed', released = 1 WHERE number IN ('$mine-OD000', 'DRAFT')");
    ($row) = grep { $_->{document_no} eq "$mine-OD000" } @{ table_of($browser->get('/orders?per_page=100'), 'orders')->{rows} };
    is("$row->{'amount='} $row->{status}", '777.77 Changed', "$how: a change in the ERP is seen");
    status_is($browser->get('/orders/DRAFT'), 200, "$how: and what is released");
    my $changed = table_of($browser->get('/orders?q=changed'), 'orders');
    is($changed->{total}, 2, "$how: the search sees both");
    is($changed->{sums}{amount}{EUR} // '', $row->{currency} // $changed->{sums}{amount}{EUR} // '', "$how: with sums");
    is((grep { $_->{column} eq 'status' && $_->{label} =~ /Changed/ } @{ table_of($browser->get('/orders?group=status&per_page=100'), 'orders')->{groups} })[0]{count}, 2, "$how: and groups");
    my %cards = cards_of($browser->get('/'));
    is($cards{orders}, 1 + grep({ substr($_->{date}, 0, 7) eq substr(day(0), 0, 7) } @orders), "$how: and Home");

    # what load, dump and demo say
    ($status, $out) = ccadmin('load', '-', \(JSON::PP->new->canonical->encode(order($mine, 'NEW')) . "\n"));
    isnt($status, 0, "$how: load refuses an order");
    like($out, qr/view/, "$how: as orders are a view");
    ($status, $out) = ccadmin('dump');
    is($status, 0, "$how: dump works");
    unlike($out, qr/"type":"order"/, "$how: without orders");

    # what check finds: a view without a column, and one with wrong values
    for my $case (map({ my $c = $_; ["without $c->[1]", $c->[0], sub { $_[0] =~ s/\Q$c->[2]\E//r }, qr/$c->[0].*$c->[1]|$c->[1].*$c->[0]/] }
            ['orders', 'notes_key', ", LOWER(TRIM(COALESCE(o.remark, ''))) AS notes_key"], ['orders', 'amount', 'o.total_cents * 10000 AS amount, '], ['orders', 'customer_id', 'c.id AS customer_id, ']),
        ['with a REAL amount', 'orders', sub { $_[0] =~ s/o\.total_cents \* 10000/o.total_cents * 10000.0/r }, qr/orders.*amount|amount.*orders/],
        ['with another form of date', 'orders', sub { $_[0] =~ s/o\.day AS date/REPLACE(o.day, '-', '\/') AS date/r }, qr/orders.*date|date.*orders/],
        ['without a key', 'orders', sub { $_[0] =~ s/LOWER\(o\.number\) AS document_no_key/UPPER(o.number) AS document_no_key/r }, qr/orders.*document_no_key|document_no_key.*orders/],
        # a server lets no view read what is not there
        (CC::Database::is_file() ? ['that cannot be read', 'orders', sub { 'SELECT * FROM nosuch' }, qr/orders/] : ())) {
        my ($what, $name, $change, $told) = @$case;
        script("DROP VIEW $name", "CREATE VIEW $name AS " . $change->($views{$name}));
        ($status, $out) = ccadmin('check');
        isnt($status, 0, "$how: check finds a view $what");
        like($out, $told, "$how: and names it");
        my $res = $browser->get('/orders');
        like($res->code, qr/^(?:200|50[03])$/, "$how: the page is a clean error at most");
        body_unlike($res, qr/sqlite|SELECT |no such column/, "$how: that tells nothing of the database");
        status_is($browser->get('/profile'), 200, "$how: other pages go on");
    }
    script('DROP VIEW orders', "CREATE VIEW orders AS $views{orders}");
    is((ccadmin('check'))[0], 0, "$how: mended it passes");
    status_is($browser->get('/orders'), 200, "$how: and is there");
    $server->stop;
}

done_testing;
