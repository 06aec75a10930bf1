#include "learn/kind_choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/par.h"
#include "learn/split.h"
#include "learn/values.h"

/* Steps of C times mean |x|^2, half a decade each. */
static const double path[] = { .1, .316, 1, 3.16, 10, 31.6, 100, 316, 1000 };
enum { STEPS = sizeof path / sizeof *path, MIDDLE = 3, ROUNDS = 40, MOST_SCALINGS = 4 };
/* Less than that share of the loss is no reason to prefer another C, or a scaling to a plainer one. */
static const double MARGIN = .002, SCALING_MARGIN = .01;
static const double COOLEST = .25, HOTTEST = 8;         /* temperatures */

struct trial {
	const struct dataset *d;
	const struct kind_truth *t;
	const struct select_options *o;
	struct split_part part;
	struct kind_fit at[MOST_SCALINGS];
	size_t scalings;
	double strength;        /* of the step that threads are at */
	size_t from;            /* the first scaling that takes part in it */
};

static void
open_fit(void *job, size_t piece, size_t thread)
{
	struct trial *t = job;
	/* Ratios compare labels that exclude each other. */
	static const unsigned scaling[MOST_SCALINGS] = { 0, SCALE_IDF, SCALE_RATIO, SCALE_IDF | SCALE_RATIO };
	(void)thread;
	kind_fit_open(&t->at[piece], t->t, t->d, scaling[piece], t->part.fit, t->part.fits, t->o->seed);
}

static void
step_fit(void *job, size_t piece, size_t thread)
{
	struct trial *t = job;
	(void)thread;
	kind_fit_step(&t->at[t->from + piece / t->t->scores], (unsigned)(piece % t->t->scores), t->strength, true);
}

static double
mean_loss(const struct trial *t, const double *z, const double *cut, double temperature)
{
	double sum = 0, all = 0;
	for (size_t u = 0; u < t->part.helds; u++) {
		double weight = t->t->weight ? (double)t->t->weight[t->part.held[u]] : 1;
		sum += weight * kind_loss(t->t, t->part.held[u], z + u * t->t->scores, cut, temperature);
		all += weight;
	}
	return all > 0 ? sum / all : 0;
}

/* The temperature of least loss, by golden section over its logarithm. */
static double
best_temperature(const struct trial *t, const double *z, const double *cut)
{
	const double golden = .61803398874989485;
	double low = num_log(COOLEST), high = num_log(HOTTEST);
	if (t->t->kind == KIND_NUMBER)
		return 1;
	double a = high - golden * (high - low), b = low + golden * (high - low);
	double at_a = mean_loss(t, z, cut, num_exp(a)), at_b = mean_loss(t, z, cut, num_exp(b));
	for (int round = 0; round < ROUNDS && high - low > 1e-4; round++) {
		if (at_a < at_b) {
			high = b;
			b = a;
			at_b = at_a;
			a = high - golden * (high - low);
			at_a = mean_loss(t, z, cut, num_exp(a));
		} else {
			low = a;
			a = b;
			at_a = at_b;
			b = low + golden * (high - low);
			at_b = mean_loss(t, z, cut, num_exp(b));
		}
	}
	return num_exp((low + high) / 2);
}

void
kind_log(struct buf *log, const char *phase, const struct kind_fit *f, double strength, const double *held_loss)
{
	double loss = 0;
	unsigned passes = 0;
	for (unsigned k = 0; k < f->truth->scores; k++) {
		loss += f->loss[k] / f->truth->scores;
		passes = f->passes[k] > passes ? f->passes[k] : passes;
	}
	buf_printf(log, "%s\t%s\t", phase, values_name(f->scaling));
	num_fixed(log, strength, 2);
	buf_printf(log, "\t%u\t", passes);
	num_fixed(log, loss, 6);
	buf_text(log, "\t\t\t");
	if (held_loss)
		num_fixed(log, *held_loss, 6);
	buf_text(log, "\t\n");
}

/* Judge a fit on the held-out records; true: it is better than the best by that margin, and takes its place. */
static bool
judge(const struct trial *t, const struct kind_fit *f, double margin, struct kind_choice *best, struct buf *log)
{
	struct kind_choice now = { .scaling = f->scaling, .strength = t->strength };
	unsigned scores = t->t->scores, K = t->t->K;
	now.z = xmalloc((t->part.helds * scores + 1) * sizeof *now.z);
	for (size_t u = 0; u < t->part.helds; u++)
		kind_fit_scores(f, t->part.held[u], now.z + u * scores);
	if (kind_fit_cuts(f)) {
		now.cut = xmalloc(K * sizeof *now.cut);
		memcpy(now.cut, kind_fit_cuts(f), (K - 1) * sizeof *now.cut);
	}
	now.temperature = best_temperature(t, now.z, now.cut);
	now.loss = mean_loss(t, now.z, now.cut, now.temperature);
	kind_log(log, "select", f, t->strength, &now.loss);
	bool better = !best->z || now.loss < (1 - margin) * best->loss;
	if (better) {
		struct kind_choice was = *best;
		*best = now;
		now = was;
	}
	free(now.z);
	free(now.cut);
	return better;
}

/* One more step along C with the best scaling; true: it was better. */
static bool
along(struct trial *t, size_t scaling, size_t step, struct kind_choice *best, struct buf *log)
{
	t->strength = path[step];
	t->from = scaling;
	par_run(t->o->jobs, t->t->scores, step_fit, t);
	watch_add(t->o->watch, t->o->share / (2 * STEPS), t->at[scaling].loss[0]);
	return judge(t, &t->at[scaling], MARGIN, best, log);
}

void
kind_choose(const struct dataset *d, const struct kind_truth *truth, const uint32_t *stratum, const struct select_options *o,
    struct kind_choice *best, struct buf *log)
{
	struct trial t = { .d = d, .t = truth, .o = o, .strength = path[MIDDLE] };
	size_t top = 0, step = MIDDLE + 1;
	t.scalings = truth->kind == KIND_ORDINAL ? MOST_SCALINGS : 2;
	uint8_t *fold = select_folds(d, stratum, o);
	split_part(&t.part, fold, d->n, o->folds - 1);
	free(fold);
	par_run(o->jobs, t.scalings, open_fit, &t);
	par_run(o->jobs, t.scalings * truth->scores, step_fit, &t);
	watch_add(o->watch, o->share / 2, t.at[0].loss[0]);
	for (size_t s = 0; s < t.scalings; s++)
		top = judge(&t, &t.at[s], SCALING_MARGIN, best, log) ? s : top;
	while (step < STEPS && along(&t, top, step, best, log))
		step++;
	for (size_t down = MIDDLE; step == MIDDLE + 1 && down > 0 && along(&t, top, down - 1, best, log);)
		down--;
	for (size_t s = 0; s < t.scalings; s++)
		kind_fit_close(&t.at[s]);
	best->held = t.part.held;
	best->held_out = t.part.helds;
	best->learnt = t.part.fits;
	free(t.part.fit);
}

void
kind_choice_free(struct kind_choice *c)
{
	free(c->held);
	free(c->z);
	free(c->cut);
}
