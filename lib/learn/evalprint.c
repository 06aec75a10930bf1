#include "learn/evalprint.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/sort.h"
#include "learn/figures.h"
#include "learn/page.h"

enum { WIDEST_TABLE = 12, MOST_CONFUSED = 15 };

static struct fb_str
name_of(const struct evaluation *ev, size_t label)
{
	struct fb_str s = ev->labels.entry[label].key;
	return s.n ? s : slice("(empty)");
}

static void
add_measured(struct figures *f, const char *name, struct fb_str about, struct measured m)
{
	figure_span(f, name, about, m.value, m.i.low, m.i.high);
}

/* The reliability diagram: what was said, and what came true with Wilson's interval, by bin. */
static void
collect_bins(const struct summary *s, struct figures *f)
{
	static const char *const name[EVALUATE_BINS] = { "0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9" };
	for (int k = 0; s->sure && k < EVALUATE_BINS; k++) {
		const struct bin *n = &s->bin[k];
		struct interval i = interval_wilson(n->right, n->n);
		if (!n->n)
			continue;
		figure_count(f, "bin_records", slice(name[k]), n->n);
		figure_add(f, "bin_said", slice(name[k]), n->mean_p);
		figure_span(f, "bin_came_true", slice(name[k]), (double)n->right / (double)n->n, i.low, i.high);
	}
}

static void
collect_summary(const struct evaluation *ev, const struct summary *s, struct fb_str about, struct figures *f)
{
	figure_count(f, "records", about, s->score.records);
	add_measured(f, "accuracy", about, s->accuracy);
	add_measured(f, "macro_f1", about, s->macro_f1);
	add_measured(f, "weighted_f1", about, s->weighted_f1);
	if (s->full) {
		add_measured(f, "log_loss", about, s->log_loss);
		add_measured(f, "brier", about, s->brier);
	}
	if (s->sure)
		add_measured(f, "calibration_error", about, s->calibration);
	if (s->scale) {
		add_measured(f, "quadratic_kappa", about, s->kappa);
		add_measured(f, "mae", about, s->mean_error);
	}
	if (about.n)
		return;
	if (!isnan(s->auroc.value))
		add_measured(f, "mean_auroc", about, s->auroc);
	for (size_t i = 0; i < ev->labels.n; i++) {
		const struct of_label *l = &s->label[i];
		struct fb_str name = ev->labels.entry[i].key;
		add_measured(f, "precision", name, l->precision);
		add_measured(f, "recall", name, l->recall);
		add_measured(f, "f1", name, l->f1);
		figure_count(f, "support", name, score_label(s->confusion, ev->labels.n, i).support);
		if (!isnan(l->auroc.value))
			add_measured(f, "auroc", name, l->auroc);
	}
	collect_bins(s, f);
}

static void
term_measured(struct buf *b, const char *name, struct measured m)
{
	page_figure(b, name, m.value, m.i);
}

static void
term_labels(const struct evaluation *ev, const struct summary *s, struct buf *b)
{
	size_t K = ev->labels.n;
	buf_printf(b, "\n%-24s precision  recall      F1  (95 %%)             AUROC  records\n", "label");
	for (size_t i = 0; i < K; i++) {
		struct label_score l = score_label(s->confusion, K, i);
		const struct of_label *m = &s->label[i];
		if (l.support + l.answered == 0)
			continue;
		page_name(b, name_of(ev, i), 24);
		page_number(b, l.precision, 4, 10);
		page_number(b, l.recall, 4, 8);
		page_number(b, l.f1, 4, 8);
		buf_text(b, "  (");
		num_fixed(b, m->f1.i.low, 4);
		buf_text(b, " to ");
		num_fixed(b, m->f1.i.high, 4);
		buf_text(b, ")");
		if (isnan(m->auroc.value))
			buf_text(b, "       -");
		else
			page_number(b, m->auroc.value, 4, 8);
		buf_printf(b, " %8llu\n", (unsigned long long)l.support);
	}
}

static void
term_confusion(const struct evaluation *ev, const struct summary *s, struct buf *b)
{
	size_t K = ev->labels.n;
	buf_printf(b, "\n%-24s answers, in the order of the labels above\n", "truth");
	for (size_t i = 0; i < K; i++) {
		page_name(b, name_of(ev, i), 24);
		for (size_t j = 0; j < K; j++)
			buf_printf(b, " %6llu", (unsigned long long)s->confusion[i * K + j]);
		buf_char(b, '\n');
	}
}

struct mistake {
	uint64_t n;
	size_t truth, answer;
};

static int
more_first(const void *a, const void *b)
{
	const struct mistake *x = a, *y = b;
	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return x->truth != y->truth ? (x->truth < y->truth ? -1 : 1) : x->answer < y->answer ? -1 : x->answer > y->answer;
}

static void
term_mistakes(const struct evaluation *ev, const struct summary *s, struct buf *b)
{
	size_t K = ev->labels.n, n = 0;
	struct mistake *m = xmalloc((K * K + 1) * sizeof *m);
	for (size_t i = 0; i < K; i++)
		for (size_t j = 0; j < K; j++)
			if (i != j && s->confusion[i * K + j])
				m[n++] = (struct mistake){ s->confusion[i * K + j], i, j };
	sort_items(m, n, sizeof *m, more_first);
	buf_printf(b, "\n%-32s %-32s records\n", "the commonest mistakes: truth", "answer");
	for (size_t i = 0; i < n && i < MOST_CONFUSED; i++) {
		page_name(b, name_of(ev, m[i].truth), 32);
		buf_char(b, ' ');
		page_name(b, name_of(ev, m[i].answer), 32);
		buf_printf(b, " %7llu\n", (unsigned long long)m[i].n);
	}
	free(m);
}

/* Reliability: what was said (|) against what came true (o) and its interval (-). */
static void
term_reliability(const struct summary *s, struct buf *b)
{
	enum { WIDTH = 40 };
	buf_text(b, "\nsaid     came true  (95 %)              records  0                                       1\n");
	for (int k = 0; k < EVALUATE_BINS; k++) {
		const struct bin *n = &s->bin[k];
		if (!n->n)
			continue;
		double share = (double)n->right / (double)n->n;
		struct interval i = interval_wilson(n->right, n->n);
		num_fixed(b, n->mean_p, 4);
		page_number(b, share, 4, 12);
		buf_text(b, "  (");
		num_fixed(b, i.low, 4);
		buf_text(b, " to ");
		num_fixed(b, i.high, 4);
		buf_printf(b, ") %8llu  ", (unsigned long long)n->n);
		int said = (int)(n->mean_p * WIDTH + .5), true_at = (int)(share * WIDTH + .5), low = (int)(i.low * WIDTH + .5),
		    high = (int)(i.high * WIDTH + .5), last = said > high ? said : high;
		for (int at = 0; at <= last; at++)
			buf_char(b, at == said ? '|' : at == true_at ? 'o' : at >= low && at <= high ? '-' : ' ');
		buf_char(b, '\n');
	}
}

static void
print_term(const struct evaluation *ev, const struct summary *s, struct buf *b)
{
	buf_printf(b, "%-20s%llu", "records", (unsigned long long)s->score.records);
	if (ev->without_truth)
		buf_printf(b, "   (%llu more have no truth)", (unsigned long long)ev->without_truth);
	buf_char(b, '\n');
	term_measured(b, "accuracy", s->accuracy);
	term_measured(b, "macro-F1", s->macro_f1);
	term_measured(b, "weighted F1", s->weighted_f1);
	if (s->full) {
		term_measured(b, "log loss", s->log_loss);
		term_measured(b, "Brier score", s->brier);
	}
	if (s->sure)
		term_measured(b, "calibration error", s->calibration);
	if (!isnan(s->auroc.value))
		term_measured(b, "mean AUROC", s->auroc);
	if (s->scale) {
		term_measured(b, "quadratic kappa", s->kappa);
		term_measured(b, "mean absolute error", s->mean_error);
	}
	term_labels(ev, s, b);
	if (ev->labels.n <= WIDEST_TABLE)
		term_confusion(ev, s, b);
	else
		term_mistakes(ev, s, b);
	if (s->sure)
		term_reliability(s, b);
}

static void
print_groups(const struct evaluation *ev, struct figures *f, struct buf *b, bool term)
{
	if (term)
		buf_printf(b, "\n%-24s records  accuracy                      macro-F1\n", "group");
	for (size_t g = 0; g < ev->groups.n; g++) {
		struct summary s;
		struct fb_str name = ev->groups.entry[g].key;
		evaluation_summary(ev, (uint32_t)g, &s);
		if (term) {
			page_name(b, name.n ? name : slice("(empty)"), 24);
			buf_printf(b, " %7llu  ", (unsigned long long)s.score.records);
			num_fixed(b, s.accuracy.value, 4);
			buf_text(b, " (");
			num_fixed(b, s.accuracy.i.low, 4);
			buf_text(b, " to ");
			num_fixed(b, s.accuracy.i.high, 4);
			buf_text(b, ")   ");
			num_fixed(b, s.macro_f1.value, 4);
			buf_char(b, '\n');
		} else {
			collect_summary(ev, &s, name.n ? name : slice("(empty)"), f);
		}
		summary_free(&s);
	}
}

static void
print_comparison(const struct evaluation *ev, const struct eval_options *o, struct figures *f, struct buf *b, bool term)
{
	struct comparison c;
	evaluation_compare(ev, &c);
	if (!term) {
		figure_add(f, "accuracy_of", slice(o->answer), c.a);
		figure_add(f, "accuracy_of", slice(o->rival), c.b);
		add_measured(f, "gain", slice(o->rival), c.gain);
		add_measured(f, "macro_f1_gain", slice(o->rival), c.f1_gain);
		figure_count(f, "only_right", slice(o->answer), c.only_a);
		figure_count(f, "only_right", slice(o->rival), c.only_b);
		figure_add(f, "mcnemar_p", slice(""), c.p);
		return;
	}
	buf_printf(b, "\n%s against %s\n", o->rival, o->answer);
	term_measured(b, "accuracy gained", c.gain);
	term_measured(b, "macro-F1 gained", c.f1_gain);
	buf_printf(b, "right only by %s %llu, only by %s %llu; P of such a difference by chance (McNemar) ", o->answer,
	    (unsigned long long)c.only_a, o->rival, (unsigned long long)c.only_b);
	num_fixed(b, c.p, 4);
	buf_char(b, '\n');
}

static void
print_promise(const struct evaluation *ev, const struct eval_options *o, struct figures *f, struct buf *b, bool term)
{
	struct promise p;
	evaluation_promise(ev, o->max_error, &p);
	double share = (double)p.answered / (double)ev->n;
	if (!term) {
		figure_add(f, "promise_threshold", slice(""), p.least);
		figure_add(f, "promise_answered", slice(""), share);
		figure_count(f, "promise_wrong", slice(""), p.wrong);
		figure_add(f, "promise_bound", slice(""), p.bound);
		return;
	}
	buf_text(b, "\n");
	if (!p.answered) {
		buf_text(b, "no threshold keeps the error below ");
		num_fixed(b, o->max_error, 4);
		buf_text(b, " with 95 % confidence: label more records, or promise less\n");
		return;
	}
	buf_printf(b, "error below ");
	num_fixed(b, o->max_error, 4);
	buf_printf(b, ": answer where %s_p >= ", o->answer);
	num_fixed(b, p.least, 4);
	buf_printf(b, "; that is %llu of %zu records (", (unsigned long long)p.answered, ev->n);
	num_fixed(b, 100 * share, 1);
	buf_printf(b, " %%), %llu of them wrong, at most ", (unsigned long long)p.wrong);
	num_fixed(b, p.bound, 4);
	buf_text(b, " with 95 % confidence\n");
}

void
evaluation_print(const struct evaluation *ev, const struct eval_options *o, struct buf *b)
{
	bool term = o->form == EVAL_TERM;
	struct figures f = { 0 };
	struct summary s;
	evaluation_summary(ev, UINT32_MAX, &s);
	if (term)
		print_term(ev, &s, b);
	else
		collect_summary(ev, &s, slice(""), &f);
	summary_free(&s);
	if (o->by)
		print_groups(ev, &f, b, term);
	if (o->rival)
		print_comparison(ev, o, &f, b, term);
	if (o->max_error > 0)
		print_promise(ev, o, &f, b, term);
	if (o->form == EVAL_TSV)
		figures_tsv(&f, b);
	else if (o->form == EVAL_JSON)
		figures_json(&f, b);
	figures_free(&f);
}
