#!/bin/sh
# fb-train --kind and fb-classify: ranks, several labels, numbers.
. "$(dirname "$0")/lib.sh"

# Stars and hours follow the words, now and then by one too many or too few; the marks of a text are the words of it that are marks.
awk 'BEGIN { OFS = "\t"; print "stars", "mood", "hours", "marks", "text"
	split("dreadful poor fair good superb", word, " "); split("cold flat flat warm warm", mood, " ")
	for (i = 0; i < 200; i++) { s = i % 5 + 1; slow = i % 2; late = i % 3 == 0
		n = s + (i % 11 == 0 && s < 5) - (i % 13 == 0 && s > 1)
		print n, mood[s], s * 2.5 + slow, slow && late ? "slow, late" : slow ? "slow" : late ? "late" : ",",
			"a " word[s] " day" (slow ? " slow" : "") (late ? " late" : "") " number" i % 7 } }' >records
printf 'text\na dreadful day\na fair day\na superb day\n' >in
for k in ordinal:stars number:hours multilabel:marks; do fb-train --kind ${k%:*} -t ${k#*:} -o ./${k%:*} records >said.${k%:*}; done

same 'ordinal: the likeliest rank, and with --probabilities the chance of each, in their order' \
	"fb-classify -m ./ordinal --probabilities in | cut -f2 ; fb-classify -m ./ordinal --probabilities in | head -1 | tr '\t' ' '" <<'END'
stars
1
3
5
text stars stars_p stars_p_1 stars_p_2 stars_p_3 stars_p_4 stars_p_5
END
ok 'they sum to one' "fb-classify -m ./ordinal --probabilities in | awk 'NR > 1 { s = 0; for (i = 4; i <= NF; i++) s += \$i; bad += s < .9998 || s > 1.0002 } END { exit bad }' FS='\t'"
ok 'a rank next to the answer is likelier than one far off' \
	"fb-classify -m ./ordinal --probabilities in | awk -F'\t' 'NR == 2 { bad += \$5 <= \$7 } NR == 4 { bad += \$7 <= \$5 } END { exit bad }'"
ok 'the page tells their order, and how far off answers are' "grep -q '^in the order 1 < 2 < 3 < 4 < 5\$' said.ordinal && grep -q 'mean absolute error 0[.].*quadratic kappa' said.ordinal"
same 'words get their order from the table of names' \
	"printf 'mood\tzh\ten\ncold\t冷\tcold\nflat\t平\tflat\nwarm\t暖\twarm\n' >names; fb-train --kind ordinal -t mood --labels names -o ./mood records | grep order" <<'END'
in the order cold < flat < warm
END
says 'without one they have none' "'cold' is no number" 'fb-train --kind ordinal -t mood -o ./none records'
same 'number: what it is, and between which nine in ten lie, never beyond what was learnt' \
	"fb-classify -m ./number in | head -1 | tr '\t' ' '; fb-classify -m ./number in | awk -F'\t' 'NR > 1 { print (\$3 <= \$2 && \$2 <= \$4 && \$3 >= 2.5 && \$4 <= 13.5) }'" <<'END'
text hours hours_low hours_high
1
1
1
END
ok 'numbers rise with what the words say' "fb-classify -m ./number in | awk -F'\t' 'NR > 1 { bad += \$2 <= was + 2; was = \$2 } END { exit bad }'"
ok 'the page tells the error' "grep -q 'mean absolute error 0[.].*R² 0.9.*9 in 10 off by less than' said.number"
same 'multilabel: all labels of a text, in one order; none is an empty answer' \
	"printf 'text\na good day slow late\na good day late\na good day\nslow\n' | fb-classify -m ./multilabel | cut -f2" <<'END'
marks
late,slow
late

slow
END
same 'with --probabilities each has its own' "fb-classify -m ./multilabel --probabilities in | head -1 | tr '\t' ' '" <<'END'
text marks marks_p marks_p_late marks_p_slow
END
ok 'the page tells how many were right' "grep -q 'all labels right 1.0000, micro-F1 1.0000' said.multilabel"

# Terms, rest and base add up to the sum, to the last digit, for every kind.
sums='BEGIN { FS = "\t" } NR > 1 { rows++; n = split($NF, part, / [|] /); sum = 0
	for (i = 1; i <= n; i++) { split(part[i], w, " "); sum += w[1] * 1000 }
	sub(/.* base = /, "", part[n]); off = sum - part[n] * 1000
	if (off > .5 || off < -.5) { print; bad = 1 } }
	END { exit bad || rows < 200 }'
for k in ordinal number multilabel; do
	ok "$k: explanations add up" "fb-classify -m ./$k --why --as a records | awk '$sums'"
done
ok 'ordinal: an explanation is for more than the rank below' \
	"fb-classify -m ./ordinal --why in | awk -F'\t' 'NR == 2 { bad += \$NF !~ / for no more than 1\$/ } NR == 3 { bad += \$NF !~ / for more than 2\$/ } END { exit bad }'"
ok 'number: the explanation sums to the answer' \
	"fb-classify -m ./number --why in | awk -F'\t' 'NR == 3 { x = \$NF; sub(/.* = /, \"\", x); exit x - \$2 > .051 || \$2 - x > .051 }'"
ok 'all kinds in one pass are as each alone' \
	'fb-classify -m ./ordinal in | fb-classify -m ./number | fb-classify -m ./multilabel >a && fb-classify -m ./ordinal -m ./number -m ./multilabel in >b && cmp a b'
ok 'the same bytes for every number of threads' \
	'for k in ordinal:stars number:hours multilabel:marks; do fb-train -q -j1 --kind ${k%:*} -t ${k#*:} -o ./one records && cmp one ${k%:*} || exit; done'
same '--min-p answers unsure' "printf 'text\nday\n' | fb-classify -m ./ordinal --min-p .99 | sed -n 2p | cut -f2" <<'END'
unsure
END
says 'a number has no errors to count' '--max-error.*hours_low and hours_high' 'fb-classify -m ./number --max-error 5% in'
says 'nor a probability' '--min-p.*hours_low and hours_high' 'fb-classify -m ./number --min-p .5 in'
# As for classes, what fb-classify answers by itself is no label, and a model's header has lines and TABs of its own.
for k in ordinal multilabel; do
	says "$k: unsure is no label" "the label 'unsure' is what fb-classify answers by itself" "sed 's/^1\t/unsure\t/' records | fb-train --kind $k -t stars -o ./x"
	status 1 "$k: a label with a TAB in it is refused" "sed '2s/^.\t/1\\\\t2\t/' records | fb-train -q --kind $k -t stars -o ./x"
done
status 65 'several labels, and no record has any' "awk 'BEGIN { FS = OFS = \"\\t\" } NR > 1 { \$4 = \",\" } 1' records | fb-train --kind multilabel -t marks -o ./x"
says 'which is told' "no record has a label in 'marks'" "awk 'BEGIN { FS = OFS = \"\\t\" } NR > 1 { \$4 = \",\" } 1' records | fb-train --kind multilabel -t marks -o ./x"
status 1 'what is no number is refused, and the rest learnt from' \
	"(cat records; printf '3\tflat\tsoon\tslow\ta fair day\n') | fb-train -q --kind number -t hours -o ./x --rejects refused"
ok 'and kept' 'grep -q soon refused'
says 'and told' "'soon' is not a number" "(cat records; printf '3\tflat\tsoon\tslow\ta fair day\n') | fb-train -q --kind number -t hours -o ./x"
ok '--dev judges each kind' \
	'cp records dev; for k in ordinal:stars number:hours multilabel:marks; do fb-train --dev dev --kind ${k%:*} -t ${k#*:} -o ./one records | grep -q "^dev, 200 records" || exit; done'
says 'only classes can be gone on with' 'a model of kind ordinal, and only classes' 'fb-train --continue ./ordinal -o ./x records'
says 'numbers have no probabilities' 'answers with numbers: hours_low and hours_high' 'fb-classify -m ./number --probabilities in'
for o in '-m ./number --probabilities' '-m ./number -n 2' '-m ./multilabel -n 2' '-m ./number -m ./multilabel -n 2'; do
	status 2 "$o: has no effect, and is refused" "fb-classify $o in"
done
ok 'one model that has use for it is enough' 'fb-classify -m ./number -m ./ordinal -n 2 --probabilities in'
status 2 'a kind that there is not' 'fb-train --kind rank -t stars -o ./x records'
status 2 'names of labels for numbers' 'fb-train --kind number --labels records -t hours -o ./x records'
status 2 '--unknown is for classes' 'fb-train --kind number --unknown -t hours -o ./x records'
ok 'a spoilt model is refused, whichever byte' \
	'for k in ordinal number multilabel; do for at in 700 780 840 900 1300; do (head -c $at $k; printf X; tail -c +$((at + 2)) $k) >bad; fb-classify -m ./bad in >/dev/null 2>&1; test $? = 65 || exit 1; done; done'

# Four records: a,b answered b,a; a answered a,b; none answered nothing; b answered nothing. Right marks 3 of 4 given and 4 true: micro-F1
# 6/8. a: F1 1; b: 1 right of 2 and 2: .5. Wrong: 2 of 8 marks.
printf 'm\tq\na,b\tb, a\na\ta,b\n,\t\nb\t\n\ta\n' >lists
same 'fb-eval of several labels' 'fb-eval --kind multilabel -t m -p q -f tsv lists | cut -f1-3' <<'END'
figure	about	value
records		4
all_right		0.5000
micro_f1		0.7500
macro_f1		0.7500
hamming_loss		0.2500
precision	a	1.0000
recall	a	1.0000
f1	a	1.0000
support	a	2
precision	b	0.5000
recall	b	0.5000
f1	b	0.5000
support	b	2
END
same 'its page' 'fb-eval --kind multilabel -t m -p q lists | sed "s/   (0.*//"' <<'END'
records             4   (1 more have no m)
all labels right    0.5000
micro-F1            0.7500
macro-F1            0.7500
Hamming loss        0.2500

label                    precision  recall      F1  records
a                           1.0000  1.0000  1.0000        2
b                           0.5000  0.5000  0.5000        2
END
# Off by 0, 1, 0, 2: MAE .75, RMSE sqrt(5/4); the variance about 2.5 is 5/4 too: R² 0. Two of four lie between low and high.
printf 'x\ty\ty_low\ty_high\n1\t1\t0\t2\n2\t3\t2.5\t3.5\n3\t3\t2\t4\n4\t2\t1\t3\n' >numbers
same 'fb-eval of numbers' 'fb-eval --kind number -t x -p y -f tsv numbers | cut -f1-3' <<'END'
figure	about	value
records		4
mae		0.7500
rmse		1.1180
r2		0.0000
within		0.5000
END
ok 'intervals hold the value' 'fb-eval --kind number -t x -p y -f tsv numbers | awk "NR > 2 { n++; bad += \$4 > \$3 || \$5 < \$3 } END { exit bad || n != 4 }" FS="\t"'
same 'without the span there is no share within' 'cut -f1,2 numbers | fb-eval --kind number -t x -p y -f tsv | cut -f1' <<'END'
figure
records
mae
rmse
r2
END
says 'what is no number is told' "y is 'soon': a number is wanted" "printf 'x\ty\n1\tsoon\n2\t2\n' | fb-eval --kind number -t x -p y"
says 'what means nothing there' '--compare means nothing with --kind number' 'fb-eval --kind number -t x -p y --compare z numbers'
says 'nor that with this' '--kind number means nothing with --curve' 'fb-eval --curve --kind number -t x numbers'
done_testing
