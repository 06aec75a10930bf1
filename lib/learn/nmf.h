/* Non-negative matrix factorisation: a ≈ w hᵀ in least squares, w (rows × k) and h (cols × k) >= 0.
 *
 * Hierarchical alternating least squares (Cichocki & Phan, "Fast local algorithms for large scale nonnegative matrix and
 * tensor factorizations", 2009): one column of a factor after another is set to its optimum, the others held.
 * The start is NNDSVD (Boutsidis & Gallopoulos 2008) from a fixed SVD, so nothing is left to chance. */
#ifndef FB_NMF_H
#define FB_NMF_H

#include "learn/sparse.h"

struct nmf {
	size_t k;
	double *w, *h;
};

/* k is lowered to the smaller side of a. at is a's transpose. */
void nmf_run(struct nmf *f, const struct sparse *a, const struct sparse *at, size_t k, size_t rounds, size_t jobs);
void nmf_free(struct nmf *f);

/* The part of each row of a: argmax over j of w[i][j] · |h_j|. label[a->rows]. */
void nmf_label(const struct nmf *f, size_t rows, size_t cols, uint32_t *label, size_t jobs);

#endif
