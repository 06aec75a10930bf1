#include "record/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/par.h"
#include "base/sandbox.h"
#include "record/crew.h"
#include "record/refuse.h"

struct stream stream_args;

const struct opt stream_opts[] = {
	{ 'o', "output", "FILE", OPT_WRITTEN, &stream_args.output, "write to FILE, replaced whole when the run has ended well" },
	{ 'j', "jobs", "N", OPT_POSITIVE, &stream_args.jobs, "threads; the output is the same for every N (default: the cores there are)" },
	{ 0, "names", "A,B", OPT_NAMES, &stream_args.names, "the input has no header: these are its columns, and none is written" },
	{ 0, "rejects", "FILE", OPT_WRITTEN, &stream_args.rejects, "keep refused records there, raw, below their header" },
	{ 0, "max-bad", "N", OPT_COUNT, &stream_args.max_bad, "up to N refused records are no reason for status 1" },
	{ 0, "strict", NULL, OPT_FLAG, &stream_args.strict, "stop at the first record that cannot be read, status 65" },
	{ 'q', "quiet", NULL, OPT_FLAG, &stream_args.quiet, "say nothing of guesses and progress; errors are still said" },
	{ 0, "color", "WHEN", OPT_COLOR, &stream_args.color, "colour on the terminal: auto, always or never" },
	{ 0, "progress", NULL, OPT_FLAG, &stream_args.progress, "show how far a regular file is read, where standard error is a terminal" },
	OPT_END,
};

struct run {
	const struct filter *f;
	const struct stream *s;
	struct binding b;
	struct source source;
	struct crew crew;
	struct refused refused;
	struct outfile out;
	struct out scratch;     /* seq, end and the header */
	struct fb_err *e;
	int rc;                 /* first error while writing; nothing is written after it */
	time_t shown;
};

static int
write_out(struct run *r, const char *p, size_t n)
{
	if (r->rc == 0 && n)
		r->rc = outfile_write(&r->out, p, n, r->e);
	return r->rc;
}

static void
show_progress(struct run *r, const struct block *k)
{
	if (!r->s->progress || !r->source.size)
		return;
	time_t now = time(NULL);
	if (now == r->shown || !isatty(2))
		return;
	r->shown = now;
	dprintf(2, "\r%s: %s %3.0f %%", msg_program, k->in.file, 100. * (double)(k->in.off + k->in.n) / (double)r->source.size);
}

/* What a finished block holds goes out: records, and between them the reports of refused ones. */
static void
emit(struct run *r, struct block *k)
{
	const char *p;
	size_t at = 0;
	if (r->rc)
		return;
	if (k->pass) {
		write_out(r, k->in.p, k->in.n);
		return;
	}
	if (r->f->seq)
		block_sequence(&r->b, &r->scratch, k);
	p = k->out.b.p;
	for (size_t i = 0; i < k->bads && r->rc == 0; i++) {
		/* Messages keep their place among the records only where somebody sees both: when the run stops there. */
		if (r->s->strict) {
			write_out(r, p + at, k->bad[i].out_at - at);
			at = k->bad[i].out_at;
		}
		if (r->rc == 0)
			r->rc = refused_take(&r->refused, r->s, k->in.file, &k->bad[i], r->e);
		if (r->f->refused && !k->bad[i].more)
			r->f->refused(r->b.job, k->in.file, k->bad[i].line, k->bad[i].why);
	}
	write_out(r, p + at, k->out.b.n - at);
	if (r->rc == 0 && k->err.code) {
		*r->e = k->err;
		r->rc = k->err.code;
	}
	show_progress(r, k);
}

static void
drain(void *arg)
{
	struct run *r = arg;
	for (struct block *k; (k = crew_front(&r->crew, true)); crew_take(&r->crew))
		emit(r, k);
}

/* A file was opened: take its header, bind, and for the first one write ours. */
static int
begin_file(struct run *r, bool first)
{
	struct cols in = { 0 };
	struct buf raw = { 0 };
	int rc;
	drain(r);
	if ((rc = source_header(&r->source, &in, &raw, drain, r, r->e))) {
		cols_free(&in);
		buf_free(&raw);
		return rc;
	}
	for (size_t i = 0; i < r->s->names.n; i++)
		cols_add(&in, slice(r->s->names.v[i]));
	if (first)
		buf_slice(&r->b.header, buf_str(&raw));
	rc = refused_header(&r->refused, buf_str(&raw), &in, r->source.name, r->e);
	buf_free(&raw);
	if (rc)
		cols_free(&in);
	if (rc == 0)
		rc = binding_set(&r->b, &in, r->source.name, first, r->e);
	if (rc == 0 && first && r->f->shape != SHAPE_RAW && !r->s->names.n) {
		r->scratch.b.n = 0;
		binding_header(&r->b, &r->scratch);
		rc = write_out(r, r->scratch.b.p, r->scratch.b.n);
	}
	if (rc == 0 && first && r->f->begin) {
		r->scratch.b.n = 0;
		if ((rc = r->f->begin(r->b.job, &r->scratch, r->e)) == 0)
			rc = write_out(r, r->scratch.b.p, r->scratch.b.n);
	}
	return rc;
}

static int
read_all(struct run *r)
{
	bool first = true;
	while (r->rc == 0) {
		struct block *k = crew_free(&r->crew);
		int got = source_next(&r->source, &k->in, drain, r, r->e);
		if (got == SOURCE_END)
			break;
		if (got < 0)
			return got;
		if (got == SOURCE_FILE) {
			int rc = begin_file(r, first);
			if (rc)
				return rc;
			first = false;
			continue;
		}
		crew_put(&r->crew);
		for (struct block *d; (d = crew_front(&r->crew, false)); crew_take(&r->crew))
			emit(r, d);
	}
	drain(r);
	return r->rc;
}

static int
finish(struct run *r)
{
	int rc = 0;
	if (r->f->end) {
		r->scratch.b.n = 0;
		r->scratch.first = r->f->shape == SHAPE_NEW;
		rc = r->f->end(r->b.job, &r->scratch, r->e);
		if (rc >= 0 || rc == FB_ELOOK)
			write_out(r, r->scratch.b.p, r->scratch.b.n);
		if (r->rc)
			return r->rc;
		if (rc < 0 && rc != FB_ELOOK)
			return rc;
	}
	if ((r->rc = refused_commit(&r->refused, r->e)))
		return r->rc;
	if ((r->rc = outfile_commit(&r->out, r->e)))
		return r->rc;
	return rc == FB_ELOOK ? rc : refused_status(&r->refused, r->s);
}

int
pipeline_run(const struct filter *f, void *job, const struct stream *s, struct fb_err *e)
{
	struct run *r = xcalloc(1, sizeof *r);
	int rc;
	*r = (struct run){ .f = f, .s = s, .e = e, .out.fd = -1, .refused.file.fd = -1 };
	r->b = (struct binding){ .filter = f, .job = job, .format = f->format ? f->format : &format_stream, .stream = s };
	crew_open(&r->crew, &r->b, par_jobs(s->jobs));
	source_open(&r->source, s, r->b.format);
	rc = refused_open(&r->refused, s, r->b.format, e);
	if (rc == 0)
		rc = outfile_open(&r->out, s->output, f->kind, e);
	if (rc == 0)
		rc = read_all(r);
	crew_close(&r->crew);
	if (rc == 0)
		rc = finish(r);
	if (r->shown)
		dprintf(2, "\n");
	outfile_abandon(&r->out);
	refused_abandon(&r->refused);
	source_close(&r->source);
	binding_free(&r->b);
	buf_free(&r->scratch.b);
	free(r);
	return rc;
}

void
stream_operands(int argc, char **argv, int first)
{
	stream_args.file = argv + first;
	stream_args.files = (size_t)(argc - first);
	sandbox_enter();
}

int
pipeline_main(const struct filter *f, void *job, int argc, char **argv, int first)
{
	struct fb_err e = { 0 };
	stream_operands(argc, argv, first);
	int rc = pipeline_run(f, job, &stream_args, &e);
	return rc < 0 && e.code ? msg_err(&e) : rc < 0 ? -rc : rc;
}
