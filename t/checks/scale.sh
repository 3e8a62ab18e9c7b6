#!/bin/sh
# The page on scale in the README is what its figures come to.
cd "$(dirname "$0")/../.." || exit 2
. t/checks/tap

computed=$(mktemp)
t/bench/scale >"$computed"
none 'the scale section of README.md is computed from its figures (t/bench/scale --write)' "$(sed -n '/^## Scale$/,/^## /p' README.md | sed '1n;/^## /d' | diff -B "$computed" - || :)"
rm -f "$computed"

echo "1..$count"
exit "$status"
