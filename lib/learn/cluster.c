#include "learn/cluster.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/par.h"
#include "base/sort.h"
#include "learn/burst.h"
#include "learn/groups.h"
#include "learn/naming.h"
#include "record/date.h"

enum { ADDED = 3 };     /* cluster, cluster_p, cluster_name */

struct cluster {
	const struct cluster_options *o;
	const struct stream *s;
	struct lexicon lexicon;
	struct cols header;             /* of the first operand */
	char *added[ADDED];             /* names of the columns that are added */
	size_t place[ADDED];            /* where they replace one of the header; COLS_NONE */
	size_t *from;                   /* by column of the header: that of the operand at hand */
	size_t text, note, product, ts; /* columns of the operand at hand; all but text may be COLS_NONE */
	struct arena rows;
	struct fb_str *row;             /* by text: its fields in the order of the header, TABs between */
	size_t row_cap;
	struct map products;
	struct burst_text *said;        /* by text */
	size_t said_cap;
	struct vocabulary v;
	size_t column;                  /* the text's, in the header */
	uint32_t *group;                /* by text; later its cluster's rank */
	float *p;
	struct buf *name;               /* by rank */
	size_t clusters;
};

struct worker {
	struct wording words;
	struct buf value;
};

int
cluster_open(struct cluster **made, const struct cluster_options *o, const struct stream *s, struct fb_err *e)
{
	static const char *const suffix[ADDED] = { "", "_p", "_name" };
	struct cluster *c = *made = xcalloc(1, sizeof *c);
	struct buf name = { 0 };
	c->o = o;
	c->s = s;
	for (size_t i = 0; i < ADDED; i++) {
		name.n = 0;
		buf_printf(&name, "%s%s", o->as ? o->as : "cluster", suffix[i]);
		c->added[i] = xstrdup(buf_cstr(&name));
	}
	buf_free(&name);
	return lexicon_open(&c->lexicon, NULL, e);
}

void
cluster_close(struct cluster *c)
{
	lexicon_close(&c->lexicon);
	cols_free(&c->header);
	for (size_t i = 0; i < ADDED; i++)
		free(c->added[i]);
	free(c->from);
	arena_free(&c->rows);
	free(c->row);
	map_free(&c->products);
	free(c->said);
	vocabulary_free(&c->v);
	free(c->group);
	free(c->p);
	for (size_t i = 0; i < c->clusters; i++)
		buf_free(&c->name[i]);
	free(c->name);
	free(c);
}

static int
first_header(struct cluster *c, const struct cols *in, struct fb_err *e)
{
	for (size_t i = 0; i < in->n; i++)
		cols_add(&c->header, slice(in->name[i]));
	for (size_t i = 0; i < ADDED; i++) {
		c->place[i] = cols_find(in, slice(c->added[i]));
		if (c->place[i] != COLS_NONE && !c->s->replace)
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

static bool
holds_word(struct fb_str list, const char *word)
{
	for (size_t at = 0, end; at <= list.n; at = end + 1) {
		for (end = at; end < list.n && list.p[end] != ',' && list.p[end] != ' '; end++)
			;
		if (slice_is((struct fb_str){ list.p + at, end - at }, word))
			return true;
	}
	return false;
}

/* For seq: what stands before the row and its words. */
struct packed {
	uint32_t row;           /* bytes of the row */
	uint32_t product;       /* bytes of the product, after it; 0: not known */
	int32_t day;
	bool blank;
};

/* Day and product, where both are known. */
static void
pack_product(const struct cluster *c, const struct row *r, struct packed *p, struct buf *b)
{
	struct date d;
	if (c->product == COLS_NONE || c->ts == COLS_NONE || !r->f[c->product].n || !date_read(r->f[c->ts], &d))
		return;
	int64_t wall = d.s + 60 * (int64_t)d.offset;
	p->day = (int32_t)((wall - (wall % DATE_DAY + DATE_DAY) % DATE_DAY) / DATE_DAY);
	p->product = (uint32_t)r->f[c->product].n;
	buf_slice(b, r->f[c->product]);
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
	p.blank = r->f[c->text].n == 0 || (c->note != COLS_NONE && holds_word(r->f[c->note], "default"));
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
	c->said[i] = (struct burst_text){ BURST_NONE, p.day };
	if (p.product)
		c->said[i].product = (uint32_t)(map_put(&c->products, (struct fb_str){ at, p.product }, NULL) - c->products.entry);
	at += p.product;
	vocabulary_add(&c->v, (struct fb_str){ at, (size_t)(o->b.p + o->b.n - at) }, p.blank);
	o->b.n = 0;
	return 0;
}

/* Field i of a row. */
static struct fb_str
field(struct fb_str r, size_t i)
{
	const char *p = r.p, *end = p + r.n, *tab;
	for (; i; i--)
		p = (const char *)memchr(p, '\t', (size_t)(end - p)) + 1;
	tab = memchr(p, '\t', (size_t)(end - p));
	return (struct fb_str){ p, (size_t)((tab ? tab : end) - p) };
}

static struct fb_str
text_value(void *job, size_t text, struct buf *scratch)
{
	struct cluster *c = job;
	return field_value(field(c->row[text], c->column), scratch);
}

struct rank {
	uint64_t texts, hash;   /* how many; lowest hash among them */
	uint32_t group;
};

static int
by_size(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;
	if (x->texts != y->texts)
		return (x->texts < y->texts) - (x->texts > y->texts);
	return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash) : (x->group > y->group) - (x->group < y->group);
}

/* order[rank] = group, the largest first, those without a text left out; c->group becomes ranks. Returns how many. */
static size_t
rank_groups(struct cluster *c, size_t k, uint32_t *order)
{
	struct rank *rank = xcalloc(k, sizeof *rank);
	uint32_t *of = xmalloc(k * sizeof *of);
	size_t n = 0;
	for (uint32_t g = 0; g < k; g++)
		rank[g] = (struct rank){ 0, UINT64_MAX, g };
	for (size_t i = 0; i < c->v.texts; i++)
		if (c->group[i] != GROUP_NONE) {
			struct rank *r = &rank[c->group[i]];
			r->texts++;
			if (c->v.text[i].hash < r->hash)
				r->hash = c->v.text[i].hash;
		}
	sort_items(rank, k, sizeof *rank, by_size);
	for (; n < k && rank[n].texts; n++) {
		order[n] = rank[n].group;
		of[rank[n].group] = (uint32_t)n;
	}
	for (size_t i = 0; i < c->v.texts; i++)
		if (c->group[i] != GROUP_NONE)
			c->group[i] = of[c->group[i]];
	free(rank);
	free(of);
	return n;
}

/* Texts about a product in a burst get a word that says so. */
static void
mark_bursts(struct cluster *c)
{
	struct burst *burst;
	struct buf name = { 0 };
	size_t n = burst_find(c->said, c->v.texts, &burst);
	for (size_t i = 0; n && i < c->v.texts; i++)
		for (size_t b = 0; b < n; b++) {
			const struct burst_text *t = &c->said[i];
			if (t->product != burst[b].product || t->day < burst[b].from || t->day > burst[b].to)
				continue;
			name.n = 0;
			buf_printf(&name, "%c%d ", WORD_SIGN, burst[b].from);
			buf_slice(&name, c->products.entry[t->product].key);
			vocabulary_mark(&c->v, i, buf_str(&name));
		}
	buf_free(&name);
	free(burst);
}

static void
group_texts(struct cluster *c)
{
	size_t jobs = c->s->jobs ? c->s->jobs : par_cores();
	struct terms t;
	struct matrices m;
	struct groups g = { 0 };
	mark_bursts(c);
	terms_choose(&t, &c->v);
	matrices_make(&m, &c->v, &t);
	if (m.ones.rows) {
		groups_fit(&g, &m, c->o->n, jobs);
		groups_assign(&g.mixture, &c->v, &t, c->o->n == 0, c->group, c->p, jobs);
	} else {
		for (size_t i = 0; i < c->v.texts; i++) {
			c->group[i] = c->v.text[i].blank ? GROUP_NONE : 0;
			c->p[i] = 1;
		}
		g.mixture.k = 1;
	}
	struct naming naming = { &c->v, &t, &m, &g.mixture, c->group, text_value, c, &c->lexicon };
	uint32_t *order = xmalloc(g.mixture.k * sizeof *order), *group = xmalloc(c->v.texts * sizeof *group + 1);
	memcpy(group, c->group, c->v.texts * sizeof *group);
	naming.group = group;
	c->clusters = rank_groups(c, g.mixture.k, order);
	c->name = xcalloc(c->clusters + 1, sizeof *c->name);
	if (m.ones.rows)
		groups_name(&naming, order, c->clusters, c->name);
	free(order);
	free(group);
	groups_free(&g);
	matrices_free(&m);
	terms_free(&t);
}

static void
write_label(const struct cluster *c, size_t text, size_t which, struct buf *b)
{
	uint32_t rank = c->group[text];
	if (rank == GROUP_NONE)
		return;
	if (which == 0)
		num_write(b, rank + 1);
	else if (which == 1)
		num_fixed(b, (double)c->p[text], 4);
	else
		field_write(b, buf_str(&c->name[rank]));
}

static void
write_row(const struct cluster *c, size_t text, struct buf *b)
{
	bool replaces = false;
	for (size_t k = 0; k < ADDED; k++)
		replaces |= c->place[k] != COLS_NONE;
	if (!replaces)
		buf_slice(b, c->row[text]);
	for (size_t i = 0; replaces && i < c->header.n; i++) {
		size_t k = 0;
		while (k < ADDED && c->place[k] != i)
			k++;
		if (i)
			buf_char(b, '\t');
		if (k < ADDED)
			write_label(c, text, k, b);
		else
			buf_slice(b, field(c->row[text], i));
	}
	for (size_t k = 0; k < ADDED; k++)
		if (c->place[k] == COLS_NONE) {
			buf_char(b, '\t');
			write_label(c, text, k, b);
		}
	buf_char(b, '\n');
}

static void
write_header(const struct cluster *c, struct buf *b)
{
	for (size_t i = 0; i < c->header.n; i++) {
		if (i)
			buf_char(b, '\t');
		field_write(b, slice(c->header.name[i]));
	}
	for (size_t k = 0; k < ADDED; k++)
		if (c->place[k] == COLS_NONE) {
			buf_char(b, '\t');
			buf_text(b, c->added[k]);
		}
	buf_char(b, '\n');
}

static int
end(void *job, struct out *o, struct fb_err *e)
{
	struct cluster *c = job;
	(void)e;
	c->group = xmalloc(c->v.texts * sizeof *c->group + 1);
	c->p = xmalloc(c->v.texts * sizeof *c->p + 1);
	group_texts(c);
	if (!c->s->names.n)
		write_header(c, &o->b);
	for (size_t i = 0; i < c->v.texts; i++)
		write_row(c, i, &o->b);
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
