#include "record/dateguess.h"

#include <time.h>

/* What is left to read. */
struct rest {
	const char *p, *end;
};

static void
skip_blanks(struct rest *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t'))
		r->p++;
}

static bool
take(struct rest *r, const char *word)
{
	size_t n = strlen(word);
	if ((size_t)(r->end - r->p) < n || memcmp(r->p, word, n) != 0)
		return false;
	r->p += n;
	return true;
}

/* Digits, at most `most`: how many, 0: none. */
static int
take_number(struct rest *r, int most, int32_t *value)
{
	int n = 0;
	int32_t v = 0;
	for (; n < most && r->p < r->end && *r->p >= '0' && *r->p <= '9'; n++)
		v = v * 10 + (*r->p++ - '0');
	*value = v;
	return n;
}

/* A word of letters: its first three in lower case, how long it is. */
static size_t
take_word(struct rest *r, char three[4])
{
	size_t n = 0;
	memset(three, 0, 4);
	for (; r->p < r->end && ((*r->p | 0x20) >= 'a' && (*r->p | 0x20) <= 'z'); n++, r->p++)
		if (n < 3)
			three[n] = (char)(*r->p | 0x20);
	return n;
}

static bool
take_month(struct rest *r, int32_t *month)
{
	static const char *const name[] = { "january", "february", "march", "april", "may", "june", "july", "august", "september",
		"october", "november", "december" };
	struct rest before = *r;
	char three[4];
	size_t n = take_word(r, three);
	for (int32_t m = 0; m < 12; m++) {
		if (n < 3 || memcmp(three, name[m], 3) != 0)
			continue;
		size_t full = strlen(name[m]);
		if (n != 3 && n != full && !(m == 8 && n == 4))
			break;
		for (size_t i = 3; i < n; i++)
			if ((before.p[i] | 0x20) != name[m][i])
				goto no;
		*month = m + 1;
		take(r, ".");
		return true;
	}
no:
	*r = before;
	return false;
}

static bool
take_half_day(struct rest *r, int32_t *hour)
{
	static const struct {
		const char *word;
		int32_t add;
	} half[] = { { "AM", 0 }, { "PM", 12 }, { "am", 0 }, { "pm", 12 }, { "a.m.", 0 }, { "p.m.", 12 }, { "上午", 0 }, { "下午", 12 },
		{ "早上", 0 }, { "中午", 12 }, { "晚上", 12 }, { "凌晨", 0 } };
	for (size_t i = 0; i < sizeof half / sizeof *half; i++)
		if (take(r, half[i].word)) {
			*hour = half[i].add;
			return true;
		}
	return false;
}

/* The time after a date, if there is one: false where what follows is none. */
static bool
take_time(struct rest *r, struct civil *c, bool *any)
{
	int32_t half = -1, later;
	skip_blanks(r);
	take_half_day(r, &half);
	skip_blanks(r);
	if (!take_number(r, 2, &c->hour))
		return half < 0;
	*any = true;
	if (take(r, "时") || take(r, "點") || take(r, "点")) {
		if (take_number(r, 2, &c->minute) && !take(r, "分"))
			return false;
		if (take_number(r, 2, &c->second) && !take(r, "秒"))
			return false;
	} else {
		if (!(take(r, ":") || take(r, "：")) || take_number(r, 2, &c->minute) != 2)
			return false;
		if ((take(r, ":") || take(r, "：")) && take_number(r, 2, &c->second) != 2)
			return false;
		if ((take(r, ".") || take(r, ",")) && !take_number(r, 9, &later))
			return false;
	}
	skip_blanks(r);
	if (half < 0)
		take_half_day(r, &half);
	if (half >= 0) {
		if (c->hour > 12 && half == 12)
			return true;
		if (c->hour > 12)
			return false;
		c->hour = c->hour % 12 + half;
	}
	return true;
}

/* An offset, if there is one. */
static bool
take_zone(struct rest *r, struct date *d)
{
	int32_t hour, minute = 0;
	skip_blanks(r);
	take(r, "(");
	bool named = take(r, "UTC") || take(r, "GMT"), zulu = !named && take(r, "Z");
	if (zulu)
		d->zulu = d->has_zone = true;
	bool west = r->p < r->end && *r->p == '-';
	if (!zulu && (take(r, "+") || take(r, "-"))) {
		int n = take_number(r, 2, &hour);
		if (!n || (n == 1 && !named))
			return false;
		if (take(r, ":") ? take_number(r, 2, &minute) != 2 : n == 2 && r->p < r->end && take_number(r, 2, &minute) == 1)
			return false;
		if (hour > 14 || minute > 59)
			return false;
		date_settle(d, west ? -(hour * 60 + minute) : hour * 60 + minute);
	} else if (named) {
		d->zulu = d->has_zone = true;
	}
	take(r, ")");
	skip_blanks(r);
	return r->p == r->end;
}

/* 2024/3/5, 2024年3月5日, 20240305, 20240305140203 */
static bool
year_first(struct rest *r, struct civil *c, bool *time)
{
	struct rest before = *r;
	if (r->end - r->p == 14 || r->end - r->p == 8) {
		bool both = r->end - r->p == 14;
		if (take_number(r, 4, &c->year) == 4 && take_number(r, 2, &c->month) == 2 && take_number(r, 2, &c->day) == 2 &&
		    (!both || (take_number(r, 2, &c->hour) == 2 && take_number(r, 2, &c->minute) == 2 && take_number(r, 2, &c->second) == 2))) {
			*time = both;
			return true;
		}
		*r = before;
	}
	if (take_number(r, 4, &c->year) != 4)
		return false;
	skip_blanks(r);
	if (take(r, "年")) {
		skip_blanks(r);
		if (!take_number(r, 2, &c->month) || (skip_blanks(r), !take(r, "月")))
			return false;
		skip_blanks(r);
		return take_number(r, 2, &c->day) && (skip_blanks(r), take(r, "日") || take(r, "号"));
	}
	char by = r->p < r->end ? *r->p : '\0';
	const char mark[2] = { by, '\0' };
	if (!by || !strchr("-/.", by) || !take(r, mark) || !take_number(r, 2, &c->month) || !take(r, mark) || !take_number(r, 2, &c->day))
		return false;
	return r->p == r->end || !(*r->p >= '0' && *r->p <= '9');
}

/* Feb 12, 2020; 12 February 2020; 12-Feb-2020; Wed, 12 Feb 2020; Wed Feb 12 10:00:00 2020 is not read. */
static bool
month_named(struct rest *r, struct civil *c)
{
	struct rest before = *r;
	char three[4];
	if (!take_month(r, &c->month) && take_word(r, three) >= 3) {
		static const char days[] = "mon tue wed thu fri sat sun ";
		if (!strstr(days, three))
			return false;
		take(r, ".");
		take(r, ",");
		skip_blanks(r);
		before = *r;
		take_month(r, &c->month);
	}
	if (r->p == before.p) {
		if (!take_number(r, 2, &c->day))
			return false;
		(void)(take(r, "st") || take(r, "nd") || take(r, "rd") || take(r, "th"));
		skip_blanks(r);
		take(r, "-");
		if (!take_month(r, &c->month))
			return false;
	} else {
		skip_blanks(r);
		if (!take_number(r, 2, &c->day))
			return false;
		(void)(take(r, "st") || take(r, "nd") || take(r, "rd") || take(r, "th"));
	}
	skip_blanks(r);
	take(r, ",");
	take(r, "-");
	skip_blanks(r);
	if (take_number(r, 4, &c->year) != 4)
		return false;
	take(r, ",");
	skip_blanks(r);
	take(r, "at ");
	return true;
}

/* Two numbers and a year: 03/04/2024. */
static bool
year_last(struct rest *r, int32_t *a, int32_t *b, struct civil *c)
{
	if (!take_number(r, 2, a))
		return false;
	char by = r->p < r->end ? *r->p : '\0';
	const char mark[2] = { by, '\0' };
	if (!by || !strchr("-/.", by) || !take(r, mark) || !take_number(r, 2, b) || !take(r, mark) || take_number(r, 4, &c->year) != 4)
		return false;
	take(r, ",");
	return true;
}

/* Seconds or milliseconds since 1970. */
static bool
unix_time(struct rest r, struct date *d)
{
	int64_t v = 0;
	const char *p = r.p;
	for (; p < r.end && *p >= '0' && *p <= '9' && p - r.p < 14; p++)
		v = v * 10 + (*p - '0');
	ptrdiff_t digits = p - r.p;
	if (digits == 10 && p < r.end && *p == '.')
		for (p++; p < r.end && *p >= '0' && *p <= '9';)
			p++;
	if (p != r.end || (digits != 10 && digits != 13) || *r.p == '0')
		return false;
	*d = (struct date){ .s = digits == 13 ? v / 1000 : v, .has_time = true, .has_zone = true, .zulu = true };
	return true;
}

static struct rest
trimmed(struct fb_str s)
{
	struct rest r = { s.p, s.p + s.n };
	skip_blanks(&r);
	while (r.end > r.p && (r.end[-1] == ' ' || r.end[-1] == '\t'))
		r.end--;
	return r;
}

static bool
take_weekday(struct rest *r)
{
	static const char *const day[] = { "一", "二", "三", "四", "五", "六", "日", "天" };
	for (size_t i = 0; i < sizeof day / sizeof *day; i++)
		if (take(r, day[i]))
			return true;
	return false;
}

static bool
finish(struct rest *r, struct civil *c, bool time, struct date *d)
{
	bool more = time;
	/* a weekday between date and time: 2024年3月5日 星期二 14:02 */
	skip_blanks(r);
	if ((take(r, "星期") || take(r, "周")) && !take_weekday(r))
		return false;
	(void)(take(r, "T") || take(r, "t"));
	if (!time && !take_time(r, c, &more))
		return false;
	if (!date_make(c, d))
		return false;
	d->has_time = more;
	return more ? take_zone(r, d) : (skip_blanks(r), r->p == r->end);
}

/* By strptime, in the C locale; %s is read here, since strptime would ask $TZ. */
static bool
by_format(const char *format, struct rest r, struct date *d)
{
	char text[128];
	struct tm tm = { .tm_mday = 1 };
	size_t n = (size_t)(r.end - r.p);
	if (strcmp(format, "%s") == 0)
		return unix_time(r, d);
	if (n >= sizeof text)
		return false;
	memcpy(text, r.p, n);
	text[n] = '\0';
	const char *end = strptime(text, format, &tm);
	if (!end || *end || strlen(text) != n)
		return false;
	struct civil c = { tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec };
	if (!date_make(&c, d))
		return false;
	d->has_time = false;
	for (const char *p = format; (p = strchr(p, '%')) && p[1]; p += 2) {
		d->has_time |= strchr("HIklMSTRrcXp", p[1]) != NULL;
		if (p[1] == 'z')
			date_settle(d, (int32_t)(tm.tm_gmtoff / 60));
	}
	return true;
}

bool
dateguess_read(const struct date_style *style, struct fb_str s, struct date *d)
{
	struct rest r = trimmed(s), again = r;
	struct civil c = { 0 };
	bool time = false;
	int32_t a, b;
	if (style->format)
		return by_format(style->format, r, d);
	if (r.p == r.end)
		return false;
	if (date_read((struct fb_str){ r.p, (size_t)(r.end - r.p) }, d) || unix_time(r, d))
		return true;
	if (year_first(&r, &c, &time))
		return finish(&r, &c, time, d);
	r = again;
	if (year_last(&r, &a, &b, &c)) {
		bool day_first = a > 12 || (b <= 12 && style->day_first);
		if (a <= 12 && b <= 12 && a != b && !style->day_first && !style->month_first)
			return false;
		c.day = day_first ? a : b;
		c.month = day_first ? b : a;
		return finish(&r, &c, false, d);
	}
	r = again;
	c = (struct civil){ 0 };
	return month_named(&r, &c) && finish(&r, &c, false, d);
}

enum date_look
dateguess_look(struct fb_str s)
{
	static const struct date_style day_first = { NULL, true, false };
	struct rest r = trimmed(s);
	struct civil c = { 0 };
	struct date d;
	int32_t a, b;
	if (!dateguess_read(&day_first, s, &d))
		return DATE_NO;
	if (!year_last(&r, &a, &b, &c) || a == b)
		return DATE_CLEAR;
	return a > 12 ? DATE_DAY_FIRST : b > 12 ? DATE_MONTH_FIRST : DATE_EITHER;
}
