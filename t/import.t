#!/bin/sh
# fb-import: what comes in, from which format and encoding, under which names.
. "$(dirname "$0")/lib.sh"

# CSV
printf 'id,text\n1,plain\n2,"a, b ""c"""\n3,"line\none"\n\n4,\\t is a tab\n' >a.csv
same 'cells, quotes, line ends inside cells, blank lines, backslashes' 'fb-import -q a.csv' <<\END
id	text	note
1	plain	
2	a, b "c"	
3	line\none	
4	\\t is a tab	
END
same 'the guess is one line' 'fb-import a.csv 2>&1 >/dev/null' <<\END
fb-import: a.csv: CSV with commas, ASCII so far
END
same 'with -q there is none' 'fb-import -q a.csv 2>&1 >/dev/null' </dev/null
printf '评价内容;昵称;评分（星）;渠道;备注\n不错;小王;5;app;x\n很差;小李;1;web;\n' >b.csv
same 'Chinese names, semicolons; other columns keep their names' 'fb-import -q b.csv | cut -f2-' <<\END
text	user	rating	channel	备注	note
不错	小王	5	app	x	
很差	小李	1	web		
END
says 'the names are said' 'CSV with semicolons, UTF-8; user=昵称, channel=渠道, text=评价内容 \(or --map text=备注\), rating=评分（星）' 'fb-import b.csv'
printf 'text,nickname,user name,评论内容,追评\nt,n,u,c,z\n' >c.csv
says 'where several columns would do, the others are named' 'user=user name \(or --map user=nickname\)' 'fb-import c.csv'
same '--map takes another' 'fb-import -q --map user=nickname --map text=追评 c.csv | cut -f2-' <<\END
text_2	user	user name	评论内容	text	note
t	n	u	c	z	
END
same '--map text=A+B joins, an empty OLD guesses nothing' 'fb-import -q --map text=评论内容+追评 --map user= --map first=text c.csv | cut -f2-' <<\END
first	nickname	user name	text	note
t	n	u	c\nz	
END
status 65 '--map of a column that is not there' 'fb-import --map text=评论 c.csv'
says 'and the nearest is suggested' 'did you mean 评论内容' 'fb-import --map text=评论内 c.csv'
same '--set adds a column' 'fb-import -q --set channel=app --set shop=no.7 a.csv | head -2' <<\END
id	text	channel	shop	note
1	plain	app	no.7	
END
same '-c reads only these' 'fb-import -q -c 昵称 b.csv | cut -f2-' <<\END
user
小王
小李
END
same 'no names, the same name twice: numbered' 'printf "x,,x,\"a\n b\"\n1,2,3,4\n" | fb-import -q | cut -f2-' <<\END
x	column2	x_2	a  b
1	2	3	4
END
same 'TABs, bars' 'printf "a|text|b\n1|x, y|2\n" | fb-import -q | cut -f2-; printf "a\t反馈\tb\n1\t\"x\"\t2\n" | fb-import -q | cut -f2-' <<\END
a	text	b	note
1	x, y	2	
a	text	b	note
1	x	2	
END
same '-d is believed' 'printf "a,b;text\n1,2;3\n" | fb-import -q -d ";" | cut -f2-' <<\END
a,b	text	note
1,2	3	
END
same 'one column' 'printf "text\nhello there\n\"\"\nbye\n" | fb-import -q | cut -f2-' <<\END
text	note
hello there	
bye	
END
same '--names: no header' 'printf "7,hello\n8,bye\n" | fb-import -q --names id,text' <<\END
7	hello	
8	bye	
END
same 'CR alone and CR LF end records too' 'printf "id,text\r1,a\r2,\"b\rc\"\r\n3,d\n" | fb-import -q' <<\END
id	text	note
1	a	
2	b\rc	
3	d	
END

# Records that cannot be read
printf '\357\273\277id,text\r\n1,ok\r\n2,a,b\r\n3\r\n4,"x\r\ny",z\r\n5,\377\r\n6,nul\000\r\n7,fine\r\n' >bad.csv
status 1 'bad records are refused' 'fb-import bad.csv'
same 'good ones are not' 'fb-import -q bad.csv 2>/dev/null; true' <<\END
id	text	note
1	ok	
7	fine	
END
same 'with line and byte of the file on disk' 'fb-import -q -e utf-8 bad.csv 2>&1 >/dev/null; true' <<\END
fb-import: bad.csv:3: byte 18: 3 fields where the header has 2: a delimiter in a text that is not quoted?
fb-import: bad.csv:4: byte 25: 1 field where the header has 2
fb-import: bad.csv:5: byte 28: 3 fields where the header has 2: a delimiter in a text that is not quoted?
fb-import: bad.csv:7: byte 40: byte 3 of the record (0xff) is not UTF-8: -e NAME reads another encoding
fb-import: bad.csv:8: byte 45: a NUL character: text holds none
END
same 'a file that was not copied whole' 'printf "user,text\na,好\nb,好\345\245" >cut.csv; fb-import -q cut.csv 2>&1 >/dev/null; iconv -f utf-8 -t gb18030 <<X | head -c -2 | fb-import -q -e gb18030 2>&1 >/dev/null; true
user,text
a,好
b,好好
X' <<\END
fb-import: cut.csv:3: byte 16: ends within a character (byte 6 of the record, 0xe5): was the file copied whole?
fb-import: standard input:3: byte 15: ends within a character (byte 5 of the record, 0xba): was the file copied whole?
END
ok '--rejects keeps header and raw bytes' 'fb-import -q -e utf-8 --rejects rej bad.csv >/dev/null 2>&1; { head -1 bad.csv; sed -n 3,8p bad.csv; } | cmp - rej'
same 'mended, they are imported again' "tr -d '\\000' <rej | sed 's/^2,a,b/2,a/; s/^3/3,c/; s/y\",z/y\"/; s/\\xff/E/' | fb-import -q" <<\END
id	text	note
2	a	
3	c	
4	x\r\ny	
5	E	
6	nul	
END
printf 'id,text\n1,\345\245\275\n2,a,b\n3,"x\ny",z\n4,ok\n5' | iconv -f utf-8 -t utf-16 >wide.csv
says 'UTF-16: line and byte are those on disk' 'wide.csv:4: byte 38: 3 fields' 'fb-import -q wide.csv'
ok 'rejects keep the encoding' 'fb-import -q --rejects r wide.csv >/dev/null 2>&1; printf "id,text\n2,a,b\n3,\"x\ny\",z\n5\n" | iconv -f utf-8 -t utf-16 | cmp - r'
printf '{"a": 1, "b": {"c]": [{"id": 1}, {"id": x}, {"id": 3}, {"id": y}]}, "d": 2}' >doc.json
same 'a document of rejects is whole' 'fb-import -q --rejects r doc.json >/dev/null 2>&1; cat r; sed "s/[xy]/7/" r | fb-import -q' <<\END
{"a": 1, "b": {"c]": [
{"id": x}, 
{"id": y}
]}}
id
7
7
END
# 上 has a byte LF in UTF-16, 筛 two braces, 嬀 and 崀 brackets; in GBK the second bytes of 乗 亄 亇 乕 乚 are a backslash, braces and brackets.
cat >doc8.json <<\END
{
 "上筛": 1, "数据": [
  {"id": 1, "评价": "上好[{]}乗", "by": {"昵称": "乕亄亇乚"}},
  {"id": 2, "评价": "a乗\"b", "by": {"昵称": "嬀崀上"}},
  {"id": x},
  {"id": 3, "评价": "😀筛笀", "by": {"昵称": "仮"}}
 ], "尾": [1] }
END
fb-import -q doc8.json >doc8.tsv 2>/dev/null
for e in UTF-16LE UTF-16BE UTF-16 GB18030; do
	ok "a document in $e" "iconv -f utf-8 -t $e doc8.json | dd bs=7 status=none | fb-import -f json --each 数据 -q -e $e 2>err | cmp - doc8.tsv; [ \$(wc -l <doc8.tsv) = 4 ]"
	ok "$e: rejects are a document in it" "iconv -f utf-8 -t $e doc8.json >d.json; fb-import -q -e $e --rejects r d.json >/dev/null 2>&1; iconv -f $e -t utf-8 r | sed 's/x}/4}/' | fb-import -q | grep -q '^4'"
done
says 'lines and bytes are those on disk' 'd16.json:5: byte 248: not JSON at byte 8' 'iconv -f utf-8 -t utf-16 doc8.json >d16.json; fb-import -q d16.json'
says 'arrays are offered by their names' 'did you mean --each 数据' 'fb-import --each 数椐 d16.json'
awk 'BEGIN { printf "["; for (i = 0; i < 9000; i++) printf "{\"id\": %d, \"text\": \"plain ASCII\"},\n", i; print "{\"id\": \"x\", \"text\": \"课程内容很好，老师讲得不错，就是有点贵了\"}]" }' >late.json
ok 'a document whose first character beyond ASCII comes after 300 KB' 'fb-import -q late.json >l1; iconv -f utf-8 -t gb18030 late.json | fb-import -q | cmp - l1'
ok '-e utf-16 leaves the byte order to the mark' "{ printf '\\376\\377'; iconv -f utf-8 -t UTF-16BE doc8.json; } | fb-import -q -e utf-16 2>err | cmp - doc8.tsv"
# A line over the limit ends where a line feed stands, not where some character has such a byte.
python3 -c 'print("id,text\n1,a\n2," + "上" * 700000 + "\n3,c")' >long8.csv
says 'a record over the limit in UTF-16 is refused once' '^fb-import: l16.csv:3: byte 26: the record is longer' 'iconv -f utf-8 -t utf-16 long8.csv >l16.csv; fb-import -q l16.csv'
same 'a record over the limit in UTF-16' 'fb-import -q l16.csv 2>e; wc -l <e' <<\END
id	text	note
1	a	
3	c	
1
END
printf 'id,text\n1,a\n2,a,b' >l1; printf 'made today,\nid,text\n1,a\n3,b,c\n' >l2; printf 'text,id\na,1\nb,2,c\n' >l3
same 'rejects of several files: each its line, whatever ended the file' 'fb-import -q --rejects r l1 l2 >/dev/null 2>&1; cat r' <<\END
id,text
2,a,b
3,b,c
END
status 65 'there is one header to keep them below' 'fb-import -q --rejects r l2 l3'
printf 'id,text\n1,a\n2,"open\n3,c\n4,d' >open.csv
same 'a quoted cell that never ends costs its first line' 'fb-import -q open.csv 2>/dev/null; true' <<\END
id	text	note
1	a	
3	c	
4	d	
END
says 'and is told' 'open.csv:3: byte 12: a quoted field begins in this line and never ends' 'fb-import -q open.csv'
same 'stray quotes inside cells are letters' "printf 'id,text\n1,5\" disk\n2,\"say \"hi\" now\"\n3,a\"\"b\n' | fb-import -q" <<\END
id	text	note
1	5" disk	
2	say "hi" now	
3	a""b	
END
awk 'BEGIN { print "id,text"; print "1,\"open"; for (i = 0; i < 60000; i++) print i ",some more text here" }' >long.csv
same 'so does one that runs over the limit' 'fb-import -q long.csv 2>/dev/null | wc -l' <<\END
60001
END
says 'a header in the middle' 'cat.csv:8: byte 59: the header again' 'cat a.csv a.csv >cat.csv; fb-import -q cat.csv'
status 65 'zero bytes' 'fb-import </dev/null'
status 65 'a spreadsheet' "printf 'PK\003\004xx' | fb-import"
says 'is told by its content' 'fb-xlsx' "printf 'PK\003\004xx' >s.csv; fb-import s.csv"
says 'HTML that is called .xls' 'this is HTML' 'printf "\n<html><table>" | fb-import'
says 'XML that is' 'this is XML .*save it as CSV' "printf '<?xml version=\"1.0\"?><Workbook/>' | fb-import"
says 'an old workbook' 'an old Excel workbook' "printf '\320\317\021\340....' | fb-import"
says 'a PDF' 'this is a PDF' "printf '%%PDF-1.4' | fb-import"
says 'compressed files: how to read them' 'zcat FILE' "printf '\037\213...' | fb-import"
says 'mail' 'fb-mail' "printf 'From a@example.com Tue Mar  5\n' | fb-import"
status 66 'no such file' 'fb-import nosuch.csv'
for o in '-f stream -d ,' '-f jsonl -d ,' '-f csv --each data' '-f json --header-row 2' '-f stream --header-row 2' '-f jsonl --names a' \
	'--names a --header-row 2' '-f stream --scale 0-10=1-5'; do
	status 2 "$o: has no effect, and is refused" "fb-import $o a.csv"
done
says 'and what would be right' "-f csv -d ';'" "fb-import -f jsonl -d ';' a.csv"
status 2 'an unknown format' 'fb-import -f cvs a.csv'
says 'the nearest is suggested' 'did you mean csv' 'fb-import -f cvs a.csv'

# Encodings
printf 'id,评价内容,昵称\n1,课程内容深度不够，建议增加更多实例讲解,张三\n2,老师讲得很好,李四\n' >u.csv
fb-import -q u.csv >u.tsv
for e in GB18030 UTF-16 UTF-16LE UTF-16BE; do
	ok "$e is told by itself" "iconv -f utf-8 -t $e u.csv | fb-import -q | cmp - u.tsv"
done
sed '1s/id/编号/; s/^1/一/; s/^2/二/' u.csv >h.csv
for e in UTF-16LE UTF-16BE; do
	ok "nothing but Chinese in $e, without a mark" "fb-import -q h.csv >h.tsv; iconv -f utf-8 -t $e h.csv | fb-import -q | cmp - h.tsv"
done
ok 'UTF-16 with TABs, as Excel saves Unicode text' "printf 'id\t评价内容\n1\t\"好\n吗\"\n' | iconv -f utf-8 -t utf-16 | fb-import -q | grep -q '^1	好.n吗'"
ok '-e is believed' 'iconv -f utf-8 -t gbk u.csv | fb-import -q -e gbk | cmp - u.tsv'
status 2 'an unknown encoding' 'fb-import -e gb18031 u.csv'
says 'the nearest is suggested' 'did you mean gb18030' 'fb-import -e gb18031 u.csv'
ok 'Big5' "printf 'id,評論\n1,這個課程的內容非常豐富，老師講解得很清楚，我覺得很有幫助，謝謝老師的教學\n2,希望可以增加更多的練習題目，影片播放的時候常常會停下來\n' >t.csv; iconv -f utf-8 -t big5 t.csv | fb-import -q >t1; fb-import -q t.csv | cmp - t1"
ok 'Shift_JIS' "printf 'id,review\n1,この講座はとても分かりやすかったです。先生の説明が丁寧でした。\n2,動画が途中で止まってしまうことがあります。改善してください。\n' >t.csv; iconv -f utf-8 -t shift_jis t.csv | fb-import -q >t1; fb-import -q t.csv | cmp - t1"
printf '[{"text":"ｱｲｳ\\"引用\\" ｴ\\n次","id":"1"},{"text":"良い","id":"2"}]' >sj.json
ok 'half-width kana of Shift_JIS stand alone: a quote or backslash behind them is one' \
	'iconv -f utf-8 -t shift_jis sj.json | fb-import -q -e shift_jis >t1 && fb-import -q sj.json | cmp - t1 && grep -q "^ｱｲｳ\"引用\" ｴ" t1'
printf 'id|text|product\n1|ő|é\n2|"ű|{"|ó\n' >bars.csv
ok 'and so do the letters of an encoding with one byte for each, known or not' \
	'iconv -f utf-8 -t iso-8859-2 bars.csv | fb-import -q -e iso-8859-2 >t1 && fb-import -q bars.csv | cmp - t1 && grep -c . t1 | grep -qx 3'
ok 'Windows-1252' "printf 'id,review\n1,Tr\303\250s bien fait, j\342\200\231ai ador\303\251 le cours\n2,D\303\251\303\247u par la qualit\303\251 du son\n' >t.csv; iconv -f utf-8 -t windows-1252 t.csv | fb-import -q >t1; fb-import -q t.csv | cmp - t1"
awk 'BEGIN { print "id,text"; for (i = 0; i < 20000; i++) print i ",plain ASCII text of a review"; print "x,课程内容很好，老师讲得不错，就是有点贵了" }' >late.csv
ok 'a first character beyond ASCII after 600 KB decides' "iconv -f utf-8 -t gb18030 late.csv >late.gb; fb-import -q late.gb >l1; fb-import -q late.csv | cmp - l1"
says 'and it is said' 'late.gb: what is not ASCII is read as GB18030; -e NAME' 'fb-import late.gb'
ok 'also through a pipe' "dd if=late.gb bs=1009 status=none | fb-import -q | cmp - l1"
{ iconv -f utf-8 -t gb18030 u.csv; printf '3,\201\060,x\n4,ok,y\n'; } >broken.csv
says 'what contradicts the guess is refused, -e named' 'broken.csv:4: byte 83: byte 3 of the record \(0x81\) is not GB18030: -e NAME' 'fb-import -q broken.csv'
ok 'the others come through' 'fb-import -q broken.csv 2>/dev/null | grep -q "^4	ok	y"'

# JSON Lines
cat >a.jsonl <<\END
{"id": 7, "body": "a\tb\n\"c\" \\ 😀 \ud83d\ude00", "score": 4.50, "tags": ["x", 1], "who": {"name": "w", "age": 3}}

{"score": 12345678901234567890123, "id": "8", "body": null, "ok": true, "who": {"name": "v"}}
END
same 'JSON Lines: members by path, numbers keep their text' 'fb-import -q a.jsonl' <<\END
id	text	rating	tags	who.name	who.age	ok	note
7	a\tb\n"c" \\ 😀 😀	4.50	["x",1]	w	3		
8		12345678901234567890123		v		true	
END
status 1 'a line that is no JSON object is refused' 'printf "{\"id\":1}\n[2]\n{\"id\":3\n{\"id\":4}\n" | fb-import -f jsonl'
same 'the others are not' 'printf "{\"id\":1}\n[2]\n{\"id\":3\n{\"id\":4} \n" | fb-import -q -f jsonl 2>/dev/null; true' <<\END
id
1
4
END
same '-c names the members: others are not read' 'fb-import -q -f jsonl -c who.name,id a.jsonl' <<\END
who.name	id
w	7
v	8
END
status 0 'that is no reason for status 1' 'fb-import -q -f jsonl -c who.name,id a.jsonl'
ok 'an open pipe is answered line by line then' "python3 '$T/t/answer.py' --json fb-import -q -f jsonl -c id,text"
same 'dates and text are guessed from JSON too' 'printf "{\"id\":1,\"date\":\"23/04/2024\",\"q1\":\"some longer sentence\"}\n{\"id\":2,\"date\":\"03/04/2024\"}\n" | fb-import -q' <<\END
id	ts	text	ts_raw	note
1	2024-04-23	some longer sentence		
2	2024-04-03			
END
awk 'BEGIN { for (i = 0; i < 9000; i++) print "{\"id\":" i ",\"text\":\"some text that is long enough\"}"; print "{\"id\":\"late\",\"text\":\"x\",\"new\":1}" }' >late.jsonl
status 1 'a member that comes after the first 256 KiB is not lost silently' 'fb-import -q late.jsonl'
says 'it is named' "member 'new' first came after the columns were settled and was left out of 1 records: -c" 'fb-import -q late.jsonl'

# TSV, the stream, COPY
same '-f tsv: a backslash is a backslash' 'printf "id\ttext\n1\ta\\\\tb\n" | fb-import -q -f tsv' <<\END
id	text	note
1	a\\tb	
END
same '-f stream: it is an escape' 'printf "id\ttext\n1\ta\\\\tb\n" | fb-import -q -f stream' <<\END
id	text
1	a\tb
END
says 'without -f a stream is taken for one' 'the record stream' 'printf "id\ttext\n1\ta\\\\tb\n" | fb-import'
says 'COPY is told by its nulls' 'COPY text' 'printf "id\ttext\n1\t\\\\N\n" | fb-import'
says 'a table of neither is plain TSV' 'TSV without escapes' 'printf "nr\tsaid\n1\ta long sentence, that is\n" | fb-import'
same '-f pg: COPY has \N and more escapes' 'printf "id\ttext\tuser\n1\ta\\\\fb\\\\101\\\\x41\\\\\\\\\t\\\\N\n" | fb-import -q -f pg | tr "\014" F' <<\END
id	text	user	note
1	aFbAA\\		
END
status 1 'an escape of COPY for a byte that no text has' 'printf "id\ttext\n1\ta\\\\0\n2\t\\\\xff\n3\t\\\\303\\\\xa9\n" | fb-import -q -f pg'
same 'is refused, not passed on' 'printf "id\ttext\n1\ta\\\\0\n2\t\\\\xff\n3\t\\\\303\\\\xa9\n" | fb-import -q -f pg 2>/dev/null; true' <<\END
id	text	note
3	é	
END
ok 'a stream with ids is passed on unchanged' "printf 'id\ttext\n1\ta\\\\q\\\\n\n' >s.tsv; fb-import -f stream s.tsv | cmp - s.tsv"
same 'one without gets them at the end, from values' "printf 'user\tts\ttext\nu1\t2024-03-05\t很好\nu1\t2024-03-05\t很好\nu1\t2024-03-05\ta\\\\\\\\nb\n' | fb-import -f stream" <<\END
user	ts	text	id
u1	2024-03-05	很好	e9a51432e33f16fa
u1	2024-03-05	很好	e9a51432e33f16fa.2
u1	2024-03-05	a\\nb	4091be0ea000a082
END

# Dates
cat >d.csv <<\END
id,date
1,2024-03-05
2,2024/3/5 14:02
3,2024年3月5日
4,"Feb 12, 2020"
5,1709618523
6,1709618523123
7,2024-03-05T14:02:03+08:00
8,2024年3月5日 下午2:05
9,12 February 2020 3:04 PM
10,20240305
11,2024.03.05 1:02:03
12,"Wed, 12 Feb 2020 10:00:00 +0800"
13,soon
14,
15,2024-03-05 14:02:03 UTC
16,2024-02-30
17,20240305140203
END
same 'dates of many kinds; what is none is kept in ts_raw' 'fb-import -q d.csv 2>/dev/null; true' <<\END
id	ts	ts_raw
1	2024-03-05	
2	2024-03-05T14:02:00	
3	2024-03-05	
4	2020-02-12	
5	2024-03-05T06:02:03Z	
6	2024-03-05T06:02:03Z	
7	2024-03-05T14:02:03+08:00	
8	2024-03-05T14:05:00	
9	2020-02-12T15:04:00	
10	2024-03-05	
11	2024-03-05T01:02:03	
12	2020-02-12T10:00:00+08:00	
13		soon
14		
15	2024-03-05T14:02:03Z	
16		2024-02-30
17	2024-03-05T14:02:03	
END
status 1 'a date that cannot be read is status 1' 'fb-import -q d.csv'
says 'and counted' '2 dates could not be read \(first in line 14\)' 'fb-import -q d.csv'
status 65 'dates that may be read two ways' 'printf "id,date\n1,03/04/2024\n2,05/06/2024\n" | fb-import'
says 'the message says why and what to type' "may be in March or in April.*--date-format '%d/%m/%Y'" 'printf "id,date\n1,03/04/2024\n" | fb-import'
same '--date-format decides' 'printf "id,date\n1,03/04/2024\n" | fb-import -q --date-format %d/%m/%Y' <<\END
id	ts	ts_raw
1	2024-04-03	
END
same 'so does one date that can only be read one way' 'printf "id,date\n1,03/04/2024\n2,03/25/2024 9:05\n" | fb-import -q' <<\END
id	ts	ts_raw
1	2024-03-04	
2	2024-03-25T09:05:00	
END
same 'imported again, nothing changes' 'fb-import -q d.csv 2>/dev/null >d1; fb-export d1 | fb-import -q | diff d1 -' </dev/null

# Order and threads
awk 'BEGIN { srand(3); print "评论,昵称,时间,评分"; for (i = 1; i <= 40000; i++) { if (i % 3001 == 0) print "bad,row"; q = i % 7 ? "" : "\"\"\nx"; print "\"课程内容 " i % 90 ", " substr("abcdefghijklmnopqrstuvwxyz", 1, i % 10) q "\",u" i % 9 ",2024-03-" 10 + i % 20 "," i % 5 } }' >big.csv
fb-import -q -j1 big.csv >j1 2>e1
ok 'repeats are numbered' 'grep -q "^[0-9a-f]\{16\}\.2	" j1 && cut -f1 j1 | sort | uniq -d | wc -l | grep -qx 0'
for j in 2 3 8; do
	ok "-j$j gives the bytes of -j1, messages too" "fb-import -q -j$j big.csv >j 2>e; cmp j j1 && cmp e e1"
done
for bytes in 1009 65537; do
	ok "so does a pipe of $bytes bytes a write" "dd if=big.csv bs=$bytes status=none | fb-import -q -j2 2>/dev/null | cmp - j1"
done
ok 'cut at every byte, small files are the same' "for f in bad.csv open.csv u.csv broken.csv a.jsonl d.csv s.tsv c.csv; do fb-import \$f >w1 2>/dev/null; python3 '$T/t/drip.py' \$f 1 fb-import 2>/dev/null >w2; cmp w1 w2 || exit 1; done"
same '--src leads back to the file' 'fb-import -q --src a.csv | cut -f1,4' <<\END
id	src
1	a.csv:2
2	a.csv:3
3	a.csv:4
4	a.csv:7
END
same 'several files: columns by name' 'printf "text,id\nx,9\n" >e.csv; fb-import -q a.csv e.csv | tail -2' <<\END
4	\\t is a tab	
9	x	
END
status 65 'a column that the first file lacks' 'printf "text,id,more\nx,9,8\n" >e.csv; fb-import -q a.csv e.csv'
done_testing
