#include "record/refuse.h"

enum { TOLD = 20 };

int
refused_open(struct refused *r, const struct stream *s, struct fb_err *e)
{
	*r = (struct refused){ .file.fd = -1 };
	if (!s->rejects)
		return 0;
	r->open = true;
	return outfile_open(&r->file, s->rejects, OUTFILE_PRIVATE, e);
}

int
refused_header(struct refused *r, struct fb_str raw, struct fb_err *e)
{
	int rc = r->open && raw.n ? outfile_write(&r->file, raw.p, raw.n, e) : 0;
	if (rc == 0 && r->open && raw.n && raw.p[raw.n - 1] != '\n')
		rc = outfile_write(&r->file, "\n", 1, e);
	return rc;
}

int
refused_take(struct refused *r, const struct stream *s, const char *file, const struct bad *b, struct fb_err *e)
{
	int rc = r->open && b->raw.n ? outfile_write(&r->file, b->raw.p, b->raw.n, e) : 0;
	if (rc || b->more)
		return rc;
	if (s->strict)
		return err_at(e, FB_EDATA, file, b->line, 0, "byte %llu: %s", (unsigned long long)b->off, b->why);
	if (r->count++ < TOLD)
		msg_say("%s:%llu: byte %llu: %s", file, (unsigned long long)b->line, (unsigned long long)b->off, b->why);
	return 0;
}

int
refused_status(const struct refused *r, const struct stream *s)
{
	if (r->count > TOLD)
		msg_say("and %llu more; in all %llu records are refused%s", (unsigned long long)(r->count - TOLD),
		    (unsigned long long)r->count, s->rejects ? "" : ": --rejects FILE keeps them");
	return r->count > s->max_bad;
}
