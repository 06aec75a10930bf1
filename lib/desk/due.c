#include "desk/due.h"

static const int64_t LONGEST = (int64_t)100 * 366 * DATE_DAY;

/* Digits at the front of *s; false where there are none or more than nine. */
static bool
take_count(struct fb_str *s, int64_t *n)
{
	size_t i = 0;
	for (*n = 0; i < s->n && i < 9 && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		*n = *n * 10 + (s->p[i] - '0');
	s->p += i;
	s->n -= i;
	return i > 0;
}

static int64_t
unit_seconds(char c)
{
	switch (c) {
	case 's': return 1;
	case 'm': return 60;
	case 'h': return 3600;
	case 'd': return DATE_DAY;
	case 'w': return 7 * DATE_DAY;
	default: return 0;
	}
}

bool
span_seconds(struct fb_str s, int64_t *seconds)
{
	int64_t n;
	if (!take_count(&s, &n) || s.n != 1 || !unit_seconds(*s.p))
		return false;
	*seconds = n * unit_seconds(*s.p);
	return *seconds <= LONGEST;
}

bool
span_read(struct fb_str text, struct span *out)
{
	struct fb_str s = text;
	struct span v = { SPAN_CLOCK, 0, { 0 } };
	if (span_seconds(text, &v.n)) {
		*out = v;
		return true;
	}
	if (date_read(text, &v.at)) {
		v.kind = SPAN_AT;
	} else if (text.n == 5 && text.p[2] == ':') {
		char full[17] = "1970-01-01T";
		struct date d;
		memcpy(full + 11, text.p, 5);
		if (!date_read((struct fb_str){ full, 16 }, &d))
			return false;
		v.kind = SPAN_TIME;
		v.n = d.s;
	} else if (take_count(&s, &v.n) && s.n == 2 && *s.p == 'b' && (s.p[1] == 'm' || s.p[1] == 'h')) {
		v.kind = SPAN_BUSINESS;
		v.n *= unit_seconds(s.p[1]);
		if (v.n > LONGEST)
			return false;
	} else if (s.n == 2 && *s.p == 'b' && s.p[1] == 'd' && v.n >= 1 && v.n <= 36600) {
		v.kind = SPAN_DAYS;
	} else {
		return false;
	}
	*out = v;
	return true;
}

int64_t
date_instant(const struct date *d, const struct zone *zone)
{
	return d->has_zone || !zone ? d->s : zone_instant(zone, d->s);
}

static int64_t
next_time(int64_t second_of_day, int64_t from, const struct zone *zone, int32_t offset)
{
	int64_t wall = from + (zone ? zone_offset(zone, from) : offset * 60);
	int64_t day = (wall >= 0 ? wall : wall - (DATE_DAY - 1)) / DATE_DAY;
	for (;; day++) {
		int64_t then = day * DATE_DAY + second_of_day;
		int64_t instant = zone ? zone_instant(zone, then) : then - offset * 60;
		if (instant > from)
			return instant;
	}
}

bool
due_find(const struct span *s, const struct date *ts, const struct zone *zone, const struct calendar *calendar, struct date *due)
{
	int64_t from, to = 0;
	if (!zone && calendar)
		zone = calendar_zone(calendar);
	from = date_instant(ts, zone);
	switch (s->kind) {
	case SPAN_CLOCK:
		to = from + s->n;
		break;
	case SPAN_BUSINESS:
		if (!calendar || !calendar_add(calendar, from, s->n, &to))
			return false;
		break;
	case SPAN_DAYS:
		if (!calendar || !calendar_add_days(calendar, from, s->n, &to))
			return false;
		break;
	case SPAN_TIME:
		to = next_time(s->n, from, calendar ? calendar_zone(calendar) : ts->has_zone ? NULL : zone, ts->offset);
		break;
	case SPAN_AT:
		to = s->at.has_zone ? s->at.s : zone ? zone_instant(zone, s->at.s) : s->at.s - ts->offset * 60;
		break;
	}
	*due = (struct date){ .s = to, .has_time = true, .has_zone = true, .offset = ts->offset, .zulu = ts->zulu };
	if (!ts->has_zone && zone) {
		due->offset = zone_offset(zone, to) / 60;
	} else if (!ts->has_zone) {
		due->has_zone = false;
	}
	int64_t wall = due->s + due->offset * 60;
	return wall >= -62135596800 && wall < 253402300800;
}
