/* The numbers with their intervals and denominators. See report_inside.h. */
#include <stdlib.h>

#include "desk/report_inside.h"

enum { FOLD_MOST = 10 };

static struct fb_str
records_words(struct report *r)
{
	struct cond now = all_in(r, r->now), then = all_in(r, r->then);
	struct fb_str n = strong(r, count_of(r, now, "records"));
	if (!r->compare)
		return SAY(r, W_RECORDS, n);
	struct fb_str before = count_of(r, then, "records.before");
	double change = (double)tally_count(r->t, &now) / (double)tally_count(r->t, &then) - 1;
	struct fb_str how = text(r, "%s / %s - 1", ref(r, "records").p, ref(r, "records.before").p);
	int64_t percent = rounded(100 * change);
	struct fb_str shown = text(r, "%s%s", percent < 0 ? "−" : percent > 0 ? "+" : "±", share_text(r, change < 0 ? -change : change, 0).p);
	shown = derived(r, change, NO_INTERVAL, 4, shown, how, "records.change");
	if (change >= FOLD_MOST) /* of a handful: +60350 % says less than the two counts */
		return SAY(r, W_WAS, SAY(r, W_RECORDS, n), before);
	return SAY(r, W_RECORDS_CHANGE, n, shown);
}

static struct fb_str
negative_words(struct report *r)
{
	struct cond judged = judged_in(r, r->now), before = judged_in(r, r->then);
	double n1 = (double)tally_count(r->t, &judged), n0 = r->compare ? (double)tally_count(r->t, &before) : n1;
	struct fb_str now = SAY(r, W_NEGATIVE_NOW, strong(r, share_beside(r, negative_in(r, r->now), judged, n0, true, "negative.share")));
	if (!r->compare)
		return now;
	return SAY(r, W_WAS, now, share_beside(r, negative_in(r, r->then), before, n1, true, "negative.share.before"));
}

static struct fb_str
rating_words(struct report *r)
{
	struct fb_str now = SAY(r, W_RATING_NOW, strong(r, mean_of(r, all_in(r, r->now), DIM_RATING, "rating")));
	if (!r->compare)
		return now;
	return SAY(r, W_WAS, now, mean_of(r, all_in(r, r->then), DIM_RATING, "rating.before"));
}

static struct fb_str
counted_words(struct report *r)
{
	struct cond c = all_in(r, r->now), phrase = cond_is(c, DIM_KIND, KIND_PHRASE), empty = cond_is(c, DIM_KIND, KIND_EMPTY);
	struct fb_str part[3] = { SAY(r, W_COUNTED, count_of(r, cond_is(c, DIM_KIND, KIND_TEXT), "text")) };
	if (tally_count(r->t, &phrase))
		part[1] = SAY(r, W_PHRASES, count_of(r, phrase, "phrases"));
	if (tally_count(r->t, &empty))
		part[2] = SAY(r, W_EMPTY, count_of(r, empty, "empty"));
	return join(r, W_SEMI, part, 3);
}

/* Whether the labels of the two periods come from different models or rules. */
static bool
method_changed(struct report *r, enum dim d)
{
	size_t n1, n0;
	struct cond now = cond_not(all_in(r, r->now), d, 0), then = cond_not(all_in(r, r->then), d, 0);
	struct group_row *a = tally_by(r->t, &now, &d, 1, false, &n1), *b = tally_by(r->t, &then, &d, 1, false, &n0);
	bool same = n1 == n0;
	for (size_t i = 0; same && i < n1; i++) {
		bool found = false;
		for (size_t k = 0; k < n0; k++)
			found = found || b[k].code[0] == a[i].code[0];
		same = found;
	}
	free(a);
	free(b);
	return !same && n1 && n0;
}

void
section_numbers(struct report *r)
{
	struct fb_str part[3] = { records_words(r) };
	doc_heading(&r->doc, 2, "numbers", word(r, W_NUMBERS).p);
	if (has(r, COL_SENTIMENT))
		part[1] = negative_words(r);
	else
		left_out(r, W_SENTIMENT, "sentiment");
	if (has(r, COL_RATING))
		part[2] = rating_words(r);
	else
		left_out(r, W_RATINGS, "rating");
	doc_block(&r->doc, BLOCK_TEXT, join(r, W_SEMI, part, 3));
	if (has(r, COL_SENTIMENT)) {
		struct cond judged = judged_in(r, r->now);
		struct fb_str other = SAY(r, W_NEUTRAL_POSITIVE,
		    share_of(r, cond_is(judged, DIM_SENTIMENT, SENTIMENT_NEUTRAL), judged, true, "neutral.share"),
		    share_of(r, cond_is(judged, DIM_SENTIMENT, SENTIMENT_POSITIVE), judged, true, "positive.share"));
		doc_block(&r->doc, BLOCK_TEXT, other);
	}
	if (has(r, COL_TEXT))
		doc_block(&r->doc, BLOCK_NOTE, counted_words(r));
	if (r->compare && (method_changed(r, DIM_SENTIMENT_M) || method_changed(r, DIM_RULE_M)))
		doc_block(&r->doc, BLOCK_NOTE, strong(r, word(r, W_METHOD_CHANGED)));
}
