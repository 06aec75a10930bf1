/* Periods and how they are written. */
#include "desk/period.h"
#include "record/date.h"
#include "tap.h"

static void
is(struct period p, const char *en, const char *zh)
{
	struct buf b = { 0 };
	period_text(&b, p, LANG_EN);
	same(buf_cstr(&b), en, en);
	b.n = 0;
	period_text(&b, p, LANG_ZH);
	same(buf_cstr(&b), zh, zh);
	buf_free(&b);
}

static int32_t
on(int32_t y, int32_t m, int32_t d)
{
	return (int32_t)date_days(y, m, d);
}

int
main(void)
{
	struct fb_err e;
	enum unit u;
	int32_t day;
	/* 19 November 2025 is a Wednesday */
	is(period_of(UNIT_WEEK, on(2025, 11, 19)), "17–23 Nov 2025", "2025年11月17–23日");
	is(period_of(UNIT_MONTH, on(2024, 2, 10)), "1–29 Feb 2024", "2024年2月1–29日");
	is(period_of(UNIT_DAY, on(2024, 2, 10)), "10 Feb 2024", "2024年2月10日");
	is(period_of(UNIT_WEEK, on(2025, 12, 31)), "29 Dec 2025 – 4 Jan 2026", "2025年12月29日–2026年1月4日");
	is(period_before(UNIT_WEEK, (struct period){ on(2025, 11, 17), on(2025, 11, 19) }), "10–12 Nov 2025", "2025年11月10–12日");
	is(period_before(UNIT_MONTH, (struct period){ on(2025, 3, 1), on(2025, 3, 31) }), "1–28 Feb 2025", "2025年2月1–28日");
	is(period_before(UNIT_MONTH, (struct period){ on(2025, 3, 1), on(2025, 3, 30) }), "1–28 Feb 2025", "2025年2月1–28日");
	is(period_before(UNIT_MONTH, (struct period){ on(2025, 1, 1), on(2025, 1, 5) }), "1–5 Dec 2024", "2024年12月1–5日");
	is(period_before(UNIT_ALL, (struct period){ on(2025, 3, 1), on(2025, 3, 3) }), "26–28 Feb 2025", "2025年2月26–28日");
	is(period_last_year(UNIT_WEEK, (struct period){ on(2025, 11, 17), on(2025, 11, 23) }), "18–24 Nov 2024", "2024年11月18–24日");
	is(period_last_year(UNIT_MONTH, (struct period){ on(2025, 2, 1), on(2025, 2, 28) }), "1–29 Feb 2024", "2024年2月1–29日");
	is((struct period){ on(2025, 2, 27), on(2025, 3, 1) }, "27 Feb – 1 Mar 2025", "2025年2月27日–3月1日");
	ok(period_days(PERIOD_EMPTY) == 0 && !period_has(PERIOD_EMPTY, 0), "nothing lies in the empty period");
	ok(unit_read("month", &u, &e) == 0 && u == UNIT_MONTH, "month");
	ok(unit_read("moth", &u, &e) == FB_EUSAGE && strstr(e.text, "did you mean month?"), "a misspelt unit suggests the nearest");
	ok(day_read("--since", "2025-11-17T23:30:00+08:00", &day, &e) == 0 && day == on(2025, 11, 17), "of a time only the day counts");
	ok(day_read("--since", "2025-13-01", &day, &e) == FB_EUSAGE, "no thirteenth month");
	return tap_end();
}
