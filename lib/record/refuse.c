#include "record/refuse.h"

enum { TOLD = 20 };

int
refused_open(struct refused *r, const struct stream *s, const struct format *format, struct fb_err *e)
{
	*r = (struct refused){ .file.fd = -1, .format = format };
	if (!s->rejects)
		return 0;
	r->open = true;
	return outfile_open(&r->file, s->rejects, OUTFILE_PRIVATE, e);
}

static struct fb_str
line_end(const struct refused *r)
{
	return r->format->line_end ? r->format->line_end(r->format->self) : slice("\n");
}

/* Whether s ends a line: with LF, or CR, in characters as wide as the format's. */
static bool
ends_line(const struct refused *r, struct fb_str s)
{
	struct fb_str end = line_end(r);
	if (s.n < end.n)
		return false;
	s.p += s.n - end.n;
	for (size_t i = 0; i < end.n; i++)
		if (s.p[i] != end.p[i] && !((s.p[i] == '\n' || s.p[i] == '\r') && end.p[i]))
			return false;
	return true;
}

static int
keep(struct refused *r, struct fb_str raw, bool more, struct fb_err *e)
{
	struct fb_str end = line_end(r);
	int rc = 0;
	if (!r->open || !raw.n)
		return 0;
	if (r->cut && !more)
		rc = outfile_write(&r->file, end.p, end.n, e);
	r->cut = !ends_line(r, raw);
	return rc ? rc : outfile_write(&r->file, raw.p, raw.n, e);
}

int
refused_header(struct refused *r, struct fb_str raw, const struct cols *in, const char *file, struct fb_err *e)
{
	struct buf names = { 0 };
	int rc = 0;
	if (!r->open)
		return 0;
	for (size_t i = 0; i < in->n; i++)
		buf_add(&names, in->name[i], strlen(in->name[i]) + 1);
	if (!r->names.n) {
		buf_slice(&r->names, buf_str(&names));
		buf_slice(&r->header, raw);
		rc = keep(r, raw, false, e);
	} else if (!slice_eq(buf_str(&names), buf_str(&r->names))) {
		rc = err_at(e, FB_EDATA, file, 1, 0,
		    "its columns are not those of the first file, and --rejects keeps records below one header: run one file at a time");
	}
	buf_free(&names);
	return rc;
}

int
refused_take(struct refused *r, const struct stream *s, const char *file, const struct bad *b, struct fb_err *e)
{
	int rc = keep(r, b->raw, b->more, e);
	if (rc || b->more)
		return rc;
	if (s->strict)
		return err_at(e, FB_EDATA, file, b->line, 0, "byte %llu: %s", (unsigned long long)b->off, b->why);
	if (r->count++ < TOLD)
		msg_say("%s:%llu: byte %llu: %s", file, (unsigned long long)b->line, (unsigned long long)b->off, b->why);
	return 0;
}

int
refused_commit(struct refused *r, struct fb_err *e)
{
	struct buf end = { 0 };
	int rc;
	if (!r->open)
		return 0;
	if (r->cut)
		buf_slice(&end, line_end(r));
	if (r->format->close)
		r->format->close(r->format->self, buf_str(&r->header), &end);
	rc = outfile_write(&r->file, end.p, end.n, e);
	buf_free(&end);
	return rc ? rc : outfile_commit(&r->file, e);
}

void
refused_abandon(struct refused *r)
{
	outfile_abandon(&r->file);
	buf_free(&r->header);
	buf_free(&r->names);
}

int
refused_status(const struct refused *r, const struct stream *s)
{
	if (r->count > TOLD)
		msg_say("and %llu more; in all %llu records are refused%s", (unsigned long long)(r->count - TOLD),
		    (unsigned long long)r->count, s->rejects ? "" : ": --rejects FILE keeps them");
	return r->count > s->max_bad;
}
