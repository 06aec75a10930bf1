#!/bin/sh
# The page as a browser shows it (t/browser.py says what is looked at). Skipped where there is no Chromium: make deps-all brings it.
. "$(dirname "$0")/lib.sh"

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
need "${browser:-/no/chromium}" 'no Chromium'

# A sanitizer sees what fb-report does, not the browser: where the ordinary build is there, whose pages have been looked at, the page must
# have its bytes.
look='python3 "$T"/t/browser.py page.html >&2'
usual=$T/build/bin
export usual
case $FB_BUILD in *san) [ -x "$usual/fb-report" ] && look='PATH=$usual:$PATH; made -o usual.html && cmp page.html usual.html >&2' ;; esac

# Two weeks with every section: names that would break a page, a text of half a kilobyte, all columns.
awk 'BEGIN { OFS = "\t"; n = split("playback refund teaching content", topic, " "); split("engineering finance teaching content", dept, " ")
	product[0] = "Python <b>& \"Co\""; product[1] = "手冲咖啡课"; product[2] = "A_product_whose_name_goes_on_and_on_without_any_blank_at_all"
	print "id", "ts", "channel", "product", "text", "rating", "sentiment", "sentiment_p", "topic", "topic_p", "dept", "priority", "due", "reply_ts", "closed_ts", "csat", "nps"
	for (i = 1; i <= 700; i++) {
		d = i % 28; k = 1 + i % 4; bad = (i % 5 < 1 + 2 * (d > 20 && k == 1))
		long = ""; if (i % 50 == 0) for (j = 0; j < 60; j++) long = long "longword"
		print i, sprintf("2025-11-%02dT09:00:00+08:00", 1 + d), i % 2 ? "app" : "<script>alert(1)</script>", product[i % 3], (i % 2 ? "视频又卡住了，第" i "讲" : "it stalls again </script> & so on " i) long, 1 + i % 5,
			bad ? "negative" : i % 3 ? "positive" : "neutral", "0." 40 + i % 60, topic[k], "0." 40 + i % 60, dept[k], i % 3 ? "normal" : "high", sprintf("2025-11-%02dT18:00:00+08:00", 1 + d), i % 4 ? sprintf("2025-11-%02dT12:00:00+08:00", 1 + d) : "",
			i % 3 ? sprintf("2025-11-%02dT15:00:00+08:00", 1 + d) : "", i % 6 ? "" : 1 + i % 5, i % 7 ? "" : i % 11
	} }' >desk.tsv
ok 'a week in Chinese, by product: nothing breaks, nothing sticks out, receipts open' 'made() { fb-report --lang zh --period week --by product "$@" desk.tsv; }; made -o page.html && { '"$look; }"
need "$FB_BUILD/models/topic" 'no models'
ok "the made shop's month in English" 'made() {
	fb-import -q "$T/testdata/export.csv" | fb-classify -m sentiment -m topic -m intent | fb-route -r "$T/testdata/shop.rules" >day.tsv 2>/dev/null
	fb-report --lang en "$@" day.tsv
}
made -o page.html && { '"$look; }"
done_testing
