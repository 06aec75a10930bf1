#!/bin/sh
# fb-eval: figures worked by hand.
. "$(dirname "$0")/lib.sh"

# Ten records: truth a a a a b b b c c c, answers a a a b b b c c c a. Right: aaa, bb, cc = 7.
# F1: a: precision 3/4, recall 3/4, F1 .75; b: 2/3, 2/3; c: 2/3, 2/3; macro (.75 + .6667 + .6667) / 3 = .6944;
# weighted (4 * .75 + 3 * .6667 + 3 * .6667) / 10 = .7.
# Calibration: bin .9: 4 of 4 right, said .95 -> 4 * .05; bin .8: 2 of 2, said .85 -> 2 * .15; bin .5: 1 of 3, said .55 ->
# |1 - 1.65| = .65; bin .4: 0 of 1, said .45 -> .45. Sum .2 + .3 + .65 + .45 = 1.6, over 10 = .16.
{
	printf 'id\ty\tq\tq_p\n'
	n=0
	for pair in a:a:0.95 a:a:0.95 a:a:0.95 a:b:0.55 b:b:0.95 b:b:0.85 b:c:0.55 c:c:0.85 c:c:0.55 c:a:0.45; do
		n=$((n + 1))
		printf '%s\n' "$n:$pair" | tr : '\t'
	done
} >ten.tsv
same 'accuracy and F1' 'fb-eval -t y -p q -f tsv ten.tsv | cut -f1-3 | head -14' <<\END
figure	about	value
records		10
accuracy		0.7000
macro_f1		0.6944
weighted_f1		0.7000
calibration_error		0.1600
precision	a	0.7500
recall	a	0.7500
f1	a	0.7500
support	a	4
precision	b	0.6667
recall	b	0.6667
f1	b	0.6667
support	b	3
END
ok 'the interval holds the figure' 'fb-eval -t y -p q -f tsv ten.tsv | awk -F"\t" "\$1 == \"accuracy\" { exit !(\$4 <= \$3 && \$3 <= \$5 && \$4 < \$5) }"'
ok 'the same figures in every run and for every -j' 'fb-eval -j1 -t y -p q ten.tsv >a; fb-eval -j3 -t y -p q ten.tsv | cmp - a'
same 'the confusion in the terminal' 'fb-eval -t y -p q ten.tsv | grep -A3 "^truth" | tail -3 | sed "s/  */ /g"' <<\END
a 3 1 0
b 0 2 1
c 1 0 2
END
# Ratings: truth 1 1 3 5, answers 1 2 3 3: errors 0 1 0 2, mean .75. Kappa: squares seen 0 + 1 + 0 + 4 = 5; expected: truth 1 (twice) against
# answers 1, 2, 3, 3: 2 * (0 + 1 + 4 + 4); truth 3: 4 + 1; truth 5: 16 + 9 + 4 + 4: 56 / 4 = 14. 1 - 5/14 = .6429.
printf 'y\tq\n1\t1\n1\t2\n3\t3\n5\t3\n' >scale.tsv
same 'ratings: quadratic kappa and mean absolute error' 'fb-eval -t y -p q -f tsv scale.tsv | awk -F"\t" "\$1 ~ /kappa|mae/ { print \$1, \$3 }"' <<\END
quadratic_kappa 0.6429
mae 0.7500
END
# Wilson: 4 of 4 is 4 / (4 + 1.96^2) = .5101 to 1. In the drawing 1 of 3, .0615 to .7923, said .55, in 40 columns: 2.5 to 31.7, o at 13, | at 22.
same 'the reliability diagram' 'fb-eval -t y -p q -f tsv ten.tsv | grep "^bin.*0\.9"; fb-eval -t y -p q ten.tsv | grep "^0.55"' <<\END
bin_records	0.9	4		
bin_said	0.9	0.9500		
bin_came_true	0.9	1.0000	0.5101	1.0000
0.5500      0.3333  (0.0615 to 0.7923)        3    -----------o--------|----------
END
ok 'every figure has its interval' 'fb-eval -t y -p q -f tsv scale.tsv | awk -F"\t" "
	NR > 1 && \$1 !~ /records|support/ && !(\$4 <= \$3 && \$3 <= \$5 && \$4 != \"\") { print; bad = 1 } END { exit bad }"'
# AUROC of b against a with p = .9 .4 | .6 .1: pairs won: .9 > .6, .9 > .1, .4 > .1: 3 of 4.
printf 'y\tq\tq_p\tq_p_a\tq_p_b\nb\tb\t0.9\t0.1\t0.9\nb\ta\t0.6\t0.6\t0.4\na\tb\t0.6\t0.4\t0.6\na\ta\t0.9\t0.9\t0.1\n' >roc.tsv
same 'AUROC' 'fb-eval -t y -p q -f tsv roc.tsv | awk -F"\t" "\$1 == \"auroc\" { print \$2, \$3 }"' <<\END
a 0.7500
b 0.7500
END
ok 'AUROC of the labels and their mean with intervals' 'fb-eval -t y -p q -f tsv roc.tsv | awk -F"\t" "
	\$1 ~ /auroc/ && \$3 == .75 && \$4 < .75 && \$5 > .75 { n++ } END { exit n != 3 }"'
# Log loss: -(ln .9 + ln .4 + ln .4 + ln .9) / 4 = .51083; Brier: (2*.01 + 2*.36 + 2*.36 + 2*.01) / 4 = .37.
same 'log loss and Brier score' 'fb-eval -t y -p q -f tsv roc.tsv | awk -F"\t" "\$1 == \"log_loss\" || \$1 == \"brier\" { print \$1, \$3 }"' <<\END
log_loss 0.5108
brier 0.3700
END
# McNemar: only the first is right 1 time, only the second 7 times: P = 2 * (1 + 8) / 256 = .0703.
{ echo "y	q	r"; echo "a	a	b"; for i in 1 2 3 4 5 6 7; do echo "a	b	a"; done; } >two.tsv
same "McNemar's exact test" 'fb-eval -t y -p q --compare r -f tsv two.tsv | awk -F"\t" "\$1 == \"mcnemar_p\" || \$1 == \"only_right\" { print \$2, \$3 }"' <<\END
q 1
r 7
 0.0703
END
# A promise: 100 records with p .99, none wrong; 10 with p .5, all wrong. Clopper-Pearson: 1 - .05^(1/100) = .0295.
{ echo "y	q	q_p"; i=0; while [ $i -lt 100 ]; do echo "a	a	0.99"; i=$((i + 1)); done; for i in 1 2 3 4 5 6 7 8 9 10; do echo "a	b	0.5"; done; } >sure.tsv
same 'the threshold for a promised error' 'fb-eval -t y -p q --max-error .03 -f tsv sure.tsv | awk -F"\t" "/promise/ { print \$1, \$3 }"' <<\END
promise_threshold 0.9900
promise_answered 0.9091
promise_wrong 0
promise_bound 0.0295
END
same 'groups' 'fb-eval -t y -p q --by id -f tsv ten.tsv | awk -F"\t" "\$1 == \"accuracy\" && \$2 == 4 { print \$3 }"' <<\END
0.0000
END
ok 'JSON is JSON' 'fb-eval -t y -p q -f json ten.tsv | python3 -c "import json, sys; assert len(json.load(sys.stdin)) > 10"'
status 65 'no truth at all' 'printf "y\tq\n\ta\n" | fb-eval -t y -p q'
status 65 'a column that is not there' 'fb-eval -t y -p qq ten.tsv'
says 'the nearest is named' 'did you mean' 'fb-eval -t y -p q_q ten.tsv'
status 1 'a probability that is none is refused' 'printf "y\tq\tq_p\na\ta\t7\nb\tb\t1\n" | fb-eval -t y -p q'
status 2 'no columns named' 'fb-eval ten.tsv'

# Suspects. Thresholds: a (.9 + .8 + .1 + .66) / 4 = .615, b (.8 + .71 + .15 + .6) / 4 = .565. Record 3 is b with .9 (margin .9 - .1),
# record 7 is a with .85 (margin .85 - .15); record 9 has a label that is no column: margin .95 - 0. All others are sure of their own
# label. Estimate of wrong ones: 1 of 4 that say a, 1 of 4 that say b, the one that says aa: 3 of 9.
{
	printf 'id\ty\tq_p_a\tq_p_b\n'
	n=0
	for pair in a:0.9:0.1 a:0.8:0.2 a:0.1:0.9 a:0.66:0.34 b:0.2:0.8 b:0.29:0.71 b:0.85:0.15 b:0.4:0.6 aa:0.95:0.05; do
		n=$((n + 1))
		printf '%s\n' "$n:$pair" | tr : '\t'
	done
	printf '10\t\t0.5\t0.5\n'
} >labels.tsv
same 'suspects: the most suspicious first, with the reason' 'fb-eval --suspect -t y -p q labels.tsv | cut -f1,2,5-' <<\END
id	y	suspect	suspect_label	suspect_p	suspect_why
9	aa	0.9500	a	0.9500	given aa: no probability is known for it; likely a: p 0.950, threshold 0.615
3	a	0.8000	b	0.9000	given a: p 0.100, threshold 0.615; likely b: p 0.900, threshold 0.565
7	b	0.7000	a	0.8500	given b: p 0.150, threshold 0.565; likely a: p 0.850, threshold 0.615
END
says 'how many in all' '^fb-eval: 3 of 9 labels look wrong; an estimate of all that are wrong, .*, is 3 \(33.3 %\): a that looks like b 1, b that looks like a 1, aa that looks like a 1$' \
	'fb-eval --suspect -t y -p q labels.tsv'
ok '-q says nothing' 'fb-eval -q --suspect -t y -p q labels.tsv 2>&1 >/dev/null | cmp - /dev/null'
same '-n takes the first, --all brings the others behind' 'fb-eval --suspect --all -n 1 -t y -p q labels.tsv | cut -f1,5,6' <<\END
id	suspect	suspect_label
9	0.9500	a
1		
2		
3		
4		
5		
6		
7		
8		
10		
END
status 65 'columns that are there' 'fb-eval --suspect --all -t y -p q labels.tsv >marked.tsv; fb-eval --suspect -t y -p q marked.tsv'
ok '--replace' 'fb-eval --suspect --all --replace -t y -p q marked.tsv >again.tsv; sort marked.tsv >one; sort again.tsv | cmp - one'
same 'without a header' 'tail -n +2 labels.tsv | fb-eval --suspect --names id,y,q_p_a,q_p_b -n 1 -t y -p q | cut -f1-6' <<\END
9	aa	0.95	0.05	0.9500	a
END
status 65 'no probabilities' 'fb-eval --suspect -t y -p z labels.tsv'
status 1 'a probability that is none' 'printf "y\tq_p_a\tq_p_b\na\t2\t0\nb\t0\t1\na\t1\t0\n" | fb-eval --suspect -t y -p q'
# Trained here: 160 texts of two kinds; the labels of the 5th of each kind are exchanged, and one of them is there twice.
awk 'BEGIN {
	print "id\ttext\ty"
	split("course teacher book chapter lesson video", thing); split("clear useful lively good", good); split("dull broken muddled bad", bad)
	for (i = 1; i <= 80; i++) {
		t = thing[i % 6 + 1] " " i
		print "g" i "\tthe " t " is " good[i % 4 + 1] " and " good[(i + 1) % 4 + 1] "\t" (i == 5 ? "bad" : "good")
		print "b" i "\tthe " t " is " bad[i % 4 + 1] " and " bad[(i + 1) % 4 + 1] "\t" (i == 5 ? "good" : "bad")
	}
	print "g81\tThe video 5 is useful and LIVELY\tgood"
}' >kinds.tsv
same 'suspects by models trained on the others' 'fb-eval --suspect -t y kinds.tsv | cut -f1,3,5 | sort' <<\END
b5	good	bad
g5	bad	good
id	y	suspect_label
END
ok 'the same for every -j' 'fb-eval -j1 --suspect --all -t y kinds.tsv >one; fb-eval -j3 --suspect --all -t y kinds.tsv | cmp - one'
ok 'an equal text with the other label is named' 'fb-eval --suspect -t y kinds.tsv | grep "^g5" | grep -q "the same text has that label in 1 other record$"'
# "fine" is good twice and bad once, "hm" good once and bad once: of the first the one in the minority, of the second one.
{ cat kinds.tsv; printf 'f1\tIt is fine\tgood\nf2\tit is fine\tbad\nf3\tit is fine\tgood\nh1\thm\tbad\nh2\thm\tgood\n'; } >same.tsv
ok 'records that contradict an equal text' 'fb-eval --suspect -t y same.tsv >out.tsv; grep -q "^f2.*the same text has that label in 2 other records$" out.tsv &&
	! grep -q "^f[13]" out.tsv && [ "$(grep -c "^h" out.tsv)" = 1 ]'
status 65 'too few records to learn from' 'head -20 kinds.tsv | fb-eval --suspect -t y'
status 65 'no text' 'fb-eval --suspect -t y ten.tsv'
says 'an option of other work' '^fb-eval: --by means nothing with --suspect$' 'fb-eval --suspect --by id -t y -p q labels.tsv'
status 2 'is refused' 'fb-eval --all -t y -p q ten.tsv'
for o in '-t y -p q --max-drift .1' '-t y -p q --replace' '--suspect -t y --max-drift .1'; do
	status 2 "$o: has no effect, and is refused" "fb-eval $o ten.tsv"
done
status 2 'no column of labels' 'fb-eval --suspect ten.tsv'

# Drift. OLD has 60 a and 40 b, NEW 40 and 60. With .5 added to each count: PSI = 2 * 20/101 * ln(60.5 / 40.5) = .1589; by chance up to
# (1/100 + 1/100) * 3.8415 = .0768. Chi squared: 4 * 10^2 / 50 = 8, P = erfc(2) = .0047. Wilson: 40 of 100 is .3094 to .4980; Newcombe's
# interval of the change: -.2 - sqrt(.0906^2 + .0906^2) = -.3281 to -.2 + sqrt(.0980^2 + .0980^2) = -.0614.
# q_p: OLD has ten records at each of .05, .15 ... .95, NEW has all at .95: nine times (.5 - 10.5)/105 * ln(.5 / 10.5) = .28996, and
# (100.5 - 10.5)/105 * ln(100.5 / 10.5) = 1.93610: 4.5457. By chance: .02 * 16.9190 (9 degrees of freedom) = .3384.
awk 'BEGIN { print "q\tq_p"; for (i = 0; i < 100; i++) print (i < 60 ? "a" : "b") "\t." i % 10 "5" }' >old.tsv
awk 'BEGIN { print "q_p\tq"; for (i = 0; i < 100; i++) print ".95\t" (i < 40 ? "a" : "b") }' >new.tsv
same 'shares, stability and a test' 'fb-eval --drift -t q -f tsv old.tsv new.tsv' <<\END
figure	about	value	low	high
records_old		100		
records_new		100		
share_old	a	0.6000	0.5020	0.6906
share_new	a	0.4000	0.3094	0.4980
share_change	a	-0.2000	-0.3281	-0.0614
share_old	b	0.4000	0.3094	0.4980
share_new	b	0.6000	0.5020	0.6906
share_change	b	0.2000	0.0614	0.3281
chi_squared	q	8.0000		
chi_squared_p	q	0.0047		
psi	q	0.1589		
psi_by_chance	q	0.0768		
psi	q_p	4.5457		
psi_by_chance	q_p	0.3384		
END
status 3 'drift' 'fb-eval --drift -t q old.tsv new.tsv'
says 'it is said what drifted' '^fb-eval: q_p drifted: PSI 4.546, and --max-drift is 0.2$' 'fb-eval --drift -t q old.tsv new.tsv'
cut -f1 old.tsv >old-q.tsv
cut -f2 new.tsv >new-q.tsv
status 0 'below the bound' 'fb-eval --drift -t q old-q.tsv new-q.tsv'
status 3 'a lower bound' 'fb-eval --drift -t q --max-drift .1 old-q.tsv new-q.tsv'
# 6 and 4 against 4 and 6: PSI 2 * 2/11 * ln(6.5 / 4.5) = .1337, by chance up to .2 * 3.8415 = .7683.
status 0 'no alarm for what chance does with few records' 'printf "q\na\na\na\na\na\na\nb\nb\nb\nb\n" >few.tsv; tr ab ba <few.tsv | fb-eval --drift -t q --max-drift .1 few.tsv -'
same 'no drift of a file from itself' 'fb-eval --drift -t q -f tsv old.tsv old.tsv | awk -F"\t" "/^psi\t/ && \$3 > 0"' <<\END
END
{ printf 'q\tnote\n'; sed 1d old.tsv | cut -f1 | sed 's/$/\t/'; yes 'c	lang,default' | head -50; } >phrases.tsv
ok 'what a platform wrote is not compared' 'fb-eval --drift -t q -f tsv old.tsv phrases.tsv | awk -F"\t" "/^psi\t/ && \$3 > 0 || /^records_new/ && \$3 != 100 { bad = 1 } END { exit bad }" &&
	fb-eval --drift -t q old.tsv phrases.tsv | grep -q "(and what a platform wrote, which is not compared: 0, 50)"'
# Words. OLD: red 3, green 2, blue 1 of 6; only blue is in one record: 1/6 new words are expected. NEW: pink twice of 4.
printf 'text\nred green\nRed blue 17\nred green\n' >old-words.tsv
printf 'text\nred pink\npink green\n' >new-words.tsv
same 'new words' 'fb-eval --drift -f tsv old-words.tsv new-words.tsv | cut -f1-3' <<\END
figure	about	value
records_old		3
records_new		2
new_words		0.5000
new_words_expected		0.1667
new_word	pink	2
END
# 100 times "good slow" and "good fast": fast has 100 of 200 words against 0 of 200; of 500 prior words it is 125. Log-odds
# ln(225 / 475) - ln(125 / 575) = .7788, error sqrt(1/225 + 1/125) = .11155: z = 6.98, interval .7788 -+ 1.96 * .11155.
{ echo text; i=0; while [ $i -lt 100 ]; do echo 'good slow'; i=$((i + 1)); done; } >slow.tsv
sed 's/slow/fast/' slow.tsv >fast.tsv
same 'terms that drifted' 'fb-eval --drift -f tsv slow.tsv fast.tsv | grep ^term' <<\END
term_log_odds	fast	0.7788	0.5602	0.9975
term_log_odds	slow	-0.7788	-0.9975	-0.5602
END
same 'and in the terminal' 'fb-eval --drift slow.tsv fast.tsv | tail -5' <<\END
more, in 1,000 words          old      new        z
fast                         0.00   500.00      7.0

less, in 1,000 words          old      new        z
slow                       500.00     0.00     -7.0
END
ok 'the same for every -j' 'fb-eval -j1 --drift -t y kinds.tsv kinds.tsv >one; fb-eval -j3 --drift -t y kinds.tsv kinds.tsv | cmp - one'
ok 'drift in JSON' 'fb-eval --drift -t q -f json old-q.tsv new-q.tsv | python3 -c "import json, sys; assert len(json.load(sys.stdin)) > 10"'
status 2 'one file only' 'fb-eval --drift -t q old.tsv'
status 65 'a column that one file lacks' 'fb-eval --drift -t q old.tsv old-words.tsv'
status 65 'nothing to compare' 'fb-eval --drift old.tsv new.tsv'
status 65 'an empty file' 'head -1 old.tsv | fb-eval --drift -t q old.tsv -'
status 2 'two jobs at once' 'fb-eval --drift --suspect -t q old.tsv new.tsv'
# A curve. 400 texts of two kinds that nothing but a word tells apart, every fifth label wrong: whatever is learnt, .8 are right. (Letters
# make the texts different, in words that no other text has.)
letters='function word(n,  s) { for (; n > 0; n = int(n / 26)) s = s substr("abcdefghijklmnopqrstuvwxyz", n % 26 + 1, 1); return s }'
awk "$letters"' BEGIN {
	print "text\ty"
	for (i = 0; i < 400; i++) print (i % 2 ? "gut" : "bös") " q" word(i + 30) "\t" ((i % 2) != (int(i / 2) % 5 == 0) ? "good" : "bad")
}' >flat.tsv
same 'a level curve' 'fb-eval --curve -f tsv -t y flat.tsv | cut -f1,3 | grep -v ^law' <<\END
figure	value
records	400
accuracy	0.8000
accuracy	0.8000
accuracy	0.8000
accuracy	0.8000
expected_accuracy	0.8000
expected_accuracy	0.8000
gain_of_doubling	0.0000
END
ok 'from 40 records up, an eighth of four fifths' 'fb-eval --curve -f tsv -t y flat.tsv | awk -F"\t" "
	\$1 == \"accuracy\" { off = \$2 - 40 * 2 ^ n++; if (off < -4 || off > 4) exit 1; last = \$2 } END { exit !(n == 4 && last == 320) }"'
# Sixty words, each with a label of its own accord: those that a share does not hold are guessed.
awk "$letters"' BEGIN {
	print "text\ty"
	for (i = 0; i < 400; i++) { w = i * 7 % 60; print "x" word(w * w + 700) " q" word(i + 30) "\t" (int(w * w / 7) % 2 ? "good" : "bad") }
}' >rising.tsv
ok 'a rising curve: more labels help' 'fb-eval --curve -f tsv -t y rising.tsv | awk -F"\t" "
	\$1 == \"accuracy\" { if (\$3 + .02 < last) exit 1; last = \$3; first = first ? first : \$3 }
	\$1 == \"gain_of_doubling\" { gain = \$3; low = \$4; high = \$5 }
	END { exit !(last > first + .1 && 0 < low && low <= gain && gain <= high) }"'
ok 'the curve for every -j' 'fb-eval -j1 --curve -t y rising.tsv >one; fb-eval -j3 --curve -t y rising.tsv | cmp - one'
ok 'it is drawn' 'fb-eval --curve -t y rising.tsv >page; grep -q "^ *320 .*|.*o" page && grep -q "^ *800 .*|.*+" page && grep -q "^twice as many records would bring 0\." page'
ok 'the curve in JSON' 'fb-eval --curve -t y -f json rising.tsv | python3 -c "import json, sys; assert len(json.load(sys.stdin)) == 11"'
status 65 'too few records for a curve' 'head -150 flat.tsv | fb-eval --curve -t y'
status 2 'a curve of what?' 'fb-eval --curve flat.tsv'
done_testing
