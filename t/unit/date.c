/* Dates: what is read, what is refused, and day arithmetic over the whole range. */
#include "record/date.h"

#include "tap.h"

static const char *
round_trip(const char *text)
{
	static struct buf b;
	struct date d;
	b.n = 0;
	if (!date_read(slice(text), &d))
		return "refused";
	date_write(&b, &d);
	return buf_cstr(&b);
}

static void
reads(const char *text, int64_t seconds, int32_t offset)
{
	struct date d = { 0 };
	bool read = date_read(slice(text), &d);
	ok(read && d.s == seconds && d.offset == offset, "%s is %lld", text, (long long)seconds);
}

static void
days(void)
{
	int64_t n = date_days(1, 1, 1);
	int bad = 0;
	for (int32_t y = 1; y <= 9999; y++)
		for (int32_t m = 1; m <= 12; m++)
			for (int32_t d = 1; date_exists(y, m, d); d++, n++) {
				int32_t y2, m2, d2;
				date_civil(n, &y2, &m2, &d2);
				bad += date_days(y, m, d) != n || y2 != y || m2 != m || d2 != d;
			}
	ok(!bad, "every day from 0001-01-01 follows the one before it, there and back");
	ok(n == date_days(9999, 12, 31) + 1, "and 9999-12-31 is the last");
	ok(date_weekday(date_days(2024, 2, 29)) == 4 && date_weekday(date_days(1, 1, 1)) == 1 &&
	    date_weekday(date_days(1969, 12, 28)) == 7, "weekdays, before 1970 too");
}

int
main(void)
{
	reads("1970-01-01", 0, 0);
	reads("2024-03-05T14:02:03+08:00", 1709618523, 480);
	reads("2024-03-05t06:02:03z", 1709618523, 0);
	reads("2024-03-05 06:02", 1709618520, 0);
	reads("2023-12-31T23:59:60Z", 1704067199, 0);
	reads("1969-12-31T23:59:59.999-03:30", 12599, -210);
	same(round_trip("2024-02-29"), "2024-02-29", "a bare date stays bare");
	same(round_trip("2024-02-29 08:00"), "2024-02-29T08:00:00", "no zone, none written");
	same(round_trip("2024-02-29T08:00:00Z"), "2024-02-29T08:00:00Z", "Z stays Z");
	same(round_trip("2024-02-29T08:00:00-0330"), "2024-02-29T08:00:00-03:30", "offsets get their colon");
	same(round_trip("2024-02-29T08:00:00+00"), "2024-02-29T08:00:00+00:00", "+00 is no Z");
	same(round_trip("0001-01-01T00:00:00+08:00"), "0001-01-01T00:00:00+08:00", "the first moment");
	same(round_trip("9999-12-31T23:59:59-08:00"), "9999-12-31T23:59:59-08:00", "the last moment");
	static const char *const bad[] = { "", "2024", "2024-3-5", "2023-02-29", "1900-02-29", "0000-01-01", "2024-13-01", "2024-00-10",
		"2024-04-31", "2024-04-00", "2024-04-30T", "2024-04-30T1:00", "2024-04-30T24:00", "2024-04-30T10:60", "2024-04-30T10:00:61",
		"2024-04-30T10:00:00.", "2024-04-30T10:00:00+", "2024-04-30T10:00:00+24:00", "2024-04-30T10:00:00+08:0",
		"2024-04-30T10:00:00+08:00 ", "2024-04-30Z", "2024-04-30  10:00", " 2024-04-30", "2024/04/30", "-024-04-30" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct date d;
		ok(!date_read(slice(bad[i]), &d), "refused: '%s'", bad[i]);
	}
	struct buf b = { 0 };
	struct date far = { INT64_MAX, 0, true, true, true };
	ok(!date_write(&b, &far) && b.n == 0, "beyond 9999 nothing is written");
	days();
	buf_free(&b);
	return tap_end();
}
