# Odd texts: document numbers with slashes, percent signs, blanks, quotes, endings and other alphabets are reachable by the
# links of the lists; what documents say is text in HTML and no formula in CSV.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output);

my ($mine, $user) = (unique('m'), unique('user'));
my $tag = unique('t');
my @numbers = (
    'A/B', 'A/B/C', 'A B', 'A  B', 'A%B', 'A%2FB', 'A%25B', '100%', 'A+B', 'A&B=C', 'A?B', 'A#B', 'A;B', 'A:B', 'A@B', 'A,B', "A'B", 'A"B', 'A<b>B', 'A\\B', 'A|B', 'A*B', 'A=B',
    'A(B)', 'A[B]', 'A{B}', 'A^B', 'A`B', 'A~B', 'A!B', 'A$B', 'A.gz', 'A.csv', 'A.html', 'A.php', 'A.lua', 'A.', '...', '..A', 'A..B', '.A', '-A', '--', '=1+1', '+1', '@A', 'Заказ №5', 'Größe', '注文', 'é',
    "e\x{301}", '😀', 'A/new', 'new', 'edit', 'A/edit', 'orders', 'index.html', 'x' x 30, '{id}', '{rest}', '{{no}}', '%s', '%lld', 'NULL', '0', '-1', 'A/.B', 'A/B.', 'A/format=csv', "A\x{a0}B",
    '😀' x (64 - length $tag), # as long as can be
);
utf8::upgrade($_) for @numbers;
my @records;
for my $i (0 .. $#numbers) {
    push @records, order($mine, "$tag$numbers[$i]", date => day($i % 200), amount => $i + 1 . '.17', lines => [line(1, product_name => "Product <$i>")]),
        invoice($mine, "$tag$numbers[$i]", date => day($i % 200), amount => $i + 1 . '.17', lines => [line(1, product_name => "Product <$i>")]),
        due_payment($mine, invoice_no => "$tag$numbers[$i]", remaining_amount => $i + 1 . '.17', ref_document_date => day($i)),
        payment($mine, invoice_no => "$tag$numbers[$i]", order_no => "$tag$numbers[$i]", paid_amount => $i + 1 . '.17', payment_date => day($i));
}
load(document_types(), customer($mine), user($user), access($mine, $user, 'L40'));
is(eval { load(@records); '' } // $@, '', 'all numbers can be loaded');
my $person = CC::Person->signed_in($user);

for my $list (qw(orders invoices)) {
    my %link;
    for my $page (1 .. 2) {
        my $table = table_of($person->get("/$list?per_page=100&page=$page"), $list);
        $link{ $_->{amount} } = $_->{'document_no>'} for @{ $table->{rows} }; # each has its own amount
    }
    for my $i (0 .. $#numbers) {
        my $no = "$tag$numbers[$i]";
        my $href = $link{ $i + 1 . '.17' };
        ok($href, "$list: '$numbers[$i]' is in the list") or next;
        unlike($href, qr/[ "'<>\\^`{|}]|[^\x21-\x7e]/, "$list: '$numbers[$i]' its link is a clean address");
        my $res = $person->get("~$href");
        status_is($res, 200, "$list: '$numbers[$i]' opens") or diag $href;
        ok($res->decoded_content =~ /Product &lt;$i&gt;/, "$list: '$numbers[$i]' is this document");
        my %facts = facts_of($res);
        is($facts{document_no} // '(none)', $no =~ s/\s+/ /gr, "$list: '$numbers[$i]' says its number");
        # its own link to the file
        my ($csv) = $res->decoded_content =~ /<a[^>]*\shref="([^"]*format=csv)"/;
        my $file = $person->get('~' . ($csv =~ s/&amp;/&/gr =~ s/&#39;/'/gr));
        status_is($file, 200, "$list: '$numbers[$i]' as CSV");
        ok(decode_utf8($file->content) =~ /Product <$i>/, "$list: '$numbers[$i]' is this document in CSV");
        header_is($file, 'Content-Disposition', qr/^attachment; filename="?[\w.-]+\.csv"?$/, "$list: '$numbers[$i]' has a harmless file name");
        is($file->header('Content-Encoding'), undef, "$list: '$numbers[$i]' is not taken for a packed file");
        like($res->header('Content-Type'), qr{^text/html; ?charset=utf-8}i, "$list: '$numbers[$i]' is HTML, whatever its number ends in");
    }
}
for my $list (qw(due-payments payment-history)) {
    my @rows = map { @{ table_of($person->get("/$list?per_page=100&page=$_&columns=invoice_no,order_no"), $list)->{rows} } } 1;
    is(scalar(grep { ($_->{'invoice_no>'} // '') !~ m{^/cc/invoices/\Q$tag\E[\x21-\x7e]+$} } @rows), 0, "$list: all numbers are links");
    my %codes;
    $codes{ $person->get('~' . $_->{'invoice_no>'})->code }++ for @rows;
    is_deeply([keys %codes], ['200'], "$list: which open") or diag explain \%codes;
}

# by search and filter
for my $i (0 .. $#numbers) {
    my $no = "$tag$numbers[$i]";
    my $table = table_of($person->get('/orders?per_page=100&' . CC::Person::encode('filter.document_no' => "=$no")), 'orders');
    ok(scalar(grep { $_->{amount} eq $i + 1 . '.17' } @{ $table->{rows} }), "the filter finds '$numbers[$i]'");
    $table = table_of($person->get('/orders?per_page=100&' . CC::Person::encode(q => $no)), 'orders');
    ok(scalar(grep { $_->{amount} eq $i + 1 . '.17' } @{ $table->{rows} }), "the search finds '$numbers[$i]'");
}

# the same number in other ways of writing the path
for my $case (["/orders/$tag" . 'A/B', 200], ["/orders/$tag" . 'A//B', '200|404'], ["/orders/$tag" . 'A%2FB', '200|404'], ["/orders/$tag" . 'A/./B', '200|404|400'], ["/orders/$tag" . 'A/../B', '404|400'],
    ["/orders/$tag" . 'A/B/', '404'], ["/orders//$tag" . 'A/B', '200|404'], ["/orders/$tag" . '%41%2E%67%7A', 200], ["/orders/$tag" . 'A%00B', '404|400'], ['/orders/', '200|303|301|404'],
    ["/orders/$tag" . 'A%', '400|404'], ["/orders/$tag" . '%FF', '400|404'], ["/orders/../orders/$tag" . 'A.gz', '200|400|404'], ['/orders/' . 'x' x 5000, '403|404|414'], ['/orders/%20', 404]) {
    my ($path, $want) = @$case;
    like($person->get($path)->code, qr/^(?:$want)$/, substr($path, 0, 60) . ": $want");
}

# ---- what documents say ----

my @texts = ('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='x", '&amp; & &lt;', '</td></tr></table>', '</textarea><b>', '{{x}} {key} {@attr}', '<!-- x', ']]>',
    '=cmd|calc', '+1+1', '-1+1', '@SUM(A1)', "a\"b,c;d", ' lead and trail ', 'ПРИВЕТ', 'a' x 200);
my $more = unique('n');
load({ type => 'document_type', id => "$more-type", entity => 'SalesOrders', name => '<i>Type & "name"</i>' },
    map { order($mine, "$more-$_", notes => $texts[$_], status => substr($texts[$_], 0, 60), document_type => "$more-type",
        lines => [line(1, product_code => substr($texts[$_], 0, 40), product_name => $texts[$_], unit => substr($texts[$_], 0, 30))]) } 0 .. $#texts);
my $hole = qr/<script>alert|<img src=x|\sonmouseover=['"]|<b>\W|<!-- x|<i>Type|onerror=alert\(1\)>/;
my $list = $person->get("/orders?q=$more&per_page=100&columns=document_no,status,notes,type_name");
is(table_of($list, 'orders')->{total}, scalar @texts, 'all odd texts are listed');
ok($list->decoded_content !~ $hole, 'the list escapes all of them');
ok($person->get("/orders?q=$more&group=$_&columns=document_no,status,notes")->decoded_content !~ $hole, "heads of groups by $_ as well") for qw(status notes type_name document_no);
my ($head, @csv) = csv_of($person->get("/orders?q=$more&format=csv&columns=document_no,status,notes,type_name"));
is(scalar @csv, scalar @texts, 'all of them are in CSV');
for my $row (@csv) {
    is(scalar(grep { /^\s*[=+\@]/ || /^-(?![\d.]+$)/ } @$row), 0, "$row->[0]: CSV has no formula") or diag explain $row;
}
for my $i (0 .. $#texts) {
    my $res = $person->get("/orders/$more-$i");
    ok($res->decoded_content !~ $hole, "the order '$texts[$i]' escapes its texts");
    my %facts = facts_of($res);
    (my $want = $texts[$i]) =~ s/\s+/ /g;
    is($facts{notes} // '(none)', $want =~ s/^ | $//gr, 'and shows its notes');
    my ($row) = @{ table_of($res, 'lines')->{rows} };
    is($row->{product_name}, $want =~ s/^ | $//gr, 'its product');
    is($facts{type_name}, '<i>Type & "name"</i>', 'and its type');
    my (undef, @lines) = csv_of($person->get("/orders/$more-$i?format=csv"));
    is(scalar(grep { /^\s*[=+\@]/ || /^-(?![\d.]+$)/ } map { @$_ } @lines), 0, 'without a formula in CSV');
}
load(order($mine, "$more-long", notes => "first line\nsecond line\n\n  indented", lines => [map { line($_, product_name => "Product $_") } 1 .. 300]));
my $long = $person->get("/orders/$more-long");
is(scalar @{ table_of($long, 'lines')->{rows} }, 300, 'a document shows all of its lines');
is(join(' ', map { $_->{no} } @{ table_of($long, 'lines')->{rows} }), join(' ', 1 .. 300), 'by their numbers');
like($long->decoded_content, qr/first line\nsecond line/, 'notes keep their lines');

# exact quantities, prices and discounts
my @exact = (['0.000001', '999999999.99', '0.000001'], ['123456.789', '0.1', '0.5'], ['0.333333', '0.30', '1'], ['1000000', '-5.50', '0'], ['2', '12', '0.125']);
load(order($mine, "$more-exact", lines => [map { line($_ + 1, quantity => $exact[$_][0], price => $exact[$_][1], discount => $exact[$_][2], amount => $exact[$_][1]) } 0 .. $#exact]));
my $rows = table_of($person->get("/orders/$more-exact"), 'lines')->{rows};
my (undef, @file) = csv_of($person->get("/orders/$more-exact?format=csv"));
for my $i (0 .. $#exact) {
    my ($quantity, $price, $discount) = @{ $exact[$i] };
    is(join('|', map { $rows->[$i]{"$_="} } qw(quantity price discount amount)), join('|', plain(micro($quantity), 0), plain(micro($price)), plain(micro($discount), 0), plain(micro($price))),
        "line with @{ $exact[$i] }: plain values");
    is(join('|', map { $rows->[$i]{$_} } qw(quantity price discount)), join('|', grouped(plain(micro($quantity), 0)), grouped(plain(micro($price))), grouped(plain(micro($discount) * 100, 0)) . ' %'),
        'as people read them');
    is(join('|', @{ $file[$i] }[3, 5, 6, 7]), join('|', plain(micro($quantity), 0), plain(micro($price)), plain(micro($discount), 0), plain(micro($price))), 'and in CSV');
}

done_testing;
