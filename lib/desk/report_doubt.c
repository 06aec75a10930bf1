/* What is unknown, unsure or wrong, and whether the mix of topics drifts. See report_inside.h. */
#include <math.h>
#include <stdlib.h>

#include "desk/report_inside.h"

static struct fb_str
unsure_words(struct report *r)
{
	struct cond heard = heard_in(r, r->now), then = heard_in(r, r->then);
	struct fb_str now = SAY(r, W_UNSURE, share_of(r, cond_is(heard, DIM_UNSURE, 1), heard, true, "unsure.share"));
	if (!r->compare)
		return now;
	return SAY(r, W_WAS, now, share_of(r, cond_is(then, DIM_UNSURE, 1), then, true, "unsure.share.before"));
}

/* Half the sum of |share now - share then| over topics: the total variation distance. */
static struct fb_str
drift_words(struct report *r)
{
	const enum dim d = DIM_TOPIC;
	struct cond now = heard_in(r, r->now), then = heard_in(r, r->then);
	double n1 = (double)tally_count(r->t, &now), n0 = (double)tally_count(r->t, &then), sum = 0;
	size_t rows, before;
	if (!r->compare || !has(r, COL_TOPIC) || n1 < FEW || n0 < FEW)
		return (struct fb_str){ "", 0 };
	struct group_row *a = tally_by(r->t, &now, &d, 1, false, &rows), *b = tally_by(r->t, &then, &d, 1, false, &before);
	for (size_t i = 0; i < rows; i++) {
		struct cond c = cond_is(then, d, a[i].code[0]);
		sum += fabs((double)a[i].n / n1 - (double)tally_count(r->t, &c) / n0);
	}
	for (size_t i = 0; i < before; i++) {
		struct cond c = cond_is(now, d, b[i].code[0]);
		if (!tally_count(r->t, &c))
			sum += (double)b[i].n / n0;
	}
	free(a);
	free(b);
	return SAY(r, W_DRIFT, derived(r, sum / 2, NO_INTERVAL, 4, share_text(r, sum / 2, 0),
	    slice("half the sum over topics of |share of records now - share before|"), "drift.topic"));
}

static struct fb_str
checked_words(struct report *r)
{
	struct cond checked = cond_not(all_in(r, r->now), DIM_CHECK, CHECK_NONE), wrong = cond_is(all_in(r, r->now), DIM_CHECK, CHECK_WRONG);
	if (!has(r, COL_CHECKED) || !tally_count(r->t, &checked))
		return (struct fb_str){ "", 0 };
	struct fb_str share = share_of(r, wrong, checked, true, "checked.wrong.share");
	return SAY(r, W_CHECKED, share, count_of(r, checked, "checked"));
}

static void
unsure_list(struct report *r)
{
	const struct list *l = tally_list(r->t, LIST_UNSURE, 0, 0, r->by);
	if (!l || !l->n)
		return;
	fold_work(r, l, SAY(r, W_UNSURE_LIST, count_text(r, l->n)));
}

void
section_doubt(struct report *r)
{
	struct fb_str part[4] = { { 0 } };
	struct cond heard = heard_in(r, r->now);
	uint32_t unknown = tally_find(r->t, DIM_TOPIC, slice("unknown"));
	bool sure = has(r, COL_SENTIMENT_P) || has(r, COL_TOPIC_P);
	if (sure && tally_count(r->t, &heard))
		part[0] = unsure_words(r);
	if (!sure)
		left_out(r, W_DOUBT, "sentiment_p, topic_p");
	if (!has(r, COL_CHECKED))
		left_out(r, W_ERROR_RATE, "checked");
	if (unknown)
		part[1] = SAY(r, W_UNKNOWN, share_of(r, cond_is(heard, DIM_TOPIC, unknown), heard, true, "unknown.share"));
	part[2] = checked_words(r);
	part[3] = drift_words(r);
	struct fb_str all = join(r, W_SEMI, part, 4);
	if (!all.n)
		return;
	doc_heading(&r->doc, 2, "doubt", word(r, W_DOUBT).p);
	doc_block(&r->doc, BLOCK_TEXT, all);
	if (sure)
		unsure_list(r);
}
