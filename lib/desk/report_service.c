/* Departments, promises and surveys. See report_inside.h. */
#include <stdlib.h>

#include "desk/report_inside.h"

/* ---- promises ---- */

bool
knows_overdue(const struct report *r)
{
	return has(r, COL_DUE) && (has(r, COL_CLOSED_TS) || has(r, COL_REPLY_TS));
}

struct cond
overdue_in(struct cond c)
{
	return cond_not(c, DIM_OVERDUE, OVERDUE_NO);
}

static struct fb_str
overdue_words(struct report *r)
{
	const enum dim d = DIM_DEPT;
	struct cond late = overdue_in(all_in(r, r->now));
	struct fb_str part[3] = { SAY(r, W_PROMISE_OVERDUE, count_of(r, late, "overdue")) };
	size_t n;
	struct group_row *row = tally_by(r->t, &late, &d, 1, false, &n);
	if (n && row[0].code[0] && n > 1)
		part[1] = SAY(r, W_OVERDUE_MOST, value_name(r, d, row[0].code[0]),
		    count_of(r, cond_is(late, d, row[0].code[0]), "dept.%s.overdue", value_id(r, d, row[0].code[0]).p));
	if (n && has(r, COL_CLOSED_TS) && has(r, COL_REPLY_TS))
		part[2] = SAY(r, W_OVERDUE_SILENT, count_of(r, cond_is(late, DIM_OVERDUE, OVERDUE_SILENT), "overdue.silent"));
	free(row);
	return join(r, W_AND, part, 3);
}

/* The share kept of the deadlines that are decided: all but those that still run. */
static struct fb_str
kept_words(struct report *r, struct cond c, enum dim d, const char *id)
{
	return share_of(r, cond_is(c, d, DUE_KEPT), cond_not(cond_not(c, d, DUE_WAITING), d, DUE_NONE), true, "%s", id);
}

/* Replies are measured against due; without that column, against 24 hours. Of files merged, some may have it and others not. */
static bool
has_reply_day(struct report *r)
{
	struct cond known = cond_not(all_in(r, r->now), DIM_REPLY_DAY, DUE_NONE);
	return has(r, COL_REPLY_TS) && has(r, COL_TS) && (!has(r, COL_DUE) || tally_count(r->t, &known));
}

void
section_promises(struct report *r)
{
	struct fb_str part[4] = { { 0 } };
	struct cond c = all_in(r, r->now);
	if (has(r, COL_REPLY_TS) && has(r, COL_DUE))
		part[0] = SAY(r, W_PROMISE_REPLY, kept_words(r, c, DIM_REPLY, "reply.in_time.share"));
	if (has_reply_day(r))
		part[1] = SAY(r, W_PROMISE_REPLY_DAY, kept_words(r, c, DIM_REPLY_DAY, "reply.24h.share"));
	if (has(r, COL_CLOSED_TS) && has(r, COL_DUE))
		part[2] = SAY(r, W_PROMISE_CLOSE, kept_words(r, c, DIM_CLOSE, "closed.in_time.share"));
	if (knows_overdue(r))
		part[3] = overdue_words(r);
	struct fb_str all = join(r, W_SEMI, part, 4);
	if (!all.n) {
		left_out(r, W_PROMISES, "reply_ts, closed_ts");
		return;
	}
	doc_heading(&r->doc, 2, "promises", word(r, W_PROMISES).p);
	doc_block(&r->doc, BLOCK_TEXT, all);
}

/* ---- departments ---- */

/* Priorities that have a column of their own where any record has them. */
static const struct {
	const char *value;
	enum word word;
} pressing[] = { { "urgent", W_COL_URGENT }, { "high", W_COL_HIGH } };
enum { PRESSING = sizeof pressing / sizeof *pressing };

static size_t
dept_cells(struct report *r, uint32_t code, struct fb_str *cell)
{
	const char *id = text(r, "dept.%s", value_id(r, DIM_DEPT, code).p).p;
	struct cond c = cond_is(all_in(r, r->now), DIM_DEPT, code);
	size_t n = 0;
	cell[n++] = value_name(r, DIM_DEPT, code);
	cell[n++] = count_of(r, c, "%s", id);
	if (has(r, COL_SENTIMENT)) {
		struct cond heard = cond_is(heard_in(r, r->now), DIM_DEPT, code);
		cell[n++] = count_of(r, cond_is(heard, DIM_SENTIMENT, SENTIMENT_NEGATIVE), "%s.negative", id);
		cell[n++] = share_of(r, cond_is(heard, DIM_SENTIMENT, SENTIMENT_NEGATIVE), cond_not(heard, DIM_SENTIMENT, 0), true,
		    "%s.negative.share", id);
	}
	for (size_t p = 0; p < PRESSING; p++) {
		uint32_t priority = tally_find(r->t, DIM_PRIORITY, slice(pressing[p].value));
		if (priority)
			cell[n++] = count_of(r, cond_is(c, DIM_PRIORITY, priority), "%s.%s", id, pressing[p].value);
	}
	if (knows_overdue(r))
		cell[n++] = count_of(r, overdue_in(c), "%s.overdue", id);
	if (has(r, COL_CLOSED_TS) && has(r, COL_DUE))
		cell[n++] = kept_words(r, c, DIM_CLOSE, text(r, "%s.in_time.share", id).p);
	if (has(r, COL_REPLY_TS) && has(r, COL_DUE))
		cell[n++] = kept_words(r, c, DIM_REPLY, text(r, "%s.reply.in_time.share", id).p);
	if (has_reply_day(r))
		cell[n++] = kept_words(r, c, DIM_REPLY_DAY, text(r, "%s.reply.24h.share", id).p);
	return n;
}

static void
dept_columns(struct report *r, struct block *b)
{
	block_column(b, word(r, W_COL_DEPT).p, false);
	block_column(b, word(r, W_COL_RECORDS).p, true);
	if (has(r, COL_SENTIMENT)) {
		block_column(b, word(r, W_COL_NEGATIVE).p, true);
		block_column(b, word(r, W_COL_SHARE).p, true);
	}
	for (size_t p = 0; p < PRESSING; p++)
		if (tally_find(r->t, DIM_PRIORITY, slice(pressing[p].value)))
			block_column(b, word(r, pressing[p].word).p, true);
	if (knows_overdue(r))
		block_column(b, word(r, W_COL_OVERDUE).p, true);
	if (has(r, COL_CLOSED_TS) && has(r, COL_DUE))
		block_column(b, word(r, W_COL_CLOSED).p, true);
	if (has(r, COL_REPLY_TS) && has(r, COL_DUE))
		block_column(b, word(r, W_COL_REPLY).p, true);
	if (has_reply_day(r))
		block_column(b, word(r, W_COL_REPLY_DAY).p, true);
}

/* A list to hand out: the most urgent open records of a department. A full one may be not all there are. */
static const struct list *
to_do(struct report *r, uint32_t dept, struct fb_str *title)
{
	const struct list *l = tally_list(r->t, LIST_WORK, dept, 0, r->by);
	if (!l || !l->n)
		return NULL;
	*title = SAY(r, l->n < l->cap ? W_TO_DO : W_TO_DO_FIRST, value_name(r, DIM_DEPT, dept), count_text(r, l->n));
	return l;
}

/* Whoever gets the page of a department gets it for this. */
void
section_to_do(struct report *r)
{
	struct fb_str title;
	const struct list *l = r->by && r->t->by == DIM_DEPT ? to_do(r, r->by, &title) : NULL;
	if (!l)
		return;
	doc_heading(&r->doc, 2, "to-do", title.p);
	list_work(r, l);
}

void
section_departments(struct report *r)
{
	enum { MOST = 30, COLUMNS_MOST = 10 };
	const enum dim d = DIM_DEPT;
	struct cond c = all_in(r, r->now);
	size_t n, columns = 0;
	if (!has(r, COL_DEPT)) {
		left_out(r, W_DEPTS, "dept");
		return;
	}
	if (r->by && r->t->by == DIM_DEPT)
		return;
	struct group_row *row = tally_by(r->t, &c, &d, 1, false, &n);
	if (!n) {
		free(row);
		return;
	}
	n = n < MOST ? n : MOST;
	struct fb_str (*cell)[COLUMNS_MOST] = xcalloc(n, sizeof *cell);
	for (size_t i = 0; i < n; i++)
		columns = dept_cells(r, row[i].code[0], cell[i]);
	doc_heading(&r->doc, 2, "departments", word(r, W_DEPTS).p);
	struct block *b = doc_block(&r->doc, BLOCK_TABLE, word(r, W_DEPTS));
	dept_columns(r, b);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < columns; k++)
			block_cell(b, cell[i][k]);
	for (size_t i = 0; i < n; i++)
	{
		struct fb_str title;
		const struct list *l = row[i].code[0] ? to_do(r, row[i].code[0], &title) : NULL;
		if (l)
			fold_work(r, l, title);
	}
	free(cell);
	free(row);
}

/* ---- surveys ---- */

static struct interval
bounds(double good, double answered, double asked)
{
	return (struct interval){ good / asked, (good + asked - answered) / asked };
}

static struct fb_str
bounds_words(struct report *r, struct interval i, const char *how, const char *id)
{
	struct fb_str lo = derived(r, i.lo, NO_INTERVAL, 4, share_text(r, i.lo, 0), slice(how), "%s.worst", id);
	struct fb_str hi = derived(r, i.hi, NO_INTERVAL, 4, share_text(r, i.hi, 0), slice(how), "%s.best", id);
	return SAY(r, W_BOUNDS, lo, hi);
}

static struct fb_str
csat_words(struct report *r, struct cond asked)
{
	struct cond answered = cond_ge(asked, DIM_CSAT, 0), good = cond_ge(asked, DIM_CSAT, 4);
	double n = (double)tally_count(r->t, &answered), k = (double)tally_count(r->t, &good), all = (double)tally_count(r->t, &asked);
	if (n < 1)
		return (struct fb_str){ "", 0 };
	struct fb_str part[3] = {
		SAY(r, W_RESPONSE, count_of(r, answered, "csat.answered"), count_of(r, asked, "asked"),
		    share_of(r, answered, asked, false, "csat.response.share")),
		SAY(r, W_CSAT, share_of(r, good, answered, true, "csat.share")),
		bounds_words(r, bounds(k, n, all), "all who did not answer taken as unsatisfied (worst) or satisfied (best), of all asked",
		    "csat"),
	};
	return join(r, W_SEMI, part, 3);
}

/* Net promoter score, -100 … 100: promoters (9, 10) less detractors (0 … 6) of all answers. Interval: normal, the variance
 * being that of a value of +1, 0 or -1. */
static struct fb_str
nps_words(struct report *r, struct cond asked)
{
	struct cond answered = cond_ge(asked, DIM_NPS, 0), up = cond_ge(asked, DIM_NPS, 9), down = cond_le(answered, DIM_NPS, 6);
	double n = (double)tally_count(r->t, &answered), k = (double)tally_count(r->t, &up), m = (double)tally_count(r->t, &down),
	    all = (double)tally_count(r->t, &asked);
	if (n < 1)
		return (struct fb_str){ "", 0 };
	struct interval i = stats_mean(k - m, k + m, n);
	i.lo = i.lo < -1 ? -1 : i.lo;
	i.hi = i.hi > 1 ? 1 : i.hi;
	double nps = 100 * (k - m) / n;
	struct fb_str how = text(r, "100 * (%s - %s) / %s", ref(r, "nps.promoters").p, ref(r, "nps.detractors").p, ref(r, "nps.answered").p);
	struct fb_str shown = SAY(r, W_NPS_INTERVAL, signed_text(r, rounded(nps)), signed_text(r, rounded(100 * i.lo)),
	    signed_text(r, rounded(100 * i.hi)));
	struct fb_str part[2] = {
		SAY(r, W_NPS, derived(r, nps, (struct interval){ 100 * i.lo, 100 * i.hi }, 2, shown, how, "nps"),
		    count_of(r, up, "nps.promoters"), count_of(r, down, "nps.detractors"), count_of(r, answered, "nps.answered")),
	};
	double rest = all - n, worst = 100 * (k - m - rest) / all, best = 100 * (k - m + rest) / all;
	const struct fb_str others = slice("all who did not answer taken as detractors (worst) or promoters (best), of all asked");
	part[1] = SAY(r, W_BOUNDS, derived(r, worst, NO_INTERVAL, 2, signed_text(r, rounded(worst)), others, "nps.worst"),
	    derived(r, best, NO_INTERVAL, 2, signed_text(r, rounded(best)), others, "nps.best"));
	return join(r, W_SEMI, part, 2);
}

void
section_surveys(struct report *r)
{
	struct cond asked = cond_is(all_in(r, r->now), DIM_ASKED, 1);
	struct fb_str csat = { "", 0 }, nps = { "", 0 };
	if (!has(r, COL_CSAT) && !has(r, COL_NPS)) {
		left_out(r, W_SURVEYS, "csat, nps");
		return;
	}
	if (has(r, COL_CSAT))
		csat = csat_words(r, asked);
	if (has(r, COL_NPS))
		nps = nps_words(r, asked);
	if (!csat.n && !nps.n)
		return;
	doc_heading(&r->doc, 2, "surveys", word(r, W_SURVEYS).p);
	if (csat.n)
		doc_block(&r->doc, BLOCK_TEXT, csat);
	if (nps.n)
		doc_block(&r->doc, BLOCK_TEXT, nps);
}
