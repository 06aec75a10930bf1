/* Refused records: the first twenty are told, all are counted, and --rejects keeps their raw bytes below their header, so that the file
 * can be read again once it is mended: in the format and the encoding that it came in, each record with a line end. pipeline.c only. */
#ifndef FB_REFUSE_H
#define FB_REFUSE_H

#include "base/file.h"
#include "record/block.h"

struct refused {
	uint64_t count;
	struct outfile file;    /* --rejects */
	bool open;
	const struct format *format;
	struct buf header, names;       /* of the first file: raw; its columns' names */
	bool cut;               /* what was written last has no line end */
};

int refused_open(struct refused *r, const struct stream *s, const struct format *format, struct fb_err *e);
/* The header of the file that is read now, and its columns. FB_EDATA where records are kept below the first file's and these are others. */
int refused_header(struct refused *r, struct fb_str raw, const struct cols *in, const char *file, struct fb_err *e);
/* Tell and keep one. With --strict: FB_EDATA. */
int refused_take(struct refused *r, const struct stream *s, const char *file, const struct bad *b, struct fb_err *e);
int refused_commit(struct refused *r, struct fb_err *e);
void refused_abandon(struct refused *r);
/* Say how many there were; the run's status so far: 0 or 1. */
int refused_status(const struct refused *r, const struct stream *s);

#endif
