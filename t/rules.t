#!/bin/sh
# Rules files: what is wrong with them is said where it stands; --check, --replay, counters and state, limits.
. "$(dirname "$0")/lib.sh"

printf 'u1\nu2\n' >vip
printf 'a\tb\nc\td\n' >pairs
printf 'a\tb\na\tc\n' >twice
printf 'zone Asia/Shanghai\nhours mon-fri 9:00-18:00\n' >broken.calendar
printf 'zone +08:00\nhours mon-fri 09:00-18:00\n' >ok.calendar
printf 'id\ttext\nx\ty\n' >one.tsv
awk '/^#/ && !n { next } $0 == "===" { n++; next } /^>>> / { print substr($0, 5) >("want." n); next } { print >("case." n) }
	END { print n }' "$T/t/golden/wrong-rules.txt" >cases
i=0 wrong=0
while [ $i -lt "$(cat cases)" ]; do
	i=$((i + 1))
	cp case.$i x.rules
	fb-route -r x.rules one.tsv >out 2>said
	code=$?
	sed 's/^/fb-route: /' want.$i >wanted
	if [ $code != 78 ] || [ -s out ] || ! cmp -s wanted said; then
		wrong=$((wrong + 1))
		cat case.$i said
	fi
done >differ
[ $wrong = 0 ] && [ $i -ge 60 ]
tap_result $? "$i wrong files, their places and messages" || sed 's/^/# /' differ
printf 'a: text ~ /\377/ -> dept=x\n' >x.rules
says 'not UTF-8' 'x.rules:1:12: not UTF-8' 'fb-route -r x.rules one.tsv'
printf 'a: text = "x\000y" -> dept=x\n' >x.rules
says 'a NUL' 'x.rules:1:13: a NUL byte' 'fb-route -r x.rules one.tsv'
printf '\357\273\277a: text = y\r\n  -> dept=x\r\n' >x.rules
same 'BOM and CRLF are nothing' 'fb-route -r x.rules one.tsv | cut -f3' <<'END'
dept
x
END

# -- check
cat >c.rules <<'END'
twice: topic = refund and topic = price -> dept=x
range: rating < 3 and not rating < 4 -> dept=x
regex: topic = refund and topic ~ /price/ -> dept=x
money: topic in (refund, price) -> dept=finance priority=high action=survey,measure
   ? topic=refund => dept=finance action+=measure
   ? topic=refund rating=1 => dept=finance priority=low action+=call
   ? tpic=refund => dept=finance
   ? topic=refund => desk=finance
one: topic = refund and rating = 1 -> dept=fin action+=survey
half: topic = price -> dept=q action+=call
misspelt: sentimnt = negative -> action+=call
slow: text ~ /(a+)+$/ -> action+=call
fine: text ~ /^a.*b.*c$/ -> action+=call
ours: plan = gold -> priority=low
user: user = x -> stop
late: user in (x) and rating = 3 -> owner=q
default -> dept=service
END
same '--check' 'fb-route -q --check c.rules --names plan; echo $?' <<'END'
c.rules:6:44: priority is 'high' here (by money), not 'low'
c.rules:6:57: action is 'survey,measure' here (by money), not 'call' among others
c.rules:7:4: the example gives column 'tpic', which no rule reads: did you mean topic?
c.rules:8:22: no rule sets 'desk'
c.rules:11:11: nobody writes column 'sentimnt': did you mean sentiment?
c.rules:1:1: rule 'twice' can never hold: its condition contradicts itself
c.rules:2:1: rule 'range' can never hold: its condition contradicts itself
c.rules:3:1: rule 'regex' can never hold: its condition contradicts itself
c.rules:9:1: rule 'one' can never set anything: what it sets is set above wherever it holds, by 'money' (line 4)
c.rules:10:29: rule 'half' never sets dept: it is set above wherever the rule holds, by 'money'
c.rules:16:1: rule 'late' is never reached: 'user' above stops wherever it holds
c.rules:12:7: text ~ /(a+)+$/ backtracks badly: over 30000 steps for 100 characters; one repetition inside another?
c.rules: 4 examples, 12 findings, 1 notes
3
END
same 'overlaps are notes' 'fb-route --check c.rules --names plan | grep note:' <<'END'
c.rules:14:1: note: rule 'ours' overlaps with rules above that set other values and win: money
END
printf 'a: topic = refund -> dept=x\n   ? topic=refund => dept=x\n' >good.rules
ok 'nothing found is status 0' 'fb-route --check good.rules'
ok 'the rules of the made shop have no faults' "fb-route -q --check $T/testdata/shop.rules"
same 'what a platform wrote in place of a text is nobody'"'"'s work' "printf 'text\tnote\trating\tsentiment\tintent\n此用户没有填写评价\tdefault\t5\tpositive\tpraise\n默认差评\tdefault\t1\tnegative\tcomplaint\n' | fb-route -q -r $T/testdata/shop.rules | cut -f6,9,10 | sed 1d" <<'END'
operations	none	silent
service	survey	silent-unhappy,default
END
same 'topics and intents all have an owner: no record of theirs is left to the default' "
	for topic in \$(cut -f1 $T/testdata/topics.tsv | sed 1d); do printf 'x\t%s\t\n' \$topic; done >topics
	for intent in question complaint suggestion request praise; do printf 'x\t\t%s\n' \$intent; done >intents
	fb-route -r $T/testdata/shop.rules --names text,topic,intent --why topics intents | grep -Ec 'default -> ?(dept|.* dept)'" <<'END'
0
END
if [ -f "$FB_BUILD/models/topic" ]; then
	cp "$T"/testdata/*.calendar "$T/testdata/measures.tsv" .
	sed 's/topic in (refund, invoice)/topic in (refund, invoce)/' "$T/testdata/shop.rules" >m.rules
	ok 'labels that a model has not' "fb-route -q --check m.rules -m topic | grep -q \"the model has no topic 'invoce': did you mean invoice\""
fi

# -- replay: what it counts is what two runs and join say
cat >r.py <<'END'
import random
r = random.Random(5)
topics = 'refund price invoice playback account service'.split()
print('id\tts\ttopic\trating\ttext\tdept_old')
for i in range(4000):
    print(f'r{i}\t2024-{r.randrange(1, 13):02d}-{r.randrange(1, 29):02d}T{r.randrange(24):02d}:00:00+08:00\t{r.choice(topics)}\t{r.randrange(1, 6)}\t{r.choice(["退款", "ok", "slow"])}\t{r.choice(["finance", "service"])}')
END
python3 r.py >h.tsv
cat >old.rules <<'END'
calendar @ok
a: topic in (refund, price) -> dept=finance due=4bh
b: rating = 1 -> priority=high action+=call
default -> dept=service priority=normal due=48h
END
cat >new.rules <<'END'
calendar @ok
a: topic in (refund, invoice) -> dept=finance due=3bh
b: rating <= 2 and text !~ /ok/ -> priority=high action+=call,survey
default -> dept=service priority=normal due=48h
END
fb-route -r old.rules h.tsv | cut -f1,7- | sed 1d | sort >old.out
fb-route -r new.rules h.tsv | cut -f1,7- | sed 1d | sort >new.out
# by join: the same counts, in the same form
tab=$(printf '\t')
join -t "$tab" old.out new.out >both.out
{
	awk -F'\t' '$2 != $7 { n["flip\tdept\t" $2 "\t" $7]++ } $3 != $8 { n["flip\tpriority\t" $3 "\t" $8]++ }
		$5 != $10 { n["flip\taction\t" $5 "\t" $10]++ } $2 != $7 || $3 != $8 || $4 != $9 || $5 != $10 { changed++ }
		$4 != $9 { due++ }
		END { print "changed\t\t\t\t" changed; for (k in n) print k "\t" n[k]; print "due\t" due }' both.out
	cut -f2 old.out | sort | uniq -c | awk '{ print "before\t" $2 "\t" $1 }'
	cut -f2 new.out | sort | uniq -c | awk '{ print "after\t" $2 "\t" $1 }'
} | sort >want
fb-route -r new.rules --replay old.rules h.tsv >table
awk -F'\t' '$1 == "changed" || $1 == "flip" { print $1 "\t" $2 "\t" $3 "\t" $4 "\t" $5 } $1 == "due" { due += $5 }
	$1 == "load" { print "before\t" $3 "\t" $7; print "after\t" $3 "\t" $8 } END { print "due\t" due }' table | sort >got
cmp -s want got && [ "$(wc -l <got)" -gt 9 ]
tap_result $? "--replay counts what two runs and join do ($(wc -l <got) figures)" || diff want got | sed 's/^/# /'
n=$(cut -f3 h.tsv | grep -cE 'refund|price')
same 'the table of nothing' 'fb-route -r old.rules --replay old.rules h.tsv --max-flips 0 | cut -f1-5,7,8; echo $?' <<END
what	column	from	to	count	before	after
records				4000		
changed				0		
load	dept	finance			$n	$n
load	dept	service			$((4000 - n))	$((4000 - n))
0
END
status 3 '--max-flips: too many are status 3' 'fb-route -r new.rules --replay old.rules h.tsv --max-flips 1%'
says 'and said' '2[0-9]+ of 4000 records change, [0-9.]+ %: more than the 1 %' 'fb-route -r new.rules --replay old.rules h.tsv --max-flips 1%'
ok 'not too many are status 0' 'fb-route -r new.rules --replay old.rules h.tsv --max-flips 100%'
fb-route -r new.rules --replay-from dept_old h.tsv | awk -F'\t' '$1 == "flip" { print $3, $4, $5 }' | sort >got
{ cut -f1,6 h.tsv | sed 1d | sort | join -t "$tab" - new.out; } | awk -F'\t' '$2 != $3 { n[$2 " " $3]++ } END { for (k in n) print k, n[k] }' | sort >want
cmp -s want got && [ -s got ]
tap_result $? '--replay-from compares with a column'
ok 'the same with the column named' 'fb-route -r new.rules --replay-from dept_old h.tsv >1; fb-route -r new.rules --replay-from dept=dept_old h.tsv | cmp - 1'
status 65 'a column that is not there' 'fb-route -r new.rules --replay-from dept_odl h.tsv'
status 2 'which column it was must be clear' 'fb-route -r new.rules --replay-from before h.tsv'
for j in 1 3; do fb-route -j$j -r new.rules --replay old.rules h.tsv | cmp -s - table || echo differs; done >out
[ ! -s out ]
tap_result $? 'the same table for every -j'
ok '--profile: a line a rule' 'fb-route -r new.rules --profile h.tsv >p; test "$(cut -f1,2,4 p | sort | tr "\n" " ")" = "$(printf "a\t2\t%s b\t3\t%s rule\tline\theld " $(grep -c finance new.out) $(cut -f3 new.out | grep -c high))"'

# -- counters
cat >n.rules <<'END'
third: count(user, 7d, sentiment = negative) >= 2 -> action+=call
same: repeats(text, user, 24h) -> action+=dup
default -> dept=service
END
tr '|' '\t' >n.tsv <<'END'
id|user|ts|text|sentiment
1|a|2024-03-01T10:00|x|negative
2|a|2024-03-02T09:00|x|positive
3|b|2024-03-02T11:00|x|negative
4|a|2024-03-08T10:00|y|negative
5|a|2024-03-15T10:00|y|negative
6|a|2024-03-22T10:01|y|negative
7|a||y|negative
8||2024-03-22T10:01|y|negative
END
same 'count() and repeats()' 'fb-route -r n.rules n.tsv | cut -f1,9' <<'END'
id	action
1	
2	dup
3	
4	call
5	call
6	
7	
8	
END
same 'kept between runs' '
	head -5 n.tsv | fb-route -r n.rules --state s | cut -f1,9
	(head -1 n.tsv; sed 1,5d n.tsv) | fb-route -r n.rules --state s | cut -f1,9 | sed 1d
	sed -n 4p s; stat -c %a s' <<'END'
id	action
1	
2	dup
3	
4	call
5	call
6	
7	
8	
counter 4 1 count(user,7d,sentiment = negative)
600
END
printf '%s\n' 'a: count(user, 1000w) >= 3 -> dept=x' >k.rules
python3 -c "
print('user\tts')
for i in range(30000): print(f'u{i * 7919 % 9000}\t2024-03-01T{i // 3600:02d}:{i // 60 % 60:02d}:{i % 60:02d}')" >k.tsv
same 'the same for every -j' 'for j in 1 2 3 8; do fb-route -j$j -r k.rules k.tsv | md5sum; done | uniq | wc -l; fb-route -r k.rules k.tsv | cut -f3 | grep -c x' <<'END'
1
12000
END
printf 'user\tts\n' >empty.tsv
cp s whole
for change in 'head -c 200 whole' '(cat whole; echo x)' 'tr 4 5 <whole' 'echo fb model 1'; do
	sh -c "$change" >s
	cp s before
	status 65 "a state file that is broken: $change" 'fb-route -r n.rules --state s n.tsv'
	ok 'stays as it is' 'cmp s before'
done
rm -f s
status 78 'a run that fails leaves no state behind' 'printf "user\n" | fb-route -r missing.rules --state s 2>/dev/null; echo "a: nothere = x and count(user, 1d) > 2 -> dept=x" >y.rules; fb-route -r y.rules --state s n.tsv'
ok 'not even an empty one' '! test -e s'
mkfifo hold
fb-route -r n.rules --state s hold >/dev/null 2>&1 &
exec 3>hold
i=0
while [ ! -e s ] && [ $i -lt 50 ]; do sleep .1; i=$((i + 1)); done
status 75 'a state that another run has' 'fb-route -r n.rules --state s n.tsv'
exec 3>&-
wait
status 2 'a state without counters' 'fb-route -r old.rules --state t h.tsv'

# -- limits
printf 'a: text ~ /^(a+)+$/ -> dept=x\n' >l.rules
python3 -c "print('id\ttext'); print('1\t' + 'a' * 5000 + '!'); print('2\taaa')" >l.tsv
same 'a hostile expression counts as false' 'fb-route -r l.rules l.tsv | cut -f1,3; echo $?' <<'END'
id	dept
1	
2	x
0
END
status 1 'with status 1' 'fb-route -r l.rules l.tsv'
says 'and is named' 'l.rules:1: text ~ /\^\(a\+\)\+\$/ took more steps than are allowed and counted as false: 1 times' 'fb-route -r l.rules l.tsv'
done_testing
