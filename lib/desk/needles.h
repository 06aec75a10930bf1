/* Which of many regular expressions are worth trying on a text: one scan for all the literals that they need.
 *
 * The scan hashes the three bytes at each position (letters without case) into a small table and compares only where it
 * has an entry: about two cycles a byte, however many literals there are. */
#ifndef FB_NEEDLES_H
#define FB_NEEDLES_H

#include "base/buf.h"
#include "desk/regex.h"

struct needles;

/* For expressions 0 … n - 1; what nothing is known of (need.n = 0) always counts as found. */
struct needles *needles_open(const struct need *const *need, size_t n);
void needles_close(struct needles *s);

/* One thread's room: what the last scan found. */
struct needle_room {
	uint32_t *found;        /* expressions of which the text holds a literal of each group, those with none aside */
	size_t founds;
	uint8_t *groups;        /* by expression: bits of the groups that were found */
	bool *seen;             /* by needle */
	uint32_t *hit;          /* needles seen */
	size_t hits;
};

void needle_room_open(struct needle_room *r, const struct needles *s);
void needle_room_close(struct needle_room *r);

void needles_scan(const struct needles *s, struct fb_str text, struct needle_room *r);

/* After a scan: whether the text holds a literal of each group of an expression. */
bool needles_found(const struct needles *s, const struct needle_room *r, size_t expression);

#endif
