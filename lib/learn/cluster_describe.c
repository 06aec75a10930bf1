/* fb-cluster --describe: a row a cluster. */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "learn/cluster_in.h"
#include "learn/copies.h"
#include "learn/interval.h"
#include "record/date.h"
#include "text/mask.h"

enum { QUOTES = 3, PRODUCTS = 3, QUOTE_LEAST = 8, QUOTE_MOST = 300 /* bytes */ };

struct summary {
	uint64_t texts, copies, negative;
	uint64_t earlier, later;        /* texts of the first and second half of the days */
	int32_t first, last;            /* days */
	bool dated;
	uint64_t *product;              /* texts by product */
	uint32_t quote[QUOTES];
	size_t quotes;
};

struct describing {
	const struct cluster *c;
	uint32_t *original;             /* by text: the one that stands for it and its near-duplicates */
	uint64_t all;                   /* texts that count */
	int32_t first, last;            /* days */
	bool dated;
	struct buf a, b;                /* scratch */
};

/* The order in which texts stand for their near-duplicates: by day, then by whatever else is told of them, so that two that are
 * equal in it may stand for each other. < 0: text i comes first. */
static int
compare_texts(struct describing *d, uint32_t i, uint32_t j)
{
	const struct cluster *c = d->c;
	const struct burst_text *x = &c->said[i], *y = &c->said[j];
	if (x->dated != y->dated)
		return x->dated ? -1 : 1;
	if (x->dated && x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (c->v.text[i].hash != c->v.text[j].hash)
		return c->v.text[i].hash < c->v.text[j].hash ? -1 : 1;
	if (c->negative[i] != c->negative[j])
		return c->negative[i] ? -1 : 1;
	if ((x->product == BURST_NONE) != (y->product == BURST_NONE))
		return y->product == BURST_NONE ? -1 : 1;
	int order = x->product == y->product ? 0 : slice_cmp(c->products.entry[x->product].key, c->products.entry[y->product].key);
	return order ? order : slice_cmp(cluster_text(c, i, &d->a), cluster_text(c, j, &d->b));
}

static void
choose_originals(struct describing *d)
{
	size_t n = d->c->v.texts;
	uint32_t *best = xmalloc(n * sizeof *best + 1);
	copies_find(&d->c->v, d->original);
	for (uint32_t i = 0; i < n; i++)
		best[i] = i;
	for (uint32_t i = 0; i < n; i++)
		if (compare_texts(d, i, best[d->original[i]]) < 0)
			best[d->original[i]] = i;
	for (uint32_t i = 0; i < n; i++)
		d->original[i] = best[d->original[i]];
	free(best);
}

/* A text counts unless it is blank, or with --once another stands for it. */
static bool
counts(const struct describing *d, size_t text)
{
	return !d->c->v.text[text].blank && (!d->c->o->once || d->original[text] == text);
}

static void
set_days(struct describing *d)
{
	d->first = INT32_MAX;
	d->last = INT32_MIN;
	for (size_t i = 0; i < d->c->v.texts; i++) {
		const struct burst_text *t = &d->c->said[i];
		if (d->c->v.text[i].blank || !t->dated)
			continue;
		d->dated = true;
		d->first = t->day < d->first ? t->day : d->first;
		d->last = t->day > d->last ? t->day : d->last;
	}
}

static void
count_text(const struct describing *d, size_t text, struct summary *s)
{
	const struct burst_text *t = &d->c->said[text];
	s->texts++;
	s->negative += d->c->negative[text];
	if (t->product != BURST_NONE)
		s->product[t->product]++;
	if (!t->dated)
		return;
	s->first = !s->dated || t->day < s->first ? t->day : s->first;
	s->last = !s->dated || t->day > s->last ? t->day : s->last;
	s->dated = true;
	/* Of an odd number of days the one in the middle is of neither half. */
	int64_t half = ((int64_t)d->last - d->first + 1) / 2;
	s->earlier += t->day < d->first + half;
	s->later += t->day > d->last - half;
}

/* Whether i is the better quote: more typical, then by what it says. */
static bool
quotes_better(const struct cluster *c, size_t i, size_t j)
{
	if (c->to.typical[i] != c->to.typical[j])
		return c->to.typical[i] > c->to.typical[j];
	return c->v.text[i].hash < c->v.text[j].hash;
}

/* The text takes its place among the best three, if it is neither too short nor too long and no near-duplicate. */
static void
offer_quote(struct describing *d, uint32_t text, struct summary *s)
{
	const struct cluster *c = d->c;
	size_t n = cluster_text(c, text, &d->a).n, at = s->quotes;
	if (n < QUOTE_LEAST || n > QUOTE_MOST || d->original[text] != text)
		return;
	while (at > 0 && quotes_better(c, text, s->quote[at - 1]))
		at--;
	if (at == QUOTES)
		return;
	s->quotes += s->quotes < QUOTES;
	memmove(&s->quote[at + 1], &s->quote[at], (s->quotes - at - 1) * sizeof *s->quote);
	s->quote[at] = text;
}

static struct summary *
summarise(struct describing *d)
{
	const struct cluster *c = d->c;
	struct summary *s = xcalloc(c->clusters + 1, sizeof *s);
	for (size_t i = 0; i <= c->clusters; i++)
		s[i].product = xcalloc(c->products.n + 1, sizeof *s[i].product);
	for (uint32_t i = 0; i < c->v.texts; i++) {
		struct summary *to = &s[c->to.group[i] == GROUP_NONE ? c->clusters : c->to.group[i]];
		if (!c->v.text[i].blank)
			to->copies += d->original[i] != i;
		if (!counts(d, i))
			continue;
		d->all++;
		count_text(d, i, to);
		if (c->to.group[i] != GROUP_NONE)
			offer_quote(d, i, to);
	}
	return s;
}

static void
write_day(struct out *o, bool dated, int32_t day)
{
	struct date date = { .s = (int64_t)day * DATE_DAY };
	out_begin(o);
	if (dated)
		date_write(&o->b, &date);
}

/* How many times as many in the second half of the days as in the first, with a 95 % interval: the odds of a text being of the
 * second half, from Wilson's interval of that share. Where a figure is infinite, the field is empty. */
static void
write_growth(struct out *o, const struct summary *s)
{
	uint64_t n = s->earlier + s->later;
	struct interval share = interval_wilson(s->later, n);
	const double x[] = { n ? (double)s->later / (double)n : 1, share.low, share.high };
	for (size_t i = 0; i < 3; i++)
		if (n && x[i] < 1)
			out_fixed(o, x[i] / (1 - x[i]), 2);
		else
			out_begin(o);
}

/* The products of most texts, each with its share of the cluster. */
static void
write_products(const struct cluster *c, struct out *o, struct summary *s)
{
	out_begin(o);
	for (size_t n = 0; n < PRODUCTS; n++) {
		size_t best = 0;
		for (size_t i = 1; i < c->products.n; i++)
			if (s->product[i] > s->product[best] ||
			    (s->product[i] == s->product[best] && slice_cmp(c->products.entry[i].key, c->products.entry[best].key) < 0))
				best = i;
		if (!c->products.n || !s->product[best])
			return;
		if (n)
			buf_text(&o->b, ", ");
		buf_slice(&o->b, c->products.entry[best].key);
		buf_char(&o->b, ' ');
		num_fixed(&o->b, 100 * (double)s->product[best] / (double)s->texts, 0);
		buf_char(&o->b, '%');
		s->product[best] = 0;
	}
}

static void
write_quotes(struct describing *d, struct out *o, const struct summary *s)
{
	for (size_t i = 0; i < QUOTES; i++) {
		d->b.n = 0;
		if (i < s->quotes)
			mask_quote(&d->b, cluster_text(d->c, s->quote[i], &d->a));
		out_value(o, buf_str(&d->b));
	}
}

static double
share_of(uint64_t x, uint64_t n)
{
	return n ? (double)x / (double)n : 0;
}

static void
write_summary(struct describing *d, size_t place, struct summary *s, struct out *o)
{
	const struct cluster *c = d->c;
	o->first = true;
	out_begin(o);
	if (place < c->clusters)
		num_write(&o->b, c->id[place]);
	out_value(o, place < c->clusters ? buf_str(&c->name[place]) : slice(""));
	out_begin(o);
	num_write(&o->b, s->texts);
	out_fixed(o, share_of(s->texts, d->all), 4);
	/* Copies are a share of what there was before they were left out. */
	out_fixed(o, share_of(s->copies, c->o->once ? s->texts + s->copies : s->texts), 4);
	if (c->sentiments && s->texts)
		out_fixed(o, share_of(s->negative, s->texts), 4);
	else
		out_begin(o);
	write_products(c, o, s);
	write_day(o, s->dated, s->first);
	write_day(o, s->dated, s->last);
	write_growth(o, s);
	write_quotes(d, o, s);
	buf_char(&o->b, '\n');
}

/* A cluster of earlier runs that is not spoken of any more, or that a person merged into another. */
static bool
is_hidden(const struct cluster *c, size_t place)
{
	const struct known *k = &c->catalog.known[place];
	return place < c->catalog.k && (k->part || (k->rests && !c->catalog.every));
}

void
cluster_describe(const struct cluster *c, struct buf *b)
{
	struct describing d = { .c = c };
	struct out o = { 0 };
	d.original = xmalloc(c->v.texts * sizeof *d.original + 1);
	choose_originals(&d);
	set_days(&d);
	struct summary *s = summarise(&d);
	buf_text(&o.b, "cluster\tname\ttexts\tshare\tcopies\tnegative\tproducts\tfirst\tlast\tgrowth\tgrowth_low\tgrowth_high\tquote_1\tquote_2\tquote_3\n");
	for (size_t i = 0; i <= c->clusters; i++) {
		if (i < c->clusters ? !is_hidden(c, i) : s[i].texts > 0)
			write_summary(&d, i, &s[i], &o);
		free(s[i].product);
	}
	buf_slice(b, buf_str(&o.b));
	buf_free(&o.b);
	buf_free(&d.a);
	buf_free(&d.b);
	free(s);
	free(d.original);
}
