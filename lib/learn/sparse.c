#include "learn/sparse.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/par.h"

enum { ROWS = 256 };    /* of the result, that a thread takes at a time */

void
sparse_free(struct sparse *a)
{
	free(a->at);
	free(a->col);
	free(a->v);
	*a = (struct sparse){ 0 };
}

void
sparse_transpose(const struct sparse *a, struct sparse *t)
{
	size_t n = a->at[a->rows], sum = 0;
	*t = (struct sparse){ .rows = a->cols, .cols = a->rows };
	t->at = xcalloc(t->rows + 1, sizeof *t->at);
	t->col = xmalloc(n * sizeof *t->col + 1);
	t->v = a->v ? xmalloc(n * sizeof *t->v + 1) : NULL;
	for (size_t e = 0; e < n; e++)
		t->at[a->col[e]]++;
	/* at[] becomes where the next entry of each row goes, and after filling, its end: then it is moved up by one. */
	for (size_t i = 0; i < t->rows; i++) {
		size_t count = t->at[i];
		t->at[i] = sum;
		sum += count;
	}
	for (size_t i = 0; i < a->rows; i++)
		for (size_t e = a->at[i]; e < a->at[i + 1]; e++) {
			size_t to = t->at[a->col[e]]++;
			t->col[to] = (uint32_t)i;
			if (t->v)
				t->v[to] = a->v[e];
		}
	memmove(t->at + 1, t->at, t->rows * sizeof *t->at);
	t->at[0] = 0;
}

struct product {
	const struct sparse *a;
	const double *x;
	double *y;
	size_t k;
};

static void
some_rows(void *job, size_t piece, size_t thread)
{
	const struct product *m = job;
	const struct sparse *a = m->a;
	size_t k = m->k, end = (piece + 1) * ROWS < a->rows ? (piece + 1) * ROWS : a->rows;
	(void)thread;
	for (size_t i = piece * ROWS; i < end; i++) {
		double *restrict y = m->y + i * k;
		memset(y, 0, k * sizeof *y);
		for (size_t e = a->at[i]; e < a->at[i + 1]; e++) {
			const double *restrict x = m->x + a->col[e] * k;
			double v = a->v ? (double)a->v[e] : 1;
			for (size_t j = 0; j < k; j++)
				y[j] += v * x[j];
		}
	}
}

void
sparse_times(const struct sparse *a, const double *x, size_t k, double *y, size_t jobs)
{
	struct product m = { a, x, y, k };
	par_run(jobs, (a->rows + ROWS - 1) / ROWS, some_rows, &m);
}
