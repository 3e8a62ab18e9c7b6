# PostgreSQL: what lists ask for by parts of words is asked of its indexes, in whatever column of whatever table the text
# is; and what is found is right, also where the index cannot tell.
use strict;
use warnings;
use utf8;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;
use CC::Server;
use Test::More;

plan skip_all => 'only PostgreSQL has these indexes' if CC::Database::kind() ne 'pgsql';
my $server = CC::Server->new(config => "<Location /bo>\nSetHandler clientcenter-backoffice\nClientCenterCookie bosession /bo\n</Location>");
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(customer('BIG', name => 'The Big One'), customer('N#7', name => 'Größe Nord 7'), user('office', user_type => 'INT', is_admin => JSON::PP::true), user('boss'),
    { type => 'person', code => 'P-1', first_name => 'Cathleen', last_name => 'Carter', parent_party => 'BIG' },
    user('other', person => 'P-1', name => 'Ünal'),
    access('BIG', 'boss', 'L80'), access('N#7', 'other', 'L10', notes => 'Grüße an Ünal'));
my $name = CC::Database::name($server->{database});
sub ask { my $db = CC::Database::connect_to($server->{database}); my @rows = CC::Database::ask($db, $_[0]); $db->disconnect; return @rows }
my $g = 'generate_series(1, 3000) AS n';
ask($_) for "INSERT INTO parties (code, name, name_key, unique_number, vat_number, code_key, number_key, vat_key) SELECT 'C' || n, 'Firm ' || n, 'firm ' || n, 'UN' || n, 'VN' || n, 'c' || n, 'un' || n, 'vn' || n FROM $g",
    "INSERT INTO customers (number, party_id, enterprise_company_id, from_date, number_key) SELECT 'NO' || n, p.id, 1, '2020-01-01', 'no' || n FROM $g JOIN parties p ON p.code = 'C' || n",
    "INSERT INTO persons (code, first_name, last_name, person_key) SELECT 'PE' || n, 'Given', 'Family', 'given family pe' || n FROM generate_series(1, 20000) AS n",
    "INSERT INTO users (login, login_key, name, name_key, user_key, user_type, person_id, person_key, language, notes_key, created_at) SELECT 'login' || n, 'login' || n, 'name' || n, 'name' || n, 'name' || n || ' <login' || n || '> [ext]', 'EXT', r.id, r.person_key, 'en', 'word' || n, 1 FROM $g JOIN persons r ON r.code = 'PE' || n",
    (map { "INSERT INTO external_access (customer_id, user_id, role, days_back, days_key, user_key, notes_key, customer_key) SELECT c.id, u.id, 'L10', n + 30000, n + 30000, u.user_key, 'row' || n, p.name_key || ' #' || c.number_key FROM $g JOIN users u ON u.login_key = 'login' || n JOIN customers c ON c.number = $_ JOIN parties p ON p.id = c.party_id" } "'BIG'", "'NO' || n"),
    "INSERT INTO audit (at, action, result, actor, actor_key, address, customer_id, target_key, before_key, after_key) SELECT n, 'access.edit', 'ok', 'x', 'actor' || n, '10.0.0.1', c.id, 'target' || n, 'before' || n, 'after' || n FROM $g JOIN customers c ON c.number = 'BIG'",
    (map { "INSERT INTO orders (enterprise_company_id, customer_id, document_no, document_no_key, type_code, type_name, type_key, date, currency, amount, status, status_key, notes, notes_key) SELECT 1, c.id, c.number || n, LOWER(c.number || n), 'T', 'Kind', 'kind', TO_CHAR(DATE '2026-01-01' - n / 10, 'YYYY-MM-DD'), 'EUR', n * 1000000::bigint, 'Open', 'open', 'memo' || n, 'memo' || n FROM $g JOIN customers c ON c.number = $_" } "'BIG'", "'N#7'"),
    "INSERT INTO invoices (enterprise_company_id, customer_id, document_no, document_no_key, type_code, type_name, type_key, date, currency, amount) SELECT 1, customer_id, document_no, document_no_key, type_code, type_name, type_key, date, currency, amount FROM orders",
    'ANALYZE';
ask("ALTER DATABASE $name SET enable_seqscan = off"); # as if there were very many rows
ok($server->start, 'httpd starts');
my $office = CC::Person->signed_in('office', base => $server->{base}, site => '/bo');
my $boss = CC::Person->signed_in('boss', base => $server->{base});

# Those by which lists sort are used as well.
sub scans { return { map { @$_ } ask("SELECT indexrelname, idx_scan FROM pg_stat_user_indexes WHERE indexrelname LIKE '%!_find' ESCAPE '!' OR indexrelname IN ('users_by_type_key', 'parties_by_code_key')") } }
sub total { my ($who, $path) = @_; my ($total) = $who->get($path)->content =~ /data-total="(\d+)"/; return $total }

my @found = (
    [$office, '/users?q=login2999', 1], [$office, '/users?q=pe2999', 1], [$office, '/users?q=name299', 11], [$office, '/users?q=zzyzx', 0], [$office, '/users?filter.person=pe2999', 1], [$office, '/users?filter.person=carter+p-1', 1], [$office, '/users?filter.notes=word2999', 1],
    [$office, '/parties', 3002], [$office, '/parties?q=un2999', 1], [$office, '/parties?q=firm+299', 11], [$office, '/parties?filter.vat_number=vn2999', 1],
    [$office, '/external-access?q=no2999', 1], [$office, '/external-access?q=login2999', 2], [$office, '/external-access?q=firm+2999', 1], [$office, '/external-access?q=2999', 2], [$office, '/external-access?q=super', 0],
    # days as they are shown, which are none where there is no limit
    [$office, '/external-access?q=32999', 2], [$boss, '/users?q=32999', 1], [$office, '/external-access?q=2147483', 0], [$boss, '/users?q=2147483', 0],
    [$office, '/external-access?filter.customer=no2999', 1], [$office, '/external-access?filter.customer=firm+2999&q=row2999', 1], [$office, '/external-access?q=row2999&filter.user=login2999', 2],
    # over the end of a name and the number behind it
    [$office, '/external-access?q=firm+2999+%23no2', 1], [$office, '/external-access?filter.customer=2999+%23no2999', 1], [$office, '/external-access?q=%23no2999', 1], [$office, '/external-access?q=n%237', 1], [$office, '/external-access?filter.customer=n%237', 1],
    # other letters than ASCII, and signs that LIKE takes for itself
    [$office, '/external-access?q=gr%C3%BC%C3%9Fe', 1], [$office, '/external-access?q=Gr%C3%B6%C3%9Fe', 1], [$office, '/users?q=%C3%BCnal', 1], [$office, '/users?q=l%25gin', 0], [$office, '/users?q=lo_in', 0], [$office, '/external-access?q=%25%25%25', 0],
    [$office, '/audit?q=actor2999', 1], [$office, '/audit?filter.after=after2999', 1],
    [$boss, '/users?q=login2999', 1], [$boss, '/users?filter.notes=row2999', 1], [$boss, '/audit?q=target2999', 1], [$boss, '/audit?filter.before=before2999', 1],
    [$boss, '/orders?q=big2999', 1], [$boss, '/orders?q=memo2999', 1], [$boss, '/orders?q=zzyzx', 0], [$boss, '/orders?filter.notes=memo299', 11], [$boss, '/orders?filter.document_no=big299', 11], [$boss, '/orders?q=2025-06-30', 10], [$boss, '/orders?q=1734', 1],
    [$boss, '/invoices?q=big2999', 1], [$boss, '/invoices?q=n%237', 0], [$boss, '/invoices?filter.document_no=2999', 1],
);
for (@found) {
    my ($who, $path, $count) = @$_;
    is(total($who, $path), $count, $path);
}
$office->get('/users?sort=user_type');
$server->stop; # those who asked report what they did
my $after = scans();
cmp_ok($after->{"${_}_find"} // 0, '>', 0, "the index of $_ is used") for qw(users persons parties customers external_access audit orders invoices);
cmp_ok($after->{$_} // 0, '>', 0, "$_ is used") for qw(users_by_type_key parties_by_code_key);
done_testing();
