#include "learn/classify.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/where.h"
#include "learn/model.h"
#include "learn/softmax.h"
#include "learn/why.h"
#include "text/normal.h"

enum { MOST_MODELS = 16, MOST_COLUMNS = MOST_MODELS * MODEL_COLUMNS };

struct judge {                  /* a model and where it reads */
	struct model model;
	size_t field[MODEL_COLUMNS];    /* its columns in need[], categories and numbers behind those in maybe[] */
	size_t texts;           /* of its columns, those that are text */
	size_t same;            /* the first model that has the same features: they are made once */
	struct buf *name;       /* [K] labels as fields */
	double least;           /* probability below which the answer is unsure */
	bool chinese;           /* its model has seen Chinese: seen.h */
	size_t fields;          /* how many it adds */
};

struct classify {
	const struct classify_options *o;
	struct judge judge[MOST_MODELS];
	size_t models;
	const char *need[MOST_COLUMNS + 1], *maybe[MOST_COLUMNS + 1];   /* texts; categories and numbers: bind tells what is missing */
	size_t needs, maybes;
	struct filter filter;
};

struct worker {
	struct grams grams[MOST_MODELS];
	struct model_scratch scratch[MOST_MODELS];
	struct buf value, values[MODEL_COLUMNS];
	double *z;
	unsigned *order;        /* labels from the best down, as many as are asked for */
	struct why *why;        /* [models] */
	struct language_reader reader;
	size_t read;            /* judge.same of those whose columns of this record are in reader, + 1; 0: nobody's */
	struct buf folded;
};

/* The place of a column in a list of names, put there if need be. */
static size_t
listed(const char **list, size_t *n, struct fb_str column)
{
	for (size_t i = 0; i < *n; i++)
		if (slice_is(column, list[i]))
			return i;
	list[*n] = xstrndup(column.p, column.n);
	return (*n)++;
}

/* Whether column k of a model is a category or a number. */
static bool
beside(const struct model *m, size_t k)
{
	return m->what && m->what[k].kind >= COLUMN_CATEGORY;
}

/* Columns in maybe[] come behind those in need[]. */
static void
place_columns(struct classify *c)
{
	for (size_t i = 0; i < c->models; i++)
		for (size_t k = 0; k < c->judge[i].model.s.columns; k++)
			if (beside(&c->judge[i].model, k))
				c->judge[i].field[k] += c->needs;
}

static int
check_columns(const struct classify *c, const struct cols *in, struct fb_err *e)
{
	for (size_t i = 0; i < c->maybes; i++)
		if (cols_find(in, slice(c->maybe[i])) == COLS_NONE) {
			cols_missing(in, c->maybe[i], "the stream", e);
			return e->code = FB_ECONFIG;
		}
	return 0;
}

/* A column named PREFIX SUFFIX LABEL. */
static void
add_column(struct cols *add, struct buf *name, struct fb_str as, const char *suffix, struct fb_str label)
{
	name->n = 0;
	buf_slice(name, as);
	buf_text(name, suffix);
	buf_slice(name, label);
	cols_add(add, buf_str(name));
}

static int
bind(void *arg, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct classify *c = arg;
	struct buf name = { 0 };
	char rank[32];
	int rc = check_columns(c, in, e);
	for (size_t i = 0; rc == 0 && i < c->models; i++) {
		struct judge *j = &c->judge[i];
		struct fb_str as = slice(c->o->as ? c->o->as : j->model.target), none = slice("");
		size_t had = add->n;
		add_column(add, &name, as, "", none);
		if (j->model.kind == KIND_NUMBER) {
			add_column(add, &name, as, "_low", none);
			add_column(add, &name, as, "_high", none);
		} else
			add_column(add, &name, as, "_p", none);
		for (uint64_t r = 2; j->model.kind != KIND_MULTILABEL && r <= c->o->top && r <= j->model.K; r++) {
			snprintf(rank, sizeof rank, "_%u", (unsigned)r);
			add_column(add, &name, as, rank, none);
			snprintf(rank, sizeof rank, "_%u_p", (unsigned)r);
			add_column(add, &name, as, rank, none);
		}
		for (unsigned k = 0; c->o->probabilities && k < j->model.K; k++)
			add_column(add, &name, as, "_p_", j->model.label[k].name);
		if (c->o->why)
			add_column(add, &name, as, "_why", none);
		if (c->o->stamp)
			add_column(add, &name, as, "_m", none);
		j->fields = add->n - had;
	}
	buf_free(&name);
	return rc;
}

static void *
worker(void *arg)
{
	struct classify *c = arg;
	struct worker *w = xcalloc(1, sizeof *w);
	size_t K = 0;
	for (size_t i = 0; i < c->models; i++) {
		const struct model *m = &c->judge[i].model;
		size_t most = m->Z > m->K ? m->Z : m->K;
		K = most > K ? most : K;
	}
	w->z = xmalloc((K + 1) * sizeof *w->z);
	w->order = xmalloc((K + 1) * sizeof *w->order);
	w->why = xcalloc(c->models + 1, sizeof *w->why);
	return w;
}

static void
unworker(void *arg, void *own)
{
	struct classify *c = arg;
	struct worker *w = own;
	for (size_t i = 0; i < MOST_MODELS; i++) {
		grams_free(&w->grams[i]);
		free(w->scratch[i].row);
	}
	for (size_t i = 0; i < c->models; i++)
		why_free(&w->why[i]);
	for (size_t i = 0; i < MODEL_COLUMNS; i++)
		buf_free(&w->values[i]);
	buf_free(&w->value);
	buf_free(&w->folded);
	language_free(&w->reader);
	free(w->why);
	free(w->order);
	free(w->z);
	free(w);
}

/* The first n labels by falling score; of equal ones the first. */
static void
rank_labels(const double *z, unsigned K, unsigned *order, unsigned n)
{
	for (unsigned r = 0; r < n; r++) {
		unsigned best = K;
		for (unsigned k = 0; k < K; k++) {
			bool taken = false;
			for (unsigned i = 0; i < r; i++)
				taken |= order[i] == k;
			if (!taken && (best == K || z[k] > z[best]))
				best = k;
		}
		order[r] = best;
	}
}

static void
explain(struct worker *w, const struct judge *j, const struct row *r, struct why *y, const struct why_question *q)
{
	struct fb_str value[MODEL_COLUMNS];
	for (size_t k = 0; k < j->model.s.columns; k++)
		value[k] = field_value(r->f[j->field[k]], &w->values[k]);
	why_explain(y, &j->model, value, q);
}

/* Probabilities of all labels for scores z, in place, and the n best of them in w->order. */
static void
rank_chances(struct worker *w, const struct model *m, unsigned n)
{
	if (m->kind == KIND_ORDINAL)
		kind_ordinal(w->z[0], m->cut, m->K, w->z);
	rank_labels(w->z, m->K, w->order, n);
	if (m->kind == KIND_CLASSES)
		softmax(w->z, m->K);
}

static struct why_question
ask_label(const struct model *m, const unsigned *order)
{
	if (m->kind == KIND_CLASSES)
		return (struct why_question){ order[0], order[1], m->bias[order[0]] - m->bias[order[1]], " against ", m->label[order[1]].name };
	if (order[0] == 0)
		return (struct why_question){ 1, 0, m->cut[0] - m->bias[0], " for no more than ", m->label[0].name };
	return (struct why_question){ 0, 1, m->bias[0] - m->cut[order[0] - 1], " for more than ", m->label[order[0] - 1].name };
}

/* One of K labels, of classes or in an order. */
static struct why_question
answer_label(const struct classify *c, struct worker *w, const struct judge *j, size_t found, bool foreign, struct out *o)
{
	const struct model *m = &j->model;
	unsigned K = m->K, n = c->o->top > K ? K : c->o->top > 1 ? (unsigned)c->o->top : 1;
	double *z = w->z;
	bool unknown = foreign || (m->s.energy > 0 && (!found || softmax_energy(z, K) < m->s.energy));
	rank_chances(w, m, n == 1 && c->o->why ? 2 : n);
	unsigned best = w->order[0];
	out_field(o, unknown ? slice("unknown") : z[best] < j->least ? slice("unsure") : buf_str(&j->name[best]));
	out_fixed(o, foreign ? m->seen->share : z[best], 4);
	for (unsigned k = 1; k < n; k++) {
		out_field(o, buf_str(&j->name[w->order[k]]));
		out_fixed(o, z[w->order[k]], 4);
	}
	for (unsigned k = 0; c->o->probabilities && k < K; k++)
		out_fixed(o, z[k], 4);
	return c->o->why ? ask_label(m, w->order) : (struct why_question){ 0 };
}

/* All labels whose score is above the cut; the probability is that of just these. */
static struct why_question
answer_labels(const struct classify *c, struct worker *w, const struct judge *j, struct out *o)
{
	const struct model *m = &j->model;
	unsigned best = 0;
	double right = 1;
	w->value.n = 0;
	for (unsigned k = 0; k < m->K; k++) {
		bool has = w->z[k] > m->cut[0];
		best = w->z[k] > w->z[best] ? k : best;
		w->z[k] = kind_chance(w->z[k]);
		right *= has ? w->z[k] : 1 - w->z[k];
		if (has && w->value.n)
			buf_char(&w->value, ',');
		if (has)
			buf_slice(&w->value, buf_str(&j->name[k]));
	}
	out_field(o, right < j->least ? slice("unsure") : buf_str(&w->value));
	out_fixed(o, right, 4);
	for (unsigned k = 0; c->o->probabilities && k < m->K; k++)
		out_fixed(o, w->z[k], 4);
	return (struct why_question){ best, m->K, m->bias[best], " for ", m->label[best].name };
}

/* A number, and between which nine in ten lie. */
static struct why_question
answer_number(struct worker *w, const struct judge *j, struct out *o)
{
	const struct kind_range *r = j->model.range;
	double x = w->z[0], at[] = { x, x - r->off, x + r->off };
	for (size_t k = 0; k < sizeof at / sizeof *at; k++)
		out_fixed(o, at[k] < r->low ? r->low : at[k] > r->high ? r->high : at[k], (int)r->decimals);
	return (struct why_question){ 0, 1, j->model.bias[0],
		x < r->low ? ", below all that was learnt" : x > r->high ? ", above all that was learnt" : "", { 0 } };
}

/* What r says in the columns that j reads into w->reader; by = NULL: nobody asks which units a model knows. */
static void
read_language(struct worker *w, const struct judge *j, const struct row *r, const struct model *by)
{
	struct seen_ask ask = { by, 0 };
	w->reader.knows = by ? seen_knows : NULL;
	w->reader.arg = &ask;
	language_begin(&w->reader);
	for (; ask.column < j->model.s.columns; ask.column++)
		if (!beside(&j->model, ask.column)) {
			normal_fold(field_value(r->f[j->field[ask.column]], &w->value), &w->folded);
			language_read(&w->reader, buf_str(&w->folded));
		}
}

/* Whether r is in a language that the model has not seen. Most records are quickly told not to be; models of the same columns share what
 * is read. */
static bool
foreign(struct worker *w, const struct judge *j, const struct row *r, size_t found)
{
	const struct seen_languages *seen = j->model.seen;
	bool chinese = j->chinese;
	for (size_t k = 0; chinese && k < j->model.s.columns; k++)
		chinese = beside(&j->model, k) || language_plainly_chinese(r->f[j->field[k]]);
	if (!seen || chinese)
		return false;
	if (w->read != j->same + 1)
		read_language(w, j, r, NULL);
	w->read = j->same + 1;
	if (!seen_foreign(seen, &w->reader, found))
		return false;
	w->read = 0;
	read_language(w, j, r, &j->model);
	return seen_foreign(seen, &w->reader, found);
}

static void
answer(const struct classify *c, struct worker *w, size_t i, size_t found, const struct row *r, struct out *o)
{
	const struct judge *j = &c->judge[i];
	enum kind kind = j->model.kind;
	struct why_question q = kind == KIND_NUMBER ? answer_number(w, j, o) :
	    kind == KIND_MULTILABEL ? answer_labels(c, w, j, o) : answer_label(c, w, j, found, foreign(w, j, r, found), o);
	if (c->o->why) {
		explain(w, j, r, &w->why[i], &q);
		out_value(o, buf_str(&w->why[i].text));
	}
	if (c->o->stamp)
		out_field(o, slice(j->model.digest));
}

/* Features of the columns that j reads into g; false: its texts are all empty (all columns, where it reads no text). */
static bool
take_grams(struct worker *w, struct grams *g, const struct judge *j, const struct row *r)
{
	bool any = false;
	grams_begin(g);
	for (size_t k = 0; k < j->model.s.columns; k++) {
		struct fb_str field = r->f[j->field[k]];
		any |= field.n > 0 && (!beside(&j->model, k) || !j->texts);
		if (beside(&j->model, k)) {
			normal_fold(field_value(field, &w->value), &g->folded);
			column_grams(&j->model.what[k], g, buf_str(&g->folded), k);
			continue;
		}
		grams_add(g, field_value(field, &w->value), model_reads(&j->model, k), k);
	}
	return any;
}

static int
row(void *arg, void *own, struct row *r, struct out *o, struct fb_err *e)
{
	struct classify *c = arg;
	struct worker *w = own;
	bool any[MOST_MODELS];
	(void)e;
	w->read = 0;
	for (size_t i = 0; i < c->models; i++) {
		const struct judge *j = &c->judge[i];
		any[i] = j->same == i ? take_grams(w, &w->grams[i], j, r) : any[j->same];
		if (any[i]) {
			size_t found = model_scores(&j->model, &w->grams[j->same], &w->scratch[i], w->z);
			answer(c, w, i, found, r, o);
			continue;
		}
		for (size_t k = 0; k < j->fields; k++)
			out_field(o, slice(""));
	}
	return 0;
}

/* The threshold of --min-p, or that of the model's curve for --max-error. */
static int
set_least(const struct classify *c, struct judge *j, struct fb_err *e)
{
	double best;
	j->least = c->o->min_p;
	if (j->model.kind == KIND_NUMBER && (c->o->min_p > 0 || c->o->max_error > 0))
		return err_set(e, FB_EUSAGE, "%s: %s answers with numbers: %s_low and %s_high tell how far off they may be",
		    c->o->max_error > 0 ? "--max-error" : "--min-p", j->model.file.path, j->model.target, j->model.target);
	if (!(c->o->max_error > 0))
		return 0;
	if (!j->model.promise)
		return err_set(e, FB_EDATA, "%s: the model has no curve of errors for --max-error: train it again", j->model.file.path);
	double least = promise_threshold(j->model.promise, c->o->max_error, &best);
	if (least > 1)
		return err_set(e, FB_EDATA, "%s: errors below %g %% cannot be promised at 95 %% confidence; %.2g %% can",
		    j->model.file.path, 100 * c->o->max_error, 100 * best);
	if (least > j->least)
		j->least = least;
	return 0;
}

/* Whether two models read the same columns in the same way. */
static bool
same_features(const struct judge *a, const struct judge *b)
{
	const struct model *m = &a->model, *o = &b->model;
	if (m->s.columns != o->s.columns || !m->what != !o->what)
		return false;
	for (size_t k = 0; k < m->s.columns; k++)
		if (model_reads(m, k) != model_reads(o, k))
			return false;
	return memcmp(a->field, b->field, m->s.columns * sizeof *a->field) == 0 &&
	    (!m->what || memcmp(m->what, o->what, m->s.columns * sizeof *m->what) == 0);
}

static int
open_judge(struct classify *c, const char *path, struct fb_err *e)
{
	struct judge *j = &c->judge[c->models];
	struct model *m = &j->model;
	int rc = model_open(m, path, e);
	if (rc)
		return rc;
	if (c->o->column && m->s.columns != 1)
		rc = err_set(e, FB_EUSAGE, "-c names one column, and the model %s reads %u", path, m->s.columns);
	for (size_t k = 0; k < m->s.columns; k++) {
		struct fb_str name = c->o->column ? slice(c->o->column) : m->column[k];
		j->field[k] = beside(m, k) ? listed(c->maybe, &c->maybes, name) : listed(c->need, &c->needs, name);
		j->texts += !beside(m, k);
	}
	while (j->same < c->models && !same_features(&c->judge[j->same], j))
		j->same++;
	if (rc == 0)
		rc = set_least(c, j, e);
	j->chinese = m->seen && !seen_hardly(m->seen, LANGUAGE_CHINESE);
	j->name = xcalloc(m->K, sizeof *j->name);
	for (unsigned k = 0; k < m->K; k++)
		field_write(&j->name[k], m->label[k].name);
	c->models++;
	return rc;
}

/* What no model has use for; of several models, one that has is enough. */
static int
check_use(const struct classify *c, struct fb_err *e)
{
	bool labels = false, ranks = false;
	for (size_t i = 0; i < c->models; i++) {
		enum kind kind = c->judge[i].model.kind;
		for (size_t k = 0; k < i; k++)
			if (strcmp(c->judge[k].model.target, c->judge[i].model.target) == 0)
				return err_set(e, FB_EUSAGE, "%s and %s both write the column %s: run the second by itself, with --as NAME",
				    c->judge[k].model.file.path, c->judge[i].model.file.path, c->judge[i].model.target);
		labels |= kind != KIND_NUMBER;
		ranks |= kind != KIND_NUMBER && kind != KIND_MULTILABEL;
	}
	const char *path = c->judge[0].model.file.path, *target = c->judge[0].model.target;
	if (c->o->probabilities && !labels)
		return err_set(e, FB_EUSAGE, "--probabilities: %s answers with numbers: %s_low and %s_high tell how far off they may be",
		    path, target, target);
	if (c->o->top > 1 && !ranks)
		return err_set(e, FB_EUSAGE, labels ? "-n: %s gives as many labels as hold, none of them next best: --probabilities has all" :
		    "-n: %s answers with numbers, and none is next best", path);
	return 0;
}

int
classify_open(struct classify **out, const struct classify_options *o, struct fb_err *e)
{
	struct classify *c = *out = xcalloc(1, sizeof *c);
	struct buf path = { 0 };
	int rc = 0;
	c->o = o;
	if (o->models->n > MOST_MODELS)
		rc = err_set(e, FB_EUSAGE, "%zu models: at most %d are taken in one pass", o->models->n, MOST_MODELS);
	for (size_t i = 0; rc == 0 && i < o->models->n; i++) {
		rc = where_model(&path, o->models->v[i], e);
		if (rc == 0)
			rc = open_judge(c, buf_cstr(&path), e);
	}
	if (rc == 0)
		rc = check_use(c, e);
	buf_free(&path);
	place_columns(c);
	c->filter = (struct filter){ .need = c->need, .maybe = c->maybe, .bind = bind, .worker = worker, .row = row, .unworker = unworker, .kind = OUTFILE_PRIVATE };
	return rc;
}

void
classify_close(struct classify *c)
{
	for (size_t i = 0; i < c->models; i++) {
		for (unsigned k = 0; k < c->judge[i].model.K; k++)
			buf_free(&c->judge[i].name[k]);
		free(c->judge[i].name);
		model_close(&c->judge[i].model);
	}
	for (size_t i = 0; i < c->needs; i++)
		free((void *)(uintptr_t)c->need[i]);
	for (size_t i = 0; i < c->maybes; i++)
		free((void *)(uintptr_t)c->maybe[i]);
	free(c);
}

const struct filter *
classify_filter(struct classify *c)
{
	return &c->filter;
}
