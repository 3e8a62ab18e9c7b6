# Reads Prometheus's text exposition format 0.0.4 as strictly as its definition, and says what is wrong with it.
package CC::Metrics;
use strict;
use warnings;

my $name = qr/[a-zA-Z_:][a-zA-Z0-9_:]*/;
my $label = qr/[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"/;
my $number = qr/[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf|NaN)/;

# text: an answer. Returns an object with { value } by series ('name{label="x"}'), { type } by family, and { wrong }.
sub new {
    my ($class, $text) = @_;
    my $self = bless { value => {}, type => {}, wrong => [] }, $class;
    my ($family, %help, %done);

    push @{ $self->{wrong} }, 'no line feed at the end' if $text !~ /\n\z/;
    for my $line (split /\n/, $text) {
        if ($line =~ /^# HELP ($name) (\S.*)$/) {
            $self->_wrong("second HELP of $1") if $help{$1}++;
            $done{$family} = 1 if defined $family;
            $family = $1;
        } elsif ($line =~ /^# TYPE ($name) (counter|gauge|histogram)$/) {
            my ($named, $type) = ($1, $2);
            $self->_wrong("TYPE $named not behind its HELP") if $named ne ($family // '') || $self->{type}{$named};
            $self->_wrong("$type $named: only a counter ends with _total") if ($type eq 'counter') != ($named =~ /_total$/);
            $self->{type}{$named} = $type;
        } elsif ($line =~ /^($name)(\{$label(?:,$label)*\})? ($number)$/) {
            my ($sample, $labels, $value) = ($1, $2 // '', $3);
            my $of = $sample;
            $of =~ s/_(?:bucket|sum|count)$// if ($self->{type}{ $family // '' } // '') eq 'histogram';
            $self->_wrong("sample $sample outside of its family") if $of ne ($family // '') || $done{$of} || !$self->{type}{$of};
            $self->_wrong("$sample$labels twice") if exists $self->{value}{"$sample$labels"};
            $self->{value}{"$sample$labels"} = $value;
        } else {
            $self->_wrong("line '$line'");
        }
    }
    $self->_histogram($_) for grep { $self->{type}{$_} eq 'histogram' } sort keys %{ $self->{type} };
    return $self;
}

# The first few say enough.
sub _wrong { push @{ $_[0]{wrong} }, $_[1] if @{ $_[0]{wrong} } < 5 }

# Buckets rise, and the last holds all.
sub _histogram {
    my ($self, $family) = @_;
    my %bucket = map { /^\Q$family\E_bucket\{le="([^"]+)"\}$/ ? ($1 => $self->{value}{$_}) : () } keys %{ $self->{value} };
    my @bounds = sort { $a <=> $b } grep { $_ ne '+Inf' } keys %bucket;
    my $before = 0;

    $self->_wrong("$family has no bucket +Inf") if !exists $bucket{'+Inf'};
    for my $bound (@bounds, '+Inf') {
        $self->_wrong("bucket $bound of $family falls") if ($bucket{$bound} // 0) < $before;
        $before = $bucket{$bound} // 0;
    }
    $self->_wrong("$family: +Inf and count differ") if $before != ($self->{value}{"${family}_count"} // -1);
    $self->_wrong("$family has no sum") if !exists $self->{value}{"${family}_sum"};
}

# The value of a series without the prefix that all have: value('events_total', event => 'signin', result => 'ok')
sub value {
    my ($self, $family, @labels) = @_;
    my @pairs;
    while (my ($key, $value) = splice @labels, 0, 2) { push @pairs, qq{$key="$value"} }
    my $series = "clientcenter_$family" . (@pairs ? '{' . join(',', @pairs) . '}' : '');
    return $self->{value}{$series};
}

1;
