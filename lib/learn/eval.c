#include "learn/eval.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "learn/curve.h"
#include "learn/drift.h"
#include "learn/eval_kinds.h"
#include "learn/evaluate.h"
#include "learn/evalprint.h"
#include "learn/suspect.h"

struct job {
	const struct eval_options *o;
	struct evaluation ev;
	size_t truth, answer, rival, by, p;     /* columns of the open file */
	size_t *every;                          /* column of each ANSWER_p_LABEL */
	struct buf scratch;
	bool begun;
};

static size_t
column(const struct cols *in, const char *name, const char *suffix)
{
	struct buf b = { 0 };
	if (!name)
		return COLS_NONE;
	buf_printf(&b, "%s%s", name, suffix);
	size_t i = cols_find(in, buf_str(&b));
	buf_free(&b);
	return i;
}

static uint32_t
label_of(struct map *m, struct fb_str label)
{
	return (uint32_t)map_place(m, label, NULL);
}

/* The columns ANSWER_p_LABEL name labels, and give all their probabilities. */
static void
bind_every(struct job *j, const struct cols *in)
{
	struct buf prefix = { 0 };
	struct evaluation *ev = &j->ev;
	buf_printf(&prefix, "%s_p_", j->o->answer);
	size_t n = 0;
	free(j->every);
	j->every = xmalloc((in->n + 1) * sizeof *j->every);
	if (!j->begun)
		ev->column = xmalloc((in->n + 1) * sizeof *ev->column);
	for (size_t i = 0; i < in->n; i++) {
		struct fb_str name = slice(in->name[i]);
		if (name.n <= prefix.n || memcmp(name.p, prefix.p, prefix.n) != 0)
			continue;
		uint32_t label = label_of(&ev->labels, (struct fb_str){ name.p + prefix.n, name.n - prefix.n });
		/* A further file may have them in another order; one that lacks some ends it. */
		for (size_t c = 0; j->begun && c < ev->columns; c++)
			if (ev->column[c] == label)
				j->every[c] = i;
		if (!j->begun) {
			ev->column[n] = label;
			j->every[n] = i;
		}
		n++;
	}
	if (!j->begun)
		ev->columns = n;
	else if (n != ev->columns)
		ev->columns = 0;
	buf_free(&prefix);
}

static int
bind(void *arg, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct job *j = arg;
	const char *want[] = { j->o->truth, j->o->answer, j->o->rival, j->o->by };
	size_t *to[] = { &j->truth, &j->answer, &j->rival, &j->by };
	(void)add;
	for (int i = 0; i < 4; i++) {
		*to[i] = column(in, want[i], "");
		if (want[i] && *to[i] == COLS_NONE)
			return cols_missing(in, want[i], NULL, e);
	}
	j->p = column(in, j->o->answer, "_p");
	bind_every(j, in);
	j->begun = true;
	return 0;
}

static int
seq(void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct job *j = arg;
	struct evaluation *ev = &j->ev;
	double p;
	(void)o;
	struct fb_str truth = field_value(r->f[j->truth], &j->scratch);
	if (truth.n == 0) {
		ev->without_truth++;
		return 0;
	}
	struct judged d = { .truth = label_of(&ev->labels, truth), .rival = UINT32_MAX, .p = -1 };
	d.answer = label_of(&ev->labels, field_value(r->f[j->answer], &j->scratch));
	if (j->rival != COLS_NONE)
		d.rival = label_of(&ev->labels, field_value(r->f[j->rival], &j->scratch));
	if (j->by != COLS_NONE)
		d.group = label_of(&ev->groups, field_value(r->f[j->by], &j->scratch));
	if (j->p != COLS_NONE && r->f[j->p].n) {
		if (!num_read(r->f[j->p], &p) || p < 0 || p > 1)
			return err_set(e, FB_REFUSE, "%s_p is '%.*s': a probability from 0 to 1 is wanted", j->o->answer,
			    (int)(r->f[j->p].n < 20 ? r->f[j->p].n : 20), r->f[j->p].p);
		d.p = (float)p;
	}
	ev->every = xgrow(ev->every, &ev->every_cap, (ev->n + 1) * ev->columns + 1, sizeof *ev->every);
	for (size_t c = 0; c < ev->columns; c++)
		ev->every[ev->n * ev->columns + c] = num_read(r->f[j->every[c]], &p) ? (float)p : 0;
	ev->record = xgrow(ev->record, &ev->cap, ev->n + 1, sizeof *ev->record);
	ev->record[ev->n++] = d;
	return 0;
}

static int
end(void *arg, struct out *o, struct fb_err *e)
{
	struct job *j = arg;
	if (j->ev.n == 0)
		return err_set(e, FB_EDATA, "no record has a truth in column '%s': nothing to judge", j->o->truth);
	if (j->o->max_error > 0)
		for (size_t i = 0; i < j->ev.n; i++)
			if (j->ev.record[i].p < 0)
				return err_set(e, FB_EDATA, "--max-error needs the column %s_p with the probability of each answer",
				    j->o->answer);
	evaluation_sort(&j->ev);
	evaluation_print(&j->ev, j->o, &o->b);
	return 0;
}

static int
measure(const struct eval_options *o, const struct stream *s, struct fb_err *e)
{
	static const struct filter filter = {
		.bind = bind, .seq = seq, .end = end, .shape = SHAPE_RAW, .align = true, .all_columns = true,
	};
	struct job j = { .o = o };
	int rc = pipeline_run(&filter, &j, s, e);
	evaluation_free(&j.ev);
	buf_free(&j.scratch);
	free(j.every);
	return rc;
}

/* An option that the work does not know would be left out silently. */
static int
check_options(const struct eval_options *o, struct fb_err *e)
{
	static const char *const works[] = { "without --suspect, --drift or --curve", "with --suspect", "with --drift", "with --curve" };
	bool measures = o->work == EVAL_MEASURE, suspects = o->work == EVAL_SUSPECT, kinds = o->kind > KIND_ORDINAL;
	if (kinds && !measures)
		return err_set(e, FB_EUSAGE, "--kind %s means nothing %s", kind_name(o->kind), works[o->work]);
	if (kinds && (o->rival || o->by || o->max_error > 0))
		return err_set(e, FB_EUSAGE, "%s means nothing with --kind %s", o->rival ? "--compare" : o->by ? "--by" : "--max-error",
		    kind_name(o->kind));
	const char *stray = !measures && o->rival ? "--compare" : !measures && o->by ? "--by" : !measures && o->max_error > 0 ? "--max-error" :
	    !suspects && o->n ? "-n" : !suspects && o->all ? "--all" : measures && o->columns.n ? "-c" :
	    suspects && o->form != EVAL_TERM ? "--format" : (o->work == EVAL_DRIFT || o->work == EVAL_CURVE) && o->answer ? "-p" : NULL;
	if (stray)
		return err_set(e, FB_EUSAGE, "%s means nothing %s", stray, works[o->work]);
	return 0;
}

int
eval_run(const struct eval_options *o, const struct stream *s, struct buf *said, struct fb_err *e)
{
	int rc = check_options(o, e);
	if (rc)
		return rc;
	switch (o->work) {
	case EVAL_SUSPECT:
		return suspect_run(o, s, said, e);
	case EVAL_DRIFT:
		return drift_run(o, s, e);
	case EVAL_CURVE:
		return curve_run(o, s, e);
	case EVAL_MEASURE:
		break;
	}
	return o->kind > KIND_ORDINAL ? eval_kinds_run(o, s, e) : measure(o, s, e);
}
