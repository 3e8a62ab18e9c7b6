# The older access model: user, person, parent party, customer of the site's enterprise company, location. Each broken
# link has its code, and a repair counts from the next request on.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;

my ($number, $second, $other, $login, $code, $row) = map { unique($_) } qw(c d other login p row);
sub party { return { type => 'party', code => $_[0], name => "Name of $_[0]", active => JSON::PP::true } }
sub agreement {
    my ($number, $party, %set) = @_;
    return { type => 'customer', number => $number, party => $party, enterprise_company => 'LAGERTA', from_date => '2020-01-01', thru_date => undef, %set };
}
sub day { my ($days) = @_; my @t = localtime(time + $days * 86400); return sprintf '%04d-%02d-%02d', $t[5] + 1900, $t[4] + 1, $t[3] }
my $lagerta = unique('L');
load({ type => 'location', code => $lagerta, name => 'Sofia', enterprise_company => 'LAGERTA' }, party($number), party($other), user($login),
    customer($row), user("row$login"), access($row, "row$login", 'L80'));

my $person = CC::Person->signed_in($login, site => '/v24');
my $rows = CC::Person->signed_in($login, site => '/cc');
sub met {
    my ($expected, $what) = @_;
    my $res = $person->get('/');
    error_is($res, 403, $expected, $what);
    like($res->decoded_content, qr{action="/v24/logout"}, 'and offers to log out');
    return $res;
}

my $res = met('CC002', 'no person');
like(text_of($res->decoded_content), qr/defines a person/, 'says what to repair');
error_is($person->get($_), 403, 'CC002', "and so does $_") for '/orders', '/account', '/profile', '/select-customer';
load({ type => 'person', code => $code, first_name => 'Catherine', last_name => 'Carter', parent_party => undef },
    { type => 'user', login => $login, person => $code });
met('CC003', 'no parent party');
load({ type => 'person', code => $code, parent_party => $number });
met('CC004', 'no customer at all');
load(agreement($number, $number, enterprise_company => 'BRIMLEY'));
met('CC006', 'a customer, but of another enterprise company');
load(agreement($second, $number, from_date => day(1)));
met('CC006', 'an agreement that begins tomorrow');
load(agreement($second, $number, thru_date => day(-1)));
met('CC006', 'one that ended yesterday');
load(agreement($second, $number, from_date => day(0)));
met('CC007', 'one that begins today, without a location');
load(agreement($second, $number, thru_date => day(0)));
met('CC007', 'one of today without a location');
load(agreement($second, $number, thru_date => day(0), serviced_by => $lagerta));
$res = $person->get('/');
page_is($res, 'home', 'the whole chain');
is(attr($res, 'data-customer'), $second, 'leads to that customer');
is(attr($res, 'data-role'), 'L40', 'with the role by default');
error_is($rows->get('/'), 403, 'CC010', 'where rows decide, nothing changed');
page_is($person->get($_), $_ =~ s{/}{}r, $_) for '/orders', '/invoices', '/due-payments', '/payment-history', '/profile', '/account';
load(agreement($second, $number, serviced_by => undef));
met('CC007', 'a repair undone counts at once, too');
load(agreement($second, $number, serviced_by => $lagerta));

# of several agreements, the one that works
load(agreement(unique('0'), $number, thru_date => day(-1)), agreement(unique('1'), $number));
is(attr($person->get('/'), 'data-customer'), $second, 'of several agreements the one that is whole');

# the role of the configuration; no rows to manage
my $admin = CC::Person->signed_in($login, site => '/v24admin/site');
$res = $admin->get('/');
is(attr($res, 'data-role'), 'L80', 'the role that the site gives');
unlike($res->decoded_content, qr{/v24admin/site/users}, 'without User Management');
status_is($admin->get($_), 404, "$_ is not there") for '/users', '/users/add', '/users/1/edit', '/users/1/remove';
status_is($admin->post('/users/add', email => 'x@example.com'), 404, 'nor for a form');
page_is(CC::Person->signed_in("row$login", site => '/v24admin/rows')->get('/users'), 'users', 'a section inside may go back to rows');
error_is(CC::Person->signed_in("row$login", site => '/v24admin/site')->get('/'), 403, 'CC002', 'where rows do not count');

# nobody of the company can give another role
my $orders = CC::Person->signed_in($login, site => '/v24admin/orders');
page_is($orders->get('/orders'), 'orders', 'a site of a lower role shows what it includes');
error_is($res = $orders->get('/invoices'), 403, '403', 'and nothing else');
like(text_of($res->decoded_content), qr/same role/, 'says why');
unlike(text_of($res->decoded_content), qr/administrator of your company/, 'and sends nobody to ask in vain');

# a new account
my $new = CC::Person->new(site => '/v24');
my $email = unique('new') . '@example.com';
redirect_is($new->submit('/register', email => $email, full_name => 'New Person', phone => '', language => 'en', company => 'x', message => '',
        password => 'seven pears under a blue roof', confirm_password => 'seven pears under a blue roof'), qr{/v24/login}, 'a request for an account');
status_is($new->login($email, 'seven pears under a blue roof'), 303, 'can log in');
error_is($new->get('/'), 403, 'CC002', 'and waits for its person');

done_testing;
