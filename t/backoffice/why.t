# Why a user sees what they see: both chains, the first broken link with its code and the form that repairs it.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;

my ($number, $other, $admin, $login, $type, $order, $old, $location, $code) = map { unique($_) } qw(c other admin login type order old L p);
sub day { my ($days) = @_; my @t = localtime(time + $days * 86400); return sprintf '%04d-%02d-%02d', $t[5] + 1900, $t[4] + 1, $t[3] }
sub order {
    my ($no, $customer, $date) = @_;
    return { type => 'order', document_no => $no, customer => $customer, document_type => $type, date => $date, status => 'Ordered',
        currency => 'EUR', amount => '1.00', lines => [] };
}
load({ type => 'location', code => $location, name => 'Sofia', enterprise_company => 'LAGERTA' }, customer($number), customer($other),
    user($admin, user_type => 'INT', is_admin => JSON::PP::true), user($login, active => JSON::PP::false),
    { type => 'document_type', id => $type, entity => 'SalesOrders', name => 'Sales Order' },
    order($order, $number, day(-2)), order($old, $number, day(-40)));
my $person = CC::Person->signed_in($admin, site => '/backoffice');
my $id = cell('SELECT id FROM users WHERE login = ?', $login);

# [chain, holds, first broken message or code, link]
my $html;
sub ask { my ($query) = @_; my $res = $person->get("/why?user=$login&site=LAGERTA" . ($query // '')); $html = $res->decoded_content; return $res }
sub part { my ($chain) = @_; return $html =~ m{<section[^>]*data-chain="$chain"(.*?)</section>}s ? $1 : '' }
sub holds { my ($chain) = @_; return part($chain) =~ /data-holds="(\w+)"/ ? $1 : '-' }
sub broken { my ($chain) = @_; return part($chain) =~ m{<li data-state="broken"(.*?)</li>}s ? $1 : '' }
sub broken_is {
    my ($chain, $code, $href, $name) = @_;
    ask();
    is(holds($chain), 'no', "$name: no access");
    my $link = broken($chain);
    is($link =~ /data-code="(\w+)"/ ? $1 : '-', $code, "$name: the code");
    like($link, qr{href="\Q$href\E"}, "$name: the form that repairs it");
}

page_is(ask(), 'why', 'the page');
broken_is($_, '-', "/backoffice/users/$id", "inactive, $_") for 'external-access', 'parent-party';
unlike(part('external-access'), qr/CC010/, 'what comes after a broken link is not asked');
load({ type => 'user', login => $login, active => JSON::PP::true });
broken_is('external-access', 'CC010', '/backoffice/external-access', 'no row');
load(access($number, $login, 'L10', days_back => 30));
sql('UPDATE customers SET thru_date = ? WHERE number = ?', day(-1), $number);
broken_is('external-access', 'CC010', "/backoffice/parties/$number", 'an agreement that ended');
ask("&document=$order");
like(broken('order'), qr{agreement of its customer.*href="/backoffice/parties/\Q$number\E"}s, 'for a document as well: the row is there');
sql('UPDATE customers SET thru_date = NULL WHERE number = ?', $number);
ask();
is(holds('external-access'), 'yes', 'a row of an agreement in force');
like(part('external-access'), qr/L10 - Basic, 30 days back/, 'is shown with role and days');
load(access($number, $login, 'L10', days_back => 1));
ask();
like(part('external-access'), qr/L10 - Basic, 1 day back/, 'one day is no plural');

broken_is('parent-party', 'CC002', "/backoffice/persons/new?user=$id", 'no person');
load({ type => 'person', code => $code, first_name => 'A', last_name => 'B', parent_party => undef }, { type => 'user', login => $login, person => $code });
broken_is('parent-party', 'CC003', "/backoffice/persons/$code", 'no parent party');
load({ type => 'party', code => "$code/x", name => 'No customer' }, { type => 'person', code => $code, parent_party => "$code/x" });
broken_is('parent-party', 'CC004', "/backoffice/parties/$code/x", 'no customer');
load({ type => 'person', code => $code, parent_party => $other });
sql('UPDATE customers SET thru_date = ? WHERE number = ?', day(-1), $other);
broken_is('parent-party', 'CC006', "/backoffice/parties/$other", 'not in force');
sql('UPDATE customers SET thru_date = NULL, serviced_by = NULL WHERE number = ?', $other);
broken_is('parent-party', 'CC007', "/backoffice/parties/$other", 'no location');
load({ type => 'customer', number => $other, serviced_by => $location });
ask();
is(holds('parent-party'), 'yes', 'the whole chain');

# a document
ask("&document=$order");
is(holds('order'), 'no', 'Basic sees no order');
like(broken('order'), qr/L10 - Basic/, 'because of the role');
is(holds('invoice'), 'no', 'there is no such invoice');
load(access($number, $login, 'L20', days_back => 30));
ask("&document=$order");
is(holds('order'), 'yes', 'Orders does');
like(part('order'), qr/Sales Order/, 'its type');
like(part('order'), qr/L30/, 'and that prices need more');
ask("&document=$old");
is(holds('order'), 'no', 'not what is too old');
like(broken('order'), qr/@{[day(-40)]}.*@{[day(-30)]}/s, 'because of the days');
load({ type => 'user', login => $login, active => JSON::PP::false });
ask("&document=$order");
is(holds('order'), 'no', 'nor does somebody who may not log in');
load({ type => 'user', login => $login, active => JSON::PP::true });
ask('&document=nothing');
is(holds('order'), 'no', 'not what there is not');

# the same document as the older model shows it: by the chain, whose role is the site's own
ask("&document=$order");
is(holds('parent-order'), 'no', 'the chain leads to another customer');
like(broken('parent-order'), qr{belongs to \Q$number\E.*href="/backoffice/persons/\Q$code\E"}s, 'so the parent party is told, and where it is set');
load({ type => 'person', code => $code, parent_party => $number }, { type => 'customer', number => $number, serviced_by => $location });
ask("&document=$order");
is(holds('parent-order'), 'yes', 'a document of the parent party');
like(part('parent-order'), qr/ClientCenterParentPartyRole, L40 if it is not set/, 'if the role of the site says so');
is(holds('parent-invoice'), 'no', 'an order is no invoice');
load({ type => 'user', login => $login, person => undef });
ask("&document=$order");
is(holds('parent-order'), 'no', 'nothing without a person');
like(broken('parent-order'), qr{data-code="CC002".*href="/backoffice/persons/new\?user=$id"}s, 'with the code and the form');

# in the language of the administrator
load(access($number, $login, 'L20', days_back => undef), access($other, $login, 'L40', days_back => 7), { type => 'user', login => $admin, language => 'de' });
ask("&document=$order");
like(part('external-access'), qr/L20 - [^,]*, unbegrenzt/, 'German: a role without a limit of days');
like(part('external-access'), qr/L40 - [^,]*, 7 Tage zur/, 'German: with one');
unlike($html, qr/unlimited|days back|Prices are|The role is/, 'and no English');
load({ type => 'user', login => $admin, language => 'en' });

# what is not known
ask();
like($person->get("/why?user=$login&site=NOBODY")->decoded_content, qr/data-code="CC005"/, 'an unknown enterprise company');
field_error_is($person->get('/why?user=nobody-at-all&site=LAGERTA'), 'user', qr/no user/, 'an unknown user');
status_is($person->get('/why'), 200, 'the question alone');
body_like($person->get('/why?user=%3Cb%3E&site=LAGERTA'), qr/&lt;b&gt;/, 'is escaped');
redirect_is(CC::Person->new(site => '/backoffice')->get('/why'), qr{/backoffice/login}, 'not for visitors');

done_testing;
