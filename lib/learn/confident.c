#include "learn/confident.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/sort.h"

static void
find_thresholds(struct confident *c, const float *p, const uint32_t *label, size_t n, size_t P, size_t K)
{
	uint64_t *records = xcalloc(K, sizeof *records);
	for (size_t i = 0; i < n; i++) {
		records[label[i]]++;
		c->threshold[label[i]] += label[i] < P ? (double)p[i * P + label[i]] : 0;
	}
	for (size_t k = 0; k < K; k++)
		c->threshold[k] /= records[k] ? (double)records[k] : 1;
	free(records);
}

/* The likeliest label that reaches its threshold; P: none does. A label that nobody gave has none. */
static size_t
likely(const struct confident *c, const float *p, size_t P)
{
	size_t best = P;
	for (size_t k = 0; k < P; k++)
		if (c->threshold[k] > 0 && (double)p[k] >= c->threshold[k] && (best == P || p[k] > p[best]))
			best = k;
	return best;
}

static int
widest_first(const void *a, const void *b)
{
	const struct suspicion *x = a, *y = b;
	float dx = x->p - x->given, dy = y->p - y->given;
	return dx > dy ? -1 : dx < dy;
}

/* Where no record of a label is confident there is nothing to scale: its labels count as right. */
static double
estimate_wrong(const struct confident *c, const uint32_t *label, size_t n, size_t K)
{
	double wrong = 0;
	uint64_t *records = xcalloc(K, sizeof *records);
	for (size_t i = 0; i < n; i++)
		records[label[i]]++;
	for (size_t k = 0; k < K; k++) {
		uint64_t all = 0;
		for (size_t j = 0; j < K; j++)
			all += c->joint[k * K + j];
		if (all)
			wrong += (double)records[k] * (double)(all - c->joint[k * K + k]) / (double)all;
	}
	free(records);
	return wrong;
}

void
confident_add(struct confident *c, struct suspicion x)
{
	c->suspect = xgrow(c->suspect, &c->suspect_cap, c->suspects + 1, sizeof *c->suspect);
	c->suspect[c->suspects++] = x;
}

void
confident_sort(struct confident *c)
{
	sort_items(c->suspect, c->suspects, sizeof *c->suspect, widest_first);
}

void
confident_find(struct confident *c, const float *p, const uint32_t *label, size_t n, size_t P, size_t K)
{
	*c = (struct confident){ .threshold = xcalloc(K, sizeof *c->threshold), .joint = xcalloc(K * K, sizeof *c->joint) };
	find_thresholds(c, p, label, n, P, K);
	for (size_t i = 0; i < n; i++) {
		size_t j = likely(c, p + i * P, P), given = label[i];
		if (j == P)
			continue;
		c->joint[given * K + j]++;
		float p_given = given < P ? p[i * P + given] : 0;
		if (j == given || !(p[i * P + j] > p_given))
			continue;
		confident_add(c, (struct suspicion){ (uint32_t)i, (uint32_t)j, p[i * P + j], p_given });
	}
	confident_sort(c);
	c->wrong = estimate_wrong(c, label, n, K);
}

void
confident_free(struct confident *c)
{
	free(c->threshold);
	free(c->joint);
	free(c->suspect);
}
