/* The largest singular values and vectors of a sparse matrix, by subspace iteration from a fixed start (Halko, Martinsson &
 * Tropp, "Finding structure with randomness", 2011, algorithm 4.4): a ≈ u diag(s) vᵀ.
 * The start is a fixed sequence, so nothing is left to chance. Signs of the vectors are as they come. */
#ifndef FB_SVD_H
#define FB_SVD_H

#include "learn/sparse.h"

struct svd {
	size_t k;
	double *u;              /* rows × k */
	double *s;              /* k, descending; 0 beyond the rank */
	double *v;              /* cols × k */
};

/* k is lowered to the smaller side of a. at is a's transpose. */
void svd_run(struct svd *f, const struct sparse *a, const struct sparse *at, size_t k, size_t jobs);
void svd_free(struct svd *f);

#endif
