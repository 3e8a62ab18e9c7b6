# What the campaigns of faults share: a server with people in it, and the statement that all is well again.
package CC::Chaos;
use strict;
use warnings;
use Exporter qw(import);
use Test::More;
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

our @EXPORT = qw(chaos_server people well_again until_true answered_with);

# A server with a customer, whose Admin "admin" may change the row of "target"; "limited" sees ten days, "basic" nothing.
sub chaos_server {
    my (%set) = @_;
    my $server = CC::Server->new(%set);
    $ENV{CC_DATABASE_FILE} = $server->{database};
    CC::Data::create($server->{database});
    CC::Data::note_hash();
    load({ type => 'document_type', id => 'so', entity => 'SalesOrders', name => 'Sales Order' }, customer('CH', name => 'Chaos & Co'), (map { user($_) } qw(admin target limited basic)),
        access('CH', 'admin', 'L80'), access('CH', 'target', 'L10'), access('CH', 'limited', 'L30', days_back => 10), access('CH', 'basic', 'L10'),
        map({ { type => 'order', document_no => "C$_", customer => 'CH', document_type => 'so', status => 'Ordered', currency => 'EUR', amount => "$_.50",
            date => POSIX::strftime('%Y-%m-%d', localtime(time - 86400 * $_)) } } 0 .. 30));
    $server->start or die $server->log;
    return $server;
}

sub people { my ($server) = @_; return map { $_ => CC::Person->signed_in($_, base => $server->{base}) } qw(admin limited basic) }

# Writes and reads what was written: true if both work.
sub writes {
    my ($person, $text) = @_;
    my $id = cell("SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = 'target'");
    my $form = $person->get("/users/$id/edit");
    return 0 if $form->code != 200;
    my $res = $person->post("/users/$id/edit", role => 'L10', days_back => '', notes => $text, version => value_of($form, 'version'));
    return $res->code == 303 && cell('SELECT notes FROM external_access WHERE id = ?', $id) eq $text;
}

sub until_true {
    my ($seconds, $code) = @_;
    my $end = time + $seconds;
    while (time < $end) {
        return 1 if $code->();
        select undef, undef, undef, 0.1;
    }
    return $code->() ? 1 : 0;
}

# Service is back by itself, with nothing more than before for anybody.
sub well_again {
    my ($server, $people, $name) = @_;
    ok(until_true(30, sub { $people->{admin}->get('/healthz')->code == 200 && $people->{admin}->get('/users')->code == 200 }), "$name: pages are back by themselves");
    ok(until_true(30, sub { writes($people->{admin}, "$name " . rand) }), "$name: and writing works");
    status_is($people->{basic}->get('/orders'), 403, "$name: L10 still sees no orders");
    my $rows = $people->{limited}->get('/orders?per_page=100');
    is(grid_total($rows, 'orders') // '-', 11, "$name: ten days are still ten days");
    status_is($people->{limited}->get('/orders/C20'), 404, "$name: and what is older is not there");
    my ($status, $out) = ccadmin('check');
    is($status, 0, "$name: ccadmin check passes") or diag $out;
}

# Every answer of these pages has one of these statuses, and none says anything of the inside.
sub answered_with {
    my ($want, $name, @answers) = @_;
    my %got;
    for my $res (@answers) {
        $got{ $res->code }++;
        unlike($res->decoded_content // '', qr/sqlite|SELECT |no such|malformed|\.lua|traceback|disk I\/O/i, "$name: nothing of the inside is shown") if $res->code != 200;
        ok($res->header('Retry-After'), "$name: 503 says when to come again") if $res->code == 503;
    }
    my @other = grep { !/^(?:$want)$/ } sort keys %got;
    is("@other", '', "$name: answers are $want") or diag explain \%got;
}

1;
