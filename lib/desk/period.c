#include "desk/period.h"

#include "base/near.h"
#include "record/date.h"

int
unit_read(const char *text, enum unit *u, struct fb_err *e)
{
	static const char *const name[] = { "day", "week", "month" };
	for (size_t i = 0; i < 3; i++)
		if (strcmp(text, name[i]) == 0) {
			*u = (enum unit)(UNIT_DAY + i);
			return 0;
		}
	const char *near = near_word(slice(text), name, 3);
	return err_set(e, FB_EUSAGE, "--period is day, week or month, not '%s'%s%s%s", text, near ? ": did you mean " : "",
	    near ? near : "", near ? "?" : "");
}

static int32_t
days(int32_t year, int32_t month, int32_t day)
{
	return (int32_t)date_days(year, month, day);
}

static int32_t
month_length(int32_t year, int32_t month)
{
	return month == 12 ? 31 : days(year, month + 1, 1) - days(year, month, 1);
}

struct period
period_of(enum unit u, int32_t day)
{
	int32_t y, m, d;
	switch (u) {
	case UNIT_ALL:
		break;
	case UNIT_DAY:
		return (struct period){ day, day };
	case UNIT_WEEK:
		d = day - date_weekday(day) + 1;
		return (struct period){ d, d + 6 };
	case UNIT_MONTH:
		date_civil(day, &y, &m, &d);
		return (struct period){ day - d + 1, day - d + month_length(y, m) };
	}
	return PERIOD_ALL;
}

/* The same dates some months back; a day that month lacks becomes its last one. */
static struct period
months_back(struct period now, int32_t back)
{
	int32_t y, m, d, y2, m2, d2;
	date_civil(now.first, &y, &m, &d);
	date_civil(now.last, &y2, &m2, &d2);
	bool whole = d == 1 && y == y2 && m == m2 && d2 == month_length(y, m);
	m -= back;
	for (; m < 1; m += 12)
		y--;
	int32_t length = month_length(y, m), last = whole || d2 > length ? length : d2;
	return (struct period){ days(y, m, d > length ? length : d), days(y, m, last) };
}

struct period
period_before(enum unit u, struct period now)
{
	if (u == UNIT_MONTH)
		return months_back(now, 1);
	int32_t back = u == UNIT_WEEK ? 7 : period_days(now);
	return (struct period){ now.first - back, now.last - back };
}

struct period
period_last_year(enum unit u, struct period now)
{
	if (u == UNIT_MONTH)
		return months_back(now, 12);
	return (struct period){ now.first - 364, now.last - 364 };
}

int
day_read(const char *option, const char *text, int32_t *day, struct fb_err *e)
{
	struct date d;
	struct civil c;
	if (!date_read(slice(text), &d))
		return err_set(e, FB_EUSAGE, "%s wants a day such as 2025-11-17, not '%s'", option, text);
	date_fields(&d, &c);
	*day = days(c.year, c.month, c.day);
	return 0;
}

void
day_iso(struct buf *b, int32_t day)
{
	int32_t y, m, d;
	date_civil(day, &y, &m, &d);
	buf_printf(b, "%04d-%02d-%02d", y, m, d);
}

static const char *const month_name[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

void
day_text(struct buf *b, int32_t day, enum lang lang)
{
	int32_t y, m, d;
	date_civil(day, &y, &m, &d);
	if (lang == LANG_ZH)
		buf_printf(b, "%d月%d日", m, d);
	else
		buf_printf(b, "%d %s", d, month_name[m - 1]);
}

static void
period_zh(struct buf *b, struct period s)
{
	int32_t y, m, d, y2, m2, d2;
	date_civil(s.first, &y, &m, &d);
	date_civil(s.last, &y2, &m2, &d2);
	buf_printf(b, "%d年%d月%d日", y, m, d);
	if (s.first == s.last)
		return;
	b->n -= strlen("日");
	if (y != y2)
		buf_printf(b, "日–%d年%d月%d日", y2, m2, d2);
	else if (m != m2)
		buf_printf(b, "日–%d月%d日", m2, d2);
	else
		buf_printf(b, "–%d日", d2);
}

void
period_text(struct buf *b, struct period s, enum lang lang)
{
	int32_t y, m, d, y2, m2, d2;
	if (lang == LANG_ZH) {
		period_zh(b, s);
		return;
	}
	date_civil(s.first, &y, &m, &d);
	date_civil(s.last, &y2, &m2, &d2);
	if (y != y2)
		buf_printf(b, "%d %s %d – %d %s %d", d, month_name[m - 1], y, d2, month_name[m2 - 1], y2);
	else if (m != m2)
		buf_printf(b, "%d %s – %d %s %d", d, month_name[m - 1], d2, month_name[m2 - 1], y);
	else if (d != d2)
		buf_printf(b, "%d–%d %s %d", d, d2, month_name[m - 1], y);
	else
		buf_printf(b, "%d %s %d", d, month_name[m - 1], y);
}
