#include "learn/training_kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/par.h"
#include "base/sort.h"
#include "learn/kind_say.h"
#include "learn/texts.h"

enum { SURE = 10 };     /* 1 in so many numbers may lie outside of the range told */

/* Reading */

static int
read_list(struct training *t, struct fb_str list, bool new, struct fb_err *e)
{
	for (struct fb_str label = kind_label(&list); label.n; label = kind_label(&list)) {
		int rc = training_label(label, e);
		if (rc)
			return rc;
		if (!new && !map_find(&t->parts, label))
			return err_set(e, FB_REFUSE, "no record has the label '%.*s', but --dev or the lexicon does", (int)label.n, label.p);
		bool made;
		struct map_entry *m = map_put(&t->parts, label, &made);
		if (made)
			m->value = t->parts.n - 1;
	}
	return 0;
}

int
training_kinds_read(struct training *t, struct fb_str label, bool new, struct fb_err *e)
{
	double x;
	if (t->o->kind == KIND_MULTILABEL)
		return read_list(t, label, new, e);
	if (!num_read(label, &x) || x > KIND_MOST / 10. || x < -KIND_MOST / 10.)
		return err_set(e, FB_REFUSE, "'%.*s' is not a number from -1e8 to 1e8", (int)label.n, label.p);
	const char *point = memchr(label.p, '.', label.n);
	int decimals = point ? (int)(label.p + label.n - point - 1) : 0;
	t->decimals = decimals > t->decimals ? decimals : t->decimals;
	return 0;
}

/* What each record says */

struct placed {
	double at;
	uint32_t label;
};

static int
by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->label < y->label ? -1 : x->label > y->label;
}

/* Labels in their order: that of their numbers, or else that of the table of names. */
static int
rank_labels(struct training *t, struct fb_err *e)
{
	size_t K = t->labels.n;
	struct placed *p = xmalloc(K * sizeof *p);
	struct label *display = xmalloc(K * sizeof *display);
	uint32_t *rank = xmalloc(K * sizeof *rank);
	bool numbers = true;
	int rc = 0;
	for (size_t k = 0; k < K; k++) {
		p[k] = (struct placed){ 0, (uint32_t)k };
		numbers = numbers && num_read(t->display[k].name, &p[k].at);
	}
	for (size_t k = 0; !numbers && rc == 0 && k < K; k++) {
		p[k].at = (double)t->place[k];
		if (!t->place[k])
			rc = err_set(e, FB_EDATA, "ordinal wants labels that are numbers, or all of them in their order in the table of --labels; '%.*s' is %s",
			    (int)t->display[k].name.n, t->display[k].name.p, t->o->labels ? "not in it" : "no number");
	}
	sort_items(p, K, sizeof *p, by_place);
	for (size_t k = 0; k < K; k++) {
		display[k] = t->display[p[k].label];
		rank[p[k].label] = (uint32_t)k;
	}
	memcpy(t->display, display, K * sizeof *display);
	for (size_t i = 0; i < t->n; i++)
		t->label[i] = rank[t->label[i]];
	free(p);
	free(display);
	free(rank);
	return rc;
}

static int
by_key(const void *key, const void *entry)
{
	return slice_cmp(*(const struct fb_str *)key, ((const struct map_entry *)entry)->key);
}

static uint32_t *
list_labels(const struct training *t)
{
	uint32_t *has = xcalloc(t->parts.n * t->n + 1, sizeof *has);
	for (size_t i = 0; i < t->n; i++) {
		struct fb_str list = t->labels.entry[t->label[i]].key;
		for (struct fb_str label = kind_label(&list); label.n; label = kind_label(&list)) {
			const struct map_entry *m = bsearch(&label, t->parts.entry, t->parts.n, sizeof *m, by_key);
			has[(size_t)(m - t->parts.entry) * t->n + i] = 1;
		}
	}
	return has;
}

/* Whether a record is one to judge on only. */
static bool
is_dev(const struct training *t, size_t i)
{
	return i >= t->records && i < t->records + t->devs;
}

static double *
standard_numbers(const struct training *t, struct kind_truth *truth)
{
	double *value = xmalloc((t->n + 1) * sizeof *value), sum = 0, square = 0, n = 0;
	truth->low = INFINITY;
	truth->high = -INFINITY;
	for (size_t i = 0; i < t->n; i++) {
		num_read(t->labels.entry[t->label[i]].key, &value[i]);
		if (is_dev(t, i))
			continue;
		n++;
		sum += value[i];
		truth->low = value[i] < truth->low ? value[i] : truth->low;
		truth->high = value[i] > truth->high ? value[i] : truth->high;
	}
	truth->mean = sum / n;
	for (size_t i = 0; i < t->n; i++)
		square += is_dev(t, i) ? 0 : (value[i] - truth->mean) * (value[i] - truth->mean);
	truth->deviation = square > 0 ? sqrt(square / n) : 1;
	for (size_t i = 0; i < t->n; i++)
		value[i] = (value[i] - truth->mean) / truth->deviation;
	return value;
}

int
training_kinds_truth(struct training *t, struct kind_truth *truth, struct fb_err *e)
{
	int rc = truth->kind == KIND_ORDINAL ? rank_labels(t, e) : 0;
	truth->n = t->n;
	truth->K = truth->kind == KIND_NUMBER ? 0 : (unsigned)training_labels(t);
	truth->scores = kind_scores(truth->kind, truth->K);
	truth->rank = t->label;
	if (rc == 0 && truth->kind == KIND_MULTILABEL)
		truth->has = list_labels(t);
	if (rc == 0 && truth->kind == KIND_NUMBER)
		truth->value = standard_numbers(t, truth);
	return rc;
}

void
training_kinds_free(struct kind_truth *truth)
{
	free(truth->has);
	free(truth->value);
}

/* The fit of all records */

/* Of more than TRAINING_KEEP features the strongest: by the largest of their weights, times the square root of how many records have them. */
static void
keep_strongest(struct dataset *d, const struct kind_fit *f)
{
	float *strength = xmalloc(d->D * sizeof *strength);
	for (size_t j = 0; j < d->D; j++) {
		double most = 0;
		for (unsigned k = 0; k < f->truth->scores; k++)
			most = fmax(most, fabs(kind_fit_weight(f, j, k)));
		strength[j] = (float)(most * sqrt((double)d->records[j]));
	}
	dataset_keep_strongest(d, strength, TRAINING_KEEP);
	free(strength);
}

struct final {
	struct kind_fit fit;
	double strength;
	uint32_t *use;          /* the records to learn from */
	size_t used;
};

static void
final_step(void *job, size_t piece, size_t thread)
{
	struct final *f = job;
	(void)thread;
	kind_fit_step(&f->fit, (unsigned)piece, f->strength, false);
}

static void
fit_once(struct final *f, const struct training *t, struct dataset *d, const struct kind_truth *truth, const struct kind_choice *c, struct buf *log)
{
	kind_fit_open(&f->fit, truth, d, c->scaling, f->use, f->used, t->o->seed);
	par_run(t->jobs, truth->scores, final_step, f);
	kind_log(log, "fit", &f->fit, c->strength, NULL);
}

static void
final_fit(struct final *f, const struct training *t, struct dataset *d, const struct kind_truth *truth, const struct kind_choice *c, struct buf *log)
{
	*f = (struct final){ .strength = c->strength, .use = xmalloc((t->n + 1) * sizeof *f->use) };
	for (size_t i = 0; i < t->n; i++)
		if (!is_dev(t, i))
			f->use[f->used++] = (uint32_t)i;
	fit_once(f, t, d, truth, c, log);
	if (d->D > TRAINING_KEEP) {
		keep_strongest(d, &f->fit);
		kind_fit_close(&f->fit);
		fit_once(f, t, d, truth, c, log);
	}
	watch_add(t->o->watch, 1, f->fit.loss[0]);
}

/* The weights as model.h wants them, in numbers' own unit or divided by the temperature. */
static float *
weights(const struct kind_fit *f, size_t D, double by, double more)
{
	unsigned scores = f->truth->scores;
	float *w = xmalloc((D + 1) * scores * sizeof *w);
	for (size_t j = 0; j <= D; j++)
		for (unsigned k = 0; k < scores; k++)
			w[j * scores + k] = (float)(kind_fit_weight(f, j, k) * by + (j == D ? more : 0));
	return w;
}

/* How far off nine in ten of the held-out numbers were at most: that many and one more of n + 1 (split conformal prediction, Lei et al.
 * 2018); the whole range where they are too few. */
static double
usual_error(const struct kind_truth *truth, const struct kind_choice *c)
{
	double *off = xmalloc((c->held_out + 1) * sizeof *off), most;
	for (size_t u = 0; u < c->held_out; u++)
		off[u] = fabs(c->z[u] - truth->value[c->held[u]]) * truth->deviation;
	sort_items(off, c->held_out, sizeof *off, sort_rising);
	size_t nth = ((c->held_out + 1) * (SURE - 1) + SURE - 1) / SURE;
	most = nth >= 1 && nth <= c->held_out ? off[nth - 1] : truth->high - truth->low;
	free(off);
	return most;
}

void
training_kinds_learn(struct training *t, struct dataset *d, struct kind_truth *truth, const struct select_options *how, struct buf *log,
    struct buf *file)
{
	struct buf notes = { 0 };
	struct kind_choice c = { 0 };
	struct promise_step promise[PROMISE_STEPS];
	struct final f;
	size_t crowded;
	bool number = truth->kind == KIND_NUMBER;
	truth->weight = t->weight;
	kind_choose(d, truth, number ? NULL : t->label, how, &c, log);
	final_fit(&f, t, d, truth, &c, log);
	struct kind_held held = kind_held(t, truth, &c, number ? NULL : promise);
	held.off = number ? usual_error(truth, &c) : 0;
	training_source(t, &notes);
	kind_notes(t, truth, &c, &held, &notes);
	kind_say(t, d, truth, &c, &held, t->said);
	float *w = weights(&f.fit, d->D, number ? truth->deviation : 1 / c.temperature, number ? truth->mean : 0);
	struct kind_range range = { truth->low, truth->high, held.off, t->decimals < 1 ? 2 : t->decimals > 7 ? 8 : t->decimals + 1 };
	double *cut = xcalloc(truth->K + 1, sizeof *cut);
	cut[0] = held.cut;
	for (unsigned k = 0; truth->kind == KIND_ORDINAL && k + 1 < truth->K; k++)
		cut[k] = kind_fit_cuts(&f.fit)[k] / c.temperature;
	struct model_draft draft = { .target = slice(t->target), .kind = truth->kind, .label = t->display, .K = truth->K, .column = t->column,
		.segmented = t->segmented, .plain = d->plain, .columns = t->columns, .what = t->what, .notes = buf_str(&notes), .promise = number ? NULL : promise,
		.temperature = c.temperature, .D = d->D, .key = d->key, .w = w, .levels = number ? &range.low : cut,
		.levels_n = number ? sizeof range / sizeof range.low : truth->kind == KIND_MULTILABEL ? 1 : truth->K - 1 };
	model_make(file, &draft, &crowded);
	kind_fit_close(&f.fit);
	kind_choice_free(&c);
	buf_free(&notes);
	free(f.use);
	free(cut);
	free(w);
}
