/* How bytes become records: what the row pipeline asks of a format (the record stream, CSV, JSON Lines).
 *
 * The pipeline cuts the input into blocks of whole records with cut(), gives each block to a reader on some thread, and
 * asks it for one record after another. Nothing here may depend on how the input was cut into reads or blocks: cut()
 * and next() know only the bytes from the start of a record on. */
#ifndef FB_FORMAT_H
#define FB_FORMAT_H

#include "base/buf.h"
#include "base/err.h"
#include "record/row.h"

struct record {
	const struct fb_str *f; /* all fields, in the order of the header; valid until the next call */
	size_t n;
	struct fb_str raw;      /* its bytes in the block, with their line end: for --rejects */
	struct fb_str bare;     /* the record stream: without line end; what SHAPE_APPEND writes */
	size_t lines;           /* line ends within raw */
	const char *bad;        /* why it is refused, NULL where it is not; valid until the next call */
	bool nothing;           /* no record: blank lines that the format passes over */
};

#define CUT_END ((size_t)-1)

struct format {
	/* The header is looked for only when this many bytes are there, or all there are: for formats that guess. */
	size_t look;

	/* At the start of a file: p[0 .. n) is its beginning, whole if `whole`. Sets *used to the bytes before the first
	 * record and *in to the columns. Returns 0, 1 (more bytes are needed), or FB_E…. */
	int (*header)(void *format, const char *file, const char *p, size_t n, bool whole, size_t *used, struct cols *in,
	    struct fb_err *e);

	/* Bytes of whole records at the front of p[0 .. n), 0: none is whole. With at_end, what is left is a record too.
	 * CUT_END: neither here nor later in the file are more records; the rest is read and passed over. */
	size_t (*cut)(void *format, const char *p, size_t n, bool at_end);
	size_t (*lines)(void *format, const char *p, size_t n);         /* line ends; NULL: LFs are counted */

	/* One reader a thread: start() on a block of whole records, then next() until it returns 0. `columns` fields are
	 * wanted in each record; other numbers are for the format to call bad. last: the block ends its file. */
	void *(*reader)(void *format);
	void (*start)(void *reader, const char *p, size_t n, size_t columns, bool last);
	int (*next)(void *reader, struct record *r);
	void (*unreader)(void *reader);
	void *self;             /* passed as `format` */
	bool headless;          /* header() is called with --names too; it finds no columns then */

	/* For files of rejects, where the format is more than lines of bytes; may be NULL. A line end as the open file writes it
	 * (NULL: LF); what must follow the records after a header that reads `header` (closing brackets). */
	struct fb_str (*line_end)(void *format);
	void (*close)(void *format, struct fb_str header, struct buf *b);
};

/* The record stream itself (fb-stream(5)). */
extern const struct format format_stream;

/* Split a header line of the record stream, without its line end, into names; duplicate and empty ones are errors. */
int header_split(struct fb_str line, const char *file, struct cols *in, struct fb_err *e);

#endif
