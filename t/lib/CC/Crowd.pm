# People who go on working while something happens to the servers, each in a process of their own: they open pages, and
# whoever has a row changes its notes to 1, 2, 3... What they were answered is counted: "page" and "saved" for what they
# should get, the status for 502, 503 and the like, "lost" when the connection was closed without an answer, words for
# anything that nobody may ever be answered.
package CC::Crowd;
use strict;
use warnings;
use CC::Check;
use CC::Data ();
use CC::Person;
use JSON::PP;
use POSIX ();
use Time::HiRes qw(time);

my $number = 0;

# base: of one server, or a list to choose from each time; members: { login, cookie: of the session, row: id of the access
# row to change, pages: paths and the status each must have, rows: rows that each grid must have };
# pause: seconds between two requests
sub start {
    my ($class, %set) = @_;
    my $self = bless { %set, owner => $$, stop => CC::Data::logs() . "/crowd-$$-" . ++$number }, $class;
    for my $member (@{ $set{members} }) {
        $member->{report} = "$self->{stop}-$member->{login}";
        $member->{pid} = fork // die "fork: $!";
        $self->work($member) if !$member->{pid};
    }
    return $self;
}

sub work {
    my ($self, $member) = @_;
    srand $$;
    my $from = getppid;
    my @bases = ref $self->{base} ? @{ $self->{base} } : $self->{base};
    my $person = CC::Person->new(base => $bases[0]);
    $person->set_cookie(ccsession => $member->{cookie});
    my @pages = sort keys %{ $member->{pages} };
    my $all = { answers => {}, saved => 0, gap => 0, samples => [] };
    my ($n, $last) = (0, time);
    while (!-e $self->{stop} && getppid == $from) {
        $person->{base} = $bases[rand @bases];
        my $what = $member->{row} && $n++ % 2 ? $self->save($person, $member, $all) : $self->open_page($person, $member, $pages[rand @pages]);
        if ($what eq 'page' || $what eq 'saved') {
            my $now = time;
            $all->{gap} = $now - $last if $now - $last > $all->{gap};
            $last = $now;
        } else {
            push @{ $all->{samples} }, join ' ', time, $person->{base}, $person->{last}->request->uri, $person->{last}->status_line, substr text_of($person->{last}->decoded_content // ''), 0, 200
                if @{ $all->{samples} } < 10;
        }
        $all->{answers}{$what}++;
        # seen from outside while it goes on
        if ($all->{asked}++ % 3 == 0) {
            CC::Data::write_file("$member->{report}.new", join ' ', map { $all->{answers}{$_} // 0 } qw(page saved));
            rename "$member->{report}.new", "$member->{report}.now";
        }
        select undef, undef, undef, $self->{pause} if $self->{pause};
    }
    CC::Data::write_file($member->{report}, encode_json($all));
    POSIX::_exit(0);
}

# What an answer is called that is not the expected one.
sub other {
    my ($res, $what) = @_;
    my $code = $res->code;
    return "$what: 503 without Retry-After" if $code == 503 && !$res->header('Retry-After');
    return 'lost' if $code == 500 && ($res->header('Client-Warning') // '') eq 'Internal response' && $res->message =~ /closed connection/;
    return $code if $code =~ /^50[234]$/;
    return "$what: $code" . ($code == 303 ? ' to ' . $res->header('Location') : '');
}

sub open_page {
    my ($self, $person, $member, $path) = @_;
    my $res = $person->get($path);
    return other($res, $path) if $res->code != $member->{pages}{$path};
    my $rows = ($member->{rows} || {})->{$path};
    if ($rows) {
        my ($grid, $want) = @$rows;
        my $got = grid_total($res, $grid) // 'no';
        return "$path: $got rows" if $got ne $want;
    }
    return 'page';
}

sub save {
    my ($self, $person, $member, $all) = @_;
    my $form = $person->get("/users/$member->{row}/edit");
    return other($form, 'form') if $form->code != 200;
    my $res = $person->post("/users/$member->{row}/edit", role => 'L10', days_back => '', notes => $all->{saved} + 1, version => value_of($form, 'version'));
    return other($res, 'change') if $res->code != 303 || ($res->header('Location') // '') !~ m{/users(?:\?|$)};
    $all->{saved}++;
    return 'saved';
}

# Pages and changes so far, of all together.
sub progress {
    my ($self) = @_;
    my $all = 0;
    for (@{ $self->{members} }) { my $text = -e "$_->{report}.now" ? CC::Data::read_file("$_->{report}.now") : ''; $all += $_ for split ' ', $text }
    return $all;
}

# Waits until so many more were answered as they should be.
sub go_on {
    my ($self, $more, $seconds) = @_;
    my ($from, $until) = ($self->progress, time + ($seconds // 60));
    while ($self->progress < $from + $more) {
        die "nobody is served any more\n" if time > $until;
        select undef, undef, undef, 0.02;
    }
}

# Sends them home. Returns counts by answer, the longest time that one of them went without a good one, and what to show
# of the answers that were none.
sub stop {
    my ($self) = @_;
    local $?;
    CC::Data::write_file($self->{stop}, '');
    my (%answers, $gap, @samples);
    for my $member (@{ $self->{members} }) {
        waitpid $member->{pid}, 0;
        my $all = $member->{said} = decode_json(CC::Data::read_file($member->{report}));
        $answers{$_} += $all->{answers}{$_} for keys %{ $all->{answers} };
        $gap = $all->{gap} if !defined $gap || $all->{gap} > $gap;
        push @samples, @{ $all->{samples} };
    }
    delete $self->{owner};
    return { answers => \%answers, gap => $gap, samples => \@samples };
}

sub DESTROY { $_[0]->stop if $_[0]{owner} && $_[0]{owner} == $$ }

1;
