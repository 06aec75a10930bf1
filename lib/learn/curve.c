#include "learn/curve.h"

#include <stdlib.h>

#include "base/par.h"
#include "base/rng.h"
#include "learn/crossfit.h"
#include "learn/labelled.h"
#include "learn/split.h"

enum { ROUNDS = 1000, SMALLEST = 40, MOST_AT_ONCE = 4 };

struct job {
	struct labelled l;              /* first */
	const struct eval_options *o;
	size_t jobs;
	struct curve curve;
};

/* What the fits share. */
struct training {
	const struct dataset *d;
	const uint8_t *fold, *part;     /* by record */
	size_t steps, parts[CURVE_STEPS];       /* sixteenths that each step learns from */
	struct choice choice[CURVE_STEPS];
	size_t learnt[CURVE_STEPS][CURVE_FOLDS];
	uint8_t *right;                 /* by record: bit s says that step s was right */
	uint8_t *top[CURVE_STEPS];      /* by record: 1 where it was right; merged into right */
};

/* Each fold takes other sixteenths first, so that a small share is not the same few records five times. */
static bool
is_learnt(const struct training *t, size_t i, size_t step, size_t fold)
{
	return t->fold[i] != fold && (t->part[i] + 3 * fold) % CURVE_PARTS < t->parts[step];
}

/* The records that step learns from in the first fold, as a dataset of their own (features keep their numbers). */
static void
take(const struct training *t, size_t step, struct dataset *to, uint32_t *label)
{
	const struct dataset *d = t->d;
	size_t n = 0, nz = 0;
	*to = (struct dataset){ .K = d->K, .label = label, .D = d->D };
	to->group = xmalloc((d->n + 1) * sizeof *to->group);
	to->start = xmalloc((d->n + 2) * sizeof *to->start);
	to->feature = xmalloc((d->start[d->n] + 1) * sizeof *to->feature);
	to->count = xmalloc((d->start[d->n] + 1) * sizeof *to->count);
	to->word = memcpy(xmalloc((d->D + 1) * sizeof *to->word), d->word, d->D * sizeof *to->word);
	to->start[0] = 0;
	for (size_t i = 0; i < d->n; i++) {
		if (!is_learnt(t, i, step, 0))
			continue;
		size_t m = d->start[i + 1] - d->start[i];
		memcpy(to->feature + nz, d->feature + d->start[i], m * sizeof *to->feature);
		memcpy(to->count + nz, d->count + d->start[i], m * sizeof *to->count);
		to->group[n] = d->group[i];
		label[n++] = d->label[i];
		to->start[n] = nz += m;
	}
	to->n = n;
}

static void
choose_settings(struct training *t, size_t jobs)
{
	uint32_t *label = xmalloc((t->d->n + 1) * sizeof *label);
	struct select_options how = { .jobs = jobs, .folds = 5 };
	for (size_t s = 0; s < t->steps; s++) {
		struct dataset part;
		take(t, s, &part, label);
		select_settings(&part, &how, &t->choice[s], NULL);
		dataset_free(&part);
	}
	free(label);
}

static void
fit_step(void *arg, size_t piece, size_t thread)
{
	struct training *t = arg;
	const struct dataset *d = t->d;
	/* The largest first: threads end at about the same time. */
	size_t step = t->steps - 1 - piece / CURVE_FOLDS, fold = piece % CURVE_FOLDS, fits = 0, helds = 0, K = d->K;
	uint32_t *fit = xmalloc((d->n + 1) * sizeof *fit), *held = xmalloc((d->n + 1) * sizeof *held);
	float *z = xmalloc((d->n * K + 1) * sizeof *z);
	(void)thread;
	for (size_t i = 0; i < d->n; i++)
		if (t->fold[i] == fold)
			held[helds++] = (uint32_t)i;
		else if (is_learnt(t, i, step, fold))
			fit[fits++] = (uint32_t)i;
	t->learnt[step][fold] = fits;
	if (fits && helds)
		crossfit_scores(d, &t->choice[step], fit, fits, held, helds, 0, z);
	for (size_t h = 0; fits && h < helds; h++) {
		const float *of = z + held[h] * K;
		size_t best = 0;
		for (size_t k = 1; k < K; k++)
			best = of[k] > of[best] ? k : best;
		t->top[step][held[h]] = best == d->label[held[h]];
	}
	free(fit);
	free(held);
	free(z);
}

/* Errors of each step, from how many records have which steps right. */
static void
errors_of(const uint64_t *pattern, size_t steps, size_t n, double *error)
{
	for (size_t s = 0; s < steps; s++) {
		uint64_t wrong = 0;
		for (size_t k = 0; k < (size_t)1 << steps; k++)
			wrong += k >> s & 1 ? 0 : pattern[k];
		error[s] = (double)wrong / (double)n;
	}
}

/* How far one more binomial draw of that share, from n records, lies off it. */
static double
scatter(struct rng *rng, double share, size_t n)
{
	uint64_t drawn = 0;
	for (size_t i = 0; i < n; i++)
		drawn += rng_unit(rng) < share;
	return (double)drawn / (double)n - share;
}

static void
work_out(struct curve *c, const struct training *t)
{
	size_t n = t->d->n;
	uint64_t pattern[1 << CURVE_STEPS] = { 0 };
	double error[CURVE_STEPS], first[CURVE_STEPS], all = (double)n, *round = xmalloc((CURVE_STEPS + 3) * ROUNDS * sizeof *round);
	double *now = round + CURVE_STEPS * ROUNDS, *twice = now + ROUNDS, *gain = twice + ROUNDS;
	struct rng rng = { 20260501 };
	for (size_t i = 0; i < n; i++)
		pattern[t->right[i]]++;
	errors_of(pattern, t->steps, n, error);
	memcpy(first, error, sizeof first);
	c->law = powerlaw_fit(c->learnt, error, t->steps);
	c->now = 1 - powerlaw_error(&c->law, all);
	c->twice = 1 - powerlaw_error(&c->law, 2 * all);
	c->gain = c->twice - c->now;
	for (size_t s = 0; s < t->steps; s++)
		c->accuracy[s] = 1 - error[s];
	for (int k = 0; k < ROUNDS; k++) {
		memset(pattern, 0, sizeof pattern);
		for (size_t i = 0; i < n; i++)
			pattern[t->right[rng_below(&rng, n)]]++;
		errors_of(pattern, t->steps, n, error);
		for (size_t s = 0; s < t->steps; s++) {
			round[s * ROUNDS + (size_t)k] = 1 - error[s];
			error[s] += scatter(&rng, first[s], n);
			error[s] = error[s] > 0 ? error[s] : 0;
		}
		struct powerlaw law = powerlaw_fit(c->learnt, error, t->steps);
		now[k] = 1 - powerlaw_error(&law, all);
		twice[k] = 1 - powerlaw_error(&law, 2 * all);
		gain[k] = twice[k] - now[k];
	}
	for (size_t s = 0; s < t->steps; s++)
		c->i[s] = interval_percentiles(round + s * ROUNDS, ROUNDS);
	c->now_i = interval_percentiles(now, ROUNDS);
	c->twice_i = interval_percentiles(twice, ROUNDS);
	c->gain_i = interval_percentiles(gain, ROUNDS);
	free(round);
}

static void
train(struct job *j, const struct dataset *d)
{
	struct curve *c = &j->curve;
	struct training t = { .d = d };
	uint8_t *fold = xmalloc(d->n + 1), *part = xmalloc(d->n + 1);
	split_folds(d->group, d->label, d->n, CURVE_FOLDS, 0, fold);
	split_folds(d->group, d->label, d->n, CURVE_PARTS, 1, part);
	t.fold = fold;
	t.part = part;
	for (size_t parts = 1; parts <= CURVE_PARTS; parts *= 2)
		if (parts * d->n * 4 / 5 / CURVE_PARTS >= SMALLEST)
			t.parts[t.steps++] = parts;
	t.right = xcalloc(d->n + 1, sizeof *t.right);
	for (size_t s = 0; s < t.steps; s++)
		t.top[s] = xcalloc(d->n + 1, sizeof *t.top[s]);
	choose_settings(&t, j->jobs);
	par_run(j->jobs < MOST_AT_ONCE ? j->jobs : MOST_AT_ONCE, t.steps * CURVE_FOLDS, fit_step, &t);
	c->steps = t.steps;
	for (size_t s = 0; s < t.steps; s++) {
		for (size_t f = 0; f < CURVE_FOLDS; f++)
			c->learnt[s] += (double)t.learnt[s][f] / CURVE_FOLDS;
		for (size_t i = 0; i < d->n; i++)
			t.right[i] = (uint8_t)(t.right[i] | t.top[s][i] << s);
		free(t.top[s]);
		choice_free(&t.choice[s]);
	}
	work_out(c, &t);
	free(t.right);
	free(fold);
	free(part);
}

static int
end(void *arg, struct out *o, struct fb_err *e)
{
	struct job *j = arg;
	struct dataset d;
	int rc = labelled_check(&j->l, CURVE_LEAST, e);
	if (rc || (rc = labelled_dataset(&j->l, &d, j->jobs, e)))
		return rc;
	j->curve.target = j->o->truth;
	j->curve.records = d.n;
	j->curve.labels = d.K;
	train(j, &d);
	curve_print(&j->curve, j->o->form, &o->b);
	dataset_free(&d);
	return 0;
}

int
curve_run(const struct eval_options *o, const struct stream *s, struct fb_err *e)
{
	struct job j = { .l = { .target = o->truth, .columns = &o->columns }, .o = o, .jobs = par_jobs(s->jobs) };
	struct filter f;
	int rc = labelled_filter(&j.l, &f, e);
	if (rc)
		return rc;
	f.end = end;
	rc = pipeline_run(&f, &j, s, e);
	labelled_free(&j.l);
	return rc;
}
