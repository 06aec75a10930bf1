#!/bin/sh
# fb-report: numbers that sort | uniq -c gives too, quotes that name nobody, forms, periods, alerts, receipts, parts.
. "$(dirname "$0")/lib.sh"

tsv() { tr '|' '\t' | sed 's/ *\t */\t/g'; }
# Two weeks (Monday 3 and Monday 10 November 2025): 10 records in the first, 12 in the second, one without a date. In the second
# the player breaks for Python: 5 complaints. d1 is a platform's phrase, e1 has no text, c1 and c2 are copies.
tsv >in.tsv <<'END'
id|ts|user|channel|product|text|rating|note|sentiment|sentiment_p|topic|topic_p|dept
a1|2025-11-03T09:00:00+08:00|u1|app|Python|老师讲得很清楚，例子也多，跟着做下来完全没有压力|5||positive|.9|teaching|.9|teaching
a2|2025-11-04T09:00:00+08:00|u2|app|Python|学完第三章自己写了一个小工具，很有成就感|5||positive|.9|content|.9|content
a3|2025-11-05T09:00:00+08:00|u3|web|Coffee|拉花那一节拍得太快，看不清手上的动作|2||negative|.8|teaching|.8|teaching
a4|2025-11-06T09:00:00+08:00|u4|web|Coffee|怎么开发票，抬头可以写公司吗|4||neutral|.7|invoice|.9|finance
a5|2025-11-07T09:00:00+08:00|u5|app|Python|退款申请三天了还没有消息，请回电13812345678|1||negative|.9|refund|.9|finance
a6|2025-11-08T09:00:00+08:00|u6|app|Python|一般般吧|3||neutral|.4|general|.3|service
a7|2025-11-09T09:00:00+08:00|u7|app|Coffee|豆子寄到的时候包装完好，闻着很香|5||positive|.9|delivery|.9|logistics
a8|2025-11-09T10:00:00+08:00|u8|web|Coffee|课程价格合适，推荐给朋友了|5||positive|.9|price|.8|operations
a9|2025-11-09T11:00:00+08:00|u9|web|Python|讲得不错，作业批改也很及时|5||positive|.9|teaching|.8|teaching
d1|2025-11-09T12:00:00+08:00|u10|app|Python|此用户没有填写评价|5|default|positive|.9|general|.9|service
b1|2025-11-10T09:00:00+08:00|u1|app|Python|第5讲的视频一直转圈，刷新也没有用|1||negative|.9|playback|.9|engineering
b2|2025-11-11T09:00:00+08:00|u2|app|Python|视频每隔二十秒就卡住一次，根本没法学|1||negative|.9|playback|.9|engineering
b3|2025-11-12T09:00:00+08:00|u3|app|Python|更新以后播放器打不开了，写信到li.lei@mail.example.cn也没人回|1||negative|.9|playback|.9|engineering
b4|2025-11-13T09:00:00+08:00|u4|app|Python|视频加载不出来，换了网络也一样|2||negative|.9|playback|.9|engineering
b5|2025-11-14T09:00:00+08:00|u5|web|Python|看到一半闪退，进度也没了|1||negative|.9|playback|.9|engineering
b6|2025-11-15T09:00:00+08:00|u6|web|Coffee|手冲的水温讲得很细，照着做味道好多了|5||positive|.9|content|.9|content
b7|2025-11-15T10:00:00+08:00|u7|web|Coffee|课程资料在哪里下载|4||neutral|.8|download|.9|engineering
b8|2025-11-16T09:00:00+08:00|u8|web|Coffee|老师耐心，有问必答|5||positive|.9|teaching|.9|teaching
c1|2025-11-16T10:00:00+08:00|u9|app|Coffee|好|5||positive|.9|general|.9|service
c2|2025-11-16T10:00:00+08:00|u9|app|Coffee|好|5||positive|.9|general|.9|service
e1|2025-11-16T11:00:00+08:00|u9|app|Coffee||5||||||service
b9|2025-11-16T12:00:00+08:00|u10|web|Python|退款什么时候到账|3||neutral|.8|refund|.9|finance
z1||u11|web|Python|没有日期的一条，内容还可以|4||neutral|.8|content|.9|content
END
# figures of the TSV form as ID<TAB>value
figures() { echo "fb-report -f tsv $* in.tsv | cut -f1,2"; }
figure() { printf '%s\n' "$(figures "$2") | awk -F'\t' '\$1 == \"$1\" { print \$2 }'"; }

same 'sentiments are what sort | uniq -c says, phrases and empty texts aside' "$(figures) | grep -E '^(negative|judged|text|phrases|empty|records)	'" <<'END'
empty	1
judged	21
negative	7
phrases	1
records	23
text	21
END
tap_run "awk -F'\t' 'NR > 1 && \$8 == \"\" && \$6 != \"\" { print \$11 \".\" \$9 }' in.tsv | sort | uniq -c | awk '{ print \"topic.\" \$2 \"\t\" \$1 }'"
cp out want.topics
tap_run "$(figures) | grep -E '^topic\..*\.(negative|neutral|positive)	' | grep -v '	0\$' | sort"
sort want.topics >want && diff -u want out >differ && [ -s want ]
tap_result $? 'topics by sentiment are what sort | uniq -c says' || sed 's/^/# /' differ
tap_run "awk -F'\t' 'NR > 1 { print \$13 }' in.tsv | sort | uniq -c | awk '{ print \"dept.\" \$2 \"\t\" \$1 }'"
sort out >want
tap_run "$(figures) | grep -E '^dept\.[a-z]+	' | sort"
cmp -s want out
tap_result $? 'departments are what sort | uniq -c says' || diff want out | sed 's/^/# /'
printf 'id\tts\ttext\tdept\tpriority\n1\t2025-11-10T09:00:00\ta\tfinance\turgent\n2\t2025-11-10T10:00:00\tb\tfinance\thigh\n3\t2025-11-11T09:00:00\tc\tfinance\turgent\n4\t2025-11-11T09:00:00\td\tfinance\tnormal\n' >pressing
same 'urgent records have a column beside those of high priority' \
	'fb-report --lang en pressing | grep -A2 "^Departments"; fb-report -f tsv pressing | cut -f1,2 | grep -E "^dept.finance.(urgent|high)"' <<'END'
Departments
Department  Records  Urgent      High
                             priority
dept.finance.high	1
dept.finance.urgent	2
END

same 'the terminal page begins with what matters' 'fb-report --lang en --period week in.tsv | head -14' <<'END'
Customer feedback
week 10–16 Nov 2025, against 3–9 Nov 2025
Too few for a verdict: only 11 records with a sentiment.

First these
1 Playback and app   Engineering
  5 complaints, +5 against 0 before, small sample: watch
  without it: 0 % negative instead of 45 %
  “第5讲的视频一直转圈，刷新也没有用” Python · 10 Nov

Numbers
12 records (+20 %); negative 45 % (21–72), was 22 % (6–55); rating 3.2
  (2.1–4.2), was 4.0 (3.1–4.9)
neutral 18 % (5–48), positive 36 % (15–65)
END

# ---- quotes ----
ok 'no quote has a long number or a mail address, in any form' 'for f in term html md wecom json tsv; do
	fb-report -f $f -n 10 in.tsv >page || exit 9
	! grep -Eq "13812345678|li\.lei" page || exit 1; done
	fb-report -n 10 in.tsv >page; grep -qF "回电[PHONE]" page && grep -qF "写信到[EMAIL]也没人回" page'
ok 'nor any run of five digits, ASCII or full width; four stay' 'sed "s/一直转圈/订单20251单号12345和９８７６５四位1234/" in.tsv >numbers.tsv; fb-report -f html -n 10 numbers.tsv >page
	grep -qF "订单*****单号*****和*****四位1234" page && ! grep -q "12345\|９８７６５" page'

# ---- periods ----
same '--since and --until choose days; the days before them are compared' \
	"fb-report -f tsv --since 2025-11-10 --until 2025-11-12 in.tsv | cut -f1,2 | grep -E '^(records|records.before|negative)	'" <<'END'
negative	3
records	3
records.before	6
END
# Two weeks of 200 records. Of 170 complaints of delivery 69 are left; ten of refund are new and stand first, one of price is last.
awk 'BEGIN { OFS = "\t"; print "id", "ts", "text", "sentiment", "topic", "nps"
	for (i = 1; i <= 400; i++) { late = i > 200; k = i % 200; topic = k >= (late ? 80 : 170) ? "content" : !late || k > 10 ? "delivery" : k ? "refund" : "price"
		print i, sprintf("2025-11-%02d", (late ? 10 : 3) + i % 5), "words " i, topic == "content" ? "positive" : "negative", topic, i % 11 }
	}' >fewer.tsv
same 'that records begin amid the days compared with is said' "fb-report --lang en --period week fewer.tsv | sed -n 2p; grep -v 2025-11-0[345] in.tsv | fb-report --lang en --period week | sed -n 2p" <<'END'
week 10–14 Nov 2025 (so far), against 3–7 Nov 2025
week 10–16 Nov 2025, against 3–9 Nov 2025 (records begin 6 Nov)
END
same '--against last-year has nothing to compare with here' "fb-report --lang en --period week --against last-year in.tsv | sed -n 2p" <<'END'
week 10–16 Nov 2025, nothing earlier to compare with
END
same 'a month to date is compared with the same days' \
	"sed 's/2025-11-0/2025-10-0/' in.tsv | fb-report --lang en --period month | sed -n 2p" <<'END'
month 1–16 Nov 2025 (so far), against 1–16 Oct 2025
END
status 2 'a day is wanted' 'fb-report --since yesterday in.tsv'
status 2 '--since after --until' 'fb-report --since 2025-11-12 --until 2025-11-10 in.tsv'
says 'a misspelt unit suggests the nearest' 'did you mean week' 'fb-report --period weak in.tsv'
says 'a misspelt form suggests the nearest' 'did you mean html' 'fb-report -f htm in.tsv'

# ---- columns that are not there ----
same 'sections whose columns are missing are named' "cut -f1,6 in.tsv | fb-report --lang en | tail -7" <<'END'
Left out
Sentiment (no column sentiment); Ratings (no column rating); Promises kept (no
column reply_ts, closed_ts); Over time (no column sentiment); Topics (no column
topic); Products (no column product); Channels (no column channel); Departments
(no column dept); Surveys (no column csat, nps); What they say (no column
sentiment); Unknown and unsure (no column sentiment_p, topic_p); Error rate (no
column checked)
END
ok 'a header alone is a report of nothing' 'head -1 in.tsv | fb-report'
status 65 'nothing at all is no stream' 'fb-report </dev/null'

same 'no record at all is no verdict' "head -1 in.tsv | fb-report --lang en | sed -n 3p" <<'END'
The input has no records: its columns are there, but no line below them.
END
status 0 'and no alert: cron has nothing to say' "head -1 in.tsv | fb-report --alert 'negative>30%'"
same 'days without records: which there are' "fb-report --lang en --since 2027-01-01 in.tsv | sed -n 2,3p" <<'END'
from 1 Jan 2027
No records in this period; those there are have dates of 3–16 Nov 2025.
END
same 'and has no section with nothing in it' "head -1 in.tsv | fb-report -f md --lang en | grep '^##'" <<'END'
## Numbers
## Method
## Left out
END

same 'fewer complaints: what most of those left are about; one complaint is one' \
	"fb-report --lang en --period week fewer.tsv | grep -E '^(Negative share down|[123] |  1 complaint|NPS)' | sed 's/   .*//; s/,.*//; s/ ([0-9]* prom.*//'" <<'END'
Negative share down to 40 % from 85 %; most complaints left are about Delivery.
1 Refunds
2 Delivery
3 Price and membership
  1 complaint
NPS −46 (−57 to −35)
END

# 200 records of which 100 are complaints, then 50 of which 25 are: fewer complaints, but no smaller share; before them a day of 3.
awk 'BEGIN { OFS = "\t"; print "id", "ts", "text", "sentiment", "topic"
	for (i = 1; i <= 253; i++) print i, "2025-11-" (i > 250 ? "12" : i > 200 ? "14" : "13"), "words " i, i % 2 ? "negative" : "positive", "price" }' >share.tsv
same 'the first sentence is of the share, with both figures' "fb-report --lang en --period day share.tsv | sed -n 3p; fb-report --lang zh --period day --until 2025-11-13 share.tsv | sed -n 3p
	fb-report --lang en --period day share.tsv | grep -o '[0-9]* days running'; fb-report --lang en --period day --until 2025-11-13 share.tsv | grep -o '^200 records[^;]*'" <<'END'
No clear change: 50 % negative, 50 % before; most complaints are about Price and
反馈中50%为负面，最多的是价格与会员；此前有情感标签的记录太少（3条），无法比较。
2 days running
200 records, was 3
END
awk 'BEGIN { OFS = "\t"; split("price delivery refund", grown, " "); print "id", "ts", "text", "sentiment", "topic"
	for (w = 0; w < 2; w++) for (i = 0; i < 100; i++) {
		topic = w && i < 36 ? grown[1 + i % 3] : "content"; sentiment = i < 76 ? "negative" : "positive"
		print w "." i, sprintf("2025-11-%02d", 3 + 7 * w + i % 7), "words " w i, sentiment, topic
	} }' >grown.tsv
same 'what most complaints are about is among the first, whatever grew' "fb-report --lang en --period week grown.tsv | sed -n '/^First/,/^Numbers/p' | grep -E '^[123] |^  [0-9]'" <<'END'
1 Delivery   Logistics
  12 complaints, +12 against 0 before, new since 10 Nov, small sample: watch
2 Price and membership   Operations
  12 complaints, +12 against 0 before, new since 10 Nov, small sample: watch
3 Content and depth   Content
  40 complaints, −36 against 76 before, 2 weeks running
END
{ head -1 share.tsv; printf '%s\t2025-11-13\t%s\tnegative\tprice\n' 1 '“GDP”一节的数据还停在2015年 ' 2 '"Anthony" was rude "again"' 3 'a tablet of 10" is too small to read it'; } >marks.tsv
same 'marks inside a quote are single ones, an inch stays' 'fb-report -f md -n 3 marks.tsv | grep "^> " | sed "s/ *[*].*//" | sort -u' <<'END'
> “'Anthony' was rude 'again'”
> “a tablet of 10" is too small to read it”
> “‘GDP’一节的数据还停在2015年”
END
printf 'id\tuser\tproduct\ttext\tsentiment\n1\tu\tp\ta\tnegative\n2\tu\tp\ta\tnegative\n' >one.again
same 'one is one, and standard input has its name in both languages' 'fb-report --lang en <one.again | grep -iE "repeating|standard input"; fb-report --lang zh <one.again | grep 标准输入' <<'END'
  - standard input: 2 records
1 record repeating a text of the same user
  - 标准输入：2条记录
END

# ---- what a reader needs next ----
# Three weeks: 40 texts, 40, then 80; a quarter is of price in each, the negative share stays at 30 %. Product Old is in the first week and in
# the last, product Fresh in the last alone. Records of finance are due at half past nine.
awk 'BEGIN { OFS = "\t"; print "id", "ts", "product", "text", "sentiment", "topic", "dept", "priority", "due"
	for (i = 0; i < 160; i++) { w = i < 40 ? 0 : i < 80 ? 1 : 2
		print "r" i, sprintf("2025-11-%02dT08:00:00+08:00", 3 + 7 * w + i % 7), i % 20 == 3 && w != 1 ? "Old" : i % 20 == 7 && w == 2 ? "Fresh" : "Main", "words " i * 59, i % 10 < 3 ? "negative" : "positive", i % 4 ? "content" : "price",
			i % 4 ? "content" : "finance", i % 5 ? "normal" : "high", i % 8 == 4 ? "soon" : sprintf("2025-11-%02dT09:30:00+08:00", 4 + 7 * w + i % 7) } }' >weeks.tsv
same 'many more records: of how many texts the complaints are; and a change that may be chance is called so' \
	"fb-report --lang en --period week --width 120 weeks.tsv | grep -E 'complaints, |points come'" <<'END'
  16 complaints, +8 against 8 before, 20 % of texts, was 20 %, 3 weeks running, small sample: watch
  8 complaints, +4 against 4 before, 10 % of texts, was 10 %, 3 weeks running, small sample: watch
Where ±0.0 points come from, which may be chance
END
# 100 texts, 30 of them complaints of content and 7 of price; then 300, 85 and 25. And complaints of refund from the Saturday before on.
awk 'BEGIN { OFS = "\t"; print "id", "ts", "text", "sentiment", "topic"
	for (w = 0; w < 2; w++) for (i = 0; i < (w ? 300 : 100); i++) { c = w ? 85 : 30; p = w ? 25 : 7
		print w "." i, sprintf("2025-11-%02d", 3 + 7 * w + i % 7), "words " i, i < c + p ? "negative" : "positive", i < c ? "content" : "price" } }' >volume.tsv
same 'what is more only because all is more does not come first' "fb-report --lang en --period week volume.tsv | grep -E '^[123] '" <<'END'
1 Content and depth   Content
2 Price and membership   Operations
END
awk 'BEGIN { OFS = "\t"; print "id", "ts", "text", "sentiment", "topic"; for (d = 3; d <= 23; d++) for (i = 0; i < 15; i++)
	print d "." i, sprintf("2025-11-%02d", d), "words " i, i < 5 && 15 <= d ? "negative" : "positive", i < 5 && 15 <= d ? "refund" : "content" }' >began.tsv
sed 's/^1[56]\.\(.*\)negative/1.\1positive/' began.tsv >monday.tsv
same 'a problem began on the day it began, not on the first of the period' "for f in began monday; do fb-report --lang en --period week \$f.tsv | grep '^  35 compl'; done" <<'END'
  35 complaints, +25 against 10 before
  35 complaints, +35 against 0 before, new since 17 Nov
END
same 'new is what no record had before; what had a pause is not' "fb-report --lang en --period week -f md weeks.tsv | grep -E '^. (Old|Fresh|Main) .*%' | cut -d'|' -f2,5" <<'END'
 Main | +3.3 
 Fresh | new 
 Old | – 
END
same 'the page of a department is its list, the most pressing first, with times to read' \
	"fb-report --lang en --period week --by dept --width 120 weeks.tsv | sed -n '/^Customer feedback: Finance/,/^Numbers/p' | grep -A4 'to do'; fb-report --lang zh --by dept --width 120 weeks.tsv | grep -c '^财务：待办清单（16条）'" <<'END'
Finance: what to do (8)
  - “words 7080” Main · 18 Nov · high · due 19 Nov 09:30 · r120
  - “words 4720” Main · 20 Nov · high · due 21 Nov 09:30 · r80
  - “words 8260” Main · 17 Nov · high · due soon · r140
  - “words 5900” Main · 19 Nov · high · due soon · r100
1
END
same 'a list of as many as are kept says so' "sed 's/	normal	/	urgent	/; s/positive/neutral/' weeks.tsv | fb-report --lang en --by dept --width 120 | grep '^[A-Z].*to do'" <<'END'
Content: what to do (the 30 most pressing)
Finance: what to do (the 30 most pressing)
END
same 'how it went: the first quarter of the days and the last, not two single ones' "fb-report --lang en --width 200 weeks.tsv | grep '^Negative share over'" <<'END'
Negative share over time: 33 % at first (3–7 Nov 2025), 31 % at last (19–23 Nov 2025), highest 33 % (3 Nov 2025)
END
awk 'BEGIN { OFS = "\t"; print "id", "ts", "text", "sentiment", "topic"; for (i = 0; i < 3000; i++) print i, "2025-11-" (i < 500 ? "03" : "04"), "words " i, i % 3 ? "positive" : "negative", "price" }' >pair.tsv
same 'two shares side by side have the same decimals' "fb-report --lang en --period day pair.tsv | grep -oE '(change:|; negative) .* (before|was [0-9]+ %)'" <<'END'
change: 33 % negative, 33 % before
; negative 33 % (31–35), was 33 %
END
same 'no mark begins a line, no bracket ends one' "fb-report --lang zh --width 34 --period week in.tsv | grep -cE '^ *(，|。|、|；|）|：)|（\$'; fb-report --lang en in.tsv | grep -c '^ *[.,;)]'" <<'END'
0
0
END
ok 'models and rules that nobody knows are named as left out' "fb-report --lang en in.tsv | tr '\n' ' ' | grep -q 'Models and rules (no column sentiment_m, rule_m)'"
ok 'a subject in Chinese has a Chinese colon' "fb-report --lang zh -f mail in.tsv | python3 -c '
import email, email.policy, sys
assert email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)[\"subject\"].startswith(\"客户反馈：\")'"
ok 'a caption that says what the summary above it does is not shown twice' "fb-report -f html --lang en in.tsv >x.html && grep -c '<summary>The same as a table' x.html | grep -qx 1 && grep -q 'class=\"scroll named\"' x.html"

# ---- alerts ----
status 3 'an alert on a share' "fb-report --alert 'negative>30%' in.tsv"
says 'says what it found' 'alert negative>30%: negative.share is 33.3 % \(7 of 21\)' "fb-report --alert 'negative>30%' in.tsv"
status 0 'no alert below it' "fb-report --alert 'negative>34%' in.tsv"
status 3 'any figure may be watched' "fb-report --alert 'topic.playback.negative >= 5' in.tsv"
says 'with as many decimals as it takes to see why' 'negative.share is 0.333 \(7 of 21\)' "fb-report --alert 'negative.share>0.33' in.tsv"
says 'in percent, too' 'negative.share is 33.33 % \(7' "fb-report --alert 'negative>33.32%' in.tsv"
says 'the headline comes once, behind all of them' '^fb-report: alert negative>1: negative is 7; alert negative>2: negative is 7\. 33 % of [^.]*\.$' "fb-report --lang en --alert 'negative>1' --alert 'negative>2' in.tsv"
says 'overdue wants more than due' "'overdue' wants the column reply_ts or closed_ts" "printf 'id\tts\ttext\tsentiment\tdue\n1\t2025-11-03\ta\tnegative\t2025-11-04\n' | fb-report --alert 'overdue>0'"
status 0 'a topic that nobody wrote about is 0' "fb-report --alert 'topic.certificate.negative>0' in.tsv"
status 2 'a figure that there is not' "fb-report --alert 'negativ>3' in.tsv"
status 2 'nor on a day without records: cron would never hear of it' "head -1 in.tsv | fb-report --alert 'negativ>3'"
says 'which was meant' 'did you mean unsure.share\?' "fb-report --alert 'unsur>3%' </dev/null"
for a in 'topic.playback.negativ>3' 'dept.x.overdu>0' 'problem.a.b.befor>1' 'day.2025-11-03.posit>1' 'by.Coffee.topic.price.negative.shar>1%' 'product.Python 3.9.negative>5' \
	'driver.topic>1' 'why.topic.price.rat>1' 'topic>1' 'negative>30pct'; do
	status 2 "what no figure ends with is seen while the option is read: $a" "head -1 in.tsv | fb-report --alert '$a'"
done
for a in 'records>30%' 'topic.price>5%' 'rating<3%' 'negative.share>30' 'topic.playback.negative.share>=20' 'why.change>5'; do
	status 2 "what would fire always or never is refused: $a" "fb-report --alert '$a' in.tsv"
done
says 'with what would be right' 'did you mean negative.share>30%\?' "fb-report --alert 'negative.share>30' in.tsv"
says 'a count with % is the share beside it' 'topic.teaching.negative.share is 25.0 % .1 of 4.' "fb-report --alert 'topic.teaching.negative>20%' in.tsv"
status 0 'also where it is not reached' "fb-report --alert 'topic.teaching.negative>25%' in.tsv"
says 'a dot within a name' 'a dot within a name is written %2E' "fb-report --alert 'product.Python 3.9.negative>5' in.tsv"
says 'a column that is not there' "wants the column topic" "cut -f1-10 in.tsv | fb-report --alert 'topic.price>3'"
says 'a count of a value that is misspelt, too' 'did you mean topic.playback.negative\?' "fb-report --alert 'topic.playback.negativ>3' in.tsv"
status 0 'what there is no occasion for is no alert' "fb-report --alert 'bad.negative.share>1%' --alert 'records.before<5' in.tsv"
status 2 'but what has no column can never be one' "fb-report --alert 'nps<0' in.tsv"
awk 'BEGIN { OFS = "\t"; print "id", "product", "text", "sentiment"; for (i = 0; i < 90; i++) print i, "P" i % 30, "x" i, i % 30 == 29 || i % 2 ? "negative" : "positive" }' >products.tsv
ok 'a table shows 25 rows; all are in -f tsv, and an alert sees each' "fb-report --lang en products.tsv | grep -q '^and 5 more' &&
	fb-report -f tsv products.tsv | cut -f1,2 | grep -qx 'product.P29.negative	3' && { fb-report --alert 'product.P29.negative>2' products.tsv; [ \$? = 3 ]; }"
ok 'the page itself has receipts for what it shows' "[ \$(fb-report -f html products.tsv | grep -c 'scope=row>product.P[0-9]*<') = 25 ]"
ok 'the page is written all the same' "fb-report --alert 'negative>1' -o page.html in.tsv; [ \$? = 3 ] && test -s page.html"

# ---- what the rules propose (column measure) ----
awk 'BEGIN { FS = OFS = "\t" } NR == 1 { print $0, "measure"; next } { print $0, $11 != "playback" ? "" : $1 == "b5" ? "ask for the log" : "fix the player" }' in.tsv >proposed.tsv
same 'an action says what most of its complaints are to get' "fb-report --lang en -f md proposed.tsv | grep -o 'proposed: .*[^ ]'" <<'END'
proposed: fix the player, for 4 of them
END
ok 'a figure of its own, with rows and a command' "[ \$(fb-report --receipt problem.playback.measure proposed.tsv 2>say | sed 1d | cut -f1 | tr -d '\n') = b1b2b3b4 ] && [ \$(sed 1d say | sh) = 4 ]"
ok 'parts know it too' "fb-report --partial p proposed.tsv && fb-report --merge --lang en -f md p >merged && fb-report --lang en -f md proposed.tsv | cmp - merged"
ok 'without the column, or for fewer than a third of them, nothing is said' "! fb-report --lang en in.tsv | grep -q proposed && ! sed 's/fix the player\$//' proposed.tsv | fb-report --lang en | grep -q proposed:"

# ---- receipts ----
same 'the rows behind a figure, as a stream' 'fb-report --receipt topic.playback.negative in.tsv | cut -f1' <<'END'
id
b1
b2
b3
b4
b5
END
ok 'and a command that counts the same' "fb-report --receipt topic.playback.negative in.tsv 2>say >/dev/null && [ \"\$(sed 1d say | sh)\" = 5 ]"
same 'the page says how, with its own options and files' "fb-report --lang en --width 200 --since 2025-11-10 --by channel in.tsv | sed -n 's/^Each number: \\(.*\\) shows its.*/\\1/p' | sed 's/ID/records/; s/\$/ | wc -l/' >how; cat how; sh how" <<'END'
fb-report --since 2025-11-10 --by channel --receipt records in.tsv | wc -l
13
END
says 'a misspelt figure suggests the nearest' 'did you mean topic.playback.negative\?' 'fb-report --receipt topic.playbak.negative in.tsv'
printf 'id\tts\ttext\tsentiment\tdue\tclosed_ts\n1\t2025-11-03\tit\tnegative\t2025-11-04T08:00:00Z\t\n' >due.tsv
ok 'SQL in a receipt stands in double quotes, without a pair of NOT, and times are written out' 'fb-report -f html --now 2025-11-05T08:00:00+08:00 due.tsv >due.html
	grep -q "query .*2025-11-05T00:00:00Z.))\"" due.html && ! grep -qE "NOT NOT|query .[(]0 OR|query '\''" due.html'
status 2 'a receipt reads twice' 'fb-report --receipt records <in.tsv'

# ---- parts ----
head -8 in.tsv >one.tsv
{ head -1 in.tsv; tail -n +9 in.tsv; } >two.tsv
for options in '' '--period week' '--since 2025-11-09 --until 2025-11-15'; do
	for f in html json term; do
		ok "parts merged are the same bytes: -f $f $options" "fb-report --partial p1 one.tsv && fb-report --partial p2 two.tsv &&
		fb-report -f $f $options one.tsv two.tsv >whole && fb-report -f $f $options --merge p1 p2 >merged && cmp whole merged"
	done
done
ok 'the order of parts and files does not matter but for their names' "fb-report -f json one.tsv two.tsv >a; fb-report -f json two.tsv one.tsv >b; cmp a b"
# What has no effect beside the others is refused, and what would be right is said.
while IFS='|' read -r o right; do
	tap_run "fb-report $(printf %s "$o" | sed "s/[^ ]*/'&'/g") in.tsv"
	[ "$tap_status" = 2 ] && grep -qF -e "$right" err
	tap_result $? "$o: refused, and what would be right" || tap_notes "$o"
done <<'END'
--receipt records -f html|leave -f out
--receipt records --title x|leave --title out
--receipt records --split --by product -o x.html|leave --split out
--receipt records --width 60|leave --width out
--receipt records --alert negative>1|leave --alert out
--receipt records --merge|name the streams
--receipt records --explain|one of them at a time
--receipt records --partial p3|one of them at a time
--partial p3 -f html|give -f to --merge
--partial p3 --period week|give --period to --merge
--partial p3 --alert negative>1|give --alert to --merge
--partial p3 -o x|leave -o x out
--merge --names a|give --names to --partial
--merge --rejects x|give --rejects to --partial
--explain --since 2025-11-09 in.tsv|leave --since out
--explain --by product in.tsv|leave --by out
--explain --merge in.tsv|nothing of --merge
--new-model sentiment|--explain --new-model sentiment OLD NEW
--new-rules x|--explain --new-rules x OLD NEW
-f html --width 60|-f term --width 60
-o x.html --width 60|-f term --width 60
-f html --to a@example.com|-f mail --to a@example.com
--from a@example.com|-f mail --from a@example.com
--period week --since 2025-11-09|one of them
--against last-year|--period week --against last-year
-n 3 --partial p3|give -n to --merge
END
ok 'nothing was written' '! ls p3 x x.* 2>/dev/null'
ok '-f tsv is what a receipt writes' 'fb-report --receipt records -f tsv in.tsv'
says 'a file given twice' '^fb-report: (one.tsv|p1) is given twice: its records count twice$' 'fb-report one.tsv two.tsv one.tsv'
says 'a part given twice' 'p1 is given twice' 'fb-report --merge p1 p2 p1'
ok 'files that are read once are no matter' 'fb-report one.tsv two.tsv 2>&1 >/dev/null | cmp - /dev/null'
for i in 11 12 13 14 15 16 17 18 19 20 21; do { head -1 in.tsv; sed -n "$((i - 9))p" in.tsv; [ $i = 13 ] && printf 'x\n'; } >night$i.tsv; done
same 'of many files the sum, and those with refused records' 'fb-report --lang en --width 200 night*.tsv | sed -n "/^Data/,/^$/p"' <<'END'
Data
  - 11 files, night11.tsv to night21.tsv: 11 records
  - night13.tsv: 1 record, 1 refused (line 3: 1 field where the header has 13)

END
status 65 'a cut part is refused' 'head -c 900 p1 >cut && fb-report --merge cut'
status 65 'a stream is no part' 'fb-report --merge in.tsv'
status 66 'a part that is not there' 'fb-report --merge nothing.part'

# ---- the same bytes ----
ok 'for every number of threads' 'for i in 1 2 3 4 5 6 7 8 9; do cat two.tsv; done | awk "NR == 1 || !/^id/" >many.tsv
	for i in 1 2 3 8; do fb-report -f html -j $i many.tsv | cksum; done | uniq | wc -l | grep -qx 1'

# ---- forms ----
ok 'HTML by the name of -o, nothing from outside' "fb-report -o day.html in.tsv && grep -q '<svg' day.html &&
	! grep -Eiq '(src|srcset)=|<link|<image|url\\(.?http|@import' day.html"
ok 'the chart names what its panels count, and writes shares as the page does' "fb-report -f html --lang zh in.tsv >zh.html && fb-report -f html --lang en in.tsv >en.html &&
	grep -q '>负面占比</text>' zh.html && grep -q '>有情感标签</text>' zh.html && grep -q '>0%</text>' zh.html &&
	grep -q '>Negative share</text>' en.html && grep -q '>With sentiment</text>' en.html && grep -q '>0 %</text>' en.html"
ok 'a long word may be parted in the name of a row, and nowhere else; what is copied is the name' 'sed "s/playback/recommendation/" in.tsv | fb-report -f html --lang en >long.html
	grep -q "<th scope=\"row\">Recom<wbr>men<wbr>da<wbr>tions and search</th>" long.html && grep -q "<h3>Recommendations and search" long.html &&
	! grep "<th" long.html | grep -q "Py<wbr>\|Nega<wbr>" && ! grep -q "$(printf "\302\255")" long.html'
ok "an interval and a quote's day stay on their line; counts in receipts have the page's comma" "grep -q '% <i>(' en.html &&
	grep -q '<i>· 1[0-9] Nov</i>' en.html && fb-report -f html --lang en fewer.tsv fewer.tsv fewer.tsv | grep -q '<th scope=row>records<td>1,200<td>'"
same 'one rating has no interval, and no interval goes below 0' 'printf "id\tts\trating\n1\t2025-11-03\t5\n" >r1; { cat r1; printf "2\t2025-11-03\t1\n"; } >r2; for f in r1 r2; do fb-report --lang en $f | grep "rating"; fb-report -f tsv $f | grep "^rating	" | cut -f1-4; done' <<'END'
1 record; rating 5.0
rating	5.0000		
2 records; rating 3.0 (0.0–6.9)
rating	3.0000	0.0000	6.9199
END
same 'a change that is none has no sign' "awk 'BEGIN { print \"id\tts\ttext\tsentiment\"; for (i = 0; i < 1999; i++) print i \"\t2025-11-\" (i < 1000 ? 11 : 12) \"\ta\tpositive\" }' | fb-report --lang en --period day | grep -o '^[0-9,]* records ([^)]*)'" <<'END'
999 records (±0 %)
END
same 'columns say what they count' 'fb-report -f md --lang en in.tsv | grep -E "^\| (Topic|Department) "; cut -f1-5,7- in.tsv | fb-report -f md --lang en | grep "^| Topic "' <<'END'
| Topic | With text | Negative share | Negative | Neutral | Positive |
| Department | Records | Negative | Negative share |
| Topic | Records | Negative share | Negative | Neutral | Positive |
END
ok 'WeCom: JSON, at most 4,096 bytes of text' "fb-report -n 20 -f wecom in.tsv | python3 -c '
import json, sys
m = json.load(sys.stdin)
assert m[\"msgtype\"] == \"markdown\" and 200 < len(m[\"markdown\"][\"content\"].encode()) <= 4096'"
ok 'WeCom: worst names in Chinese fit whole lines, and no heading ends the message' "awk 'BEGIN { OFS = \"\\t\"; for (i = 0; i < 20; i++) long = long \"很长的名字\"; print \"id\", \"product\", \"text\", \"sentiment\", \"topic\"
	for (i = 0; i < 300; i++) print i, long i % 7, long long, \"negative\", long i % 13 }' >long.tsv
	for n in 1 2 3 5 20; do fb-report -n \$n -f wecom --lang zh long.tsv; done | python3 -c '
import json, sys
for line in sys.stdin:
	t = json.loads(line)[\"markdown\"][\"content\"]
	assert len(t.encode()) <= 4096 and not t.split(chr(10))[-1].startswith(\"#\"), t[-100:]'"
printf 'id\tts\ttext\tnote\tsentiment\ttopic\tproduct\n1\t2025-11-03\t默认好评\tdefault\tpositive\tgeneral\tP\n' >only.tsv
same 'phrases alone: no chart of nothing, and no more of the page in a message' "fb-report -f md --lang en only.tsv | grep '^## [OT]'; fb-report -f wecom --lang en only.tsv | grep -o '## [A-Z][a-z]*'" <<'END'
## Numbers
END
same 'a handful before has no mix, nor has a single product' "fb-report --lang en --period day --until 2025-11-13 share.tsv | grep -c '^Why'; sed 's/$/	P/; 1s/P\$/product/' share.tsv | fb-report --lang en --period day | grep -c 'from the mix'" <<'END'
0
0
END
ok 'mail: names in Chinese are encoded, addresses stand as they are' "fb-report -f mail --to '张三 <zhang@example.com>, boss@example.com,\"李 四\" <li@example.com>' --from 'desk <desk@example.com>' in.tsv >m.eml && ! sed '/^\$/q' m.eml | grep -q '[^ -~]' && python3 -c '
import email, email.policy
m = email.message_from_binary_file(open(\"m.eml\", \"rb\"), policy=email.policy.default)
assert [(a.display_name, a.addr_spec) for a in m[\"to\"].addresses] == [(\"张三\", \"zhang@example.com\"), (\"\", \"boss@example.com\"), (\"李 四\", \"li@example.com\")], m[\"to\"]
assert m[\"from\"] == \"desk <desk@example.com>\"'"
status 2 'an address is no further header' "fb-report -f mail --to 'a@example.com
Bcc: b@example.com' in.tsv"
ok 'mail: both parts, subject readable' "fb-report --lang zh -f mail --to boss@example.com in.tsv | python3 -c '
import email, email.policy, sys
m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
assert m[\"to\"] == \"boss@example.com\" and m[\"subject\"].startswith(\"客户反馈\"), m[\"subject\"]
plain, page = m.iter_parts()
assert plain.get_content_type() == \"text/plain\" and \"播放与应用\" in plain.get_content()
assert page.get_content_type() == \"text/html\" and \"<script\" not in page.get_content()'"
ok 'JSON: sorted keys, a figure a line' "fb-report -f json in.tsv >j && python3 -c '
import json
j = json.load(open(\"j\"))
assert list(j) == sorted(j) and list(j[\"figures\"]) == sorted(j[\"figures\"], key=str.encode)
lines = open(\"j\").read().split(chr(10))
assert sum(l.startswith(chr(34)) and (chr(58) + chr(123) + chr(34) + \"value\") in l for l in lines) == len(j[\"figures\"])'"
same '--by: a page for each, in order' "fb-report --lang en --by product in.tsv | grep '^Customer feedback'" <<'END'
Customer feedback
Customer feedback: Python
Customer feedback: Coffee
END
ok 'the page of all has the quotes and lists that it has without --by' 'fb-report -f md in.tsv >alone && fb-report -f md --by product in.tsv >all &&
	head -n "$(sed -n "/^## /=" alone | tail -1)" alone >head && grep -q "一直转圈" head && head -n "$(wc -l <head)" all | cmp - head
	fb-report --partial by.part --by product in.tsv && fb-report -f md --by product --merge by.part | cmp - all'
ok '--split: a file each' 'fb-report --by product --split -o s.html in.tsv && test -s s.html && test -s s.Python.html && test -s s.Coffee.html'
# Names that differ in what an ID or a file name may not hold: as many figures and files as there are.
{ printf 'id\tts\tproduct\ttext\tsentiment\n'
	n=0; while IFS= read -r name; do n=$((n + 1)); for i in $(seq "$n"); do printf '%s\t2025-11-0%s\t%s\ttext\tnegative\n' "$n.$i" $((i % 7 + 1)) "$name"; done; done <<'END'
P
P.negative
P%2Enegative
P.
P
a/b
a:b
rate
a  b
END
} | sed 's/	P	text/	P	text/' >names.tsv
same 'names with dots have IDs of their own' "fb-report -f tsv names.tsv | cut -f1,2 | grep -E '^product\.[^.]*	'" <<'END'
product.P	6
product.P%252Enegative	3
product.P%2E	4
product.P%2Enegative	2
product.a %20b	9
product.a/b	6
product.a:b	7
product.rate	8
END
ok 'and receipts' "fb-report --receipt product.P%2Enegative.negative names.tsv | awk 'NR > 1' | wc -l | grep -qx 2 && fb-report --alert 'product.P%2Enegative.negative>1' names.tsv; [ \$? = 3 ]"
ok 'and files' "fb-report --by product --split -o n.html names.tsv; ls n.*.html | wc -l | grep -qx 8; grep -q '>Customer feedback: a/b<' n.a-b.2.html && grep -q '>Customer feedback: a:b<' n.a-b.html"
ok 'links lead to all of them, and back' "python3 -c 'import re, os.path, urllib.parse
page = lambda f: re.findall(r\"<a href=\\\"\./([^\\\"]*)\", open(f).read())
to = [urllib.parse.unquote(f) for f in page(\"n.html\")]
assert len(set(to)) == 8 and all(page(f) == [\"n.html\"] for f in to), to'"
status 65 '--by of a column that is not there' 'fb-report --by cluster in.tsv'
says 'which' '--by cluster: there is no column cluster' 'fb-report --by cluster in.tsv'
ok "WeCom: the message of a department has its list, and goes on" "fb-report --lang en --by dept --split -f wecom -o w.json weeks.tsv && grep -q 'Finance: what to do (16)' w.finance.json && grep -q 'Numbers' w.content.json"
ok 'WeCom: a list that has no room is cut at its end, says by how many, and the numbers come after it whole' "awk 'BEGIN { OFS = \"\\t\"; print \"id\", \"ts\", \"text\", \"sentiment\", \"dept\", \"due\"
	for (i = 10; i < 60; i++) print i, \"2025-11-20\", substr(\"the invoice has a wrong title and nobody answers my letters about that in all these weeks since the spring, though I asked in every way there is, by letter, by mail and by telephone\", 1, 90 + i * 37 % 80) \" \" i, \"negative\", \"finance\", \"2025-12-\" i % 30 + 1 }' >list.tsv
	fb-report --lang en --by dept --split -f wecom -o list.json list.tsv && python3 -c '
import json
t = json.load(open(\"list.finance.json\"))[\"markdown\"][\"content\"].split(\"\\n\")
at = next(i for i, line in enumerate(t) if \"what to do (the 30 most pressing)\" in line)
end = next(i for i, line in enumerate(t) if \"more: see the page\" in line)
dues = [line.split(\"due \")[1] for line in t[at + 1:end]]
assert 5 < len(dues) < 30 and \"and %d more\" % (30 - len(dues)) in t[end], (len(dues), t[end])
assert t[end + 1] == \"## Numbers\" and \"50\" in t[end + 2], t[end:]'"
status 2 '--split wants a name' 'fb-report --by product --split in.tsv'

# --explain: ten old records and ten new ones. Two of the old complaints were labelled positive by the old model: 3 of 10 are negative as
# labelled, 5 by the new model, 6 of the new records. Rules move the old records of topic price from sales to shop.
awk 'BEGIN { print "sentiment\ttext"; for (i = 65; i < 85; i++) printf "positive\tcourse %c splendid\nnegative\tcourse %c dreadful\n", i, i }' >learn
fb-train -q -t sentiment -o ./new learn
awk 'BEGIN { print "id\tts\ttext\tsentiment\tsentiment_p\tsentiment_m\ttopic\tdept"
	for (i = 1; i <= 10; i++)
		printf "o%d\t2025-11-0%d\tcourse %s\t%s\t.9\tm1\t%s\t%s\n", i, i % 9 + 1, i <= 5 ? "dreadful" : "splendid", i <= 3 ? "negative" : "positive",
			i % 2 ? "price" : "content", i % 2 ? "sales" : "desk" }' >old.tsv
awk 'BEGIN { print "id\tts\ttext\tsentiment\tsentiment_p\tsentiment_m\ttopic\tdept"
	for (i = 1; i <= 10; i++)
		printf "n%d\t2025-11-1%d\tcourse %s\t%s\t.9\tm2\t%s\t%s\n", i, i % 9, i <= 6 ? "dreadful" : "splendid", i <= 6 ? "negative" : "positive",
			i <= 4 ? "price" : "content", i <= 4 ? "shop" : "desk" }' >new.tsv
printf 'price: topic = price -> dept=shop\ndefault -> dept=desk\n' >new.rules
same '--explain: what the rules, the model and the data did, in steps that sum to the change' \
	'fb-report --lang en --explain --new-model ./new --new-rules new.rules old.tsv new.tsv | grep -E "^(Negative share|Price|sales|shop|desk) " | tr -s " "' <<'END'
Negative share 30.0 % ±0.0 +20.0 +10.0 60.0 %
Price and membership 20.0 % ±0.0 +10.0 +10.0 40.0 %
sales 50.0 % −50.0 ±0.0 ±0.0 0.0 %
shop 0.0 % +50.0 ±0.0 −10.0 40.0 %
desk 50.0 % ±0.0 ±0.0 +10.0 60.0 %
END
same 'models that differ are not told apart from the data by chance: the first sentence says so' 'fb-report --lang en --explain --width 200 old.tsv new.tsv | sed -n 3p' <<'END'
Negative 30.0 %, now 60.0 %: +30.0 points, by the data and by models or rules that differ; they are not told apart.
END
ok 'without the new model all is data, and that is said' 'fb-report --lang en --explain old.tsv new.tsv | grep -q "labelled by different models"'
head -1 new.tsv >none.tsv
status 65 'nothing to compare with' 'fb-report --explain old.tsv none.tsv'
says 'which file that is' 'none.tsv: no records' 'fb-report --explain old.tsv none.tsv'

# --measures: the player was mended on the 10th. Of the 9 records before that have a sentiment none is a complaint of playback, of the 11 from
# then on 5 are; with Yates' correction p is .07: too few to be sure.
printf 'date\twhat\ttopic\n2025-11-10\tnew player\tplayback\n2025-11-05\tslower pictures\tteeching\n2025-12-01\tnot yet\tprice\n' >measures
same '--measures: before and after, the latest first' 'fb-report -f md --lang en --measures measures in.tsv | grep -A3 "Last measures" | grep "^-" | sed "s/ ([0-9–]*) / /g"' <<'END'
- new player (10 Nov): complaints 0 % of records in the 28 days before, 45 % after: no clear change
- slower pictures (5 Nov): complaints 0 % of records in the 28 days before, 0 % after: no record has teeching
END
printf 'date\twhat\n10 Nov\tx\n' >bad
says 'a date that is none' "bad:2: its date wants a day such as .*, not '10 Nov'" 'fb-report --measures bad in.tsv'

# ---- refused records ----
printf 'id\tts\ttext\n1\t2026-01-01\ta\n2\tx\n3\t2026-01-02\tb\tc\td\n' >bad.tsv
same 'how many were refused, and why the first was' 'fb-report --lang en --width 200 bad.tsv | grep -A1 ^Data' <<'END'
Data
  - bad.tsv: 1 record, 2 refused (line 3: 2 fields where the header has 3)
END
# Every reason for which the reader of a stream refuses a record.
printf 'id\ttext\n1\ta\tb\n' >why1; printf 'id\ttext\n1\ta\377\n' >why2; printf 'id\ttext\n1\ta\0\n' >why3; printf 'id\ttext\n1\ta\rb\n' >why4
printf 'id\ttext\n\n1\ta\n' >why5; printf 'id\ttext\nid\ttext\n' >why6; printf 'id\ttext\n1\ta' >why7
{ printf 'id\ttext\n1\t'; head -c 1100000 /dev/zero | tr '\0' x; echo; } >why8
same 'why, in the language of the page' 'fb-report --lang zh --width 200 why? | sed -n "/^数据/,/^方法/s/.*被拒//p"' <<'END'
（第2行：有3个字段，列名有2个）
（第2行：第4字节（0xff）不是UTF-8：fb-import可转换其他编码）
（第2行：含NUL字节：文字中不应有）
（第2行：行中有回车符：应写作\r）
（第2行：空行）
（第2行：又一行列名：是否把各带列名的文件接在了一起？）
（第2行：末行没有换行符：文件是否被截断？该行照用）
（第2行：记录长于1 MiB）
END
same 'in a report of parts, too' 'fb-report --partial part bad.tsv; fb-report --lang zh --width 200 --merge part | grep -A1 ^数据' <<'END'
数据
  - bad.tsv：1条记录、2条被拒（第3行：有2个字段，列名有3个）
END
done_testing
