#!/bin/sh
# The row pipeline as a user meets it, through fb-tokenize (appends), fb-import -f stream (passes on) and fb-export.
. "$(dirname "$0")/lib.sh"

printf 'id\ttext\n1\ta\n2\t\377\n3\tx\ty\n4\n\n5\tb\0\n6\tc\rd\n7\tgood\n' >bad.tsv
status 1 'bad records are refused, the run goes on' 'fb-import -f stream bad.tsv'
same 'good records are passed on' 'fb-import -f stream bad.tsv' <<\END
id	text
1	a
7	good
END
same 'each refusal says line, byte and reason' 'fb-import -f stream bad.tsv 2>&1 >/dev/null' <<\END
fb-import: bad.tsv:3: byte 12: byte 3 (0xff) is not UTF-8: fb-import converts other encodings
fb-import: bad.tsv:4: byte 16: 3 fields where the header has 2
fb-import: bad.tsv:5: byte 22: 1 field where the header has 2
fb-import: bad.tsv:6: byte 24: a blank line
fb-import: bad.tsv:7: byte 25: a NUL byte: text holds none
fb-import: bad.tsv:8: byte 30: a carriage return inside the line: it is written \r
END
ok '--max-bad forgives so many' 'fb-import -f stream --max-bad 6 bad.tsv'
status 1 'one more is too many' 'fb-import -f stream --max-bad 5 bad.tsv'
status 65 '--strict stops at the first' 'fb-import -f stream --strict bad.tsv'
same '--strict has passed on what came before it' 'fb-import -f stream --strict bad.tsv 2>/dev/null; true' <<\END
id	text
1	a
END
ok '--rejects keeps header and raw bytes' "fb-import -f stream --rejects rej bad.tsv; printf 'id\ttext\n2\t\377\n3\tx\ty\n4\n\n5\tb\0\n6\tc\rd\n' | cmp - rej"
ok 'rejects hold feedback: nobody else reads them' 'test "$(stat -c %a rej)" = 600'
same 'an unknown column is passed on byte for byte, escapes too' 'printf "x\ttext\n\\\\t\\\\q\\\\\\\\\tok\n" | fb-tokenize' <<\END
x	text	tokens
\t\q\\	ok	ok
END
same 'CRLF and a BOM are taken' 'printf "\357\273\277id\ttext\r\n1\thi\r\n" | fb-tokenize' <<\END
id	text	tokens
1	hi	hi
END
status 1 'a last line without its end is used, and said' 'printf "id\ttext\n1\thi" | fb-tokenize'
same 'it is there' 'printf "id\ttext\n1\thi" | fb-tokenize; true' <<\END
id	text	tokens
1	hi	hi
END
status 65 'zero bytes are no stream' 'fb-tokenize </dev/null'
ok 'a header alone is' 'printf "id\ttext\n" | fb-tokenize'
status 65 'a column that is not there' 'printf "id\ttxet\n1\ta\n" | fb-tokenize'
says 'the nearest is suggested' "no column 'text'; there are id, txet: did you mean txet\?" 'printf "id\ttxet\n1\ta\n" | fb-tokenize'
status 65 'an output column that is there already' 'printf "text\ttokens\na\tb\n" | fb-tokenize'
says 'the way out is named' '--replace' 'printf "text\ttokens\na\tb\n" | fb-tokenize'
same '--replace writes in its place' 'printf "tokens\ttext\tz\nold\tnew one\t9\n" | fb-tokenize --replace' <<\END
tokens	text	z
new one	new one	9
END
status 65 'two columns of one name' 'printf "a\ta\n1\t2\n" | fb-import -f stream'
printf 'id\ttext\n1\tone\n' >a; printf 'id\ttext\n2\ttwo\n' >b; printf 'text\tid\nthree\t3\n' >c
same 'operands follow one another' 'fb-tokenize a - b <a' <<\END
id	text	tokens
1	one	one
1	one	one
2	two	two
END
status 65 'operands with other columns are refused' 'fb-tokenize a c'
status 1 'a header in the middle is refused' 'cat a b | fb-tokenize'
says 'and named' 'standard input:3: byte 14: the header again' 'cat a b | fb-tokenize'
same '--names: no header in, none out' 'printf "1\thi there\n" | fb-tokenize --names id,text' <<\END
1	hi there	hi there
END
status 66 'no such file' 'fb-tokenize nosuch'
says 'a file of nearly that name is suggested' 'did you mean shop.tsv\?' ': >shop.tsv; fb-tokenize shp.tsv'
status 66 'a directory' 'fb-tokenize .'

# Output
status 74 'a full device' 'fb-tokenize a >/dev/full'
status 74 'a closed standard output' 'fb-tokenize a >&-'
ok '-o makes the file' 'fb-tokenize -o new a && test "$(wc -l <new)" = 2'
ok '-o is private' 'test "$(stat -c %a new)" = 600'
ok '-o keeps mode and follows links' 'chmod 640 new; ln -s new link; fb-tokenize -o link b && test -L link && test "$(stat -c %a new)" = 640 && grep -q two new'
ok '-o leaves the old file where the run fails' 'fb-tokenize -o new nosuch 2>/dev/null; grep -q two new'
ok 'no temporary file is left' 'test -z "$(ls -A | grep fb-)"'
ok '-o writes to a device' 'fb-tokenize -o /dev/null a && test -c /dev/null'
ok '-o writes into a FIFO' 'mkfifo pipe; (cat pipe >got &) ; fb-tokenize -o pipe a; sleep .2; grep -q one got'
ok 'what a killed run left is removed by the next' ': >.new.fb-abcdef; fb-tokenize -o new a && test ! -e .new.fb-abcdef'
status 73 'a file in a directory that is not there' 'fb-tokenize -o no/such a'
ok 'a closed pipe ends the program by SIGPIPE, quietly' 'for i in $(seq 2000); do echo "$i	some text"; done | { echo "id	text"; cat; } >many; (fb-tokenize many; echo $? >st) 2>quiet | head -1 >/dev/null; test ! -s quiet'

# The same bytes however the work is cut. The stream is big enough for many blocks, with bad records here and there.
awk 'BEGIN { print "id\tuser\ttext"; for (i = 1; i <= 60000; i++) { if (i % 9973 == 0) print i "\tbad"; print i "\tu" i % 97 "\trow " i " 课程内容 " substr("abcdefghijklmnopqrstuvwxyz", 1, i % 26) } }' >big.tsv
fb-tokenize -j1 big.tsv >j1 2>e1
for j in 2 3 8; do
	ok "-j$j gives the bytes of -j1, messages too" "fb-tokenize -j$j big.tsv >j 2>e; cmp j j1 && cmp e e1"
done
for bytes in 1009 4096 65537; do
	ok "so does a pipe of $bytes bytes a write" "dd if=big.tsv bs=$bytes status=none | fb-tokenize -j2 2>/dev/null | cmp - j1"
done
head -400 big.tsv >small.tsv
ok 'cut at every byte, a small stream is the same' "python3 '$T/t/drip.py' small.tsv 1 fb-tokenize >d 2>/dev/null; fb-tokenize small.tsv 2>/dev/null | cmp - d"
ok 'pass-through: the same bytes' 'fb-import -f stream big.tsv 2>/dev/null >p; grep -v "	bad$" big.tsv | cmp - p'
ok 'an open pipe is answered line by line' "python3 '$T/t/answer.py' fb-tokenize"

# Limits
awk 'BEGIN { printf "id\ttext\n1\t"; for (i = 0; i < 1200; i++) printf "%01000d", 0; print ""; print "2\tok" }' >long.tsv
status 1 'a record over 1 MiB is refused' 'fb-tokenize long.tsv'
same 'the next one is not' 'fb-tokenize long.tsv 2>/dev/null; true' <<\END
id	text	tokens
2	ok	ok
END
says 'and the message says why' 'long.tsv:2: byte 8: the record is longer than 1 MiB' 'fb-tokenize long.tsv'
ok 'its raw bytes are kept whole' 'fb-tokenize --rejects r long.tsv >/dev/null 2>&1; head -2 long.tsv | cmp - r'
# -- the sandbox
mkfifo held
for program in fb-tokenize fb-terms fb-redact fb-cluster fb-export fb-report 'fb-import -f stream' 'fb-train -t sentiment -o ./m' 'fb-eval -t sentiment -p text'; do
	$program held >/dev/null 2>&1 &
	exec 9>held
	printf 'id\ttext\tsentiment\n' >&9
	i=0
	until grep -q '^NoNewPrivs:.1' /proc/$!/status || [ $i -ge 50 ]; do i=$((i + 1)); sleep .02; done
	ok "$program reads in the sandbox" "grep -q '^NoNewPrivs:.1' /proc/$!/status"
	exec 9>&-
	wait $!
done
mkdir -p there
: >there/target
ln -s there/target link.tsv
ok 'a link is written through' "printf 'id\ttext\n1\tx\n' | fb-tokenize -o link.tsv && grep -q tokens link.tsv"
ok '/dev/stdout is a file elsewhere' "printf 'id\ttext\n1\tx\n' | fb-tokenize -o /dev/stdout >there/out && grep -q tokens there/out"
done_testing
