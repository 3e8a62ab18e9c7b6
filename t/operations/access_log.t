# Fields of a custom log: who was served, for which customer and with which role, on pages of a site as on errors.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

my $server = CC::Server->new(config => <<'EOF_CONF');
LogFormat "%q %>s %m %U user=%u customer=%{CC_CUSTOMER}e role=%{CC_ROLE}e" clientcenter
GlobalLog access_log clientcenter "expr=%{REQUEST_URI} =~ m#^/(cc|backoffice)/#"
<Location "/backoffice">
    SetHandler clientcenter-backoffice
</Location>
<VirtualHost *:*>
    CustomLog log_of_the_host combined
</VirtualHost>
EOF_CONF
local $ENV{CC_DATABASE_FILE} = $server->{database};
CC::Data::create($server->{database});
ok($server->start, 'httpd with a log of its own starts');

my ($one, $two, $login, $none, $chief) = map { unique($_) } qw(one two u none chief);
load(customer($one), customer($two), map({ user($_) } $login, $none), access($one, $login, 'L20'), access($two, $login, 'L80'),
    user($chief, user_type => 'INT', is_admin => JSON::PP::true));

# The line that a request leaves in the log, found by a query string of its own; it is written when the answer is out, so
# it may come a moment later.
my $number = 0;
sub logs {
    my ($person, $method, $path, $want, $fields, @headers) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $mark = 'n=' . ++$number;
    $fields ? $person->post("$path?$mark", @$fields) : $person->request($method => "$path?$mark", \@headers);
    my $got = 'no line';
    for (1 .. 500) {
        last if CC::Data::read_file("$server->{dir}/access_log") =~ /^\?\Q$mark\E (.*)$/m && ($got = $1);
        select undef, undef, undef, 0.01;
    }
    is($got, $want, $want);
}

my $visitor = CC::Person->new(base => $server->{base});
logs($visitor, GET => '/login', '200 GET /cc/login user=- customer=- role=-');
logs($visitor, GET => '/', '303 GET /cc/ user=- customer=- role=-');
my $person = CC::Person->signed_in($login, base => $server->{base});
$person->choose($one);
logs($person, GET => '/', "200 GET /cc/ user=$login customer=$one role=L20");
logs($person, GET => '/users', "403 GET /cc/users user=$login customer=$one role=L20");
logs($person, GET => '/no-such-page', "404 GET /cc/no-such-page user=$login customer=$one role=L20");
logs($person, DELETE => '/orders', "405 DELETE /cc/orders user=$login customer=$one role=L20");
logs($person, GET => '/account', "200 GET /cc/account user=$login customer=$one role=L20");
logs($person, POST => '/account', "422 POST /cc/account user=$login customer=$one role=L20", [full_name => '']);
logs($person, POST => '/account', "403 POST /cc/account user=$login customer=$one role=L20", [csrf => 'forged', full_name => 'X']);
logs($person, GET => '/assets/app.css', '200 GET /cc/assets/app.css user=- customer=- role=-');
$person->choose($two);
logs($person, GET => '/users', "200 GET /cc/users user=$login customer=$two role=L80");

my $outsider = CC::Person->signed_in($none, base => $server->{base});
logs($outsider, GET => '/', "403 GET /cc/ user=$none customer=- role=-");

my $administrator = CC::Person->signed_in($chief, base => $server->{base}, site => '/backoffice');
logs($administrator, GET => '/users', "200 GET /backoffice/users user=$chief customer=- role=-");

# none of it comes from a client
logs($visitor, GET => '/login', '200 GET /cc/login user=- customer=- role=-', undef, 'CC-Role' => 'L90', 'Remote-User' => 'root',
    'CC-Customer' => $one);
$server->stop;

done_testing;
