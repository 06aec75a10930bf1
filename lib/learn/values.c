#include "learn/values.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

const char *
values_name(unsigned scaling)
{
	static const char *const name[] = { "plain", "√idf", "ratio", "idf × √ratio",
		"plain, repeats", "√idf, repeats", "ratio, repeats", "idf × √ratio, repeats" };
	return name[scaling & 7];
}

/* |log-ratio| of label k against the others, from the table of records by feature and label. */
static double
ratio_of(const uint32_t *with, const uint64_t *all, unsigned K, unsigned k)
{
	uint64_t in = with[k], out = 0, all_in = all[k], all_out = 0;
	for (unsigned l = 0; l < K; l++)
		if (l != k) {
			out += with[l];
			all_out += all[l];
		}
	/* Never 0: such a feature would not count in the length of a text. */
	double r = num_log(((double)in + 1) / ((double)all_in + 1)) - num_log(((double)out + 1) / ((double)all_out + 1));
	r = r < 0 ? -r : r;
	return r > .01 ? r : .01;
}

static double
largest_ratio(const uint32_t *with, const uint64_t *all, unsigned K)
{
	double most = 0;
	for (unsigned k = 0; k < (K == 2 ? 1 : K); k++) {
		double r = ratio_of(with, all, K, k);
		most = r > most ? r : most;
	}
	return most;
}

void
values_scale(const struct dataset *d, const uint32_t *use, size_t used, unsigned scaling, float *scale)
{
	unsigned K = scaling & SCALE_RATIO ? d->K : 1;
	uint32_t *with = xcalloc(d->D * K + 1, sizeof *with);
	uint64_t *all = xcalloc(K, sizeof *all);
	for (size_t u = 0; u < used; u++) {
		size_t i = use[u], label = K > 1 ? d->label[i] : 0;
		all[label] += d->start[i + 1] - d->start[i];
		for (size_t k = d->start[i]; k < d->start[i + 1]; k++)
			with[d->feature[k] * K + label]++;
	}
	for (size_t j = 0; j < d->D; j++) {
		uint32_t records = 0;
		for (unsigned k = 0; k < K; k++)
			records += with[j * K + k];
		double idf = num_log((1 + (double)used) / (1 + (double)records)) + 1;
		double ratio = scaling & SCALE_RATIO ? largest_ratio(with + j * K, all, K) : 1;
		double s = 1;
		if (scaling & SCALE_IDF)
			s = scaling & SCALE_RATIO ? idf * sqrt(ratio) : sqrt(idf);
		else if (scaling & SCALE_RATIO)
			s = ratio;
		scale[j] = records < 2 && !(d->known && d->known[j]) ? 0 : (float)(s * (1 + (double)d->word[j]));
	}
	free(with);
	free(all);
}

double
values_fill(const struct dataset *d, unsigned scaling, const float *scale, float *x)
{
	double all = 0;
	bool repeats = scaling & SCALE_REPEATS;
	for (size_t i = 0; i < d->n; i++) {
		double count = 0, norm = 0;
		for (size_t k = d->start[i]; k < d->start[i + 1]; k++)
			count += scale[d->feature[k]] > 0 ? (repeats ? d->count[k] : 1) : 0;
		double by = count > 0 ? 1 / sqrt(count) : 0;
		for (size_t k = d->start[i]; k < d->start[i + 1]; k++) {
			x[k] = (float)(by * (repeats ? d->count[k] : 1) * (double)scale[d->feature[k]]);
			norm += (double)x[k] * (double)x[k];
		}
		all += norm;
	}
	return d->n && all > 0 ? all / (double)d->n : 1;
}
