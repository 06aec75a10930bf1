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

/* Bytes of scratch that one thread needs for scanning. */
size_t needles_room(const struct needles *s);

/* Scan: afterwards needles_found tells, for each expression, whether the text holds a literal of each of its groups. */
void needles_scan(const struct needles *s, struct fb_str text, uint8_t *room);
bool needles_found(const struct needles *s, const uint8_t *room, size_t expression);

#endif
