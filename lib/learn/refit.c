#include "learn/refit.h"

#include <stdlib.h>

#include "base/mem.h"
#include "learn/ascent.h"
#include "learn/dropout.h"
#include "learn/values.h"

enum { PASSES = 40 };
static const double TOLERANCE = .01, LIKELY = .5;

void
refit_open(struct refit *r, const struct dataset *d, const struct choice *c, const uint32_t *fit, size_t fits, uint64_t seed)
{
	struct ascent a;
	struct dropout t;
	r->scale = xmalloc((d->D + 1) * sizeof *r->scale);
	r->x = xmalloc((d->start[d->n] + 1) * sizeof *r->x);
	values_scale(d, fit, fits, c->scaling, r->scale);
	double mean = values_fill(d, c->scaling, r->scale, r->x), C = c->strength / mean;
	r->rows = (struct rows){ d->n, d->D, d->K, d->start, d->feature, r->x, d->label, NULL, fit, fits, NULL };
	ascent_start(&a, &r->rows, C, seed);
	ascent_approach(&a, C);
	ascent_run(&a, TOLERANCE, PASSES);
	if (c->dropout > 0) {
		dropout_start(&t, &r->rows, c->strength, mean, c->dropout, seed);
		while (dropout_pass(&t))
			;
		choice_blend(c, a.w, t.w, (d->D + 1) * softmax_stride(d->K));
		dropout_free(&t);
	}
	r->w = a.w;
	a.w = NULL;
	ascent_free(&a);
}

void
refit_close(struct refit *r)
{
	free(r->w);
	free(r->scale);
	free(r->x);
}

void
refit_guess(const struct dataset *d, const struct choice *c, uint32_t *fit, size_t *fits, uint64_t seed, uint32_t *label)
{
	struct refit r;
	float *z = xmalloc(d->K * sizeof *z);
	double *p = xmalloc(d->K * sizeof *p);
	refit_open(&r, d, c, fit, *fits, seed);
	for (size_t i = d->blank; i < d->blank + d->blanks; i++) {
		unsigned top = 0;
		softmax_scores(&r.rows, r.w, i, z);
		for (unsigned k = 0; k < d->K; k++) {
			p[k] = (double)z[k] / c->temperature;
			top = p[k] > p[top] ? k : top;
		}
		softmax(p, d->K);
		if (p[top] < LIKELY)
			continue;
		label[i] = top;
		fit[(*fits)++] = (uint32_t)i;
	}
	refit_close(&r);
	free(z);
	free(p);
}
