#!/bin/sh
# The recipes of fb-stream(5): each command under NEIGHBOURS gives a file of nasty strings back, byte for byte, where its tools are found.
. "$(dirname "$0")/lib.sh"
need "$(command -v mandoc)" 'no mandoc to print them with'
python3 - <<\END
nasty = ['plain', '"quoted"', '"start only', 'end only"', "it's", 'a,b;c|d', ' lead', 'trail ', '\ttab\t', 'two\nlines', 'cr\rhere', 'crlf\r\nend',
    'back\\slash', '\\t is no tab', '\\N', '\\', '\\.', 'NULL', '=1+1', '课程内容', '😀 emoji', 'e\u0301 combining', '\u00a0nbsp', '\u2028line separator',
    '\ufeffmark', 'a\x01b\x7f', '\x1f\x1e\x1d', '{"j":1}', '<b>&amp;</b>', '%s %d $HOME `x` $(y)', '', '0', '-', '\\x41', '#hash', '--', '1e5', '0x1F', 'true', '@at', 'x' * 3000]
write = lambda s: s.replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n').replace('\r', '\\r')
with open('day.tsv', 'w', newline='\n', encoding='utf8') as f:
    f.write('id\ttext\tnote\n')
    f.writelines(f'k{i:02d}\t{write(s)}\t{"default" if i % 9 == 8 else ""}\n' for i, s in enumerate(nasty))
END
ok 'the strings are a clean stream' 'fb-import -f stream day.tsv | cmp - day.tsv'

# A PostgreSQL of our own for as long as the test runs; not as root, which it refuses.
pg=
for bin in /usr/lib/postgresql/*/bin; do [ -x "$bin/initdb" ] && pg=$bin; done
as='' user=$(id -un)
[ "$user" = root ] && as='runuser -u postgres --' user=postgres
PGHOST=$tap_dir/pg PGUSER=$user PGDATABASE=postgres
export PGHOST PGUSER PGDATABASE
have_pg=
if [ -n "$pg" ] && command -v psql >/dev/null && { [ -z "$as" ] || id postgres >/dev/null 2>&1; }; then
	chmod 755 "$tap_dir"
	mkdir -m 777 pg
	# shellcheck disable=SC2086
	$as "$pg/initdb" -D "$PGHOST/data" -A trust -E UTF8 --locale=C -N >/dev/null 2>&1 &&
		$as "$pg/pg_ctl" -D "$PGHOST/data" -w -o "-k $PGHOST -c listen_addresses='' -c fsync=off" -l "$PGHOST/log" start >/dev/null 2>&1 && have_pg=1
	# shellcheck disable=SC2064
	[ -n "$have_pg" ] && trap "$as '$pg/pg_ctl' -D '$PGHOST/data' -m immediate stop >/dev/null 2>&1; cd /; rm -rf '$tap_dir'" EXIT
fi

# As they are printed. A line that ends with | or && goes on in the next.
mandoc -T utf8 -O width=400 "$T/man/fb-stream.5" | sed "s/.$(printf '\b')//g" |
	awk '/^[A-Z]/ { on = $1 == "NEIGHBOURS" } on && /^           / { sub(/^ +/, ""); printf "%s%s", $0, /(\||&&)$/ ? " " : "\n" }' >recipes
# What the recipes do with the day.tsv that is here, in a directory of its own.
recipes() { # name
	mkdir "$1" "$1/exports"
	mv day.tsv "$1"
	cd "$1" || exit 1
	half=$(($(wc -l <day.tsv) / 2))
	head -n $half day.tsv | fb-export >exports/1.csv
	{ head -1 day.tsv; tail -n +$((half + 1)) day.tsv; } | fb-export >exports/2.csv
	sed 's/\\r/\\n/g' day.tsv >without-cr
	[ -z "$have_pg" ] || psql -qc 'drop table if exists feedback' 2>/dev/null
	while IFS= read -r recipe; do
		want=day.tsv missing='' name="$1: $(printf '%s' "$recipe" | tr -d '\134')"
		case $recipe in *csvcut*) want=without-cr ;; esac
		case $recipe in *'.import day.tsv'* | *'create table'*) want= ;; esac
		for tool in datamash mlr jq csvcut sqlite3 parallel; do
			case $recipe in *"$tool "*) command -v $tool >/dev/null || missing=$tool ;; esac
		done
		case $recipe in *psql*) [ -n "$have_pg" ] || missing=PostgreSQL ;; esac
		if [ -n "$missing" ]; then
			tap_result 0 "$name # SKIP no $missing here"
		elif [ -z "$want" ]; then
			ok "$name" "$recipe"
		else
			tap_run "$recipe"
			[ "$tap_status" = 0 ] && cmp -s out $want
			tap_result $? "$name" || { tap_notes "$recipe"; diff $want out | cat -v | head -20 | cut -c1-200 | sed 's/^/# /'; }
		fi
	done <"$tap_dir/recipes"
	cd "$tap_dir" || exit 1
}
recipes 'nasty strings'
ok 'there were recipes' 'test "$(wc -l <recipes)" -ge 15'
# Texts of corpora, where FB_DATA names a folder of them: one in 500, with NEIGHBOURS_ALL all.
if [ -d "${FB_DATA-}" ]; then
	for f in "$FB_DATA"/*/train.tsv; do
		awk -F'\t' -v every="${NEIGHBOURS_ALL:+1}" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "text") c = i; next }
			c && $c != "" && (every || NR % 500 == 0) { print $c }' "$f"
	done | awk 'BEGIN { print "id\ttext\tnote" } { printf "k%07d\t%s\t%s\n", NR, $0, NR % 9 ? "" : "default" }' | fb-import -f stream >day.tsv
	recipes 'texts of corpora'
fi
done_testing
