#include "learn/classify.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/where.h"
#include "learn/model.h"
#include "learn/softmax.h"
#include "text/normal.h"

enum { MOST_MODELS = 16, MOST_COLUMNS = MOST_MODELS * MODEL_COLUMNS };

struct judge {                  /* a model and where it reads */
	struct model model;
	size_t field[MODEL_COLUMNS];    /* its columns in need[] */
	size_t same;            /* the first model that has the same features: they are made once */
	struct buf *name;       /* [K] labels as fields */
};

struct classify {
	const struct classify_options *o;
	struct judge judge[MOST_MODELS];
	size_t models;
	const char *need[MOST_COLUMNS + 1];
	size_t needs;
	struct filter filter;
};

struct worker {
	struct grams grams[MOST_MODELS];
	struct model_scratch scratch[MOST_MODELS];
	struct buf value, folded;
	double *z;
};

static size_t
needed(struct classify *c, struct fb_str column)
{
	for (size_t i = 0; i < c->needs; i++)
		if (slice_is(column, c->need[i]))
			return i;
	c->need[c->needs] = xstrndup(column.p, column.n);
	return c->needs++;
}

static int
bind(void *arg, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct classify *c = arg;
	struct buf name = { 0 };
	(void)in;
	(void)e;
	for (size_t i = 0; i < c->models; i++) {
		const struct model *m = &c->judge[i].model;
		struct fb_str as = slice(c->o->as ? c->o->as : m->target);
		cols_add(add, as);
		for (size_t k = 0; k <= (c->o->probabilities ? m->K : 0); k++) {
			name.n = 0;
			buf_slice(&name, as);
			buf_text(&name, k ? "_p_" : "_p");
			if (k)
				buf_slice(&name, m->label[k - 1].name);
			cols_add(add, buf_str(&name));
		}
	}
	buf_free(&name);
	return 0;
}

static void *
worker(void *arg)
{
	struct classify *c = arg;
	struct worker *w = xcalloc(1, sizeof *w);
	size_t K = 0;
	for (size_t i = 0; i < c->models; i++)
		K = c->judge[i].model.K > K ? c->judge[i].model.K : K;
	w->z = xmalloc((K + 1) * sizeof *w->z);
	return w;
}

static void
unworker(void *arg, void *own)
{
	struct worker *w = own;
	(void)arg;
	for (size_t i = 0; i < MOST_MODELS; i++) {
		grams_free(&w->grams[i]);
		free(w->scratch[i].row);
	}
	buf_free(&w->value);
	buf_free(&w->folded);
	free(w->z);
	free(w);
}

static void
answer(const struct classify *c, const struct judge *j, double *z, struct out *o)
{
	unsigned best = 0, K = j->model.K;
	for (unsigned k = 1; k < K; k++)
		best = z[k] > z[best] ? k : best;
	softmax(z, K);
	out_field(o, buf_str(&j->name[best]));
	out_fixed(o, z[best], 4);
	for (unsigned k = 0; c->o->probabilities && k < K; k++)
		out_fixed(o, z[k], 4);
}

/* Features of the columns that j reads into g; false: they are all empty. */
static bool
take_grams(struct worker *w, struct grams *g, const struct judge *j, const struct row *r)
{
	bool any = false;
	g->n = 0;
	for (size_t k = 0; k < j->model.s.columns; k++) {
		struct fb_str field = r->f[j->field[k]];
		any |= field.n > 0;
		normal_fold(field_value(field, &w->value), &w->folded);
		grams_add(g, buf_str(&w->folded), j->model.s.segmented >> k & 1, k);
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
	for (size_t i = 0; i < c->models; i++) {
		const struct judge *j = &c->judge[i];
		any[i] = j->same == i ? take_grams(w, &w->grams[i], j, r) : any[j->same];
		if (any[i]) {
			model_scores(&j->model, &w->grams[j->same], &w->scratch[i], w->z);
			answer(c, j, w->z, o);
			continue;
		}
		for (size_t k = 0; k < 2 + (c->o->probabilities ? j->model.K : 0u); k++)
			out_field(o, slice(""));
	}
	return 0;
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
	for (size_t k = 0; k < m->s.columns; k++)
		j->field[k] = needed(c, c->o->column ? slice(c->o->column) : m->column[k]);
	for (j->same = 0; j->same < c->models; j->same++) {
		const struct judge *o = &c->judge[j->same];
		if (o->model.s.columns == m->s.columns && o->model.s.segmented == m->s.segmented &&
		    memcmp(o->field, j->field, m->s.columns * sizeof *j->field) == 0)
			break;
	}
	j->name = xcalloc(m->K, sizeof *j->name);
	for (unsigned k = 0; k < m->K; k++)
		field_write(&j->name[k], m->label[k].name);
	c->models++;
	return rc;
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
	buf_free(&path);
	c->filter = (struct filter){ .need = c->need, .bind = bind, .worker = worker, .row = row, .unworker = unworker, .kind = OUTFILE_PRIVATE };
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
	free(c);
}

const struct filter *
classify_filter(struct classify *c)
{
	return &c->filter;
}
