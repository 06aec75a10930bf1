#include "record/block.h"

#include <stdlib.h>

#include "record/scan.h"

static void
refuse(struct block *k, uint64_t line, uint64_t off, struct fb_str raw, const char *why)
{
	k->bad = xgrow(k->bad, &k->bads_cap, k->bads + 1, sizeof *k->bad);
	k->bad[k->bads++] = (struct bad){
		.line = line,
		.off = off,
		.raw = raw,
		.why = arena_copy(&k->text, why, strlen(why)),
		.out_at = k->out.b.n,
	};
}

/* The n-th TAB-led field of what row appended. */
static struct fb_str
appended(struct fb_str made, size_t n)
{
	const char *p = made.p, *end = made.p + made.n;
	for (;; n--) {
		const char *tab = p < end ? memchr(p + 1, '\t', (size_t)(end - p) - 1) : NULL;
		const char *stop = tab ? tab : end;
		if (n == 0)
			return p < end ? (struct fb_str){ p + 1, (size_t)(stop - p) - 1 } : (struct fb_str){ "", 0 };
		p = stop;
	}
}

/* The output line of a record: its own bytes with what was made of it, some columns replaced in place. */
static void
compose(const struct binding *b, struct fb_str bare, struct fb_str made, struct buf *to)
{
	if (b->filter->shape == SHAPE_NEW) {
		buf_add(to, made.p + (made.n > 0), made.n - (made.n > 0));
	} else if (!b->replaces) {
		buf_slice(to, bare);
		buf_slice(to, made);
	} else {
		const char *p = bare.p, *end = bare.p + bare.n;
		for (size_t c = 0; c < b->in.n; c++) {
			const char *tab = memchr(p, '\t', (size_t)(end - p)), *stop = tab ? tab : end;
			struct fb_str f = { p, (size_t)(stop - p) };
			for (size_t i = 0; i < b->add.n; i++)
				if (b->replaced[i] == c)
					f = appended(made, i);
			if (c)
				buf_char(to, '\t');
			buf_slice(to, f);
			p = tab ? tab + 1 : end;
		}
		for (size_t i = 0; i < b->add.n; i++)
			if (b->replaced[i] == COLS_NONE) {
				buf_char(to, '\t');
				buf_slice(to, appended(made, i));
			}
	}
	buf_char(to, '\n');
}

/* Whether lines are made where they go out, for seq to change those that are not calm. */
static bool
in_place(const struct binding *b)
{
	return b->filter->seq && b->filter->calm && !b->replaces;
}

static void
keep(const struct binding *b, struct block *k, const struct row *r, struct fb_str bare, size_t from, size_t to)
{
	k->kept = xgrow(k->kept, &k->kept_cap, k->nkept + 1, sizeof *k->kept);
	k->kept[k->nkept++] = (struct kept){ k->nfields, bare, from, to, r->line, r->off, r->note };
	if (b->format == &format_stream) {
		k->fields = xgrow(k->fields, &k->fields_cap, k->nfields + r->n, sizeof *k->fields);
		if (r->n)
			memcpy(k->fields + k->nfields, r->f, r->n * sizeof *r->f);
		k->nfields += r->n;
	}
}

/* Give one good record to row(); false ends the block. */
static bool
one_row(const struct binding *b, struct worker *w, struct block *k, const struct record *rec, uint64_t line, uint64_t off)
{
	const struct filter *f = b->filter;
	bool direct = in_place(b) || (!f->seq && !b->replaces), append = f->shape == SHAPE_APPEND;
	struct out *o = direct ? &k->out : &w->made;
	struct row row = { .f = w->f, .n = b->picks, .line = line, .off = off, .file = k->in.file };
	struct fb_err e;
	size_t at = k->out.b.n;
	int rc = 0;
	for (size_t i = 0; i < b->picks; i++)
		w->f[i] = b->pick[i] == COLS_NONE ? (struct fb_str){ 0 } : rec->f[b->pick[i]];
	if (f->note)
		row.note = memset(arena_get(&k->text, f->note), 0, f->note);
	if (direct && append)
		buf_slice(&o->b, rec->bare);
	if (!direct)
		o->b.n = 0;
	o->first = direct && f->shape == SHAPE_NEW;
	if (f->row)
		rc = f->row(b->job, w->own, &row, o, &e);
	if (rc == 0 && direct && f->shape != SHAPE_RAW)
		buf_char(&o->b, '\n');
	if (rc == 0 && direct && f->seq) {
		keep(b, k, &row, rec->bare, at, o->b.n);
	} else if (rc == 0 && f->seq) {
		keep(b, k, &row, rec->bare, k->made.n, k->made.n + o->b.n);
		buf_slice(&k->made, buf_str(&o->b));
	} else if (rc == 0 && !direct) {
		compose(b, rec->bare, buf_str(&o->b), &k->out.b);
	}
	if (rc == 0)
		return true;
	k->out.b.n = at;
	if (rc == FB_REFUSE) {
		refuse(k, line, off, rec->raw, e.text);
	} else if (rc < 0) {
		err_place(&e, k->in.file, line);
		k->err = e;
	}
	return rc > 0;
}

static void
worker_ready(const struct binding *b, struct worker *w)
{
	if (!w->ready) {
		w->own = b->filter->worker ? b->filter->worker(b->job) : NULL;
		w->reader = b->format->reader(b->format->self);
		w->ready = true;
	}
	w->f = xrealloc(w->f, b->picks + 1, sizeof *w->f);
}

void
block_process(const struct binding *b, struct worker *w, struct block *k)
{
	const struct filter *f = b->filter;
	uint64_t line = k->in.line, off = k->in.off, lines;
	struct fb_str header = buf_str(&b->header);
	struct record rec;
	k->out.b.n = k->bads = k->nkept = k->nfields = k->made.n = 0;
	k->pass = false;
	k->err.code = 0;
	arena_free(&k->text);
	if (k->in.too_long) {
		refuse(k, line, off, (struct fb_str){ k->in.p, k->in.n }, "the record is longer than 1 MiB");
		k->bad[0].more = k->in.more;
		return;
	}
	header.n -= header.n && header.p[header.n - 1] == '\n';
	if (!f->row && !f->seq && f->shape == SHAPE_APPEND && !b->add.n && b->format == &format_stream &&
	    scan_lines(k->in.p, k->in.n, b->in.n - 1, header, &lines) == k->in.n) {
		k->pass = true;
		return;
	}
	worker_ready(b, w);
	b->format->start(w->reader, k->in.p, k->in.n, b->in.n, k->in.last);
	while (b->format->next(w->reader, &rec)) {
		if (rec.nothing) {
			line += rec.lines;
			off += rec.raw.n;
			continue;
		}
		if (!rec.bad && header.n && rec.raw.n == b->header.n && slice_eq(rec.raw, buf_str(&b->header)))
			rec.bad = "the header again: were files with a header each put one after another?";
		if (rec.bad)
			refuse(k, line, off, rec.raw, rec.bad);
		else if (!one_row(b, w, k, &rec, line, off))
			return;
		line += rec.lines;
		off += rec.raw.n;
	}
	if (k->in.last && b->format == &format_stream && k->in.n && k->in.p[k->in.n - 1] != '\n')
		refuse(k, line - 1, off, (struct fb_str){ "", 0 }, "the last line has no end: was the file cut? It was used as it is");
}

/* Those that row refused and those that seq refused, in stream order. */
static void
sort_bad(struct block *k)
{
	for (size_t i = 1; i < k->bads; i++)
		for (size_t j = i; j && k->bad[j - 1].off > k->bad[j].off; j--) {
			struct bad later = k->bad[j - 1];
			k->bad[j - 1] = k->bad[j];
			k->bad[j] = later;
		}
}

static struct row
kept_row(const struct binding *b, const struct block *k, const struct kept *r)
{
	return (struct row){
		.f = b->format == &format_stream ? k->fields + r->f : NULL,
		.n = b->picks,
		.line = r->line,
		.off = r->off,
		.file = k->in.file,
		.note = r->note,
	};
}

/* Run seq on one record, whose own fields are in o->b; its line goes to *to. False ends the block. */
static bool
one_seq(const struct binding *b, struct out *o, struct block *k, const struct kept *r, struct buf *to)
{
	const struct filter *f = b->filter;
	struct row row = kept_row(b, k, r);
	struct fb_err e;
	o->first = false;
	int rc = f->seq(b->job, &row, o, &e);
	if (rc == 0 && f->shape == SHAPE_RAW)
		buf_slice(to, buf_str(&o->b));
	else if (rc == 0)
		compose(b, r->bare, buf_str(&o->b), to);
	else if (rc == FB_REFUSE)
		refuse(k, r->line, r->off, r->bare, e.text);
	if (rc < 0) {
		err_place(&e, k->in.file, r->line);
		k->err = e;
	}
	return rc >= 0;
}

/* As block_sequence for lines that are in k->out already: from the first on that seq changed they are written anew. */
static void
sequence_in_place(const struct binding *b, struct out *o, struct block *k)
{
	const struct filter *f = b->filter;
	struct buf *made = &k->made, *out = &k->out.b;
	bool moved = false, on = true;
	size_t next_bad = 0, bads = k->bads;
	for (size_t i = 0; i < k->nkept && on; i++) {
		struct kept *r = &k->kept[i];
		struct row row = kept_row(b, k, r);
		for (; next_bad < bads && k->bad[next_bad].off < r->off; next_bad++)
			k->bad[next_bad].out_at = moved ? made->n : r->from;
		if (f->calm(b->job, &row)) {
			if (moved)
				buf_add(made, out->p + r->from, r->to - r->from);
			continue;
		}
		if (!moved)
			buf_add(made, out->p, r->from);
		moved = true;
		size_t own = f->shape == SHAPE_APPEND ? r->from + r->bare.n : r->from;
		o->b.n = 0;
		if (f->shape == SHAPE_NEW)
			buf_char(&o->b, '\t');
		buf_add(&o->b, out->p + own, r->to - 1 - own);
		on = one_seq(b, o, k, r, made);
	}
	for (; next_bad < bads; next_bad++)
		k->bad[next_bad].out_at = moved ? made->n : out->n;
	if (moved) {
		struct buf new = *made;
		*made = *out;
		*out = new;
	}
}

void
block_sequence(const struct binding *b, struct out *o, struct block *k)
{
	size_t next_bad = 0, bads = k->bads;
	bool on = true;
	if (in_place(b)) {
		sequence_in_place(b, o, k);
	} else {
		k->out.b.n = 0;
		for (size_t i = 0; i < k->nkept && on; i++) {
			struct kept *r = &k->kept[i];
			for (; next_bad < bads && k->bad[next_bad].off < r->off; next_bad++)
				k->bad[next_bad].out_at = k->out.b.n;
			o->b.n = 0;
			buf_add(&o->b, k->made.p + r->from, r->to - r->from);
			on = one_seq(b, o, k, r, &k->out.b);
		}
		for (; next_bad < bads; next_bad++)
			k->bad[next_bad].out_at = k->out.b.n;
	}
	if (on && k->bads > bads)
		sort_bad(k);
}

void
block_free(struct block *k)
{
	free(k->in.p);
	buf_free(&k->out.b);
	free(k->bad);
	arena_free(&k->text);
	buf_free(&k->made);
	free(k->fields);
	free(k->kept);
}
