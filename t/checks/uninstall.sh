#!/bin/sh
# `make uninstall` takes away what `make install` put there, and nothing of a site's own.
cd "$(dirname "$0")/../.." || exit 2
. t/checks/tap

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
for own in usr/share/clientcenter/lua/pages/own.lua usr/lib/apache2/modules/mod_own.so etc/apache2/mods-available/own.load; do
    install -D /dev/null "$root/$own"
done
before=$(cd "$root" && find . -type f | sort)
make -s install DESTDIR="$root" >/dev/null
none 'the module, ccadmin and the pages are installed' "$(cd "$root" && ls usr/lib/apache2/modules/mod_clientcenter.so usr/bin/ccadmin \
    usr/share/clientcenter/lua/pages/home.lua 2>&1 >/dev/null)"
make -s uninstall DESTDIR="$root" >/dev/null
none 'all of it goes, a file of its own stays' "$(cd "$root" && find . -type f -o -type l | sort | diff - /dev/fd/3 3<<LIST
$before
LIST
)"

echo "1..$count"
exit $status
