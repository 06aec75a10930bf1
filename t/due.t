#!/bin/sh
# Due dates worked by hand, and a slow reference that knows nothing of fb's code on random ones.
. "$(dirname "$0")/lib.sh"
cp "$T"/testdata/*.calendar .
cat >night.calendar <<'END'
zone America/New_York
hours mon-sun 22:00-06:00
END
cat >berlin.calendar <<'END'
zone Europe/Berlin
hours mon-fri 09:00-17:00
END

# worked CALENDAR: lines "span ts due remark"; each is one test.
worked() {
	cat >lines
	awk 'NF && !/^#/ { print $1 "\t" $1 }' lines | sort -u >spans.tsv
	printf 'calendar @%s\nall: always -> due=@spans[span]\n' "$1" >w.rules
	awk 'BEGIN { print "ts\tspan\tid" } NF && !/^#/ { print $2 "\t" $1 "\t" ++n }' lines >w.tsv
	fb-route -r w.rules w.tsv 2>err | sed 1d | cut -f6 >got
	awk 'NF && !/^#/' lines >asked
	i=0
	while read -r span ts due remark; do
		i=$((i + 1))
		is=$(sed -n "${i}p" got)
		[ "$is" = "$due" ]
		tap_result $? "$1: $ts and $span: $remark" || echo "# got $is, wanted $due"
	done <asked
}

worked office <<'END'
4bh    2024-03-05T09:00:00+08:00  2024-03-05T14:30:00+08:00  three hours before lunch, one after
2bh    2024-03-05T10:00:00+08:00  2024-03-05T12:00:00+08:00  done when lunch begins
2bh    2024-03-05T11:00:00+08:00  2024-03-05T14:30:00+08:00  lunch between
1bh    2024-03-05T12:00:00+08:00  2024-03-05T14:30:00+08:00  from the start of lunch
1bh    2024-03-05T12:30:00+08:00  2024-03-05T14:30:00+08:00  within lunch
4bh    2024-03-05T13:30:00+08:00  2024-03-05T17:30:00+08:00  from the end of lunch
1bh    2024-03-05T17:30:00+08:00  2024-03-06T09:30:00+08:00  half today, half tomorrow
1bh    2024-03-05T18:00:00+08:00  2024-03-06T10:00:00+08:00  at closing time
1bh    2024-03-05T23:59:59+08:00  2024-03-06T10:00:00+08:00  a second before midnight
1bh    2024-03-06T00:00:00+08:00  2024-03-06T10:00:00+08:00  midnight
1bh    2024-03-05T09:00:01+08:00  2024-03-05T10:00:01+08:00  seconds count
2bh    2024-03-08T17:00:00+08:00  2024-03-11T10:00:00+08:00  Friday evening
8bh    2024-03-09T12:00:00+08:00  2024-03-12T09:30:00+08:00  Saturday: a day of seven and a half hours, and half an hour
450bm  2024-03-10T23:00:00+08:00  2024-03-11T18:00:00+08:00  Sunday night: all of Monday
451bm  2024-03-10T23:00:00+08:00  2024-03-12T09:01:00+08:00  and a minute
0bh    2024-03-05T10:15:30+08:00  2024-03-05T10:15:30+08:00  at once, if open
0bh    2024-03-05T12:00:00+08:00  2024-03-05T13:30:00+08:00  after lunch, if not
0bh    2024-03-09T10:00:00+08:00  2024-03-11T09:00:00+08:00  on Monday
# holidays and worked weekends of 2024 to 2026
2bh    2024-09-30T17:00:00+08:00  2024-10-08T10:00:00+08:00  National Day
1bh    2024-10-01T10:00:00+08:00  2024-10-08T10:00:00+08:00  within the holidays
1bh    2024-10-11T17:30:00+08:00  2024-10-12T09:30:00+08:00  a worked Saturday follows
2bh    2024-10-12T17:00:00+08:00  2024-10-14T10:00:00+08:00  from a worked Saturday over a Sunday
3bh    2024-09-14T16:00:00+08:00  2024-09-18T10:00:00+08:00  a worked Saturday, then Mid-Autumn
1bh    2024-09-29T09:00:00+08:00  2024-09-29T10:00:00+08:00  a worked Sunday
8bh    2024-04-26T18:00:00+08:00  2024-04-29T09:30:00+08:00  a worked Sunday between two free days
2bh    2024-04-30T17:00:00+08:00  2024-05-06T10:00:00+08:00  Labour Day
1bh    2024-05-11T12:00:00+08:00  2024-05-11T14:30:00+08:00  lunch on a worked Saturday
10bh   2024-02-09T16:00:00+08:00  2024-02-19T09:30:00+08:00  Spring Festival, its worked Sunday
1bh    2026-05-04T10:00:00+08:00  2026-05-06T10:00:00+08:00  Labour Day 2026
2bh    2026-05-08T17:00:00+08:00  2026-05-09T10:00:00+08:00  a worked Saturday of 2026
5bh    2025-09-30T12:00:00+08:00  2025-10-09T09:30:00+08:00  eight days off in 2025
# working days
1bd    2024-03-05T10:00:00+08:00  2024-03-06T18:00:00+08:00  tomorrow's closing time
1bd    2024-03-05T23:00:00+08:00  2024-03-06T18:00:00+08:00  however late it is
1bd    2024-03-08T10:00:00+08:00  2024-03-11T18:00:00+08:00  Friday: Monday
1bd    2024-03-09T10:00:00+08:00  2024-03-11T18:00:00+08:00  Saturday: Monday
3bd    2024-09-30T10:00:00+08:00  2024-10-10T18:00:00+08:00  the 8th, 9th and 10th
2bd    2024-10-10T10:00:00+08:00  2024-10-12T18:00:00+08:00  Friday and the worked Saturday
1bd    2024-02-09T10:00:00+08:00  2024-02-18T18:00:00+08:00  the first working day is a Sunday
# offsets
2bh    2024-03-05T02:00:00Z       2024-03-05T04:00:00Z       ten in Shanghai
1bh    2024-03-04T23:30:00-05:00  2024-03-05T01:30:00-05:00  half past twelve there, lunch
2bh    2024-03-05T11:00           2024-03-05T14:30:00+08:00  no offset: the calendar's zone
4bh    2024-03-05                 2024-03-05T14:30:00+08:00  a bare date counts from 00:00
48h    2024-03-09                 2024-03-11T00:00:00+08:00  clock hours care for no weekend
1bd    2024-10-01                 2024-10-08T18:00:00+08:00  a bare date in the holidays
24h    2024-02-28T12:00:00+08:00  2024-02-29T12:00:00+08:00  a leap day
45m    2023-12-31T23:30:00+08:00  2024-01-01T00:15:00+08:00  over the year's end
1w     2024-02-27T09:00:00+08:00  2024-03-05T09:00:00+08:00  a week with a leap day
18:00  2024-03-05T17:00:00+08:00  2024-03-05T18:00:00+08:00  this evening
18:00  2024-03-05T12:00:00Z       2024-03-06T10:00:00Z       it is past eight in Shanghai: tomorrow's
END
worked night <<'END'
2bh    2024-03-05T20:00:00-05:00  2024-03-06T00:00:00-05:00  over midnight
8bh    2024-03-05T23:30:00-05:00  2024-03-06T23:30:00-05:00  the rest of this night, then the next
4bh    2024-03-09T22:00:00-05:00  2024-03-10T02:00:00-05:00  up to the change, in the offset of ts
4bh    2024-03-09T22:00           2024-03-10T03:00:00-04:00  the same moment on the wall
8bh    2024-03-09T22:00           2024-03-10T23:00:00-04:00  the short night has seven hours
8bh    2024-11-02T22:00           2024-11-03T05:00:00-05:00  the long night has nine
9bh    2024-11-02T22:00           2024-11-03T06:00:00-05:00  all of them
24h    2024-03-09T12:00           2024-03-10T13:00:00-04:00  a day of 23 hours on the wall
02:30  2024-03-09T12:00           2024-03-10T03:30:00-04:00  a time that is skipped
01:30  2024-11-02T12:00           2024-11-03T01:30:00-04:00  a time that comes twice: the first
0bh    2024-03-10T02:30           2024-03-10T03:30:00-04:00  a ts that never was
END
worked berlin <<'END'
2bh    2024-03-29T16:00           2024-04-01T10:00:00+02:00  a weekend with the change to summer time
2bh    2024-03-29T16:00:00+01:00  2024-04-01T09:00:00+01:00  the same, in the offset of ts
2bh    2024-10-25T16:00:00+02:00  2024-10-28T11:00:00+02:00  and back
1bd    2024-10-25T16:00           2024-10-28T17:00:00+01:00  the wall's closing time
END
[ "$tap_n" -ge 60 ]
tap_result $? "that was $tap_n due dates"
python3 "$T/t/due_reference.py" 100000 >ref 2>&1
tap_result $? "$(tail -1 ref)" || sed 's/^/# /' ref | head -20
done_testing
