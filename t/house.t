#!/bin/sh
# The house keeps its order: rooms use only themselves and those above, files stay readable, the top level stays small.
. "$(dirname "$0")/lib.sh"
case $FB_BUILD in *san) echo '1..0 # SKIP no program runs here: the ordinary build has looked'; exit 0 ;; esac
ln -s "$T"/* .

same 'nothing else at the top' 'cd "$T" && ls | grep -vx build' <<\END
LICENSE
Makefile
README
cmd
lib
man
t
testdata
END
above=
for room in base record text learn desk; do
	above="$above $room"
	pattern=$(echo "$above" | sed 's/^ //; s/ /|/g')
	tap_run "grep -nE '^#include \"[a-z]+/' lib/$room/*.[ch] | grep -vE '\"($pattern)/'; true"
	[ ! -s out ]
	tap_result $? "$room/ includes only$above" || sed 's/^/# /' out
done
tap_run 'wc -l lib/*/*.[ch] cmd/*.c | awk "\$2 != \"total\" && \$1 > 520 { print }"'
[ ! -s out ]
tap_result $? 'no file has over 520 lines' || sed 's/^/# /' out
tap_run 'awk "FNR == 1 && ! /^\/\*/ { print FILENAME }" lib/*/*.h'
[ ! -s out ]
tap_result $? 'every header begins by saying what it is' || sed 's/^/# /' out
tap_run 'grep -nE "^[a-z].*\b(exit|printf|puts)\(" lib/learn/*.c lib/desk/*.c lib/text/*.c | grep -v snprintf; true'
[ ! -s out ]
tap_result $? 'learn, desk and text neither print nor exit' || sed 's/^/# /' out
tap_run 'for c in cmd/*.c cmd/*.sh; do n=$(basename "$c" .c); n=$(basename "$n" .sh); grep -qE "^    $n " README || echo "$n"; done'
[ ! -s out ]
tap_result $? 'README lists every program' || sed 's/^/# /' out
done_testing
