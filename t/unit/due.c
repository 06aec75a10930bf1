/* Spans as they are written, and the deadlines that need no calendar. */
#include "desk/due.h"

#include "tap.h"

static void
reads(const char *text, enum span_kind kind, int64_t n)
{
	struct span s;
	ok(span_read(slice(text), &s) && s.kind == kind && s.n == n, "%s", text);
}

static const char *
due(const char *span, const char *ts, const struct zone *zone)
{
	static struct buf b;
	struct span s;
	struct date from, to;
	b.n = 0;
	if (!span_read(slice(span), &s) || !date_read(slice(ts), &from))
		return "unreadable";
	if (!due_find(&s, &from, zone, NULL, &to))
		return "none";
	date_write(&b, &to);
	return buf_cstr(&b);
}

int
main(void)
{
	struct zone *shanghai, *berlin;
	struct fb_err e;
	reads("90s", SPAN_CLOCK, 90);
	reads("30m", SPAN_CLOCK, 1800);
	reads("4h", SPAN_CLOCK, 14400);
	reads("2d", SPAN_CLOCK, 172800);
	reads("1w", SPAN_CLOCK, 604800);
	reads("30bm", SPAN_BUSINESS, 1800);
	reads("4bh", SPAN_BUSINESS, 14400);
	reads("0bh", SPAN_BUSINESS, 0);
	reads("3bd", SPAN_DAYS, 3);
	reads("18:00", SPAN_TIME, 64800);
	reads("00:00", SPAN_TIME, 0);
	static const char *const bad[] = { "", "h", "4", "4 h", "-4h", "4.5h", "4H", "4bs", "4bw", "0bd", "24:00", "18:60", "9:00", "101w1",
		"9999999999h", "999999999w", "999999999bh", "4bhh", "2024-13-01" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct span s;
		ok(!span_read(slice(bad[i]), &s), "no span: '%s'", bad[i]);
	}
	if (zone_open(&shanghai, "Asia/Shanghai", &e) < 0 || zone_open(&berlin, "Europe/Berlin", &e) < 0) {
		printf("# %s\n", e.text);
		return 1;
	}
	same(due("4h", "2024-03-05T22:00:00+08:00", NULL), "2024-03-06T02:00:00+08:00", "hours over midnight, in the offset of ts");
	same(due("4h", "2024-03-05T22:00:00Z", shanghai), "2024-03-06T02:00:00Z", "an offset of its own stays, whatever the zone");
	same(due("1d", "2024-02-28", NULL), "2024-02-29T00:00:00", "a bare date counts from 00:00; no zone, no offset");
	same(due("1d", "2024-02-28", shanghai), "2024-02-29T00:00:00+08:00", "with a zone, its offset");
	same(due("24h", "2024-03-30T12:00", berlin), "2024-03-31T13:00:00+02:00", "24 hours over the change to summer time end an hour later");
	same(due("24h", "2024-10-26T12:00", berlin), "2024-10-27T11:00:00+01:00", "over the change back, an hour earlier");
	same(due("18:00", "2024-03-05T17:59:59+08:00", NULL), "2024-03-05T18:00:00+08:00", "18:00 today");
	same(due("18:00", "2024-03-05T18:00:00+08:00", NULL), "2024-03-06T18:00:00+08:00", "at 18:00, tomorrow's");
	same(due("02:30", "2024-03-30T12:00", berlin), "2024-03-31T03:30:00+02:00", "a time that the clocks skip");
	same(due("2024-12-31T18:00", "2024-03-05T18:00:00+08:00", NULL), "2024-12-31T18:00:00+08:00", "a moment");
	same(due("2024-12-31T10:00Z", "2024-03-05T18:00:00+08:00", NULL), "2024-12-31T18:00:00+08:00", "a moment with an offset");
	same(due("1w", "9999-12-30T00:00:00Z", NULL), "none", "not after 9999");
	same(due("4bh", "2024-03-05", NULL), "none", "no business time without a calendar");
	zone_close(shanghai);
	zone_close(berlin);
	return tap_end();
}
