#!/bin/sh
# fb-route: conditions, what wins, deadlines, and how it says what is wrong.
. "$(dirname "$0")/lib.sh"

tsv() { tr '|' '\t' | sed 's/ *\t */\t/g'; }
tsv >in.tsv <<'END'
id|ts|user|product|text|rating|sentiment|sentiment_p|topic
1|2024-03-05T14:02:03+08:00|u1|Python 101|我要退款|1|negative|0.9312|refund
2|2024-03-05|u2|R|slow refund, bad|2|negative|0.5500|playback
3|2024-03-05T23:30:00Z|u1|Python 101|great|5.0|positive|0.9900|teaching
4||u3||||||
END
cat >a.rules <<'END'
# the first to set a column wins; += adds
refund: topic = refund and text ~ /退款|refund/ -> dept=finance priority=high due=4h action=survey,measure
unhappy: sentiment = negative
   -> dept=service action+=survey,call     # a continued line
doubtful: sentiment_p < .6 -> action+=review
stars: rating >= 5 -> priority=low due=30m

default -> dept=service priority=normal due=48h
END
same 'rules from top to bottom' 'fb-route -r a.rules in.tsv | cut -f1,10-' <<'END'
id	dept	priority	due	action	rule
1	finance	high	2024-03-05T18:02:03+08:00	survey,measure,call	refund,unhappy
2	service	normal	2024-03-07T00:00:00	survey,call,review	unhappy,doubtful,default
3	service	low	2024-03-06T00:00:00Z		stars,default
4	service	normal			default
END
same 'the same through --names, without a header' "sed 1d in.tsv | fb-route -r a.rules --names id,ts,user,product,text,rating,sentiment,sentiment_p,topic | cut -f1,14" <<'END'
1	refund,unhappy
2	unhappy,doubtful,default
3	stars,default
4	default
END

# One condition against the four records: the ids of those for which it holds.
holds() { # condition, ids
	printf 'x: %s -> dept=yes\n' "$1" >c.rules
	tap_run "fb-route -r c.rules --now 2024-03-08T14:02:03+08:00 --tz +08:00 in.tsv"
	got=$(awk -F'\t' 'NR > 1 && $10 == "yes" { printf "%s", $1 }' out)
	[ "$tap_status" = 0 ] && [ "$got" = "$2" ]
	tap_result $? "$1 holds for <$2>" || { tap_notes "$1"; echo "# got <$got>"; }
}
holds 'sentiment = negative' 12
holds 'sentiment != negative' 34
holds 'not sentiment = negative' 34
holds 'rating = 5' 3
holds 'rating = "5"' ''
holds 'rating = "5.0"' 3
holds 'rating < 2' 1
holds 'rating <= 2' 12
holds 'rating > 2' 3
holds 'rating >= 1' 123
holds 'not rating >= 1' 4
holds 'rating > -1' 123
holds 'text < 3' ''
holds 'ts < 2024-03-05T12:00' 2
holds 'ts >= 2024-03-05T14:02:03+08:00' 13
holds 'text ~ /REFUND/' ''
holds 'text ~ /REFUND/i' 2
holds 'text !~ /refund/' 134
holds 'text ~ /^.{4}$/' 1
holds 'product ~ /Python \d+/' 13
holds 'product = "Python 101"' 13
holds 'topic in (refund, "teaching")' 13
holds 'topic not in (refund, teaching)' 24
holds 'topic = refund or topic = playback and sentiment = positive' 1
holds '(topic = refund or topic = playback) and sentiment = negative' 12
holds 'not (topic = refund or topic = teaching)' 24
holds 'not not topic = refund' 1
holds 'length(text) = 4' 1
holds 'length(text) = 0' 4
holds 'lang = zh' 1
holds 'lang = en' 23
holds 'lang in (zh, en)' 123
holds 'hour = 14' 1
holds 'hour >= 23' 3
holds 'hour < 24' 13
holds 'weekday = tue' 123
holds 'weekday = 2' 123
holds 'weekday in (sat, sun)' ''
holds 'age = 3d' 1
holds 'age > 3d' 2
holds 'age < 60h' 3
holds 'age >= 54h' 123
holds 'sample(100%)' 1234
holds 'sample(0%)' ''
holds 'always' 1234
holds 'always and user = u1' 13
holds 'channel = ""' 1234
holds '"id" in (1,2)' 12
holds 'dept = ""' 1234
holds 'text ~ /a\/b|slow/' 2

cat >b.rules <<'END'
vip: user in @vip -> priority=high owner=@owners[product]
low: priority != high -> priority=low
who: owner = Li -> action=call
rest: always -> owner=nobody action+=note
END
printf 'u1\nu9\n' >vip.txt
printf 'R\tWang\nPython 101\tLi\n' >owners.tsv
same 'lists, look-ups, and columns of rules read by rules' 'fb-route -r b.rules in.tsv | cut -f1,11,13-' <<'END'
id	priority	action	rule	owner
1	high	call,note	vip,who,rest	Li
2	low	note	low,rest	nobody
3	high	call,note	vip,who,rest	Li
4	low	note	low,rest	nobody
END
cat >d.rules <<'END'
one: rating = 1 -> action+=a,b,b
two: rating = 1 -> action=c,a
three: rating = 1 -> action=d stop
four: rating = 1 -> action+=e
six: rating = 2 -> dept="" note="a	b"
default -> action=none dept=x
END
same 'lists join, stop stops, the default fills what is empty, values are escaped' 'fb-route -r d.rules in.tsv | cut -f1,10,13-' <<'END'
id	dept	action	rule	note
1	x	a,b,c	one,two,default	
2		none	six,default	a\tb
3	x	none	default	
4	x	none	default	
END

same 'why' 'fb-route -r a.rules --why in.tsv | cut -f15' <<'END'
rule_why
refund: topic = refund, text ~ /退款|refund/ -> dept priority due action; unhappy: sentiment = negative -> action
unhappy: sentiment = negative -> dept action; doubtful: sentiment_p < .6 -> action; default -> priority due
stars: rating >= 5 -> priority due; default -> dept
default -> dept priority due
END
same 'why not' 'fb-route -r a.rules --why-not refund in.tsv | cut -f15' <<'END'
rule_why_not
it holds
topic = refund (it is playback)
topic = refund (it is teaching)
topic = refund (it is empty)
END
says 'why not, of a rule that is not there' 'no rule of that name.*did you mean refund' 'fb-route -r a.rules --why-not refunds in.tsv'
status 2 'which is a wrong command line' 'fb-route -r a.rules --why-not refunds in.tsv'

echo 'x: sentimnt = negative -> dept=a' >e.rules
says 'a column that is not there: the place and the nearest' "^fb-route: e.rules:1:4: no column 'sentimnt' in the stream: did you mean sentiment\?" 'fb-route -r e.rules in.tsv'
status 78 'and status 78' 'fb-route -r e.rules in.tsv'
echo 'x: csat < 3 -> dept=a' >e.rules
ok 'a standard column that is not there is empty' 'fb-route -r e.rules in.tsv'
status 66 'no such rules' 'fb-route -r none.rules in.tsv'
for o in '--check a.rules in.tsv' '--check a.rules -r a.rules' '--check a.rules -o x' '--check a.rules --replay a.rules' '--check a.rules --why' \
	'-r a.rules -m topic in.tsv' '--profile -r a.rules --why in.tsv' '--profile -r a.rules --stamp in.tsv'; do
	status 2 "$o: has no effect, and is refused" "fb-route $o"
done
status 2 'no rules named' 'fb-route in.tsv'
echo 'x: age > 3d -> dept=a' >e.rules
says 'age wants --now' 'uses age: say --now' 'fb-route -r e.rules in.tsv'
status 65 'columns that are there already' 'fb-route -r a.rules in.tsv | fb-route -r a.rules'
same '--replace writes them anew, in their place' 'fb-route -r a.rules in.tsv >once; fb-route -r a.rules --replace once | cmp - once' </dev/null
same '--stamp: eight digits, others for other rules' "
	fb-route -r a.rules --stamp in.tsv | cut -f15 | sed 1d | uniq >m1
	cp a.rules a2.rules; echo '# more' >>a2.rules; fb-route -r a2.rules --stamp in.tsv | cut -f15 | sed 1d | uniq >m2
	grep -Ec '^[0-9a-f]{8}$' m1 m2; cmp -s m1 m2 || echo differ" <<'END'
m1:1
m2:1
differ
END
done_testing
