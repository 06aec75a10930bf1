#include "learn/cluster_in.h"

#include <stdlib.h>
#include <string.h>

#include "record/date.h"

struct worker {
	struct wording words;
	struct buf value;
};

int
cluster_open(struct cluster **made, const struct cluster_options *o, const struct stream *s, struct fb_err *e)
{
	static const char *const suffix[CLUSTER_ADDED] = { "", "_p", "_name" };
	struct cluster *c = *made = xcalloc(1, sizeof *c);
	struct buf name = { 0 };
	c->o = o;
	c->catalog.next = 1;
	c->s = s;
	for (size_t i = 0; i < CLUSTER_ADDED; i++) {
		name.n = 0;
		buf_printf(&name, "%s%s", o->as ? o->as : "cluster", suffix[i]);
		c->added[i] = xstrdup(buf_cstr(&name));
	}
	buf_free(&name);
	int rc = lexicon_open(&c->lexicon, NULL, e);
	if (rc == 0 && o->state)
		rc = catalog_open(&c->catalog, o->state, e);
	if (rc == 0 && o->n && c->catalog.k && !c->catalog.every)
		rc = err_set(e, FB_ECONFIG, "%s: its clusters were made without -n, as many as there are: leave -n out, or name another file", o->state);
	if (rc == 0 && o->edits)
		rc = catalog_edit(&c->catalog, o->edits, &c->notes, e);
	return rc;
}

void
cluster_close(struct cluster *c)
{
	lexicon_close(&c->lexicon);
	cols_free(&c->header);
	for (size_t i = 0; i < CLUSTER_ADDED; i++)
		free(c->added[i]);
	free(c->from);
	arena_free(&c->rows);
	free(c->row);
	map_free(&c->products);
	free(c->said);
	free(c->negative);
	vocabulary_free(&c->v);
	free(c->to.group);
	free(c->to.p);
	free(c->to.typical);
	for (size_t i = 0; i < c->clusters; i++)
		buf_free(&c->name[i]);
	free(c->name);
	free(c->id);
	catalog_free(&c->catalog);
	notes_free(&c->notes);
	buf_free(&c->told);
	free(c);
}

static int
first_header(struct cluster *c, const struct cols *in, struct fb_err *e)
{
	for (size_t i = 0; i < in->n; i++)
		cols_add(&c->header, slice(in->name[i]));
	for (size_t i = 0; i < CLUSTER_ADDED; i++) {
		c->place[i] = cols_find(in, slice(c->added[i]));
		if (c->place[i] != COLS_NONE && !c->s->replace && !c->o->describe)
			return err_set(e, FB_EDATA, "column '%s' is there already: --as NAME gives the new one another name, --replace writes over it",
			    c->added[i]);
	}
	c->column = c->text;
	c->from = xmalloc(in->n * sizeof *c->from + 1);
	return 0;
}

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct cluster *c = job;
	const char *column = c->o->column ? c->o->column : "text";
	int rc;
	(void)add;
	c->text = cols_find(in, slice(column));
	c->note = cols_find(in, slice("note"));
	c->product = cols_find(in, slice("product"));
	c->ts = cols_find(in, slice("ts"));
	c->sentiment = cols_find(in, slice("sentiment"));
	c->sentiments |= c->sentiment != COLS_NONE;
	if (c->text == COLS_NONE)
		return cols_missing(in, column, "", e);
	if (!c->header.n && (rc = first_header(c, in, e)))
		return rc;
	for (size_t i = 0; i < c->header.n; i++)
		c->from[i] = cols_find(in, slice(c->header.name[i]));
	for (size_t i = 0; i < in->n; i++)
		if (cols_find(&c->header, slice(in->name[i])) == COLS_NONE)
			return err_set(e, FB_EDATA, "column '%s' is not in the first file: put the file with most columns first", in->name[i]);
	return 0;
}

static void *
worker(void *job)
{
	struct worker *w = xcalloc(1, sizeof *w);
	w->words.lexicon = &((struct cluster *)job)->lexicon;
	return w;
}

static void
unworker(void *job, void *arg)
{
	struct worker *w = arg;
	(void)job;
	wording_free(&w->words);
	buf_free(&w->value);
	free(w);
}

/* For seq: what stands before the row and its words. */
struct packed {
	uint32_t row;           /* bytes of the row */
	uint32_t product;       /* bytes of the product, after it; 0: not known */
	int32_t day;
	bool blank, negative, dated;
};

/* Day and product. */
static void
pack_product(const struct cluster *c, const struct row *r, struct packed *p, struct buf *b)
{
	struct date d;
	if (c->ts != COLS_NONE && date_read(r->f[c->ts], &d)) {
		int64_t wall = d.s + 60 * (int64_t)d.offset;
		p->day = (int32_t)((wall - (wall % DATE_DAY + DATE_DAY) % DATE_DAY) / DATE_DAY);
		p->dated = true;
	}
	if (c->product != COLS_NONE) {
		p->product = (uint32_t)r->f[c->product].n;
		buf_slice(b, r->f[c->product]);
	}
}

static int
row(void *job, void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct cluster *c = job;
	struct worker *w = arg;
	struct packed p = { 0 };
	(void)e;
	o->b.n = 0;
	buf_add(&o->b, &p, sizeof p);
	for (size_t i = 0; i < c->header.n; i++) {
		if (i)
			buf_char(&o->b, '\t');
		if (c->from[i] != COLS_NONE)
			buf_slice(&o->b, r->f[c->from[i]]);
	}
	p.row = (uint32_t)(o->b.n - sizeof p);
	p.blank = r->f[c->text].n == 0 || (c->note != COLS_NONE && note_is_phrase(r->f[c->note]));
	p.negative = c->sentiment != COLS_NONE && slice_is(r->f[c->sentiment], "negative");
	if (!p.blank) {
		pack_product(c, r, &p, &o->b);
		wording_run(&w->words, field_value(r->f[c->text], &w->value));
		text_pack(&o->b, &w->words);
	}
	memcpy(o->b.p, &p, sizeof p);
	return 0;
}

static int
seq(void *job, struct row *r, struct out *o, struct fb_err *e)
{
	struct cluster *c = job;
	struct packed p;
	size_t i = c->v.texts;
	(void)r;
	if (i == UINT32_MAX - 1)
		return err_set(e, FB_EDATA, "more than %u records: group a sample of them, or one month at a time", UINT32_MAX - 1);
	memcpy(&p, o->b.p, sizeof p);
	const char *at = o->b.p + sizeof p;
	c->row = xgrow(c->row, &c->row_cap, i + 1, sizeof *c->row);
	c->row[i] = (struct fb_str){ arena_copy(&c->rows, at, p.row), p.row };
	at += p.row;
	c->said = xgrow(c->said, &c->said_cap, i + 1, sizeof *c->said);
	c->said[i] = (struct burst_text){ BURST_NONE, p.day, p.dated };
	if (p.product)
		c->said[i].product = (uint32_t)map_place(&c->products, (struct fb_str){ at, p.product }, NULL);
	at += p.product;
	c->negative = xgrow(c->negative, &c->negative_cap, i + 1, sizeof *c->negative);
	c->negative[i] = p.negative;
	vocabulary_add(&c->v, (struct fb_str){ at, (size_t)(o->b.p + o->b.n - at) }, p.blank);
	o->b.n = 0;
	return 0;
}

static int
end(void *job, struct out *o, struct fb_err *e)
{
	struct cluster *c = job;
	(void)e;
	cluster_make(c);
	if (c->o->describe)
		cluster_describe(c, &o->b);
	else
		cluster_write(c, &o->b);
	return 0;
}

struct filter
cluster_filter(void)
{
	return (struct filter){
		.bind = bind,
		.worker = worker,
		.row = row,
		.seq = seq,
		.end = end,
		.unworker = unworker,
		.shape = SHAPE_RAW,
		.align = true,
		.all_columns = true,
		.kind = OUTFILE_PRIVATE,
	};
}

struct fb_str
cluster_notes(const struct cluster *c)
{
	return buf_str(&c->told);
}

int
cluster_save(struct cluster *c, struct fb_err *e)
{
	return c->o->state ? catalog_write(&c->catalog, e) : 0;
}
