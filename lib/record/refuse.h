/* Refused records: the first twenty are told, all are counted, and --rejects keeps their raw bytes. pipeline.c only. */
#ifndef FB_REFUSE_H
#define FB_REFUSE_H

#include "base/file.h"
#include "record/block.h"

struct refused {
	uint64_t count;
	struct outfile file;    /* --rejects */
	bool open;
};

int refused_open(struct refused *r, const struct stream *s, struct fb_err *e);
int refused_header(struct refused *r, struct fb_str raw, struct fb_err *e);
/* Tell and keep one. With --strict: FB_EDATA. */
int refused_take(struct refused *r, const struct stream *s, const char *file, const struct bad *b, struct fb_err *e);
/* Say how many there were; the run's status so far: 0 or 1. */
int refused_status(const struct refused *r, const struct stream *s);

#endif
