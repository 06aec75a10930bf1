/* The kernels of learn/lanes.h, LANES doubles a vector: one text for two instruction sets. Included by lanes.c, and by lanes_wide.c, which the
 * Makefile compiles for AVX2. */
#ifndef FB_LANES_KERNELS_H
#define FB_LANES_KERNELS_H

#include <string.h>

#include "learn/lanes.h"

#define INLINE static inline __attribute__((always_inline))

typedef double vec __attribute__((vector_size(8 * LANES)));
typedef int64_t ivec __attribute__((vector_size(8 * LANES)));

INLINE vec
load(const double *p)
{
	vec v;
	memcpy(&v, p, sizeof v);
	return v;
}

INLINE void
store(double *p, vec v)
{
	memcpy(p, &v, sizeof v);
}

INLINE vec
all(double x)
{
	return x - (vec){ 0 };
}

/* yes where the mask is set, else no. */
INLINE vec
pick(ivec mask, vec yes, vec no)
{
	return (vec)((mask & (ivec)yes) | (~mask & (ivec)no));
}

static void
add(double *restrict y, double a, const double *restrict x, size_t n)
{
	size_t i = 0;
	for (; i + LANES <= n; i += LANES)
		store(y + i, load(y + i) + all(a) * load(x + i));
	for (; i < n; i++)
		y[i] += a * x[i];
}

/* Some vectors of a sum of rows; how many is a constant where it is called, so that they stay in registers. */
INLINE void
gather_strip(vec *sum, const double *x, size_t k, const uint32_t *row, const double *factor, size_t n, size_t vectors)
{
	for (size_t e = 0; e < n; e++) {
		const double *from = x + row[e] * k;
		if (factor)
			for (size_t l = 0; l < vectors; l++)
				sum[l] += all(factor[e]) * load(from + l * LANES);
		else
			for (size_t l = 0; l < vectors; l++)
				sum[l] += load(from + l * LANES);
	}
}

INLINE void
gather_at(double *restrict y, const double *x, size_t k, const uint32_t *row, const double *factor, size_t n, size_t vectors)
{
	vec sum[8];
	for (size_t l = 0; l < vectors; l++)
		sum[l] = load(y + l * LANES);
	gather_strip(sum, x, k, row, factor, n, vectors);
	for (size_t l = 0; l < vectors; l++)
		store(y + l * LANES, sum[l]);
}

/* The last columns are a vector of their own that overlaps the one before: made first, from what y was, and stored last. */
static void
gather(double *restrict y, const double *restrict x, size_t k, const uint32_t *row, const double *factor, size_t n)
{
	size_t at = 0;
	vec last[1];
	if (k < LANES) {
		for (size_t e = 0; e < n; e++)
			for (size_t j = 0; j < k; j++)
				y[j] += (factor ? factor[e] : 1) * x[row[e] * k + j];
		return;
	}
	last[0] = load(y + k - LANES);
	if (k % LANES)
		gather_strip(last, x + k - LANES, k, row, factor, n, 1);
	for (; at + 8 * LANES <= k; at += 8 * LANES)
		gather_at(y + at, x + at, k, row, factor, n, 8);
	if (at + 4 * LANES <= k) {
		gather_at(y + at, x + at, k, row, factor, n, 4);
		at += 4 * LANES;
	}
	if (at + 2 * LANES <= k) {
		gather_at(y + at, x + at, k, row, factor, n, 2);
		at += 2 * LANES;
	}
	if (at + LANES <= k)
		gather_at(y + at, x + at, k, row, factor, n, 1);
	if (k % LANES)
		store(y + k - LANES, last[0]);
}

/* LANES_STRIDE columns of some rows of a product. */
enum { STRIP = LANES_STRIDE / LANES };

INLINE void
times_tile(double *restrict y, const double *x, size_t d, const double *m, size_t k, size_t rows)
{
	vec sum[4][STRIP] = { 0 };
	for (size_t i = 0; i < d; i++)
		for (size_t l = 0; l < STRIP; l++) {
			vec column = load(m + i * k + l * LANES);
			for (size_t r = 0; r < rows; r++)
				sum[r][l] += all(x[r * d + i]) * column;
		}
	for (size_t r = 0; r < rows; r++)
		for (size_t l = 0; l < STRIP; l++)
			store(y + r * k + l * LANES, sum[r][l]);
}

static void
times(double *restrict y, const double *restrict x, size_t rows, size_t d, const double *restrict m, size_t k)
{
	for (size_t j = 0; j < k; j += LANES_STRIDE) {
		size_t r = 0;
		for (; r + 4 <= rows; r += 4)
			times_tile(y + r * k + j, x + r * d, d, m + j, k, 4);
		for (; r < rows; r++)
			times_tile(y + r * k + j, x + r * d, d, m + j, k, 1);
	}
}

/* Four rows of g, LANES_STRIDE columns. */
INLINE void
gram_tile(double *restrict g, const double *left, const double *right, size_t rows, size_t k)
{
	vec sum[4][STRIP];
	for (size_t i = 0; i < 4; i++)
		for (size_t l = 0; l < STRIP; l++)
			sum[i][l] = load(g + i * k + l * LANES);
	for (size_t r = 0; r < rows; r++)
		for (size_t l = 0; l < STRIP; l++) {
			vec x = load(right + r * k + l * LANES);
			for (size_t i = 0; i < 4; i++)
				sum[i][l] += all(left[r * k + i]) * x;
		}
	for (size_t i = 0; i < 4; i++)
		for (size_t l = 0; l < STRIP; l++)
			store(g + i * k + l * LANES, sum[i][l]);
}

static void
gram(double *restrict g, const double *restrict x, size_t rows, size_t k)
{
	enum { ROWS = 32 };     /* that stay near while all of g is gone over */
	for (size_t r = 0; r < rows; r += ROWS)
		for (size_t i = 0; i < k; i += 4)
			for (size_t j = i / LANES_STRIDE * LANES_STRIDE; j < k; j += LANES_STRIDE)
				gram_tile(g + i * k + j, x + r * k + i, x + r * k + j, rows - r < ROWS ? rows - r : ROWS, k);
}

static size_t
top(const double *x, size_t n)
{
	double most = x[0];
	size_t i = 0;
	if (n >= LANES) {
		vec high = load(x);
		for (i = LANES; i + LANES <= n; i += LANES) {
			vec v = load(x + i);
			high = pick(v > high, v, high);
		}
		for (size_t l = 0; l < LANES; l++)
			most = high[l] > most ? high[l] : most;
	}
	for (; i < n; i++)
		most = x[i] > most ? x[i] : most;
	for (i = 0; x[i] != most;)
		i++;
	return i;
}

static const double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;

/* num_exp's steps, for -700 < x <= 0. To add 1.5 · 2^52 rounds to a whole number, whose bits are then the last. */
INLINE vec
exp_lanes(vec x)
{
	static const double inverse[] = { 1, 1, 1 / 2., 1 / 3., 1 / 4., 1 / 5., 1 / 6., 1 / 7., 1 / 8., 1 / 9., 1 / 10., 1 / 11., 1 / 12., 1 / 13. };
	const vec whole = all(0x1.8p52);
	vec t = x * all(1.44269504088896338700) - all(.5), n = (t + whole) - whole;
	n += pick(n < t, all(1), all(0));
	vec r = x - n * all(LN2_HIGH) - n * all(LN2_LOW), sum = all(1);
	for (int i = 13; i >= 1; i--)
		sum = all(1) + sum * r * all(inverse[i]);
	ivec scale = ((ivec)(n + whole) - (ivec)whole + 1023) << 52;
	return sum * (vec)scale;
}

/* num_log's. The exponent, moved to the last bits of 2^52, is a number that is that much too large. */
INLINE vec
log_lanes(vec x)
{
	ivec bits = (ivec)x;
	vec e = (vec)((bits >> 52) | INT64_C(0x4330000000000000)) - all(0x1p52 + 1022);
	vec m = (vec)((bits & INT64_C(0x000fffffffffffff)) | INT64_C(0x3fe0000000000000));
	ivec low = m < all(.70710678118654752440);
	m = pick(low, m * all(2), m);
	e = e - pick(low, all(1), all(0));
	vec s = (m - all(1)) / (m + all(1)), z = s * s, sum = all(0);
	static const double inverse[] = { 1 / 1., 1 / 3., 1 / 5., 1 / 7., 1 / 9., 1 / 11., 1 / 13., 1 / 15., 1 / 17., 1 / 19., 1 / 21. };
	for (int i = 10; i >= 0; i--)
		sum = sum * z + all(inverse[i]);
	return e * all(LN2_HIGH) + (all(2) * s * sum + e * all(LN2_LOW));
}

INLINE vec
exp_or_nothing(vec x, double highest, double nothing)
{
	const vec least = all(highest - nothing);
	ivec some = x > least;
	vec y = exp_lanes(pick(some, x - all(highest), all(0)));
	return pick(some, y, all(0));
}

static double
softmax(double *x, size_t n, double highest, double nothing)
{
	double sum = 0, rest[LANES];
	size_t i = 0;
	for (; i + LANES <= n; i += LANES)
		store(x + i, exp_or_nothing(load(x + i), highest, nothing));
	if (i < n) {
		for (size_t l = 0; l < LANES; l++)
			rest[l] = l < n - i ? x[i + l] : highest;
		store(rest, exp_or_nothing(load(rest), highest, nothing));
		memcpy(x + i, rest, (n - i) * sizeof *x);
	}
	for (i = 0; i < n; i++)
		sum += x[i];
	for (i = 0; i + LANES <= n; i += LANES)
		store(x + i, load(x + i) / all(sum));
	for (; i < n; i++)
		x[i] /= sum;
	return sum;
}

static void
logs(double *x, size_t n)
{
	double rest[LANES];
	size_t i = 0;
	for (; i + LANES <= n; i += LANES)
		store(x + i, log_lanes(load(x + i)));
	if (i < n) {
		for (size_t l = 0; l < LANES; l++)
			rest[l] = l < n - i ? x[i + l] : 1;
		store(rest, log_lanes(load(rest)));
		memcpy(x + i, rest, (n - i) * sizeof *x);
	}
}

#define KERNELS { add, gather, times, gram, top, softmax, logs }

#endif
