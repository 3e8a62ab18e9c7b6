#!/usr/bin/perl
# Prints what a catalogue of translations lacks, and what nobody needs: t/checks/catalogue.pl lua/i18n/de.lua
# Texts of pages are the literal arguments of t("..."); those of C that pages show are the problems of forms, the
# refusals of the policy and the error pages.
use strict;
use warnings;

my $string = qr/"(?:[^"\\]|\\.)*"/;
my $joined = qr/$string(?:\s*(?:\.\.)?\s*$string)*/;
my (%used, %has);

sub slurp { my ($name) = @_; open my $in, '<', $name or die "$name: $!"; local $/; return scalar <$in> }

# The text of one or more string literals.
sub text {
    my ($literals) = @_;
    my $text = '';
    while ($literals =~ /($string)/g) {
        (my $part = substr $1, 1, -1) =~ s/\\(.)/$1/g;
        $text .= $part;
    }
    return $text;
}

for my $file (glob 'lua/pages/*.lua lua/pages/*/*.lua lua/components/*.lua lua/components/*/*.lua lua/lib/*.lua') {
    my $lua = slurp($file);
    $used{ text($1) } = $file while $lua =~ /\bt\(\s*($joined)/g;
}
# What only ccadmin says (of records of documents, and of customers and users by their names) is in English.
for my $name (grep { !m{/document(?:_check)?\.c$} } glob 'src/domain/*.c src/httpd/*.c') {
    my $c = slurp($name);
    while ($c =~ /cc_problem_add\([^,]+,\s*"(\w+)",\s*($joined)/g) {
        $used{ text($2) } = $name if $1 !~ /^(?:customer|user)$/;
    }
    $used{ text($1) } = $name while $c =~ /\brefuse\(panel, row, "\w+",\s*($joined)/g;
    $used{ text($1) } = $name while $c =~ /cc_problem_add\([^,]+,\s*field,\s*($joined)/g;
    $used{ text($1) } = $name while $c =~ /case CC_GRANT_\w+:\s*return\s*($joined)/g;
    # .title = "...", .message = "...", .advice = "..."
    $used{ text($1) } = $name while $c =~ /\.(?:title|message|advice)\s*=\s*($joined)/g;
}
# Error pages, { status, code, title, message, advice }; the titles of columns; the cards of Home.
my ($pages) = slurp('src/httpd/model.c') =~ /\berrors\[\] = \{(.*?)\n\};/s;
while ($pages =~ /\{HTTP_\w+,\s*(?:NULL|$string),\s*($joined),\s*($joined),\s*($joined)\}/g) {
    $used{ text($_) } = 'src/httpd/model.c' for $1, $2, $3;
}
for my $file (glob 'src/store/grids*.c') {
    my $c = slurp($file);
    $used{ text($1) } = $file while $c =~ /\{"\w+", ($string), CC_COLUMN_/g;
}
my ($cards) = slurp('src/httpd/page_home.c') =~ /\bcards\[\] = \{(.*?)\};/s;
$used{ text($1) } = 'src/httpd/page_home.c' while $cards =~ /\{"[\w-]+", ($string),/g;
delete $used{''};
(my $internal = $ARGV[0]) =~ s{([^/]+)$}{backoffice/$1};
my $catalogue = slurp($ARGV[0]) . slurp($internal);
$has{ text($1) } = 1 while $catalogue =~ /\[\s*($joined)\s*\]\s*=/g;
for my $text (sort keys %used) {
    print "lacks \"$text\" ($used{$text})\n" if !$has{$text};
}
# The other way round, whatever stands somewhere as a text may be said.
my %there;
for my $file (glob 'src/*/*.c lua/pages/*.lua lua/pages/*/*.lua lua/components/*.lua lua/lib/*.lua') {
    my $source = slurp($file);
    while ($source =~ /($joined)/g) {
        my $all = $1;
        $there{ text($_) } = 1 for $all, $all =~ /$string/g;
    }
}
for my $text (grep { !/^:/ } sort keys %has) {
    print "says \"$text\", which nothing else does\n" if !$there{$text};
}
# What has a name in the language is called by it wherever it is spoken of.
my %translated;
$translated{ text($1) } = text($2) while $catalogue =~ /\[\s*($joined)\s*\]\s*=\s*($joined)/g;
for my $text (sort keys %translated) {
    my ($places, $filled) = map { scalar(() = /\{\d*\}/g) } $text, $translated{$text};
    print "has $filled of the $places places of \"$text\"\n" if $places != $filled;
}
for my $role (grep { $translated{$_} ne $_ } qw(Admin Owner)) {
    print "calls $role by its English name: \"$_\"\n" for grep { $translated{$_} =~ /\b$role\b/ } sort keys %translated;
}
