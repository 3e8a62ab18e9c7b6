# A hostile page: it reads nothing that is not its user's, escapes nowhere, keeps nothing, and costs only its own request.
use strict;
use warnings;
use Test::More;
use Time::HiRes qw(time);
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;

plan skip_all => 'what a script can do is no matter of the database, and asked on SQLite' if !CC::Database::is_file();

my ($mine, $secret, $basic, $admin, $stranger) = map { unique($_) } qw(mine secret basic admin stranger);
load(customer($mine, name => 'My Company'), customer($secret, name => 'Very Secret Company'), map({ user($_) } $basic, $admin),
    user($stranger, name => 'Secret Stranger'), access($mine, $basic, 'L10'), access($mine, $admin, 'L80'), access($secret, $stranger, 'L90'));
my $victim = CC::Person->signed_in($stranger, agent => 'Secret Browser');

# nothing of this may ever be in an answer
my $loot = qr/Very Secret|Secret Stranger|Secret Browser|\$argon2|LOOT|OWNED|root:x|return function|\Q$stranger\E|[0-9a-f]{64}|stack traceback|hostile\/|profile\.lua/;

my %person = (L10 => CC::Person->signed_in($basic, host => 'hostile'), L80 => CC::Person->signed_in($admin, host => 'hostile'));
my $bystander = CC::Person->signed_in($admin);
my @names = split /\|/, text_of($person{L10}->get('/profile?attack=names')->decoded_content =~ /<main>.*<\/main>/s ? $& : '');
cmp_ok(scalar @names, '>', 80, scalar(@names) . ' attacks');

# these succeed at what is harmless: they read what the page's own user may read
my %harmless = map { $_ => 1 } 'functions of the core', 'another customer by argument', 'another customer by table', 'rows of another customer',
    'the list of users', 'sessions of others', 'keeping in a global', 'recursion of pcall', 'another customer by the model', 'another customer by the view',
    'a column that is none', 'a slow pattern', 'a slower pattern', 'nested markup', 'a huge table at once', 'tail calls', 'unpacking without end', 'what stands for texts', 'all of the page';

my $slowest = 0;
for my $role (sort keys %person) {
    for my $name (@names) {
        for my $caught (0, 1) {
            my $query = CC::Person::encode(attack => $name, want => $secret, $caught ? (caught => 1) : ());
            my $from = time;
            my $res = $person{$role}->get("/profile?$query");
            my $took = time - $from;
            $slowest = $took if $took > $slowest;
            my $label = "$role: $name" . ($caught ? ', caught' : '');
            my $text = $res->decoded_content;
            like($res->code, $caught || $harmless{$name} ? qr/^(?:200|500)$/ : qr/^500$/, "$label: refused") or diag text_of($text);
            unlike($text, qr/done: (?!nil|false|functions:|kept 1 1|My Company|Name of|<ul|\d+$)/, "$label: nothing gained") if $res->code == 200 && !$harmless{$name};
            # a refusal may name the script: it goes to a page that somebody wrote, not to a visitor by itself
            my $seen = $res->code == 500 ? $text : text_of($text) =~ s/refused: .*?profile:?[\d]*//r =~ s/hostile\/|profile\.lua//gr;
            # what a page throws and catches itself is its own
            unlike($seen, $loot, "$label: no loot") if !$caught || $name !~ /^an error/;
            cmp_ok($took, '<', 20, "$label: ends soon") if $took >= 20;
            if ($res->code == 500) {
                is(attr($res, 'data-error', qr/<main[^>]*>/) // '500', '500', "$label: a plain 500");
                secure_headers($res, "$label: with the security headers");
            }
        }
    }
    status_is($person{$role}->get('/account'), 200, "$role: the server goes on");
}
diag sprintf 'slowest attack: %.2f s', $slowest;
cmp_ok($slowest, '<', 20, 'no attack takes long, even on a busy machine');

# what the core offers to scripts is this and no more
my $text = text_of($person{L10}->get('/profile?' . CC::Person::encode(attack => 'functions of the core'))->decoded_content);
like($text, qr/functions: choices grid profile roles sessions$/, 'the functions of the core') or diag $text;
for my $role (qw(L10 L80)) {
    for my $name ('another customer by argument', 'another customer by table', 'another customer by the model', 'another customer by the view') {
        my $res = $person{$role}->get('/profile?' . CC::Person::encode(attack => $name, want => $secret, caught => 1));
        like(text_of($res->decoded_content), qr/done: My Company|refused:/, "$role: $name gives the own one at most") if $res->code == 200;
    }
}
my $refused = $person{L10}->get('/profile?' . CC::Person::encode(attack => 'the list of users', caught => 1));
unlike(text_of($refused->decoded_content), qr/done:/, 'a role without the right reads no list');

# nothing is kept from one request to the next, whatever state serves it
my %counts;
$counts{ text_of($_->get('/profile?' . CC::Person::encode(attack => 'keeping in a global'))->decoded_content) =~ s/.*(kept .*)/$1/r }++
    for ($person{L10}, $person{L80}) x 20;
is_deeply([keys %counts], ['kept 1 1'], 'nothing is kept between requests') or diag explain \%counts;

# attacks at once, while others work
my @pids = map {
    my $n = $_;
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        my $attacker = CC::Person->signed_in($basic, host => 'hostile');
        $attacker->get('/profile?' . CC::Person::encode(attack => ('a loop for ever', 'much memory', 'recursion', 'a doubling text')[$n % 4])) for 1 .. 6;
        require POSIX;
        POSIX::_exit(0);
    }
    $pid;
} 0 .. 7;
my %codes;
$codes{ $bystander->get('/users')->code }++ for 1 .. 40;
is_deeply(\%codes, { 200 => 40 }, 'others are served while attacks run');
waitpid $_, 0 for @pids;
status_is($victim->get('/'), 200, 'nobody was signed out');
page_is($bystander->get('/profile'), 'profile', 'other servers run their own scripts');
like(CC::Data::read_file(CC::Data::logs() . '/error_log'), qr/CC\d{4}.*(?:traceback|profile)/, 'the log has what happened');
unlike(CC::Data::read_file(CC::Data::logs() . '/error_log'), qr/exit signal|Segmentation/, 'no child died');

done_testing;
