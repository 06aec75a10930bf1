#include "learn/eval_kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/num.h"
#include "base/rng.h"
#include "base/sort.h"
#include "learn/evaluate.h"
#include "learn/figures.h"
#include "learn/page.h"

enum { MOST_FIGURES = 4, SEED = 20260501 };
enum { IS = 1, SAID = 2 };      /* what a mark says of a record and a label */

static const struct names {
	const char *figure[MOST_FIGURES], *term[MOST_FIGURES];
} names[KINDS] = {
	[KIND_MULTILABEL] = { { "all_right", "micro_f1", "macro_f1", "hamming_loss" }, { "all labels right", "micro-F1", "macro-F1", "Hamming loss" } },
	[KIND_NUMBER] = { { "mae", "rmse", "r2", "within" }, { "mean absolute error", "RMSE", "R²", "within low and high" } },
};

struct job {
	const struct eval_options *o;
	size_t truth, answer, low, high;        /* columns of the open file */
	struct buf scratch;
	size_t n, cap, without_truth;   /* records judged, and those left out */
	bool range;             /* all files have low and high */
	/* multilabel: marks of record i are mark[start[i] .. start[i + 1]), label * 4 + IS | SAID */
	struct map labels;
	size_t *start, start_cap, marks, mark_cap;
	uint32_t *mark;
	/* number */
	struct numbers {
		double truth, answer, low, high;
	} *number;
};

/* Reading */

static int
bind(void *arg, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct job *j = arg;
	struct buf name = { 0 };
	(void)add;
	if ((j->truth = cols_find(in, slice(j->o->truth))) == COLS_NONE)
		return cols_missing(in, j->o->truth, NULL, e);
	if ((j->answer = cols_find(in, slice(j->o->answer))) == COLS_NONE)
		return cols_missing(in, j->o->answer, NULL, e);
	buf_printf(&name, "%s_low", j->o->answer);
	j->low = cols_find(in, buf_str(&name));
	name.n = 0;
	buf_printf(&name, "%s_high", j->o->answer);
	j->high = cols_find(in, buf_str(&name));
	j->range = (j->range || !j->n) && j->low != COLS_NONE && j->high != COLS_NONE;
	buf_free(&name);
	return 0;
}

static void
take_labels(struct job *j, struct fb_str list, uint32_t what)
{
	for (struct fb_str label = kind_label(&list); label.n; label = kind_label(&list)) {
		uint32_t number = (uint32_t)map_place(&j->labels, label, NULL);
		size_t at = j->start[j->n];
		while (at < j->marks && j->mark[at] / 4 != number)
			at++;
		if (at == j->marks) {
			j->mark = xgrow(j->mark, &j->mark_cap, j->marks + 1, sizeof *j->mark);
			j->mark[j->marks++] = number * 4;
		}
		j->mark[at] |= what;
	}
}

static int
take_number(struct fb_str s, const char *column, double *x, struct fb_err *e)
{
	if (num_read(s, x))
		return 0;
	return err_set(e, FB_REFUSE, "%s is '%.*s': a number is wanted", column, (int)(s.n < 20 ? s.n : 20), s.p);
}

static int
seq(void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct job *j = arg;
	struct numbers v = { 0 };
	int rc;
	(void)o;
	if (!r->f[j->truth].n) {
		j->without_truth++;
		return 0;
	}
	if (j->o->kind == KIND_MULTILABEL) {
		j->start = xgrow(j->start, &j->start_cap, j->n + 2, sizeof *j->start);
		j->start[j->n] = j->marks;
		take_labels(j, field_value(r->f[j->truth], &j->scratch), IS);
		take_labels(j, field_value(r->f[j->answer], &j->scratch), SAID);
		j->start[++j->n] = j->marks;
		return 0;
	}
	if ((rc = take_number(r->f[j->truth], j->o->truth, &v.truth, e)) || (rc = take_number(r->f[j->answer], j->o->answer, &v.answer, e)))
		return rc;
	if (j->range && (!num_read(r->f[j->low], &v.low) || !num_read(r->f[j->high], &v.high)))
		j->range = false;
	j->number = xgrow(j->number, &j->cap, j->n + 1, sizeof *j->number);
	j->number[j->n++] = v;
	return 0;
}

/* Figures */

struct counts {
	uint64_t right, is, said;
};

static double
f1(struct counts c)
{
	return c.is + c.said ? 2 * (double)c.right / (double)(c.is + c.said) : 0;
}

static void
count(struct counts *c, uint32_t mark)
{
	c->right += (mark & 3) == (IS | SAID);
	c->is += (mark & IS) != 0;
	c->said += (mark & SAID) != 0;
}

static void
measure_labels(const struct job *j, const uint32_t *pick, struct counts *each, double *figure)
{
	struct counts all = { 0 };
	size_t exact = 0, seen = 0, K = j->labels.n;
	double sum = 0, n = (double)j->n;
	memset(each, 0, (K + 1) * sizeof *each);
	for (size_t u = 0; u < j->n; u++) {
		bool right = true;
		for (size_t m = j->start[pick[u]]; m < j->start[pick[u] + 1]; m++) {
			count(&each[j->mark[m] / 4], j->mark[m]);
			right = right && (j->mark[m] & 3) == (IS | SAID);
		}
		exact += right;
	}
	for (size_t k = 0; k < K; k++) {
		all.right += each[k].right;
		all.is += each[k].is;
		all.said += each[k].said;
		seen += each[k].is + each[k].said > 0;
		sum += f1(each[k]);
	}
	figure[0] = (double)exact / n;
	figure[1] = f1(all);
	figure[2] = seen ? sum / (double)seen : 0;
	figure[3] = K ? (double)(all.is + all.said - 2 * all.right) / (n * (double)K) : 0;
}

static void
measure_numbers(const struct job *j, const uint32_t *pick, double *figure)
{
	double off = 0, square = 0, mean = 0, all = 0, n = (double)j->n;
	size_t within = 0;
	for (size_t u = 0; u < j->n; u++)
		mean += j->number[pick[u]].truth / n;
	for (size_t u = 0; u < j->n; u++) {
		const struct numbers *v = &j->number[pick[u]];
		double by = v->answer - v->truth;
		off += fabs(by);
		square += by * by;
		all += (v->truth - mean) * (v->truth - mean);
		within += v->low <= v->truth && v->truth <= v->high;
	}
	figure[0] = off / n;
	figure[1] = sqrt(square / n);
	figure[2] = all > 0 ? 1 - square / all : 0;
	figure[3] = (double)within / n;
}

static void
measure(const struct job *j, const uint32_t *pick, struct counts *each, double *figure)
{
	if (j->o->kind == KIND_MULTILABEL)
		measure_labels(j, pick, each, figure);
	else
		measure_numbers(j, pick, figure);
}

/* All figures with their intervals; each[labels] are the counts of all records. */
static void
measure_all(const struct job *j, struct counts *each, struct measured *m)
{
	uint32_t *pick = xmalloc((j->n + 1) * sizeof *pick);
	double *round[MOST_FIGURES], figure[MOST_FIGURES];
	struct rng rng = { SEED };
	for (int f = 0; f < MOST_FIGURES; f++)
		round[f] = xmalloc(EVALUATE_ROUNDS * sizeof **round);
	for (int r = 0; r < EVALUATE_ROUNDS; r++) {
		for (size_t u = 0; u < j->n; u++)
			pick[u] = (uint32_t)rng_below(&rng, j->n);
		measure(j, pick, each, figure);
		for (int f = 0; f < MOST_FIGURES; f++)
			round[f][r] = figure[f];
	}
	for (size_t u = 0; u < j->n; u++)
		pick[u] = (uint32_t)u;
	measure(j, pick, each, figure);
	for (int f = 0; f < MOST_FIGURES; f++) {
		m[f] = (struct measured){ figure[f], interval_percentiles(round[f], EVALUATE_ROUNDS) };
		free(round[f]);
	}
	free(pick);
}

/* Printing */

static int
by_name(const void *a, const void *b, void *labels)
{
	const struct map_entry *e = labels;
	return slice_cmp(e[*(const uint32_t *)a].key, e[*(const uint32_t *)b].key);
}

static double
part(uint64_t x, uint64_t of)
{
	return of ? (double)x / (double)of : 0;
}

static void
print_term(const struct job *j, const struct measured *m, int figures, const uint32_t *order, const struct counts *each, struct buf *b)
{
	buf_printf(b, "%-20s%zu", "records", j->n);
	if (j->without_truth)
		buf_printf(b, "   (%zu more have no %s)", j->without_truth, j->o->truth);
	buf_char(b, '\n');
	for (int f = 0; f < figures; f++)
		page_figure(b, names[j->o->kind].term[f], m[f].value, m[f].i);
	if (j->labels.n)
		buf_printf(b, "\n%-24s precision  recall      F1  records\n", "label");
	for (size_t k = 0; k < j->labels.n; k++) {
		struct counts c = each[order[k]];
		page_name(b, j->labels.entry[order[k]].key, 24);
		page_number(b, part(c.right, c.said), 4, 10);
		page_number(b, part(c.right, c.is), 4, 8);
		page_number(b, f1(c), 4, 8);
		buf_printf(b, " %8llu\n", (unsigned long long)c.is);
	}
}

static void
print_figures(const struct job *j, const struct measured *m, int figures, const uint32_t *order, const struct counts *each, struct buf *b)
{
	struct figures f = { 0 };
	figure_count(&f, "records", slice(""), j->n);
	for (int k = 0; k < figures; k++)
		figure_span(&f, names[j->o->kind].figure[k], slice(""), m[k].value, m[k].i.low, m[k].i.high);
	for (size_t k = 0; k < j->labels.n; k++) {
		struct counts c = each[order[k]];
		struct fb_str name = j->labels.entry[order[k]].key;
		figure_add(&f, "precision", name, part(c.right, c.said));
		figure_add(&f, "recall", name, part(c.right, c.is));
		figure_add(&f, "f1", name, f1(c));
		figure_count(&f, "support", name, c.is);
	}
	if (j->o->form == EVAL_TSV)
		figures_tsv(&f, b);
	else
		figures_json(&f, b);
	figures_free(&f);
}

static int
end(void *arg, struct out *o, struct fb_err *e)
{
	struct job *j = arg;
	struct measured m[MOST_FIGURES];
	if (!j->n)
		return err_set(e, FB_EDATA, "no record has a truth in column '%s': nothing to judge", j->o->truth);
	int figures = j->o->kind == KIND_NUMBER && !j->range ? MOST_FIGURES - 1 : MOST_FIGURES;
	struct counts *each = xcalloc(j->labels.n + 1, sizeof *each);
	uint32_t *order = xmalloc((j->labels.n + 1) * sizeof *order);
	for (size_t k = 0; k < j->labels.n; k++)
		order[k] = (uint32_t)k;
	sort_items_by(order, j->labels.n, sizeof *order, by_name, j->labels.entry);
	measure_all(j, each, m);
	if (j->o->form == EVAL_TERM)
		print_term(j, m, figures, order, each, &o->b);
	else
		print_figures(j, m, figures, order, each, &o->b);
	free(each);
	free(order);
	return 0;
}

int
eval_kinds_run(const struct eval_options *o, const struct stream *s, struct fb_err *e)
{
	static const struct filter filter = {
		.bind = bind, .seq = seq, .end = end, .shape = SHAPE_RAW, .align = true, .all_columns = true,
	};
	struct job j = { .o = o };
	int rc = pipeline_run(&filter, &j, s, e);
	map_free(&j.labels);
	buf_free(&j.scratch);
	free(j.start);
	free(j.mark);
	free(j.number);
	return rc;
}
