# What the reports of t/bench share: Apache's own stack beside a site in the same httpd, over the same data, and what
# its children use.
package CC::Bench;
use strict;
use warnings;
use CC::Data;
use CC::Person;
use Exporter qw(import);
use HTTP::Cookies;
use LWP::UserAgent;
use POSIX ();

our @EXPORT = qw(stock_modules stock_config stock_data stock_cookie cookies_of cpu median);
my $clock = POSIX::sysconf(POSIX::_SC_CLK_TCK());

# Modules beside the minimum
sub stock_modules { return qw(alias dir mime lua auth_form authn_dbd authz_dbd authz_user request session session_dbd) }

# mod_auth_form, mod_session_dbd, mod_authn_dbd, mod_authz_dbd and a mod_lua page at /stock/users, in its fastest setting
sub stock_config {
    my ($htdocs, $connections) = @_;
    $connections ||= 25;
    my $top = CC::Data::top();
    return <<"EOF_CONFIG";
LogLevel warn
TypesConfig /dev/null
AddType text/html .html
KeepAlive On
MaxKeepAliveRequests 0
DBDMax $connections
DBDKeep $connections
DocumentRoot "$htdocs"
DBDPrepareSQL "DELETE FROM bench_sessions WHERE key = %s" deletesession
DBDPrepareSQL "UPDATE bench_sessions SET value = %s, expiry = %lld, key = %s WHERE key = %s" updatesession
DBDPrepareSQL "INSERT INTO bench_sessions (value, expiry, key) VALUES (%s, %lld, %s)" insertsession
DBDPrepareSQL "SELECT value FROM bench_sessions WHERE key = %s AND (expiry = 0 OR expiry > %lld)" selectsession
<Location "/stock">
    AuthType form
    AuthName stock
    AuthFormProvider dbd
    AuthDBDUserPWQuery "SELECT password FROM bench_users WHERE login = %s"
    AuthFormLoginRequiredLocation /login.html
    Session On
    SessionDBDCookieName stock path=/stock
    Require dbd-group L80
    AuthzDBDQuery "SELECT a.role FROM external_access a JOIN users u ON u.id = a.user_id WHERE u.login = %s"
</Location>
<Location "/stock/login">
    SetHandler form-login-handler
</Location>
LuaScope thread
LuaCodeCache forever
LuaMapHandler "^/stock/users\$" "$top/t/bench/stock.lua" handle
EOF_CONFIG
}

# A customer with 25 rows of access, the first of them bench's, an Admin, whose password the stock stack has as this hash.
sub stock_data {
    my ($server, $hash) = @_;
    local $ENV{CC_DATABASE_FILE} = $server->{database};
    CC::Data::create($server->{database});
    CC::Data::note_hash();
    sql('CREATE TABLE bench_sessions (key TEXT PRIMARY KEY, value TEXT, expiry INTEGER)');
    sql('CREATE TABLE bench_users (login TEXT PRIMARY KEY, password TEXT)');
    sql('INSERT INTO bench_users VALUES (?, ?)', 'bench', $hash);
    load(customer('BENCH', name => 'Bench & Co'), user('bench', password => password()), access('BENCH', 'bench', 'L80'),
        map({ (user("colleague$_"), access('BENCH', "colleague$_", (qw(L10 L20 L30 L40))[$_ % 4], days_back => $_ * 10, notes => "Note <$_> & more")) } 1 .. 24));
}

sub cookies_of {
    my ($jar) = @_;
    my @pairs;
    $jar->scan(sub { push @pairs, "$_[1]=$_[2]" });
    return join '; ', @pairs;
}

sub stock_cookie {
    my ($server) = @_;
    my $ua = LWP::UserAgent->new(cookie_jar => HTTP::Cookies->new, requests_redirectable => []);
    my $res = $ua->post("$server->{base}/stock/login", { httpd_username => 'bench', httpd_password => password() });
    my $cookie = cookies_of($ua->cookie_jar) or die 'the stock stack did not sign in: ' . $res->as_string;
    return $cookie;
}

# CPU seconds of the server's children so far
sub cpu {
    my ($server) = @_;
    my $sum = 0;
    for my $child ($server->children) {
        my @stat = split ' ', (eval { CC::Data::read_file("/proc/$child/stat") } // '') =~ s/.*\) //r;
        $sum += $stat[11] + $stat[12];
    }
    return $sum / $clock;
}

sub median { my @sorted = sort { $a <=> $b } @_; return $sorted[ @sorted / 2 ] }

1;
