/* The figures of drift.h. */
#include <stdlib.h>

#include "base/num.h"
#include "base/rng.h"
#include "learn/drift.h"
#include "text/terms.h"

enum { ROUNDS = 1000 };

struct stability
stability_of(const uint64_t (*count)[2], size_t bins)
{
	struct stability s = { 0 };
	for (size_t k = 0; k < bins; k++)
		for (int side = 0; side < 2; side++)
			s.n[side] += count[k][side];
	for (size_t k = 0; k < bins; k++)
		s.bins += count[k][0] + count[k][1] > 0;
	if (s.bins < 2 || !s.n[0] || !s.n[1])
		return s;
	double all[2] = { (double)s.n[0] + .5 * (double)s.bins, (double)s.n[1] + .5 * (double)s.bins };
	for (size_t k = 0; k < bins; k++) {
		double p = ((double)count[k][0] + .5) / all[0], q = ((double)count[k][1] + .5) / all[1];
		if (count[k][0] + count[k][1])
			s.psi += (q - p) * num_log(q / p);
	}
	s.chance = (1 / (double)s.n[0] + 1 / (double)s.n[1]) * chi_squared_quantile(.05, s.bins - 1);
	return s;
}

struct stability
stability_scores(const uint64_t (*score)[2])
{
	uint64_t bin[DRIFT_BINS][2] = { { 0 } }, old = 0, sum = 0, closed = 0;
	size_t at = 0;
	for (size_t p = 0; p < DRIFT_P; p++)
		old += score[p][DRIFT_OLD];
	for (size_t p = 0; p < DRIFT_P; p++) {
		sum += score[p][DRIFT_OLD];
		bin[at][DRIFT_OLD] += score[p][DRIFT_OLD];
		bin[at][DRIFT_NEW] += score[p][DRIFT_NEW];
		/* One more tenth, or several at once where many are equal. */
		uint64_t tenth = old ? sum * DRIFT_BINS / old : 0;
		if (tenth > closed && sum < old) {
			closed = tenth;
			at++;
		}
	}
	return stability_of((const uint64_t (*)[2])bin, DRIFT_BINS);
}

bool
stability_lost(const struct stability *s, double bound)
{
	return s->psi > bound && s->psi > s->chance;
}

struct drift_words
drift_words(const struct drift *d)
{
	struct drift_words w = { 0 };
	uint64_t once = 0;
	double *round = xmalloc(ROUNDS * sizeof *round);
	struct rng rng = { 20260501 };
	for (size_t i = 0; i < d->terms.n; i++)
		once += d->term[i].records[DRIFT_OLD] == 1 ? d->term[i].count[DRIFT_OLD] : 0;
	w.expected = d->words[DRIFT_OLD] ? (double)once / (double)d->words[DRIFT_OLD] : 1;
	w.share = d->words[DRIFT_NEW] ? (double)d->unseen / (double)d->words[DRIFT_NEW] : 0;
	for (int k = 0; k < ROUNDS; k++) {
		uint64_t unseen = 0, words = 0;
		for (size_t i = 0; i < d->fresh_n; i++) {
			size_t at = (size_t)rng_below(&rng, d->fresh_n);
			unseen += d->fresh[at][0];
			words += d->fresh[at][1];
		}
		round[k] = words ? (double)unseen / (double)words : 0;
	}
	w.i = interval_percentiles(round, ROUNDS);
	free(round);
	return w;
}

/* Put x into top[0 .. n), which is in falling order of key, ties in order of appearance; n afterwards. */
static size_t
insert(struct drifted *top, double *key, size_t n, struct drifted x, double k)
{
	size_t at = n;
	while (at > 0 && key[at - 1] < k)
		at--;
	if (at == DRIFT_TERMS)
		return n;
	n += n < DRIFT_TERMS;
	for (size_t i = n - 1; i > at; i--) {
		top[i] = top[i - 1];
		key[i] = key[i - 1];
	}
	top[at] = x;
	key[at] = k;
	return n;
}

size_t
drift_terms(const struct drift *d, bool rose, struct drifted *top)
{
	double key[DRIFT_TERMS] = { 0 };
	size_t n = 0;
	for (size_t i = 0; i < d->terms.n; i++) {
		const struct drift_term *t = &d->term[i];
		struct drifted x = { .term = (uint32_t)i };
		terms_log_odds((double)t->count[DRIFT_NEW], (double)d->words[DRIFT_NEW], (double)t->count[DRIFT_OLD],
		    (double)d->words[DRIFT_OLD], &x.log_odds, &x.z);
		double k = rose ? x.z : -x.z;
		if (k >= DRIFT_Z)
			n = insert(top, key, n, x, k);
	}
	return n;
}

size_t
drift_new_terms(const struct drift *d, struct drifted *top)
{
	double key[DRIFT_TERMS] = { 0 };
	size_t n = 0;
	for (size_t i = 0; i < d->terms.n; i++)
		if (!d->term[i].count[DRIFT_OLD] && d->term[i].records[DRIFT_NEW] > 1)
			n = insert(top, key, n, (struct drifted){ .term = (uint32_t)i }, (double)d->term[i].count[DRIFT_NEW]);
	return n;
}
