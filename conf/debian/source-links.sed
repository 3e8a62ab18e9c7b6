# Links of README.md, SECURITY.md and docs/ that lead somewhere in the source alone, as the package has them.
s,\]\((\.\./)?conf/nodes/\),](\1examples/nodes/),g
s,\]\(LICENSE\),](/usr/share/common-licenses/Apache-2.0),g
s, \(\[[^]]*\]\(conf/ccadmin\.1\)\),,g
s,\[([^]]*)\]\((t/[^)]*)\),\1 (`\2` in the source),g
