#!/usr/bin/perl
# Prints what a directive lacks: t/checks/directives.pl reference|strangers|members|tests|table|shipped
use strict;
use warnings;

sub slurp { my ($name) = @_; open my $in, '<', $name or die "$name: $!\n"; local $/; return scalar <$in> }

my $source = slurp('src/httpd/directives.c');
my (@directives, %flag, %server);
while ($source =~ /AP_INIT_(\w+)\("(ClientCenter\w+)"(.*?)"/gs) {
    my ($kind, $name, $rest) = ($1, $2, $3);
    push @directives, $name;
    $flag{$name} = $kind eq 'FLAG';
    $server{$name} = $rest !~ /ACCESS_CONF/;
}
die "no directives in src/httpd/directives.c\n" if @directives < 10;
my @handlers = map { "SetHandler $_" } $source =~ /!strcmp\(name, "(clientcenter[a-z-]*)"\)/g;

# Entries of the reference by their title
my %entry;
my $reference = slurp('docs/directives.md');
$entry{$1} = $2 while $reference =~ /^## ([^\n]+)\n(.*?)(?=^## |\z)/msg;

sub reference {
    for my $name (@directives, @handlers) {
        my $text = $entry{$name} // do { print "$name: no entry\n"; next };
        for my $row (qw(Description Syntax Context), $name =~ /^SetHandler/ ? () : 'Default') {
            print "$name: no $row\n" if $text !~ /^\| $row \| \S.* \|$/m;
        }
        print "$name: the syntax does not name it\n" if $text !~ /^\| Syntax \| .*\Q$name\E/m;
        my $context = $server{$name} ? 'server' : 'directory';
        print "$name: its context is $context\n" if $text !~ /^\| Context \| $context\b/m;
        print "$name: no example\n" if $text !~ /^```apache\n(?:(?!^```).)*\Q$name\E/ms;
    }
}

# Others may describe what is not a directive of ours: Require, Mutex and so on.
sub strangers {
    my %known = map { $_ => 1 } @directives;
    for my $title (sort keys %entry) { print "$title\n" if $title =~ /^(ClientCenter\w+)/ && !$known{$1} }
}

# Members of a struct as { name => type }
sub members_of {
    my ($struct) = @_;
    my ($body) = slurp('src/httpd/config.h') =~ /typedef struct \{((?:(?!typedef).)*?)\} \Q$struct\E;/s or die "no $struct\n";
    my %member;
    $body =~ s{/\*.*?\*/}{}gs;
    for my $line (split /;/, $body) {
        next if $line !~ /^\s*((?:const )?\w+)\s+(.+?)\s*$/s;
        my ($type, $names) = ($1, $2);
        for my $name (split /,\s*/, $names) { $member{ $name =~ s/^\*+//r } = $name =~ /^\*/ ? "$type *" : $type }
    }
    return %member;
}

sub function {
    my ($text, $name) = @_;
    return $text =~ /^[^\n;]*\b\Q$name\E\([^;{]*\)\n\{(.*?)^\}/ms ? $1 : die "no function $name\n";
}

# Numbers have a value that stands for "not set" (pointers have NULL), and a default behind it. What start-up works out by
# itself is no setting.
sub members {
    my $config = slurp('src/httpd/config.c');
    my ($defaults) = $config =~ /cc_dir_config_t defaults = \{(.*?)\};/s or die "no defaults\n";
    my %part = (
        cc_dir_config_t => [function($config, 'cc_dir_config_create'), function($config, 'merge'), $defaults],
        cc_server_config_t => [function($config, 'cc_server_config_create'), function($config, 'cc_server_config_merge'),
            function($config, 'cc_server_config_defaults')]);
    for my $struct (sort keys %part) {
        my ($create, $merge, $default) = @{ $part{$struct} };
        my %member = members_of($struct);
        for my $name (sort keys %member) {
            my $number = $member{$name} =~ /^int/;
            print "$struct.$name: not unset\n" if $number && $create !~ /\bconfig->\Q$name\E\b/;
            print "$struct.$name: not merged\n" if $member{$name} !~ /^(?:cc_engine_t|apr_hash_t)/ && $merge !~ /\bout->\Q$name\E\b/;
            print "$struct.$name: no default\n" if $number && $default !~ /(?:\.|->)\Q$name\E\b/;
        }
    }
}

sub tests {
    my $bad = slurp('t/lib/CC/BadConfig.pm');
    my $used = join '', map { slurp($_) } glob('t/conf/*.in t/*/*.t t/lib/CC/*.pm');
    for my $name (@directives) {
        print "$name: no wrong values\n" if !$flag{$name} && $bad !~ /^ +\Q$name\E => \[/m;
        print "$name: in no test\n" if $used !~ /\b\Q$name\E [^\n=]/;
    }
}

sub table {
    my $table = slurp('docs/configuration-errors.md');
    for my $name (@directives) { print "$name: missing; CC_TABLE=FILE writes it (t/pages/config.t)\n" if $table !~ /^\| `\Q$name\E/m }
}

# What clientcenter.conf shows below "With their defaults" is that.
sub shipped {
    my ($for_defaults, %default) = (0);
    for my $name (@directives) { ($default{$name}) = ($entry{$name} // '') =~ /^\| Default \| (.*) \|$/m }
    for my $line (split /\n/, slurp('conf/clientcenter.conf')) {
        $for_defaults = 1 if $line =~ /with their defaults/i;
        $for_defaults = 0 if $line =~ /^#? *#?$/ || $line =~ m{^#</};
        next if !$for_defaults || $line !~ /^#? *#(ClientCenter\w+) (.*)/;
        my ($name, $value) = ($1, $2);
        my $default = $default{$name} // '';
        $value =~ s/"//g;
        print "$name: has no default\n" if $default =~ /^none\b/;
        print "$name: $value, not $1\n" if $default =~ /^`([^`]+)`$/ && $1 ne $value;
    }
}

my %look = (reference => \&reference, strangers => \&strangers, members => \&members, tests => \&tests, table => \&table, shipped => \&shipped);
($look{ $ARGV[0] // '' } or die "usage: directives.pl reference|strangers|members|tests|table|shipped\n")->();
