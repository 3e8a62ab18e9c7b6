#!/bin/sh
# The dependency rule: which layer may include what, and where SQL may be written.
cd "$(dirname "$0")/../.." || exit 2
. t/checks/tap

sources() { find "$@" -name '*.[ch]'; }

httpd='httpd|http_[a-z]+|ap_[a-z0-9_]+|mod_[a-z]+|util_[a-z0-9]+|scoreboard|mpm_common|unixd'
lua='lua|lualib|lauxlib|luaconf'

none 'httpd headers only in src/httpd and mod_clientcenter.c' "$(sources src | grep -v '^src/httpd/' | xargs grep -nE "^#[[:space:]]*include[[:space:]]*<($httpd)\.h>")"
none 'Lua headers only in src/script' "$(sources src mod_clientcenter.c | grep -v '^src/script/' | xargs grep -nE "^#[[:space:]]*include[[:space:]]*[<\"](lua5\.4/)?($lua)\.h")"
none 'apr_dbd.h only in store/db, httpd/dbd and admin/connect' "$(sources src mod_clientcenter.c | grep -vE '^src/(store/db\.[ch]|httpd/dbd\.[ch]|admin/connect\.c)$' |
    xargs grep -nE '^#[[:space:]]*include[[:space:]]*<apr_dbd\.h>')"
none 'sqlite3.h only in store/sqlite.c' "$(sources src mod_clientcenter.c | grep -v '^src/store/sqlite\.c$' |
    xargs grep -nE '^#[[:space:]]*include[[:space:]]*<sqlite3\.h>')"

# Each layer includes itself and what lies further along: httpd, admin -> script -> domain -> store -> base.
none 'base includes no other layer' "$(sources src/base | xargs grep -nE '^#[[:space:]]*include "(\.\./)?(domain|store|script|httpd|admin)/')"
none 'store includes neither domain nor script nor httpd nor admin' "$(sources src/store | xargs grep -nE '^#[[:space:]]*include "\.\./(domain|script|httpd|admin)/')"
none 'domain includes neither script nor httpd nor admin' "$(sources src/domain | xargs grep -nE '^#[[:space:]]*include "\.\./(script|httpd|admin)/')"
none 'the pure parts of the domain include only base' "$(grep -nE '^#[[:space:]]*include "\.\./(store|script|httpd|admin)/' src/domain/policy.[ch] src/domain/password.[ch] src/domain/token.[ch])"
none 'script includes neither httpd nor admin' "$(sources src/script | xargs grep -nE '^#[[:space:]]*include "\.\./(httpd|admin)/')"
none 'httpd does not include admin' "$(sources src/httpd | xargs grep -nE '^#[[:space:]]*include "\.\./admin/')"
none 'admin includes neither httpd nor script' "$(sources src/admin | xargs grep -nE '^#[[:space:]]*include "\.\./(httpd|script)/')"

none 'SQL only in src/store' "$(sources src mod_clientcenter.c | grep -v '^src/store/' |
    xargs grep -nE '"[^"]*\b(SELECT [^"]* FROM|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM|CREATE TABLE)\b')"
none 'only policy compares roles' "$(sources src | xargs grep -nE '\brole *(<|>|<=|>=) *CC_ROLE_|CC_ROLE_[A-Z]+ *(<|>|<=|>=)[^>]' | grep -v '^src/domain/policy\.c')"
none 'no page compares roles' "$(grep -nE '[<>]=? *"L[0-9]|"L[0-9]+" *[<>]' -r lua --include='*.lua')"
none 'the clock is read at the edge' "$(grep -nE '\btime\(NULL\)|\bapr_time_now\(' -r src/base src/domain src/store src/script)"
none 'no page writes raw HTML' "$(grep -nE 'unsafe_raw' -r lua)"
none 'no page or component requires a page' "$(grep -nE "require *\(? *[\"']pages\." -r lua)"
none 'lib requires no component' "$(grep -nE "require *\(? *[\"'](components|pages)\." -r lua/lib)"

echo "1..$count"
exit $status
