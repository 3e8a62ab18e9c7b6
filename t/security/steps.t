# Numbers and codes with "." and ".." between slashes, which browsers take for steps: links and forms made of them stay where
# they belong. The ERP gives references that no document has, and codes, in any form.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;

my ($mine, $login, $other, $admin, $tag) = map { unique($_) } qw(m u o a t);
my @odd = ("../$tag", "../../$tag", "$tag/..", "$tag/../users", "./$tag", "$tag/./x", "..$tag", "$tag..", "$tag/a..b", "$tag/.../x", "$tag/x");
load(document_types(), customer($mine), user($login), access($mine, $login, 'L40'), user($other), user($admin, user_type => 'INT', is_admin => JSON::PP::true),
    map({ (due_payment($mine, invoice_no => $_), invoice($mine, "$tag-$_" =~ tr{/}{-}r, order_no => $_), customer("../$_"), access("../$_", $other, 'L10')) } @odd));

# where a browser goes: it takes the steps itself, also when they are percent-encoded (URL standard)
sub leads_to {
    my ($href) = @_;
    my @path;
    for my $part (split m{/}, $href =~ s/\?.*//sr =~ s/%2e/./gir, -1) {
        if ($part eq '..') { pop @path if @path > 1 }
        elsif ($part ne '.') { push @path, $part }
    }
    return join '/', @path;
}
sub links { my ($res, $below) = @_; return grep { m{^/(?:cc|backoffice)$below/} } $res->decoded_content =~ /(?:href|action)="([^"]+)"/g }

my $person = CC::Person->signed_in($login);
my @due = links($person->get('/due-payments?per_page=100'), '/invoices');
is(scalar @due, scalar @odd, 'every reference is a link');
like(leads_to($_), qr{^/cc/invoices/.}, "$_ stays among the invoices") for @due;
ok(scalar(grep { m{/\Q$tag\E/x$} } @due), 'a slash stays one where there is no step');
for my $odd (@odd) {
    my $page = $person->get('/invoices/' . ("$tag-$odd" =~ tr{/}{-}r));
    my @orders = links($page, '/orders');
    is(scalar @orders, 1, "the order $odd of an invoice is a link");
    like(leads_to($orders[0] // ''), qr{^/cc/orders/.}, 'which stays among the orders');
}

my $office = CC::Person->signed_in($admin, site => '/backoffice');
for my $list (['/parties', 'parties'], ['/external-access', 'customers']) {
    my ($path, $below) = @$list;
    my @rows = links($office->get("$path?per_page=100&q=$tag"), "/$below");
    cmp_ok(scalar @rows, '>=', scalar @odd, "$path: every row is a link");
    is(scalar(grep { leads_to($_) !~ m{^/backoffice/$below/.} } @rows), 0, "$path: rows stay below /$below");
}

done_testing;
