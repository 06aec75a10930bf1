/* Why the negative share changed: the exact split into rate and mix by topic, product and channel. See report_inside.h.
 *
 * Compared are the period with the one before, or the bad stretch with the other days of the period. The parts of all groups
 * sum to the change (stats_split; products and channels centred, topics not, so that a topic's part is what its own complaints
 * are); as shown they are rounded so that they still do. */
#include <math.h>
#include <stdlib.h>

#include "desk/report_inside.h"

#include "base/num.h"
#include "base/sort.h"

struct split {
	enum dim dim;
	const char *name;       /* in figure ids */
	uint32_t *code;
	struct group_counts *g;
	struct part *part;
	size_t n;
	double change;          /* of the whole */
};

/* Fill k and n of each group on one side; groups are those of `now` and `then` together. */
static void
side(struct report *r, struct split *s, struct period days, int sign, bool then, size_t *cap)
{
	const enum dim d[2] = { s->dim, DIM_SENTIMENT };
	struct cond c = judged_in(r, days);
	size_t n;
	struct group_row *row = tally_by(r->t, &c, d, 2, false, &n);
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < s->n && s->code[k] != row[i].code[0])
			k++;
		if (k == s->n) {
			s->g = xgrow(s->g, cap, s->n + 1, sizeof *s->g);
			s->code = xrealloc(s->code, *cap, sizeof *s->code);
			s->code[s->n] = row[i].code[0];
			s->g[s->n++] = (struct group_counts){ 0 };
		}
		double x = sign * (double)row[i].n, bad = row[i].code[1] == SENTIMENT_NEGATIVE ? x : 0;
		*(then ? &s->g[k].n0 : &s->g[k].n1) += x;
		*(then ? &s->g[k].k0 : &s->g[k].k1) += bad;
	}
	free(row);
}

static struct split
split_by(struct report *r, enum dim d)
{
	struct split s = { .dim = d, .name = tally_columns[dim_column[d]] };
	size_t cap = 0;
	if (r->compare) {
		side(r, &s, r->now, 1, false, &cap);
		side(r, &s, r->then, 1, true, &cap);
	} else {
		side(r, &s, r->bad.days, 1, false, &cap);
		side(r, &s, r->now, 1, true, &cap);
		side(r, &s, r->bad.days, -1, true, &cap);
	}
	s.part = xcalloc(s.n, sizeof *s.part);
	stats_split(s.g, s.n, d != DIM_TOPIC, s.part);
	for (size_t i = 0; i < s.n; i++)
		s.change += s.part[i].rate + s.part[i].mix;
	return s;
}

static void
split_free(struct split *s)
{
	free(s->code);
	free(s->g);
	free(s->part);
}

static const char RATE[] = "mean of the group's shares of records x change of its negative share (Kitagawa)",
    MIX[] = "(mean negative share of the group, less that of all unless it is a topic) x change of its share of records (Kitagawa)",
    BOTH[] = "rate + mix of the group (Kitagawa)", ALL_RATE[] = "sum of the groups' rate parts (Kitagawa)",
    ALL_MIX[] = "sum of the groups' mix parts (Kitagawa)";

struct ranked {
	double size;
	size_t at;
};

static int
by_size(const void *a, const void *b, void *arg)
{
	const struct ranked *x = a, *y = b;
	const struct split *s = arg;
	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return s->g[y->at].n1 + s->g[y->at].n0 > s->g[x->at].n1 + s->g[x->at].n0 ? 1 : x->at < y->at ? -1 : 1;
}

/* Groups with the largest part first, whatever its sign. */
static struct ranked *
ranking(const struct split *s)
{
	struct ranked *o = xcalloc(s->n, sizeof *o);
	for (size_t i = 0; i < s->n; i++)
		o[i] = (struct ranked){ fabs(s->part[i].rate + s->part[i].mix), i };
	sort_items_by(o, s->n, sizeof *o, by_size, (void *)(uintptr_t)s);
	return o;
}

static struct fb_str
points_of(struct report *r, double x, int64_t tenths, const char *how, const char *id)
{
	return derived(r, x, NO_INTERVAL, 6, points_text(r, tenths), slice(how), "%s", id);
}

/* "Playback +5.9, Refunds +0.7, others +0.4" */
static struct fb_str
largest_words(struct report *r, const struct split *s)
{
	enum { SHOWN = 3 };
	struct ranked *o = ranking(s);
	size_t n = s->n < SHOWN ? s->n : SHOWN;
	double x[SHOWN + 1] = { 0 };
	int64_t tenths[SHOWN + 1];
	struct fb_str part[SHOWN + 1] = { { 0 } };
	for (size_t i = 0; i < s->n; i++)
		x[i < n ? i : SHOWN] += 1000 * (s->part[o[i].at].rate + s->part[o[i].at].mix);
	stats_round(x, SHOWN + 1, 1000 * s->change, tenths);
	for (size_t i = 0; i < n; i++) {
		struct fb_str id = text(r, "why.%s.%s", s->name, value_id(r, s->dim, s->code[o[i].at]).p);
		part[i] = text(r, "%s %s", value_name(r, s->dim, s->code[o[i].at]).p, points_of(r, x[i] / 1000, tenths[i], BOTH, id.p).p);
	}
	if (s->n > n)
		part[SHOWN] = SAY(r, W_OTHERS, points_text(r, tenths[SHOWN]));
	free(o);
	return join(r, W_AND, part, SHOWN + 1);
}

/* The groups whose own rates did most of it. */
static struct fb_str
rates_words(struct report *r, const struct split *s, enum word column)
{
	double x[2] = { 0, 0 };
	int64_t tenths[2];
	size_t most = 0;
	for (size_t i = 0; i < s->n; i++) {
		x[0] += 1000 * s->part[i].rate;
		x[1] += 1000 * s->part[i].mix;
		if (fabs(s->part[i].rate) > fabs(s->part[most].rate))
			most = i;
	}
	stats_round(x, 2, 1000 * s->change, tenths);
	struct fb_str id = text(r, "why.%s.%s.rate", s->name, value_id(r, s->dim, s->code[most]).p);
	int64_t one = num_round(1000 * s->part[most].rate);
	struct fb_str top = text(r, "%s %s", value_name(r, s->dim, s->code[most]).p, points_of(r, s->part[most].rate, one, RATE, id.p).p);
	return SAY(r, W_WHY_RATE, word(r, column), points_of(r, x[0] / 1000, tenths[0], ALL_RATE, text(r, "why.rate.%s", s->name).p), top,
	    points_of(r, x[1] / 1000, tenths[1], ALL_MIX, text(r, "why.mix.%s", s->name).p));
}

static void
split_table(struct report *r, const struct split *s, enum word title, enum word column)
{
	enum { ROWS = 20 };
	struct ranked *o = ranking(s);
	size_t n = s->n < ROWS ? s->n : ROWS;
	struct fb_str (*cell)[4] = xcalloc(n, sizeof *cell);
	for (size_t i = 0; i < n; i++) {
		size_t k = o[i].at;
		const char *id = text(r, "why.%s.%s", s->name, value_id(r, s->dim, s->code[k]).p).p;
		double rate = s->part[k].rate, mix = s->part[k].mix, x[2] = { rate * 1000, mix * 1000 };
		int64_t t[2];
		stats_round(x, 2, 1000 * (rate + mix), t);
		cell[i][0] = value_name(r, s->dim, s->code[k]);
		cell[i][1] = points_of(r, rate + mix, t[0] + t[1], BOTH, id);
		cell[i][2] = points_of(r, rate, t[0], RATE, text(r, "%s.rate", id).p);
		cell[i][3] = points_of(r, mix, t[1], MIX, text(r, "%s.mix", id).p);
	}
	struct block *b = doc_block(&r->doc, BLOCK_TABLE, word(r, title));
	block_column(b, word(r, column).p, false);
	block_column(b, word(r, W_COL_CHANGE).p, true);
	block_column(b, word(r, W_COL_RATE).p, true);
	block_column(b, word(r, W_COL_MIX).p, true);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < 4; k++)
			block_cell(b, cell[i][k]);
	free(cell);
	free(o);
}

static bool
is_clear(struct report *r)
{
	struct cond c[4] = { negative_in(r, r->now), judged_in(r, r->now), negative_in(r, r->then), judged_in(r, r->then) };
	double n[4];
	for (int i = 0; i < 4; i++)
		n[i] = (double)tally_count(r->t, &c[i]);
	return stats_shares_p(n[0], n[1], n[2], n[3]) < .05;
}

void
section_why(struct report *r)
{
	static const struct {
		enum dim dim;
		enum word column, table;
	} by[] = { { DIM_TOPIC, W_COL_TOPIC, W_SPLIT_TOPIC }, { DIM_PRODUCT, W_COL_PRODUCT, W_SPLIT_PRODUCT },
		{ DIM_CHANNEL, W_COL_CHANNEL, W_SPLIT_CHANNEL } };
	enum { WAYS = sizeof by / sizeof *by };
	struct split s[WAYS] = { { 0 } };
	struct fb_str part[WAYS] = { { 0 } };
	size_t made = 0;
	if (!has(r, COL_SENTIMENT) || (!r->compare && !period_days(r->bad.days)))
		return;
	double change = 0;
	struct cond now = judged_in(r, r->now), then = judged_in(r, r->then);
	if (r->compare && (!tally_count(r->t, &now) || tally_count(r->t, &then) < FEW)) /* a handful has no mix */
		return;
	for (size_t i = 0; i < WAYS; i++) {
		if (!has(r, dim_column[by[i].dim]) || r->t->by == (int)by[i].dim)
			continue;
		s[i] = split_by(r, by[i].dim);
		change = s[i].change;
		if (s[i].n > 1) /* of one group the split says nothing new */
			part[i] = by[i].dim == DIM_TOPIC ? SAY(r, W_WHY_TOPIC, largest_words(r, &s[i])) : rates_words(r, &s[i], by[i].column);
		made += s[i].n > 1;
	}
	if (made) {
		struct fb_str total = points_of(r, change, num_round(1000 * change),
		    "change of the negative share: negative / judged, now - then", "why.change");
		struct fb_str title = SAY(r, !r->compare ? W_WHY_BAD : is_clear(r) ? W_WHY : W_WHY_CHANCE, total);
		struct block *b = doc_block(&r->doc, BLOCK_LIST, title);
		for (size_t i = 0; i < WAYS; i++)
			if (part[i].n)
				block_line(b, part[i]);
		doc_block(&r->doc, BLOCK_FOLD, word(r, W_WHY_FOLD));
		for (size_t i = 0; i < WAYS; i++)
			if (s[i].n > 1)
				split_table(r, &s[i], by[i].table, by[i].column);
		doc_block(&r->doc, BLOCK_NOTE, word(r, W_WHY_NOTE));
		doc_block(&r->doc, BLOCK_UNFOLD, (struct fb_str){ NULL, 0 });
	}
	for (size_t i = 0; i < WAYS; i++)
		split_free(&s[i]);
}
