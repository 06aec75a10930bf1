#!/bin/sh
# The world's exports, one fixture each in testdata/exports (our own writing): what fb-import makes of them.
. "$(dirname "$0")/lib.sh"
cp "$T"/testdata/exports/* .

same 'Taobao style: preamble, ="…", initial review as text, totals left out' 'fb-import -q taobao.csv 2>/dev/null | cut -f2-' <<\END
订单编号	买家昵称	product	text	ts	追评	追评时间	商家回复	ts_raw	note
20240301000187	木***8	Excel 函数实战课	讲得很细，就是例子少了点	2024-03-01T20:14:00	一周后再看，练习题还是没更新	2024/3/8 9:02	亲，新的练习已在路上		
20240301000192	y***n	Excel 函数实战课	此用户没有填写评价	2024-03-02T07:45:00			感谢您的支持		default
20240302000007	青***鱼	古诗文诵读（音频）	声音好听	2024-03-02T22:31:00					
20240303000031	木***8	手账入门	收到的是旧版，\n封面都折了	2024-03-03T12:00:00	客服给换了，满意	2024/3/5 18:20	给您添麻烦了		
END
says 'the preamble is named' "header in row 4 after 2 others \('店铺：晨读书屋'\)" 'fb-import taobao.csv'
says 'masked names are no user, and how to take them' 'masked names.*--map user=买家昵称' 'fb-import taobao.csv'
says 'the follow-up is offered' 'text=初评内容 \(or --map text=追评\)' 'fb-import taobao.csv'
says 'the line of totals is named' "1 line of totals or remarks left out \(first in line 10, '合计'\)" 'fb-import -q taobao.csv'
same 'text=初评内容+追评 joins the two' 'fb-import -q --map text=初评内容+追评 --map user=买家昵称 taobao.csv 2>/dev/null | cut -f3,5 | sed -n 1,3p' <<\END
user	text
木***8	讲得很细，就是例子少了点\n一周后再看，练习题还是没更新
y***n	此用户没有填写评价
END
same '--header-row takes another row' 'fb-import -q --header-row 5 taobao.csv 2>/dev/null | sed -n 1p | cut -f3' <<\END
木***8
END
same 'a survey: when it was sent, choices as they are, the question that asks for words' 'fb-import -q survey-star.csv | cut -f3,5,9,11-' <<\END
ts	channel	2、您从哪里知道我们？（多选）	text	ts_raw	note
2024-03-05T14:02:11	微信	朋友┋公众号	希望多放一些学员作业的点评		
2024-03-05T14:09:40	链接	公众号	(空)		default
2024-03-05T15:30:05	微信	朋友┋其他〖同事推荐〗	节奏太快，剪辑那一章跟不上		
END
same 'another: the end of answering is its time, (跳过) is no feedback' 'fb-import -q survey-penguin.csv | cut -f4,6-9,11' <<\END
ts	user	text	您最不满意的地方	rating	note
2024-03-05T09:01:30	阿禾	老师有问必答，作业当天就批	播放器老是退出登录	4	
2024-03-05T09:10:41	Leo	(跳过)	(跳过)	5	default
2024-03-05T10:25:00	小满	资料包整理得清楚	直播回放上传太慢	3	
END
says 'the other time is offered' 'ts=结束答题时间 \(or --map ts=开始答题时间\)' 'fb-import survey-penguin.csv'
same 'WeChat style bill: preamble, long numbers with a TAB' 'fb-import -q wechat-bill.csv | cut -f2,4,5,10,12' <<\END
ts	user	product	交易单号	text
2024-03-05T14:02:11	阿禾	古诗文诵读（音频）	4200002100202403051122334455	能开发票吗，之前那张抬头写错了
2024-03-06T08:15:00	小满	/	4200002100202403061122334466	课程费，麻烦尽快开通
END
same 'Alipay style bill, GB18030: cells padded to a width, remarks below' 'fb-import -q alipay-bill.csv 2>/dev/null | cut -f2,4-6,9' <<\END
交易号	ts	user	product	text
2024030522001400	2024-03-05T14:02:11	阿禾	听书年卡	想把两个账号合在一起
2024030622001401	2024-03-06T08:15:00	小满	听书年卡	
END
says 'the remarks are counted' "3 lines of totals or remarks left out \(first in line 8, '---" 'fb-import -q alipay-bill.csv'
ok 'Google Play, UTF-16' 'iconv -f utf-8 -t utf-16 google-play.csv | fb-import -q >g; fb-import -q google-play.csv | cmp - g'
same 'its columns; the reply is no text' 'fb-import -q google-play.csv | cut -f2,5,7,9,11,13' <<\END
product	lang	ts	rating	text	Developer Reply Text
com.example.audio	en	2024-03-05T06:02:03Z	1	Crashes when I open "My shelf", every time.	Sorry about that, fixed in 4.1.3.
com.example.audio	zh	2024-03-06T11:20:00Z	5	更新以后快多了	
END
same 'App Store: one document, records in data' 'fb-import -q app-store.json | cut -f2-7' <<\END
id	rating	attributes.title	text	user	ts
00000011-7b64-0eaf	2	Downloads vanish	Every update deletes the lectures I saved for the train.\nPlease keep them.	quiet_commuter	2024-03-05T06:02:03-08:00
00000012-7b64-0eaf	5	有声书很多	每天散步都听，😊 就是广告有点多	散步的人	2024-03-06T21:10:00-08:00
END
same '--each and --map with paths' 'fb-import -q -f json --each data --map text=attributes.title app-store.json | cut -f2,4' <<\END
id	text
00000011-7b64-0eaf	Downloads vanish
00000012-7b64-0eaf	有声书很多
END
says 'an array that is not there' "no array is at 'date'" 'fb-import -f json --each date app-store.json'
same 'tickets: 20-digit numbers keep their digits, arrays are JSON text' 'fb-import -q tickets.json | cut -f1,2,5,7,8' <<\END
id	ts	channel	tags	user
35436	2024-03-05T06:02:03Z	email	["certificate","name"]	20978392841234567890123
35437	2024-03-05T07:00:00Z	web	[]	12
END
ok 'a document cut at every byte is the same' "for f in app-store.json tickets.json; do fb-import -q \$f >a; python3 '$T/t/drip.py' \$f 1 fb-import -q | cmp - a || exit 1; done"
status 1 'a document that was cut off' 'head -c 600 tickets.json | fb-import -q'
says 'says so' 'the JSON ends too early|ends before the array' 'head -c 600 tickets.json | fb-import -q'
same 'stars in all spellings are one scale; words and points are not' 'fb-import -q ratings.csv 2>/dev/null | cut -f4 | paste -sd " "' <<\END
rating 5 3 3 5 4 4 好评 差评 9 
END
says 'mixed scales are said' 'rating mixes scales \(6 stars, 2 grades like 好评, 1 numbers up to 10\)' 'fb-import -q ratings.csv'
same '--scale brings them to one' 'fb-import -q --scale 好评=5,差评=1,9-10=5-5 --scale 6-8=3-4 ratings.csv 2>err2 | cut -f4 | paste -sd " "; cat err2' <<\END
rating 5 3 3 5 4 4 5 1 5 
END
same '--scale stretches a range' "printf 'id,rating\n1,0\n2,7\n3,10\n' | fb-import -q --scale 0-10=1-5" <<\END
id	rating
1	1
2	3.8
3	5
END
status 2 'a --scale that is none' 'fb-import --scale 好评 ratings.csv'
same 'padded cells, ="00123"; the text is not touched' 'fb-import -q excel-damage.csv 2>/dev/null | cut -f2-' <<\END
编号	手机号	订单号	text	ts	rating	ts_raw	note
1	1.38E+10	00123	  前后的空格要留着  	2024-03-05T08:05:00	5		
2	1.59E+10	00124	发票什么时候开	2024-03-06	4		
3	13800000000	00125	E+10 是什么意思	2024-03-07	3		
END
says 'digits that Excel dropped are reported by column' "column '手机号': 2 values like 1.38E\+10" 'fb-import -q excel-damage.csv'

# Quotes that go astray
awk 'BEGIN { print "id,text,user"; for (i = 0; i < 3000; i++) print i (i == 1500 ? ",\"stray " : ",text ") i ",u" i % 7; print "3000,\"quoted\",u" }' >stray.csv
status 1 'a stray quote that swallows half the file' 'fb-import -q stray.csv'
ok 'costs its own line' 'fb-import -q stray.csv 2>/dev/null >o; test "$(wc -l <o)" = 3001 && ! grep -q stray o'
says 'which is named' 'stray.csv:1502: byte .*: a quoted field begins in this line and swallows those after it' 'fb-import -q stray.csv'
awk 'BEGIN { print "id,text,user"; for (i = 0; i < 60000; i++) print i ",\"never closed " i ",u" i % 7 }' >inch.csv
ok 'quotes that never close, line after line, are letters' 'fb-import -q inch.csv >o && test "$(wc -l <o)" = 60001 && grep -q "^7	\"never closed 7	u0" o'
says 'and that is said' 'quotes are letters' 'fb-import inch.csv'
awk 'BEGIN { print "id,text,user"; for (i = 0; i < 40000; i++) print i (i < 20000 ? ",\"fine " i "\",u" : ",\"open " i ",u") i % 7; for (i = 0; i < 9000; i++) print i ",\"good\n" i "\",u" }' >turn.csv
ok 'where they begin to, those lines are refused and the others come through, in time; the last five may pass for one cell' 'timeout 60 fb-import -q turn.csv 2>/dev/null >o; test "$(grep -c fine o)" = 20000 && test "$(grep -c good o)" = 9000 && test "$(grep -c open o)" -le 1'
for bytes in 1009 65537; do
	ok "the same through a pipe of $bytes bytes a write" "dd if=turn.csv bs=$bytes status=none | fb-import -q -j2 2>/dev/null | cmp - o"
done

# A text that begins with a quoted word, from an exporter that does not quote
printf '%s\n' id,text,user '1,"""ok"" doubled' 'next",a' '2,"say "hi" to' 'me",b' '4,"棒" 推荐,d' '5,"fine",e' '5a,"a, b" more,e' 5b,text,e '6,"x"y,f' '7,"two' '' 'lines",g' '8,"棒"！,h' 9,plain,i '10,"q",j' '11,"' 'k",k' >words.csv
same 'its line is refused, none is swallowed' 'fb-import -q words.csv' <<\END
id	text	user	note
1	"ok" doubled\nnext	a	
2	say "hi" to\nme	b	
5	fine	e	
5b	text	e	
7	two\n\nlines	g	
9	plain	i	
10	q	j	
11	\nk	k	
END
ok 'and named' "fb-import -q words.csv 2>&1 | grep -c 'words.csv:\(6\|8\|10\|14\): .*stray quote' | grep -qx 4"

# Rows that go on after the last column
printf 'id,user,text,rating\n1,a,good,5,\n2,b,评论,1, ,\n3,c,more,4,x\n' >surplus.csv
same 'a delimiter after the last cell of each row: the header is the header, a cell with something in it is refused' 'fb-import -q surplus.csv' <<\END
id	user	text	rating	note
1	a	good	5	
2	b	评论	1	
END
printf 'id,text,user\n3,a,b,c\n' >rejects.csv
same 'nor is a header what has more cells than the header' 'fb-import -q rejects.csv' <<\END
id	text	user	note
END

# Below the data
printf '%s\n' '评价ID,昵称,评价内容,评分' 1,甲,好,5 '2,乙,合计花了三百,4' 本页合计,,,9 '总计（2条）,,2,9' '合 计,9' '共 2 条' '已收入:1笔,99.00元' 制表人：王,,, '#9,丙' 合计,很好 >below.csv
same 'totals and remarks in many wordings are left out; a short line with words in it is refused, not filled up' 'fb-import -q below.csv' <<\END
id	user	text	rating	note
1	甲	好	5	
2	乙	合计花了三百	4	
END
says 'and counted' '6 lines of totals or remarks left out' 'fb-import -q below.csv'
says 'the short ones are named' 'below.csv:10: .* 2 fields where' 'fb-import -q below.csv'
printf '"\033[31m红\nb",\n\nid,text,user\n1,x,y\n' >escape.csv
says 'what a file holds moves no cursor and begins no line' "header in row 3 after 1 other \(' .31m红 b'\)" 'fb-import escape.csv'

# Who, and what is no feedback
printf '会员昵称,初评,评分\nj***1,x,5\n匿*,y,4\n匿名用户,z,3\nann,w,2\n' >masked.csv
says 'one star and 匿名 are masks too' '会员昵称 holds masked names' 'fb-import masked.csv'
says 'where no column is text, that is said' 'no column was found for text' "printf 'id,客服回复\n1,谢谢\n' | fb-import"
ok 'but not where the columns were chosen' "printf 'id,客服回复\n1,谢谢\n' | fb-import -c id 2>&1 | grep -qv 'found for text'"
same 'phrases: marks at the end and the case of letters do not count' "printf 'id,text\n1,此用户没有填写评价！\n2,NO written review.\n3,系统默认好评!!\n4,好评\n5,/\n' | fb-import -q | cut -f3 | paste -sd, -" <<\END
note,default,default,default,,default
END
same 'points with unanswered questions among them are ratings' "printf '昵称,您会打几分,意见\na,9,很好的课程内容\nb,(跳过),无\n' | fb-import -q | sed -n 1p | cut -f3" <<\END
rating
END

# What is no table of text
for lead in '\357\273\277<?xml version="1.0"?>' '\357\273\277 <!-- x --><html>' '<div><table><tr><td>' '<Workbook xmlns="x">' '<tr class=a>' 'MIME-Version: 1.0\nX: y\n'; do
	says "a workbook that is $lead" 'some .xls files are' "printf '$lead<td>id,text</td>\n' | fb-import"
done
says 'in UTF-16' 'this is HTML' "printf '<html><table>' | iconv -f utf-8 -t utf-16 | fb-import"
ok 'a header with markup in it is a header' "printf '<b>text</b>,id\n1,2\n' | fb-import -q"

# JSON as it comes
same 'a document on one line' "printf '%s' '{\"code\":0,\"message\":\"ok\",\"data\":[{\"id\":1,\"text\":\"好\"}]}' | fb-import -q" <<\END
id	text	note
1	好	
END
same 'one record with an array in it is a record' "printf '%s' '{\"id\":1,\"text\":\"x\",\"tags\":[{\"a\":1}]}' | fb-import -q" <<\END
id	text	tags	note
1	x	[{"a":1}]	
END
same 'JSON Lines in UTF-16' "printf '%s\n' '{\"id\":1,\"text\":\"好\"}' | iconv -f utf-8 -t utf-16 | fb-import -q" <<\END
id	text	note
1	好	
END
same '-c of an object gives its JSON text' "printf '%s\n' '{\"id\":1,\"user\":{\"name\":\"x\",\"e\":{}}}' | fb-import -q -f jsonl -c id,user,user.name" <<\END
id	user	user.name
1	{"name":"x","e":{}}	x
END
# One id with two texts in one export, and again one of the day before.
printf 'id\ttext\n1\tA\n1\tB\n1\tA\n2\tC\n' >twice.tsv; printf 'id\ttext\n2\tD\n1\tC\n' >next.tsv
same '--seen: an id with two texts passes with each, the same export again not at all' \
	'for f in twice twice twice next next twice twice; do echo $f; fb-import -q -f stream --seen twice.seen $f.tsv 2>/dev/null | sed 1d; done' <<\END
twice
1	A	new
1	B	changed
2	C	new
twice
twice
next
2	D	changed
1	C	changed
next
twice
1	A	changed
1	B	changed
2	C	changed
twice
END
says 'another array is offered' 'did you mean --each data' 'fb-import --each dta app-store.json'
same 'COPY text may end with \.' "printf 'id\\ttext\\n1\\tx\\n\\\\.\\n' | fb-import -q -f pg" <<\END
id	text	note
1	x	
END

# What was passed on before
printf 'id,text\n1,a\n2,b\n,c\n,c\n' >day1.csv
printf 'id,text\n2,b\n1,A\n,c\n,c\n,c\n3,d\n' >day2.csv
same '--seen passes all the first time' 'fb-import -q --seen state day1.csv | cut -f2-' <<\END
text	note	seen
a		new
b		new
c		new
c		new
END
same 'then only what is new or has another text' 'fb-import -q --seen state day2.csv 2>/dev/null | cut -f2-' <<\END
text	note	seen
A		changed
c		new
d		new
END
says 'and says so' '^fb-import: 6 records were passed on before and are left out; 0 came' 'fb-import -q --seen state day2.csv'
ok 'the state holds no text, is private, and 12 bytes a record' 'test "$(stat -c %a state)" = 600 && test "$(stat -c %s state)" -lt 400 && ! strings state | grep -q "^[abcd]$"'
ok 'a run that fails leaves it as it was' 'cp state before; fb-import -q --seen state day1.csv nosuch.csv >/dev/null 2>&1; cmp state before'
status 65 'a damaged one is refused' 'head -c 100 state >cut; fb-import --seen cut day1.csv'
ok 'and stays' 'test "$(stat -c %s cut)" = 100'
status 75 'two runs at once: the second is told to wait' 'mkfifo p; fb-import -q --seen state p >/dev/null & exec 9>p; sleep .3; fb-import -q --seen state day1.csv; s=$?; exec 9>&-; wait; exit $s'
awk 'BEGIN { print "id,text"; for (i = 0; i < 50000; i++) print "k" i ",text " i }' >many.csv
ok 'many records: none twice' 'fb-import -q --seen st2 many.csv | wc -l | grep -qx 50001 && fb-import -q --seen st2 many.csv 2>/dev/null | wc -l | grep -qx 1'
done_testing
