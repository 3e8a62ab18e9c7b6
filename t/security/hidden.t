# Nobody learns what they may not see: two servers whose databases differ in nothing but that answer the same questions
# alike, byte for byte, whoever asks. Each viewer has a customer of their own, of which some is visible, and the same in
# both; the rest is made at random for each: documents beyond the days, above the role, of types that are not offered,
# lines and orders of sites without them, prices, rows of access, users, layouts, sessions, other customers.
# A seed makes the questions: CC_HIDDEN_SEED=7 CC_HIDDEN_ROUNDS=5000 asks more of them, CC_HIDDEN_MANY=2500 where so many
# documents are seen, and are hidden, that lists are read by what the database keeps for long ones.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;
use CC::Server;
use JSON::PP;

plan skip_all => 'what may be seen is no matter of the MPM, and asked under event'
    if ($ENV{CC_MPM} || 'event') ne 'event' && !$ENV{CC_HIDDEN_ROUNDS};
my $rounds = $ENV{CC_HIDDEN_ROUNDS} || 200;
my $seed = $ENV{CC_HIDDEN_SEED} || 1;
my $many = $ENV{CC_HIDDEN_MANY} || 0;
diag "CC_HIDDEN_SEED=$seed";
sub one_of { return $_[rand @_] }
sub maybe { return rand() < $_[0] }
my ($true, $false) = (JSON::PP::true, JSON::PP::false);

# ---- who asks, and of what ----

# Of each site, the roles and the days; what the site hides of all
my @viewers = (map({ my $role = $_; map { { role => $role, days => $_ } } undef, 5 } qw(L10 L20 L30 L40 L80 L90)),
    { role => 'L40', site => '/less', no_orders => 1, no_lines => 1 },
    map({ { role => $_, days => 9, site => '/types', types => 1 } } qw(L20 L80)),
    map({ { role => "L$_", site => "/older$_", older => 1 } } 20, 40, 80),
    map({ { role => $_->[0], days => $_->[1], login => 'both' } } [L20 => 3], [L90 => undef]));
for my $n (0 .. $#viewers) {
    my $who = $viewers[$n];
    %$who = (customer => "c$n", login => "viewer$n", site => '/cc', %$who);
    $who->{may}{$_} = may_see($who->{role}, $_) for qw(orders prices invoices users);
    $who->{may}{orders} = 0 if $who->{no_orders};
}
my @guests = map { "guest$_" } 1 .. 6; # who may be there or not, and may sign in if they are
my @ghosts = map { "ghost$_" } 1 .. 4; # who may be there or not, and may not
my @foreign = qw(f1 f2 f3 b1);         # customers that may be there or not

my $config = <<'EOF_CONF';
<Location "/less">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterAddressAttempts Off
    ClientCenterSettings '{"HideLines":true,"IsOrdersEnabled":false}'
</Location>
<Location "/types">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterAddressAttempts Off
    ClientCenterSettings '{"OrderDocumentTypes":["test-order"],"InvoiceDocumentTypes":["test-invoice"]}'
</Location>
<Location "/backoffice">
    SetHandler clientcenter-backoffice
    ClientCenterAddressAttempts Off
</Location>
<Location "/application">
    AuthType ClientCenter
    ClientCenterSite /cc
    ClientCenterCookie ccsession /
    Require clientcenter
</Location>
<Location "/application/of">
    Require clientcenter-customer f1 f2 f3 b1 c0
</Location>
EOF_CONF
$config .= <<"EOF_CONF" for 20, 40, 80;
<Location "/older$_">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterAddressAttempts Off
    ClientCenterAccessModel ParentParty
    ClientCenterParentPartyRole L$_
</Location>
EOF_CONF
my @variables = qw(REMOTE_USER CC_USER_ID CC_USER_NAME CC_USER_EMAIL CC_CUSTOMER CC_CUSTOMER_NAME CC_ROLE CC_DAYS_BACK CC_VISIBLE_SINCE);
$config .= 'Header always set X-Variables "' . join('|', map { "%{$_}e" } @variables) . "\"\n";

# ---- what is there ----

sub amount { return sprintf '%s%d.%02d', maybe(0.2) ? '-' : '', one_of(1, 731, 90000) * (1 + int rand 9), rand 100 }
sub of_type { my ($who, $kind, $hidden) = @_; return $kind eq 'order' ? ($hidden ? 'test-quote' : 'test-order') : $hidden ? 'test-credit' : 'test-invoice' }
sub seen_day { my ($who) = @_; return day(int rand(defined $who->{days} ? $who->{days} + 1 : 300)) }
sub lines { my ($set) = @_; return map { line($_, %$set, product_name => one_of('Apples', 'Pears')) } 1 .. 1 + rand 3 }
sub prices { return (price => amount(), discount => one_of('0', '0.07', '0.5'), amount => amount()) }

# What the viewer sees, but for what is hidden of it.
sub visible {
    my ($who) = @_;
    my ($number, $may) = @$who{qw(customer may)};
    my @records;
    for my $i (1 .. 7) {
        push @records, order($number, "O$number-$i", date => seen_day($who), amount => amount(), notes => one_of(undef, 'note 7', 'x'), currency => one_of(qw(EUR USD)),
            status => one_of('Ordered', 'Shipped'), document_type => $who->{types} ? 'test-order' : one_of('test-order', 'test-quote'), lines => [lines({ prices() })])
            if $may->{orders};
        next if !$may->{invoices};
        push @records, invoice($number, "I$number-$i", date => seen_day($who), amount => amount(), order_no => one_of(undef, "O$number-$i", "H$number-1"),
            document_type => $who->{types} ? 'test-invoice' : one_of('test-invoice', 'test-credit'), lines => [lines({ prices() })]);
        push @records, due_payment($number, ref_document_date => seen_day($who), due_date => one_of(undef, day(3)), remaining_amount => amount(),
            invoice_no => one_of(undef, "I$number-$i", map { "J$number-$_" } 1, 2));
        push @records, payment($number, payment_date => seen_day($who), paid_amount => amount(), covered_amount => one_of(undef, amount()),
            invoice_no => one_of("I$number-$i", map { "J$number-$_" } 1 .. 3), order_no => one_of(undef, "H$number-1"));
    }
    push @records, map { (order($number, "V$number-$_", date => seen_day($who), amount => amount(), notes => one_of(undef, 'note 7', 'x'), status => one_of('Ordered', 'Shipped'), lines => []),
        $may->{invoices} ? invoice($number, "W$number-$_", date => seen_day($who), amount => amount(), lines => []) : ()) } 1 .. $many if $may->{orders} && !$may->{users};
    push @records, map { (user("$_$number"), access($number, "$_$number", one_of(qw(L10 L40 L80)), days_back => one_of(undef, 3), notes => one_of('a', 'b'))) } qw(w x) if $may->{users};
    return @records;
}

# Made for each of the databases: what is hidden of the records that are seen, and records that are not.
sub hidden {
    my ($who, @seen) = @_;
    my ($number, $may) = @$who{qw(customer may)};
    my @records;
    for my $record (@seen) {
        if ($record->{type} eq 'order' && !$may->{prices}) {
            push @records, { %$record, amount => amount(), lines => [map { { %$_, prices() } } @{ $record->{lines} }] };
        } elsif ($record->{lines} && $who->{no_lines}) {
            push @records, { %$record, lines => [lines({ prices() })] };
        } elsif ($record->{type} eq 'user') {
            push @records, { %$record, phone => '+' . int rand 9999, notes => one_of('secret', 'x'), language => one_of(qw(en de bg)), is_admin => maybe(0.5) ? $true : $false };
        }
    }
    for my $i (1 .. 5) {
        my $old = defined $who->{days} ? sub { day($who->{days} + 1 + int rand one_of(2, 400)) } : undef;
        for my $kind (qw(order invoice)) {
            my $right = $may->{ $kind eq 'order' ? 'orders' : 'invoices' };
            my $date = !$right || maybe(0.3) && $who->{types} ? seen_day($who) : $old ? $old->() : next;
            my $type = !$right || $date lt day($who->{days} // 9999) ? one_of(map { of_type($who, $kind, $_) } 0, 1) : of_type($who, $kind, 1);
            push @records, ($kind eq 'order' ? \&order : \&invoice)->($number, ($kind eq 'order' ? 'H' : 'J') . "$number-$i", date => $date, amount => amount(),
                document_type => $type, lines => [lines({ prices() })], $kind eq 'order' ? (status => one_of('Secret', 'Ordered'), notes => one_of(undef, 'note 731')) : ()) if maybe(0.6);
        }
        my $date = $may->{invoices} ? $old ? $old->() : undef : seen_day($who);
        push @records, due_payment($number, ref_document_date => $date, remaining_amount => amount(), currency => one_of(qw(EUR GBP)), invoice_no => "I$number-$i") if $date && maybe(0.6);
        $date //= day(400 + int rand 400); # of the last twelve months alone
        push @records, payment($number, payment_date => $date, paid_amount => amount(), currency => one_of(qw(EUR GBP)), invoice_no => "I$number-$i") if maybe(0.6);
    }
    return @records if !$many || !defined $who->{days} || maybe(0.2);
    return @records, map { (order($number, "Y$number-$_", date => day($who->{days} + 1 + int rand 60), amount => amount(), status => one_of('Secret', 'Ordered'), notes => 'note 731', lines => []),
        invoice($number, "Z$number-$_", date => day($who->{days} + 1 + int rand 60), amount => amount(), lines => [])) } 1 .. rand 2 * $many;
}

# Users, customers, rows of access and layouts that no viewer has to do with
sub others {
    my @records;
    my @here = grep { maybe(0.6) } @guests;
    push @records, map { user($_, name => one_of('Ann', 'Bob'), phone => '+1', notes => one_of('n', undef)) } @here;
    push @records, map { user($_, one_of([active => $false], [user_type => 'SYS'], [user_type => 'VIR'])->@*, company => one_of('A', 'B')) } grep { maybe(0.6) } @ghosts;
    for my $number (grep { maybe(0.6) } @foreign) {
        my @company = $number eq 'b1' ? (company => 'BRIMLEY') : ();
        push @records, customer($number, name => one_of('Foreign', 'Other'), @company, maybe(0.3) ? (thru_date => day(1)) : ());
        push @records, map { (order($number, ($number eq 'b1' ? '' : $number) . "O$_", amount => amount()), invoice($number, ($number eq 'b1' ? '' : $number) . "I$_", amount => amount()),
            payment($number), due_payment($number)) } map { "c$_-" . (1 + int rand 9) } 0 .. 3;
        push @records, map { access($number, $_, one_of(qw(L10 L80 L90)), notes => 'secret') } grep { maybe(0.5) } @here;
    }
    for my $who (grep { !$_->{may}{users} } @viewers) { # a customer's users, to those who may not see them
        push @records, map { access($who->{customer}, $_, one_of(qw(L10 L80 L90)), days_back => one_of(undef, 7)) } grep { maybe(0.3) } @here;
    }
    return (\@here, @records);
}

my @servers = map { CC::Server->new(config => $config, with => ['headers'], site => 'ClientCenterCookie ccsession /') } 0, 1;
sub with_database { my ($server, $do) = @_; local $ENV{CC_DATABASE_FILE} = $server->{database}; return $do->() }

srand $seed;
my %seen = map { $_->{customer} => [visible($_)] } @viewers;
my %user = map { $_->{login} => 1 } @viewers;
my @base = (document_types(), map({ customer($_->{customer}) } @viewers), map({ user($_) } sort keys %user), user('target', company => 'Inc.', message => 'please'),
    user('clerk', user_type => 'INT'), map({ my $p = "p$_->{customer}"; $_->{older} ? ({ type => 'person', code => $p, first_name => 'P', last_name => 'Q', parent_party => $_->{customer} },
        { type => 'user', login => $_->{login}, person => $p }) : access($_->{customer}, $_->{login}, $_->{role}, days_back => $_->{days}) } @viewers), map { @$_ } map { $seen{ $_->{customer} } } @viewers);
my @here;
for my $n (0, 1) {
    srand $seed * 1000 + 500 + $n;
    my ($here, @others) = others();
    my @hidden = (map({ hidden($_, @{ $seen{ $_->{customer} } }) } @viewers), @others);
    $here[$n] = $here;
    with_database($servers[$n], sub {
        CC::Data::create($servers[$n]{database});
        load(@base);
        load(sort { ($b->{type} eq 'party') <=> ($a->{type} eq 'party') } @hidden);
        # as saved before the role went down
        for my $who (@viewers) {
            my $id = cell('SELECT id FROM users WHERE login = ?', $who->{login});
            next if cell('SELECT COUNT(*) FROM grid_layouts WHERE user_id = ?', $id);
            sql("INSERT INTO grid_layouts (user_id, grid, columns, sort, dir, group_by, per_page) VALUES ($id, 'orders', 'amount,document_no,date', 'amount', 'desc', 'amount', 10)") if $who->{role} eq 'L20';
        }
    });
    ok($servers[$n]->start, "httpd starts with database $n");
    for my $guest (@$here) { CC::Person->new(base => $servers[$n]{base})->login($guest) if maybe(0.5) }
}
for my $who (@viewers) {
    my ($twin) = grep { $_->{login} eq $who->{login} && $_->{people} } @viewers;
    $who->{people} = $twin ? $twin->{people} : [map { CC::Person->signed_in($who->{login}, base => $_->{base}, site => $who->{site}) } @servers];
}
# without a session, and without the right to the back office
my @outside = map { my $site = $_; { login => 'nobody', customer => 'none', site => $site, people => [map { CC::Person->new(base => $_->{base}, site => $site) } @servers] } } qw(/cc /backoffice /older20);

# ---- questions ----

my %columns = (orders => [qw(date type_name document_no amount status notes)], invoices => [qw(document_no last_download type_name date amount)],
    'due-payments' => [qw(ref_document_date remaining_amount currency invoice_no due_date paid_amount overdue_days)],
    'payment-history' => [qw(payment_date paid_amount currency invoice_no invoice_date invoice_type order_no covered_amount)],
    users => [qw(user role days_back notes)], audit => [qw(action result actor user before after address)]);
my @lists = sort keys %columns;

sub text { return one_of('o', '7', '731', 'no', 'Secret', 'note', 'H', 'J', 'EUR', 'GBP', '-', '1..99999', day(3) . '..', '..' . day(2), substr(day(1), 0, 7), '=Ordered', '=Secret', '=gbp', '=credit note', 'L80', 'x') }

sub list {
    my ($list, @query) = @_;
    my @of = (@{ $columns{$list} }, $list eq 'orders' ? ('amount') x 4 : ());
    push @query, 'q=' . text() if maybe(0.25);
    push @query, 'sort=' . one_of(@of), 'dir=' . one_of(qw(asc desc)) if maybe(0.4);
    push @query, 'columns=' . join ',', map { one_of(@of) } 1 .. 1 + rand 4 if maybe(0.3);
    push @query, 'group=' . join ',', map { one_of(@of) } 1 .. 1 + rand 2 if maybe(0.3);
    push @query, 'per_page=10', 'page=' . one_of(1, 2, 99) if maybe(0.4);
    push @query, 'filter.' . one_of(@of) . '=' . text() for grep { maybe(0.25) } 1, 2;
    push @query, 'format=csv' if maybe(0.25);
    return "/$list?" . join '&', @query;
}

sub document_no { my ($who) = @_; return one_of(qw(O I H J H J f1O f2I), $many ? qw(V W Y Z) : ()) . one_of(($who->{customer}) x 4, map { "c$_" } 0 .. 5) . '-' . (1 + int rand 9) }

sub layout { my $list = one_of(@lists); return ['/layout', grid => one_of($list, 'nosuch'), next => '/', maybe(0.3) ? (reset => 1) : (columns => join(',', map { one_of(@{ $columns{$list} }) } 1, 2), sort => one_of(@{ $columns{$list} }), dir => 'asc', group => one_of('', @{ $columns{$list} }))] }

sub form {
    my ($who, $row) = @_;
    return one_of(sub { layout() },
        sub { ['/account', full_name => one_of('', 'N'), language => one_of(qw(en de xx))] }, sub { ['/account', current_password => 'wrong', password => 'x', confirm_password => 'y'] },
        sub { ['/select-customer', customer => one_of(@foreign, 'c1', 'nosuch'), next => '/orders'] },
        sub { ['/users/add', email => one_of('target', @ghosts, "w$who->{customer}") . '@example.com', maybe(0.5) ? (role => one_of('L99', ''), days_back => one_of('', 'x'), notes => 'n') : ()] },
        sub { ["/users/$row/edit", role => one_of(qw(L10 L40 L80 L99)), days_back => one_of('', '3', '99', 'x'), notes => one_of('a', 'b'), version => one_of(1, 1, 2, 9)] },
        sub { ["/users/$row/remove", version => one_of(2, 9)] })->();
}

sub login_form {
    return one_of(sub { ['/login', login => one_of(@guests), password => 'wrong-password-of-length'] }, sub { ['/login', login => one_of(@ghosts), password => one_of(password(), 'wrong-password-of-length')] },
        sub { my $name = one_of(@guests); ['/register', email => "$name\@example.com", full_name => one_of('', 'Some Body'), password => 'radiator-seventeen-oak', confirm_password => one_of('no', 'radiator-seventeen-oak')] })->();
}

# A path, or a form with its path.
sub question {
    my ($who) = @_;
    my $row = 1 + int rand 70; # of whatever customer, if it is there
    return $who->{site} eq '/backoffice' ? one_of(login_form(), '/users', '/why?user=' . one_of(@guests)) : maybe(0.5) ? login_form() : one_of("/orders/" . document_no($who), '/users') if $who->{login} eq 'nobody';
    return form($who, $row) if maybe(0.3);
    my @mine = grep { $who->{may}{ /orders|users/ ? $_ : $_ eq 'audit' ? 'users' : 'invoices' } } @lists;
    return list(one_of(@mine && maybe(0.8) ? @mine : @lists)) if maybe(0.6);
    return one_of(qw(/ /profile /account /select-customer ~/application/x ~/application/of/x /users/add /nosuch), map({ '/orders/' . document_no($who) . one_of('', '?format=csv') } 1 .. 4),
        map({ '/invoices/' . document_no($who) . one_of('', '?format=csv') } 1 .. 4), map { "/users/$row/$_" } qw(edit remove));
}

# Without what no two answers have in common.
sub answer {
    my ($person, $question) = @_;
    my $res = ref $question ? do { $person->get($question->[0] =~ m{^/(?:login|register)$} ? $question->[0] : '/account'); $person->post(@$question) } : $person->get($question);
    my $text = join '', $res->status_line, "\n", map({ my $name = $_; map { "$name: $_\n" } $res->header($name) } sort grep { !/^(?:Date|Set-Cookie|Client-.*)$/i } $res->header_field_names),
        map({ s/=[^;]*//r . "\n" } $res->header('Set-Cookie')), "\n", $res->content // '';
    $text =~ s/\Q$person->{base}\E/BASE/g;
    $text =~ s{<code>[0-9a-f]{16}</code>}{ID}g;
    $text =~ s{value="[0-9A-Za-z_-]{22,}"}{TOKEN}g;
    $text =~ s{\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?}{MOMENT}g;
    $text =~ s{(data-session|name="end_session" value)="\d+"}{$1}g; # made at random
    $text =~ s{\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT}{MOMENT}g;
    $text =~ s{ data-id="\d+"}{}g if !ref $question && $question =~ m{^/audit}; # counted over all customers
    return $text;
}

sub words { my ($question) = @_; return ref $question ? 'POST ' . join ' ', @$question : $question }

srand $seed;
my ($different, %status) = (0);
my @first = map { my $who = $_; map { [$who, $_] } map { ("/orders/H$who->{customer}-$_", "/invoices/J$who->{customer}-$_") } 1 .. 3 } @viewers; # of all, what is hidden by its address
for my $round (1 .. $rounds + @first) {
    my $who = maybe(0.1) ? one_of(@outside) : one_of(@viewers);
    my $question = question($who);
    ($who, $question) = @{ $first[$round - 1] } if $round <= @first;
    $_->choose($who->{customer}) for grep { $who->{login} eq 'both' } @{ $who->{people} };
    my @answers = map { answer($_, $question) } @{ $who->{people} };
    $status{ $answers[0] =~ s/ .*//sr }++;
    next if $answers[0] eq $answers[1];
    $different++;
    next if $different > 20;
    my @lines = map { [split /\n/] } @answers;
    my ($first) = grep { ($lines[0][$_] // '') ne ($lines[1][$_] // '') } 0 .. $#{ $lines[0] } + 1;
    is($lines[0][$first], $lines[1][$first], "round $round: $who->{login}, " . join(', ', map { $_ // '' } @$who{qw(role days site)}) . ': ' . words($question));
}
is($different, 0, 'what is hidden makes no difference');
cmp_ok($status{200} // 0, '>', $rounds / 4, 'though much was shown') or diag explain \%status;
ok($status{$_}, "and some answers were $_") for 303, 403, 404, 422;
$_->stop for @servers;
done_testing;
