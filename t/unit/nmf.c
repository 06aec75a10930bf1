/* Non-negative factors of a matrix that has them, and the same bytes for every number of threads. */
#include <math.h>
#include <stdlib.h>

#include "learn/nmf.h"
#include "tap.h"

enum { ROWS = 600, COLS = 9 };

/* Three blocks of rows, each with three columns of its own; the third is twice as heavy. Every tenth row has a foreign column. */
static void
blocks(struct sparse *a)
{
	size_t n = 0;
	*a = (struct sparse){ .rows = ROWS, .cols = COLS };
	a->at = malloc((ROWS + 1) * sizeof *a->at);
	a->col = malloc(ROWS * 4 * sizeof *a->col);
	a->v = malloc(ROWS * 4 * sizeof *a->v);
	for (uint32_t i = 0; i < ROWS; i++) {
		uint32_t block = i % 3, foreign = i % 10 == 0 ? (3 * block + 4) % 9 : COLS;
		a->at[i] = n;
		for (uint32_t c = 0; c < COLS; c++)
			if (c / 3 == block || c == foreign) {
				a->col[n] = c;
				a->v[n++] = c / 3 == 2 ? 2 : 1;
			}
	}
	a->at[ROWS] = n;
}

int
main(void)
{
	struct sparse a, t;
	struct nmf f, g;
	uint32_t label[ROWS];
	size_t right = 0, negative = 0, k;
	blocks(&a);
	sparse_transpose(&a, &t);
	nmf_run(&f, &a, &t, 3, 30, 2);
	nmf_label(&f, ROWS, COLS, label, 2);
	for (size_t i = 0; i < ROWS; i++)
		right += label[i] == label[i % 3];
	ok(right == ROWS && label[0] != label[1] && label[1] != label[2] && label[0] != label[2], "each block is a part of its own");
	for (size_t i = 0; i < ROWS * 3; i++)
		negative += f.w[i] < 0;
	for (size_t i = 0; i < COLS * 3; i++)
		negative += f.h[i] < 0;
	ok(negative == 0, "nothing is negative");
	double entry = 0;
	for (k = 0; k < 3; k++)
		entry += f.w[2 * 3 + k] * f.h[6 * 3 + k];
	ok(fabs(entry - 2) < .05, "the product is near the matrix");
	nmf_run(&g, &a, &t, 3, 30, 1);
	ok(memcmp(f.w, g.w, ROWS * 3 * sizeof *f.w) == 0 && memcmp(f.h, g.h, COLS * 3 * sizeof *f.h) == 0, "the same bytes from one thread");
	nmf_free(&g);
	nmf_run(&g, &a, &t, 50, 2, 1);
	ok(g.k == COLS, "no more parts than the smaller side");
	nmf_free(&g);
	nmf_free(&f);
	sparse_free(&a);
	sparse_free(&t);
	return tap_end();
}
