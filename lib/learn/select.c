#include "learn/select.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/par.h"
#include "learn/ascent.h"
#include "learn/calibrate.h"
#include "learn/score.h"
#include "learn/split.h"
#include "learn/values.h"

/* Steps of C times mean |x|^2, half a decade each. */
static const double path[] = { 1, 3.16, 10, 31.6, 100, 316, 1000 };
enum { STEPS = sizeof path / sizeof *path, PASSES = 20 };
static const double TOLERANCE = .03;

struct trial {                  /* one scaling */
	unsigned scaling;
	struct choice best;
	struct buf log;
};

struct selection {
	const struct dataset *d;
	const struct select_options *o;
	uint32_t *fit, *held;
	size_t fits, helds;
	uint32_t *held_label;
	struct trial *trial;
	bool logged;
};

static void
score_held(const struct selection *s, const struct rows *r, const float *w, float *z)
{
	for (size_t u = 0; u < s->helds; u++)
		softmax_scores(r, w, s->held[u], z + u * r->K);
}

static void
count_held(const struct selection *s, const float *z, unsigned K, struct choice *c)
{
	memset(c->confusion, 0, (size_t)K * K * sizeof *c->confusion);
	for (size_t u = 0; u < s->helds; u++) {
		unsigned top = 0;
		for (unsigned k = 1; k < K; k++)
			if (z[u * K + k] > z[u * K + top])
				top = k;
		c->confusion[(size_t)s->held_label[u] * K + top]++;
	}
	struct score score = score_of(c->confusion, K);
	c->accuracy = score.accuracy;
	c->macro_f1 = score.macro_f1;
}

static void
log_line(struct buf *b, const struct trial *t, double C, unsigned pass, const struct ascent *a, double held_loss, double held_accuracy)
{
	buf_printf(b, "select\t%s\t", values_name(t->scaling));
	num_fixed(b, C, 2);
	buf_printf(b, "\t%u\t", pass);
	num_fixed(b, a->loss, 6);
	buf_char(b, '\t');
	num_fixed(b, a->gap, 6);
	buf_char(b, '\t');
	num_fixed(b, a->right, 4);
	buf_char(b, '\t');
	num_fixed(b, held_loss, 6);
	buf_char(b, '\t');
	num_fixed(b, held_accuracy, 4);
	buf_char(b, '\n');
}

static void
try_scaling(void *job, size_t piece, size_t thread)
{
	struct selection *s = job;
	struct trial *t = &s->trial[piece];
	const struct dataset *d = s->d;
	unsigned K = d->K;
	float *scale = xmalloc((d->D + 1) * sizeof *scale), *x = xmalloc((d->start[d->n] + 1) * sizeof *x);
	float *z = xmalloc((s->helds * K + 1) * sizeof *z);
	struct choice now = { .scaling = t->scaling, .confusion = xcalloc((size_t)K * K, sizeof *now.confusion) };
	(void)thread;
	values_scale(d, s->fit, s->fits, t->scaling, scale);
	double mean = values_fill(d, scale, x);
	struct rows r = { d->n, d->D, K, d->start, d->feature, x, d->label, s->o->weight, s->fit, s->fits };
	struct ascent a;
	ascent_start(&a, &r, path[0] / mean, s->o->seed);
	for (size_t step = 0, worse = 0; step < STEPS && worse < 2; step++) {
		if (step)
			ascent_restart(&a, path[step] / mean);
		unsigned pass = ascent_run(&a, TOLERANCE, PASSES);
		score_held(s, &r, a.w, z);
		now.strength = path[step];
		now.temperature = calibrate(z, s->held_label, s->helds, K, &now.loss);
		count_held(s, z, K, &now);
		log_line(&t->log, t, path[step], pass, &a, now.loss, now.accuracy);
		bool better = step == 0 || now.loss < .995 * t->best.loss;
		if (step == 0 || now.loss < t->best.loss) {
			uint64_t *mine = t->best.confusion;
			memcpy(mine, now.confusion, (size_t)K * K * sizeof *mine);
			t->best = now;
			t->best.confusion = mine;
		}
		worse = better ? 0 : worse + 1;
	}
	ascent_free(&a);
	free(now.confusion);
	free(scale);
	free(x);
	free(z);
}

static void
divide(struct selection *s)
{
	const struct dataset *d = s->d;
	uint8_t *fold = xmalloc(d->n + 1);
	s->fit = xmalloc((d->n + 1) * sizeof *s->fit);
	s->held = xmalloc((d->n + 1) * sizeof *s->held);
	s->held_label = xmalloc((d->n + 1) * sizeof *s->held_label);
	split_folds(d->group, d->label, d->n, s->o->folds, s->o->seed, fold);
	for (size_t i = 0; i < d->n; i++)
		if (fold[i] == s->o->folds - 1) {
			s->held_label[s->helds] = d->label[i];
			s->held[s->helds++] = (uint32_t)i;
		} else
			s->fit[s->fits++] = (uint32_t)i;
	free(fold);
}

void
select_settings(const struct dataset *d, const struct select_options *o, struct choice *best, struct buf *log)
{
	struct selection s = { .d = d, .o = o };
	unsigned trials = d->K == 2 ? 4 : 2;
	divide(&s);
	s.trial = xcalloc(trials, sizeof *s.trial);
	for (unsigned t = 0; t < trials; t++) {
		s.trial[t].scaling = t;
		s.trial[t].best.confusion = xcalloc((size_t)d->K * d->K, sizeof *best->confusion);
	}
	par_run(o->jobs, trials, try_scaling, &s);
	unsigned top = 0;
	for (unsigned t = 0; t < trials; t++) {
		if (s.trial[t].best.loss < s.trial[top].best.loss)
			top = t;
		if (log)
			buf_slice(log, buf_str(&s.trial[t].log));
		buf_free(&s.trial[t].log);
	}
	*best = s.trial[top].best;
	best->held_out = s.helds;
	best->learnt = s.fits;
	for (unsigned t = 0; t < trials; t++)
		if (t != top)
			free(s.trial[t].best.confusion);
	free(s.trial);
	free(s.fit);
	free(s.held);
	free(s.held_label);
}
