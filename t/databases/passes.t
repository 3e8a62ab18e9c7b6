# How often the orders of a customer are read for a page of them: once, for their sums, and on MariaDB from an index alone,
# as it takes long to find a row by its id. The values that filters offer are found one after the other on indexes; where
# that cannot be, as in a view, they are the same.
use strict;
use warnings;
use lib 't/lib';
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
my %counter = (pages => 'Innodb_buffer_pool_read_requests', disk => 'Created_tmp_disk_tables', lying => 'Handler_read_rnd_next');
sub told { my ($what) = @_; return (sql("SHOW GLOBAL STATUS LIKE '$counter{$what}'"))[0][1] }
# What else the server does meanwhile, as reading rows for its estimates, only adds to that: the least of some tries, unless
# one is within the limits.
sub within {
    my ($why, $work, %limit) = @_;
    my %least;
    for (1 .. 5) {
        my %before = map { $_ => told($_) } keys %limit;
        $work->();
        for my $what (keys %limit) {
            my $more = told($what) - $before{$what};
            $least{$what} = $more if !defined $least{$what} || $more < $least{$what};
        }
        last if !grep { $least{$_} > $limit{$_} } keys %limit;
    }
    cmp_ok($least{$_}, '<=', $limit{$_}, "$why: $counter{$_}, of $count rows") for sort keys %limit;
}

my $expected = "$count " . join ' ', join(',', map { "Status $_" } 0 .. 4, 9), 'Quotation,Sales Order';
if (!$pgsql) { # what it estimates may well be that each day has few orders
    sql("REPLACE INTO mysql.index_stats VALUES (DATABASE(), 'orders', 'orders_by_date', 1, $count), (DATABASE(), 'orders', 'orders_by_date', 2, 1), (DATABASE(), 'orders', 'orders_by_status', 3, 2)");
    sql('FLUSH TABLES orders');
}
for my $path ('/orders', '/orders?sort=amount', '/orders?sort=status', '/orders?sort=document_no&dir=desc') {
    if ($pgsql) {
        my $before = fetched();
        is(offered($person->get($path)), $expected, "$path: what filters offer");
        my $more = fetched() - $before;
        cmp_ok($more, '<=', $count * 1.1, "fetches $more of $count rows");
        next;
    }
    is(offered($person->get($path)), $expected, "$path: what filters offer") for 1 .. 8; # it may run a statement another way again
    within($path, sub { $person->get($path) }, pages => $count, disk => $path =~ /sort/ ? 1 : 0); # one of the rows of a page, to be sorted
}

# what has no index of sums, or a better one
if (!$pgsql) {
    my $newer = CC::Person->signed_in($limited, base => $server->{base});
    within('summed up in memory', sub {
        is(offered($newer->get('/orders')), '30 Status 0 Quotation', 'orders of ten days');
        is(table_of($person->get('/due-payments'), 'due-payments')->{total}, 20, 'due payments');
    }, disk => 0);
}

# MariaDB takes the beginning of a name for the whole
sql("DROP INDEX $_" . ($pgsql ? '' : ' ON orders')) for qw(orders_by_status orders_by_status_type);
is(offered($person->get('/orders')), $expected, 'without the index the same');
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
within('not the rows of others', sub { is(offered($person->get('/orders?sort=status')), $expected, 'sorted as well') }, lying => $count) if !$pgsql;
sql('DELETE FROM mysql.index_stats WHERE db_name = DATABASE()') if !$pgsql;
$server->stop;
done_testing();
