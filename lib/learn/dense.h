/* Tall dense matrices (rows × k, row-major, double): what the factorisations need of linear algebra.
 *
 * Sums over rows are made in pieces whose number depends on rows only, and the pieces are added in order. */
#ifndef FB_DENSE_H
#define FB_DENSE_H

#include <stddef.h>

/* g (k × k) = xᵀ x. */
void dense_gram(const double *x, size_t rows, size_t k, double *g, size_t jobs);

/* x (rows × k) = x m, with m (k × k). */
void dense_times(double *x, size_t rows, size_t k, const double *m, size_t jobs);

/* Make the columns of x orthonormal, spanning what they spanned: Cholesky QR, twice (Yamamoto, Nakatsukasa, Yanagisawa &
 * Fukaya 2015). A column that depends on those before it becomes zero. */
void dense_orthonormal(double *x, size_t rows, size_t k, size_t jobs);

/* Eigenvalues, descending, of the symmetric g (k × k, destroyed) and eigenvectors in the columns of v: Jacobi's method. */
void dense_eigen(double *g, size_t k, double *value, double *v);

#endif
