#include "record/zone.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/date.h"

#define ZONE_PATH "/usr/share/zoneinfo/"

/* A day of the year on which clocks change, and the wall's time of it (POSIX TZ, RFC 8536 section 3.3.1). */
struct change {
	char kind;              /* 'J': day 1 … 365, 29 February never counts; 'N': day 0 … 365; 'M': month, week, weekday */
	int32_t month, week, day;
	int32_t time;           /* seconds of the day, -167 h … 167 h */
};

struct policy {
	int32_t standard, summer;       /* seconds east */
	bool has_summer;
	struct change start, end;       /* of summer time */
};

struct zone {
	int64_t *at;            /* transitions, ascending */
	int32_t *offset;        /* offset[0] before at[0], offset[i + 1] from at[i] on */
	size_t n;
	bool has_rule;          /* rule holds from the last transition on */
	struct policy rule;
};

enum { DAY = DATE_DAY, MOST_TRANSITIONS = 10000, FARTHEST = 26 * 3600 };

static int64_t
big_endian(const unsigned char *p, int n)
{
	uint64_t v = n == 4 && p[0] & 0x80 ? UINT64_MAX : 0;
	for (int i = 0; i < n; i++)
		v = v << 8 | p[i];
	return (int64_t)v;
}

static bool
take(const char **p, char c)
{
	if (**p != c)
		return false;
	++*p;
	return true;
}

/* A number of at most 3 digits. */
static bool
number(const char **p, int32_t *v)
{
	int k = 0;
	for (*v = 0; **p >= '0' && **p <= '9' && k < 3; k++)
		*v = *v * 10 + *(*p)++ - '0';
	return k > 0;
}

/* [+-]h[h][:mm[:ss]] as seconds. */
static bool
clock_time(const char **p, int32_t *seconds)
{
	int32_t h, m = 0, s = 0;
	bool minus = **p == '-';
	if (!take(p, '-'))
		take(p, '+');
	if (!number(p, &h) || h > 167 || (take(p, ':') && (!number(p, &m) || m > 59)) || (take(p, ':') && (!number(p, &s) || s > 59)))
		return false;
	*seconds = (h * 3600 + m * 60 + s) * (minus ? -1 : 1);
	return true;
}

static bool
zone_name(const char **p)
{
	const char *start = *p;
	if (take(p, '<')) {
		while (**p && **p != '>')
			++*p;
		return take(p, '>');
	}
	while ((**p >= 'A' && **p <= 'Z') || (**p >= 'a' && **p <= 'z'))
		++*p;
	return *p - start >= 3;
}

static bool
change_day(const char **p, struct change *c)
{
	if (!take(p, ','))
		return false;
	c->time = 7200;
	if (take(p, 'M')) {
		c->kind = 'M';
		if (!number(p, &c->month) || !take(p, '.') || !number(p, &c->week) || !take(p, '.') || !number(p, &c->day) ||
		    c->month < 1 || c->month > 12 || c->week < 1 || c->week > 5 || c->day > 6)
			return false;
	} else {
		c->kind = take(p, 'J') ? 'J' : 'N';
		if (!number(p, &c->day) || c->day > 365 || (c->kind == 'J' && c->day < 1))
			return false;
	}
	return !take(p, '/') || clock_time(p, &c->time);
}

/* "CET-1CEST,M3.5.0,M10.5.0/3"; offsets in it are west of Greenwich. */
static bool
footer(const char *p, struct policy *r)
{
	int32_t west;
	if (!zone_name(&p) || !clock_time(&p, &west) || west > FARTHEST || west < -FARTHEST)
		return false;
	r->standard = -west;
	r->has_summer = *p != '\0';
	if (!r->has_summer)
		return true;
	if (!zone_name(&p))
		return false;
	west -= 3600;
	if (*p != ',' && (!clock_time(&p, &west) || west > FARTHEST || west < -FARTHEST))
		return false;
	r->summer = -west;
	return change_day(&p, &r->start) && change_day(&p, &r->end) && *p == '\0';
}

/* The wall time, in days and seconds as if UTC, at which c happens that year. */
static int64_t
change_wall(const struct change *c, int32_t year)
{
	int64_t day;
	if (c->kind == 'M') {
		day = date_days(year, c->month, 1);
		day += (c->day - date_weekday(day) % 7 + 7) % 7 + 7 * (c->week - 1);
		while (c->week == 5) {
			int32_t y, m, d;
			date_civil(day, &y, &m, &d);
			if (m == c->month)
				break;
			day -= 7;
		}
	} else {
		day = date_days(year, 1, 1) + c->day - (c->kind == 'J');
		if (c->kind == 'J' && c->day > 59 && date_exists(year, 2, 29))
			day++;
	}
	return day * DAY + c->time;
}

static int32_t
rule_offset(const struct policy *r, int64_t instant)
{
	int32_t year, month, day;
	int64_t wall = instant + r->standard;
	if (!r->has_summer)
		return r->standard;
	date_civil((wall >= 0 ? wall : wall - (DAY - 1)) / DAY, &year, &month, &day);
	int64_t start = change_wall(&r->start, year) - r->standard, end = change_wall(&r->end, year) - r->summer;
	bool summer = start < end ? instant >= start && instant < end : instant >= start || instant < end;
	return summer ? r->summer : r->standard;
}

int32_t
zone_offset(const struct zone *z, int64_t instant)
{
	size_t low = 0, high = z->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (z->at[middle] <= instant)
			low = middle + 1;
		else
			high = middle;
	}
	return low == z->n && z->has_rule ? rule_offset(&z->rule, instant) : z->offset[low];
}

int64_t
zone_instant(const struct zone *z, int64_t wall)
{
	/* Offsets a day before and after frame at most one change; the earlier one is right wherever it is self-consistent
	 * (first of two), and by definition in a gap. */
	int32_t before = zone_offset(z, wall - DAY), after = zone_offset(z, wall + DAY);
	if (before == after || zone_offset(z, wall - before) == before)
		return wall - before;
	return zone_offset(z, wall - after) == after ? wall - after : wall - before;
}

struct counts {
	int64_t ut, std, leap, time, type, chars;
};

/* A TZif header; the counts of its data block. */
static bool
header(const unsigned char *p, size_t n, struct counts *c)
{
	if (n < 44 || memcmp(p, "TZif", 4) != 0)
		return false;
	int64_t *v[] = { &c->ut, &c->std, &c->leap, &c->time, &c->type, &c->chars };
	for (int i = 0; i < 6; i++) {
		*v[i] = big_endian(p + 20 + 4 * i, 4);
		if (*v[i] < 0 || *v[i] > 1000000)
			return false;
	}
	return c->type > 0 && c->time <= MOST_TRANSITIONS;
}

static size_t
block_size(const struct counts *c, size_t wide)
{
	return (size_t)c->time * (wide + 1) + (size_t)c->type * 6 + (size_t)c->chars + (size_t)c->leap * (wide + 4) + (size_t)(c->std + c->ut);
}

static bool
transitions(struct zone *z, const unsigned char *p, const struct counts *c)
{
	const unsigned char *type = p + c->time * 8, *info = type + c->time;
	z->n = (size_t)c->time;
	z->at = xcalloc(z->n + 1, sizeof *z->at);
	z->offset = xcalloc(z->n + 1, sizeof *z->offset);
	for (size_t i = 0; i <= z->n; i++) {
		size_t t = i ? type[i - 1] : 0;
		if (t >= (size_t)c->type)
			return false;
		z->offset[i] = (int32_t)big_endian(info + 6 * t, 4);
		if (z->offset[i] > FARTHEST || z->offset[i] < -FARTHEST)
			return false;
		if (i)
			z->at[i - 1] = big_endian(p + 8 * (i - 1), 8);
		if (i > 1 && z->at[i - 1] <= z->at[i - 2])
			return false;
	}
	return true;
}

int
zone_parse(struct zone **out, const void *bytes, size_t n, struct fb_err *e)
{
	const unsigned char *p = bytes;
	struct zone *z = xcalloc(1, sizeof *z);
	struct counts c;
	char text[128];
	if (!header(p, n, &c) || p[4] < '2' || n - 44 < block_size(&c, 4))
		goto bad;
	p += 44 + block_size(&c, 4);
	n -= 44 + block_size(&c, 4);
	if (!header(p, n, &c) || n - 44 < block_size(&c, 8) || !transitions(z, p + 44, &c))
		goto bad;
	p += 44 + block_size(&c, 8);
	n -= 44 + block_size(&c, 8);
	const unsigned char *end = n > 1 && *p == '\n' ? memchr(p + 1, '\n', n - 1) : NULL;
	if (end && end - p - 1 > 0 && end - p - 1 < (ptrdiff_t)sizeof text) {
		memcpy(text, p + 1, (size_t)(end - p - 1));
		text[end - p - 1] = '\0';
		if (!footer(text, &z->rule))
			goto bad;
		z->has_rule = true;
	}
	*out = z;
	return 0;
bad:
	zone_close(z);
	return err_set(e, FB_ECONFIG, "not a time zone file (TZif, version 2 or later)");
}

static bool
fixed(const char *name, int32_t *offset)
{
	struct date d;
	char text[48] = "1970-01-01T00:00";
	if (strcmp(name, "UTC") == 0) {
		*offset = 0;
		return true;
	}
	if ((*name != '+' && *name != '-' && strcmp(name, "Z") != 0) || strlen(name) > 6)
		return false;
	if (!date_read(slice(strcat(text, name)), &d))
		return false;
	*offset = d.offset * 60;
	return true;
}

/* No way out of the zone directory. */
static bool
plain_name(const char *name)
{
	for (const char *p = name; *p; p++)
		if (!((*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || strchr("_+-/", *p)))
			return false;
	return *name && *name != '/' && strlen(name) < 100;
}

int
zone_open(struct zone **out, const char *name, struct fb_err *e)
{
	int32_t offset;
	struct buf b = { 0 };
	char path[160] = ZONE_PATH;
	if (fixed(name, &offset)) {
		struct zone *z = xcalloc(1, sizeof *z);
		z->at = xcalloc(1, sizeof *z->at);
		z->offset = xcalloc(1, sizeof *z->offset);
		z->offset[0] = offset;
		*out = z;
		return 0;
	}
	if (!plain_name(name))
		return err_set(e, FB_ECONFIG, "no time zone '%s': a name such as Asia/Shanghai or an offset such as +08:00 is wanted", name);
	struct fb_err why = { 0 };
	int r = file_read(strcat(path, name), &b, &why);
	if (r < 0)
		r = err_set(e, FB_ECONFIG, "no time zone '%s': %s (package tzdata has them; an offset such as +08:00 needs none)", name, why.text);
	else if ((r = zone_parse(out, b.p, b.n, &why)) < 0)
		r = err_set(e, FB_ECONFIG, "time zone '%s': %s", name, why.text);
	buf_free(&b);
	return r;
}

void
zone_close(struct zone *z)
{
	if (!z)
		return;
	free(z->at);
	free(z->offset);
	free(z);
}
