# TAP for shell tests. A test file begins with
#
#     . "$(dirname "$0")/lib.sh"
#
# and then stands in an empty directory of its own, with the built programs first in PATH and $T the top of the tree.
# Each line below is one test; commands run by sh -c, stderr kept in the file err, stdout in out.
#
#     same 'what a user sees' 'command' <<\END        stdout is exactly what follows
#     ok 'what holds' 'command'                       status 0
#     status N 'what happens' 'command'               status N
#     says 'what it explains' 'extended regex' 'command'      stderr matches (any status)
#     done_testing                                    at the end
#
# need FILE-OR-DIRECTORY 'why'  skips the rest of the file where it is missing.
set -u
T=$(cd "$(dirname "$0")/.." && pwd)
FB_BUILD=${FB_BUILD:-$T/build}
PATH=$FB_BUILD/bin:$PATH
LC_ALL=C
export T FB_BUILD PATH LC_ALL
unset FB_MODELS FB_SHARE NO_COLOR
tap_dir=$(mktemp -d "${TMPDIR:-/tmp}/fb-t.XXXXXX") || exit 1
trap 'cd /; rm -rf "$tap_dir"' EXIT
trap 'exit 1' INT TERM HUP
cd "$tap_dir" || exit 1
tap_n=0

tap_result() { # passed what
	tap_n=$((tap_n + 1))
	if [ "$1" = 0 ]; then echo "ok $tap_n - $2"; return; fi
	echo "not ok $tap_n - $2"
	return 1
}
tap_run() { sh -c "$1" >out 2>err </dev/null; tap_status=$?; }
tap_notes() { # command
	printf '%s\n' "command: $1" "status: $tap_status" | sed 's/^/# /'
	head -c 2000 err | sed 's/^/# err: /'
}
same() {
	cat >want
	tap_run "$2"
	cmp -s want out
	tap_result $? "$1" || { tap_notes "$2"; diff -u want out | head -60 | sed 's/^/# /'; }
}
status() {
	tap_run "$3"
	[ "$tap_status" = "$1" ]
	tap_result $? "$2" || { tap_notes "$3"; echo "# wanted status $1"; }
}
ok() { status 0 "$@"; }
says() {
	tap_run "$3"
	grep -Eq -e "$2" err
	tap_result $? "$1" || { tap_notes "$3"; echo "# wanted: $2"; }
}
need() {
	[ -e "$1" ] && return
	if [ "$tap_n" = 0 ]; then echo "1..0 # SKIP $2"; else echo "ok $((tap_n + 1)) # SKIP $2"; echo "1..$((tap_n + 1))"; fi
	exit 0
}
done_testing() { echo "1..$tap_n"; }
