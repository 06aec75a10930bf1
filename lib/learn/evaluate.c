#include "learn/evaluate.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/rng.h"
#include "base/sort.h"

static bool
all_numbers(const struct evaluation *ev)
{
	double x;
	for (size_t i = 0; i < ev->labels.n; i++)
		if (!num_read(ev->labels.entry[i].key, &x))
			return false;
	return ev->labels.n > 0;
}

static int
by_bytes(const void *a, const void *b, void *labels)
{
	const struct map_entry *e = labels;
	return slice_cmp(e[*(const uint32_t *)a].key, e[*(const uint32_t *)b].key);
}

static int
by_value(const void *a, const void *b, void *labels)
{
	const struct map_entry *e = labels;
	double x = 0, y = 0;
	num_read(e[*(const uint32_t *)a].key, &x);
	num_read(e[*(const uint32_t *)b].key, &y);
	return x < y ? -1 : x > y ? 1 : by_bytes(a, b, labels);
}

void
evaluation_sort(struct evaluation *ev)
{
	size_t K = ev->labels.n;
	uint32_t *order = xmalloc(K * sizeof *order), *place = xmalloc(K * sizeof *place);
	struct map sorted = { 0 };
	for (size_t i = 0; i < K; i++)
		order[i] = (uint32_t)i;
	ev->scale = all_numbers(ev);
	sort_items_by(order, K, sizeof *order, ev->scale ? by_value : by_bytes, ev->labels.entry);
	for (size_t i = 0; i < K; i++) {
		place[order[i]] = (uint32_t)i;
		map_put(&sorted, ev->labels.entry[order[i]].key, NULL);
	}
	for (size_t i = 0; i < ev->n; i++) {
		struct judged *r = &ev->record[i];
		r->truth = place[r->truth];
		r->answer = place[r->answer];
		r->rival = r->rival == UINT32_MAX ? UINT32_MAX : place[r->rival];
	}
	for (size_t i = 0; i < ev->columns; i++)
		ev->column[i] = place[ev->column[i]];
	map_free(&ev->labels);
	ev->labels = sorted;
	ev->value = xcalloc(K, sizeof *ev->value);
	for (size_t i = 0; ev->scale && i < K; i++)
		num_read(sorted.entry[i].key, &ev->value[i]);
	free(order);
	free(place);
}

void
evaluation_free(struct evaluation *ev)
{
	map_free(&ev->labels);
	map_free(&ev->groups);
	free(ev->record);
	free(ev->every);
	free(ev->column);
	free(ev->value);
}

void
evaluation_compare(const struct evaluation *ev, struct comparison *c)
{
	size_t K = ev->labels.n, n = ev->n;
	uint64_t *a = xcalloc(K * K + 1, sizeof *a), *b = xcalloc(K * K + 1, sizeof *b);
	double *gain = xmalloc(EVALUATE_ROUNDS * sizeof *gain), *f1 = xmalloc(EVALUATE_ROUNDS * sizeof *f1);
	struct rng rng = { 20260501 };
	*c = (struct comparison){ 0 };
	for (size_t i = 0; i < n; i++) {
		const struct judged *r = &ev->record[i];
		a[r->truth * K + r->answer]++;
		b[r->truth * K + r->rival]++;
		c->only_a += r->truth == r->answer && r->truth != r->rival;
		c->only_b += r->truth != r->answer && r->truth == r->rival;
	}
	struct score sa = score_of(a, K), sb = score_of(b, K);
	c->a = sa.accuracy;
	c->b = sb.accuracy;
	c->p = mcnemar_exact(c->only_a, c->only_b);
	for (int k = 0; n && k < EVALUATE_ROUNDS; k++) {
		memset(a, 0, K * K * sizeof *a);
		memset(b, 0, K * K * sizeof *b);
		for (size_t i = 0; i < n; i++) {
			const struct judged *r = &ev->record[rng_below(&rng, n)];
			a[r->truth * K + r->answer]++;
			b[r->truth * K + r->rival]++;
		}
		struct score ra = score_of(a, K), rb = score_of(b, K);
		gain[k] = rb.accuracy - ra.accuracy;
		f1[k] = rb.macro_f1 - ra.macro_f1;
	}
	if (n) {
		c->gain = (struct measured){ sb.accuracy - sa.accuracy, interval_percentiles(gain, EVALUATE_ROUNDS) };
		c->f1_gain = (struct measured){ sb.macro_f1 - sa.macro_f1, interval_percentiles(f1, EVALUATE_ROUNDS) };
	}
	free(a);
	free(b);
	free(gain);
	free(f1);
}

static int
surest_first(const void *a, const void *b)
{
	float x = (*(const struct judged *const *)a)->p, y = (*(const struct judged *const *)b)->p;
	return (x < y) - (x > y);
}

void
evaluation_promise(const struct evaluation *ev, double most, struct promise *p)
{
	const struct judged **order = xmalloc((ev->n + 1) * sizeof *order);
	uint64_t wrong = 0;
	*p = (struct promise){ .least = 1, .bound = 1 };
	for (size_t i = 0; i < ev->n; i++)
		order[i] = &ev->record[i];
	sort_items(order, ev->n, sizeof *order, surest_first);
	for (size_t i = 0; i < ev->n; i++) {
		wrong += order[i]->truth != order[i]->answer;
		/* A threshold falls between two different p only. */
		if (i + 1 < ev->n && order[i + 1]->p == order[i]->p)
			continue;
		double bound = interval_upper(wrong, i + 1, .95);
		if (bound <= most)
			*p = (struct promise){ (double)order[i]->p, i + 1, wrong, bound };
	}
	free(order);
}
