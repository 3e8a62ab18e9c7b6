# Whose account is whose: no login of a fresh database, no two users of one name, no look-alikes.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

# no default accounts
my $server = CC::Server->new(config => qq{<Location "/backoffice">\nSetHandler clientcenter-backoffice\n</Location>});
{
    local $ENV{CC_DATABASE_FILE} = $server->{database};
    CC::Data::run_ok('init');
    CC::Data::load_with($server->{database}, { type => 'enterprise_company', code => 'LAGERTA', name => 'Lagerta Ltd.' });
    is(cell('SELECT COUNT(*) FROM users'), 0, 'a fresh database has no users');
}
ok($server->start, 'httpd starts');
for my $site ('/cc', '/backoffice') {
    for my $try (['admin', 'admin'], ['root', 'root'], ['', ''], ['backoffice', 'backoffice'], ['owner', password()], ['ccadmin', ''], ['NULL', 'NULL']) {
        status_is(CC::Person->new(base => $server->{base}, site => $site)->login(@$try), 422, "a fresh database logs nobody in: $site as '$try->[0]'");
    }
}
$server->stop;

# one name, one user: a login equal to another's e-mail, in whatever writing
my $first = unique('first');
load(user($first, email => "$first\@example.com"));
my $json = JSON::PP->new->utf8;
for my $login ("$first\@example.com", uc "$first\@example.com", " $first\@example.com", $first, uc $first, " $first ") {
    my $line = $json->encode({ %{ user($login, email => unique('m') . '@example.com') }, name => 'Second' });
    my $before = cell('SELECT COUNT(*) FROM users');
    my ($status, $out) = ccadmin('user', 'add', $login, '--name', 'Second', '--email', unique('m') . '@example.com', '--password-stdin', \"harbour violet lantern 52\n");
    isnt($status, 0, "'$login' is refused as a login: it is somebody's");
    is(cell('SELECT COUNT(*) FROM users'), $before, 'and nobody is made');
}
# look-alikes and control characters
for my $login ("adm\x{0456}n", "\x{0430}dmin", "a\x{200B}b", "a\x{202E}b", "a\x{00AD}b", "a\tb", "a\nb", "a\x07b", "\x{FEFF}x", "x" x 300) {
    my ($status, $out) = ccadmin('user', 'add', encode_utf8($login), '--name', 'X', '--password-stdin', \"harbour violet lantern 52\n");
    (my $name = $login) =~ s/[^\x21-\x7E]/sprintf '{%04X}', ord $&/ge;
    isnt($status, 0, substr($name, 0, 30) . ' is refused as a login');
}

done_testing;
