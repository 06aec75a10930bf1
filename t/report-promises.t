#!/bin/sh
# fb-report: promises. What was answered and closed in time, what is overdue, worked out by hand.
. "$(dirname "$0")/lib.sh"

# Last ts: 20 November 12:00 +08:00, which is now. Against due, replies: 1 kept (the very second), 2 a second late, 3 missed, 4 kept,
# 5 has no due, 6 has time left, 7 kept (12:00 +08:00 is 04:00 UTC), 8 is due now: not past. So 3 of 5. Ends: 1 late, 2 kept, 3 and 4
# missed, 7 an hour late: 1 of 5. Overdue: 3 and 4, of which 3 has no reply.
tr '|' '\t' >due.tsv <<'END'
id|ts|product|text|sentiment|dept|due|reply_ts|closed_ts
1|2025-11-17T10:00:00+08:00|A|one|negative|finance|2025-11-17T14:00:00+08:00|2025-11-17T14:00:00+08:00|2025-11-18T09:00:00+08:00
2|2025-11-17T10:00:00+08:00|A|two|negative|finance|2025-11-17T14:00:00+08:00|2025-11-17T14:00:01+08:00|2025-11-17T13:00:00+08:00
3|2025-11-18T10:00:00+08:00|A|three|neutral|finance|2025-11-18T14:00:00+08:00||
4|2025-11-18T10:00:00+08:00|B|four|negative|teaching|2025-11-18T14:00:00+08:00|2025-11-18T11:00:00+08:00|
5|2025-11-19T10:00:00+08:00|B|five|positive|teaching|||
6|2025-11-20T10:00:00+08:00|B|six|positive|teaching|2025-11-21T10:00:00+08:00||
7|2025-11-20T09:00:00+08:00|B|seven|negative|teaching|2025-11-20T04:00:00+00:00|2025-11-20T12:00:00+08:00|2025-11-20T05:00:00+00:00
8|2025-11-20T12:00:00+08:00|A|eight|neutral|finance|2025-11-20T12:00:00+08:00||
END
cat >promises <<'END'
fb-report --lang en --width 200 "$@" | grep -A1 '^Promises kept$' | tail -1 | sed 's/ ([0-9–]*)//g'
END

same 'replies and ends against due' 'sh promises due.tsv' <<'END'
first reply in time 60 %; closed in time 20 %; overdue 2, Finance 1 of them, 1 without a reply
END
same 'a second later 8 is missed too' 'sh promises --now 2025-11-20T12:00:01+08:00 due.tsv' <<'END'
first reply in time 50 %; closed in time 17 %; overdue 3, Finance 2 of them, 2 without a reply
END
same 'a now without zone is in the zone of the last ts' 'sh promises --now 2025-11-20T12:00:01 due.tsv' <<'END'
first reply in time 50 %; closed in time 17 %; overdue 3, Finance 2 of them, 2 without a reply
END
cut -f1-8 due.tsv >replies.tsv
same 'where nobody says what is closed, overdue is what has no reply' 'sh promises replies.tsv' <<'END'
first reply in time 60 %; overdue 1
END
# 1, 2, 4 and 7 within a day; 3 and 5 had none; 6 and 8 have time left.
cut -f1-6,8,9 due.tsv >day.tsv
same 'without due, replies within 24 hours' 'sh promises day.tsv' <<'END'
first reply within 24 h 67 %
END
same 'files with and without due: each by its own measure' 'sh promises due.tsv day.tsv' <<'END'
first reply in time 60 %; first reply within 24 h 67 %; closed in time 20 %; overdue 2, Finance 1 of them, 1 without a reply
END
same 'departments in the same words' 'fb-report --lang en -f md due.tsv | grep -E "^\| (Department|Finance|Teaching) " | sed "s/ ([0-9–]*)//g"' <<'END'
| Department | Records | Negative | Negative share | Overdue | Closed in time | Reply in time |
| Finance | 4 | 2 | 50 % | 1 | 33 % | 33 % |
| Teaching | 4 | 2 | 50 % | 1 | 0 % | 100 % |
END
for id in reply.in_time.share closed.in_time.share overdue overdue.silent dept.finance.reply.in_time.share; do
	ok "receipt of $id: the rows that the command counts" "fb-report --receipt $id due.tsv >rows 2>said
		sed -n 2p said >command; test \$(sh command) = \$((\$(wc -l <rows) - 1))"
done
ok 'receipt within 24 hours, too' 'fb-report --receipt reply.24h.share day.tsv 2>said | cut -f1 | paste -sd, >rows
	sed -n 2p said >command; test "$(sh command) $(cat rows)" = "4 id,1,2,4,7"'
for f in due replies day; do
	ok "parts: the same bytes, $f" "fb-report --partial part $f.tsv && fb-report --merge part -f json >merged && fb-report -f json $f.tsv | cmp - merged"
done

# As rules give it: a promise makes due, which the report measures.
printf 'promise reply within 4h for product = A\ndefault -> dept=service\n' >promise.rules
same 'a promise of the rules is measured' 'cut -f1-6,8 due.tsv | cut -f1-5,7 | fb-route -r promise.rules >routed.tsv; sh promises routed.tsv' <<'END'
first reply in time 33 %; overdue 1
END
done_testing
