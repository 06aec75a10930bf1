/* Drift as a page for the terminal, as TSV or as JSON. */
#include <stdlib.h>

#include "base/num.h"
#include "base/sort.h"
#include "learn/drift.h"
#include "learn/figures.h"
#include "learn/page.h"

/* What is printed, whatever the form. */
struct result {
	const struct drift *d;
	struct stability label, score;
	struct drift_words words;
	struct drifted rose[DRIFT_TERMS], fell[DRIFT_TERMS], fresh[DRIFT_TERMS];
	size_t rises, falls, news;
	double chi_squared, p;
};

static double
share(uint64_t x, uint64_t n)
{
	return n ? (double)x / (double)n : 0;
}

/* Pearson's test: do both files have the same shares? */
static void
test_labels(struct result *r)
{
	const struct drift *d = r->d;
	double all = (double)r->label.n[0] + (double)r->label.n[1];
	for (size_t k = 0; k < d->labels.n; k++)
		for (int side = 0; side < 2; side++) {
			double expected = ((double)d->label[k][0] + (double)d->label[k][1]) * (double)r->label.n[side] / all;
			double off = (double)d->label[k][side] - expected;
			r->chi_squared += expected > 0 ? off * off / expected : 0;
		}
	r->p = r->label.bins > 1 ? chi_squared_tail(r->chi_squared, r->label.bins - 1) : 1;
}

static void
work_out(struct result *r)
{
	const struct drift *d = r->d;
	r->label = stability_of((const uint64_t (*)[2])d->label, d->labels.n);
	r->score = stability_scores((const uint64_t (*)[2])d->score);
	test_labels(r);
	r->words = drift_words(d);
	r->rises = drift_terms(d, true, r->rose);
	r->falls = drift_terms(d, false, r->fell);
	r->news = drift_new_terms(d, r->fresh);
}

static struct fb_str
term_name(const struct drift *d, const struct drifted *x)
{
	return d->terms.entry[x->term].key;
}

/* Labels in order of their bytes. */
static int
by_name(const void *a, const void *b, void *labels)
{
	const struct map_entry *e = labels;
	return slice_cmp(e[*(const uint32_t *)a].key, e[*(const uint32_t *)b].key);
}

static uint32_t *
label_order(const struct drift *d)
{
	uint32_t *order = xmalloc((d->labels.n + 1) * sizeof *order);
	for (size_t k = 0; k < d->labels.n; k++)
		order[k] = (uint32_t)k;
	sort_items_by(order, d->labels.n, sizeof *order, by_name, d->labels.entry);
	return order;
}

static void
collect_labels(const struct result *r, struct figures *f)
{
	const struct drift *d = r->d;
	uint32_t *order = label_order(d);
	for (size_t i = 0; i < d->labels.n; i++) {
		const uint64_t *x = d->label[order[i]], *n = r->label.n;
		struct fb_str name = d->labels.entry[order[i]].key;
		struct interval old = interval_wilson(x[0], n[0]), now = interval_wilson(x[1], n[1]),
		    change = interval_difference(x[1], n[1], x[0], n[0]);
		figure_span(f, "share_old", name, share(x[0], n[0]), old.low, old.high);
		figure_span(f, "share_new", name, share(x[1], n[1]), now.low, now.high);
		figure_span(f, "share_change", name, share(x[1], n[1]) - share(x[0], n[0]), change.low, change.high);
	}
	free(order);
	figure_add(f, "chi_squared", slice(d->o->truth), r->chi_squared);
	figure_add(f, "chi_squared_p", slice(d->o->truth), r->p);
	figure_add(f, "psi", slice(d->o->truth), r->label.psi);
	figure_add(f, "psi_by_chance", slice(d->o->truth), r->label.chance);
}

static void
collect_terms(const struct result *r, struct figures *f, const struct drifted *top, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double half = 1.959963984540054 * top[i].log_odds / top[i].z;
		figure_span(f, "term_log_odds", term_name(r->d, &top[i]), top[i].log_odds, top[i].log_odds - half, top[i].log_odds + half);
	}
}

static void
collect(const struct result *r, struct fb_str score_name, struct figures *f)
{
	const struct drift *d = r->d;
	figure_count(f, "records_old", slice(""), d->records[0]);
	figure_count(f, "records_new", slice(""), d->records[1]);
	if (d->labelled)
		collect_labels(r, f);
	if (d->scored) {
		figure_add(f, "psi", score_name, r->score.psi);
		figure_add(f, "psi_by_chance", score_name, r->score.chance);
	}
	if (!d->worded)
		return;
	figure_span(f, "new_words", slice(""), r->words.share, r->words.i.low, r->words.i.high);
	figure_add(f, "new_words_expected", slice(""), r->words.expected);
	for (size_t i = 0; i < r->news; i++)
		figure_count(f, "new_word", term_name(d, &r->fresh[i]), d->term[r->fresh[i].term].count[DRIFT_NEW]);
	collect_terms(r, f, r->rose, r->rises);
	collect_terms(r, f, r->fell, r->falls);
}

static void
page_labels(const struct result *r, struct buf *b)
{
	const struct drift *d = r->d;
	uint32_t *order = label_order(d);
	buf_char(b, '\n');
	page_name(b, slice(d->o->truth), 24);
	buf_text(b, "      old      new   change\n");
	for (size_t i = 0; i < d->labels.n; i++) {
		const uint64_t *x = d->label[order[i]], *n = r->label.n;
		struct interval change = interval_difference(x[1], n[1], x[0], n[0]);
		page_name(b, d->labels.entry[order[i]].key, 24);
		page_number(b, share(x[0], n[0]), 4, 9);
		page_number(b, share(x[1], n[1]), 4, 9);
		page_number(b, share(x[1], n[1]) - share(x[0], n[0]), 4, 9);
		buf_text(b, "   (");
		num_fixed(b, change.low, 4);
		buf_text(b, " to ");
		num_fixed(b, change.high, 4);
		buf_text(b, ")\n");
	}
	free(order);
	buf_text(b, "such a change by chance: P ");
	num_fixed(b, r->p, 4);
	buf_text(b, " (chi squared ");
	num_fixed(b, r->chi_squared, 2);
	buf_printf(b, ", %llu degrees of freedom)\n", (unsigned long long)(r->label.bins ? r->label.bins - 1 : 0));
}

static void
page_stability(struct buf *b, struct fb_str name, const struct stability *s, double bound)
{
	page_name(b, name, 24);
	page_number(b, s->psi, 4, 9);
	page_number(b, s->chance, 4, 18);
	buf_text(b, stability_lost(s, bound) ? "   drifted\n" : "\n");
}

/* A term a line, with how often it is met in 1,000 words. */
static void
page_terms(const struct result *r, struct buf *b, const char *title, const struct drifted *top, size_t n)
{
	const struct drift *d = r->d;
	if (!n)
		return;
	buf_char(b, '\n');
	page_name(b, slice(title), 24);
	buf_text(b, "      old      new        z\n");
	for (size_t i = 0; i < n; i++) {
		const struct drift_term *t = &d->term[top[i].term];
		page_name(b, term_name(d, &top[i]), 24);
		page_number(b, 1000 * share(t->count[0], d->words[0]), 2, 9);
		page_number(b, 1000 * share(t->count[1], d->words[1]), 2, 9);
		page_number(b, top[i].z, 1, 9);
		buf_char(b, '\n');
	}
}

static void
page_words(const struct result *r, struct buf *b)
{
	const struct drift *d = r->d;
	buf_char(b, '\n');
	page_figure(b, "new words", r->words.share, r->words.i);
	page_name(b, slice("were all as before"), 20);
	num_fixed(b, r->words.expected, 4);
	buf_text(b, "\n");
	for (size_t i = 0; i < r->news; i++) {
		buf_text(b, i ? ", " : "the commonest: ");
		buf_slice(b, term_name(d, &r->fresh[i]));
		buf_printf(b, " %llu", (unsigned long long)d->term[r->fresh[i].term].count[DRIFT_NEW]);
	}
	buf_text(b, r->news ? "\n" : "");
	page_terms(r, b, "more, in 1,000 words", r->rose, r->rises);
	page_terms(r, b, "less, in 1,000 words", r->fell, r->falls);
}

static void
page(const struct result *r, struct fb_str score_name, struct buf *b)
{
	const struct drift *d = r->d;
	buf_printf(b, "%-20sold %llu, new %llu", "records", (unsigned long long)d->records[0], (unsigned long long)d->records[1]);
	if (d->no_label[0] + d->no_label[1])
		buf_printf(b, " (without label: %llu, %llu)", (unsigned long long)d->no_label[0], (unsigned long long)d->no_label[1]);
	if (d->phrases[0] + d->phrases[1])
		buf_printf(b, " (and what a platform wrote, which is not compared: %llu, %llu)", (unsigned long long)d->phrases[0],
		    (unsigned long long)d->phrases[1]);
	buf_char(b, '\n');
	if (d->labelled) {
		page_labels(r, b);
		buf_printf(b, "\n%-24s%9s%18s\n", "stability", "PSI", "by chance up to");
		page_stability(b, slice(d->o->truth), &r->label, d->o->max_drift);
		if (d->scored)
			page_stability(b, score_name, &r->score, d->o->max_drift);
	}
	if (d->worded)
		page_words(r, b);
}

/* The message that goes with status 3. */
static int
verdict(const struct result *r, struct fb_str score_name, struct fb_err *e)
{
	const struct drift *d = r->d;
	struct buf psi = { 0 };
	bool label = stability_lost(&r->label, d->o->max_drift), score = d->scored && stability_lost(&r->score, d->o->max_drift);
	num_fixed(&psi, label ? r->label.psi : r->score.psi, 3);
	int rc = 0;
	if (label || score)
		rc = err_set(e, FB_ELOOK, "%.*s%s%s drifted: PSI %s, and --max-drift is %g", (int)(label ? strlen(d->o->truth) : score_name.n),
		    label ? d->o->truth : score_name.p, label && score ? " and " : "", label && score ? score_name.p : "", buf_cstr(&psi),
		    d->o->max_drift);
	buf_free(&psi);
	return rc;
}

int
drift_print(const struct drift *d, struct buf *b, struct fb_err *e)
{
	struct result r = { .d = d };
	struct figures f = { 0 };
	struct buf name = { 0 };
	buf_printf(&name, "%s_p", d->o->truth ? d->o->truth : "");
	struct fb_str score_name = slice(buf_cstr(&name));
	work_out(&r);
	if (d->o->form == EVAL_TERM)
		page(&r, score_name, b);
	else
		collect(&r, score_name, &f);
	if (d->o->form == EVAL_TSV)
		figures_tsv(&f, b);
	else if (d->o->form == EVAL_JSON)
		figures_json(&f, b);
	int rc = verdict(&r, score_name, e);
	figures_free(&f);
	buf_free(&name);
	return rc;
}
