#include "learn/groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/par.h"
#include "learn/embed.h"
#include "learn/kmeans.h"
#include "learn/nmf.h"

enum {
	TRY_ROUNDS = 8, ROUNDS = 20,    /* of EM: to compare starts, to fit */
	NMF_ROUNDS = 20,
	DIMENSIONS = 64,
	TEXTS = 1024,           /* that a thread assigns at a time */
	KMEANS_STARTS = 4, KMEANS_ROUNDS = 15,
	FOLDS = 5, FEW = 4096,          /* up to so many texts each fifth is held out in turn, else one */
	NUMBER_TRIES = 3,               /* for each centre of k-means, */
	NUMBER_ROUNDS = 5,              /* of k-means, and of EM, while numbers are compared */
	SMALL = 200, FEWEST = 4,        /* a group must hold a 200th of the texts, where that is four or more; */
	PART = 4,                       /* of many groups, a quarter of what they hold on average */
	LARGEST = 250,                  /* texts of a group on average, until there are half as many groups as USEFUL */
	USEFUL = 25,                    /* groups, or √texts if that is less, are worth looking for in any case */
	SAMPLE = 16384,                  /* texts by which numbers are compared */
	CLEAR = 2,                      /* standard errors: clearly better or worse */
	FALLS = 2, PATIENCE = 4,        /* the search ends after so many numbers clearly worse, one after another, or so many not clearly better */
};

#define SMOOTH .15      /* of the words that a group has on average smooth each while numbers are compared: the same at every size of collection */
#define STRUCTURE .01   /* of the likelihood of one group: what groups must predict better, or there are none to speak of */

struct search {
	bool keep;      /* the number was asked for, or texts held out bear it out: no group may be swallowed */
	const struct matrices *m;
	size_t k, jobs;
	double words;           /* of all of m's texts, as weighted; while numbers are compared */
	double *x;              /* embeddings, rows × d */
	size_t d;
	uint32_t *label;
	double *r;              /* posteriors of the start at hand */
	double *best;           /* of the best start so far */
	double likelihood;      /* its mean a word */
};

/* EM from s->label; kept if it beats the best so far by margin. */
static void
try_start(struct search *s, double margin)
{
	const struct matrices *m = s->m;
	struct mixture mix;
	mixture_certain(s->label, m->ones.rows, s->k, s->r);
	struct mixture_data d = { &m->ones, &m->ones_t, m->weight, 0, s->keep };
	double likelihood = mixture_fit(&mix, &d, s->k, s->r, TRY_ROUNDS, s->jobs);
	mixture_free(&mix);
	if (likelihood > s->likelihood + margin) {
		double *r = s->best;
		s->best = s->r;
		s->r = r;
		s->likelihood = likelihood;
	}
}

static void
from_factors(struct search *s)
{
	struct nmf f;
	nmf_run(&f, &s->m->tfidf, &s->m->tfidf_t, s->k, NMF_ROUNDS, s->jobs);
	nmf_label(&f, s->m->tfidf.rows, s->m->tfidf.cols, s->label, s->jobs);
	nmf_free(&f);
	try_start(s, 0);
}

/* The best of a few k-means replaces what was found before only by a margin; against each other the likelier wins. */
static void
from_embeddings(struct search *s)
{
	double margin = GROUPS_MARGIN;
	for (uint64_t start = 0; s->d > 0 && start < KMEANS_STARTS; start++) {
		double before = s->likelihood;
		kmeans_run(s->x, s->m->ones.rows, s->d, s->k, start, 1, KMEANS_ROUNDS, s->label, s->jobs);
		try_start(s, margin);
		if (s->likelihood > before)
			margin = 0;
	}
}

/* Of the texts whose weight is 0, each as often as it counts: the log likelihood of the words with the group that they are put in, that is with
 * each group, expected over the posteriors; shares of groups as the other texts have them. */
static void
unseen_likelihood(const struct matrices *m, const struct mixture *mix, const double *weight, double *likelihood)
{
	double *score = xmalloc(mix->k * sizeof *score), *share = xmalloc(mix->k * sizeof *share), all = 0;
	for (size_t j = 0; j < mix->k; j++)
		all += mix->weight[j] + 1;
	for (size_t j = 0; j < mix->k; j++)
		share[j] = num_log((mix->weight[j] + 1) / all);
	for (size_t i = 0; i < m->ones.rows; i++) {
		if (weight[i] > 0)
			continue;
		mixture_score(mix, m->ones.col + m->ones.at[i], m->ones.at[i + 1] - m->ones.at[i], score);
		for (size_t j = 0; j < mix->k; j++)
			score[j] += share[j];
		double sum = mixture_posterior(score, mix->k);
		for (size_t j = 0; j < mix->k; j++)
			sum += score[j] > 0 ? score[j] * num_log(score[j]) : 0;
		likelihood[i] = m->weight[i] * sum;
	}
	free(score);
	free(share);
}

/* How well s->k groups predict each unseen text; 0 for those never held out. Rows are in the order of hashes, so that every fifth is
 * a sample without pattern. Each fold has a start of its own: what one start happens to find decides nothing. */
static void
predict(struct search *s, double *likelihood)
{
	const struct matrices *m = s->m;
	double *weight = xmalloc(m->ones.rows * sizeof *weight);
	size_t folds = m->ones.rows <= FEW ? FOLDS : 1;
	struct mixture_data d = { &m->ones, &m->ones_t, weight, SMOOTH * s->words / (double)s->k, false };
	memset(likelihood, 0, m->ones.rows * sizeof *likelihood);
	for (size_t fold = 0; fold < folds; fold++) {
		struct mixture mix;
		for (size_t i = 0; i < m->ones.rows; i++)
			weight[i] = i % FOLDS == fold ? 0 : m->weight[i];
		kmeans_run(s->x, m->ones.rows, s->d, s->k, fold, NUMBER_TRIES, NUMBER_ROUNDS, s->label, s->jobs);
		mixture_certain(s->label, m->ones.rows, s->k, s->r);
		mixture_fit(&mix, &d, s->k, s->r, NUMBER_ROUNDS, s->jobs);
		unseen_likelihood(m, &mix, weight, likelihood);
		mixture_free(&mix);
	}
	free(weight);
}

/* How many standard errors better the likelihoods a are than b, text by text. */
static double
compare(const double *a, const double *b, size_t rows)
{
	double sum = 0, squares = 0, n = (double)rows;
	for (size_t i = 0; i < rows; i++) {
		double d = a[i] - b[i];
		sum += d;
		squares += d * d;
	}
	double spread = squares - sum * sum / n;
	return spread > 0 ? sum / sqrt(spread) : 0;
}

static double
mean(const double *x, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

size_t
groups_useful(size_t rows)
{
	size_t n = 1;
	while (n < USEFUL && n * n < rows)
		n++;
	return n;
}

/* The smallest number that none of the next is clearly better than. The curve is flat around its top and bent by what a start happens to find:
 * neither does the first dip end the search, nor does the highest of equals win. */
static size_t
search_number(struct search *s, size_t most)
{
	static const size_t number[] = { 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200 };
	enum { NUMBERS = sizeof number / sizeof *number };
	size_t rows = s->m->ones.rows, best = 0, falls = 0;
	double *seen[NUMBERS] = { NULL }, one, likelihood;
	for (size_t i = 0; i < NUMBERS && (number[i] <= most || i == 0) && i <= best + PATIENCE && falls < FALLS; i++) {
		s->k = number[i];
		s->r = xrealloc(s->r, rows * s->k, sizeof *s->r);
		seen[i] = xmalloc(rows * sizeof *seen[i] + 1);
		predict(s, seen[i]);
		double better = compare(seen[i], seen[best], rows);
		best = better > CLEAR ? i : best;
		falls = better < -CLEAR ? falls + 1 : 0;
	}
	one = mean(seen[0], rows);
	likelihood = mean(seen[best], rows);
	for (size_t i = 0; i < NUMBERS; i++)
		free(seen[i]);
	s->keep = likelihood - one >= -STRUCTURE * one;
	size_t useful = groups_useful(rows), least = rows / LARGEST < useful / 2 ? rows / LARGEST : useful / 2;
	return !s->keep ? useful : number[best] > least ? number[best] : least;
}

/* Of many texts a sample tells the number: rows are in the order of hashes. */
static size_t
choose_number(struct search *s, size_t most)
{
	const struct matrices *all = s->m;
	struct matrices m = *all;
	if (m.ones.rows > SAMPLE)
		m.ones.rows = SAMPLE;
	sparse_transpose(&m.ones, &m.ones_t);
	s->m = &m;
	s->words = 0;
	for (size_t i = 0; i < m.ones.rows; i++)
		s->words += m.weight[i] * (double)(m.ones.at[i + 1] - m.ones.at[i]);
	size_t n = search_number(s, most);
	sparse_free(&m.ones_t);
	s->m = all;
	return n < most ? n : most > 0 ? most : 1;
}

/* Each mark begins a group of its own with all its texts: s->best has further columns then, s->k of them in all. */
static void
add_marked(struct search *s)
{
	const struct sparse *b = &s->m->ones;
	size_t k = s->k + s->m->marks;
	double *r = xcalloc(b->rows * k, sizeof *r);
	for (size_t i = 0; i < b->rows; i++) {
		uint32_t mark = b->col[b->at[i]];
		if (mark < s->m->marks)
			r[i * k + s->k + mark] = 1;
		else
			memcpy(r + i * k, s->best + i * s->k, s->k * sizeof *r);
	}
	free(s->best);
	s->best = r;
	s->k = k;
}

/* Groups that hold too few texts to be a common problem are given up, their texts to whom they fit next: in g->posterior and
 * *k. True if there were any. */
static bool
drop_small(const struct search *s, double *r, size_t *k)
{
	size_t rows = s->m->ones.rows, least = rows / (PART * *k > SMALL ? PART * *k : SMALL), kept = 0;
	size_t *texts = xcalloc(*k, sizeof *texts), *to = xmalloc(*k * sizeof *to);
	for (size_t i = 0; i < rows; i++) {
		size_t best = 0;
		for (size_t j = 1; j < *k; j++)
			best = r[i * *k + j] > r[i * *k + best] ? j : best;
		texts[best]++;
	}
	for (size_t j = 0; j < *k; j++)
		if (texts[j] >= least)
			to[kept++] = j;
	bool any = kept > 0 && kept < *k && least >= FEWEST;
	for (size_t i = 0; any && i < rows; i++) {
		double sum = 0;
		for (size_t j = 0; j < kept; j++)
			sum += r[i * *k + to[j]];
		for (size_t j = 0; j < kept; j++)
			r[i * kept + j] = sum > 1e-9 ? r[i * *k + to[j]] / sum : 1 / (double)kept;
	}
	*k = any ? kept : *k;
	free(texts);
	free(to);
	return any;
}

void
groups_fit(struct groups *g, const struct matrices *m, size_t n, size_t most, size_t jobs)
{
	size_t rows = m->ones.rows, side = rows < m->ones.cols ? rows : m->ones.cols;
	struct search s = { .m = m, .jobs = jobs, .likelihood = -1e300, .keep = n > 0 };
	bool chosen = n == 0;
	s.label = xmalloc(rows * sizeof *s.label);
	s.d = embed_texts(&m->ones, &m->ones_t, DIMENSIONS, &s.x, jobs);
	if (n == 0 && s.d > 0)
		n = choose_number(&s, most < side ? most : side);
	else if (n > 2 * m->marks)
		n -= m->marks;
	s.k = n > 0 && n < side ? n : n == 0 ? 1 : side;
	s.r = xrealloc(s.r, rows * s.k, sizeof *s.r);
	s.best = xmalloc(rows * s.k * sizeof *s.best);
	from_factors(&s);
	from_embeddings(&s);
	if (n > m->marks)
		add_marked(&s);
	struct mixture_data d = { &m->ones, &m->ones_t, m->weight, 0, s.keep };
	mixture_fit(&g->mixture, &d, s.k, s.best, ROUNDS, jobs);
	while (chosen && drop_small(&s, s.best, &s.k)) {
		mixture_free(&g->mixture);
		mixture_fit(&g->mixture, &d, s.k, s.best, TRY_ROUNDS, jobs);
	}
	g->posterior = s.best;
	free(s.x);
	free(s.r);
	free(s.label);
}

void
groups_free(struct groups *g)
{
	mixture_free(&g->mixture);
	free(g->posterior);
	*g = (struct groups){ 0 };
}

struct assign {
	const struct mixture *m;
	const struct vocabulary *v;
	const struct terms *t;
	bool outliers;
	struct assigned *to;
};

/* Words that many texts of the group have, and few others; long texts have more of them, hence the root. */
static double
typicality(const struct mixture *m, const uint32_t *term, size_t n, size_t marks, size_t group)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		double here = m->logp[term[i] * m->k + group];
		if (term[i] >= marks && here > m->all[term[i]])
			sum += num_exp(here) * (here - m->all[term[i]]);
	}
	return sum / sqrt((double)(n ? n : 1));
}

/* By owner: the sum of its parts. */
static const double *
add_parts(const struct mixture *m, const double *part, double *whole)
{
	memset(whole, 0, m->k * sizeof *whole);
	for (size_t j = 0; j < m->k; j++)
		whole[m->owner[j]] += part[j];
	return whole;
}

/* The group that has most, of parts together; of its parts the one that has most. */
static uint32_t
choose_group(const struct mixture *m, const double *by, double *whole)
{
	const double *all = m->owner ? add_parts(m, by, whole) : by;
	uint32_t best = 0, part;
	for (uint32_t j = 1; j < m->k; j++)
		best = all[j] > all[best] ? j : best;
	if (!m->owner)
		return best;
	part = best;
	for (uint32_t j = 0; j < m->k; j++)
		if (m->owner[j] == best && (m->owner[part] != best || by[j] > by[part]))
			part = j;
	return part;
}

static void
assign_texts(void *job, size_t piece, size_t thread)
{
	const struct assign *a = job;
	size_t k = a->m->k, end = (piece + 1) * TEXTS < a->v->texts ? (piece + 1) * TEXTS : a->v->texts, cap = 0;
	double *score = xmalloc((k + 1) * sizeof *score), *whole = xmalloc((k + 1) * sizeof *whole);
	uint32_t *list = NULL;
	(void)thread;
	for (size_t i = piece * TEXTS; i < end; i++) {
		const struct text *x = &a->v->text[i];
		a->to->group[i] = GROUP_NONE;
		a->to->p[i] = a->to->typical[i] = 0;
		if (x->blank)
			continue;
		list = xgrow(list, &cap, x->n + 1, sizeof *list);
		size_t n = text_terms(a->v, a->t, x, list);
		mixture_score(a->m, list, n, score);
		score[k] = mixture_background(a->m, list, n);
		mixture_posterior(score, k + 1);
		uint32_t best = choose_group(a->m, n ? score : a->m->weight, whole);
		double p = a->m->owner ? add_parts(a->m, score, whole)[a->m->owner[best]] : score[best];
		a->to->p[i] = (float)p;
		a->to->typical[i] = (float)typicality(a->m, list, n, a->t->marks, best);
		if (!a->outliers || (n && p >= OUTLIER_P))
			a->to->group[i] = best;
	}
	free(list);
	free(score);
	free(whole);
}

void
groups_assign(const struct mixture *m, const struct vocabulary *v, const struct terms *t, bool outliers, struct assigned *to, size_t jobs)
{
	struct assign a = { m, v, t, outliers, to };
	par_run(jobs, (v->texts + TEXTS - 1) / TEXTS, assign_texts, &a);
}
