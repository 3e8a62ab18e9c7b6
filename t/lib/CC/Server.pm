# A httpd of a test's own, beside the one of Apache::Test: for configurations that must fail, for a database that goes
# away and for processes that are killed. The caller's MPM is used.
package CC::Server;
use strict;
use warnings;
use CC::Data ();
use CC::Database;
use CC::Httpd ();
use CC::Processes;
use File::Path qw(make_path remove_tree);
use IO::Socket::INET;
use POSIX qw(setsid WNOHANG);
use Time::HiRes qw(time);

my $number = 0;

# config: lines after the minimum; site: lines inside <Location "/cc">; database: file; no_site: no Location; no_module:
# a httpd that does not know the module; with: modules beside the minimum; processes: how many, instead of a few
sub new {
    my ($class, %set) = @_;
    my $dir = CC::Data::logs() . "/own-$$-" . ++$number;
    remove_tree($dir);
    make_path($dir);
    my $self = bless { owner => $$, dir => $dir, port => $set{port} // CC::Httpd::free_port(), database => "$dir/clientcenter.db", %set },
        $class;
    CC::Database::make($self->{database}) if !$set{database} && !CC::Database::is_file();
    $self->{base} = "http://127.0.0.1:$self->{port}";
    $self->write;
    return $self;
}

sub write {
    my ($self) = @_;
    my $top = CC::Data::top();
    my $mpm = $ENV{CC_MPM} || 'event';
    my $site = $self->{no_site} ? '' : join "\n", '<Location "/cc">', 'SetHandler clientcenter',
        'ClientCenterEnterpriseCompany LAGERTA', 'ClientCenterAddressAttempts Off', $self->{site} // '', '</Location>';
    my $modules = CC::Httpd::modules();
    # in the order in which Debian loads them, by name: where two hooks want to be first, that decides
    my %file = ((map { $_ => "$modules/mod_$_.so" } grep { $_ ne ($self->{without} // '') } "mpm_$mpm", qw(authn_core authz_core dbd), @{ $self->{with} || [] }),
        $self->{no_module} ? () : (clientcenter => "$top/build/mod_clientcenter.so"));
    my $load = join '', map { qq{LoadModule ${_}_module "$file{$_}"\n} } sort keys %file;
    my $processes = $self->{processes} // ($mpm eq 'prefork' ? "StartServers 8\nServerLimit 24\nMaxRequestWorkers 24"
        : "ServerLimit 2\nStartServers 2\nThreadLimit 16\nThreadsPerChild 16\nMaxRequestWorkers 32\nMaxSpareThreads 32");
    my $lua = $self->{no_lua} ? '' : qq{ClientCenterLuaPath "$top/lua"};
    my $own = $self->{no_module} ? '' : 'ClientCenterPasswordHash 1 8192';
    $lua = $site = '' if $self->{no_module};
    my $dbd = $self->{no_database} ? '' : CC::Database::directives($self->{database});
    CC::Data::write_file("$self->{dir}/httpd.conf", <<"EOF_CONF");
$load
$own
ServerName 127.0.0.1
ServerRoot "$self->{dir}"
DefaultRuntimeDir "$self->{dir}"
Listen 127.0.0.1:$self->{port}
PidFile "$self->{dir}/httpd.pid"
ErrorLog "$self->{dir}/error_log"
LogLevel @{[ $self->{log_level} // 'info clientcenter:trace8' ]}
ListenBacklog 1024
$processes
$dbd
$lua
@{[ $self->{config} // '' ]}
$site
EOF_CONF
}

# `httpd -t`: returns exit status and output.
sub check {
    my ($self) = @_;
    my $out = qx{@{[ CC::Httpd::program() ]} -t -f '$self->{dir}/httpd.conf' 2>&1};
    return ($? >> 8, $out);
}

# Starts in a session of its own, so that prefork's signal to its process group ends only itself.
sub start {
    my ($self) = @_;
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        setsid();
        open STDIN, '<', '/dev/null';
        open STDOUT, '>>', "$self->{dir}/output";
        open STDERR, '>&', \*STDOUT;
        { exec CC::Httpd::program(), '-DFOREGROUND', '-f', "$self->{dir}/httpd.conf" }
        POSIX::_exit(127);
    }
    $self->{pid} = $pid;
    my $until = time + 20;
    while (time < $until) {
        return $self if $self->answers;
        if (waitpid($pid, WNOHANG) == $pid) {
            delete $self->{pid};
            return undef;
        }
        select undef, undef, undef, 0.02;
    }
    die "httpd does not answer on port $self->{port}\n" . $self->log;
}

sub answers {
    my ($self) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$self->{port}", Timeout => 5) or return 0;
    print $socket "GET /cc/healthz HTTP/1.0\r\n\r\n";
    my $got = sysread $socket, my $answer, 100;
    return $got ? 1 : 0;
}

sub log { return -e "$_[0]{dir}/error_log" ? CC::Data::read_file("$_[0]{dir}/error_log") : '' }

# A graceful restart; it is done when the log says so once more.
sub graceful {
    my ($self) = @_;
    my $times = () = $self->log =~ /resuming normal operations/g;
    kill USR1 => $self->{pid};
    for (1 .. 400) {
        my $now = () = $self->log =~ /resuming normal operations/g;
        return 1 if $now > $times;
        select undef, undef, undef, 0.05;
    }
    die "no graceful restart\n" . $self->log;
}

sub children { return CC::Processes::children($_[0]{pid}) }

sub kill_all { CC::Processes::kill_all(delete $_[0]{pid}) }

sub stop {
    my ($self) = @_;
    return if !$self->{pid};
    local $?;
    kill TERM => $self->{pid};
    waitpid $self->{pid}, 0;
    delete $self->{pid};
}

# Ends when the last request is answered.
sub graceful_stop {
    my ($self) = @_;
    local $?;
    kill WINCH => $self->{pid};
    waitpid delete $self->{pid}, 0;
}

sub DESTROY { $_[0]->stop if $_[0]{pid} && $_[0]{owner} == $$ }

1;
