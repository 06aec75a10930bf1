/* Sparse matrices by rows (CSR), and their products with dense ones.
 *
 * Dense matrices are double, row-major, with their number of columns k given. A product belongs to its rows: each thread
 * computes whole rows of the result, adding in the order of the entries, so the bytes do not depend on threads.
 * Where a product with the transpose is wanted, the transpose is made once and kept. */
#ifndef FB_SPARSE_H
#define FB_SPARSE_H

#include <stddef.h>
#include <stdint.h>

struct sparse {
	size_t rows, cols;
	size_t *at;             /* rows + 1: entries of row i are [at[i], at[i + 1]) */
	uint32_t *col;          /* ascending within a row */
	float *v;               /* NULL: every entry is 1 */
};

void sparse_free(struct sparse *a);

/* *t becomes the transpose of a; entries of a row of *t are in the order of a's rows. */
void sparse_transpose(const struct sparse *a, struct sparse *t);

/* y (a->rows × k) = a x, with x (a->cols × k). */
void sparse_times(const struct sparse *a, const double *x, size_t k, double *y, size_t jobs);

#endif
