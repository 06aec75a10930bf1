/* What counters remember, as their arithmetic (recall.c) and their file (recall_file.c) see it; for nobody else. */
#ifndef FB_RECALL_IN_H
#define FB_RECALL_IN_H

#include "base/state.h"
#include "desk/recall.h"

struct known {
	uint64_t value;         /* digest */
	uint32_t older, newer;  /* neighbours in the order in which they came up; newer is the next free one in the free list */
	uint32_t n;             /* times kept */
};

struct memory {                 /* of one counter */
	struct known *known;
	int64_t *time;          /* known × keep, ascending */
	size_t n, cap;          /* used so far, the free ones among them */
	size_t count;           /* remembered */
	uint32_t *slot;         /* known + 1, 0: free; a power of two of them, at most half full */
	size_t slots;
	uint32_t oldest, latest, free;
	uint32_t keep;
	int64_t window, newest; /* seconds; the greatest time seen */
	size_t most;
};

struct recall {
	const struct rules *rules;
	struct memory *of;      /* by counter */
	size_t n;
	struct state state;     /* zeroed where there is no file */
};

void memory_add(struct memory *c, uint64_t value, int64_t ts);

#endif
