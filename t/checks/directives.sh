#!/bin/sh
# Directives: none without its entry in the reference, its default, its merge and its test (t/checks/directives.pl).
cd "$(dirname "$0")/../.." || exit 2
count=0
status=0

# $1: what must hold; $2: what the Perl script looks at
none() {
    count=$((count + 1))
    lines=$(perl t/checks/directives.pl "$2" 2>&1)
    if [ -z "$lines" ]; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1"
        echo "$lines" | sed 's/^/#   /'
        status=1
    fi
}

none 'every directive has an entry with description, syntax, default, context and example' reference
none 'the reference describes no other directive' strangers
none 'every member of the configuration is unset at first, merged and has its default' members
none 'every directive has wrong values in t/lib/CC/BadConfig.pm and is used in a test' tests
none 'every directive is in the table of docs/configuration-errors.md' table
none 'what conf/clientcenter.conf shows as defaults are those of the reference' shipped

echo "1..$count"
exit $status
