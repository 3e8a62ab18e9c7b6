#!/bin/sh
# Lua: luacheck, and translations that lack nothing and say nothing that no page says.
cd "$(dirname "$0")/../.." || exit 2
count=0
status=0

say() {
    count=$((count + 1))
    if [ -z "$2" ]; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1"
        echo "$2" | sed 's/^/#   /'
        status=1
    fi
}

say 'luacheck finds nothing' "$(luacheck --no-color -q lua 2>&1 | grep -vE '^Total: 0 warnings|^$')"
for file in lua/i18n/*.lua; do
    [ -e "$file" ] || continue
    case $file in */en.lua) continue ;; esac
    say "$file is complete" "$(perl t/checks/catalogue.pl "$file" 2>&1)"
done

# Text that a page shows goes through its translator.
say 'no markup is built by hand in pages' "$(grep -nE "['\"]<[a-z]+[ >]" lua/pages/*.lua lua/pages/*/*.lua 2>/dev/null | grep -v 'html.template')"

echo "1..$count"
exit $status
