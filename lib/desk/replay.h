/* What new rules change on a stream that is at hand: every record judged by both, the differences counted.
 *
 * Instead of the old rules, a column of the stream may say what was decided (--replay-from). The result is a table:
 *
 *     what     column  from  to  count  share  before  after  examples
 *     records                    number of records
 *     changed                    those in which any compared column differs; share of the records; ids of the first three
 *     flip     dept    a     b   records whose dept was a and becomes b …, most first, for each column the rules set
 *     due      due     …         deadlines that move, by how much; that appear; that go
 *     load     dept    a         records of each department before and after
 *
 * Deadlines are compared as instants. At most FLIPS_MOST different pairs of a run are told apart. */
#ifndef FB_REPLAY_H
#define FB_REPLAY_H

#include "desk/ruling.h"
#include "record/pipeline.h"

enum { FLIPS_MOST = 10000, FLIP_EXAMPLES = 3 };

struct replay;

/* ruling is that of the new rules and stays the caller's. One of old (a rules file) and from (a column) is given;
 * max_flips may be NULL. Errors as of ruling_open; FB_EUSAGE. */
int replay_open(struct replay **p, struct ruling *ruling, const struct ruling_options *o, const char *old, const char *from,
    const char *max_flips, struct fb_err *e);
void replay_close(struct replay *p);    /* NULL is harmless */

/* Its job is p. */
const struct filter *replay_filter(const struct replay *p);

#endif
