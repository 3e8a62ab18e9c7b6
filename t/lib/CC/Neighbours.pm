# The modules that enterprises load beside ours (t/conf/neighbours.conf.in), and the files that they need.
package CC::Neighbours;
use strict;
use warnings;
use CC::Data ();
use CC::Httpd ();
use File::Path qw(make_path remove_tree);

# CC_NEIGHBOURS: "On" lets mod_security refuse what the core rule set finds, "DetectionOnly" lets it look on, for suites
# that attack on purpose.
sub wanted { return $ENV{CC_NEIGHBOURS} // '' }

sub modules {
    my @same = qw(alias authz_host authz_user auth_basic authn_file mime dir env setenvif headers expires filter deflate brotli
        rewrite remoteip reqtimeout socache_shmcb cache cache_disk cache_socache proxy proxy_http unique_id lua perl);
    return (@same, 'security2');
}

sub write_files {
    $ENV{CC_EVASIVE} = CC::Httpd::modules() . '/mod_evasive20.so';
    my $logs = CC::Data::logs();
    remove_tree("$logs/cache");
    make_path("$logs/cache");
    write_firewall($logs);
    CC::Data::write_file("$logs/neighbour.lua", "function handle(r) r.content_type = 'text/plain' r:puts(_VERSION) return apache2.OK end\n");
}

# mod_security as an administrator sets it up from Debian's files, with places that this user can write to: returns the
# file to include, which stands for security2.conf.
sub write_firewall {
    my ($dir) = @_;
    my $text = CC::Data::read_file('/etc/modsecurity/modsecurity.conf-recommended');
    $text =~ s{^(SecTmpDir|SecDataDir) .*}{$1 "$dir"}mg;
    $text =~ s{^SecAuditLog .*}{SecAuditLog "$dir/modsec_audit.log"}m;
    $text =~ s{^SecUnicodeMapFile \S+}{SecUnicodeMapFile /etc/modsecurity/unicode.mapping}m;
    CC::Data::write_file("$dir/modsecurity/modsecurity.conf", $text);
    CC::Data::write_file("$dir/modsecurity/clientcenter.conf", CC::Data::read_file(CC::Data::top() . '/conf/modsecurity-clientcenter.conf'));
    CC::Data::write_file("$dir/security2.conf", <<"EOF_CONF");
IncludeOptional "$dir/modsecurity/*.conf"
Include /etc/modsecurity/crs/crs-setup.conf
Include /usr/share/modsecurity-crs/rules/*.conf
EOF_CONF
    return "$dir/security2.conf";
}

# The block of configuration in the guide that begins so.
sub from_guide {
    my ($first) = @_;
    my ($block) = CC::Data::read_file(CC::Data::top() . '/docs/guide.md') =~ /^```apache\n(\Q$first\E.*?)^```$/ms or die "the guide has no $first\n";
    return $block;
}

1;
