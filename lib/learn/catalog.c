#include "learn/catalog.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

void
catalog_free(struct catalog *c)
{
	for (size_t i = 0; i < c->k; i++)
		free(c->known[i].name);
	for (size_t i = 0; i < c->splits; i++)
		free(c->split[i].phrase);
	for (size_t i = 0; i < c->bursts; i++)
		free(c->burst[i].product);
	free(c->known);
	free(c->merged);
	free(c->split);
	free(c->burst);
	free(c->word);
	free(c->all);
	free(c->count);
	arena_free(&c->arena);
	state_close(&c->state);
	*c = (struct catalog){ 0 };
}

size_t
catalog_find(const struct catalog *c, uint64_t id)
{
	/* Merges are in the order in which they were made, so one pass follows a chain of them. */
	for (size_t i = 0; i < c->merges; i++)
		if (c->merged[i].from == id)
			id = c->merged[i].into;
	for (size_t i = 0; i < c->k; i++)
		if (c->known[i].id == id)
			return i;
	return CATALOG_NONE;
}

size_t
catalog_owner(const struct catalog *c, size_t place)
{
	return c->known[place].part ? catalog_find(c, c->known[place].id) : place;
}

void
catalog_columns(struct catalog *c, const size_t *keep, size_t k)
{
	double *count = xcalloc(c->terms * k + 1, sizeof *count);
	for (size_t t = 0; t < c->terms; t++)
		for (size_t j = 0; j < k; j++)
			count[t * k + j] = keep[j] == CATALOG_NONE ? 0 : c->count[t * c->k + keep[j]];
	free(c->count);
	c->count = count;
}

size_t
catalog_add(struct catalog *c, const char *name)
{
	size_t *keep = xmalloc((c->k + 1) * sizeof *keep);
	for (size_t i = 0; i <= c->k; i++)
		keep[i] = i < c->k ? i : CATALOG_NONE;
	catalog_columns(c, keep, c->k + 1);
	free(keep);
	c->known = xgrow(c->known, &c->known_cap, c->k + 1, sizeof *c->known);
	c->known[c->k] = (struct known){ .id = c->next++, .name = xstrdup(name) };
	catalog_wake(c, &c->known[c->k]);
	return c->k++;
}

void
catalog_merge(struct catalog *c, size_t from, size_t into, bool asked)
{
	bool wanted = asked;
	asked |= catalog_changed(c, from);
	size_t *keep, n = 0;
	for (size_t i = 0; i < CATALOG_DAYS; i++)
		if (c->known[from].day[i] > c->known[into].day[i])
			c->known[into].day[i] = c->known[from].day[i];
	c->known[into].rests &= c->known[from].rests;
	c->merged = xgrow(c->merged, &c->merged_cap, c->merges + 1, sizeof *c->merged);
	c->merged[c->merges++] = (struct merged){ c->known[from].id, c->known[into].id, asked };
	c->known[from].part = wanted;
	if (wanted)
		return;
	for (size_t t = 0; t < c->terms; t++)
		c->count[t * c->k + into] += c->count[t * c->k + from];
	c->known[into].texts += c->known[from].texts;
	keep = xmalloc(c->k * sizeof *keep);
	for (size_t i = 0; i < c->k; i++)
		if (i != from)
			keep[n++] = i;
	catalog_columns(c, keep, n);
	free(keep);
	free(c->known[from].name);
	memmove(&c->known[from], &c->known[from + 1], (c->k - from - 1) * sizeof *c->known);
	c->k = n;
}

/* dot[i × k + j], j <= i: the products of the clusters' words, counts weighted by idf. */
static double *
multiply_clusters(const struct catalog *c)
{
	size_t k = c->k, *some = xmalloc((k + 1) * sizeof *some);
	double *dot = xcalloc(k * k + 1, sizeof *dot), most = 0;
	for (size_t i = 0; i < k; i++)
		most += c->known[i].texts;
	for (size_t t = 0; t < c->terms; t++) {
		const double *count = c->count + t * k;
		double idf = c->all[t] > 0 ? num_log(1 + (most + 1) / c->all[t]) : 0;
		size_t n = 0;
		for (size_t i = 0; i < k; i++)
			if (count[i] > 0)
				some[n++] = i;
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j <= i; j++)
				dot[some[i] * k + some[j]] += count[some[i]] * count[some[j]] * idf * idf;
	}
	free(some);
	return dot;
}

/* Whether a person split it, or it from another. */
static bool
was_split(const struct catalog *c, size_t place)
{
	for (size_t i = 0; i < c->splits; i++)
		if (catalog_find(c, c->split[i].id) == place || catalog_find(c, c->split[i].made) == place)
			return true;
	return false;
}

bool
catalog_changed(const struct catalog *c, size_t place)
{
	bool changed = c->known[place].named || c->known[place].part || was_split(c, place);
	for (size_t i = 0; i < c->merges && !changed; i++)
		changed = c->merged[i].asked && catalog_find(c, c->merged[i].from) == place;
	return changed;
}

bool
catalog_alike(const struct catalog *c, size_t *from, size_t *into)
{
	size_t k = c->k;
	double *dot = multiply_clusters(c), best = 0;
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < i; j++) {
			const struct known *a = &c->known[i], *b = &c->known[j];
			double length = sqrt(dot[i * k + i]) * sqrt(dot[j * k + j]), cosine = length > 0 ? dot[i * k + j] / length : 0;
			if (cosine < CATALOG_ALIKE || cosine <= best || (was_split(c, i) && was_split(c, j)))
				continue;
			bool fixed = a->named || a->part, other = b->named || b->part, less = fixed != other ? other : a->texts <= b->texts;
			if ((fixed && other) || catalog_owner(c, i) == catalog_owner(c, j))
				continue;
			best = cosine;
			*from = less ? i : j;
			*into = catalog_owner(c, less ? j : i);
		}
	free(dot);
	return best > 0;
}

/* The days that two bursts share, as a part of those of either; 0 where one follows the other the day after; -1: they are apart. */
static double
shared_days(const struct known_burst *b, int32_t from, int32_t to)
{
	int32_t first = from > b->from ? from : b->from, last = to < b->to ? to : b->to;
	int32_t all = (to > b->to ? to : b->to) - (from < b->from ? from : b->from) + 1;
	return first <= last ? (double)(last - first + 1) / all : from == b->to + 1 ? 0 : -1;
}

int32_t
catalog_burst(struct catalog *c, struct fb_str product, int32_t from, int32_t to)
{
	struct known_burst *known = NULL;
	double most = -1;
	for (size_t i = 0; i < c->earlier; i++) {
		struct known_burst *b = &c->burst[i];
		double shared = slice_is(product, b->product) ? shared_days(b, from, to) : -1;
		if (shared > most) {
			most = shared;
			known = b;
		}
	}
	if (known) {
		known->until = to > known->until ? to : known->until;
		return known->from;
	}
	c->burst = xgrow(c->burst, &c->burst_cap, c->bursts + 1, sizeof *c->burst);
	c->burst[c->bursts++] = (struct known_burst){ from, to, to, xstrndup(product.p, product.n) };
	return from;
}
