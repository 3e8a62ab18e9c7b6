# Tools of others that look for holes: runs sqlmap or wapiti against a server of this machine, bounded in time, and says
# what each found as lines of text. Their output and reports stay in the folder that they are given.
package CC::Scan;
use strict;
use warnings;
use CC::Data ();
use File::Path qw(make_path);
use JSON::PP;

# Runs a command for at most so many seconds, with its output in a file; returns the output and whether it ended in time.
sub _bounded {
    my ($seconds, $log, @command) = @_;
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        open STDIN, '<', '/dev/null';
        open STDOUT, '>', $log or POSIX::_exit(126);
        open STDERR, '>&', \*STDOUT;
        { exec 'timeout', '-k', 10, $seconds, 'nice', @command }
        POSIX::_exit(127);
    }
    waitpid $pid, 0;
    return (CC::Data::read_file($log), $? >> 8 != 124 && $? >> 8 != 137);
}

# dir: for its files; name: of this scan; url; data: of a POST; cookie; test: names of parameters (without: where the URL
# has its *); fresh: a field whose value it takes from the form again before each request; level, risk; seconds: at most.
# Returns what it found.
sub sqlmap {
    my (%set) = @_;
    my $dir = "$set{dir}/sqlmap";
    make_path($dir);
    my ($out, $ended) = _bounded($set{seconds}, "$dir/$set{name}.log", 'sqlmap', '-u', $set{url},
        ($set{data} ? ('--data', $set{data}) : ()), ($set{cookie} ? ('--cookie', $set{cookie}) : ()), ($set{test} ? ('-p', $set{test}) : ()),
        ($set{fresh} ? ('--csrf-token', $set{fresh}, '--csrf-url', $set{url}) : ()), '--level', $set{level}, '--risk', $set{risk},
        qw(--dbms SQLite --batch --flush-session --keep-alive --ignore-redirects --disable-coloring --timeout 30 --retries 1),
        '--ignore-code', '401,403,404,409,422,429', '--output-dir', "$dir/$set{name}");
    my @found;
    push @found, "parameter $1: $2" while $out =~ /^Parameter: (.*)\n\s+Type: (.*)$/mg;
    push @found, "may be open to injection: $1" while $out =~ /heuristic \(basic\) test shows that (.*?) might be injectable/g;
    push @found, "may be open to $2: $1" while $out =~ /test shows that (.*?) might be vulnerable to (.*?)(?: attacks)?$/mg;
    push @found, "was answered $1" while $out =~ /\b(5\d\d \([A-Za-z ]+\)) - \d+ times/g;
    push @found, 'did not end in time' if !$ended;
    push @found, 'tested nothing' if $ended && !@found && $out !~ /all tested parameters do not appear to be injectable/;
    return @found;
}

# dir, name; url: what it keeps to; start: addresses to begin with beside that one; cookies: of this path, as name => value; modules; seconds: for looking around, and for
# each module; nowhere: an address of this machine that stands for a server of the attacker's. Returns how many pages
# it knows of, and what it found.
sub wapiti {
    my (%set) = @_;
    my $file = "$set{dir}/wapiti/$set{name}";
    my ($host, $path) = $set{url} =~ m{//([^:/]+)[^/]*(/.*?)/?$};
    my %cookies = map { ($_ => { version => 0, value => $set{cookies}{$_}, secure => JSON::PP::true, expires => undef, port => undef }) } keys %{ $set{cookies} || {} };
    CC::Data::write_file("$file.cookies", encode_json({ $host => { $path => \%cookies } }));
    # lists of modules that are not asked for, which it would fetch before it begins
    CC::Data::write_file("$set{dir}/wapiti/config/$_->[0]", $_->[1]) for ['apps.json', '{}'], ['nikto_db', ''];
    my ($out, $ended) = _bounded($set{seconds} * 20, "$file.log", 'wapiti', '-u', $set{url}, '-c', "$file.cookies", '-m', $set{modules}, (map { ('-s', $_) } @{ $set{start} || [] }),
        qw(-d 4 --max-files-per-dir 12 --max-links-per-page 60 --verify-ssl 0 -S normal -l 1 --flush-session --no-bugreport -v 1 -f json),
        '--max-scan-time', $set{seconds}, '--max-attack-time', $set{seconds}, '--endpoint', $set{nowhere}, '-o', "$file.json",
        '--store-session', "$file.session", '--store-config', "$set{dir}/wapiti/config");
    my $report = eval { decode_json(CC::Data::read_file("$file.json")) };
    return (0, $ended ? 'made no report' : 'did not end in time') if !$report;
    my %found;
    for my $kind (qw(vulnerabilities anomalies)) {
        for my $class (keys %{ $report->{$kind} || {} }) {
            $found{ join ' ', "$class:", $_->{method}, $_->{path} . ':', $_->{info} } = 1 for @{ $report->{$kind}{$class} };
        }
    }
    $found{"a module failed: $1"} = 1 while $out =~ /^(\w+(?:\.\w+)*(?:Error|Exception)\b.*)/mg;
    my ($pages) = $out =~ /found (\d+) URLs and forms/;
    return ($pages // 0, sort keys %found);
}

1;
