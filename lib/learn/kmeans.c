#include "learn/kmeans.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/par.h"

enum { PIECES = 64 };

struct kmeans {
	const double *x;
	size_t rows, d, k, pieces;
	double *centre;         /* d × k */
	double *far;            /* by row: squared distance to the nearest centre so far */
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
		m->centre[i * m->k + c] = from[i];
}

/* to[row] = the squared distance to the nearest centre were `next` one of them; returns their sum. */
static double
approach(const struct kmeans *m, size_t next, double *to)
{
	const double *from = m->x + next * m->d;
	double all = 0;
	for (size_t i = 0; i < m->rows; i++) {
		double dot = 0;
		for (size_t j = 0; j < m->d; j++)
			dot += m->x[i * m->d + j] * from[j];
		double distance = 2 - 2 * dot > 0 ? 2 - 2 * dot : 0;
		to[i] = distance < m->far[i] ? distance : m->far[i];
		all += to[i];
	}
	return all;
}

/* k-means++: each next centre is drawn with probability proportional to the squared distance from those before; of `tries` the one
 * that leaves least is taken. */
static void
first_centres(struct kmeans *m, uint64_t start, size_t tries)
{
	double all = 0, *near = xmalloc(m->rows * sizeof *near + 1), *best = xmalloc(m->rows * sizeof *best + 1);
	for (size_t i = 0; i < m->rows; i++)
		m->far[i] = 2;
	for (size_t c = 0; c < m->k; c++) {
		double least = -1;
		size_t chosen = 0;
		for (size_t t = 0; t < (c ? tries : 1); t++) {
			double at = next_number(&start), sum;
			size_t next = 0;
			if (c == 0) {
				next = (size_t)(at * (double)m->rows);
			} else {
				for (at *= all; next + 1 < m->rows && at >= m->far[next]; next++)
					at -= m->far[next];
			}
			sum = approach(m, next, near);
			if (least < 0 || sum < least) {
				double *swap = best;
				best = near;
				near = swap;
				least = sum;
				chosen = next;
			}
		}
		set_centre(m, c, m->x + chosen * m->d);
		memcpy(m->far, best, m->rows * sizeof *best);
		all = least;
	}
	free(near);
	free(best);
}

static void
assign(void *job, size_t piece, size_t thread)
{
	struct kmeans *m = job;
	size_t k = m->k, d = m->d, end = m->rows * (piece + 1) / m->pieces;
	double *restrict score = xmalloc(k * sizeof *score), *sum = m->sum + piece * k * d;
	(void)thread;
	memset(sum, 0, k * d * sizeof *sum);
	m->moved[piece] = 0;
	for (size_t r = m->rows * piece / m->pieces; r < end; r++) {
		const double *x = m->x + r * d;
		uint32_t best = 0;
		memset(score, 0, k * sizeof *score);
		for (size_t i = 0; i < d; i++) {
			const double *restrict c = m->centre + i * k;
			double v = x[i];
			for (size_t j = 0; j < k; j++)
				score[j] += v * c[j];
		}
		for (uint32_t j = 1; j < k; j++)
			best = score[j] > score[best] ? j : best;
		m->moved[piece] += m->label[r] != best;
		m->label[r] = best;
		for (size_t i = 0; i < d; i++)
			sum[best * d + i] += x[i];
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
			m->centre[i * m->k + c] = total[i] / length;
	}
}

void
kmeans_run(const double *x, size_t rows, size_t d, size_t k, uint64_t start, size_t tries, size_t rounds, uint32_t *label, size_t jobs)
{
	struct kmeans m = { .x = x, .rows = rows, .d = d, .k = k, .label = label };
	m.pieces = (rows + 255) / 256 < PIECES ? (rows + 255) / 256 : PIECES;
	m.centre = xmalloc(k * d * sizeof *m.centre + 1);
	m.far = xmalloc(rows * sizeof *m.far + 1);
	m.sum = xmalloc(m.pieces * k * d * sizeof *m.sum + 1);
	m.moved = xcalloc(m.pieces + 1, sizeof *m.moved);
	memset(label, 0, rows * sizeof *label);
	first_centres(&m, start, tries);
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
	free(m.sum);
	free(m.moved);
}
