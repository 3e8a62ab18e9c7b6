# Fields of every form where passwords are typed: they suit password managers, take what is allowed, and stay empty.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my ($number, $login, $office) = map { unique($_) } qw(c u o);
load(customer($number), user($login), access($number, $login, 'L10'), user($office, user_type => 'INT', is_admin => JSON::PP::true));

# The attributes of an input
sub input {
    my ($res, $name) = @_;
    my ($tag) = $res->decoded_content =~ /(<input[^>]*\sname="\Q$name\E"[^>]*>)/s or return;
    return { type => 'text', $tag =~ /\s([a-z]+)="([^"]*)"/g };
}

my $person = CC::Person->signed_in($login);
my $clerk = CC::Person->signed_in($office, site => '/backoffice');
# page, field, type, autocomplete
for (
    ['login', CC::Person->new->get('/login'), [login => 'text', 'username'], [password => 'password', 'current-password']],
    ['register', CC::Person->new->get('/register'), [email => 'email', 'username'], [password => 'password', 'new-password'], [confirm_password => 'password', 'new-password']],
    ['account', $person->get('/account'), [current_password => 'password', 'current-password'], [password => 'password', 'new-password'],
        [confirm_password => 'password', 'new-password']],
    ['login of the back office', CC::Person->new(site => '/backoffice')->get('/login'), [login => 'text', 'username'], [password => 'password', 'current-password']],
    ['account in the back office', $clerk->get('/account'), [current_password => 'password', 'current-password'], [password => 'password', 'new-password']],
) {
    my ($page, $res, @fields) = @$_;
    status_is($res, 200, "$page: there");
    for my $field (@fields) {
        my ($name, $type, $complete) = @$field;
        my $input = input($res, $name) or fail("$page: no $name"), next;
        like($input->{type}, $type eq 'text' ? qr/^(?:text|email)$/ : qr/^$type$/, "$page: $name is of type $type");
        like($input->{autocomplete} // '', qr/^(?:\w+ )?\Q$complete\E$|^email$/, "$page: $name is known to managers as $complete") if $complete;
        cmp_ok($input->{maxlength} // 1024, '>=', 1024, "$page: $name has no limit of length below that of passwords") if $type eq 'password';
        ok(!length($input->{value} // ''), "$page: $name is empty") if $type eq 'password';
        body_unlike($res, qr/<label[^>]*for="[^"]*"[^>]*>\s*<\/label>/, "$page: no empty label");
        my $id = $input->{id} // 'none';
        body_like($res, qr/<label[^>]*for="\Q$id\E"/, "$page: $name has a label");
    }
    body_unlike($res, qr/onpaste|oncopy|autocomplete="off"/, "$page: nothing hinders pasting");
}

done_testing;
