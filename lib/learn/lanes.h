/* Kernels of the factorisations, of k-means and of the mixture: vectors of doubles, several numbers an instruction.
 *
 * Lanes are different sums, never parts of one: each result is added up in the order of its terms as a plain loop would, with +, -, * and /
 * alone. So the bits are those of the plain loop, whatever the processor; lanes_best has four lanes where there is AVX2, else two.
 * Matrices are row-major; x, y and the others do not overlap. Nothing is infinite or no number. */
#ifndef FB_LANES_H
#define FB_LANES_H

#include <stddef.h>
#include <stdint.h>

enum { LANES_STRIDE = 8 };      /* what columns are padded to where a kernel says so */

struct lanes {
	/* y[0 .. n) += a x. */
	void (*add)(double *y, double a, const double *x, size_t n);
	/* y[0 .. k) += the sum of factor[e] times row[e] of x (… × k), e in 0 .. n; factor NULL: of the rows themselves. */
	void (*gather)(double *y, const double *x, size_t k, const uint32_t *row, const double *factor, size_t n);
	/* y (rows × k) = x (rows × d) m (d × k), k a multiple of LANES_STRIDE. */
	void (*times)(double *y, const double *x, size_t rows, size_t d, const double *m, size_t k);
	/* g (k × k) += xᵀ x, x rows × k, k a multiple of LANES_STRIDE; right of the diagonal and on it, what is left of it is not said. */
	void (*gram)(double *g, const double *x, size_t rows, size_t k);
	/* Which is the highest, the first of equals; n > 0. */
	size_t (*top)(const double *x, size_t n);
	/* x becomes exp(x - top), 0 where that is less than exp(-nothing), nothing < 700, by its sum, which is returned; top is the highest. */
	double (*softmax)(double *x, size_t n, double top, double nothing);
	/* x[0 .. n) = its logarithm, which is num_log's; no x is 0, negative or subnormal. */
	void (*log)(double *x, size_t n);
};

extern const struct lanes lanes_plain, lanes_wide;      /* lanes_wide: call it only where cpu_avx2() */

const struct lanes *lanes_best(void);

static inline size_t
lanes_pad(size_t k)
{
	return (k + LANES_STRIDE - 1) / LANES_STRIDE * LANES_STRIDE;
}

#endif
