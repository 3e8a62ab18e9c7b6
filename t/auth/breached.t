# ClientCenterPasswordBlocklist: passwords known from breaches are refused where new ones are made; a list that cannot be
# read lets none through, and keeps nobody out who has one.
use strict;
use warnings;
use Digest::SHA qw(sha1_hex);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

my ($breached, $fine) = ('correct horse battery staple 9', 'harbour violet lantern 52');
my $list = CC::Data::logs() . "/blocklist-$$";
my $entries = join '', map { "$_:17\r\n" } sort map { uc sha1_hex($_) } $breached, map { "other $_" } 1 .. 1000;
CC::Data::write_file($list, $entries);
my $server = CC::Server->new(site => qq{ClientCenterPasswordBlocklist "$list"});
my $login = unique('u');
{
    local $ENV{CC_DATABASE_FILE} = $server->{database};
    CC::Data::create($server->{database});
    my $number = unique('c');
    load(customer($number), user($login), access($number, $login, 'L10'));
}
ok($server->start, 'httpd starts');

sub register {
    my ($password) = @_;
    return CC::Person->new(base => $server->{base})->submit('/register', email => unique('r') . '@example.com', full_name => 'R', password => $password,
        confirm_password => $password);
}
my $res = register($breached);
status_is($res, 422, 'a breached password is refused');
field_error_is($res, 'password', qr/found in a data breach/, 'and it says why');
redirect_is(register($fine), qr{/cc/login}, 'another one is taken');
redirect_is(register(uc $breached), qr{/cc/login}, 'as is the same in capitals');
my $person = CC::Person->signed_in($login, base => $server->{base});
sub change { my ($new) = @_; return $person->submit('/account', current_password => password(), password => $new, confirm_password => $new) }
field_error_is(change($breached), 'password', qr/found in a data breach/, 'nor can a password be changed to it');

CC::Data::write_file($list, "what somebody put there\n");
status_is(register($fine), 503, 'a list that cannot be asked lets no new password through');
status_is(change($fine), 503, 'and none be changed');
like($server->log, qr/CC1402 .*\Q$list\E/, 'the log says which file');
unlike($server->log, qr/\Q$fine\E|\Q$breached\E/, 'and no password');
redirect_is(CC::Person->new(base => $server->{base})->login($login), '/cc/', 'who has one signs in all the same');
CC::Data::write_file($list, $entries);
redirect_is(change($fine), qr{/cc/account}, 'when it is back, the change is made');
$server->stop;
unlink $list;

done_testing;
