#include "learn/regress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "learn/lbfgs.h"

static double
weight_of(const struct rows *r, size_t i)
{
	return r->weight ? (double)r->weight[i] : 1;
}

/* What one rank adds to the loss, and how that changes with the score and the cuts on either side. */
struct slopes {
	double s, below, above;
};

static double
ordinal_loss(double s, const double *cut, unsigned K, uint32_t rank, struct slopes *g)
{
	double loss = 0;
	*g = (struct slopes){ 0 };
	if (rank > 0) {
		double c = cut[rank - 1];
		loss += num_softplus(c - s);
		g->below = kind_chance(c - s);
		g->s -= g->below;
	}
	if (rank + 1 < K) {
		double d = cut[rank];
		loss += num_softplus(s - d);
		g->above = -kind_chance(s - d);
		g->s -= g->above;
	}
	if (rank > 0 && rank + 1 < K) {
		double apart = cut[rank] - cut[rank - 1];
		if (!(apart > 1e-9))
			return INFINITY;
		double e = num_exp(-apart);
		loss -= num_log(1 - e);
		g->below += e / (1 - e);
		g->above -= e / (1 - e);
	}
	return loss;
}

double
regress_loss_at(double s, const double *extras, unsigned K, uint32_t rank, const double *value, double temperature)
{
	struct slopes g;
	if (value)
		return (s + extras[0] - *value) * (s + extras[0] - *value) / 2;
	/* A rank among the cuts on either side of it: there are no others in its loss. */
	uint32_t first = rank > 0 ? rank - 1 : 0;
	double beside[2] = { extras[first] / temperature, first + 2 < K ? extras[first + 1] / temperature : 0 };
	unsigned cuts = rank > 0 && rank + 1 < K ? 2 : 1;
	return ordinal_loss(s / temperature, beside, cuts + 1, rank - first, &g);
}

/* Half a record of each rank, with no features: a rank that no record has keeps its place, and no cut runs away. */
static double
ranks_loss(const double *cut, unsigned K, double by, double *gradient)
{
	double loss = 0;
	struct slopes g;
	for (uint32_t rank = 0; rank < K; rank++) {
		loss += by * ordinal_loss(0, cut, K, rank, &g);
		if (rank > 0)
			gradient[rank - 1] += by * g.below;
		if (rank + 1 < K)
			gradient[rank] += by * g.above;
	}
	return loss;
}

static double
dot_row(const struct rows *r, size_t i, const double *w)
{
	double s = 0;
	for (size_t k = r->start[i]; k < r->start[i + 1]; k++)
		s += (double)r->x[k] * w[r->feature[k]];
	return s;
}

double
regress_score(const struct regress *r, size_t i)
{
	return dot_row(r->rows, i, r->w);
}

double
regress_function(void *arg, const double *w, double *gradient)
{
	const struct regress *g = arg;
	const struct rows *r = g->rows;
	const double *extras = w + r->D;
	double *extra_gradient = gradient + r->D, loss = 0, pull = 1 / (g->C * (double)r->used), square = 0, each = 1 / (double)r->used;
	struct slopes slope;
	for (size_t j = 0; j < r->D; j++) {
		square += w[j] * w[j];
		gradient[j] = pull * w[j];
	}
	memset(extra_gradient, 0, regress_extras(g) * sizeof *extra_gradient);
	if (!g->value)
		loss = ranks_loss(extras, r->K, each / 2, extra_gradient);
	for (size_t u = 0; u < r->used; u++) {
		size_t i = r->use[u];
		double s = dot_row(r, i, w), by = weight_of(r, i) * each;
		if (u + 2 < r->used)
			__builtin_prefetch(r->feature + r->start[r->use[u + 2]]);
		if (g->value) {
			slope.s = s + extras[0] - g->value[i];
			loss += by * slope.s * slope.s / 2;
			extra_gradient[0] += by * slope.s;
		} else {
			uint32_t rank = r->label[i];
			loss += by * ordinal_loss(s, extras, r->K, rank, &slope);
			if (rank > 0)
				extra_gradient[rank - 1] += by * slope.below;
			if (rank + 1 < r->K)
				extra_gradient[rank] += by * slope.above;
		}
		double step = by * slope.s;
		for (size_t k = r->start[i]; k < r->start[i + 1]; k++)
			gradient[r->feature[k]] += step * (double)r->x[k];
	}
	return loss + pull * square / 2;
}

/* Cuts that give every rank its share. */
static void
start_cuts(const struct rows *r, double *cut)
{
	double *share = xcalloc(r->K, sizeof *share), all = 0, below = 0;
	for (size_t u = 0; u < r->used; u++)
		share[r->label[r->use[u]]] += weight_of(r, r->use[u]);
	for (unsigned k = 0; k < r->K; k++)
		all += share[k] += .5;
	for (unsigned k = 0; k + 1 < r->K; k++) {
		below += share[k];
		cut[k] = num_log(below / (all - below));
	}
	free(share);
}

void
regress_start(struct regress *r, const struct rows *rows, const double *value)
{
	double sum = 0, all = 0;
	*r = (struct regress){ .rows = rows, .value = value, .C = 1 };
	r->w = xcalloc(rows->D + regress_extras(r) + 1, sizeof *r->w);
	if (!value) {
		start_cuts(rows, r->w + rows->D);
		return;
	}
	for (size_t u = 0; u < rows->used; u++) {
		sum += weight_of(rows, rows->use[u]) * value[rows->use[u]];
		all += weight_of(rows, rows->use[u]);
	}
	r->w[rows->D] = all > 0 ? sum / all : 0;
}

unsigned
regress_run(struct regress *r, double tolerance, unsigned most, double *loss)
{
	size_t D = r->rows->D;
	double value, square = 0;
	unsigned steps = lbfgs_run(regress_function, r, r->w, D + regress_extras(r), tolerance, most, &value);
	for (size_t j = 0; j < D; j++)
		square += r->w[j] * r->w[j];
	*loss = value - square / (2 * r->C * (double)r->rows->used);
	return steps;
}

void
regress_free(struct regress *r)
{
	free(r->w);
	*r = (struct regress){ 0 };
}
