# How often the orders of a customer are read for a page of them: once, for their sums, and on MariaDB from an index alone,
# as it takes long to find a row by its id. The values that filters offer are found one after the other on indexes; where
# that cannot be, as in a view, they are the same.
use strict;
use warnings;
use lib 't/lib';
use Apache::Test ();
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Documents;
use CC::Person;
use CC::Server;
use Test::More;

plan skip_all => 'SQLite has totals' if CC::Database::is_file();
my $pgsql = CC::Database::kind() eq 'pgsql';
my $count = 3000;
my $server = CC::Server->new;
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my ($number, $login, $limited) = (unique('c'), unique('u'), unique('l'));
load(customer($number), user($login), user($limited), access($number, $limited, 'L40', days_back => 10), access($number, $login, 'L40'), document_types(), map({ due_payment($number) } 1 .. 20),
    map { order($number, "o$_", lines => [], status => 'Status ' . ($_ == 1 ? 9 : $_ % 5), currency => $_ % 2 ? 'EUR' : 'BGN', document_type => $_ % 100 ? 'test-order' : 'test-quote', date => day($_ % 100 ? 40 : 0)) } 1 .. $count);
ok($server->start, 'httpd starts');
my $person = CC::Person->signed_in($login, base => $server->{base});

sub offered {
    my ($page) = @_;
    my ($table) = $page->content =~ /data-total="(\d+)"/;
    return join ' ', $table, map { join ',', sort grep { /\S/ } $page->content =~ m{<option[^>]*value="=($_[^"]*)"}g } 'Status ', 'Sales Order|Quotation';
}

sub fetched { return CC::Database::fetched(CC::Database::connect_to(CC::Data::database()), 'orders') }
# MariaDB counts what it reads from pages in memory: the rows of an index are some hundred a page, and each row by its id three pages.
sub told { my ($name) = @_; return (sql("SHOW GLOBAL STATUS LIKE '$name'"))[0][1] }

my $expected = "$count " . join ' ', join(',', map { "Status $_" } 0 .. 4, 9), 'Quotation,Sales Order';
if (!$pgsql) { # what it estimates may well be that each day has few orders
    sql("REPLACE INTO mysql.index_stats VALUES (DATABASE(), 'orders', 'orders_by_date', 1, $count), (DATABASE(), 'orders', 'orders_by_date', 2, 1), (DATABASE(), 'orders', 'orders_by_status', 3, 2)");
    sql('FLUSH TABLES orders');
}
for my $path ('/orders', '/orders?sort=amount', '/orders?sort=status', '/orders?sort=document_no&dir=desc') {
    $person->get($path) for $pgsql ? () : 1 .. 8; # MariaDB may run a statement another way when it runs again
    my ($before, $on_disk) = $pgsql ? fetched() : (told('Innodb_buffer_pool_read_requests'), told('Created_tmp_disk_tables'));
    my $page = $person->get($path);
    is(offered($page), $expected, "$path: what filters offer");
    if ($pgsql) {
        my $more = fetched() - $before;
        cmp_ok($more, '<=', $count * 1.1, "fetches $more of $count rows");
    } else {
        my $more = told('Innodb_buffer_pool_read_requests') - $before;
        cmp_ok($more, '<=', $count, "reads $more times from pages for $count rows");
        my $tables = told('Created_tmp_disk_tables') - $on_disk;
        cmp_ok($tables, '<=', $path =~ /sort/ ? 1 : 0, "makes $tables tables on disk"); # one of the rows of a page, to be sorted
    }
}

# what has no index of sums, or a better one
if (!$pgsql) {
    my $newer = CC::Person->signed_in($limited, base => $server->{base});
    my $on_disk = told('Created_tmp_disk_tables');
    is(offered($newer->get('/orders')), '30 Status 0 Quotation', 'orders of ten days');
    is(table_of($person->get('/due-payments'), 'due-payments')->{total}, 20, 'due payments');
    is(told('Created_tmp_disk_tables') - $on_disk, 0, 'are summed up in memory');
}

sql('ALTER TABLE orders RENAME TO orders_of_others');
if ($pgsql) {
    sql('CREATE VIEW orders AS SELECT * FROM orders_of_others');
} else {
    # ids that no index knows, and orders of others
    my $columns = 'type_code, type_name, type_key, date, status, status_key, currency, amount, notes, notes_key';
    sql("INSERT INTO orders_of_others (enterprise_company_id, customer_id, document_no, document_no_key, $columns) SELECT enterprise_company_id + o.k, customer_id + o.k, document_no, document_no_key, $columns FROM orders_of_others JOIN ("
            . join(' UNION ALL ', map { "SELECT ${_}000 AS k" } 1 .. 4) . ') o ON 1 = 1');
    sql("CREATE VIEW orders AS SELECT id * 2 AS id, enterprise_company_id, customer_id, document_no, document_no_key, $columns FROM orders_of_others");
}
is(offered($person->get('/orders')), $expected, 'in a view the same');
if (!$pgsql) {
    my $before = told('Handler_read_rnd_next');
    is(offered($person->get('/orders?sort=status')), $expected, 'sorted as well');
    my $more = told('Handler_read_rnd_next') - $before;
    cmp_ok($more, '<', $count, "which reads $more rows as they lie, not those of others");
}
sql('DELETE FROM mysql.index_stats WHERE db_name = DATABASE()') if !$pgsql;
$server->stop;
done_testing();
