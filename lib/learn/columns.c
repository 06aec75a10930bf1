#include "learn/columns.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/num.h"
#include "base/sort.h"

enum { EACH = 5, FEWEST = 20 };         /* a category's values come so often on average; fewer records tell nothing */

/* Edges for the sorted numbers x[0 .. n): no edge at the least value, nothing lies below it. */
static void
find_edges(struct column *c, double *x, size_t n)
{
	double *own = xmalloc((n + 1) * sizeof *own);
	size_t values = 0;
	sort_items(x, n, sizeof *x, sort_rising);
	for (size_t i = 1; i < n; i++)
		if (!(x[i] > x[i - 1]) && x[i] > x[0] && (!values || x[i] > own[values - 1]))
			own[values++] = x[i];
	if (values <= COLUMN_EDGES) {
		c->edges = (uint32_t)values;
		memcpy(c->edge, own, values * sizeof *own);
	} else
		for (size_t q = 1, at = 0; q <= COLUMN_EDGES; q++) {
			while (at + 1 < values && own[at] < x[q * n / (COLUMN_EDGES + 1)])
				at++;
			if (!c->edges || own[at] > c->edge[c->edges - 1])
				c->edge[c->edges++] = own[at];
		}
	free(own);
}

void
column_guess(struct column *c, const struct fb_str *value, size_t stride, size_t n, size_t *missing)
{
	struct map seen = { 0 };
	double *x = xmalloc((n + 1) * sizeof *x);
	size_t there = 0, numbers = 0, longest = 0;
	*c = (struct column){ .kind = COLUMN_TEXT };
	for (size_t i = 0; i < n; i++) {
		struct fb_str v = value[i * stride];
		if (!v.n)
			continue;
		there++;
		numbers += num_read(v, &x[numbers]);
		longest = v.n > longest ? v.n : longest;
		if (longest <= COLUMN_WIDEST)
			map_put(&seen, v, NULL);
	}
	*missing = n - there;
	if (there >= FEWEST && numbers == there) {
		c->kind = COLUMN_NUMBER;
		find_edges(c, x, numbers);
	} else if (there >= FEWEST && longest <= COLUMN_WIDEST && seen.n * EACH <= there)
		c->kind = COLUMN_CATEGORY;
	map_free(&seen);
	free(x);
}

static void
put(struct grams *g, uint64_t salt, uint64_t what, uint64_t value)
{
	uint64_t part[4] = { 0x636f6c756d6e, salt, what, value };
	if (g->n == g->cap)
		g->key = xgrow(g->key, &g->cap, g->n + 16, sizeof *g->key);
	g->key[g->n++] = hash_bytes(part, sizeof part);
}

void
column_grams(const struct column *c, struct grams *g, struct fb_str value, uint64_t salt)
{
	enum { MISSING, VALUE, BELOW, NOT_BELOW };
	double x;
	if (!value.n || (c->kind == COLUMN_NUMBER && !num_read(value, &x)))
		put(g, salt, MISSING, 0);
	else if (c->kind == COLUMN_CATEGORY)
		put(g, salt, VALUE, hash_bytes(value.p, value.n));
	else
		for (uint64_t i = 0; i < c->edges; i++)
			put(g, salt, x < c->edge[i] ? BELOW : NOT_BELOW, i);
}

bool
column_valid(const struct column *c)
{
	if (c->kind > COLUMN_NUMBER || c->edges > COLUMN_EDGES)
		return false;
	for (uint32_t i = 0; i < c->edges; i++)
		if (!isfinite(c->edge[i]) || (i && !(c->edge[i] > c->edge[i - 1])))
			return false;
	return true;
}

void
column_describe(const struct column *c, struct buf *b)
{
	static const char *const name[] = { "text", "words", "a category", "a number" };
	buf_text(b, name[c->kind]);
	if (c->kind == COLUMN_NUMBER && c->edges)
		buf_printf(b, ", %u edge%s from %.6g to %.6g", c->edges, c->edges == 1 ? "" : "s", c->edge[0], c->edge[c->edges - 1]);
}
