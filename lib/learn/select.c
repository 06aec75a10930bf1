#include "learn/select.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/par.h"
#include "learn/ascent.h"
#include "learn/calibrate.h"
#include "learn/dropout.h"
#include "learn/prior.h"
#include "learn/refit.h"
#include "learn/score.h"
#include "learn/split.h"
#include "learn/values.h"

/* Steps of C times mean |x|^2, half a decade each. */
static const double path[] = { .316, 1, 3.16, 10, 31.6, 100, 316, 1000 };
enum { STEPS = sizeof path / sizeof *path, MIDDLE = 3, PASSES = 20 };
/* Up to so many records, and weights, a second part is held out in turn: what one part says of so few is half chance. */
enum { PARTS = 2, FEW = 20000, LIGHT = 1 << 24 };
static const unsigned scalings[] = { 0, SCALE_IDF, SCALE_RATIO, SCALE_IDF | SCALE_RATIO };
enum { SCALINGS = sizeof scalings / sizeof *scalings };
/* Less than that share of the loss is no reason to prefer a smaller C, a larger one (weights that are held less also go further wrong on
 * texts unlike those held out), a scaling to a plainer one, or repeats; or dropout; or guesses. */
static const double TOLERANCE = .03, MARGIN = .002, LOOSER_MARGIN = .01, SCALING_MARGIN = .01, DROPOUT_MARGIN = .005,
	GUESS_MARGIN = .01;
/* Shares of features that dropout leaves out, and of its scores in the mean: each with each is tried. */
static const double dropouts[] = { .5, .7 }, means[] = { .5, .75 };
enum { DROPOUTS = sizeof dropouts / sizeof *dropouts, MEANS = sizeof means / sizeof *means };
static const double ALONG = .45, THINNED = .25;         /* shares of the work that trials along C are, and those with dropout */

struct trial {                  /* one scaling */
	unsigned scaling;
	bool along;             /* along C, not only in the middle */
	struct choice best;
	struct buf log;
};

struct selection {
	const struct dataset *d;
	const struct select_options *o;
	struct split_part part[PARTS];
	size_t parts;
	uint32_t *label[PARTS]; /* of all records, those that were guessed for a part among them; NULL: those of d */
	uint32_t *held_label;   /* of all parts, one behind the other */
	float *held_weight;     /* NULL: 1 */
	size_t helds;
	struct trial *trial;
	bool logged;
};

static void
say_dropout(const struct choice *c, struct buf *b)
{
	if (!(c->dropout > 0))
		return;
	buf_text(b, ", dropout ");
	num_fixed(b, c->dropout, 1);
	buf_text(b, c->part[0] < .5 ? " for three quarters" : " for half");
}

static void
score_held(const struct split_part *part, const struct rows *r, const float *w, float *z)
{
	for (size_t u = 0; u < part->helds; u++)
		softmax_scores(r, w, part->held[u], z + u * r->K);
}

/* Calibrate scores of the held-out records, and count what is right. */
static void
judge(const struct selection *s, size_t helds, struct choice *c)
{
	unsigned K = s->d->K;
	c->temperature = calibrate(c->z, s->held_label, s->held_weight, helds, K, &c->loss);
	memset(c->confusion, 0, (size_t)K * K * sizeof *c->confusion);
	for (size_t u = 0; u < helds; u++) {
		unsigned top = 0;
		for (unsigned k = 1; k < K; k++)
			if (c->z[u * K + k] > c->z[u * K + top])
				top = k;
		c->confusion[(size_t)s->held_label[u] * K + top]++;
	}
	struct score score = score_of(c->confusion, K);
	c->accuracy = score.accuracy;
	c->macro_f1 = score.macro_f1;
}

void
choice_log(struct buf *b, const char *phase, const struct choice *c, bool held, unsigned pass, double loss, double gap, double right)
{
	buf_printf(b, "%s\t%s", phase, values_name(c->scaling));
	if (held)
		say_dropout(c, b);
	buf_char(b, '\t');
	num_fixed(b, c->strength, 2);
	buf_printf(b, "\t%u\t", pass);
	num_fixed(b, loss, 6);
	buf_char(b, '\t');
	if (gap >= 0)
		num_fixed(b, gap, 6);
	buf_char(b, '\t');
	num_fixed(b, right, 4);
	buf_char(b, '\t');
	if (held)
		num_fixed(b, c->loss, 6);
	buf_char(b, '\t');
	if (held)
		num_fixed(b, c->accuracy, 4);
	buf_char(b, '\n');
}

static void
choice_room(struct choice *c, unsigned K, size_t held)
{
	c->confusion = xcalloc((size_t)K * K, sizeof *c->confusion);
	c->z = xmalloc((held * K + 1) * sizeof *c->z);
}

static void
choice_swap(struct choice *a, struct choice *b)
{
	struct choice was = *a;
	*a = *b;
	*b = was;
}

void
choice_free(struct choice *c)
{
	free(c->confusion);
	free(c->z);
	free(c->truth);
	if (c->teacher)
		choice_free(c->teacher);
	free(c->teacher);
}

struct fit {                    /* of one part */
	struct rows rows;
	struct ascent ascent;
	double mean;            /* of |x|^2 */
	float *scale, *x, *offset;
};

struct attempt {                /* one scaling at work */
	struct selection *s;
	struct trial *t;
	struct fit fit[PARTS];
	size_t parts, helds;
	struct choice now;
	double left;            /* of its share of the work */
};

/* Fit at a step of the path; true: the best so far. */
static bool
attempt_step(struct attempt *a, size_t step)
{
	struct choice *now = &a->now, *best = &a->t->best;
	struct selection *s = a->s;
	struct ascent *last = &a->fit[a->parts - 1].ascent;
	unsigned K = s->d->K, pass = 0;
	float *z = now->z;
	for (size_t p = 0; p < a->parts; z += s->part[p++].helds * K) {
		struct fit *f = &a->fit[p];
		ascent_restart(&f->ascent, path[step] / f->mean);
		pass = ascent_run(&f->ascent, TOLERANCE, PASSES);
		score_held(&s->part[p], &f->rows, f->ascent.w, z);
	}
	now->scaling = a->t->scaling;
	now->strength = path[step];
	now->part[0] = 1;
	judge(s, a->helds, now);
	choice_log(&a->t->log, "select", now, true, pass, last->loss, last->gap, last->right);
	/* How many steps a trial takes is not known: each is half of what is left of its part. */
	watch_add(s->o->watch, s->o->share * (a->t->along ? ALONG * (a->left /= 2) / 2 : (1 - ALONG - THINNED) / SCALINGS), last->loss);
	if (best->strength > 0 && now->loss >= (1 - (path[step] > best->strength ? LOOSER_MARGIN : MARGIN)) * best->loss)
		return false;
	choice_swap(now, best);
	return true;
}

static void
fit_values(struct fit *f, const struct selection *s, const struct split_part *part, unsigned scaling)
{
	struct dataset d = *s->d;
	const uint32_t *guessed = s->label[part - s->part];
	d.label = guessed ? guessed : d.label;
	f->scale = xmalloc((d.D + 1) * sizeof *f->scale);
	f->x = xmalloc((d.start[d.n] + 1) * sizeof *f->x);
	values_scale(&d, part->fit, part->fits, scaling, f->scale);
	f->mean = values_fill(&d, scaling, f->scale, f->x);
	f->rows = (struct rows){ d.n, d.D, d.K, d.start, d.feature, f->x, d.label, s->o->weight, part->fit, part->fits, NULL };
	f->rows.offset = f->offset = d.prior ? prior_offset(d.prior, &f->rows, f->scale) : NULL;
}

static void
fit_close(struct fit *f)
{
	ascent_free(&f->ascent);
	free(f->scale);
	free(f->x);
	free(f->offset);
}

static void
try_scaling(void *job, size_t piece, size_t thread)
{
	struct selection *s = job;
	struct attempt a = { .s = s, .t = &s->trial[piece], .left = 1 };
	(void)thread;
	a.parts = a.t->along ? s->parts : 1;
	for (size_t p = 0; p < a.parts; p++)
		a.helds += s->part[p].helds;
	choice_room(&a.now, s->d->K, a.helds);
	choice_room(&a.t->best, s->d->K, a.helds);
	for (size_t p = 0; p < a.parts; p++) {
		struct fit *f = &a.fit[p];
		fit_values(f, s, &s->part[p], a.t->scaling);
		ascent_start(&f->ascent, &f->rows, path[0] / f->mean, s->o->seed);
		ascent_approach(&f->ascent, path[MIDDLE] / f->mean);
	}
	attempt_step(&a, MIDDLE);
	size_t step = MIDDLE + 1;
	while (a.t->along && step < STEPS && attempt_step(&a, step))
		step++;
	/* Down only where the first step up did not help. */
	for (size_t down = MIDDLE; a.t->along && step == MIDDLE + 1 && down > 0 && attempt_step(&a, down - 1);)
		down--;
	for (size_t p = 0; p < a.parts; p++)
		fit_close(&a.fit[p]);
	choice_free(&a.now);
}

uint8_t *
select_folds(const struct dataset *d, const uint32_t *stratum, const struct select_options *o)
{
	size_t judged = d->n - o->lexicon;
	uint8_t *fold = xmalloc(d->n + 1);
	uint32_t *none = stratum ? NULL : xcalloc(d->n + 1, sizeof *none);
	memset(fold, SPLIT_NEVER, d->n + 1);
	if (!o->held)
		split_folds(d->group, stratum ? stratum : none, judged, o->folds, o->seed, fold);
	for (size_t i = 0; o->held && i < d->n; i++)
		if (o->held[i])
			fold[i] = (uint8_t)(o->folds - 1);
	memset(fold + d->blank, SPLIT_OUT, d->blanks);
	free(none);
	return fold;
}

static void
divide(struct selection *s)
{
	const struct dataset *d = s->d;
	uint8_t *fold = select_folds(d, d->label, s->o);
	s->parts = s->o->held || d->n - s->o->lexicon > FEW || d->D * softmax_stride(d->K) > LIGHT ? 1 : PARTS;
	s->held_label = xmalloc((d->n + 1) * sizeof *s->held_label);
	s->held_weight = s->o->weight ? xmalloc((d->n + 1) * sizeof *s->held_weight) : NULL;
	for (size_t p = 0; p < s->parts; p++) {
		struct split_part *part = &s->part[p];
		split_part(part, fold, d->n, s->o->folds - 1 - p);
		for (size_t u = 0; u < part->helds; u++, s->helds++) {
			s->held_label[s->helds] = d->label[part->held[u]];
			if (s->held_weight)
				s->held_weight[s->helds] = s->o->weight[part->held[u]];
		}
	}
	free(fold);
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

/* Fits with dropout, of the settings that were best without. */
struct thinned {
	const struct selection *s;
	const struct choice *plain;
	struct {
		float *z;               /* as in struct choice */
		unsigned passes;
		double loss, right;     /* of the last pass, on the last part */
	} fit[DROPOUTS];
};

static void
fit_thinned(void *job, size_t piece, size_t thread)
{
	struct thinned *t = job;
	const struct selection *s = t->s;
	size_t which = piece / s->parts, p = piece % s->parts, before = 0;
	struct fit f = { .mean = 0 };
	struct dropout d;
	(void)thread;
	for (size_t q = 0; q < p; q++)
		before += s->part[q].helds;
	fit_values(&f, s, &s->part[p], t->plain->scaling);
	dropout_start(&d, &f.rows, t->plain->strength, f.mean, dropouts[which], s->o->seed);
	while (dropout_pass(&d))
		watch_add(s->o->watch, s->o->share * THINNED / (double)(DROPOUTS * s->parts * d.passes), d.loss);
	score_held(&s->part[p], &f.rows, d.w, t->fit[which].z + before * s->d->K);
	if (p + 1 == s->parts) {
		t->fit[which].passes = d.passes;
		t->fit[which].loss = d.loss;
		t->fit[which].right = d.right;
	}
	dropout_free(&d);
	fit_close(&f);
}

/* The mean of both fits' scores, each over its temperature, as a multiple of the first one's. */
static void
blend(const struct thinned *t, size_t which, double temperature, double mean, struct choice *now)
{
	const struct choice *plain = t->plain;
	const float *z = t->fit[which].z;
	size_t n = t->s->helds * t->s->d->K;
	now->scaling = plain->scaling;
	now->strength = plain->strength;
	now->dropout = dropouts[which];
	now->part[0] = 1 - mean;
	now->part[1] = mean * plain->temperature / temperature;
	for (size_t u = 0; u < n; u++)
		now->z[u] = (float)(now->part[0] * (double)plain->z[u] + now->part[1] * (double)z[u]);
	judge(t->s, t->s->helds, now);
}

/* Average a fit with dropout into *best where that helps. */
static void
try_dropout(const struct selection *s, struct choice *best, struct buf *log)
{
	struct choice plain = *best, now = { .scaling = 0 }, top = { .loss = (1 - DROPOUT_MARGIN) * plain.loss };
	struct thinned t = { .s = s, .plain = &plain };
	size_t K = s->d->K;
	choice_room(&now, s->d->K, s->helds);
	choice_room(&top, s->d->K, s->helds);
	for (size_t f = 0; f < DROPOUTS; f++)
		t.fit[f].z = xmalloc((s->helds * K + 1) * sizeof *t.fit[f].z);
	par_run(s->o->jobs, DROPOUTS * s->parts, fit_thinned, &t);
	for (size_t f = 0; f < DROPOUTS; f++) {
		double alone, temperature = calibrate(t.fit[f].z, s->held_label, s->held_weight, s->helds, s->d->K, &alone);
		for (size_t m = 0; m < MEANS; m++) {
			blend(&t, f, temperature, means[m], &now);
			if (log)
				choice_log(log, "select", &now, true, t.fit[f].passes, t.fit[f].loss, -1, t.fit[f].right);
			if (now.loss < top.loss)
				choice_swap(&now, &top);
		}
		free(t.fit[f].z);
	}
	if (top.dropout > 0)
		choice_swap(best, &top);
	choice_free(&top);
	choice_free(&now);
}

void
choice_blend(const struct choice *c, float *w, const float *thinned, size_t n)
{
	for (size_t j = 0; j < n; j++)
		w[j] = (float)(c->part[0] * (double)w[j] + c->part[1] * (double)thinned[j]);
}

void
choice_describe(const struct choice *c, struct buf *b)
{
	buf_printf(b, "%s, C ", values_name(c->scaling));
	num_fixed(b, c->strength, 1);
	say_dropout(c, b);
}

/* All trials, with what the parts are now. */
static void
search(struct selection *s, struct choice *best, struct buf *log)
{
	const struct dataset *d = s->d;
	struct trial trial[SCALINGS + 2] = { { .scaling = 0 } };
	s->trial = trial;
	for (unsigned t = 0; t < SCALINGS; t++)
		trial[t].scaling = scalings[t] | (d->prior && d->prior->model.s.repeats ? SCALE_REPEATS : 0);
	size_t top = run_trials(s, 0, SCALINGS, log);
	/* What an older model counts once is counted once. */
	unsigned along = d->prior ? 1 : 2;
	for (unsigned t = 0; t < along; t++)
		trial[SCALINGS + t] = (struct trial){ .scaling = trial[top].scaling | (t ? SCALE_REPEATS : 0), .along = true };
	top = run_trials(s, SCALINGS, along, log);
	*best = trial[top].best;
	for (size_t t = 0; t < SCALINGS + along; t++)
		if (t != top)
			choice_free(&trial[t].best);
	try_dropout(s, best, log);
}

/* What records without a label are, for one part. */
struct guess {
	struct selection *s;
	const struct choice *teacher;
};

static void
guess_part(void *job, size_t piece, size_t thread)
{
	const struct guess *g = job;
	struct selection *s = g->s;
	struct split_part *part = &s->part[piece];
	(void)thread;
	s->label[piece] = xmalloc(s->d->n * sizeof *s->label[piece]);
	memcpy(s->label[piece], s->d->label, s->d->n * sizeof *s->label[piece]);
	refit_guess(s->d, g->teacher, part->fit, &part->fits, s->o->seed, s->label[piece]);
}

/* The same search after learning from guesses, too: in place of *best where that helps. */
static void
try_guesses(struct selection *s, struct choice *best, struct buf *log)
{
	struct choice student = { .teacher = NULL };
	struct guess g = { s, best };
	par_run(s->o->jobs, s->parts, guess_part, &g);
	search(s, &student, log);
	if (student.loss < (1 - GUESS_MARGIN) * best->loss) {
		student.teacher = xmalloc(sizeof student);
		*student.teacher = *best;
		*best = student;
	} else {
		choice_free(&student);
	}
	for (size_t p = 0; p < s->parts; p++)
		free(s->label[p]);
}

void
select_settings(const struct dataset *d, const struct select_options *o, struct choice *best, struct buf *log)
{
	struct select_options once = *o;
	struct selection s = { .d = d, .o = &once };
	once.share /= d->blanks ? 2 : 1;
	divide(&s);
	size_t learnt = s.part[0].fits;
	search(&s, best, log);
	if (d->blanks)
		try_guesses(&s, best, log);
	best->held_out = s.helds;
	best->learnt = learnt;
	best->truth = s.held_label;
	free(s.held_weight);
	for (size_t p = 0; p < s.parts; p++)
		split_part_free(&s.part[p]);
}
