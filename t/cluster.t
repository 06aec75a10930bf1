#!/bin/sh
# fb-cluster: groups that hold whatever the order, every record labelled, names that people used.
. "$(dirname "$0")/lib.sh"
need "$FB_BUILD/bin/fb-cluster" 'not built'

# Three complaints in many words, nine texts each.
cat >texts <<\END
The refund has not arrived
refund still not here after a week
Where is my refund? Two weeks now
They promised a refund, nothing came
refund, a month
no refund yet, ten days of waiting
My refund never arrived
refund: ten hours and no money
I asked for a refund last month
video stalls in chapter three
The video stalls after the update
Video stalls, spinning wheel
since the update the video stalls
spinning wheel, video stalls again
video stalls on my phone since the update
chapter three: video stalls
The video stalls, wheel keeps spinning
after the update: video stalls
The invoice title is wrong
cannot change the invoice title
Please change my invoice title
invoice title wrong again
How do I change the invoice title
wrong company on the invoice title
invoice title: company name wrong
change invoice title to my company
the invoice title cannot be changed
END
{ printf 'id\ttext\tuser\n'; awk '{ print NR "\t" $0 "\tu" NR % 3 }' texts; printf '28\t\tu\n'; } >in.tsv

# Groups as lines of ids, in any order of groups: what does not depend on numbers.
groups() { awk -F'\t' 'NR > 1 && $4 != "" { g[$4] = g[$4] " " $1 } END { for (k in g) print g[k] }' "$1" | sort; }

ok 'three clusters' 'fb-cluster -n 3 in.tsv >three'
groups three >got
cat >want <<\END
 1 2 3 4 5 6 7 8 9
 10 11 12 13 14 15 16 17 18
 19 20 21 22 23 24 25 26 27
END
ok 'each complaint is one of them' 'cmp want got || { cat got >&2; false; }'
same 'records come back whole and in order' 'cut -f1-3 three | cmp - in.tsv && head -1 three | cut -f4-' <<\END
cluster	cluster_p	cluster_name
END
same 'empty text has empty labels' 'tail -1 three | tr "\t" "|"' <<\END
28||u|||
END
same 'named by a phrase' 'cut -f6 three | sort | uniq -c | sort -k2 | tr -s " "' <<\END
 1 
 1 cluster_name
 9 invoice title
 9 refund
 9 video stalls
END
ok 'probabilities are sure of clear texts' 'awk -F"\t" "NR > 1 && NR < 29 && \$5 < .6 { exit 1 }" three'

# The order of records, the number of threads
{ head -1 in.tsv; tail -n +2 in.tsv | sort -k2 -t"$(printf '\t')"; } >sorted.tsv
ok 'another order, the same groups and names' 'fb-cluster -n 3 sorted.tsv | sort >a; sort three >b; cmp a b'
ok 'another number of threads, the same bytes' 'fb-cluster -j1 -n 3 in.tsv >a; fb-cluster -j7 -n 3 in.tsv >b; cmp a b && cmp a three'

# As many as there are
ok 'without a number' 'fb-cluster in.tsv >some'
ok 'no cluster mixes complaints' 'awk -F"\t" "NR > 1 && \$4 != \"\" { g = int((\$1 - 1) / 9); if (\$4 in of && of[\$4] != g) exit 1; of[\$4] = g }" some'
ok 'what is like nothing else stays empty' '{ cat in.tsv; printf "29\tzebra quagga okapi\tu\n"; } | fb-cluster | tail -1 | grep -q "u			$"'

# A row a cluster. Days 1 to 10 of May, so the halves are 1-5 and 6-10. Refunds: one a day from the 1st to the 9th, five in the
# first half and four in the second; two thirds about A. Videos: the 2nd (one) and the 6th (eight). Invoices: all on the 10th.
# Of growth the interval is Wilson's of 4, 8 and 9 in 9: 0.1888-0.7333, 0.5650-0.9801, 0.7009-1; as odds.
{ printf 'id\ttext\tts\tproduct\tsentiment\n'; awk '{
	day = NR <= 9 ? NR : NR == 10 ? 2 : NR <= 18 ? 6 : 10
	printf "%d\t%s\t2026-05-%02dT08:00:00+08:00\t%s\t%s\n", NR, $0, day, NR % 3 ? "A" : "B", NR % 9 < 6 ? "negative" : "neutral" }' texts; } >told.tsv
ok 'of a stream that has clusters already, too: none of its columns is written' 'fb-cluster -n 3 told.tsv >grouped && fb-cluster -n 3 --describe grouped >a && fb-cluster -n 3 --describe told.tsv >b && cmp a b'
same 'a row for each cluster' 'fb-cluster -n 3 --describe told.tsv | cut -f2-12 | sort' <<\END
invoice title	9	0.3333	0.0000	0.6667	A 67%, B 33%	2026-05-10	2026-05-10		2.34	
name	texts	share	copies	negative	products	first	last	growth	growth_low	growth_high
refund	9	0.3333	0.0000	0.6667	A 67%, B 33%	2026-05-01	2026-05-09	0.80	0.23	2.75
video stalls	9	0.3333	0.0000	0.6667	A 67%, B 33%	2026-05-02	2026-05-06	8.00	1.30	49.27
END
ok 'quotes are texts of their cluster, three different ones' 'fb-cluster -n 3 --describe told.tsv | cut -f2,13-15 | awk -F"\t" "
	NR == 1 { next } { for (i = 2; i <= 4; i++) { if (seen[\$i]++ || \$i == \"\") exit 1; print \$1 \"\t\" \$i } }" >quotes &&
	test $(wc -l <quotes) = 9 && cut -f2 quotes | while read -r q; do grep -qxF "$q" texts || exit 1; done &&
	grep "^refund" quotes | cut -f2 | while read -r q; do sed 9q texts | grep -qxF "$q" || exit 1; done'
ok 'in any order the same' '{ sed 1q told.tsv; sed 1d told.tsv | sort -t"$(printf "\t")" -k2; } >turned.tsv; fb-cluster -n 3 --describe told.tsv >a; fb-cluster -n 3 --describe turned.tsv >b; cmp a b'
# Seven more that say what record 14 says, six of them with a mark: of these eight texts seven are copies.
{ cat told.tsv; for i in 1 2 3 4 5 6 7; do printf '5%d\tSpinning wheel, video stalls again%s\t2026-05-0%d\tC\t\n' $i "$(test $i -gt 1 && echo '!')" $i; done; } >campaign.tsv
same 'copies are counted' 'fb-cluster -n 3 --describe campaign.tsv | cut -f2-4,5,7 | grep video' <<\END
video stalls	16	0.4706	0.4375	C 44%, A 38%, B 19%
END
same 'once on request: the earliest stands for all' 'fb-cluster -n 3 --describe --once campaign.tsv | cut -f2-4,5,7-9 | grep video' <<\END
video stalls	9	0.3333	0.4375	A 56%, B 33%, C 11%	2026-05-01	2026-05-06
END
same 'no number of a person, no order is shown' '{ printf "text\n"; for i in 1 2 3; do printf "my order 4711%d0815 is late, call 1381234567%d\n" $i $i; done; } | fb-cluster -n 1 --describe | grep -cE "[0-9]{5}"' <<\END
0
END
same 'what is of no cluster has the last row' '{ cut -f1,2 told.tsv; printf "29\tzebra quagga okapi\n"; } | fb-cluster --describe | tail -1 | cut -f1-3,13' <<\END
		1	
END
status 2 '--once alone' 'fb-cluster --once told.tsv'

# Clusters that stay
ok 'with a state the first run is the same' 'fb-cluster -n 3 --state kept -o day1 in.tsv && cmp day1 three'
same 'the state is private and tells what is known' 'stat -c %a kept; head -20 kept | grep -aE "^(cluster|next|every|spoken)" | sed "s/r [0-9]/r/" | sort' <<\END
600
cluster 9 invoice title
cluster 9 refund
cluster 9 video stalls
every 1
next 4
spoken 27
END
ok 'it holds no text' '! grep -aqi "arrived, a month" kept'
ok 'the next run, same numbers and names' 'fb-cluster --state kept -o day2 in.tsv && cut -f1,4,6 day1 >a && cut -f1,4,6 day2 >b && cmp a b && test ! -s err'
# Without -n: twelve about certificates are new.
cat >certificates <<\END
certificate does not download
My certificate will not download
the certificate page shows an error
download of the certificate fails
certificate download: page not found
where do I download my certificate
no certificate after the last lesson
certificate page is empty
The certificate has no download link
certificate fails to download
cannot download certificate
certificate link broken, download fails
END
{ cat in.tsv; awk '{ print 100 + NR "\t" $0 "\tu" }' certificates; } >more.tsv
ok 'known ones, as many as there are' 'rm kept; fb-cluster -q --state kept -o day1 in.tsv && cp kept first'
says 'too many clusters' '--number 2001: 1 to 2000 clusters' 'fb-cluster -n 2001 in.tsv'
says '-n does not go with a state made without it' 'first: its clusters were made without -n, .* leave -n out' 'fb-cluster -n 3 --state first in.tsv'
says 'a new problem is opened' '^fb-cluster: cluster [0-9]+ \(.*certificate.*\) is new' 'fb-cluster --state kept -o day2 more.tsv'
ok 'with the next number; the others keep theirs' 'next=$(sed -n "s/^next //p" first) && awk -F"\t" -v next_id=$next "NR > 1 && \$1 > 100 { n += \$4 == next_id; other += \$4 != \"\" && \$4 != next_id } END { exit !(n >= 10 && !other) }" day2 &&
	sed 29q day1 | cut -f1,4,6 >a && sed 29q day2 | cut -f1,4,6 >b && cmp a b'
ok 'and is known from then on' 'fb-cluster --state kept -o day3 more.tsv && cut -f1,4,6 day2 >a && cut -f1,4,6 day3 >b && cmp a b && test ! -s err'
ok 'any number of threads, any order: the same state' '{ sed 1q more.tsv; sed 1d more.tsv | sort -k2 -t"$(printf "\t")"; } >turned.tsv
	for i in 1 2; do cp first s$i; done; fb-cluster -q -j1 --state s1 more.tsv >a; fb-cluster -q -j5 --state s2 turned.tsv >b; cmp s1 s2 && sort a >a1 && sort b >b1 && cmp a1 b1'

# What a person changes
fb-cluster -q -n 3 --state desk in.tsv >/dev/null
id() { sed -n "s/^cluster \([0-9]*\) [0-9]* $1\$/\1/p" desk | head -1; }
refund=$(id 'refund') video=$(id 'video stalls') invoice=$(id 'invoice title')
printf '# ours\nrename %d Money back\nmerge %d %d\nsplit %d chapter three\n' "$refund" "$invoice" "$refund" "$video" >edits
ok 'lines that change clusters' 'fb-cluster --state desk --edits edits in.tsv >edited 2>said'
same 'are said' 'sed "s/cluster [0-9]*/cluster/; s/\(into\|from\) [0-9]*/\1/" said' <<\END
fb-cluster: cluster (invoice title) is merged into (Money back)
fb-cluster: cluster (chapter three) is split from (video stalls)
fb-cluster: cluster (refund) is now called Money back
END
cut -f6 edited | sort | uniq -c | tr -s ' ' >names
same 'renamed, merged, split' 'cat names' <<\END
 1 
 18 Money back
 2 chapter three
 1 cluster_name
 7 video stalls
END
ok 'stay so without the file' 'fb-cluster --state desk in.tsv | cut -f1,4,6 >a && cut -f1,4,6 edited >b && cmp a b && test ! -s err'
ok 'and the same lines again change nothing' 'fb-cluster --state desk --edits edits in.tsv | cut -f1,4,6 >a && cmp a b && test ! -s err'
status 78 'a line that cannot be' 'echo rename 99 x >bad; fb-cluster --state desk --edits bad in.tsv'
says 'says where and what is known' "bad:1: there is no cluster '99'; known are" 'fb-cluster --state desk --edits bad in.tsv'
status 66 'no such file of edits' 'fb-cluster --state desk --edits nosuch in.tsv'
status 2 'edits without a state' 'fb-cluster --edits edits in.tsv'

# A part that a person split off is known by a single text; then sixteen tell of a new problem, in words of their own.
cat >watches <<\END
Watch shows the cover art but the play key is greyed out
Paired my watch twice, it forgets me after every shower
Half the battery gone after one bedtime story on the watch
On a run the watch drops the earbuds every other minute
My kid's watch says storage full though there is nothing on it
Could the watch fetch episodes by itself, without the phone nearby
The code for pairing is tiny, took ages to scan from the watch
Strap on, tap play, nothing; the watch face just goes dark
Swimming with the watch: no way to turn the volume up
Overnight the watch lost all twelve episodes I had copied
Copying one story to the watch took forty minutes
Raised my wrist and the watch had jumped back to the first minute
The watch crown scrolls past everything I saved
Bought a new watch, old pairing will not let go
Vibration on the watch every time an episode ends, please stop
Watch asks for a login again and again, typing there is torture
END
awk '{ print NR "\t" $0 }' texts certificates >first_week
{ printf 'id\ttext\n'; cat first_week; } >week1
{ cat week1; awk '{ print "n" NR "\t" $0 }' watches; } >week2
fb-cluster -q --state small week1 >/dev/null
printf 'split %d weeks\n' "$(sed -n 's/^cluster \([0-9]*\) [0-9]* .*refund.*/\1/p' small | head -1)" >part
fb-cluster -q --state small --edits part week1 >/dev/null
ok 'a small known cluster does not swallow a new problem' 'fb-cluster --state small week2 >got 2>said && grep -q "(watch) is new" said &&
	test "$(awk -F"\t" "/^n/ && \$5 == \"watch\"" got | wc -l)" -ge 15 && test "$(awk -F"\t" "\$5 == \"weeks\"" got | wc -l)" -le 2'

# Nights over months: a burst of certificates on the second, nothing of them then, until they are back.
night() {
	day=$1
	shift
	awk -v day="$day" 'BEGIN { print "ts\ttext" } { print day "\t" $0 }' texts "$@" | fb-cluster --describe --state nights 2>"said-$day" |
		cut -f1-3 | sed -n '/certificate/p' >"listed-$day"
}
night 2026-01-01 && night 2026-01-02 certificates && for date in 2026-01-30 2026-02-27 2026-03-03; do night "$date"; done
cp nights silent
ok 'a burst opens a cluster' 'grep -q "is new" said-2026-01-02 && test -s listed-2026-01-02'
ok 'silent for sixty days it is still listed' 'test "$(cut -f3 listed-2026-03-03)" = 0'
night 2026-03-04
ok 'then no more, which is said' '! test -s listed-2026-03-04 && grep -qE "certificate.*\) rests: hardly spoken of for 60 days" said-2026-03-04'
night 2026-03-05
ok 'once' '! test -s listed-2026-03-05 && ! test -s said-2026-03-05'
awk 'NR <= 2' certificates >two && night 2026-03-06 two
ok 'two texts do not bring it back' '! test -s listed-2026-03-06'
night 2026-03-24 && night 2026-04-10 certificates
ok 'when the problem is back, so are its number and name' 'grep -q "certificate.*is back" said-2026-04-10 && cmp listed-2026-01-02 listed-2026-04-10'
night 2026-04-11
ok 'and it stays a while' 'test -s listed-2026-04-11 && ! test -s said-2026-04-11'
ok 'a wrong date moves nothing' 'cp silent s1; { awk "BEGIN { print \"ts\ttext\" } { for (i = 0; i < 4; i++) print \"2026-03-03\t\" \$0 }" texts; printf "2062-03-03\tno refund\n"; } >odd &&
	fb-cluster -q --describe --state s1 odd | cut -f1-2 >a && grep -q certificate a'

# Three nights with what the desk changed on the first: many texts of few words; on the third invoices are spoken of three times as often.
month() {
	awk -v night="$1" -v spec="$2" 'BEGIN {
		word["refund"] = "refund money weeks arrived waiting promised bank returned payment"
		word["invoice"] = "invoice title company wrong change tax number header"
		word["video"] = "video stalls spinning wheel update freezes player loading"
		word["teacher"] = "teacher explains clear patient examples voice lesson"
		word["certificate"] = "certificate download link broken page pdf diploma"
		split("the my is not after again I it was very so please when for with this and always", filler, " ")
		seed = night
		print "id\tts\tproduct\tkind\ttext"
		for (n = split(spec, part, " "); ++k <= n;) {
			split(part[k], p, ":")
			for (w = split(word[p[1]], a, " "); p[2]-- > 0;) {
				for (i = 1; i <= 3; i++) { seed = (seed * 1103 + 12345) % 65536; j = i + int(seed / 64) % (w - i + 1); t = a[i]; a[i] = a[j]; a[j] = t }
				seed = (seed * 1103 + 12345) % 65536
				print ++id "\t2026-03-" (p[4] == "" ? 10 + night + id % 9 : 19 + night) "\t" (p[4] == "" ? substr("ABC", 1 + id % 3, 1) : p[4]) "\t" p[1] p[3] "\t" \
					a[1] " " filler[1 + seed % 18] " " a[2] " " filler[1 + int(seed / 64) % 18] " " a[3] (p[3] == "" ? "" : " in chapter three")
			}
		}
	}'
}
# By kind: the names that most of its texts got, and how many had another.
where_to() { awk -F'\t' 'NR > 1 { n[$4 "\t" $8]++; all[$4]++ } END { for (k in n) { split(k, p, "\t"); if (2 * n[k] > all[p[1]]) print p[1], "to", p[2] (10 * n[k] < 9 * all[p[1]] ? ", mostly" : "") } }' "$1" | sort; }
usual='refund:40 video:28 video:12:3 teacher:40'
month 1 "$usual invoice:40" >n1 && month 2 "$usual invoice:40 certificate:25" >n2 && month 3 "$usual invoice:40 certificate:10 invoice:60::A" >n3
fb-cluster -q --state team n1 >o1
of() { awk -F'\t' -v kind="$1" '$4 == kind && $6 != "" { n[$6]++ } END { for (k in n) if (n[k] > 20) print k }' o1; }
printf 'rename %d Money\nmerge %d %d\nsplit %d chapter three\n' "$(of refund)" "$(of invoice)" "$(of refund)" "$(of video)" >ours
for night in 1 2 3; do
	fb-cluster --state team --edits ours n$night >o$night 2>say$night
	where_to o$night >to$night
done
same 'what a person merged, renamed and split is so on the first night' 'grep -E "^(inv|ref|.*3)" to1' <<\END
invoice to Money
refund to Money
video3 to chapter three
END
ok 'and on the second, when a new problem comes' 'grep -v ^cert to2 | cmp - to1 && grep -q certificate to2 && ! grep -qv " is new$" say2'
ok 'and on the third, when one of those merged is spoken of far more' 'grep -v ^cert to3 | cmp - to1 && ! test -s say3'
ok 'what was merged away is not listed' 'fb-cluster -q --state team --describe n3 >list && ! cut -f1 list | grep -qx "$(sed -n "s/^merge \([0-9]*\).*/\1/p" ours)"'
ok 'without the file too' 'fb-cluster --state team n3 | cut -f1-4,6,8 >a && cut -f1-4,6,8 o3 | cmp - a'

# A state that is none
cp desk whole
for change in 'head -c 300 whole' '(cat whole; echo x)' 'tr 4 5 <whole' 'echo fb model 1'; do
	sh -c "$change" >desk
	cp desk before
	status 65 "a state file that is broken: $change" 'fb-cluster --state desk in.tsv'
	ok 'stays as it is' 'cmp desk before'
done
ok 'a run that fails leaves it as it was' 'cp whole desk; ! fb-cluster -q --state desk in.tsv nosuch.tsv >/dev/null 2>&1 && cmp desk whole'
ok 'or leaves none' '! fb-cluster -q --state fresh -c nothere in.tsv >/dev/null 2>&1 && ! test -e fresh'
mkfifo hold
fb-cluster -q --state held hold >/dev/null 2>&1 &
exec 3<>hold
i=0
while [ ! -e held ] && [ $i -lt 50 ]; do sleep .1; i=$((i + 1)); done
status 75 'a state that another run has' 'fb-cluster --state held in.tsv'
exec 3>&-
wait

# The made shop: a course whose videos stall after an update, 18 to 25 May, told in many words.
need "$FB_BUILD/bin/fb-import" 'fb-import is not built'
ok 'a month of a shop' 'fb-import -q "$T/testdata/export.csv" | fb-cluster >month'
cut -f3,5,10,12 month >short
cat >planted <<\AWK
BEGIN { FS = "\t" }
$3 == 1 { n++; in_it += $2 == "Python基础" && substr($1, 1, 10) >= "2026-05-18" && substr($1, 1, 10) <= "2026-05-25" }
END { exit !(n > 75 && in_it > .9 * n) }
AWK
ok 'the planted cause is a cluster of its own, the largest' 'awk -f planted short'
ok 'and its name says what is wrong' "awk -F'\t' '\$3 == 1 { print \$4; exit }' short | grep -E '视频|画面' | grep -E '停|卡|黑|冻|加载|不走|不动'"

# Neither a record in twenty left out nor words that the dictionary does not keep together change what the month is about.
fb-import -q "$T/testdata/export.csv" >all
for at in 6 16; do
	awk -v at=$at 'NR == 1 || NR % 20 != at' all | fb-cluster | cut -f3,5,10 >short
	ok "so it is with other records, $at" 'awk -f planted short'
done
for word in 's/打卡/打 卡/g' 's/微信/微 信/g'; do
	sed "$word" all | fb-cluster | cut -f3,5,10 >short
	ok "and with other words, $word" 'awk -f planted short'
done

need "$FB_BUILD/models/sentiment" 'no model of sentiment'
ok 'as a manager reads it' 'fb-import -q "$T/testdata/export.csv" | fb-classify -q -m sentiment | fb-cluster --describe >problems && sed -n 2p problems >first'
same 'the cause is the largest, about that course, most complain, it ends with the bad week and has grown' 'awk -F"\t" "{
	split(\$7, product, \" \"); print \$1, product[1], (product[2] + 0 > 90), (\$3 > 80), (\$6 > .6), \$9, (\$11 > 3) }" first' <<\END
1 Python基础 1 1 1 2026-05-25 1
END
ok 'its name and its quotes say so' 'cut -f2,13-15 first | tr "\t" "\n" >say && test $(wc -l <say) = 4 && test $(grep -cE "画面|视频|播|加载|更新" say) -ge 3'
ok 'no one is named' '! cut -f2,13-15 problems | grep -qE "[0-9]{5}|@[a-z0-9-]+\.[a-z]"'

# 电话 alone is in all of the first cluster, what is wrong with it in two texts.
cat >calls <<\END
text
电话打不通
电话打不通，急
给我个电话
留了电话，等着
电话里说要等
要是电话有人接
电话，电话，还是电话
按电话上说的做了
谁的电话都行
又打来电话
换了电话
号码不对的电话
电话在哪
发票抬头写错
发票抬头怎么改
抬头写错，发票能重开吗
发票开不出来
发票抬头改公司
发票税号错
发票没收到
发票寄到公司了吗
公司名写进发票抬头
电子发票在哪下载，发票抬头不对
公司发票抬头打错
税号和发票抬头都写错
要发票，公司抬头
发票上的公司名错
重开一张发票抬头
END
same 'two characters alone are a name only where no phrase is' 'fb-cluster -n 2 calls | cut -f4 | sort | uniq -c | tr -s " "' <<\END
 1 cluster_name
 13 发票抬头
 15 电话
END

cat >torn <<\END
text
这门课有没有作业
请问这门课有没有作业
老师好，这门课有没有作业
想问这门课有没有作业要交
没有带发票
又没有带发票
送餐员没有带发票
还是没有带发票 差评
END
same 'a measure word has what it measures by, what is denied its negator, and a blank ends a clause' 'fb-cluster -n 2 torn | cut -f4 | sort | uniq -c | tr -s " "' <<\END
 1 cluster_name
 4 没有带发票
 4 这门课有没有作业
END

# Forty problems in a thousand texts: each is one of ten things with one of eight troubles, in one of five words each, and has three words of its own.
awk 'function draw(n) { seed = (seed * 1103 + 12345) % 65536; return 1 + int(seed / 64) % n }
BEGIN {
	print "kind\ttext"
	letters = "abcdefghijklmnopqrstuvwxyz"
	for (seed = 7; i < 1000; i++) {
		kind = i % 40
		print kind "\tthing" substr(letters, kind % 10 + 1, 1) substr(letters, draw(5), 1) " trouble" substr(letters, int(kind / 5) + 1, 1) substr(letters, draw(5), 1) \
			" word" substr(letters, draw(26), 1) " own" substr(letters, kind % 26 + 1, 1) substr(letters, 1 + int(kind / 26), 1) substr(letters, draw(3), 1)
	}
}' >forty
ok 'as many clusters as there are problems, also where these are many' 'fb-cluster forty | awk -F"\t" "NR > 1 && \$3 != \"\" {
	n++; if (!(\$3 in kinds)) k++; kinds[\$3]; if (!(of[\$3, \$1]++)) pairs++ } END { exit !(n > 900 && k >= 25 && pairs < 2.5 * k) }"'

# What is odd
cat >others <<\END
lovely narrator, warm voice
bookmarks vanish between devices
group chat drowns in adverts
dark mode hurts my eyes
parcel was soaked
teacher mumbles a lot
homework never marked
too many coupons
login code comes late
paper smells odd
END
same 'few texts, mostly of their own kind: what is alike is found' '{ echo text; cat others; sed -n "1,4p;10,13p" texts; } | fb-cluster --describe | cut -f2,3 | sed "s/.*video/video/" | sort' <<\END
	10
name	texts
refund	4
video stalls	4
END
same 'fewer texts than clusters' 'printf "text\na\nvideo stalls\n" | fb-cluster -n 5 | cut -f2-3' <<\END
cluster	cluster_p
1	1.0000
1	1.0000
END
same 'no record' 'printf "id\ttext\n" | fb-cluster -n 3' <<\END
id	text	cluster	cluster_p	cluster_name
END
same 'left out: what stands for no text' 'printf "text\tnote\nno text given\tdefault\nvideo\t\n" | fb-cluster -n 1 | cut -f3' <<\END
cluster

1
END
same 'operands are aligned by name' 'printf "id\ttext\n1\ta b\n" >p; printf "text\tid\na b\t2\n" >q; fb-cluster -n 1 p q | cut -f1-3' <<\END
id	text	cluster
1	a b	1
2	a b	1
END
status 65 'a further column in a later file' 'printf "text\tid\tx\na b\t2\t3\n" >r; fb-cluster -n 1 p r'
status 65 'a column that is there already' 'fb-cluster -n 3 three'
says 'and the way out' "'cluster' is there already: --as NAME" 'fb-cluster -n 3 three'
ok 'replaced in place' 'fb-cluster -n 3 --replace three | cmp - three'
same 'other names' 'fb-cluster -n 3 --as problem three | head -1' <<\END
id	text	user	cluster	cluster_p	cluster_name	problem	problem_p	problem_name
END
status 65 'no such column' 'fb-cluster -n 2 -c texd in.tsv'
says 'the nearest is suggested' 'did you mean text' 'fb-cluster -n 2 -c texd in.tsv'
status 2 'no number' 'fb-cluster -n x in.tsv'
status 2 'columns are named where none are added' 'fb-cluster --describe --as problem in.tsv'
says 'and what would be right' 'describe writes a row for each cluster and adds no columns: leave --as out' 'fb-cluster --describe --as problem in.tsv'
says 'so with --replace' 'leave --replace out' 'fb-cluster --describe --replace in.tsv'
status 1 'a record that cannot be read is refused' 'printf "text\na\n\377\nb\n" | fb-cluster -n 1'

cut -f2- "$T/testdata/feedback.tsv" | awk 'NR == 1 || NR % 90 == 5' >few
ok 'as many clusters as are asked for, also of few texts' \
	'test "$(fb-cluster -q -n 20 few | awk -F"\t" "NR > 1 { print \$(NF - 2) }" | sort -u | wc -l)" -ge 18'
done_testing
