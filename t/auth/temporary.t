# Signing in makes no temporary file: SQLite would write what it keeps of a statement for a roll-back there, and where no
# directory for such files can be written, nobody would get in.
use strict;
use warnings;
use File::stat;
use Test::More;
use lib 't/lib';
use CC::Data;
use CC::Database;
use CC::Person;
use CC::Server;

plan skip_all => 'the files are SQLite\'s' if CC::Database::kind() ne 'sqlite3';
my $server = CC::Server->new;
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
load(user('brief', password => password()), customer('BRIEF'), access('BRIEF', 'brief', 'L80'));
my $dir = "$server->{dir}/temporary";
mkdir $dir or die "$dir: $!";
chmod 01777, $dir;
local $ENV{SQLITE_TMPDIR} = $dir;
ok($server->start, 'httpd starts');

# Any file that is made or removed changes the time of its directory.
my $long_ago = 1_000_000_000;
utime $long_ago, $long_ago, $dir or die "$dir: $!";
for (1 .. 3) {
    is(CC::Person->new(base => $server->{base})->login('brief', password())->code, 303, 'a sign-in');
}
is(stat($dir)->mtime, $long_ago, 'leaves nothing behind, and has made nothing');
$server->stop;
done_testing;
