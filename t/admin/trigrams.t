# The indexes of parts of words that PostgreSQL has: `init` makes them, with their extension where the role may have it;
# where not, all goes on without. `check` tells both.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;

plan skip_all => 'only PostgreSQL has these indexes' if CC::Database::kind() ne 'pgsql';
my @names = map { "${_}_find" } qw(audit customers external_access invoices orders parties persons users);
my $lacking = qr/^Searches in lists read the whole of them: the database has no extension pg_trgm/m;

sub found { return sql("SELECT indexname FROM pg_indexes WHERE indexname LIKE '%!_find' ESCAPE '!' ORDER BY 1") }

subtest 'made by init' => sub {
    bare_db();
    my $said = passes('a new database', 'init');
    unlike($said, $lacking, 'has the extension');
    unlike($said, qr/anew/, 'and needs nothing more');
    is(found(), join("\n", @names), 'and the indexes');
    unlike(passes('check', 'check'), $lacking, 'nothing to tell');
    like(passes('once more', 'init'), qr/up to date/, 'nothing to do');

    sql('DROP INDEX audit_find');
    my ($status, $out) = ccadmin('check');
    is($status, 1, 'one is missing: check fails');
    like($out, qr/text indexes: .*missing; "ccadmin init" makes them anew/, 'and says so');
    like(passes('init', 'init'), qr/^text indexes: .*made anew/m, 'makes it');
    sql('DROP INDEX audit_by_address');
    is((ccadmin('check'))[0], 1, 'one of folded texts is missing: check fails');
    passes('init', 'init');
    passes('and passes after it', 'check');
    is(found(), join("\n", @names), 'all are there again');
};

subtest 'a database from before' => sub {
    fresh_db();
    sql('DROP EXTENSION pg_trgm CASCADE');
    is(found(), '', 'without extension and indexes');
    like(passes('check', 'check'), $lacking, 'check tells it and passes');
    like(passes('init', 'init'), qr/^text indexes: .*made anew/m, 'init makes both');
    is(found(), join("\n", @names), 'the indexes are there');
    unlike(passes('check again', 'check'), $lacking, 'nothing to tell');
};

sub back_to_10 {
    sql($_) for "COMMENT ON TABLE list_counts IS '1'", (map { my ($table, @columns) = @$_; map { "ALTER TABLE $table DROP COLUMN $_" } @columns } [audit => qw(customer_key detail_key)], [customers => 'number_key'], [parties => qw(code_key number_key vat_key)], [persons => 'person_key'], [users => 'person_key'], [external_access => 'customer_key']),
        'DROP INDEX external_access_find', 'CREATE INDEX external_access_find ON external_access USING gin (user_key gin_trgm_ops, CAST(days_key AS TEXT) gin_trgm_ops, notes_key gin_trgm_ops)',
        "CREATE INDEX persons_find ON persons USING gin ((LOWER(first_name) || ' ' || LOWER(last_name) || ' ' || LOWER(code)) gin_trgm_ops)", 'CREATE INDEX parties_by_code ON parties (LOWER(code), id)', 'UPDATE schema_version SET version = 10';
}

subtest 'from version 10' => sub {
    fresh_db();
    load_ok('letters beyond ASCII', '{"type":"party","code":"ЖК","name":"Ж","unique_number":"Ü1","vat_number":"BGŁ","active":true}', '{"type":"person","code":"И1","first_name":"Иван","last_name":"STRAẞ"}');
    my $indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1";
    my $fresh = sql($indexes);
    back_to_10();
    like(passes('init', 'init'), qr/upgraded from version 10 to 11/, 'one step');
    is(sql($indexes), $fresh, 'the indexes of a new database');
    is(sql("SELECT person_key || ' ' || (SELECT code_key || ' ' || number_key || ' ' || vat_key FROM parties WHERE name = 'Ж') FROM persons WHERE code = 'И1'"), 'иван strass и1 жк ü1 bgł', 'the keys');
    passes('check', 'check');
};

# What init says while somebody keeps this lock until init has waited for it in vain once.
sub init_beside {
    my ($lock) = @_;
    my $other = CC::Database::connect_to(db_path());
    my $until = sub {
        my ($what, $waiting) = @_;
        for (my $end = time + 20; time < $end; select undef, undef, undef, 0.01) {
            return if sql("SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = CAST('persons' AS regclass)") == $waiting;
        }
        die "not within 20 s: $what\n";
    };
    local $ENV{PGOPTIONS} = '-c lock_timeout=200';
    $other->begin_work;
    $other->do("LOCK TABLE persons IN $lock MODE");
    open my $init, '-|', command('init') or die $!;
    $until->('it waits', 1);
    $until->('it gives up', 0);
    $other->rollback;
    my $said = do { local $/; <$init> };
    ok(close $init, "init beside $lock: succeeds");
    return $said;
}

subtest 'init that waits' => sub {
    fresh_db();
    back_to_10();
    sql('UPDATE schema_version SET version = 9');
    like(init_beside('ACCESS SHARE'), qr/upgraded from version 9 to 11/, 'says from which version, though it waited behind the first step');
    sql('DROP INDEX persons_find');
    is((() = init_beside('ROW EXCLUSIVE') =~ /made anew/g), 1, 'says once what it makes anew');
};

subtest 'documents in views' => sub {
    fresh_db();
    sql('ALTER TABLE orders RENAME TO erp_orders; DROP INDEX orders_find; CREATE VIEW orders AS SELECT * FROM erp_orders');
    unlike(passes('init', 'init'), qr/anew/, 'need no index');
    is(found(), join("\n", grep { $_ ne 'orders_find' } @names), 'and get none');
    sql('DROP INDEX invoices_find');
    like(passes('init', 'init'), qr/^text indexes: .*made anew/m, 'the others are made');
    is(found(), join("\n", grep { $_ ne 'orders_find' } @names), 'still without it');
};

subtest 'an extension in another schema' => sub {
    bare_db();
    sql('CREATE SCHEMA "Other One"; CREATE EXTENSION pg_trgm SCHEMA "Other One"');
    unlike(passes('init', 'init'), $lacking, 'is taken');
    is(found(), join("\n", @names), 'with all indexes');
};

subtest 'a role that may not make extensions' => sub {
    bare_db();
    my $role = 'cc_plain_' . $$;
    my ($where) = CC::Database::params(db_path()) =~ /^(.*)$/;
    (my $plain = $where) =~ s/user=\S+/user=$role/;
    sql("CREATE ROLE $role LOGIN; GRANT CREATE, USAGE ON SCHEMA public TO $role");
    my $as_plain = sub { ccadmin_on('--driver', 'pgsql', '--db', $plain, @_) };
    my ($status, $out, $err) = $as_plain->('init');
    is($status, 0, 'init succeeds') or diag $err;
    is($err, '', 'without an error');
    like($out, qr/created \(version \d+\)/, 'says what it made');
    is(scalar(() = $out =~ /pg_trgm/g), 1, 'and in one line what it did not');
    like($out, $lacking, 'namely the extension');
    is(found(), '', 'no index');
    is(sql("SELECT COUNT(*) FROM pg_indexes WHERE indexname IN ('users_by_type_key', 'audit_by_address')"), 2, 'but those that need no extension');
    ($status, $out) = $as_plain->('check');
    is($status, 0, 'check passes');
    like($out, $lacking, 'and tells it');

    sql('CREATE EXTENSION pg_trgm');
    ($status, $out) = $as_plain->('check');
    is($status, 1, 'with the extension the indexes are missing');
    ($status, $out, $err) = $as_plain->('init');
    is($status, 0, 'which init makes') or diag $err;
    unlike($out, $lacking, 'nothing more to tell');
    is(found(), join("\n", @names), 'all of them');
    sql("DROP OWNED BY $role CASCADE; DROP ROLE $role");
};

done_testing();
