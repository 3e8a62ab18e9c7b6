# why: both access models link by link, and a document.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;

fresh_db();
passes('demo', 'demo');

my $why = passes('why', 'why', '--user', 'billing', '--site', 'LAGERTA');
like($why, qr/\[EXT\] at LAGERTA\n/, 'says about whom');
like($why, qr/ExternalAccess\): yes\n/, 'a row gives access');
like($why, qr/note\s+External access: .*L40 - Billing/, 'and is shown');
like($why, qr/ParentParty\): no\n/, 'the older chain does not');
like($why, qr/BROKEN\s+CC002 /, 'with its code');
like($why, qr/Define a person/, 'and what to do');
like($why, qr/not asked/, 'what comes after is not asked');

my ($number) = passes('dump', 'dump') =~ /"type":"order","document_no":"([^"]+)","customer":"00028"/;
ok($number, 'an order of the demo') or $number = 'none';
like(passes('a document', 'why', '--user', 'basic', '--site', 'LAGERTA', '--document', $number),
    qr/Sees the order by external access: no\n.*BROKEN\s+The role L10 - Basic/s, 'a role that is too low');
like(passes('another', 'why', '--user', 'owner', '--site', 'LAGERTA', '--document', $number), qr/Sees the order by external access: yes/, 'an Owner sees it');
like(passes('in the older model', 'why', '--user', 'owner', '--site', 'LAGERTA', '--document', $number),
    qr/Sees the order by parent party: no\n.*BROKEN\s+CC002 The user has a customer by person and parent party: -\n\s+Define a person/s, 'not in the older model');
load_ok('a person', { type => 'person', code => 'P-1', first_name => 'A', last_name => 'B', parent_party => '00028' }, { type => 'user', login => 'owner', person => 'P-1' },
    { type => 'location', code => 'X', name => 'X', enterprise_company => 'LAGERTA' }, { type => 'customer', number => '00028', serviced_by => 'X' });
like(passes('repaired', 'why', '--user', 'owner', '--site', 'LAGERTA', '--document', $number),
    qr/Sees the order by parent party: yes\n.*note\s+The role is that of the site \(ClientCenterParentPartyRole/s, 'until the chain holds; the role is told, not judged');

my ($status, $out) = ccadmin('why', '--user', 'billing', '--site', 'NOBODY');
is($status, 1, 'an unknown company');
like($out, qr/CC005/, 'is CC005');
is((ccadmin('why', '--user', 'nobody', '--site', 'LAGERTA'))[0], 1, 'an unknown user');
is((ccadmin('why', '--user', 'billing'))[0], 2, 'a site is needed');

done_testing;
