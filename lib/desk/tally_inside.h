/* What the files of the tally share with each other, and with partial.c; not for anyone else. See tally.h. */
#ifndef FB_TALLY_INSIDE_H
#define FB_TALLY_INSIDE_H

#include "base/mem.h"
#include "desk/tally.h"
#include "record/date.h"

/* tally.c */
uint32_t name_code(struct names *n, struct fb_str value);
void tally_name_cluster(struct tally *t, uint32_t cluster, struct fb_str name);
void tally_cell(struct tally *t, const struct cell *c);         /* count c.count more of it */
int tally_code(struct tally *t, const struct fb_str *f, struct cell *c, struct fb_err *e);

/* tally_keep.c: what is kept beside the counts */
void mark_text(const struct fb_str *f, struct mark *m, uint32_t sentiment_p, uint32_t topic_p);
void tally_keep(struct tally *t, const struct fb_str *f, const struct mark *m, const struct cell *c);
struct bucket *bucket_of(struct tally *t, int32_t day);         /* NULL: nothing is kept of that day */
bool bucket_seen(struct bucket *b, uint64_t digest);            /* notes it; whether it was there */
struct list *bucket_list(struct bucket *b, enum list_kind kind, uint32_t x, uint32_t y, uint32_t by);
void list_offer(struct list *l, const struct kept *i);          /* copies i if it is among the best */
void bucket_free(struct bucket *b);

/* tally_count.c */
void grouped_free(struct tally *t);
/* What waits becomes a code: everything, now being final; or only what is past already, now being the least that it can be. */
void cell_settle(struct cell *c, int64_t now, bool final);

#endif
