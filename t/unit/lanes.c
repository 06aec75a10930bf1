/* Kernels of vectors: every instruction set gives, bit by bit, what the plain loop gives, at every length. */
#include <stdlib.h>

#include "base/cpu.h"
#include "base/num.h"
#include "base/rng.h"
#include "learn/lanes.h"
#include "tap.h"

enum { MOST = 75, ROWS = 70, D = 13 };

static double x[ROWS * MOST], y[ROWS * MOST], wanted[ROWS * MOST];

/* [-2, 2) */
static double
any_number(void)
{
	static struct rng r = { 1 };
	return 4 * rng_unit(&r) - 2;
}

static void
fill(double *to)
{
	for (size_t i = 0; i < (size_t)ROWS * MOST; i++)
		to[i] = any_number();
}

static bool
alike(size_t n)
{
	return memcmp(y, wanted, n * sizeof *y) == 0;
}

static void
start(void)
{
	fill(x);
	fill(y);
	memcpy(wanted, y, sizeof y);
}

static void
sums(const struct lanes *by, const char *name)
{
	static const uint32_t row[] = { 3, 0, 69, 3, 12, 40, 41 };
	bool adds = true, gathers = true, bare = true, tops = true;
	for (size_t k = 1; k <= MOST; k++) {
		start();
		by->add(y, .3, x, k);
		for (size_t j = 0; j < k; j++)
			wanted[j] += .3 * x[j];
		adds &= alike(MOST);
		by->gather(y, x, k, row, x + 7, 7);
		for (size_t e = 0; e < 7; e++)
			for (size_t j = 0; j < k; j++)
				wanted[j] += x[7 + e] * x[row[e] * k + j];
		gathers &= alike(MOST);
		by->gather(y, x, k, row, NULL, 7);
		for (size_t e = 0; e < 7; e++)
			for (size_t j = 0; j < k; j++)
				wanted[j] += x[row[e] * k + j];
		bare &= alike(MOST);
		size_t best = 0;
		x[k / 2] = x[k - 1] = 3;
		for (size_t j = 1; j < k; j++)
			best = x[j] > x[best] ? j : best;
		tops &= by->top(x, k) == best;
	}
	ok(adds && gathers && bare, "%s: sums of rows are those of the plain loop", name);
	ok(tops, "%s: the first of the highest is found", name);
}

static void
products(const struct lanes *by, const char *name)
{
	bool right = true, square = true;
	for (size_t rows = 1; rows <= ROWS; rows += rows < 9 ? 1 : 30)
		for (size_t k = LANES_STRIDE; k <= 40; k += LANES_STRIDE) {
			start();
			const double *m = x + 1000;
			by->times(y, x, rows, D, m, k);
			for (size_t r = 0; r < rows; r++)
				for (size_t j = 0; j < k; j++) {
					double sum = 0;
					for (size_t i = 0; i < D; i++)
						sum += x[r * D + i] * m[i * k + j];
					wanted[r * k + j] = sum;
				}
			right &= alike((size_t)ROWS * MOST);
			by->gram(y, x, rows, k);
			for (size_t i = 0; i < k; i++)
				for (size_t j = i; j < k; j++) {
					for (size_t r = 0; r < rows; r++)
						wanted[i * k + j] += x[r * k + i] * x[r * k + j];
					square &= memcmp(&y[i * k + j], &wanted[i * k + j], sizeof *y) == 0;
				}
		}
	ok(right && square, "%s: products are those of the plain loop", name);
}

static void
functions(const struct lanes *by, const char *name)
{
	bool logs = true, shares = true;
	for (size_t n = 1; n <= MOST; n++) {
		start();
		for (size_t i = 0; i < n; i++) {
			y[i] = num_exp(100 * x[i]);
			wanted[i] = num_log(y[i]);
		}
		by->log(y, n);
		logs &= alike(n);
		double most = -1e9, sum = 0;
		for (size_t i = 0; i < n; i++) {
			y[i] = 60 * x[i] - 500;
			most = y[i] > most ? y[i] : most;
		}
		for (size_t i = 0; i < n; i++)
			sum += wanted[i] = y[i] > most - 60 ? num_exp(y[i] - most) : 0;
		for (size_t i = 0; i < n; i++)
			wanted[i] /= sum;
		double got = by->softmax(y, n, most, 60);
		shares &= alike(n) && memcmp(&got, &sum, sizeof sum) == 0;
	}
	ok(logs, "%s: logarithms are num_log's", name);
	ok(shares, "%s: shares are num_exp's, by their sum", name);
}

int
main(void)
{
	static const struct {
		const struct lanes *by;
		const char *name;
	} set[] = { { &lanes_plain, "two lanes" }, { &lanes_wide, "four lanes" } };
	size_t sets = 1;
#ifdef __x86_64__
	sets += cpu_avx2();
#endif
	for (size_t i = 0; i < sets; i++) {
		sums(set[i].by, set[i].name);
		products(set[i].by, set[i].name);
		functions(set[i].by, set[i].name);
	}
	return tap_end();
}
