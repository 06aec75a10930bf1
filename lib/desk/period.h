/* Periods of a report: spans of calendar days, as dates are written in the stream (no zone is applied to them). */
#ifndef FB_PERIOD_H
#define FB_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "desk/labels.h"

/* Days since 1970-01-01, both ends included; empty where last < first. (struct span of due.h is a length of time.) */
struct period {
	int32_t first, last;
};

#define DAY_NONE INT32_MIN      /* of a record without ts: in no span but PERIOD_ALL */
#define PERIOD_ALL ((struct period){ INT32_MIN, INT32_MAX })
#define PERIOD_DATED ((struct period){ INT32_MIN + 1, INT32_MAX })
#define PERIOD_EMPTY ((struct period){ 0, -1 })

enum unit { UNIT_ALL, UNIT_DAY, UNIT_WEEK, UNIT_MONTH };

/* "day", "week", "month" into *u; FB_EUSAGE with a suggestion. */
int unit_read(const char *text, enum unit *u, struct fb_err *e);

static inline bool
period_has(struct period s, int32_t day)
{
	return s.first <= day && day <= s.last;
}

static inline int32_t
period_days(struct period s)
{
	int64_t days = (int64_t)s.last - s.first + 1;
	return days < 0 ? 0 : days > INT32_MAX ? INT32_MAX : (int32_t)days;
}

static inline bool
period_is_all(struct period s)
{
	return s.first == INT32_MIN && s.last == INT32_MAX;
}

/* The whole calendar day, week (Monday first) or month that holds day; UNIT_ALL: PERIOD_ALL. */
struct period period_of(enum unit u, int32_t day);

/* The same days of the period before: of a week to date the same weekdays, of a month to date the same dates (a whole month
 * gives the whole month before). UNIT_ALL and UNIT_DAY: as many days just before. */
struct period period_before(enum unit u, struct period now);

/* The same days a year before: 52 weeks, so that weekdays stay; of UNIT_MONTH the same dates. */
struct period period_last_year(enum unit u, struct period now);

/* "2025-11-17" or RFC 3339; only the day counts. FB_EUSAGE. */
int day_read(const char *option, const char *text, int32_t *day, struct fb_err *e);

void day_iso(struct buf *b, int32_t day);                       /* 2025-11-17 */
void day_text(struct buf *b, int32_t day, enum lang lang);      /* 17 Nov, 11月17日 */
void period_text(struct buf *b, struct period s, enum lang lang);   /* 17–23 Nov 2025, 2025年11月17–23日 */

#endif
