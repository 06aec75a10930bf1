#include "learn/labelled.h"

#include <stdlib.h>

#include "base/num.h"
#include "learn/crossfit.h"
#include "learn/texts.h"

static uint32_t
label_of(struct labelled *l, struct fb_str label)
{
	return (uint32_t)map_place(&l->labels, label, NULL);
}

/* The columns ANSWER_p_LABEL. A further file must have the same ones. */
static int
bind_probabilities(struct labelled *l, const struct cols *in, bool first, struct fb_err *e)
{
	struct buf prefix = { 0 };
	size_t n = 0;
	buf_printf(&prefix, "%s_p_", l->answer);
	free(l->p_at);
	l->p_at = xcalloc(in->n + l->labels.n + 1, sizeof *l->p_at);
	for (size_t i = 0; i < in->n; i++) {
		struct fb_str name = slice(in->name[i]);
		if (name.n <= prefix.n || memcmp(name.p, prefix.p, prefix.n) != 0)
			continue;
		struct fb_str label = { name.p + prefix.n, name.n - prefix.n };
		uint32_t k = first || map_find(&l->labels, label) ? label_of(l, label) : UINT32_MAX;
		n += k < (first ? l->labels.n : l->known);
		if (k < l->labels.n)
			l->p_at[k] = i;
	}
	buf_free(&prefix);
	if (first)
		l->known = n;
	if (n < 2)
		return err_set(e, FB_EDATA, "no columns %s_p_LABEL with the probability of every label: fb-classify --probabilities "
		    "writes them", l->answer);
	if (n != l->known)
		return err_set(e, FB_EDATA, "its columns %s_p_LABEL are not those of the first file", l->answer);
	return 0;
}

static int
bind(void *arg, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct labelled *l = arg;
	bool first = l->header.n == 0;
	(void)add;
	for (size_t i = 0; first && i < in->n; i++)
		cols_add(&l->header, slice(in->name[i]));
	if ((l->target_at = cols_find(in, slice(l->target))) == COLS_NONE)
		return cols_missing(in, l->target, NULL, e);
	if (l->answer)
		return bind_probabilities(l, in, first, e);
	for (size_t c = 0; c < l->text_columns; c++) {
		const char *name = l->columns->n ? l->columns->v[c] : "text";
		l->segmented[c] = strcmp(name, "tokens") == 0;
		if ((l->text_at[c] = cols_find(in, slice(name))) == COLS_NONE)
			return cols_missing(in, name, NULL, e);
	}
	return 0;
}

static int
row(void *arg, void *own, struct row *r, struct out *o, struct fb_err *e)
{
	const struct labelled *l = arg;
	(void)e;
	texts_fold(own, r, l->text_at, l->text_columns, o);
	return 0;
}

static void
keep_row(struct labelled *l, const struct row *r)
{
	l->row = xgrow(l->row, &l->row_cap, l->all + 1, sizeof *l->row);
	l->scratch.n = 0;
	for (size_t i = 0; i < r->n; i++) {
		if (i)
			buf_char(&l->scratch, '\t');
		buf_slice(&l->scratch, r->f[i]);
	}
	l->row[l->all] = (struct fb_str){ arena_copy(&l->memory, l->scratch.p, l->scratch.n), l->scratch.n };
}

/* The texts that row made; false: there is none. */
static bool
take_texts(struct labelled *l, struct out *o)
{
	size_t base = l->n * l->text_columns;
	l->text = xgrow(l->text, &l->text_cap, base + l->text_columns, sizeof *l->text);
	return texts_take(l->text + base, l->text_columns, o, &l->memory) > 0;
}

/* Refused where one is no probability; *all tells whether they are there. */
static int
take_probabilities(struct labelled *l, const struct row *r, bool *all, struct fb_err *e)
{
	l->p = xgrow(l->p, &l->p_cap, (l->n + 1) * l->known, sizeof *l->p);
	*all = true;
	for (size_t k = 0; k < l->known; k++) {
		struct fb_str f = r->f[l->p_at[k]];
		double p = 0;
		*all &= f.n > 0;
		if (f.n && (!num_read(f, &p) || p < 0 || p > 1))
			return err_set(e, FB_REFUSE, "%s_p_%.*s is '%.*s': a probability from 0 to 1 is wanted", l->answer,
			    (int)l->labels.entry[k].key.n, l->labels.entry[k].key.p, (int)(f.n < 20 ? f.n : 20), f.p);
		l->p[l->n * l->known + k] = (float)p;
	}
	return 0;
}

static int
seq(void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct labelled *l = arg;
	bool whole;
	int rc = 0;
	if (l->answer)
		rc = take_probabilities(l, r, &whole, e);
	else
		whole = take_texts(l, o);
	if (rc)
		return rc;
	if (l->rows)
		keep_row(l, r);
	struct fb_str label = field_value(r->f[l->target_at], &l->scratch);
	if (label.n && whole) {
		l->at = xgrow(l->at, &l->at_cap, l->n + 1, sizeof *l->at);
		l->label = xgrow(l->label, &l->label_cap, l->n + 1, sizeof *l->label);
		l->at[l->n] = (uint32_t)l->all;
		l->label[l->n++] = label_of(l, label);
	}
	l->all++;
	return l->all < UINT32_MAX ? 0 : err_set(e, FB_EDATA, "more than 4 billion records: take a part of them");
}

int
labelled_filter(struct labelled *l, struct filter *f, struct fb_err *e)
{
	l->text_columns = l->answer ? 0 : l->columns->n ? l->columns->n : 1;
	if (l->text_columns > LABELLED_COLUMNS)
		return err_set(e, FB_EUSAGE, "%zu columns to learn from: at most %d are taken", l->text_columns, LABELLED_COLUMNS);
	*f = (struct filter){ .bind = bind, .worker = texts_worker, .row = row, .seq = seq, .unworker = texts_unworker, .shape = SHAPE_RAW,
		.all_columns = true, .align = !l->rows };
	return 0;
}

int
labelled_check(struct labelled *l, size_t least, struct fb_err *e)
{
	if (l->n < least && !l->answer)
		return err_set(e, FB_EDATA, "%zu records have both a text and a label in column '%s': %zu are the least", l->n, l->target, least);
	if (l->n == 0)
		return err_set(e, FB_EDATA, "no record has both a label in column '%s' and probabilities", l->target);
	if (l->labels.n < 2)
		return err_set(e, FB_EDATA, "all records have the same %s: at least two labels are wanted", l->target);
	if (l->labels.n > LABELLED_LABELS)
		return err_set(e, FB_EDATA, "'%s' has %zu different values: is it a label? At most %d are taken", l->target, l->labels.n,
		    LABELLED_LABELS);
	for (size_t k = 0; k < l->labels.n; k++)
		l->labels.entry[k].value = k;
	if (!l->answer)
		labels_sort(&l->labels, l->label, l->n);
	return 0;
}

int
labelled_dataset(const struct labelled *l, struct dataset *d, size_t jobs, struct fb_err *e)
{
	*d = (struct dataset){ .label = l->label, .K = (unsigned)l->labels.n, .plain = dataset_plain((unsigned)l->labels.n) };
	return dataset_make(d, l->text, l->segmented, l->text_columns, l->n, crossfit_features(d->K), jobs, e);
}

void
labelled_free(struct labelled *l)
{
	cols_free(&l->header);
	arena_free(&l->memory);
	map_free(&l->labels);
	free(l->row);
	free(l->at);
	free(l->label);
	free(l->text);
	free(l->p);
	free(l->p_at);
	buf_free(&l->scratch);
}
