#include "learn/nmf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/par.h"
#include "learn/dense.h"
#include "learn/lanes.h"
#include "learn/svd.h"

enum { ROWS = 256 };

/* Squared lengths of the positive and of the negative part of column j. */
static void
halves(const double *x, size_t rows, size_t k, size_t j, double *positive, double *negative)
{
	*positive = *negative = 0;
	for (size_t i = 0; i < rows; i++) {
		double v = x[i * k + j];
		*(v > 0 ? positive : negative) += v * v;
	}
}

/* Column j of x becomes its positive part (sign 1) or negative part (-1), times scale. */
static void
keep_half(double *x, size_t rows, size_t k, size_t j, double sign, double scale)
{
	for (size_t i = 0; i < rows; i++) {
		double v = sign * x[i * k + j];
		x[i * k + j] = v > 0 ? v * scale : 0;
	}
}

static void
start(struct nmf *f, const struct sparse *a, const struct sparse *at, size_t k, size_t jobs)
{
	struct svd s;
	svd_run(&s, a, at, k, jobs);
	f->k = s.k;
	for (size_t j = 0; j < s.k; j++) {
		double up, un, vp, vn;
		halves(s.u, a->rows, s.k, j, &up, &un);
		halves(s.v, a->cols, s.k, j, &vp, &vn);
		double positive = sqrt(up * vp), negative = sqrt(un * vn), sign = positive >= negative ? 1 : -1;
		double u = sqrt(sign > 0 ? up : un), v = sqrt(sign > 0 ? vp : vn);
		double scale = sqrt(s.s[j] * (sign > 0 ? positive : negative));
		keep_half(s.u, a->rows, s.k, j, sign, u > 0 ? scale / u : 0);
		keep_half(s.v, a->cols, s.k, j, sign, v > 0 ? scale / v : 0);
	}
	f->w = s.u;
	f->h = s.v;
	free(s.s);
}

/* One factor x is improved, the other, y, held: target = a y, gram = yᵀ y. */
struct half {
	double *x;
	const double *target, *gram;
	size_t rows, k;
};

/* rest -= the row x of a factor times the gram matrix; part and factor have room for k. */
static void
subtract(const struct lanes *by, const struct half *s, const double *x, double *rest, uint32_t *part, double *factor)
{
	size_t n = 0;
	for (size_t l = 0; l < s->k; l++)
		if (x[l] != 0) {
			factor[n] = -x[l];
			part[n++] = (uint32_t)l;
		}
	by->gather(rest, s->gram, s->k, part, factor, n);
}

static void
improve(void *job, size_t piece, size_t thread)
{
	const struct half *s = job;
	const struct lanes *by = lanes_best();
	size_t k = s->k, end = (piece + 1) * ROWS < s->rows ? (piece + 1) * ROWS : s->rows;
	double *restrict rest = xmalloc(k * sizeof *rest), *factor = xmalloc(k * sizeof *factor);
	uint32_t *part = xmalloc(k * sizeof *part);
	(void)thread;
	for (size_t i = piece * ROWS; i < end; i++) {
		double *x = s->x + i * k;
		memcpy(rest, s->target + i * k, k * sizeof *rest);
		subtract(by, s, x, rest, part, factor);
		for (size_t l = 0; l < k; l++) {
			const double *g = s->gram + l * k;
			if (x[l] == 0 && rest[l] <= 0)
				continue;       /* what most are: it stays 0 */
			double to = g[l] > 0 ? x[l] + rest[l] / g[l] : 0;
			double d = (to > 0 ? to : 0) - x[l];
			if (d == 0)
				continue;
			x[l] += d;
			by->add(rest, -d, g, k);
		}
	}
	free(rest);
	free(factor);
	free(part);
}

static void
half_step(const struct sparse *a, double *x, const double *y, size_t k, double *target, double *gram, size_t jobs)
{
	struct half s = { x, target, gram, a->rows, k };
	sparse_times(a, y, k, target, jobs);
	dense_gram(y, a->cols, k, gram, jobs);
	par_run(jobs, (a->rows + ROWS - 1) / ROWS, improve, &s);
}

void
nmf_run(struct nmf *f, const struct sparse *a, const struct sparse *at, size_t k, size_t rounds, size_t jobs)
{
	size_t most = a->rows > a->cols ? a->rows : a->cols;
	start(f, a, at, k, jobs);
	k = f->k;
	double *target = xmalloc(most * k * sizeof *target + 1), *gram = xmalloc(k * k * sizeof *gram + 1);
	for (size_t r = 0; r < rounds; r++) {
		half_step(a, f->w, f->h, k, target, gram, jobs);
		half_step(at, f->h, f->w, k, target, gram, jobs);
	}
	free(target);
	free(gram);
}

void
nmf_free(struct nmf *f)
{
	free(f->w);
	free(f->h);
	*f = (struct nmf){ 0 };
}

void
nmf_label(const struct nmf *f, size_t rows, size_t cols, uint32_t *label, size_t jobs)
{
	size_t k = f->k;
	double *gram = xmalloc(k * k * sizeof *gram + 1);
	dense_gram(f->h, cols, k, gram, jobs);
	for (size_t i = 0; i < rows; i++) {
		double most = -1;
		for (size_t j = 0; j < k; j++) {
			double x = f->w[i * k + j] * sqrt(gram[j * k + j]);
			if (x > most) {
				most = x;
				label[i] = (uint32_t)j;
			}
		}
	}
	free(gram);
}
