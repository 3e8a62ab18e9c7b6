# What a user may not see does not exist: another customer's document, one that is too old, one of a type that the site
# leaves out, and one that is not there at all are the same answer, byte for byte.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

my ($mine, $other, $elsewhere, $user, $basic) = map { unique($_) } qw(m o e user basic);
my $tag = uc unique('t');
my @records;
for my $make (\&order, \&invoice) {
    my $kind = $make == \&order ? 'O' : 'I';
    my $left_out = $kind eq 'O' ? 'test-quote' : 'test-credit';
    push @records,
        $make->($mine, "$tag-${kind}1", date => day(10)),
        $make->($mine, "$tag-${kind}9", date => day(11)), # one day too old
        $make->($mine, "$tag-${kind}8", date => '1999-12-31'),
        $make->($other, "$tag-${kind}2"),
        $make->($elsewhere, "$tag-${kind}3"),
        $make->($elsewhere, "$tag-${kind}1", lines => [line(1, product_name => 'TRAP')]), # the same number elsewhere
        $make->($mine, "$tag-${kind}7", document_type => $left_out);
}
load(document_types(), customer($mine), customer($other), customer($elsewhere, company => 'BRIMLEY'), user($user), user($basic),
    access($mine, $user, 'L90', days_back => 10), access($mine, $basic, 'L20', days_back => 10), @records);

sub answer {
    my ($res, @asked) = @_;
    my %skip = map { $_ => 1 } qw(Date Client-Date Client-Peer Client-Response-Num Connection Keep-Alive Content-Length ETag);
    my $headers = join '', map { $skip{$_} || /^Client-/ ? () : "$_: " . join(', ', $res->header($_)) . "\n" } sort $res->headers->header_field_names;
    return $res->code . "\n$headers\n" . without_ids($res, @asked);
}

# As is(), but a failure tells the first line that differs.
sub same_is {
    my ($got, $want, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    return if ok($got eq $want, $name);
    my @got = split /\n/, $got;
    my @want = split /\n/, $want;
    my ($at) = grep { ($got[$_] // '') ne ($want[$_] // '') } 0 .. ($#got > $#want ? $#got : $#want);
    diag 'got  ' . ($got[$at] // '(end)') . "\nwant " . ($want[$at] // '(end)');
}

my %list = (O => 'orders', I => 'invoices');
for my $site (qw(/cc /ordertypes /invoicetypes)) {
    for my $login ($user, $basic) {
        my $person = CC::Person->signed_in($login, site => $site);
        for my $kind ('O', $login eq $user ? 'I' : ()) {
            for my $format ('', '?format=csv') {
                my $label = sprintf '%s, %s, %s', $site, $login eq $user ? 'L90' : 'L20', $list{$kind} . ($format || ', html');
                my $path = "/$list{$kind}/";
                my $there = $person->get("$path$tag-${kind}1$format");
                status_is($there, 200, "$label: one that may be seen");
                body_unlike($there, qr/TRAP/, 'and not its namesake');
                my $asked = "$tag-${kind}X";
                my $none = answer($person->get("$path$asked$format"), encoded_no($asked), $asked);
                like($none, qr/^404\n/, "$label: one that does not exist is 404");
                my $left_out = $site eq ($kind eq 'O' ? '/ordertypes' : '/invoicetypes');
                for (
                    ['9', 'a day too old'], ['8', 'much too old'], ['2', "another customer's"], ['3', "another company's"],
                    $left_out ? ['7', 'of a type that is left out'] : (), ['', 'a number cut short'], ['1 ', 'with a blank behind'],
                    ['1%', 'with a wildcard'], ['_', 'with a wildcard'], ["1' OR '1'='1", 'with SQL'], ['1/', 'with a slash behind'],
                    ['1.csv', 'with an ending'], ["1\x{416}", 'with a letter more'],
                ) {
                    my ($end, $what) = @$_;
                    my $no = "$tag-$kind$end";
                    my $res = $person->get($path . encoded_no($no) . $format);
                    same_is(answer($res, encoded_no($no), $no, $no =~ s/'/&#39;/gr), $none, "$label: the same answer for $what");
                }
                status_is($person->get("$path$tag-${kind}7$format"), 200, "$label: a type that is not left out") if !$left_out;
                my $lower = $person->get($path . lc("$tag-${kind}1") . $format);
                like($lower->code, qr/^(?:200|404)$/, "$label: letters in another case are found or not, no fault");
                for my $no ("$tag-${kind}9", "$tag-${kind}2", $asked) {
                    my $res = $person->head("$path$no$format");
                    status_is($res, 404, "$label: HEAD of $no");
                }
            }
            # neither lists nor CSV nor searches show a trace
            for my $query ('', '?format=csv', map {; "?q=$tag-$kind$_", "?filter.document_no=$tag-$kind$_", "?filter.document_no==$tag-$kind$_" } 2, 3, 8, 9) {
                my $res = $person->get("/$list{$kind}$query");
                my $table = $query =~ /csv/ ? undef : table_of($res, $list{$kind});
                my $rows = $table ? join ' ', map { $_->{document_no} } @{ $table->{rows} } : $res->decoded_content;
                is($table->{total}, 0, "$site, $login: /$list{$kind}$query finds none") if $query =~ /[q.]/ && $table;
                unlike($rows, qr/\Q$tag\E-${kind}[2389]/, "$site, $login: /$list{$kind}$query has nothing of them");
            }
        }
    }
}

# Without the right to the page nothing tells whether there is such a document either.
my $person = CC::Person->signed_in($basic);
my $none = answer($person->get("/invoices/$tag-IX"), "$tag-IX");
like($none, qr/^403\n/, 'without the right it is 403');
same_is(answer($person->get("/invoices/$tag-I$_"), "$tag-I$_"), $none, "the same for $tag-I$_") for 1, 2, 3, 7, 8, 9;

# Nothing but reading is offered.
$person = CC::Person->signed_in($user);
for my $method (qw(POST PUT DELETE PATCH)) {
    my %codes;
    for my $no (1, 2, 9, 'X') {
        $person->get('/orders');
        my $res = $person->request($method => "/orders/$tag-O$no", ['Content-Type' => 'application/x-www-form-urlencoded'], "csrf=$person->{csrf}");
        $codes{ $res->code }++;
    }
    is(scalar(keys %codes), 1, "$method is the same for all") or diag explain \%codes;
    ok(!$codes{200}, "$method does nothing");
}
is(cell('SELECT COUNT(*) FROM orders WHERE document_no LIKE ?', "$tag-O%"), 7, 'all orders are still there');

done_testing;
