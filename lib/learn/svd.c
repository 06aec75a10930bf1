#include "learn/svd.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "learn/dense.h"

enum { MORE = 8, ROUNDS = 4 };  /* vectors beyond those wanted; power iterations */

/* A number in [-1, 1) without pattern: splitmix64 (Steele, Lea & Flood 2014) of the position. */
static double
start_at(uint64_t i)
{
	uint64_t z = (i + 1) * 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (double)((z ^ z >> 31) >> 11) * 0x1p-52 - 1;
}

/* Columns [0, k) of x (rows × p). */
static double *
first_columns(const double *x, size_t rows, size_t p, size_t k)
{
	double *y = xmalloc(rows * k * sizeof *y + 1);
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < k; j++)
			y[i * k + j] = x[i * p + j];
	return y;
}

/* q (rows × p) spans the range, b = aᵀ q (cols × p): the factors from the small eigenproblem of bᵀ b. */
static void
take_factors(struct svd *f, double *q, double *b, size_t rows, size_t cols, size_t p, size_t jobs)
{
	double *g = xmalloc(p * p * sizeof *g), *e = xmalloc(p * p * sizeof *e), *value = xmalloc(p * sizeof *value);
	dense_gram(b, cols, p, g, jobs);
	dense_eigen(g, p, value, e);
	dense_times(q, rows, p, e, jobs);
	dense_times(b, cols, p, e, jobs);
	f->u = first_columns(q, rows, p, f->k);
	f->v = first_columns(b, cols, p, f->k);
	f->s = xmalloc(f->k * sizeof *f->s + 1);
	for (size_t j = 0; j < f->k; j++) {
		f->s[j] = value[j] > 1e-12 * value[0] ? sqrt(value[j]) : 0;
		for (size_t i = 0; i < cols; i++)
			f->v[i * f->k + j] = f->s[j] > 0 ? f->v[i * f->k + j] / f->s[j] : 0;
	}
	free(g);
	free(e);
	free(value);
}

void
svd_run(struct svd *f, const struct sparse *a, const struct sparse *at, size_t k, size_t jobs)
{
	size_t side = a->rows < a->cols ? a->rows : a->cols, p = k + MORE < side ? k + MORE : side;
	double *q = xmalloc(a->rows * p * sizeof *q + 1), *b = xmalloc(a->cols * p * sizeof *b + 1);
	f->k = k < side ? k : side;
	for (size_t i = 0; i < a->cols * p; i++)
		b[i] = start_at(i);
	for (int round = 0; round <= ROUNDS; round++) {
		sparse_times(a, b, p, q, jobs);
		dense_orthonormal(q, a->rows, p, jobs);
		sparse_times(at, q, p, b, jobs);
		if (round < ROUNDS)
			dense_orthonormal(b, a->cols, p, jobs);
	}
	take_factors(f, q, b, a->rows, a->cols, p, jobs);
	free(q);
	free(b);
}

void
svd_free(struct svd *f)
{
	free(f->u);
	free(f->s);
	free(f->v);
	*f = (struct svd){ 0 };
}
