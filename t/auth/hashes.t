# Imported password hashes sign in and are replaced by argon2id of the configured cost; a failed login changes nothing.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my $number = unique('c');
load(customer($number));
my $password = 'correct horse 9 staple';
sub run { my $out = qx{@_}; chomp $out; $out =~ s/^u://; $out =~ s/\s+$//; return $out }

my %hash = (
    'bcrypt'        => run("htpasswd -nbB -C 5 u '$password'"),
    'apr1'          => run("htpasswd -nbm u '$password'"),
    'SHA'           => run("htpasswd -nbs u '$password'"),
    'SHA-256 crypt' => run("openssl passwd -5 '$password'"),
    'SHA-512 crypt' => run("openssl passwd -6 '$password'"),
    'crypt'         => run("openssl passwd -1 '$password'"),
);
for my $kind (sort keys %hash) {
    my $login = unique('u');
    load(user($login, password => undef, password_hash => $hash{$kind}), access($number, $login, 'L10')) if 0;
    my $user = user($login, password_hash => $hash{$kind});
    load($user, access($number, $login, 'L10'));
    is(cell('SELECT password_hash FROM users WHERE login = ?', $login), $hash{$kind}, "$kind is loaded as it is");
    status_is(CC::Person->new->login($login, "$password."), 422, "$kind: a wrong password");
    status_is(CC::Person->new->login($login, $hash{$kind}), 422, "$kind: the hash is not the password");
    is(cell('SELECT password_hash FROM users WHERE login = ?', $login), $hash{$kind}, "$kind: failures change nothing");
    redirect_is(CC::Person->new->login($login, $password), '/cc/', "$kind: the right password");
    my $new = cell('SELECT password_hash FROM users WHERE login = ?', $login);
    like($new, qr/^\$argon2id\$v=19\$m=8192,t=1,p=1\$/, "$kind is replaced by argon2id");
    redirect_is(CC::Person->new->login($login, $password), '/cc/', "$kind: and signs in again");
    is(cell('SELECT password_hash FROM users WHERE login = ?', $login), $new, "$kind: which changes nothing more");
}

# what is no hash is refused by load, and would sign nobody in
for my $plain ('secret', 'plain text pw', '{SSHA}AAAAAAAAAAAAAAAA', '*', '') {
    my $login = unique('u');
    my $line = JSON::PP->new->encode(user($login, password_hash => $plain));
    my ($status, $out) = ccadmin('load', '-', \$line);
    isnt($status, 0, "'$plain' is refused") if length $plain;
    load(user($login));
    sql('UPDATE users SET password_hash = ? WHERE login = ?', $plain, $login);
    status_is(CC::Person->new->login($login, $plain), 422, "'$plain' in the table signs nobody in");
    sql('UPDATE users SET password_hash = NULL WHERE login = ?', $login); # for ccadmin check
}

# the default strength
my $login = unique('u');
load(user($login), access($number, $login, 'L10'));
sql('UPDATE users SET password_hash = ? WHERE login = ?', $hash{apr1}, $login);
redirect_is(CC::Person->new(host => 'root', site => '')->login($login, $password), '/', 'a server with the default strength');
like(cell('SELECT password_hash FROM users WHERE login = ?', $login), qr/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/,
    'makes argon2id of 19 MiB and two passes');

done_testing;
