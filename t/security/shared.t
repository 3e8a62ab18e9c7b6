# One page for all users of a role: what was made for one is sent to the next with the next one's names, the same as
# would have been made for them alone, whatever they are called and whoever asked before.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use JSON::PP;

my ($one, $two, $three) = map { unique($_) } qw(one two three);
my %name = (
    plain => 'Plain Person', markup => q{<b id="x">Mark & 'Up'</b>}, places => '{} {1} {name} {{ %1 %s %%', quotes => q{"quoted" onclick='x'},
    german => 'Jürgen Öäü', basic => 'Basic Person', limited => 'Limited Person', several => 'Several <Person>', both => 'Both {} Customers', other => 'Other Person');
my %login = map { $_ => unique($_) } keys %name;
load(customer($one, name => 'First {1} & <Sons>'), customer($two, name => 'Second %1 "Co"'), customer($three, name => 'Third', company => 'BRIMLEY'),
    map { user($login{$_}, name => $name{$_}, language => $_ eq 'german' ? 'de' : 'en') } sort keys %name);
load(map({ access($one, $login{$_}, 'L80') } qw(plain markup places german several both)), access($one, $login{basic}, 'L10'),
    access($one, $login{limited}, 'L80', days_back => 30), access($two, $login{$_}, 'L80'), access($three, $login{$_}, 'L80')) for qw(quotes);
load(access($two, $login{several}, 'L10'), access($two, $login{both}, 'L80'), access($two, $login{other}, 'L80'));
my %person = map { $_ => CC::Person->signed_in($login{$_}) } keys %name;
$person{$_}->choose($one) for qw(several both);

# A page of this person; a text in its address, the same for all or one of its own, is all that differs.
sub page {
    my ($who, $path, $mark) = @_;
    my $res = $who->get($path . ($path =~ /\?/ ? '&' : '?') . "mark=$mark");
    my $html = $res->decoded_content;
    my ($token) = $html =~ /name="csrf" value="([^"]+)"/;
    $html =~ s/\Q$mark\E/MARK/g;
    $html =~ s/\Q$token\E/TOKEN/g if $token;
    $html =~ s{(?<=<code>)[0-9a-f]{16}(?=</code>)}{};
    $html =~ s{<time.*?</time>}{}gs;
    return $res->code . ' ' . $html;
}

# What is not in the page of somebody: the names of the others, other than in lists of users.
sub no_other {
    my ($html, $who, $what) = @_;
    $html =~ s/<tbody>.*<\/tbody>//s;
    my @found = grep { $_ ne $who && (index($html, qq{"$login{$_}"}) >= 0 || index($html, ">$login{$_}<") >= 0 || index(text_of($html), $name{$_}) >= 0) } keys %name;
    ok(!@found, $what) or diag "found @found";
}

my $alone = 0;
sub same {
    my ($persons, $paths, $what) = @_;
    for my $path (@$paths) {
        my $all = 'all' . ++$alone;
        for my $round (1, 2) {
            for my $key (sort keys %$persons) {
                my $got = page($persons->{$key}, $path, $all);
                is($got, page($persons->{$key}, $path, 'alone' . ++$alone), "$what: $path of $key, round $round");
                unlike($got, qr/[\w-]{43}/a, "$what: $path of $key has nothing that stands for a text");
                no_other($got, $key, "$what: $path of $key has no other's name") if $name{$key};
            }
        }
    }
}
my @paths = qw(/ /users /users?group=role /users/add /audit /profile /orders /invoices /due-payments /payment-history /account /select-customer /nosuch);
same(\%person, \@paths, 'the site');

# one list, asked in several ways: of a field that is repeated, as check boxes send it, all values count, in their order
my %asked = (
    'columns=user&columns=role&columns=days_back&columns=notes' => 'user role days_back notes', 'columns=user&columns=role' => 'user role', 'columns=user' => 'user',
    'columns=user&columns=notes' => 'user notes', 'columns=user&columns=notes&columns=role' => 'user notes role',
    'columns=user,notes' => 'user notes', 'columns=user&group=role' => 'user', 'columns=user&group=role&group=notes' => 'user',
    'columns=user&group=role&group=days_back' => 'user');
for my $round (1 .. 4) {
    for my $query (sort { length $b <=> length $a || $a cmp $b } keys %asked) {
        my $list = $person{plain}->get("/users?$query");
        is(join(' ', grid_columns($list, 'users')), $asked{$query}, "round $round: the columns of $query");
        is(attr($list, 'data-group-bar', qr/<div class="cc-groups"[^>]*>/), join(',', $query =~ /group=(\w+)/g), 'and its groups');
    }
}

# as they are called
for my $key (qw(plain markup places quotes german)) {
    my $home = $person{$key}->get('/?named=1');
    like(text_of($home->decoded_content), qr/\Q$name{$key}\E \Q$login{$key}\E/, "$key is called so");
    is(attr($home, 'data-user'), $login{$key}, 'with that login');
    is(attr($home, 'data-customer'), $key eq 'quotes' ? $two : $one, 'and that customer');
    unlike($home->decoded_content, qr/<b id="x">|<Sons>|"Co"|onclick='/, 'as text');
}

# another customer, another role, another name: from the next page on
my $several = $person{several};
for ([$two, 'L10', 'Second %1 "Co"'], [$one, 'L80', 'First {1} & <Sons>'], [$two, 'L10', 'Second %1 "Co"']) {
    my ($number, $role, $called) = @$_;
    $several->choose($number);
    my $home = $several->get('/');
    is(attr($home, 'data-customer'), $number, 'the customer that was chosen');
    is(attr($home, 'data-role'), $role, 'with the role there');
    like(text_of($home->decoded_content), qr/Customer \Q$called\E/, 'and its name');
    $several->get('/profile');
    is(attr($several->{last}, 'data-customer'), $number, 'on other pages, too');
}
load(access($two, $login{several}, 'L80'), { type => 'user', login => $login{several}, name => 'Renamed {} <Person>' });
my $renamed = $several->get('/users');
page_is($renamed, 'users', 'a new role counts');
is(attr($renamed, 'data-role'), 'L80', 'and is told');
like(text_of($renamed->decoded_content), qr/Renamed \{\} <Person>/, 'as is a new name');
$name{several} = 'Renamed {} <Person>';
$person{both}->choose($two);
same({ several => $several, both => $person{both}, other => $person{other} }, \@paths, 'after these');

# sites beside each other, the older access model, the back office
my %parent = (plain => $one, places => $one, other => $two);
load(map { ({ type => 'person', code => "p$login{$_}", first_name => 'Per', last_name => 'Son', parent_party => $parent{$_} },
    { type => 'user', login => $login{$_}, person => "p$login{$_}" }) } sort keys %parent);
my @chief = map { unique("chief$_") } 1 .. 2;
load(map { user($chief[$_], user_type => 'INT', is_admin => JSON::PP::true, name => "Chief <$_>") } 0, 1);
for my $site (qw(/other /second /v24 /v24admin/site)) {
    my @who = $site eq '/other' ? 'quotes' : $site eq '/second' ? qw(plain markup) : sort keys %parent;
    same({ map { $_ => CC::Person->signed_in($login{$_}, site => $site) } @who }, \@paths, $site);
}
my %chief = map { ("chief$_" => CC::Person->signed_in($chief[$_], site => '/backoffice')) } 0, 1;
same(\%chief, [qw(/ /users /users?group=user_type /parties /persons /audit /account /nosuch)], 'the back office');
is(attr($chief{"chief$_"}->get('/users'), 'data-user'), $chief[$_], 'an administrator is told') for 0, 1;

# a script that gives away what stands for texts: to put that into a name gives nobody anything
my @hostile = map { CC::Person->signed_in($login{$_}, host => 'hostile') } qw(markup plain);
my %stands;
for (1 .. 20) {
    my $text = text_of($hostile[0]->get('/profile?' . CC::Person::encode(attack => 'what stands for texts'))->decoded_content);
    $stands{"$1$2"} = 1 if $text =~ /done: ([\w~-]+)\|([\w~-]+)/;
}
ok(%stands, 'a script gives them away');
my $name = join ' ', map { my $text = substr $_, 0, -1; map { "$text$_" } 'a' .. 'h' } (sort keys %stands)[0];
$name = substr $name, 0, 90;
load({ type => 'user', login => $login{markup}, name => $name }); # without a password, which would end the sessions
for (1 .. 20) {
    for my $attack ('the list of users', 'all of the page') {
        my $res = $hostile[0]->get('/profile?' . CC::Person::encode(attack => $attack));
        is($res->code, 200, "$attack: a page");
        my $html = $res->decoded_content;
        unlike($html, qr/\Q$login{plain}\E"|Plain Person<|<b id/, "$attack: nothing of somebody else's");
        $hostile[1]->get('/profile?' . CC::Person::encode(attack => $attack));
    }
}
done_testing;
