# The modules that enterprises load beside ours (t/conf/neighbours.conf.in), and the files that they need.
package CC::Neighbours;
use strict;
use warnings;
use CC::Data ();
use File::Path qw(make_path remove_tree);

# CC_NEIGHBOURS: "On" lets mod_security refuse what the core rule set finds, "DetectionOnly" lets it look on, for suites
# that attack on purpose.
sub wanted { return $ENV{CC_NEIGHBOURS} // '' }

# In the order in which they are loaded.
sub modules {
    my @same = qw(alias authz_host authz_user auth_basic authn_file mime dir env setenvif headers expires filter deflate brotli
        rewrite remoteip reqtimeout socache_shmcb cache cache_disk cache_socache proxy proxy_http unique_id lua perl);
    return (@same, 'security2');
}

# Debian's recommended configuration of mod_security, with places that this user can write to.
sub write_files {
    $ENV{CC_EVASIVE} = CC::Run::modules() . '/mod_evasive20.so';
    my $logs = CC::Data::logs();
    remove_tree("$logs/cache");
    make_path("$logs/cache");
    my $text = CC::Data::read_file('/etc/modsecurity/modsecurity.conf-recommended');
    $text =~ s{^(SecTmpDir|SecDataDir) .*}{$1 "$logs"}mg;
    $text =~ s{^SecAuditLog .*}{SecAuditLog "$logs/modsec_audit.log"}m;
    $text =~ s{^SecUnicodeMapFile \S+}{SecUnicodeMapFile /etc/modsecurity/unicode.mapping}m;
    CC::Data::write_file("$logs/modsecurity.conf", $text);
    CC::Data::write_file("$logs/neighbour.lua", "function handle(r) r.content_type = 'text/plain' r:puts(_VERSION) return apache2.OK end\n");
}

1;
