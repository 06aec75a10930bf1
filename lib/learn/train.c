#include "learn/train.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/par.h"
#include "base/sort.h"
#include "learn/ascent.h"
#include "learn/dropout.h"
#include "learn/refit.h"
#include "learn/texts.h"
#include "learn/training.h"
#include "learn/training_kinds.h"
#include "learn/values.h"

enum { LEAST = 10, LEXICON_TIMES = 5, UNKNOWN_COST = 250, MOST_FEATURES = 1 << 23, MOST_WEIGHTS = 1 << 27, KIND_WEIGHTS = 1 << 24, PASSES = 40 };
static const double TOLERANCE = .001, SELECTION = .6;   /* the latter: share of the work, for who watches */

/* Reading */

static int
row(void *arg, void *own, struct row *r, struct out *o, struct fb_err *e)
{
	static const size_t at[MODEL_COLUMNS] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
	const struct training *t = arg;
	(void)e;
	texts_fold(own, r, at, t->columns, o);
	return 0;
}

/* Whether a record comes from the operand that an option named. */
static bool
from(const struct row *r, const char *file)
{
	return file && strcmp(r->file, file) == 0;
}

static int
seq(void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct training *t = arg;
	struct fb_str label = field_value(r->f[0], &t->scratch);
	size_t base = t->n * t->columns;
	bool made, word = from(r, t->o->lexicon), blank = !word && from(r, t->o->unlabelled), dev = !word && !blank && from(r, t->o->dev);
	int rc = blank ? 0 : label.n && t->o->kind > KIND_ORDINAL ? training_kinds_read(t, label, !dev && !word, e) : training_label(label, e);
	t->text = xgrow(t->text, &t->text_cap, base + t->columns, sizeof *t->text);
	t->label = xgrow(t->label, &t->label_cap, t->n + 1, sizeof *t->label);
	size_t bytes = texts_take(t->text + base, t->columns, o, &t->memory);
	if (rc || !(label.n || blank) || !bytes) {
		t->left_out += rc == 0;
		return rc;
	}
	for (size_t c = 0; c < t->columns; c++)
		t->digest = t->digest * 31 + hash_bytes(t->text[base + c].p, t->text[base + c].n);
	if (blank) {
		t->label[t->n++] = 0;
		t->blanks++;
		return 0;
	}
	if ((word || dev) && t->o->kind <= KIND_ORDINAL && !map_find(&t->labels, label))
		return err_set(e, FB_REFUSE, "no record has the label '%.*s', but %s does", (int)label.n, label.p, word ? "the lexicon" : "--dev");
	struct map_entry *m = map_put(&t->labels, label, &made);
	if (made)
		m->value = t->labels.n - 1;
	t->records += !word && !dev;
	t->devs += dev;
	t->digest = t->digest * 31 + hash_bytes(label.p, label.n);
	t->label[t->n++] = (uint32_t)m->value;
	return 0;
}

/* Learning */

static void
sort_labels(struct training *t)
{
	labels_sort(&t->labels, t->label, t->n);
	labels_sort(&t->parts, NULL, 0);
	size_t n = training_labels(t);
	const struct map *names = t->o->kind == KIND_MULTILABEL ? &t->parts : &t->labels;
	t->display = xcalloc(n, sizeof *t->display);
	t->place = xcalloc(n, sizeof *t->place);
	for (size_t k = 0; k < n; k++)
		t->display[k].name = names->entry[k].key;
}

/* A word of the lexicon counts as much as several texts that hold it: it is read that often. */
static void
repeat_lexicon(struct training *t)
{
	size_t judged = t->records + t->devs + t->blanks, words = t->words = t->n - judged, n = judged + LEXICON_TIMES * words;
	t->text = xgrow(t->text, &t->text_cap, n * t->columns, sizeof *t->text);
	t->label = xgrow(t->label, &t->label_cap, n, sizeof *t->label);
	for (; t->n < n; t->n++) {
		t->label[t->n] = t->label[t->n - words];
		memcpy(&t->text[t->n * t->columns], &t->text[(t->n - words) * t->columns], t->columns * sizeof *t->text);
	}
}

static int
check(const struct training *t, struct fb_err *e)
{
	if (t->records < LEAST)
		return err_set(e, FB_EDATA, "%zu records have both '%s' and '%s': some hundred are wanted, %d are the least", t->records, t->column[0],
		    t->target, LEAST);
	size_t labels = training_labels(t);
	if (!labels)
		return err_set(e, FB_EDATA, "no record has a label in '%s': each value is nothing but commas", t->target);
	if (labels < 2 && t->o->kind != KIND_MULTILABEL)
		return err_set(e, FB_EDATA, "all records have the same %s: at least two labels are wanted", t->target);
	if (labels > MODEL_LABELS && t->o->kind != KIND_NUMBER)
		return err_set(e, FB_EDATA, "'%s' has %zu different values: is it a label? At most %d are taken", t->target, labels, MODEL_LABELS);
	return 0;
}

/* A fit of all records, those of --dev aside, with the settings chosen. */
struct final {
	const struct training *t;
	struct dataset *d;
	const struct choice *c;
	struct rows rows;
	struct ascent ascent;
	float *scale, *x;
	uint32_t *use;
	size_t used;
	float *offset;          /* of the older model; NULL: none */
	double share, left;     /* of the whole work: these passes, and what is left of them */
	double gap;             /* twice that of the first pass */
};

static double
final_rows(struct final *f)
{
	struct dataset *d = f->d;
	values_scale(d, f->use, f->used, f->c->scaling, f->scale);
	f->rows = (struct rows){ d->n, d->D, d->K, d->start, d->feature, f->x, d->label, f->t->weight, f->use, f->used, NULL };
	double mean = values_fill(d, f->c->scaling, f->scale, f->x);
	free(f->offset);
	f->rows.offset = f->offset = f->t->prior ? prior_offset(f->t->prior, &f->rows, f->scale) : NULL;
	return mean;
}

/* The gap falls by about the same factor in each pass: its logarithm tells how much is left. */
static void
tell(struct final *f, unsigned pass)
{
	const struct ascent *a = &f->ascent;
	double goal = TOLERANCE * (a->loss + .02), left = 0;
	f->gap = pass == 1 ? 2 * a->gap : f->gap;
	if (a->gap > goal)
		left = f->share * num_log(a->gap / goal) / num_log(f->gap / goal);
	left = left < f->left ? left : f->left;
	watch_add(f->t->o->watch, f->left - left, a->loss);
	f->left = left;
}

static void
final_passes(struct final *f, struct buf *log)
{
	unsigned pass = 0;
	f->left = f->share;
	do {
		ascent_pass(&f->ascent);
		choice_log(log, "fit", f->c, false, ++pass, f->ascent.loss, f->ascent.gap, f->ascent.right);
		tell(f, pass);
	} while (pass < PASSES && !ascent_done(&f->ascent, TOLERANCE));
}

/* The second fit, averaged into the weights of the first. */
static void
add_dropout(struct final *f, double mean, struct buf *log)
{
	struct dropout d;
	dropout_start(&d, &f->rows, f->c->strength, mean, f->c->dropout, f->t->o->seed);
	while (dropout_pass(&d)) {
		choice_log(log, "dropout", f->c, false, d.pass, d.loss, -1, d.right);
		watch_add(f->t->o->watch, f->share / d.passes, d.loss);
	}
	choice_blend(f->c, f->ascent.w, d.w, (f->rows.D + 1) * softmax_stride(f->rows.K));
	dropout_free(&d);
}

/* How many features the older model has not. */
static size_t
new_features(const struct dataset *d)
{
	size_t n = d->D;
	for (size_t j = 0; d->known && j < d->D; j++)
		n -= d->known[j];
	return n;
}

/* Keep the TRAINING_KEEP strongest features: by the largest difference between two labels' weights, times the square root of how
 * many records have it. Those of an older model are kept besides. */
static void
keep_strongest(struct final *f)
{
	struct dataset *d = f->d;
	size_t stride = softmax_stride(d->K);
	float *strength = xmalloc(d->D * sizeof *strength);
	for (size_t j = 0; j < d->D; j++) {
		const float *w = f->ascent.w + j * stride;
		float low = stride == 1 ? 0 : w[0], high = low;
		for (size_t k = 0; k < (stride == 1 ? 1 : d->K); k++) {
			low = w[k] < low ? w[k] : low;
			high = w[k] > high ? w[k] : high;
		}
		strength[j] = (high - low) * f->scale[j] * (float)sqrt((double)d->records[j]);
	}
	dataset_keep_strongest(d, strength, TRAINING_KEEP);
	if (f->t->prior)
		prior_bind(f->t->prior, d);
	free(strength);
}

/* Weights of counts, calibrated. Of more than TRAINING_KEEP features the strongest are kept, and fitted again. */
static float *
fit_all(struct training *t, struct dataset *d, const struct choice *c, struct buf *log)
{
	size_t stride = softmax_stride(d->K);
	struct final f = { .t = t, .d = d, .c = c, .share = (1 - SELECTION) / ((new_features(d) > TRAINING_KEEP ? 2 : 1) + (c->dropout > 0)) };
	f.scale = xmalloc((d->D + 1) * sizeof *f.scale);
	f.x = xmalloc((d->start[d->n] + 1) * sizeof *f.x);
	f.use = xmalloc((d->n + 1) * sizeof *f.use);
	for (size_t i = 0; i < d->n; i++)
		if ((i < d->blank || i >= d->blank + d->blanks) && !(t->held && t->held[i]))
			f.use[f.used++] = (uint32_t)i;
	size_t labelled = f.used;
	if (c->teacher)
		refit_guess(d, c->teacher, f.use, &f.used, t->o->seed, t->label);
	t->guessed = f.used - labelled;
	double mean = final_rows(&f), C = c->strength / mean;
	ascent_start(&f.ascent, &f.rows, C, t->o->seed);
	ascent_approach(&f.ascent, C);
	final_passes(&f, log);
	if (new_features(d) > TRAINING_KEEP) {
		float *m = f.ascent.m;
		f.ascent.m = NULL;
		keep_strongest(&f);
		mean = final_rows(&f);
		C = c->strength / mean;
		ascent_free(&f.ascent);
		ascent_start(&f.ascent, &f.rows, C, t->o->seed);
		free(f.ascent.m);
		f.ascent.m = m;
		ascent_restart(&f.ascent, C);
		final_passes(&f, log);
	}
	if (c->dropout > 0)
		add_dropout(&f, mean, log);
	watch_add(t->o->watch, 1, f.ascent.loss);
	float *w = f.ascent.w, sharp = (float)(1 / c->temperature), older = (float)(1 / choice_temperature(c));
	f.ascent.w = NULL;
	for (size_t j = 0; j <= d->D; j++)
		for (size_t k = 0; k < stride; k++)
			w[j * stride + k] = w[j * stride + k] * (j < d->D ? f.scale[j] * sharp : sharp) +
			    (t->prior ? older * t->prior->w[j * stride + k] : 0);
	ascent_free(&f.ascent);
	free(f.offset);
	free(f.scale);
	free(f.x);
	free(f.use);
	return w;
}

/* The curve of errors, from the held-out records. */
static void
make_promise(const struct choice *c, unsigned K, struct promise_step *step)
{
	double *p = xmalloc((c->held_out + 1) * sizeof *p), *z = xmalloc(K * sizeof *z);
	bool *wrong = xmalloc((c->held_out + 1) * sizeof *wrong);
	for (size_t i = 0; i < c->held_out; i++) {
		unsigned top = 0;
		for (unsigned k = 0; k < K; k++) {
			z[k] = (double)c->z[i * K + k] / c->temperature;
			top = z[k] > z[top] ? k : top;
		}
		softmax(z, K);
		p[i] = z[top];
		wrong[i] = top != c->truth[i];
	}
	promise_make(step, p, wrong, c->held_out);
	free(p);
	free(z);
	free(wrong);
}

/* The energy below which a text is unknown: so that one right answer in UNKNOWN_COST, of those held out, would be lost. */
static double
unknown_energy(const struct choice *c, unsigned K)
{
	double *energy = xmalloc((c->held_out + 1) * sizeof *energy), *z = xmalloc(K * sizeof *z);
	size_t n = 0;
	for (size_t i = 0; i < c->held_out; i++) {
		unsigned top = 0;
		for (unsigned k = 0; k < K; k++) {
			z[k] = (double)c->z[i * K + k] / c->temperature;
			top = z[k] > z[top] ? k : top;
		}
		if (top == c->truth[i])
			energy[n++] = softmax_energy(z, K);
	}
	sort_items(energy, n, sizeof *energy, sort_rising);
	double least = n ? energy[n / UNKNOWN_COST] : 0;
	free(energy);
	free(z);
	return least;
}

/* Whether the model can tell which language it has not seen: not where words are cut and stemmed or there is no text, nor where it
 * goes on from one that cannot. */
static bool
sees_languages(const struct training *t)
{
	bool text = false;
	for (size_t c = 0; c < t->columns; c++) {
		if (t->segmented[c])
			return false;
		text |= !t->what || t->what[c].kind < COLUMN_CATEGORY;
	}
	return text && (!t->prior || t->prior->model.seen);
}

/* The languages of the records, and of those that the older model learnt from. */
static void
see_languages(const struct training *t, struct seen_languages *seen)
{
	struct language_reader r = { .known = 0 };
	size_t step = (t->records + SEEN_SAMPLE - 1) / SEEN_SAMPLE, K = t->labels.n;
	double all = 0, *share = xcalloc(K + 1, sizeof *share);
	*seen = t->prior ? *t->prior->model.seen : (struct seen_languages){ .share = 0 };
	for (size_t i = 0; i < t->records; i += step) {
		language_begin(&r);
		for (size_t c = 0; c < t->columns; c++)
			if (!t->what || t->what[c].kind < COLUMN_CATEGORY)
				language_read(&r, t->text[i * t->columns + c]);
		seen_count(seen, &r);
	}
	language_free(&r);
	for (size_t i = 0; i < t->records; i++) {
		double weight = t->weight ? (double)t->weight[i] : 1;
		share[t->label[i]] += weight;
		all += weight;
	}
	seen->share = 0;
	for (size_t k = 0; k < K; k++)
		seen->share = share[k] / all > seen->share ? share[k] / all : seen->share;
	free(share);
}

static void
learn_classes(struct training *t, struct dataset *d, const struct select_options *how, struct buf *log, struct buf *file)
{
	struct buf notes = { 0 };
	struct choice c = { 0 };
	struct promise_step promise[PROMISE_STEPS];
	size_t crowded;
	struct seen_languages seen;
	bool sees = sees_languages(t);
	if (sees)
		see_languages(t, &seen);
	if (t->prior)
		prior_bind(t->prior, d);
	select_settings(d, how, &c, log);
	make_promise(&c, d->K, promise);
	float *w = fit_all(t, d, &c, log);
	training_notes(t, &c, &notes);
	training_say(t, d, &c, t->said);
	size_t D = t->prior ? prior_append(t->prior, d, choice_temperature(&c), &w) : d->D;
	struct model_draft draft = { .target = slice(t->target), .label = t->display, .K = d->K, .column = t->column,
		.segmented = t->segmented, .repeats = c.scaling & SCALE_REPEATS, .plain = d->plain, .columns = t->columns, .what = t->what, .notes = buf_str(&notes),
		.seen = sees ? &seen : NULL,
		.promise = promise, .energy = t->o->unknown ? unknown_energy(&c, d->K) : 0, .temperature = choice_temperature(&c), .D = D, .key = d->key, .w = w };
	model_make(file, &draft, &crowded);
	free(w);
	choice_free(&c);
	buf_free(&notes);
}

static int
learn(struct training *t, struct dataset *d, struct kind_truth *truth, struct buf *file, struct fb_err *e)
{
	struct buf log = { 0 };
	struct select_options how = { .seed = t->o->seed, .jobs = t->jobs, .folds = t->records < 20000 ? 5 : 10,
		.lexicon = t->n - t->records - t->devs, .watch = t->o->watch, .share = SELECTION };
	size_t most = truth ? KIND_WEIGHTS / truth->scores : MOST_WEIGHTS / softmax_stride((unsigned)t->labels.n);
	int rc = dataset_make(d, t->text, t->segmented, t->columns, t->n, most < MOST_FEATURES ? most : MOST_FEATURES, t->jobs, e);
	if (rc == 0)
		rc = training_dev(t, d, e);
	if (rc == 0) {
		buf_text(&log, "phase\tscaling\tC\tpass\tloss\tgap\taccuracy\theld_out_loss\theld_out_accuracy\n");
		training_balance(t);
		how.held = t->held;
		how.weight = t->weight;
		if (truth)
			training_kinds_learn(t, d, truth, &how, &log, file);
		else
			learn_classes(t, d, &how, &log, file);
		rc = training_log(t->o, buf_str(&log), e);
	}
	buf_free(&log);
	return rc;
}

static int
end(void *arg, struct out *o, struct fb_err *e)
{
	struct training *t = arg;
	struct dataset d = { 0 };
	struct kind_truth truth = { .kind = t->o->kind };
	int rc;
	training_columns(t);
	if ((rc = check(t, e)))
		return rc;
	sort_labels(t);
	if (t->n > t->records + t->devs + t->blanks)
		repeat_lexicon(t);
	d.label = t->label;
	d.column = t->what;
	d.prior = t->prior;
	d.K = (unsigned)t->labels.n;
	d.blank = t->records + t->devs;
	d.blanks = t->blanks;
	d.plain = t->prior ? model_reads(&t->prior->model, 0) & GRAM_PLAIN : dataset_plain(d.K) || t->o->lexicon || truth.kind != KIND_CLASSES;
	rc = training_display(t, e);
	if (rc == 0 && truth.kind != KIND_CLASSES)
		rc = training_kinds_truth(t, &truth, e);
	if (rc == 0)
		rc = learn(t, &d, truth.kind != KIND_CLASSES ? &truth : NULL, &o->b, e);
	training_kinds_free(&truth);
	dataset_free(&d);
	return rc;
}

/* What is read: the columns asked for, or those of the older model; need[0] is that of the labels. */
static int
set_columns(struct training *t, const char **need, struct fb_err *e)
{
	const struct train_options *o = t->o;
	int rc = 0;
	t->target = o->target;
	t->columns = o->columns.n ? o->columns.n : 1;
	if (t->columns > MODEL_COLUMNS)
		return err_set(e, FB_EUSAGE, "%zu columns to learn from: at most %d are taken", t->columns, MODEL_COLUMNS);
	t->column = need + 1;
	for (size_t c = 0; c < t->columns; c++)
		t->column[c] = o->columns.n ? o->columns.v[c] : "text";
	if (t->prior)
		rc = training_continue(t, e);
	need[0] = t->target;
	t->segmented = xcalloc(t->columns, sizeof *t->segmented);
	for (size_t c = 0; c < t->columns; c++)
		t->segmented[c] = strcmp(t->column[c], "tokens") == 0;
	return rc;
}

int
train_run(const struct train_options *o, const struct stream *s, struct buf *said, struct fb_err *e)
{
	struct training t = { .o = o, .said = said, .jobs = par_jobs(s->jobs) };
	const char *need[MODEL_COLUMNS + 2] = { NULL };
	struct prior prior = { .first = NULL };
	int rc = o->older ? prior_open(&prior, o->older, e) : 0;
	if (rc)
		return rc;
	t.prior = o->older ? &prior : NULL;
	rc = set_columns(&t, need, e);
	struct filter f = { .need = need, .worker = texts_worker, .row = row, .seq = seq, .end = end, .unworker = texts_unworker,
		.shape = SHAPE_RAW, .align = true, .bare = o->unlabelled, .kind = OUTFILE_PUBLIC };
	struct stream with = *s;
	char *none[] = { "-" }, **from = s->files ? s->file : none;
	with.files = s->files ? s->files : 1;
	with.file = xmalloc((with.files + 3) * sizeof *with.file);
	memcpy(with.file, from, with.files * sizeof *with.file);
	if (o->dev)
		with.file[with.files++] = (char *)(uintptr_t)o->dev;
	if (o->unlabelled)
		with.file[with.files++] = (char *)(uintptr_t)o->unlabelled;
	if (o->lexicon)
		with.file[with.files++] = (char *)(uintptr_t)o->lexicon;
	if (rc == 0)
		rc = pipeline_run(&f, &t, &with, e);
	free(with.file);
	prior_close(&prior);
	arena_free(&t.memory);
	map_free(&t.labels);
	map_free(&t.parts);
	free(t.text);
	free(t.label);
	free(t.display);
	free(t.place);
	free(t.segmented);
	free(t.held);
	free(t.weight);
	free(t.what);
	free(t.missing);
	buf_free(&t.scratch);
	return rc;
}
