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

struct score
score_of(const uint64_t *n, size_t K)
{
	struct score s = { 0 };
	uint64_t right = 0, seen = 0;
	double f1 = 0, weighted = 0;
	for (size_t i = 0; i < K; i++)
		for (size_t j = 0; j < K; j++) {
			s.records += n[i * K + j];
			right += i == j ? n[i * K + j] : 0;
		}
	if (!s.records)
		return s;
	for (size_t i = 0; i < K; i++) {
		struct label_score l = score_label(n, K, i);
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
	return s;
}

void
score_scale(const uint64_t *n, size_t K, const double *value, double *kappa, double *mean_error)
{
	double observed = 0, expected = 0, distance = 0, records = 0;
	struct label_score *label = xmalloc((K + 1) * sizeof *label);
	for (size_t i = 0; i < K; i++) {
		label[i] = score_label(n, K, i);
		records += (double)label[i].support;
	}
	for (size_t i = 0; i < K; i++)
		for (size_t j = 0; j < K; j++) {
			double d = value[i] - value[j];
			distance += fabs(d) * (double)n[i * K + j];
			observed += d * d * (double)n[i * K + j];
			expected += d * d * (double)label[i].support * (double)label[j].answered / records;
		}
	*kappa = expected > 0 ? 1 - observed / expected : 1;
	*mean_error = records > 0 ? distance / records : 0;
	free(label);
}
