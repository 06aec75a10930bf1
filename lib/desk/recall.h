/* What counters remember: for each value, its latest times, in bounded memory, kept between runs in a state file.
 *
 * A counter (rules.h) knows values by a 64-bit digest and keeps of each the latest counter.keep times. Values that have not
 * come up for longer than the counter's window before the newest time it has seen are forgotten; so is, where there are
 * RECALL_MOST of them (or RECALL_TIMES / counter.keep, if that is less), the one that came up longest ago in the stream.
 *
 * Not for several threads: the row pipeline calls it in stream order. */
#ifndef FB_RECALL_H
#define FB_RECALL_H

#include "desk/rules.h"

enum { RECALL_MOST = 1000000, RECALL_TIMES = 16000000 };

struct recall;

/* most: how many values a counter remembers; 0: as many as said above. */
struct recall *recall_open(const struct rules *r, size_t most);
void recall_close(struct recall *m);    /* NULL is harmless; gives up the state file's lock */

/* How many remembered times of the value lie in [ts - window, ts], after adding ts if add says so; at most keep. */
int64_t recall_count(struct recall *m, size_t counter, uint64_t value, int64_t ts, bool add);

/* Take up what a state file holds of these counters, and lock it until recall_close. No file is an empty one.
 * FB_ELOCK where another run has it; FB_EDATA where it is no state file. */
int recall_load(struct recall *m, const char *path, struct fb_err *e);

/* Write everything to the file that was loaded, replaced whole. */
int recall_save(struct recall *m, struct fb_err *e);

#endif
