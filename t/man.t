#!/bin/sh
# The manual cannot lie: each page is clean mdoc, its options are the program's own, word for word, and its examples run.
. "$(dirname "$0")/lib.sh"
need "$T/man" 'no manual'

# --help as lines "-x, --long ARG<TAB>help", and the same from the option list of a man page.
options_of_help() {
	sed -n 's/^  \(-., \|    \)--\([a-z-]*\)\( [^ ][^ ]*\)\{0,1\}  *\(.*\)$/\1--\2\3\t\4/p' "$1" | sed 's/^    //'
}
options_of_page() {
	awk '
	/^\.It Fl / {
		line = $0; sub(/^\.It /, "", line); letter = ""; long = ""; arg = ""
		n = split(line, w, " ")
		for (i = 1; i <= n; i++) {
			if (w[i] == "Fl") { i++; if (w[i] ~ /^-/) long = w[i]; else letter = w[i] }
			else if (w[i] == "Ar") { i++; arg = w[i] }
		}
		if (long != "") { name = (letter != "" ? "-" letter ", " : "") "-" long (arg != "" ? " " arg : ""); getline text; print name "\t" text }
	}' "$1"
}

for page in "$T"/man/*.[157]; do
	name=$(basename "$page")
	ok "$name is clean" "mandoc -Tlint -Wwarning '$page'"
done
for program in "$FB_BUILD"/bin/fb-*; do
	name=$(basename "$program")
	page=$T/man/$name.1
	ok "$name has a page" "test -f '$page'"
	[ -f "$page" ] || continue
	tap_run "$name --help"
	[ "$tap_status" = 0 ] && [ ! -s err ]
	tap_result $? "$name --help works" || tap_notes "$name --help"
	options_of_help out | sort >of-help
	options_of_page "$page" | sort >of-page
	# Every option is in the page, with the same argument; its text begins with the help text.
	awk -F'\t' 'NR == FNR { text[$1] = $2; next } !($1 in text) { print $1 ": not in the page"; next }
		index(text[$1], $2) != 1 { print $1 ": help says <" $2 ">, page says <" text[$1] ">" } { seen[$1] }
		END { for (o in text) if (!(o in seen)) print o ": only in the page" }' of-page of-help >differ
	[ -s of-help ] && [ ! -s differ ]
	tap_result $? "$name: the page lists its options in the words of --help" || sed 's/^/# /' differ
	status 2 "$name refuses an unknown option" "$name --no-such-option"
	says "$name names what it does not know" 'no option --no-such-option' "$name --no-such-option"
	status 74 "$name --help into a full device" "$name --help >/dev/full"
done
# Examples: every command under EXAMPLES, which goes on after | && and \\, runs where testdata lies; status 0, or 1 and 3 where the data asks for it.
mkdir examples && cp -r "$T"/testdata/. examples/ && mkdir examples/testdata && cp -r "$T"/testdata/. examples/testdata/
# With every fourth record, for learning takes most of the time: that all of them can be learnt from, make has shown with the models.
for f in examples/feedback.tsv examples/testdata/feedback.tsv; do awk 'NR == 1 || NR % 4 == 0' "$T/testdata/feedback.tsv" >"$f"; done
for page in "$T"/man/*.[157]; do
	awk '/^\.Sh / { on = $2 == "EXAMPLES" } /^\.[BE]d/ { command = $1 == ".Bd"; next } on && command { gsub(/\\&/, ""); gsub(/\\e/, "\\"); sub(/^ +/, "")
		end = sub(/\\$/, "") ? "" : /(\||&&)$/ ? " " : "\n"; printf "%s%s", $0, end }' "$page" | sed 's/3000/750/g;s/3001/751/g' >commands
	while IFS= read -r command; do
		tap_run "cd examples && $command"
		[ "$tap_status" = 0 ] || [ "$tap_status" = 1 ] || [ "$tap_status" = 3 ]
		tap_result $? "$(basename "$page"): $command" || tap_notes "$command"
	done <commands
done
done_testing
