# Folded keys of persons, parties, customers and audit records, and what users and rows of access repeat of them: `check`
# sees rows without, as an older node or another program writes them, and `init` fills them.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Encode qw(decode_utf8);
use Test::More;

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);

fresh_db();
load_ok('the base', map { Encode::encode_utf8($_) } '{"type":"enterprise_company","code":"LAGERTA","name":"Lagerta Ltd."}', '{"type":"party","code":"ЖК","name":"Ж","unique_number":"Ü1","vat_number":"BGŁ","active":true}', '{"type":"customer","number":"ЖК-1","party":"ЖК","enterprise_company":"LAGERTA","from_date":"2020-01-01"}',
    '{"type":"person","code":"И1","first_name":"Иван","last_name":"STRAẞ"}', '{"type":"user","login":"ivan","name":"Ivan","user_type":"EXT","person":"И1"}');
passes('a record', 'grant', '--customer', Encode::encode_utf8('ЖК-1'), '--user', 'ivan', '--role', 'L10');
passes('check', 'check');
sub keys_are {
    return decode_utf8(join ' | ', map { sql($_) } "SELECT person_key FROM persons WHERE first_name <> '' ORDER BY id DESC LIMIT 1", "SELECT code_key FROM parties WHERE name_key <> '' ORDER BY id DESC LIMIT 1", "SELECT number_key FROM parties ORDER BY id DESC LIMIT 1", "SELECT vat_key FROM parties ORDER BY id DESC LIMIT 1",
        'SELECT number_key FROM customers ORDER BY id DESC LIMIT 1', "SELECT person_key FROM users WHERE login = 'ivan'", 'SELECT customer_key FROM external_access ORDER BY id DESC LIMIT 1', 'SELECT customer_key FROM audit ORDER BY id DESC LIMIT 1');
}
my $keys = 'иван strass и1 | жк | ü1 | bgł | жк-1 | иван strass и1 | ж #жк-1 | жк-1';
is(keys_are(), $keys, 'a load fills them');

my $loose = CC::Database::kind() eq 'pgsql' ? 'DROP TRIGGER audit_not_changed ON audit' : 'DROP TRIGGER audit_not_changed';
for my $case ((map { ["without $_->[1] of $_->[0]", "UPDATE $_->[0] SET $_->[1] = ''"] } [qw(persons person_key)], [qw(parties code_key)], [qw(customers number_key)], [qw(users person_key)], [qw(external_access customer_key)]), ['without keys of records', $loose, "UPDATE audit SET customer_key = ''"]) {
    my ($name, @statements) = @$case;
    sql($_) for @statements;
    my ($status, $out) = ccadmin('check');
    is($status, 1, "$name: check fails");
    like($out, qr/keys: rows have no keys.*ccadmin init/, 'and says what helps');
    my $said = passes("$name: init", 'init');
    is(() = $said =~ /^keys: .*made anew/mg, 1, 'fills them, once');
    is(keys_are(), $keys, 'as they were');
    passes("$name: check after that", 'check');
}

# keys that are older than those, which another program may leave empty as well
load_ok('notes', map { Encode::encode_utf8($_) } '{"type":"user","login":"ivan","notes":"Größe"}', '{"type":"external_access","customer":"ЖК-1","user":"ivan","role":"L10","notes":"Über"}');
sub older_keys_are {
    return decode_utf8(join ' | ', map { sql($_) } 'SELECT name_key FROM parties', (map { "SELECT $_ FROM users WHERE login = 'ivan'" } qw(user_key name_key notes_key)), map { "SELECT $_ FROM external_access" } qw(user_key notes_key customer_key));
}
$keys = 'ж | ivan <ivan> [ext] | ivan | grösse | ivan <ivan> [ext] | über | ж #жк-1';
is(older_keys_are(), $keys, 'a load fills older ones');
for my $case ([parties => 'name_key'], (map { [users => $_] } qw(user_key name_key notes_key)), (map { [external_access => $_] } qw(user_key notes_key)), [parties => 'number_key'], [parties => 'vat_key']) {
    my ($table, $key) = @$case;
    sql("UPDATE $table SET $key = ''");
    is((ccadmin('check'))[0], 1, "without $key of $table: check fails");
    like(passes('init', 'init'), qr/^keys: .*made anew/m, 'init fills them');
    is(older_keys_are(), $keys, 'as they were');
    is(keys_are() =~ / ü1 \| bgł / ? 1 : 0, 1, 'and those of the numbers');
    passes('check after that', 'check');
}
sql("UPDATE users SET notes = ' '"), sql("UPDATE users SET notes_key = ''");
unlike(passes('notes that are blank', 'init'), qr/keys/, 'have no key to be filled');

# who is interrupted in an upgrade leaves a trigger that lets keys be filled, but nothing that is hashed
if (CC::Database::kind() eq 'mysql') {
    sql('DROP TRIGGER audit_not_changed');
    CC::Database::ask(CC::Database::connect_to(db_path()), "CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit FOR EACH ROW IF NOT (OLD.actor <=> NEW.actor) THEN SIGNAL SQLSTATE '45000'; END IF");
    like((ccadmin('check'))[1], qr/records of the audit can be changed/, 'a loose trigger: check says so');
    passes('and init makes the strict one', 'init');
    passes('as check agrees', 'check');
}
done_testing();
