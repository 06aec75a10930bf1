/* Records: the words that the row pipeline and everything on it share.
 *
 * The record stream (fb-stream(5)): UTF-8, one record a line, fields separated by one TAB, the first line names the
 * columns. In a value, TAB, LF, CR and backslash are written \t \n \r \\; a backslash before anything else stands for
 * itself. A field "as written" still has these escapes; a value has not. */
#ifndef FB_ROW_H
#define FB_ROW_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* One record. f[0 .. n) are the columns that the filter asked for (need, then maybe), as written; p is NULL where the
 * stream lacks an optional column. Valid during the call only. */
struct row {
	const struct fb_str *f;
	size_t n;
	uint64_t line, off;     /* line number and byte offset in its file; line 1 is the first line of the file */
	const char *file;       /* for messages */
	void *note;             /* filter.note bytes, zeroed: room for what row() tells seq() */
};

/* Column names of a stream. */
struct cols {
	char **name;
	size_t n, cap;
};

/* Where a filter writes what it adds: each call appends one more column, in the order of bind()'s cols_add. */
struct out {
	struct buf b;
	bool first;             /* the next column begins its line: no TAB before it */
};

/* The next column; its bytes, as written, go to o->b by hand. */
static inline void
out_begin(struct out *o)
{
	if (!o->first)
		buf_char(&o->b, '\t');
	o->first = false;
}

void out_field(struct out *o, struct fb_str s);         /* one column, as written: already escaped, or known to be clean */
void out_value(struct out *o, struct fb_str s);         /* one column, escaped */
void out_fixed(struct out *o, double x, int decimals);  /* one column, a number (num_fixed) */

#define COLS_NONE ((size_t)-1)

size_t cols_find(const struct cols *c, struct fb_str name);             /* index or COLS_NONE */
void cols_add(struct cols *c, struct fb_str name);
void cols_free(struct cols *c);
/* "no column 'txet' in FILE; there are id, text: did you mean text?" into *e; returns FB_EDATA. */
int cols_missing(const struct cols *c, const char *name, const char *file, struct fb_err *e);

/* The value of a field: f itself where it holds no backslash, else unescaped into *scratch (replaced, not appended). */
struct fb_str field_value(struct fb_str f, struct buf *scratch);
/* Append a value as a field. */
void field_write(struct buf *b, struct fb_str value);

/* Whether column note says that a platform wrote the text (record/phrase.h): nobody's words, which are counted apart. */
#define NOTE_PHRASE "default"
static inline bool
note_is_phrase(struct fb_str note)
{
	return slice_has_word(note, NOTE_PHRASE);
}

#endif
