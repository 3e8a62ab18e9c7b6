#!/bin/sh
# Every statement of t/security/README.md is proved by a test that is there.
cd "$(dirname "$0")/../.." || exit 2
table=t/security/README.md
. t/checks/tap

rows() { grep -E '^\| [0-9]+ \|' "$table"; }

# shellcheck disable=SC2016 # backquotes of Markdown
gone() {
    rows | sed -E 's/^\| ([0-9]+) \|[^|]*\| `([^`]+)` \| (.*) \|$/\1|\2|\3/' | while IFS='|' read -r number file text; do
        if [ ! -f "$file" ]; then
            echo "$number: no file $file"
        elif ! grep -qF -- "$text" "$file"; then
            echo "$number: $file has no \"$text\""
        fi
    done
}

none 'every statement has a test' "$(seq 1 40 | while read -r n; do rows | grep -q "^| $n |" || echo "statement $n"; done)"
none 'every statement is said' "$(seq 1 40 | while read -r n; do rows | grep "^| $n |" | head -1 | grep -qE '^\| [0-9]+ \| [A-Z`].*' || echo "statement $n"; done)"
none 'every test of the table is there' "$(gone)"

echo "1..$count"
exit $status
