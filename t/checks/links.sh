#!/bin/sh
# Links between the documents lead somewhere, in the source and in the Debian package.
cd "$(dirname "$0")/../.." || exit 2
. t/checks/tap

# $1: a directory; the links of its documents that lead nowhere
nowhere() {
    (cd "$1" && for file in *.md docs/*.md; do
        grep -oE '\]\([^)#: ]+' "$file" | sed 's/^..//' | while read -r link; do
            case $link in /usr/share/common-licenses/*) continue ;; esac
            [ -e "$(dirname "$file")/$link" ] || echo "$file: $link"
        done
    done)
}
none 'in the source' "$(nowhere .)"

package=$(mktemp -d)
trap 'rm -rf "$package"' EXIT
cp -r README.md SECURITY.md CHANGELOG.md docs "$package"
mkdir "$package/examples"
cp -r conf/nodes "$package/examples"
sed -i -E -f conf/debian/source-links.sed "$package"/README.md "$package"/SECURITY.md "$package"/docs/*.md
none 'in the package' "$(nowhere "$package")"

echo "1..$count"
exit $status
