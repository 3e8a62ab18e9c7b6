# Every way to get the configuration wrong: what is written where, and what the message must say. Part of it is made from
# the table of directives in the source, so that a new directive is in it from the beginning.
package CC::BadConfig;
use strict;
use warnings;
use CC::Data ();

# Directives as the source declares them: { name, takes (least and most), server }
sub directives {
    my $source = CC::Data::read_file(CC::Data::top() . '/src/httpd/directives.c');
    my %takes = (TAKE1 => [1, 1], TAKE12 => [1, 2], TAKE2 => [2, 2], TAKE3 => [3, 3], FLAG => [1, 1]);
    my @all;
    while ($source =~ /AP_INIT_(\w+)\("(\w+)",\s*\w+,\s*(?:NULL|DIR_FIELD\(\w+\)),\s*([A-Z_]+(?: \| [A-Z_]+)*),/g) {
        my ($kind, $name, $context) = ($1, $2, $3);
        next if $name !~ /^ClientCenter/;
        die "$name: AP_INIT_$kind is new here\n" if !exists $takes{$kind};
        push @all, { name => $name, flag => $kind eq 'FLAG', takes => $takes{$kind}, server => $context eq 'RSRC_CONF' };
    }
    return @all;
}

# Values, by directive, that are refused, with what the message says of those that are allowed.
my $role = qr/L10, L20, L30, L40, L80 or L90/;
our %values = (
    # httpd takes "" for no argument at all
    ClientCenterEnterpriseCompany => [['""', qr/takes one argument/]],
    ClientCenterTitle => [['""', qr/takes one argument/]],
    ClientCenterSettings => [
        ["'{'", qr/CC008/], ["'[]'", qr/CC008/], ["'{} x'", qr/CC008/], [q('{"HideLines": "yes"}'), qr/CC008.*HideLines/],
        [q('{"IsOrdersEnabled": 1}'), qr/CC008.*IsOrdersEnabled/], [q('{"OrderDocumentTypes": [1]}'), qr/CC008.*OrderDocumentTypes/],
        [q('{"InvoiceDocumentTypes": {}}'), qr/CC008.*InvoiceDocumentTypes/], [q('{"NewOrderDocumentType": []}'), qr/CC008.*NewOrderDocumentType/],
        ['file:/nonexistent.json', qr/CC008: cannot read the settings file/], ['file:/tmp', qr/CC008: cannot read the settings file/],
        ['file:', qr/CC008: cannot read the settings file/], ['/etc/clientcenter.json', qr/CC008: .*file:PATH/],
        ['file:/etc/passwd', qr{CC008: .* in the file /etc/passwd$}]],
    ClientCenterAccessModel => [['Rows', qr/ExternalAccess or ParentParty/]],
    ClientCenterParentPartyRole => [['L50', $role], ['Boss', $role], ['40', $role]],
    ClientCenterRegistration => [['Maybe', qr/On or Off/], ['1', qr/On or Off/]],
    ClientCenterSessionTimeout => [
        (map { [$_, qr/IDLE \[ABSOLUTE\], times such as .* ten years at most/] } '0', '3651d', '-5m', '5x', '1e3', '1.5h', 'soon', '30m forever', '30m 99999999999d'),
        ['2h 1h', qr/must not be shorter/]],
    ClientCenterRememberMe => [map { [$_, qr/a time such as 12h or 30d, ten years at most, or Off/] } qw(On 0 -1d never 522w)],
    ClientCenterCookie => [
        (map { [$_, qr/NAME \[PATH\]/] } '"a b"', '"a;b"', '"a=b"', '__Host-x', '__Secure-x', 'cccustomer', 'x' x 65),
        (map { [$_, qr/PATH begins with \//] } 'a b', 'a "/x; Secure"', 'a "/a b"')],
    ClientCenterPasswordMinLength => [map { [$_, qr/from 8 to 128/] } qw(7 0 -15 129 fifteen 99999999999 1e1), '15.5'],
    ClientCenterPasswordBlocklist => [map { [$_, qr/no file of SHA-1 hashes/] } '/nonexistent', '/tmp', '/etc/passwd'],
    ClientCenterLoginAttempts => [map { [$_, qr/N WINDOW LOCKOUT, 1 to 100 failed logins/] } '0 15m 15m', '101 15m 15m', 'five 15m 15m',
        '5 soon 15m', '5 15m never', '5 0 15m', '5 15m 0'],
    ClientCenterAddressAttempts => [map { [$_, qr/N WINDOW, .*or Off/] } '100', 'On', '0 15m', '1000001 15m', 'Off 15m', '100 soon'],
    ClientCenterSite => [map { [$_, qr/the path of a <Location> with SetHandler clientcenter, such as \/cc/] } 'cc', 'https://example.com/cc', '"/c c"', '"/cc?x"', '/a/../cc'],
    ClientCenterPasswordHash => [map { [$_, qr/1 to 100 passes over 8192 to 4194304 KiB/] } '0 19456', '101 19456', '2 100', '2 4194305', 'two 19456',
        '2 99999999999', '2 19M'],
    ClientCenterLoginConcurrency => [map { [$_, qr/from 1 to 256/] } qw(0 257 -1 many)],
    ClientCenterLuaPath => [['/nonexistent', qr{/nonexistent is not a directory with the Lua files}], ['/tmp', qr/has no pages/]],
    ClientCenterLuaReload => [['Sometimes', qr/On or Off/]],
    ClientCenterLuaMemory => [map { [$_, qr/bytes from 1M to 1G/] } qw(5 0 lots 32X 2G -32M 1M1)],
    ClientCenterLuaInstructions => [map { [$_, qr/from 100000 to 100000000000/] } qw(0 -1 99999 1e9 100000000001)],
);

# Rows: { where => 'site', 'server' or 'alone', text, says }, where `site` is inside <Location "/cc">, `server` beside it,
# and `alone` a configuration without any other site.
sub rows {
    my @rows;
    for my $directive (directives()) {
        my ($name, $where) = ($directive->{name}, $directive->{server} ? 'server' : 'site');
        if ($directive->{takes}) {
            my ($least, $most) = @{ $directive->{takes} };
            my $count = $directive->{flag} ? qr/\Q$name\E must be On or Off/ : qr/\Q$name\E takes (?:one|two|three|1-2|one or two)/;
            push @rows, map { { where => $where, text => join(' ', $name, ('15') x $_), says => $count } } 0 .. $least - 1;
            push @rows, { where => $where, text => join(' ', $name, ('15') x ($most + 1)), says => $count };
        }
        push @rows, map { { where => $where, text => "$name $_->[0]", says => $_->[1] } } @{ $values{$name} || [] };
        push @rows, { where => 'site', text => join(' ', $name, ('15') x ($directive->{takes} || [1])->[0]), says => qr/\Q$name\E not allowed|cannot occur within/ }
            if $directive->{server};
    }
    return @rows, _places();
}

sub _places {
    my $says = qr/SetHandler clientcenter \(or .*\): .* <Location "\/path"> section/;
    my @rows = map {
        my $handler = "SetHandler $_";
        map { { where => 'alone', text => $_, says => $says } } $handler, qq(<Directory "/tmp">\n$handler\n</Directory>),
            qq(<Files "x">\n$handler\n</Files>), qq(<LocationMatch "^/x">\n$handler\n</LocationMatch>)
    } qw(clientcenter clientcenter-backoffice clientcenter-metrics);
    push @rows, map { { where => 'alone', text => qq(<Location $_>\nSetHandler clientcenter\n</Location>), says => $says } }
        '~ "^/x"', '~ "/x"', '"~" /x', '"/a b"', '"/a;b"', '"/%63c"', "\"/\xc3\xa9\"", '"cc"', '"/a*"', '"/a//b"', '"/a//"', '"/a/../b"', '"/./b"', '"/a/."';
    push @rows, map { { where => 'alone', text => qq(<Location "/x">\nSetHandler $_\n</Location>), says => qr/SetHandler: clientcenter, clientcenter-backoffice or clientcenter-metrics/ } }
        qw(ClientCenter clientcentre clientcenter-back-office clientcenter-metric);
    push @rows, { where => 'server', text => "<VirtualHost *>\nClientCenterLoginConcurrency 2\n</VirtualHost>", says => qr/ClientCenterLoginConcurrency cannot occur within <VirtualHost>/ };
    my %require = ('clientcenter L40' => qr/takes no arguments/, 'clientcenter-role' => qr/at least one role/, 'clientcenter-role L50' => qr/L50 is not a role/,
        'clientcenter-customer' => qr/at least one customer number/);
    push @rows, map { { where => 'server', text => qq(<Location "/x">\nRequire $_\n</Location>), says => $require{$_} } } sort keys %require;
    push @rows, { where => 'server', text => qq(<Location "/x">\nClientCenterSite /y\n</Location>), says => qr/CC1117 .* Sites there: \/cc$/ };
    push @rows, { where => 'site', text => 'ClientCenterTitel x', says => qr/Invalid command 'ClientCenterTitel'/ };
    return @rows;
}

1;
