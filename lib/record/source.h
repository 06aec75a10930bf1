/* Where a run's bytes come from: its operands one after another, read into blocks of whole records. */
#ifndef FB_SOURCE_H
#define FB_SOURCE_H

#include "record/format.h"
#include "record/pipeline.h"

enum {
	BLOCK = 256 << 10,      /* bytes that are read before a block is handed on: fits the second-level cache */
	LIMIT = 1 << 20,        /* longest record */
};

struct source {
	const struct stream *s;
	const struct format *format;
	size_t file;            /* operand that is open or comes next */
	int fd;                 /* -1: none is open */
	bool regular;           /* reading never waits */
	bool ended;             /* fd has said end of file */
	bool past;              /* no more records are in this file */
	bool skipping;          /* inside a line that is too long */
	const char *name;       /* for messages */
	uint64_t line, off;     /* of the first byte in hand */
	uint64_t size;          /* of a regular file, else 0 */
	char *p;                /* bytes in hand */
	size_t n, cap;
};

struct piece {                  /* a block's worth of input */
	char *p;
	size_t n, cap;
	const char *file;
	uint64_t line, off;     /* of its first byte */
	uint64_t lines;         /* line ends in it */
	bool too_long;          /* one line over the limit, or more of it where `more` */
	bool more;
	bool last;              /* ends its file */
	bool full;              /* a whole block was there to read */
};

enum { SOURCE_END, SOURCE_PIECE, SOURCE_FILE };

void source_open(struct source *in, const struct stream *s, const struct format *format);

/* The next piece of the open file into *b (SOURCE_PIECE); SOURCE_FILE: a file is open and its header is wanted, call
 * source_header; SOURCE_END; or FB_E…. *wait is called before a read that would block. */
int source_next(struct source *in, struct piece *b, void (*wait)(void *), void *arg, struct fb_err *e);

/* Read and take the header of the file just opened. *raw holds its bytes, for --rejects. FB_EDATA for an empty file. */
int source_header(struct source *in, struct cols *cols, struct buf *raw, void (*wait)(void *), void *arg, struct fb_err *e);

void source_close(struct source *in);

#endif
