# More virtual hosts than a process has database connections: all of them share a pool of mod_dbd's, also at start-up.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

my $hosts = 50;
my $site = qq(<Location "/own">\nSetHandler clientcenter\nClientCenterEnterpriseCompany LAGERTA\nClientCenterTitle "Host %d"\n</Location>);
my $mpm = $ENV{CC_MPM} // 'event';
my $server = CC::Server->new(
    processes => $mpm eq 'prefork' ? "StartServers 1\nServerLimit 1\nMaxRequestWorkers 1" : "StartServers 1\nServerLimit 1\nThreadsPerChild 4\nMaxRequestWorkers 4",
    config    => join "\n", 'DBDMax 3', 'DBDKeep 2', map { "<VirtualHost *>\nServerName host$_.example\n" . sprintf($site, $_) . "\n</VirtualHost>" } 1 .. $hosts);
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
local $SIG{ALRM} = sub { die "no answer\n" };
alarm 20;
ok(eval { $server->start }, "a server with $hosts hosts answers, with one process and three connections") or diag $@ || $server->log;
alarm 0;
if (!Test::More->builder->is_passing) {
    $server->kill_all;
    done_testing;
    exit;
}
my $visitor = CC::Person->new(base => $server->{base});
sub titles { return join ' ', map { $visitor->get('~/own/login', Host => "host$_.example")->decoded_content =~ m{<title>[^<]*(Host \d+)</title>} } 1 .. $hosts }
my $all = join ' ', map { "Host $_" } 1 .. $hosts;
is(titles(), $all, 'each host has its own site');
$server->graceful;
is(titles(), $all, 'also after a graceful restart');
$server->stop;
unlike($server->log, qr/\[(?!mpm_)\w+:(?:error|crit|alert|emerg)\]/, 'without an error');

done_testing;
