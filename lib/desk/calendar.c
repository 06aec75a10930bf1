#include "desk/calendar.h"

#include <stdlib.h>

#include "desk/calendar_file.h"
#include "record/date.h"

static const int64_t LAST_DAY = 2932896;        /* 9999-12-31 */

const struct zone *
calendar_zone(const struct calendar *c)
{
	return c->zone;
}

uint64_t
calendar_digest(const struct calendar *c)
{
	return c->digest;
}

static const struct hours *
hours_of(const struct calendar *c, int64_t day)
{
	size_t low = 0, high = c->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->special[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < c->n && c->special[low].day == day)
		return &c->special[low].hours;
	return &c->week[date_weekday(day)];
}

static int64_t
day_of(const struct calendar *c, int64_t instant)
{
	int64_t wall = instant + zone_offset(c->zone, instant);
	return (wall >= 0 ? wall : wall - (DATE_DAY - 1)) / DATE_DAY;
}

/* Open stretches as instants, in order of their start. */
struct walk {
	const struct calendar *c;
	const struct hours *hours;
	int64_t day;
	int next;
	int64_t done;           /* everything before it has been given or is past */
};

/* All stretches, or what is left of them, that end after `from`: yesterday's night shift may still run. */
static struct walk
walk_from(const struct calendar *c, int64_t from)
{
	int64_t day = day_of(c, from) - 1;
	return (struct walk){ c, hours_of(c, day), day, 0, from };
}

static bool
walk_next(struct walk *w, int64_t *open, int64_t *close)
{
	for (;;) {
		while (w->next == w->hours->n) {
			if (++w->day > LAST_DAY)
				return false;
			w->hours = hours_of(w->c, w->day);
			w->next = 0;
		}
		const struct stretch *s = &w->hours->at[w->next++];
		*open = zone_instant(w->c->zone, w->day * DATE_DAY + s->from);
		*close = zone_instant(w->c->zone, w->day * DATE_DAY + s->to);
		if (*open < w->done)
			*open = w->done;
		if (*open < *close) {
			w->done = *close;
			return true;
		}
	}
}

bool
calendar_is_open(const struct calendar *c, int64_t instant)
{
	int64_t open, close;
	struct walk w = walk_from(c, instant);
	return walk_next(&w, &open, &close) && open == instant;
}

bool
calendar_add(const struct calendar *c, int64_t from, int64_t seconds, int64_t *due)
{
	int64_t open, close;
	struct walk w = walk_from(c, from);
	while (walk_next(&w, &open, &close)) {
		if (seconds <= close - open) {
			*due = open + seconds;
			return true;
		}
		seconds -= close - open;
	}
	return false;
}

bool
calendar_add_days(const struct calendar *c, int64_t from, int64_t days, int64_t *due)
{
	int64_t day = day_of(c, from);
	const struct hours *h = NULL;
	while (days > 0) {
		if (++day > LAST_DAY)
			return false;
		h = hours_of(c, day);
		days -= h->n > 0;
	}
	if (!h)
		return false;
	*due = zone_instant(c->zone, day * DATE_DAY + h->at[h->n - 1].to);
	return true;
}

int64_t
calendar_between(const struct calendar *c, int64_t from, int64_t to)
{
	int64_t open, close, sum = 0;
	struct walk w = walk_from(c, from);
	while (walk_next(&w, &open, &close) && open < to)
		sum += (close < to ? close : to) - open;
	return sum;
}
