#include "learn/crossfit.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/par.h"
#include "learn/ascent.h"
#include "learn/calibrate.h"
#include "learn/dropout.h"
#include "learn/split.h"
#include "learn/values.h"

enum { PASSES = 40, MOST_AT_ONCE = 4 /* fits in memory */ };
static const double TOLERANCE = .01;

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
	float *scale = xmalloc((d->D + 1) * sizeof *scale), *x = xmalloc((d->start[d->n] + 1) * sizeof *x);
	values_scale(d, fit, fits, c->scaling, scale);
	double mean = values_fill(d, c->scaling, scale, x), C = c->strength / mean;
	struct rows r = { d->n, d->D, d->K, d->start, d->feature, x, d->label, NULL, fit, fits, NULL };
	struct ascent a;
	ascent_start(&a, &r, C, seed);
	ascent_approach(&a, C);
	ascent_run(&a, TOLERANCE, PASSES);
	if (c->dropout > 0) {
		struct dropout t;
		dropout_start(&t, &r, c->strength, mean, c->dropout, seed);
		while (dropout_pass(&t))
			;
		choice_blend(c, a.w, t.w, (r.D + 1) * softmax_stride(r.K));
		dropout_free(&t);
	}
	for (size_t i = 0; i < helds; i++)
		softmax_scores(&r, a.w, held[i], z + (size_t)held[i] * d->K);
	ascent_free(&a);
	free(scale);
	free(x);
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
