/* Dates that come again and again: what was read before is not read anew. One a thread. */
#ifndef FB_DATEMEMO_H
#define FB_DATEMEMO_H

#include "base/buf.h"
#include "record/dateguess.h"

/* Zero-initialise; datememo_free at the end. */
struct datememo {
	struct date_style style;        /* that they were read in */
	struct known_date *known;       /* by hash; NULL before the first */
};

/* Append s as the stream writes dates (date_write), read as dateguess_read does; false where it cannot be. */
bool datememo_write(struct datememo *m, const struct date_style *style, struct fb_str s, struct buf *b);
void datememo_free(struct datememo *m);

#endif
