# init on a database of an older version: the columns that it lacks are filled from what is there.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;

my @added = (
    [audit   => qw(customer actor_key target_key before_key after_key previous_hash hash customer_key detail_key)],
    [customers => qw(access_version number_key)], [users => qw(name_key notes_key person_key)], [external_access => 'customer_key'], [parties => qw(name_key code_key number_key vat_key)], [persons => 'person_key'],
);
my @indexes = qw(audit_pair users_by_name users_by_type users_by_admin users_by_active parties_by_name parties_by_active
    external_access_all_by_user external_access_all_by_role external_access_all_by_days external_access_all_by_notes
    persons_by_person_key parties_by_code_key parties_by_number_key parties_by_vat_key audit_by_customer
    users_by_person external_access_all_by_customer);

# What versions 4, 7 and 8 added
my @later = (qw(users_by_notes audit_by_action audit_by_result audit_by_actor audit_by_target users_by_type_key
    external_access_by_role_user external_access_by_role_customer audit_by_detail audit_by_address audit_by_before audit_by_after), map { "audit_changes_by_$_" } qw(at action result actor target before after address));
my @counting = qw(users_counted users_forgotten users_moved parties_counted parties_forgotten parties_moved access_counted access_forgotten access_moved
    audit_counted audit_change_counted);

# What versions 5, 6 and 9 added
my @indexed = qw(users persons parties access audit customers);
my @following = ((map { my $of = $_; map { "${of}_search_$_" } qw(more less other) } @indexed), 'customers_search_name');

# What versions 3 to 11 added, taken away again.
sub make_version_2 {
    sql(join ';', (map { "DROP TRIGGER $_" } @following), (map { ("DROP TABLE ${_}_search_words", "DROP TABLE ${_}_search") } @indexed), (map { "DROP TRIGGER $_" } @counting), 'DROP TABLE list_counts', 'DROP TABLE search_later', (map { "DROP INDEX $_" } @later), (map { "DROP TRIGGER audit_not_$_" } qw(changed deleted replaced)), 'DROP TABLE audit_head',
        (map { "DROP INDEX $_" } @indexes),
        (map { my ($table, @columns) = @$_; map { "ALTER TABLE $table DROP COLUMN $_" } @columns } @added),
        'UPDATE schema_version SET version = 2');
}

# What version 11 added, taken away again.
sub version_10 {
    return ((map { "DROP TRIGGER IF EXISTS $_" } @following), (map { ("DROP TABLE ${_}_search_words", "DROP TABLE ${_}_search") } @indexed),
        (map { "DROP INDEX $_" } qw(persons_by_person_key parties_by_code_key parties_by_number_key parties_by_vat_key audit_by_customer audit_by_detail users_by_person external_access_all_by_customer external_access_by_role_customer)),
        (map { my ($table, @columns) = @$_; map { "ALTER TABLE $table DROP COLUMN $_" } @columns } [audit => qw(customer_key detail_key)], [customers => 'number_key'], [parties => qw(code_key number_key vat_key)], [persons => 'person_key'], [users => 'person_key'], [external_access => 'customer_key']));
}

sub schema { return sql('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name') }

# Columns that were added later stand elsewhere in the text.
sub columns {
    return sql("SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" FROM sqlite_master m JOIN pragma_table_info(m.name) c "
          . "WHERE m.type = 'table' ORDER BY 1");
}

only_sqlite('older versions of the schema were never elsewhere');
fresh_db();
my ($fresh, $fresh_columns) = (schema(), columns());

subtest 'with data' => sub {
    fresh_db();
    passes('demo', 'demo', '--users', '1200', '--customers', '3');
    load_ok('user', '{"type":"user","login":"Vessela","name":"ВЕСЕЛА Ångström","email":"v@example.com","user_type":"EXT"}');
    sql(q(UPDATE users SET notes = 'ЗА Проверка ' WHERE login = 'Vessela'));
    for my $role (qw(L10 L20 L30)) {
        passes("grant $role", 'grant', '--customer', '00028', '--user', 'Vessela', '--role', $role, '--notes', "Zoë $role");
    }
    fails('a refusal', 1, qr/./, 'revoke', '--customer', '00028', '--user', 'owner');
    # more than a batch of older records, some of them from a customer who is gone
    sql(q(DROP TRIGGER audit_not_changed; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
        INSERT INTO audit (at, action, result, actor, address, customer_id, detail) SELECT 1700000000 + i, 'signin', 'ok', 'ÄLTER <x> [EXT]', '', 999, 'n ' || i FROM n;
        CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit BEGIN SELECT 1; END));
    my $count = sql('SELECT COUNT(*) FROM audit');
    make_version_2();
    my ($status, $out, $err) = ccadmin('check');
    is($status, 1, 'too old');
    like($err, qr/schema version 2, this program needs 11\. Upgrade it: ccadmin init/, 'says what to do');
    like(passes('init', 'init'), qr/upgraded from version 2 to 11/, 'says so');
    is(columns(), $fresh_columns, 'the columns of a new database');
    is(sql("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_not_%' AND sql LIKE '%RAISE(ABORT%'"), 3, 'the triggers');
    is(sql("SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND name IN (" . join(',', map { "'$_'" } @indexes, @later) . ')'), @indexes + @later, 'the indexes');
    is(sql("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (" . join(',', map { "'$_'" } @counting) . ')'), scalar @counting, 'what counts');
    is(sql("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (" . join(',', map { "'$_'" } @following) . ')'), scalar @following, 'what follows texts');
    is(sql("SELECT COUNT(*) FROM users_search WHERE users_search MATCH 'name : vesse'"), 0, 'nothing found by another spelling');
    is(sql("SELECT COUNT(*) FROM users_search WHERE users_search MATCH 'name : весела'"), 1, 'and a user by their name');
    is(sql("SELECT SUM(count) FROM list_counts WHERE list = 'users'"), sql('SELECT COUNT(*) FROM users'), 'the counts');
    is(sql("SELECT SUM(count) FROM list_counts WHERE list = 'access' AND customer_id = 0 AND kind = 'L30'"), sql("SELECT COUNT(*) FROM external_access WHERE role = 'L30'"), 'by roles');
    is(sql(q(SELECT name_key || '|' || notes_key FROM users WHERE login = 'Vessela')), 'весела ångström|за проверка', 'keys of a user');
    is(sql(q(SELECT COUNT(*) FROM users WHERE name_key = '')), 0, 'of all users');
    is(sql(q(SELECT name_key FROM parties WHERE code = '00028')), lc sql(q(SELECT name FROM parties WHERE code = '00028')), 'of parties');
    is(sql('SELECT MIN(access_version) || MAX(access_version) FROM customers'), '11', 'a version for each customer');
    is(sql(q(SELECT customer || '|' || target_key || '|' || after_key FROM audit WHERE action = 'access.edit' ORDER BY id DESC LIMIT 1)),
        '00028|весела ångström <vessela> [ext]|role=l30, days_back=, notes=zoë l30', 'keys of records');
    is(sql('SELECT COUNT(*) FROM audit WHERE customer_id = 999 AND customer IS NULL'), 1100, 'a customer who is gone');
    is(sql('SELECT records FROM audit_head'), $count, 'the head counts them');
    is(sql('SELECT a.hash = h.hash FROM audit a, audit_head h ORDER BY a.id DESC LIMIT 1'), 1, 'and has the last hash');
    is(sql(q(SELECT COUNT(*) FROM audit WHERE hash = '' OR previous_hash = '')), 0, 'all are in the chain');
    like(passes('again', 'init'), qr/up to date/, 'nothing to do');
    passes('goes on', 'grant', '--customer', '00028', '--user', 'Vessela', '--role', 'L40');
    is(sql('SELECT records FROM audit_head'), $count + 1, 'the chain goes on');
    passes('check', 'check');
};

subtest 'from version 6' => sub {
    fresh_db();
    passes('demo', 'demo');
    # counts by list and customer alone, with triggers of the same names
    sql(join ';', (map { "DROP TRIGGER $_" } @counting), 'DROP TABLE list_counts', 'DROP INDEX external_access_by_role_user', version_10(), 'CREATE TABLE list_counts (list TEXT NOT NULL, customer_id INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (list, customer_id)) STRICT, WITHOUT ROWID',
        "INSERT INTO list_counts SELECT 'users', 0, COUNT(*) FROM users", "CREATE TRIGGER users_counted AFTER INSERT ON users BEGIN UPDATE list_counts SET count = count + 1 WHERE list = 'users'; END", 'UPDATE schema_version SET version = 6');
    like(passes('init', 'init'), qr/upgraded from version 6 to 11/, 'five steps');
    is(schema(), $fresh, 'the schema of a new database');
    passes('check', 'check');
};

subtest 'from version 10' => sub {
    fresh_db();
    passes('demo', 'demo');
    load_ok('letters beyond ASCII', '{"type":"party","code":"ЖК","name":"Ж","unique_number":"Ü1","vat_number":"BGŁ","active":true}', '{"type":"customer","number":"ЖК-1","party":"ЖК","enterprise_company":"LAGERTA","from_date":"2020-01-01"}',
        '{"type":"person","code":"И1","first_name":"Иван","last_name":"STRAẞ"}', '{"type":"user","login":"ivan","name":"Ivan","user_type":"EXT","person":"И1"}');
    passes('a record', 'grant', '--customer', 'ЖК-1', '--user', 'newcomer', '--role', 'L10');
    sql(join ';', version_10(), "CREATE TABLE party_stretches (kind TEXT)", 'CREATE TRIGGER access_placed AFTER INSERT ON external_access BEGIN INSERT INTO party_stretches VALUES (NEW.role); END', 'DROP TABLE list_counts', (map { "DROP TRIGGER $_" } @counting), "CREATE INDEX persons_by_key ON persons (LOWER(first_name) || ' ' || LOWER(last_name) || ' ' || LOWER(code), id)",
        'CREATE INDEX parties_by_code ON parties (LOWER(code), id)', 'UPDATE schema_version SET version = 10');
    like(passes('init', 'init'), qr/upgraded from version 10 to 11/, 'one step');
    is(schema(), $fresh, 'the schema of a new database');
    is(sql("SELECT person_key FROM persons WHERE code = 'И1'"), 'иван strass и1', 'a person');
    is(sql("SELECT person_key FROM users WHERE login = 'ivan'"), 'иван strass и1', 'which a user repeats');
    is(sql("SELECT customer_key FROM external_access WHERE user_id = (SELECT id FROM users WHERE login = 'newcomer')"), 'ж #жк-1', 'and access the customer');
    is(sql("SELECT code_key || ' ' || number_key || ' ' || vat_key FROM parties WHERE name = 'Ж'"), 'жк ü1 bgł', 'a party');
    is(sql("SELECT number_key FROM customers WHERE number = 'ЖК-1'"), 'жк-1', 'a customer');
    is(sql("SELECT customer_key FROM audit WHERE customer = 'ЖК-1'"), 'жк-1', 'a record');
    passes('check', 'check');
};

subtest 'from version 1' => sub {
    fresh_db();
    make_version_2();
    # documents may come from views, which stay
    sql(join ';', (map { "DROP TABLE $_" } qw(orders_search invoices_search document_totals orders invoices order_lines invoice_lines due_payments payments document_types invoice_downloads)),
        'UPDATE schema_version SET version = 1');
    like(passes('init', 'init'), qr/upgraded from version 1 to 11/, 'all steps');
    is(columns(), $fresh_columns, 'the columns of a new database');
    passes('demo', 'demo');
};

subtest 'all or nothing' => sub {
    fresh_db();
    passes('demo', 'demo');
    make_version_2();
    sql('CREATE TABLE audit_head (x)');    # in the way of the upgrade
    my $before = schema();
    my ($status, $out, $err) = ccadmin('init');
    is($status, 1, 'fails');
    is(schema(), $before, 'and leaves everything as it was');
    sql('DROP TABLE audit_head');
    passes('then works', 'init');
};

subtest 'append only' => sub {
    fresh_db();
    passes('demo', 'demo');
    passes('a record', 'grant', '--customer', '00028', '--user', 'newcomer', '--role', 'L10');
    for my $sql ('UPDATE audit SET at = 1', 'DELETE FROM audit', q(UPDATE audit SET detail = 'x' WHERE id = 1)) {
        my $answer = qx(sqlite3 "@{[db_path()]}" "$sql" 2>&1);
        ok($? != 0, $sql);
        like($answer, qr/the audit is append-only: its records cannot be (?:changed|deleted)/, 'says why');
    }
    is(sql('SELECT COUNT(*) FROM audit'), 1, 'nothing happened');
};

done_testing();
