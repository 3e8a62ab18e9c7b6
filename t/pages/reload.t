# ClientCenterLuaReload: what changes in the Lua directory is in the next page, whichever process makes it.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;
use CC::Server;

my $lua = CC::Data::logs() . '/reload';
system('cp', '-rL', CC::Data::top() . '/lua', $lua) == 0 or die "cannot copy lua/\n";
my $server = CC::Server->new(no_lua => 1, config => <<"EOF_CONF");
ClientCenterLuaPath "$lua"
ClientCenterLuaReload On
EOF_CONF
CC::Data::create($server->{database});
ok($server->start, 'httpd starts');

# The login page as a browser of this language asks for it.
sub login_page {
    my $person = CC::Person->new(base => $server->{base});
    return $person->get('/login', 'Accept-Language' => 'fr')->content;
}
sub version_of { return $_[0] =~ m{assets/theme\.css\?v=([0-9a-f]+)} ? $1 : 'none' }

my @before = map { login_page() } 1 .. 8;
my ($version) = version_of($before[0]);
is(scalar(grep { version_of($_) ne $version } @before), 0, 'one version of style sheets');
is(scalar(grep { !/<html lang="en"/ } @before), 0, 'in English, as there is no French');

CC::Data::write_file("$lua/i18n/fr.lua", qq{return { [":name"] = "Fran\xC3\xA7ais", ["Log in"] = "Se connecter" }\n});
CC::Data::write_file("$lua/assets/theme.css", "/* another look */\n");
my @after = map { login_page() } 1 .. 8;
is(scalar(grep { version_of($_) eq $version } @after), 0, 'all pages ask for the style sheet as it is now');
is(scalar(grep { !/<html lang="fr"/ || !/Se connecter/ } @after), 0, 'all are in the new language');

# A language of a region, where there is one; of others the language itself.
CC::Data::write_file("$lua/i18n/pt-BR.lua", qq{return { [":name"] = "Portugu\xC3\xAAs (Brasil)", ["Log in"] = "Entrar" }\n});
my $person = CC::Person->new(base => $server->{base});
like($person->get('/login', 'Accept-Language' => 'pt-BR, fr;q=0.8')->content, qr/<html lang="pt-BR".*Entrar/s, 'the language of a region');
like($person->get('/register', 'Accept-Language' => 'pt-BR')->content, qr/<option value="pt-BR"[^>]*>Portugu\xC3\xAAs \(Brasil\)/, 'is offered by its name');
like($person->get('/login', 'Accept-Language' => 'fr-CH')->content, qr/<html lang="fr".*Se connecter/s, 'one that is not there is as the language');

# Where there are both the language and that of the region, the nearer one is used.
CC::Data::write_file("$lua/i18n/de-AT.lua", qq{return { ["Log in"] = "Einloggen" }\n});
CC::Data::write_file("$lua/i18n/en-GB.lua", qq{return { ["Log in"] = "Sign in" }\n});
like($person->get('/login', 'Accept-Language' => 'de-AT, de;q=0.8')->content, qr/<html lang="de-AT".*Einloggen/s, 'a region of a language that is there as well');
like($person->get('/login', 'Accept-Language' => 'de-CH, de-AT;q=0.8')->content, qr/<html lang="de".*Anmelden/s, 'another region has the language itself');
like($person->get('/login', 'Accept-Language' => 'en-GB, en;q=0.8')->content, qr/<html lang="en-GB".*Sign in/s, 'a region of English');

# A catalogue that is wrong costs its words and nothing else.
for my $wrong ('return { [":name"] = "Français",', 'return { ["Log in"] = nil .. "" }') {
    CC::Data::write_file("$lua/i18n/fr.lua", "$wrong\n");
    my $page = login_page();
    like($page, qr/<html lang="fr".*data-page="login".*Log in/s, "the page is made without: $wrong");
    like($server->log, qr{CC1312 page login goes on without a module: i18n/fr\.lua:}, 'and the log is told');
}
for my $wrong ('local texts = { ["Log in"] = "Se connecter" }', 'return "Se connecter"') {
    CC::Data::write_file("$lua/i18n/fr.lua", "$wrong\n");
    like(login_page(), qr/<html lang="fr".*data-page="login".*Log in/s, "so it is where it returns none: $wrong");
}
done_testing;
