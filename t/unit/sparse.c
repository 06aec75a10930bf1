/* Sparse products, the dense helpers, and singular values that are known. */
#include <math.h>
#include <stdlib.h>

#include "learn/dense.h"
#include "learn/sparse.h"
#include "learn/svd.h"
#include "tap.h"

/*  3 0 0        as rows of (column, value)
 *  0 0 2
 *  0 0 0
 *  1 0 4  */
static size_t at[] = { 0, 1, 2, 2, 4 };
static uint32_t col[] = { 0, 2, 0, 2 };
static float v[] = { 3, 2, 1, 4 };
static const struct sparse a = { 4, 3, at, col, v };

static void
transposes(void)
{
	struct sparse t;
	sparse_transpose(&a, &t);
	ok(t.rows == 3 && t.cols == 4, "the transpose has the sides changed");
	ok(t.at[0] == 0 && t.at[1] == 2 && t.at[2] == 2 && t.at[3] == 4, "its rows are the columns, an empty one too");
	ok(t.col[0] == 0 && t.col[1] == 3 && t.col[2] == 1 && t.col[3] == 3, "entries in the order of rows");
	ok(t.v[0] == 3 && t.v[1] == 1 && t.v[2] == 2 && t.v[3] == 4, "with their values");
	sparse_free(&t);
}

static void
multiplies(void)
{
	double x[] = { 1, 10, 2, 20, 3, 30 }, y[8];
	struct sparse ones = a;
	sparse_times(&a, x, 2, y, 2);
	ok(y[0] == 3 && y[1] == 30 && y[2] == 6 && y[3] == 60 && y[4] == 0 && y[6] == 13 && y[7] == 130, "a product");
	ones.v = NULL;
	sparse_times(&ones, x, 2, y, 1);
	ok(y[0] == 1 && y[2] == 3 && y[4] == 0 && y[6] == 4, "no values are ones");
}

static int
near(double x, double y)
{
	return fabs(x - y) < 1e-9;
}

static void
orthonormalises(void)
{
	/* The third column is the sum of the first two. */
	double x[] = { 1, 1, 2, 1, 0, 1, 0, 1, 1, 1, 1, 2 }, g[9];
	dense_orthonormal(x, 4, 3, 2);
	dense_gram(x, 4, 3, g, 1);
	ok(near(g[0], 1) && near(g[4], 1) && near(g[1], 0), "columns become orthonormal");
	ok(near(g[8], 0) && near(g[2], 0), "one that depends on others becomes zero");
}

static void
eigenvalues(void)
{
	/* [2 1; 1 2] has 3 with (1, 1) and 1 with (1, -1). */
	double g[] = { 2, 1, 1, 2 }, value[2], vector[4];
	dense_eigen(g, 2, value, vector);
	ok(near(value[0], 3) && near(value[1], 1), "eigenvalues, descending");
	ok(near(vector[0], vector[2]) && near(vector[1], -vector[3]), "eigenvectors in the columns");
}

static void
singular_values(void)
{
	/* aᵀa = [10 0 4; 0 0 0; 4 0 20]: eigenvalues 15 ± √41. */
	struct sparse t;
	struct svd f;
	sparse_transpose(&a, &t);
	svd_run(&f, &a, &t, 3, 2);
	ok(f.k == 3 && near(f.s[0] * f.s[0], 15 + sqrt(41)) && near(f.s[1] * f.s[1], 15 - sqrt(41)), "singular values");
	ok(f.s[2] < 1e-5, "none beyond the rank");
	double sum = 0;
	for (size_t j = 0; j < 2; j++)
		sum += f.u[3 * 3 + j] * f.s[j] * f.v[2 * 3 + j];
	ok(near(sum, 4), "u diag(s) vᵀ gives back an entry");
	svd_free(&f);
	sparse_free(&t);
}

int
main(void)
{
	transposes();
	multiplies();
	orthonormalises();
	eigenvalues();
	singular_values();
	return tap_end();
}
