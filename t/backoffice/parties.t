# The back office's form of a party with its Customers panel: all changes or none, with a preview.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Documents qw(day);
use CC::Person;
use JSON::PP;

my ($number, $admin, $owner, $fresh, $slash) = map { unique($_) } qw(c admin owner fresh slash);
$slash .= '/a b%?';
load(customer($number), customer($slash), user($admin, user_type => 'INT', is_admin => JSON::PP::true), user($owner),
    access($number, $owner, 'L90'));
sub row { return (sql(@_))[0] }
sub customers { return [sql('SELECT c.number, e.code, c.from_date, c.thru_date FROM customers c JOIN parties p ON p.id = c.party_id '
            . 'JOIN enterprise_companies e ON e.id = c.enterprise_company_id WHERE p.code = ? ORDER BY c.number', $number)] }
my $person = CC::Person->signed_in($admin, site => '/backoffice');
my $id = cell('SELECT id FROM customers WHERE number = ?', $number);

# the form as it stands; undef leaves a field out
sub fields {
    my (%change) = @_;
    my $party = row('SELECT name, unique_number, vat_number, vat_registered, address, active, version FROM parties WHERE code = ?', $number);
    my $c = row('SELECT c.from_date, c.thru_date, e.code, l.code FROM customers c JOIN enterprise_companies e ON e.id = c.enterprise_company_id '
            . 'LEFT JOIN locations l ON l.id = c.serviced_by WHERE c.id = ?', $id);
    my %form = (name => $party->[0], unique_number => $party->[1], vat_number => $party->[2], address => $party->[4],
        vat_registered => $party->[3] || undef, active => $party->[5] || undef, version => $party->[6],
        'row.0.id' => $id, 'row.0.number' => $number, 'row.0.enterprise_company' => $c->[2], 'row.0.serviced_by' => $c->[3],
        'row.0.from_date' => $c->[0], 'row.0.thru_date' => $c->[1], 'row.1.number' => '', 'row.1.enterprise_company' => '', %change);
    delete @form{ grep { !defined $form{$_} } keys %form };
    return %form;
}
sub save { return $person->submit("/parties/$number", fields(@_)) }
my %new = ('row.5.number' => $fresh, 'row.5.enterprise_company' => 'LAGERTA', 'row.5.from_date' => '2020-01-01');
my $saved = qr{/backoffice/parties\?notice=party-saved};

# shown
my $page = $person->get("/parties/$number");
page_is($page, 'party');
is(grid_total($page, 'customers'), 1, 'one customer');
is(value_of($page, 'row.0.from_date'), cell('SELECT from_date FROM customers WHERE id = ?', $id), 'with its dates');
status_is($person->get('/parties/no-such-party'), 404, 'an unknown party');
(my $path = $slash) =~ s/([ %?])/sprintf '%%%02X', ord $1/ge;
page_is($person->get("/parties/$path"), 'party', 'a code with a slash and other characters');

# saved: the party, an agreement that ends, and a new one
redirect_is(save(name => "  O'Green & <Sons>  ", vat_registered => 1, vat_number => 'BG1', 'row.0.thru_date' => '2030-12-31', %new), $saved, 'saved');
is_deeply(row('SELECT name, vat_registered, vat_number, active FROM parties WHERE code = ?', $number), ["O'Green & <Sons>", 1, 'BG1', 1], 'the party');
is(scalar @{ customers() }, 2, 'and its customers');
is(cell('SELECT thru_date FROM customers WHERE id = ?', $id), '2030-12-31', 'one of which ends');
is(cell("SELECT COUNT(*) FROM audit WHERE result = 'ok' AND action = ? AND (customer_id = ? OR target = ?)", @$_, $number), 1, "$_->[0] is in the audit")
    for ['customer.edit', $id], ['customer.add', cell('SELECT id FROM customers WHERE number = ?', $fresh)], ['party.edit', 0];
my $version = cell('SELECT version FROM parties WHERE code = ?', $number);
redirect_is(save(), $saved, 'saving nothing is fine');
is(cell('SELECT version FROM parties WHERE code = ?', $number), $version, 'and changes nothing');

# what is not sent of a customer stays as it is; above all, an agreement that ended does not go on
sub agreement { return sql_text('SELECT c.from_date, c.thru_date, l.code FROM customers c LEFT JOIN locations l ON l.id = c.serviced_by WHERE c.id = ?', $id) }
my ($on, $only) = (day(-3), sub { return (map({ ("row.0.$_" => undef) } qw(number enterprise_company serviced_by from_date thru_date)), @_) });
redirect_is(save('row.0.thru_date' => day(1)), $saved, 'an agreement ended yesterday');
my $ended = agreement();
error_is(CC::Person->signed_in($owner)->get('/'), 403, 'CC010', 'its users are out');
redirect_is(save('row.0.thru_date' => undef), $saved, 'a form without its last day');
redirect_is(save($only->()), $saved, 'and one with its id alone');
is(agreement(), $ended, 'leave it as it is');
error_is(CC::Person->signed_in($owner)->get('/'), 403, 'CC010', 'and its users out');
redirect_is(save($only->('row.0.thru_date' => $on)), $saved, 'one with a last day alone');
is(agreement(), $ended =~ s/,[^,]*,/,$on,/r, 'changes that');
is(value_of(save($only->('row.0.from_date' => 'x')), 'row.0.thru_date'), $on, 'what was refused is shown with what stays');
redirect_is(save($only->('row.0.thru_date' => '', 'row.0.serviced_by' => '')), $saved, 'empty fields');
is(agreement(), $ended =~ s/,.*/,-,-/r, 'are no last day and no location');
redirect_is(save('row.0.thru_date' => '2030-12-31', 'row.0.serviced_by' => 'SOF'), $saved, 'as before');
$version = cell('SELECT version FROM parties WHERE code = ?', $number);

# lines of an address, whose ends browsers send as CR LF, stay as they are
load({ type => 'party', code => $number, address => "1 High Street\nYork" });
$version = cell('SELECT version FROM parties WHERE code = ?', $number);
$page = $person->get("/parties/$number");
body_like($page, qr/<textarea[^>]*\sname="address"/, 'a control that keeps lines');
redirect_is(save(address => value_of($page, 'address') =~ s/\n/\r\n/r), $saved, 'saved as it was');
is_deeply(row('SELECT address, version FROM parties WHERE code = ?', $number), ["1 High Street\nYork", $version], 'nothing changes');

# a new row of which only a choice was made is told, not left out
for my $choice (['row.7.enterprise_company' => 'LAGERTA'], ['row.7.serviced_by' => 'SOF']) {
    my $res = save(@$choice);
    field_error_is($res, 'row.7.number', qr/fill in/, "$choice->[0] without a number is refused");
}

# what is not so is said where one might think it
redirect_is(save(active => ''), $saved, 'a party may be inactive');
page_is(CC::Person->signed_in($owner)->get('/'), 'home', 'its users get in as before');
body_like($person->get("/parties/$number"), qr/Takes no access away/, 'as the form says');
redirect_is(save(active => 1), $saved, 'and active again');

# all or none
my ($before, @stands) = (customers(), row('SELECT * FROM parties WHERE code = ?', $number));
for my $case (
    [name => '', 'name'], ['row.0.from_date' => 'yesterday', 'row.0.from_date'], ['row.0.from_date' => '', 'row.0.from_date'],
    ['row.0.thru_date' => '2019-02-30', 'row.0.thru_date'], ['row.0.thru_date' => '1999-01-01', 'row.0.thru_date'],
    ['row.0.enterprise_company' => 'NOBODY', 'row.0.enterprise_company'], ['row.0.serviced_by' => 'NOWHERE', 'row.0.serviced_by'],
    ['row.0.number' => 'other', 'row.0.number'], ['row.0.id' => 999999999, 'row.0.number'], ['row.0.id' => '1e3', 'row.0.number'],
    ['row.0.id' => cell('SELECT id FROM customers WHERE number = ?', $slash), 'row.0.number'], ['row.0.remove' => 1, 'row.0.number'],
    ['row.7.number' => $slash, 'row.7.number'], [version => '', 'version'],
) {
    my ($field, $value, $problem) = @$case;
    my %more = $field =~ /^row\.7/ ? ('row.7.enterprise_company' => 'LAGERTA', 'row.7.from_date' => '2020-01-01') : ();
    my $res = save(address => 'moved', 'row.9.number' => unique('n'), 'row.9.enterprise_company' => 'LAGERTA', 'row.9.from_date' => '2020-01-01', %more, $field => $value);
    status_is($res, 422, "$field '$value' is refused");
    like($res->decoded_content, qr/data-error-for="\Q$problem\E"/, 'at its place');
    like(value_of($res, 'row.9.number'), qr/./, 'the other rows are as typed') if $field ne 'version';
    is_deeply([customers(), row('SELECT * FROM parties WHERE code = ?', $number)], [$before, @stands], 'nothing changed');
}
like($person->{last}->decoded_content, qr/form is not complete/, 'an incomplete form says so');
status_is($person->post("/parties/$number", fields(), 'row.0.thru_date' => '2031-01-01'), 422, 'a repeated field');

# preview
my $records = cell('SELECT COUNT(*) FROM audit');
my $res = save('row.0.thru_date' => '2031-01-01', 'row.9.number' => unique('n'), 'row.9.enterprise_company' => 'LAGERTA', 'row.9.from_date' => '2020-01-01', preview => 1);
status_is($res, 200, 'a preview');
like($res->decoded_content, qr/data-outcome="$_->[0]" data-row="$_->[1]"/, "tells what is $_->[0]") for ['changed', 0], ['added', 9];
is(value_of($res, 'row.0.thru_date'), '2031-01-01', 'and keeps what was typed');
$res = save('row.0.remove' => 1, preview => 1);
status_is($res, 200, 'a preview of what is refused');
like($res->decoded_content, qr/data-outcome="refused" data-row="0"/, 'tells that');
like($res->decoded_content, qr/data-error-for="row.0.number">Users have access/, 'and why');
is_deeply([customers(), row('SELECT * FROM parties WHERE code = ?', $number)], [$before, @stands], 'nothing is written');
is(cell('SELECT COUNT(*) FROM audit'), $records, 'not even an audit record');

# removal where nothing hangs on it
my $second = cell('SELECT id FROM customers WHERE number = ?', $fresh);
redirect_is(save('row.2.id' => $second, 'row.2.number' => $fresh, 'row.2.enterprise_company' => 'LAGERTA', 'row.2.from_date' => '2020-01-01', 'row.2.remove' => 1), $saved, 'removed');
is(cell('SELECT COUNT(*) FROM customers WHERE number = ?', $fresh), 0, 'and gone');
is(cell('SELECT COUNT(*) FROM external_access WHERE customer_id = ?', $id), 1, 'the Owner is where they were');

# a conflict loses nothing
my %mine = fields('row.0.thru_date' => '2032-01-01', address => 'mine');
$person->get("/parties/$number");
load({ type => 'customer', number => $number, party => $number, enterprise_company => 'LAGERTA', from_date => '2020-01-01', thru_date => '2033-03-03' });
$res = $person->post("/parties/$number", %mine);
status_is($res, 409, 'somebody else changed a customer');
is(value_of($res, 'row.0.thru_date'), '2032-01-01', 'what was typed');
like($res->decoded_content, qr/data-present-for="row.0.thru_date">[^<]*2033-03-03/, 'and what is stored');
$mine{version} = value_of($res, 'version');
redirect_is($person->post("/parties/$number", %mine), $saved, 'saved on purpose');
is(cell('SELECT thru_date FROM customers WHERE id = ?', $id), '2032-01-01', 'as typed');

# a party with more customers than a short form has fields for
my ($big, $many) = (unique('big'), 60);
load(customer($big), map { { type => 'customer', number => "$big-$_", party => $big, enterprise_company => 'LAGERTA', from_date => '2020-01-01' } } 2 .. $many);
my $n = 0;
my @form = map { my ($id, $customer) = @$_; my $row = 'row.' . $n++; ("$row.id" => $id, "$row.number" => $customer, "$row.enterprise_company" => 'LAGERTA',
        "$row.serviced_by" => '', "$row.from_date" => '2020-01-01', "$row.thru_date" => $n == $many ? '2031-12-31' : '') }
    sql('SELECT c.id, c.number FROM customers c JOIN parties p ON p.id = c.party_id WHERE p.code = ? ORDER BY c.id', $big);
my @party = (name => 'Big', active => 1, version => cell('SELECT version FROM parties WHERE code = ?', $big));
redirect_is($person->submit("/parties/$big", @party, @form), qr{/backoffice/parties\?notice=party-saved}, "$many rows");
is(cell("SELECT COUNT(*) FROM customers WHERE number LIKE ? AND thru_date = '2031-12-31'", "$big%"), 1, 'are saved');
$form[11] = '';
push @party, 'row.3.number' => 'x';
status_is($person->submit("/parties/$big", @party, @form), 422, 'a field that was sent twice among them');
body_like($person->{last}, qr/sent more than once/, 'is told');

# nobody else
status_is($person->post("/parties/$number", fields(name => 'forged'), csrf => 'forged'), 403, 'a forged form');
sql('UPDATE users SET is_admin = 0 WHERE login = ?', $admin);
status_is($person->post("/parties/$number", fields(name => 'forged')), 403, 'somebody who lost the right');
unlike(cell('SELECT name FROM parties WHERE code = ?', $number), qr/forged/, 'change nothing');

done_testing;
