#!/bin/sh
# Every parser has a fuzz target, every target a corpus and a place in the table of t/fuzz/README.md.
cd "$(dirname "$0")/../.." || exit 2
. t/checks/tap

targets=$(printf '%s\n' t/fuzz/fuzz_*.c | sed 's,.*/fuzz_\(.*\)\.c$,\1,')
table=t/fuzz/README.md

none 'every target has a corpus' "$(for name in $targets; do [ -n "$(ls "t/fuzz/corpus/$name" 2>/dev/null)" ] || echo "$name"; done)"
none 'every corpus has a target' "$(for dir in t/fuzz/corpus/*; do [ -e "t/fuzz/fuzz_${dir##*/}.c" ] || echo "$dir"; done)"
none 'every dictionary has a target' "$(for file in t/fuzz/*.dict; do name=${file##*/}; [ -e "t/fuzz/fuzz_${name%.dict}.c" ] || echo "$file"; done)"
none 'every target is in the table' "$(for name in $targets; do grep -q "^| \`$name\` |" $table || echo "$name"; done)"
none 'every source in the table is there' "$(grep -oE '`src/[a-z_/]*\.c`' $table | tr -d '`' | while read -r file; do [ -e "$file" ] || echo "$file"; done)"
# What reads text from outside is called parse or read, or decodes.
none 'every source that parses is in the table' "$(grep -lE '^(static )?[a-z].*\b(cc_[a-z_]*parse|[a-z_]*_parse|parse|unescape|decode)\(' src/*/*.c |
    while read -r file; do grep -q "\`$file\`" $table || echo "$file"; done)"
none 'inputs of corpora are small' "$(find t/fuzz/corpus -type f -size +16k)"

echo "1..$count"
exit $status
