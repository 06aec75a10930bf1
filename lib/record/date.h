/* Dates and times: RFC 3339 and bare dates, read strictly and written back, in the proleptic Gregorian calendar from year
 * 0001 to 9999. Nothing here asks the clock, the locale or $TZ.
 *
 * What is read: YYYY-MM-DD, alone or with a time after 'T', 't' or one blank: HH:MM, HH:MM:SS or HH:MM:SS.fraction (or a comma), alone
 * or with an offset: Z, z, +HH:MM, -HH:MM, +HHMM or +HH (at most 23:59). The fraction is dropped. A leap second (:60) is
 * clamped to :59, since no clock of fb counts it; 24:00 is refused. -00:00 is read as +00:00.
 *
 * Day arithmetic: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days). */
#ifndef FB_DATE_H
#define FB_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct date {
	int64_t s;              /* seconds since 1970-01-01T00:00Z; without a zone, of the clock on the wall as if it were UTC */
	int32_t offset;         /* minutes east of UTC; 0 without a zone */
	bool has_time;          /* false: a bare date, s is its 00:00 */
	bool has_zone;          /* an offset was written */
	bool zulu;              /* it was written Z */
};

/* The fields of a time of day on some wall. */
struct civil {
	int32_t year;           /* 1 … 9999 */
	int32_t month, day;     /* 1 … 12, 1 … 31 */
	int32_t hour, minute, second;
};

enum { DATE_DAY = 86400 };

/* Days since 1970-01-01 of a date, and back; any year that fits. */
int64_t date_days(int32_t year, int32_t month, int32_t day);
void date_civil(int64_t days, int32_t *year, int32_t *month, int32_t *day);

/* 1 Monday … 7 Sunday (ISO 8601). */
int date_weekday(int64_t days);

/* Whether there is such a day in 0001 … 9999. */
bool date_exists(int32_t year, int32_t month, int32_t day);

/* The whole slice is a date as above: true and *d. */
bool date_read(struct fb_str text, struct date *d);

/* From fields: false where there is no such day or time. *d is without zone; second 60 is clamped to 59. */
bool date_make(const struct civil *c, struct date *d);

/* The fields on the wall of d's own offset. */
void date_fields(const struct date *d, struct civil *c);

/* A zoneless d stands at that offset from now on: the wall's time stays, s becomes UTC. */
void date_settle(struct date *d, int32_t offset);

/* Append as YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SS, and the offset where there is one. False, and nothing appended, outside
 * 0001 … 9999. */
bool date_write(struct buf *b, const struct date *d);

#endif
