#include "learn/softmax.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/rng.h"

void
softmax_start(struct softmax *s, const struct rows *r, size_t K, double C)
{
	*s = (struct softmax){ .K = K, .width = (K + 3) / 4 * 4, .C = C };
	s->w = xcalloc((r->D + 1) * s->width, sizeof *s->w);
	s->dual = xcalloc(r->n * s->width + 1, sizeof *s->dual);
	for (size_t i = 0; i < r->n; i++) {
		float up[4096];
		for (size_t k = 0; k < K; k++) {
			s->dual[i * s->width + k] = (float)(1. / (double)K);
			up[k] = (float)(C * ((r->label[i] == k) - 1. / (double)K));
		}
		float *bias = s->w + r->D * s->width;
		for (size_t k = 0; k < K; k++)
			bias[k] += up[k];
		for (size_t a = r->start[i]; a < r->start[i + 1]; a++) {
			float *w = s->w + r->col[a] * s->width;
			for (size_t k = 0; k < K; k++)
				w[k] += r->x[a] * up[k];
		}
	}
}

void
softmax_again(struct softmax *s, size_t D, double C)
{
	float ratio = (float)(C / s->C);
	for (size_t i = 0; i < (D + 1) * s->width; i++)
		s->w[i] *= ratio;
	s->C = C;
}

void
softmax_free(struct softmax *s)
{
	free(s->w);
	free(s->dual);
	*s = (struct softmax){ 0 };
}

double
softmax_of(double *z, size_t K)
{
	double most = z[0], sum = 0;
	for (size_t k = 1; k < K; k++)
		most = z[k] > most ? z[k] : most;
	for (size_t k = 0; k < K; k++)
		sum += z[k] = num_exp(z[k] - most);
	for (size_t k = 0; k < K; k++)
		z[k] /= sum;
	return most + num_log(sum);
}

static void
scores(const struct softmax *s, const struct rows *r, size_t row, float *z)
{
	size_t width = s->width;
	memcpy(z, s->w + r->D * width, width * sizeof *z);
	for (size_t a = r->start[row]; a < r->start[row + 1]; a++) {
		const float *w = s->w + r->col[a] * width;
		float x = r->x[a];
		for (size_t k = 0; k < width; k++)
			z[k] += x * w[k];
	}
}

void
softmax_scores(const struct softmax *s, const struct rows *r, size_t row, double *z)
{
	float f[4096];
	scores(s, r, row, f);
	for (size_t k = 0; k < s->K; k++)
		z[k] = (double)f[k];
}

struct line {                   /* the dual along m + t (p - m) */
	const double *p, *log_p;
	const float *m;
	size_t K;
	double curvature;       /* of the quadratic part: |p - m|² C (1 + |x|²) */
};

/* The best t in [0, 1] by Newton's method kept inside a bracket. */
static double
best_step(const struct line *l, double t)
{
	double low = 0, high = 1;
	for (int round = 0; round < 4; round++) {
		double slope = -t * l->curvature, bend = -l->curvature - 1e-12;
		for (size_t k = 0; k < l->K; k++) {
			double d = l->p[k] - (double)l->m[k], m = (double)l->m[k] + t * d;
			if (m < 1e-20)
				m = 1e-20;
			slope += d * (l->log_p[k] - num_log(m));
			bend -= d * d / m;
		}
		if (slope > 0)
			low = t;
		else
			high = t;
		double next = t - slope / bend;
		if (!(next > low && next < high))
			next = (low + high) / 2;
		if (fabs(next - t) < 1e-3 || l->K > 8)
			return next;
		t = next;
	}
	return t;
}

/* One row's ascent; its gap is returned, its loss added to *loss. */
static double
ascend(struct softmax *s, const struct rows *r, size_t i, double norm, double *loss)
{
	float z[4096], up[4096], *m = s->dual + i * s->width;
	double p[4096], log_p[4096], gap = 0, one = 0, two = 0;
	size_t K = s->K;
	scores(s, r, i, z);
	for (size_t k = 0; k < K; k++)
		log_p[k] = p[k] = (double)z[k];
	double total = softmax_of(p, K);
	for (size_t k = 0; k < K; k++) {
		double d = p[k] - (double)m[k];
		log_p[k] -= total;
		gap += d * (log_p[k] - num_log(m[k] > 1e-20f ? (double)m[k] : 1e-20));
		one += fabs(d);
		two += d * d;
	}
	*loss -= log_p[r->label[i]];
	double curvature = two * s->C * norm, t = gap / (one * one + curvature + 1e-12);
	t = t > 1 ? 1 : t > 0 ? t : 0;
	t = best_step(&(struct line){ p, log_p, m, K, curvature }, t);
	memset(up, 0, s->width * sizeof *up);
	for (size_t k = 0; k < K; k++) {
		double d = p[k] - (double)m[k];
		up[k] = (float)(-t * d * s->C);
		m[k] = (float)((double)m[k] + t * d);
		if (m[k] < 0)
			m[k] = 0;
	}
	float *bias = s->w + r->D * s->width;
	for (size_t k = 0; k < s->width; k++)
		bias[k] += up[k];
	for (size_t a = r->start[i]; a < r->start[i + 1]; a++) {
		float *w = s->w + r->col[a] * s->width, x = r->x[a];
		for (size_t k = 0; k < s->width; k++)
			w[k] += x * up[k];
	}
	return gap;
}

void
softmax_fit(struct softmax *s, const struct rows *r, double gap, int most, void (*told)(void *, const struct step *), void *arg)
{
	uint32_t *order = xmalloc((r->n + 1) * sizeof *order);
	double *norm = xmalloc((r->n + 1) * sizeof *norm);
	struct rng rng = { 7 };
	for (size_t i = 0; i < r->n; i++) {
		order[i] = (uint32_t)i;
		norm[i] = 1;
		for (size_t a = r->start[i]; a < r->start[i + 1]; a++)
			norm[i] += (double)r->x[a] * (double)r->x[a];
	}
	for (int pass = 1; pass <= most; pass++) {
		struct step step = { .pass = pass };
		for (size_t i = r->n; i > 1; i--) {
			size_t j = rng_below(&rng, i);
			uint32_t x = order[i - 1];
			order[i - 1] = order[j];
			order[j] = x;
		}
		for (size_t i = 0; i < r->n; i++)
			step.gap += ascend(s, r, order[i], norm[order[i]], &step.loss);
		step.gap /= (double)r->n;
		step.loss /= (double)r->n;
		if (told)
			told(arg, &step);
		if (step.gap < gap)
			break;
	}
	free(order);
	free(norm);
}
