# Letters beyond ASCII: what names a person, a party or a customer is found however it is typed, and sorted as one word
# with the other case; of texts that fold to very many letters more, lists know the beginning.
use strict;
use warnings;
use utf8;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use Encode qw(encode_utf8);
use JSON::PP;
use URI::Escape qw(uri_escape_utf8);

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);
my ($admin, $who, $other) = map { unique($_) } qw(admin who other);
my $tag = uc unique('ж');
my ($code, $number) = ("Ж$tag", "Ę$tag-Я");
my %party = (type => 'party', code => $number, name => "Фирма $tag", unique_number => "Ü$tag", vat_number => "Ł$tag", active => JSON::PP::true);
load(user($admin, user_type => 'INT', is_admin => JSON::PP::true),
    { type => 'person', code => $code, first_name => 'Иван', last_name => "STRAUẞ $tag" },
    \%party, { type => 'customer', number => $number, party => $number, enterprise_company => 'LAGERTA', from_date => '2020-01-01' },
    user($who, person => $code), user($other), access($number, $who, 'L30'));
my $person = CC::Person->signed_in($admin, site => '/backoffice');
sub total { my ($grid, $path, %query) = @_; return grid_total($person->get("$path?" . join '&', map { "$_=" . uri_escape_utf8($query{$_}) } sort keys %query), $grid) }

for my $text ("иван strauß $tag", "ИВАН STRAUSS $tag", "strauß $tag", $code, lc $code) {
    is(total('users', '/users', 'filter.person' => $text), 1, "a user by the person, as $text");
    is(total('users', '/users', q => $text), 1, 'searched');
}
for my $case (['filter.code' => $number, lc $number], ['filter.name' => "фирма $tag", "ФИРМА $tag"], ['filter.unique_number' => "Ü$tag", lc "ü$tag"], ['filter.vat_number' => "Ł$tag", lc "ł$tag"]) {
    my ($filter, @texts) = @$case;
    is(total('parties', '/parties', $filter => $_), 1, "a party, $filter=$_") for @texts;
    is(total('parties', '/parties', q => $_), 1, 'searched') for @texts;
}
for my $text ($number, lc $number, "фирма $tag", lc "ę$tag-я") {
    is(total('external-access', '/external-access', q => $text), 1, "access to a customer, as $text");
    is(total('external-access', '/external-access', 'filter.customer' => $text), 1, 'filtered');
}
CC::Data::run_ok('revoke', '--customer', encode_utf8($number), '--user', $who);
is(total('audit', '/audit', q => $_), 2, "the audit, as $_") for $number, lc $number;
is(total('audit', '/audit', 'filter.customer' => $_), 2, 'filtered') for $number, lc $number;

# what folds to more than it shows
my $id = cell('SELECT id FROM users WHERE login = ?', $other);
$person->get("/users/$id");
for my $case (['Ж' x 254, 303], ['字' x 254, 303], ["\x{FDFA}" x 200, 303], ["\x{FB03}" x 254, 303], ['ß' x 254, 303], ['字' x 2000, 303, 'notes'], ["\x{FDFA}" x 80, 422, 'login']) {
    my ($text, $status, @only) = @$case;
    for my $field (@only ? @only : qw(name notes)) {
        my $version = cell('SELECT version FROM users WHERE id = ?', $id);
        my %fields = (name => 'Other', login => $other, email => "$other\@example.com", user_type => 'EXT', active => 1, person => '', notes => '', version => $version, $field => encode_utf8($text));
        status_is($person->submit("/users/$id", %fields), $status, length($text) . ' times ' . substr($text, 0, 1) . " as $field");
    }
    is(total('users', '/users', q => substr($text, 0, 100), 'filter.login' => $other), 1, 'is found by what it begins with') if $status == 303;
}

done_testing();
