# What is read of a long list: on PostgreSQL, what its indexes find of a search with few hits, not the list from one end on,
# and of a page in the middle its own rows, not those before it. The server counts the rows that it fetches for each session
# and tells when that has ended.
use strict;
use warnings;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Person;
use CC::Server;
use Test::More;

plan skip_all => 'only PostgreSQL tells what it has fetched' if CC::Database::kind() ne 'pgsql';
my $users = 20_000;
my $server = CC::Server->new(config => "<Location /bo>\nSetHandler clientcenter-backoffice\nClientCenterCookie bosession /bo\n</Location>");
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
my ($number, $login) = (unique('c'), unique('u'));
load(customer($number), user($login), access($number, $login, 'L80'), user('office', user_type => 'INT', is_admin => JSON::PP::true));
my $name = "'Name ' || lpad(n::text, 6, '0')";
sql("INSERT INTO users (login, login_key, name, name_key, user_key, user_type, language, password_hash, created_at) SELECT 'many' || n, 'many' || n, $name, LOWER($name), LOWER($name) || ' <many' || n || '> [ext]', 'EXT', 'en', '', 1 FROM generate_series(1, $users) AS n");
sql("INSERT INTO external_access (customer_id, user_id, role, days_key, user_key, notes, notes_key, customer_key) SELECT c.id, u.id, 'L10', 2147483647, u.user_key, 'row', 'row', p.name_key || ' #' || c.number_key FROM customers c, parties p, users u WHERE p.id = c.party_id AND c.number = ? AND u.login LIKE 'many%'", $number);
sql("INSERT INTO parties (code, name, name_key, unique_number, code_key, number_key) SELECT 'P' || n, 'P', 'p', n, 'p' || n, n FROM generate_series(1, $users) AS n");
sql("INSERT INTO audit (at, action, result, actor, actor_key, address, customer_id) SELECT n, 'access.edit', 'ok', 'x', 'x', '192.0.2.' || n % 250, c.id FROM customers c, generate_series(1, $users) AS n WHERE c.number = ?", $number);
sql('VACUUM ANALYZE');
ok($server->start, 'httpd starts');
my $person = CC::Person->signed_in($login, base => $server->{base});
my $office = CC::Person->signed_in('office', base => $server->{base}, site => '/bo');

sub fetched { return CC::Database::fetched(CC::Database::connect_to(CC::Data::database()), qw(users external_access parties audit)) }

for my $case (['users: one hit, the last', '/users?q=name+020000'], ['users: one hit by a filter', '/users?filter.user=many19999'], ['users: sorted the other way', '/users?q=name+000001&sort=user&dir=desc'],
    ['users: by notes', '/users?q=name+010000&sort=notes']) {
    my ($what, $path) = @$case;
    my $before = fetched();
    like($person->get($path)->content, qr/data-total="1"/, "$what: found");
    my $rows = fetched() - $before;
    cmp_ok($rows, '<', 1000, "and fetches $rows of $users rows");
}
for my $case ([$office, 'users by notes', '/users?sort=notes'], [$office, 'parties by number', '/parties?sort=unique_number'], [$office, 'audit by address', '/audit?sort=address'], [$person, 'changes by address', '/audit?sort=address']) {
    my ($who, $what, $path) = @$case;
    my $before = fetched();
    like($who->get("$path&page=400")->content, qr/data-total="2\d{4}"/, "$what: a page in the middle");
    my $rows = fetched() - $before;
    cmp_ok($rows, '<', 1000, "fetches $rows of $users rows");
}
$server->stop;
done_testing();
