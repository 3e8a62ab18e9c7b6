# Lists by a text that each row repeats: access by its customer's name and number, users by their person. Whatever becomes of
# parties, customers, persons and rows, pages anywhere, of all rows and of those of a role, found or not, and downloads have
# one order, that of the text as it is shown.
use strict;
use warnings;
use utf8;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;

my $tag = unique('s');
my ($office, @people) = map { unique($_) } 'o', 1 .. 3;
my $customers = 2_600;
my $key = "p.name_key || ' #' || LOWER(c.number)";
my @roles = qw(L10 L20 L30 L40 L80);
# a third of the names follows others; many are one name; rows of a role stand together
# and a name goes on with what comes before the sign between name and number, or with what comes after it
sub name_of { my ($n) = @_; return $n % 4 ? sprintf '%s %05d%s', $tag, ($n - $n % 4) * 7919 % 100_003, ('', '', ' "beta"', '!')[$n % 4] : "$tag same" }
sub number_of { my ($n) = @_; return sprintf '%s%s%04d', $n % 8 == 4 ? 'Z' : 'a', $tag, $n }
load(user($office, user_type => 'INT', is_admin => JSON::PP::true), map { user($_) } @people);
load((map { customer(number_of($_), name => name_of($_)) } 1 .. $customers),
    map { my $n = $_; map { access(number_of($n), $people[$_], $roles[$n * 7919 % 100_003 / 25_000]) } 0 .. $n % 3 } 1 .. $customers);
my $manager = CC::Person->signed_in($office, site => '/backoffice');

sub shown { my ($query) = @_; return join ' ', $manager->get("/external-access?sort=customer&$query")->content =~ /<tr\b[^>]*data-id="([^"]+)"/g }
sub pages_are {
    my ($name) = @_;
    for my $case (['all', '', '1 = 1'], ['of a role', 'filter.role=billing&', "a.role = 'L40'"], ['of another', 'filter.role=basic&', "a.role = 'L10'"], ['of some roles', 'filter.role=l&', '1 = 1'], ['of a role and a text', "filter.role=billing&q=$tag&", "a.role = 'L40' AND p.name_key LIKE '%$tag%'"]) {
        my ($of, $query, $where) = @$case;
        for my $dir ('', ' DESC') {
            my @ids = map { $_->[0] } sql("SELECT a.id FROM external_access a JOIN customers c ON c.id = a.customer_id JOIN parties p ON p.id = c.party_id WHERE $where ORDER BY $key$dir, a.id$dir");
            my $last = int((@ids + 24) / 25);
            for my $page (1, 2, 30, int($last / 2), int($last / 2) + 1, $last - 25, $last - 1, $last) {
                next if $page < 1 || $page > $last;
                my $to = $page == $last ? $#ids : $page * 25 - 1;
                is(shown($query . 'dir=' . ($dir ? 'desc' : 'asc') . "&page=$page"), join(' ', @ids[($page - 1) * 25 .. $to]), "$name: $of$dir, page $page of $last");
            }
        }
    }
}
sub agrees { my ($name) = @_; my ($status, $out) = ccadmin('check'); is($status, 0, "$name: check agrees") or diag $out }

pages_are('at first');
agrees('at first');

# what indexes find, on all its pages, so many rows that some are read along the order and others are put in order; and the download
my $joined = "external_access a JOIN users u ON u.id = a.user_id JOIN customers c ON c.id = a.customer_id JOIN parties p ON p.id = c.party_id";
for my $case (["filter.user=$people[0]", "u.login = '$people[0]'"], ["filter.customer=beta", "p.name_key LIKE '%beta%'"], ["filter.customer=$tag&group=role", "p.name_key LIKE '$tag%'", 'a.role, ']) {
    my ($query, $where, $group) = @$case;
    my @ids = map { $_->[0] } sql("SELECT a.id FROM $joined WHERE $where ORDER BY " . ($group // '') . "$key, a.id");
    is(join(' ', map { shown("$query&per_page=100&page=$_") } 1 .. int((@ids + 99) / 100)), "@ids", "$query: all pages together");
}
for my $case (['', '1 = 1', ''], ['&dir=desc', '1 = 1', ' DESC'], ["&filter.user=$people[0]", "u.login = '$people[0]'", '']) {
    my ($query, $where, $dir) = @$case;
    my @rows = map { /#(\w*$tag\w*)"?,.*?<(.+?)>/ ? "$1 $2" : () } split /\r\n/, $manager->get("/external-access?sort=customer&format=csv&columns=customer,user$query")->content;
    my @expected = map { "$_->[0] $_->[1]" } sql("SELECT c.number, u.login FROM $joined WHERE $where AND p.name_key LIKE '$tag%' ORDER BY $key$dir, a.id$dir");
    is_deeply(\@rows, \@expected, "download$query: in the same order");
}

# names, parties of customers, rows and their roles change
load((map { { type => 'party', code => number_of($_ * 3), name => "$tag 0" . $_ % 7 } } 1 .. 400), { type => 'party', code => "${tag}gone", name => "$tag 5" });
load(map { { type => 'customer', number => number_of($_ * 5), party => "${tag}gone", enterprise_company => 'LAGERTA', from_date => '2020-01-01' } } 1 .. 50);
sql("DELETE FROM parties WHERE code = '" . number_of(5) . "'");
sql("UPDATE external_access SET role = 'L40' WHERE id % 11 = 0");
sql("DELETE FROM external_access WHERE id % 13 = 0");
pages_are('other names');
agrees('other names');

# users by person
sub users_are {
    my ($name, @logins) = @_;
    my @shown = $manager->get("/users?sort=person&q=$tag&per_page=100")->content =~ m{<tr\b[^>]*data-id="\d+".*?>([^<]*$tag[^<]*)<}gs;
    is(join(' ', @shown), join(' ', @logins), $name);
}
my @persons = map { { type => 'person', code => "$tag-$_->[0]", first_name => $_->[1], last_name => 'X' } } [1, 'Zoe'], [2, 'Adam'], [3, 'Жана'];
load(@persons, map { user("$tag$_", person => "$tag-$_") } 1 .. 3);
load(user("${tag}0"));
users_are('without a person first, then by name', map { "$tag$_" } 0, 2, 1, 3);
load({ type => 'person', code => "$tag-2", first_name => 'Яна', last_name => 'X' });
users_are('by the new name', map { "$tag$_" } 0, 1, 3, 2);
load(user("${tag}1", person => undef));
is(cell('SELECT COUNT(*) FROM users WHERE login = ? AND person_id IS NULL', "${tag}1") ? 1 : 0, 1, 'one without a person any more');
users_are('which moves to those without', map { "$tag$_" } 1, 0, 3, 2);
agrees('persons');

done_testing;
