/* Deadlines: a span such as "4h", "4bh" or "18:00", and the instant it gives from a record's ts.
 *
 *     30s 15m 4h 2d 1w     clock time; a day is 24 hours, a week seven days
 *     30bm 4bh             business time of a calendar
 *     3bd                  the last closing time of the third working day after the day of ts
 *     18:00                the next 18:00 after ts, on the wall of the calendar, or of ts where there is none
 *     2024-12-31T18:00     that moment
 *
 * A deadline is a pure function of ts, span, calendar and zone. It is written in the offset of ts; in that of the zone where
 * ts has none; without offset where there is no zone either. */
#ifndef FB_DUE_H
#define FB_DUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "desk/calendar.h"
#include "record/date.h"
#include "record/zone.h"

enum span_kind { SPAN_CLOCK, SPAN_BUSINESS, SPAN_DAYS, SPAN_TIME, SPAN_AT };

struct span {
	enum span_kind kind;
	int64_t n;              /* seconds; working days; seconds after 00:00 */
	struct date at;         /* SPAN_AT */
};

/* The whole slice is a span: true and *s. At most 100 years. */
bool span_read(struct fb_str text, struct span *s);

/* The whole slice is a length of clock time (30s, 15m, 4h, 2d, 1w): true and its seconds. */
bool span_seconds(struct fb_str text, int64_t *seconds);

/* Whether a span needs a calendar. */
static inline bool
span_is_business(const struct span *s)
{
	return s->kind == SPAN_BUSINESS || s->kind == SPAN_DAYS;
}

/* The instant of d; a date without offset is read in zone, or as UTC where zone is NULL. */
int64_t date_instant(const struct date *d, const struct zone *zone);

/* The deadline of ts. zone is that of dates without offset, NULL: none. calendar may be NULL where the span is not
 * business time. False where there is none before the year 10000. */
bool due_find(const struct span *s, const struct date *ts, const struct zone *zone, const struct calendar *calendar,
    struct date *due);

#endif
