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
    qr/Sees the order: no\n.*BROKEN\s+The role L10 - Basic/s, 'a role that is too low');
like(passes('another', 'why', '--user', 'owner', '--site', 'LAGERTA', '--document', $number), qr/Sees the order: yes/, 'an Owner sees it');

my ($status, $out) = ccadmin('why', '--user', 'billing', '--site', 'NOBODY');
is($status, 1, 'an unknown company');
like($out, qr/CC005/, 'is CC005');
is((ccadmin('why', '--user', 'nobody', '--site', 'LAGERTA'))[0], 1, 'an unknown user');
is((ccadmin('why', '--user', 'billing'))[0], 2, 'a site is needed');

done_testing;
