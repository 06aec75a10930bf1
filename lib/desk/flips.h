/* Differences between two decisions about each record of a stream, counted: the table of --replay (replay.h). */
#ifndef FB_FLIPS_H
#define FB_FLIPS_H

#include "base/hash.h"
#include "base/mem.h"
#include "record/row.h"

struct flip {                   /* one pair of values of one column, or one way in which deadlines move */
	size_t column;
	struct fb_str from, to; /* as written */
	uint64_t count;
	struct buf examples;
	unsigned shown;
};

struct load {
	size_t column;
	struct fb_str value;
	uint64_t before, after;
};

struct flips {
	uint64_t records, changed;
	struct flip any;        /* examples of changed records */
	struct flips_column {
		const char *name;
		bool time, load;        /* compared as instants; counted before and after */
	} *column;
	size_t columns, column_cap;
	struct map pairs, loads;        /* column, from and to: index */
	struct flip *flip;
	struct load *of;
	size_t n, cap, load_n, load_cap;
	struct arena arena;
	struct fb_str id;       /* of the record at hand */
	uint64_t line;
	bool differs;
};

/* A column to be compared; the name is kept. Zero-initialise *f before the first. */
void flips_column(struct flips *f, const char *name, bool time, bool load);

/* A record begins; then each column's two values, as written. id.p NULL: the line number stands for it. */
void flips_record(struct flips *f, struct fb_str id, uint64_t line);
void flips_compare(struct flips *f, size_t column, struct fb_str before, struct fb_str after);

void flips_write(struct flips *f, struct out *o);       /* lines of a new stream */
void flips_free(struct flips *f);

#endif
