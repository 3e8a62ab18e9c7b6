# Configuration: what stops `httpd -t`, naming the directive, its line and what is allowed, and what starts.
# docs/configuration-errors.md shows the table, and this test compares it; with CC_TABLE=FILE it writes the table there.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::BadConfig;
use CC::Check;
use CC::Data;
use CC::Database;
use CC::Httpd;
use CC::Person;
use CC::Server;

plan skip_all => 'what httpd -t says is no matter of the database, and asked on SQLite' if !CC::Database::is_file();

# ---- what is refused ----

my @table;
my $port = CC::Httpd::free_port(); # one for all, since none of them starts

# The message without what is of this run: the place where the test lies, and what httpd's log puts before a line.
sub message {
    my ($server, $out) = @_;
    my ($line) = $out =~ /httpd\.conf:\n(.*)/ ? $1 : $out =~ /\] (CC\d{4} .*)/ ? $1 : $out =~ /^(.*)/;
    my $top = CC::Data::top();
    $line =~ s/\Q$server->{dir}\E|\Q$top\E/.../g;
    $line =~ s/ on line \d+ of / on line ... of /;
    return $line;
}

sub refused {
    my ($row) = @_;
    my ($where, $text) = @$row{qw(where text)};
    my ($directive) = $text =~ /(ClientCenter\w+|SetHandler|Require)/;
    my $server = CC::Server->new($where eq 'site' ? (site => $text) : (config => $text), no_site => $where eq 'alone', port => $port);
    my ($status, $out) = $server->check;
    my $message = message($server, $out);
    (my $name = $text) =~ s/\n/ /g;
    my @wrong = ($status ? () : 'httpd -t is content', $message =~ /\Q$directive\E/ ? () : 'does not name the directive',
        $message =~ $row->{says} ? () : 'does not say what is allowed', $out =~ /line \d+ of/ ? () : 'does not say where');
    is(join(', ', @wrong), '', "$where: " . substr $name, 0, 80) or diag $out;
    push @table, [$text, $message];
}

my @rows = CC::BadConfig::rows();
my %tried = map { $_->{text} =~ /(ClientCenter\w+)/ ? ($1 => 1) : () } @rows;
cmp_ok(scalar @rows, '>', 120, scalar(@rows) . ' rows');
refused($_) for @rows;
for my $directive (CC::BadConfig::directives()) {
    ok($tried{ $directive->{name} } && ($directive->{flag} || $CC::BadConfig::values{ $directive->{name} }), "$directive->{name}: wrong values are tried");
}

# what no line is to blame for
sub cannot_start {
    my ($name, $says, %set) = @_;
    my $server = CC::Server->new(%set);
    my ($status, $out) = $server->check;
    isnt($status, 0, "$name: httpd -t fails");
    like(message($server, $out), $says, "$name: and says what to do") or diag $out;
    push @table, ["($name)", message($server, $out)];
}
cannot_start('mod_authz_core is not loaded', qr/^CC1119 mod_authz_core is not loaded\. Add: LoadModule authz_core_module/, without => 'authz_core');
cannot_start('mod_dbd is not loaded', qr/^CC1112 mod_dbd is not loaded\. Add: LoadModule dbd_module/, without => 'dbd', no_database => 1);
my $installed = '/usr/share/clientcenter/lua';
my $absent = "CC1109 the Lua files are not in $installed. Install them there or set ClientCenterLuaPath";
if (-d $installed) {
    push @table, ['(no Lua files where they are installed)', $absent]; # but here they are
} else {
    cannot_start('no Lua files where they are installed', qr/^\Q$absent\E$/, no_lua => 1);
}

# pages and databases know no other encoding
for my $directive (qw(ClientCenterTitle ClientCenterEnterpriseCompany)) {
    my ($status, $out) = CC::Server->new(site => qq($directive "Caf\xe9"), port => $port)->check;
    isnt($status, 0, "$directive in Latin-1: httpd -t fails");
    like($out, qr/^$directive: a text that is not empty, in UTF-8$/m, "$directive in Latin-1: and says what is allowed");
}

# ---- .htaccess: whoever may write a file there is not who configures sites ----

my $htdocs = CC::Data::logs() . "/htdocs-$$";
my $loose = CC::Server->new(config => qq(DocumentRoot "$htdocs"\n<Directory "$htdocs">\nAllowOverride All\nRequire all granted\n</Directory>));
CC::Data::create($loose->{database});
my @inside = ((map { join ' ', $_->{name}, ('15') x ($_->{takes} || [1])->[0] } CC::BadConfig::directives()),
    map { "SetHandler $_" } qw(clientcenter clientcenter-backoffice clientcenter-metrics));
for my $i (0 .. $#inside) {
    CC::Data::write_file("$htdocs/$i/.htaccess", "$inside[$i]\n");
    CC::Data::write_file("$htdocs/$i/index.txt", "a file\n");
}
CC::Data::write_file("$htdocs/fine/index.txt", "a file\n");
ok($loose->start, 'a server with .htaccess files starts');
my $reader = CC::Person->new(base => $loose->{base});
is($reader->get('~/fine/index.txt')->content, "a file\n", 'and serves files');
for my $i (0 .. $#inside) {
    status_is($reader->get("~/$i/index.txt"), 500, ".htaccess: $inside[$i]");
    my ($said) = $loose->log =~ m{/\Q$i\E/\.htaccess: (.*)};
    like($said // '', qr/not allowed here|must stand in a <Location/, 'and the log says why');
    $said =~ s/, referer:.*//;
    push @table, [".htaccess: $inside[$i]", $said];
}
$loose->stop;

# ---- the table that the documentation shows ----

sub cell_of {
    my ($text) = @_;
    $text =~ s/\n/ ⏎ /g;
    $text =~ s/\|/\\|/g;
    return $text;
}
my $shown = join '', map { '| `' . cell_of($_->[0]) . '` | ' . cell_of($_->[1]) . " |\n" } @table;
my $document = CC::Data::top() . '/docs/configuration-errors.md';
if ($ENV{CC_TABLE}) {
    my ($head) = CC::Data::read_file($document) =~ /\A(.*?\|---\|---\|\n)/s;
    CC::Data::write_file($ENV{CC_TABLE}, $head . $shown);
}
my ($written) = CC::Data::read_file($document) =~ /\|---\|---\|\n(.*)\z/s;
is_deeply([split /\n/, $shown], [split /\n/, $written // ''], 'docs/configuration-errors.md shows this table');

# ---- what is fine ----

for my $case (
    [site => q(ClientCenterSettings '{}')], [site => 'ClientCenterSessionTimeout 90s 7d'],
    [site => 'ClientCenterSessionTimeout 15min'], [site => 'ClientCenterRememberMe off'],
    [site => 'ClientCenterCookie mysession /'], [site => 'ClientCenterPasswordMinLength 8'],
    [site => 'ClientCenterAccessModel ParentParty'], [site => 'ClientCenterParentPartyRole "Orders with Prices"'],
    [site => 'ClientCenterRegistration Off'], [site => 'ClientCenterAddressAttempts off'],
    [site => 'ClientCenterLoginAttempts 100 1h 1w'], [site => 'ClientCenterTitle "A & <b>"'],
    [config => 'ClientCenterLuaMemory 33554432'], [config => 'ClientCenterLuaReload On'],
    [config => 'ClientCenterEnterpriseCompany LAGERTA'], [config => 'ClientCenterPasswordHash 1 8192'],
    [config => "<VirtualHost *>\nClientCenterLuaMemory 64M\n</VirtualHost>"], [config => 'ClientCenterLoginConcurrency 256'],
    [config => 'ClientCenterLuaInstructions 100000'],
    # nothing that sections say together can be wrong: the innermost counts, and a longer idle limit raises the other
    [config => "ClientCenterSessionTimeout 30m 1h", site => 'ClientCenterSessionTimeout 2h'],
    [config => "ClientCenterAddressAttempts Off\nClientCenterRememberMe Off", site => "ClientCenterAddressAttempts 5 1m\nClientCenterRememberMe 1d"],
    [site => "ClientCenterTitle One\nClientCenterTitle Two"],
    [config => "<Location \"/cc/deeper\">\nSetHandler none\n</Location>"],
    [config => "<Location \"/metrics\">\nSetHandler clientcenter-metrics\nRequire local\n</Location>"],
) {
    my %set = @$case;
    my ($status, $out) = CC::Server->new(with => [qw(authz_host)], %set)->check;
    (my $name = join ' + ', @set{sort keys %set}) =~ s/\n/ /g;
    is($status, 0, "$name: fine") or diag $out;
}
my ($status, $out) = CC::Server->new(site => q(ClientCenterSettings '{"HideLine": true}'))->check;
is($status, 0, 'an unknown setting is no error');
like($out, qr/HideLine/, 'but a warning names it');

# a session cookie that does not reach where it is needed: nobody could sign in there, and the log of requests would not say why
my $host = "<VirtualHost 127.0.0.1:1>\n</VirtualHost>"; # has what the main server has, and says nothing again
for my $case (
    [1, qr{CC1122 nobody can sign in to /cc/: browsers send the session cookie of the site /cc/ below /elsewhere alone\.}, site => 'ClientCenterCookie own /elsewhere'],
    [1, qr{CC1122 nobody can sign in to /cc/: .* below /c alone}, site => 'ClientCenterCookie own /c'],
    [1, qr{CC1122 nobody can sign in to /shop/ \(ClientCenterSite on line \d+ of \S+\): .* of the site /cc/ below /cc alone\. Correct the path in its ClientCenterCookie$}m,
        config => "<Location /shop/>\nAuthType clientcenter\nClientCenterSite /cc\n</Location>\n$host"],
    [1, qr{CC1123 the sites /backoffice/ and /cc/ have the same session cookie, ccsession with the path /: },
        config => "ClientCenterCookie ccsession /\n<Location /backoffice>\nSetHandler clientcenter-backoffice\n</Location>\n$host"],
    [0, qr/CC112/, config => "<Location /cc/inner>\nSetHandler clientcenter\n</Location>\n<Location /cc>\nSetHandler clientcenter\n</Location>\n$host"],
    [0, qr/CC112/, site => 'ClientCenterCookie own /cc/'],
    [0, qr/CC112/, site => 'ClientCenterCookie own /', config => "<Location /shop>\nAuthType ClientCenter\nClientCenterSite /cc\n</Location>"],
    [0, qr/CC112/, config => "<Location /cc/help>\nSetHandler none\nAuthType ClientCenter\nClientCenterSite /cc\n</Location>"],
    [0, qr/CC112/, config => "<Location /shop>\nAuthType Basic\nClientCenterSite /cc\n</Location>"],
) {
    my ($times, $says, %set) = @$case;
    my ($code, $said) = CC::Server->new(port => $port, %set)->check;
    (my $name = join ' + ', @set{sort keys %set}) =~ s/\n/ /g;
    is($code, 0, "$name: no error") or diag $said;
    is(scalar(() = $said =~ /$says/mg), $times, $times ? 'but one warning' : 'nor a warning') or diag $said;
}

my $json = CC::Server->new;
CC::Data::write_file("$json->{dir}/good.json", '{"HideLines": true}');
CC::Data::write_file("$json->{dir}/bad.json", '{"HideLines": 1}');
for (['good.json', 0], ['bad.json', 1]) {
    my ($file, $want) = @$_;
    my $server = CC::Server->new(site => "ClientCenterSettings file:$json->{dir}/$file");
    my ($code, $said) = $server->check;
    is($code ? 1 : 0, $want, "settings from $file") or diag $said;
    like($said, qr/CC008/, "and says CC008") if $want;
}

# without mod_dbd the server does not start, and says which module to load
my $bare = CC::Server->new(without => 'dbd', no_database => 1);
ok(!$bare->start, 'without mod_dbd httpd does not start');
like($bare->log . CC::Data::read_file("$bare->{dir}/output"), qr/mod_dbd|dbd_module/, 'and says what to load');

# the smallest configuration of the README works
my $small = CC::Server->new;
CC::Data::create($small->{database});
ok($small->start, 'the smallest configuration starts');
page_is(CC::Person->new(base => $small->{base})->get('/login'), 'login', 'and has a login page');
unlike($small->log, qr/\[(?:error|crit|alert|emerg)\]/, 'and no error in its log');
$small->graceful;
page_is(CC::Person->new(base => $small->{base})->get('/login'), 'login', 'also after a graceful restart');
$small->stop;

done_testing;
