# What two servers over a small and a large database cost for the same, asked in turns in one run.
package CC::Growth;
use strict;
use warnings;
use CC::Data ();
use CC::Database ();
use Exporter qw(import);
use Time::HiRes qw(time);

our @EXPORT = qw(computed compare median);

# Milliseconds that the threads of a httpd, and of the database server if there is one, have computed so far (Linux counts them)
sub computed {
    my ($server) = @_;
    my $computed = 0;
    $computed += (split ' ', eval { CC::Data::read_file($_) } // 0)[0] for map { glob "/proc/$_/task/*/schedstat" } $server->children, CC::Database::processes();
    return $computed / 1e6;
}

sub median { my @sorted = sort { $a <=> $b } @_; return $sorted[ @sorted / 2 ] }

# Commits something that no page shows: a page of a database in which nothing has changed is written as it was, and what
# its list costs would not be seen. SQLite takes a value that stays the same for no change.
my $touched = 0;
sub touch {
    my ($file) = @_;
    return if !CC::Database::is_file(); # servers' pages are read each time
    my $db = CC::Database::connect_to($file);
    $db->do('PRAGMA user_version = ' . (1 + (time + ++$touched * 100) % 1_000_000_000 | 0));
    $db->disconnect;
}

# Runs the work for each site in turns, the first time for the caches, and returns the median of the times of each, by
# the clock where `by_clock` or without CC_GROWTH_CPU. Work returns what is to be measured, a function; what it does itself
# is not.
sub compare {
    my ($rounds, $sites, $work, $by_clock) = @_;
    my $now = sub { return $by_clock || !$ENV{CC_GROWTH_CPU} ? time * 1000 : computed($_[0]{server}) };
    my @times;
    for my $round (0 .. $rounds) {
        for my $i ($round % 2 ? (0, 1) : (1, 0)) {
            my $measured = $work->($sites->[$i], $round);
            touch($sites->[$i]{file}) if $sites->[$i]{file};
            my $from = $now->($sites->[$i]);
            $measured->();
            push @{ $times[$i] }, $now->($sites->[$i]) - $from if $round;
        }
    }
    return map { median(@$_) } @times;
}

1;
