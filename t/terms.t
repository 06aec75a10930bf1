#!/bin/sh
# fb-terms: counts, what sets groups apart, what rose.
. "$(dirname "$0")/lib.sh"

cat >a.tsv <<\END
id	text	kind
1	退款 退款 Refund	bad
2	课程好 refund!	good
3	课程好	good
END
same 'terms are counted in normal form, with the records they are in; signs are not' 'fb-terms a.tsv' <<\END
term	count	documents
refund	2	2
好	2	2
课程	2	2
退款	2	1
END
same '-n: so many rows' 'fb-terms -n 1 a.tsv' <<\END
term	count	documents
refund	2	2
END
same '--only, --ngrams and --stop' 'fb-terms --only latin a.tsv; printf "text\n我的课程很好\n" | fb-terms --stop --ngrams 2' <<\END
term	count	documents
refund	2	2
term	count	documents
好	1	1
很	1	1
很_好	1	1
课程	1	1
课程_很	1	1
END
same 'n-grams of one clause only' 'printf "text\nI love it. Great course, love it\n" | fb-terms --ngrams 2 | grep _' <<\END
love_it	2	1
great_course	1	1
i_love	1	1
END
printf '课程\n' >stop; printf '好课程\n' >words
same '--stem, in the language of --lang; --stop-words; --dict' 'printf "text\nRefunds refunded\n" | fb-terms --stem; printf "text\ncours continuaient\n" | fb-terms --stem --lang fr
	printf "text\n课程好\n" | fb-terms --stop-words stop; printf "text\n好课程\n" | fb-terms --dict words' <<\END
term	count	documents
refund	2	1
term	count	documents
continu	1	1
cour	1	1
term	count	documents
好	1	1
term	count	documents
好课程	1	1
END
# Worked by hand after Monroe et al.: of group a 30 of 40 words are x, of group b 10 of 60. The prior is 500 words, 40 in 100 of them x:
# 200. x in a: log(230 / 310) - log(210 / 350) = 0.212; its variance 1/230 + 1/210; z = 0.2123 / 0.0954 = 2.22.
# y in b: the same ratio, log(350 / 210) - log(310 / 230); variance 1/350 + 1/310; z = 0.2123 / 0.0780 = 2.72.
awk 'BEGIN { print "tokens\tg"
	for (i = 0; i < 10; i++) print "x x x y\ta"
	for (i = 0; i < 10; i++) print "x y y y y y\tb" }' >groups.tsv
same '--by: log-odds with an informative prior, and its z' 'fb-terms -c tokens --by g groups.tsv' <<\END
g	term	count	documents	log_odds	z
a	x	30	10	0.212	2.22
b	y	50	10	0.212	2.72
END
same '--examples adds a text that holds the term, from its group' 'fb-terms -c tokens --by g --examples groups.tsv | cut -f1,2,7' <<\END
g	term	example
a	x	x x x y
b	y	x y y y y y
END
cat >time.tsv <<\END
ts	tokens
2024-12-30T08:00:00+08:00	课程 好
2025-01-05	课程 好
2025-01-06	闪退 课程
nonsense	闪退
2025-01-12	闪退 闪退
END
same '--over: each week against the weeks before; weeks are ISO weeks' 'fb-terms -c tokens --over ts:week time.tsv | cut -f1-4' <<\END
period	term	count	documents
2025-W02	闪退	3	2
END
same 'records without a value are the group without a name' 'printf "text\tg\nok ok ok\t\nbad bad\tb\n" | fb-terms --by g | cut -f1-3' <<\END
g	term	count
	ok	3
b	bad	2
END
says 'records without a date are told' '1 records without a date in ts' 'fb-terms -c tokens --over ts:week time.tsv'
same 'days, months and years too' 'for p in day month year; do fb-terms -q -c tokens --over ts:$p time.tsv | cut -f1,2; done' <<\END
period	term
2025-01-06	闪退
2025-01-12	闪退
period	term
2025-01	闪退
period	term
2025	闪退
END
awk 'BEGIN { OFS = "\t"; print "id", "text"; for (i = 0; i < 60; i++) s = s "很好\\n"; print 1, s "Refund太慢" s; print 2, "短 slow" }' >long.tsv
ok 'of a long text, what stands around the term, escapes whole' 'fb-terms -q --examples long.tsv >o && awk -F"\t" "\$1 == \"refund\" || \$1 == \"太\"" o | grep -c "	….*很好.*Refund太慢.*…$" | grep -qx 2 && ! grep "…n" o && grep -q "^slow	.*	短 slow$" o'
status 2 'a period that is none' 'fb-terms --over ts:hour time.tsv'
status 2 '--by and --over together' 'fb-terms --by a --over ts:day time.tsv'
same 'one group or one period is compared with nothing, and that is said' 'for o in "--by g" "--over ts:month"; do printf "text\tg\tts\n好\ta\t2025-01-01\n" | fb-terms $o 2>&1; done' <<\END
g	term	count	documents	log_odds	z
fb-terms: all records have one g: there is nothing to compare it with
period	term	count	documents	log_odds	z
fb-terms: all records have one period of ts: there is nothing to compare it with
END
says 'a misspelt column suggests the nearest' 'did you mean kind' 'fb-terms --by kynd a.tsv'
ok 'the same for every number of threads' 'for j in 1 2 3 8; do fb-terms -q -j$j --by sentiment --ngrams 2 "$T/testdata/feedback.tsv" | cksum; done | sort -u | wc -l | grep -qx " *1"'
# Every count is what sort | uniq -c says.
fb-tokenize --normal --lines --only han,latin,number "$T/testdata/feedback.tsv" | tail -n +2 | cut -f2 | sort | uniq -c | awk '{ print $2 "\t" $1 }' | sort >want
fb-terms --only han,latin,number "$T/testdata/feedback.tsv" | tail -n +2 | cut -f1,2 | sort >got
cmp -s want got
tap_result $? 'counts are those of sort | uniq -c' || diff want got | head | sed 's/^/# /'
ok 'any number of different terms is counted in bounded memory' \
	'awk "BEGIN { print \"tokens\"; for (i = 0; i < 500000; i++) print \"often w\" i }" >wide; fb-terms -c tokens -n 1 wide | grep -q "^often.500000.500000$" && grep -q "may be short by up to" err'
status 2 '--lang without --stem has no effect' "printf 'text\na\n' | fb-terms --lang de"
for o in '-c tokens --stem' '-c tokens --ngrams 2' '-c tokens --only han' '-c tokens --dict words'; do
	status 2 "and $o" "fb-terms $o time.tsv"
done
printf 'text\tnote\n此用户没有填写评价。\tdefault\n老师好\t\n' >phrase.tsv
same 'a text that a platform wrote is not counted, as in fb-cluster and fb-report' 'fb-terms -q phrase.tsv' <<\END
term	count	documents
好	1	1
老师	1	1
END
says 'and that is told' '^fb-terms: 1 text that a platform wrote is not counted' 'fb-terms phrase.tsv'
same 'of another column all values are counted' 'fb-terms -c note phrase.tsv' <<\END
term	count	documents
default	1	1
END
done_testing
