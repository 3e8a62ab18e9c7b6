#!/bin/sh
# Size of files, tags of log lines, leftovers.
cd "$(dirname "$0")/../.." || exit 2
. t/checks/tap

ours() { find mod_clientcenter.c src lua t -type f \( -name '*.[ch]' -o -name '*.lua' -o -name '*.t' -o -name '*.pm' -o -name '*.mjs' -o -name '*.sh' -o -name '*.css' -o -name '*.js' \) ! -path '*/logs/*' ! -name 'bootstrap*'; }

none 'no file of over 450 lines' "$(ours | xargs wc -l | awk '$2 != "total" && $1 > 450 { print $2 ": " $1 " lines" }')"
none 'every file begins by saying what it is' "$(ours | xargs awk 'FNR == 1 && !/^(\/\*|#|--|<|\/\/|@charset)/ { print FILENAME ": " $0 }')"
none 'no tabs in C' "$(ours | grep -E '\.[ch]$' | xargs grep -nP '\t')"
none 'no blanks at the end of lines' "$(ours | xargs grep -nE ' +$')"

# A tag such as CC1203 stands for one place where a line is logged, or for one kind of event in the table of events.c.
none 'every log tag is used once' "$(grep -rnoE '"CC[0-9]{4} ' mod_clientcenter.c src --include='*.[ch]' | sed 's/.*"\(CC[0-9]*\) /\1/' | sort | uniq -d)"
none 'every log line has a tag' "$(grep -rnE '\b(ap_log_[a-z]*error|cc_log)\(' mod_clientcenter.c src --include='*.c' -A3 |
    awk '/(ap_log_[a-z]*error|cc_log)\(/ { if (call != "" && !tag) print call; call = $0; tag = 0 } /CC[0-9][0-9][0-9][0-9] / { tag = 1 } END { if (call != "" && !tag) print call }' |
    grep -vE 'src/httpd/(logging|events)\.c|src/base/log\.c')"
none 'every file that logs has the LogLevel of the module' "$(grep -rlE '\bap_log_[a-z]*error\(' mod_clientcenter.c src --include='*.c' | xargs grep -L '^APLOG_USE_MODULE(clientcenter);')"
none "none of httpd's own tags" "$(grep -rnE 'APLOGNO' mod_clientcenter.c src)"
none 'nothing left to do in a comment' "$(grep -rnE '\b(TODO|FIXME|XXX)\b' mod_clientcenter.c src lua t --include='*.[chl]*' --exclude-dir=logs --exclude='bootstrap*' --exclude=files.sh)"
none 'no function that cannot know its buffer' "$(grep -rnE '\b(strcpy|strcat|sprintf|gets|alloca)\(' mod_clientcenter.c src --include='*.c')"

echo "1..$count"
exit $status
