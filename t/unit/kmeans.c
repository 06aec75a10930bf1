/* k-means against a plain loop: each round puts every vector where a step of Lloyd's, worked out here, puts it. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "learn/kmeans.h"
#include "tap.h"

enum { ROWS = 700, D = 11, K = 13 };

static double x[ROWS * D];

/* [-1, 1) */
static double
any_number(void)
{
	static struct rng r = { 7 };
	return 2 * rng_unit(&r) - 1;
}

/* Directions around K / 2 others, so that some of K share a bundle. */
static void
fill(void)
{
	double middle[K / 2 * D];
	for (size_t i = 0; i < sizeof middle / sizeof *middle; i++)
		middle[i] = any_number();
	for (size_t r = 0; r < ROWS; r++) {
		double length = 0;
		for (size_t i = 0; i < D; i++) {
			x[r * D + i] = middle[r % (K / 2) * D + i] + .7 * any_number();
			length += x[r * D + i] * x[r * D + i];
		}
		for (size_t i = 0; i < D; i++)
			x[r * D + i] /= sqrt(length);
	}
}

/* Labels after one more round, for k groups none of which is empty. */
static void
step(const uint32_t *label, size_t k, uint32_t *next)
{
	double *centre = xcalloc(k * D, sizeof *centre);
	for (size_t r = 0; r < ROWS; r++)
		for (size_t i = 0; i < D; i++)
			centre[label[r] * D + i] += x[r * D + i];
	for (size_t c = 0; c < k; c++) {
		double length = 0;
		for (size_t i = 0; i < D; i++)
			length += centre[c * D + i] * centre[c * D + i];
		for (size_t i = 0; i < D; i++)
			centre[c * D + i] /= sqrt(length);
	}
	for (size_t r = 0; r < ROWS; r++) {
		double most = -2;
		for (uint32_t c = 0; c < k; c++) {
			double near = 0;
			for (size_t i = 0; i < D; i++)
				near += x[r * D + i] * centre[c * D + i];
			if (near > most) {
				most = near;
				next[r] = c;
			}
		}
	}
	free(centre);
}

static void
rounds(void)
{
	uint32_t before[ROWS], after[ROWS], wanted[ROWS];
	bool like = true;
	for (size_t k = 1; k <= K; k += 4)
		for (size_t tries = 1; tries <= 3; tries += 2)
			for (size_t n = 1; n <= 9; n += 2) {
				kmeans_run(x, ROWS, D, k, 5, tries, n, before, 2);
				kmeans_run(x, ROWS, D, k, 5, tries, n + 1, after, 1);
				step(before, k, wanted);
				like &= memcmp(after, wanted, sizeof after) == 0;
			}
	ok(like, "each round is a step of Lloyd's, for every number of groups and of tries");
	kmeans_run(x, ROWS, D, K, 5, 1, 100, before, 1);
	step(before, K, wanted);
	ok(memcmp(before, wanted, sizeof before) == 0, "in the end a step moves none");
}

static void
starts(void)
{
	uint32_t one[ROWS], many[ROWS], other[ROWS];
	kmeans_run(x, ROWS, D, K, 1, 3, 4, one, 1);
	kmeans_run(x, ROWS, D, K, 1, 3, 4, many, 5);
	kmeans_run(x, ROWS, D, K, 2, 3, 4, other, 1);
	ok(memcmp(one, many, sizeof one) == 0, "threads change nothing");
	ok(memcmp(one, other, sizeof one) != 0, "another start may find others");
	kmeans_run(x, 3, D, 3, 1, 2, 4, one, 1);
	ok(one[0] != one[1] && one[1] != one[2] && one[0] != one[2], "as many groups as vectors: each has its own");
}

int
main(void)
{
	fill();
	rounds();
	starts();
	return tap_end();
}
