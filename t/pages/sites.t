# Sites: companies, titles, several in one server, settings that are inherited, and a site at /.
use strict;
use warnings;
use Test::More;
use lib 't/lib';
use CC::Check;
use CC::Data;
use CC::Person;

my ($here, $there, $login) = (unique('h'), unique('t'), unique('u'));
load(customer($here, name => 'Here'), customer($there, name => 'There', company => 'BRIMLEY'), user($login),
    access($here, $login, 'L80'), access($there, $login, 'L10'));

# no company, or an unknown one: CC005 instead of every page, but not of assets and health
for my $site (qw(/nocompany /badcompany)) {
    my $visitor = CC::Person->new(site => $site);
    for my $path ('/', '/login', '/register', '/users', '/account', '/select-customer', '/nosuch') {
        error_is($visitor->get($path), 503, 'CC005', "$site$path is CC005");
    }
    error_is($visitor->post('/login', login => $login, password => password()), 503, 'CC005', "POST $site/login is CC005")
        if $visitor->{csrf};
    secure_headers($visitor->get('/'), "$site: CC005 has the security headers");
    body_like($visitor->get('/'), qr/CC005/, "$site: the code is shown");
    my $health = $visitor->get('/healthz');
    status_is($health, 200, "$site/healthz is fine");
    is($health->content =~ s/\s+$//r, 'ok', "$site/healthz says ok");
    status_is($visitor->get('/assets/app.css'), 200, "$site/assets are fine");
}

# titles
for (
    ['/cc',            qr/<title>[^<]*Lagerta Ltd\. - Client Center<\/title>/, 'Lagerta Ltd. - Client Center'],
    ['/other',         qr/<title>[^<]*Brimley &lt;Portal&gt; &amp; &#39;more&#39;<\/title>/, "Brimley <Portal> & 'more'"],
    ['/nested/site',   qr/<title>[^<]*Around<\/title>/, 'Around'],
    ['/nested/titled', qr/<title>[^<]*Inside<\/title>/, 'Inside'],
) {
    my ($site, $title, $text) = @$_;
    my $res = CC::Person->new(site => $site)->get('/login');
    page_is($res, 'login', "$site has a login page");
    body_like($res, $title, "$site has its title");
    like(text_of($res->decoded_content), qr/\Q$text\E/, "$site shows its title in the header");
    is(() = $res->decoded_content =~ /<Portal>/g, 0, "$site: the title is text, not markup");
}

# a nested site keeps its own prefix
my $nested = CC::Person->signed_in($login, site => '/nested/site');
redirect_is($nested->{last}, '/nested/site/', 'a nested site redirects within itself');
page_is($nested->follow, 'home', 'and works');
is({ cookies_set(CC::Person->new(site => '/nested/site')->get('/login')) }->{ccsession}{path}, '/nested/site',
    'its cookie has its path');

# without the slash at its end: the same place, whatever comes behind
for my $case (['', '/'], ['?q=a%20b&page=2', '/?q=a%20b&page=2']) {
    for my $site (qw(/cc /nested/site /backoffice)) {
        my $res = CC::Person->new(site => $site)->get($case->[0]);
        status_is($res, 301, "$site$case->[0]");
        header_is($res, 'Location', qr{^(?:http://[^/]+)?\Q$site$case->[1]\E$}, 'leads on');
    }
}

# one user, two companies: each site knows only its own customers
my $a = CC::Person->signed_in($login);
my $b = CC::Person->signed_in($login, site => '/other');
is(attr($a->get('/'), 'data-customer'), $here, 'the first site shows its customer');
is(attr($b->get('/'), 'data-customer'), $there, 'the other site shows its own');
is(attr($b->get('/'), 'data-role'), 'L10', 'with the role there');

# a session is of one site: its token is nothing to another, under whatever name it comes
my $token = $a->cookie('ccsession');
for (['/other', 'ccsession'], ['/second', 'secondsession'], ['/wide', 'wide'], ['/nested/site', 'ccsession'],
    ['/second', 'ccsession']) {
    my ($site, $name) = @$_;
    my $res = CC::Person->new(site => $site)->get('/', Cookie => "$name=$token");
    redirect_is($res, qr{\Q$site\E/login}, "the session of /cc is none of $site as $name");
}
my $stranger = CC::Person->new(host => 'root', site => '');
redirect_is($stranger->get('/', Cookie => "ccsession=$token"), qr{/login}, 'nor of a site at /');
status_is($a->get('/'), 200, 'at home it is still good');

# the same site on another port of the server is the same site: path and company
my $hostile = CC::Person->new(host => 'hostile');
status_is($hostile->get('/account', Cookie => "ccsession=$token"), 200, 'path and company make the site, not the port');
redirect_is(CC::Person->new(host => 'branch')->get('/account', Cookie => "ccsession=$token"), qr{/cc/login}, 'not the path alone');

# a site at /
my $root = CC::Person->new(host => 'root', site => '');
page_is($root->get('/login'), 'login', 'a site at / has a login page');
is({ cookies_set($root->{last}) }->{ccsession}{path}, '/', 'its cookie has the path /');
redirect_is($root->login($login), '/', 'login goes to /');
page_is($root->follow, 'home', 'Home at /');
unlike($root->{last}->decoded_content, qr{(?:href|src|action)="//}, 'no address begins with two slashes');
page_is($root->get('/users'), 'users', 'its pages are there');
status_is($root->get('/assets/app.css'), 200, 'its assets, too');

# widened cookie path
my $wide = CC::Person->new(site => '/wide');
is({ cookies_set($wide->get('/login')) }->{wide}{path}, '/', 'a configured cookie has its name and path');
is({ cookies_set(CC::Person->new(site => '/wide/inner')->get('/login')) }->{inner}{path}, '/wide/inner', 'another name inside of it does not have the path of that one');

# directives that change a site
my $second = CC::Person->new(site => '/second');
status_is($second->get('/register'), 404, 'registration off: 404');
$second->get('/login');
status_is($second->post('/register', email => 'x@example.com'), 404, 'also for a POST');
body_unlike($second->get('/login'), qr{/register"}, 'and not offered');
body_unlike($second->{last}, qr/name="remember"/, 'Remember me off: no box');
body_like(CC::Person->new->get('/login'), qr/name="remember"/, 'by default there is one');
body_like(CC::Person->new->get('/login'), qr{href="/cc/register"[^>]*>\s*Create new local account}, 'and the offer to register');
my $forced = CC::Person->new(site => '/second');
$forced->login($login, undef, remember => 1);
is({ cookies_set($forced->{last}) }->{secondsession}{'max-age'}, undef, 'a forged remember=1 is not heard');

# agreements not in force today give no access
my ($past, $future, $old) = (unique('p'), unique('f'), unique('o'));
load(customer($past, from_date => '2020-01-01', thru_date => '2021-01-01'), customer($future, from_date => '2999-01-01'),
    user($old), access($past, $old, 'L90'), access($future, $old, 'L90'));
error_is(CC::Person->signed_in($old)->get('/'), 403, 'CC010', 'no agreement in force: CC010');

# the profile of the current customer
load({ type => 'party', code => $here, name => 'Here & Sons', unique_number => '206305901', vat_number => 'BG206305901',
       vat_registered => JSON::PP::true, address => '102 Bulgaria Blvd., Sofia' });
my $profile = text_of($a->get('/profile')->decoded_content);
like($profile, qr/\Q$_\E/, "the profile has $_") for 'Here & Sons', '206305901', 'BG206305901', '102 Bulgaria Blvd., Sofia';

done_testing;
