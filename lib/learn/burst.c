#include "learn/burst.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/sort.h"

enum { SPAN_MOST = 20000, MOST = 4 };   /* days looked at; bursts of a product */

struct days {
	int32_t first;
	size_t span;
	double *all;            /* by day: texts about any product */
	double *own;            /* the product's */
};

static double
plus_log(double c, double e)
{
	return c > 0 ? c * num_log(c / e) : 0;
}

/* The interval of most evidence; how much. */
static double
scan(const struct days *d, size_t *from, size_t *to)
{
	double n = 0, others = 0, best = 0;
	for (size_t i = 0; i < d->span; i++) {
		n += d->own[i];
		others += d->all[i] - d->own[i] + 1;
	}
	for (size_t i = 0; i < d->span; i++) {
		double c = 0, share = 0;
		if (d->own[i] == 0)
			continue;
		for (size_t k = i; k < d->span && k < i + BURST_LONGEST; k++) {
			c += d->own[k];
			share += (d->all[k] - d->own[k] + 1) / others;
			double e = n * share;
			if (c < BURST_TEXTS || c < 1.5 * e)
				continue;
			double evidence = plus_log(c, e) + plus_log(n - c, n - e);
			if (evidence > best) {
				best = evidence;
				*from = i;
				*to = k;
			}
		}
	}
	return best;
}

static size_t
scan_product(struct days *d, uint32_t product, struct burst *found)
{
	size_t n = 0, from = 0, to = 0;
	while (n < MOST && scan(d, &from, &to) >= BURST_LEAST) {
		found[n++] = (struct burst){ product, d->first + (int32_t)from, d->first + (int32_t)to };
		for (size_t i = from; i <= to; i++) {
			d->all[i] -= d->own[i];
			d->own[i] = 0;
		}
	}
	return n;
}

static int
by_product(const void *a, const void *b)
{
	const struct burst_text *x = a, *y = b;
	return x->product != y->product ? (x->product > y->product) - (x->product < y->product) : (x->day > y->day) - (x->day < y->day);
}

/* The texts of one product, sorted by day. */
static size_t
product_bursts(struct days *d, const struct burst_text *text, size_t n, struct burst *found)
{
	memset(d->own, 0, d->span * sizeof *d->own);
	for (size_t i = 0; i < n; i++)
		d->own[text[i].day - d->first]++;
	size_t bursts = scan_product(d, text->product, found);
	/* What scan_product took off the days of all goes back. */
	for (size_t i = 0; bursts && i < n; i++)
		for (size_t b = 0; b < bursts; b++)
			d->all[text[i].day - d->first] += text[i].day >= found[b].from && text[i].day <= found[b].to;
	return bursts;
}

/* Texts whose product is known, by product and day; *d are the days they span. */
static struct burst_text *
sort_texts(const struct burst_text *text, size_t n, size_t *texts, struct days *d)
{
	struct burst_text *known = xmalloc(n * sizeof *known + 1);
	int32_t last = INT32_MIN;
	size_t kept = 0;
	d->first = INT32_MAX;
	for (size_t i = 0; i < n; i++) {
		if (text[i].product == BURST_NONE || !text[i].dated)
			continue;
		known[kept++] = text[i];
		d->first = text[i].day < d->first ? text[i].day : d->first;
		last = text[i].day > last ? text[i].day : last;
	}
	sort_items(known, kept, sizeof *known, by_product);
	d->span = kept ? (size_t)((int64_t)last - d->first) + 1 : 0;
	*texts = kept;
	return known;
}

size_t
burst_find(const struct burst_text *text, size_t n, struct burst **found)
{
	struct days d = { 0 };
	size_t texts, bursts = 0, cap = 0, end;
	struct burst_text *known = sort_texts(text, n, &texts, &d);
	*found = NULL;
	if (d.span > SPAN_MOST)
		texts = d.span = 0;
	d.all = xcalloc(d.span + 1, sizeof *d.all);
	d.own = xcalloc(d.span + 1, sizeof *d.own);
	for (size_t i = 0; i < texts; i++)
		d.all[known[i].day - d.first]++;
	for (size_t i = 0; i < texts; i = end) {
		for (end = i; end < texts && known[end].product == known[i].product; end++)
			;
		if (end - i < BURST_TEXTS)
			continue;
		*found = xgrow(*found, &cap, bursts + MOST, sizeof **found);
		bursts += product_bursts(&d, known + i, end - i, *found + bursts);
	}
	free(d.all);
	free(d.own);
	free(known);
	return bursts;
}
