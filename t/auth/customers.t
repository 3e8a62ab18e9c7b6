# Several customers: Select Client, the remembered choice, the switch, and a hint that is never trusted.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents qw(day);
use CC::Person;

my ($one, $two, $three, $foreign, $elsewhere) = map { unique($_) } qw(a b c f e);
my ($multi, $single) = (unique('m'), unique('s'));
load(customer($one, name => 'Alpha <Ltd.>'), customer($two, name => 'Beta'), customer($three, name => 'Gamma'),
    customer($foreign, name => 'Foreign'), customer($elsewhere, name => 'Elsewhere', company => 'BRIMLEY'), user($multi), user($single),
    access($one, $multi, 'L80'), access($two, $multi, 'L10'), access($three, $multi, 'L90'), access($elsewhere, $multi, 'L90'),
    access($one, $single, 'L10'));

# one customer: straight in
my $person = CC::Person->signed_in($single);
redirect_is($person->{last}, '/cc/', 'one customer: login goes straight in');
is(attr($person->follow, 'data-customer'), $one, 'to that customer');
is($person->get('/')->decoded_content =~ /name="customer"/ ? 1 : 0, 0, 'and there is no switch');

# several: asked at the first login
$person = CC::Person->signed_in($multi);
my $res = $person->follow;
$res = $person->follow if $res->code == 303;
page_is($res, 'select-customer', 'several customers: the first login asks');
body_like($res, qr/Select Client/, 'in these words');
my @offered = $res->decoded_content =~ /<button[^>]*name="customer"[^>]*value="([^"]*)"/g;
my %offered = map { $_ => 1 } @offered;
is_deeply([sort keys %offered], [sort $one, $two, $three], 'and offers those of the site');
body_like($res, qr/Alpha &lt;Ltd\.&gt; #\Q$one\E/, 'in display format, escaped');
is(attr($res, 'data-customer'), undef, 'no customer is chosen yet');
for my $path ('/', '/users', '/profile', '/users?format=csv') {
    redirect_is($person->get($path), qr{/cc/select-customer(?:\?next=|$)}, "$path asks first");
}

# forms that are about a customer are of none yet: they are refused, not led on to a choice after which they would be lost
for my $form (['/users/add', email => "$single\@example.com", role => 'L10', days_back => '', notes => ''], ['/layout', grid => 'users', sort => 'user', reset => 1]) {
    $person->get('/select-customer');
    error_is($person->post(@$form), 403, '403', "POST $form->[0] before a choice");
}
is(cell('SELECT COUNT(*) FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $single), 1, 'and nobody is added');

# choosing
for ($foreign, $elsewhere, '', 'x', "$one' OR 1=1", '00000', "$one\x00", 'ALPHA') {
    my $answer = $person->submit('/select-customer', customer => $_);
    like($answer->code, qr/^(?:400|403|404|422)$/, "'" . ($_ =~ s/\0/NUL/r) . "' cannot be chosen");
    is({ cookies_set($answer) }->{cccustomer}, undef, 'and is not remembered');
}
$res = $person->submit('/select-customer', customer => $two, next => '/cc/profile');
redirect_is($res, '/cc/profile', 'a choice goes where it was asked for');
my %cookie = cookies_set($res);
ok($cookie{cccustomer} && $cookie{cccustomer}{httponly} && lc $cookie{cccustomer}{samesite} eq 'lax' && $cookie{cccustomer}{path} eq '/cc',
    'and is kept in a cookie') or diag explain \%cookie;
ok(($cookie{cccustomer}{'max-age'} // 0) > 86400, 'beyond the session');
$res = $person->follow;
is(join('/', map { attr($res, $_) } qw(data-customer data-role)), "$two/L10", 'with the role there');
status_is($person->get('/users'), 403, 'which is Basic');
redirect_is($person->submit('/select-customer', customer => $one, next => '//evil.example'), '/cc/', 'next is checked');
redirect_is($person->submit('/select-customer', customer => $one, next => '/cc/account'), '/cc/account', 'a page that is of no customer');
redirect_is($person->submit('/select-customer', customer => $one, next => '/cc/users/1/edit'), '/cc/', 'a row, which may be of another customer, is not gone on to');
redirect_is($person->submit('/select-customer', customer => $one, next => '/cc/users/add'), '/cc/users/add', 'a page that the role has');
for my $case (["/cc/orders/S-1", '/cc/', 'a document of the other customer'], ['/cc/users/1/edit', '/cc/', 'a row of the other'], ['/cc/users', '/cc/', 'a page that the role there has not'],
    ['/cc/users/add', '/cc/', 'nor this one'], ['/cc/profile?x=1', '/cc/profile?x=1', 'a page that it has'], ['/cc/nosuch', '/cc/', 'none'], ['/cc/logout', '/cc/', 'one that is no page']) {
    my ($next, $where, $what) = @$case;
    redirect_is($person->submit('/select-customer', customer => $two, next => $next), $where, "next is $what");
}
$person->choose($one);
$res = $person->get('/users');
is(join('/', map { attr($res, $_) } qw(data-customer data-role)), "$one/L80", 'the switch changes the customer');
body_like($person->{last}, qr/<button[^>]*name="customer"[^>]*value="\Q$two\E"/, 'and is on every page');

# at the next login the choice is kept while it is allowed
$person->post('/logout');
redirect_is($person->login($multi), '/cc/', 'a later login skips the question');
is(attr($person->follow, 'data-customer'), $one, 'and takes the remembered customer');
sql('DELETE FROM external_access WHERE customer_id = (SELECT id FROM customers WHERE number = ?) AND user_id = '
    . '(SELECT id FROM users WHERE login = ?)', $one, $multi);
redirect_is($person->get('/'), qr{/cc/select-customer}, 'a choice no longer allowed is asked again at once');
$res = $person->get('/select-customer');
body_unlike($res, qr/value="\Q$one\E"/, 'and no longer offered');

# the cookie is a hint
for my $hint ($foreign, $elsewhere, $one, '', 'x' x 3000, '../..', "%00", '"', "$two%0d%0aX-Evil:1", "' OR 1=1 --", '0', "\xFF") {
    my $who = CC::Person->signed_in($multi);
    $who->set_cookie(cccustomer => $hint);
    my $answer = $who->get('/profile');
    my $shown = attr($answer, 'data-customer') // '';
    ok($answer->code == 303 || $answer->code == 200 && $shown eq $two, "a forged choice gives no data: " . substr($hint, 0, 20) =~ s/[^\x20-\x7E]/?/gr)
        or diag $answer->code . " $shown";
    no_header($answer, 'X-Evil', 'nor a header');
}
my $honest = CC::Person->signed_in($multi);
$honest->set_cookie(cccustomer => $three);
is(attr($honest->get('/profile'), 'data-customer'), $three, 'an allowed one is taken');

# where the path of the cookies was widened: what is left of before comes first in what browsers send
my $widened = CC::Person->signed_in($multi, site => '/wide');
$widened->set_cookie(cccustomer => $three);
is(attr($widened->get('/profile'), 'data-customer'), $three, 'a choice of before the path was widened');
$res = $widened->choose($two);
is_deeply([map { s/=.*?Path=/ /r =~ s/;.*//sr } grep { /^cccustomer/ } $res->header('Set-Cookie')], ['cccustomer /', 'cccustomer /wide'], 'another one takes its place');
is(attr($widened->get('/profile'), 'data-customer'), $two, 'and counts');
$widened->choose($three);
is(attr($widened->get('/profile'), 'data-customer'), $three, 'as does the next');

# an agreement counts from its first day to its last, both included; what is open is over with it from the next request on
my ($term, $bound, $both_of) = (unique('t'), unique('bound'), unique('two'));
my @agreed = customer($term);
load(@agreed, user($bound), user($both_of), access($term, $bound, 'L80'), access($term, $both_of, 'L40'), access($two, $both_of, 'L10'));
sub term { my ($from, $thru) = @_; load({ %{ $agreed[1] }, from_date => $from, thru_date => $thru }) }
my $open = CC::Person->signed_in($bound);
my $switching = CC::Person->signed_in($both_of);
$switching->choose($term);
for my $case ([day(0), undef, 1, 'from today on'], [day(-1), undef, 0, 'from tomorrow on'], ['2020-01-01', day(0), 1, 'up to today'], [day(0), day(0), 1, 'today alone'],
    ['2020-01-01', day(1), 0, 'up to yesterday']) {
    my ($from, $thru, $there, $when) = @$case;
    term('2020-01-01', undef);
    $open->get('/users/add'); # a form from when it was in force
    term($from, $thru);
    status_is($open->post('/users/add', email => 'nobody@example.com'), $there ? 422 : 403, "an agreement $when: a form that is open");
    my $home = $open->get('/');
    $there ? is(attr($home, 'data-customer'), $term, "$when: Home") : error_is($home, 403, 'CC010', "$when: Home");
    status_is($open->get('/users?format=csv'), $there ? 200 : 403, "$when: CSV");
    is(attr($switching->get('/profile'), 'data-customer'), $there ? $term : $two, "$when: with two customers, the one of which there is an agreement");
    is($switching->{last}->decoded_content =~ /value="\Q$term\E"/ ? 1 : 0, $there, "$when: in the switch");
}

# at another site with the same user
my $there = CC::Person->signed_in($multi, site => '/other');
is(attr($there->get('/'), 'data-customer'), $elsewhere, 'another company offers its own customer');

# a new row appears in the switch on the next page, a renamed customer as well
load(access($foreign, $multi, 'L20'));
body_like($honest->get('/'), qr/value="\Q$foreign\E"/, 'a new row is in the switch at once');
is(attr($honest->{last}, 'data-customer'), $three, 'and changes nothing else');

# a form that was made for one customer does nothing after another was chosen in a second window
my ($both, $target) = (unique('b'), unique('x'));
load(user($both), user($target), access($two, $both, 'L80'), access($three, $both, 'L80'));
my $windows = CC::Person->signed_in($both);
$windows->choose($two);
my $form = $windows->get('/users/add');
is(value_of($form, 'current_customer'), $two, 'a form names the customer that it is for');
$windows->choose($three);
$res = $windows->post('/users/add', current_customer => $two, email => "$target\@example.com", role => 'L10', days_back => '', notes => '');
error_is($res, 409, '409', 'for another one it is refused');
body_like($res, qr/made for another customer.*Nothing was changed/s, 'in words that say why');
body_unlike($res, qr/[Ss]omebody else|id="conflict"/, 'and do not blame anybody else');
is(cell('SELECT COUNT(*) FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = ?', $target), 0, 'and nobody is added');

# nor does a link to a file, which says nowhere whose list it is, give another customer's
my $odd = unique('o') . '/1 &=%';
load(customer($odd, name => 'Odd Ones'), access($odd, $both, 'L80'));
$windows->choose($odd);
my ($download) = $windows->get('/users')->decoded_content =~ /href="([^"]*format=csv[^"]*)"/;
$download =~ s/&amp;/&/g;
$res = $windows->get("~$download");
status_is($res, 200, 'a list is downloaded for the customer that it was shown for');
header_is($res, 'Content-Type', qr{^text/csv}, 'as a file');
$windows->choose($three);
$res = $windows->get("~$download");
error_is($res, 409, '409', 'after another customer was chosen in another window it is refused');
body_like($res, qr/download is one of another customer/, 'in words that say why');
is($res->header('Content-Disposition'), undef, 'on a page, not in a file');
status_is($windows->get('/users?format=csv'), 200, 'an address that names no customer means the present one');

done_testing;
