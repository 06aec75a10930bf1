/* The chart over time, and the tables by topic, product, channel and intent. See report_inside.h. */
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "desk/report_inside.h"

enum { ROWS_SHOWN = 25, MATRIX_ROWS = 12, MATRIX_COLUMNS = 10 };

static const char *
point_name(enum unit u)
{
	return u == UNIT_DAY ? "day" : u == UNIT_WEEK ? "week" : "month";
}

static struct fb_str
bar(struct report *r, uint64_t negative, uint64_t neutral, uint64_t positive)
{
	return text(r, "%c%llu,%llu,%llu%c", RICH_BAR, (unsigned long long)negative, (unsigned long long)neutral,
	    (unsigned long long)positive, RICH_END);
}

/* ---- over time ---- */

static void
time_table(struct report *r, const struct chart *c)
{
	struct fb_str (*cell)[5] = xcalloc(c->n, sizeof *cell);
	for (size_t i = 0; i < c->n; i++) {
		const struct chart_point *p = &c->point[i];
		struct buf day = { 0 };
		day_iso(&day, p->days.first);
		const char *id = text(r, "%s.%s", point_name(c->unit), buf_cstr(&day)).p;
		cell[i][0] = keep(r, &day);
		struct cond judged = judged_in(r, p->days);
		for (uint32_t s = SENTIMENT_NEGATIVE; s <= SENTIMENT_POSITIVE; s++)
			cell[i][s] = count_of(r, cond_is(judged, DIM_SENTIMENT, s), "%s.%s", id, value_id(r, DIM_SENTIMENT, s).p);
		cell[i][4] = share_of(r, negative_in(r, p->days), judged, true, "%s.negative.share", id);
	}
	static const enum word column[] = { W_COL_DAY, W_COL_NEGATIVE, W_COL_NEUTRAL, W_COL_POSITIVE, W_COL_SHARE };
	struct block *b = doc_block(&r->doc, BLOCK_TABLE, word(r, W_CHART_TABLE));
	for (size_t k = 0; k < 5; k++)
		block_column(b, word(r, column[k]).p, k > 0);
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < 5; k++)
			block_cell(b, cell[i][k]);
	free(cell);
}

static double
judged_of(const struct chart_point *p)
{
	return (double)(p->negative + p->neutral + p->positive);
}

static bool
above(const struct chart_point *p)
{
	return (double)p->negative / judged_of(p) > (p->usual_lo + p->usual_hi) / 2;
}

/* Points from i on that are unusual in the same direction, as one: the end, and what they are together. */
static size_t
unusual_run(const struct chart *c, size_t i, struct chart_point *all)
{
	*all = c->point[i];
	bool high = above(all);
	for (i++; i < c->n && c->point[i].unusual && above(&c->point[i]) == high; i++) {
		const struct chart_point *p = &c->point[i];
		all->days.last = p->days.last;
		all->negative += p->negative;
		all->neutral += p->neutral;
		all->positive += p->positive;
		all->usual_lo = fmin(all->usual_lo, p->usual_lo);
		all->usual_hi = fmax(all->usual_hi, p->usual_hi);
	}
	return i;
}

/* "Unusual: 12–16 Nov: 52 % negative (usual 20–31 %)" */
static struct fb_str
unusual_words(struct report *r, const struct chart *c)
{
	enum { RUNS = 8 };
	struct fb_str part[RUNS];
	size_t n = 0;
	for (size_t i = 0; i < c->n && n < RUNS;) {
		struct chart_point p;
		if (!c->point[i].unusual) {
			i++;
			continue;
		}
		i = unusual_run(c, i, &p);
		struct fb_str usual = text(r, "%lld–%s", (long long)num_round(100 * p.usual_lo), share_text(r, p.usual_hi, 0).p);
		struct fb_str day = p.days.first == p.days.last ? day_words(r, p.days.first) : period_words(r, p.days);
		part[n++] = SAY(r, W_UNUSUAL_DAY, day, share_text(r, (double)p.negative / judged_of(&p), 0), usual);
	}
	return n ? SAY(r, W_UNUSUAL, join(r, W_SEMI, part, n)) : word(r, !c->usual ? W_TOO_SHORT : c->unit == UNIT_DAY ? W_NOTHING_UNUSUAL : W_NOTHING_UNUSUAL_LONG);
}

/* The points from `from` on up to `to`, as one. */
static struct chart_point
together(const struct chart *c, size_t from, size_t to)
{
	struct chart_point all = { .days = { c->point[from].days.first, c->point[to - 1].days.last } };
	for (size_t i = from; i < to; i++) {
		all.negative += c->point[i].negative;
		all.neutral += c->point[i].neutral;
		all.positive += c->point[i].positive;
	}
	return all;
}

/* The first quarter of the points, the last, and the highest: a single point at an end may be of a handful of records. */
static struct fb_str
chart_words(struct report *r, const struct chart *c)
{
	const struct chart_point *top = NULL;
	double most = -1, least = 1;
	size_t quarter = c->n < 4 ? 1 : c->n / 4;
	struct chart_point first = together(c, 0, quarter), last = together(c, c->n - quarter, c->n);
	for (size_t i = 0; i < c->n; i++) /* points of few records say little */
		if (judged_of(&c->point[i]) >= FEW)
			least = FEW;
	for (size_t i = 0; i < c->n; i++) {
		const struct chart_point *p = &c->point[i];
		double n = judged_of(p);
		if (n >= least && (double)p->negative / n > most) {
			most = (double)p->negative / n;
			top = p;
		}
	}
	if (!top)
		return (struct fb_str){ "", 0 };
	double a = judged_of(&first), z = judged_of(&last);
	return SAY(r, W_CHART_ALT, a > 0 ? share_text(r, (double)first.negative / a, 0) : slice("–"),
	    z > 0 ? share_text(r, (double)last.negative / z, 0) : slice("–"), share_text(r, most, 0), period_words(r, top->days),
	    period_words(r, first.days), period_words(r, last.days));
}

void
section_time(struct report *r)
{
	struct chart *c = r->chart;
	double judged = 0;
	for (size_t i = 0; c && i < c->n; i++)
		judged += judged_of(&c->point[i]);
	if (c && c->n && judged < 1) /* a chart of nothing */
		return;
	if (!c || !c->n) {
		left_out(r, W_TIME, !has(r, COL_SENTIMENT) ? "sentiment" : has(r, COL_TS) ? NULL : "ts");
		return;
	}
	struct fb_str alt = chart_words(r, c), unusual = unusual_words(r, c);
	doc_heading(&r->doc, 2, "time", word(r, W_TIME).p);
	doc_block(&r->doc, BLOCK_CHART, alt)->chart = c;
	doc_block(&r->doc, BLOCK_NOTE, word(r, !c->usual ? W_CHART_PLAIN : c->unit == UNIT_DAY ? W_CHART_BAND : W_CHART_BAND_LONG));
	doc_block(&r->doc, BLOCK_TEXT, unusual);
	doc_block(&r->doc, BLOCK_FOLD, word(r, W_CHART_TABLE));
	time_table(r, c);
	doc_block(&r->doc, BLOCK_UNFOLD, (struct fb_str){ NULL, 0 });
	r->chart = NULL;
}

/* ---- by a dimension ---- */

struct by_row {
	uint32_t code;
	uint64_t all, count[4]; /* by code of sentiment */
	double k1, n1, k0, n0, p;
};

/* Rows of a dimension: all heard records, their sentiments now and then. */
static struct by_row *
by_rows(struct report *r, enum dim d, size_t *n)
{
	struct cond now = heard_in(r, r->now), then = judged_in(r, r->then);
	const enum dim both[2] = { d, DIM_SENTIMENT };
	size_t rows, k;
	struct group_row *row = tally_by(r->t, &now, &d, 1, false, &rows);
	struct by_row *out = xcalloc(rows, sizeof *out);
	struct map index = { 0 };
	for (size_t i = 0; i < rows; i++) {
		out[i].code = row[i].code[0];
		out[i].all = row[i].n;
		map_put(&index, (struct fb_str){ (const char *)&out[i].code, sizeof out[i].code }, NULL)->value = i;
	}
	free(row);
	for (int side = 0; side < 1 + r->compare; side++) {
		row = tally_by(r->t, side ? &then : &now, both, 2, false, &k);
		for (size_t i = 0; i < k; i++) {
			const struct map_entry *m =
			    map_find(&index, (struct fb_str){ (const char *)&row[i].code[0], sizeof row[i].code[0] });
			if (!m || !row[i].code[1])
				continue;
			struct by_row *at = &out[m->value];
			bool bad = row[i].code[1] == SENTIMENT_NEGATIVE;
			*(side ? &at->n0 : &at->n1) += (double)row[i].n;
			*(side ? &at->k0 : &at->k1) += bad ? (double)row[i].n : 0;
			if (!side && row[i].code[1] < 4)
				at->count[row[i].code[1]] = row[i].n;
		}
		free(row);
	}
	map_free(&index);
	*n = rows;
	return out;
}

/* q values of all rows' changes, into p. */
static void
adjust_rows(struct by_row *row, size_t n)
{
	double *p = xcalloc(n, sizeof *p);
	for (size_t i = 0; i < n; i++)
		p[i] = stats_shares_p(row[i].k1, row[i].n1, row[i].k0, row[i].n0);
	stats_adjust(p, p, n);
	for (size_t i = 0; i < n; i++)
		row[i].p = p[i];
	free(p);
}

static struct fb_str
change_words(struct report *r, enum dim d, const struct by_row *row, const char *id)
{
	/* new is what no record before these days has, on whatever page */
	struct cond ever = cond_is((struct cond){ .days = { r->t->first_day, r->days.first - 1 } }, d, row->code);
	if (row->n1 < 1)
		return slice("–");
	if (row->n0 < 1)
		return tally_count(r->t, &ever) ? slice("–") : word(r, W_NEW);
	double change = row->k1 / row->n1 - row->k0 / row->n0;
	struct fb_str shown = points_text(r, num_round(change * 1000));
	shown = SAY(r, row->p >= .05 ? W_CHANGE_NONE : change > 0 ? W_CHANGE_UP : W_CHANGE_DOWN, shown);
	struct fb_str how = text(r, "%s - %s", ref(r, "%s.negative.share", id).p, ref(r, "%s.negative.share.before", id).p);
	return derived(r, change, stats_newcombe(row->k1, row->n1, row->k0, row->n0), 6, shown, how, "%s.change", id);
}

enum { BY_COLUMNS = 8 };

static size_t
by_cells(struct report *r, enum dim d, const struct by_row *row, struct fb_str *cell)
{
	const char *id = text(r, "%s.%s", tally_columns[dim_column[d]], value_id(r, d, row->code).p).p;
	struct cond c = cond_is(heard_in(r, r->now), d, row->code), judged = cond_not(c, DIM_SENTIMENT, 0);
	size_t n = 0;
	cell[n++] = value_name(r, d, row->code);
	cell[n++] = count_of(r, c, "%s", id);
	if (!has(r, COL_SENTIMENT))
		return n;
	cell[n++] = share_of(r, cond_is(c, DIM_SENTIMENT, SENTIMENT_NEGATIVE), judged, true, "%s.negative.share", id);
	if (r->compare) {
		struct cond before = cond_days(judged, r->then);
		share_of(r, cond_days(cond_is(c, DIM_SENTIMENT, SENTIMENT_NEGATIVE), r->then), before, false,
		    "%s.negative.share.before", id);
		cell[n++] = change_words(r, d, row, id);
	}
	cell[n++] = bar(r, row->count[SENTIMENT_NEGATIVE], row->count[SENTIMENT_NEUTRAL], row->count[SENTIMENT_POSITIVE]);
	for (uint32_t s = SENTIMENT_NEGATIVE; s <= SENTIMENT_POSITIVE; s++)
		cell[n++] = count_of(r, cond_is(c, DIM_SENTIMENT, s), "%s.%s", id, value_id(r, DIM_SENTIMENT, s).p);
	return n;
}

static void
table_by(struct report *r, enum dim d, const char *anchor, enum word title, enum word column)
{
	/* what matters most stands first: a narrow page cuts on the right */
	static const enum word head[] = { W_COL_RECORDS, W_COL_SHARE, W_COL_CHANGE, W_COL_SHARES, W_COL_NEGATIVE, W_COL_NEUTRAL,
		W_COL_POSITIVE };
	size_t n, columns = 0;
	if (!has(r, dim_column[d])) {
		left_out(r, title, tally_columns[dim_column[d]]);
		return;
	}
	if (r->t->by == (int)d && r->by)
		return;
	struct by_row *row = by_rows(r, d, &n);
	if (!n) {
		free(row);
		return;
	}
	if (r->compare)
		adjust_rows(row, n);
	size_t shown = n < ROWS_SHOWN ? n : ROWS_SHOWN;
	struct fb_str (*cell)[BY_COLUMNS] = xcalloc(n, sizeof *cell);
	/* where figures are asked for by ID, those of the rows that the page has no room for are there too */
	for (size_t i = 0; i < (r->all_rows ? n : shown); i++)
		columns = by_cells(r, d, &row[i], cell[i]);
	doc_heading(&r->doc, 2, anchor, word(r, title).p);
	struct block *b = doc_block(&r->doc, BLOCK_TABLE, word(r, title));
	block_column(b, word(r, column).p, false);
	for (size_t i = 0, k = 1; k < columns; i++) {
		if (head[i] == W_COL_CHANGE && !r->compare)
			continue;
		block_column(b, word(r, head[i] == W_COL_RECORDS && has(r, COL_TEXT) ? W_COL_TEXTS : head[i]).p, true);
		b->column[k++].bar = head[i] == W_COL_SHARES;
	}
	for (size_t i = 0; i < shown; i++)
		for (size_t k = 0; k < columns; k++)
			block_cell(b, cell[i][k]);
	if (n > shown)
		doc_block(&r->doc, BLOCK_NOTE, SAY(r, W_MORE_ROWS, count_text(r, n - shown)));
	if (r->compare && has(r, COL_SENTIMENT))
		doc_block(&r->doc, BLOCK_NOTE, SAY(r, W_CHANGE_NOTE, count_text(r, n)));
	free(cell);
	free(row);
}

/* ---- products × topics ---- */

static struct fb_str
heat(struct report *r, struct fb_str shown, uint64_t n, uint64_t most)
{
	return text(r, "%c%d%c%s", RICH_HEAT, most ? (int)(n * 9 / most) : 0, RICH_END, shown.p);
}

static void
matrix(struct report *r)
{
	const enum dim pd = DIM_PRODUCT, td = has(r, COL_CLUSTER) ? DIM_CLUSTER : DIM_TOPIC, both[2] = { pd, td };
	struct cond c = negative_in(r, r->now);
	size_t products, topics, pairs;
	if (!has(r, COL_SENTIMENT) || !has(r, COL_PRODUCT) || !has(r, dim_column[td]) || r->by)
		return;
	struct group_row *p = tally_by(r->t, &c, &pd, 1, false, &products), *t = tally_by(r->t, &c, &td, 1, false, &topics);
	struct group_row *pair = tally_by(r->t, &c, both, 2, false, &pairs);
	uint64_t most = pairs ? pair[0].n : 0;
	products = products < MATRIX_ROWS ? products : MATRIX_ROWS;
	topics = topics < MATRIX_COLUMNS ? topics : MATRIX_COLUMNS;
	struct fb_str *cell = xcalloc(products * (topics + 1), sizeof *cell);
	for (size_t i = 0; i < products; i++) {
		cell[i * (topics + 1)] = value_name(r, pd, p[i].code[0]);
		for (size_t k = 0; k < topics; k++) {
			struct cond at = cond_is(cond_is(c, pd, p[i].code[0]), td, t[k].code[0]);
			uint64_t n = tally_count(r->t, &at);
			struct fb_str shown = n ? count_of(r, at, "cell.%s.%s", value_id(r, pd, p[i].code[0]).p,
			    value_id(r, td, t[k].code[0]).p) : slice("·");
			cell[i * (topics + 1) + k + 1] = heat(r, shown, n, most);
		}
	}
	struct fb_str *head = xcalloc(topics, sizeof *head);
	for (size_t k = 0; k < topics; k++)
		head[k] = value_name(r, td, t[k].code[0]);
	if (products > 1 && topics > 1) {
		doc_heading(&r->doc, 2, "matrix", word(r, W_MATRIX).p);
		struct block *b = doc_block(&r->doc, BLOCK_TABLE, word(r, W_MATRIX));
		block_column(b, word(r, W_COL_PRODUCT).p, false);
		for (size_t k = 0; k < topics; k++)
			block_column(b, head[k].p, true);
		for (size_t i = 0; i < products * (topics + 1); i++)
			block_cell(b, cell[i]);
	}
	free(head);
	free(cell);
	free(p);
	free(t);
	free(pair);
}

void
section_tables(struct report *r)
{
	if (has(r, COL_CLUSTER))
		table_by(r, DIM_CLUSTER, "clusters", W_CLUSTERS, W_COL_CLUSTER);
	table_by(r, DIM_TOPIC, "topics", W_TOPICS, W_COL_TOPIC);
	table_by(r, DIM_PRODUCT, "products", W_PRODUCTS, W_COL_PRODUCT);
	matrix(r);
	table_by(r, DIM_CHANNEL, "channels", W_CHANNELS, W_COL_CHANNEL);
	if (has(r, COL_INTENT))
		table_by(r, DIM_INTENT, "intents", W_INTENTS, W_COL_INTENT);
}
