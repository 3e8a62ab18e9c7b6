# Processes of this machine: the children of one, and a kill that leaves none of them time for anything.
package CC::Processes;
use strict;
use warnings;
use CC::Data ();

sub children {
    my ($parent) = @_;
    return map { m{/proc/(\d+)/} ? $1 : () } grep {
        my $stat = eval { CC::Data::read_file($_) } // '';
        $stat =~ /\) \S+ $parent /;
    } glob '/proc/[0-9]*/stat';
}

sub niceness_of { return (split ' ', (eval { CC::Data::read_file($_[0]) } // return ()) =~ s/.*\) //sr)[16] }

# The niceness of each thread of the children that has another than the parent: those that hash
sub niced {
    my ($parent) = @_;
    my $usual = niceness_of("/proc/$parent/stat");
    return grep { $_ != $usual } map { niceness_of($_) } map { glob "/proc/$_/task/*/stat" } children($parent);
}

# Kills our child and its children, and returns when all of them are gone.
sub kill_all {
    my ($pid) = @_;
    local $?;
    my @all = ($pid, children($pid));
    kill KILL => @all;
    waitpid $pid, 0;
    for (1 .. 500) {
        last if !grep { kill 0 => $_ } @all;
        select undef, undef, undef, 0.01;
    }
}

1;
