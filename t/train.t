#!/bin/sh
# fb-train: what it learns, what it refuses, and that a model depends on nothing but its records.
. "$(dirname "$0")/lib.sh"

# 40 records: 20 of each label, told apart by one word; the 8 texts with 又 are doubled.
make_records() {
	printf 'id\tlabel\ttext\n'
	i=0
	while [ $i -lt 10 ]; do
		printf 'a%d\tgood\t第%d课 讲得很好\nb%d\tbad\t第%d课 讲得太差\n' $i $i $i $i
		printf 'c%d\tgood\tlesson %c is great\nd%d\tbad\tlesson %c is awful\n' $i $((i + 65)) $i $((i + 65))
		i=$((i + 1))
	done
}
make_records >records

ok 'a model is learnt' 'fb-train -t label -o ./model records'
same 'its header says what it is' "head -20 model | grep -aE '^(fb|target|column|labels|label) '" <<'END'
fb model 1
target label
column text
labels 2
label bad		
label good		
END
same 'and new texts are judged by it' \
	"printf 'text\n第9课讲得很好\n这一课讲得太差\na great lesson\nhow awful\n' | fb-classify -m ./model | cut -f1,2" <<'END'
text	label
第9课讲得很好	good
这一课讲得太差	bad
a great lesson	good
how awful	bad
END
ok 'what was held out is told' 'fb-train -t label -o ./m records | grep -q "^held out, 9 records, each after learning from 36: accuracy 1.0000"'
same 'quiet says nothing' 'fb-train -q -t label -o ./m records' </dev/null
ok 'the same bytes for any number of threads' \
	'for j in 1 2 4; do fb-train -q -j $j -t label -o ./m$j records || exit; done; cmp m1 m2 && cmp m1 m4 && cmp m1 model'
ok 'the same bytes from a pipe in pieces' 'dd if=records bs=7 status=none | fb-train -q -t label -o ./m && cmp m model'
printf 'label\ttext\ngood\t妙极\nbad\tghastly\n' >lexicon
same 'a lexicon teaches words that no record has' \
	"fb-train -q -t label --lexicon lexicon -o ./m records; printf 'text\n妙极\nghastly\n' | fb-classify -m ./m | cut -f1,2" <<'END'
text	label
妙极	good
ghastly	bad
END
ok 'and is not held out' 'fb-train -t label --lexicon lexicon -o ./m records | grep -q "^held out, 9 records, each after learning from 46:"'
printf 'label\ttext\nugly\tghastly\n' >strange
says 'a label that only the lexicon has' "strange:2: byte 11: no record has the label 'ugly'" 'fb-train -q -t label --lexicon strange -o ./m records'
ok 'another seed, another division' 'fb-train -q --seed 7 -t label -o ./m records && ! cmp -s m model'
same 'the log has a line a pass' 'fb-train -q -t label -o ./m --log log records; head -1 log; cut -f1 log | sort -u | grep -v phase' <<'END'
phase	scaling	C	pass	loss	gap	accuracy	held_out_loss	held_out_accuracy
fit
select
END
ok 'the gap to the optimum closes' "awk -F'\\t' '\$1 == \"fit\" { if (n++ == 0) first = \$6; last = \$6 } END { exit !(n && last <= first) }' log"

# Dropout: a second fit, where the held-out records gain half a per cent of their loss by it.
sed -n '1p;4501,4801p' "$T/testdata/feedback.tsv" >some
ok 'dropout is tried with the best settings, and has no gap' 'fb-train -t sentiment -o ./d --log steps some >said &&
	awk -F"\t" "\$2 ~ /dropout/ { n++; bad += \$1 != \"select\" || \$4 != 20 || \$6 != \"\" } END { exit n != 4 || bad }" steps'
ok 'and averaged in where it helps' 'awk -F"\t" "\$1 == \"select\" && \$2 ~ /dropout/ && (!best || \$8 < best) { best = \$8; name = \$2 } END { print name }" steps >name
	grep -q "^chosen: $(sed "s/, drop.*//" name), C .*$(sed "s/.*, drop/, drop/" name)\$" said && grep -qa "^settings .* dropout" d'
ok 'the second fit is told pass by pass' 'test "$(grep -c "^dropout" steps)" = 20'
ok 'where it does not, there is none' 'fb-train -t topic -o ./d2 --log steps some | grep "^chosen" >said && ! grep -q dropout said && ! grep -q "^dropout" steps'
ok 'the same bytes for any number of threads' 'for j in 1 3; do fb-train -q -j $j -t sentiment -o ./d$j some || exit; done; cmp d d1 && cmp d d3'
ok 'what continues it stands on both fits' 'fb-train -q --continue d -o ./d4 some && fb-classify -q -m ./d --as a some | fb-classify -q -m ./d4 --as b |
	fb-eval -t a -p b | grep -q "^accuracy  *\(1.0\|0.9[5-9]\)"'

# --unlabelled: texts without labels, or with some that are not read. A text has 4 words of its label's 150, and 4 of 300 that all labels
# have; the 120 records with labels have met two thirds of them.
cat >made.awk <<'AWK'
function below(n) { seed = (seed * 16807) % 2147483647; return seed % n }
function word(i) { return sprintf("%c%c%c%c", 97 + i % 26, 97 + i * 7 % 23, 97 + int(i / 26) * 5 % 19, 97 + i * 11 % 17) }
BEGIN { seed = 7; OFS = "\t"; print "label", "text"
	for (i = 1; i < to; i++) {
		k = below(3); text = ""
		for (j = 0; j < 4; j++) text = text " " word(k * 150 + below(150)) " " word(450 + below(300))
		if (i >= from) print "abc" k, text } }
AWK
awk -v from=1 -v to=121 -f made.awk >few
awk -v from=121 -v to=1621 -f made.awk >rest
awk -v from=1621 -v to=2401 -f made.awk >new
cut -f2 rest >bare
awk -F'\t' -v OFS='\t' 'NR > 1 { $1 = "wrong" } 1' rest >wrong
ok 'texts without labels are learnt from' 'fb-train -t label -o ./few.m few >before && fb-train -t label --unlabelled bare -o ./u few >said &&
	grep -q "^chosen: .* and labels that a first fit gave to [0-9]* of the 1500 records without one" said && grep -qa "^guessed [0-9]* labels, by " u'
same 'and new ones are judged better' 'for m in few.m u; do fb-classify -m ./$m --as q new | fb-eval -t label -p q -f tsv | grep "^accuracy" | cut -f3 | cut -c1-3; done' <<'END'
0.8
0.9
END
ok 'as held-out records say' "awk '/^held out/ { loss[FILENAME] = \$NF } END { exit !(loss[\"said\"] < loss[\"before\"] / 2) }' before said"
ok 'labels in them are not read' 'fb-train -q -t label --unlabelled wrong -o ./m few && cmp m u'
ok 'the same bytes for any number of threads' 'for j in 1 3; do fb-train -q -j $j -t label --unlabelled bare -o ./m few || exit; cmp m u || exit; done'
printf 'text\nnothing alike\nor even near\n' >strange
ok 'texts that do not help are left' 'fb-train -t label --unlabelled strange -o ./m records | grep -q "^chosen: .*, and nothing from the records without a label"'
says 'they want a text' "strange2:1: no column 'text'" 'sed s/text/words/ strange >strange2; fb-train -t label --unlabelled strange2 -o ./m records'
says 'and the records a label' "strange:1: no column 'label'" 'fb-train -t label --unlabelled bare -o ./m strange'
for o in --balance '--kind ordinal' '--continue ./model'; do
	status 2 "--unlabelled with $o" "fb-train -t label --unlabelled strange $o -o ./m records"
done

# --dev: 4 records, of which one is judged wrong and one has a text that was learnt from.
printf 'label\ttext\ngood\tlesson Z is great\nbad\tlesson Z is awful\nbad\tlesson Y is great\ngood\tlesson 6 is great\n' >dev
same '--dev judges there, and all the rest is learnt from' "fb-train -t label --dev dev -o ./m records | sed -n 's|, macro.*||; /^dev,/p; /^1 of/p'" <<'END'
dev, 4 records, each after learning from 40: accuracy 0.7500
1 of these have texts that were learnt from, too: the figures flatter
END
ok 'no feature is of --dev alone' "(cat dev; printf 'good\tzebra zebra\nbad\tzebra zebra\n') >dev2
	fb-train -q -t label --dev dev2 -o ./m2 records && grep -a '^features' m >a && grep -a '^features' m2 | cmp - a"
printf 'label\ttext\nugly\tghastly\n' >strange
says 'a label that only --dev has' "strange:2: byte 11: no record has the label 'ugly', but --dev does" 'fb-train -q -t label --dev strange -o ./m records'

# The event file, read by a reader of its own, holds the numbers of the log.
cat >events.py <<'END'
import struct, sys
def crc(data):
	c = 0xffffffff
	for x in data:
		c ^= x
		for _ in range(8): c = (c >> 1) ^ (0x82f63b78 if c & 1 else 0)
	return c ^ 0xffffffff
assert crc(b'123456789') == 0xe3069283  # the check value of CRC-32C
def unmask(m):
	r = (m - 0xa282ead8) & 0xffffffff
	return (r >> 17 | r << 15) & 0xffffffff
def fields(b):
	def varint(i):
		x = s = 0
		while True:
			x |= (b[i] & 127) << s; s += 7; i += 1
			if b[i - 1] < 128: return x, i
	i = 0
	while i < len(b):
		k, i = varint(i)
		if k & 7 == 0: v, i = varint(i)
		elif k & 7 == 1: v, i = struct.unpack('<d', b[i:i + 8])[0], i + 8
		elif k & 7 == 5: v, i = struct.unpack('<f', b[i:i + 4])[0], i + 4
		else: n, i = varint(i); v, i = b[i:i + n], i + n
		yield k >> 3, v
b, i, got = open(sys.argv[1], 'rb').read(), 0, []
while i < len(b):
	n, c = struct.unpack('<QI', b[i:i + 12]); assert crc(b[i:i + 8]) == unmask(c)
	data = b[i + 12:i + 12 + n]; assert crc(data) == unmask(struct.unpack('<I', b[i + 12 + n:i + 16 + n])[0])
	i += 16 + n
	e = dict(fields(data))
	if not got and 3 in e: assert e[3] == b'brain.Event:2' and i == 16 + n; got.append(0); continue
	for f, v in fields(e[5]):
		value = dict(fields(v)); assert f == 1 and e[1] == e[2]
		print('%d %s %.4f' % (e[2], value[1].decode(), value[2]))
END
awk -F'\t' 'NR == 1 { split($0, name); next } { for (c = 5; c <= NF; c++) if ($c != "")
	printf "%d %s/%s %.4f\n", NR - 1, $1 == "select" ? $1 "/" $2 : $1, name[c], $c }' log >want.events
ok '--tensorboard writes what the log has' \
	'fb-train -q -t label -o ./m --tensorboard curves records && python3 events.py curves/events.out.tfevents.0.fb-train >got && test -s got && cmp got want.events'
ok 'the same bytes again' 'cp curves/events* first && fb-train -q -j 1 -t label -o ./m --tensorboard curves records && cmp first curves/events*'
status 73 'a directory that cannot be made' 'fb-train -q -t label -o ./m --tensorboard nowhere/curves records'

# On a terminal: how far it is, and the curves.
cat >terminal.py <<'END'
import os, pty, sys
pid, fd = pty.fork()
if pid == 0: os.execvp('sh', ['sh', '-c', sys.argv[1]])
out = b''
try:
	while True:
		more = os.read(fd, 4096)
		if not more: break
		out += more
except OSError: pass
sys.stdout.buffer.write(out); sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
ok 'a terminal sees how far it is, and curves' \
	"python3 terminal.py 'fb-train -t label -o ./m records >/dev/null' >seen && grep -q '100 %, loss [0-9.]*, 0 s left' seen && grep -q '^.*loss  *[0-9.]* [▁▂▃▄▅▆▇█]* [0-9.]* in [0-9]* passes' seen"
same 'nothing with -q' "python3 terminal.py 'fb-train -q -t label -o ./m records'" </dev/null
ok 'nothing in a file' 'fb-train -t label -o ./m records >/dev/null 2>seen && test ! -s seen'

printf 'label\tzh\ten\ngood\t好\tGood\nbad\t差\tBad\n' >names
same 'display names are in the header' "fb-train -q -t label --labels names -o ./m records; grep -a '^label ' m" <<'END'
label bad	差	Bad
label good	好	Good
END
printf 'x\ty\na\tb\n' >no-names
status 65 'a table without names is refused' 'fb-train -q -t label --labels no-names -o ./m records'
says 'and what is wanted is said' 'no-names: a table with the columns label, zh and en' 'fb-train -q -t label --labels no-names -o ./m records'

# A word that one text alone has is no feature: names and numbers are not kept.
(make_records; printf 'z1\tgood\tzhangsanfeng 很好\n') >records2
ok 'digits are folded' "fb-train -q -t label -o ./m records2; test \$(printf 'text\n第1课\n第7课\n' | fb-classify -m ./m | sed 1d | cut -f2- | sort -u | wc -l) = 1"

status 2 'a target is wanted' 'fb-train -o ./m records'
status 2 'a model to write is wanted' 'fb-train -t label records'
status 65 'an unknown column is refused' 'fb-train -t lable -o ./m records'
says 'with the nearest' 'did you mean label' 'fb-train -t lable -o ./m records'
status 65 'one label is nothing to learn' "grep -v bad records | fb-train -t label -o ./m"
status 65 'few records are nothing to learn from' "head -4 records | fb-train -t label -o ./m"
for l in unknown unsure; do
	status 65 "the label $l is refused" "sed 's/\tbad\t/\t$l\t/' records | fb-train -q -t label -o ./m"
done
ok 'records without a label are counted' "sed 's/^a1\tgood/a1\t/' records | fb-train -t label -o ./m | grep '1 records without'"
rm -f m
status 66 'no model is left where there is no input' 'fb-train -q -t label -o ./m nowhere'
ok 'none is' 'test ! -e m'
status 73 'a model that cannot be made' 'fb-train -q -t label -o nowhere/m records'

# Segmented text: blanks divide the words.
sed 's/\ttext$/\ttokens/; s/课 讲得/课 讲 得 /' records >tokens
same 'the column tokens is read word by word' \
	"fb-train -q -t label -c tokens -o ./m tokens; printf 'tokens\n讲 得 很好\n讲 得 太差\n' | fb-classify -m ./m | cut -f2" <<'END'
label
good
bad
END
# Two columns: the same word means something else in each.
awk 'BEGIN { FS = OFS = "\t"; print "label", "text", "product"; for (i = 0; i < 20; i++) {
	print "x", "red thing " i, "blue box"; print "y", "blue thing " i, "red box" } }' >two
same 'columns are kept apart' \
	"fb-train -q -t label -c text,product -o ./m two; printf 'product\ttext\nblue box\tred thing\nred box\tblue thing\n' | fb-classify -m ./m | cut -f3" <<'END'
label
x
y
END
# Categories and numbers: the text tells nothing, the rating all. Every fortieth record has none.
awk 'BEGIN { FS = OFS = "\t"; print "label", "text", "product", "rating"; for (i = 0; i < 200; i++) { r = i % 5 + 1
	print (r > 3 ? "good" : "bad"), "lesson " (i % 7) " thing", (i % 3 ? "Book" : "Course A"), (i % 40 == 11 ? "" : r) } }' >side
same 'what each column is is found and said' "fb-train -t label -c text,product,rating -o ./m side | sed -n 2,4p; grep -a '^reads' m" <<'END'
text: text
product: a category
rating: a number, 4 edges from 2 to 5; 5 records have none
reads text: text
reads product: a category
reads rating: a number, 4 edges from 2 to 5; 5 records have none
END
same 'a number is known by where it lies, columns by name; no text, no label' \
	"printf 'rating\ttext\tproduct\n5\tlesson\tBook\n1\tlesson\tBook\n4.5\tlesson\tnever seen\n-3\tlesson\t\n9\tlesson\tBook\n5\t\tBook\n' | fb-classify -m ./m | cut -f1,4" <<'END'
rating	label
5	good
1	bad
4.5	good
-3	bad
9	good
5	
END
same '--why tells it as NAME=VALUE' \
	"printf 'text\tproduct\trating\nlesson\tBook\t4.5\n' | fb-classify -m ./m --why | sed -n '2s/.*+[0-9.]* \(rating=[0-9.]*\) .*/\1/p'" <<'END'
rating=4.5
END
status 78 'a column that is missing' "printf 'text\tproduct\traiting\nx\tBook\t1\n' | fb-classify -m ./m"
says 'is named, with the nearest' "no column 'rating'; .*did you mean raiting" "printf 'text\tproduct\traiting\nx\tBook\t1\n' | fb-classify -m ./m"
# A category alone: three products, each with its label.
awk 'BEGIN { FS = OFS = "\t"; print "label", "text", "product"; for (i = 0; i < 90; i++)
	print substr("xyz", i % 3 + 1, 1), "the same", substr("ABC", i % 3 + 1, 1) " Class" }' >byproduct
same 'a category is one value, in any case and width' \
	"fb-train -q -t label -c text,product -o ./m byproduct; printf 'text\tproduct\nq\tA Class\nq\tb class\nq\tＣ class\n' | fb-classify -m ./m | cut -f3" <<'END'
label
x
y
z
END
ok 'the same bytes for any number of threads, with columns too' \
	'for j in 1 3; do fb-train -q -j $j -t label -c text,product,rating -o ./s$j side || exit; done; cmp s1 s3'
same 'models with other columns, one after the other' \
	"fb-train -q -t label -c text,product,rating -o ./s side; printf 'text\tproduct\trating\nlesson\tB class\t5\n' | fb-classify -m ./m --as a | fb-classify -m ./s --as b | cut -f4,6" <<'END'
a	b
y	good
END
# 90 calm records, of which 20 speak of a refund, and 10 urgent ones, which all do: of refunds a third are urgent. Where both
# labels count alike, 10 of 10 against 20 of 90.
awk 'BEGIN { FS = OFS = "\t"; print "label", "text"; for (i = 0; i < 100; i++)
	print (i < 90 ? "calm" : "urgent"), (i >= 70 ? "refund " : "lesson ") i }' >rare
for how in '' --balance; do
	same "a rare label ${how:-as often as it comes}" \
		"fb-train -q $how -t label -o ./m rare; printf 'text\nrefund\nlesson\n' | fb-classify -m ./m | cut -f2" <<END
label
$([ "$how" ] && echo urgent || echo calm)
calm
END
done
ok 'balanced records need no balance' "awk 'NR == 1 || /lesson/' records >even && fb-train -q -t label -o ./a even && fb-train -q --balance -t label -o ./b even &&
	fb-classify -m ./a even --as q | cut -f4- >x && fb-classify -m ./b even --as q | cut -f4- | cmp - x"
# --continue: records give weights to great, awful, 很好, 太差; more to splendid and dreadful alone.
awk 'BEGIN { print "label\ttext"; for (i = 65; i < 85; i++) printf "good\tcourse %c splendid\nbad\tcourse %c dreadful\n", i, i }' >'more'
same '--continue: what was known, and what is new' "fb-train --continue model -o ./m more | sed -n '1,2s/[:,].*//p'
	printf 'text\n很好\nawful\nsplendid\ndreadful\n' | fb-classify -m ./m | cut -f1,2" <<'END'
40 records
continues model
text	label
很好	good
awful	bad
splendid	good
dreadful	bad
END
ok 'what it has learnt from before is in its header' "sed -n 's/^records/before/p' model >a && test -s a && grep -a '^before' m | cmp - a"
ok 'the same bytes for any number of threads' 'for j in 1 3; do fb-train -q -j $j --continue model -o ./m$j more || exit; done; cmp m1 m3 && cmp m1 m'
ok 'again, and in place' "cp m c && fb-train -q --continue c -o ./c records && test \$(grep -ac '^before' c) = 2"
ok 'letters as an older model has them, fewer with a lexicon' "cp $T/testdata/kept/sentiment-1 old && awk -F'\t' 'NR == 1 { print \"product\ttext\tsentiment\" }
	NR > 1 { print \"\t\" \$2 \"\t\" (\$1 == \"good\" ? \"positive\" : \"negative\") }' more >more3 && fb-train -q --continue ./old -o ./old2 more3 &&
	fb-train -q -t label --lexicon more -o ./lex records &&
	test \$(grep -aho 'letters in words ([^)]*' old2 lex model | tr -dc 0-9) = 242425"
awk 'BEGIN { print "label\ttext"; for (i = 65; i < 85; i++) printf "good\tcourse %c splendid\nodd\tcourse %c strange\n", i, i }' >odd
same 'labels of one side only are named, and all are kept' "fb-train --continue model -o ./m odd | grep '^labels'
	printf 'text\n很好\nawful\nsplendid\nstrange\n' | fb-classify -m ./m | cut -f1,2" <<'END'
labels that it did not know: odd
labels that only it knows, and no record here has: bad
text	label
很好	good
awful	bad
splendid	good
strange	odd
END
ok 'one label is enough where the older model has others' "grep -v bad records | fb-train -q --continue model -o ./m"
status 2 'another target is refused' 'fb-train --continue model -t lable -o ./m more'
says 'by name' "model has learnt 'label', and -t says 'lable'" 'fb-train --continue model -t lable -o ./m more'
status 2 'other columns are refused' 'fb-train --continue model -c tokens -o ./m more'
status 66 'a model that is not there' 'fb-train --continue nowhere -o ./m more'
status 65 'a model that is none' 'fb-train --continue records -o ./m more'
ok 'columns are those of the older model' "fb-train -q -t label -c text,product,rating -o ./s side && fb-train -q --continue s -o ./s2 side &&
	grep -a '^reads' s >a && test -s a && grep -a '^reads' s2 | cmp - a"

# Probabilities mean what they say, of texts that were not learnt from: every other one of testdata. A perfect model would show an error
# of calibration of .012 here (the mean of 200 throws, as in t/bench/honest.py); .03 beyond is the bound. Without the temperature this model
# has .18.
awk -F'\t' 'NR == 1 || NR % 2' "$T/testdata/feedback.tsv" >half
awk -F'\t' 'NR == 1 || NR % 2 == 0' "$T/testdata/feedback.tsv" >other
ok 'probabilities are calibrated' "fb-train -q -t sentiment --lexicon $T/testdata/polarity.tsv -o ./m half && fb-classify -m ./m --as q other |
	fb-eval -t sentiment -p q -f tsv | awk -F'\t' '\$1 == \"calibration_error\" { seen = 1; bad = \$3 > .042 } END { exit !seen || bad }'"
ok 'a promised error holds, with hundreds of answers' "fb-classify -m ./m --as q --max-error 15% other |
	awk -F'\t' 'NR > 1 && \$8 != \"unsure\" { n++; wrong += \$8 != \$5 } END { exit !(n > 400 && wrong <= .15 * n) }'"
done_testing
