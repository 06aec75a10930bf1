#include "learn/kmeans.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/par.h"
#include "learn/lanes.h"

enum {
	PIECES = 64,
	ROWS = 16,              /* whose scores are worked out at a time */
	MANY = 4096,            /* rows from which threads are worth their start to choose a centre */
};

struct kmeans {
	const double *x;
	size_t rows, d, k, pieces;
	size_t wide;            /* columns of centre: k as kernels want it */
	double *centre;         /* d × wide */
	double *far;            /* by row: squared distance to the nearest centre so far */
	double *near;           /* by row and by the next centres that are tried: were that one of them */
	double *tried;          /* d × lanes_pad(tries) */
	size_t tries;
	uint32_t *label;
	double *sum;            /* pieces × k × d */
	size_t *moved;          /* by piece */
};

/* The next number in [0, 1): splitmix64 (Steele, Lea & Flood 2014). */
static double
next_number(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

static void
set_centre(struct kmeans *m, size_t c, const double *from)
{
	for (size_t i = 0; i < m->d; i++)
		m->centre[i * m->wide + c] = from[i];
}

static void
approach(void *job, size_t piece, size_t thread)
{
	struct kmeans *m = job;
	const struct lanes *by = lanes_best();
	size_t n, wide = lanes_pad(m->tries), end = m->rows * (piece + 1) / m->pieces;
	double *dot = xmalloc(ROWS * wide * sizeof *dot);
	(void)thread;
	for (size_t r = m->rows * piece / m->pieces; r < end; r += n) {
		n = end - r < ROWS ? end - r : ROWS;
		by->times(dot, m->x + r * m->d, n, m->d, m->tried, wide);
		for (size_t i = 0; i < n; i++)
			for (size_t t = 0; t < m->tries; t++) {
				double distance = 2 - 2 * dot[i * wide + t];
				distance = distance > 0 ? distance : 0;
				m->near[(r + i) * m->tries + t] = distance < m->far[r + i] ? distance : m->far[r + i];
			}
	}
	free(dot);
}

/* A row with probability proportional to far, which sums to all; at in [0, 1). */
static size_t
draw(const struct kmeans *m, double at, double all)
{
	size_t next = 0;
	for (at *= all; next + 1 < m->rows && at >= m->far[next]; next++)
		at -= m->far[next];
	return next;
}

/* Of rows chosen[0 .. m->tries) the one that, were it a centre, left least distance: *least. */
static size_t
choose(struct kmeans *m, const size_t *chosen, double *least, size_t jobs)
{
	size_t wide = lanes_pad(m->tries), best = 0;
	double *sum = xcalloc(m->tries, sizeof *sum);
	for (size_t t = 0; t < m->tries; t++)
		for (size_t i = 0; i < m->d; i++)
			m->tried[i * wide + t] = m->x[chosen[t] * m->d + i];
	par_run(m->rows < MANY ? 1 : jobs, m->pieces, approach, m);
	for (size_t r = 0; r < m->rows; r++)
		for (size_t t = 0; t < m->tries; t++)
			sum[t] += m->near[r * m->tries + t];
	for (size_t t = 1; t < m->tries; t++)
		best = sum[t] < sum[best] ? t : best;
	for (size_t r = 0; r < m->rows; r++)
		m->far[r] = m->near[r * m->tries + best];
	*least = sum[best];
	free(sum);
	return chosen[best];
}

/* k-means++: each next centre is drawn with probability proportional to the squared distance from those before; of some tries the one
 * that leaves least is taken. */
static void
first_centres(struct kmeans *m, uint64_t start, size_t jobs)
{
	double all = 0;
	size_t *chosen = xcalloc(m->tries, sizeof *chosen);
	for (size_t i = 0; i < m->rows; i++)
		m->far[i] = 2;
	for (size_t c = 0; c < m->k; c++) {
		if (c == 0)
			chosen[0] = (size_t)(next_number(&start) * (double)m->rows);
		for (size_t t = 0; c && t < m->tries; t++)
			chosen[t] = draw(m, next_number(&start), all);
		for (size_t t = 1; c == 0 && t < m->tries; t++)
			chosen[t] = chosen[0];
		set_centre(m, c, m->x + choose(m, chosen, &all, jobs) * m->d);
	}
	free(chosen);
}

static void
assign(void *job, size_t piece, size_t thread)
{
	struct kmeans *m = job;
	const struct lanes *by = lanes_best();
	size_t k = m->k, d = m->d, n, end = m->rows * (piece + 1) / m->pieces;
	double *score = xmalloc(ROWS * m->wide * sizeof *score), *sum = m->sum + piece * k * d;
	(void)thread;
	memset(sum, 0, k * d * sizeof *sum);
	m->moved[piece] = 0;
	for (size_t r = m->rows * piece / m->pieces; r < end; r += n) {
		n = end - r < ROWS ? end - r : ROWS;
		by->times(score, m->x + r * d, n, d, m->centre, m->wide);
		for (size_t i = 0; i < n; i++) {
			uint32_t best = (uint32_t)by->top(score + i * m->wide, k);
			m->moved[piece] += m->label[r + i] != best;
			m->label[r + i] = best;
			by->add(sum + best * d, 1, m->x + (r + i) * d, d);
		}
	}
	free(score);
}

/* Centres become the directions of the sums; an empty group keeps its own. */
static void
recentre(struct kmeans *m)
{
	for (size_t c = 0; c < m->k; c++) {
		double *total = m->sum + c * m->d, length = 0;
		for (size_t p = 1; p < m->pieces; p++)
			for (size_t i = 0; i < m->d; i++)
				total[i] += m->sum[(p * m->k + c) * m->d + i];
		for (size_t i = 0; i < m->d; i++)
			length += total[i] * total[i];
		if (length <= 0)
			continue;
		length = sqrt(length);
		for (size_t i = 0; i < m->d; i++)
			m->centre[i * m->wide + c] = total[i] / length;
	}
}

void
kmeans_run(const double *x, size_t rows, size_t d, size_t k, uint64_t start, size_t tries, size_t rounds, uint32_t *label, size_t jobs)
{
	struct kmeans m = { .x = x, .rows = rows, .d = d, .k = k, .wide = lanes_pad(k), .tries = tries, .label = label };
	m.pieces = (rows + 255) / 256 < PIECES ? (rows + 255) / 256 : PIECES;
	m.centre = xcalloc(m.wide * d + 1, sizeof *m.centre);
	m.tried = xcalloc(lanes_pad(tries) * d + 1, sizeof *m.tried);
	m.far = xmalloc(rows * sizeof *m.far + 1);
	m.near = xmalloc(rows * tries * sizeof *m.near + 1);
	m.sum = xmalloc(m.pieces * k * d * sizeof *m.sum + 1);
	m.moved = xcalloc(m.pieces + 1, sizeof *m.moved);
	memset(label, 0, rows * sizeof *label);
	first_centres(&m, start, jobs);
	for (size_t round = 0; round < rounds; round++) {
		size_t moved = 0;
		par_run(jobs, m.pieces, assign, &m);
		for (size_t p = 0; p < m.pieces; p++)
			moved += m.moved[p];
		if (moved == 0)
			break;
		recentre(&m);
	}
	free(m.centre);
	free(m.far);
	free(m.near);
	free(m.tried);
	free(m.sum);
	free(m.moved);
}
