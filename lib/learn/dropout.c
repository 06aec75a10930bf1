#include "learn/dropout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "learn/floats.h"

enum { PASSES = 20, FEWEST = 5, LANES = 4 /* decisions of one random number */ };
static const double WORK = 0x1p31;   /* multiplications, and a few for each feature that is looked up */
enum { LOOK_UP = 8 };
static const double RATE = .3, FASTEST = 4;

void
dropout_start(struct dropout *d, const struct rows *r, double strength, double mean, double share, uint64_t seed)
{
	size_t stride = softmax_stride(r->K), features = 0, most = 0;
	for (size_t u = 0; u < r->used; u++) {
		size_t n = r->start[r->use[u] + 1] - r->start[r->use[u]];
		features += n;
		most = n > most ? n : most;
	}
	double rate = RATE * sqrt(strength), passes = WORK / ((double)(features + 1) * (double)(stride + LOOK_UP));
	*d = (struct dropout){ .rows = r, .share = share, .rate = (rate < FASTEST ? rate : FASTEST) / mean, .rng = { seed } };
	d->passes = passes < FEWEST ? FEWEST : passes < PASSES ? (unsigned)passes : PASSES;
	d->w = xcalloc((r->D + 1) * stride, sizeof *d->w);
	d->order = xmalloc((r->used + 1) * sizeof *d->order);
	memcpy(d->order, r->use, r->used * sizeof *d->order);
	d->feature = xmalloc((most + 1) * sizeof *d->feature);
	d->x = xmalloc((most + 1) * sizeof *d->x);
}

/* The features of record i that are kept this time; how many. */
static size_t
thin(struct dropout *d, size_t i)
{
	const struct rows *r = d->rows;
	uint64_t bits = 0, limit = (uint64_t)(d->share * 65536);
	float up = (float)(1 / (1 - d->share));
	size_t n = 0;
	for (size_t k = r->start[i], lane = 0; k < r->start[i + 1]; k++, lane++) {
		bits = lane % LANES ? bits >> 16 : rng_next(&d->rng);
		d->feature[n] = r->feature[k];
		d->x[n] = r->x[k] * up;
		n += (bits & 0xffff) >= limit;
	}
	return n;
}

/* One step at record i. */
static void
visit(struct dropout *d, size_t i, double rate)
{
	struct rows one = *d->rows;
	size_t span[2] = { 0, thin(d, i) }, stride = softmax_stride(one.K);
	const float *offset = one.offset ? one.offset + i * stride : NULL;
	uint32_t label = one.label[i];
	rate *= one.weight ? (double)one.weight[i] : 1;
	one.start = span;
	one.feature = d->feature;
	one.x = d->x;
	if (stride == 1) {
		double z = (double)floats_dot1(d->w, &one, 0) + (offset ? (double)*offset : 0), right = label == 1 ? z : -z;
		d->loss += num_softplus(-right);
		d->right += right > 0;
		/* w is the difference of two labels' weights, and each takes a step. */
		floats_add1(d->w, &one, 0, (float)((label == 1 ? 2 : -2) * rate / (1 + num_exp(right))));
		return;
	}
	float z[FLOATS_MOST], p[FLOATS_MOST];
	floats_dot(d->w, stride, &one, 0, z);
	for (unsigned k = 0; offset && k < one.K; k++)
		z[k] += offset[k];
	struct floats_top top = floats_softmax(z, p, one.K, stride);
	d->loss += (double)(top.log_sum - z[label]);
	d->right += top.at == label;
	for (unsigned k = 0; k < stride; k++)
		p[k] *= -(float)rate;
	p[label] += (float)rate;
	floats_add(d->w, stride, &one, 0, p);
}

bool
dropout_pass(struct dropout *d)
{
	size_t used = d->rows->used;
	if (d->pass == d->passes)
		return false;
	d->loss = d->right = 0;
	for (size_t u = used; u > 1; u--) {
		size_t other = (size_t)rng_below(&d->rng, u);
		uint32_t i = d->order[u - 1];
		d->order[u - 1] = d->order[other];
		d->order[other] = i;
	}
	for (size_t u = 0; u < used; u++) {
		if (u + 2 < used)
			floats_prefetch(d->rows, d->order[u + 2]);
		visit(d, d->order[u], d->rate * (1 - ((double)d->pass + (double)u / (double)used) / d->passes));
	}
	d->pass++;
	d->loss /= (double)used;
	d->right /= (double)used;
	return true;
}

void
dropout_free(struct dropout *d)
{
	free(d->w);
	free(d->order);
	free(d->feature);
	free(d->x);
	*d = (struct dropout){ .rows = NULL };
}
