/* Calendars against a minute-by-minute reading of their words; zones; what is refused. */
#include "desk/calendar.h"

#include <stdlib.h>

#include "record/date.h"
#include "tap.h"

static struct calendar *
parsed(const char *text)
{
	struct calendar *c = NULL;
	struct fb_err e = { 0 };
	if (calendar_parse(&c, slice(text), "x.calendar", &e) < 0)
		printf("# %s\n", e.text);
	return c;
}

static void
refuses(const char *text, uint64_t line, uint64_t column, const char *part)
{
	struct calendar *c;
	struct fb_err e = { 0 };
	int code = calendar_parse(&c, slice(text), "x.calendar", &e);
	if (!ok(code == FB_ECONFIG && e.line == line && e.column == column && strstr(e.text, part), "refused: %s", part))
		printf("# %d %d:%d %s\n", code, (int)e.line, (int)e.column, e.text);
}

static int64_t
at(const char *text)
{
	struct date d;
	return date_read(slice(text), &d) ? d.s : -1;
}

/* Every minute of a year: open or not, and business time summed up, against the functions. */
static void
minutes(const struct calendar *c, const char *name)
{
	enum { MINUTES = 366 * 1440 };
	int64_t start = at("2024-01-01T00:00Z"), bad = 0, sum = 0, due;
	bool *open = calloc(MINUTES, sizeof *open);
	for (int i = 0; i < MINUTES; i++) {
		open[i] = calendar_is_open(c, start + i * 60);
		sum += open[i];
	}
	ok(calendar_between(c, start, start + MINUTES * 60) == sum * 60, "%s: a year's business time is the sum of its open minutes", name);
	for (int i = 0; i < MINUTES - 20000; i += 977) {
		int64_t left = 1 + i % 1500, k = i;
		for (; left; k++)
			left -= open[k];
		bad += !calendar_add(c, start + (int64_t)i * 60, (1 + i % 1500) * 60, &due) || due != start + k * 60;
	}
	ok(bad == 0, "%s: minutes added one by one", name);
	free(open);
}

int
main(void)
{
	struct calendar *c = parsed("zone Asia/Shanghai\nhours mon-fri 09:00-12:00 13:30-18:00\nclosed 2024-10-01..2024-10-07 # holiday\nopen 2024-10-12\n");
	int64_t due;
	ok(calendar_is_open(c, at("2024-03-05T09:00:00+08:00")) && !calendar_is_open(c, at("2024-03-05T08:59:59+08:00")), "opens at nine");
	ok(!calendar_is_open(c, at("2024-03-05T12:00:00+08:00")) && calendar_is_open(c, at("2024-03-05T11:59:59+08:00")), "closed from twelve on");
	ok(!calendar_is_open(c, at("2024-10-07T10:00+08:00")) && calendar_is_open(c, at("2024-10-12T10:00+08:00")), "a holiday, a worked Saturday");
	ok(calendar_add(c, at("2024-09-30T17:00+08:00"), 7200, &due) && due == at("2024-10-08T10:00+08:00"), "over a week of holidays");
	ok(calendar_add(c, at("2024-09-30T17:00+08:00"), 3600, &due) && due == at("2024-09-30T18:00+08:00"), "done at closing time");
	ok(calendar_add(c, at("2024-10-05T17:00+08:00"), 0, &due) && due == at("2024-10-08T09:00+08:00"), "no time at all: the next opening");
	ok(calendar_add_days(c, at("2024-10-10T23:00+08:00"), 2, &due) && due == at("2024-10-12T18:00+08:00"), "two working days, one a Saturday");
	ok(!calendar_add(c, at("9999-12-31T10:00Z"), 1000000, &due), "nothing after 9999");
	minutes(c, "office");
	calendar_close(c);
	c = parsed("zone America/New_York\nhours mon-sun 22:00-06:00 09:00-10:00\n");
	ok(!c, "stretches are in order");
	c = parsed("zone America/New_York\nhours sun,mon,tue 22:00-06:00\nhours thu 00:00-24:00\nopen 2024-03-09 22:00-07:00\n");
	minutes(c, "night");
	ok(calendar_between(c, at("2024-03-09T12:00:00-05:00"), at("2024-03-10T12:00:00-04:00")) == 8 * 3600, "the night in which the clocks go forward is an hour short");
	ok(calendar_between(c, at("2024-11-03T12:00:00-05:00"), at("2024-11-04T12:00:00-05:00")) == 8 * 3600, "an ordinary night");
	calendar_close(c);
	c = parsed("zone Europe/Berlin\nhours sat 20:00-08:00\n");
	ok(calendar_between(c, at("2024-10-26T12:00:00+02:00"), at("2024-10-27T12:00:00+01:00")) == 13 * 3600, "the night in which they go back has 13 hours");
	calendar_close(c);
	c = parsed("zone Europe/Berlin\nhours sun 02:00-03:00\n");
	ok(calendar_between(c, at("2024-03-31T00:00Z"), at("2024-04-01T00:00Z")) == 0, "a stretch that the clocks skip is left out");
	calendar_close(c);
	c = parsed("zone Australia/Lord_Howe\nhours mon-fri 00:00-24:00\n");
	minutes(c, "half an hour of summer time");
	calendar_close(c);

	refuses("hours mon 09:00-10:00\n", 0, 0, "no zone");
	refuses("zone +08:00\n", 0, 0, "no hours");
	refuses("zone Asia/Shangai\n", 1, 6, "Shanghai");
	refuses("zone ../../etc/passwd\n", 1, 6, "no time zone");
	refuses("zone +08:00 x\n", 1, 13, "nothing is wanted here");
	refuses("zone +08:00\nhour mon 09:00-10:00\n", 2, 1, "did you mean hours?");
	refuses("zone +08:00\nhours mo 09:00-10:00\n", 2, 7, "weekdays such as");
	refuses("zone +08:00\nhours mon\n", 2, 10, "hours such as");
	refuses("zone +08:00\nhours mon 9-18\n", 2, 11, "'9-18': hours such as 09:00-18:00");
	refuses("zone +08:00\nhours mon 09:00-18:00 17:00-20:00\n", 2, 23, "begins before");
	refuses("zone +08:00\nclosed 2024-02-30\n", 2, 8, "a day such as");
	refuses("zone +08:00\nclosed 2024-10-07..2024-10-01\n", 2, 8, "a day such as");
	refuses("zone +08:00\nclosed 2024-10-01 2024-10-02\n", 2, 19, "a remark begins with #");
	refuses("zone +08:00\nclosed 1999-10-01..2024-10-02\n", 2, 8, "too many days");
	refuses("zone +08:00\ninclude\n", 2, 8, "name of a calendar");
	refuses("zone +08:00\ninclude none.calendar\n", 2, 9, "none.calendar");
	return tap_end();
}
