#include "learn/select.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/par.h"
#include "learn/ascent.h"
#include "learn/calibrate.h"
#include "learn/prior.h"
#include "learn/score.h"
#include "learn/split.h"
#include "learn/values.h"

/* Steps of C times mean |x|^2, half a decade each. */
static const double path[] = { .316, 1, 3.16, 10, 31.6, 100, 316, 1000 };
enum { STEPS = sizeof path / sizeof *path, MIDDLE = 3, PASSES = 20 };
static const unsigned scalings[] = { 0, SCALE_IDF, SCALE_RATIO, SCALE_IDF | SCALE_RATIO };
enum { SCALINGS = sizeof scalings / sizeof *scalings };
/* Less than that share of the loss is no reason to prefer another C, or a scaling to a plainer one, or repeats. */
static const double TOLERANCE = .03, MARGIN = .002, SCALING_MARGIN = .01;
static const double ALONG = .6;         /* share of the work that trials along C are */

struct trial {                  /* one scaling */
	unsigned scaling;
	bool along;             /* along C, not only in the middle */
	struct choice best;
	struct buf log;
};

struct selection {
	const struct dataset *d;
	const struct select_options *o;
	uint32_t *fit, *held;
	size_t fits, helds;
	uint32_t *held_label;
	float *held_weight;     /* NULL: 1 */
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
choice_room(struct choice *c, unsigned K, size_t held)
{
	c->confusion = xcalloc((size_t)K * K, sizeof *c->confusion);
	c->z = xmalloc((held * K + 1) * sizeof *c->z);
}

void
choice_free(struct choice *c)
{
	free(c->confusion);
	free(c->z);
	free(c->truth);
}

struct attempt {                /* one scaling at work */
	struct selection *s;
	struct trial *t;
	struct rows rows;
	struct ascent ascent;
	double mean;            /* of |x|^2 */
	struct choice now;
	double left;            /* of its share of the work */
};

/* Fit at a step of the path; true: the best so far. */
static bool
attempt_step(struct attempt *a, size_t step)
{
	struct choice *now = &a->now, *best = &a->t->best;
	unsigned K = a->rows.K;
	size_t helds = a->s->helds;
	ascent_restart(&a->ascent, path[step] / a->mean);
	unsigned pass = ascent_run(&a->ascent, TOLERANCE, PASSES);
	score_held(a->s, &a->rows, a->ascent.w, now->z);
	now->strength = path[step];
	now->temperature = calibrate(now->z, a->s->held_label, a->s->held_weight, a->s->helds, K, &now->loss);
	count_held(a->s, now->z, K, now);
	log_line(&a->t->log, a->t, path[step], pass, &a->ascent, now->loss, now->accuracy);
	/* How many steps a trial takes is not known: each is half of what is left of its part. */
	watch_add(a->s->o->watch, a->s->o->share * (a->t->along ? ALONG : 1 - ALONG) * (a->t->along ? a->left /= 2 : 1) /
	    (a->t->along ? 2 : SCALINGS), a->ascent.loss);
	if (best->strength > 0 && now->loss >= (1 - MARGIN) * best->loss)
		return false;
	struct choice was = *best;
	memcpy(was.confusion, now->confusion, (size_t)K * K * sizeof *was.confusion);
	memcpy(was.z, now->z, helds * K * sizeof *was.z);
	*best = *now;
	best->confusion = was.confusion;
	best->z = was.z;
	return true;
}

static void
try_scaling(void *job, size_t piece, size_t thread)
{
	struct selection *s = job;
	struct attempt a = { .s = s, .t = &s->trial[piece], .left = 1 };
	const struct dataset *d = s->d;
	unsigned K = d->K;
	float *scale = xmalloc((d->D + 1) * sizeof *scale), *x = xmalloc((d->start[d->n] + 1) * sizeof *x);
	(void)thread;
	a.now.scaling = a.t->scaling;
	choice_room(&a.now, K, s->helds);
	choice_room(&a.t->best, K, s->helds);
	values_scale(d, s->fit, s->fits, a.t->scaling, scale);
	a.mean = values_fill(d, a.t->scaling, scale, x);
	a.rows = (struct rows){ d->n, d->D, K, d->start, d->feature, x, d->label, s->o->weight, s->fit, s->fits, NULL };
	float *offset = d->prior ? prior_offset(d->prior, &a.rows, scale) : NULL;
	a.rows.offset = offset;
	ascent_start(&a.ascent, &a.rows, path[0] / a.mean, s->o->seed);
	ascent_approach(&a.ascent, path[MIDDLE] / a.mean);
	attempt_step(&a, MIDDLE);
	size_t step = MIDDLE + 1;
	while (a.t->along && step < STEPS && attempt_step(&a, step))
		step++;
	/* Down only where the first step up did not help. */
	for (size_t down = MIDDLE; a.t->along && step == MIDDLE + 1 && down > 0 && attempt_step(&a, down - 1);)
		down--;
	ascent_free(&a.ascent);
	choice_free(&a.now);
	free(scale);
	free(offset);
	free(x);
}

static void
divide(struct selection *s)
{
	const struct dataset *d = s->d;
	uint8_t *fold = xmalloc(d->n + 1);
	s->fit = xmalloc((d->n + 1) * sizeof *s->fit);
	s->held = xmalloc((d->n + 1) * sizeof *s->held);
	s->held_label = xmalloc((d->n + 1) * sizeof *s->held_label);
	size_t judged = d->n - s->o->lexicon;
	split_folds(d->group, d->label, judged, s->o->folds, s->o->seed, fold);
	for (size_t i = 0; i < d->n; i++)
		if (s->o->held ? s->o->held[i] : i < judged && fold[i] == s->o->folds - 1) {
			s->held_label[s->helds] = d->label[i];
			s->held[s->helds++] = (uint32_t)i;
		} else
			s->fit[s->fits++] = (uint32_t)i;
	free(fold);
	s->held_weight = s->o->weight ? xmalloc((s->helds + 1) * sizeof *s->held_weight) : NULL;
	for (size_t u = 0; s->held_weight && u < s->helds; u++)
		s->held_weight[u] = s->o->weight[s->held[u]];
}

/* Run trials [from, from + n); which of them to take: the last that was clearly better than those before. */
static size_t
run_trials(struct selection *s, size_t from, size_t n, struct buf *log)
{
	size_t top = from;
	struct selection part = *s;
	part.trial += from;
	par_run(s->o->jobs, n, try_scaling, &part);
	for (size_t t = from; t < from + n; t++) {
		if (s->trial[t].best.loss < (1 - SCALING_MARGIN) * s->trial[top].best.loss)
			top = t;
		if (log)
			buf_slice(log, buf_str(&s->trial[t].log));
		buf_free(&s->trial[t].log);
	}
	return top;
}

void
select_settings(const struct dataset *d, const struct select_options *o, struct choice *best, struct buf *log)
{
	struct trial trial[SCALINGS + 2] = { { .scaling = 0 } };
	struct selection s = { .d = d, .o = o, .trial = trial };
	divide(&s);
	for (unsigned t = 0; t < SCALINGS; t++)
		trial[t].scaling = scalings[t] | (d->prior && d->prior->model.s.repeats ? SCALE_REPEATS : 0);
	size_t top = run_trials(&s, 0, SCALINGS, log);
	/* What an older model counts once is counted once. */
	unsigned along = d->prior ? 1 : 2;
	for (unsigned t = 0; t < along; t++)
		trial[SCALINGS + t] = (struct trial){ .scaling = trial[top].scaling | (t ? SCALE_REPEATS : 0), .along = true };
	top = run_trials(&s, SCALINGS, along, log);
	*best = trial[top].best;
	best->held_out = s.helds;
	best->learnt = s.fits;
	for (size_t t = 0; t < SCALINGS + along; t++)
		if (t != top)
			choice_free(&trial[t].best);
	best->truth = s.held_label;
	free(s.held_weight);
	free(s.fit);
	free(s.held);
}
