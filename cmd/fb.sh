#!/bin/sh
# fb: the short way to the programs. See fb(1).
set -u
self=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
share=$self/../share/fb
PATH=$self:$PATH
export PATH

usage() {
	cat <<'END'
usage: fb look [-o REPORT.html] FILE ...
       fb body COMMAND [ARGUMENT ...]
       fb NAME [ARGUMENT ...]
customer-feedback pipelines for the shell

  look FILE      import, classify, route and report an exported file; print the command that did it
  body COMMAND   run sort, grep, head … on the rows of a stream and let its header through
  NAME …         run fb-NAME, e.g. fb import export.csv

  -h, --help                 print this help and exit
  -V, --version              print the version and exit

man fb tells more.
END
}

fail() { # status message
	echo "fb: $2" >&2
	exit "$1"
}

# A word as the shell would have to read it.
quoted() {
	case $1 in
	*[!A-Za-z0-9_./,:=+-]* | '') printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
	*) printf '%s' "$1" ;;
	esac
}

look() {
	output=
	while [ $# -gt 0 ]; do
		case $1 in
		-o | --output) [ $# -ge 2 ] || fail 2 "$1: a file name is missing after it"; output=$2; shift 2 ;;
		--output=*) output=${1#*=}; shift ;;
		--) shift; break ;;
		-?*) fail 2 "look: no option $1; try: fb --help" ;;
		*) break ;;
		esac
	done
	[ $# -gt 0 ] || fail 2 "look: name the exported file, e.g. fb look export.csv"
	for file; do
		[ -r "$file" ] || fail 66 "$file: no such file, or not readable"
		[ ! -d "$file" ] || fail 66 "$file: is a directory: name the files in it"
		case $file in *.xlsx | *.xls) fail 65 "$file: a spreadsheet: save it as CSV UTF-8 first" ;; esac
	done
	line='fb-import'
	for file; do line="$line $(quoted "$file")"; done
	line="$line | fb-classify -m sentiment -m topic"
	line="$line | fb-route -r $(quoted "$(readlink -f "$share")/shop.rules")"
	line="$line | fb-report"
	[ -z "$output" ] || line="$line -o $(quoted "$output")"
	echo "fb: $line" >&2
	# The first program that fails says why; its status is ours, and refused records (1) count only if nothing is worse.
	{
		{ { { fb-import "$@"; echo $? >&4; } | { fb-classify -m sentiment -m topic; echo $? >&4; } |
			{ fb-route -r "$share/shop.rules"; echo $? >&4; } |
			{ if [ -n "$output" ]; then fb-report -o "$output"; else fb-report; fi; echo $? >&4; }; } 4>&1 >&3; } |
			sort -rn | head -1 | { read -r worst; exit "$worst"; }
	} 3>&1
}

body() {
	[ $# -gt 0 ] || fail 2 "body: name the command for the rows, e.g. fb body sort -t\"\$(printf '\\t')\" -k2"
	IFS= read -r header || [ -n "$header" ] || fail 65 "body: no header: standard input is empty"
	printf '%s\n' "$header" || exit 74
	exec "$@"
}

if ! true >&1; then
	fail 74 "standard output is closed: give it somewhere to write"
fi 2>/dev/null
case ${1-} in
'') usage >&2; exit 2 ;;
-h | --help) usage || fail 74 "standard output: cannot write"; exit 0 ;;
-V | --version) echo "fb 0.1" || fail 74 "standard output: cannot write"; exit 0 ;;
look) shift; look "$@" ;;
body) shift; body "$@" ;;
-*) fail 2 "no option $1; try: fb --help" ;;
*)
	name=$1
	shift
	[ -x "$self/fb-$name" ] || fail 2 "no program fb-$name; there are: $(cd "$self" && echo fb-*)"
	exec "$self/fb-$name" "$@"
	;;
esac
