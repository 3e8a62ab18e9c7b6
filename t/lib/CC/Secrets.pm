# What must never be in a log: every password, token and form token that the tests of a run typed or were given. The
# module logs at the highest level in all suites; after they passed, its lines are searched.
package CC::Secrets;
use strict;
use warnings;
use CC::Data ();
use Digest::SHA qw(sha256_hex);

my %noted;

sub _file { CC::Data::logs() . '/secrets' }

# Remembers texts that are long enough to be none by chance; each process adds to the same file.
sub note {
    my @new = grep { defined && length >= 12 && !/[\r\n]/ && !$noted{$_}++ } @_;
    return if !@new;
    open my $out, '>>', _file() or return;
    print $out map { my $secret = $_; utf8::encode($secret) if utf8::is_utf8($secret); "$secret\n" } @new;
    close $out;
}

# Fields of a form, and the cookies and form tokens of an answer
sub note_form { my %field = @_; note(@field{ grep { /password|^csrf$/ } keys %field }) }
sub note_answer {
    my ($res) = @_;
    note(map { /^(?:__Secure-)?\w*session=([^;]+)/ ? $1 : () } $res->headers->header('Set-Cookie'));
}

sub forget { unlink _file() }

# Lines of ours in the error logs: returns how many there are, and those that hold a secret or anything shaped like a hash
# of one. Tokens are looked up word by word, since there are thousands of them; passwords are few.
sub found {
    my ($secrets) = @_;
    my %token = map { ($_ => 1, sha256_hex($_) => 1) } @$secrets;
    my ($password) = map { qr/$_/ } join '|', map { quotemeta } (grep { !/^[\w-]{20,}$/ } @$secrets), "\0";
    my $shaped = qr/\$argon2|\$2[aby]\$|\$apr1\$|\{SHA\}|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/;
    my ($count, @found) = (0);
    for my $file (glob(CC::Data::logs() . '/error_log ' . CC::Data::logs() . '/own-*/error_log')) {
        open my $in, '<', $file or next;
        while (my $line = <$in>) {
            next if $line !~ /\[clientcenter:|\bCC\d{4} /;
            $line =~ s/, referer: .*//; # which httpd adds, as the client sent it
            $count++;
            push @found, "$file: $line" if $line =~ $password || $line =~ $shaped || grep { $token{$_} } $line =~ /[\w-]{12,}/g;
        }
    }
    return ($count, @found);
}

# After the suites: the lines that are wrong, a few of them.
sub check_run {
    return if !-e _file();
    my @secrets = grep { length } split /\n/, CC::Data::read_file(_file());
    my ($count, @found) = found(\@secrets);
    printf "%s of %d in %d lines of the module\n", @found ? 'SECRETS' : 'no secret', scalar @secrets, $count;
    return @found[0 .. ($#found < 9 ? $#found : 9)];
}

1;
