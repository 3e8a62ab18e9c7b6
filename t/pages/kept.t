# What is kept of pages shows what is true now: pages at random, of several users, sites, customers and languages, with
# changes in between, are those of a httpd that keeps nothing, as its scripts are read anew for each request.
# A seed makes the questions: CC_KEPT_SEED=7 CC_KEPT_ROUNDS=500 asks more of them.
use strict;
use warnings;
use utf8;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents;
use CC::Person;
use CC::Server;
use JSON::PP;

plan skip_all => 'what is kept is no matter of the MPM, and asked under event' if ($ENV{CC_MPM} || 'event') ne 'event' && !$ENV{CC_KEPT_ROUNDS};
my $rounds = $ENV{CC_KEPT_ROUNDS} || 20;
my $seed = $ENV{CC_KEPT_SEED} || 1;
srand $seed;
diag "CC_KEPT_SEED=$seed";
sub one_of { return $_[rand @_] }

# ---- two servers with one database ----

my $lua = CC::Data::logs() . '/kept';
system('cp', '-rL', CC::Data::top() . '/lua', $lua) == 0 or die "cannot copy lua/\n";
my $sites = <<'EOF_CONF';
<Location "/less">
    SetHandler clientcenter
    ClientCenterEnterpriseCompany LAGERTA
    ClientCenterAddressAttempts Off
    ClientCenterSettings '{"HideLines":true,"IsOrdersEnabled":false}'
</Location>
<Location "/backoffice">
    SetHandler clientcenter-backoffice
    ClientCenterAddressAttempts Off
</Location>
EOF_CONF
my $one = "ServerLimit 1\nStartServers 1\nThreadLimit 4\nThreadsPerChild 4\nMaxRequestWorkers 4"; # process, so that it keeps all
$one = "StartServers 1\nServerLimit 1\nMaxRequestWorkers 1" if ($ENV{CC_MPM} || 'event') eq 'prefork';
my @servers = CC::Server->new(config => $sites, processes => $one);
push @servers, CC::Server->new(config => "${sites}ClientCenterLuaPath \"$lua\"\nClientCenterLuaReload On", no_lua => 1, database => $servers[0]{database}, processes => $one);
local $ENV{CC_DATABASE_FILE} = $servers[0]{database};
CC::Data::create($servers[0]{database});
my @users = qw(owner manager clerk both);
load(document_types(), customer('one'), customer('two'), map({ user($_) } @users), user('chief', user_type => 'INT', is_admin => JSON::PP::true),
    access('one', 'owner', 'L90'), map({ access('one', $_, 'L80') } @users[1 .. 3]), access('two', 'both', 'L40', days_back => 20),
    map({ (order('one', "O$_", date => day($_), status => one_of('Ordered', 'Shipped')), invoice('one', "I$_", date => day($_))) } 1 .. 20));
ok($_->start, 'httpd starts') for @servers;

my @people = (map({ CC::Person->signed_in($_, base => $servers[0]{base}) } @users, 'manager', 'both'),
    map({ CC::Person->signed_in($_, base => $servers[0]{base}, site => '/less') } qw(manager both)), CC::Person->signed_in('chief', base => $servers[0]{base}, site => '/backoffice'));
for my $person (@people) {
    $person->choose('one') if $person->{login} eq 'both';
    $person->{anew} = CC::Person->new(base => $servers[1]{base}, site => $person->{site});
    $person->{anew}{ua}->cookie_jar($person->{ua}->cookie_jar);
}

# ---- questions and changes ----

my %columns = (orders => [qw(date type_name document_no amount status notes)], invoices => [qw(document_no type_name date amount)], users => [qw(user role days_back notes)],
    audit => [qw(at action result actor user)], parties => [qw(code name active)], 'external-access' => [qw(customer user role days_back notes)]);

sub question {
    my ($list) = @_;
    my @of = @{ $columns{$list} };
    my @query;
    push @query, 'q=' . one_of('o', 'a', 'zzz') if rand() < 0.15;
    push @query, 'sort=' . one_of(@of), 'dir=' . one_of(qw(asc desc)) if rand() < 0.2;
    push @query, map { 'columns=' . one_of(@of) } 1 .. 1 + rand 2 if rand() < 0.15;
    push @query, 'group=' . one_of(@of) if rand() < 0.2;
    push @query, 'per_page=10', 'page=' . one_of(1, 2, 9) if rand() < 0.2;
    push @query, 'filter.' . one_of(@of) . '=' . one_of('o', 'L80', '', '1') if rand() < 0.15;
    return "/$list?" . join '&', @query;
}

sub path {
    my ($person) = @_;
    if ($person->{site} eq '/backoffice') {
        return one_of(question(one_of(qw(users parties external-access audit))), '/customers/one', '/parties/two', '/why?user=both&site=LAGERTA');
    }
    my $id = cell('SELECT MIN(id) FROM external_access') + int rand 4;
    return one_of(map({ question($_) } qw(users users orders invoices audit)), qw(/ /profile /users/add /due-payments /nosuch), "/users/$id/edit", '/orders/O' . int rand 5, '/invoices/I' . int rand 5);
}

my @changes = (
    sub { load({ type => 'user', login => one_of(@users, 'chief'), language => one_of(qw(en de bg)) }) },
    sub { load({ type => 'user', login => one_of(@users, 'chief'), name => one_of('Ann <b>', 'Bob & Co', 'Жorž') }) },
    sub { load(access('one', one_of(@users[1 .. 3]), one_of(qw(L10 L40 L80 L80 L80)), days_back => one_of(undef, undef, 0, 9), notes => one_of('a', '<i>'))) },
    sub { load(access('two', 'both', one_of(qw(L20 L80)))) },
    sub { load({ type => 'party', code => one_of(qw(one two)), name => one_of('First', 'Second <x>'), address => one_of('', 'Street 1') }) },
    sub { load(order('one', 'O' . (1 + int rand 3), date => day(3), notes => one_of('n1', 'n2'), amount => one_of('1.00', '2.00'))) },
    sub { (grep { $_->{login} eq 'both' } @people)[rand 3]->choose(one_of(qw(one two))) },
    sub {
        my $list = one_of(qw(orders users));
        my $columns = join ',', map { one_of(@{ $columns{$list} }) } 1, 2;
        $people[rand @people - 1]->submit('/layout', grid => $list, next => '/', rand() < 0.4 ? (reset => 1) : (columns => $columns, sort => one_of(@{ $columns{$list} }), per_page => 10));
    });

# Without what no two answers have in common.
sub page {
    my ($person, $path) = @_;
    my $res = $person->get($path);
    return $res->code . "\n" . $res->decoded_content =~ s{<code>[0-9a-f]{16}</code>}{}r;
}

# A few pages are asked until they are kept, and again after a change.
my ($time, $different, %status) = (time, 0);
for my $round (1 .. $rounds) {
    my @questions = map { my $person = one_of(@people); [$person, path($person)] } 1 .. 4;
    push @questions, [one_of(grep { $_->{site} eq $questions[0][0]{site} } @people), $questions[0][1]];
    for (1 .. 3) {
        page(@$_) for @questions;
    }
    my $change = int rand @changes;
    $changes[$change]->();
    for my $question (@questions) {
        my ($person, $path) = @$question;
        my $found = page($person, $path);
        utime ++$time, $time, "$lua/lib/url.lua" or die "utime: $!";
        my $made = page($person->{anew}, $path);
        $status{ $made =~ s/\n.*//sr }++;
        next if $found eq $made;
        $different++;
        is($found, $made, "round $round: $person->{login}, $person->{site}$path after change $change");
    }
}
is($different, 0, 'all pages are as those that are made anew');
cmp_ok($status{200} // 0, '>', $rounds * 2, 'most of them are pages, no refusals') or diag explain \%status;
unlike($servers[1]->log, qr/CC13\d\d/, 'of scripts that are in order');
$_->stop for @servers;
done_testing;
