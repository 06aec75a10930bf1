/* Dates as exports write them: looser forms than RFC 3339 (date.h), by guess or by a strptime format.
 *
 * Read without a format: what date.h reads; year, month and day by '-', '/', '.' or 年月日 with one or two digits; month names (Feb 12, 2020;
 * 12 February 2020; Wed, 12 Feb 2020 10:00:00 +0800); 20240305 and 20240305140203; Unix seconds (10 digits) and
 * milliseconds (13), written in UTC. A time may follow: 14:02[:03[.5]], 2:02 PM, 下午2:02, 14时02分03秒, and after it Z, +08:00, UTC or GMT+8. Day and
 * month before the year (03/04/2024) are read once it is known which comes first. Two-digit years are not read. */
#ifndef FB_DATEGUESS_H
#define FB_DATEGUESS_H

#include "record/date.h"

struct date_style {
	const char *format;     /* strptime's; NULL: by guess */
	bool day_first, month_first;    /* 03/04/2024 is in April; in March */
};

/* The whole slice, blanks around it aside, is a date: true and *d. */
bool dateguess_read(const struct date_style *style, struct fb_str s, struct date *d);

enum date_look {
	DATE_NO,                /* no date */
	DATE_CLEAR,
	DATE_DAY_FIRST,         /* like 23/04/2024 */
	DATE_MONTH_FIRST,       /* like 04/23/2024 */
	DATE_EITHER,            /* like 03/04/2024 */
};

/* What one value says of its column's style. */
enum date_look dateguess_look(struct fb_str s);

#endif
