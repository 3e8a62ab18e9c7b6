#!/bin/sh
# Messages: each tag in the source is in the table of the guide, and each in the table is in the source.
cd "$(dirname "$0")/../.." || exit 2
. t/checks/tap

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
grep -rhoE '"CC[0-9]{4} ' mod_clientcenter.c src --include='*.[ch]' | tr -d '" ' | sort -u >"$work/source"
# first column of the table, with "CC1618 to CC1620" written out
sed -n '/^## Troubleshooting by message id/,/^## [^T]/s/^| \(CC[0-9][^|]*\) |.*/\1/p' docs/guide.md | awk -F', ' '{
    for (i = 1; i <= NF; i++)
        if (split($i, ends, " to ") == 2)
            for (n = substr(ends[1], 3) + 0; n <= substr(ends[2], 3) + 0; n++) printf "CC%04d\n", n
        else print $i }' | sort >"$work/guide"

none 'every tag is in the guide' "$(comm -23 "$work/source" "$work/guide")"
none 'every tag of the guide is in the source' "$(sort -u "$work/guide" | comm -13 "$work/source" -)"
none 'the guide has none twice' "$(uniq -d "$work/guide")"

# What the core writes to the audit has an event of its own, so that neither a log line nor a count is missing.
# The audit's filter offers it, and pages have words for it.
grep -rhoE '"(signin|signout|register|[a-z]+\.[a-z_]+)"' src/domain/*.c | grep -vE '\.h"' | tr -d '"' | sort -u >"$work/actions"
grep -oE '^ *\{"[a-z._]+", "' src/httpd/events.c | cut -d'"' -f2 | sort -u >"$work/events"
sed -n '/ actions\[\] = {/,/NULL}/p' src/store/grids_backoffice.c | grep -oE '"[a-z._]+"' | tr -d '"' | sort -u >"$work/offered"
grep -oE '\["[a-z._]+"\] = t\(' lua/lib/codes.lua | cut -d'"' -f2 | sort -u >"$work/words"
none 'every action of the audit is an event' "$(comm -23 "$work/actions" "$work/events")"
none 'every action of the audit is offered by its filter' "$(comm -23 "$work/actions" "$work/offered")"
none 'every action that is offered has words' "$(comm -23 "$work/offered" "$work/words")"

echo "1..$count"
exit $status
