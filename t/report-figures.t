#!/bin/sh
# fb-report: every figure counted again without fb; a bad week found, its cause first, its effect split right.
. "$(dirname "$0")/lib.sh"

# Eight weeks of a made desk with all columns that a report knows, from a generator whose numbers are its own.
awk 'function r(n) { x = (x * 69069 + 12345) % 4294967296; return int(x / 65536) % n }
function clock(s) { return sprintf("2025-%02d-%02dT%02d:%02d:00+08:00", s < 43200 ? 10 : 11, 1 + int((s % 43200) / 1440), int(s % 1440 / 60), s % 60) }
BEGIN {
	OFS = "\t"; x = 7
	split("Python Coffee Drawing It'"'"'s\\\\x", product, " "); split("app web", channel, " ")
	split("playback refund teaching content general", topic, " "); split("engineering finance teaching content service", dept, " ")
	print "id", "ts", "user", "channel", "product", "text", "rating", "note", "sentiment", "sentiment_p", "sentiment_m", "topic", "topic_p", "intent", "dept", "priority", "due", "action", "rule_m", "reply_ts", "closed_ts", "csat", "nps", "checked"
	for (i = 1; i <= 1200; i++) {
		s = r(1260) * 64 + r(64)
		t = 1 + r(5); m = r(10) < 3 + (t == 1) * 4 ? "negative" : r(2) ? "positive" : "neutral"
		n = r(20); empty = n == 0; phrase = n == 1
		print i, n == 2 ? "" : clock(s), "u" r(300), channel[1 + r(2)], product[1 + r(4)], empty ? "" : "text number " r(2000) " of them", r(12) ? 1 + r(5) : r(2) ? "" : "4.5", phrase ? "seen,default" : r(9) ? "" : "defaulted",
			empty ? "" : m, empty ? "" : "0." (3 + r(6)) r(10), s < 40000 ? "aaaa" : "bbbb", empty ? "" : topic[t], empty ? "" : "0." (3 + r(6)) r(10), empty ? "" : r(2) ? "complaint" : "praise", dept[t], r(3) ? "normal" : "high",
			r(9) ? clock(s + 2880) : "", r(3) ? "answer" : "answer,survey", "r1", r(4) ? clock(s + r(2000)) : "", r(3) ? clock(s + 2000 + r(2000)) : "", r(5) ? "" : 1 + r(5), r(5) ? "" : r(11), r(20) ? "" : r(5) ? "right" : "wrong"
	}
}' >desk.tsv
again='fb-report -f json $options desk.tsv >r.json; BY=product python3 "$T"/t/figures.py r.json desk.tsv >said; s=$?; cat said >&2; [ $s = 0 ] && <said grep -Eq'
for options in '--now 2025-11-10T12:00:00+08:00' '--since 2025-10-20 --until 2025-11-02' '--period day --against last-year' '--by product --period week'; do
	ok "every figure counted again: ${options:-all records}" "options='$options'; $again 'count [1-9].*share [1-9]'"
done
ok 'every figure counted again: --period month; splits, drivers, survey bounds and drift are among them' "options='--period month'; $again 'bounds [1-9].*drift 1.*driver [1-9].*formula [1-9].*mean [1-9].*split [1-9]'"
ok 'what a stream has no column of, bad ratings do not go with' 'cut -f1-3,5- desk.tsv >nowhere.tsv && fb-report -f tsv --period month nowhere.tsv | cut -f1 | grep "^driver" >of
	printf "driver.all\ndriver.product.share\ndriver.topic.share\n" | cmp - of'
ok 'each figure of a report may be watched' 'fb-report -f tsv --period month desk.tsv | sed "1d; s/	.*//; /^why\|^driver\|^drift\|^records.change\|^csat.[bw]\|share\|without\$\|^[^p].*change\$\|^product.*change\$/s/\$/>1/; />/!s/\$/>1e15/; s/.*/--alert\n&/" | tr "\n" "\0" >alerts
	[ "$(tr -cd "\0" <alerts | wc -c)" -gt 600 ] && xargs -0 fb-report --period month desk.tsv <alerts >/dev/null'
ok 'a command with a ! runs in a shell that has a history, too' 'sed "s/Python/Wow!/" desk.tsv >wow.tsv
	fb-report --period month --by product --receipt by.Wow\!.dept.content.overdue wow.tsv 2>&1 >rows | sed -n "1s/.*//; 1s/^/set -o history -o histexpand/p; 2p" >paste
	[ "$(bash paste)" = "$(($(wc -l <rows) - 1))" ]'
ok 'the shell commands count the same' 'fb-report -f tsv --period month desk.tsv | awk -F"\t" "NR > 1 && \$5 != \"\" && (NR % 37 == 0 || \$1 ~ /overdue|reply|unsure/) { print \$1 \"\t\" \$5 }" >ids
	while IFS="	" read -r id n; do
		fb-report --period month --receipt "$id" desk.tsv >rows 2>say || exit 9
		[ "$(($(wc -l <rows) - 1))" = "$n" ] || case $id in rating*) ;; *) echo "$id: rows" >&2; exit 8;; esac
		case $id in rating | rating.before) continue;; esac
		! command -v sqlite3 >/dev/null && grep -q sqlite3 say && continue
		[ "$(sed -n 2p say | sh)" = "$n" ] || { echo "$id: $n, but $(sed -n 2p say)" >&2; exit 7; }
	done <ids; [ "$(wc -l <ids)" -gt 10 ]'
# The second file has its columns in another order and lacks rating, reply_ts and others.
awk -F'\t' -v OFS='\t' 'NR == 1 || NR % 3 == 0 { print $12, $2, $5, $1, $6, $8, $9 }' desk.tsv >fewer.tsv
ok 'so does each command of a page of two files, pasted with its functions into a fresh shell' 'fb-report -f html --period week desk.tsv fewer.tsv >page.html
	python3 "$T"/t/receipts.py page.html >said; s=$?; cat said >&2; [ $s = 0 ] && grep -Eq "count [1-9].*formula [1-9].*mean [1-9].*query [1-9]" said'
tap_run 'fb-report -f tsv desk.tsv | cut -f1,2 | grep -E "^(topic|product|channel|dept)\.[^.]*	" | grep -v "\.	"'
grep -v '^dept' out >heard; grep '^dept' out | sort >all
awk -F'\t' 'NR > 1 && $6 != "" && $8 !~ /(^|,)default(,|$)/ { n["topic." $12]++; n["product." $5]++; n["channel." $4]++ } END { for (k in n) print k "\t" n[k] }' desk.tsv |
	sed 's/\\\\/%5C%5C/' | sort >want
sort heard | cmp -s - want
tap_result $? 'topics, products and channels are what awk counts' || { sort heard | diff want - | sed 's/^/# /'; }
awk -F'\t' 'NR > 1 { n["dept." $15]++ } END { for (k in n) print k "\t" n[k] }' desk.tsv | sort | cmp -s - all
tap_result $? 'departments are what awk counts'

# ---- the split, worked by hand ----
# Before: A 60 records, 12 of them negative; B 40, 4. After: A 80, 40 negative; B 20, 2. So 16 % became 42 %: +26.0 points.
#   within: A mean share (.6+.8)/2 = .7 times (.5-.2) = +21.0; B .3 times 0 = 0
#   mix:    mean of all (.16+.42)/2 = .29; A (.35-.29)(.8-.6) = +1.2; B (.10-.29)(.2-.4) = +3.8; together +5.0
awk 'BEGIN { OFS = "\t"; print "id", "ts", "product", "text", "sentiment", "topic"
	n = split("2025-11-03 A 12 60 2025-11-03 B 4 40 2025-11-10 A 40 80 2025-11-10 B 2 20", w, " ")
	for (k = 1; k < n; k += 4)
		for (i = 1; i <= w[k + 3]; i++)
			print ++id, w[k], w[k + 1], "text " id, i <= w[k + 2] ? "negative" : "positive", i <= w[k + 2] ? "playback" : "content" }' >split.tsv
same 'the change is split exactly' 'fb-report -f tsv --period week split.tsv | cut -f1,2 | grep -E "^why\.(change|product|rate|mix)"' <<'END'
why.change	0.260000
why.mix.product	0.050000
why.product.A	0.222000
why.product.A.mix	0.012000
why.product.A.rate	0.210000
why.product.B	0.038000
why.product.B.mix	0.038000
why.product.B.rate	0.000000
why.rate.product	0.210000
END
same 'and said so' 'fb-report --lang en --period week split.tsv | sed -n "3,8p;/^Why/,/Product/p"' <<'END'
Negative share up to 42 % from 16 %, mainly about Playback and app · A.

First these
1 Playback and app · A   Engineering
  40 complaints, +28 against 12 before, more since 10 Nov
  without it: 3 % negative instead of 42 %
Why +26.0 points
  - Topic: Playback and app +26.0, Content and depth ±0.0
  - Product: +21.0 within (most: A +21.0), +5.0 from the mix (more or fewer
END

# ---- the bad week in a month ----
# 28 days of 20 records, 4 of them negative (refund, service, price, content); from the 15th to the 21st 8 more, all playback of A:
# 20 % of 560 and 56 of 196 more. Inside (4 + 8) / 28 = 43 %, outside 4 / 20 = 20 %. Without them (168 - 56) / (616 - 56) = 20 %.
awk 'BEGIN { OFS = "\t"; print "id", "ts", "product", "text", "sentiment", "topic"; split("refund service price content", t, " ")
	for (d = 1; d <= 28; d++) {
		for (i = 1; i <= 20; i++)
			print ++id, sprintf("2025-09-%02d", d), i % 3 ? "A" : "B", "text " id, i <= 4 ? "negative" : "positive", i <= 4 ? t[i] : "teaching"
		for (i = 1; i <= 8 && d >= 15 && d <= 21; i++)
			print ++id, sprintf("2025-09-%02d", d), "A", "text " id, "negative", "playback"
	} }' >month.tsv
same 'the bad week is found, its cause first' 'fb-report --lang en month.tsv | sed -n "3,9p"' <<'END'
15–21 Sep 2025 was bad: 43 % negative, 20 % on the other days, mainly because of
Playback and app · A.

First these three
1 Playback and app · A   Engineering
  56 complaints, 56 of them on 15–21 Sep 2025
  without it: 20 % negative instead of 27 %
END
ok 'every figure of it counted again' 'fb-report -f json month.tsv >r.json; python3 "$T"/t/figures.py r.json month.tsv >&2'
ok 'its days are named with what is usual' 'fb-report --lang en month.tsv | grep -E "^Unusual: 15–21 Sep 2025: 43 % negative \(usual [0-9]+–[0-9]+ %\)$"'
status 3 'and --alert unusual says so' 'fb-report --alert unusual month.tsv'
status 0 'but not of the quiet weeks' 'fb-report --until 2025-09-14 --alert unusual month.tsv'

# ---- the made shop ----
need "$FB_BUILD/models/topic" 'no models'
fb-import -q "$T/testdata/export.csv" | fb-classify -m sentiment -m topic -m intent | fb-route -r "$T/testdata/shop.rules" >day.tsv 2>/dev/null
ok 'the planted bad week of the shop: found, and the player of one course first' 'fb-report --lang en day.tsv >page; sed -n "3,8p" page >&2
	grep -Eq "^1[89]–2[0-9] May 2026 was bad" page && grep -q "^1 Playback and app · Python基础   Engineering" page'
ok 'every figure of its month counted again' 'fb-report -f json day.tsv >r.json; python3 "$T"/t/figures.py r.json day.tsv >&2'
done_testing
