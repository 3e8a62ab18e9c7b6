# Documents and payments for tests: the data set around the days where access ends, what each role may see of it
# according to the rules, and a reader of the pages and files that show it.
package CC::Documents;
use strict;
use warnings;
use CC::Data;
use Encode qw(decode_utf8);
use Exporter qw(import);
use HTML::Entities qw(decode_entities);
use Math::BigInt;
use POSIX qw(strftime);
use Time::Local qw(timelocal_posix);

our @EXPORT = qw(day months_before micro plain grouped sum_of document_types type_name order invoice due_payment payment line
    data_set expected table_of csv_of facts_of cards_of as_text without_ids may_see encoded_no);

# ---- days ----

# The date so many days before today; noon keeps clear of the hours that clocks skip.
sub day {
    my ($before) = @_;
    my @now = localtime;
    return strftime '%Y-%m-%d', localtime(timelocal_posix(0, 0, 12, @now[3, 4, 5]) - $before * 86400);
}

# The same day so many months before today.
sub months_before {
    my ($months) = @_;
    my ($year, $month, $day) = split /-/, day(0);
    my $count = $year * 12 + $month - 1 - $months;
    return sprintf '%04d-%02d-%02d', int($count / 12), $count % 12 + 1, $day;
}

# ---- exact money: whole numbers of millionths ----

sub micro {
    my ($text) = @_;
    my ($sign, $whole, $part) = $text =~ /^(-?)(\d+)(?:\.(\d{1,6}))?$/ or die "no decimal: $text\n";
    return Math::BigInt->new($sign . $whole . substr(($part // '') . '000000', 0, 6));
}

# The plain decimal text: at least two digits after the point, more only where they say something.
sub plain {
    my ($micro, $least) = @_;
    $least //= 2;
    my $digits = Math::BigInt->new($micro)->copy->babs->bstr;
    $digits = ('0' x (7 - length $digits)) . $digits if length $digits < 7;
    my ($whole, $part) = $digits =~ /^(\d+)(\d{6})$/;
    $part =~ s/0+$//;
    $part .= '0' while length $part < $least;
    return ($micro < 0 ? '-' : '') . $whole . (length $part ? ".$part" : '');
}

# The same for people: "1,000.00"
sub grouped {
    my ($plain) = @_;
    return $plain if !length $plain;
    my ($sign, $whole, $part) = $plain =~ /^(-?)(\d+)(.*)$/;
    1 while $whole =~ s/(\d)(\d{3})(?!\d)/$1,$2/;
    return "$sign$whole$part";
}

sub sum_of {
    my $sum = Math::BigInt->new(0);
    $sum += micro($_) for @_;
    return plain($sum);
}

# ---- records for load ----

# The document types that the sites of t/conf/documents.conf.in name in their settings
my %types = (
    'test-order'   => ['SalesOrders', 'Sales Order'],
    'test-quote'   => ['SalesOrders', 'Quotation'],
    'test-invoice' => ['SalesInvoices', 'Invoice'],
    'test-credit'  => ['SalesInvoices', 'Credit Note'],
);
sub document_types {
    return map { { type => 'document_type', id => $_, entity => $types{$_}[0], name => $types{$_}[1] } } sort keys %types;
}
sub type_name { return $types{ $_[0] }[1] }

sub line {
    my ($no, %set) = @_;
    return { no => $no, product_code => "P$no", product_name => "Product $no", quantity => '2', unit => 'pcs', price => '529.53',
             discount => '0.07', amount => '984.9258', %set };
}

sub order {
    my ($customer, $no, %set) = @_;
    return { type => 'order', document_no => $no, customer => $customer, document_type => 'test-order', date => day(0),
             status => 'Ordered', currency => 'EUR', amount => '731.37', notes => undef, lines => [line(1)], %set };
}

sub invoice {
    my ($customer, $no, %set) = @_;
    return { type => 'invoice', document_no => $no, customer => $customer, document_type => 'test-invoice', date => day(0),
             currency => 'EUR', amount => '731.37', order_no => undef, lines => [line(1)], %set };
}

sub due_payment {
    my ($customer, %set) = @_;
    return { type => 'due_payment', customer => $customer, ref_document_date => day(0), due_date => undef,
             remaining_amount => '731.37', paid_amount => '0.00', currency => 'EUR', invoice_no => undef, %set };
}

sub payment {
    my ($customer, %set) = @_;
    return { type => 'payment', customer => $customer, payment_date => day(0), paid_amount => '731.37', covered_amount => undef,
             currency => 'EUR', invoice_no => undef, order_no => undef, %set };
}

# ---- the data set ----

# Days before today: around every limit that the tests give, ahead of today in another month and tomorrow, and one that
# is older than a year
my @days = (-45, -1, 0, 1, 2, 29, 30, 31, 364, 365, 366, 800);

# Per day an order, an invoice, a due payment and a payment; the payments are for the invoice that is one step older,
# so that at every limit one of them names an invoice beyond it. Amounts differ and all contain "731.37".
# Returns { orders, invoices, dues, payments }, lists of records.
sub data_set {
    my ($customer, $tag) = @_;
    my %set = map { $_ => [] } qw(orders invoices dues payments);
    for my $i (0 .. $#days) {
        my ($id, $older) = map { sprintf '%s%03d', $_ < 0 ? 'F' : 'D', abs } $days[$i], $i < $#days ? $days[$i + 1] : 999; # 999 is not there at all
        my $date = day($days[$i]);
        my $amount = sprintf '%d731.37', 10 + $i;
        push @{ $set{orders} }, order($customer, "$tag-O$id", date => $date, amount => $amount, status => $i % 2 ? 'Ordered' : 'Delivered',
            currency => $i % 3 ? 'EUR' : 'USD', notes => $i % 4 ? undef : "Note of $id",
            lines => [line(1, product_name => "Pear $tag-O$id"), line(2, quantity => '0.125', unit => 'kg', discount => '0')]);
        push @{ $set{invoices} }, invoice($customer, "$tag-I$id", date => $date, amount => $amount, order_no => "$tag-O$id",
            lines => [line(1, product_name => "Plum $tag-I$id")]);
        push @{ $set{dues} }, due_payment($customer, ref_document_date => $date, due_date => day($days[$i] - 7), invoice_no => "$tag-I$older",
            remaining_amount => $amount, id => "$tag-T$id");
        push @{ $set{payments} }, payment($customer, payment_date => $date, invoice_no => "$tag-I$older", order_no => "$tag-O$older",
            paid_amount => $amount, covered_amount => $amount, id => "$tag-P$id");
    }
    return \%set;
}

# ---- the rules ----

my %least = (
    home => 10, profile => 10, orders => 20, order => 20, prices => 30, invoices => 40, invoice => 40, 'due-payments' => 40,
    'payment-history' => 40, users => 80,
);

# May this role (L10...) see the page, or the prices?
sub may_see { my ($role, $what) = @_; return substr($role, 1) >= $least{$what} }

# The part of a list of records that a user with so many days (undef: all) sees; nothing else exists for them.
sub _visible {
    my ($records, $field, $days) = @_;
    return grep { !defined $days || $_->{$field} ge day($days) } @$records;
}

sub _row {
    my ($record, @values) = @_;
    return join '|', map { $_ // '' } @values;
}

# What a page answers to a person { kind => 'nobody' | 'no row' | 'user', role, days, set, users, name }, as text that
# as_text() makes of a real answer as well: the status, then what is to be seen, line by line.
sub expected {
    my ($person, $page, $format) = @_;
    return '303 to login' if $person->{kind} eq 'nobody';
    return '403 CC010' if $person->{kind} eq 'no row';
    my ($role, $days, $set) = @$person{qw(role days set)};
    return '403' if !may_see($role, $page);

    my @orders = _visible($set->{orders}, 'date', $days);
    my @invoices = _visible($set->{invoices}, 'date', $days);
    my @dues = _visible($set->{dues}, 'ref_document_date', $days);
    my @payments = grep { $_->{payment_date} ge months_before(12) } _visible($set->{payments}, 'payment_date', $days);
    my %invoice = map { $_->{document_no} => $_ } @invoices;
    my $money = sub { $format eq 'csv' ? $_[0] : grouped($_[0]) };
    my ($columns, @rows);

    if ($page eq 'home') {
        my $month = substr day(0), 0, 7;
        my @cards;
        push @cards, 'orders ' . grep { substr($_->{date}, 0, 7) eq $month } @orders if may_see($role, 'orders');
        push @cards, 'invoices ' . grep { substr($_->{date}, 0, 7) eq $month } @invoices if may_see($role, 'invoices');
        push @cards, 'due-payments ' . @dues if may_see($role, 'due-payments');
        return join "\n", '200', @cards;
    }
    return "200\n$person->{name}" if $page eq 'profile';
    if ($page eq 'users') {
        $columns = 'user role days_back notes';
        @rows = @{ $person->{users} };
    } elsif ($page eq 'orders') {
        my $prices = may_see($role, 'prices');
        $columns = $prices ? 'date type_name document_no amount status' : 'date type_name document_no status';
        @rows = map { _row($_, @$_{qw(date)}, type_name($_->{document_type}), $_->{document_no}, $prices ? $money->($_->{amount}) : (),
            $_->{status}) } @orders;
    } elsif ($page eq 'invoices') {
        $columns = 'document_no last_download type_name date amount';
        @rows = map { _row($_, $_->{document_no}, '', type_name($_->{document_type}), $_->{date}, $money->($_->{amount})) } @invoices;
    } elsif ($page eq 'due-payments') {
        $columns = 'ref_document_date remaining_amount currency invoice_no';
        @rows = map { _row($_, $_->{ref_document_date}, $money->($_->{remaining_amount}), $_->{currency}, $_->{invoice_no}) } @dues;
    } elsif ($page eq 'payment-history') {
        $columns = 'payment_date paid_amount currency invoice_no invoice_date invoice_type';
        @rows = map {
            my $seen = $invoice{ $_->{invoice_no} };
            _row($_, $_->{payment_date}, $money->($_->{paid_amount}), $_->{currency}, $_->{invoice_no}, $seen ? $seen->{date} : '',
                $seen ? type_name($seen->{document_type}) : '');
        } @payments;
    } else {
        # one document: [ page, number ]
        my $number = $person->{number};
        my ($found) = grep { $_->{document_no} eq $number } $page eq 'order' ? @orders : @invoices;
        return '404' if !$found;
        my $prices = may_see($role, 'prices');
        $columns = join ' ', qw(no product_code product_name quantity unit), $prices ? qw(price discount amount) : ();
        @rows = map {
            my $discount = $format eq 'csv' ? $_->{discount} : plain(micro($_->{discount}) * 100, 0) . ' %';
            _row($_, @$_{qw(no product_code product_name quantity unit)}, $prices ? ($money->($_->{price}), $discount, $money->($_->{amount})) : ());
        } @{ $found->{lines} };
    }
    my $count = @rows;
    return join "\n", '200', "total $count", $format eq 'csv' ? () : $columns, sort @rows;
}

# What an answer says, in the form of expected().
sub as_text {
    my ($res, $page, $format) = @_;
    my $status = $res->code;
    if ($status == 303) {
        return ($res->header('Location') // '') =~ m{/login\?next=} ? '303 to login' : '303 ' . ($res->header('Location') // '');
    }
    if ($status != 200) {
        my ($code) = $res->decoded_content =~ /<main[^>]*data-error="(CC\d+)"/;
        return join ' ', $status, $code // ();
    }
    if ($page eq 'home') {
        my %cards = cards_of($res);
        return join "\n", '200', map { "$_ $cards{$_}" } grep { exists $cards{$_} } qw(orders invoices due-payments),
            grep { !/^(?:orders|invoices|due-payments)$/ } sort keys %cards;
    }
    if ($page eq 'profile') {
        my %facts = facts_of($res);
        return "200\n" . ($facts{name} // '(no name)');
    }
    if ($format eq 'csv') {
        my ($head, @rows) = csv_of($res);
        return join "\n", '200', 'total ' . @rows, sort map { join '|', @$_ } @rows;
    }
    my $table = table_of($res, $page =~ /^(?:order|invoice)$/ ? 'lines' : $page) or return '200 without a grid';
    return join "\n", '200', "total $table->{total}", "@{ $table->{columns} }",
        sort map { my $row = $_; join '|', map { $row->{$_} // '(no cell)' } @{ $table->{columns} } } @{ $table->{rows} };
}

# ---- reading pages ----

sub _words {
    my ($html) = @_;
    $html =~ s/<[^>]*>//g;
    $html = decode_entities($html);
    $html =~ s/\s+/ /g;
    $html =~ s/^ | $//g;
    return $html;
}

sub _attributes {
    my ($tag) = @_;
    my %found;
    $found{$1} = decode_entities($2) while $tag =~ /\s([\w-]+)="([^"]*)"/g;
    return \%found;
}

# { currency => value } of the sums of each column: { amount => { EUR => '1.00' } }
sub _sums {
    my ($html) = @_;
    my %sums;
    while ($html =~ /data-sum="(\w+)"[^>]*>(.*?)(?=data-sum=|\z)/gs) {
        my ($column, $part) = ($1, $2);
        while ($part =~ /<span data-currency="([^"]*)"\s+data-value="([^"]*)"/g) { $sums{$column}{$1} = $2 }
    }
    return \%sums;
}

# A grid: { total, columns, rows => [{ id, column => text, 'column=' => data-value }], groups => [{ row, level, column, count, label, sums }],
# sums, html }; `row` of a group is the index of the row that follows it.
sub table_of {
    my ($res, $name) = @_;
    my $html = ref $res ? $res->decoded_content : $res;
    my ($tag, $table) = $html =~ /(<table[^>]*data-grid="\Q$name\E"[^>]*>)(.*?)<\/table>/s or return;
    my %table = (total => _attributes($tag)->{'data-total'}, rows => [], groups => [], html => $table);
    my ($head) = $table =~ /<thead>(.*?)<\/thead>/s;
    my ($body) = $table =~ /<tbody>(.*?)<\/tbody>/s;
    my ($foot) = $table =~ /<tfoot>(.*?)<\/tfoot>/s;
    $table{columns} = [$head =~ /<th[^>]*\sdata-col="([^"]*)"/g];
    while (($body // '') =~ /(<tr[^>]*>)(.*?)<\/tr>/gs) {
        my ($attributes, $cells) = (_attributes($1), $2);
        if (exists $attributes->{'data-group'}) {
            my ($label) = $cells =~ /<th[^>]*>(.*?)(?:<span class="cc-inline-sum"|<\/th>)/s;
            push @{ $table{groups} }, { row => scalar @{ $table{rows} }, level => $attributes->{'data-group-level'},
                column => $attributes->{'data-group'}, count => $attributes->{'data-group-count'}, label => _words($label), sums => _sums($cells) };
            next;
        }
        my %row = (id => $attributes->{'data-id'});
        while ($cells =~ /(<td[^>]*data-col="[^"]*"[^>]*>)(.*?)<\/td>/gs) {
            my ($cell, $content) = (_attributes($1), $2);
            $row{ $cell->{'data-col'} } = _words($content);
            $row{"$cell->{'data-col'}="} = $cell->{'data-value'};
            ($row{"$cell->{'data-col'}>"}) = map { decode_entities($_) } $content =~ /<a[^>]*\shref="([^"]*)"/;
        }
        push @{ $table{rows} }, \%row;
    }
    $table{sums} = _sums($foot // '');
    return \%table;
}

# Rows of a CSV file as references to lists, the first is the header; dies when it is not well formed.
sub csv_of {
    my ($res) = @_;
    my $text = decode_utf8($res->content);
    $text =~ s/^\x{FEFF}//;
    my @rows;
    while ($text =~ /\G((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/gc) {
        my $record = $1;
        my @cells;
        while ($record =~ /\G(?:"((?:[^"]|"")*)"|([^",]*))(?:,|\z)/gc) {
            push @cells, defined $1 ? $1 =~ s/""/"/gr : $2;
            last if pos($record) == length $record && substr($record, -1) ne ',';
        }
        push @rows, \@cells;
    }
    die "not well formed after: " . substr($text, pos($text) // 0, 100) . "\n" if (pos($text) // 0) != length $text;
    return @rows;
}

# The named facts of a document or a profile: name -> text
sub facts_of {
    my ($res) = @_;
    my %facts;
    my $html = $res->decoded_content;
    $facts{$1} = _words($2) while $html =~ /<(?:dd|p)[^>]*\sdata-fact="([^"]*)"[^>]*>(.*?)<\/(?:dd|p)>/gs;
    return %facts;
}

# The cards of Home: name -> count
sub cards_of {
    my ($res) = @_;
    my %cards;
    my $html = $res->decoded_content;
    while ($html =~ /<a[^>]*\sdata-card="([^"]*)"[^>]*>(.*?)<\/a>/gs) {
        my ($name, $content) = ($1, $2);
        $cards{$name} = $content =~ /data-count="(\d+)"/ ? $1 : '?';
    }
    return %cards;
}

# A document number as part of a path: what is no unreserved character is encoded, but "/" stays.
sub encoded_no {
    my ($no) = @_;
    utf8::encode($no) if utf8::is_utf8($no);
    $no =~ s{([^A-Za-z0-9_.~/-])}{sprintf '%%%02X', ord $1}ge;
    return $no;
}

# The body without what differs from answer to answer by its nature.
sub without_ids {
    my ($res, @also) = @_;
    my $text = $res->decoded_content;
    $text =~ s/\Q$_\E/(asked)/g for sort { length $b <=> length $a } @also;
    $text =~ s{<code>[0-9a-f]{16}</code>}{<code>ID</code>}g;
    $text =~ s{value="[0-9A-Za-z_-]{22,}"}{value="TOKEN"}g;
    return $text;
}

1;
