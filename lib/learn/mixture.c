#include "learn/mixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/par.h"
#include "learn/lanes.h"

#define NOTHING 60.     /* a cluster so many nats behind has no share that a sum would show */
enum {
	TERMS = 128, TEXTS = 256,       /* that a thread takes at a time; sums are made over these pieces */
	ENTRIES = 256,                  /* that a kernel does */
};

struct fit {
	struct mixture *m;
	const struct mixture_data *d;
	double *r;
	double *piece;          /* pieces × (k + 1): partial sums */
	double *total;          /* k */
	double flat;            /* smoothing of each term where d->smooth is 0 */
};

static size_t
pieces_of(size_t n, size_t size)
{
	return (n + size - 1) / size;
}

/* count += the texts with the term, each cluster its share of them. */
static void
count_term(const struct lanes *by, const struct fit *f, size_t t, double *count)
{
	const struct sparse *bt = f->d->bt;
	double weight[ENTRIES];
	for (size_t e = bt->at[t], end = bt->at[t + 1], n; e < end; e += n) {
		n = end - e < ENTRIES ? end - e : ENTRIES;
		for (size_t i = 0; i < n; i++)
			weight[i] = f->d->weight[bt->col[e + i]];
		by->gather(count, f->r, f->m->k, bt->col + e, weight, n);
	}
}

/* logp = how often each cluster has the term, smoothed. */
static void
count_terms(void *job, size_t piece, size_t thread)
{
	struct fit *f = job;
	const struct lanes *by = lanes_best();
	size_t k = f->m->k, end = (piece + 1) * TERMS < f->d->bt->rows ? (piece + 1) * TERMS : f->d->bt->rows;
	double *restrict total = f->piece + piece * (k + 1);
	(void)thread;
	memset(total, 0, k * sizeof *total);
	for (size_t t = piece * TERMS; t < end; t++) {
		double *restrict count = f->m->logp + t * k;
		double smooth = f->d->smooth > 0 ? f->d->smooth * num_exp(f->m->all[t]) : f->flat;
		for (size_t j = 0; j < k; j++)
			count[j] = smooth;
		count_term(by, f, t, count);
		by->add(total, 1, count, k);
	}
}

static void
take_logs(void *job, size_t piece, size_t thread)
{
	struct fit *f = job;
	const struct lanes *by = lanes_best();
	size_t k = f->m->k, end = (piece + 1) * TERMS < f->d->bt->rows ? (piece + 1) * TERMS : f->d->bt->rows;
	(void)thread;
	for (size_t t = piece * TERMS; t < end; t++) {
		by->log(f->m->logp + t * k, k);
		by->add(f->m->logp + t * k, -1, f->total, k);
	}
}

static void
maximise(struct fit *f, size_t jobs)
{
	size_t k = f->m->k, pieces = pieces_of(f->d->bt->rows, TERMS);
	par_run(jobs, pieces, count_terms, f);
	memset(f->total, 0, k * sizeof *f->total);
	for (size_t p = 0; p < pieces; p++)
		for (size_t j = 0; j < k; j++)
			f->total[j] += f->piece[p * (k + 1) + j];
	for (size_t j = 0; j < k; j++)
		f->total[j] = num_log(f->total[j] > 0 ? f->total[j] : 1);
	for (size_t j = 0; j < k; j++)
		f->m->none[j] = num_log(f->flat) - f->total[j];
	par_run(jobs, pieces, take_logs, f);
}

/* Posteriors of the texts; the last of a piece's sums is their log likelihood. */
static void
expect_texts(void *job, size_t piece, size_t thread)
{
	struct fit *f = job;
	const struct lanes *by = lanes_best();
	size_t k = f->m->k, end = (piece + 1) * TEXTS < f->d->b->rows ? (piece + 1) * TEXTS : f->d->b->rows;
	double *restrict sum = f->piece + piece * (k + 1);
	double log_k = num_log((double)k);
	(void)thread;
	memset(sum, 0, (k + 1) * sizeof *sum);
	for (size_t i = piece * TEXTS; i < end; i++) {
		double *restrict r = f->r + i * k;
		size_t at = f->d->b->at[i];
		mixture_score(f->m, f->d->b->col + at, f->d->b->at[i + 1] - at, r);
		sum[k] += f->d->weight[i] * (mixture_posterior(r, k) - log_k);
		by->add(sum, f->d->weight[i], r, k);
	}
}

static double
expect(struct fit *f, size_t jobs)
{
	size_t k = f->m->k, pieces = pieces_of(f->d->b->rows, TEXTS);
	double likelihood = 0;
	par_run(jobs, pieces, expect_texts, f);
	memset(f->m->weight, 0, k * sizeof *f->m->weight);
	for (size_t p = 0; p < pieces; p++) {
		for (size_t j = 0; j < k; j++)
			f->m->weight[j] += f->piece[p * (k + 1) + j];
		likelihood += f->piece[p * (k + 1) + k];
	}
	return likelihood;
}

static void
fit_background(struct mixture *m, const struct sparse *bt, const double *weight)
{
	double sum = 0;
	m->all = xmalloc(bt->rows * sizeof *m->all + 1);
	for (size_t t = 0; t < bt->rows; t++) {
		m->all[t] = MIXTURE_ALPHA;
		for (size_t e = bt->at[t]; e < bt->at[t + 1]; e++)
			m->all[t] += weight[bt->col[e]];
		sum += m->all[t];
	}
	for (size_t t = 0; t < bt->rows; t++)
		m->all[t] = num_log(m->all[t] / sum);
}

double
mixture_fit(struct mixture *m, const struct mixture_data *d, size_t k, double *r, size_t rounds, size_t jobs)
{
	struct fit f = { .m = m, .d = d, .r = r };
	size_t most = pieces_of(d->bt->rows, TERMS), texts = pieces_of(d->b->rows, TEXTS);
	double likelihood = 0, words = 0;
	*m = (struct mixture){ .k = k, .terms = d->bt->rows };
	m->logp = xmalloc(d->bt->rows * k * sizeof *m->logp + 1);
	m->none = xmalloc(k * sizeof *m->none);
	m->weight = xcalloc(k, sizeof *m->weight);
	fit_background(m, d->bt, d->weight);
	most = most > texts ? most : texts;
	f.piece = xmalloc(most * (k + 1) * sizeof *f.piece + 1);
	f.total = xmalloc(k * sizeof *f.total);
	for (size_t i = 0; i < d->b->rows; i++)
		words += d->weight[i] * (double)(d->b->at[i + 1] - d->b->at[i]);
	f.flat = MIXTURE_ALPHA;
	double mean = words / ((double)k * (double)d->bt->rows);
	if (d->keep && mean > 0 && mean < f.flat)
		f.flat = mean;
	for (size_t round = 0; round < rounds; round++) {
		maximise(&f, jobs);
		likelihood = expect(&f, jobs);
	}
	free(f.piece);
	free(f.total);
	return words > 0 ? likelihood / words : 0;
}

void
mixture_count(struct mixture *m, size_t terms, size_t k, const double *count, const double *all, const double *texts)
{
	double *total = xcalloc(k + 1, sizeof *total);
	*m = (struct mixture){ .k = k, .terms = terms };
	m->logp = xmalloc(terms * k * sizeof *m->logp + 1);
	m->none = xmalloc(k * sizeof *m->none + 1);
	m->weight = xmalloc(k * sizeof *m->weight + 1);
	m->all = xmalloc(terms * sizeof *m->all + 1);
	for (size_t t = 0; t < terms; t++) {
		for (size_t j = 0; j < k; j++)
			total[j] += count[t * k + j] + MIXTURE_ALPHA;
		total[k] += all[t] + MIXTURE_ALPHA;
	}
	for (size_t t = 0; t < terms; t++) {
		for (size_t j = 0; j < k; j++)
			m->logp[t * k + j] = num_log((count[t * k + j] + MIXTURE_ALPHA) / total[j]);
		m->all[t] = num_log((all[t] + MIXTURE_ALPHA) / total[k]);
	}
	for (size_t j = 0; j < k; j++) {
		m->none[j] = num_log(MIXTURE_ALPHA / (total[j] > 0 ? total[j] : 1));
		m->weight[j] = texts[j];
	}
	free(total);
}

void
mixture_temper(struct mixture *m)
{
	const double twice = num_log(2);
	for (size_t t = 0; t < m->terms; t++)
		for (size_t j = 0; j < m->k; j++) {
			double *p = &m->logp[t * m->k + j];
			if (*p < m->none[j] + twice && *p > m->all[t])
				*p = m->all[t];
		}
}

void
mixture_append(struct mixture *m, const struct mixture *more, const bool *take)
{
	size_t k = m->k, taken = 0, *from = xmalloc(more->k * sizeof *from + 1);
	for (size_t j = 0; j < more->k; j++)
		if (take[j])
			from[taken++] = j;
	double *logp = xmalloc(m->terms * (k + taken) * sizeof *logp + 1);
	for (size_t t = 0; t < m->terms; t++) {
		memcpy(logp + t * (k + taken), m->logp + t * k, k * sizeof *logp);
		for (size_t j = 0; j < taken; j++)
			logp[t * (k + taken) + k + j] = more->logp[t * more->k + from[j]];
	}
	m->none = xrealloc(m->none, k + taken, sizeof *m->none);
	m->weight = xrealloc(m->weight, k + taken, sizeof *m->weight);
	for (size_t j = 0; j < taken; j++) {
		m->none[k + j] = more->none[from[j]];
		m->weight[k + j] = more->weight[from[j]];
	}
	if (m->owner) {
		m->owner = xrealloc(m->owner, k + taken, sizeof *m->owner);
		for (size_t j = k; j < k + taken; j++)
			m->owner[j] = (uint32_t)j;
	}
	free(m->logp);
	m->logp = logp;
	m->k = k + taken;
	free(from);
}

void
mixture_free(struct mixture *m)
{
	free(m->logp);
	free(m->none);
	free(m->weight);
	free(m->all);
	free(m->owner);
	*m = (struct mixture){ 0 };
}

void
mixture_score(const struct mixture *m, const uint32_t *term, size_t n, double *restrict score)
{
	memset(score, 0, m->k * sizeof *score);
	lanes_best()->gather(score, m->logp, m->k, term, NULL, n);
}

double
mixture_background(const struct mixture *m, const uint32_t *term, size_t n)
{
	double score = 0;
	for (size_t i = 0; i < n; i++)
		score += m->all[term[i]];
	return score;
}

double
mixture_posterior(double *score, size_t k)
{
	const struct lanes *by = lanes_best();
	double most = score[by->top(score, k)];
	return most + num_log(by->softmax(score, k, most, NOTHING));
}

void
mixture_certain(const uint32_t *label, size_t rows, size_t k, double *r)
{
	memset(r, 0, rows * k * sizeof *r);
	for (size_t i = 0; i < rows; i++)
		r[i * k + label[i]] = 1;
}
