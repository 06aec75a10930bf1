#include "learn/crossfit.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/par.h"
#include "learn/calibrate.h"
#include "learn/refit.h"
#include "learn/split.h"

enum { MOST_AT_ONCE = 4 /* fits in memory */ };

size_t
crossfit_features(unsigned K)
{
	size_t most = CROSSFIT_WEIGHTS / softmax_stride(K);
	return most < CROSSFIT_FEATURES ? most : CROSSFIT_FEATURES;
}

void
crossfit_scores(const struct dataset *d, const struct choice *c, const uint32_t *fit, size_t fits, const uint32_t *held,
    size_t helds, uint64_t seed, float *z)
{
	struct refit r;
	refit_open(&r, d, c, fit, fits, seed);
	for (size_t i = 0; i < helds; i++)
		softmax_scores(&r.rows, r.w, held[i], z + (size_t)held[i] * d->K);
	refit_close(&r);
}

struct crossfit {
	const struct dataset *d;
	const struct choice *choice;
	const uint8_t *fold;
	uint64_t seed;
	float *z;
};

static void
fit_fold(void *job, size_t piece, size_t thread)
{
	struct crossfit *f = job;
	struct split_part part;
	(void)thread;
	split_part(&part, f->fold, f->d->n, piece);
	if (part.helds)
		crossfit_scores(f->d, f->choice, part.fit, part.fits, part.held, part.helds, f->seed, f->z);
	split_part_free(&part);
}

void
crossfit_all(const struct dataset *d, unsigned folds, uint64_t seed, size_t jobs, float *p)
{
	size_t K = d->K;
	double loss, *z = xmalloc(K * sizeof *z);
	uint8_t *fold = xmalloc(d->n + 1);
	struct choice c = { 0 };
	struct select_options how = { .seed = seed, .jobs = jobs, .folds = folds };
	select_settings(d, &how, &c, NULL);
	split_folds(d->group, d->label, d->n, folds, seed, fold);
	struct crossfit f = { d, &c, fold, seed, p };
	par_run(jobs < MOST_AT_ONCE ? jobs : MOST_AT_ONCE, folds, fit_fold, &f);
	double temperature = calibrate(p, d->label, NULL, d->n, d->K, &loss);
	for (size_t i = 0; i < d->n; i++) {
		for (size_t k = 0; k < K; k++)
			z[k] = (double)p[i * K + k] / temperature;
		softmax(z, d->K);
		for (size_t k = 0; k < K; k++)
			p[i * K + k] = (float)z[k];
	}
	choice_free(&c);
	free(fold);
	free(z);
}
