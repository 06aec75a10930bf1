#include "record/date.h"

/* An era is 400 years, 146097 days; years begin in March, so that the leap day is a year's last (Hinnant). */
enum { ERA_YEARS = 400, ERA_DAYS = 146097, TO_1970 = 719468 };

int64_t
date_days(int32_t year, int32_t month, int32_t day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - (ERA_YEARS - 1)) / ERA_YEARS;
	int64_t of_era = y - era * ERA_YEARS;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - TO_1970;
}

void
date_civil(int64_t days, int32_t *year, int32_t *month, int32_t *day)
{
	days += TO_1970;
	int64_t era = (days >= 0 ? days : days - (ERA_DAYS - 1)) / ERA_DAYS;
	int64_t d = days - era * ERA_DAYS;
	int64_t of_era = (d - d / 1460 + d / 36524 - d / (ERA_DAYS - 1)) / 365;
	int64_t of_year = d - (365 * of_era + of_era / 4 - of_era / 100);
	int64_t shifted = (5 * of_year + 2) / 153;      /* 0 is March */
	*day = (int32_t)(of_year - (153 * shifted + 2) / 5 + 1);
	*month = (int32_t)(shifted < 10 ? shifted + 3 : shifted - 9);
	*year = (int32_t)(of_era + era * ERA_YEARS + (*month <= 2));
}

int
date_weekday(int64_t days)
{
	/* 1970-01-01 was a Thursday. */
	int64_t k = (days + 3) % 7;
	return (int)(k < 0 ? k + 8 : k + 1);
}

bool
date_exists(int32_t year, int32_t month, int32_t day)
{
	static const int8_t length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return day <= length[month - 1] + (month == 2 && leap);
}

bool
date_make(const struct civil *c, struct date *d)
{
	if (!date_exists(c->year, c->month, c->day))
		return false;
	if (c->hour < 0 || c->hour > 23 || c->minute < 0 || c->minute > 59 || c->second < 0 || c->second > 60)
		return false;
	int32_t second = c->second == 60 ? 59 : c->second;
	*d = (struct date){ .has_time = true };
	d->s = date_days(c->year, c->month, c->day) * DATE_DAY + c->hour * 3600 + c->minute * 60 + second;
	return true;
}

/* n digits at s->p, taken off its front. */
static bool
take_digits(struct fb_str *s, size_t n, int32_t *value)
{
	int32_t v = 0;
	if (s->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		v = v * 10 + (s->p[i] - '0');
	}
	s->p += n;
	s->n -= n;
	*value = v;
	return true;
}

static bool
take_char(struct fb_str *s, char c)
{
	if (!s->n || *s->p != c)
		return false;
	s->p++;
	s->n--;
	return true;
}

/* Seconds and fraction, where they are. */
static bool
take_second(struct fb_str *s, struct civil *c)
{
	if (!take_char(s, ':'))
		return true;
	if (!take_digits(s, 2, &c->second))
		return false;
	if (!take_char(s, '.') && !take_char(s, ','))
		return true;
	int32_t digit;
	if (!take_digits(s, 1, &digit))
		return false;
	while (take_digits(s, 1, &digit))
		;
	return true;
}

/* The rest of s is an offset, or nothing. */
static bool
take_offset(struct fb_str s, struct date *d)
{
	if (!s.n)
		return true;
	d->has_zone = true;
	if (s.n == 1 && (*s.p == 'Z' || *s.p == 'z')) {
		d->zulu = true;
		return true;
	}
	bool west = *s.p == '-';
	int32_t hour, minute = 0;
	if ((!take_char(&s, '+') && !take_char(&s, '-')) || !take_digits(&s, 2, &hour))
		return false;
	if (s.n) {
		take_char(&s, ':');
		if (!take_digits(&s, 2, &minute) || s.n)
			return false;
	}
	if (hour > 23 || minute > 59)
		return false;
	date_settle(d, west ? -(hour * 60 + minute) : hour * 60 + minute);
	return true;
}

bool
date_read(struct fb_str s, struct date *d)
{
	struct civil c = { 0 };
	if (!take_digits(&s, 4, &c.year) || !take_char(&s, '-') || !take_digits(&s, 2, &c.month) || !take_char(&s, '-') ||
	    !take_digits(&s, 2, &c.day))
		return false;
	bool time = take_char(&s, 'T') || take_char(&s, 't') || take_char(&s, ' ');
	if (time && (!take_digits(&s, 2, &c.hour) || !take_char(&s, ':') || !take_digits(&s, 2, &c.minute) ||
	    !take_second(&s, &c)))
		return false;
	if ((!time && s.n) || !date_make(&c, d))
		return false;
	d->has_time = time;
	return take_offset(s, d);
}

void
date_settle(struct date *d, int32_t offset)
{
	d->s -= offset * 60;
	d->offset = offset;
	d->has_zone = true;
}

static int64_t
wall_days(const struct date *d, int32_t *second)
{
	int64_t wall = d->s + d->offset * 60;
	int64_t days = (wall >= 0 ? wall : wall - (DATE_DAY - 1)) / DATE_DAY;
	*second = (int32_t)(wall - days * DATE_DAY);
	return days;
}

void
date_fields(const struct date *d, struct civil *c)
{
	int32_t second;
	int64_t days = wall_days(d, &second);
	date_civil(days, &c->year, &c->month, &c->day);
	c->hour = second / 3600;
	c->minute = second / 60 % 60;
	c->second = second % 60;
}

static char *
put(char *p, int32_t v, int digits)
{
	for (int i = digits; i-- > 0; v /= 10)
		p[i] = (char)('0' + v % 10);
	return p + digits;
}

bool
date_write(struct buf *b, const struct date *d)
{
	/* Far enough from the ends of int64_t for the sums of wall_days. */
	static const int64_t first = -62135596800, end = 253402300800;
	char text[32], *p = text;
	struct civil c;
	int64_t wall = d->s < first - 2 * DATE_DAY || d->s > end + 2 * DATE_DAY ? end : d->s + d->offset * 60;
	if (wall < first || wall >= end)
		return false;
	date_fields(d, &c);
	p = put(p, c.year, 4);
	*p++ = '-';
	p = put(p, c.month, 2);
	*p++ = '-';
	p = put(p, c.day, 2);
	if (d->has_time) {
		*p++ = 'T';
		p = put(p, c.hour, 2);
		*p++ = ':';
		p = put(p, c.minute, 2);
		*p++ = ':';
		p = put(p, c.second, 2);
	}
	if (d->has_time && d->has_zone && d->zulu && d->offset == 0) {
		*p++ = 'Z';
	} else if (d->has_time && d->has_zone) {
		int32_t east = d->offset < 0 ? -d->offset : d->offset;
		*p++ = d->offset < 0 ? '-' : '+';
		p = put(p, east / 60, 2);
		*p++ = ':';
		p = put(p, east % 60, 2);
	}
	buf_add(b, text, (size_t)(p - text));
	return true;
}
