#!/bin/sh
# `make install` puts everything in place and leaves an edited configuration alone; `make uninstall` takes away what it put
# there, and nothing of a site's own.
cd "$(dirname "$0")/../.." || exit 2
. t/checks/tap

top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
root="$top/with blanks"
mods=$root/etc/apache2/mods-available
for own in usr/share/clientcenter/lua/pages/own.lua usr/lib/apache2/modules/mod_own.so etc/apache2/mods-available/own.load; do
    install -D /dev/null "$root/$own"
done
before=$(cd "$root" && find . -type f | sort)
(umask 077 && make -s install DESTDIR="$root" >/dev/null)
none 'the module, ccadmin, the pages and the set-up of several nodes are installed' "$(cd "$root" && ls usr/lib/apache2/modules/mod_clientcenter.so \
    usr/bin/ccadmin usr/share/clientcenter/lua/pages/home.lua usr/share/clientcenter/nodes/node.conf usr/share/clientcenter/nodes/balancer.conf 2>&1 >/dev/null)"
none "everybody may read it, whatever root's umask" "$(find "$mods" "$root/usr/bin" "$root/usr/share/clientcenter" ! -type l ! -perm -044)"

# As if this release had another one: what nobody edited is replaced, what somebody edited is not.
for file in "$mods" "$root/usr/share/clientcenter"; do echo '# of before' >"$file/clientcenter.conf"; done
make -s install DESTDIR="$root" >/dev/null
none 'an upgrade brings the new configuration' "$(diff conf/clientcenter.conf "$mods/clientcenter.conf")"
echo '# a site' >>"$mods/clientcenter.conf"
make -s install DESTDIR="$root" >/dev/null
none 'an edited one stays' "$(grep -q '^# a site' "$mods/clientcenter.conf" || echo 'it is gone')"
make -s uninstall DESTDIR="$root" >/dev/null
none 'nor is it uninstalled' "$(grep -q '^# a site' "$mods/clientcenter.conf" || echo 'it is gone')"
rm -f "$mods/clientcenter.conf"
make -s install DESTDIR="$root" >/dev/null
make -s uninstall DESTDIR="$root" >/dev/null
none 'all of it goes, a file of its own stays' "$(cd "$root" && find . -type f -o -type l | sort | diff - /dev/fd/3 3<<LIST
$before
LIST
)"

none 'to clean up installs and builds nothing' "$(make -s -n clean B="$top/fresh" >/dev/null && ls "$top/fresh" 2>/dev/null)"

# What is compiled depends on the flags, also on those from outside.
compiled() { make -n all "$@" | grep -F -- "$flag" | grep -c -- '-o [^ ]*/src/base/date\.o\|-o [^ ]*/ccadmin'; }
none 'nothing is compiled anew for nothing' "$(flag=-o; test "$(compiled)" = 0 || echo 'it is')"
none 'another PREFIX compiles its place into the module' "$(flag='"/opt/cc/share/clientcenter/lua"'; test "$(compiled PREFIX=/opt/cc)" = 1 || echo 'it does not')"
none 'CPPFLAGS, CFLAGS and LDFLAGS from outside count' "$(for flag in -DOUTSIDE_CPP -g3 -Wl,-O1; do
    test "$(compiled CPPFLAGS=-DOUTSIDE_CPP CFLAGS=-g3 LDFLAGS=-Wl,-O1)" = 1 || echo "$flag does not"; done)"

echo "1..$count"
exit $status
