#include "learn/dense.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/par.h"
#include "learn/lanes.h"

enum { PIECES = 64, ROWS = 32 /* that are copied for a kernel at a time */ };

struct task {
	const double *x, *m;
	double *to;
	size_t rows, k, pieces;
	size_t wide;            /* k as kernels want it: columns of m, and of to where it is a sum */
};

static size_t
pieces_of(size_t rows)
{
	size_t n = (rows + 255) / 256;
	return n < PIECES ? n : PIECES;
}

/* to (rows × lanes_pad(k)) = x (rows × k); what is beyond k stays. */
static void
widen(double *to, const double *x, size_t rows, size_t k)
{
	for (size_t r = 0; r < rows; r++)
		memcpy(to + r * lanes_pad(k), x + r * k, k * sizeof *to);
}

/* Where the rows of x (rows × k) are not zero: places[] of all of them, one row after another; ends[row]: how many up to its end. */
static void
find_entries(const double *x, size_t rows, size_t k, uint32_t *places, size_t *ends)
{
	size_t n = 0;
	for (size_t r = 0; r < rows; r++) {
		for (size_t j = 0; j < k; j++) {
			places[n] = (uint32_t)j;
			n += x[r * k + j] != 0;
		}
		ends[r] = n;
	}
}

/* g += xᵀ x, right of the diagonal and on it, of entries that are not zero. */
static void
add_entries(double *g, size_t wide, const double *x, size_t rows, size_t k, const uint32_t *places, const size_t *ends)
{
	for (size_t r = 0, from = 0; r < rows; from = ends[r++])
		for (size_t a = from; a < ends[r]; a++) {
			double *to = g + places[a] * wide, v = x[r * k + places[a]];
			for (size_t b = a; b < ends[r]; b++)
				to[places[b]] += v * x[r * k + places[b]];
		}
}

/* Of rows that are zero for more than two thirds, as factors of many parts are, only the others are gone over: the sums are the same. */
static void
gram_piece(void *job, size_t piece, size_t thread)
{
	const struct task *t = job;
	const struct lanes *by = lanes_best();
	size_t end = t->rows * (piece + 1) / t->pieces, n;
	double *x = xcalloc(ROWS * t->wide, sizeof *x), *g = t->to + piece * t->wide * t->wide;
	uint32_t *places = xmalloc((ROWS * t->k + 1) * sizeof *places);
	size_t ends[ROWS];
	(void)thread;
	for (size_t r = t->rows * piece / t->pieces; r < end; r += n) {
		n = end - r < ROWS ? end - r : ROWS;
		find_entries(t->x + r * t->k, n, t->k, places, ends);
		if (3 * ends[n - 1] < n * t->k) {
			add_entries(g, t->wide, t->x + r * t->k, n, t->k, places, ends);
		} else {
			widen(x, t->x + r * t->k, n, t->k);
			by->gram(g, x, n, t->wide);
		}
	}
	free(x);
	free(places);
}

void
dense_gram(const double *x, size_t rows, size_t k, double *g, size_t jobs)
{
	struct task t = { .x = x, .rows = rows, .k = k, .pieces = pieces_of(rows), .wide = lanes_pad(k) };
	t.to = xcalloc(t.pieces * t.wide * t.wide + 1, sizeof *t.to);
	par_run(jobs, t.pieces, gram_piece, &t);
	memset(g, 0, k * k * sizeof *g);
	for (size_t p = 0; p < t.pieces; p++)
		for (size_t i = 0; i < k; i++)
			for (size_t j = i; j < k; j++)
				g[i * k + j] += t.to[(p * t.wide + i) * t.wide + j];
	for (size_t i = 1; i < k; i++)
		for (size_t j = 0; j < i; j++)
			g[i * k + j] = g[j * k + i];
	free(t.to);
}

static void
times_piece(void *job, size_t piece, size_t thread)
{
	const struct task *t = job;
	const struct lanes *by = lanes_best();
	size_t k = t->k, end = t->rows * (piece + 1) / t->pieces, n;
	double *y = xmalloc(ROWS * t->wide * sizeof *y);
	(void)thread;
	for (size_t r = t->rows * piece / t->pieces; r < end; r += n) {
		n = end - r < ROWS ? end - r : ROWS;
		by->times(y, t->to + r * k, n, k, t->m, t->wide);
		for (size_t i = 0; i < n; i++)
			memcpy(t->to + (r + i) * k, y + i * t->wide, k * sizeof *y);
	}
	free(y);
}

void
dense_times(double *x, size_t rows, size_t k, const double *m, size_t jobs)
{
	double *wide = xcalloc(k * lanes_pad(k) + 1, sizeof *wide);
	widen(wide, m, k, k);
	struct task t = { .to = x, .m = wide, .rows = rows, .k = k, .pieces = pieces_of(rows), .wide = lanes_pad(k) };
	par_run(jobs, t.pieces, times_piece, &t);
	free(wide);
}

/* g = lᵀ l with l upper triangular; *inverse = l⁻¹, with zero columns where g has no further rank. */
static void
cholesky_inverse(double *g, size_t k, double *inverse)
{
	double most = 0;
	for (size_t i = 0; i < k; i++)
		most = g[i * k + i] > most ? g[i * k + i] : most;
	memset(inverse, 0, k * k * sizeof *inverse);
	for (size_t i = 0; i < k; i++) {
		double d = g[i * k + i];
		for (size_t r = 0; r < i; r++)
			d -= g[r * k + i] * g[r * k + i];
		d = d > most * 1e-13 ? sqrt(d) : 0;
		for (size_t j = i; j < k; j++) {
			double s = g[i * k + j];
			for (size_t r = 0; r < i; r++)
				s -= g[r * k + i] * g[r * k + j];
			g[i * k + j] = d > 0 ? s / d : 0;
		}
		if (d == 0)
			continue;
		g[i * k + i] = d;
		/* Column i of the inverse: l x = e_i restricted to rows <= i, backwards. */
		inverse[i * k + i] = 1 / d;
		for (size_t r = i; r-- > 0;) {
			double s = 0;
			for (size_t c = r + 1; c <= i; c++)
				s += g[r * k + c] * inverse[c * k + i];
			inverse[r * k + i] = g[r * k + r] > 0 ? -s / g[r * k + r] : 0;
		}
	}
}

void
dense_orthonormal(double *x, size_t rows, size_t k, size_t jobs)
{
	double *g = xmalloc(k * k * sizeof *g), *inverse = xmalloc(k * k * sizeof *inverse);
	for (int twice = 0; twice < 2; twice++) {
		dense_gram(x, rows, k, g, jobs);
		cholesky_inverse(g, k, inverse);
		dense_times(x, rows, k, inverse, jobs);
	}
	free(g);
	free(inverse);
}

/* One rotation that makes g[p][q] zero. */
static void
rotate(double *g, double *v, size_t k, size_t p, size_t q)
{
	double theta = (g[q * k + q] - g[p * k + p]) / (2 * g[p * k + q]);
	double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
	double c = 1 / sqrt(t * t + 1), s = t * c;
	for (size_t i = 0; i < k; i++) {
		double a = g[i * k + p], b = g[i * k + q];
		g[i * k + p] = c * a - s * b;
		g[i * k + q] = s * a + c * b;
	}
	for (size_t i = 0; i < k; i++) {
		double a = g[p * k + i], b = g[q * k + i];
		g[p * k + i] = c * a - s * b;
		g[q * k + i] = s * a + c * b;
	}
	for (size_t i = 0; i < k; i++) {
		double a = v[i * k + p], b = v[i * k + q];
		v[i * k + p] = c * a - s * b;
		v[i * k + q] = s * a + c * b;
	}
}

static void
swap_columns(double *value, double *v, size_t k, size_t a, size_t b)
{
	double x = value[a];
	value[a] = value[b];
	value[b] = x;
	for (size_t i = 0; i < k; i++) {
		x = v[i * k + a];
		v[i * k + a] = v[i * k + b];
		v[i * k + b] = x;
	}
}

void
dense_eigen(double *g, size_t k, double *value, double *v)
{
	memset(v, 0, k * k * sizeof *v);
	for (size_t i = 0; i < k; i++)
		v[i * k + i] = 1;
	for (int sweep = 0; sweep < 30; sweep++) {
		double off = 0, on = 0;
		for (size_t p = 0; p < k; p++) {
			on += g[p * k + p] * g[p * k + p];
			for (size_t q = p + 1; q < k; q++)
				off += g[p * k + q] * g[p * k + q];
		}
		if (off <= 1e-24 * on)
			break;
		for (size_t p = 0; p < k; p++)
			for (size_t q = p + 1; q < k; q++)
				if (fabs(g[p * k + q]) > 1e-300)
					rotate(g, v, k, p, q);
	}
	for (size_t i = 0; i < k; i++)
		value[i] = g[i * k + i];
	for (size_t i = 0; i < k; i++) {
		size_t best = i;
		for (size_t j = i + 1; j < k; j++)
			best = value[j] > value[best] ? j : best;
		if (best != i)
			swap_columns(value, v, k, i, best);
	}
}
