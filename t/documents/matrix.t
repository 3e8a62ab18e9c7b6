# Role x page x format x days back: the status and exactly what is to be seen, generated from the rules. The documents
# lie on the boundary days, the day before and the day after.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

my @roles = qw(L10 L20 L30 L40 L80 L90);
my @limits = (0, 1, 30, 365, undef);
my @lists = qw(home orders invoices due-payments payment-history profile users);
my %name = (L10 => 'Basic', L20 => 'Orders', L30 => 'Orders with Prices', L40 => 'Billing', L80 => 'Admin', L90 => 'Owner');

# ---- customers and users ----

my ($mine, $other, $elsewhere) = map { unique($_) } qw(m o e);
my %tag = ($mine => uc unique('a'), $other => uc unique('b'));
my %set = map { $_ => data_set($_, $tag{$_}) } $mine, $other;
my (@people, @records);
for my $role (@roles) {
    for my $days (@limits) {
        my $login = unique(lc $role . 'd');
        push @people, { kind => 'user', login => $login, role => $role, days => $days, label => "$role, " . ($days // 'all') . ' days',
            set => $set{$mine}, name => "Mine <$mine>", tag => $tag{$mine} };
        push @records, user($login), access($mine, $login, $role, days_back => $days);
    }
}
my ($norow, $foreign) = map { unique($_) } qw(norow foreign);
push @records, user($norow), user($foreign), access($other, $foreign, 'L90');
my @users = map { sprintf 'Name of %s <%s> [EXT]|%s|%s|', @$_{qw(login login)}, $name{ $_->{role} }, $_->{days} // '' } @people;
$_->{users} = \@users for @people;
push @people,
    { kind => 'nobody', label => 'nobody', set => $set{$mine} },
    { kind => 'no row', login => $norow, label => 'no row', set => $set{$mine} },
    { kind => 'user', login => $foreign, role => 'L90', days => undef, label => 'Owner of another customer', set => $set{$other},
      name => "Other $other", users => ["Name of $foreign <$foreign> [EXT]|Owner||"], tag => $tag{$other} };

# In another enterprise company the same numbers are other documents.
my $trap = data_set($elsewhere, $tag{$mine});
delete $_->{id} for map { @$_ } values %$trap;
$_->{lines}[0]{product_name} = 'TRAP', $_->{status} && ($_->{status} = 'TRAP') for @{ $trap->{orders} }, @{ $trap->{invoices} };
load(document_types(), customer($mine, name => "Mine <$mine>"), customer($other, name => "Other $other"),
    customer($elsewhere, company => 'BRIMLEY'), @records, map { map { @$_ } @$_{qw(orders invoices dues payments)} } values %set, $trap);

# ---- cells ----

# Whatever is not in the expectation is nowhere in the answer: no number, no product, and below L30 no price.
sub nothing_else {
    my ($person, $res, $want, $asked) = @_;
    my $text = $res->decoded_content // '';
    my @leaks = grep { index($text, $_) >= 0 && index($want, $_) < 0 && $_ ne ($asked // '') }
        map { $_->{document_no}, $_->{lines}[0]{product_name} } map { @{ $_->{orders} }, @{ $_->{invoices} } } values %set;
    push @leaks, 'TRAP' if $text =~ /TRAP/;
    push @leaks, "price $&" if $text =~ /731[.,]37|529[.,]53|984[.,]92/ && !($person->{role} && may_see($person->{role}, 'prices'));
    return @leaks;
}

sub cell_is {
    my ($person, $browser, $page, $format) = @_;
    my $path = $page eq 'home' ? '/' : "/$page";
    my $res = $browser->get("$path?per_page=100" . ($format eq 'csv' ? '&format=csv' : ''));
    my $is_csv = $format eq 'csv' && $page !~ /^(?:home|profile)$/;
    my $want = expected($person, $page, $is_csv ? 'csv' : 'html');
    my $label = "$person->{label}: $path, $format";
    is(as_text($res, $page, $is_csv ? 'csv' : 'html'), $want, $label);
    # Facts of the document are on its page only; a list names the order of an invoice nowhere.
    is(join(' ', nothing_else($person, $res, $want)), '', "$label: and nothing else");
    like($res->header('Content-Type') // '', $is_csv && $res->code == 200 ? qr{^text/csv} : qr{^text/html}, "$label: its type") if $res->code == 200;
}

# All documents of the customer, one by one: a line each.
sub documents_are {
    my ($person, $browser, $page, $format) = @_;
    my (@got, @want, @leaks);
    for my $record (@{ $set{$mine}{"${page}s"} }) {
        my $no = $record->{document_no};
        my $res = $browser->get("/${page}s/$no" . ($format eq 'csv' ? '?format=csv' : ''));
        my $want = expected({ %$person, number => $no }, $page, $format);
        push @want, "$no: $want";
        push @got, "$no: " . as_text($res, $page, $format);
        (my $order = $no) =~ s/-I/-O/; # which an invoice names
        push @leaks, nothing_else($person, $res, $want . ($want =~ /^200/ ? $order : ''), $no);
        next if $want !~ /^200/ || $format eq 'csv';
        my %facts = facts_of($res);
        $facts{amount} =~ s/\s+/ /g if defined $facts{amount};
        push @got, join '|', map { $facts{$_} // '(none)' } qw(document_no date type_name status amount notes order_no);
        push @want, join '|', $no, $record->{date}, type_name($record->{document_type}), $page eq 'order' ? $record->{status} : '(none)',
            may_see($person->{role}, 'prices') ? grouped($record->{amount}) . " $record->{currency}" : '(none)',
            $record->{notes} // '(none)', $page eq 'order' ? '(none)' : $record->{order_no};
    }
    my $label = "$person->{label}: /${page}s/{no}, $format";
    is(join("\n", @got), join("\n", @want), $label);
    is("@leaks", '', "$label: and nothing else");
}

# The data is what the cells are about: for each limit a document on the boundary and one a day older.
for my $days (0, 1, 30, 365) {
    my %dates = map { $_->{date} => 1 } @{ $set{$mine}{orders} };
    ok($dates{ day($days) } && $dates{ day($days + 1) }, "there are documents $days and " . ($days + 1) . ' days old');
}

# A change of the limit or role counts from the next request on.
my ($changing) = grep { $_->{role} && $_->{role} eq 'L40' && !defined $_->{days} } @people;
my $browser = CC::Person->signed_in($changing->{login});
for my $step ([L40 => undef], [L40 => 30], [L30 => 30], [L30 => 0], [L20 => 0], [L10 => 0], [L10 => undef], [L20 => undef], [L40 => 365]) {
    my ($role, $days) = @$step;
    load(access($mine, $changing->{login}, $role, days_back => $days));
    my %now = (%$changing, role => $role, days => $days);
    for my $page (qw(home orders invoices due-payments payment-history)) {
        my $res = $browser->get(($page eq 'home' ? '/' : "/$page") . '?per_page=100');
        is(as_text($res, $page, 'html'), expected(\%now, $page, 'html'), "changed to $role, " . ($days // 'all') . " days: /$page at once");
    }
}

# back to what it was
load(access($mine, $changing->{login}, 'L40', days_back => undef));

# ---- all cells ----

for my $person (@people) {
    $person->{browser} = $person->{kind} eq 'nobody' ? CC::Person->new : CC::Person->signed_in($person->{login});
    cell_is($person, $person->{browser}, $_, 'html'), cell_is($person, $person->{browser}, $_, 'csv') for @lists;
    documents_are($person, $person->{browser}, $_, 'html') for qw(order invoice);
}
# The menu has what the role allows, and no more.
my @billing = qw(/orders /invoices /due-payments /payment-history);
my %menu = (L10 => [], L20 => ['/orders'], L30 => ['/orders'], L40 => [@billing], L80 => [@billing, '/users', '/audit'], L90 => [@billing, '/users', '/audit']);
for my $person (grep { $_->{role} && !defined $_->{days} } @people) {
    my ($menu) = $person->{browser}->get('/')->decoded_content =~ m{(<nav class="cc-menu".*?</nav>)}s;
    is(join(' ', map { s{^/cc}{}r } $menu =~ /href="([^"]*)"/g), join(' ', '/', @{ $menu{ $person->{role} } }, '/profile'), "$person->{label}: the menu");
}
# Downloads come last: they show in the lists of invoices.
for my $person (@people) {
    documents_are($person, $person->{browser}, $_, 'csv') for qw(order invoice);
}

done_testing;
