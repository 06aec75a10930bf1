#include "learn/why.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "text/normal.h"

enum { THOUSAND = 1000 };

static int64_t
thousandths(double x)
{
	return num_round(x * THOUSAND);
}

static void
number(struct buf *b, int64_t x)
{
	if (x >= 0)
		buf_char(b, '+');
	num_fixed(b, (double)x / THOUSAND, WHY_DECIMALS);
}

/* The features of one column that the model knows, with the difference of their weights in steps. */
static void
collect(struct why *y, const struct model *m, size_t column, unsigned a, unsigned b)
{
	size_t from = column ? y->end[column - 1] : 0, had = y->grams.n;
	struct fb_str text = { y->folded.p + from, y->end[column] - from }, value = text;
	bool side = m->what && m->what[column].kind >= COLUMN_CATEGORY;
	if (side) {
		size_t name = m->column[column].n + 1;
		value = (struct fb_str){ text.p + name, text.n - name };
		column_grams(&m->what[column], &y->grams, value, column);
	} else
		grams_spans(&y->grams, text, model_reads(m, column), column);
	y->part = xgrow(y->part, &y->cap, y->n + y->grams.n - had + 1, sizeof *y->part);
	for (size_t i = had; i < y->grams.n; i++) {
		struct gram_span s = side ? (struct gram_span){ 0, (uint32_t)text.n } : y->grams.span[i];
		if (model_weights(m, y->grams.key[i], y->w))
			y->part[y->n++] = (struct why_part){ y->w[a] - y->w[b], { text.p + s.at, s.n }, column, false };
	}
}

/* Take the strongest part not yet told, with those inside it; returns what they add. */
static double
next_term(struct why *y, struct fb_str *text)
{
	struct why_part *top = NULL;
	double sum = 0;
	for (size_t i = 0; i < y->n; i++)
		if (!y->part[i].told && (!top || fabs(y->part[i].value) > fabs(top->value)))
			top = &y->part[i];
	*text = top ? top->text : (struct fb_str){ 0 };
	for (size_t i = 0; top && i < y->n; i++) {
		struct why_part *p = &y->part[i];
		if (p->told || p->column != top->column || p->text.p < top->text.p || p->text.p + p->text.n > top->text.p + top->text.n)
			continue;
		p->told = true;
		sum += p->value;
	}
	return sum;
}

static void
term_text(struct buf *b, struct fb_str text)
{
	for (size_t i = 0; i < text.n; i++)
		buf_char(b, text.p[i] == '|' || (unsigned char)text.p[i] < ' ' ? '/' : text.p[i]);
}

void
why_explain(struct why *y, const struct model *m, const struct fb_str *value, const struct why_question *q)
{
	struct buf one = { 0 }, *out = &y->text;
	y->w = xgrow(y->w, &y->w_cap, m->Z, sizeof *y->w);
	y->n = y->folded.n = out->n = 0;
	grams_begin(&y->grams);
	for (size_t c = 0; c < m->s.columns; c++) {
		normal_fold(value[c], &one);
		if (m->what && m->what[c].kind >= COLUMN_CATEGORY) {
			buf_slice(&y->folded, m->column[c]);
			buf_char(&y->folded, '=');
		}
		buf_slice(&y->folded, buf_str(&one));
		y->end[c] = y->folded.n;
	}
	buf_free(&one);
	for (size_t c = 0; c < m->s.columns; c++)
		collect(y, m, c, q->over, q->under);

	double by = y->n ? m->s.step / sqrt((double)y->n) : 0, all = 0;
	for (size_t i = 0; i < y->n; i++)
		all += y->part[i].value;
	int64_t base = thousandths(q->base), total = thousandths(q->base + all * by), rest = total - base;
	for (int t = 0; t < WHY_TERMS; t++) {
		struct fb_str text;
		int64_t x = thousandths(next_term(y, &text) * by);
		if (!x)
			continue;
		rest -= x;
		number(out, x);
		buf_char(out, ' ');
		term_text(out, text);
		buf_text(out, " | ");
	}
	number(out, rest);
	buf_text(out, " rest | ");
	number(out, base);
	buf_text(out, " base = ");
	number(out, total);
	buf_text(out, q->word);
	buf_slice(out, q->name);
}

void
why_free(struct why *y)
{
	grams_free(&y->grams);
	buf_free(&y->folded);
	buf_free(&y->text);
	free(y->part);
	free(y->w);
	*y = (struct why){ 0 };
}
