/* What is told of a training, and the names that labels have for people. */
#include "learn/training.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/num.h"
#include "base/sort.h"
#include "learn/events.h"
#include "learn/score.h"
#include "learn/trace.h"
#include "learn/values.h"
#include "record/row.h"

enum { WIDEST = 12 };           /* labels of a confusion table that still fits a terminal */

int
training_label(struct fb_str label, struct fb_err *e)
{
	if (slice_is(label, "unknown") || slice_is(label, "unsure"))
		return err_set(e, FB_EDATA, "the label '%.*s' is what fb-classify answers by itself where it does not know: leave such records out",
		    (int)label.n, label.p);
	for (size_t i = 0; i < label.n; i++)
		if ((unsigned char)label.p[i] < ' ')
			return err_set(e, FB_REFUSE, "a label with a line break or a TAB in it");
	return 0;
}

static void
display_line(struct training *t, struct fb_str line, const size_t column[3], size_t place)
{
	struct fb_str part[3] = { { 0 } };
	for (size_t at = 0; line.n; at++) {
		struct fb_str value = slice_part(&line, '\t');
		for (int i = 0; i < 3; i++)
			if (column[i] == at)
				part[i] = value;
	}
	for (size_t k = 0; k < training_labels(t); k++)
		if (slice_eq(t->display[k].name, part[0])) {
			t->place[k] = place;
			t->display[k].zh = (struct fb_str){ arena_copy(&t->memory, part[1].p, part[1].n), part[1].n };
			t->display[k].en = (struct fb_str){ arena_copy(&t->memory, part[2].p, part[2].n), part[2].n };
		}
}

int
training_display(struct training *t, struct fb_err *e)
{
	struct buf table = { 0 };
	size_t column[3] = { 0, COLS_NONE, COLS_NONE }, place = 0;
	int rc = t->o->labels ? file_read(t->o->labels, &table, e) : 0;
	if (t->prior)
		prior_labels(t->prior, &t->labels);
	for (unsigned k = 0; t->prior && k < t->prior->model.K; k++)
		t->display[t->prior->label[k]] = t->prior->model.label[k];
	struct fb_str rest = buf_str(&table), head = slice_part(&rest, '\n');
	for (size_t at = 0; head.n; at++) {
		struct fb_str name = slice_part(&head, '\t');
		if (slice_is(name, t->target))
			column[0] = at;
		else if (slice_is(name, "zh"))
			column[1] = at;
		else if (slice_is(name, "en"))
			column[2] = at;
	}
	if (rc == 0 && t->o->labels && (column[1] == COLS_NONE || column[2] == COLS_NONE))
		rc = err_set(e, FB_EDATA, "%s: a table with the columns %s, zh and en is wanted", t->o->labels, t->target);
	while (rc == 0 && rest.n)
		display_line(t, slice_part(&rest, '\n'), column, ++place);
	buf_free(&table);
	return rc;
}

int
training_continue(struct training *t, struct fb_err *e)
{
	const struct model *m = &t->prior->model;
	const struct opt_list *asked = &t->o->columns;
	if (t->o->target && strcmp(t->o->target, m->target) != 0)
		return err_set(e, FB_EUSAGE, "%s has learnt '%s', and -t says '%s'", t->o->older, m->target, t->o->target);
	bool same = !asked->n || asked->n == m->s.columns;
	for (size_t c = 0; same && c < asked->n; c++)
		same = slice_is(m->column[c], asked->v[c]);
	if (!same)
		return err_set(e, FB_EUSAGE, "-c: %s reads other columns: leave -c away", t->o->older);
	t->target = m->target;
	t->columns = m->s.columns;
	for (size_t c = 0; c < t->columns; c++)
		t->column[c] = arena_copy(&t->memory, m->column[c].p, m->column[c].n);
	for (unsigned k = 0; k < m->K; k++)
		map_put(&t->labels, m->label[k].name, NULL)->value = k;
	return 0;
}

/* Leave out records whose texts are all empty. */
static void
drop_empty(struct training *t)
{
	size_t kept = 0, records = t->records, judged = t->records + t->devs, blanks = judged + t->blanks;
	for (size_t i = 0; i < t->n; i++) {
		size_t bytes = 0;
		for (size_t c = 0; c < t->columns; c++)
			bytes += t->what[c].kind < COLUMN_CATEGORY ? t->text[i * t->columns + c].n : 0;
		if (!bytes) {
			t->left_out++;
			t->records -= i < records;
			t->devs -= i >= records && i < judged;
			t->blanks -= i >= judged && i < blanks;
			continue;
		}
		memmove(&t->text[kept * t->columns], &t->text[i * t->columns], t->columns * sizeof *t->text);
		t->label[kept++] = t->label[i];
	}
	t->n = kept;
}

void
training_columns(struct training *t)
{
	size_t texts = 0;
	t->what = xcalloc(t->columns, sizeof *t->what);
	t->missing = xcalloc(t->columns, sizeof *t->missing);
	for (size_t c = 0; c < t->columns; c++) {
		if (t->prior && t->prior->model.what) {
			t->what[c] = t->prior->model.what[c];
			for (size_t i = 0; t->what[c].kind >= COLUMN_CATEGORY && i < t->records; i++)
				t->missing[c] += t->text[i * t->columns + c].n == 0;
		} else if (!t->prior && t->columns > 1 && strcmp(t->column[c], "text") != 0 && !t->segmented[c])
			column_guess(&t->what[c], t->text + c, t->columns, t->records, &t->missing[c]);
		if (t->segmented[c])
			t->what[c].kind = COLUMN_SEGMENTED;
		texts += t->what[c].kind < COLUMN_CATEGORY;
	}
	if (texts && texts < t->columns)
		drop_empty(t);
	if (texts < t->columns)
		return;
	free(t->what);
	free(t->missing);
	t->what = NULL;
	t->missing = NULL;
}

static void
say_columns(const struct training *t, const char *before, struct buf *b)
{
	for (size_t c = 0; t->what && c < t->columns; c++) {
		buf_printf(b, "%s%s: ", before, t->column[c]);
		column_describe(&t->what[c], b);
		if (t->missing[c])
			buf_printf(b, "; %zu records have none", t->missing[c]);
		buf_char(b, '\n');
	}
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

int
training_dev(struct training *t, struct dataset *d, struct fb_err *e)
{
	if (!t->o->dev)
		return 0;
	if (!t->devs)
		return err_set(e, FB_EDATA, "%s: no record has a text and a label", t->o->dev);
	size_t devs_end = t->records + t->devs;
	uint64_t *group = xmalloc((t->records + 1) * sizeof *group);
	bool *keep = xmalloc((d->D + 1) * sizeof *keep);
	memset(d->records, 0, d->D * sizeof *d->records);
	t->held = xcalloc(t->n + 1, sizeof *t->held);
	memcpy(group, d->group, t->records * sizeof *group);
	sort_items(group, t->records, sizeof *group, by_number);
	for (size_t i = 0; i < d->n; i++) {
		t->held[i] = i >= t->records && i < devs_end;
		t->known += t->held[i] && bsearch(&d->group[i], group, t->records, sizeof *group, by_number);
		for (size_t k = d->start[i]; !t->held[i] && k < d->start[i + 1]; k++)
			d->records[d->feature[k]]++;
	}
	for (size_t j = 0; j < d->D; j++)
		keep[j] = d->records[j] > 1 || (d->known && d->known[j]);
	dataset_keep(d, keep);
	free(group);
	free(keep);
	return d->D ? 0 : err_set(e, FB_EDATA, "no two texts have anything in common: more texts are wanted to learn from");
}

void
training_balance(struct training *t)
{
	size_t K = t->labels.n, learnt = 0, *count = xcalloc(K + 1, sizeof *count);
	if (t->o->balance)
		t->weight = xmalloc((t->n + 1) * sizeof *t->weight);
	for (size_t i = 0; i < t->n; i++)
		if (!t->held || !t->held[i]) {
			count[t->label[i]]++;
			learnt++;
		}
	for (size_t i = 0; t->weight && i < t->n; i++)
		t->weight[i] = (float)((double)learnt / ((double)K * (double)(count[t->label[i]] + !count[t->label[i]])));
	free(count);
}

int
training_log(const struct train_options *o, struct fb_str log, struct fb_err *e)
{
	struct buf path = { 0 }, events = { 0 };
	int rc = o->log ? file_write(o->log, log, OUTFILE_PUBLIC, e) : 0;
	if (rc == 0 && o->curve)
		trace_draw(o->curve, log);
	if (rc == 0 && o->tensorboard) {
		if (mkdir(o->tensorboard, 0777) < 0 && errno != EEXIST)
			return err_sys(e, FB_ECREATE, "%s", o->tensorboard);
		buf_printf(&path, "%s/events.out.tfevents.0.fb-train", o->tensorboard);
		events_make(&events, log);
		rc = file_write(buf_cstr(&path), buf_str(&events), OUTFILE_PUBLIC, e);
	}
	buf_free(&path);
	buf_free(&events);
	return rc;
}

void
training_source(const struct training *t, struct buf *b)
{
	char hex[17];
	hash_hex(t->digest, hex);
	if (t->prior)
		prior_notes(t->prior, b);
	buf_printf(b, "records %zu, digest %s\n", t->records, hex);
	say_columns(t, "reads ", b);
}

static void
write_scores(const struct choice *c, struct buf *b)
{
	buf_text(b, "accuracy ");
	num_fixed(b, c->accuracy, 4);
	buf_text(b, ", macro-F1 ");
	num_fixed(b, c->macro_f1, 4);
	buf_text(b, ", cross-entropy ");
	num_fixed(b, c->loss, 4);
	buf_char(b, '\n');
}

void
training_notes(const struct training *t, const struct choice *c, struct buf *b)
{
	training_source(t, b);
	buf_text(b, "settings ");
	choice_describe(c, b);
	buf_text(b, t->weight ? ", balanced, temperature " : ", temperature ");
	num_fixed(b, c->temperature, 3);
	if (t->guessed)
		buf_printf(b, "\nguessed %zu labels, by ", t->guessed);
	if (t->guessed)
		choice_describe(c->teacher, b);
	buf_printf(b, "\n%s %zu records: ", t->devs ? "dev" : "held-out", c->held_out);
	write_scores(c, b);
}

static void
say_confusion(const struct training *t, const struct choice *c, struct buf *b)
{
	size_t K = t->labels.n;
	buf_text(b, "truth, and how many of it were answered as each label in this order:\n");
	for (size_t i = 0; i < K; i++) {
		struct label_score s = score_label(c->confusion, K, i);
		buf_printf(b, "  %-14.*s", (int)t->display[i].name.n, t->display[i].name.p);
		for (size_t k = 0; k < K && K <= WIDEST; k++)
			buf_printf(b, " %5llu", (unsigned long long)c->confusion[i * K + k]);
		buf_text(b, "   F1 ");
		num_fixed(b, s.f1, 3);
		buf_char(b, '\n');
	}
}

/* The labels that the older model has not, or that no new record has. */
static void
say_labels(const struct training *t, const bool *has, const char *what, struct buf *b)
{
	bool any = false;
	for (size_t k = 0; k < t->labels.n; k++)
		if (!has[k]) {
			buf_printf(b, "%s%.*s", any ? ", " : what, (int)t->display[k].name.n, t->display[k].name.p);
			any = true;
		}
	buf_text(b, any ? "\n" : "");
}

static void
say_prior(const struct training *t, const struct dataset *d, struct buf *b)
{
	const struct model *m = &t->prior->model;
	bool *old = xcalloc(t->labels.n + 1, sizeof *old), *now = xcalloc(t->labels.n + 1, sizeof *now);
	size_t met = 0;
	for (size_t j = 0; j < d->D; j++)
		met += d->known[j];
	for (unsigned k = 0; k < m->K; k++)
		old[t->prior->label[k]] = true;
	for (size_t i = 0; i < t->n; i++)
		now[t->label[i]] = true;
	buf_printf(b, "continues %s: %zu of its %llu features are met again, %zu are new\n", t->o->older, met, (unsigned long long)m->s.rows, d->D - met);
	say_labels(t, old, "labels that it did not know: ", b);
	say_labels(t, now, "labels that only it knows, and no record here has: ", b);
	free(old);
	free(now);
}

void
training_say_records(const struct training *t, const struct dataset *d, struct buf *b)
{
	buf_printf(b, "%zu records, %zu %s, %zu features", t->records, training_labels(t), t->o->kind == KIND_NUMBER ? "different numbers" : "labels",
	    d->D);
	if (t->words)
		buf_printf(b, "; %zu words of a lexicon", t->words);
	if (t->o->unlabelled)
		buf_printf(b, "; %zu records without a label", t->blanks);
	if (t->left_out)
		buf_printf(b, "; %llu records without text or label left out", (unsigned long long)t->left_out);
	buf_char(b, '\n');
	if (t->prior)
		say_prior(t, d, b);
	say_columns(t, "", b);
}

void
training_say_known(const struct training *t, struct buf *b)
{
	if (t->known)
		buf_printf(b, "%zu of these have texts that were learnt from, too: the figures flatter\n", t->known);
}

void
training_say(const struct training *t, const struct dataset *d, const struct choice *c, struct buf *b)
{
	training_say_records(t, d, b);
	buf_text(b, "chosen: ");
	choice_describe(c, b);
	if (t->guessed)
		buf_printf(b, ", and labels that a first fit gave to %zu of the %zu records without one", t->guessed, t->blanks);
	else if (t->blanks)
		buf_text(b, ", and nothing from the records without a label: they do not help");
	buf_printf(b, "\n%s, %zu records, each after learning from %zu: ", t->devs ? t->o->dev : "held out", c->held_out, c->learnt);
	write_scores(c, b);
	training_say_known(t, b);
	say_confusion(t, c, b);
}
