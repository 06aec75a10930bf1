#include "learn/sparse.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/par.h"
#include "learn/lanes.h"

enum { ROWS = 256, ENTRIES = 256 };     /* rows of the result that a thread takes at a time, entries that a kernel does */

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

/* y += a row of the matrix times x. */
static void
add_row(const struct lanes *by, const struct product *m, size_t i, double *y)
{
	const struct sparse *a = m->a;
	double factor[ENTRIES];
	size_t e = a->at[i], end = a->at[i + 1], n;
	if (!a->v)
		by->gather(y, m->x, m->k, a->col + e, NULL, end - e);
	for (; a->v && e < end; e += n) {
		n = end - e < ENTRIES ? end - e : ENTRIES;
		for (size_t j = 0; j < n; j++)
			factor[j] = (double)a->v[e + j];
		by->gather(y, m->x, m->k, a->col + e, factor, n);
	}
}

static void
some_rows(void *job, size_t piece, size_t thread)
{
	const struct product *m = job;
	const struct sparse *a = m->a;
	const struct lanes *by = lanes_best();
	size_t k = m->k, end = (piece + 1) * ROWS < a->rows ? (piece + 1) * ROWS : a->rows;
	(void)thread;
	memset(m->y + piece * ROWS * k, 0, (end - piece * ROWS) * k * sizeof *m->y);
	for (size_t i = piece * ROWS; i < end; i++)
		add_row(by, m, i, m->y + i * k);
}

void
sparse_times(const struct sparse *a, const double *x, size_t k, double *y, size_t jobs)
{
	struct product m = { a, x, y, k };
	par_run(jobs, (a->rows + ROWS - 1) / ROWS, some_rows, &m);
}
