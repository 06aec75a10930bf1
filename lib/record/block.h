/* One block on its way through the row pipeline: what a worker makes of it, for the writer. Used by pipeline.c only. */
#ifndef FB_BLOCK_H
#define FB_BLOCK_H

#include "base/mem.h"
#include "record/pipeline.h"
#include "record/source.h"

struct bad {                    /* a refused record */
	uint64_t line, off;
	const char *why;        /* in block.text */
	struct fb_str raw;
	size_t out_at;          /* bytes of output before it */
	bool more;              /* a further part of the one before: only its raw bytes count */
};

struct kept {                   /* a record that waits for seq */
	size_t f;               /* its first field in block.fields */
	struct fb_str bare;
	size_t from, to;        /* what row appended, in block.made; with filter.calm the whole line, in block.out */
	uint64_t line, off;
	char *note;
};

struct block {
	struct piece in;
	bool done;
	bool pass;              /* output is the input itself */
	struct out out;
	struct bad *bad;
	size_t bads, bads_cap;
	struct arena text;
	/* with seq only */
	struct buf made;        /* with filter.calm: the output from the first record on that seq changed */
	struct fb_str *fields;
	size_t nfields, fields_cap;
	struct kept *kept;
	size_t nkept, kept_cap;
	struct fb_err err;      /* code != 0: the run ends after what is in out */
};

/* How the open file's columns meet the filter's; made anew for each header. */
struct binding {
	const struct filter *filter;
	void *job;
	const struct format *format;
	const struct stream *stream;
	struct cols in, add;
	struct buf header;      /* of the first file, raw: for --rejects and for headers that come again */
	size_t *pick, picks;    /* f[i] is column pick[i], COLS_NONE: absent */
	size_t *replaced;       /* for each column in add: the column it is written over, or COLS_NONE */
	bool replaces;
};

/* A thread's own things. */
struct worker {
	void *own;              /* filter.worker */
	void *reader;           /* format.reader */
	bool ready;
	struct fb_str *f;
	struct out made;
};

int binding_set(struct binding *b, struct cols *in, const char *file, bool first, struct fb_err *e);
void binding_header(const struct binding *b, struct out *o);    /* the line that names the output's columns */
void binding_free(struct binding *b);

void block_process(const struct binding *b, struct worker *w, struct block *k);

/* Run seq over the records that a worker kept; fills k->out, k->bad and k->err as block_process does. */
void block_sequence(const struct binding *b, struct out *scratch, struct block *k);
void block_free(struct block *k);

#endif
