#include "learn/ascent.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "learn/floats.h"

static size_t
m_stride(const struct rows *r)
{
	return softmax_stride(r->K);
}

/* w = C sum_i ([label_i = k] - m_ik) x_ij, from the start. */
static void
weights_from_dual(struct ascent *a)
{
	const struct rows *r = a->rows;
	size_t stride = softmax_stride(r->K);
	float step[FLOATS_MOST];
	memset(a->w, 0, (r->D + 1) * stride * sizeof *a->w);
	for (size_t u = 0; u < r->used; u++) {
		size_t i = r->use[u];
		double c = a->C * (r->weight ? (double)r->weight[i] : 1);
		if (stride == 1) {
			floats_add1(a->w, r, i, (float)(2 * c * ((r->label[i] == 1) - (double)a->m[i])));
			continue;
		}
		memset(step, 0, stride * sizeof *step);
		for (unsigned k = 0; k < r->K; k++)
			step[k] = (float)(c * ((r->label[i] == k) - (double)a->m[i * stride + k]));
		floats_add(a->w, stride, r, i, step);
	}
}

/* The dual variables of a record are what the scores that it has already say. */
static void
start_at_offset(const struct rows *r, size_t i, float *m)
{
	size_t stride = softmax_stride(r->K);
	if (stride == 1)
		*m = (float)(1 / (1 + num_exp(-(double)r->offset[i])));
	else
		floats_softmax(r->offset + i * stride, m, r->K, stride);
}

void
ascent_start(struct ascent *a, const struct rows *r, double C, uint64_t seed)
{
	size_t stride = softmax_stride(r->K);
	*a = (struct ascent){ .rows = r, .C = C, .rng = { seed } };
	a->w = xmalloc((r->D + 1) * stride * sizeof *a->w);
	a->m = xcalloc(r->n * m_stride(r), sizeof *a->m);
	a->norm = xcalloc(r->n, sizeof *a->norm);
	a->order = xmalloc((r->used + 1) * sizeof *a->order);
	memcpy(a->order, r->use, r->used * sizeof *a->order);
	for (size_t u = 0; u < r->used; u++) {
		size_t i = r->use[u];
		double norm = 1;
		for (size_t k = r->start[i]; k < r->start[i + 1]; k++)
			norm += (double)r->x[k] * (double)r->x[k];
		a->norm[i] = norm;
		if (r->offset)
			start_at_offset(r, i, a->m + i * stride);
		for (unsigned k = 0; !r->offset && k < (stride == 1 ? 1 : r->K); k++)
			a->m[i * stride + k] = 1 / (float)r->K;
	}
	weights_from_dual(a);
}

void
ascent_restart(struct ascent *a, double C)
{
	a->C = C;
	weights_from_dual(a);
}

/* The step for two labels: the dual along m is largest where m = 1 / (1 + exp(-t)) and t = z - q (m - m0), with q the
 * change of the score that a change of m makes. Newton in t between z and the point where m = m0, on a function that rises
 * with slope 1 or more. */
static double
best_m(double z, double q, double m0)
{
	double low = -1e30, high = 1e30, t = z;
	for (int round = 0; round < 20; round++) {
		double m = 1 / (1 + num_exp(-t)), f = t - z + q * (m - m0), slope = 1 + q * m * (1 - m), next = t - f / slope;
		if (f > 0)
			high = t;
		else
			low = t;
		if (next <= low || next >= high)
			next = low > -1e30 && high < 1e30 ? (low + high) / 2 : next;
		double move = next - t;
		t = next;
		if (move < 1e-4 && move > -1e-4)
			break;
	}
	return 1 / (1 + num_exp(-t));
}

static double
clamp(double m)
{
	return m < 1e-12 ? 1e-12 : m > 1 - 1e-12 ? 1 - 1e-12 : m;
}

static void
visit_two(struct ascent *a, size_t i, double *loss, double *gap, double *right)
{
	const struct rows *r = a->rows;
	double weight = r->weight ? (double)r->weight[i] : 1, z = (double)floats_dot1(a->w, r, i) + (r->offset ? (double)r->offset[i] : 0), m0 = (double)a->m[i];
	double log1e = num_log(1 + num_exp(z < 0 ? z : -z));
	bool one = r->label[i] == 1;
	*loss += weight * (log1e + ((z < 0) == one ? (z < 0 ? -z : z) : 0));
	*right += (z > 0) == one;
	/* Fenchel's inequality: loss at z, plus its conjugate at m0, less their product; m0 = p makes it 0. */
	double c = clamp(m0);
	*gap += weight * (log1e + (z > 0 ? z : 0) + c * num_log(c) + (1 - c) * num_log(1 - c) - c * z);
	double m = best_m(z, 2 * a->C * weight * a->norm[i], m0);
	a->m[i] = (float)m;
	floats_add1(a->w, r, i, (float)(2 * a->C * weight * (m0 - (double)a->m[i])));
}

/* A better s: one Newton step on the slope of the dual there. */
static float
newton_step(const float *z, const float *p, const float *m, float log_sum, unsigned K, size_t stride, float s, float curve)
{
	float at[FLOATS_MOST], log_at[FLOATS_MOST], f = -s * curve, f2 = -curve;
	for (unsigned k = 0; k < stride; k++)
		at[k] = m[k] + s * (p[k] - m[k]);
	floats_log(at, log_at, stride);
	for (unsigned k = 0; k < K; k++) {
		float d = p[k] - m[k];
		f += d * (z[k] - log_sum - log_at[k]);
		f2 -= d * d / (at[k] > 1e-12f ? at[k] : 1e-12f);
	}
	float next = s - f / f2;
	return next < s / 4 ? s / 4 : next < 1 ? next : 1;
}

/* Along m + s (p - m), 0 <= s <= 1, the dual is concave in s; its slope at 0 is the sum of both Kullback-Leibler divergences.
 * The first s comes from the strong concavity of entropy in the 1-norm (Pinsker), one Newton step improves it. */
static void
visit_many(struct ascent *a, size_t i, double *loss, double *gap, double *right)
{
	const struct rows *r = a->rows;
	size_t stride = softmax_stride(r->K);
	float z[FLOATS_MOST], p[FLOATS_MOST], log_m[FLOATS_MOST], *m = a->m + i * stride;
	double weight = r->weight ? (double)r->weight[i] : 1, q = a->C * weight * a->norm[i];
	floats_dot(a->w, stride, r, i, z);
	for (unsigned k = 0; r->offset && k < r->K; k++)
		z[k] += r->offset[i * stride + k];
	struct floats_top top = floats_softmax(z, p, r->K, stride);
	*loss += weight * (double)(top.log_sum - z[r->label[i]]);
	*right += top.at == r->label[i];
	floats_log(m, log_m, stride);
	float slope = 0, l1 = 0, l2 = 0, kl = 0;
	for (unsigned k = 0; k < r->K; k++) {
		float d = p[k] - m[k], g = z[k] - top.log_sum - log_m[k];
		slope += d * g;
		kl -= m[k] * g;
		l1 += d < 0 ? -d : d;
		l2 += d * d;
	}
	*gap += weight * (double)kl;      /* Fenchel: KL(m, p) */
	if (!(slope > 0))
		return;
	float curve = (float)q * l2, s = slope / (l1 * l1 + curve);
	s = s < 1 ? s : 1;
	s = newton_step(z, p, m, top.log_sum, r->K, stride, s, curve);
	float step[FLOATS_MOST];
	memset(step, 0, stride * sizeof *step);
	for (unsigned k = 0; k < r->K; k++) {
		float before = m[k];
		m[k] += s * (p[k] - m[k]);
		step[k] = (float)(a->C * weight) * (before - m[k]);
	}
	floats_add(a->w, stride, r, i, step);
}

void
ascent_pass(struct ascent *a)
{
	const struct rows *r = a->rows;
	double loss = 0, gap = 0, right = 0;
	for (size_t u = r->used; u > 1; u--) {
		size_t other = (size_t)rng_below(&a->rng, u);
		uint32_t i = a->order[u - 1];
		a->order[u - 1] = a->order[other];
		a->order[other] = i;
	}
	for (size_t u = 0; u < r->used; u++) {
		if (u + 2 < r->used)
			floats_prefetch(r, a->order[u + 2]);
		if (r->K == 2)
			visit_two(a, a->order[u], &loss, &gap, &right);
		else
			visit_many(a, a->order[u], &loss, &gap, &right);
	}
	a->loss = loss / (double)r->used;
	a->gap = gap / (double)r->used;
	a->right = right / (double)r->used;
}

bool
ascent_done(const struct ascent *a, double tolerance)
{
	return a->gap <= tolerance * (a->loss + .02);
}

void
ascent_approach(struct ascent *a, double C)
{
	for (double part = 1. / 64; part < 1; part *= 8) {
		ascent_restart(a, C * part);
		ascent_pass(a);
	}
	ascent_restart(a, C);
}

unsigned
ascent_run(struct ascent *a, double tolerance, unsigned most)
{
	unsigned passes = 0;
	do
		ascent_pass(a);
	while (++passes < most && !ascent_done(a, tolerance));
	return passes;
}

void
ascent_free(struct ascent *a)
{
	free(a->w);
	free(a->m);
	free(a->norm);
	free(a->order);
	*a = (struct ascent){ 0 };
}
