#include "learn/roc.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/sort.h"

enum { POSITIVE = 1, LAST = 2 };

static int
by_p(const void *a, const void *b, void *arg)
{
	const float *p = arg;
	float x = p[*(const uint32_t *)a], y = p[*(const uint32_t *)b];
	return (x > y) - (x < y);
}

void
roc_make(struct roc *r, const float *p, const bool *positive, size_t n)
{
	*r = (struct roc){ xmalloc((n + 1) * sizeof *r->order), xmalloc(n + 1), n };
	for (size_t i = 0; i < n; i++)
		r->order[i] = (uint32_t)i;
	sort_items_by(r->order, n, sizeof *r->order, by_p, (void *)(uintptr_t)p);
	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n || p[r->order[i]] < p[r->order[i + 1]];
		r->kind[i] = (uint8_t)((positive[r->order[i]] ? POSITIVE : 0) | (last ? LAST : 0));
	}
}

double
roc_area(const struct roc *r, const uint32_t *weight)
{
	double won = 0;
	uint64_t below = 0, positives = 0, here[2] = { 0 };
	for (size_t i = 0; i < r->n; i++) {
		here[r->kind[i] & POSITIVE] += weight[r->order[i]];
		if (!(r->kind[i] & LAST))
			continue;
		won += (double)here[1] * ((double)below + (double)here[0] / 2);
		below += here[0];
		positives += here[1];
		here[0] = here[1] = 0;
	}
	return positives && below ? won / ((double)positives * (double)below) : (double)NAN;
}

void
roc_free(struct roc *r)
{
	free(r->order);
	free(r->kind);
}
