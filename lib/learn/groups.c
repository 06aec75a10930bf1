#include "learn/groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/par.h"
#include "learn/embed.h"
#include "learn/kmeans.h"
#include "learn/nmf.h"

enum {
	TRY_ROUNDS = 8, ROUNDS = 20,    /* of EM: to compare starts, to fit */
	NMF_ROUNDS = 60,
	DIMENSIONS = 64,
	TEXTS = 1024,           /* that a thread assigns at a time */
	KMEANS_STARTS = 4, KMEANS_ROUNDS = 15,
};

struct search {
	const struct matrices *m;
	size_t k, jobs;
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
	double likelihood = mixture_fit(&mix, &m->ones, &m->ones_t, m->weight, s->k, s->r, TRY_ROUNDS, s->jobs);
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
	double *x;
	size_t rows = s->m->ones.rows, d = embed_texts(&s->m->ones, &s->m->ones_t, DIMENSIONS, &x, s->jobs);
	double margin = GROUPS_MARGIN;
	for (uint64_t start = 0; d > 0 && start < KMEANS_STARTS; start++) {
		double before = s->likelihood;
		kmeans_run(x, rows, d, s->k, start, KMEANS_ROUNDS, s->label, s->jobs);
		try_start(s, margin);
		if (s->likelihood > before)
			margin = 0;
	}
	free(x);
}

void
groups_fit(struct groups *g, const struct matrices *m, size_t n, size_t jobs)
{
	size_t rows = m->ones.rows, side = rows < m->ones.cols ? rows : m->ones.cols;
	struct search s = { .m = m, .k = n < side ? n : side, .jobs = jobs, .likelihood = -1e300 };
	s.label = xmalloc(rows * sizeof *s.label);
	s.r = xmalloc(rows * s.k * sizeof *s.r);
	s.best = xmalloc(rows * s.k * sizeof *s.best);
	from_factors(&s);
	from_embeddings(&s);
	mixture_fit(&g->mixture, &m->ones, &m->ones_t, m->weight, s.k, s.best, ROUNDS, jobs);
	g->posterior = s.best;
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
	uint32_t *group;
	float *p;
};

static void
assign_texts(void *job, size_t piece, size_t thread)
{
	const struct assign *a = job;
	size_t k = a->m->k, end = (piece + 1) * TEXTS < a->v->texts ? (piece + 1) * TEXTS : a->v->texts, cap = 0;
	double *score = xmalloc(k * sizeof *score);
	uint32_t *list = NULL;
	(void)thread;
	for (size_t i = piece * TEXTS; i < end; i++) {
		const struct text *x = &a->v->text[i];
		a->group[i] = GROUP_NONE;
		a->p[i] = 0;
		if (x->blank)
			continue;
		list = xgrow(list, &cap, x->n + 1, sizeof *list);
		size_t n = text_terms(a->v, a->t, x, list);
		const double *by = n ? score : a->m->weight;
		mixture_score(a->m, list, n, score);
		mixture_posterior(score, k);
		a->group[i] = 0;
		for (uint32_t j = 1; j < k; j++)
			if (by[j] > by[a->group[i]])
				a->group[i] = j;
		a->p[i] = (float)score[a->group[i]];
	}
	free(list);
	free(score);
}

void
groups_assign(const struct mixture *m, const struct vocabulary *v, const struct terms *t, uint32_t *group, float *p, size_t jobs)
{
	struct assign a = { m, v, t, group, p };
	par_run(jobs, (v->texts + TEXTS - 1) / TEXTS, assign_texts, &a);
}
