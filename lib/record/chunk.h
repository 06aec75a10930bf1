/* The records of a block, as they lie on disk and in UTF-8, whatever the file's encoding.
 *
 * A block is converted at once; only where that fails record by record, so that those that cannot be converted are known and the
 * others come through. */
#ifndef FB_CHUNK_H
#define FB_CHUNK_H

#include "record/csvcut.h"
#include "record/encoding.h"

struct chunk {
	struct csvcut cut;
	struct encoding encoding;
	const char *p;          /* the block */
	size_t n, at;           /* its size; where the next record begins */
	struct csv_ends raw, converted;
	size_t next;            /* index into both */
	struct buf text;        /* the block in UTF-8, or one record where `single` */
	size_t text_at;
	bool single;
	bool clean;             /* valid and without NUL */
	struct decoder decoder;
	char why[160];
};

/* Begin with a block of whole records; last: the last of them may lack its end, or be within quotes. */
void chunk_start(struct chunk *c, const struct csvcut *cut, const struct encoding *x, const char *p, size_t n, bool last);

/* The next record: its bytes in the block and its text, both with their line end. *bad: why it cannot be read (invalid bytes, NUL), or
 * NULL. Returns 0 after the last. */
int chunk_next(struct chunk *c, struct fb_str *raw, struct fb_str *text, const char **bad);

/* The record that chunk_next gave last is none: give its first line up and cut the others anew. *raw becomes that line. */
void chunk_recover(struct chunk *c, struct fb_str *raw);

void chunk_free(struct chunk *c);

#endif
