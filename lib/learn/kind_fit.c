#include "learn/kind_fit.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "learn/values.h"

enum { PASSES = 40, STEPS = 150 };
static const double TOLERANCE = .001, ROUGH = .03, LEAST_GAIN = 1e-5, ROUGH_GAIN = 3e-4;

void
kind_fit_open(struct kind_fit *f, const struct kind_truth *t, const struct dataset *d, unsigned scaling, const uint32_t *use, size_t used,
    uint64_t seed)
{
	*f = (struct kind_fit){ .truth = t, .d = d, .scaling = scaling };
	f->scale = xmalloc((d->D + 1) * sizeof *f->scale);
	f->x = xmalloc((d->start[d->n] + 1) * sizeof *f->x);
	f->rows = xcalloc(t->scores, sizeof *f->rows);
	f->loss = xcalloc(t->scores, sizeof *f->loss);
	f->passes = xcalloc(t->scores, sizeof *f->passes);
	values_scale(d, use, used, scaling, f->scale);
	f->mean = values_fill(d, scaling, f->scale, f->x);
	for (unsigned k = 0; k < t->scores; k++)
		f->rows[k] = (struct rows){ d->n, d->D, t->kind == KIND_MULTILABEL ? 2 : t->K, d->start, d->feature, f->x,
			t->kind == KIND_MULTILABEL ? t->has + k * t->n : t->rank, t->weight, use, used, NULL };
	if (t->kind != KIND_MULTILABEL) {
		regress_start(&f->regress, f->rows, t->value);
		return;
	}
	f->ascent = xcalloc(t->scores, sizeof *f->ascent);
	for (unsigned k = 0; k < t->scores; k++)
		ascent_start(&f->ascent[k], &f->rows[k], 1 / f->mean, seed);
}

void
kind_fit_step(struct kind_fit *f, unsigned score, double strength, bool rough)
{
	double C = strength / f->mean;
	if (!f->ascent) {
		f->regress.C = C;
		f->passes[score] = regress_run(&f->regress, rough ? ROUGH_GAIN : LEAST_GAIN, STEPS, &f->loss[score]);
		return;
	}
	struct ascent *a = &f->ascent[score];
	if (!f->passes[score])
		ascent_approach(a, C);
	ascent_restart(a, C);
	f->passes[score] = ascent_run(a, rough ? ROUGH : TOLERANCE, PASSES);
	f->loss[score] = a->loss;
}

void
kind_fit_scores(const struct kind_fit *f, size_t i, double *z)
{
	if (!f->ascent) {
		z[0] = regress_score(&f->regress, i) + (f->truth->value ? f->regress.w[f->d->D] : 0);
		return;
	}
	for (unsigned k = 0; k < f->truth->scores; k++) {
		float both[2];
		softmax_scores(&f->rows[k], f->ascent[k].w, i, both);
		z[k] = (double)both[1] - (double)both[0];
	}
}

const double *
kind_fit_cuts(const struct kind_fit *f)
{
	return f->truth->kind == KIND_ORDINAL ? f->regress.w + f->d->D : NULL;
}

double
kind_fit_weight(const struct kind_fit *f, size_t j, unsigned score)
{
	double scale = j < f->d->D ? (double)f->scale[j] : 1;
	if (f->ascent)
		return scale * (double)f->ascent[score].w[j];
	return j == f->d->D && f->truth->kind == KIND_ORDINAL ? 0 : scale * f->regress.w[j];
}

void
kind_fit_close(struct kind_fit *f)
{
	for (unsigned k = 0; f->ascent && k < f->truth->scores; k++)
		ascent_free(&f->ascent[k]);
	regress_free(&f->regress);
	free(f->ascent);
	free(f->rows);
	free(f->loss);
	free(f->passes);
	free(f->scale);
	free(f->x);
	*f = (struct kind_fit){ .truth = NULL };
}

double
kind_loss(const struct kind_truth *t, size_t i, const double *z, const double *cut, double temperature)
{
	double sum = 0, b = 0;
	if (t->kind == KIND_NUMBER)
		return regress_loss_at(z[0], &b, 1, 0, &t->value[i], 1);
	if (t->kind == KIND_ORDINAL)
		return regress_loss_at(z[0], cut, t->K, t->rank[i], NULL, temperature);
	for (unsigned k = 0; k < t->scores; k++)
		sum += num_softplus((t->has[k * t->n + i] ? -z[k] : z[k]) / temperature);
	return sum / t->scores;
}
