# What SQLite keeps beside orders and invoices, and how long other lists are: triggers keep it right, `check` sees when it is not, `init` mends it.
use strict;
use warnings;
use utf8;
use FindBin;
use Test::More;
use lib "$FindBin::Bin/../lib";
use CC::Data;
use CC::Documents;
use DBI;
use File::Temp qw(tempdir);

plan skip_all => 'only on SQLite: totals and a text index beside documents' if !CC::Database::is_file();
binmode Test::More->builder->$_, q(:encoding(UTF-8)) for qw(output failure_output);

my $dir = tempdir(CLEANUP => 1);
local $ENV{CC_DATABASE_FILE} = "$dir/a.db";
CC::Data::run_ok('init');
load({ type => 'enterprise_company', code => 'LAGERTA', name => 'Lagerta Ltd.' },
    { type => 'location', code => 'SOF', name => 'Sofia', enterprise_company => 'LAGERTA' }, document_types(), customer('00028'),
    (map { order('00028', "A-$_", notes => $_ % 3 ? "Note $_" : undef, date => day($_ % 20), status => $_ % 2 ? 'Ordered' : 'Größe') } 1 .. 60),
    map { invoice('00028', "I-$_", date => day($_ % 20)) } 1 .. 20);

# All that is kept, in order: of the text index which documents have which words
sub kept {
    my $db = DBI->connect("dbi:SQLite:dbname=$ENV{CC_DATABASE_FILE}", '', '', { RaiseError => 1, sqlite_unicode => 1 });
    my @rows = map { @{ $db->selectall_arrayref($_) } } 'SELECT * FROM document_totals ORDER BY 1, 2, 3, 4, 5, 6, 7', 'SELECT * FROM document_parts ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9',
        'SELECT term, doc FROM orders_terms WHERE doc > 0', 'SELECT term, doc FROM invoices_terms WHERE doc > 0';
    $db->disconnect;
    return join "\n", map { join '|', map { $_ // '' } @$_ } @rows;
}
sub wrong { return join "\n", grep { /init/ } split /\n/, (ccadmin('check'))[1] }
sub repaired {
    my ($name) = @_;
    my ($status, $out) = ccadmin('init');
    is($status, 0, "$name: init");
    is(wrong(), '', "$name: and all is right") or diag $out;
    return $out;
}

is(wrong(), '', 'a new database has nothing wrong');
my $before = kept();
like($before, qr/^orders\|\d+\|m20\d\d-\d\d\|test-order\|/m, 'months are counted');
like($before, qr/^orders\|\d+\|3\|a\||^orders\|\d+\|2\|ß|^orders\|\d+\|1\|a-\|/m, 'letters are counted');
unlike(repaired('nothing to do'), qr/anew/, 'a right one is left alone');
is(kept(), $before, 'and stays as it was');

# every kind of change, and back
sql("UPDATE orders SET notes_key = 'xyz', date = '2001-01-01', amount = -5, currency = 'USD' WHERE id % 2 = 0");
sql("UPDATE orders SET document_no_key = 'ü' || id, type_key = 'other', status_key = '' WHERE id % 3 = 0");
sql('DELETE FROM orders WHERE id % 5 = 0');
is(wrong(), '', 'changes of all columns keep it right');
my $changed = kept();
sql('UPDATE document_totals SET count = count + 1 WHERE kind = \'orders\' AND date < \'m\'');
like(wrong(), qr/^table orders: the totals .*"ccadmin init"/, 'a wrong total is noticed');
like(repaired('wrong totals'), qr/^orders: .* anew/m, 'init says what it does');
is(kept(), $changed, 'what is made anew is what the triggers had made');

for my $case (
    ['missing totals', 'DELETE FROM document_totals WHERE kind = \'invoices\'', qr/invoices: the totals/],
    ['wrong months', 'UPDATE document_totals SET count = count + 1 WHERE kind = \'orders\' AND date > \'m\'', qr/orders: the totals of months/],
    ['months missing', 'DELETE FROM document_totals WHERE kind = \'invoices\' AND date > \'m\'', qr/invoices: the totals of months/],
    ['wrong months of letters', 'UPDATE document_parts SET ones = ones + 1 WHERE part = 2 AND date > \'m\'', qr/orders: the totals of months/],
    ['wrong notes', 'UPDATE document_parts SET ones = ones + 1 WHERE part = 0', qr/orders: the totals of notes/],
    ['wrong amounts', 'UPDATE document_parts SET count = count + 1 WHERE part = 4', qr/orders: the totals of amounts/],
    ['a text that is not there', 'INSERT INTO orders_search (rowid, number, words, notes) VALUES (9999, \'abc\', char(10, 10, 10), \'\')', qr/orders: the text index has documents/],
    ['no trigger', 'DROP TRIGGER orders_updated', qr/orders: .*missing/],
    ['no text index', 'DROP TABLE invoices_terms', qr/invoices: .*missing/],
    ['no table of parts', 'DROP TABLE document_parts', qr/orders: .*missing.*invoices: .*missing/s],
) {
    my ($name, $sql, $said) = @$case;
    sql($sql);
    like(wrong(), $said, "$name: check says so");
    repaired($name);
    is(kept(), $changed, "$name: the same as before");
}

# INSERT OR REPLACE takes rows away without a word
sql('INSERT OR REPLACE INTO orders SELECT id, enterprise_company_id, customer_id, document_no, document_no_key, type_code, type_name, type_key, date, status, status_key, currency, amount + 1, notes, notes_key FROM orders WHERE id = 1');
like(wrong(), qr/orders: the totals/, 'rows replaced: check says so');
repaired('rows replaced');

# an older layout, with totals by day only
sql($_) for 'DROP TABLE document_parts', (map { ("DROP TRIGGER ${_}_inserted", "DROP TRIGGER ${_}_updated", "DROP TRIGGER ${_}_deleted", "DROP TABLE ${_}_terms") } qw(orders invoices));
repaired('an older layout');

# tables whose view was dropped come back, with their indexes
my $indexes = join ' ', map { $_->[0] } sql("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('orders', 'payments') ORDER BY 1");
sql('DROP TABLE orders');
sql('CREATE VIEW orders AS SELECT * FROM invoices');
sql('DROP TABLE payments');
is(wrong(), 'table payments: is missing, init makes another', 'a view has no totals to be wrong, and one that is missing is told');
like(repaired('a view'), qr/made anew: 1\./, 'a table that is missing is made');
is(cell("SELECT type FROM sqlite_master WHERE name = 'orders'"), 'view', 'a view stays');
sql('DROP VIEW orders');
like(repaired('no view any more'), qr/made anew: 1\./, 'the table is made anew when the view is gone');
is(join(' ', map { $_->[0] } sql("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('orders', 'payments') ORDER BY 1")), $indexes, 'with all indexes');
sql('DELETE FROM order_lines'); # of those that went with the table
load(order('00028', 'B-1'));
is(wrong(), '', 'and its triggers');
is(cell("SELECT SUM(count) FROM document_totals WHERE kind = 'orders' AND date < 'm'"), 1, 'that count');

# how many rows the other lists have
sub counts { return join ' ', map { join ',', @$_ } sql('SELECT * FROM list_counts WHERE count <> 0 ORDER BY 1, 2, 3, 4, 5, 6') }
load(customer('00029'), user_records(), access('00028', 'one', 'L10'), access('00028', 'two', 'L10'), access('00029', 'one', 'L10'));
sub user_records { return map { { type => 'user', login => $_, name => $_, user_type => 'EXT' } } qw(one two) }
is(CC::Data::run_ok('revoke', '--customer', '00028', '--user', 'two') && cell("SELECT SUM(count) FROM list_counts WHERE list = 'access' AND customer_id = (SELECT id FROM customers WHERE number = '00028')"), 1, 'one row given and one taken away');
is(cell("SELECT SUM(count) FROM list_counts WHERE list = 'access' AND customer_id = 0"), 2, 'of all customers together');
sql("UPDATE external_access SET customer_id = (SELECT id FROM customers WHERE number = '00029'), user_id = (SELECT id FROM users WHERE login = 'two') WHERE customer_id = (SELECT id FROM customers WHERE number = '00028')");
is(wrong(), '', 'a row that moves to another customer is counted there');
sql("UPDATE external_access SET role = 'L20' WHERE user_id = (SELECT id FROM users WHERE login = 'two')");
is(cell("SELECT SUM(count) FROM list_counts WHERE list = 'access' AND customer_id = (SELECT id FROM customers WHERE number = '00029') AND kind = 'L20'"), 1, 'one whose role changes by the new one');
sql("UPDATE users SET user_type = 'INT', is_admin = 1, active = 0 WHERE login = 'two'");
is(cell("SELECT count FROM list_counts WHERE list = 'users' AND kind = 'INT' AND result = 'none' AND admin = 1 AND active = 0"), 1, 'a user by what they are');
sql("UPDATE parties SET active = 0 WHERE code = '00029'");
is(wrong(), '', 'and a party');
my $counted = counts();
for my $case (['a wrong count', "UPDATE list_counts SET count = count + 1 WHERE list = 'users'", qr/list_counts: the counts/], ['a count that is of another role', "UPDATE list_counts SET kind = 'L40' WHERE list = 'access' AND kind = 'L20'", qr/list_counts: the counts/], ['a lost count', 'DELETE FROM list_counts WHERE customer_id > 0', qr/list_counts: the counts/],
    ['a trigger that is gone', 'DROP TRIGGER audit_counted', qr/list_counts: .*missing/], ['an index that is gone', 'DROP INDEX audit_by_detail', qr/list_counts: .*missing/], ['no counts', 'DROP TABLE list_counts', qr/list_counts: .*missing/]) {
    my ($name, $sql, $said) = @$case;
    sql($sql);
    like(wrong(), $said, "$name: check says so");
    repaired($name);
    is(counts(), $counted, "$name: the same as before");
}

# what finds the rows of those lists
sub found { return join ',', map { $_->[0] } sql("SELECT $_[0].id FROM $_[0] WHERE id IN (SELECT rowid FROM $_[1]_search WHERE $_[1]_search MATCH ?) ORDER BY 1", $_[2]) }
my $one = cell("SELECT id FROM users WHERE login = 'one'");
my $customer = cell("SELECT id FROM customers WHERE number = '00029'");
load({ type => 'user', login => 'one', name => 'Zoë "Quote" Ångström', user_type => 'EXT' });
is(found(qw(users users), '"quote"'), $one, 'a user by the name that was given');
is(found(qw(users users), qq("m\n\n" OR "m <")), $one, 'and by its last letter');
is(found(qw(external_access access), 'user : "ngström <one"'), join(',', map { $_->[0] } sql("SELECT id FROM external_access WHERE user_id = $one ORDER BY 1")), 'as rows of access show them');
sub word { my ($number) = @_; return join '', map { chr 0xE000 + ($number >> $_) % 4096 } 24, 12, 0 }
my ($of_customer, $elsewhere) = map { 'customer : ' . word($_) . ' AND user : "ngström <one"' } $customer, $customer + 4096 ** 2;
is(found(qw(external_access access), $of_customer) . '|' . found(qw(external_access access), $elsewhere), cell("SELECT id FROM external_access WHERE user_id = $one AND customer_id = $customer") . '|', 'and those of one customer');
load(customer('00099', name => 'First'), user('wait', name => 'Before', password => password()), access('00099', 'wait', 'L20', notes => 'waiting'),
    { type => 'party', code => '00099', name => 'Second' }, user('wait', name => 'After', password => password()), user('one', name => 'Zoë "Quote" Ångström', notes => 'loaded', password => password()));
my $late = cell("SELECT id FROM users WHERE login = 'wait'");
is(found(qw(users users), $_), $late, "a user who was added and changed in one load: $_") for 'name : after', 'login : wait';
is(found(qw(users users), 'before'), '', 'not by what the user was called between');
is(found(qw(users users), 'notes : loaded'), $one, 'and one who was there');
is(found(qw(customers customers), '"second #00099"'), cell("SELECT id FROM customers WHERE number = '00099'"), 'a customer who was added and renamed in one load');
is(cell('SELECT COUNT(*) FROM search_later'), 0, 'nothing waits any more');
is(wrong(), '', 'the indexes have the texts of what was loaded');
is(found(qw(users users), 'name : "one"'), '', 'and no more by the one before');
is(CC::Data::run_ok('grant', '--customer', '00099', '--user', 'one', '--role', 'L10', '--days-back', '2147') && found(qw(external_access access), '"2147"'), cell('SELECT id FROM external_access WHERE days_back = 2147'), 'a row by its days');
is(found(qw(external_access access), '"147483"'), '', 'none by what stands for days without a limit');
sql('UPDATE external_access SET days_back = NULL, days_key = 2147483647 WHERE days_back = 2147');
is(found(qw(external_access access), '"2147"'), '', 'and no more when it has no limit');
is(wrong(), '', 'the indexes have the days of the rows');
sql($_) for 'DROP TRIGGER access_search_other', 'CREATE TRIGGER access_search_other AFTER UPDATE ON external_access BEGIN SELECT 1; END', "UPDATE external_access SET days_back = 48, days_key = 48 WHERE user_id = $one";
like(wrong(), qr/text indexes: .*another version/, 'what an older version kept: check says so');
repaired('an index of an older version');
is(found(qw(external_access access), qq("48\n")), join(',', map { $_->[0] } sql("SELECT id FROM external_access WHERE user_id = $one ORDER BY 1")), 'and days are found as they are shown');
sql("UPDATE external_access SET days_back = NULL, days_key = 2147483647 WHERE user_id = $one");
sql("UPDATE parties SET name = 'Renamed', name_key = 'renamed' WHERE id = (SELECT party_id FROM customers WHERE id = $customer)");
is(found(qw(customers customers), '"renamed #00029"'), $customer, 'a customer by the new name of the party');
is(wrong(), '', 'the indexes have the texts of the rows');
for my $case (['a text too few', "INSERT INTO users_search (users_search, rowid, login, name, user_type, notes) SELECT 'delete', id, login_key, name_key, LOWER(user_type), notes_key FROM users WHERE id = $one"],
    ['a text too many', "INSERT INTO customers_search (rowid, text) VALUES (999, 'nobody')"], ['a trigger of texts that is gone', 'DROP TRIGGER parties_search_other'],
    ['no index', 'DROP TABLE audit_search_words; DROP TABLE audit_search; DROP TRIGGER audit_search_more']) {
    my ($name, $sql) = @$case;
    sql($sql);
    like(wrong(), qr/text indexes: /, "$name: check says so");
    repaired($name);
    is(wrong(), '', "$name: mended");
    is(found(qw(users users), '"quote"'), $one, "$name: found as before");
}

done_testing;
