#include "learn/classify.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/where.h"
#include "learn/model.h"

enum { MOST_MODELS = 16 };

struct classify {
	const struct classify_options *o;
	struct model model[MOST_MODELS];
	size_t models;
	const char *need[MOST_MODELS + 1];
	size_t needs;
	size_t field[MOST_MODELS];      /* which of need[] a model reads */
	struct filter filter;
};

struct worker {
	struct features features;
	struct predict predict[MOST_MODELS];
	struct buf text;
	double *p;
};

static size_t
needed(struct classify *c, const char *column)
{
	for (size_t i = 0; i < c->needs; i++)
		if (strcmp(c->need[i], column) == 0)
			return i;
	c->need[c->needs] = column;
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
		const struct model *m = &c->model[i];
		const char *as = c->o->as ? c->o->as : m->target;
		cols_add(add, slice(as));
		for (size_t k = 0; k <= (c->o->probabilities ? m->K : 0); k++) {
			name.n = 0;
			buf_printf(&name, "%s_p", as);
			if (k)
				buf_printf(&name, "_%.*s", (int)m->label[k - 1].n, m->label[k - 1].p);
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
		K = c->model[i].K > K ? c->model[i].K : K;
	w->p = xmalloc(K * sizeof *w->p);
	return w;
}

static void
unworker(void *arg, void *own)
{
	struct worker *w = own;
	(void)arg;
	for (size_t i = 0; i < MOST_MODELS; i++)
		predict_free(&w->predict[i]);
	feature_free(&w->features);
	buf_free(&w->text);
	free(w->p);
	free(w);
}

static void
answer(const struct classify *c, const struct model *m, const double *p, struct out *o)
{
	size_t best = 0;
	for (size_t k = 1; k < m->K; k++)
		best = p[k] > p[best] ? k : best;
	out_value(o, m->label[best]);
	out_fixed(o, p[best], 4);
	for (size_t k = 0; c->o->probabilities && k < m->K; k++)
		out_fixed(o, p[k], 4);
}

static int
row(void *arg, void *own, struct row *r, struct out *o, struct fb_err *e)
{
	struct classify *c = arg;
	struct worker *w = own;
	size_t scanned = COLS_NONE;
	bool segmented = false;
	(void)e;
	for (size_t i = 0; i < c->models; i++) {
		const struct model *m = &c->model[i];
		if (r->f[c->field[i]].n == 0) {
			for (size_t k = 0; k < 2 + (c->o->probabilities ? m->K : 0); k++)
				out_field(o, slice(""));
			continue;
		}
		/* Models that read the same column the same way share its features. */
		if (scanned != c->field[i] || segmented != m->segmented) {
			feature_scan(&w->features, field_value(r->f[c->field[i]], &w->text), m->segmented);
			scanned = c->field[i];
			segmented = m->segmented;
		}
		model_predict(m, &w->predict[i], &w->features, w->p);
		answer(c, m, w->p, o);
	}
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
		if (rc == 0 && (rc = model_open(&c->model[i], path.p, e)) == 0) {
			c->models++;
			c->field[i] = needed(c, o->column ? o->column : c->model[i].column);
		}
	}
	buf_free(&path);
	c->filter = (struct filter){ .need = c->need, .bind = bind, .worker = worker, .row = row, .unworker = unworker, .kind = OUTFILE_PRIVATE };
	return rc;
}

void
classify_close(struct classify *c)
{
	for (size_t i = 0; i < c->models; i++)
		model_close(&c->model[i]);
	free(c);
}

const struct filter *
classify_filter(struct classify *c)
{
	return &c->filter;
}
