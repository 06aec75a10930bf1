#!/bin/sh
# Options with a number: what is none, or makes no sense there, is refused in words that say what was given and what is wanted; the
# largest number there is does what it says.
. "$(dirname "$0")/lib.sh"

# PROGRAM OPTION and what it takes: whole numbers from 1 or from 0, numbers above 0, shares. Those of all filters are one table.
cat >table <<\END
fb-classify --top positive
fb-classify --min-p share
fb-classify --max-error share
fb-cluster --number positive
fb-eval --max-error share
fb-eval --max-drift real
fb-eval --number positive
fb-import --header-row positive
fb-redact --keep count
fb-report --top positive
fb-report --width positive
fb-terms --number positive
fb-terms --ngrams positive
fb-terms --jobs positive
fb-terms --max-bad count
fb-tokenize --ngrams positive
fb-train --seed count
END
cd "$FB_BUILD/bin" || exit
for program in fb-*; do "$program" --help | sed -n "s/^  .* \(--[a-z-]*\) [NX] .*/$program \1/p"; done >"$tap_dir/options"
cd "$tap_dir" || exit
cut -d' ' -f1,2 table | sort >want
grep -Ev '^fb-(terms|[^ ]* --(jobs|max-bad)$)' options | cat - want | sort | uniq -u | grep -v '^fb-terms ' >differ
[ -s options ] && [ ! -s differ ]
tap_result $? 'every program: its options with a number are in the table below' || sed 's/^/# /' differ

# Refused: status 2, nothing written, and "PROGRAM: OPTION 'VALUE': … is …".
refused() { # program option value
	"$1" "$2" "$3" >out 2>err </dev/null
	[ $? = 2 ] && [ ! -s out ] && IFS= read -r said <err || return
	case $said in "$1: $2 '$3': "*' is '*) return ;; esac
	return 1
}
refuses() { # program option value …
	taken='' program=$1 option=$2
	shift 2
	for value; do refused "$program" "$option" "$value" || taken="$taken '$value'"; done
	[ -z "$taken" ]
	tap_result $? "$program $option: what is no number for it is refused" || echo "# not refused, or without saying why:$taken"
}
while read -r program option kind; do
	case $kind in
	positive) set -- 0 -1 1.5 18446744073709551616 '' ;;
	count) set -- -1 1.5 18446744073709551616 '' ;;
	real) set -- 0 -1 1e999 '' ;;
	share) set -- 0 -1 1.01 '' ;;
	esac
	# Of each kind one gets all there is.
	case $option in
	--jobs | --seed) set -- "$@" -0 00000x +1 1. 1e3 0x10 1_000 1,000 99999999999999999999999 ' ' ' 5' '5 ' 5x x ５ ;;
	--max-drift) set -- "$@" -0 0.0 0% -1% 1e 0x10 nan inf % 5%% 1,5 ' ' ' .1' '.1 ' .1x x . ;;
	--min-p) set -- "$@" -0 101% 1e1 1.0000001 ;;
	esac
	refuses "$program" "$option" "$@"
done <table

says 'what is wanted is said' "^fb-terms: --number '0': 1 or more is wanted$" 'fb-terms -n 0'
says 'of a word' "^fb-terms: --number 'ten': a whole number, 1 or more, is wanted, e.g. 10$" 'fb-terms --num=ten'
says 'of none' "^fb-train: --seed '': a whole number is wanted, e.g. 10$" 'fb-train --seed='
says 'of too large a number' "^fb-redact: --keep '20000000000000000000': 18446744073709551615 is the largest$" 'fb-redact -k 20000000000000000000'

most=18446744073709551615
printf 'id\ttext\ttopic\n1\ta good day here\tx\n2\tcall 555-123-4567\ty\n' >in
head -121 "$T/testdata/feedback.tsv" >labelled
for command in "fb-terms -j $most" "fb-terms -n $most" "fb-terms --ngrams 20" "fb-terms --max-bad $most" "fb-report -n $most" "fb-report --width $most" \
	"fb-classify -m $FB_BUILD/models/sentiment -n $most"; do
	ok "$command" "$command in"
done
ok 'fb-train -j and --seed likewise' "fb-train -q -t sentiment -j $most --seed $most -o ./one labelled && fb-train -q -t sentiment -j 1 --seed $most -o ./other labelled && cmp one other"
same 'fb-redact -k: half of it at most' "fb-redact -k $most in | tail -1" <<\END
2	call [PHONE:*34567]	y
END
status 65 'fb-import --header-row: there is no such row' "fb-import --header-row $most in"
for program in fb-terms fb-tokenize; do says "$program: n-grams that would fill the memory" '^fb-[a-z]*: --ngrams 21: 20 words are the most$' "$program --ngrams 21 in"; done
echo 'default -> dept=service' >rules
for x in -1 101% 1.1 '' x '1 %'; do
	says "fb-route --max-flips '$x'" "^fb-route: --max-flips '$x': a number from 0 to 1 is wanted, e.g. 0.01 or 1%$" "fb-route -r rules --replay rules --max-flips '$x' in"
done
done_testing
