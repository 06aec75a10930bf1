/* Bursts: days in which one product is spoken of much more than its share of those days.
 *
 * Kulldorff's scan statistic (1997) over intervals of days: with c texts about the product in the interval, e expected (the
 * product's total, spread over days as the texts about all other products are) and n in all,
 * c ln(c/e) + (n-c) ln((n-c)/(n-e)). An interval of up to BURST_LONGEST days is a burst where that is at least BURST_LEAST, c is
 * at least BURST_TEXTS and half as much again as e. The best is taken, then the best of what is left. */
#ifndef FB_BURST_H
#define FB_BURST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BURST_LONGEST = 28, BURST_LEAST = 12, BURST_TEXTS = 10, BURST_NONE = UINT32_MAX };

struct burst_text {
	uint32_t product;       /* BURST_NONE: not known */
	int32_t day;            /* days since some day */
	bool dated;             /* day is known; else the text is none of a burst */
};

struct burst {
	uint32_t product;
	int32_t from, to;       /* days, both within */
};

/* Bursts among n texts: *found, to be freed; returns how many. They do not depend
 * on the order of texts; they are in the order of products, then as found. */
size_t burst_find(const struct burst_text *text, size_t n, struct burst **found);

#endif
