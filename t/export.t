#!/bin/sh
# fb-export: CSV and JSON Lines that other programs read, and everything back through fb-import.
. "$(dirname "$0")/lib.sh"
printf 'id\ttext\tuser\n1\tplain\tu\n2\ta, b "c"\t\n3\tline\\none\\ttab\\r\\\\\t=SUM(A1)\n4\t pad \t-5\n5\t\\q\t-x\n' >a.tsv
printf 'id,text,user\n1,plain,u\n2,"a, b ""c""",\n3,"line\none\ttab\r\\",=SUM(A1)\n4," pad ",-5\n5,\\q,-x\n' >a.csv
ok 'CSV: quotes where they are needed, escapes undone' 'fb-export a.tsv | cmp - a.csv'
printf '\357\273\277id,text,user\r\n1,plain,u\r\n2,"a, b ""c""",\r\n3,"line\none\ttab\r\\",'"'"'=SUM(A1)\r\n4," pad ",-5\r\n5,\\q,'"'"'-x\r\n' >x.csv
ok '--excel: byte order mark, CR LF, formulas made safe; a number is none' 'fb-export --excel a.tsv | cmp - x.csv'
says 'and counted' '2 cells that Excel would run as a formula now begin with' 'fb-export --excel a.tsv'
same 'JSON Lines' 'fb-export -f jsonl a.tsv | tail -4' <<\END
{"id":"2","text":"a, b \"c\"","user":""}
{"id":"3","text":"line\none\ttab\r\\","user":"=SUM(A1)"}
{"id":"4","text":" pad ","user":"-5"}
{"id":"5","text":"\\q","user":"-x"}
END
same '--select chooses and orders' 'fb-export --select user,id a.tsv | head -2' <<\END
user,id
u,1
END
status 65 '--select of a column that is not there' 'fb-export --select usr a.tsv'
says 'and the nearest is suggested' 'did you mean user' 'fb-export --select usr a.tsv'
same '-d' 'fb-export -d ";" a.tsv | head -2; fb-export -d tab a.tsv | sed -n 4p' <<\END
id;text;user
1;plain;u
3	"line
END
same 'one empty column is told from a blank line' 'printf "text\n\nx\n" | fb-export 2>/dev/null; printf "text\tb\n\t\n" | fb-export' <<\END
text
""
x
text,b
,
END
printf 'id\ttext\n1\t课程内容\n2\t😀\n' >z.tsv
ok '-e gb18030' "fb-export -e gb18030 z.tsv | iconv -f gb18030 -t utf-8 | cmp - $(fb-export z.tsv >z.csv; echo z.csv)"
status 1 'a character that the encoding lacks: its record is refused' 'fb-export -e big5 z.tsv'
says 'and said' 'z.tsv:3: byte 23: a character that CP950 has not' 'fb-export -e big5 z.tsv'
for o in '-d ;' --excel; do
	# shellcheck disable=SC2086 # an option and its value
	status 2 "$o with -f jsonl: has no effect, and is refused" "fb-export -f jsonl $(printf "'%s' " $o) a.tsv"
done
status 2 'an unknown format' 'fb-export -f xls a.tsv'
status 65 'what is no stream' 'fb-export a.csv a.tsv'
ok '-o' 'fb-export -o new.csv a.tsv && cmp new.csv a.csv && test "$(stat -c %a new.csv)" = 600'
status 74 'a full device' 'fb-export a.tsv >/dev/full'
awk 'BEGIN { print "id\ttext"; for (i = 0; i < 60000; i++) print i "\ttext \"" i "\", 课程 \\n" substr("abcdefghijklmnopqrstuvwxyz", 1, i % 26) }' >big.tsv
for f in csv jsonl; do
	fb-export -f $f -j1 big.tsv >j1
	for j in 2 8; do ok "$f: -j$j gives the bytes of -j1" "fb-export -f $f -j$j big.tsv | cmp - j1"; done
	ok "$f comes back as it was" 'fb-import -q j1 | cut -f1,2 | cmp - big.tsv'
done
ok "Python's csv reads the same values" "fb-export big.tsv | python3 -c '
import csv, sys, io
rows = list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding=\"utf-8\", newline=\"\")))
want = [l.rstrip(\"\n\").split(\"\t\") for l in open(\"big.tsv\", encoding=\"utf-8\", newline=\"\n\")]
sys.exit(rows != [[v.replace(\"\\\\n\", \"\n\") for v in r] for r in want])'"
done_testing
