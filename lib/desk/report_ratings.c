/* What goes with bad ratings. See report_inside.h.
 *
 * Bad is a rating of 2 or less. For each set of {product, channel, topic} the worth is how much of the variance of "bad" the
 * groups of that set explain, adjusted for the number of groups (omega squared: Hays 1963); a dimension's share is its
 * Shapley value of these worths. Of a dimension the forty commonest values count, the others are one. Intervals: jackknife over
 * ten parts of the days (day modulo 10 left out). */
#include <math.h>
#include <stdlib.h>

#include "desk/report_inside.h"

enum { DRIVERS = 3, FOLDS = 10, VALUES = 40 };

static const enum dim driver[DRIVERS] = { DIM_PRODUCT, DIM_CHANNEL, DIM_TOPIC };

/* Rated records by fold of days and values, as ranks; VALUES: any other value. */
struct bad_cell {
	uint8_t value[DRIVERS], fold;
	double n, bad;
};

struct bad_cells {
	const struct tally *t;
	uint32_t common[DRIVERS][VALUES];       /* codes */
	size_t commons[DRIVERS];
	struct bad_cell *cell;
	size_t n, cap;
	struct map index;
};

/* Share of variance explained by the groups of the dimensions in `set`, one fold of days left out (-1: none). */
static double
worth(const struct bad_cells *b, unsigned set, int fold)
{
	struct map index = { 0 };
	struct group_counts *g = xcalloc(b->n, sizeof *g);
	double N = 0, K = 0, between = 0;
	for (size_t i = 0; i < b->n; i++) {
		const struct bad_cell *c = &b->cell[i];
		char key[DRIVERS];
		bool made;
		if (c->fold == fold)
			continue;
		for (unsigned d = 0; d < DRIVERS; d++)
			key[d] = set >> d & 1 ? (char)c->value[d] : 0;
		struct map_entry *m = map_put(&index, (struct fb_str){ key, sizeof key }, &made);
		if (made)
			m->value = index.n - 1;
		g[m->value].n1 += c->n;
		g[m->value].k1 += c->bad;
		N += c->n;
		K += c->bad;
	}
	double groups = (double)index.n, mean = N > 0 ? K / N : 0, total = N * mean * (1 - mean);
	for (size_t i = 0; i < index.n; i++)
		between += g[i].n1 * (g[i].k1 / g[i].n1 - mean) * (g[i].k1 / g[i].n1 - mean);
	free(g);
	map_free(&index);
	if (!set || total <= 0 || N <= groups)
		return 0;
	double within = (total - between) / (N - groups), omega = (between - (groups - 1) * within) / (total + within);
	return omega > 0 ? omega : 0;
}

static void
shapley(const struct bad_cells *b, int fold, double out[DRIVERS], double *all)
{
	double w[1 << DRIVERS];
	for (unsigned set = 0; set < 1 << DRIVERS; set++)
		w[set] = worth(b, set, fold);
	*all = w[(1 << DRIVERS) - 1];
	stats_shapley(w, DRIVERS, out);
}

static void
add_cell(void *arg, const struct cell *cell)
{
	struct bad_cells *b = arg;
	struct bad_cell c = { .fold = (uint8_t)(((cell->day % FOLDS) + FOLDS) % FOLDS) };
	bool made;
	for (int d = 0; d < DRIVERS; d++) {
		size_t k = 0;
		while (k < b->commons[d] && b->common[d][k] != cell_code(cell, driver[d]))
			k++;
		c.value[d] = (uint8_t)(k < b->commons[d] ? k : VALUES);
	}
	struct map_entry *m = map_put(&b->index, (struct fb_str){ (const char *)&c, sizeof c.value + sizeof c.fold }, &made);
	if (made) {
		m->value = b->n;
		b->cell = xgrow(b->cell, &b->cap, b->n + 1, sizeof *b->cell);
		b->cell[b->n++] = c;
	}
	b->cell[m->value].n += cell->count;
	if (b->t->names[DIM_RATING].number[cell_code(cell, DIM_RATING) - 1] <= 2)
		b->cell[m->value].bad += cell->count;
}

static struct bad_cells
bad_cells(struct report *r)
{
	struct cond rated = cond_ge(all_in(r, r->now), DIM_RATING, 0);
	struct bad_cells b = { .t = r->t };
	for (int d = 0; d < DRIVERS; d++) {
		size_t n;
		struct group_row *row = tally_by(r->t, &rated, &driver[d], 1, false, &n);
		for (size_t i = 0; i < n && i < VALUES; i++)
			b.common[d][b.commons[d]++] = row[i].code[0];
		free(row);
	}
	tally_scan(r->t, &rated, add_cell, &b);
	return b;
}

/* Shares of what is explained, and their jackknife intervals. */
static double
driver_shares(const struct bad_cells *b, double share[DRIVERS], struct interval i[DRIVERS])
{
	double out[DRIVERS], all, fold[FOLDS][DRIVERS];
	shapley(b, -1, out, &all);
	for (int f = 0; f < FOLDS; f++) {
		double total;
		shapley(b, f, fold[f], &total);
		for (int d = 0; d < DRIVERS; d++)
			fold[f][d] = total > 0 ? fold[f][d] / total : 0;
	}
	for (int d = 0; d < DRIVERS; d++) {
		double mean = 0, squares = 0;
		share[d] = all > 0 ? out[d] / all : 0;
		for (int f = 0; f < FOLDS; f++)
			mean += fold[f][d] / FOLDS;
		for (int f = 0; f < FOLDS; f++)
			squares += (fold[f][d] - mean) * (fold[f][d] - mean);
		double half = STATS_Z * sqrt(squares * (FOLDS - 1) / FOLDS);
		i[d] = (struct interval){ fmax(0, share[d] - half), fmin(1, share[d] + half) };
	}
	return all;
}

/* Values of topic and product with the highest share of bad ratings, of at least FEW rated. */
static struct fb_str
worst_words(struct report *r, enum dim d)
{
	struct cond rated = cond_ge(all_in(r, r->now), DIM_RATING, 0), bad = cond_le(rated, DIM_RATING, 2);
	size_t n;
	struct group_row *row = tally_by(r->t, &rated, &d, 1, false, &n);
	double most = -1;
	uint32_t code = 0;
	for (size_t i = 0; i < n; i++) {
		struct cond c = cond_is(bad, d, row[i].code[0]);
		double share = (double)tally_count(r->t, &c) / (double)row[i].n;
		if (row[i].code[0] && row[i].n >= FEW && share > most) {
			most = share;
			code = row[i].code[0];
		}
	}
	free(row);
	if (!code)
		return (struct fb_str){ "", 0 };
	struct fb_str share = share_of(r, cond_is(bad, d, code), cond_is(rated, d, code), true, "rating.bad.%s.%s.share",
	    tally_columns[dim_column[d]], value_id(r, d, code).p);
	return text(r, "%s %s", value_name(r, d, code).p, share.p);
}

void
section_ratings(struct report *r)
{
	static const char *const name[DRIVERS] = { "product", "channel", "topic" };
	static const enum word shown[DRIVERS] = { W_COL_PRODUCT, W_COL_CHANNEL, W_COL_TOPIC };
	static const char how[] = "Shapley share of omega squared of rating <= 2 over product, channel and topic; jackknife over day modulo 10";
	struct cond rated = cond_ge(all_in(r, r->now), DIM_RATING, 0), bad = cond_le(rated, DIM_RATING, 2);
	uint64_t n = has(r, COL_RATING) ? tally_count(r->t, &rated) : 0, k = has(r, COL_RATING) ? tally_count(r->t, &bad) : 0;
	if (k < FEW || n - k < FEW)
		return;
	double share[DRIVERS];
	struct interval i[DRIVERS];
	struct bad_cells b = bad_cells(r);
	double all = driver_shares(&b, share, i);
	free(b.cell);
	map_free(&b.index);
	struct fb_str part[DRIVERS] = { { "", 0 }, { "", 0 }, { "", 0 } }, worst[2] = { { "", 0 }, { "", 0 } };
	for (int d = 0; d < DRIVERS; d++) {
		if (!has(r, dim_column[driver[d]]))
			continue;
		struct fb_str text_ = text(r, "%s%s", share_text(r, share[d], 0).p, interval_text(r, 100 * i[d].lo, 100 * i[d].hi, 0).p);
		part[d] = SAY(r, W_DRIVER, word(r, shown[d]), derived(r, share[d], i[d], 4, text_, slice(how), "driver.%s.share", name[d]));
	}
	struct fb_str explained = derived(r, all, NO_INTERVAL, 4, share_text(r, all, 0), slice(how), "driver.all");
	struct fb_str note = SAY(r, W_DRIVERS_NOTE, count_of(r, bad, "rating.bad"), count_of(r, rated, "rating.given"), explained);
	if (has(r, COL_TOPIC))
		worst[0] = worst_words(r, DIM_TOPIC);
	if (has(r, COL_PRODUCT))
		worst[1] = worst_words(r, DIM_PRODUCT);
	doc_heading(&r->doc, 2, "ratings", word(r, W_DRIVERS).p);
	doc_block(&r->doc, BLOCK_TEXT, join(r, W_SEMI, part, DRIVERS));
	struct fb_str most = join(r, W_SEMI, worst, 2);
	if (most.n)
		doc_block(&r->doc, BLOCK_TEXT, SAY(r, W_WORST_RATED, most));
	doc_block(&r->doc, BLOCK_NOTE, note);
}
