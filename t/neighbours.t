#!/bin/sh
# The recipes of fb-stream(5): each .Dl line under NEIGHBOURS gives a file of nasty strings back, byte for byte, where its tools are found.
. "$(dirname "$0")/lib.sh"
python3 - <<\END
nasty = ['plain', '"quoted"', '"start only', 'end only"', "it's", 'a,b;c|d', ' lead', 'trail ', '\ttab\t', 'two\nlines', 'cr\rhere', 'crlf\r\nend',
    'back\\slash', '\\t is no tab', '\\N', '\\', '\\.', 'NULL', '=1+1', '课程内容', '😀 emoji', 'e\u0301 combining', '\u00a0nbsp', '\u2028line separator',
    '\ufeffmark', 'a\x01b\x7f', '\x1f\x1e\x1d', '{"j":1}', '<b>&amp;</b>', '%s %d $HOME `x` $(y)', '', '0', '-', '\\x41', '#hash', '--', '1e5', '0x1F', 'true', '@at', 'x' * 3000]
write = lambda s: s.replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n').replace('\r', '\\r')
with open('day.tsv', 'w', newline='\n', encoding='utf8') as f:
    f.write('id\ttext\tnote\n')
    f.writelines(f'k{i:02d}\t{write(s)}\t{"default" if i % 9 == 8 else ""}\n' for i, s in enumerate(nasty))
END
mkdir exports
{ head -1 day.tsv; sed -n 2,20p day.tsv; } | fb-export >exports/1.csv
{ head -1 day.tsv; sed -n '21,$p' day.tsv; } | fb-export >exports/2.csv
sed 's/\\r/\\n/g' day.tsv >without-cr
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

awk '/^\.Sh / { on = $2 == "NEIGHBOURS" } on && /^\.Dl / { sub(/^\.Dl /, ""); gsub(/\\\(dq/, "\""); gsub(/\\e/, "\\"); print }' "$T/man/fb-stream.5" >recipes
while IFS= read -r recipe; do
	want=day.tsv missing='' name=$(printf '%s' "$recipe" | tr -d '\134')
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
done <recipes
ok 'there were recipes' 'test "$(wc -l <recipes)" -ge 15'
# Every text of the shared corpora, where they are.
for f in coursera shopping10 airline; do
	[ -e "$DATA/$f/train.tsv" ] || continue
	cut -f1-9 "$DATA/$f/train.tsv" >t.tsv
	ok "$f: by CSV, JSON Lines and Miller" 'for way in "fb-export t.tsv | fb-import -q" "fb-export -f jsonl t.tsv | fb-import -q" "mlr --tsv cat t.tsv | fb-import -q"; do
		case $way in mlr*) command -v mlr >/dev/null || continue ;; esac
		sh -c "$way" >back && python3 -c "
import sys
def texts(p):
    L = [l.split(chr(9)) for l in open(p, encoding=\"utf8\", newline=chr(10)).read().split(chr(10))[:-1]]
    return [r[L[0].index(\"text\")] for r in L]
sys.exit(texts(\"t.tsv\") != texts(\"back\"))" || { echo "$way"; exit 1; }
	done'
done
done_testing
