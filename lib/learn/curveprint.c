/* A learning curve as a page with a plot, as TSV or as JSON. */
#include <math.h>

#include "base/num.h"
#include "learn/curve.h"
#include "learn/figures.h"
#include "learn/page.h"

enum { WIDTH = 40 };

static void
collect(const struct curve *c, struct figures *f, struct buf name[CURVE_STEPS + 2])
{
	figure_count(f, "records", slice(""), c->records);
	for (size_t s = 0; s < c->steps; s++) {
		num_fixed(&name[s], c->learnt[s], 0);
		figure_span(f, "accuracy", buf_str(&name[s]), c->accuracy[s], c->i[s].low, c->i[s].high);
	}
	num_write(&name[CURVE_STEPS], c->records);
	num_write(&name[CURVE_STEPS + 1], 2 * c->records);
	figure_span(f, "expected_accuracy", buf_str(&name[CURVE_STEPS]), c->now, c->now_i.low, c->now_i.high);
	figure_span(f, "expected_accuracy", buf_str(&name[CURVE_STEPS + 1]), c->twice, c->twice_i.low, c->twice_i.high);
	figure_span(f, "gain_of_doubling", slice(""), c->gain, c->gain_i.low, c->gain_i.high);
	figure_add(f, "law_floor", slice(""), c->law.floor);
	figure_add(f, "law_scale", slice(""), c->law.scale);
	figure_add(f, "law_exponent", slice(""), c->law.exponent);
}

/* Steps of the scale below the plot. */
struct scale {
	double low, high;
};

static size_t
place(const struct scale *s, double x)
{
	double at = (x - s->low) / (s->high - s->low) * (WIDTH - 1);
	return at <= 0 ? 0 : at >= WIDTH - 1 ? WIDTH - 1 : (size_t)(at + .5);
}

static void
line(struct buf *b, const struct scale *s, double learnt, double accuracy, struct interval i, char mark)
{
	page_number(b, learnt, 0, 11);
	page_number(b, accuracy, 4, 10);
	buf_text(b, "  (");
	num_fixed(b, i.low, 4);
	buf_text(b, " to ");
	num_fixed(b, i.high, 4);
	buf_text(b, ")  |");
	for (size_t at = 0, low = place(s, i.low), high = place(s, i.high), end = place(s, accuracy); at <= high || at <= end; at++)
		buf_char(b, at == end ? mark : at >= low && at <= high ? '-' : ' ');
	buf_char(b, '\n');
}

static void
page(const struct curve *c, struct buf *b)
{
	struct scale s = { c->accuracy[0], c->twice_i.high };
	for (size_t k = 0; k < c->steps; k++) {
		s.low = c->i[k].low < s.low ? c->i[k].low : s.low;
		s.high = c->i[k].high > s.high ? c->i[k].high : s.high;
	}
	s.low = floor(s.low * 20) / 20;
	s.high = ceil(s.high * 20) / 20;
	buf_printf(b, "%zu records, %zu labels in %s; each judged by models that have not seen it\n\n", c->records, c->labels, c->target);
	buf_printf(b, "learnt from  accuracy   95 %%                ");
	page_number(b, s.low, 2, 5);
	page_number(b, s.high, 2, WIDTH);
	buf_char(b, '\n');
	for (size_t k = 0; k < c->steps; k++)
		line(b, &s, c->learnt[k], c->accuracy[k], c->i[k], 'o');
	buf_text(b, "expected:\n");
	line(b, &s, (double)c->records, c->now, c->now_i, '+');
	line(b, &s, 2 * (double)c->records, c->twice, c->twice_i, '+');
	buf_text(b, "\ntwice as many records would bring ");
	num_fixed(b, c->gain, 4);
	buf_text(b, " (");
	num_fixed(b, c->gain_i.low, 4);
	buf_text(b, " to ");
	num_fixed(b, c->gain_i.high, 4);
	buf_text(b, ")\nerror = ");
	num_fixed(b, c->law.floor, 4);
	buf_text(b, " + ");
	num_fixed(b, c->law.scale, 4);
	buf_text(b, " / records^");
	num_fixed(b, c->law.exponent, 2);
	buf_char(b, '\n');
}

void
curve_print(const struct curve *c, enum eval_form form, struct buf *b)
{
	struct figures f = { 0 };
	struct buf name[CURVE_STEPS + 2] = { { 0 } };
	if (form == EVAL_TERM) {
		page(c, b);
		return;
	}
	collect(c, &f, name);
	if (form == EVAL_TSV)
		figures_tsv(&f, b);
	else
		figures_json(&f, b);
	figures_free(&f);
	for (size_t k = 0; k < CURVE_STEPS + 2; k++)
		buf_free(&name[k]);
}
