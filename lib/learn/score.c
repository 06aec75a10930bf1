#include "learn/score.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct label_score
score_label(const uint64_t *n, size_t K, size_t label)
{
	struct label_score s = { 0 };
	uint64_t right = n[label * K + label];
	for (size_t i = 0; i < K; i++) {
		s.support += n[label * K + i];
		s.answered += n[i * K + label];
	}
	s.precision = s.answered ? (double)right / (double)s.answered : 0;
	s.recall = s.support ? (double)right / (double)s.support : 0;
	s.f1 = s.support + s.answered ? 2 * (double)right / (double)(s.support + s.answered) : 0;
	return s;
}

/* 1 - observed / expected squared distance. */
static double
quadratic_kappa(const uint64_t *n, size_t K, const struct label_score *label, double records)
{
	double observed = 0, expected = 0;
	for (size_t i = 0; i < K; i++)
		for (size_t j = 0; j < K; j++) {
			double d = (double)i - (double)j;
			observed += d * d * (double)n[i * K + j];
			expected += d * d * (double)label[i].support * (double)label[j].answered / records;
		}
	return expected > 0 ? 1 - observed / expected : 1;
}

struct score
score_of(const uint64_t *n, size_t K)
{
	struct score s = { 0 };
	uint64_t right = 0, seen = 0;
	double distance = 0, f1 = 0, weighted = 0;
	for (size_t i = 0; i < K; i++)
		for (size_t j = 0; j < K; j++) {
			s.records += n[i * K + j];
			right += i == j ? n[i * K + j] : 0;
			distance += fabs((double)i - (double)j) * (double)n[i * K + j];
		}
	if (!s.records)
		return s;
	struct label_score *label = xmalloc(K * sizeof *label);
	for (size_t i = 0; i < K; i++) {
		struct label_score l = label[i] = score_label(n, K, i);
		if (l.support + l.answered == 0)
			continue;
		seen++;
		f1 += l.f1;
		weighted += l.f1 * (double)l.support;
	}
	double records = (double)s.records;
	s.accuracy = (double)right / records;
	s.macro_f1 = f1 / (double)seen;
	s.weighted_f1 = weighted / records;
	s.mean_error = distance / records;
	s.kappa = quadratic_kappa(n, K, label, records);
	free(label);
	return s;
}
