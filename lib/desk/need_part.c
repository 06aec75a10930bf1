#include "desk/need_part.h"

#include <stdlib.h>
#include <string.h>

enum { SHORTEST = 3 };

void
part_any(struct part *x)
{
	x->exact = false;
	x->groups = 0;
}

void
part_nothing(struct part *x)
{
	x->exact = true;
	x->is.n = 1;
	x->is.s[0].n = 0;
	x->groups = 0;
}

bool
need_set_add(struct need_set *s, const struct need_literal *l)
{
	/* The last bytes differ most: those of Chinese characters that begin alike, too. */
	for (size_t i = 0; i < s->n; i++)
		if (s->s[i].n == l->n && (!l->n || (s->s[i].p[l->n - 1] == l->p[l->n - 1] && memcmp(s->s[i].p, l->p, l->n) == 0)))
			return true;
	if (s->n == NEED_LITERALS)
		return false;
	s->s[s->n++] = *l;
	return true;
}

/* All of them, or none. */
static bool
set_join(struct need_set *to, const struct need_set *from)
{
	size_t had = to->n;
	for (size_t i = 0; i < from->n; i++)
		if (!need_set_add(to, &from->s[i])) {
			to->n = had;
			return false;
		}
	return true;
}

static void
set_copy(struct need_set *to, const struct need_set *from)
{
	to->n = from->n;
	memcpy(to->s, from->s, from->n * sizeof *from->s);
}

static size_t
set_shortest(const struct need_set *s)
{
	size_t least = s->n ? SIZE_MAX : 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->s[i].n < least)
			least = s->s[i].n;
	return least;
}

/* How often a text will hold one of the strings, roughly: a byte more is half as often. */
static uint64_t
set_weight(const struct need_set *s)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < s->n; i++)
		sum += (uint64_t)1 << (NEED_LONGEST - s->s[i].n);
	return sum;
}

void
part_group(struct part *x, const struct need_set *s)
{
	size_t worst = 0;
	if (set_shortest(s) < SHORTEST)
		return;
	if (x->groups < NEED_GROUPS) {
		set_copy(&x->group[x->groups++], s);
		return;
	}
	for (size_t i = 1; i < NEED_GROUPS; i++)
		if (set_weight(&x->group[i]) > set_weight(&x->group[worst]))
			worst = i;
	if (set_weight(s) < set_weight(&x->group[worst]))
		set_copy(&x->group[worst], s);
}

/* The strings of a followed by those of b; false where they are too many or too long. */
static bool
set_product(struct need_set *out, const struct need_set *a, const struct need_set *b)
{
	out->n = 0;
	for (size_t i = 0; i < a->n; i++)
		for (size_t j = 0; j < b->n; j++) {
			struct need_literal l = a->s[i];
			if (l.n + b->s[j].n > NEED_LONGEST)
				return false;
			memcpy(l.p + l.n, b->s[j].p, b->s[j].n);
			l.n = (uint8_t)(l.n + b->s[j].n);
			if (out->n == NEED_LITERALS)
				return false;
			out->s[out->n++] = l;
		}
	return true;
}

void
part_append(struct part *x, bool *whole, const struct part *y)
{
	struct need_set product;
	struct need_literal *end = &x->is.s[0];
	if (y->exact && y->is.n == 1 && x->is.n == 1 && end->n + y->is.s[0].n <= NEED_LONGEST) {
		memcpy(end->p + end->n, y->is.s[0].p, y->is.s[0].n);
		end->n = (uint8_t)(end->n + y->is.s[0].n);
		return;
	}
	if (y->exact && set_product(&product, &x->is, &y->is)) {
		set_copy(&x->is, &product);
		return;
	}
	part_group(x, &x->is);
	*whole = false;
	for (size_t i = 0; i < y->groups; i++)
		part_group(x, &y->group[i]);
	if (y->exact) {
		set_copy(&x->is, &y->is);
	} else {
		x->is.n = 1;
		x->is.s[0].n = 0;
	}
}

/* The group of x that says most. */
static const struct need_set *
best_group(const struct part *x)
{
	const struct need_set *best = NULL;
	if (x->exact)
		return set_shortest(&x->is) >= SHORTEST ? &x->is : NULL;
	for (size_t i = 0; i < x->groups; i++)
		if (!best || set_weight(&x->group[i]) < set_weight(best))
			best = &x->group[i];
	return best;
}

void
part_or(struct part *x, const struct part *y)
{
	struct need_set s;
	if (x->exact && y->exact && set_join(&x->is, &y->is))
		return;
	const struct need_set *a = best_group(x), *b = best_group(y);
	bool fits = a && b;
	if (fits) {
		set_copy(&s, a);
		fits = set_join(&s, b);
	}
	part_any(x);
	if (fits)
		part_group(x, &s);
}
