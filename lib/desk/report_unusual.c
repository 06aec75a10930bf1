/* What is unusual: the worst stretch of days, and single points of the chart, weekdays considered.
 *
 * Stretch: among all windows of 1 to 14 days (31 where the report covers over 100) the one with the largest Bernoulli
 * likelihood ratio of its negative share against that of the other days (Kulldorff's scan), divided by the overdispersion of
 * days; it counts where Bonferroni's p over all windows is below .01 and the share is 5 points higher.
 *
 * Points: the usual share of a point is that of the same weekday in the eight weeks before and after it (of other weeks or
 * months, where points are such), itself and the bad stretch (or the period, where it is compared) left out, pulled towards the share of all those days by the weight
 * of 20 records. The band is the 95 % range of a share of that many records, widened by overdispersion. Unusual is
 * what stays below a false discovery rate of 5 % over all points (Benjamini & Hochberg). */
#include <math.h>
#include <stdlib.h>

#include "desk/report_inside.h"

enum { SEASON = 56, PULL = 20, SHORT_WINDOW = 14, LONG_WINDOW = 31 };

struct daily {
	double negative, all;
};

/* Judged and negative records a day, for the days of s. */
static struct daily *
daily_counts(struct report *r, struct period s)
{
	struct daily *d = xcalloc((size_t)period_days(s), sizeof *d);
	const enum dim dim = DIM_SENTIMENT;
	struct cond c = judged_in(r, s);
	size_t n;
	struct group_row *row = tally_by(r->t, &c, &dim, 1, true, &n);
	for (size_t i = 0; i < n; i++) {
		struct daily *at = &d[row[i].day - s.first];
		at->all += (double)row[i].n;
		if (row[i].code[0] == SENTIMENT_NEGATIVE)
			at->negative += (double)row[i].n;
	}
	free(row);
	return d;
}

/* Pearson's chi squared by its degrees of freedom, of days outside the window; at least 1. */
static double
overdispersion(const struct daily *d, size_t n, size_t from, size_t to, double p)
{
	double sum = 0, days = 0;
	for (size_t i = 0; i < n; i++) {
		if ((i >= from && i < to) || d[i].all < 1 || p <= 0 || p >= 1)
			continue;
		double e = d[i].negative - d[i].all * p;
		sum += e * e / (d[i].all * p * (1 - p));
		days++;
	}
	return days > 2 && sum > days - 1 ? sum / (days - 1) : 1;
}

struct window {
	size_t from, to;
	double ratio;           /* twice the log likelihood ratio */
	double k, n;
};

static struct window
worst_window(const struct daily *d, size_t days, double K, double N, size_t *looks)
{
	struct window best = { 0 };
	size_t most = days > 100 ? LONG_WINDOW : SHORT_WINDOW;
	for (size_t from = 0; from < days; from++) {
		double k = 0, n = 0;
		for (size_t to = from + 1; to <= days && to - from <= most && to - from <= days / 2; to++) {
			k += d[to - 1].negative;
			n += d[to - 1].all;
			if (n < 10)
				continue;
			double ratio = stats_scan(k, n, K, N);
			++*looks;
			if (ratio > best.ratio)
				best = (struct window){ from, to, ratio, k, n };
		}
	}
	return best;
}

static void
find_stretch(struct report *r)
{
	r->bad = (struct stretch){ PERIOD_EMPTY, 1 };
	if (r->compare || !has(r, COL_SENTIMENT) || period_days(r->days) < 8)
		return;
	size_t days = (size_t)period_days(r->days), looks = 0;
	struct daily *d = daily_counts(r, r->days);
	double K = 0, N = 0;
	for (size_t i = 0; i < days; i++) {
		K += d[i].negative;
		N += d[i].all;
	}
	struct window w = worst_window(d, days, K, N, &looks);
	if (w.ratio > 0 && N > w.n) {
		double inside = w.k / w.n, outside = (K - w.k) / (N - w.n);
		double spread = overdispersion(d, days, w.from, w.to, outside);
		double p = stats_chi1_tail(w.ratio / spread) * (double)looks;
		if (p < .01 && inside - outside >= .05)
			r->bad = (struct stretch){ { r->days.first + (int32_t)w.from, r->days.first + (int32_t)w.to - 1 }, p };
	}
	free(d);
}

/* ---- the chart ---- */

/* The days that the chart shows: the period, and enough before it to see what is usual. */
static struct period
chart_span(const struct report *r)
{
	static const int32_t before[] = { [UNIT_ALL] = 0, [UNIT_DAY] = 27, [UNIT_WEEK] = 28, [UNIT_MONTH] = 183 };
	struct period s = r->days;
	s.first -= r->compare && r->unit == UNIT_ALL ? (period_days(s) > 28 ? period_days(s) : 28) : before[r->unit];
	if (r->t->first_day > s.first && r->t->first_day <= s.last)
		s.first = r->t->first_day;
	return s;
}

static struct chart *
chart_points(struct report *r, struct period s)
{
	struct chart *c = xcalloc(1, sizeof *c);
	const enum dim dim = DIM_SENTIMENT;
	struct cond judged = judged_in(r, s);
	size_t n, cap = 0;
	c->unit = period_days(s) <= 62 ? UNIT_DAY : period_days(s) <= 400 ? UNIT_WEEK : UNIT_MONTH;
	for (int32_t day = s.first; day <= s.last;) {
		struct period whole = period_of(c->unit, day), p = { day, whole.last < s.last ? whole.last : s.last };
		c->point = xgrow(c->point, &cap, c->n + 1, sizeof *c->point);
		c->point[c->n++] = (struct chart_point){ .days = p, .usual_lo = (double)NAN, .usual_hi = (double)NAN };
		day = p.last + 1;
	}
	struct group_row *row = tally_by(r->t, &judged, &dim, 1, true, &n);
	for (size_t i = 0, at = 0; i < n; i++) {
		while (row[i].day > c->point[at].days.last)
			at++;
		struct chart_point *p = &c->point[at];
		if (row[i].code[0] == SENTIMENT_NEGATIVE)
			p->negative += row[i].n;
		else if (row[i].code[0] == SENTIMENT_POSITIVE)
			p->positive += row[i].n;
		else
			p->neutral += row[i].n;
	}
	free(row);
	return c;
}

static double
all_of(const struct chart_point *p)
{
	return (double)(p->negative + p->neutral + p->positive);
}

/* Points that say nothing of what is usual: those of the bad stretch, or of the period that is held against earlier ones. */
static bool
is_judged(const struct report *r, const struct chart_point *p)
{
	if (r->compare)
		return p->days.last >= r->days.first;
	return period_days(r->bad.days) && p->days.last >= r->bad.days.first && p->days.first <= r->bad.days.last;
}

/* The usual share at point i; false where too little is known. */
static bool
usual_share(const struct report *r, const struct chart *c, size_t i, double *share)
{
	double k = 0, n = 0, same_k = 0, same_n = 0;
	int32_t day = c->point[i].days.first;
	size_t points = 0;
	for (size_t j = 0; j < c->n; j++) {
		const struct chart_point *p = &c->point[j];
		int32_t away = p->days.first > day ? p->days.first - day : day - p->days.first;
		if (j == i || is_judged(r, p) || (c->unit == UNIT_DAY && away > SEASON))
			continue;
		k += (double)p->negative;
		n += all_of(p);
		points += all_of(p) > 0;
		if (c->unit != UNIT_DAY || away % 7 == 0) {
			same_k += (double)p->negative;
			same_n += all_of(p);
		}
	}
	if (points < 4 || n < 50)
		return false;
	*share = (same_k + PULL * k / n) / (same_n + PULL);
	return true;
}

static void
mark_unusual(struct report *r, struct chart *c)
{
	double *usual = xcalloc(c->n, sizeof *usual), *p = xcalloc(c->n, sizeof *p);
	double spread = 0, known = 0;
	for (size_t i = 0; i < c->n; i++) {
		double n = all_of(&c->point[i]), share;
		usual[i] = usual_share(r, c, i, &share) ? share : -1;
		if (usual[i] <= 0 || usual[i] >= 1 || n < 1 || is_judged(r, &c->point[i]))
			continue;
		double e = (double)c->point[i].negative - n * usual[i];
		spread += e * e / (n * usual[i] * (1 - usual[i]));
		known++;
	}
	spread = known > 4 && spread > known ? spread / known : 1;
	for (size_t i = 0; i < c->n; i++) {
		struct chart_point *at = &c->point[i];
		double n = all_of(at);
		p[i] = 1;
		if (usual[i] < 0 || n < 1)
			continue;
		double v = usual[i] * (1 - usual[i]) * spread / n, half = STATS_Z * sqrt(v);
		at->usual_lo = fmax(0, usual[i] - half);
		at->usual_hi = fmin(1, usual[i] + half);
		c->usual = true;
		double away = fabs((double)at->negative / n - usual[i]) - .5 / n;
		if (n >= 10 && away > 0 && v > 0)
			p[i] = 2 * stats_normal_tail(away / sqrt(v));
	}
	stats_adjust(p, p, c->n);
	for (size_t i = 0; i < c->n; i++) {
		c->point[i].unusual = p[i] < .05;
		r->unusual_now = r->unusual_now || (p[i] < .05 && c->point[i].days.last >= r->days.first);
	}
	free(usual);
	free(p);
}

void
unusual_find(struct report *r)
{
	find_stretch(r);
	r->chart = NULL;
	r->unusual_now = false;
	if (!has(r, COL_SENTIMENT) || !period_days(r->days))
		return;
	r->chart = chart_points(r, chart_span(r));
	mark_unusual(r, r->chart);
}
