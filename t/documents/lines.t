# A document of very many lines, each of which becomes long in HTML, is shown by pages of a thousand and downloaded as a whole.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

my ($mine, $low, $high) = map { unique($_) } qw(m low high);
my $tag = uc unique('t');
my $most = 4000; # that load takes
my @lines = map { line($_, product_code => '"' x 64, product_name => '"' x 250 . $_, unit => '"' x 32, price => '419.41', amount => '802.51') } 1 .. $most;
load(document_types(), customer($mine), map({ user($_) } $low, $high), access($mine, $low, 'L20'), access($mine, $high, 'L40'),
    order($mine, "$tag/O", lines => \@lines), order($mine, "$tag/S", lines => [@lines[0 .. 999]]), order($mine, "$tag/N", lines => []),
    invoice($mine, "$tag/I", lines => [@lines[0 .. 1000]]));
my ($person, $basic) = map { CC::Person->signed_in($_) } $high, $low;

# "1000 of 4000, 1001-2000, page 2"
sub shown {
    my ($res) = @_;
    my $table = table_of($res, 'lines') or return $res->code;
    my @no = map { $_->{no} } @{ $table->{rows} };
    my ($page) = $res->decoded_content =~ /<li class="cc-page-of">Page (\d+ of \d+)/;
    return scalar(@no) . " of $table->{total}" . (@no ? ", $no[0]-$no[-1]" : '') . ($page ? ", page $page" : '');
}

my %want = ('' => '1000 of 4000, 1-1000, page 1 of 4', '?page=1' => '1000 of 4000, 1-1000, page 1 of 4', '?page=2' => '1000 of 4000, 1001-2000, page 2 of 4',
    '?page=4' => '1000 of 4000, 3001-4000, page 4 of 4', '?page=5' => '1000 of 4000, 3001-4000, page 4 of 4', map { ("?page=$_" => '1000 of 4000, 1-1000, page 1 of 4') } 0, -1, 'x', '99999999999999999999');
for my $query (sort keys %want) {
    is(shown($person->get("/orders/$tag/O$query")), $want{$query}, "L40: $query");
}
is(shown($basic->get("/orders/$tag/O?page=3")), '1000 of 4000, 2001-3000, page 3 of 4', 'L20');
body_unlike($basic->{last}, qr/419[.,]41|802[.,]51/, 'without prices');
my $res = $person->get("/orders/$tag/O?page=2");
body_like($res, qr{<a [^>]*href="/cc/orders/\Q$tag\E/O" aria-label="First page"}, 'a link to the first page');
body_like($res, qr{<a [^>]*href="/cc/orders/\Q$tag\E/O\?page=3" rel="next"}, 'and to the next');
body_like($res, qr/4000 rows/, 'and the number of all');
is(shown($person->get("/orders/$tag/S")), '1000 of 1000, 1-1000', 'a thousand lines are one page');
is(shown($person->get("/orders/$tag/N?page=2")), '0 of 0', 'so is none');
unlike($person->get("/orders/$tag/N")->decoded_content, qr/<tfoot>/, 'and nothing is summed up above the words that say so');
is(shown($person->get("/invoices/$tag/I?page=2")), '1 of 1001, 1001-1001, page 2 of 2', 'an invoice of one more are two');
for my $path ("/orders/$tag/O?format=csv", "/orders/$tag/O?format=csv&page=2") {
    my @rows = csv_of($person->get($path));
    is(@rows - 1, $most, "all lines are downloaded: $path");
    is($rows[-1][2], '"' x 250 . $most, 'to the last');
}
done_testing;
