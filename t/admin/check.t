# check: finds what cannot happen by way of the program.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;

fresh_db();
passes('demo', 'demo');
like(passes('a good database', 'check'), qr/^ok: 9 users, 9 external access rows, \d+ document rows, 0 audit records up to hash 0{64}$/, 'says how much it looked at');

my $long = 'x' x 255;
my @damage = (
    ["UPDATE users SET login_key = 'x' WHERE login = 'basic'",        qr/user basic: the key of the login/],
    ["UPDATE users SET email_key = 'x' WHERE login = 'basic'",        qr/user basic: the key of the e-mail/],
    ["UPDATE users SET email = NULL WHERE login = 'basic'",           qr/user basic: the key of the e-mail/],
    ["UPDATE users SET name = 'x' WHERE login = 'basic'",             qr/user basic: the key of the name/],
    ["UPDATE users SET name_key = 'x' WHERE login = 'basic'",         qr/user basic: the key of the name/],
    ["UPDATE users SET notes_key = 'x' WHERE login = 'basic'",        qr/user basic: the key of the name or of the notes/],
    ["UPDATE parties SET name_key = 'x' WHERE code = '00028'",        qr/party 00028: the key of the name/],
    ["UPDATE users SET user_key = 'x' WHERE login = 'basic'",         qr/external access \d+: the user's name/],
    ["UPDATE users SET password_hash = 'plain' WHERE login = 'basic'", qr/user basic: the password hash/],
    ["UPDATE external_access SET user_key = 'x' WHERE id = 1",        qr/external access 1: the user's name/],
    ["UPDATE external_access SET notes = 'x' WHERE id = 1",           qr/external access 1: the key of the notes/],
    ["DELETE FROM user_identifiers WHERE identifier_key = 'basic'",   qr/user basic: cannot sign in/],
    ["DELETE FROM user_identifiers WHERE identifier_key = 'basic\@demo.example'", qr/user basic: cannot sign in/],
    ["INSERT INTO user_identifiers SELECT 'ghost', id FROM users WHERE login = 'owner'", qr/identifier ghost: /],
    ["UPDATE customers SET thru_date = '2019-01-01' WHERE number = '00028'", qr/customer 00028: thru_date: The last day/],
    ["UPDATE customers SET thru_date = 'never' WHERE number = '00028'", qr/customer 00028: thru_date: A date/],
    ["INSERT INTO enterprise_companies (code, name) VALUES ('X', 'X'); INSERT INTO locations (enterprise_company_id, code, "
      . "name) SELECT MAX(id), 'X', 'X' FROM enterprise_companies; UPDATE customers SET serviced_by = (SELECT MAX(id) FROM locations) WHERE number = '00028'", qr/customer 00028: served by/],
    # what load would not take back of a dump
    ["UPDATE enterprise_companies SET name = ''",                     qr/^enterprise_company LAGERTA: name: Please fill in/m],
    ["UPDATE locations SET code = ' SOF'",                            qr/^location  SOF LAGERTA: code: .*blanks/m],
    ["UPDATE parties SET address = '\a' WHERE code = '00031'",        qr/^party 00031: address: Control/m],
    ["UPDATE users SET language = 'en_GB' WHERE login = 'basic'",     qr/^user basic: language: /m],
    ["UPDATE users SET phone = '\a' WHERE login = 'basic'",           qr/^user basic: phone: Control/m],
    ["UPDATE users SET created_at = -5 WHERE login = 'basic'",        qr/^user basic: created_at: /m],
    ["UPDATE external_access SET notes = '$long', notes_key = '$long' WHERE id = 1", qr/^external_access 00028 owner: notes: At most 254/m],
    ["UPDATE document_types SET entity = '' WHERE name = 'Web Order'", qr/^document_type 0b7f4c1e\S+: entity: /m],
    # a server refuses these itself
    !CC::Database::is_file() ? () : (
    ["UPDATE customers SET party_id = 999 WHERE number = '00028'",    qr/table customers: a row refers/],
    ["DELETE FROM users WHERE login = 'basic'",                       qr/table external_access: a row refers/]),
);
my $good = db_path();
save_db();
for (@damage) {
    my ($sql, $says) = @$_;
    sql($sql);
    my ($status, $out, $err) = ccadmin('check');
    is($status, 1, $sql) or diag "$out$err";
    like($out, $says,                'what is wrong');
    like($err, qr/\d+ problems? found/, 'how much');
    restore_db();
}
passes('good again', 'check');

subtest 'a damaged file' => sub {
    plan skip_all => 'only SQLite has one' if !CC::Database::is_file();
    passes('larger', 'demo', '--users', '2000');
    my $size = -s $good;
    open my $file, '+<', $good or die;
    for (1 .. 20) {
        seek $file, 4096 * (5 + $_) + 50, 0;
        print {$file} "\x00\xff" x 200;
    }
    close $file;
    my ($status, $out, $err) = ccadmin('check');
    is($status, 1, 'is noticed');
    like("$out$err", qr/database: |could not be used/, 'and said');
};

done_testing();
