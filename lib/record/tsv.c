/* The record stream as a format: see format.h and fb-stream(5). */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "record/format.h"
#include "record/scan.h"

struct reader {
	const char *p;
	size_t n;
	struct scan_marks marks;
	size_t mark;            /* next one to look at */
	size_t at;              /* start of the next record */
	size_t columns;
	struct fb_str *f;
	size_t room;
	char why[128];
};

static struct fb_str
without_end(const char *p, size_t n)
{
	if (n && p[n - 1] == '\n')
		n--;
	if (n && p[n - 1] == '\r')
		n--;
	return (struct fb_str){ p, n };
}

int
header_split(struct fb_str line, const char *file, struct cols *in, struct fb_err *e)
{
	const char *p = line.p;
	if (scan_utf8(p, line.n) != line.n || (line.n && (memchr(p, '\0', line.n) || memchr(p, '\r', line.n))))
		return err_at(e, FB_EDATA, file, 1, 0,
		    "the header is not UTF-8 text: fb-import reads exports of other programs and encodings");
	for (size_t i = 0; i <= line.n; i++) {
		if (i < line.n && line.p[i] != '\t')
			continue;
		struct fb_str name = { p, (size_t)(line.p + i - p) };
		p = line.p + i + 1;
		if (name.n == 0)
			return err_at(e, FB_EDATA, file, 1, 0, "column %zu has no name: fb-import numbers such columns", in->n + 1);
		if (cols_find(in, name) != COLS_NONE)
			return err_at(e, FB_EDATA, file, 1, 0, "two columns are named '%.*s': fb-import numbers such columns",
			    (int)name.n, name.p);
		cols_add(in, name);
	}
	return 0;
}

static int
header(void *self, const char *file, const char *p, size_t n, bool whole, size_t *used, struct cols *in, struct fb_err *e)
{
	(void)self;
	size_t bom = n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	const char *end = n ? memchr(p, '\n', n) : NULL;
	if (!end && !whole)
		return 1;
	*used = end ? (size_t)(end - p) + 1 : n;
	return header_split(without_end(p + bom, *used - bom), file, in, e);
}

static size_t
cut(void *self, const char *p, size_t n, bool at_end)
{
	(void)self;
	const char *end = memrchr(p, '\n', n);
	return at_end ? n : end ? (size_t)(end - p) + 1 : 0;
}

static void *
reader(void *self)
{
	(void)self;
	return xcalloc(1, sizeof(struct reader));
}

static void
unreader(void *arg)
{
	struct reader *r = arg;
	free(r->marks.at);
	free(r->f);
	free(r);
}

static void
start(void *arg, const char *p, size_t n, size_t columns, bool last)
{
	struct reader *r = arg;
	(void)last;
	r->p = p;
	r->n = n;
	r->at = r->mark = 0;
	if (r->room < columns + 1) {
		r->room = columns + 1;
		r->f = xrealloc(r->f, r->room, sizeof *r->f);
	}
	r->columns = columns;
	scan_index(&r->marks, p, n, '\t', '\n');
}

/* What is wrong with the bytes of a record, NULL where nothing is. */
static const char *
dirty(struct reader *r, struct fb_str line)
{
	size_t good = scan_utf8(line.p, line.n);
	if (good < line.n) {
		snprintf(r->why, sizeof r->why,
		    "byte %zu (0x%02x) is not UTF-8: fb-import converts other encodings", good + 1, (unsigned char)line.p[good]);
		return r->why;
	}
	if (memchr(line.p, '\0', line.n))
		return "a NUL byte: text holds none";
	if (memchr(line.p, '\r', line.n))
		return "a carriage return inside the line: it is written \\r";
	return NULL;
}

static int
next(void *arg, struct record *out)
{
	struct reader *r = arg;
	size_t n = 0, from = r->at, i = r->mark, start_at = r->at;
	if (r->at >= r->n)
		return 0;
	for (;; i++) {
		size_t at = i < r->marks.n ? r->marks.at[i] : r->n;
		bool ends = at == r->n || r->p[at] == '\n';
		if (n < r->columns)
			r->f[n] = (struct fb_str){ r->p + from, at - from };
		n++;
		from = at + 1;
		if (ends) {
			r->at = at < r->n ? at + 1 : at;
			r->mark = i + 1;
			break;
		}
	}
	out->raw = (struct fb_str){ r->p + start_at, r->at - start_at };
	out->bare = without_end(out->raw.p, out->raw.n);
	out->f = r->f;
	out->n = n;
	out->lines = 1;
	out->bad = NULL;
	out->nothing = false;
	if (n == r->columns && r->marks.clean)
		return 1;
	if (n <= r->columns && r->f[n - 1].n && r->f[n - 1].p[r->f[n - 1].n - 1] == '\r')
		r->f[n - 1].n--;
	if (!r->marks.clean && out->bare.n)
		out->bad = dirty(r, out->bare);
	if (!out->bad && out->bare.n == 0 && r->columns > 1)
		out->bad = "a blank line";
	if (!out->bad && n != r->columns) {
		snprintf(r->why, sizeof r->why, "%zu field%s where the header has %zu", n, n == 1 ? "" : "s", r->columns);
		out->bad = r->why;
	}
	return 1;
}

const struct format format_stream = {
	.header = header,
	.cut = cut,
	.reader = reader,
	.start = start,
	.next = next,
	.unreader = unreader,
};
