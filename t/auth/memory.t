# Memory that does not suffice to hash a password: nobody is told that theirs was wrong, no try counts, and nobody learns who is known.
use strict;
use warnings;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;
use Test::More;

plan skip_all => 'a sanitizer needs more addresses than that' if $ENV{CC_SANITIZER};

my $server = CC::Server->new;
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my ($number, $login) = (unique('c'), unique('u'));
# Its salt is shorter than those that are made here, so another function of the library compares it.
my $imported = unique('i');
load(customer($number), user($login), access($number, $login, 'L10'),
    user($imported, password_hash => '$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHQ$' . 'A' x 43));
ok($server->start, 'httpd starts');
redirect_is(CC::Person->new(base => $server->{base})->login($login), '/cc/', 'before');

# Addresses that each child may have: so many KiB more than it has now, or as many as it likes.
sub leave {
    my ($more) = @_;
    for my $child ($server->children) {
        my ($has) = CC::Data::read_file("/proc/$child/status") =~ /^VmSize:\s+(\d+)/m;
        my $limit = defined $more ? ($has + $more) * 1024 : 'unlimited';
        system('prlimit', "--pid=$child", "--as=$limit:") == 0 or die "prlimit: $?\n";
    }
}

leave(6000); # of the 8,192 that a hash takes here
for (1 .. 6) {
    my $res = CC::Person->new(base => $server->{base})->login($login);
    status_is($res, 503, 'the right password: 503');
    ok($res->header('Retry-After'), 'and when to come again');
}
status_is(CC::Person->new(base => $server->{base})->login($login, 'wrong'), 503, 'so is a wrong one');
status_is(CC::Person->new(base => $server->{base})->login(unique('nobody')), 503, 'and one of nobody');
status_is(CC::Person->new(base => $server->{base})->login($imported), 503, 'and one that is compared with an imported hash');
is(cell('SELECT failed_logins FROM users WHERE login = ?', $login), 0, 'nothing is counted');
is(cell("SELECT COUNT(*) FROM audit WHERE action = 'signin' AND result <> 'ok'"), 0, 'nor recorded as a wrong password');
like($server->log, qr/CC1403 password: no memory/, 'the log says why');
leave(undef);
redirect_is(CC::Person->new(base => $server->{base})->login($login), '/cc/', 'with memory again one signs in at once');
status_is(CC::Person->new(base => $server->{base})->login($login, 'wrong'), 422, 'and a wrong password is wrong');
status_is(CC::Person->new(base => $server->{base})->login($imported), 422, 'also where the hash is an imported one');
$server->stop;

done_testing;
