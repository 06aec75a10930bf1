/* What a calendar is in memory: shared by its reader (calendar_file.c) and its arithmetic (calendar.c), nobody else. */
#ifndef FB_CALENDAR_FILE_H
#define FB_CALENDAR_FILE_H

#include "desk/calendar.h"

enum { MOST_STRETCHES = 8, MOST_DAYS = 100000, LONGEST_RANGE = 3700 };

/* The hours of a day: stretches in order, not overlapping; seconds after its 00:00; `to` may be the next day's. */
struct hours {
	int n;                  /* 0: closed */
	struct stretch {
		int32_t from, to;
	} at[MOST_STRETCHES];
};

struct special {
	int32_t day;            /* days since 1970-01-01 */
	uint32_t order;         /* of being said: the last word on a day counts */
	struct hours hours;
};

struct calendar {
	struct zone *zone;
	struct hours week[8];   /* [1] Monday … [7] Sunday; [0] not used */
	struct special *special;        /* ascending by day, one for each */
	size_t n, cap;
	uint64_t digest;
};

#endif
