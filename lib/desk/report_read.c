/* Reading the stream into a tally, through the row pipeline. See report_inside.h. */
#include "desk/report_inside.h"

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct report_job *j = job;
	(void)add;
	(void)e;
	for (size_t i = 0; i < COLUMNS; i++)
		if (cols_find(in, slice(tally_columns[i])) != COLS_NONE)
			j->tally.has[i] = true;
	return 0;
}

static int
row(void *job, void *w, struct row *r, struct out *o, struct fb_err *e)
{
	(void)job;
	(void)w;
	(void)o;
	(void)e;
	*(struct mark *)r->note = tally_mark(r->f);
	return 0;
}

static int
seq(void *job, struct row *r, struct out *o, struct fb_err *e)
{
	struct report_job *j = job;
	(void)o;
	return tally_add(&j->tally, r->f, r->note, r->file, e);
}

static void
refused(void *job, const char *file, uint64_t line, const char *why)
{
	struct report_job *j = job;
	tally_refuse(&j->tally, file, line, why);
}

static int
end(void *job, struct out *o, struct fb_err *e)
{
	struct report_job *j = job;
	return j->quiet ? 0 : report_finish(j, &o->b, e);
}

int
report_read(struct report_job *j, const struct stream *s, struct fb_err *e)
{
	const struct filter f = {
		.maybe = tally_columns, .bind = bind, .row = row, .seq = seq, .refused = refused, .end = end, .shape = SHAPE_RAW, .align = true,
		.note = sizeof(struct mark), .kind = OUTFILE_PRIVATE,
	};
	return pipeline_run(&f, j, s, e);
}
