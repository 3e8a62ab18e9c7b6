# The command line itself: help, version, and every mistake is exit status 2 with a word on what is wrong.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Admin;
use Test::More;

fresh_db();

for my $args (['help'], ['--help'], ['user', '--help'], ['grant', '--help']) {
    my ($status, $out, $err) = ccadmin_on(@$args);
    is($status, 0, "@$args");
    like($out, qr/^Usage: ccadmin/, 'says how');
    for my $command (qw(init load dump demo grant revoke access audit check), 'user add', 'user passwd', 'sessions revoke')
    {
        like($out, qr/^  \Q$command\E\b/m, "lists $command");
    }
}

# the manual page has what the help has, and every type of records
my $manual = slurp("$FindBin::Bin/../../conf/ccadmin.1");
my $help = (ccadmin_on('help'))[1];
while ($help =~ /^  (\w+(?: [a-z]+)?)/mg) {
    like($manual, qr/^\.It\b.* Cm \Q$1\E\b/m, "the manual page has $1");
}
like($manual, qr/\bFl -\Q$1\E\b/, "the manual page has --$1") while $help =~ /--([a-z-]+)/g;
my ($types) = fails('no type of records', 1, qr/known are/, \records('{"type":"none"}'), 'load', '-') =~ /known are: (.*)\.$/m;
like($manual, qr/^\.It Li \Q$_\E$/m, "the manual page has the record $_") for split /, /, $types;

my ($status, $out) = ccadmin_on('--version');
is($status, 0, '--version');
like($out, qr/^ccadmin \d+\.\d+/, 'a version');

my @mistakes = (
    [[], qr/command is needed/],
    [['nonsense'],                                                        qr/no command 'nonsense'/],
    [['user'],                                                            qr/needs to know/],
    [['user', 'nonsense', 'CC'],                                          qr/no command 'user nonsense'/],
    [['audit', '--at', '2026-01-01'],                                     qr/audit takes no option --at/],
    [['init', 'now'],                                                     qr/Usage: .* init/],
    [['load'],                                                            qr/Usage: .* load/],
    [['user', 'show'],                                                    qr/Usage: .* user show/],
    [['user', 'show', 'a', 'b'],                                          qr/Usage: .* user show/],
    [['user', 'add', 'x', '--name', 'X', '--type', 'SYS'],                qr/INT or EXT/],
    [['user', 'add', 'x'],                                                qr/--name is needed/],
    [['user', 'add', 'x', '--name', 'X', '--min-length', '7'],            qr/--min-length: .*8/],
    [['user', 'add', 'x', '--password', 'secret words here'],             qr/invalid option: --password/],
    [['init', '--role', 'L10'],                                           qr/init takes no option --role/],
    [['grant', '--customer', '1', '--user', 'x'],                         qr/--role is needed/],
    [['grant', '--customer', '1', '--role', 'L10'],                       qr/--user is needed/],
    [['grant', '--user', 'x', '--role', 'L10'],                           qr/--customer is needed/],
    [['grant', '--role'],                                                 qr/missing argument/],
    [['revoke', '--user', 'x'],                                           qr/--customer is needed/],
    [['sessions', 'list'],                                                qr/--user is needed/],
    [['sessions', 'revoke'],                                              qr/--user is needed/],
    [['access', '--format', 'xml'],                                       qr/table, csv or json/],
    [['audit', '--format', 'xml'],                                        qr/table, csv or json/],
    [['audit', '--since', '2026-02-30'],                                  qr/--since: a date/],
    [['audit', '--since', 'yesterday'],                                   qr/--since: a date/],
    [['demo', '--users', 'many'],                                         qr/--users: a whole number/],
    [['demo', '--seed', '-1'],                                            qr/--seed: a whole number/],
    [['user', 'show', "\xff"],                                            qr/not UTF-8/],
);
fails("@{$_->[0]}", 2, $_->[1], @{ $_->[0] }) for @mistakes;

($status, $out, my $err) = ccadmin_on('init');
is($status, 2, 'without --db');
like($err, qr/--db is needed/, 'says so');
($status, $out, $err) = ccadmin_on('--role', 'L10', 'init');
is($status, 2, 'an option of a command before it');

passes('options of the program after the command', 'check', '--driver', CC::Database::kind());
passes('and before',                               '--driver', CC::Database::kind(), 'check');
fails("the driver $_", 2, qr/--driver: sqlite3, pgsql or mysql is allowed, not '$_'/, '--driver', $_, 'check') for qw(postgres odbc SQLite3);
like(passes('help', 'help'), qr/--driver.*sqlite3.*pgsql.*mysql/s, 'names the drivers');

# A standard stream that is closed is nobody else's: no file, and no connection to the server.
load_ok('something to dump', '{"type":"enterprise_company","code":"L","name":"Lagerta"}');
sub without { return system 'sh', '-c', 'exec timeout 60 "$@" ' . shift, 'sh', @_ }
for my $closed ('>&-', '<&- >&-', '2>&- >&-', '<&- 2>&- >&-') {
    is(without($closed =~ /2>/ ? $closed : "$closed 2>/dev/null", command(@$_)) >> 8, 1, "@$_ $closed") for ['dump'], ['user', 'list'], ['check'];
}
is(without('<&- 2>/dev/null >/dev/null', command('load', '-')) >> 8, 1, 'load - <&-');
is(() = passes('audit', 'audit') =~ /load/g, 1, 'has loaded nothing');
is(without('<&- >/dev/null', command('check')) >> 8, 0, 'what reads nothing does not miss it');

# control characters of arguments do not reach the terminal
fails('escapes', 1, qr/no user \\x1b\[31mred/, 'user', 'show', "\e[31mred");

done_testing();
