#include "learn/embed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/par.h"
#include "base/sort.h"
#include "learn/svd.h"

enum { NONE = UINT32_MAX, SHARE = 64 /* terms that a thread takes at a time */ };

struct company {
	const struct sparse *b, *bt;
	const uint32_t *place;  /* by term: its row, or NONE */
	const uint32_t *term;   /* by row: its term */
	size_t rows;
	double *sum;            /* by row: pairs it is part of */
	double *context;        /* by row: log of its share as context */
	double **count;         /* by thread: counts of one row; by column */
	uint32_t **seen;        /* by thread: columns with a count */
	size_t *entries;        /* by row */
	uint32_t **col;         /* by row */
	float **value;
};

static int
by_column(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Texts in which each other word stands beside this one: count[], columns in seen[0 .. n), ascending. */
static size_t
neighbours(struct company *c, size_t row, size_t thread)
{
	uint32_t t = c->term[row], *seen = c->seen[thread];
	double *count = c->count[thread];
	size_t n = 0;
	for (size_t e = c->bt->at[t]; e < c->bt->at[t + 1]; e++) {
		uint32_t text = c->bt->col[e];
		for (size_t w = c->b->at[text]; w < c->b->at[text + 1]; w++) {
			uint32_t to = c->place[c->b->col[w]];
			if (to == NONE || to == row)
				continue;
			if (count[to]++ == 0)
				seen[n++] = to;
		}
	}
	sort_items(seen, n, sizeof *seen, by_column);
	return n;
}

static void
sum_rows(void *job, size_t piece, size_t thread)
{
	struct company *c = job;
	for (size_t i = piece * SHARE; i < (piece + 1) * SHARE && i < c->rows; i++) {
		size_t n = neighbours(c, i, thread);
		c->sum[i] = 0;
		for (size_t k = 0; k < n; k++) {
			c->sum[i] += c->count[thread][c->seen[thread][k]];
			c->count[thread][c->seen[thread][k]] = 0;
		}
	}
}

static void
weigh_rows(void *job, size_t piece, size_t thread)
{
	struct company *c = job;
	for (size_t i = piece * SHARE; i < (piece + 1) * SHARE && i < c->rows; i++) {
		size_t n = neighbours(c, i, thread), kept = 0;
		c->col[i] = xmalloc(n * sizeof **c->col + 1);
		c->value[i] = xmalloc(n * sizeof **c->value + 1);
		for (size_t k = 0; k < n; k++) {
			uint32_t j = c->seen[thread][k];
			double v = num_log(c->count[thread][j] / c->sum[i]) - c->context[j];
			c->count[thread][j] = 0;
			if (v > 0) {
				c->col[i][kept] = j;
				c->value[i][kept++] = (float)v;
			}
		}
		c->entries[i] = kept;
	}
}

static void
gather(struct company *c, struct sparse *p)
{
	size_t n = 0;
	*p = (struct sparse){ .rows = c->rows, .cols = c->rows };
	p->at = xmalloc((c->rows + 1) * sizeof *p->at);
	for (size_t i = 0; i < c->rows; i++) {
		p->at[i] = n;
		n += c->entries[i];
	}
	p->at[c->rows] = n;
	p->col = xmalloc(n * sizeof *p->col + 1);
	p->v = xmalloc(n * sizeof *p->v + 1);
	for (size_t i = 0; i < c->rows; i++) {
		memcpy(p->col + p->at[i], c->col[i], c->entries[i] * sizeof *p->col);
		memcpy(p->v + p->at[i], c->value[i], c->entries[i] * sizeof *p->v);
		free(c->col[i]);
		free(c->value[i]);
	}
}

/* Context counts to the power .75, as shares: their logarithms. */
static void
weigh_contexts(struct company *c)
{
	double all = 0;
	for (size_t i = 0; i < c->rows; i++) {
		c->context[i] = c->sum[i] > 0 ? sqrt(c->sum[i] * sqrt(c->sum[i])) : 0;
		all += c->context[i];
	}
	for (size_t i = 0; i < c->rows; i++)
		c->context[i] = num_log(c->context[i] > 0 ? c->context[i] / all : 1);
}

/* *p = positive pointwise mutual information of the chosen terms (rows × rows). */
static void
information(const struct sparse *b, const struct sparse *bt, const uint32_t *place, const uint32_t *term, size_t rows, struct sparse *p,
    size_t jobs)
{
	struct company c = { .b = b, .bt = bt, .place = place, .term = term, .rows = rows };
	size_t threads = jobs < PAR_MOST ? jobs : PAR_MOST, pieces = (rows + SHARE - 1) / SHARE;
	c.sum = xcalloc(rows, sizeof *c.sum);
	c.context = xcalloc(rows, sizeof *c.context);
	c.entries = xcalloc(rows, sizeof *c.entries);
	c.col = xcalloc(rows, sizeof *c.col);
	c.value = xcalloc(rows, sizeof *c.value);
	c.count = xcalloc(threads, sizeof *c.count);
	c.seen = xcalloc(threads, sizeof *c.seen);
	for (size_t i = 0; i < threads; i++) {
		c.count[i] = xcalloc(rows, sizeof **c.count);
		c.seen[i] = xmalloc(rows * sizeof **c.seen);
	}
	par_run(threads, pieces, sum_rows, &c);
	weigh_contexts(&c);
	par_run(threads, pieces, weigh_rows, &c);
	gather(&c, p);
	for (size_t i = 0; i < threads; i++) {
		free(c.count[i]);
		free(c.seen[i]);
	}
	free(c.sum);
	free(c.context);
	free(c.entries);
	free(c.col);
	free(c.value);
	free(c.count);
	free(c.seen);
}

static void
to_length_one(double *x, size_t rows, size_t k)
{
	for (size_t i = 0; i < rows; i++) {
		double *v = x + i * k, sum = 0;
		for (size_t j = 0; j < k; j++)
			sum += v[j] * v[j];
		sum = sum > 0 ? 1 / sqrt(sum) : 0;
		for (size_t j = 0; j < k; j++)
			v[j] *= sum;
	}
}

/* The EMBED_TERMS terms of most texts, ties to the lower: their rows in place[], the terms in term[]. */
static size_t
choose_terms(const struct sparse *bt, uint32_t *place, uint32_t *term)
{
	size_t *with = xcalloc(bt->cols + 2, sizeof *with), least, sum = 0, rows = 0, spare;
	for (size_t t = 0; t < bt->rows; t++)
		with[bt->at[t + 1] - bt->at[t]]++;
	for (least = bt->cols; least > 0 && sum + with[least] <= EMBED_TERMS; least--)
		sum += with[least];
	spare = EMBED_TERMS - sum;      /* of those met in exactly `least` texts */
	for (size_t t = 0; t < bt->rows; t++) {
		size_t n = bt->at[t + 1] - bt->at[t];
		place[t] = NONE;
		if (n > least || (n == least && n > 0 && spare > 0)) {
			spare -= n == least;
			place[t] = (uint32_t)rows;
			term[rows++] = (uint32_t)t;
		}
	}
	free(with);
	return rows;
}

/* Word vectors over all terms (terms × k), weighted by idf; terms not chosen are zero. */
static double *
word_vectors(const struct svd *f, const struct sparse *bt, const uint32_t *term, size_t rows)
{
	size_t k = f->k;
	double *x = xcalloc(bt->rows * k + 1, sizeof *x), *u = xmalloc(rows * k * sizeof *u + 1);
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < k; j++)
			u[i * k + j] = f->u[i * k + j] * sqrt(f->s[j]);
	to_length_one(u, rows, k);
	for (size_t i = 0; i < rows; i++) {
		size_t t = term[i];
		double idf = num_log((double)bt->cols / (double)(bt->at[t + 1] - bt->at[t]));
		for (size_t j = 0; j < k; j++)
			x[t * k + j] = idf * u[i * k + j];
	}
	free(u);
	return x;
}

size_t
embed_texts(const struct sparse *b, const struct sparse *bt, size_t want, double **x, size_t jobs)
{
	uint32_t *place = xmalloc(bt->rows * sizeof *place + 1), *term = xmalloc(bt->rows * sizeof *term + 1);
	size_t rows = choose_terms(bt, place, term);
	struct sparse p, pt;
	struct svd f;
	information(b, bt, place, term, rows, &p, jobs);
	sparse_transpose(&p, &pt);
	svd_run(&f, &p, &pt, want, jobs);
	size_t k = f.k;
	double *words = word_vectors(&f, bt, term, rows), *mean = xcalloc(k + 1, sizeof *mean);
	*x = xmalloc(b->rows * k * sizeof **x + 1);
	sparse_times(b, words, k, *x, jobs);
	to_length_one(*x, b->rows, k);
	for (size_t i = 0; i < b->rows; i++)
		for (size_t j = 0; j < k; j++)
			mean[j] += (*x)[i * k + j];
	for (size_t i = 0; i < b->rows; i++)
		for (size_t j = 0; j < k; j++)
			(*x)[i * k + j] -= mean[j] / (double)b->rows;
	to_length_one(*x, b->rows, k);
	sparse_free(&p);
	sparse_free(&pt);
	svd_free(&f);
	free(place);
	free(term);
	free(words);
	free(mean);
	return k;
}
