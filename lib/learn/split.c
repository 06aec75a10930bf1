#include "learn/split.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/sort.h"

struct member {
	uint64_t group, rank;
	uint32_t label, record;
};

static int
by_group(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->record < y->record ? -1 : 1;
}

static int
by_rank(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	if (x->label != y->label)
		return x->label < y->label ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return by_group(a, b);
}

void
split_folds(const uint64_t *group, const uint32_t *label, size_t n, unsigned folds, uint64_t seed, uint8_t *fold)
{
	struct member *m = xmalloc((n + 1) * sizeof *m);
	for (size_t i = 0; i < n; i++) {
		struct rng r = { group[i] ^ seed };
		m[i] = (struct member){ group[i], rng_next(&r), label[i], (uint32_t)i };
	}
	sort_items(m, n, sizeof *m, by_group);
	for (size_t i = 1; i < n; i++)
		if (m[i].group == m[i - 1].group)
			m[i].label = m[i - 1].label;
	sort_items(m, n, sizeof *m, by_rank);
	size_t deal = 0;
	for (size_t i = 0; i < n; i++) {
		if (i && m[i].group != m[i - 1].group)
			deal++;
		fold[m[i].record] = (uint8_t)(deal % folds);
	}
	free(m);
}

void
split_part(struct split_part *p, const uint8_t *fold, size_t n, size_t held)
{
	*p = (struct split_part){ .fit = xmalloc((n + 1) * sizeof *p->fit), .held = xmalloc((n + 1) * sizeof *p->held) };
	for (size_t i = 0; i < n; i++)
		if (fold[i] == held)
			p->held[p->helds++] = (uint32_t)i;
		else if (fold[i] != SPLIT_OUT)
			p->fit[p->fits++] = (uint32_t)i;
}

void
split_part_free(struct split_part *p)
{
	free(p->fit);
	free(p->held);
}
