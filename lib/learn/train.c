#include "learn/train.h"

#include <stdlib.h>

#include "base/num.h"
#include "base/par.h"
#include "learn/model.h"
#include "learn/train_choose.h"

enum { LEAST_TEXTS = 10, PASSES = 40, WIDEST_CONFUSION = 12 };

struct job {
	const struct train_options *o;
	struct corpus corpus;
	struct features features;
	struct buf text, label;
	uint64_t left_out;      /* no text or no label */
	bool segmented;
};

static int
seq(void *arg, struct row *r, struct out *out, struct fb_err *e)
{
	struct job *j = arg;
	(void)out;
	struct fb_str text = field_value(r->f[0], &j->text), label = field_value(r->f[1], &j->label);
	if (slice_is(label, "unknown") || slice_is(label, "unsure"))
		return err_set(e, FB_EDATA, "the label '%.*s' is what fb-classify answers by itself where it does not know: leave such records out",
		    (int)label.n, label.p);
	if (label.n && memchr(label.p, '\n', label.n))
		return err_set(e, FB_REFUSE, "a label with a line break in it");
	if (text.n == 0 || label.n == 0) {
		j->left_out++;
		return 0;
	}
	feature_scan(&j->features, text, j->segmented);
	corpus_add(&j->corpus, &j->features, label);
	return 0;
}

static int
check(const struct job *j, struct fb_err *e)
{
	size_t K = j->corpus.labels.n;
	if (j->corpus.n < LEAST_TEXTS)
		return err_set(e, FB_EDATA, "%zu records have both '%s' and '%s': some hundred are wanted, ten are the least", j->corpus.n,
		    j->o->column, j->o->target);
	if (K < 2)
		return err_set(e, FB_EDATA, "all records have the same %s: at least two labels are wanted", j->o->target);
	if (K > MODEL_MOST_LABELS)
		return err_set(e, FB_EDATA, "'%s' has %zu different values: is it a label? At most %d are taken", j->o->target, K, MODEL_MOST_LABELS);
	return 0;
}

/* The display names of each label, from a table with the columns TARGET or its first, zh, en. */
static int
display_names(const struct job *j, struct buf *header, struct fb_err *e)
{
	struct buf table = { 0 };
	int rc = file_read(j->o->labels, &table, e);
	for (size_t at = 0; rc == 0 && at < table.n;) {
		const char *p = table.p + at, *end = memchr(p, '\n', table.n - at);
		struct fb_str line = { p, end ? (size_t)(end - p) : table.n - at };
		at += line.n + 1;
		const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
		struct fb_str label = { line.p, tab ? (size_t)(tab - line.p) : line.n };
		if (tab && map_find(&j->corpus.labels, label))
			buf_printf(header, "name %.*s\n", (int)line.n, line.p);
	}
	buf_free(&table);
	return rc;
}

static void
say_confusion(const struct job *j, const struct choice *ch, struct buf *said)
{
	size_t K = j->corpus.labels.n;
	if (K > WIDEST_CONFUSION)
		return;
	buf_text(said, "held-out truth, and what was answered in the order of the labels:\n");
	for (size_t i = 0; i < K; i++) {
		struct fb_str name = j->corpus.labels.entry[i].key;
		buf_printf(said, "  %-16.*s", (int)name.n, name.p);
		for (size_t k = 0; k < K; k++)
			buf_printf(said, " %6llu", (unsigned long long)ch->confusion[i * K + k]);
		buf_char(said, '\n');
	}
}

static void
say(const struct job *j, const struct choice *ch, const struct score *s, struct buf *said)
{
	buf_printf(said, "%zu texts, %zu labels, %zu features", j->corpus.n, j->corpus.labels.n, j->corpus.D);
	if (j->left_out)
		buf_printf(said, "; %llu records without text or label left out", (unsigned long long)j->left_out);
	buf_printf(said, "\nchosen: %s, C = ", scaling_name[ch->scaling]);
	num_fixed(said, ch->C, 1);
	buf_printf(said, "; on %zu held-out texts after %zu: accuracy ", ch->held, ch->fitted);
	num_fixed(said, s->accuracy, 4);
	buf_text(said, ", macro-F1 ");
	num_fixed(said, s->macro_f1, 4);
	buf_text(said, ", cross-entropy ");
	num_fixed(said, ch->loss, 4);
	buf_char(said, '\n');
	say_confusion(j, ch, said);
}

static void
describe(const struct job *j, const struct choice *ch, const struct score *s, struct buf *header)
{
	char hex[17];
	hash_hex(j->corpus.digest, hex);
	buf_printf(header, "texts %zu\ndata %s\nscaling %s\n", j->corpus.n, hex, scaling_name[ch->scaling]);
	buf_text(header, "held_out_accuracy ");
	num_fixed(header, s->accuracy, 4);
	buf_text(header, "\nheld_out_macro_f1 ");
	num_fixed(header, s->macro_f1, 4);
	buf_char(header, '\n');
}

static int
refit(const struct job *j, const struct choice *ch, struct fb_str more, struct buf *file)
{
	const struct corpus *c = &j->corpus;
	bool *all = xmalloc(c->n * sizeof *all);
	float *scale = xmalloc((c->D + 1) * sizeof *scale);
	struct fb_str *label = xmalloc(c->labels.n * sizeof *label);
	struct softmax s;
	struct rows r;
	for (size_t i = 0; i < c->n; i++)
		all[i] = true;
	for (size_t k = 0; k < c->labels.n; k++)
		label[k] = c->labels.entry[k].key;
	scale_make(scale, c, all, ch->scaling);
	rows_make(&r, c, all, scale);
	softmax_start(&s, &r, c->labels.n, ch->C * rows_unit(&r));
	softmax_fit(&s, &r, 1e-3, PASSES, NULL, NULL);
	model_make(file, &(struct model_parts){
		.target = j->o->target, .column = j->o->column, .segmented = j->segmented, .K = c->labels.n, .D = c->D,
		.label = label, .key = c->feature, .scale = scale, .w = s.w, .stride = s.width, .sharpness = ch->sharpness, .more = more,
	});
	softmax_free(&s);
	rows_free(&r);
	free(all);
	free(scale);
	free(label);
	return 0;
}

static int
learn(struct job *j, size_t jobs, struct buf *said, struct fb_err *e)
{
	struct choice ch;
	struct buf header = { 0 }, file = { 0 }, log = { 0 };
	int rc = check(j, e);
	if (rc)
		return rc;
	corpus_close(&j->corpus);
	choice_make(&ch, &j->corpus, jobs);
	struct score s = score_of(ch.confusion, j->corpus.labels.n);
	say(j, &ch, &s, said);
	describe(j, &ch, &s, &header);
	if (j->o->labels)
		rc = display_names(j, &header, e);
	if (rc == 0) {
		refit(j, &ch, buf_str(&header), &file);
		rc = file_write(j->o->output, buf_str(&file), OUTFILE_PUBLIC, e);
	}
	if (rc == 0 && j->o->log) {
		buf_text(&log, "scaling\tC\tpass\tgap\tloss\n");
		buf_slice(&log, buf_str(&ch.log));
		rc = file_write(j->o->log, buf_str(&log), OUTFILE_PUBLIC, e);
	}
	buf_free(&header);
	buf_free(&file);
	buf_free(&log);
	choice_free(&ch);
	return rc;
}

int
train_run(const struct train_options *o, const struct stream *s, struct buf *said, struct fb_err *e)
{
	const char *need[] = { o->column, o->target, NULL };
	struct filter filter = { .need = need, .seq = seq, .shape = SHAPE_RAW, .align = true };
	struct job j = { .o = o, .segmented = strcmp(o->column, "tokens") == 0 };
	struct stream reading = *s;
	reading.output = "/dev/null";
	int rc = pipeline_run(&filter, &j, &reading, e);
	if (rc >= 0) {
		int learnt = learn(&j, s->jobs ? s->jobs : par_cores(), said, e);
		rc = learnt ? learnt : rc;
	}
	corpus_free(&j.corpus);
	feature_free(&j.features);
	buf_free(&j.text);
	buf_free(&j.label);
	return rc;
}
