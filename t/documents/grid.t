# The grid on documents and payments: typed filters, sort, groups with counts and sums, totals by currency, columns, paging,
# the saved layout, CSV. What is expected is computed here from the records, in whole numbers.
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

my ($mine, $user, $loner) = map { unique($_) } qw(m user loner);
my $tag = uc unique('g');

# ---- records ----

my @status = ('Ordered', 'Ordered partly', 'Delivered', 'ordered', '', 'Ågot', 'ÅGOT');
my @currency = qw(EUR USD EUR JPY EUR);
my @amount = ('0.000001', '999999999.99', '0.1', '0.2', '-1234.5', '1000', '18.00', '0', '123456789.123456', '18', '-0.000001');
my @note = (undef, 'Zeta', 'alpha', '100% sure_!', undef, 'ALPHA beta', 'über', 'Über alles');
my @orders = map {
    order($mine, sprintf('%s-%03d', $tag, ($_ * 37) % 131), date => day($_ * 11 % 900), status => $status[$_ % @status], currency => $currency[$_ % @currency],
        amount => $amount[$_ % @amount], notes => $note[$_ % @note], document_type => $_ % 3 ? 'test-order' : 'test-quote', lines => [])
} 0 .. 130;
my @invoices = map {
    invoice($mine, sprintf('%s-I%02d', $tag, ($_ * 7) % 40), date => day($_ * 13 % 500), currency => $currency[$_ % @currency], amount => $amount[$_ % @amount],
        document_type => $_ % 4 ? 'test-invoice' : 'test-credit', lines => [])
} 0 .. 39;
my @dues = map {
    due_payment($mine, ref_document_date => day($_ * 17 % 200), due_date => $_ % 5 ? day($_ * 17 % 200 - 60) : undef, currency => $currency[$_ % @currency],
        remaining_amount => $amount[$_ % @amount], paid_amount => $amount[($_ + 3) % @amount], invoice_no => $_ % 3 ? sprintf('%s-I%02d', $tag, $_ % 45) : undef)
} 0 .. 59;
my @payments = map {
    payment($mine, payment_date => day($_ * 19 % 360), currency => $currency[$_ % @currency], paid_amount => $amount[$_ % @amount],
        covered_amount => $_ % 4 ? $amount[($_ + 5) % @amount] : undef, invoice_no => $_ % 3 ? sprintf('%s-I%02d', $tag, $_ % 45) : undef,
        order_no => $_ % 2 ? sprintf('%s-%03d', $tag, $_) : undef)
} 0 .. 59;
load(document_types(), customer($mine), user($user), user($loner), access($mine, $user, 'L40'), access($mine, $loner, 'L40'), @orders, @invoices, @dues, @payments);
my $person = CC::Person->signed_in($user);

my %invoice = map { $_->{document_no} => $_ } @invoices;
sub overdue {
    my ($due) = @_;
    return '' if !defined $due || $due ge day(0);
    for my $days (1 .. 2000) { return $days if day($days) eq $due }
}

# What each column holds: kind, and its plain value for a record.
my %field = map { my $n = $_; ($n => sub { $_[0]{$n} // '' }) } qw(date document_no status notes ref_document_date currency invoice_no due_date payment_date order_no);
sub amount_of { my ($name) = @_; return sub { defined $_[0]{$name} ? plain(micro($_[0]{$name})) : '' } }
my %type = (type_name => sub { type_name($_[0]{document_type}) });
my %grid = (
    orders => { records => \@orders, by => 'date', columns => [[date => 'date', $field{date}], [type_name => 'text', $type{type_name}],
        [document_no => 'text', $field{document_no}], [amount => 'money', amount_of('amount')], [status => 'text', $field{status}], [notes => 'text', $field{notes}]] },
    invoices => { records => \@invoices, by => 'date', columns => [[document_no => 'text', $field{document_no}], [type_name => 'text', $type{type_name}],
        [date => 'date', $field{date}], [amount => 'money', amount_of('amount')]] },
    'due-payments' => { records => \@dues, columns => [[ref_document_date => 'date', $field{ref_document_date}], [remaining_amount => 'money', amount_of('remaining_amount')],
        [currency => 'text', $field{currency}], [invoice_no => 'text', $field{invoice_no}], [due_date => 'date', $field{due_date}],
        [paid_amount => 'money', amount_of('paid_amount')], [overdue_days => 'number', sub { overdue($_[0]{due_date}) }]] },
    'payment-history' => { records => \@payments, columns => [[payment_date => 'date', $field{payment_date}], [paid_amount => 'money', amount_of('paid_amount')],
        [currency => 'text', $field{currency}], [invoice_no => 'text', $field{invoice_no}],
        [invoice_date => 'date', sub { my $i = $invoice{ $_[0]{invoice_no} // '' }; $i ? $i->{date} : '' }],
        [invoice_type => 'text', sub { my $i = $invoice{ $_[0]{invoice_no} // '' }; $i ? type_name($i->{document_type}) : '' }],
        [order_no => 'text', $field{order_no}], [covered_amount => 'money', amount_of('covered_amount')]] },
);

sub columns_of { my ($name) = @_; return join ',', map { $_->[0] } @{ $grid{$name}{columns} } }
sub column_of { my ($name, $column) = @_; my ($found) = grep { $_->[0] eq $column } @{ $grid{$name}{columns} }; return $found }

# The pages of a list, as parsed.
sub pages_of {
    my ($name, $query, $per_page) = @_;
    $per_page //= 100;
    my @pages;
    for my $page (1 .. 50) {
        my $res = $person->get("/$name?columns=" . columns_of($name) . "&per_page=$per_page&page=$page&$query");
        my $table = $res->code == 200 && table_of($res, $name) or do { fail("/$name?$query: " . $res->status_line); last };
        push @pages, $table;
        last if $page * $per_page >= $table->{total};
    }
    return @pages;
}
sub rows_of { return map { @{ $_->{rows} } } pages_of(@_) }

# A record or a row of a page as one text, by the plain values of all columns.
sub line_of {
    my ($name, $row, $is_record) = @_;
    return join '|', map {
        my ($column, $kind, $value) = @$_;
        my $text = $is_record ? $value->($row) : $kind =~ /money|number/ ? $row->{"$column="} : $row->{$column};
        $text =~ s/^\s+|\s+$//gr =~ s/\s+/ /gr;
    } @{ $grid{$name}{columns} };
}
sub lines_of { my ($name, @records) = @_; return sort map { line_of($name, $_, 1) } @records }

sub key_of {
    my ($kind, $value) = @_;
    return $kind eq 'text' ? CORE::fc($value) =~ s/^\s+|\s+$//gr : $kind eq 'money' ? (length $value ? micro($value) : '') : $value;
}

# ---- sort: every column of every grid, both ways ----

for my $name (sort keys %grid) {
    my @want = lines_of($name, @{ $grid{$name}{records} });
    for my $column (@{ $grid{$name}{columns} }) {
        my ($col, $kind) = @$column;
        my @up = rows_of($name, "sort=$col&dir=asc");
        my @down = rows_of($name, "sort=$col&dir=desc");
        is(join("\n", sort map { line_of($name, $_) } @up), join("\n", @want), "$name: sort=$col has all rows, each once");
        is(join(' ', map { $_->{id} } reverse @down), join(' ', map { $_->{id} } @up), "$name: sort=$col&dir=desc is the reverse");
        my @keys = map { key_of($kind, $kind =~ /money|number/ ? $_->{"$col="} : $_->{$col}) } @up;
        # those without a value come together, at one end
        my @filled = grep { length } @keys;
        my $blanks = @keys - @filled;
        my $together = join('', map { length $_ ? 1 : 0 } @keys) =~ /^(?:0*1*|1*0*)$/;
        ok($together, "$name: sort=$col has the $blanks rows without a value at one end") or diag "@keys";
        my @sorted = $kind =~ /money|number/ ? sort { $a <=> $b } @filled : sort { my ($x, $y) = ($a, $b); utf8::encode($_) for $x, $y; $x cmp $y } @filled;
        is("@filled", "@sorted", "$name: sort=$col is in order");
    }
}

# ---- filters ----

sub filtered_is {
    my ($name, $query, $wanted, $label) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my @want = grep { $wanted->($_) } @{ $grid{$name}{records} };
    my @pages = pages_of($name, $query);
    is(join("\n", sort map { line_of($name, $_) } map { @{ $_->{rows} } } @pages), join("\n", lines_of($name, @want)), $label // "$name: $query (" . @want . ' rows)');
    is($pages[0]{total}, scalar @want, "$name: $query, data-total");
    return @want;
}

my ($today, $month, $year) = (day(0), substr(day(40), 0, 7), substr(day(0), 0, 4));
for (
    ["filter.date=$today", sub { $_[0]{date} eq $today }], ['filter.date=' . day(11), sub { $_[0]{date} eq day(11) }],
    ["filter.date=$month", sub { substr($_[0]{date}, 0, 7) eq $month }], ["filter.date=$year", sub { substr($_[0]{date}, 0, 4) eq $year }],
    ['filter.date=' . day(100) . '..' . day(50), sub { $_[0]{date} ge day(100) && $_[0]{date} le day(50) }],
    ['filter.date=' . day(110) . '..', sub { $_[0]{date} ge day(110) }], ['filter.date=..' . day(110), sub { $_[0]{date} le day(110) }],
    ["filter.date=$month..", sub { $_[0]{date} ge $month }], ["filter.date=..$month", sub { substr($_[0]{date}, 0, 7) le $month }],
    ["filter.date=..$year", sub { substr($_[0]{date}, 0, 4) le $year }], ['filter.date=' . ($year - 1) . "..$month", sub { $_[0]{date} ge $year - 1 && substr($_[0]{date}, 0, 7) le $month }],
    ["filter.date=%20$month%20..%20$today%20", sub { substr($_[0]{date}, 0, 7) ge $month && $_[0]{date} le $today }],
    ['filter.date=' . day(50) . '..' . day(100), sub { 0 }], ['filter.date=..', sub { 1 }], ['filter.date=', sub { 1 }],
    ['filter.amount=18', sub { micro($_[0]{amount}) == 18000000 }], ['filter.amount=18.00', sub { micro($_[0]{amount}) == 18000000 }],
    ['filter.amount=0.000001', sub { micro($_[0]{amount}) == 1 }], ['filter.amount=999999999.99', sub { $_[0]{amount} eq '999999999.99' }],
    ['filter.amount=0.1..0.2', sub { micro($_[0]{amount}) >= 100000 && micro($_[0]{amount}) <= 200000 }], ['filter.amount=0..', sub { micro($_[0]{amount}) >= 0 }],
    ['filter.amount=..0', sub { micro($_[0]{amount}) <= 0 }], ['filter.amount=-2000..-0.000001', sub { micro($_[0]{amount}) < 0 }], ['filter.amount=..', sub { 1 }],
    ['filter.amount=20..10', sub { 0 }], ['filter.amount=%2010%20..%2020%20', sub { micro($_[0]{amount}) >= 10000000 && micro($_[0]{amount}) <= 20000000 }],
    ['filter.status==Ordered', sub { CORE::fc($_[0]{status}) eq 'ordered' }], ['filter.status==ORDERED', sub { CORE::fc($_[0]{status}) eq 'ordered' }],
    ['filter.status=Ordered', sub { $_[0]{status} =~ /ordered/i }], ['filter.status=partly', sub { $_[0]{status} =~ /partly/ }], ['filter.status==partly', sub { 0 }],
    ['filter.status==%C3%A5got', sub { $_[0]{status} =~ /got/i }], ['filter.type_name==Quotation', sub { $_[0]{document_type} eq 'test-quote' }],
    ['filter.type_name=order', sub { $_[0]{document_type} eq 'test-order' }], ['filter.type_name==order', sub { 0 }],
    ['filter.notes=alpha', sub { ($_[0]{notes} // '') =~ /alpha/i }], ['filter.notes=%25', sub { ($_[0]{notes} // '') =~ /%/ }], ['filter.notes=_', sub { ($_[0]{notes} // '') =~ /_/ }],
    ['filter.notes=!', sub { ($_[0]{notes} // '') =~ /!/ }], ['filter.notes=%C3%9CBER', sub { ($_[0]{notes} // '') =~ /über/i }],
    ["filter.document_no=$tag-00", sub { $_[0]{document_no} =~ /-00/ }], ["filter.document_no==$tag-001", sub { $_[0]{document_no} eq "$tag-001" }],
    ["filter.status=ordered&filter.amount=..100&filter.date=$year", sub { $_[0]{status} =~ /ordered/i && micro($_[0]{amount}) <= 100000000 && substr($_[0]{date}, 0, 4) eq $year }],
    ['q=alpha&filter.type_name==Quotation', sub { ($_[0]{notes} // '') =~ /alpha/i && $_[0]{document_type} eq 'test-quote' }],
    ["q=$month", sub { substr($_[0]{date}, 0, 7) eq $month }], ['q=999999999.99', sub { $_[0]{amount} eq '999999999.99' }], ['q=quotation', sub { $_[0]{document_type} eq 'test-quote' }],
    ["q=$tag", sub { 1 }], ['q=nothing+has+this', sub { 0 }],
) {
    filtered_is('orders', @$_);
}
# what is no value of the type: nothing matches, or it is ignored; never an error
for my $junk ('filter.date=x', 'filter.date=2026-1', 'filter.date=2026-13', 'filter.date=2026-02-30', 'filter.date=11/2026', "filter.date=$today..x", 'filter.date=20',
    'filter.date=2026-', 'filter.date=....', 'filter.date=%25', "filter.date=$today'", 'filter.amount=x', 'filter.amount=1e3', 'filter.amount=1,00', 'filter.amount=1..2..3',
    'filter.amount=0.0000001', 'filter.amount=99999999999999999999', 'filter.amount=+5', 'filter.amount=0x10', 'filter.amount==18', 'filter.status==', 'filter.date==2026',
    'filter.amount=-', 'filter.amount=.', 'filter.amount=1%0A', 'filter.last_download=x') {
    my ($grid) = $junk =~ /last_download/ ? 'invoices' : 'orders';
    my $res = $person->get("/$grid?$junk");
    status_is($res, 200, "$junk is no error");
    my $table = table_of($res, $grid);
    my $empty = grep { $_->{status} eq '' } @orders;
    like($table->{total}, $junk eq 'filter.status==' ? qr/^(?:$empty|131|0)$/ : qr/^(?:0|131|40)$/, "$junk matches nothing or is ignored");
    body_unlike($res, qr/sqlite|SELECT |syntax/, "$junk shows nothing of the database");
}
filtered_is('due-payments', @$_) for (
    ['filter.overdue_days=1..', sub { length overdue($_[0]{due_date}) }], ['filter.overdue_days=10..30', sub { my $d = overdue($_[0]{due_date}); length $d && $d >= 10 && $d <= 30 }],
    ['filter.overdue_days=..20', sub { my $d = overdue($_[0]{due_date}); length $d && $d <= 20 }], ['filter.due_date=' . substr(day(0), 0, 7), sub { ($_[0]{due_date} // '') =~ /^@{[substr day(0), 0, 7]}/ }],
    ['filter.currency==EUR', sub { $_[0]{currency} eq 'EUR' }], ['filter.currency==USD&filter.paid_amount=0..', sub { $_[0]{currency} eq 'USD' && micro($_[0]{paid_amount}) >= 0 }],
    ["filter.invoice_no=$tag-I1", sub { ($_[0]{invoice_no} // '') =~ /-I1/ }]);
filtered_is('payment-history', @$_) for (
    ['filter.invoice_type==Invoice', sub { my $i = $invoice{ $_[0]{invoice_no} // '' }; $i && $i->{document_type} eq 'test-invoice' }],
    ['filter.invoice_date=' . day(300) . '..', sub { my $i = $invoice{ $_[0]{invoice_no} // '' }; $i && $i->{date} ge day(300) }],
    ['filter.covered_amount=-2000..2000', sub { defined $_[0]{covered_amount} && abs(micro($_[0]{covered_amount})) <= 2000000000 }],
    ['filter.payment_date=..' . day(100), sub { $_[0]{payment_date} le day(100) }], ["filter.order_no=$tag-0", sub { ($_[0]{order_no} // '') =~ /-0/ }]);

# the choices that a filter offers
my $page = $person->get('/orders');
is(join('|', sort grep { length } options_of($page, 'filter.type_name')), '=Quotation|=Sales Order', 'the types that are there are offered');
my %offered = map { $_ => 1 } options_of($page, 'filter.status');
ok($offered{"=$_"}, "the status $_ is offered") for 'Ordered', 'Ordered partly', 'Delivered';

# ---- totals and groups ----

my %money = (orders => ['amount'], invoices => ['amount'], 'due-payments' => [qw(remaining_amount paid_amount)], 'payment-history' => [qw(paid_amount covered_amount)]);

# { column => { currency => sum } }
sub sums_of {
    my ($name, @records) = @_;
    my %sums;
    for my $column (@{ $money{$name} }) {
        my %by;
        push @{ $by{ $_->{currency} } }, $_->{$column} // () for @records;
        $by{ $_->{currency} } //= [] for @records;
        $sums{$column} = { map { $_ => sum_of(@{ $by{$_} }) } keys %by };
    }
    return \%sums;
}
# as text; a currency in which nothing has a value may say nothing
sub sums_text {
    my ($sums, $like) = @_;
    return join '; ', map { my $c = $_; map { length($sums->{$c}{$_}) ? "$c $_ $sums->{$c}{$_}" : () } sort keys %{ $sums->{$c} } } sort keys %$sums;
}

sub same_sums {
    my ($name, $got, $label, @records) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $want = sums_of($name, @records);
    # where no record has a value, no sum and a sum of zero are both right
    for my $column (keys %$want) {
        for my $currency (keys %{ $want->{$column} }) {
            next if grep { $_->{currency} eq $currency && defined $_->{$column} } @records;
            delete $want->{$column}{$currency};
            delete $got->{$column}{$currency} if ($got->{$column}{$currency} // '0.00') =~ /^(?:0\.00)?$/;
        }
    }
    is(sums_text($got), sums_text($want), $label);
}

for my $name (sort keys %grid) {
    my ($first) = pages_of($name, '');
    same_sums($name, $first->{sums}, "$name: totals by currency", @{ $grid{$name}{records} });
}
my @some = filtered_is('orders', 'filter.status=ordered&per_page=100', sub { $_[0]{status} =~ /ordered/i });
my ($narrow) = pages_of('orders', 'filter.status=ordered', 10);
same_sums('orders', $narrow->{sums}, 'totals are those of all rows that match, not of the page', @some);
is_deeply((pages_of('orders', 'q=nothing+has+this'))[0]{sums}, {}, 'nothing has no totals');

# A group's rows stand together over all pages, its head has count and sums of all its rows, and comes again at the top
# of a page that goes on with it.
sub groups_are {
    my ($name, $by, $more, $wanted) = @_;
    my @by = map { column_of($name, $_) } split /,/, $by;
    my @records = grep { !$wanted || $wanted->($_) } @{ $grid{$name}{records} };
    my $label = "$name: group=$by" . ($more ? "&$more" : '');
    my @pages = pages_of($name, "group=$by" . ($more ? "&$more" : ''), 25);
    is(scalar(map { @{ $_->{rows} } } @pages), scalar @records, "$label: all rows");
    my %members;
    for my $record (@records) {
        my $key = '';
        for my $level (0 .. $#by) {
            $key .= "$level=" . key_of($by[$level][1], $by[$level][2]->($record)) . "\0";
            push @{ $members{$key} }, $record;
        }
    }
    my (@wrong, %seen, @open);
    my $heads = 0;
    for my $page (@pages) {
        my @heads = @{ $page->{groups} };
        my @now; # keys of the row before, on this page
        for my $i (0 .. $#{ $page->{rows} }) {
            my ($row, $key) = ($page->{rows}[$i], '');
            my $fresh = !$i;
            for my $level (0 .. $#by) {
                my ($col, $kind) = @{ $by[$level] };
                my $value = $kind =~ /money|number/ ? $row->{"$col="} : $row->{$col};
                $key .= "$level=" . key_of($kind, $value) . "\0";
                $fresh ||= ($now[$level] // '') ne $key;
                if ($fresh) {
                    my $head = shift @heads;
                    $heads++;
                    my @of = @{ $members{$key} || [] };
                    my $told = $head ? "row $head->{row}, level $head->{level}, $head->{column}, $head->{count}, " . sums_text($head->{sums}) : 'no head';
                    my $sums = sums_of($name, @of);
                    for my $column (keys %$sums) {
                        for my $currency (keys %{ $sums->{$column} }) {
                            next if grep { $_->{currency} eq $currency && defined $_->{$column} } @of;
                            delete $sums->{$column}{$currency};
                            delete $head->{sums}{$column}{$currency} if $head;
                        }
                    }
                    $told = $head ? "row $head->{row}, level $head->{level}, $head->{column}, $head->{count}, " . sums_text($head->{sums}) : 'no head';
                    my $want = "row $i, level $level, $col, " . @of . ', ' . sums_text($sums);
                    push @wrong, "got $told\nwant $want" if $told ne $want;
                    my $shown = CORE::fc($kind eq 'money' && length $value ? grouped($value) : $value);
                    push @wrong, "label '$head->{label}' is not about '$shown'" if $head && index(CORE::fc($head->{label}), length $shown ? $shown : '(empty)') < 0;
                    push @wrong, "the group $key comes twice" if $i && $seen{$key}++;
                    $seen{$key} ||= 1;
                }
                $now[$level] = $key;
            }
        }
        push @wrong, scalar(@heads) . ' heads too many' if @heads;
    }
    ok(!@wrong, "$label: $heads heads with their counts and sums") or diag join "\n", @wrong > 6 ? (@wrong[0 .. 5], scalar(@wrong) . ' in all') : @wrong;
}

groups_are('orders', $_) for ('status', 'type_name', 'date', 'amount', 'notes', 'document_no', 'status,type_name', 'type_name,status,notes', 'notes,amount,date');
groups_are('orders', 'status', $_) for 'sort=amount&dir=desc', 'sort=status&dir=desc', 'sort=status&dir=asc', 'sort=notes';
groups_are('orders', 'status,type_name', "filter.date=$year", sub { substr($_[0]{date}, 0, 4) eq $year });
groups_are('orders', 'type_name', 'q=alpha', sub { ($_[0]{notes} // '') =~ /alpha/i });
groups_are('invoices', $_) for ('type_name', 'date,type_name', 'amount');
groups_are('due-payments', $_) for ('currency', 'invoice_no', 'due_date', 'currency,due_date', 'paid_amount');
groups_are('payment-history', $_) for ('currency', 'invoice_type', 'currency,invoice_type', 'invoice_date', 'covered_amount', 'order_no,currency');
groups_are('payment-history', 'invoice_type', 'filter.currency==EUR', sub { $_[0]{currency} eq 'EUR' });

# Overdue days are no value of their own: there are no such groups, or all that is not overdue is one.
my @overdue_groups = map { @{ $_->{groups} } } pages_of('due-payments', 'group=overdue_days');
ok(@overdue_groups ? grep({ $_->{label} =~ /\(empty\)/ } @overdue_groups) == 1 : 1, 'due-payments: group=overdue_days has no groups, or one of what is not overdue');

# within a group the rows are sorted as asked
my %by_status;
push @{ $by_status{ CORE::fc $_->{status} } }, micro($_->{'amount='}) for rows_of('orders', 'group=status&sort=amount&dir=desc');
is(scalar(grep { "@{ $by_status{$_} }" ne join(' ', sort { $b <=> $a } @{ $by_status{$_} }) } keys %by_status), 0, 'rows within a group are sorted as asked');
for (['status,status', 'status'], ['nosuch', ''], ['status,nosuch,date', 'status,date'], ['date,status,notes,amount', 'date,status,notes'], ['', ''], [',,,', ''], ['o.status', ''], ["status;--", '']) {
    my ($asked, $want) = @$_;
    my ($table) = pages_of('orders', "group=$asked", 10);
    my %levels = map { $_->{level} => $_->{column} } @{ $table->{groups} };
    is(join(',', map { $levels{$_} } sort keys %levels), $want, "group=$asked is " . ($want || 'none'));
}
is(scalar @{ (pages_of('invoices', 'group=last_download'))[0]{groups} }, 0, 'a time is nothing to group by') or diag 'contract is silent here';

# ---- columns and CSV ----

for (['status,date,amount', 'status date amount'], ['notes', 'notes'], ['amount,document_no', 'amount document_no'], ['date,nosuch,status', 'date status'],
    ['date,date,status', 'date status'], ['status&columns=notes', 'status notes']) {
    my ($asked, $want) = @$_;
    my $res = $person->get("/orders?columns=$asked&per_page=10");
    is(join(' ', @{ table_of($res, 'orders')->{columns} }), $want, "columns=$asked: $want");
    my ($cells) = table_of($res, 'orders')->{html} =~ /<tbody>.*?(<tr data-id.*?<\/tr>)/s;
    is(join(' ', $cells =~ /<td[^>]*data-col="([^"]*)"/g), $want, 'cells in the same order');
    my ($head) = csv_of($person->get("/orders?columns=$asked&format=csv"));
    is(scalar @$head, scalar(split / /, $want), 'and in CSV');
}
for my $name (sort keys %grid) {
    my ($head, @rows) = csv_of($person->get("/$name?format=csv&per_page=10&page=2&columns=" . columns_of($name)));
    is(scalar @$head, scalar @{ $grid{$name}{columns} }, "$name: CSV has a title per column");
    my @texts = sort map { join '|', map { s/^'(?=[-=+@])//r } @$_ } @rows;
    is(join("\n", @texts), join("\n", sort map { my $r = $_; join '|', map { $_->[2]->($r) } @{ $grid{$name}{columns} } } @{ $grid{$name}{records} }),
        "$name: CSV has all rows with plain values, exact to the last digit");
}
my ($head, @rows) = csv_of($person->get('/orders?format=csv&columns=amount&sort=amount&filter.amount=..-1'));
is(join(' ', map { $_->[0] } @rows), join(' ', ('-1234.50') x grep { $_->{amount} eq '-1234.5' } @orders), 'a negative amount is a number in CSV');
($head, @rows) = csv_of($person->get('/orders?format=csv&columns=document_no&sort=amount&dir=desc&filter.status==Delivered'));
my @delivered = rows_of('orders', 'sort=amount&dir=desc&filter.status==Delivered');
is(join(' ', map { $_->[0] } @rows), join(' ', map { $_->{document_no} } @delivered), 'CSV has the order and the filters of the page');

# ---- money is exact, and written for people with commas ----

my %text = ('0.000001' => '0.000001', '999999999.99' => '999,999,999.99', '0.1' => '0.10', '-1234.5' => '-1,234.50', '1000' => '1,000.00', '123456789.123456' => '123,456,789.123456',
    '0' => '0.00', '-0.000001' => '-0.000001');
for my $amount (sort keys %text) {
    my ($record) = grep { $_->{amount} eq $amount } @orders;
    my ($row) = rows_of('orders', "filter.document_no==$record->{document_no}");
    is($row->{amount}, $text{$amount}, "$amount is shown as $text{$amount}");
    is($row->{'amount='}, plain(micro($amount)), "with the plain value");
    my %facts = facts_of($person->get('/orders/' . encoded_no($record->{document_no})));
    is($facts{amount}, "$text{$amount} $record->{currency}", 'and on its own page');
}
my ($sum) = pages_of('orders', 'filter.amount=0.1..0.2&filter.date=..');
same_sums('orders', $sum->{sums}, '0.1 and 0.2 are 0.3', grep { $_->{amount} =~ /^0\.[12]$/ } @orders);

# ---- the layout ----

$person->get('/orders');
redirect_is($person->post('/layout', grid => 'orders', columns => 'status,amount,document_no', sort => 'amount', dir => 'desc', group => 'status,type_name', per_page => 10, next => '/cc/orders'),
    qr{/cc/orders}, 'a layout with groups is saved');
$person = CC::Person->signed_in($user);
my $table = table_of($person->get('/orders'), 'orders');
is("@{ $table->{columns} }", 'status amount document_no', 'its columns come back at the next login, in their order');
is(join(' ', map { "$_->{level}:$_->{column}" } @{ $table->{groups} }[0, 1]), '0:status 1:type_name', 'its groups');
is(scalar @{ $table->{rows} }, 10, 'its rows per page');
is($table->{total}, 131, 'all rows');
is(scalar @{ table_of($person->get('/orders?group='), 'orders')->{groups} }, 0, 'an empty group in the request goes before it');
is(join(' ', map { $_->{column} } grep { !$_->{row} } @{ table_of($person->get('/orders?group=date'), 'orders')->{groups} }), 'date', 'another group as well');
is(scalar @{ table_of($person->get('/invoices'), 'invoices')->{groups} }, 0, 'it is of one grid alone');
is(scalar @{ table_of(CC::Person->signed_in($loner)->get('/orders'), 'orders')->{groups} }, 0, 'and of one user alone');
$person->get('/orders');
redirect_is($person->post('/layout', grid => 'orders', reset => 1, next => '/cc/orders'), qr{/cc/orders}, 'Reset Layout');
$table = table_of($person->get('/orders'), 'orders');
is("@{ $table->{columns} }", 'date type_name document_no amount status', 'the default columns are back');
is(scalar @{ $table->{groups} }, 0, 'without groups');
my @dates = map { $_->{date} } @{ $table->{rows} };
is("@dates", join(' ', sort { $b cmp $a } @dates), 'newest first');

done_testing;
