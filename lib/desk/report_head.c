/* The top of the page: what period, the sentence that says it all, and what to do first. See report_inside.h. */
#include <stdlib.h>

#include "desk/report_inside.h"

/* "week 17–23 Nov 2025 (so far), against 10–16 Nov 2025" */
static struct fb_str
subtitle(struct report *r)
{
	struct cond every = { .days = PERIOD_ALL };
	if (period_is_all(r->now) && r->t->first_day == DAY_NONE)
		return word(r, tally_count(r->t, &every) ? W_NO_DATES : W_NO_RECORDS);
	if (!period_days(r->now) && !period_is_all(r->now)) /* the days asked for lie before or behind all there are */
		return r->o->since ? SAY(r, W_FROM_DAY, period_words(r, (struct period){ r->now.first, r->now.first })) :
		    SAY(r, W_UP_TO_DAY, period_words(r, (struct period){ r->now.last, r->now.last }));
	if (period_is_all(r->now))
		return SAY(r, W_ALL_RECORDS, period_words(r, (struct period){ r->t->first_day, r->t->last_day }));
	struct fb_str s = period_words(r, r->now);
	if (r->unit == UNIT_WEEK)
		s = SAY(r, W_WEEK_OF, s);
	if (r->unit == UNIT_MONTH)
		s = SAY(r, W_MONTH_OF, s);
	if (r->unit != UNIT_ALL && period_of(r->unit, r->now.first).last > r->now.last)
		s = SAY(r, W_SO_FAR, s);
	/* records that begin inside the days compared with: counts of these are no measure for those of now */
	int32_t unknown = r->t->first_day - r->then.first;
	if (r->compare && unknown * 4 >= period_days(r->then))
		return SAY(r, W_AGAINST_FROM, s, period_words(r, r->then), day_words(r, r->t->first_day));
	if (r->compare)
		return SAY(r, W_AGAINST, s, period_words(r, r->then));
	return r->unit == UNIT_ALL ? s : SAY(r, W_BUT_FIRST, s);
}

static struct fb_str
share_now(struct report *r, double other)
{
	return share_beside(r, negative_in(r, r->now), judged_in(r, r->now), other, false, "negative.share");
}

/* The share of negative records in the bad stretch, and on the other days of the period. */
static struct fb_str
share_bad(struct report *r)
{
	return share_of(r, negative_in(r, r->bad.days), judged_in(r, r->bad.days), false, "bad.negative.share");
}

static struct fb_str
share_other(struct report *r)
{
	struct cond c[4] = { negative_in(r, r->now), judged_in(r, r->now), negative_in(r, r->bad.days), judged_in(r, r->bad.days) };
	double n[4];
	count_of(r, c[0], "negative");
	count_of(r, c[1], "judged");
	count_of(r, c[2], "bad.negative");
	count_of(r, c[3], "bad.judged");
	for (int i = 0; i < 4; i++)
		n[i] = (double)tally_count(r->t, &c[i]);
	double k = n[0] - n[2], all = n[1] - n[3];
	struct fb_str how = text(r, "(%s - %s) / (%s - %s)", ref(r, "negative").p, ref(r, "bad.negative").p, ref(r, "judged").p,
	    ref(r, "bad.judged").p);
	return derived(r, k / all, stats_wilson(k, all), 4, share_text(r, k / all, all), how, "other.negative.share");
}

static const struct problem *
first_problem(const struct report *r, bool grown)
{
	if (!r->problems || r->problem[0].now == 0)
		return NULL;
	const struct problem *p = &r->problem[0];
	if (grown && (p->now <= p->then || !p->stands_out))
		return NULL;
	return p;
}

/* What most complaints are about: not always the first, for what grew stands before. */
static const struct problem *
commonest_problem(const struct report *r)
{
	const struct problem *p = first_problem(r, false);
	for (size_t i = 0; p && i < r->problems; i++)
		if (r->problem[i].now > p->now)
			p = &r->problem[i];
	return p;
}

static struct fb_str
name_or_none(struct report *r, const struct problem *p)
{
	return p ? strong(r, problem_name(r, p)) : (struct fb_str){ "", 0 };
}

/* The sentence is of the share: complaints may be fewer only because records are. */
static struct fb_str
lead_compared(struct report *r)
{
	struct cond c[4] = { negative_in(r, r->now), judged_in(r, r->now), negative_in(r, r->then), judged_in(r, r->then) };
	double n[4];
	for (int i = 0; i < 4; i++)
		n[i] = (double)tally_count(r->t, &c[i]);
	struct fb_str now = strong(r, share_now(r, n[3] < FEW ? n[1] : n[3])),
	    then = share_beside(r, c[2], c[3], n[1], false, "negative.share.before");
	const struct problem *p = commonest_problem(r);
	struct fb_str name = name_or_none(r, p);
	if (n[3] < FEW && p)
		return SAY(r, W_LEAD_THIN, now, name, count_of(r, c[3], "judged.before"));
	if (n[3] < FEW)
		return SAY(r, W_LEAD_THIN_BARE, now, count_of(r, c[3], "judged.before"));
	if (stats_shares_p(n[0], n[1], n[2], n[3]) >= .05)
		return p ? SAY(r, W_LEAD_SAME, now, then, name) : SAY(r, W_LEAD_SAME_BARE, now, then);
	if (n[0] / n[1] < n[2] / n[3])
		return p ? SAY(r, W_LEAD_DOWN, now, then, name) : SAY(r, W_LEAD_DOWN_BARE, now, then);
	p = first_problem(r, true);
	return p ? SAY(r, W_LEAD_UP, now, then, name_or_none(r, p)) : SAY(r, W_LEAD_UP_BARE, now, then);
}

static struct fb_str
lead_words(struct report *r)
{
	struct cond judged = judged_in(r, r->now), negative = negative_in(r, r->now);
	uint64_t n = tally_count(r->t, &judged), k = tally_count(r->t, &negative);
	const struct problem *p = commonest_problem(r);
	struct cond covered = all_in(r, r->now), every = { .days = PERIOD_ALL };
	if (!tally_count(r->t, &covered) && r->t->first_day != DAY_NONE && !r->by)
		return SAY(r, W_LEAD_OUTSIDE, period_words(r, (struct period){ r->t->first_day, r->t->last_day }));
	if (!tally_count(r->t, &every))
		return word(r, W_LEAD_EMPTY);
	if (!has(r, COL_SENTIMENT))
		return SAY(r, W_LEAD_COUNTS, count_of(r, all_in(r, r->now), "records"));
	if (!n)
		return word(r, W_LEAD_SILENT);
	if (n < FEW)
		return SAY(r, W_LEAD_FEW, count_of(r, judged, "judged"));
	if (!k)
		return word(r, W_LEAD_NONE);
	if (r->compare)
		return lead_compared(r);
	if (period_days(r->bad.days)) {
		p = first_problem(r, true);
		struct fb_str days = strong(r, period_words(r, r->bad.days)), bad = share_bad(r), other = share_other(r);
		return p ? SAY(r, W_LEAD_BAD, days, bad, other, name_or_none(r, p)) : SAY(r, W_LEAD_BAD_BARE, days, bad, other);
	}
	return p ? SAY(r, W_LEAD_ALL, share_now(r, HUGE_VAL), name_or_none(r, p)) : SAY(r, W_LEAD_ALL_BARE, share_now(r, HUGE_VAL));
}

/* ---- the first actions ---- */

size_t
first_actions(const struct report *r)
{
	return r->o->top ? (size_t)r->o->top : REPORT_TOP;
}

/* Where there are many more or fewer texts than before, complaints alone tell little: their part of all of them. */
static struct fb_str
part_words(struct report *r, const struct problem *p, const char *id)
{
	struct cond now = judged_in(r, r->now), then = judged_in(r, r->then);
	double n1 = (double)tally_count(r->t, &now), n0 = (double)tally_count(r->t, &then);
	if (n1 < FEW || n0 < FEW || (n1 < 1.25 * n0 && n0 < 1.25 * n1))
		return (struct fb_str){ "", 0 };
	return SAY(r, W_PART_OF, share_beside(r, cond_days(p->where, r->now), now, n0, false, "%s.share", id),
	    share_beside(r, cond_days(p->where, r->then), then, n1, false, "%s.share.before", id));
}

static struct fb_str
growth_words(struct report *r, const struct problem *p, const char *id)
{
	if (r->compare) {
		struct fb_str then = count_of(r, cond_days(p->where, r->then), "%s.before", id);
		int64_t more = (int64_t)p->now - (int64_t)p->then;
		struct fb_str change = derived(r, (double)more, NO_INTERVAL, 0, signed_text(r, more),
		    text(r, "%s - %s", ref(r, "%s", id).p, ref(r, "%s.before", id).p), "%s.change", id);
		struct fb_str part[2] = { SAY(r, W_GROWTH, change, then), part_words(r, p, id) };
		return join(r, W_COMMA, part, 2);
	}
	if (period_days(r->bad.days) && p->bad * 3 >= p->now)
		return SAY(r, W_IN_BAD_DAYS, count_of(r, cond_days(p->where, r->bad.days), "%s.bad", id), period_words(r, r->bad.days));
	return (struct fb_str){ "", 0 };
}

static struct fb_str
counts_line(struct report *r, const struct problem *p, const char *id)
{
	static const enum word running[] = { [UNIT_ALL] = W_RUNNING, [UNIT_DAY] = W_DAYS_RUNNING, [UNIT_WEEK] = W_WEEKS_RUNNING,
		[UNIT_MONTH] = W_MONTHS_RUNNING };
	struct cond c = cond_days(p->where, r->now), late = overdue_in(c);
	struct fb_str part[6] = { SAY(r, W_COMPLAINTS, strong(r, count_of(r, c, "%s", id))), growth_words(r, p, id) };
	if (p->since != DAY_NONE) {
		struct cond ever = cond_days(p->where, (struct period){ r->t->first_day, p->since - 1 });
		part[2] = SAY(r, tally_count(r->t, &ever) ? W_MORE_SINCE : W_NEW_SINCE, day_words(r, p->since));
	}
	if (knows_overdue(r) && tally_count(r->t, &late))
		part[3] = SAY(r, W_OVERDUE_OF, count_of(r, late, "%s.overdue", id));
	if (p->running > 1)
		part[4] = SAY(r, running[r->unit], text(r, "%u", p->running));
	if (p->now < FEW)
		part[5] = word(r, W_SMALL);
	return join(r, W_COMMA, part, 6);
}

static struct fb_str
without_line(struct report *r, const struct problem *p, const char *id)
{
	struct cond judged = judged_in(r, r->now), negative = negative_in(r, r->now), before = judged_in(r, r->then);
	double other = r->compare ? (double)tally_count(r->t, &before) : HUGE_VAL; /* as the headline has it */
	count_of(r, negative, "negative");
	count_of(r, judged, "judged");
	double k = (double)(tally_count(r->t, &negative) - p->now), n = (double)(tally_count(r->t, &judged) - p->now);
	double share = n > 0 ? k / n : 0;
	struct fb_str me = ref(r, "%s", id);
	struct fb_str how = text(r, "(%s - %s) / (%s - %s)", ref(r, "negative").p, me.p, ref(r, "judged").p, me.p);
	struct fb_str without = derived(r, share, NO_INTERVAL, 4, share_text(r, share, n < other ? n : other), how, "%s.without", id);
	return SAY(r, W_WITHOUT, without, share_now(r, other));
}

/* What the rules propose most often (column measure), where that is for a third of its complaints. */
static struct fb_str
measure_line(struct report *r, const struct problem *p, const char *id)
{
	const enum dim d = DIM_MEASURE;
	struct cond c = cond_days(p->where, r->now);
	struct fb_str line = { "", 0 };
	size_t n, i = 0;
	if (!has(r, COL_MEASURE))
		return line;
	struct group_row *row = tally_by(r->t, &c, &d, 1, false, &n);
	while (i < n && !row[i].code[0])
		i++;
	if (i < n && row[i].n * 3 >= p->now)
		line = SAY(r, W_PROPOSED, value_name(r, d, row[i].code[0]), count_of(r, cond_is(c, d, row[i].code[0]), "%s.measure", id));
	free(row);
	return line;
}

static const struct list *
problem_quotes(const struct report *r, const struct problem *p)
{
	if (p->dim == DIM_PRODUCT)
		return NULL;
	return tally_list(r->t, LIST_QUOTES, p->dim == DIM_CLUSTER ? QUOTES_OF_CLUSTER | p->code : p->code,
	    SENTIMENT_NEGATIVE, r->by);
}

static void
action(struct report *r, const struct problem *p)
{
	struct fb_str id = problem_id(r, p), owner = problem_owner(r, p), quote;
	struct fb_str counts = counts_line(r, p, id.p), without = without_line(r, p, id.p), measure = measure_line(r, p, id.p);
	struct block *b = doc_block(&r->doc, BLOCK_ACTION, problem_name(r, p));
	b->note = xstrdup(owner.n ? owner.p : word(r, W_NO_OWNER).p);
	block_line(b, counts);
	if (measure.n)
		block_line(b, measure);
	block_line(b, without);
	if (quotes_pick(r, problem_quotes(r, p), p->product, 1, &quote))
		b->quote = xstrndup(quote.p, quote.n);
}

static void
all_words(struct report *r, size_t n)
{
	bool open = false;
	for (size_t i = 0; i < n; i++) {
		struct fb_str quote[30];
		size_t k = quotes_pick(r, problem_quotes(r, &r->problem[i]), r->problem[i].product, 30, quote);
		if (!k)
			continue;
		if (!open)
			doc_block(&r->doc, BLOCK_FOLD, word(r, W_ALL_WORDS));
		open = true;
		struct block *b = doc_block(&r->doc, BLOCK_QUOTES, problem_name(r, &r->problem[i]));
		for (size_t j = 0; j < k; j++)
			block_line(b, quote[j]);
	}
	if (open)
		doc_block(&r->doc, BLOCK_UNFOLD, (struct fb_str){ NULL, 0 });
}

void
section_head(struct report *r)
{
	struct fb_str title = r->o->title ? slice(r->o->title) : word(r, W_TITLE), period = subtitle(r), lead = lead_words(r);
	if (r->by)
		title = SAY(r, W_FOR_ONE, title, value_name(r, (enum dim)r->t->by, r->by));
	struct block *b = doc_block(&r->doc, BLOCK_TITLE, title);
	b->note = xstrndup(period.p, period.n);
	doc_block(&r->doc, BLOCK_LEAD, lead);
	if (!r->doc.subject) {
		struct buf plain = { 0 };
		rich_plain(&plain, lead);
		r->doc.title = xstrndup(title.p, title.n);
		r->doc.subject = xstrdup(buf_cstr(&plain));
		buf_free(&plain);
	}
	size_t top = first_actions(r), n = 0;
	while (n < r->problems && n < top && r->problem[n].now)
		n++;
	if (!n)
		return;
	doc_heading(&r->doc, 2, "first", word(r, n == 3 ? W_FIRST_THREE : W_FIRST).p);
	for (size_t i = 0; i < n; i++)
		action(r, &r->problem[i]);
	all_words(r, n);
}
