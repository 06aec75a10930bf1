/* Business hours: when a desk is open, and business time added to an instant.
 *
 * A calendar file (fb-rules(5), CALENDARS) gives a time zone, the hours of each weekday, and days that differ: holidays, and
 * days that are worked although their weekday is free. Hours are on the zone's wall clock; business time is what really
 * passes while the desk is open, so a night shift over a change of the clocks has an hour more or less. A stretch that the
 * clock skips that night is left out. A stretch such as 22:00-06:00 belongs to the day on which it starts.
 *
 * A calendar is read-only once open: threads may share it. All results are pure functions of calendar and instant. */
#ifndef FB_CALENDAR_H
#define FB_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "record/zone.h"

struct calendar;

/* Read a calendar file, and the files it includes (relative to itself). FB_ECONFIG with line and column. */
int calendar_open(struct calendar **c, const char *path, struct fb_err *e);
/* The same from memory; path is for messages and for what it includes. */
int calendar_parse(struct calendar **c, struct fb_str text, const char *path, struct fb_err *e);
void calendar_close(struct calendar *c);        /* NULL is harmless */

const struct zone *calendar_zone(const struct calendar *c);
uint64_t calendar_digest(const struct calendar *c);     /* of the bytes of all files read */

bool calendar_is_open(const struct calendar *c, int64_t instant);

/* The instant at which that much business time has passed since `from`: within a stretch or at its end. With 0 seconds:
 * from itself if open, else the next opening. False where there is none before the year 10000. */
bool calendar_add(const struct calendar *c, int64_t from, int64_t seconds, int64_t *due);

/* The last closing time of the days-th working day after the day of `from`, which is not counted itself. */
bool calendar_add_days(const struct calendar *c, int64_t from, int64_t days, int64_t *due);

/* Business seconds from one instant to a later one. */
int64_t calendar_between(const struct calendar *c, int64_t from, int64_t to);

#endif
