/* Problems: what people complain about, ordered by what it would help to mend. See report_inside.h. */
#include <math.h>
#include <stdlib.h>

#include "desk/report_inside.h"

#include "base/sort.h"

enum { LOOK_BACK = 56, NARROW_LEAST = 10 };

static bool
is_vague(const struct report *r, enum dim d, uint32_t code)
{
	struct fb_str v = tally_value(r->t, d, code);
	return code == 0 || (d == DIM_TOPIC && (slice_is(v, "general") || slice_is(v, "unknown")));
}

/* The dimension that says what a complaint is about. */
static bool
problem_dim(const struct report *r, enum dim *d)
{
	if (has(r, COL_CLUSTER) && r->t->names[DIM_CLUSTER].map.n)
		*d = DIM_CLUSTER;
	else if (has(r, COL_TOPIC))
		*d = DIM_TOPIC;
	else if (has(r, COL_PRODUCT))
		*d = DIM_PRODUCT;
	else
		return false;
	return has(r, COL_SENTIMENT);
}

static uint64_t
count_in(struct report *r, struct cond c, struct period days)
{
	c.days = days;
	return period_days(days) ? tally_count(r->t, &c) : 0;
}

/* The product that a problem is about, where it is one: at least half of its complaints (of the bad days', where a third came in
 * them), surely more than the product's share of all records, and four fifths of them or half as many again as that share. */
static uint32_t
one_product(struct report *r, const struct problem *p)
{
	const enum dim d = DIM_PRODUCT;
	struct period days = period_days(r->bad.days) && p->bad * 3 >= p->now ? r->bad.days : r->now;
	struct cond c = cond_days(p->where, days), all = judged_in(r, days);
	uint32_t found = 0;
	size_t n;
	if (!has(r, COL_PRODUCT) || p->dim == DIM_PRODUCT)
		return 0;
	struct group_row *row = tally_by(r->t, &c, &d, 1, false, &n);
	uint64_t total = tally_count(r->t, &c), judged = tally_count(r->t, &all);
	if (n && row[0].code[0] && row[0].n >= NARROW_LEAST && row[0].n * 2 >= total) {
		struct cond of_product = cond_is(all, DIM_PRODUCT, row[0].code[0]);
		double share = (double)tally_count(r->t, &of_product) / (double)judged;
		double part = (double)row[0].n / (double)total;
		if (stats_wilson((double)row[0].n, (double)total).lo > share && (part >= .8 || part >= 1.5 * share))
			found = row[0].code[0];
	}
	free(row);
	return found;
}

static void
fill_counts(struct report *r, struct problem *p)
{
	p->now = count_in(r, p->where, r->now);
	p->then = r->compare ? count_in(r, p->where, r->then) : 0;
	p->bad = count_in(r, p->where, r->bad.days);
}

/* The day on which it began: the split of the last eight weeks with the largest Poisson likelihood ratio, where that lies in the
 * period, at least a week is known before it and complaints came at least five times as often after it. */
static int32_t
began(struct report *r, const struct problem *p)
{
	struct period s = { r->days.last - LOOK_BACK + 1, r->days.last };
	if (!r->compare || p->now < 5)
		return DAY_NONE;
	if (s.first < r->t->first_day)
		s.first = r->t->first_day;
	double k[LOOK_BACK] = { 0 }, total = 0, before = 0, best = 15;
	int32_t found = DAY_NONE, days = period_days(s);
	struct cond c = cond_days(p->where, s);
	size_t n;
	struct group_row *row = tally_by(r->t, &c, NULL, 0, true, &n);
	for (size_t i = 0; i < n; i++) {
		k[row[i].day - s.first] = (double)row[i].n;
		total += (double)row[i].n;
	}
	free(row);
	for (int32_t i = 1; i < days; i++) {
		before += k[i - 1];
		double after = total - before, rate0 = before / i, rate1 = after / (days - i);
		double ratio = 2 * stats_poisson(after, days - i, before, i);
		if (ratio <= best)
			continue;
		best = ratio;
		found = i >= 7 && s.first + i >= r->now.first && rate1 >= 5 * rate0 ? s.first + i : DAY_NONE;
	}
	return found;
}

static unsigned
running(struct report *r, const struct problem *p)
{
	struct period s = r->now;
	unsigned n = 1;
	if (!r->compare || p->now < 3)
		return 1;
	for (; n < 52; n++) {
		s = period_before(r->unit, s);
		if (s.last < r->t->first_day || count_in(r, p->where, s) * 2 < p->now)
			break;
	}
	return n;
}

/* What a problem is held against: complaints over days before (or on the days other than the bad ones). */
struct against {
	double k1, t1, k0, t0;
};

static struct against
against(const struct report *r, const struct problem *p)
{
	if (r->compare)
		return (struct against){ (double)p->now, period_days(r->now), (double)p->then, period_days(r->then) };
	double bad = period_days(r->bad.days);
	return (struct against){ (double)p->bad, bad, (double)(p->now - p->bad), period_days(r->days) - bad };
}

/* Complaints beyond what the other days would bring; and at least how many, counts being Poisson, by the lower end of the
 * interval at 99.9 %, since many problems are looked at. */
#define SURE 3.290526731491926
static double
more_than_usual(struct against a, double *at_least)
{
	*at_least = 0;
	if (a.t1 < 1 || a.t0 < 1)
		return 0;
	double f = a.t1 / a.t0, more = a.k1 - f * a.k0;
	*at_least = more - SURE * sqrt(a.k1 + f * f * a.k0);
	return more;
}

/* Those that grew come first, by how much; then the others, by how many they are. */
static int
by_need(const void *x, const void *y, void *arg)
{
	const struct problem *a = x, *b = y;
	const struct report *r = arg;
	if (a->stands_out != b->stands_out)
		return a->stands_out ? -1 : 1;
	if (a->stands_out && a->more != b->more)
		return a->more > b->more ? -1 : 1;
	if (a->now != b->now)
		return a->now > b->now ? -1 : 1;
	return slice_cmp(tally_value(r->t, a->dim, a->code), tally_value(r->t, b->dim, b->code));
}

/* The last of the first actions is what most complaints are about, where that is not among them: a handful of new ones may not hide it. */
static void
keep_commonest(struct report *r, size_t top)
{
	size_t most = 0;
	for (size_t i = 1; i < r->problems; i++)
		if (r->problem[i].now > r->problem[most].now)
			most = i;
	if (top < 2 || most < top)
		return;
	struct problem p = r->problem[most];
	memmove(&r->problem[top], &r->problem[top - 1], (most - top + 1) * sizeof p);
	r->problem[top - 1] = p;
}

/* Whether a problem is more of all texts than before: where all are more, so are its complaints. */
static bool
is_larger_part(const struct against *a, double n1, double n0)
{
	return n1 > 0 && n0 > 0 && a->k1 * n0 > a->k0 * n1 && stats_shares_p(a->k1, n1, a->k0, n0) < .05;
}

/* Which ones grew: a false discovery rate of 5 % over all problems, at least 5 complaints and 1 % of all more, and a larger part. */
static void
stand_out(struct report *r)
{
	struct cond judged = judged_in(r, r->now);
	double n1 = (double)count_in(r, judged, r->compare ? r->now : r->bad.days);
	double n0 = r->compare ? (double)count_in(r, judged, r->then) : (double)tally_count(r->t, &judged) - n1;
	double *q = xcalloc(r->problems, sizeof *q), *grew = xcalloc(r->problems, sizeof *grew), all = 0;
	for (size_t i = 0; i < r->problems; i++) {
		struct against a = against(r, &r->problem[i]);
		q[i] = stats_counts_p(a.k1, a.t1, a.k0, a.t0);
		grew[i] = more_than_usual(a, &r->problem[i].more);
		all += (double)r->problem[i].now;
	}
	stats_adjust(q, q, r->problems);
	for (size_t i = 0; i < r->problems; i++) {
		struct against a = against(r, &r->problem[i]);
		r->problem[i].stands_out = q[i] < .05 && grew[i] >= 5 && grew[i] >= .01 * all && is_larger_part(&a, n1, n0);
	}
	free(q);
	free(grew);
}

void
problems_find(struct report *r)
{
	enum dim d;
	size_t n, cap = 0;
	r->problem = NULL;
	r->problems = 0;
	if (!problem_dim(r, &d))
		return;
	struct cond c = negative_in(r, r->now);
	struct group_row *row = tally_by(r->t, &c, &d, 1, false, &n);
	for (size_t i = 0; i < n; i++) {
		if (is_vague(r, d, row[i].code[0]))
			continue;
		struct problem p = { .dim = d, .code = row[i].code[0], .since = DAY_NONE };
		p.where = cond_is(c, d, p.code);
		fill_counts(r, &p);
		p.product = one_product(r, &p);
		if (p.product) {
			p.where = cond_is(p.where, DIM_PRODUCT, p.product);
			fill_counts(r, &p);
		}
		r->problem = xgrow(r->problem, &cap, r->problems + 1, sizeof *r->problem);
		r->problem[r->problems++] = p;
	}
	free(row);
	if (!r->problems)
		return;
	stand_out(r);
	sort_items_by(r->problem, r->problems, sizeof *r->problem, by_need, r);
	keep_commonest(r, first_actions(r));
	for (size_t i = 0; i < r->problems && i < 10; i++) {
		r->problem[i].since = began(r, &r->problem[i]);
		r->problem[i].running = running(r, &r->problem[i]);
	}
}

struct fb_str
problem_name(struct report *r, const struct problem *p)
{
	struct fb_str name = value_name(r, p->dim, p->code);
	return p->product ? SAY(r, W_PROBLEM_PRODUCT, name, value_name(r, DIM_PRODUCT, p->product)) : name;
}

struct fb_str
problem_id(struct report *r, const struct problem *p)
{
	const char *id = value_id(r, p->dim, p->code).p;
	return p->product ? text(r, "problem.%s.%s", id, value_id(r, DIM_PRODUCT, p->product).p) : text(r, "problem.%s", id);
}

struct fb_str
problem_owner(struct report *r, const struct problem *p)
{
	struct fb_str dept = { "", 0 };
	if (has(r, COL_DEPT)) {
		const enum dim d = DIM_DEPT;
		struct cond c = cond_days(p->where, r->now);
		size_t n;
		struct group_row *row = tally_by(r->t, &c, &d, 1, false, &n);
		if (n)
			dept = tally_value(r->t, DIM_DEPT, row[0].code[0]);
		free(row);
	}
	if (!dept.n && p->dim == DIM_TOPIC)
		dept = labels_dept(r->labels, tally_value(r->t, DIM_TOPIC, p->code));
	struct buf b = { 0 };
	rich_value(&b, labels_name(r->labels, "dept", dept, r->lang));
	return keep(r, &b);
}

enum { NEW_LEAST = 5, KNOWN_DAYS = 14 };

void
section_new(struct report *r)
{
	enum { MOST = 10 };
	struct fb_str line[MOST];
	size_t n = 0;
	struct period before = { r->t->first_day, r->days.first - 1 };
	if (!r->compare || period_days(before) < KNOWN_DAYS)
		return;
	for (size_t i = 0; i < r->problems && n < MOST; i++) {
		struct problem *p = &r->problem[i];
		if (p->now < NEW_LEAST || count_in(r, p->where, before))
			continue;
		size_t days;
		struct cond c = cond_days(p->where, r->now);
		struct group_row *row = tally_by(r->t, &c, NULL, 0, true, &days);
		int32_t first = row[0].day;
		free(row);
		line[n++] = SAY(r, W_NEW_PROBLEM, strong(r, problem_name(r, p)), count_of(r, c, "%s", problem_id(r, p).p), day_words(r, first));
	}
	if (!n)
		return;
	doc_heading(&r->doc, 2, "new", word(r, W_NEW_PROBLEMS).p);
	struct block *b = doc_block(&r->doc, BLOCK_LIST, (struct fb_str){ NULL, 0 });
	for (size_t i = 0; i < n; i++)
		block_line(b, line[i]);
}
