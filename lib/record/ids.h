/* Ids of records that came without one: frozen, the same file gives the same ids for ever.
 *
 * An id is XXH3-64 with seed 0, as 16 lower-case hex digits, of the values of user, ts, product and text, joined by U+001F; ts as it
 * is written in the stream; a column that is not there is empty. The k-th record of a run with the same id gets ".k" after it,
 * from k = 2. fb-stream(5) has a test vector. */
#ifndef FB_IDS_H
#define FB_IDS_H

#include <stdint.h>

#include "base/hash.h"

uint64_t id_hash(struct fb_str user, struct fb_str ts, struct fb_str product, struct fb_str text, struct buf *scratch);

/* How often each id came. 10 to 15 bytes for each different one, half as much again for a moment when it grows. Zero-initialise. */
struct id_table {
	uint64_t *slot;         /* 0: free */
	size_t slots, used;
	uint64_t zero;          /* how often 0 itself came */
	struct map repeats;     /* hash → times, for those that came twice */
};

/* Count one more; returns how often it came by now: 1 the first time. */
uint64_t id_table_count(struct id_table *t, uint64_t hash);
void id_table_free(struct id_table *t);

#endif
