#include "learn/drift.h"

#include <stdlib.h>

#include "base/num.h"
#include "text/terms.h"

/* Columns a record is read by: need[] and maybe[] in this order. */
enum { TEXT, LABEL, SCORE, LANG, NOTE, COLUMNS };

struct job {
	struct drift d;                 /* first */
	struct terms terms;             /* how texts are cut */
	struct buf score_name;
	const char *maybe[COLUMNS + 1];
	int side;                       /* DRIFT_OLD, DRIFT_NEW; -1: before the first file */
	bool text_named;
	struct buf scratch;
};

static int
bind(void *arg, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct job *j = arg;
	struct drift *d = &j->d;
	bool here[COLUMNS];
	(void)add;
	for (int i = 0; i < COLUMNS; i++)
		here[i] = cols_find(in, slice(j->maybe[i])) != COLS_NONE;
	if (d->o->truth && !here[LABEL])
		return cols_missing(in, d->o->truth, NULL, e);
	if (j->text_named && !here[TEXT])
		return cols_missing(in, j->maybe[TEXT], NULL, e);
	j->side++;
	d->labelled = d->o->truth != NULL;
	d->scored = d->labelled && here[SCORE] && (j->side == DRIFT_OLD || d->scored);
	d->worded = here[TEXT] && (j->side == DRIFT_OLD || d->worded);
	if (!d->labelled && !d->worded)
		return err_set(e, FB_EDATA, "no column 'text', and no other to compare: name the labels with -t or the text with -c");
	return 0;
}

static void *
worker(void *arg)
{
	(void)arg;
	return xcalloc(1, sizeof(struct words));
}

static void
unworker(void *arg, void *w)
{
	(void)arg;
	words_free(w);
	free(w);
}

static int
row(void *arg, void *w, struct row *r, struct out *o, struct fb_err *e)
{
	struct job *j = arg;
	struct buf value = { 0 };
	(void)e;
	if (r->f[TEXT].p && !note_is_phrase(r->f[NOTE]))
		terms_lines(&j->terms.tokens, w, field_value(r->f[TEXT], &value), r->f[LANG], &o->b);
	buf_free(&value);
	return 0;
}

static void
count_label(struct drift *d, int side, struct fb_str label)
{
	if (!label.n) {
		d->no_label[side]++;
		return;
	}
	bool made;
	size_t at = map_place(&d->labels, label, &made);
	if (made) {
		d->label = xgrow(d->label, &d->label_cap, d->labels.n, sizeof *d->label);
		memset(d->label[at], 0, sizeof *d->label);
	}
	d->label[at][side]++;
}

/* Words that made lines hold. A word is new where OLD has none of it, however often NEW has it. */
static void
count_words(struct drift *d, int side, const struct buf *lines)
{
	uint32_t words = 0, unseen = 0, record = (uint32_t)(d->records[0] + d->records[1]);
	for (const char *p = lines->p, *end = p + lines->n; lines->n && p < end;) {
		const char *q = memchr(p, '\n', (size_t)(end - p));
		bool made;
		struct map_entry *x = map_put(&d->terms, (struct fb_str){ p, (size_t)(q - p) }, &made);
		size_t at = (size_t)(x - d->terms.entry);
		if (made) {
			d->term = xgrow(d->term, &d->term_cap, d->terms.n, sizeof *d->term);
			d->term[at] = (struct drift_term){ 0 };
		}
		struct drift_term *t = &d->term[at];
		t->count[side]++;
		t->records[side] += t->last != record;
		t->last = record;
		words++;
		unseen += t->count[DRIFT_OLD] == 0;
		p = q + 1;
	}
	d->words[side] += words;
	if (side == DRIFT_OLD || !words)
		return;
	d->unseen += unseen;
	d->fresh = xgrow(d->fresh, &d->fresh_cap, d->fresh_n + 1, sizeof *d->fresh);
	d->fresh[d->fresh_n][0] = unseen;
	d->fresh[d->fresh_n++][1] = words;
}

static int
seq(void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct job *j = arg;
	struct drift *d = &j->d;
	double p = 0;
	if (note_is_phrase(r->f[NOTE])) {
		d->phrases[j->side]++;
		return 0;
	}
	struct fb_str score = d->scored ? r->f[SCORE] : (struct fb_str){ 0 };
	if (score.n && (!num_read(score, &p) || p < 0 || p > 1))
		return err_set(e, FB_REFUSE, "%s is '%.*s': a probability from 0 to 1 is wanted", j->maybe[SCORE],
		    (int)(score.n < 20 ? score.n : 20), score.p);
	if (++d->records[j->side] >= UINT32_MAX / 2)
		return err_set(e, FB_EDATA, "more than 2 billion records: take a part of them");
	if (d->labelled)
		count_label(d, j->side, field_value(r->f[LABEL], &j->scratch));
	if (score.n)
		d->score[(size_t)(p * (DRIFT_P - 1) + .5)][j->side]++;
	if (d->worded)
		count_words(d, j->side, &o->b);
	o->b.n = 0;
	return 0;
}

static int
end(void *arg, struct out *o, struct fb_err *e)
{
	struct job *j = arg;
	for (int side = 0; side < 2; side++)
		if (!j->d.records[side])
			return err_set(e, FB_EDATA, "the %s file has no records", side == DRIFT_OLD ? "old" : "new");
	if (j->d.labels.n > 4096)
		return err_set(e, FB_EDATA, "'%s' has %zu different values: is it a label?", j->d.o->truth, j->d.labels.n);
	return drift_print(&j->d, &o->b, e);
}

static void
job_free(struct job *j)
{
	terms_close(&j->terms);
	map_free(&j->d.labels);
	map_free(&j->d.terms);
	free(j->d.label);
	free(j->d.score);
	free(j->d.term);
	free(j->d.fresh);
	buf_free(&j->score_name);
	buf_free(&j->scratch);
}

int
drift_run(const struct eval_options *o, const struct stream *s, struct fb_err *e)
{
	struct job j = { .d = { .o = o }, .side = -1, .text_named = o->columns.n > 0 };
	if (s->files != 2)
		return err_set(e, FB_EUSAGE, "--drift compares two files, and there are %zu: fb-eval --drift OLD NEW", s->files);
	if (o->columns.n > 1)
		return err_set(e, FB_EUSAGE, "--drift reads one column of text, and -c names %zu", o->columns.n);
	j.terms.tokens.column = o->columns.n ? o->columns.v[0] : "text";
	int rc = terms_open(&j.terms, e);
	/* What is written in digits or addresses is new every day. */
	j.terms.tokens.keep &= ~(1u << TOKEN_NUMBER | 1u << TOKEN_DATE | 1u << TOKEN_URL | 1u << TOKEN_MAIL | 1u << TOKEN_NAME | 1u << TOKEN_MARK);
	buf_printf(&j.score_name, "%s_p", o->truth ? o->truth : "");
	const char *maybe[] = { j.terms.tokens.column, o->truth ? o->truth : "", buf_cstr(&j.score_name), "lang", "note" };
	memcpy(j.maybe, maybe, sizeof maybe);
	j.d.score = xcalloc(DRIFT_P, sizeof *j.d.score);
	struct filter f = { .maybe = j.maybe, .bind = bind, .worker = worker, .row = row, .seq = seq, .end = end, .unworker = unworker,
		.shape = SHAPE_RAW, .align = true };
	if (rc == 0)
		rc = pipeline_run(&f, &j, s, e);
	job_free(&j);
	return rc;
}
